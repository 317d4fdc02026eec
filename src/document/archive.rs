//! A zip of XML files → the text of each, within limits: a small file may claim to hold gigabytes.

use super::Unread;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The most files in one archive.
const MAX_FILES: usize = 10_000;

/// The most that is read of one archive, in bytes. Sheets of ten thousand rows hold about 10 MB.
const MAX_READ: u64 = 64 << 20;

/// The most text that is made of one file of an archive, in bytes.
pub(super) const MAX_TEXT: usize = 64 << 20;

/// The most that a byte may grow to, past the first megabyte: XML of real workbooks grows to 20 times its size.
const MAX_RATIO: u64 = 200;

/// An opened archive.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// How much may still be read.
    left: u64,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unread> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unread::Damaged)?;
        if zip.len() > MAX_FILES {
            return Err(Unread::TooLarge);
        }
        let growth = (1 << 20) + (bytes.len() as u64).saturating_mul(MAX_RATIO);
        Ok(Self { zip, left: MAX_READ.min(growth) })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The names of files that begin and end so, in order.
    pub(super) fn names(&self, begins: &str, ends: &str) -> Vec<String> {
        let all = self.zip.file_names().filter_map(Result::ok);
        let mut names: Vec<String> = all.filter(|name| name.starts_with(begins) && name.ends_with(ends)).map(|name| name.into_owned()).collect();
        names.sort();
        names
    }

    /// The text of a file.
    pub(super) fn text(&mut self, name: &str) -> Result<String, Unread> {
        let file = self.zip.by_name(name).map_err(|error| match error {
            ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword => Unread::OldOffice,
            _ => Unread::Damaged,
        })?;
        let mut bytes = Vec::new();
        file.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| Unread::Damaged)?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(Unread::TooLarge)?;
        String::from_utf8(bytes).map_err(|_| Unread::Damaged)
    }
}
