//! A build at work in the published folder: files are staged group by group, and all of them published in the end or none.

use super::manifest::{MANIFEST, manifest};
use super::place::{Output, failed};
use super::record::{Record, Stamp, Written};
use super::{Failure, PlannedFile, Summary};
use crate::diagnostic::Diagnostic;
use crate::source::{Digest, FileFacts, Sha256, below};
use rayon::prelude::*;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;

/// A build that is staging files. What is staged and not published goes when this value goes.
pub struct Publishing {
    output: Output,
    is_new: bool,
    files: Vec<(String, Done)>,
    /// What could not be rendered.
    diagnostics: Vec<Diagnostic>,
}

/// What became of one planned file.
struct Done {
    written: Written,
    outcome: Outcome,
    rendered: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Unchanged,
    Staged,
    /// Something that no build wrote stands in its place.
    Foreign,
}

/// Why a file could not be staged.
enum Failed {
    Render(Box<Diagnostic>),
    Io(Failure),
}

impl Publishing {
    pub(super) fn new(output: Output) -> Self {
        Self { is_new: !output.out.exists(), output, files: Vec::new(), diagnostics: Vec::new() }
    }

    /// Stages files; `render` makes the bytes of one by its place, and is asked only for those that are not known to be
    /// right. Returns what is known of each; none where it could not be rendered, and then nothing will be published.
    ///
    /// # Errors
    /// Where the machine says no.
    pub fn stage(&mut self, files: Vec<PlannedFile>, render: impl Fn(usize) -> Result<Vec<u8>, Diagnostic> + Sync) -> Result<Vec<Option<FileFacts>>, Failure> {
        if self.is_new {
            self.make_folders(&files)?;
        }
        let this = &*self;
        let staged: Vec<Result<Done, Failed>> = files.par_iter().enumerate().map(|(at, file)| this.stage_one(file, || render(at))).collect();
        let mut facts = Vec::with_capacity(files.len());
        for (file, staged) in files.into_iter().zip(staged) {
            facts.push(match staged {
                Ok(done) => {
                    let facts = done.written.facts();
                    self.files.push((file.path, done));
                    Some(facts)
                }
                Err(Failed::Render(diagnostic)) => {
                    // One mistake in a template breaks every page that uses it.
                    if !self.diagnostics.contains(&diagnostic) {
                        self.diagnostics.push(*diagnostic);
                    }
                    None
                }
                Err(Failed::Io(failure)) => return Err(failure),
            });
        }
        Ok(facts)
    }

    /// Everything will be written: each folder is made once, and no file is tried before its folder is there.
    fn make_folders(&self, files: &[PlannedFile]) -> Result<(), Failure> {
        let mut folders: Vec<&str> = files.iter().filter_map(|file| file.path.rsplit_once('/').map(|(folder, _)| folder)).collect();
        folders.sort_unstable();
        folders.dedup();
        for folder in folders {
            let folder = below(&self.output.stage, folder);
            fs::create_dir_all(&folder).map_err(failed(&folder))?;
        }
        Ok(())
    }

    /// Publishes what was staged; files of former builds that were not staged go.
    ///
    /// # Errors
    /// Why nothing was published.
    pub fn publish(mut self) -> Result<Summary, Failure> {
        if !self.diagnostics.is_empty() {
            return Err(Failure::Render(std::mem::take(&mut self.diagnostics)));
        }
        let pages = self.files.len();
        let rendered = self.files.iter().filter(|(_, done)| done.rendered).count();
        let written = self.files.iter().filter(|(_, done)| done.outcome == Outcome::Staged).count();
        let mut record = Record { files: self.files.iter().map(|(path, done)| (path.clone(), done.written)).collect() };
        let list = PlannedFile { path: MANIFEST.to_owned(), fingerprint: Digest::default() };
        self.stage(vec![list], |_| Ok(manifest(&record)))?;
        record.files.extend(self.files.last().map(|(path, done)| (path.clone(), done.written)));
        let of = |outcome: Outcome| self.files.iter().filter(move |(_, done)| done.outcome == outcome).map(|(path, _)| path.as_str());
        let mut foreign: Vec<String> = of(Outcome::Foreign).map(str::to_owned).collect();
        if !foreign.is_empty() {
            foreign.sort();
            return Err(Failure::Foreign(foreign));
        }
        let mut summary = Summary { rendered, written, unchanged: pages - written, removed: 0 };
        let output = &self.output;
        if self.is_new {
            fs::rename(&output.stage, &output.out).map_err(failed(&output.out))?;
        } else {
            summary.removed = output.replace(&of(Outcome::Staged).collect::<Vec<_>>(), &record)?;
        }
        if output.record.as_ref() != Some(&record) {
            record.write(&output.record_file).map_err(failed(&output.record_file))?;
        }
        Ok(summary)
    }

    /// Renders one file unless it is known to be right, and stages it unless it is right already.
    fn stage_one(&self, file: &PlannedFile, render: impl FnOnce() -> Result<Vec<u8>, Diagnostic>) -> Result<Done, Failed> {
        let known = self.output.record.as_ref().and_then(|record| record.files.get(&file.path)).copied();
        let target = below(&self.output.out, &file.path);
        let there = if self.is_new { None } else { fs::symlink_metadata(&target).ok() };
        let stamp = there.as_ref().filter(|metadata| metadata.is_file()).map(Stamp::of);
        if let (Some(known), Some(stamp)) = (known, stamp)
            && known.fingerprint == file.fingerprint
            && known.fingerprint != Digest::default()
            && known.stamp == stamp
        {
            return Ok(Done { written: known, outcome: Outcome::Unchanged, rendered: false });
        }
        let bytes = render().map_err(|diagnostic| Failed::Render(Box::new(diagnostic)))?;
        let written = |stamp| Written { digest: Digest::of(&bytes), fingerprint: file.fingerprint, stamp, sha: Sha256::of(&bytes), other: None };
        if let Some(stamp) = stamp.filter(|stamp| stamp.size() == bytes.len() as u64)
            && fs::read(&target).is_ok_and(|there| there == bytes)
        {
            return Ok(Done { written: written(stamp), outcome: Outcome::Unchanged, rendered: true });
        }
        let staged = below(&self.output.stage, &file.path);
        let stamp = create(&staged, &bytes).map_err(|error| Failed::Io(Failure::Io(staged.clone(), error)))?;
        let is_folder = there.as_ref().is_some_and(Metadata::is_dir);
        let is_foreign = !self.is_new && (known.is_none() || is_folder) && self.output.is_foreign(&file.path, there.as_ref());
        Ok(Done { written: written(stamp), outcome: if is_foreign { Outcome::Foreign } else { Outcome::Staged }, rendered: true })
    }
}

impl Drop for Publishing {
    fn drop(&mut self) {
        if self.output.stage.exists() {
            // What was staged and not published is of no use to anyone.
            let _ = fs::remove_dir_all(&self.output.stage);
        }
    }
}

/// Creates a file with its folder.
fn create(path: &Path, bytes: &[u8]) -> io::Result<Stamp> {
    let mut file = match File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            File::create_new(path)?
        }
        opened => opened?,
    };
    file.write_all(bytes)?;
    Ok(Stamp::of(&file.metadata()?))
}
