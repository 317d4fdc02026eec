//! What the words of a document link to, and the places that links may lead to on its page.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The links of a document's words, and the places on its page.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The links that may lead within the portal, in their order.
    pub links: Box<[WrittenLink]>,
    /// The addresses within the page of its headings and footnotes.
    pub ids: Box<[Box<str>]>,
    /// Whether some of those addresses hold figures that are quoted, so that they are not known yet.
    pub is_open: bool,
}

/// A link as it is written in Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenLink {
    /// Where it leads; a heading's own address within the page already as the page has it.
    pub target: Box<str>,
    /// Where in the file that stands, in bytes.
    pub range: Range<usize>,
    /// What it is.
    pub kind: LinkKind,
}

/// What a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    /// A link to follow.
    Link,
    /// A picture.
    Picture,
    /// Meant as a link, but Markdown takes it for text since its address holds a space.
    Spaced,
}
