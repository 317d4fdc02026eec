//! Lists of figures by the keys of a form → its rows: the CSV of a table, the list in a workbook, and the JSON that lanmu
//! offers for download.

use super::label::Fit;
use super::matched::{Labelled, Matched, Printed};
use super::value::{Value, value};
use crate::document::{Block, Grid, GridCell, Reading, Spot};
use crate::model::{Cell, CellAt};
use crate::number::Number;
use serde_json::Value as Json;
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
    let rows = if is_list(&head) { of_list(found, grid, &head) } else { of_table(found, grid, &head) };
    found.used.insert(block);
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

/// The CSV of a table: a line a row.
fn of_table(found: &Matched, grid: &Grid, head: &[&str]) -> Rows {
    let mut rows = Rows::new();
    for cells in grid.rows.iter().skip(1) {
        let Some(key) = cells.first().map(|cell| &*cell.text) else { continue };
        let tables = found.form.tables.iter().enumerate().filter(|(_, table)| table.columns.iter().all(|column| head.contains(&column.key.as_str())));
        let mut own = tables.filter_map(|(place, table)| Some((place, table, table.rows.iter().position(|row| row.key == key)?)));
        let Some((place, table, row)) = own.next() else { continue };
        let read = table.columns.iter().enumerate().filter_map(|(column, form_column)| {
            let cell = cells.get(head.iter().rposition(|name| *name == form_column.key)?)?;
            Some((CellAt { table: place, row, column }, printed(cell, value(&cell.text, table, form_column))))
        });
        rows.insert((place, row), read.collect());
    }
    rows
}

/// A list: a line a figure.
fn of_list(found: &Matched, grid: &Grid, head: &[&str]) -> Rows {
    let at = |name: &str| head.iter().position(|known| *known == name);
    let mut rows = Rows::new();
    for cells in grid.rows.iter().skip(1) {
        let text = |name: &str| at(name).and_then(|at| cells.get(at)).map_or("", |cell| &*cell.text);
        let Some(table) = found.form.table(text("table")) else { continue };
        let form_table = &found.form.tables[table];
        let row = form_table.rows.iter().position(|row| row.key == text("row"));
        let column = form_table.columns.iter().position(|column| column.key == text("column"));
        let (Some(row), Some(column), Some(cell)) = (row, column, at("value").and_then(|at| cells.get(at))) else { continue };
        let number = || Number::parse(text("value")).ok();
        let read = match text("kind") {
            "blank" => Some(Cell::Blank),
            "not-applicable" => Some(Cell::NotApplicable),
            "noted" => number().map(|number| Cell::Noted(Box::new((number, text("note").to_owned())))),
            _ => number().map(Cell::Number),
        };
        let value = read.map(|cell| Value { cell, doubt: None });
        rows.entry((table, row)).or_default().push((CellAt { table, row, column }, printed(cell, value)));
    }
    rows
}

fn printed(cell: &GridCell, value: Option<Value>) -> Printed {
    Printed { text: Arc::clone(&cell.text), place: cell.place.clone(), value }
}

/// The JSON of a report; none of any other.
pub(super) fn report_json(text: &str) -> Option<Json> {
    let text = text.trim_start_matches('\u{feff}');
    let json: Json = text.starts_with('{').then(|| serde_json::from_str(text).ok())??;
    (json.get("schema")?.as_str()? == SCHEMA).then_some(json)
}

/// The JSON of a report, as a list of figures; none of any other text.
pub(super) fn json_reading(text: &str) -> Option<Reading> {
    let json = report_json(text)?;
    let text = |json: &Json, key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let mut rows = vec![line(COLUMNS.map(str::to_owned))];
    for table in json.get("tables")?.as_array()? {
        let columns: Vec<String> = table.get("columns")?.as_array()?.iter().map(|column| text(column, "key")).collect();
        for row in table.get("rows")?.as_array()? {
            for (column, cell) in columns.iter().zip(row.get("values")?.as_array()?) {
                let (kind, value, note) = match cell {
                    Json::Null => ("blank", String::new(), String::new()),
                    Json::String(_) => ("not-applicable", "/".to_owned(), String::new()),
                    Json::Object(noted) => ("noted", noted.get("value").map(Json::to_string).unwrap_or_default(), text(cell, "note")),
                    other => ("number", other.to_string(), String::new()),
                };
                rows.push(line([text(table, "key"), text(row, "key"), column.clone(), value, note, kind.to_owned()]));
            }
        }
    }
    let agency = json.get("agency").map(|agency| text(agency, "name")).unwrap_or_default();
    let year = json.get("year")?.as_u64()?;
    Some(Reading {
        blocks: vec![Block::Table(Grid { place: Spot::default(), rows })],
        title: Some(format!("{agency}{year}年政府信息公开工作年度报告")),
        published: json.get("published").and_then(Json::as_str).map(str::to_owned),
        unread: None,
    })
}

fn line(texts: [String; 6]) -> Vec<GridCell> {
    let place = Spot { sheet: Some(format!("{}.{}.{}", texts[0], texts[1], texts[2]).into()), ..Spot::default() };
    texts.into_iter().map(|text| GridCell::new(place.clone(), text)).collect()
}
