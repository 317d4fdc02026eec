//! A command, or writing files → what it cost. Each measurement is a process of its own whose only child is the tool, so
//! that the peak of one tool's memory is not taken for another's.

use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use serde_json::{Value, json};
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Instant;
use walkdir::WalkDir;

/// The first argument of a process that measures a command.
pub(crate) const MEASURE: &str = "--measure";

/// The first argument of a process that measures writing the files of a folder once more.
pub(crate) const LIMIT: &str = "--limit";

/// What something cost. Times are in seconds.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: f64,
    pub(crate) user: f64,
    pub(crate) system: f64,
    /// The peak of its resident memory in MiB.
    pub(crate) peak: f64,
}

impl Cost {
    /// Processor time, in and for the tool.
    pub(crate) fn cpu(&self) -> f64 {
        self.user + self.system
    }

    fn between(start: Instant, before: &Usage, after: &Usage) -> Value {
        let seconds = |later: nix::sys::time::TimeVal, earlier: nix::sys::time::TimeVal| (later - earlier).num_microseconds() as f64 / 1e6;
        json!({
            "wall": start.elapsed().as_secs_f64(),
            "user": seconds(after.user_time(), before.user_time()),
            "system": seconds(after.system_time(), before.system_time()),
            // Linux counts it in KiB.
            "peak": after.max_rss() as f64 / 1024.0,
        })
    }

    /// Measures in another process: `arguments` begin with what is measured.
    pub(crate) fn of(arguments: &[&str]) -> Result<Self, Box<dyn Error>> {
        let output = Command::new(env::current_exe()?).args(arguments).output()?;
        if !output.status.success() {
            return Err(format!("`{}` failed: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)).into());
        }
        let read: Value = serde_json::from_slice(&output.stdout)?;
        let field = |name: &str| read[name].as_f64().ok_or_else(|| format!("`{name}` is missing from a measurement"));
        Ok(Self { wall: field("wall")?, user: field("user")?, system: field("system")?, peak: field("peak")? })
    }
}

/// Runs a command and tells what it cost. What it says is kept out of the terminal unless it fails.
pub(crate) fn command(arguments: &[String]) -> Result<Value, Box<dyn Error>> {
    let (program, rest) = arguments.split_first().ok_or("there is nothing to measure")?;
    let before = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let start = Instant::now();
    let output = Command::new(program).args(rest).output()?;
    let cost = Cost::between(start, &before, &getrusage(UsageWho::RUSAGE_CHILDREN)?);
    if output.status.success() { Ok(cost) } else { Err(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into()) }
}

/// Reads the files of a folder into memory, and tells what it costs to write them into another one: no program that
/// makes them can be faster. The arguments are the two folders and the number of threads.
pub(crate) fn limit(arguments: &[String]) -> Result<Value, Box<dyn Error>> {
    let [from, to, threads] = arguments else { return Err("expected two folders and a number of threads".into()) };
    let (from, to, threads) = (Path::new(from), Path::new(to), threads.parse::<usize>()?);
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in WalkDir::new(from).sort_by_file_name() {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() { folders.push(target) } else { files.push((target, fs::read(entry.path())?)) }
    }
    let before = getrusage(UsageWho::RUSAGE_SELF)?;
    let start = Instant::now();
    for folder in folders {
        fs::create_dir_all(folder)?;
    }
    let share = files.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let writers: Vec<_> = files.chunks(share).map(|share| scope.spawn(|| write(share))).collect();
        writers.into_iter().try_for_each(|writer| writer.join().expect("writing does not panic"))
    })?;
    Ok(Cost::between(start, &before, &getrusage(UsageWho::RUSAGE_SELF)?))
}

fn write(files: &[(PathBuf, Vec<u8>)]) -> std::io::Result<()> {
    files.iter().try_for_each(|(file, bytes)| fs::write(file, bytes))
}
