//! Two years of figures → CSV.

use super::cell_text;
use super::csv::{BYTE_ORDER_MARK, safe, writer};
use super::tidy::printed_path;
use crate::compare::{Change, compare};
use crate::model::Report;
use crate::number::Number;

/// The names of its columns.
const COLUMNS: [&str; 12] =
    ["table", "row", "row_label", "column", "column_label", "later_year", "later", "earlier_year", "earlier", "change", "percent", "status"];

/// Every figure of a year beside that of an earlier one, a line each, written like the other tables: UTF-8 with a byte order
/// mark, lines that end in CR LF. What the earlier year's form does not have is empty, and so is a change that there is not.
#[must_use]
pub fn comparison_csv(later: &Report, earlier: &Report) -> Vec<u8> {
    let mut writer = writer(BYTE_ORDER_MARK.to_vec());
    // Writing to memory cannot fail, and all records have the same length.
    let _ = writer.write_record(COLUMNS);
    let years = [later.year.to_string(), earlier.year.to_string()];
    for compared in compare(&later.figures, &earlier.figures).tables {
        let table = compared.table;
        for (row, changes) in table.rows.iter().zip(&compared.rows) {
            let row_label = printed_path(row.path());
            for (column, change) in table.columns.iter().zip(changes) {
                let column_label = printed_path(column.path());
                let [now, then] = [Some(change.later), change.earlier].map(|cell| cell.map(cell_text).unwrap_or_default());
                let number = |number: Option<Number>| number.map(|number| number.to_string()).unwrap_or_default();
                let (delta, percent) = (number(change.delta), number(change.percent));
                let line: [&str; 12] =
                    [&table.key, &row.key, &row_label, &column.key, &column_label, &years[0], &now, &years[1], &then, &delta, &percent, status(change)];
                let _ = writer.write_record(line.map(|field| safe(field).into_owned()));
            }
        }
    }
    writer.into_inner().unwrap_or_default()
}

/// What became of a figure.
fn status(change: &Change<'_>) -> &'static str {
    match (change.is_comparable(), change.differs(), change.delta) {
        (false, ..) => "form-changed",
        (true, false, _) => "same",
        (true, true, Some(_)) => "changed",
        (true, true, None) => "not-comparable",
    }
}
