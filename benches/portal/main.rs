//! The speed of lanmu beside Hugo's and the disk's, on the same portal in the same run. See `benches/README.md`.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "a table is what a bench is for")]

mod arguments;
mod edit;
mod figures;
mod hugo_site;
mod lanmu_site;
mod measure;
mod model;
mod pages;
mod preview;
mod random;
mod ratio;
mod round;
mod stand;
mod table;
mod theme;
mod tool;
mod tree;
mod words;

use arguments::Arguments;
use round::Round;
use stand::Stand;
use std::env;
use std::error::Error;
use std::path::Path;
use std::thread;
use tempfile::Builder;

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
    let stands = |base: &Path| arguments.sizes.iter().map(|size| Stand::new(*size, arguments, base)).collect::<Result<Vec<_>, _>>();
    if let Some(folder) = &arguments.keep {
        stands(folder)?;
        println!("the sites stand in {}", folder.display());
        return Ok(());
    }
    let base = arguments.out_base.clone().unwrap_or_else(env::temp_dir);
    let work = Builder::new().prefix("lanmu-bench-").tempdir_in(base)?;
    let stands = stands(work.path())?;
    // Alone, and with as many threads as a tool has.
    let mut threads = vec![1, thread::available_parallelism()?.get()];
    threads.dedup();
    let mut rounds: Vec<Vec<Round>> = stands.iter().map(|_| Vec::new()).collect();
    for number in 0..arguments.rounds {
        for (stand, rounds) in stands.iter().zip(&mut rounds) {
            rounds.push(stand.round(number, &threads)?);
        }
    }
    for (stand, rounds) in stands.iter().zip(&rounds) {
        println!("\n## {}; rounds: {}\n", stand.size, arguments.rounds);
        println!("{}\n{}\n{}", table::builds(rounds), table::previews(rounds), ratio::ratios(rounds, &threads));
    }
    let mut grown = stands.iter().zip(&rounds);
    if let Some((first, small)) = grown.next() {
        for (stand, rounds) in grown {
            println!("## {} / {}\n\n{}", stand.size.name, first.size.name, ratio::growth(rounds, small));
        }
    }
    Ok(())
}
