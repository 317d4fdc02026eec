//! What a file is to hold: its bytes, or, where those are too many to be held at once, what writes them.

use super::record::Stamp;
use crate::source::{FileFacts, Sha256};
use sha2::Digest as _;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

/// Writes a file's bytes, the same each time it is called.
pub type Stream<'p> = dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'p;

/// How much is written at once of what may be many megabytes.
pub(super) const LARGE: usize = 128 << 10;

/// What a file is to hold.
pub enum Content<'p> {
    /// These bytes.
    Whole(Vec<u8>),
    /// What this writes.
    Stream(Box<Stream<'p>>),
}

impl fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Stream(_) => f.write_str("a stream"),
        }
    }
}

impl From<Vec<u8>> for Content<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Whole(bytes)
    }
}

impl Content<'_> {
    /// All of it at once.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Whole(bytes) => bytes,
            Self::Stream(write) => {
                let mut bytes = Vec::new();
                // Writing to memory cannot fail.
                let _ = write(&mut bytes);
                bytes
            }
        }
    }

    /// What can be told of a file that holds it.
    #[must_use]
    pub fn facts(&self) -> FileFacts {
        let mut hashed = Hashing::of(io::sink());
        // Nothing is written anywhere.
        let _ = match self {
            Self::Whole(bytes) => hashed.write_all(bytes),
            Self::Stream(write) => write(&mut hashed),
        };
        let size = hashed.size;
        FileFacts { size, sha256: hashed.finish().1 }
    }

    /// Whether a file of this size holds just that; its digest then.
    pub(super) fn is_in(&self, file: &Path, size: u64) -> Option<Sha256> {
        match self {
            Self::Whole(bytes) => {
                let is_same = size == bytes.len() as u64 && fs::read(file).is_ok_and(|there| there == *bytes);
                is_same.then(|| Sha256::of(bytes))
            }
            Self::Stream(write) => {
                let mut compared = BufWriter::new(Hashing::of(Compared { file: File::open(file).ok()?, there: Vec::new() }));
                write(&mut compared).ok()?;
                let compared = compared.into_inner().ok()?;
                (compared.size == size).then(|| compared.finish().1)
            }
        }
    }

    /// Writes it to a file that is new; what the disk says of that then.
    pub(super) fn write_to(&self, mut file: File) -> io::Result<(Stamp, Sha256)> {
        match self {
            Self::Whole(bytes) => {
                file.write_all(bytes)?;
                Ok((Stamp::of(&file.metadata()?), Sha256::of(bytes)))
            }
            Self::Stream(write) => {
                // What streams write comes in small pieces.
                let mut out = BufWriter::with_capacity(LARGE, Hashing::of(file));
                write(&mut out)?;
                let (file, sha) = out.into_inner().map_err(io::IntoInnerError::into_error)?.finish();
                Ok((Stamp::of(&file.metadata()?), sha))
            }
        }
    }
}

/// Hashes what passes through.
struct Hashing<W> {
    inner: W,
    hasher: sha2::Sha256,
    size: u64,
}

impl<W> Hashing<W> {
    fn of(inner: W) -> Self {
        Self { inner, hasher: sha2::Sha256::new(), size: 0 }
    }

    fn finish(self) -> (W, Sha256) {
        (self.inner, Sha256::from_bytes(self.hasher.finalize().into()))
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A file that takes only what it holds already.
struct Compared {
    file: File,
    there: Vec<u8>,
}

impl Write for Compared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.there.resize(bytes.len(), 0);
        self.file.read_exact(&mut self.there)?;
        if self.there == bytes { Ok(bytes.len()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(parts: &'static [&'static str]) -> Content<'static> {
        Content::Stream(Box::new(|out| parts.iter().try_for_each(|part| out.write_all(part.as_bytes()))))
    }

    #[test]
    fn a_stream_is_as_good_as_its_bytes() {
        let folder = tempfile::TempDir::new().expect("a temporary folder");
        let file = folder.path().join("a.csv");
        let parts = &["一,", "", "二\n"];
        let whole = Content::Whole(parts.concat().into_bytes());
        let (stamp, sha) = stream(parts).write_to(File::create_new(&file).expect("created")).expect("written");
        assert_eq!(fs::read_to_string(&file).expect("readable"), "一,二\n");
        assert_eq!((sha, stamp.size()), (Sha256::of("一,二\n".as_bytes()), 8));
        for content in [&whole, &stream(parts)] {
            assert_eq!(content.is_in(&file, stamp.size()), Some(sha), "{content:?}");
        }
        for other in [&["一,"][..], &["一,二\n", "三"], &["一,三\n"]] {
            assert_eq!(stream(other).is_in(&file, stamp.size()), None, "{other:?}");
        }
        assert_eq!(stream(parts).into_bytes(), whole.into_bytes());
    }
}
