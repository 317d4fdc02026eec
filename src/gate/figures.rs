//! What the rules of a form find in a report's figures.

use super::raised::{Raised, Spot};
use crate::check::{Finding, check_figures};
use crate::diagnostic::Diagnostic;
use crate::model::{CellAt, Figures, Report};

/// The findings in a report's figures, given last year's.
pub(super) fn raised(report: &Report, previous: Option<&Figures>) -> Vec<Raised> {
    let figures = &report.figures;
    let raise = |finding: Finding| {
        let Finding { code, message, help, at, related, sums: _ } = finding;
        let mut diagnostic = Diagnostic::new(code, message);
        diagnostic.help = Some(help);
        let subjects = std::iter::once(&at).chain(&related).map(|cell| path(figures, *cell)).collect();
        Raised { diagnostic, file: report.path.clone(), spot: Spot::Cell(at, related), subjects }
    };
    check_figures(figures, previous).into_iter().map(raise).collect()
}

/// A cell by its keys: `disputes.review.total`.
fn path(figures: &Figures, cell: CellAt) -> String {
    let table = &figures.form.tables[cell.table];
    format!("{}.{}.{}", table.key, table.rows[cell.row].key, table.columns[cell.column].key)
}
