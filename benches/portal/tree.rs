//! A folder on disk ↔ its files.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Writes a file, and the folders it stands in.
pub(crate) fn put(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text)
}

/// Removes a file or folder, if it is there.
pub(crate) fn clear(path: &Path) -> io::Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    removed.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// What tells whether a file was written again: its inode and the moment it was last changed.
type Stamp = (u64, i64, i64);

/// The files of a folder at one moment.
#[derive(Default)]
pub(crate) struct Snapshot {
    stamps: BTreeMap<PathBuf, Stamp>,
    /// How many bytes they hold together.
    pub(crate) bytes: u64,
}

impl Snapshot {
    /// Looks at a folder.
    pub(crate) fn of(folder: &Path) -> io::Result<Self> {
        let mut snapshot = Self::default();
        for entry in WalkDir::new(folder) {
            let entry = entry?;
            if entry.file_type().is_dir() {
                continue;
            }
            let metadata = entry.metadata()?;
            snapshot.bytes += metadata.len();
            snapshot.stamps.insert(entry.into_path(), (metadata.ino(), metadata.mtime(), metadata.mtime_nsec()));
        }
        Ok(snapshot)
    }

    /// How many files there are.
    pub(crate) fn len(&self) -> usize {
        self.stamps.len()
    }

    /// How many of the files were written since an earlier moment.
    pub(crate) fn written_since(&self, earlier: &Self) -> usize {
        self.stamps.iter().filter(|(path, stamp)| earlier.stamps.get(*path) != Some(stamp)).count()
    }
}
