//! A table of figures → CSV.

use super::cell_text;
use crate::model::Report;
use crate::number::{Number, NumberFault};
use std::borrow::Cow;

/// What makes spreadsheet programs read UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A table as CSV: UTF-8 with a byte order mark, lines that end in CR LF, a line for each row of the form: key, labels
/// from the outermost, then the form's columns. A blank stays empty, `/` stays `/`, a note stays with its number.
#[must_use]
pub fn table_csv(report: &Report, table: usize) -> Vec<u8> {
    let form_table = &report.figures.form.tables[table];
    let depth = form_table.label_depth();
    let mut writer = writer(BYTE_ORDER_MARK.to_vec());
    let labels = (1..=depth).map(|level| if depth == 1 { "label".to_owned() } else { format!("label_{level}") });
    let head = std::iter::once("key".to_owned()).chain(labels).chain(form_table.columns.iter().map(|column| column.key.clone()));
    // Writing to memory cannot fail, and all records have the same length by construction.
    let _ = writer.write_record(head);
    for (row, form_row) in form_table.rows.iter().enumerate() {
        let path: Vec<&str> = form_row.path().collect();
        let labels = (0..depth).map(|level| Cow::Borrowed(path.get(level).copied().unwrap_or_default()));
        let cells = report.figures.row(table, row).iter().map(|cell| Cow::Owned(cell_text(cell)));
        let _ = writer.write_record(std::iter::once(Cow::Borrowed(form_row.key.as_str())).chain(labels).chain(cells).map(|field| safe(&field).into_owned()));
    }
    writer.into_inner().unwrap_or_default()
}

/// A writer of lines that end in CR LF.
pub(super) fn writer(begun: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(begun)
}

/// A field that no spreadsheet program takes for a formula: a text that begins like one gets an apostrophe. Numbers,
/// negative ones too, stay as they are.
pub(super) fn safe(field: &str) -> Cow<'_, str> {
    let begins_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    // A sum may have more digits than a figure.
    let is_number = || matches!(Number::parse(field), Ok(_) | Err(NumberFault::TooLong));
    if begins_formula && !is_number() { Cow::Owned(format!("'{field}")) } else { Cow::Borrowed(field) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_a_formula() {
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(safe("-1036"), "-1036");
        assert_eq!(safe("-1999999999999999998.0000"), "-1999999999999999998.0000");
        assert_eq!(safe("-1+cmd"), "'-1+cmd");
        assert_eq!(safe("规章"), "规章");
    }
}
