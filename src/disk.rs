//! What the disk tells of files without opening them.

use crate::source::below;
use std::ffi::OsString;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// What the disk tells of a file. Times are nanoseconds since 1970; 0 stands for those before, and for what the system does not
/// tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileStatus {
    pub(crate) kind: FileKind,
    /// In bytes.
    pub(crate) size: u64,
    /// When it was written.
    pub(crate) modified: u64,
    /// When anything about it changed.
    pub(crate) changed: u64,
    /// Its number on its disk.
    pub(crate) identity: u64,
    /// The number of the disk.
    pub(crate) device: u64,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A plain file.
    File,
    Folder,
    /// A link that was not followed.
    Link,
    /// Something that is none of these.
    Other,
}

impl FileKind {
    fn of(kind: FileType) -> Self {
        match kind {
            kind if kind.is_file() => Self::File,
            kind if kind.is_dir() => Self::Folder,
            kind if kind.is_symlink() => Self::Link,
            _ => Self::Other,
        }
    }
}

impl FileStatus {
    /// What is told in these words of the system.
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let kind = FileKind::of(metadata.file_type());
        let [changed, identity, device] = identity(metadata);
        Self { kind, size: metadata.len(), modified: metadata.modified().map(nanoseconds).unwrap_or_default(), changed, identity, device }
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
fn identity(metadata: &Metadata) -> [u64; 3] {
    use std::os::unix::fs::MetadataExt;
    [joined(metadata.ctime(), metadata.ctime_nsec()), metadata.ino(), metadata.dev()]
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> [u64; 3] {
    [0; 3]
}

/// Whether a link is looked at, or what it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Links {
    Followed,
    Themselves,
}

/// A folder from which many files below it are looked at: where systems can (Linux), it is held, so that they need not go all the
/// way down to it for each of them. It stays the folder that it was, whatever is put in its place.
#[derive(Debug)]
pub(crate) struct Vantage {
    folder: PathBuf,
    /// None where it cannot be held: then each file is looked for from the top.
    held: Option<held::Held>,
}

/// Something in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: OsString,
    /// Links are not followed.
    pub(crate) kind: FileKind,
}

impl Vantage {
    /// Holds a folder, which need not be there.
    pub(crate) fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), held: held::Held::of(folder) }
    }

    /// Looks at a file by its path below the folder; at the folder itself where that is empty.
    pub(crate) fn look(&self, path: &str, links: Links) -> io::Result<FileStatus> {
        if let Some(held) = &self.held {
            return held.look(path, links);
        }
        let file = below(&self.folder, path);
        let metadata = if links == Links::Followed { fs::metadata(file) } else { fs::symlink_metadata(file) };
        metadata.map(|metadata| FileStatus::of(&metadata))
    }

    /// What stands in a folder below this one, in no order, and what the disk told of that folder before.
    pub(crate) fn list(&self, path: &str) -> io::Result<(FileStatus, Vec<Named>)> {
        if let Some(held) = &self.held {
            return held.list(path);
        }
        let folder = below(&self.folder, path);
        let status = FileStatus::of(&fs::metadata(&folder)?);
        let named = |entry: fs::DirEntry| Ok(Named { kind: FileKind::of(entry.file_type()?), name: entry.file_name() });
        let all = fs::read_dir(folder)?.map(|entry| entry.and_then(named));
        Ok((status, all.collect::<io::Result<_>>()?))
    }

    /// Whether the times of folders tell here whatever comes or goes in them.
    pub(crate) fn tells_of_folders(&self) -> bool {
        self.held.as_ref().and_then(held::Held::local).is_some()
    }

    /// Whether the times of a folder below this one tell whatever comes or goes in it. Where another machine keeps the files, they
    /// may not, or not at once.
    pub(crate) fn tells_of(&self, folder: &FileStatus) -> bool {
        self.held.as_ref().and_then(held::Held::local).is_some_and(|disk| disk == folder.device)
    }
}

/// What only Linux can do.
#[cfg(target_os = "linux")]
mod held {
    use super::{FileKind, FileStatus, Links, Named, joined};
    use rustix::fd::{AsFd, OwnedFd};
    use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, StatxFlags, fstatfs, makedev, openat, statx};
    use rustix::path::Arg;
    use std::ffi::OsStr;
    use std::io;
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    /// Ext, XFS, Btrfs, F2FS, ZFS, tmpfs, and what containers lay over one of them: disks of this machine.
    const LOCAL: [u32; 7] = [0xef53, 0x5846_5342, 0x9123_683e, 0xf2f5_2010, 0x2fc1_2fc1, 0x0102_1994, 0x794c_7630];

    /// A folder that is held.
    #[derive(Debug)]
    pub(super) struct Held {
        folder: OwnedFd,
        /// The number of the disk that it stands on, if that is one of this machine.
        local: Option<u64>,
    }

    impl Held {
        /// None where there is no folder, or the system does not tell of files in it in this way.
        pub(super) fn of(folder: &Path) -> Option<Self> {
            // Nothing is opened to be read: something that is no folder is left alone.
            let folder = openat(CWD, folder, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).ok()?;
            let status = look_in(&folder, ".", AtFlags::empty()).ok()?;
            let kind = fstatfs(&folder).ok().and_then(|told| u32::try_from(told.f_type).ok());
            Some(Self { folder, local: kind.filter(|kind| LOCAL.contains(kind)).map(|_| status.device) })
        }

        /// The number of the disk, if that is one of this machine.
        pub(super) fn local(&self) -> Option<u64> {
            self.local
        }

        pub(super) fn look(&self, path: &str, links: Links) -> io::Result<FileStatus> {
            look_in(&self.folder, inside(path), if links == Links::Followed { AtFlags::empty() } else { AtFlags::SYMLINK_NOFOLLOW })
        }

        /// The folder is opened once, so that what is told of it and what stands in it are of one folder.
        pub(super) fn list(&self, path: &str) -> io::Result<(FileStatus, Vec<Named>)> {
            let folder = openat(&self.folder, inside(path), OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
            let status = look_in(&folder, ".", AtFlags::empty())?;
            let mut all = Vec::new();
            for entry in Dir::read_from(&folder)? {
                let entry = entry?;
                let name = OsStr::from_bytes(entry.file_name().to_bytes());
                if name == "." || name == ".." {
                    continue;
                }
                let kind = match entry.file_type() {
                    FileType::Unknown => look_in(&folder, entry.file_name(), AtFlags::SYMLINK_NOFOLLOW)?.kind,
                    kind => kind_of(kind),
                };
                all.push(Named { name: name.to_owned(), kind });
            }
            Ok((status, all))
        }
    }

    /// A path below the folder that it is looked for in, and nowhere else.
    fn inside(path: &str) -> &str {
        let path = path.trim_start_matches('/');
        if path.is_empty() { "." } else { path }
    }

    fn kind_of(kind: FileType) -> FileKind {
        match kind {
            FileType::RegularFile => FileKind::File,
            FileType::Directory => FileKind::Folder,
            FileType::Symlink => FileKind::Link,
            _ => FileKind::Other,
        }
    }

    fn look_in(folder: impl AsFd, path: impl Arg, links: AtFlags) -> io::Result<FileStatus> {
        let told = statx(folder, path, links, StatxFlags::BASIC_STATS)?;
        Ok(FileStatus {
            kind: kind_of(FileType::from_raw_mode(told.stx_mode.into())),
            size: told.stx_size,
            modified: joined(told.stx_mtime.tv_sec, told.stx_mtime.tv_nsec.into()),
            changed: joined(told.stx_ctime.tv_sec, told.stx_ctime.tv_nsec.into()),
            identity: told.stx_ino,
            device: makedev(told.stx_dev_major, told.stx_dev_minor),
        })
    }
}

/// Other systems look for each file from the top.
#[cfg(not(target_os = "linux"))]
mod held {
    use super::{FileStatus, Links, Named};
    use std::io;
    use std::path::Path;

    #[derive(Debug)]
    pub(super) enum Held {}

    impl Held {
        pub(super) fn of(_: &Path) -> Option<Self> {
            None
        }

        pub(super) fn local(&self) -> Option<u64> {
            match *self {}
        }

        pub(super) fn look(&self, _: &str, _: Links) -> io::Result<FileStatus> {
            match *self {}
        }

        pub(super) fn list(&self, _: &str) -> io::Result<(FileStatus, Vec<Named>)> {
            match *self {}
        }
    }
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
        fs::File::options().write(true).open(&old).and_then(|file| file.set_modified(UNIX_EPOCH - Duration::from_secs(5))).expect("set");
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
        let (status, mut all) = vantage.list("a").expect("a folder");
        all.sort_by(|one, other| one.name.cmp(&other.name));
        assert_eq!(vantage.look("a", Links::Followed).ok(), Some(status));
        let told: Vec<_> = all.iter().map(|named| (named.name.to_str().expect("UTF-8"), named.kind)).collect();
        assert_eq!(told[0], ("b", FileKind::Folder));
        assert_eq!(told.last(), Some(&("old.md", FileKind::File)));
        assert_eq!(told.contains(&("link.md", FileKind::Link)), cfg!(unix));
        assert!(vantage.list("a/old.md").is_err() && vantage.list("b").is_err());
        // It stays the folder that it was.
        fs::rename(&folder, base.path().join("other")).expect("renamed");
        fs::create_dir_all(folder.join("c")).expect("created");
        let is_held = cfg!(target_os = "linux");
        assert_eq!((vantage.look("a", Links::Followed).is_ok(), vantage.look("c", Links::Followed).is_ok()), (is_held, !is_held));
        assert_eq!((vantage.list("a").is_ok(), vantage.list("c").is_ok()), (is_held, !is_held));
    }
}
