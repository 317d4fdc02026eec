//! The speed of lanmu beside Hugo's and the disk's, on the same portal in the same run. See `benches/README.md`.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "a table is what a bench is for")]

mod arguments;
mod figures;
mod hugo_site;
mod lanmu_site;
mod measure;
mod model;
mod random;
mod table;
mod theme;
mod tool;
mod tree;
mod words;

use arguments::Arguments;
use std::env;
use std::error::Error;
use std::path::Path;
use std::thread;
use tempfile::Builder;
use tool::{Sample, Tool};

/// The day all portals are built for.
const DATE: &str = "2027-06-30";

fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<String> = env::args().skip(1).collect();
    match given.split_first() {
        Some((first, rest)) if first == measure::MEASURE => println!("{}", measure::command(rest)?),
        Some((first, rest)) if first == measure::LIMIT => println!("{}", measure::limit(rest)?),
        // `cargo bench` says `--bench`, `cargo test --benches` does not.
        _ if given.iter().any(|flag| flag == "--bench") => run(&Arguments::parse(given.into_iter())?)?,
        _ => println!("nothing is measured by `cargo test`; call cargo bench --bench portal"),
    }
    Ok(())
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    if let Some(folder) = &arguments.keep {
        sites(arguments, folder)?;
        println!("the sites stand in {}", folder.display());
        return Ok(());
    }
    let base = arguments.out_base.clone().unwrap_or_else(env::temp_dir);
    let work = Builder::new().prefix("lanmu-bench-").tempdir_in(base)?;
    let tools = sites(arguments, work.path())?;
    // Alone, and with as many threads as a tool has.
    let mut threads = vec![1, thread::available_parallelism()?.get()];
    threads.dedup();
    let mut samples = Vec::new();
    for _ in 0..arguments.rounds {
        samples.extend(round(&tools, &threads, work.path())?);
    }
    let size = arguments.size;
    println!("\n## {}: {} agencies × {} years × {} items; rounds: {}\n", size.name, size.agencies, size.years, size.items, arguments.rounds);
    println!("{}\n{}", table::medians(&samples), table::ratios(&samples, &threads));
    Ok(())
}

/// Writes the sites, one for each tool there is.
fn sites(arguments: &Arguments, work: &Path) -> Result<Vec<Tool>, Box<dyn Error>> {
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let (site, out) = (work.join("lanmu"), work.join("lanmu-out"));
    lanmu_site::write(arguments.size, arguments.look, &site)?;
    // A warning would be work that has nothing to do with pages.
    let command = [env!("CARGO_BIN_EXE_lanmu"), "build", "--root", &text(&site), "--out", &text(&out), "--date", DATE, "--deny", "warning"].map(str::to_owned);
    let mut tools = vec![Tool { name: "lanmu", out, command: command.to_vec(), caches: vec![work.join(".lanmu")] }];
    if let Some(hugo) = &arguments.hugo {
        let (site, out) = (work.join("hugo"), work.join("hugo-out"));
        hugo_site::write(arguments.size, &site)?;
        let command = [text(hugo), "--quiet".to_owned(), "--source".to_owned(), text(&site), "--destination".to_owned(), text(&out)];
        tools.push(Tool { name: "hugo", out, command: command.to_vec(), caches: vec![site.join("resources"), site.join(".hugo_build.lock")] });
    }
    Ok(tools)
}

/// Every tool once, and what it costs to write lanmu's output.
fn round(tools: &[Tool], threads: &[usize], work: &Path) -> Result<Vec<Sample>, Box<dyn Error>> {
    let mut samples = Vec::new();
    for tool in tools {
        samples.extend(tool.round()?);
        if tool.name == "lanmu" {
            for threads in threads {
                samples.push(tool.limit(*threads, &work.join("limit"))?);
            }
        }
        tool.clear()?;
    }
    Ok(samples)
}
