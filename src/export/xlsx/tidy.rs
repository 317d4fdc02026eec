//! All figures of a report → one list in a worksheet, a line for each figure, ready for filters and pivot tables.

use super::width::fit;
use super::{A4, at, kept, set_widths, with_decimals};
use crate::export::tidy::{TidyCell, printed_path};
use crate::form::{Column, Row, Table};
use crate::model::{Cell, Report};
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// The name of the worksheet.
pub(crate) const NAME: &str = "数据";

/// The columns, as the first line names them.
const COLUMNS: [&str; 9] = ["table", "row", "row_label", "column", "column_label", "value", "note", "kind", "unit"];

/// A line: its texts, and the figure in its column `value`.
struct Line<'r> {
    texts: [String; 9],
    figure: &'r Cell,
}

/// Writes the list.
pub(super) fn write(worksheet: &mut Worksheet, report: &Report) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (column, name) in COLUMNS.into_iter().enumerate() {
        worksheet.write_string_with_format(0, at(0, column)?.1, name, &bold)?;
    }
    let lines: Vec<Line<'_>> = lines(report).collect();
    // A text that begins like a formula is none; marked so, it stays a text when it is edited, too.
    let quoted = Format::new().set_quote_prefix();
    for (place, line) in lines.iter().enumerate() {
        for (column, text) in line.texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let (row, at_column) = at(place + 1, column)?;
            match line.figure.number().filter(|_| COLUMNS[column] == "value").and_then(|number| Some((number, kept(number)?))) {
                Some((number, value)) => worksheet.write_number_with_format(row, at_column, value, &with_decimals(&Format::new(), number))?,
                None if COLUMNS[column] == "note" => worksheet.write_string_with_format(row, at_column, text, &quoted)?,
                None => worksheet.write_string(row, at_column, text)?,
            };
        }
    }
    let texts = lines.iter().flat_map(|line| line.texts.iter().map(String::as_str).enumerate());
    set_widths(worksheet, &fit(COLUMNS.len(), texts.chain(COLUMNS.into_iter().enumerate())))?;
    let (last_row, last_column) = at(lines.len(), COLUMNS.len() - 1)?;
    worksheet.autofilter(0, 0, last_row, last_column)?;
    worksheet.set_freeze_panes(1, 0)?;
    worksheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

fn lines(report: &Report) -> impl Iterator<Item = Line<'_>> {
    report.figures.form.tables.iter().enumerate().flat_map(move |(place, table)| {
        table.rows.iter().enumerate().flat_map(move |(row, form_row)| {
            let figures = report.figures.row(place, row);
            table.columns.iter().zip(figures).map(move |(column, figure)| line(table, form_row, column, figure))
        })
    })
}

fn line<'r>(table: &Table, row: &Row, column: &Column, figure: &'r Cell) -> Line<'r> {
    let TidyCell { value, note, kind } = TidyCell::of(figure);
    let texts = [
        table.key.clone(),
        row.key.clone(),
        printed_path(row.path()),
        column.key.clone(),
        printed_path(column.path()),
        value,
        note.to_owned(),
        kind.to_owned(),
        table.unit.clone(),
    ];
    Line { texts, figure }
}
