//! Figures → downloads: a CSV for each table, and one JSON for the whole report.

use crate::form::Table;
use crate::model::{AgencyCard, Cell, CellAt, Report};
use serde::Serialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The version of the JSON's shape.
const SCHEMA: &str = "lanmu-report/1";

/// What makes spreadsheet programs read UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A table as CSV: UTF-8 with a byte order mark, lines that end in CR LF, a line for each row of the form: key, labels
/// from the outermost, then the form's columns. A blank stays empty, `/` stays `/`, a note stays with its number.
#[must_use]
pub fn table_csv(report: &Report, table: usize) -> Vec<u8> {
    let form_table = &report.figures.form.tables[table];
    let depth = form_table.label_depth();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
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

/// How a cell stands in a CSV.
fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Blank => String::new(),
        Cell::NotApplicable => "/".to_owned(),
        Cell::Noted(noted) => format!("{}（{}）", noted.0, noted.1),
    }
}

/// A field that no spreadsheet program takes for a formula: a text that begins like one gets an apostrophe. Numbers,
/// negative ones too, stay as they are.
fn safe(field: &str) -> Cow<'_, str> {
    let begins_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if begins_formula && crate::number::Number::parse(field).is_err() { Cow::Owned(format!("'{field}")) } else { Cow::Borrowed(field) }
}

#[derive(Serialize)]
struct ReportJson<'a> {
    schema: &'static str,
    agency: AgencyJson<'a>,
    year: u16,
    form: &'a str,
    form_name: &'a str,
    published: String,
    tables: Vec<TableJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    waivers: Vec<WaiverJson<'a>>,
}

#[derive(Serialize)]
struct AgencyJson<'a> {
    slug: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct TableJson<'a> {
    key: &'a str,
    label: &'a str,
    unit: &'a str,
    columns: Vec<ColumnJson<'a>>,
    rows: Vec<RowJson<'a>>,
}

#[derive(Serialize)]
struct ColumnJson<'a> {
    key: &'a str,
    labels: Vec<&'a str>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    key: &'a str,
    labels: Vec<&'a str>,
    values: Vec<CellJson<'a>>,
}

/// A number, `null` for a blank, `"/"`, or a number with its note.
#[derive(Serialize)]
#[serde(untagged)]
enum CellJson<'a> {
    Number(Box<RawValue>),
    Blank,
    NotApplicable(&'static str),
    Noted { value: Box<RawValue>, note: &'a str },
}

#[derive(Serialize)]
struct WaiverJson<'a> {
    code: &'a str,
    at: &'a str,
    reason: &'a str,
    by: &'a str,
    date: String,
}

/// A whole report as JSON, its numbers with all their digits.
#[must_use]
pub fn report_json(agency: &AgencyCard, report: &Report) -> Vec<u8> {
    let form = &report.figures.form;
    let json = ReportJson {
        schema: SCHEMA,
        agency: AgencyJson { slug: agency.slug(), name: &agency.name },
        year: report.year.number(),
        form: &form.key,
        form_name: &form.name,
        published: report.published.to_string(),
        tables: form.tables.iter().enumerate().map(|(place, table)| table_json(report, place, table)).collect(),
        waivers: report
            .waivers
            .iter()
            .map(|waiver| WaiverJson { code: &waiver.code, at: &waiver.at, reason: &waiver.reason, by: &waiver.by, date: waiver.date.to_string() })
            .collect(),
    };
    let mut bytes = serde_json::to_vec(&json).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn table_json<'a>(report: &'a Report, place: usize, table: &'a Table) -> TableJson<'a> {
    let columns =
        table.columns.iter().map(|column| ColumnJson { key: &column.key, labels: column.under.iter().chain([&column.label]).map(String::as_str).collect() });
    let rows = table.rows.iter().enumerate().map(|(row, form_row)| RowJson {
        key: &form_row.key,
        labels: form_row.path().collect(),
        values: (0..table.columns.len()).map(|column| cell_json(report.figures.cell(CellAt { table: place, row, column }))).collect(),
    });
    TableJson { key: &table.key, label: &table.label, unit: &table.unit, columns: columns.collect(), rows: rows.collect() }
}

fn cell_json(cell: &Cell) -> CellJson<'_> {
    // A number's text is always valid JSON: digits, perhaps a sign and a point.
    let raw = |number: crate::number::Number| RawValue::from_string(number.to_string());
    match cell {
        Cell::Number(number) => raw(*number).map_or(CellJson::Blank, CellJson::Number),
        Cell::Blank => CellJson::Blank,
        Cell::NotApplicable => CellJson::NotApplicable("/"),
        Cell::Noted(noted) => raw(noted.0).map_or(CellJson::Blank, |value| CellJson::Noted { value, note: &noted.1 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Number;

    #[test]
    fn cells_keep_apart() {
        let number = Number::parse("8").expect("a number");
        assert_eq!(cell_text(&Cell::Noted(Box::new((number, "含修订1件".into())))), "8（含修订1件）");
        assert_eq!(cell_text(&Cell::Blank), "");
        assert_eq!(cell_text(&Cell::NotApplicable), "/");
    }

    #[test]
    fn no_field_is_a_formula() {
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(safe("-1036"), "-1036");
        assert_eq!(safe("-1+cmd"), "'-1+cmd");
        assert_eq!(safe("规章"), "规章");
    }
}
