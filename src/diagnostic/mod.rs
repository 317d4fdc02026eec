//! What is wrong with some content, and where: level, code, message, place, help; in Chinese and in English.

mod code;
mod github;
mod html;
mod human;
mod json;
mod sarif;

pub use code::Code;
pub use github::github;
pub use html::{Checked, html};
pub use human::render;
pub use json::json;
pub use sarif::sarif;

use crate::source::Source;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The language of messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lang {
    /// 中文.
    Zh,
    /// English.
    En,
}

/// A sentence in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Text {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// A sentence in Chinese and the same in English.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The sentence in one language.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// This sentence followed by another.
    #[must_use]
    pub fn then(self, next: &Self) -> Self {
        Self { zh: self.zh + &next.zh, en: format!("{} {}", self.en, next.en).trim_end().to_owned() }
    }
}

/// How grave it is. An error stops publication.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Level {
    /// Worth knowing.
    Info,
    /// Probably a mistake.
    Warning,
    /// Must not be published.
    Error,
}

impl Level {
    /// Its name in `site.toml` and in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How many diagnostics have a level.
#[must_use]
pub fn level_count(diagnostics: &[Diagnostic], level: Level) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count()
}

/// A place in the content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// A whole file or folder, by its path below the root.
    File(String),
    /// A byte range of a file's text.
    Span(Arc<Source>, Range<usize>),
}

impl Place {
    /// The path below the root.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::File(path) => path,
            Self::Span(source, _) => &source.path,
        }
    }

    /// Line and column from 1, the column in characters; none for a whole file.
    #[must_use]
    pub fn line_column(&self) -> Option<(usize, usize)> {
        match self {
            Self::File(_) => None,
            Self::Span(source, span) => Some(source.line_column(span.start)),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line_column() {
            Some((line, column)) => write!(f, "{}:{line}:{column}", self.path()),
            None => f.write_str(self.path()),
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// How grave.
    pub level: Level,
    /// What kind of thing; stable.
    pub code: Code,
    /// What was found and what was expected.
    pub message: Text,
    /// Where, if it is anywhere.
    pub place: Option<Place>,
    /// What to do.
    pub help: Option<Text>,
    /// Other places that take part.
    pub related: Vec<Place>,
    /// Of an identity: the cell and both sums.
    pub evidence: Option<Box<Evidence>>,
}

/// The cell that a failed identity is told at, and what its two sides come to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// The key of the table.
    pub table: String,
    /// The key of the row.
    pub row: String,
    /// The key of the column.
    pub cell_column: String,
    /// The sum of the left side, with all its digits.
    pub left: String,
    /// The sum of the right side.
    pub right: String,
}

impl Diagnostic {
    /// A diagnostic of the code's own level, without a place.
    #[must_use]
    pub fn new(code: Code, message: Text) -> Self {
        Self { level: code.level(), code, message, place: None, help: None, related: Vec::new(), evidence: None }
    }

    /// At a whole file or folder.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.place = Some(Place::File(path.into()));
        self
    }

    /// At a range of a text.
    #[must_use]
    pub fn at(mut self, source: &Arc<Source>, span: Range<usize>) -> Self {
        self.place = Some(Place::Span(Arc::clone(source), span));
        self
    }

    /// With advice.
    #[must_use]
    pub fn with_help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(Text::new(zh, en));
        self
    }

    /// What orders diagnostics for reading: file, place in it, code.
    #[must_use]
    pub fn order(&self) -> (String, usize, String) {
        let (path, start) = match &self.place {
            None => (String::new(), 0),
            Some(Place::File(path)) => (path.clone(), 0),
            Some(Place::Span(source, span)) => (source.path.clone(), span.start),
        };
        (path, start, self.code.to_string())
    }
}

/// The nearest of some known names, if one is near enough to have been meant.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = found.chars().count();
    let limit = (length / 3).clamp(1, 3);
    let near_in_length = |name: &&str| name.chars().count().abs_diff(length) <= limit;
    known
        .into_iter()
        .filter(near_in_length)
        .map(|name| (distance(found, name), name))
        .filter(|(far, _)| *far <= limit)
        .min_by_key(|(far, _)| *far)
        .map(|(_, name)| name)
}

/// A count of things in English: `1 day`, `2 days`.
#[must_use]
pub fn counted(count: impl fmt::Display, one: &str) -> String {
    let count = count.to_string();
    let ending = if count == "1" { "" } else { "s" };
    format!("{count} {one}{ending}")
}

/// The advice to use a near name, or else the list of what may stand here.
pub fn suggest<'a>(found: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Text {
    if let Some(near) = nearest(found, known.clone()) {
        return Text::new(format!("是否为“{near}”？"), format!("did you mean `{near}`?"));
    }
    let names: Vec<_> = known.into_iter().collect();
    Text::new(format!("可用：{}", names.join("、")), format!("expected one of: {}", names.join(", ")))
}

/// Edits (insert, delete, replace, swap neighbours) between two names.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let edit = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(replace);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if swapped { edit.min(rows[i - 2][j - 2] + 1) } else { edit }
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names() {
        let known = ["received", "carried_in", "granted"];
        assert_eq!(nearest("recieved", known), Some("received"));
        assert_eq!(nearest("carriedin", known), Some("carried_in"));
        assert_eq!(nearest("total", known), None);
        assert_eq!(nearest("规张", ["规章", "行政规范性文件"]), Some("规章"));
    }
}
