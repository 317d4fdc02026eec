//! Lists of figures by the keys of a form → its rows: the CSV of a table, the list in a workbook, and the JSON that lanmu
//! offers for download.

use super::label::Fit;
use super::matched::{Labelled, Matched, Printed};
use super::value::{Value, value};
use crate::document::{Block, Grid, GridCell, Reading, Spot};
use crate::model::{Cell, CellAt};
use crate::number::Number;
use serde::Deserialize;
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the JSON of a report says it is.
const SCHEMA: &str = "lanmu-report/1";

/// The columns of a list that says of each figure where it belongs.
const COLUMNS: [&str; 6] = ["table", "row", "column", "value", "note", "kind"];

/// Whether a table goes by keys.
pub(super) fn is_keyed(grid: &Grid) -> bool {
    let head: Vec<&str> = grid.rows.first().into_iter().flatten().map(|cell| &*cell.text).collect();
    is_list(&head) || is_table(&head)
}

fn is_list(head: &[&str]) -> bool {
    COLUMNS.iter().all(|name| head.contains(name)) && head.first() == Some(&"table")
}

fn is_table(head: &[&str]) -> bool {
    head.first() == Some(&"key") && head.get(1).is_some_and(|name| name.starts_with("label"))
}

/// Adds what a table by keys has; where the same is printed elsewhere in the source, what is printed counts.
pub(super) fn fill(found: &mut Matched, block: usize, grid: &Grid) {
    let head: Vec<&str> = grid.rows.first().into_iter().flatten().map(|cell| &*cell.text).collect();
    let (rows, strangers) = if is_list(&head) { of_list(found, grid, &head) } else { of_table(found, grid, &head) };
    found.used.insert(block);
    found.strangers.extend(strangers);
    for ((table, row), cells) in rows {
        let Some((_, first)) = cells.first() else { continue };
        let label = Labelled { text: found.form.tables[table].rows[row].key.clone(), place: first.place.clone(), fit: Fit::Whole };
        if found.rows.contains_key(&(table, row)) {
            let same = |(at, printed): &(CellAt, Printed)| found.cells.get(at).is_some_and(|known| cell_of(known) == cell_of(printed));
            if !cells.iter().all(same) {
                found.repeated.push(((table, row), label, true));
            }
            continue;
        }
        found.rows.insert((table, row), label);
        found.cells.extend(cells);
    }
}

fn cell_of(printed: &Printed) -> Option<&Cell> {
    printed.value.as_ref().map(|value| &value.cell)
}

type Rows = BTreeMap<(usize, usize), Vec<(CellAt, Printed)>>;

/// The rows of a form, and those that are none of its.
type Sorted = (Rows, Vec<Labelled>);

/// A row that is none of the form's.
fn stranger(text: String, cell: Option<&GridCell>) -> Labelled {
    Labelled { text, place: cell.map(|cell| cell.place.clone()).unwrap_or_default(), fit: Fit::Nearly }
}

/// The CSV of a table: a line a row.
fn of_table(found: &Matched, grid: &Grid, head: &[&str]) -> Sorted {
    let (mut rows, mut strangers) = (Rows::new(), Vec::new());
    for cells in grid.rows.iter().skip(1) {
        let Some(key) = cells.first().map(|cell| &*cell.text).filter(|key| !key.is_empty()) else { continue };
        let tables = found.form.tables.iter().enumerate().filter(|(_, table)| table.columns.iter().all(|column| head.contains(&column.key.as_str())));
        let mut own = tables.filter_map(|(place, table)| Some((place, table, table.rows.iter().position(|row| row.key == key)?)));
        let Some((place, table, row)) = own.next() else {
            strangers.push(stranger(key.to_owned(), cells.first()));
            continue;
        };
        let read = table.columns.iter().enumerate().filter_map(|(column, form_column)| {
            let cell = cells.get(head.iter().rposition(|name| *name == form_column.key)?)?;
            Some((CellAt { table: place, row, column }, printed(cell, value(&cell.text, table, form_column))))
        });
        rows.insert((place, row), read.collect());
    }
    (rows, strangers)
}

/// A list: a line a figure.
fn of_list(found: &Matched, grid: &Grid, head: &[&str]) -> Sorted {
    let at = |name: &str| head.iter().position(|known| *known == name);
    let (mut rows, mut strangers): (Rows, Vec<Labelled>) = (Rows::new(), Vec::new());
    for cells in grid.rows.iter().skip(1) {
        let text = |name: &str| at(name).and_then(|at| cells.get(at)).map_or("", |cell| &*cell.text);
        let place = found.form.table(text("table")).and_then(|table| {
            let form_table = &found.form.tables[table];
            let row = form_table.rows.iter().position(|row| row.key == text("row"))?;
            Some(CellAt { table, row, column: form_table.columns.iter().position(|column| column.key == text("column"))? })
        });
        let Some(cell) = at("value").and_then(|at| cells.get(at)) else { continue };
        let Some(CellAt { table, row, column }) = place else {
            let name = format!("{}.{}", text("table"), text("row"));
            if name != "." && strangers.last().is_none_or(|last| last.text != name) {
                strangers.push(stranger(name, cells.first()));
            }
            continue;
        };
        let number = || Number::parse(text("value")).ok();
        let read = match text("kind") {
            "blank" => Some(Cell::Blank),
            "not-applicable" => Some(Cell::NotApplicable),
            "noted" => number().map(|number| Cell::Noted(Box::new((number, text("note").to_owned())))),
            _ => number().map(Cell::Number),
        };
        let value = read.map(|cell| Value { cell, doubt: None, is_joined: false });
        rows.entry((table, row)).or_default().push((CellAt { table, row, column }, printed(cell, value)));
    }
    (rows, strangers)
}

fn printed(cell: &GridCell, value: Option<Value>) -> Printed {
    Printed { text: Arc::clone(&cell.text), place: cell.place.clone(), value }
}

/// The JSON that lanmu offers of a report or of a portal's own table. Numbers are taken as they are written, with all their
/// digits.
#[derive(Deserialize)]
pub(super) struct ReportJson {
    schema: String,
    agency: Option<AgencyJson>,
    year: u16,
    form: Option<String>,
    published: Option<String>,
    tables: Vec<TableJson>,
    #[serde(default)]
    pub(super) waivers: Vec<Json>,
}

#[derive(Deserialize)]
struct AgencyJson {
    name: Option<String>,
}

#[derive(Deserialize)]
struct TableJson {
    key: String,
    columns: Vec<ColumnJson>,
    rows: Vec<RowJson>,
}

#[derive(Deserialize)]
struct ColumnJson {
    key: String,
}

#[derive(Deserialize)]
struct RowJson {
    key: String,
    values: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct NotedJson {
    value: Box<RawValue>,
    note: String,
}

/// The JSON of a report; none of any other text.
pub(super) fn report_json(text: &str) -> Option<ReportJson> {
    let text = text.trim_start_matches('\u{feff}');
    let json: ReportJson = text.starts_with('{').then(|| serde_json::from_str(text).ok())??;
    (json.schema == SCHEMA).then_some(json)
}

/// The JSON of a report, as a list of figures; none of any other text.
pub(super) fn json_reading(text: &str) -> Option<Reading> {
    let ReportJson { schema: _, agency, year, form, published, tables, waivers: _ } = report_json(text)?;
    let mut rows = vec![line(COLUMNS.map(str::to_owned))];
    for table in tables {
        for row in table.rows {
            for (column, cell) in table.columns.iter().zip(row.values) {
                let (kind, value, note) = figure(cell.get());
                rows.push(line([table.key.clone(), row.key.clone(), column.key.clone(), value, note, kind.to_owned()]));
            }
        }
    }
    let agency = agency.and_then(|agency| agency.name).unwrap_or_default();
    Some(Reading {
        blocks: vec![Block::Table(Grid { place: Spot::default(), rows })],
        title: Some(format!("{agency}{year}年政府信息公开工作年度报告")),
        published,
        form,
        hidden: Vec::new(),
        unread: None,
    })
}

/// A cell of the JSON: its kind, its number and its note.
fn figure(raw: &str) -> (&'static str, String, String) {
    match raw.chars().next() {
        Some('n') => ("blank", String::new(), String::new()),
        Some('"') => ("not-applicable", "/".to_owned(), String::new()),
        Some('{') => {
            let noted: Option<NotedJson> = serde_json::from_str(raw).ok();
            noted.map_or_else(|| ("noted", raw.to_owned(), String::new()), |noted| ("noted", noted.value.get().to_owned(), noted.note))
        }
        Some(_) | None => ("number", raw.to_owned(), String::new()),
    }
}

fn line(texts: [String; 6]) -> Vec<GridCell> {
    let place = Spot { sheet: Some(format!("{}.{}.{}", texts[0], texts[1], texts[2]).into()), ..Spot::default() };
    texts.into_iter().map(|text| GridCell::new(place.clone(), text)).collect()
}
