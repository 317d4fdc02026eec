//! A part of the published site that is planned by itself: which files it has, and what tells whether those on record are they.

use super::record::{Record, Written};
use crate::source::{Digest, DigestBuilder};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The files below a folder of the published site, and some others, as they are planned.
#[derive(Debug)]
pub struct PlannedPart<'p> {
    /// The folder's name.
    pub folder: &'p str,
    /// The paths of the others.
    pub elsewhere: BTreeSet<String>,
    /// What [`super::Publishing::digest_of`] gives for them.
    pub digest: Digest,
}

impl PlannedPart<'_> {
    /// Those that are on record.
    pub(super) fn files<'r>(&self, record: &'r Record) -> impl Iterator<Item = &'r (Arc<str>, Written)> {
        record.files_in(self.folder).iter().chain(self.elsewhere.iter().filter_map(|path| record.entry(path)))
    }

    /// Whether a file is one of them.
    pub(super) fn has(&self, path: &str) -> bool {
        path.strip_prefix(self.folder).is_some_and(|rest| rest.starts_with('/')) || self.elsewhere.contains(path)
    }
}

/// The digest of the paths and fingerprints of files.
pub(super) fn digest_of(mut files: Vec<(&str, Digest)>) -> Digest {
    files.sort_unstable();
    files.into_iter().fold(DigestBuilder::new("files"), |digest, (path, fingerprint)| digest.text(path).digest(fingerprint)).finish()
}
