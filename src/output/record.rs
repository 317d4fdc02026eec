//! What earlier builds wrote into a folder: each file with the digest of its bytes, the fingerprint of what they
//! depend on, and what the disk said of it.

use crate::source::{Digest, FileFacts, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The first line of a record's file.
const HEADER: &str = "lanmu-record 3";

/// A file that a build wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) digest: Digest,
    pub(crate) fingerprint: Digest,
    pub(crate) stamp: Stamp,
    pub(crate) sha: Sha256,
    /// The digest of what may stand there instead, while a build is replacing it.
    pub(crate) other: Option<Digest>,
}

impl Written {
    /// Whether some bytes are those that a build wrote.
    pub(crate) fn is(&self, digest: Digest) -> bool {
        self.digest == digest || self.other == Some(digest)
    }

    /// What may be told of it.
    pub(crate) fn facts(&self) -> FileFacts {
        FileFacts { size: self.stamp.size, sha256: self.sha }
    }
}

/// What the disk says of a file: its size, and when it was changed, in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    size: u64,
    changed: u128,
}

impl Stamp {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self { size: metadata.len(), changed: changed.map_or(0, |since| since.as_nanos()) }
    }

    pub(crate) fn size(self) -> u64 {
        self.size
    }
}

/// The files that earlier builds wrote, by path.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) files: BTreeMap<String, Written>,
}

impl Record {
    /// Reads a record; an unreadable one counts as none, and then nothing is removed.
    pub(crate) fn read(file: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(file).ok()?;
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return None;
        }
        let files = lines.map(parse_line).collect::<Option<_>>()?;
        Some(Self { files })
    }

    /// Writes the record in one step.
    pub(crate) fn write(&self, file: &Path) -> io::Result<()> {
        let mut text = String::with_capacity(self.files.len() * 200);
        text.push_str(HEADER);
        text.push('\n');
        for (path, Written { digest, fingerprint, stamp, sha, other }) in &self.files {
            let other = other.map_or_else(|| "-".to_owned(), |digest| digest.to_string());
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{digest} {fingerprint} {} {} {} {other} {path}", stamp.size, stamp.changed, sha);
        }
        let temporary = file.with_extension("tmp");
        std::fs::write(&temporary, text)?;
        std::fs::rename(&temporary, file)
    }
}

fn parse_line(line: &str) -> Option<(String, Written)> {
    let mut parts = line.splitn(7, ' ');
    let digest = Digest::parse(parts.next()?)?;
    let fingerprint = Digest::parse(parts.next()?)?;
    let stamp = Stamp { size: parts.next()?.parse().ok()?, changed: parts.next()?.parse().ok()? };
    let sha = Sha256::parse(parts.next()?)?;
    let other = match parts.next()? {
        "-" => None,
        digest => Some(Digest::parse(digest)?),
    };
    let path = parts.next()?;
    // A record is no reason to leave the folder.
    let inside = !path.is_empty() && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    inside.then(|| (path.to_owned(), Written { digest, fingerprint, stamp, sha, other }))
}
