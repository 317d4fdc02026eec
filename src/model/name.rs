//! Names that may stand in an address: slugs, years, and whole addresses below the portal's root.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// What is not escaped in a link.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The longest slug, in characters; file systems take 255 bytes.
const MAX_SLUG: usize = 100;

/// Folders of the portal itself, which no agency may have.
const NOT_AGENCIES: [&str; 6] = ["years", "data", "search", "sitemap", "accessibility", "static"];

/// Pages and folders of an agency's column, which no category may have; nor may it be four digits, as years are.
const NOT_CATEGORIES: [&str; 6] = ["guide", "apply", "rules", "reports", "data", "feed"];

/// The name of a folder or document in an address: `[a-z0-9][a-z0-9-]*`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Slug(Box<str>);

impl Slug {
    /// A slug of a folder.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        Self::shaped(text, allowed)
    }

    /// A slug of a document, which may also hold points and underscores.
    #[must_use]
    pub fn parse_document(text: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.');
        Self::shaped(text, allowed)
    }

    fn shaped(text: &str, allowed: impl Fn(u8) -> bool) -> Option<Self> {
        let begins_well = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        (begins_well && text.len() <= MAX_SLUG && text.bytes().all(allowed)).then(|| Self(text.into()))
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it cannot name an agency's folder.
    #[must_use]
    pub fn is_reserved_among_agencies(&self) -> bool {
        NOT_AGENCIES.contains(&self.as_str())
    }

    /// Whether it cannot name a category.
    #[must_use]
    pub fn is_reserved_among_categories(&self) -> bool {
        NOT_CATEGORIES.contains(&self.as_str()) || Year::parse(self.as_str()).is_some()
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first year that a portal may report on. Disclosure began in 2008; older documents may be kept too.
const FIRST_YEAR: u16 = 1900;

/// A calendar year of four digits, from 1900.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Year(u16);

impl Year {
    /// Reads four digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok().filter(|year| *year >= FIRST_YEAR).map(Self)).flatten()
    }

    /// The year before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// As a number.
    #[must_use]
    pub fn number(self) -> u16 {
        self.0
    }

    /// All years from this one to another, both included.
    pub fn to(self, last: Self) -> impl DoubleEndedIterator<Item = Self> {
        (self.0..=last.0).map(Self)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

/// The address of a page or file below the portal's root, without a slash at its beginning; a folder ends with one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Address(Arc<str>);

impl Address {
    /// An address put together from parts that are known to be good.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// An address that someone wrote: it must stay below the root and hold nothing unprintable.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('/').unwrap_or(text);
        let forbidden = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '\\' | ':' | '?' | '#' | '%' | '<' | '>' | '"' | '|' | '*');
        let parts = text.strip_suffix('/').unwrap_or(text);
        let good = !parts.is_empty() && parts.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && part.len() < 200);
        (good && !text.contains(forbidden)).then(|| Self(text.into()))
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file it is stored as, for those who keep it: of most addresses no more than these themselves.
    #[must_use]
    pub fn kept_file(&self) -> Arc<str> {
        match self.file() {
            Cow::Borrowed(_) => Arc::clone(&self.0),
            Cow::Owned(file) => file.into(),
        }
    }

    /// The file it is stored as: a folder's page is its `index.html`.
    #[must_use]
    pub fn file(&self) -> Cow<'_, str> {
        if self.0.is_empty() || self.0.ends_with('/') { Cow::Owned(format!("{}index.html", self.0)) } else { Cow::Borrowed(&self.0) }
    }

    /// How it stands in a link: percent-encoded.
    #[must_use]
    pub fn encoded(&self) -> Cow<'_, str> {
        utf8_percent_encode(&self.0, KEPT).into()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        for good in ["kjj", "2024-a", "0"] {
            assert!(Slug::parse(good).is_some(), "{good}");
        }
        for bad in ["", "-a", "KJJ", "科技局", "a_b", "a/b", "..", "a.b"] {
            assert!(Slug::parse(bad).is_none(), "{bad}");
        }
        assert!(Slug::parse_document("t20240515_448911.x").is_some() && Slug::parse_document(".x").is_none());
    }

    #[test]
    fn reserved_slugs() {
        let slug = |text| Slug::parse(text).expect("a slug");
        assert!(slug("years").is_reserved_among_agencies() && !slug("years").is_reserved_among_categories());
        assert!(slug("guide").is_reserved_among_categories() && !slug("guide").is_reserved_among_agencies());
        assert!(slug("2024").is_reserved_among_categories() && !slug("20245").is_reserved_among_categories());
    }

    #[test]
    fn addresses_stay_below_the_root() {
        for good in ["/doc/2024/05/15/448911.shtml", "old/", "a/科技.html"] {
            assert!(Address::parse(good).is_some(), "{good}");
        }
        for bad in ["", "/", "../x", "/a/../b", "a//b", "https://x", "a?b", "a\\b", "/.lanmu/x", "%2e%2e/x"] {
            assert!(Address::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(Address::new("kjj/").file(), "kjj/index.html");
        assert_eq!(Address::new("a/附表 1.xlsx").encoded(), "a/%E9%99%84%E8%A1%A8%201.xlsx");
    }
}
