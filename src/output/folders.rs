//! Which folders of both trees are known to hold files of ours alone, and how many: as long as the disk tells of no change in
//! such a folder, it need not be read to find what no build wrote.

use super::beside::Beside;
use super::write_file;
use crate::load::{Stamp, sealed, unsealed};
use crate::source::state;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::SystemTime;

/// A folder without files of others, as it was when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pure {
    stamp: Stamp,
    /// How many files it holds.
    pub(crate) files: usize,
    /// The paths of the folders in it.
    pub(crate) folders: Vec<String>,
}

/// Each folder by its path, as it is in the one tree and in the other.
type Known = BTreeMap<String, Vec<Pure>>;

/// What is known of folders.
#[derive(Debug, Default)]
pub(crate) struct Folders {
    known: Known,
    seen: Mutex<Known>,
}

impl Folders {
    /// What earlier builds have seen.
    pub(crate) fn read(beside: &Beside) -> Self {
        let bytes = fs::read(beside.folders()).unwrap_or_default();
        let body = unsealed(&bytes).filter(|(key, _)| *key == state()).map(|(_, body)| body);
        Self { known: body.and_then(|body| postcard::from_bytes(body).ok()).unwrap_or_default(), seen: Mutex::default() }
    }

    /// A folder whose stamp is this, if it is known.
    pub(crate) fn get(&self, path: &str, stamp: Option<Stamp>) -> Option<&Pure> {
        self.known.get(path)?.iter().find(|pure| Some(pure.stamp) == stamp)
    }

    /// Takes down folders that were looked at just now.
    pub(crate) fn see(&self, folders: impl IntoIterator<Item = (String, Pure)>) {
        let Ok(mut seen) = self.seen.lock() else { return };
        for (path, pure) in folders {
            let all = seen.entry(path).or_default();
            all.retain(|other| other.stamp.is_another_file(&pure.stamp));
            all.push(pure);
        }
    }

    /// Keeps what was seen for later builds, unless it is what they know. It is no failure if that cannot be.
    pub(crate) fn keep(&self, beside: &Beside) {
        let Ok(seen) = self.seen.lock() else { return };
        if !seen.is_empty() && *seen != self.known {
            let _ = postcard::to_stdvec(&*seen).map(|bytes| write_file(&beside.folders(), &sealed(state(), &bytes)));
        }
    }
}

impl Pure {
    /// A folder that was read after it was looked at; none where a change since then might not show.
    pub(crate) fn of(looked: &Looked, files: usize, folders: Vec<String>) -> Option<Self> {
        let stamp = looked.stamp.filter(|stamp| stamp.is_settled_at(looked.moment))?;
        Some(Self { stamp, files, folders })
    }
}

/// What the disk tells of a folder.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Looked {
    /// None where systems do not tell enough.
    pub(crate) stamp: Option<Stamp>,
    moment: SystemTime,
}

impl Looked {
    /// Looks at a folder.
    pub(crate) fn at(folder: &Path) -> Self {
        let moment = SystemTime::now();
        Self { stamp: if cfg!(unix) { Stamp::of(folder) } else { None }, moment }
    }
}
