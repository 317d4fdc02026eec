//! A rule of a form that adds parts up to a whole, and a report's figures → what share each part has.

use crate::form::{Rule, Term, bare};
use crate::metric::Measured;
use crate::model::{Cell, CellAt, Figures};
use crate::number::Number;

/// The parts in the order of the rule, each by its printed name, as a ratio to the whole in the column that stands for the
/// row; none where the rule has no parts, or the table no such column.
#[must_use]
pub fn composition<'f>(rule: &'f Rule, figures: &'f Figures) -> Vec<(&'f str, Measured)> {
    let table = &figures.form.tables[rule.table];
    let Some(((whole, parts), column)) = rule.whole_and_parts().zip(table.summary_column()) else { return Vec::new() };
    let sum = |term: &Term| sum(term.places.iter().map(|row| figures.cell(CellAt { table: rule.table, row: *row, column })));
    let whole = sum(whole);
    let share = |part: &'f Term| {
        let first = &table.rows[*part.places.first()?];
        let label = first.under.last().filter(|_| part.places.len() > 1).unwrap_or(&first.label);
        let measured = match (sum(part), whole) {
            (Err(Measured::Unknown), _) | (_, Err(Measured::Unknown)) => Measured::Unknown,
            (Err(none), _) | (_, Err(none)) => none,
            (Ok(_), Ok(whole)) if whole.is_zero() => Measured::NotApplicable,
            (Ok(part), Ok(whole)) => Measured::Ratio { part, whole },
        };
        Some((bare(label), measured))
    };
    parts.iter().filter_map(share).collect()
}

/// The sum of some cells, a blank or `/` counting 0 beside a number; why there is none.
fn sum<'f>(cells: impl Iterator<Item = &'f Cell> + Clone) -> Result<Number, Measured> {
    let none = if cells.clone().any(|cell| matches!(cell, Cell::Blank)) { Measured::Unknown } else { Measured::NotApplicable };
    cells.filter_map(Cell::number).reduce(|sum, number| sum + number).ok_or(none)
}
