//! What is kept for later builds: in folders that are closed to others, in files that tell whether they are whole.

use crate::source::Digest;
use std::fs;
use std::io;
use std::path::Path;
use std::process;

/// Makes a folder that web servers and other users have no business in: it may hold drafts.
pub(crate) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o770);
    }
    match builder.create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        made => made,
    }
}

/// Writes a file in one step. Two processes may write it at the same time.
pub(crate) fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = folder.join(format!(".{name}.{}", process::id()));
    let written = fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, folder.join(name)));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Bytes, with the key of what they hold for before them, and the digest of both behind.
pub(crate) fn sealed(key: Digest, bytes: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(bytes.len() + 32);
    sealed.extend(key.to_bytes());
    sealed.extend_from_slice(bytes);
    sealed.extend(Digest::of(&sealed).to_bytes());
    sealed
}

/// The key and the bytes; none where anything is missing or another.
pub(crate) fn unsealed(sealed: &[u8]) -> Option<(Digest, &[u8])> {
    let (body, sum) = sealed.split_last_chunk::<16>()?;
    let (key, bytes) = body.split_first_chunk::<16>()?;
    (Digest::of(body).to_bytes() == *sum).then(|| (Digest::from_bytes(*key), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cut_short_is_nothing() {
        let whole = sealed(Digest::of(b"record"), b"told");
        assert_eq!(unsealed(&whole), Some((Digest::of(b"record"), b"told".as_slice())));
        for end in 0..whole.len() {
            assert_eq!(unsealed(&whole[..end]), None, "{end}");
        }
    }
}
