//! Everything that a portal is read from, as the disk tells it without opening a file → one digest: while it is the same,
//! the portal is.

use super::stamp::Stamp;
use super::walk::{CONTENT, is_litter};
use crate::source::{Digest, DigestBuilder, below};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use walkdir::{DirEntry, WalkDir};

/// The state of everything that a portal is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// Of all paths, and of what the disk tells of the files.
    pub digest: Digest,
    /// Whether a change after this moment is certain to change the digest.
    pub is_settled: bool,
    /// Each folder of the content by itself, by name, where a change after this moment is certain to change its digest.
    pub folders: BTreeMap<String, Digest>,
}

/// The state of a file, or of a folder with all that is in it.
struct Looked {
    digest: Digest,
    is_settled: bool,
}

/// Looks at everything that a portal is read from: `site.toml`, the content, and some more folders below the root, if they
/// are there. None where something of it cannot be looked at.
#[must_use]
pub fn inputs(root: &Path, more: &[&str]) -> Option<Inputs> {
    let now = SystemTime::now();
    let content = below(root, CONTENT);
    let mut folders: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(&content).ok()? {
        folders.push(entry.ok()?.path());
    }
    folders.sort();
    folders.extend(more.iter().map(|folder| below(root, folder)).filter(|folder| folder.exists()));
    folders.push(below(root, "site.toml"));
    let looked: Option<Vec<Looked>> = folders.par_iter().map(|folder| look(folder, now)).collect();
    let looked = looked?;
    let names = folders.iter().fold(DigestBuilder::new("inputs"), |digest, folder| digest.bytes(folder.as_os_str().as_encoded_bytes()));
    let digest = names.digests(looked.iter().map(|looked| looked.digest)).finish();
    let settled = folders.iter().zip(&looked).filter(|(folder, looked)| looked.is_settled && is_of_content(folder));
    let folders = settled.filter_map(|(folder, looked)| Some((folder.file_name()?.to_str()?.to_owned(), looked.digest))).collect();
    Some(Inputs { digest, is_settled: looked.iter().all(|looked| looked.is_settled), folders })
}

/// Whether a path stands right below the content folder.
fn is_of_content(path: &Path) -> bool {
    path.parent().is_some_and(|above| above.ends_with(CONTENT))
}

/// Looks at a file, or at a folder with all that is in it.
fn look(top: &Path, now: SystemTime) -> Option<Looked> {
    let mut digest = DigestBuilder::new("input");
    let mut is_settled = true;
    let above = top.as_os_str().len();
    // Of a theme, everything is published that is not hidden.
    let is_content = is_of_content(top);
    let is_read = |entry: &DirEntry| !is_content || !is_litter(&entry.file_name().to_string_lossy());
    for entry in WalkDir::new(top).sort_by_file_name().into_iter().filter_entry(is_read) {
        let entry = entry.ok()?;
        let path = entry.path().as_os_str().as_encoded_bytes().get(above..).unwrap_or_default();
        digest = digest.bytes(path).number(entry.path_is_symlink()).number(entry.file_type().is_dir());
        if !entry.file_type().is_dir() {
            let stamp = Stamp::of(entry.path())?;
            is_settled &= stamp.is_settled_at(now);
            digest = stamp.digested(digest);
        }
    }
    Some(Looked { digest: digest.finish(), is_settled })
}
