//! Two years' figures → each cell of the later year beside the same cell of the earlier one, matched by key.

mod composition;
mod words;

pub use composition::composition;
pub use words::{Piece, TextChange, compare_texts};

use crate::form::Table;
use crate::model::{Cell, CellAt, Figures};
use crate::number::Number;

/// The smallest base of which a percentage says anything; below it the difference alone is told.
const MIN_BASE: u32 = 5;

/// Two years side by side.
#[derive(Debug)]
pub struct Comparison<'a> {
    /// The tables of the later year's form.
    pub tables: Vec<TableComparison<'a>>,
}

/// A table of two years.
#[derive(Debug)]
pub struct TableComparison<'a> {
    /// The table in the later year's form.
    pub table: &'a Table,
    /// Its rows.
    pub rows: Vec<Vec<Change<'a>>>,
}

/// A cell of two years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'a> {
    /// The later year's cell.
    pub later: &'a Cell,
    /// The earlier year's cell; none where its form does not have it.
    pub earlier: Option<&'a Cell>,
    /// How much more it is; none where either is no number.
    pub delta: Option<Number>,
    /// That as a percentage of the earlier year, where the base allows.
    pub percent: Option<Number>,
}

impl Change<'_> {
    /// Whether the earlier year's form has the cell: the form has changed where it has not.
    #[must_use]
    pub fn is_comparable(&self) -> bool {
        self.earlier.is_some()
    }

    /// Whether the two years differ, in number, kind or note.
    #[must_use]
    pub fn differs(&self) -> bool {
        match self.delta {
            _ if !self.is_comparable() => false,
            Some(delta) => !delta.is_zero() || self.earlier.is_some_and(|earlier| earlier.note() != self.later.note()),
            None => self.earlier != Some(self.later),
        }
    }
}

/// Compares the figures of two years.
#[must_use]
pub fn compare<'a>(later: &'a Figures, earlier: &'a Figures) -> Comparison<'a> {
    let tables = later.form.tables.iter().enumerate().map(|(place, table)| {
        let row = |row: usize| {
            let column = |column: usize| {
                let cell = later.cell(CellAt { table: place, row, column });
                change(cell, earlier.find(&table.key, &table.rows[row].key, &table.columns[column].key))
            };
            (0..table.columns.len()).map(column).collect()
        };
        TableComparison { table, rows: (0..table.rows.len()).map(row).collect() }
    });
    Comparison { tables: tables.collect() }
}

fn change<'a>(later: &'a Cell, earlier: Option<&'a Cell>) -> Change<'a> {
    let numbers = later.number().zip(earlier.and_then(Cell::number));
    let delta = numbers.map(|(later, earlier)| later - earlier);
    let base = numbers.map(|(_, earlier)| earlier).filter(|base| *base >= Number::from(MIN_BASE));
    let percent = delta.filter(|delta| !delta.is_zero()).zip(base).and_then(|(delta, base)| delta.percent_of(base, 1));
    Change { later, earlier, delta, percent }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(later: &str, earlier: &str, delta: Option<&str>, percent: Option<&str>) {
        let cell = |text: &str| match text {
            "~" => Cell::Blank,
            "/" => Cell::NotApplicable,
            number => Cell::Number(Number::parse(number).expect("a number")),
        };
        let (later, earlier) = (cell(later), cell(earlier));
        let change = change(&later, Some(&earlier));
        assert_eq!(change.delta.map(|number| number.to_string()).as_deref(), delta);
        assert_eq!(change.percent.map(|number| number.to_string()).as_deref(), percent);
    }

    #[test]
    fn changes() {
        case("3525", "3511", Some("14"), Some("0.4"));
        case("0", "121", Some("-121"), Some("-100.0"));
        case("4", "3", Some("1"), None);
        case("7", "0", Some("7"), None);
        case("7", "7", Some("0"), None);
        case("7", "~", None, None);
        case("/", "7", None, None);
        case("72701.2578", "59237.2449", Some("13464.0129"), Some("22.7"));
    }
}
