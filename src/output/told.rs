//! What was told of the files that are published, kept beside them, and given back while they are as they were.

use super::foreign::STAGE;
use super::place::Output;
use super::record::{Record, Stamp};
use super::{Failure, write_file};
use crate::source::{Digest, below};
use rayon::prelude::*;
use std::fs;

/// What was kept with a published folder that is as the last build left it.
#[derive(Debug, PartialEq, Eq)]
pub struct Told {
    /// What was kept.
    pub bytes: Vec<u8>,
    /// How many files are published.
    pub files: usize,
}

impl Output {
    /// What was kept with the published files, if `is_it` is what is asked for; none where a build was cut short, or one of
    /// the files is not as it was written.
    #[must_use]
    pub fn told(&self, is_it: impl FnOnce(&[u8]) -> bool) -> Option<Told> {
        let beside = &self.beside;
        let is_cut_short = [beside.next(), beside.old(), beside.stage(), self.out.join(STAGE)].iter().any(|left| fs::symlink_metadata(left).is_ok());
        let (of_record, bytes) = read(&fs::read(beside.told()).ok()?)?;
        if !is_it(&bytes) {
            return None;
        }
        let (record, digest) = Record::read_with_digest(&beside.record())?;
        let is_there = |(path, written): &(String, super::record::Written)| {
            fs::symlink_metadata(below(&self.out, path)).is_ok_and(|metadata| metadata.is_file() && Stamp::of(&metadata) == written.stamp)
        };
        let is_whole = !is_cut_short && digest == of_record && record.files().par_iter().all(is_there);
        // The list of the files is one of them, and no page.
        is_whole.then(|| Told { bytes, files: record.files().len().saturating_sub(1) })
    }

    /// Keeps what is told of the files that are on record now.
    ///
    /// # Errors
    /// Where the machine says no.
    pub(super) fn keep(&self, bytes: &[u8]) -> Result<(), Failure> {
        let Some((_, digest)) = Record::read_with_digest(&self.beside.record()) else { return Ok(()) };
        write_file(&self.beside.told(), &framed(digest, bytes))
    }
}

/// The bytes with the digest of the record before them, and of both together behind.
fn framed(of_record: Digest, bytes: &[u8]) -> Vec<u8> {
    let mut framed = of_record.to_bytes().to_vec();
    framed.extend_from_slice(bytes);
    framed.extend(Digest::of(&framed).to_bytes());
    framed
}

fn read(framed: &[u8]) -> Option<(Digest, Vec<u8>)> {
    let (body, sum) = framed.split_last_chunk::<16>()?;
    let (of_record, bytes) = body.split_first_chunk::<16>()?;
    (Digest::of(body).to_bytes() == *sum).then(|| (Digest::from_bytes(*of_record), bytes.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cut_short_is_nothing() {
        let whole = framed(Digest::of(b"record"), b"told");
        assert_eq!(read(&whole), Some((Digest::of(b"record"), b"told".to_vec())));
        for end in 0..whole.len() {
            assert_eq!(read(&whole[..end]), None, "{end}");
        }
    }
}
