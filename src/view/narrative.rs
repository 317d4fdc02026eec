//! The words of two reports → what became of each section, and the words themselves with what went and came marked.

use super::words::read_quoting;
use crate::compare::{Piece, TextChange, compare_texts};
use crate::html::escape;
use crate::markdown::{Passage, passages};
use crate::model::Report;
use crate::page::{ComparePage, Quotation};
use crate::phrase::Phrases;
use minijinja::Value;
use serde::Serialize;
use std::io;

/// What became of the words of a report.
#[derive(Serialize)]
pub struct NarrativeView<'a> {
    /// How much of the later words stood in the earlier ones, such as `83%`; empty where there are none.
    pub repeated: String,
    /// How many sections are the same to the letter.
    pub same: usize,
    /// The sections in the order of the later form.
    pub sections: Vec<PassageView<'a>>,
}

/// What became of a section.
#[derive(Serialize)]
pub struct PassageView<'a> {
    /// Its address within the page.
    pub id: String,
    /// Its heading.
    pub heading: &'a str,
    /// `same`, `changed`, `added` or `removed`.
    pub kind: &'static str,
    /// In how many places it was changed.
    pub count: usize,
    /// How much of the later words stood in the earlier ones, such as `83%`.
    pub repeated: String,
    /// The words with what went and came marked, as HTML.
    pub diff: Value,
    /// The later words with what came marked, as HTML.
    pub later: Value,
    /// The earlier words with what went marked, as HTML.
    pub earlier: Value,
}

/// The variables of the words of two reports; none where neither has any.
///
/// # Errors
/// Where they cannot be read.
pub(super) fn narrative<'a>(page: &'a ComparePage<'_>) -> io::Result<Option<NarrativeView<'a>>> {
    let [later_quotations, earlier_quotations] = &page.quotations;
    let (later, earlier) = (texts(page, page.later, later_quotations)?, texts(page, page.earlier, earlier_quotations)?);
    if later.is_empty() && earlier.is_empty() {
        return Ok(None);
    }
    let texts = pairs(page, &later, &earlier);
    let mut sections = Vec::with_capacity(texts.len());
    let mut repeated = (0, 0);
    for (number, (heading, earlier, later)) in texts.into_iter().enumerate() {
        let change = compare_texts(earlier, later);
        let (same, all) = change.repeated();
        repeated = (repeated.0 + same, repeated.1 + all);
        sections.push(section(page.shell.phrases, number, heading, &change));
    }
    let same = sections.iter().filter(|section| section.kind == "same").count();
    Ok(Some(NarrativeView { repeated: percent(page.shell.phrases, repeated), same, sections }))
}

/// The texts of the sections of a report.
fn texts(page: &ComparePage<'_>, report: &Report, quotations: &[Quotation]) -> io::Result<Vec<Passage>> {
    let Some(words) = &report.words else { return Ok(Vec::new()) };
    let form = &report.figures.form;
    let title = page.shell.phrases.report_title(form, &page.agency.name, report.year);
    Ok(passages(&read_quoting(page.shell, &words.body, quotations)?, &form.sections, &title))
}

/// Each section with its earlier and its later text, matched by its number: those of the later form, then those that only
/// the earlier one has.
fn pairs<'a, 'p>(page: &'a ComparePage<'_>, later: &'p [Passage], earlier: &'p [Passage]) -> Vec<(&'a str, &'p str, &'p str)> {
    let (new, old) = (&page.later.figures.form.sections, &page.earlier.figures.form.sections);
    let text = |passages: &'p [Passage], section: Option<usize>| passages.iter().find(|passage| passage.section == section).map_or("", |passage| &passage.text);
    let in_old = |number: &str| old.iter().position(|section| section.number == number);
    let preface = (page.shell.phrases.word("preface"), text(earlier, None), text(later, None));
    let current = new.iter().enumerate().map(|(at, section)| {
        let before = in_old(&section.number).map_or("", |place| text(earlier, Some(place)));
        (section.heading.as_str(), before, text(later, Some(at)))
    });
    let gone = old.iter().enumerate().filter(|(_, section)| !new.iter().any(|other| other.number == section.number));
    let gone = gone.map(|(at, section)| (section.heading.as_str(), text(earlier, Some(at)), ""));
    std::iter::once(preface).chain(current).chain(gone).filter(|(_, before, after)| !(before.is_empty() && after.is_empty())).collect()
}

fn section<'a>(phrases: &Phrases, number: usize, heading: &'a str, change: &TextChange<'_>) -> PassageView<'a> {
    let kind = match change.pieces.as_slice() {
        [Piece::Same(_)] => "same",
        [Piece::Added(_)] => "added",
        [Piece::Removed(_)] => "removed",
        _ => "changed",
    };
    let html = |shows: fn(&Piece<'_>) -> bool| Value::from_safe_string(marked(change.pieces.iter().filter(|piece| shows(piece))));
    PassageView {
        id: format!("words-{}", number + 1),
        heading,
        kind,
        count: change.count(),
        repeated: percent(phrases, change.repeated()),
        diff: html(|_| true),
        later: html(|piece| !matches!(piece, Piece::Removed(_))),
        earlier: html(|piece| !matches!(piece, Piece::Added(_))),
    }
}

/// A share in whole percent, rounded down so that 100% is all of it.
fn percent(phrases: &Phrases, (part, whole): (usize, usize)) -> String {
    match (part * 100).checked_div(whole) {
        None => String::new(),
        Some(0) if part > 0 => phrases.word("under_one").to_owned(),
        Some(share) => format!("{share}%"),
    }
}

/// Pieces as paragraphs. A line that ends within what went or came stays a line within it.
fn marked<'p>(pieces: impl Iterator<Item = &'p Piece<'p>>) -> String {
    let mut out = "<p>".to_owned();
    for piece in pieces {
        match piece {
            Piece::Same(text) => out.push_str(&escape(text).replace('\n', "\n</p><p>")),
            Piece::Removed(text) => out.push_str(&format!("<del>{}</del>", escape(text))),
            Piece::Added(text) => out.push_str(&format!("<ins>{}</ins>", escape(text))),
        }
    }
    out + "</p>"
}
