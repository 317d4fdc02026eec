//! What was found out about a portal, kept on disk for the next process, in files below `.lanmu`. Whatever is not whole, or of
//! another state of the program, counts as nothing.

use super::keep::{make_private, sealed, unsealed, write_whole};
use crate::source::state;
use std::fs;
use std::path::Path;

/// The folder they stand in, below the root.
const FOLDER: &str = ".lanmu";

/// What was found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finding {
    /// What rules find in agencies.
    Checked,
    /// What is known of the plans of their columns.
    Planned,
    /// What stands in the folders that the portal is read from.
    Listed,
}

impl Finding {
    /// The name of its file.
    fn file(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Planned => "planned",
            Self::Listed => "listed",
        }
    }

    /// What earlier processes have kept.
    pub(crate) fn read(self, root: &Path) -> Option<Vec<u8>> {
        let bytes = fs::read(root.join(FOLDER).join(self.file())).ok()?;
        unsealed(&bytes).filter(|(key, _)| *key == state()).map(|(_, body)| body.to_vec())
    }

    /// Keeps it for later ones, unless it is what is kept already. A disk that refuses costs the next process time, nothing else.
    pub(crate) fn keep(self, root: &Path, bytes: &[u8]) {
        let (folder, bytes) = (root.join(FOLDER), sealed(state(), bytes));
        if fs::read(folder.join(self.file())).is_ok_and(|kept| kept == bytes) {
            return;
        }
        let _ = make_private(&folder).and_then(|()| write_whole(&folder, self.file(), &bytes));
    }
}
