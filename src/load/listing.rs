//! What stands in a folder and in those below it, remembered by what the disk tells of each folder: while that is the same,
//! nothing has come or gone, and the folder need not be read again.

use super::stamp::Stamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What stands in a folder.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listing<'a> {
    /// What the disk told of the folder before it was read; none where a change since then might not show in it.
    pub(super) stamp: Option<Stamp>,
    /// In the order of their names.
    #[serde(borrow)]
    pub(super) entries: Vec<Entry<'a>>,
}

/// Something in a folder.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry<'a> {
    #[serde(borrow)]
    pub(super) name: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) kind: EntryKind<'a>,
}

/// What it is.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum EntryKind<'a> {
    File,
    /// A link, whatever it leads to.
    Link,
    #[serde(borrow)]
    Folder(Listing<'a>),
}

impl EntryKind<'_> {
    /// For digests.
    pub(super) fn number(&self) -> u8 {
        match self {
            Self::File => 0,
            Self::Link => 1,
            Self::Folder(_) => 2,
        }
    }
}

impl Listing<'_> {
    /// Reads the folder anew; folders that were known in it stay known. None where that cannot be, or a name is not UTF-8.
    pub(super) fn read(&mut self, folder: &Path, stamp: Option<Stamp>, is_read: fn(&str) -> bool) -> Option<()> {
        let mut known: BTreeMap<Cow<'_, str>, Listing<'_>> = BTreeMap::new();
        for Entry { name, kind } in self.entries.drain(..) {
            if let EntryKind::Folder(listing) = kind {
                known.insert(name, listing);
            }
        }
        for entry in fs::read_dir(folder).ok()? {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            if !is_read(&name) {
                continue;
            }
            let kind = match entry.file_type().ok()? {
                kind if kind.is_symlink() => EntryKind::Link,
                kind if kind.is_dir() => EntryKind::Folder(known.remove(name.as_str()).unwrap_or_default()),
                _ => EntryKind::File,
            };
            self.entries.push(Entry { name: name.into(), kind });
        }
        self.entries.sort_by(|one, other| one.name.cmp(&other.name));
        self.entries.shrink_to_fit();
        self.stamp = stamp;
        Some(())
    }
}
