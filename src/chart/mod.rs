//! Figures → a drawing as SVG, at build. What is told of a figure is its exact decimal number; places in a drawing are
//! whole tenths, so that the same figures give the same bytes on any machine. Colours come by class from the theme.

mod columns;
mod scale;
mod shares;
mod sparkline;
mod svg;

pub use columns::{columns, small_columns};
pub use shares::{Part, shares};
pub use sparkline::sparkline;

use crate::number::Number;

/// The fewest values that are drawn: a single one says nothing that its number does not say better.
const MIN_VALUES: usize = 2;

/// What a drawing is called, and what it shows, for those who do not see it.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Its address within the page, which no other element has.
    pub id: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// Its kind, all its values, and what is to be seen in it.
    pub description: &'a str,
}

/// A value with its name, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What it is the value of: `2024`.
    pub label: String,
    /// The value; none where there is none, which is a gap and never 0.
    pub value: Option<Number>,
    /// The value as it is told, or why there is none.
    pub words: String,
}

/// Whether there are values enough to draw.
fn are_enough(values: impl Iterator<Item = Option<Number>>) -> bool {
    values.flatten().count() >= MIN_VALUES
}

#[cfg(test)]
mod tests;
