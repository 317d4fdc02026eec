//! The bytes of a file that others made → its words, as far as they can be read: texts in the encodings that are met,
//! Word documents, Excel workbooks and PDF.

mod archive;
pub mod block;
mod line;
mod page;
pub mod pdf;
mod read;
mod sheet;
mod text;
pub mod word;
mod workbook;
mod xml;

pub use block::{Block, GOES_ON, Grid, GridCell, Reading, Spot};
pub use read::read;
pub use text::{Decoded, decode, encode_as};

use archive::Archive;
use serde::{Deserialize, Serialize};

/// Words of a file, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The words; lines are parted by `\n`.
    pub text: String,
    /// What its lines are.
    pub unit: Unit,
    /// Whether places in the text are places in the file, read as UTF-8 without a byte order mark.
    pub is_whole_file: bool,
    /// The numbers that rows of a sheet have in it, by where they begin.
    rows: Vec<(usize, u32)>,
}

/// What the lines of a part are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Unit {
    /// Lines of a text.
    #[default]
    Line,
    /// Paragraphs of a document, those in tables included.
    Paragraph,
    /// Rows of a sheet of this name.
    Row(String),
    /// Lines of the page of this number.
    Page(u32),
}

/// The words of a file, as far as they can be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What was read, in its order.
    pub parts: Vec<Part>,
    /// Why that is not all.
    pub unread: Option<Unread>,
}

/// Why the words of a file cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unread {
    /// An encrypted PDF.
    EncryptedPdf,
    /// A PDF without any words, such as a scan.
    NoTextLayer,
    /// A PDF in fonts that do not say what their characters are.
    UnknownFonts,
    /// Pages of a PDF among others that were read: scans, or in fonts that do not say what their characters are.
    SomePages,
    /// A file of Office before 2007, or one with a password.
    OldOffice,
    /// An archive, such as a zip of other files.
    Archive,
    /// A picture, a recording, or anything else without words.
    NoText,
    /// It is not what it says it is.
    Damaged,
    /// It holds more than is looked through.
    TooLarge,
    /// A document or table of other programs: OFD, OpenDocument.
    OtherOffice,
}

impl Part {
    /// The number of the line, paragraph or row at a byte, from 1.
    #[must_use]
    pub fn number(&self, at: usize) -> u32 {
        match &self.unit {
            Unit::Line | Unit::Paragraph | Unit::Page(_) => u32::try_from(self.text[..at.min(self.text.len())].matches('\n').count() + 1).unwrap_or(u32::MAX),
            Unit::Row(_) => self.rows[..self.rows.partition_point(|(start, _)| *start <= at)].last().map_or(1, |(_, number)| *number),
        }
    }
}

/// The words of a file.
#[must_use]
pub fn extract(name: &str, bytes: &[u8]) -> Words {
    let read = match bytes {
        [b'%', b'P', b'D', b'F', ..] => return pdf::words(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(Unread::OldOffice),
        [b'P', b'K', 3, 4, ..] => of_archive(bytes),
        [0x1F, 0x8B, ..] | [b'7', b'z', 0xBC, 0xAF, ..] | [b'R', b'a', b'r', b'!', ..] => Err(Unread::Archive),
        _ => match decode(name, bytes) {
            Some(Decoded { text, is_utf8 }) => Ok(vec![Part { text, is_whole_file: is_utf8, ..Part::default() }]),
            None if [".docx", ".xlsx", ".docm", ".xlsm", ".pdf"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending)) => Err(Unread::Damaged),
            None => Err(Unread::NoText),
        },
    };
    match read {
        Ok(parts) => Words { parts, unread: None },
        Err(why) => Words { parts: Vec::new(), unread: Some(why) },
    }
}

fn of_archive(bytes: &[u8]) -> Result<Vec<Part>, Unread> {
    let mut archive = Archive::open(bytes)?;
    if archive.has("word/document.xml") {
        word::parts(&mut archive)
    } else if archive.has("xl/workbook.xml") {
        workbook::parts(&mut archive)
    } else {
        Err(Unread::Archive)
    }
}

#[cfg(test)]
mod tests;
