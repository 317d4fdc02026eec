//! YAML and TOML texts → one kind of tree, whose nodes know where they stand, and a reader that takes such a tree
//! apart field by field, naming whatever is missing, unknown or of the wrong kind.

mod fields;
mod simple;
mod toml;
mod yaml;

pub use self::toml::parse_toml;
pub use fields::{Fields, Reader};
pub use yaml::{YamlText, read_yaml, read_yaml_placed};

use std::ops::Range;

/// A value with its place in the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its byte range in the file; empty at 0 where it was read without places.
    pub span: Range<usize>,
}

/// What a node is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Nothing: an empty value, `~` or `null`.
    Null,
    /// A text as written; numbers, dates and flags too.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// A map in the order of the file.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// Where the key stands.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The text of a scalar.
    #[must_use]
    pub fn scalar(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(text) => Some(text),
            Kind::Null | Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// What kind of thing it is, in words.
    pub(crate) fn words(&self) -> (&'static str, &'static str) {
        match &self.kind {
            Kind::Null => ("空值", "nothing"),
            Kind::Scalar(_) => ("文字", "a text"),
            Kind::List(_) => ("列表", "a list"),
            Kind::Map(_) => ("键值表", "a map"),
        }
    }
}
