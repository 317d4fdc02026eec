//! What belongs to a published folder and must not stand in it: the lock, the record, the second tree. It stands in a
//! folder `.lanmu` beside it, so that every portal that publishes there finds the same.

use super::Failure;
use super::place::failed;
use super::system::may_write;
use crate::load::make_private;
use crate::source::Digest;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The name of the folder.
const FOLDER: &str = ".lanmu";

/// Where things stand.
#[derive(Debug)]
pub(crate) struct Beside {
    folder: PathBuf,
    name: OsString,
    /// Whether the second tree can stand here: beside the published folder, not in the portal.
    pub(crate) is_near: bool,
}

impl Beside {
    /// Beside the published folder; in the portal where nothing may be written there.
    pub(crate) fn of(root: &Path, out: &Path) -> Result<Self, Failure> {
        let parent = out.parent().unwrap_or(out);
        fs::create_dir_all(parent).map_err(failed(parent))?;
        let folder = parent.join(FOLDER);
        let name = out.file_name().map_or_else(|| "out".into(), OsString::from);
        if make_private(&folder).is_ok() && may_write(&folder) {
            return Ok(Self { folder, name, is_near: true });
        }
        let folder = root.join(FOLDER);
        make_private(&folder).map_err(failed(&folder))?;
        Ok(Self { folder, name: Digest::of(out.as_os_str().as_encoded_bytes()).to_string().into(), is_near: false })
    }

    fn file(&self, kind: &str) -> PathBuf {
        let mut name = self.name.clone();
        name.push(kind);
        self.folder.join(name)
    }

    /// What the published folder holds.
    pub(crate) fn record(&self) -> PathBuf {
        self.file(".record")
    }

    /// What was told of it.
    pub(crate) fn told(&self) -> PathBuf {
        self.file(".told")
    }

    /// What its files are made of.
    pub(crate) fn ground(&self) -> PathBuf {
        self.file(".ground")
    }

    /// Which folders are known to hold files of ours alone.
    pub(crate) fn folders(&self) -> PathBuf {
        self.file(".folders")
    }

    /// What it will hold when the build at work has published.
    pub(crate) fn next(&self) -> PathBuf {
        self.file(".next")
    }

    /// The second tree at rest: the same files as the published folder, by hard links.
    pub(crate) fn spare(&self) -> PathBuf {
        self.file(".spare")
    }

    /// The second tree while a build writes to it.
    pub(crate) fn stage(&self) -> PathBuf {
        self.file(".stage")
    }

    /// The tree that was published until now, before it has become the second tree.
    pub(crate) fn old(&self) -> PathBuf {
        self.file(".old")
    }

    /// What someone put where a page has come to stand at the same moment.
    pub(crate) fn kept(&self) -> PathBuf {
        self.file(".kept")
    }

    /// A folder to try things with.
    pub(crate) fn trial(&self) -> PathBuf {
        self.file(".trial")
    }

    /// Locks out other builds, from wherever they reach the published folder. Held, not read: the system lets go of locks
    /// when a process ends, however it ends.
    pub(crate) fn lock(&self, out: &Path) -> Result<Vec<File>, Failure> {
        let path = self.file(".lock");
        let own = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        // Another user's file serves as well.
        let own = own.or_else(|error| if error.kind() == ErrorKind::PermissionDenied { File::open(&path) } else { Err(error) });
        let own = own.map_err(failed(&path))?;
        match own.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Failure::Busy(out.to_owned())),
            Err(TryLockError::Error(error)) => return Err(Failure::Io(path, error)),
        }
        // Whoever cannot reach this file locks the folder itself; not every system can.
        let folder = File::open(out).ok();
        match folder.as_ref().map(File::try_lock) {
            Some(Err(TryLockError::WouldBlock)) => Err(Failure::Busy(out.to_owned())),
            Some(Ok(()) | Err(TryLockError::Error(_))) | None => Ok([own].into_iter().chain(folder).collect()),
        }
    }
}
