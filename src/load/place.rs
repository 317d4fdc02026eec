//! Cells and waivers of a loaded report, and values of a file's keys → where they stand, read again when something is to
//! be said of them.

use super::document::front_matter;
use super::report::{Placed, read_placed};
use super::text::read_text;
use crate::diagnostic::Place;
use crate::form::Forms;
use crate::model::CellAt;
use crate::source::{Source, below};
use crate::tree::{Kind, Node, YamlText, read_yaml_placed};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Where things stand in one report's file.
pub struct Places {
    source: Arc<Source>,
    placed: Option<Placed>,
}

impl Places {
    /// Reads a report's file again, by its path below the root; none where it is gone.
    #[must_use]
    pub fn of_report(root: &Path, path: &str, forms: &Forms) -> Option<Self> {
        let (text, _) = read_text(&below(root, path), path).ok()?;
        let yaml = YamlText { path, text: &text, range: 0..text.len() };
        let (placed, _) = read_yaml_placed(&yaml, |node, reader| read_placed(node, reader, forms));
        Some(Self { placed, source: Arc::new(Source { path: path.to_owned(), text }) })
    }

    /// The file's text.
    #[must_use]
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// Where a cell stands, in bytes.
    #[must_use]
    pub fn cell(&self, at: CellAt) -> Option<Range<usize>> {
        self.placed.as_ref()?.cell(at)
    }

    /// Where a waiver stands, in bytes.
    #[must_use]
    pub fn waiver(&self, place: usize) -> Option<Range<usize>> {
        self.placed.as_ref()?.waiver(place)
    }
}

/// Where a value of a top-level key stands, in a YAML file or in the front matter of a Markdown file; the whole file
/// where it cannot be told.
#[must_use]
pub fn place_of(root: &Path, path: &str, key: &str, value: &str) -> Place {
    find_value(root, path, key, value).unwrap_or_else(|| Place::File(path.to_owned()))
}

fn find_value(root: &Path, path: &str, key: &str, value: &str) -> Option<Place> {
    let (text, _) = read_text(&below(root, path), path).ok()?;
    let range = if path.ends_with(".md") { front_matter(&text).ok()?.0 } else { 0..text.len() };
    let yaml = YamlText { path, text: &text, range };
    let is_value = |node: &Node| node.scalar().is_some_and(|text| text.trim().trim_matches('/') == value.trim_matches('/'));
    let (span, _) = read_yaml_placed(&yaml, |node, _| {
        let Kind::Map(entries) = &node.kind else { return None };
        let entry = entries.iter().find(|entry| entry.key == key)?;
        let found = match &entry.value.kind {
            Kind::List(nodes) => nodes.iter().find(|node| is_value(node)).map(|node| node.span.clone()),
            Kind::Map(entries) => entries.iter().find(|entry| entry.key == value).map(|entry| entry.key_span.clone()),
            Kind::Null | Kind::Scalar(_) => Some(entry.value.span.clone()),
        };
        Some(found.unwrap_or_else(|| entry.key_span.clone()))
    });
    let span = span.flatten()?;
    Some(Place::Span(Arc::new(Source { path: path.to_owned(), text }), span))
}
