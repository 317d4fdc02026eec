//! A site generator → its builds, one round after another.

use crate::measure::{Cost, LIMIT, MEASURE};
use crate::tree::{Snapshot, clear};
use std::error::Error;
use std::path::{Path, PathBuf};

/// A site generator with its site.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    /// The folder it builds into.
    pub(crate) out: PathBuf,
    /// The program and its arguments.
    pub(crate) command: Vec<String>,
    /// What it leaves behind elsewhere and must not find at a first build.
    pub(crate) caches: Vec<PathBuf>,
}

/// What was measured.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Task {
    /// Building into an empty folder.
    Cold,
    /// The same command again.
    Unchanged,
    /// Writing the same files from memory with so many threads.
    Limit(usize),
}

/// One measurement.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) tool: &'static str,
    pub(crate) task: Task,
    pub(crate) cost: Cost,
    /// How many files the output has.
    pub(crate) files: usize,
    /// How many of them were written.
    pub(crate) written: usize,
    /// How many bytes they hold.
    pub(crate) bytes: u64,
}

impl Tool {
    /// Builds twice into a fresh folder.
    pub(crate) fn round(&self) -> Result<[Sample; 2], Box<dyn Error>> {
        self.clear()?;
        let (cold, first) = self.build(Task::Cold, &Snapshot::default())?;
        let (unchanged, _) = self.build(Task::Unchanged, &first)?;
        Ok([cold, unchanged])
    }

    /// Removes all that it has built.
    pub(crate) fn clear(&self) -> Result<(), Box<dyn Error>> {
        clear(&self.out)?;
        Ok(self.caches.iter().try_for_each(|cache| clear(cache))?)
    }

    fn build(&self, task: Task, before: &Snapshot) -> Result<(Sample, Snapshot), Box<dyn Error>> {
        let arguments: Vec<&str> = [MEASURE].into_iter().chain(self.command.iter().map(String::as_str)).collect();
        let cost = Cost::of(&arguments)?;
        let after = Snapshot::of(&self.out)?;
        let sample = Sample { tool: self.name, task, cost, files: after.len(), written: after.written_since(before), bytes: after.bytes };
        Ok((sample, after))
    }

    /// Writes its output once more.
    pub(crate) fn limit(&self, threads: usize, to: &Path) -> Result<Sample, Box<dyn Error>> {
        let cost = Cost::of(&[LIMIT, &self.out.to_string_lossy(), &to.to_string_lossy(), &threads.to_string()])?;
        let written = Snapshot::of(to)?;
        clear(to)?;
        Ok(Sample { tool: "write", task: Task::Limit(threads), cost, files: written.len(), written: written.len(), bytes: written.bytes })
    }
}
