//! The words of the interface in one language: keys → phrases, with named slots for what a page says, and where a
//! language tells one from many, a form for each.

mod read;

pub use read::{PlacedPhrases, read_phrases};

use crate::source::{Digest, DigestBuilder};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Write};
use std::sync::Arc;

/// The slot whose number says whether one or many are told of.
pub const COUNT: &str = "count";

/// The words of the interface in one language.
#[derive(Debug)]
pub struct Phrases {
    /// The language, as pages name it: `zh-CN`.
    pub language: String,
    /// The digest of all phrases.
    pub digest: Digest,
    phrases: BTreeMap<String, Phrase>,
}

/// What a key stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phrase {
    /// Words without slots.
    Words(Arc<str>),
    /// Words on lines of their own.
    Lines(Vec<Arc<str>>),
    /// Words with slots.
    Pattern(Vec<Piece>),
    /// Words with slots, for one and for many.
    Counted {
        /// Where the count is 1.
        one: Vec<Piece>,
        /// Where it is anything else.
        other: Vec<Piece>,
    },
}

/// A piece of words with slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// What is put in, by its name.
    Slot(String),
}

impl Phrases {
    /// The words of a language.
    #[must_use]
    pub fn new(language: impl Into<String>, phrases: BTreeMap<String, Phrase>) -> Self {
        let language = language.into();
        let digest = DigestBuilder::new("phrases").text(&language);
        let digest = phrases.iter().fold(digest, |digest, (key, phrase)| phrase.add_to(digest.text(key))).finish();
        Self { language, digest, phrases }
    }

    /// All phrases by their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Phrase)> {
        self.phrases.iter().map(|(key, phrase)| (key.as_str(), phrase))
    }

    /// What a key stands for.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&Phrase> {
        self.phrases.get(key)
    }

    /// Words without slots; the key itself where there are none.
    #[must_use]
    pub fn word<'s>(&'s self, key: &'s str) -> &'s str {
        match self.find(key) {
            Some(Phrase::Words(words)) => words,
            Some(Phrase::Lines(_) | Phrase::Pattern(_) | Phrase::Counted { .. }) | None => key,
        }
    }

    /// One of the lines of a key, from 0; nothing where there are fewer.
    #[must_use]
    pub fn line(&self, key: &str, at: usize) -> &str {
        match self.find(key) {
            Some(Phrase::Lines(lines)) => lines.get(at).map_or("", |line| line),
            Some(Phrase::Words(_) | Phrase::Pattern(_) | Phrase::Counted { .. }) | None => "",
        }
    }

    /// Words with what stands in their slots.
    #[must_use]
    pub fn fill(&self, key: &str, slots: &[(&str, &dyn Display)]) -> String {
        let value = |name: &str| slots.iter().find(|(slot, _)| *slot == name).map(|(_, value)| value);
        let Some(phrase) = self.find(key) else { return key.to_owned() };
        let Some(pieces) = phrase.pieces(value(COUNT).map(ToString::to_string).as_deref()) else { return self.word(key).to_owned() };
        let mut filled = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                // A slot for which there is nothing is left empty; writing to a string cannot fail.
                Piece::Slot(name) => drop(value(name).map(|value| write!(filled, "{value}"))),
            }
        }
        filled
    }

    /// Texts one after another, parted as the language parts the members of a list.
    #[must_use]
    pub fn list<T: AsRef<str>>(&self, texts: &[T]) -> String {
        self.joined("list_comma", texts)
    }

    /// Texts one after another, parted by the words of a key.
    #[must_use]
    pub fn joined<T: AsRef<str>>(&self, key: &str, texts: &[T]) -> String {
        texts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(self.word(key))
    }
}

impl Phrase {
    /// Its pieces for a count; none where it has no slots.
    #[must_use]
    pub fn pieces(&self, count: Option<&str>) -> Option<&[Piece]> {
        match self {
            Self::Words(_) | Self::Lines(_) => None,
            Self::Pattern(pieces) => Some(pieces),
            Self::Counted { one, other } => Some(if count == Some("1") { one } else { other }),
        }
    }

    /// The names of its slots. Words for one need not tell the count.
    #[must_use]
    pub fn slots(&self) -> BTreeSet<&str> {
        let (first, second): (&[Piece], &[Piece]) = match self {
            Self::Words(_) | Self::Lines(_) => (&[], &[]),
            Self::Pattern(pieces) => (pieces, &[]),
            Self::Counted { one, other } => (one, other),
        };
        first.iter().chain(second).filter_map(Piece::slot).collect()
    }

    fn add_to(&self, digest: DigestBuilder) -> DigestBuilder {
        let add = |digest: DigestBuilder, pieces: &[Piece]| {
            pieces.iter().fold(digest.number(pieces.len() as u64), |digest, piece| match piece {
                Piece::Text(text) => digest.text("text").text(text),
                Piece::Slot(name) => digest.text("slot").text(name),
            })
        };
        match self {
            Self::Words(words) => digest.text("words").text(words),
            Self::Lines(lines) => lines.iter().fold(digest.text("lines").number(lines.len() as u64), |digest, line| digest.text(line)),
            Self::Pattern(pieces) => add(digest.text("pattern"), pieces),
            Self::Counted { one, other } => add(add(digest.text("counted"), one), other),
        }
    }
}

impl Piece {
    /// The name of the slot, if it is one.
    #[must_use]
    pub fn slot(&self) -> Option<&str> {
        match self {
            Self::Text(_) => None,
            Self::Slot(name) => Some(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases() -> Phrases {
        let text = "home = \"Home\"\nsteps = [\"One\", \"Two\"]\nyear = \"{year} of {agency}\"\nitems = { one = \"one item\", other = \"{count} items\" }\n";
        let (read, diagnostics) = read_phrases("en.toml", text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        Phrases::new("en", read.into_iter().map(|(key, (phrase, _))| (key, phrase)).collect())
    }

    #[test]
    fn words_slots_and_counts() {
        let phrases = phrases();
        assert_eq!((phrases.word("home"), phrases.word("nothing"), phrases.line("steps", 1), phrases.line("steps", 2)), ("Home", "nothing", "Two", ""));
        assert_eq!(phrases.fill("year", &[("agency", &"A"), ("year", &2024)]), "2024 of A");
        assert_eq!(phrases.fill("home", &[]), "Home");
        let items = |count: usize| phrases.fill("items", &[(COUNT, &count)]);
        assert_eq!((items(0), items(1), items(2)), ("0 items".to_owned(), "one item".to_owned(), "2 items".to_owned()));
    }

    #[test]
    fn the_digest_tells_phrases_apart() {
        let digest = |text: &str| {
            let read = read_phrases("en.toml", text).0;
            Phrases::new("en", read.into_iter().map(|(key, (phrase, _))| (key, phrase)).collect()).digest
        };
        let texts = ["a = \"b\"", "a = \"c\"", "a = [\"b\"]", "a = \"{b}\"", "a = \"{b}b\"", "a = { one = \"b\", other = \"c\" }", "b = \"b\""];
        let digests: BTreeSet<_> = texts.iter().map(|text| digest(text)).collect();
        assert_eq!(digests.len(), texts.len());
    }
}
