//! A whole report, or all reports of the portal → JSON.

use crate::form::{Form, Table};
use crate::model::{AgencyCard, Cell, CellAt, PortalReport, Report, Slug, Waiver};
use crate::number::Number;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::io::{self, Write};

/// What the JSON of a report looks like, as a JSON Schema.
pub const REPORT_SCHEMA: &[u8] = include_bytes!("report.schema.json");

/// What the JSON of all reports looks like, as a JSON Schema.
pub const PORTAL_SCHEMA: &[u8] = include_bytes!("figures.schema.json");

/// The version of the JSON's shape.
const REPORT: &str = "lanmu-report/1";

/// The version of the shape of all reports in one.
const PORTAL: &str = "lanmu-portal/1";

/// All reports: the forms say what their tables, rows and columns are called.
#[derive(Serialize)]
struct PortalJson<'a> {
    schema: &'static str,
    agencies: Vec<AgencyJson<'a>>,
    forms: Vec<FormJson<'a>>,
    reports: Entries<'a>,
}

/// All reports, each made when it is written.
struct Entries<'a>(&'a [PortalReport<'a>]);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(entry_json))
    }
}

#[derive(Serialize)]
struct FormJson<'a> {
    key: &'a str,
    name: &'a str,
    title: &'a str,
    tables: Vec<FormTableJson<'a>>,
}

#[derive(Serialize)]
struct FormTableJson<'a> {
    key: &'a str,
    label: &'a str,
    unit: &'a str,
    columns: Vec<ColumnJson<'a>>,
    rows: Vec<ColumnJson<'a>>,
}

#[derive(Serialize)]
struct EntryJson<'a> {
    agency: &'a str,
    dataset: &'a str,
    year: u16,
    form: &'a str,
    published: String,
    /// Tables by key, in them rows by key, in those the cells in the order of the form's columns.
    tables: Ordered<'a, Ordered<'a, Vec<CellJson<'a>>>>,
}

/// A map in the order of the form.
struct Ordered<'a, V>(Vec<(&'a str, V)>);

impl<V: Serialize> Serialize for Ordered<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
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
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

/// A whole report as JSON, its numbers with all their digits.
#[must_use]
pub fn report_json(agency: &AgencyCard, report: &Report) -> Vec<u8> {
    let form = &report.figures.form;
    let json = ReportJson {
        schema: REPORT,
        agency: AgencyJson { slug: agency.slug(), name: &agency.name },
        year: report.year.number(),
        form: &form.key,
        form_name: &form.name,
        published: report.published.to_string(),
        tables: form.tables.iter().enumerate().map(|(place, table)| table_json(report, place, table)).collect(),
        waivers: report.waivers.iter().map(waiver_json).collect(),
    };
    let mut bytes = serde_json::to_vec(&json).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// All reports of the portal as JSON. A form and its variants are told as one, with the rows of all of them.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn portal_json(agencies: &[&AgencyCard], forms: &[&Form], reports: &[PortalReport<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut told: Vec<FormJson<'_>> = Vec::new();
    for form in forms {
        match told.iter_mut().find(|known| known.key == form.key) {
            Some(known) => add_rows(known, form),
            None => told.push(form_json(form)),
        }
    }
    let json = PortalJson {
        schema: PORTAL,
        agencies: agencies.iter().map(|agency| AgencyJson { slug: agency.slug(), name: &agency.name }).collect(),
        forms: told,
        reports: Entries(reports),
    };
    serde_json::to_writer(&mut *out, &json)?;
    out.write_all(b"\n")
}

fn form_json(form: &Form) -> FormJson<'_> {
    FormJson { key: &form.key, name: &form.name, title: &form.title, tables: form.tables.iter().map(form_table_json).collect() }
}

fn form_table_json(table: &Table) -> FormTableJson<'_> {
    FormTableJson { key: &table.key, label: &table.label, unit: &table.unit, columns: columns_json(table), rows: rows_json(table) }
}

/// Adds the rows that a variant has instead of others.
fn add_rows<'a>(known: &mut FormJson<'a>, variant: &'a Form) {
    for (known, table) in known.tables.iter_mut().zip(&variant.tables) {
        let more: Vec<ColumnJson<'_>> = rows_json(table).into_iter().filter(|row| known.rows.iter().all(|other| other.key != row.key)).collect();
        known.rows.extend(more);
    }
}

fn entry_json<'a>(entry: &'a PortalReport<'_>) -> EntryJson<'a> {
    let PortalReport { agency, name, report } = entry;
    let form = &report.figures.form;
    let tables = form.tables.iter().enumerate().map(|(place, table)| {
        let rows = table.rows.iter().enumerate().map(|(row, form_row)| (form_row.key.as_str(), report.figures.row(place, row).iter().map(cell_json).collect()));
        (table.key.as_str(), Ordered(rows.collect()))
    });
    EntryJson {
        agency: agency.slug(),
        dataset: name.map_or("report", Slug::as_str),
        year: report.year.number(),
        form: &form.key,
        published: report.published.to_string(),
        tables: Ordered(tables.collect()),
    }
}

fn columns_json(table: &Table) -> Vec<ColumnJson<'_>> {
    table.columns.iter().map(|column| ColumnJson { key: &column.key, labels: column.path().collect() }).collect()
}

fn rows_json(table: &Table) -> Vec<ColumnJson<'_>> {
    table.rows.iter().map(|row| ColumnJson { key: &row.key, labels: row.path().collect() }).collect()
}

fn table_json<'a>(report: &'a Report, place: usize, table: &'a Table) -> TableJson<'a> {
    let rows = table.rows.iter().enumerate().map(|(row, form_row)| RowJson {
        key: &form_row.key,
        labels: form_row.path().collect(),
        values: (0..table.columns.len()).map(|column| cell_json(report.figures.cell(CellAt { table: place, row, column }))).collect(),
    });
    TableJson { key: &table.key, label: &table.label, unit: &table.unit, columns: columns_json(table), rows: rows.collect() }
}

fn waiver_json(waiver: &Waiver) -> WaiverJson<'_> {
    let Waiver { code, at, reason, by, date, until } = waiver;
    WaiverJson { code, at, reason, by, date: date.to_string(), until: until.map(|day| day.to_string()) }
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
