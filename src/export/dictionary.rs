//! The forms → a dictionary: every cell with its labels, unit, type, the place where it is printed, and the identities
//! it takes part in; and what the columns of the list of figures mean.

use super::csv::{BYTE_ORDER_MARK, safe, writer};
use super::tidy::printed_path;
use super::xlsx::{ABOVE, NAME, names};
use crate::form::{CellKind, Content, Form};
use std::collections::{BTreeMap, BTreeSet};

/// A column of the list of all figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DictionaryColumn {
    /// Its name.
    pub name: &'static str,
    /// The key of its label among the words of the interface.
    pub label: &'static str,
    /// The key of what stands in it.
    pub kind: &'static str,
    /// The key of what it means.
    pub meaning: &'static str,
}

const fn column(name: &'static str, label: &'static str, kind: &'static str, meaning: &'static str) -> DictionaryColumn {
    DictionaryColumn { name, label, kind, meaning }
}

/// The columns of the list of all figures, in order.
pub const FIGURES_COLUMNS: [DictionaryColumn; 14] = [
    column("agency", "col_agency", "type_text", "col_agency_is"),
    column("agency_name", "col_agency_name", "type_text", "col_agency_name_is"),
    column("year", "col_year", "type_whole", "col_year_is"),
    column("dataset", "col_dataset", "type_text", "col_dataset_is"),
    column("form", "col_form", "type_text", "col_form_is"),
    column("table", "col_table", "type_text", "col_table_is"),
    column("row", "col_row", "type_text", "col_row_is"),
    column("row_label", "col_row_label", "type_text", "col_row_label_is"),
    column("column", "col_column", "type_text", "col_column_is"),
    column("column_label", "col_column_label", "type_text", "col_column_label_is"),
    column("value", "col_value", "type_number", "col_value_is"),
    column("note", "col_note", "type_text", "col_note_is"),
    column("kind", "col_cell_kind", "type_text", "col_cell_kind_is"),
    column("unit", "col_unit", "type_text", "col_unit_is"),
];

/// The columns of the list of all metrics, in order.
pub const METRICS_COLUMNS: [DictionaryColumn; 12] = [
    FIGURES_COLUMNS[0],
    FIGURES_COLUMNS[1],
    FIGURES_COLUMNS[2],
    FIGURES_COLUMNS[3],
    FIGURES_COLUMNS[4],
    column("metric", "col_metric", "type_text", "col_metric_is"),
    column("metric_label", "col_metric_label", "type_text", "col_metric_label_is"),
    column("value", "col_metric_value", "type_number", "col_metric_value_is"),
    column("unit", "col_metric_unit", "type_text", "col_metric_unit_is"),
    column("part", "col_part", "type_number", "col_part_is"),
    column("whole", "col_whole", "type_number", "col_whole_is"),
    column("kind", "col_metric_kind", "type_text", "col_metric_kind_is"),
];

/// The columns of the dictionary, in order.
pub const CELLS_COLUMNS: [DictionaryColumn; 11] = [
    FIGURES_COLUMNS[4],
    FIGURES_COLUMNS[5],
    FIGURES_COLUMNS[6],
    FIGURES_COLUMNS[7],
    FIGURES_COLUMNS[8],
    FIGURES_COLUMNS[9],
    FIGURES_COLUMNS[13],
    column("type", "col_type", "type_text", "col_type_is"),
    column("sheet", "col_sheet", "type_text", "col_sheet_is"),
    column("cell", "col_cell", "type_text", "col_cell_is"),
    column("rules", "col_rules", "type_text", "col_rules_is"),
];

/// The columns of the list of agencies, in order.
pub const AGENCIES_COLUMNS: [DictionaryColumn; 7] = [
    FIGURES_COLUMNS[0],
    FIGURES_COLUMNS[1],
    column("short_name", "col_short_name", "type_text", "col_short_name_is"),
    column("kind", "col_agency_kind", "type_text", "col_agency_kind_is"),
    column("parent", "col_parent", "type_text", "col_parent_is"),
    column("group", "col_group", "type_text", "col_group_is"),
    column("code", "col_code", "type_text", "col_code_is"),
];

/// The columns of the list of who has published when, in order.
pub const REPORTS_COLUMNS: [DictionaryColumn; 9] = [
    FIGURES_COLUMNS[0],
    FIGURES_COLUMNS[1],
    AGENCIES_COLUMNS[5],
    FIGURES_COLUMNS[2],
    column("published", "col_published", "type_date", "col_published_is"),
    column("deadline", "col_deadline", "type_date", "col_deadline_is"),
    column("days_late", "col_days_late", "type_whole", "col_days_late_is"),
    column("status", "col_standing", "type_text", "col_standing_is"),
    FIGURES_COLUMNS[4],
];

/// Every cell of some forms, a line each. Of a form and its variants each cell stands once.
#[must_use]
pub fn dictionary_csv(forms: &[&Form]) -> Vec<u8> {
    let mut out = writer(BYTE_ORDER_MARK.to_vec());
    // Writing to memory cannot fail, and all records have the same length by construction.
    let _ = out.write_record(CELLS_COLUMNS.map(|column| column.name));
    let mut told = BTreeSet::new();
    let printed: Vec<_> = forms.iter().map(|form| printed_cells(form)).collect();
    for (form, own) in forms.iter().zip(&printed) {
        // A variant prints what stands below its row in other places than its form: then none is told.
        let of_same = || forms.iter().zip(&printed).filter(|(other, _)| other.key == form.key).map(|(_, printed)| printed);
        for (place, table) in form.tables.iter().enumerate() {
            for (row, form_row) in table.rows.iter().enumerate() {
                for (at, form_column) in table.columns.iter().enumerate() {
                    if !told.insert((&form.key, &table.key, &form_row.key, &form_column.key)) {
                        continue;
                    }
                    let rules = form.rules.iter().filter(|rule| rule.table == place && rule.concerns(row, at)).map(|rule| rule.code.as_str());
                    let key = (table.key.as_str(), form_row.key.as_str(), form_column.key.as_str());
                    let is_settled = of_same().all(|printed| printed.get(&key).is_none_or(|there| own.get(&key) == Some(there)));
                    let (sheet, cell) = own.get(&key).filter(|_| is_settled).cloned().unwrap_or_default();
                    let (row_label, column_label) = (printed_path(form_row.path()), printed_path(form_column.path()));
                    let (kind, rules) = (kind_words(form_column.kind), rules.collect::<Vec<_>>().join(" "));
                    let line = [&form.key, &table.key, &form_row.key, &row_label, &form_column.key, &column_label, &table.unit, &kind, &sheet, &cell, &rules];
                    let _ = out.write_record(line.map(|field| safe(field).into_owned()));
                }
            }
        }
    }
    out.into_inner().unwrap_or_default()
}

/// What a cell may hold, in words.
fn kind_words(kind: CellKind) -> String {
    match kind {
        CellKind::Whole => "whole".to_owned(),
        CellKind::Signed => "signed".to_owned(),
        CellKind::Decimals(decimals) => format!("decimals-{decimals}"),
    }
}

/// The worksheet and the cell in which a workbook prints each figure, by the keys of its table, row and column.
fn printed_cells(form: &Form) -> BTreeMap<(&str, &str, &str), (String, String)> {
    let mut printed = BTreeMap::new();
    for (sheet, name) in form.sheets.iter().zip(names(&form.sheets, NAME)) {
        for (row, line) in sheet.rows.iter().enumerate() {
            for cell in &line.cells {
                if let Content::Figure { table, row: table_row, column, headers: _ } = &cell.content {
                    let table = &form.tables[*table];
                    let key = (table.key.as_str(), table.rows[*table_row].key.as_str(), table.columns[*column].key.as_str());
                    printed.insert(key, (name.clone(), format!("{}{}", letters(cell.column), ABOVE + row + 1)));
                }
            }
        }
    }
    printed
}

/// A column as spreadsheet programs call it: `A`, `Z`, `AA`.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_called_by_letters() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
