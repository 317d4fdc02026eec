//! What was found in a portal → what a page's panel shows of it: what is about the page first, then how much there is elsewhere.

use crate::diagnostic::{Diagnostic, Evidence, Lang, Level, Place, level_count};
use crate::source::below;
use serde::Serialize;
use std::path::Path;

/// The most findings that are listed of other pages.
const MAX_ELSEWHERE: usize = 100;

#[derive(Serialize)]
struct Panel<'a> {
    errors: usize,
    warnings: usize,
    /// About the files that the page is made of.
    here: Vec<Line<'a>>,
    /// About other files.
    elsewhere: Vec<Line<'a>>,
    /// How many there are about other files.
    elsewhere_count: usize,
}

#[derive(Serialize)]
struct Line<'a> {
    level: &'static str,
    code: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    /// The file by its whole path, for an editor.
    path: Option<String>,
    /// The line it is about, and the column of a caret below it.
    source: Option<Quoted<'a>>,
    #[serde(flatten)]
    evidence: Option<&'a Evidence>,
}

#[derive(Serialize)]
struct Quoted<'a> {
    text: &'a str,
    /// From 0, in characters.
    caret: usize,
}

/// The panel of a page that is made of these files.
pub(crate) fn panel(found: &[Diagnostic], sources: &[String], root: &Path, lang: Lang) -> Vec<u8> {
    let is_here = |diagnostic: &&Diagnostic| diagnostic.place.as_ref().is_some_and(|place| sources.iter().any(|source| source == place.path()));
    let line = |diagnostic| line(diagnostic, root, lang);
    let mut here: Vec<&Diagnostic> = found.iter().filter(is_here).collect();
    let mut elsewhere: Vec<&Diagnostic> = found.iter().filter(|diagnostic| !is_here(diagnostic) && diagnostic.level > Level::Info).collect();
    for list in [&mut here, &mut elsewhere] {
        list.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.level));
    }
    let panel = Panel {
        errors: level_count(found, Level::Error),
        warnings: level_count(found, Level::Warning),
        here: here.into_iter().map(line).collect(),
        elsewhere_count: elsewhere.len(),
        elsewhere: elsewhere.into_iter().take(MAX_ELSEWHERE).map(line).collect(),
    };
    serde_json::to_vec(&panel).unwrap_or_default()
}

fn line<'a>(diagnostic: &'a Diagnostic, root: &Path, lang: Lang) -> Line<'a> {
    let place = diagnostic.place.as_ref();
    let line_column = place.and_then(Place::line_column);
    Line {
        level: diagnostic.level.name(),
        code: diagnostic.code.as_str(),
        message: diagnostic.message.in_lang(lang),
        help: diagnostic.help.as_ref().map(|help| help.in_lang(lang)),
        file: place.map(Place::path),
        line: line_column.map(|(line, _)| line),
        column: line_column.map(|(_, column)| column),
        path: place.map(|place| below(root, place.path()).to_string_lossy().into_owned()),
        source: place.and_then(quoted),
        evidence: diagnostic.evidence.as_deref(),
    }
}

/// The line that a place is in.
fn quoted(place: &Place) -> Option<Quoted<'_>> {
    let Place::Span(source, _) = place else { return None };
    let (line, column) = place.line_column()?;
    Some(Quoted { text: source.text.lines().nth(line - 1)?, caret: column - 1 })
}
