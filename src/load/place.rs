//! Cells and waivers of a loaded report → where they stand in its file, read again when something is to be said of them.

use super::report::{Placed, read_placed};
use super::text::read_text;
use crate::form::Forms;
use crate::model::CellAt;
use crate::source::{Source, below};
use crate::tree::{YamlText, read_yaml_placed};
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
