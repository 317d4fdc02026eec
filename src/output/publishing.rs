//! A build at work: files are staged group by group, and all of them published in the end or none.

use super::exchange::{Difference, complete, settle, swap};
use super::in_place::replace;
use super::manifest::{MANIFEST, fingerprint, manifest};
use super::part::{PlannedPart, digest_of};
use super::place::{Output, failed};
use super::record::{Record, Stamp, Written};
use super::stage::{Stage, Way, link_taken};
use super::{Content, Failure, InPlace, PlannedFile, Summary, write_file};
use crate::diagnostic::Diagnostic;
use crate::disk::{FileStatus, Links, Vantage};
use crate::source::{Digest, FileFacts, below};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;

/// A build that is staging files. What is staged and not published goes when this value goes.
pub struct Publishing {
    output: Output,
    /// Where files are written; nowhere as long as all that are planned are known to be right.
    stage: Option<Stage>,
    is_written: bool,
    /// All files so far, in the order in which they were staged.
    files: Vec<(Arc<str>, Written)>,
    /// Those that were written.
    staged: Vec<Arc<str>>,
    /// Those whose bytes are right, but which are not the files that were on record.
    taken: Vec<Arc<str>>,
    /// Those in whose place something stands that no build wrote.
    foreign: Vec<Arc<str>>,
    /// The places of those that were rendered, and why.
    stale: Vec<(usize, Stale)>,
    /// What could not be rendered.
    diagnostics: Vec<Diagnostic>,
}

/// What became of one planned file.
struct Done {
    written: Written,
    outcome: Outcome,
    /// Why it was rendered, if it was.
    stale: Option<Stale>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Unchanged,
    Taken,
    Staged,
    Foreign,
}

/// What is known of a planned file before it is rendered. There is one of these for each file of the portal, so that what
/// few need stands apart.
enum Look {
    Right(Box<Written>),
    Stale(Option<Box<FileStatus>>, Stale),
}

/// Why a file was rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    /// No build has written it before.
    New,
    /// It depends on something that has changed.
    Changed,
    /// It is not there any more, or not as it was written.
    Disturbed,
}

/// Why a file could not be staged.
enum Failed {
    Render(Box<Diagnostic>),
    Io(Failure),
}

impl Publishing {
    pub(super) fn new(output: Output) -> Self {
        Self {
            output,
            stage: None,
            is_written: false,
            files: Vec::new(),
            staged: Vec::new(),
            taken: Vec::new(),
            foreign: Vec::new(),
            stale: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Stages files; `render` makes the bytes of one by its place, and is asked only for those that are not known to be
    /// right. Returns what is known of each; none where it could not be rendered, and then nothing will be published.
    ///
    /// # Errors
    /// Where the machine says no.
    pub fn stage<'p>(
        &mut self,
        files: Vec<PlannedFile>,
        render: impl Fn(usize) -> Result<Content<'p>, Diagnostic> + Sync,
    ) -> Result<Vec<Option<FileFacts>>, Failure> {
        let looks = self.looks(&files);
        self.stage_looked(files, looks, render)
    }

    /// Stages files that are made together, if any of them is not known to be right.
    ///
    /// # Errors
    /// Where the machine says no.
    pub fn stage_together(&mut self, files: Vec<PlannedFile>, make: impl FnOnce() -> Result<Vec<Vec<u8>>, Diagnostic>) -> Result<(), Failure> {
        let looks = self.looks(&files);
        let made = if looks.iter().any(|look| matches!(look, Look::Stale(..))) { make() } else { Ok(Vec::new()) };
        let content = |at: usize| match &made {
            Ok(made) => Ok(made.get(at).cloned().unwrap_or_default().into()),
            Err(diagnostic) => Err(diagnostic.clone()),
        };
        self.stage_looked(files, looks, content).map(drop)
    }

    /// Takes over the files of parts of the published site as they are, where they are those that are planned. Returns for each
    /// whether that is so.
    pub fn take_over(&mut self, parts: &[PlannedPart<'_>]) -> Vec<bool> {
        let Output { out, record, .. } = &self.output;
        let Some(record) = record.as_ref().filter(|_| out.exists()) else { return vec![false; parts.len()] };
        let out = Vantage::of(out);
        let is_right = |part: &PlannedPart<'_>| {
            let digest = digest_of(part.files(record).map(|(path, written)| (&**path, written.fingerprint)).collect());
            digest == part.digest && part.files(record).all(|(path, written)| written.is_untouched(&out, path))
        };
        let right: Vec<bool> = parts.par_iter().map(is_right).collect();
        let taken = parts.iter().zip(&right).filter(|(_, right)| **right).flat_map(|(part, _)| part.files(record));
        self.files.extend(taken.cloned());
        right
    }

    /// How many files were staged, or taken over.
    #[must_use]
    pub fn count(&self) -> usize {
        self.files.len()
    }

    /// The digest of the paths and fingerprints of those files of a part that were staged after so many others.
    #[must_use]
    pub fn digest_of(&self, part: &PlannedPart<'_>, after: usize) -> Digest {
        let files = self.files[after..].iter().filter(|(path, _)| part.has(path));
        digest_of(files.map(|(path, written)| (&**path, written.fingerprint)).collect())
    }

    /// What is known of planned files.
    fn looks(&self, files: &[PlannedFile]) -> Vec<Look> {
        let Output { out, record, .. } = &self.output;
        let there = out.exists().then(|| Vantage::of(out));
        let look = |file| there.as_ref().map_or(Look::Stale(None, Stale::New), |out| look(out, record.as_ref(), file));
        files.par_iter().map(look).collect()
    }

    fn stage_looked<'p>(
        &mut self,
        files: Vec<PlannedFile>,
        looks: Vec<Look>,
        render: impl Fn(usize) -> Result<Content<'p>, Diagnostic> + Sync,
    ) -> Result<Vec<Option<FileFacts>>, Failure> {
        let stale: Vec<&str> = files.iter().zip(&looks).filter(|(_, look)| matches!(look, Look::Stale(..))).map(|(file, _)| &*file.path).collect();
        if !stale.is_empty() {
            let stage = match self.stage.take() {
                Some(stage) => stage,
                None => Stage::begin(&mut self.output)?,
            };
            self.stage.insert(stage).make_folders(&stale)?;
        }
        let staged: Vec<Result<Done, Failed>> = match &self.stage {
            None => looks.into_iter().filter_map(Look::right).map(Ok).collect(),
            Some(stage) => {
                let this = Writing { output: &self.output, stage };
                let each = files.par_iter().zip(looks).enumerate();
                each.map(|(at, (file, look))| this.stage_one(file, look, || render(at))).collect()
            }
        };
        self.take(files, staged)
    }

    /// Takes down what became of files.
    fn take(&mut self, files: Vec<PlannedFile>, staged: Vec<Result<Done, Failed>>) -> Result<Vec<Option<FileFacts>>, Failure> {
        let mut facts = Vec::with_capacity(files.len());
        self.files.reserve(files.len());
        for (file, staged) in files.into_iter().zip(staged) {
            facts.push(match staged {
                Ok(done) => {
                    let Done { written, outcome, stale } = done;
                    self.stale.extend(stale.map(|stale| (self.files.len(), stale)));
                    match outcome {
                        Outcome::Unchanged => {}
                        Outcome::Taken => self.taken.push(Arc::clone(&file.path)),
                        Outcome::Staged => self.staged.push(Arc::clone(&file.path)),
                        Outcome::Foreign => self.foreign.push(Arc::clone(&file.path)),
                    }
                    self.is_written |= matches!(outcome, Outcome::Staged | Outcome::Foreign);
                    self.files.push((file.path, written));
                    Some(written.facts())
                }
                Err(Failed::Render(diagnostic)) => {
                    // One mistake in a template breaks every page that uses it.
                    if !self.diagnostics.contains(&diagnostic) {
                        self.diagnostics.push(*diagnostic);
                    }
                    None
                }
                Err(Failed::Io(failure)) => {
                    self.is_written = true;
                    return Err(failure);
                }
            });
        }
        Ok(facts)
    }

    /// Publishes what was staged; files of former builds that were not staged go.
    ///
    /// # Errors
    /// Why nothing was published.
    pub fn publish(&mut self) -> Result<Summary, Failure> {
        if !self.diagnostics.is_empty() {
            return Err(Failure::Render(std::mem::take(&mut self.diagnostics)));
        }
        let rendered = self.stale.len();
        let mut next: Record = std::mem::take(&mut self.files).into_iter().collect();
        let list = PlannedFile { path: MANIFEST.into(), fingerprint: fingerprint(&next) };
        self.stage(vec![list], |_| Ok(Content::Stream(Box::new(|out| manifest(&next, out)))))?;
        for (path, written) in self.files.drain(..) {
            next.insert(path, written);
        }
        if !self.foreign.is_empty() {
            let mut foreign: Vec<String> = self.foreign.iter().map(|path| path.to_string()).collect();
            foreign.sort();
            return Err(Failure::Foreign(foreign));
        }
        let staged: Vec<&str> = self.staged.iter().map(|path| &**path).collect();
        let taken = self.taken.iter().map(|path| &**path).collect();
        let written = staged.iter().filter(|path| **path != MANIFEST).count();
        let (removed, left) = obsolete(&self.output, &next);
        let difference = Difference { staged, taken, removed, left };
        let summary = Summary { rendered, written, unchanged: next.files().len() - 1 - written, removed: difference.removed.len(), ..Summary::default() };
        let (in_place, kept) = self.put(&next, &difference)?;
        let summary = Summary { in_place, kept: self.output.kept + kept, ..summary };
        self.stage = None;
        self.output.folders.keep(&self.output.beside);
        Ok(summary)
    }

    /// The files that were rendered after so many others had been staged, and why.
    pub fn stale(&self, after: usize) -> impl Iterator<Item = (&str, Stale)> {
        let later = self.stale.iter().skip(self.stale.partition_point(|(at, _)| *at < after));
        later.filter_map(|(at, stale)| Some((&*self.files.get(*at)?.0, *stale)))
    }

    /// What was kept with [`Self::keep_ground`] by the build before.
    #[must_use]
    pub fn ground(&self) -> Option<Vec<u8>> {
        fs::read(self.output.beside.ground()).ok()
    }

    /// Keeps what the files that were published are made of. It is no failure if that cannot be: later builds explain less.
    pub fn keep_ground(&self, bytes: &[u8]) {
        if self.ground().is_none_or(|known| known != bytes) {
            let _ = write_file(&self.output.beside.ground(), bytes);
        }
    }

    /// Keeps what is told of the files that were published. It is no failure if that cannot be: the next build finds out anew.
    pub fn keep(&self, bytes: &[u8]) {
        let _ = self.output.keep(bytes);
    }

    /// Puts into place what was staged. Says why it was done file by file, if it was, and how many files were set aside.
    fn put(&self, next: &Record, difference: &Difference<'_>) -> Result<(Option<InPlace>, usize), Failure> {
        let output = &self.output;
        let record = output.beside.record();
        let Some(stage) = self.stage.as_ref().filter(|_| !difference.staged.is_empty()) else {
            if let Some(stage) = &self.stage {
                link_taken(output, stage, &difference.taken).map_err(failed(&stage.folder))?;
            }
            if output.record.as_ref() != Some(next) {
                next.write(&record).map_err(failed(&record))?;
            }
            return Ok((None, 0));
        };
        let refused = match stage.way {
            Way::New => None,
            Way::InPlace(refused) => Some(refused),
            Way::Bare | Way::Spare => complete(output, stage, next, difference)?,
        };
        next.write(&output.beside.next()).map_err(failed(&output.beside.next()))?;
        match (stage.way, refused) {
            (Way::New, _) if move_folder(&stage.folder, &output.out).map_err(failed(&output.out))? => {
                fs::rename(output.beside.next(), &record).map_err(failed(&record))?;
                Ok((None, 0))
            }
            (Way::Bare | Way::Spare, None) if swap(output, stage)? => Ok((None, settle(output, next, difference))),
            (_, refused) => {
                replace(output, stage, next, difference)?;
                // What is left there is the second tree, and of no use where it cannot be exchanged.
                let _ = fs::remove_dir_all(&stage.folder);
                Ok((Some(refused.unwrap_or(InPlace::NoExchange)), 0))
            }
        }
    }
}

/// Moves a folder to where none is; if that is another disk, there is only an empty folder then, and false is told.
fn move_folder(from: &Path, to: &Path) -> io::Result<bool> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => fs::create_dir(to).map(|()| false),
        moved => moved.map(|()| true),
    }
}

/// Files of former builds that are no longer planned: those that are as they were, and those that someone has changed.
fn obsolete<'o>(output: &'o Output, next: &Record) -> (Vec<&'o str>, BTreeSet<&'o str>) {
    let (mut removed, mut left) = (Vec::new(), BTreeSet::new());
    let Some(former) = &output.record else { return (removed, left) };
    // Both are in the order of paths.
    let mut next = next.files().iter().map(|(path, _)| path).peekable();
    for (path, written) in former.files() {
        while next.next_if(|planned| *planned < path).is_some() {}
        if next.peek() == Some(&path) {
            continue;
        }
        let file = below(&output.out, path);
        if written.is_at(&file) {
            removed.push(&**path);
        } else if fs::symlink_metadata(&file).is_ok() {
            left.insert(&**path);
        }
    }
    (removed, left)
}

/// What is known of a planned file without rendering it.
fn look(out: &Vantage, record: Option<&Record>, file: &PlannedFile) -> Look {
    let there = out.look(&file.path, Links::Themselves).ok();
    let stamp = there.filter(FileStatus::is_file).map(Stamp::told);
    let there = there.map(Box::new);
    let known = record.and_then(|record| record.get(&file.path));
    match known.zip(stamp) {
        Some((known, stamp)) if known.fingerprint == file.fingerprint && known.fingerprint != Digest::default() && known.stamp == stamp => {
            Look::Right(Box::new(*known))
        }
        Some((known, _)) if known.fingerprint != file.fingerprint => Look::Stale(there, Stale::Changed),
        Some(_) => Look::Stale(there, Stale::Disturbed),
        None => Look::Stale(there, if known.is_some() { Stale::Disturbed } else { Stale::New }),
    }
}

impl Look {
    fn right(self) -> Option<Done> {
        match self {
            Self::Right(written) => Some(Done { written: *written, outcome: Outcome::Unchanged, stale: None }),
            Self::Stale(..) => None,
        }
    }
}

/// What files are written with.
struct Writing<'p> {
    output: &'p Output,
    stage: &'p Stage,
}

impl Writing<'_> {
    /// Renders one file unless it is known to be right, and stages it unless it is right already.
    fn stage_one<'p>(&self, file: &PlannedFile, look: Look, render: impl FnOnce() -> Result<Content<'p>, Diagnostic>) -> Result<Done, Failed> {
        let (there, stale) = match look {
            Look::Right(written) => return Ok(Done { written: *written, outcome: Outcome::Unchanged, stale: None }),
            Look::Stale(there, stale) => (there, Some(stale)),
        };
        let Self { output, stage } = self;
        let known = output.known(&file.path);
        let content = render().map_err(|diagnostic| Failed::Render(Box::new(diagnostic)))?;
        let written = |stamp, sha| Written { fingerprint: file.fingerprint, stamp, sha };
        let stamp = there.as_deref().filter(|status| status.is_file()).copied().map(Stamp::told);
        if let Some(stamp) = stamp
            && let Some(sha) = content.is_in(&below(&output.out, &file.path), stamp.size())
        {
            let outcome = if known.is_some_and(|known| known.stamp == stamp) { Outcome::Unchanged } else { Outcome::Taken };
            return Ok(Done { written: written(stamp, sha), outcome, stale });
        }
        let (stamp, sha) = stage.write(&file.path, &content, output.record.as_ref()).map_err(Failed::Io)?;
        let is_folder = there.as_deref().is_some_and(FileStatus::is_folder);
        let is_foreign = stage.way != Way::New && (known.is_none() || is_folder) && output.is_foreign(&file.path, there.as_deref());
        Ok(Done { written: written(stamp, sha), outcome: if is_foreign { Outcome::Foreign } else { Outcome::Staged }, stale })
    }
}

impl Drop for Publishing {
    fn drop(&mut self) {
        let Some(stage) = &self.stage else { return };
        // What was staged and not published is of no use to anyone; what cannot be removed now, the next build removes.
        let _ = if self.is_written { fs::remove_dir_all(&stage.folder) } else { stage.put_back(&self.output) };
    }
}
