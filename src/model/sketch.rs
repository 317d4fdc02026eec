//! What is remembered of the plan of an agency's column: as long as nothing has changed that it is planned from, it need not
//! be planned to know that nothing is wrong with its addresses and links, nor, where its files are published, to know them.

use super::Year;
use crate::source::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// What is known of a column's plan.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// The digest of all that the column is planned from.
    pub(crate) digest: Digest,
    /// The years whose reports fail: a rule whose breach is an error does not hold, and nothing lets that stand.
    pub(crate) failing: Vec<Year>,
    /// How many pages and files it has.
    pub(crate) count: usize,
    /// The templates that its pages are rendered with.
    pub(crate) templates: Vec<Box<str>>,
    /// The old addresses that lead to its pages from outside the agency's folder.
    pub elsewhere: Vec<Box<str>>,
    /// The addresses that search engines are told, each on a line.
    pub(crate) listed: Arc<str>,
    /// Where links lead that leave the column, each once: a path and a place on the page there.
    pub(crate) outward: Vec<(Box<str>, Box<str>)>,
    /// The digest of the paths and fingerprints of its files, once they were made.
    #[serde(with = "once")]
    pub(crate) files: OnceLock<Digest>,
}

impl Sketch {
    /// The digest of the paths and fingerprints of the column's files, if they were ever made.
    #[must_use]
    pub fn files(&self) -> Option<Digest> {
        self.files.get().copied()
    }

    /// Takes down the digest of the paths and fingerprints of the column's files.
    pub fn learn(&self, files: Digest) {
        // It is the same each time.
        let _ = self.files.set(files);
    }
}

/// Columns that were planned before and are without fault, by the slugs of their agencies.
type Known = BTreeMap<String, Arc<Sketch>>;

/// What is known of columns that were planned before.
#[derive(Debug, Default)]
pub struct Sketches {
    known: Mutex<Known>,
}

impl Sketches {
    /// Reads back what [`Self::to_bytes`] wrote; none where that was another state of the program's.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok().map(|known| Self { known: Mutex::new(known) })
    }

    /// What is known, for later processes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(&*self.known()).unwrap_or_default()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of an agency's column, if it is planned from this.
    pub(crate) fn get(&self, slug: &str, digest: Digest) -> Option<Arc<Sketch>> {
        self.known().get(slug).filter(|sketch| sketch.digest == digest).map(Arc::clone)
    }

    /// Remembers these, and no others.
    pub(crate) fn keep(&self, sketches: impl Iterator<Item = (String, Arc<Sketch>)>) {
        *self.known() = sketches.collect();
    }
}

/// A value that may not be known yet.
mod once {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::sync::OnceLock;

    pub(super) fn serialize<S: Serializer, V: Serialize>(value: &OnceLock<V>, serializer: S) -> Result<S::Ok, S::Error> {
        value.get().serialize(serializer)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>, V: Deserialize<'d>>(deserializer: D) -> Result<OnceLock<V>, D::Error> {
        Option::<V>::deserialize(deserializer).map(|value| value.map_or_else(OnceLock::new, OnceLock::from))
    }
}
