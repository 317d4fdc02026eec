//! The published folder, held for one build at a time.

use super::manifest::{MANIFEST, Sha, adopt, manifest};
use super::record::{Record, Stamp, Written};
use super::{Failure, PlannedFile, Summary};
use crate::diagnostic::Diagnostic;
use crate::source::{Digest, below, relative};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// The folder in which files stand until all could be rendered.
const STAGE: &str = ".lanmu-stage";

/// A published folder, locked against other builds while this value lives.
pub struct Output {
    out: PathBuf,
    stage: PathBuf,
    record_file: PathBuf,
    record: Option<Record>,
    /// Held, not read: the system lets go of it even if the program is killed.
    _lock: File,
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

fn failed(path: &Path) -> impl FnOnce(io::Error) -> Failure {
    let path = path.to_owned();
    move |error| Failure::Io(path, error)
}

impl Output {
    /// Opens a folder that need not exist yet; `root` is the portal's, where records are kept.
    ///
    /// # Errors
    /// Where another build holds it, or the machine says no.
    pub fn open(root: &Path, out: &Path) -> Result<Self, Failure> {
        let out = std::path::absolute(out).map_err(failed(out))?;
        let (own, there) = (real(root), real(&out));
        let holds_content = there == own || there == own.join(".lanmu") || ["content", "themes"].iter().any(|folder| there.starts_with(own.join(folder)));
        if holds_content || own.starts_with(&there) {
            return Err(Failure::BadFolder(out));
        }
        let state = root.join(".lanmu");
        fs::create_dir_all(&state).map_err(failed(&state))?;
        let name = Digest::of(out.to_string_lossy().as_bytes());
        let lock_file = state.join(format!("{name}.lock"));
        let lock = File::create(&lock_file).map_err(failed(&lock_file))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Failure::Busy(out)),
            Err(TryLockError::Error(error)) => return Err(Failure::Io(lock_file, error)),
        }
        let record_file = state.join(format!("{name}.record"));
        // A new folder is put in place whole; in one that is there, files are moved, which works within a disk only.
        let file_name = out.file_name().map_or_else(|| "out".into(), |name| name.to_string_lossy().into_owned());
        let stage = if out.exists() { out.join(STAGE) } else { out.parent().unwrap_or(&out).join(format!(".{file_name}{STAGE}")) };
        let record = Record::read(&record_file).or_else(|| adopt(&out));
        Ok(Self { record, out, stage, record_file, _lock: lock })
    }

    /// Publishes files; `render` makes the bytes of one by its place. Nothing is changed unless all could be rendered.
    ///
    /// # Errors
    /// Why nothing was published.
    pub fn publish(self, files: &[PlannedFile], render: impl Fn(usize) -> Result<Vec<u8>, Diagnostic> + Sync) -> Result<Summary, Failure> {
        if self.stage.exists() {
            fs::remove_dir_all(&self.stage).map_err(failed(&self.stage))?;
        }
        let published = self.stage_and_publish(files, render);
        if self.stage.exists() {
            // What was staged and not published is of no use to anyone.
            let _ = fs::remove_dir_all(&self.stage);
        }
        published
    }

    fn stage_and_publish(&self, files: &[PlannedFile], render: impl Fn(usize) -> Result<Vec<u8>, Diagnostic> + Sync) -> Result<Summary, Failure> {
        let is_new = !self.out.exists();
        fs::create_dir_all(&self.stage).map_err(failed(&self.stage))?;
        if is_new {
            // Everything will be written: each folder is made once, and no file is tried before its folder is there.
            let mut folders: Vec<&str> = files.iter().filter_map(|file| file.path.rsplit_once('/').map(|(folder, _)| folder)).collect();
            folders.sort_unstable();
            folders.dedup();
            for folder in folders {
                let folder = below(&self.stage, folder);
                fs::create_dir_all(&folder).map_err(failed(&folder))?;
            }
        }
        let done: Vec<Result<Done, Failure>> = files.par_iter().enumerate().map(|(at, file)| self.stage_one(file, is_new, || render(at))).collect();
        let done = all(done)?;
        let foreign: Vec<String> = files.iter().zip(&done).filter(|(_, done)| done.outcome == Outcome::Foreign).map(|(file, _)| file.path.clone()).collect();
        if !foreign.is_empty() {
            return Err(Failure::Foreign(foreign));
        }
        let mut record = Record { files: files.iter().zip(&done).map(|(file, done)| (file.path.clone(), done.written)).collect() };
        let list = PlannedFile { path: MANIFEST.to_owned(), fingerprint: Digest::default() };
        let list_done = self.stage_one(&list, is_new, || Ok(manifest(&record)))?;
        if list_done.outcome == Outcome::Foreign {
            return Err(Failure::Foreign(vec![list.path]));
        }
        record.files.insert(list.path, list_done.written);
        let mut staged: Vec<&str> = files.iter().zip(&done).filter(|(_, done)| done.outcome == Outcome::Staged).map(|(file, _)| file.path.as_str()).collect();
        let mut summary =
            Summary { rendered: done.iter().filter(|done| done.rendered).count(), written: staged.len(), unchanged: files.len() - staged.len(), removed: 0 };
        if list_done.outcome == Outcome::Staged {
            staged.push(MANIFEST);
        }
        if is_new {
            fs::rename(&self.stage, &self.out).map_err(failed(&self.out))?;
        } else {
            summary.removed = self.replace(&staged, &record)?;
        }
        if self.record.as_ref() != Some(&record) {
            record.write(&self.record_file).map_err(failed(&self.record_file))?;
        }
        Ok(summary)
    }

    /// Renders one file unless it is known to be right, and stages it unless it is right already.
    fn stage_one(&self, file: &PlannedFile, is_new: bool, render: impl FnOnce() -> Result<Vec<u8>, Diagnostic>) -> Result<Done, Failure> {
        let known = self.record.as_ref().and_then(|record| record.files.get(&file.path)).copied();
        let target = below(&self.out, &file.path);
        let there = if is_new { None } else { fs::symlink_metadata(&target).ok() };
        let stamp = there.as_ref().filter(|metadata| metadata.is_file()).map(Stamp::of);
        if let (Some(known), Some(stamp)) = (known, stamp)
            && known.fingerprint == file.fingerprint
            && known.fingerprint != Digest::default()
            && known.stamp == stamp
        {
            return Ok(Done { written: known, outcome: Outcome::Unchanged, rendered: false });
        }
        let bytes = render().map_err(|diagnostic| Failure::Render(vec![diagnostic]))?;
        let written = |stamp| Written { digest: Digest::of(&bytes), fingerprint: file.fingerprint, stamp, sha: Sha::of(&bytes), other: None };
        if let Some(stamp) = stamp.filter(|stamp| stamp.size() == bytes.len() as u64)
            && fs::read(&target).is_ok_and(|there| there == bytes)
        {
            return Ok(Done { written: written(stamp), outcome: Outcome::Unchanged, rendered: true });
        }
        let staged = below(&self.stage, &file.path);
        let stamp = create(&staged, &bytes).map_err(failed(&staged))?;
        let is_folder = there.as_ref().is_some_and(Metadata::is_dir);
        let is_foreign = !is_new && (known.is_none() || is_folder) && self.is_foreign(&file.path, there.as_ref());
        Ok(Done { written: written(stamp), outcome: if is_foreign { Outcome::Foreign } else { Outcome::Staged }, rendered: true })
    }

    /// Whether something that no build wrote stands where a new file belongs, or where its folders do.
    fn is_foreign(&self, path: &str, there: Option<&Metadata>) -> bool {
        let ours = |path: &str| self.record.as_ref().is_some_and(|record| record.files.contains_key(path));
        match there {
            Some(metadata) if metadata.is_dir() => self.holds_others(path),
            Some(_) => true,
            None => {
                let above = path.match_indices('/').map(|(at, _)| &path[..at]);
                above.into_iter().any(|folder| !ours(folder) && fs::symlink_metadata(below(&self.out, folder)).is_ok_and(|metadata| !metadata.is_dir()))
            }
        }
    }

    /// Whether a folder holds anything but files that builds wrote.
    fn holds_others(&self, path: &str) -> bool {
        let files = WalkDir::new(below(&self.out, path)).into_iter().filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
        files.into_iter().any(|entry| self.record.as_ref().is_none_or(|record| !record.files.contains_key(&relative(&self.out, entry.path()))))
    }

    /// Moves staged files into place, and removes those no longer planned. Says how many were removed.
    fn replace(&self, staged: &[&str], record: &Record) -> Result<usize, Failure> {
        let former = self.record.clone().unwrap_or_default();
        // Should this be cut short, the next build must know all files as its own.
        let mut both = former.clone();
        for (path, written) in &record.files {
            let other = former.files.get(path).map(|old| old.digest).filter(|digest| *digest != written.digest);
            both.files.insert(path.clone(), Written { other, ..*written });
        }
        if both != former {
            both.write(&self.record_file).map_err(failed(&self.record_file))?;
        }
        let obsolete: Vec<(&String, &Written)> = former.files.iter().filter(|(path, _)| !record.files.contains_key(*path)).collect();
        let (in_the_way, rest): (Vec<_>, Vec<_>) = obsolete.into_iter().partition(|(path, _)| stands_in_the_way(path, record));
        let mut removed = self.remove(&in_the_way)?;
        let folders: BTreeSet<PathBuf> = staged.iter().filter_map(|path| below(&self.out, path).parent().map(Path::to_owned)).collect();
        for folder in folders {
            fs::create_dir_all(&folder).map_err(failed(&folder))?;
        }
        for path in staged {
            let target = below(&self.out, path);
            fs::rename(below(&self.stage, path), &target).map_err(failed(&target))?;
        }
        removed += self.remove(&rest)?;
        Ok(removed)
    }

    /// Removes files that earlier builds wrote, unless someone has changed them since, and folders that become empty.
    fn remove(&self, files: &[(&String, &Written)]) -> Result<usize, Failure> {
        let mut removed = 0;
        for (path, written) in files {
            let target = below(&self.out, path);
            let Ok(metadata) = fs::symlink_metadata(&target) else { continue };
            let is_ours = metadata.is_file() && (Stamp::of(&metadata) == written.stamp || fs::read(&target).is_ok_and(|bytes| written.is(Digest::of(&bytes))));
            if !is_ours {
                continue;
            }
            fs::remove_file(&target).map_err(failed(&target))?;
            removed += 1;
            let folders = target.ancestors().skip(1).take_while(|folder| *folder != self.out);
            for folder in folders {
                if fs::remove_dir(folder).is_err() {
                    break;
                }
            }
        }
        Ok(removed)
    }
}

/// Where a path leads, with links and `..` resolved as far as it exists.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known = absolute.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let Some((above, known)) = known else { return absolute };
    absolute.strip_prefix(above).into_iter().flat_map(Path::components).fold(known, |path, part| match part {
        Component::ParentDir => path.parent().map(Path::to_owned).unwrap_or(path),
        part => path.join(part),
    })
}

/// Whether an old file stands where a planned one needs a folder, or below what is to be a file.
fn stands_in_the_way(path: &str, record: &Record) -> bool {
    let prefix = format!("{path}/");
    let needs_folder = record.files.range(prefix.clone()..).next().is_some_and(|(file, _)| file.starts_with(&prefix));
    let below_file = path.match_indices('/').any(|(at, _)| record.files.contains_key(&path[..at]));
    needs_folder || below_file
}

/// All values, or the first failure; failures to render are gathered into one.
fn all(results: Vec<Result<Done, Failure>>) -> Result<Vec<Done>, Failure> {
    let mut done = Vec::with_capacity(results.len());
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for result in results {
        match result {
            Ok(value) => done.push(value),
            // One mistake in a template breaks every page that uses it.
            Err(Failure::Render(found)) => diagnostics.extend(found.into_iter().filter(|diagnostic| !diagnostics.contains(diagnostic)).collect::<Vec<_>>()),
            Err(failure) => return Err(failure),
        }
    }
    if diagnostics.is_empty() { Ok(done) } else { Err(Failure::Render(diagnostics)) }
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
