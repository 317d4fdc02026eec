//! A whole report → JSON.

use crate::form::Table;
use crate::model::{AgencyCard, Cell, CellAt, Report};
use crate::number::Number;
use serde::Serialize;
use serde_json::value::RawValue;

/// The version of the JSON's shape.
const SCHEMA: &str = "lanmu-report/1";

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
    let raw = |number: Number| RawValue::from_string(number.to_string());
    match cell {
        Cell::Number(number) => raw(*number).map_or(CellJson::Blank, CellJson::Number),
        Cell::Blank => CellJson::Blank,
        Cell::NotApplicable => CellJson::NotApplicable("/"),
        Cell::Noted(noted) => raw(noted.0).map_or(CellJson::Blank, |value| CellJson::Noted { value, note: &noted.1 }),
    }
}
