//! A size → the sites of all tools there are, and rounds of measuring them in turn.

use crate::arguments::Arguments;
use crate::edit::Edit;
use crate::model::Size;
use crate::preview::Latency;
use crate::round::Round;
use crate::tool::{Task, Tool};
use crate::{hugo_site, lanmu_site};
use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

/// The day all portals are built for.
const DATE: &str = "2027-06-30";

/// How many edits are built in a round: after a fresh build, the first has no second tree to work in yet, and the next finds
/// out which folders of that need not be read. The middle one is what those who publish see day by day.
const BUILT_EDITS: usize = 5;

/// How many Hugo is shown, whose builds know of none before.
const HUGO_BUILT_EDITS: usize = 1;

/// Hugo is shown one edit while it serves where lanmu is shown so many: at size L each takes it minutes.
const HUGO_SHARE: usize = 4;

/// One portal, with a site for each tool.
pub(crate) struct Stand {
    pub(crate) size: Size,
    folder: PathBuf,
    tools: Vec<Tool>,
}

impl Stand {
    /// Writes the sites.
    pub(crate) fn new(size: Size, arguments: &Arguments, base: &Path) -> Result<Self, Box<dyn Error>> {
        let folder = base.join(size.name);
        let lanmu = lanmu(&folder, arguments.edits);
        lanmu_site::write(size, arguments.look, &lanmu.site)?;
        let mut tools = vec![lanmu];
        if let Some(program) = &arguments.hugo {
            let hugo = hugo(program, &folder, arguments.edits.div_ceil(HUGO_SHARE))?;
            hugo_site::write(size, &hugo.site)?;
            tools.push(hugo);
        }
        Ok(Self { size, folder, tools })
    }

    /// Every tool once, and what it costs to write lanmu's output; `number` is how many rounds there were before.
    pub(crate) fn round(&self, number: usize, threads: &[usize]) -> Result<Round, Box<dyn Error>> {
        let mut round = Round { samples: Vec::new(), latencies: Vec::new() };
        for tool in &self.tools {
            let first = number * (tool.built_edits + tool.edits);
            let edits = |from: usize, count: usize| (from..from + count).map(|number| Edit::of(number, self.size));
            round.samples.extend(tool.builds(edits(first, tool.built_edits))?);
            if tool.name == "lanmu" {
                let written = round.built(tool.name, Task::Unchanged, |sample| sample.written as f64);
                if written != Some(0.0) {
                    return Err(format!("files written though nothing had changed: {written:?}").into());
                }
                for threads in threads {
                    round.samples.push(tool.limit(*threads, &self.folder.join("limit"))?);
                }
            }
            tool.clear()?;
            round.latencies.push(Latency::of(tool, edits(first + tool.built_edits, tool.edits))?);
            tool.clear()?;
        }
        Ok(round)
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn lanmu(folder: &Path, edits: usize) -> Tool {
    let (site, out) = (folder.join("lanmu"), folder.join("lanmu-out"));
    let command = |verb: &str, more: &[&str]| {
        let common = [env!("CARGO_BIN_EXE_lanmu"), verb, "--root", &text(&site), "--date", DATE, "--lang", "en"];
        common.iter().chain(more).map(|argument| (*argument).to_owned()).collect::<Vec<String>>()
    };
    Tool {
        name: "lanmu",
        // Nothing is found in the portal: a warning would be work that has nothing to do with pages.
        build: command("build", &["--out", &text(&out), "--deny", "warning"]),
        serve: command("serve", &["--port", "0"]),
        ready: "preview is up to date",
        done: "preview is up to date",
        built_edits: BUILT_EDITS,
        edits,
        figures: lanmu_site::figures_file,
        // Beside what is published, and in the portal.
        caches: vec![folder.join(".lanmu"), site.join(".lanmu")],
        site,
        out,
    }
}

fn hugo(program: &Path, folder: &Path, edits: usize) -> io::Result<Tool> {
    let (site, out) = (folder.join("hugo"), folder.join("hugo-out"));
    let command = |more: &[&str]| {
        let common = ["--source", &text(&site), "--destination", &text(&out)].map(str::to_owned);
        [text(program)].into_iter().chain(more.iter().map(|argument| (*argument).to_owned())).chain(common).collect::<Vec<String>>()
    };
    // It cannot be asked for any free port: one that was free a moment ago will do.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    Ok(Tool {
        name: "hugo",
        build: command(&["--quiet"]),
        serve: command(&["server", "--port", &port.to_string(), "--disableLiveReload"]),
        ready: "Press Ctrl+C to stop",
        done: "Total in",
        built_edits: HUGO_BUILT_EDITS,
        edits,
        figures: hugo_site::figures_file,
        caches: vec![site.join("resources"), site.join(".hugo_build.lock")],
        site,
        out,
    })
}
