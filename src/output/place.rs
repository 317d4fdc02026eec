//! The published folder, held for one build at a time.

use super::beside::Beside;
use super::folders::Folders;
use super::manifest::adopt;
use super::publishing::Publishing;
use super::record::{Record, Written};
use super::{Failure, leftover};
use crate::disk::FileStatus;
use crate::source::{below, relative};
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// A published folder, locked against other builds while this value lives.
pub struct Output {
    /// Where the files really stand: links are followed.
    pub(super) out: PathBuf,
    pub(super) beside: Beside,
    pub(super) record: Option<Record>,
    pub(super) folders: Folders,
    /// What came of files that were found where they would have been lost.
    pub(super) kept: usize,
    _locks: Vec<File>,
}

pub(super) fn failed(path: &Path) -> impl FnOnce(io::Error) -> Failure {
    let path = path.to_owned();
    move |error| Failure::Io(path, error)
}

impl Output {
    /// Opens a folder that need not exist yet; `root` is the portal's.
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
        let beside = Beside::of(root, &there)?;
        let locks = beside.lock(&there)?;
        Ok(Self { record: None, folders: Folders::default(), out: there, beside, kept: 0, _locks: locks })
    }

    /// Begins to publish: what a build that was cut short has left is put in order.
    ///
    /// # Errors
    /// Where the machine says no.
    pub fn begin(mut self) -> Result<Publishing, Failure> {
        self.record = Record::read(&self.beside.record());
        self.folders = Folders::read(&self.beside);
        leftover::clear(&mut self)?;
        self.record = self.record.take().or_else(|| adopt(&self.out));
        Ok(Publishing::new(self))
    }

    /// What earlier builds wrote to a path.
    pub(super) fn known(&self, path: &str) -> Option<&Written> {
        self.record.as_ref().and_then(|record| record.get(path))
    }

    /// Whether something that no build wrote stands where a new file belongs, or where its folders do.
    pub(super) fn is_foreign(&self, path: &str, there: Option<&FileStatus>) -> bool {
        match there {
            Some(status) if status.is_folder() => self.holds_others(path),
            Some(_) => self.known(path).is_none(),
            None => {
                let above = path.match_indices('/').map(|(at, _)| &path[..at]);
                let is_file = |folder: &str| fs::symlink_metadata(below(&self.out, folder)).is_ok_and(|metadata| !metadata.is_dir());
                above.into_iter().any(|folder| self.known(folder).is_none() && is_file(folder))
            }
        }
    }

    /// Whether a folder holds anything but files that builds wrote.
    fn holds_others(&self, path: &str) -> bool {
        let files = WalkDir::new(below(&self.out, path)).into_iter().filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
        files.into_iter().any(|entry| self.known(&relative(&self.out, entry.path())).is_none())
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
