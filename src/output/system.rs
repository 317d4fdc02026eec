//! What only the system can do: exchange two folders in one call, tell whether two names are one file, and what is mounted.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// Exchanges two folders in one call: nobody finds either of them missing.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(crate) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// This system has no such call.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(crate) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Moves a file to where nothing stands, as far as the system can make sure of that.
pub(crate) fn move_to_free(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // Some file systems know only the plain call.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            moved => return Ok(moved?),
        }
    }
    fs::rename(from, to)
}

/// Whether two names are one file.
#[cfg(unix)]
pub(crate) fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    one.dev() == other.dev() && one.ino() == other.ino()
}

/// Without numbers of files, no two names are known to be one file.
#[cfg(not(unix))]
pub(crate) fn is_same(_: &Metadata, _: &Metadata) -> bool {
    false
}

/// Gives a folder the permissions and the owner of another.
pub(crate) fn make_alike(folder: &Path, like: &Metadata) -> io::Result<()> {
    let own = fs::symlink_metadata(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if (own.uid(), own.gid()) != (like.uid(), like.gid()) {
            std::os::unix::fs::chown(folder, Some(like.uid()), Some(like.gid()))?;
        }
    }
    if own.permissions() == like.permissions() { Ok(()) } else { fs::set_permissions(folder, like.permissions()) }
}

/// Whether files may be made and removed in a folder.
pub(crate) fn may_write(folder: &Path) -> bool {
    #[cfg(unix)]
    {
        rustix::fs::access(folder, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK).is_ok()
    }
    #[cfg(not(unix))]
    {
        folder.is_dir()
    }
}

/// Whether a folder is a mount point, or holds one.
pub(crate) fn holds_mount(folder: &Path) -> bool {
    match fs::read_to_string("/proc/self/mountinfo") {
        Ok(table) => mount_points(&table).any(|point| point.starts_with(folder)),
        Err(_) => is_of_another_disk(folder),
    }
}

/// The mount points in the system's table of them.
fn mount_points(table: &str) -> impl Iterator<Item = PathBuf> {
    table.lines().filter_map(|line| Some(PathBuf::from(unescape(line.split(' ').nth(4)?))))
}

/// Blanks and backslashes are written as three octal digits there.
fn unescape(text: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")].iter().fold(text.to_owned(), |text, (code, character)| text.replace(code, character))
}

#[cfg(unix)]
fn is_of_another_disk(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |folder: &Path| fs::metadata(folder).map(|metadata| metadata.dev()).ok();
    folder.parent().is_none_or(|parent| disk(parent) != disk(folder))
}

#[cfg(not(unix))]
fn is_of_another_disk(folder: &Path) -> bool {
    folder.parent().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mount_points_are_read_with_their_blanks() {
        let table = "24 1 8:1 / / rw - ext4 /dev/sda rw\n30 24 0:9 /x /srv/my\\040site/public/in rw shared:1 - tmpfs none rw\n31 24 0:9 / /a\\134040b rw - tmpfs none rw\n";
        let points: Vec<PathBuf> = mount_points(table).collect();
        assert_eq!(points, ["/", "/srv/my site/public/in", "/a\\040b"].map(PathBuf::from));
        assert!(holds_mount(Path::new("/")));
        assert!(!holds_mount(tempfile::TempDir::new().expect("a temporary folder").path()));
    }
}
