//! What stands in a folder and in those below it, remembered by what the disk tells of each folder: while that is the same,
//! nothing has come or gone, and the folder need not be read again.

use super::stamp::Stamp;
use crate::disk::{FileKind, Named, Vantage};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::SystemTime;

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
    pub(super) fn read(&mut self, vantage: &Vantage, path: &str, now: SystemTime, is_read: fn(&str) -> bool) -> Option<()> {
        let mut known: BTreeMap<Cow<'_, str>, Listing<'_>> = BTreeMap::new();
        for Entry { name, kind } in self.entries.drain(..) {
            if let EntryKind::Folder(listing) = kind {
                known.insert(name, listing);
            }
        }
        let (status, all) = vantage.list(path).ok()?;
        for Named { name, kind } in all.into_iter().filter(|named| is_read(&named.name.to_string_lossy())) {
            let name = name.into_string().ok()?;
            let kind = match kind {
                FileKind::Folder => EntryKind::Folder(known.remove(name.as_str()).unwrap_or_default()),
                FileKind::Link => EntryKind::Link,
                FileKind::File | FileKind::Other => EntryKind::File,
            };
            self.entries.push(Entry { name: name.into(), kind });
        }
        self.entries.sort_by(|one, other| one.name.cmp(&other.name));
        self.entries.shrink_to_fit();
        self.stamp = Some(status).filter(|status| vantage.tells_of(status)).map(Stamp::told).filter(|stamp| stamp.is_settled_at(now));
        Some(())
    }
}
