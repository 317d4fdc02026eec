//! The published folder, held for one build at a time.

use super::Failure;
use super::manifest::adopt;
use super::publishing::Publishing;
use super::record::{Record, Stamp, Written};
use crate::source::{Digest, below, relative};
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata, TryLockError};
use std::io;
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// The folder in which files stand until all could be rendered.
const STAGE: &str = ".lanmu-stage";

/// A published folder, locked against other builds while this value lives.
pub struct Output {
    pub(super) out: PathBuf,
    pub(super) stage: PathBuf,
    pub(super) record_file: PathBuf,
    pub(super) record: Option<Record>,
    /// Held, not read: the system lets go of it even if the program is killed.
    _lock: File,
}

pub(super) fn failed(path: &Path) -> impl FnOnce(io::Error) -> Failure {
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
        let holds_content =
            there == own || there == own.join(".lanmu") || ["content", "themes", "shell"].iter().any(|folder| there.starts_with(own.join(folder)));
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

    /// Begins to publish: what a build that was cut short has staged goes.
    ///
    /// # Errors
    /// Where the machine says no.
    pub fn begin(self) -> Result<Publishing, Failure> {
        if self.stage.exists() {
            fs::remove_dir_all(&self.stage).map_err(failed(&self.stage))?;
        }
        fs::create_dir_all(&self.stage).map_err(failed(&self.stage))?;
        Ok(Publishing::new(self))
    }

    /// Whether something that no build wrote stands where a new file belongs, or where its folders do.
    pub(super) fn is_foreign(&self, path: &str, there: Option<&Metadata>) -> bool {
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
    pub(super) fn replace(&self, staged: &[&str], record: &Record) -> Result<usize, Failure> {
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
