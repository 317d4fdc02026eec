//! What was told of the files that are published, kept beside them, and given back while they are as they were.

use super::leftover::is_cut_short;
use super::place::Output;
use super::record::{Record, Written};
use super::{Failure, write_file};
use crate::disk::Vantage;
use crate::load::{sealed, unsealed};
use rayon::prelude::*;
use std::fs;
use std::sync::Arc;

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
        let kept = fs::read(beside.told()).ok()?;
        let (of_record, bytes) = unsealed(&kept).filter(|(_, bytes)| is_it(bytes))?;
        let (record, digest) = Record::read_with_digest(&beside.record())?;
        let out = Vantage::of(&self.out);
        let is_there = |(path, written): &(Arc<str>, Written)| written.is_as_written(&out, path);
        let is_whole = !is_cut_short(self) && digest == of_record && record.files().par_iter().all(is_there);
        // The list of the files is one of them, and no page.
        is_whole.then(|| Told { bytes: bytes.to_vec(), files: record.files().len().saturating_sub(1) })
    }

    /// Keeps what is told of the files that are on record now.
    ///
    /// # Errors
    /// Where the machine says no.
    pub(super) fn keep(&self, bytes: &[u8]) -> Result<(), Failure> {
        let Some(digest) = Record::digest_in(&self.beside.record()) else { return Ok(()) };
        write_file(&self.beside.told(), &sealed(digest, bytes))
    }
}
