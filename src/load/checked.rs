//! What was found in agencies, kept on disk for the next process: `.lanmu/checked` below the root. Whatever is not whole, or of
//! another state of the program, counts as nothing.

use super::keep::{make_private, sealed, unsealed, write_whole};
use crate::check::Checked;
use crate::source::state;
use std::fs;
use std::path::Path;

/// The folder it stands in, below the root.
const FOLDER: &str = ".lanmu";

/// Its name there.
const FILE: &str = "checked";

/// What earlier processes have found.
pub(crate) fn read_checked(root: &Path) -> Checked {
    let bytes = fs::read(root.join(FOLDER).join(FILE)).unwrap_or_default();
    let body = unsealed(&bytes).filter(|(key, _)| *key == state()).map(|(_, body)| body);
    body.and_then(Checked::from_bytes).unwrap_or_default()
}

/// Keeps it for later ones, unless it is what is kept already. A disk that refuses costs the next process time, nothing else.
pub(crate) fn keep_checked(root: &Path, checked: &Checked) {
    let (folder, bytes) = (root.join(FOLDER), sealed(state(), &checked.to_bytes()));
    if fs::read(folder.join(FILE)).is_ok_and(|kept| kept == bytes) {
        return;
    }
    let _ = make_private(&folder).and_then(|()| write_whole(&folder, FILE, &bytes));
}
