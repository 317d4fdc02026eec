//! Figures → downloads: a CSV for each table; one XLSX and one JSON for the whole report.

mod comparison;
mod csv;
mod dictionary;
mod json;
mod portal;
mod tidy;
mod xlsx;

pub use self::csv::table_csv;
pub use comparison::comparison_csv;
pub use dictionary::{AGENCIES_COLUMNS, CELLS_COLUMNS, DictionaryColumn, FIGURES_COLUMNS, METRICS_COLUMNS, REPORTS_COLUMNS, dictionary_csv};
pub use json::{PORTAL_SCHEMA, REPORT_SCHEMA, portal_json, report_json};
pub use portal::{agencies_csv, figures_csv, metrics_csv, reports_csv};
pub use xlsx::{FillIn, fill_in_xlsx, report_xlsx};

use crate::model::Cell;

/// How a cell stands in a text: a blank is empty, a note stays with its number.
fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Blank => String::new(),
        Cell::NotApplicable => "/".to_owned(),
        Cell::Noted(noted) => format!("{}（{}）", noted.0, noted.1),
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
}
