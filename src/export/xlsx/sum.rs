//! One side of an identity in one row or column → the cells it adds and takes away, as spreadsheet programs write it.

use super::at;
use crate::form::{Content, Form, Rule, Sheet, Term};
use crate::model::{CellAt, Figures};
use crate::number::Number;
use rust_xlsxwriter::XlsxError;
use rust_xlsxwriter::utility::{cell_range, cell_range_absolute, row_col_to_cell, row_col_to_cell_absolute};
use std::collections::BTreeMap;

/// The most ranges that one formula names: functions take 255 values, and a formula has 8192 characters.
const MOST_RANGES: usize = 60;

/// The decimals to which sums are compared: floating point knows no exact tenths.
const DECIMALS: u8 = 8;

/// Cells that are added, cells that are taken away, and what last year's report adds to them.
#[derive(Debug, Default)]
pub(super) struct Sum {
    plus: Vec<CellAt>,
    minus: Vec<CellAt>,
    last_year: Option<Number>,
}

impl Sum {
    /// A side of a rule in a line; none where it asks for a figure of last year that is not known.
    pub(super) fn of(rule: &Rule, line: usize, terms: &[Term], known: (&Form, Option<&Figures>)) -> Option<Self> {
        let (form, previous) = known;
        let mut sum = Self::default();
        for term in terms {
            for place in &term.places {
                let (row, column) = rule.each.at(line, *place);
                let cell = CellAt { table: rule.table, row, column };
                if !term.previous {
                    if term.minus { &mut sum.minus } else { &mut sum.plus }.push(cell);
                    continue;
                }
                let table = &form.tables[cell.table];
                let number = previous?.find(&table.key, &table.rows[row].key, &table.columns[column].key)?.number()?;
                sum.last_year = Some(sum.last_year.into_iter().chain([if term.minus { -number } else { number }]).sum());
            }
        }
        Some(sum)
    }

    /// All its cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = CellAt> {
        self.plus.iter().chain(&self.minus).copied()
    }

    /// What it comes to; none where nothing is there to be added.
    pub(super) fn value(&self, mut number: impl FnMut(CellAt) -> Option<Number>) -> Option<Number> {
        let plus: Vec<Number> = self.plus.iter().filter_map(|cell| number(*cell)).chain(self.last_year).collect();
        let minus: Vec<Number> = self.minus.iter().filter_map(|cell| number(*cell)).map(|number| -number).collect();
        let is_empty = plus.is_empty() && minus.is_empty();
        (!is_empty).then(|| plus.into_iter().chain(minus).sum())
    }

    /// How many numbers are there, in a formula.
    pub(super) fn count(&self, grid: &Grid) -> Option<String> {
        let cells: Vec<CellAt> = self.cells().collect();
        let last_year = if self.last_year.is_some() { "+1" } else { "" };
        if cells.is_empty() {
            Some(if last_year.is_empty() { "0" } else { "1" }.to_owned())
        } else {
            Some(format!("COUNT({}){last_year}", grid.ranges(&cells)?))
        }
    }

    /// What it comes to, in a formula: blanks and texts count nothing. None where it names too much for one.
    pub(super) fn formula(&self, grid: &Grid) -> Option<String> {
        let part = |cells: &[CellAt]| if cells.is_empty() { Some("0".to_owned()) } else { Some(format!("SUM({})", grid.ranges(cells)?)) };
        let mut formula = part(&self.plus)?;
        if !self.minus.is_empty() {
            formula += &format!("-{}", part(&self.minus)?);
        }
        if let Some(number) = self.last_year {
            formula += &if number.is_negative() { number.to_string() } else { format!("+{number}") };
        }
        Some(format!("ROUND({formula},{DECIMALS})"))
    }
}

/// Where the cells of a printed table stand on a worksheet.
pub(super) struct Grid {
    cells: BTreeMap<CellAt, (u32, u16)>,
    /// What formulas of other worksheets write before a cell.
    sheet: Option<String>,
}

impl Grid {
    /// The cells of a printed table below `above` rows.
    pub(super) fn new(sheet: &Sheet, above: usize) -> Result<Self, XlsxError> {
        let mut cells = BTreeMap::new();
        for (place, row) in sheet.rows.iter().enumerate() {
            for cell in &row.cells {
                if let Content::Figure { table, row, column, headers: _ } = cell.content {
                    cells.insert(CellAt { table, row, column }, at(above + place, cell.column)?);
                }
            }
        }
        Ok(Self { cells, sheet: None })
    }

    /// The same cells, seen from another worksheet.
    pub(super) fn seen_from_elsewhere(&self, name: &str) -> Self {
        Self { cells: self.cells.clone(), sheet: Some(format!("'{name}'!")) }
    }

    /// Cells as formulas name them, neighbours as one range; none where that is too much for a formula, or they are not here.
    pub(super) fn ranges(&self, cells: &[CellAt]) -> Option<String> {
        let spans = self.spans(cells);
        let sheet = self.sheet.as_deref().unwrap_or_default();
        let name = |((row, column), (last_row, last_column)): &Span| {
            let name = if (row, column) == (last_row, last_column) {
                row_col_to_cell_absolute(*row, *column)
            } else {
                cell_range_absolute(*row, *column, *last_row, *last_column)
            };
            format!("{sheet}{name}")
        };
        (1..=MOST_RANGES).contains(&spans.len()).then(|| spans.iter().map(name).collect::<Vec<_>>().join(","))
    }

    /// Cells as rules for several ranges name them; and the first of them.
    pub(super) fn area(&self, cells: impl IntoIterator<Item = CellAt>) -> Option<((u32, u16), String)> {
        let cells: Vec<CellAt> = cells.into_iter().collect();
        let spans = self.spans(&cells);
        let name = |((row, column), (last_row, last_column)): &Span| {
            if (row, column) == (last_row, last_column) { row_col_to_cell(*row, *column) } else { cell_range(*row, *column, *last_row, *last_column) }
        };
        Some((spans.first()?.0, spans.iter().map(name).collect::<Vec<_>>().join(" ")))
    }

    /// Neighbours among cells, in the order given, as spans.
    pub(super) fn spans(&self, cells: &[CellAt]) -> Vec<Span> {
        spans(cells.iter().filter_map(|cell| self.cells.get(cell).copied()))
    }
}

/// Two corners.
pub(super) type Span = ((u32, u16), (u32, u16));

/// Cells that stand one under or beside the other, in the order given, as one span; and equally wide rows of them.
fn spans(places: impl Iterator<Item = (u32, u16)>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (row, column) in places {
        if let Some((first, last)) = spans.last_mut() {
            let goes_down = first.1 == last.1 && column == last.1 && row == last.0 + 1;
            let goes_right = first.0 == last.0 && row == last.0 && column == last.1 + 1;
            if goes_down || goes_right {
                *last = (row, column);
                continue;
            }
        }
        spans.push(((row, column), (row, column)));
    }
    let mut areas: Vec<Span> = Vec::new();
    for (first, last) in spans {
        match areas.last_mut() {
            Some((above, end)) if (above.1, end.1, end.0 + 1) == (first.1, last.1, first.0) => *end = last,
            Some(_) | None => areas.push((first, last)),
        }
    }
    areas
}

#[cfg(test)]
mod tests {
    use super::spans;

    #[test]
    fn neighbours_are_one_span() {
        assert_eq!(spans([(2, 1), (3, 1), (4, 1), (4, 2), (6, 2)].into_iter()), [((2, 1), (4, 1)), ((4, 2), (4, 2)), ((6, 2), (6, 2))]);
        assert_eq!(spans([(5, 0), (5, 1), (5, 2), (6, 2)].into_iter()), [((5, 0), (5, 2)), ((6, 2), (6, 2))]);
        let rows = (2..5).flat_map(|row| (3..6).map(move |column| (row, column)));
        assert_eq!(spans(rows.chain([(7, 3)])), [((2, 3), (4, 5)), ((7, 3), (7, 3))]);
        assert_eq!(spans(std::iter::empty()), []);
    }
}
