//! The XML of a Word document → its paragraphs and tables: what tracked changes took out and what is hidden left out, text
//! boxes behind the paragraph they hang on.

use super::reading::Piece;
use super::style::Styles;
use super::table::{Merge, RawCell, RawTable};
use crate::document::Unread;
use crate::document::block::push_raised;
use crate::document::xml::{Step, attribute, each_step};
use quick_xml::events::BytesStart;

/// How deep tables, cells and text boxes may stand in each other.
const MAX_DEPTH: usize = 60;

/// The paragraphs and tables of one of the files of a document.
pub(super) fn pieces(xml: &str, styles: &Styles) -> Result<Vec<Piece>, Unread> {
    let mut walk =
        Walk { styles, frames: Vec::new(), body: Frame::default(), tables: Vec::new(), unseen: 0, in_words: false, in_row_settings: false, is_too_deep: false };
    each_step(xml, |step| match step {
        _ if walk.is_too_deep => {}
        Step::Begin(name, element) => walk.begin(name, element),
        Step::End(name) => walk.end(name),
        Step::Words(words) if walk.in_words => walk.say(words),
        Step::Words(_) => {}
    })?;
    if walk.is_too_deep {
        return Err(Unread::TooLarge);
    }
    walk.body.end_paragraph();
    Ok(walk.body.pieces)
}

/// What holds paragraphs and tables, while it is open: the body, a cell, a text box.
#[derive(Debug, Default)]
struct Frame {
    pieces: Vec<Piece>,
    /// The paragraph that is open, its level, and what stands in boxes that hang on it.
    text: String,
    level: Option<u8>,
    boxes: Vec<Piece>,
    /// Whether a run of words is open: a tab is one there, and a setting elsewhere.
    in_run: bool,
    is_hidden_run: bool,
    is_raised: bool,
    is_struck: bool,
}

impl Frame {
    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.pieces.push(Piece::Text(self.level, text));
        }
        self.level = None;
        self.pieces.append(&mut self.boxes);
    }
}

/// A document while it is read.
struct Walk<'s> {
    styles: &'s Styles,
    body: Frame,
    /// The cells and boxes that are open, from the outermost.
    frames: Vec<Frame>,
    tables: Vec<RawTable>,
    /// How many elements are open whose words no reader sees.
    unseen: usize,
    in_words: bool,
    in_row_settings: bool,
    is_too_deep: bool,
}

/// Whether no reader sees the words of an element: tracked changes took them out, the same is shown in another way, or they
/// say how a word is spoken. What settings were before a tracked change holds no more, either.
fn is_unseen(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback" | "rt") || name.ends_with("PrChange")
}

/// Whether a setting is on.
fn is_on(element: &BytesStart<'_>) -> bool {
    attribute(element, "val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off"))
}

fn merge(element: &BytesStart<'_>) -> Merge {
    if attribute(element, "val").as_deref() == Some("restart") { Merge::Begins } else { Merge::GoesOn }
}

fn number(element: &BytesStart<'_>) -> Option<usize> {
    attribute(element, "val")?.trim().parse().ok()
}

impl Walk<'_> {
    fn begin(&mut self, name: &str, element: &BytesStart<'_>) {
        if is_unseen(name) {
            self.unseen += 1;
            if name == "del" && self.in_row_settings {
                self.with_table(|table| table.is_row_removed = true);
            }
        }
        if self.unseen > 0 {
            return;
        }
        let in_run = self.frame().in_run;
        match name {
            "r" => self.frame().in_run = true,
            "t" => self.in_words = true,
            "tab" | "ptab" if in_run => self.say("\t"),
            "noBreakHyphen" if in_run => self.say("-"),
            "br" | "cr" if in_run => self.say("\n"),
            "vertAlign" if in_run => self.frame().is_raised = attribute(element, "val").as_deref() == Some("superscript"),
            "strike" | "dstrike" if in_run && is_on(element) => self.frame().is_struck = true,
            "cellDel" => self.with_table(|table| table.open = None),
            "vanish" if in_run && is_on(element) => self.frame().is_hidden_run = true,
            "p" => self.frame().end_paragraph(),
            "pStyle" => self.frame().level = attribute(element, "val").and_then(|style| self.styles.level(&style)),
            "outlineLvl" => self.frame().level = number(element).filter(|level| *level < 9).and_then(|level| u8::try_from(level + 1).ok()),
            "tbl" => {
                self.frame().end_paragraph();
                self.tables.push(RawTable::default());
            }
            "tr" => self.with_table(RawTable::begin_row),
            "trPr" => self.in_row_settings = true,
            "gridBefore" => self.with_table(|table| table.begin_at(number(element).unwrap_or(0))),
            "tc" => {
                self.with_table(|table| table.open = Some(RawCell::default()));
                self.frames.push(Frame::default());
            }
            "gridSpan" => self.with_cell(|cell| cell.columns = number(element).unwrap_or(1)),
            "vMerge" => self.with_cell(|cell| cell.down = merge(element)),
            "hMerge" => self.with_cell(|cell| cell.across = merge(element)),
            "txbxContent" => self.frames.push(Frame::default()),
            _ => {}
        }
        self.is_too_deep = self.frames.len() + self.tables.len() > MAX_DEPTH;
    }

    fn end(&mut self, name: &str) {
        if is_unseen(name) {
            self.unseen = self.unseen.saturating_sub(1);
        }
        if self.unseen > 0 {
            return;
        }
        match name {
            "r" => {
                let frame = self.frame();
                (frame.in_run, frame.is_hidden_run, frame.is_raised, frame.is_struck) = (false, false, false, false);
            }
            "t" => self.in_words = false,
            "p" => self.frame().end_paragraph(),
            "trPr" => self.in_row_settings = false,
            "tr" => self.with_table(RawTable::end_row),
            "tc" => {
                let pieces = self.close_frame();
                match self.tables.last_mut() {
                    Some(table) => table.end_cell(pieces),
                    None => self.frame().pieces.extend(pieces),
                }
            }
            "tbl" => {
                let table = self.tables.pop();
                self.frame().pieces.extend(table.map(Piece::Table));
            }
            "txbxContent" => {
                let pieces = self.close_frame();
                self.frame().boxes.extend(pieces);
            }
            _ => {}
        }
    }

    fn say(&mut self, words: &str) {
        let frame = self.frame();
        if !frame.is_hidden_run {
            // Words that are struck out stand apart from those beside them: no number has both.
            let mark = if frame.is_struck { "~~" } else { "" };
            push_raised(&mut frame.text, &format!("{mark}{words}{mark}"), frame.is_raised);
        }
    }

    fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().unwrap_or(&mut self.body)
    }

    fn close_frame(&mut self) -> Vec<Piece> {
        let mut frame = self.frames.pop().unwrap_or_default();
        frame.end_paragraph();
        frame.pieces
    }

    fn with_table(&mut self, change: impl FnOnce(&mut RawTable)) {
        self.tables.last_mut().map(change);
    }

    fn with_cell(&mut self, change: impl FnOnce(&mut RawCell)) {
        self.tables.last_mut().and_then(|table| table.open.as_mut()).map(change);
    }
}
