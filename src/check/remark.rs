//! What rules find in files other than the cells of a report: in words, settings, folders, links.

use crate::diagnostic::{Code, Level, Text};
use crate::model::CellAt;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;

/// Something that a rule finds about a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The rule's code.
    pub code: Code,
    /// What was found, and what was expected.
    pub message: Text,
    /// What to do.
    pub help: Text,
    /// The file, by its path below the root; its waivers, and those of its agency, may let the finding stand.
    pub file: String,
    /// Where in it.
    pub at: At,
    /// What the `at` of a waiver may name to mean this finding alone, such as the slug of a category; may be empty.
    pub subject: String,
    /// How grave it is, where that is not the code's own level.
    pub level: Option<Level>,
}

/// A place in a file, before its text is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum At {
    /// The whole of it.
    File,
    /// A range of its text, in bytes.
    Range(Range<usize>),
    /// A cell of the report that the file holds.
    Cell(CellAt),
    /// A key of its YAML, its front matter or its settings, and the value meant there, which may be empty.
    Key(Cow<'static, str>, String),
}

impl At {
    /// A key, and the value meant there, which may be empty.
    #[must_use]
    pub fn key(key: &'static str, value: impl Into<String>) -> Self {
        Self::Key(Cow::Borrowed(key), value.into())
    }
}

impl Remark {
    /// A remark about a whole file.
    #[must_use]
    pub fn new(code: Code, file: impl Into<String>, message: Text, help: Text) -> Self {
        Self { code, message, help, file: file.into(), at: At::File, subject: String::new(), level: None }
    }

    /// At a place in it.
    #[must_use]
    pub fn at(self, at: At) -> Self {
        Self { at, ..self }
    }

    /// As grave as this.
    #[must_use]
    pub fn as_grave_as(self, level: Level) -> Self {
        Self { level: Some(level), ..self }
    }

    /// About something that a waiver may name.
    #[must_use]
    pub fn about(self, subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..self }
    }
}
