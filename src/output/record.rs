//! What earlier builds wrote into a folder: each file with its SHA-256, the fingerprint of what it depends on, and what
//! the disk said of it.

use super::content::LARGE;
use crate::disk::{FileStatus, Links, Vantage};
use crate::source::{Digest, DigestBuilder, FileFacts, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// How the file of a record begins.
const HEADER: &[u8] = b"lanmu-record 4\n";

/// A file that a build wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Written {
    pub(crate) fingerprint: Digest,
    pub(crate) stamp: Stamp,
    pub(crate) sha: Sha256,
}

impl Written {
    /// What may be told of it.
    pub(crate) fn facts(&self) -> FileFacts {
        FileFacts { size: self.stamp.size, sha256: self.sha }
    }

    /// Whether the disk tells of a file what it told of it when it was written; never of one that was not rendered by a build.
    pub(crate) fn is_untouched(&self, out: &Vantage, path: &str) -> bool {
        self.is_as_written(out, path) && self.fingerprint != Digest::default()
    }

    /// Whether the disk tells of a file what it told of it when it was last looked at by a build.
    pub(crate) fn is_as_written(&self, out: &Vantage, path: &str) -> bool {
        out.look(path, Links::Themselves).is_ok_and(|status| status.is_file() && Stamp::told(status) == self.stamp)
    }

    /// Whether a file on disk is still what was written.
    pub(crate) fn is_at(&self, file: &Path) -> bool {
        let Ok(metadata) = fs::symlink_metadata(file) else { return false };
        let stamp = Stamp::of(&metadata);
        metadata.is_file() && (stamp == self.stamp || stamp.size == self.stamp.size && fs::read(file).is_ok_and(|bytes| Sha256::of(&bytes) == self.sha))
    }
}

/// What the disk says of a file: its size, and when it was changed, in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Stamp {
    size: u64,
    changed: u64,
}

impl Stamp {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        Self::told(FileStatus::of(metadata))
    }

    /// What tells it in what the disk tells.
    pub(crate) fn told(status: FileStatus) -> Self {
        Self { size: status.size, changed: status.modified }
    }

    pub(crate) fn size(self) -> u64 {
        self.size
    }
}

/// The files that earlier builds wrote, in the order of their paths.
#[derive(Debug, Default, Clone)]
pub(crate) struct Record {
    files: Vec<(Arc<str>, Written)>,
    /// How many files stand right in each folder that has files in it or below it, by the digest of its path, once that was
    /// asked for.
    counts: OnceLock<BTreeMap<Digest, usize>>,
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.files == other.files
    }
}

impl Eq for Record {}

impl<P: Into<Arc<str>>> FromIterator<(P, Written)> for Record {
    fn from_iter<T: IntoIterator<Item = (P, Written)>>(files: T) -> Self {
        let mut files: Vec<(Arc<str>, Written)> = files.into_iter().map(|(path, written)| (path.into(), written)).collect();
        files.sort_by(|(one, _), (other, _)| one.cmp(other));
        files.dedup_by(|(one, _), (other, _)| one == other);
        Self { files, ..Self::default() }
    }
}

impl Record {
    /// All files.
    pub(crate) fn files(&self) -> &[(Arc<str>, Written)] {
        &self.files
    }

    /// What is known of a file.
    pub(crate) fn get(&self, path: &str) -> Option<&Written> {
        self.entry(path).map(|(_, written)| written)
    }

    /// A file, and what is known of it.
    pub(crate) fn entry(&self, path: &str) -> Option<&(Arc<str>, Written)> {
        self.files.binary_search_by(|(known, _)| (**known).cmp(path)).ok().map(|at| &self.files[at])
    }

    /// The files in a folder and below it.
    pub(crate) fn files_in(&self, folder: &str) -> &[(Arc<str>, Written)] {
        let prefix = format!("{folder}/");
        let rest = &self.files[self.files.partition_point(|(file, _)| **file < *prefix)..];
        &rest[..rest.partition_point(|(file, _)| file.starts_with(&prefix))]
    }

    /// Whether there are files in a folder, or below it.
    pub(crate) fn has_folder(&self, folder: &str) -> bool {
        self.counts().contains_key(&Digest::of(folder.as_bytes())) || folder.is_empty()
    }

    /// How many files stand right in a folder.
    pub(crate) fn count_in(&self, folder: &str) -> usize {
        self.counts().get(&Digest::of(folder.as_bytes())).copied().unwrap_or_default()
    }

    fn counts(&self) -> &BTreeMap<Digest, usize> {
        self.counts.get_or_init(|| {
            let mut counts: BTreeMap<Digest, usize> = BTreeMap::new();
            for folder in self.files.chunk_by(|(one, _), (other, _)| folder_of(one) == folder_of(other)) {
                let Some((path, _)) = folder.first() else { continue };
                let path = folder_of(path);
                *counts.entry(Digest::of(path.as_bytes())).or_default() += folder.len();
                for (at, _) in path.match_indices('/') {
                    counts.entry(Digest::of(&path.as_bytes()[..at])).or_default();
                }
            }
            counts
        })
    }

    /// Adds a file that is not among them yet.
    pub(crate) fn insert(&mut self, path: Arc<str>, written: Written) {
        let at = self.files.partition_point(|(file, _)| *file < path);
        self.files.reserve_exact(1);
        self.files.insert(at, (path, written));
        self.counts = OnceLock::new();
    }

    /// Reads a record; an unreadable one counts as none, and then nothing is removed.
    pub(crate) fn read(file: &Path) -> Option<Self> {
        Self::read_with_digest(file).map(|(record, _)| record)
    }

    /// The same, with the digest of the whole record.
    pub(crate) fn read_with_digest(file: &Path) -> Option<(Self, Digest)> {
        let bytes = fs::read(file).ok()?;
        let (body, sum) = bytes.split_last_chunk::<16>()?;
        let digest = Digest::of(body);
        if digest.to_bytes() != *sum {
            return None;
        }
        Self::parse(body).map(|record| (record, digest))
    }

    /// The digest that a record ends with.
    pub(crate) fn digest_in(file: &Path) -> Option<Digest> {
        let mut file = File::open(file).ok()?;
        let mut sum = [0; 16];
        file.seek(SeekFrom::End(-16)).ok()?;
        file.read_exact(&mut sum).ok()?;
        Some(Digest::from_bytes(sum))
    }

    fn parse(body: &[u8]) -> Option<Self> {
        let mut rest = body.strip_prefix(HEADER)?;
        let mut files = Vec::with_capacity(rest.len() / 100);
        while !rest.is_empty() {
            files.push(take_file(&mut rest)?);
        }
        files.is_sorted_by(|(one, _), (next, _)| one < next).then(|| Self { files, ..Self::default() })
    }

    /// Writes the record in one step.
    pub(crate) fn write(&self, file: &Path) -> io::Result<()> {
        let temporary = file.with_extension("tmp");
        let written = self.write_to(&temporary).and_then(|()| fs::rename(&temporary, file));
        if written.is_err() {
            // A part of a record is of no use to anyone.
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    fn write_to(&self, file: &Path) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(LARGE, File::create(file)?);
        let mut digest = DigestBuilder::default();
        let mut entry = HEADER.to_vec();
        for (path, Written { fingerprint, stamp: Stamp { size, changed }, sha }) in &self.files {
            entry.extend(fingerprint.to_bytes());
            entry.extend(size.to_le_bytes());
            entry.extend(changed.to_le_bytes());
            entry.extend(sha.to_bytes());
            entry.extend((path.len() as u64).to_le_bytes());
            entry.extend(path.as_bytes());
            digest = digest.unframed(&entry);
            out.write_all(&entry)?;
            entry.clear();
        }
        // Without any file there is the beginning alone.
        digest = digest.unframed(&entry);
        out.write_all(&entry)?;
        out.write_all(&digest.finish().to_bytes())?;
        out.flush()
    }
}

/// The path of the folder that a file stands in.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Takes one file off the bytes of a record.
fn take_file(rest: &mut &[u8]) -> Option<(Arc<str>, Written)> {
    let fingerprint = Digest::from_bytes(take(rest)?);
    let stamp = Stamp { size: u64::from_le_bytes(take(rest)?), changed: u64::from_le_bytes(take(rest)?) };
    let sha = Sha256::from_bytes(take(rest)?);
    let length = usize::try_from(u64::from_le_bytes(take(rest)?)).ok()?;
    let (path, after) = rest.split_at_checked(length)?;
    *rest = after;
    let path = std::str::from_utf8(path).ok()?;
    // A record is no reason to leave the folder.
    is_inside(path).then(|| (path.into(), Written { fingerprint, stamp, sha }))
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*first)
}

/// Whether a path stays inside the folder it is below.
pub(crate) fn is_inside(path: &str) -> bool {
    path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(size: u64) -> Written {
        Written { fingerprint: Digest::of(&size.to_le_bytes()), stamp: Stamp { size, changed: size * 3 }, sha: Sha256::of(&size.to_le_bytes()) }
    }

    #[test]
    fn a_record_is_read_back_or_counts_as_none() {
        let folder = tempfile::TempDir::new().expect("a temporary folder");
        let file = folder.path().join("x.record");
        let record: Record = [("b/一.html", 1), ("a.html", 2), ("b.html", 3)].map(|(path, size)| (path.to_owned(), written(size))).into_iter().collect();
        record.write(&file).expect("written");
        assert_eq!(Record::read(&file), Some(record.clone()));
        assert_eq!(record.get("b/一.html"), Some(&written(1)));
        assert_eq!(["", "b", "a", "c"].map(|folder| record.count_in(folder)), [2, 1, 0, 0]);
        assert!(record.has_folder("b") && !record.has_folder("a.html") && !record.has_folder("c") && record.get("b").is_none());
        let whole = fs::read(&file).expect("readable");
        for end in [0, 10, whole.len() / 2, whole.len() - 1] {
            fs::write(&file, &whole[..end]).expect("written");
            assert_eq!(Record::read(&file), None, "{end}");
        }
        for bad in ["../x", "a//b", "", "/a"] {
            let record: Record = [(bad.to_owned(), written(1))].into_iter().collect();
            record.write(&file).expect("written");
            assert_eq!(Record::read(&file), None, "{bad}");
        }
    }
}
