//! A site generator → its builds, one round after another.

use crate::edit::Edit;
use crate::measure::{Cost, LIMIT, MEASURE};
use crate::model::{Agency, Report};
use crate::pages::{Pages, Stale};
use crate::tree::{Snapshot, clear};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

/// A site generator with its site.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    /// The folder it builds from.
    pub(crate) site: PathBuf,
    /// The folder it builds into.
    pub(crate) out: PathBuf,
    /// The program and its arguments, to build once.
    pub(crate) build: Vec<String>,
    /// The program and its arguments, to serve the site and watch it.
    pub(crate) serve: Vec<String>,
    /// Part of what it says when it waits for the first change.
    pub(crate) ready: &'static str,
    /// Part of what it says when it has done all that follows from a change.
    pub(crate) done: &'static str,
    /// How many edits it builds in a round.
    pub(crate) built_edits: usize,
    /// How many edits it is shown in a round while it serves.
    pub(crate) edits: usize,
    /// The file with the figures of an agency's report, below the site, and its text.
    pub(crate) figures: fn(&Agency, &Report) -> (PathBuf, String),
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
    /// The same command after an edit.
    Edited,
    /// Writing the same files from memory with so many threads.
    Limit(usize),
}

impl Task {
    /// What it is called in tables.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Cold => "cold".to_owned(),
            Self::Unchanged => "nothing changed".to_owned(),
            Self::Edited => "one edit".to_owned(),
            Self::Limit(threads) => format!("the same bytes, {threads} thread{}", if threads == 1 { "" } else { "s" }),
        }
    }
}

/// How long after it was written a file counts as one that stays.
const SETTLED: Duration = Duration::from_secs(1);

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
    /// Builds into a fresh folder, once more, and again after each of some edits.
    pub(crate) fn builds(&self, edits: impl Iterator<Item = Edit>) -> Result<Vec<Sample>, Box<dyn Error>> {
        self.clear()?;
        // A portal whose files were written just now may change again without its times telling: it is never taken for unchanged.
        sleep(SETTLED);
        let (cold, first) = self.run(Task::Cold, &Snapshot::default())?;
        let (unchanged, mut before) = self.run(Task::Unchanged, &first)?;
        let mut samples = vec![cold, unchanged];
        let pages = Pages::Stored(self.out.clone());
        for edit in edits {
            let stale = Stale::of(&edit, &pages)?;
            let (file, text) = self.edited(&edit);
            fs::write(file, text)?;
            let (edited, after) = self.run(Task::Edited, &before)?;
            stale.expect_fresh(&pages)?;
            samples.push(edited);
            before = after;
        }
        Ok(samples)
    }

    /// The file that an edit changes, and its text afterwards.
    pub(crate) fn edited(&self, edit: &Edit) -> (PathBuf, String) {
        let (file, text) = (self.figures)(&edit.agency, edit.report());
        (self.site.join(file), text)
    }

    /// Removes all that it has built.
    pub(crate) fn clear(&self) -> Result<(), Box<dyn Error>> {
        clear(&self.out)?;
        Ok(self.caches.iter().try_for_each(|cache| clear(cache))?)
    }

    fn run(&self, task: Task, before: &Snapshot) -> Result<(Sample, Snapshot), Box<dyn Error>> {
        let arguments: Vec<&str> = [MEASURE].into_iter().chain(self.build.iter().map(String::as_str)).collect();
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
