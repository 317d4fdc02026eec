//! A cell → how it stands in a list of figures: its number alone, its note beside it, and which of the four kinds it is;
//! labels that are printed over several cells → one text.

use crate::model::Cell;

/// A cell in a list.
pub(super) struct TidyCell<'c> {
    /// The number with all its digits, `/`, or nothing.
    pub(super) value: String,
    /// The note beside the number.
    pub(super) note: &'c str,
    /// `number`, `blank`, `not-applicable` or `noted`.
    pub(super) kind: &'static str,
}

impl<'c> TidyCell<'c> {
    pub(super) fn of(cell: &'c Cell) -> Self {
        let (kind, value) = match cell {
            Cell::Number(number) => ("number", number.to_string()),
            Cell::Blank => ("blank", String::new()),
            Cell::NotApplicable => ("not-applicable", "/".to_owned()),
            Cell::Noted(noted) => ("noted", noted.0.to_string()),
        };
        Self { value, note: cell.note().unwrap_or_default(), kind }
    }
}

/// Printed labels, from the outermost, as one text.
pub(super) fn printed_path<'l>(labels: impl Iterator<Item = &'l str>) -> String {
    labels.collect::<Vec<_>>().join(" | ")
}
