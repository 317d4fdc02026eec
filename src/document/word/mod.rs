//! A Word document → its paragraphs: body, tables, text boxes, heads and feet, notes, comments, and what tracked changes
//! have deleted and still hold.

mod reading;
mod style;
mod table;
mod walk;

use super::archive::Archive;
use super::xml::{Step, each_step};
use super::{Part, Unit, Unread};
pub(super) use reading::BODY;
pub use reading::reading;

const NOTES: [&str; 3] = ["word/footnotes.xml", "word/endnotes.xml", "word/comments.xml"];

pub(super) fn parts(archive: &mut Archive<'_>) -> Result<Vec<Part>, Unread> {
    let mut names = vec!["word/document.xml".to_owned()];
    names.extend(archive.names("word/header", ".xml"));
    names.extend(archive.names("word/footer", ".xml"));
    names.extend(NOTES.iter().filter(|name| archive.has(name)).map(|name| (*name).to_owned()));
    names.iter().map(|name| Ok(Part { text: paragraphs(&archive.text(name)?)?, unit: Unit::Paragraph, ..Part::default() })).collect()
}

/// The paragraphs of one of its files, a line each.
fn paragraphs(xml: &str) -> Result<String, Unread> {
    let mut text = String::new();
    let mut in_words = false;
    each_step(xml, |step| match step {
        Step::Begin("t" | "delText", _) => in_words = true,
        Step::End("t" | "delText") => in_words = false,
        Step::Begin("tab", _) => text.push('\t'),
        Step::Begin("noBreakHyphen", _) => text.push('-'),
        Step::Begin("br" | "cr", _) => text.push(' '),
        Step::End("p") => text.push('\n'),
        Step::Words(words) if in_words => text.push_str(words),
        Step::Begin(..) | Step::End(_) | Step::Words(_) => {}
    })?;
    Ok(text)
}
