//! What words quote instead of repeating it: figures of reports, and how many items are published.

use super::Year;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What stands between `{{` and `}}` in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Where it stands in the file's text, braces included, in bytes.
    pub range: Range<usize>,
    /// Where its expression stands, in bytes.
    pub expression: Range<usize>,
    /// What it asks for.
    pub asked: Asked,
}

/// What a quote asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// A figure of an annual report.
    Figure(FigureName),
    /// How many items are published.
    Count(CountName),
    /// The two braces themselves, written `\{{`.
    Braces,
}

/// The name of a figure, as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureName {
    /// The agency's slug.
    pub agency: String,
    /// The year of the report; none for the latest.
    pub year: Option<Year>,
    /// The key of the table.
    pub table: String,
    /// A row or a group, by key, printed label or alias.
    pub row: String,
    /// A column, by key, printed label or alias.
    pub column: String,
}

/// Which items are counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountName {
    /// The agency's slug; none for all agencies.
    pub agency: Option<String>,
    /// The year; none for all years.
    pub year: Option<Year>,
    /// The category's slug; none for all categories.
    pub category: Option<String>,
}
