//! A Word document → its paragraphs and tables as a reader sees them.

use super::style::Styles;
use super::table::RawTable;
use super::walk::pieces;
use crate::document::Unread;
use crate::document::archive::Archive;
use crate::document::block::{Block, MAX_CELLS, Reading, Spot, rectangle};
use crate::document::xml::{Step, each_step};

pub(in crate::document) const BODY: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";
const NOTES: [&str; 2] = ["word/footnotes.xml", "word/endnotes.xml"];
const PROPERTIES: &str = "docProps/core.xml";

/// A paragraph or a table before it is laid out.
#[derive(Debug)]
pub(super) enum Piece {
    /// A paragraph, and its level if it is a heading; its lines are parted by `\n`.
    Text(Option<u8>, String),
    Table(RawTable),
}

/// The paragraphs and tables of a document, its notes at the end.
///
/// # Errors
/// Where it is damaged, or larger than is looked through.
pub fn reading(bytes: &[u8]) -> Result<Reading, Unread> {
    let mut archive = Archive::open(bytes)?;
    if !archive.has(BODY) {
        return Err(Unread::NoText);
    }
    let styles = if archive.has(STYLES) { Styles::read(&archive.text(STYLES)?)? } else { Styles::default() };
    let mut laid = Laid { blocks: Vec::new(), tables: 0, left: MAX_CELLS };
    laid.add(pieces(&archive.text(BODY)?, &styles)?)?;
    for name in NOTES {
        if archive.has(name) {
            laid.add(pieces(&archive.text(name)?, &styles)?)?;
        }
    }
    let title = if archive.has(PROPERTIES) { title(&archive.text(PROPERTIES)?)? } else { None };
    Ok(Reading { blocks: laid.blocks, title, ..Reading::default() })
}

/// The title that a document says it has.
fn title(xml: &str) -> Result<Option<String>, Unread> {
    let (mut title, mut is_open) = (String::new(), false);
    each_step(xml, |step| match step {
        Step::Begin("title", _) => is_open = true,
        Step::End("title") => is_open = false,
        Step::Words(words) if is_open => title.push_str(words),
        Step::Begin(..) | Step::End(_) | Step::Words(_) => {}
    })?;
    Ok(Some(title.trim().to_owned()).filter(|title| !title.is_empty()))
}

/// Blocks while they are laid out.
struct Laid {
    blocks: Vec<Block>,
    tables: u32,
    /// How many cells may still come.
    left: usize,
}

impl Laid {
    fn add(&mut self, pieces: Vec<Piece>) -> Result<(), Unread> {
        for piece in pieces {
            match piece {
                Piece::Text(level, text) => {
                    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                    self.blocks.extend(lines.map(|line| Block::Text { place: Spot::default(), level, text: line.to_owned() }));
                }
                // One that only lays out the page holds its paragraphs and other tables.
                Piece::Table(table) if table.is_layout() => self.add(table.into_pieces())?,
                Piece::Table(table) => {
                    self.tables += 1;
                    let place = Spot { table: Some(self.tables), ..Spot::default() };
                    self.blocks.push(Block::Table(rectangle(place.clone(), table.laid_out(&place), &mut self.left)?));
                }
            }
        }
        Ok(())
    }
}
