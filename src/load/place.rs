//! Cells and waivers of a loaded report, and values of a file's keys → where they stand, read again when something is to
//! be said of them.

use super::document::front_matter;
use super::report::{Placed, read_placed};
use super::text::read_text;
use crate::diagnostic::Place;
use crate::form::Forms;
use crate::model::CellAt;
use crate::source::{Source, below};
use crate::tree::{Entry, Kind, Node, Reader, YamlText, parse_toml, read_yaml_placed};
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
}

/// Where a value of a top-level key stands, in a YAML file or in the front matter of a Markdown file; the whole file
/// where it cannot be told.
#[must_use]
pub fn place_of(root: &Path, path: &str, key: &str, value: &str) -> Place {
    find_value(root, path, key, value).unwrap_or_else(|| Place::File(path.to_owned()))
}

/// Where the item of a list under a top-level key stands, counted from 0; the whole file where it cannot be told.
#[must_use]
pub fn place_of_nth(root: &Path, path: &str, key: &str, nth: usize) -> Place {
    let found = find(root, path, |entries| {
        let entry = entries.iter().find(|entry| entry.key == key)?;
        let Kind::List(nodes) = &entry.value.kind else { return Some(entry.key_span.clone()) };
        nodes.get(nth).map(|node| node.span.clone())
    });
    found.unwrap_or_else(|| Place::File(path.to_owned()))
}

/// A file of the content as it is now, for whoever has something to say of it; none where it cannot be read.
#[must_use]
pub fn read_whole(root: &Path, path: &str) -> Option<Arc<Source>> {
    let (text, _) = read_text(&below(root, path), path).ok()?;
    Some(Arc::new(Source { path: path.to_owned(), text }))
}

fn find_value(root: &Path, path: &str, key: &str, value: &str) -> Option<Place> {
    let is_value = |node: &Node| node.scalar().is_some_and(|text| text.trim().trim_matches('/') == value.trim_matches('/'));
    find(root, path, |entries| {
        let entry = entries.iter().find(|entry| entry.key == key)?;
        let found = match &entry.value.kind {
            Kind::List(nodes) => nodes.iter().find(|node| is_value(node)).map(|node| node.span.clone()),
            Kind::Map(entries) => entries.iter().find(|entry| entry.key == value).map(|entry| entry.key_span.clone()),
            Kind::Null | Kind::Scalar(_) => Some(entry.value.span.clone()),
        };
        Some(found.unwrap_or_else(|| entry.key_span.clone()))
    })
}

/// A place among the entries of a YAML or TOML file, or of the front matter of a Markdown file.
fn find(root: &Path, path: &str, look: impl Fn(&[Entry]) -> Option<Range<usize>>) -> Option<Place> {
    let (text, _) = read_text(&below(root, path), path).ok()?;
    let of = |node: &Node| if let Kind::Map(entries) = &node.kind { look(entries) } else { None };
    let source = Arc::new(Source { path: path.to_owned(), text });
    let span = if path.ends_with(".toml") {
        parse_toml(&mut Reader::new(Arc::clone(&source))).and_then(|node| of(&node))
    } else {
        let range = if path.ends_with(".md") { front_matter(&source.text).ok()?.0 } else { 0..source.text.len() };
        let yaml = YamlText { path, text: &source.text, range };
        read_yaml_placed(&yaml, |node, _| of(node)).0.flatten()
    };
    Some(Place::Span(source, span?))
}
