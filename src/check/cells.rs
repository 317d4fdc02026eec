//! Cells that a reader will ask about: blanks, `/`, and numbers with a note.

use super::Finding;
use crate::diagnostic::{Code, Text, counted};
use crate::model::{Cell, CellAt, Figures};

/// What the cells themselves give rise to: one finding a row.
pub(crate) fn cell_findings(figures: &Figures) -> Vec<Finding> {
    let rows = figures.form.tables.iter().enumerate().flat_map(|(table, form_table)| (0..form_table.rows.len()).map(move |row| (table, row)));
    rows.flat_map(|(table, row)| [unfilled(figures, table, row), noted(figures, table, row)]).flatten().collect()
}

fn cells(figures: &Figures, table: usize, row: usize, kept: impl Fn(&Cell) -> bool) -> Vec<CellAt> {
    let columns = 0..figures.form.tables[table].columns.len();
    columns.map(|column| CellAt { table, row, column }).filter(|at| kept(figures.cell(*at)) && !figures.is_unread(*at)).collect()
}

fn unfilled(figures: &Figures, table: usize, row: usize) -> Option<Finding> {
    let at = cells(figures, table, row, |cell| cell.number().is_none());
    if at.is_empty() {
        return None;
    }
    let form_table = &figures.form.tables[table];
    let label = &form_table.rows[row].label;
    let name = |at: &CellAt| {
        let column = &form_table.columns[at.column].label;
        if *figures.cell(*at) == Cell::Blank { column.clone() } else { format!("{column}（/）") }
    };
    let names: Vec<String> = at.iter().map(name).collect();
    let message = Text::new(
        format!("“{label}”行有 {} 格未填报：{}", at.len(), names.join("、")),
        format!("row `{label}` has {} without a number: {}", counted(at.len(), "cell"), names.join(", ")),
    );
    finding(Code::BlankCell, message, Text::new("没有发生的应填 0", "write 0 where nothing happened"), at)
}

fn noted(figures: &Figures, table: usize, row: usize) -> Option<Finding> {
    let at = cells(figures, table, row, |cell| cell.note().is_some());
    if at.is_empty() {
        return None;
    }
    let label = &figures.form.tables[table].rows[row].label;
    let notes: Vec<&str> = at.iter().filter_map(|at| figures.cell(*at).note()).collect();
    let message = Text::new(format!("“{label}”行附有说明：{}", notes.join("；")), format!("row `{label}` has a note: {}", notes.join("; ")));
    finding(Code::NotedCell, message, Text::new("说明会在网页和下载中随数字显示", "the note is shown with the number on pages and in downloads"), at)
}

fn finding(code: Code, message: Text, help: Text, mut cells: Vec<CellAt>) -> Option<Finding> {
    let related = cells.split_off(1.min(cells.len()));
    let at = *cells.first()?;
    Some(Finding { code, message, help, at, related, sums: None })
}
