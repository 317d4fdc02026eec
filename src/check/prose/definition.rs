//! What a figure in the words may be: sums of cells, tried in turn.

use crate::form::{Addend, parse_addends};
use crate::model::{CellAt, Figures};
use crate::number::Number;

/// A definition that was tried: what it adds, and what that comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Its cells by their printed labels, as a formula.
    pub formula: String,
    /// Its value.
    pub value: Number,
}

/// What these definitions come to, each in all of these columns together. One whose cells are blank comes to nothing.
pub(super) fn tried(figures: &Figures, accepts: &[String], columns: &[String]) -> Vec<Tried> {
    let mut found: Vec<Tried> = Vec::new();
    for accepted in accepts {
        if let Some(tried) = try_one(figures, accepted, columns).filter(|tried| !found.iter().any(|known| known.value == tried.value)) {
            found.push(tried);
        }
    }
    found
}

fn try_one(figures: &Figures, accepted: &str, columns: &[String]) -> Option<Tried> {
    let total = ["total".to_owned()];
    let columns = if columns.is_empty() { &total[..] } else { columns };
    let tables = &figures.form.tables;
    // A column that the form does not have, such as 制发 in that of 2019, adds nothing.
    let addends: Vec<Vec<Addend>> = columns.iter().filter_map(|column| parse_addends(&accepted.replace("{c}", column), tables).ok()).collect();
    let value: Option<Vec<Number>> = addends.iter().map(|addends| sum(figures, addends)).collect();
    let value = value.filter(|values| !values.is_empty())?.into_iter().sum();
    let rows = addends.first()?;
    let several = if columns.len() > 1 { "（各类组织）" } else { "" };
    let name = |(at, addend): (usize, &Addend)| {
        let sign = if addend.minus {
            "－"
        } else if at == 0 {
            ""
        } else {
            "＋"
        };
        let name = addend.name.zh.split("的“").next().filter(|_| columns.len() > 1).unwrap_or(&addend.name.zh);
        format!("{sign}{name}")
    };
    Some(Tried { formula: rows.iter().enumerate().map(name).collect::<String>() + several, value })
}

/// The sum of some cells: a blank counts 0 unless all are; nothing can be said of cells that could not be read.
fn sum(figures: &Figures, addends: &[Addend]) -> Option<Number> {
    let mut sum = Number::ZERO;
    let mut any = false;
    for addend in addends {
        for row in &addend.rows {
            let at = CellAt { table: addend.table, row: *row, column: addend.column };
            if figures.is_unread(at) {
                return None;
            }
            if let Some(number) = figures.cell(at).number() {
                any = true;
                sum = sum + if addend.minus { -number } else { number };
            }
        }
    }
    any.then_some(sum)
}

/// What a report's own words on its scope make of `received + carried_in`.
pub(super) fn declared(cells: &str) -> String {
    let word = |word: &str| if matches!(word, "+" | "-") { word.to_owned() } else { format!("requests.{word}.{{c}}") };
    cells.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}
