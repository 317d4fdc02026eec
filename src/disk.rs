//! What the disk tells of files without opening them.

use crate::source::below;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// What the disk tells of a file. Times are nanoseconds since 1970; none before, and none that the system does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileStatus {
    pub(crate) kind: FileKind,
    /// In bytes.
    pub(crate) size: u64,
    /// When it was written.
    pub(crate) modified: u64,
    /// When anything about it changed.
    pub(crate) changed: u64,
    /// Its number on its disk; 0 where the system has none.
    pub(crate) identity: u64,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A plain file.
    File,
    Folder,
    /// A link that was not followed, or something that is neither.
    Other,
}

impl FileStatus {
    /// What is told in these words of the system.
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let kind = match metadata.file_type() {
            kind if kind.is_file() => FileKind::File,
            kind if kind.is_dir() => FileKind::Folder,
            _ => FileKind::Other,
        };
        let (changed, identity) = identity(metadata);
        Self { kind, size: metadata.len(), modified: metadata.modified().map(nanoseconds).unwrap_or_default(), changed, identity }
    }

    pub(crate) fn is_file(&self) -> bool {
        self.kind == FileKind::File
    }

    pub(crate) fn is_folder(&self) -> bool {
        self.kind == FileKind::Folder
    }
}

/// A moment in nanoseconds since 1970.
pub(crate) fn nanoseconds(moment: SystemTime) -> u64 {
    moment.duration_since(UNIX_EPOCH).ok().and_then(|since| since.as_nanos().try_into().ok()).unwrap_or_default()
}

/// The same of the two parts in which systems tell it.
#[cfg(unix)]
fn joined(seconds: i64, nanoseconds: i64) -> u64 {
    let joined = |seconds: u64| seconds.checked_mul(1_000_000_000)?.checked_add(u64::try_from(nanoseconds).ok()?);
    u64::try_from(seconds).ok().and_then(joined).unwrap_or_default()
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (joined(metadata.ctime(), metadata.ctime_nsec()), metadata.ino())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

/// Whether a link is looked at, or what it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Links {
    Followed,
    Themselves,
}

/// A folder from which many files below it are looked at: it is held open, so that the system need not go all the way down to
/// it for each of them. It stays the folder that it was, whatever is put in its place.
#[derive(Debug)]
pub(crate) struct Vantage {
    folder: PathBuf,
    /// None where it cannot be opened: then each file is looked for from the top.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only there files are looked at from it"))]
    open: Option<File>,
    /// Whether the times of folders tell here whatever comes or goes in them. Where another machine keeps the files, they may
    /// not, or not at once.
    pub(crate) tells_of_folders: bool,
}

impl Vantage {
    /// Opens a folder, which need not be there.
    pub(crate) fn of(folder: &Path) -> Self {
        let open = if cfg!(target_os = "linux") { File::open(folder).ok() } else { None };
        Self { folder: folder.to_owned(), tells_of_folders: open.as_ref().is_some_and(is_local), open }
    }

    /// Looks at a file by its path below the folder; at the folder itself where that is empty.
    pub(crate) fn look(&self, path: &str, links: Links) -> io::Result<FileStatus> {
        // What this cannot tell, the other way may.
        if let Some(status) = self.look_down(path, links) {
            return Ok(status);
        }
        let file = below(&self.folder, path);
        let metadata = if links == Links::Followed { fs::metadata(file) } else { fs::symlink_metadata(file) };
        metadata.map(|metadata| FileStatus::of(&metadata))
    }

    #[cfg(target_os = "linux")]
    fn look_down(&self, path: &str, links: Links) -> Option<FileStatus> {
        use rustix::fs::{AtFlags, FileType, StatxFlags, statx};
        let follow = if links == Links::Followed { AtFlags::empty() } else { AtFlags::SYMLINK_NOFOLLOW };
        let path = if path.is_empty() { "." } else { path };
        let told = statx(self.open.as_ref()?, path, follow, StatxFlags::BASIC_STATS).ok()?;
        let kind = match FileType::from_raw_mode(told.stx_mode.into()) {
            FileType::RegularFile => FileKind::File,
            FileType::Directory => FileKind::Folder,
            _ => FileKind::Other,
        };
        Some(FileStatus {
            kind,
            size: told.stx_size,
            modified: joined(told.stx_mtime.tv_sec, told.stx_mtime.tv_nsec.into()),
            changed: joined(told.stx_ctime.tv_sec, told.stx_ctime.tv_nsec.into()),
            identity: told.stx_ino,
        })
    }

    #[cfg(not(target_os = "linux"))]
    fn look_down(&self, _: &str, _: Links) -> Option<FileStatus> {
        None
    }
}

/// Whether a folder stands on a disk of this machine.
#[cfg(target_os = "linux")]
fn is_local(folder: &File) -> bool {
    // Ext, XFS, Btrfs, F2FS, ZFS, tmpfs, and what containers lay over one of them.
    const LOCAL: [u32; 7] = [0xef53, 0x5846_5342, 0x9123_683e, 0xf2f5_2010, 0x2fc1_2fc1, 0x0102_1994, 0x794c_7630];
    let kind = rustix::fs::fstatfs(folder).ok().and_then(|told| u32::try_from(told.f_type).ok());
    kind.is_some_and(|kind| LOCAL.contains(&kind))
}

#[cfg(not(target_os = "linux"))]
fn is_local(_: &File) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tempfile::TempDir;

    #[test]
    fn a_folder_that_is_held_open_tells_what_paths_tell() {
        let base = TempDir::new().expect("a temporary folder");
        let folder = base.path().join("栏目");
        fs::create_dir_all(folder.join("a/b")).expect("created");
        fs::write(folder.join("a/b/年报.md"), "words").expect("written");
        let old = folder.join("a/old.md");
        fs::write(&old, "").expect("written");
        File::options().write(true).open(&old).and_then(|file| file.set_modified(UNIX_EPOCH - Duration::from_secs(5))).expect("set");
        #[cfg(unix)]
        std::os::unix::fs::symlink("b/年报.md", folder.join("a/link.md")).expect("linked");
        let vantage = Vantage::of(&folder);
        for (path, links) in ["", "a", "a/b/年报.md", "a/old.md", "a/link.md"].into_iter().flat_map(|path| [(path, Links::Followed), (path, Links::Themselves)])
        {
            let file = below(&folder, path);
            let metadata = if links == Links::Followed { fs::metadata(&file) } else { fs::symlink_metadata(&file) };
            assert_eq!(vantage.look(path, links).ok(), metadata.ok().as_ref().map(FileStatus::of), "{path} {links:?}");
        }
        assert_eq!(vantage.look("a/old.md", Links::Followed).map(|status| status.modified).ok(), Some(0));
        assert_eq!(vantage.look("a/b/年报.md", Links::Followed).map(|status| (status.kind, status.size)).ok(), Some((FileKind::File, 5)));
        assert!(vantage.look("a/b/无.md", Links::Followed).is_err_and(|error| error.kind() == io::ErrorKind::NotFound));
        // It stays the folder that it was.
        fs::rename(&folder, base.path().join("other")).expect("renamed");
        assert_eq!(vantage.look("a", Links::Followed).is_ok(), cfg!(target_os = "linux"));
        assert!(Vantage::of(&folder).look("a", Links::Followed).is_err());
    }
}
