//! Other bytes for a file of the content: whoever reads it finds the old ones or the new ones, whole.

use std::fs;
use std::io;
use std::path::Path;

/// Puts other bytes into a file that is there; its permissions stay. A link stays a link, and what it leads to is replaced.
///
/// # Errors
/// Where the machine says no; the file is as it was then.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = path.canonicalize()?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    // A name that the loader takes for litter, should it ever be left behind.
    let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::write(&temporary, bytes)
        .and_then(|()| fs::set_permissions(&temporary, fs::metadata(&path)?.permissions()))
        .and_then(|()| fs::rename(&temporary, &path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}
