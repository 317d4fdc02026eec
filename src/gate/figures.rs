//! What the rules of a form find in a report's figures.

use super::raised::{Raised, Spot};
use crate::check::Finding;
use crate::diagnostic::{Diagnostic, Evidence};
use crate::model::{CellAt, Figures, Report};
use crate::number::Number;

/// The findings in a report's figures.
pub(super) fn raised<'f>(report: &'f Report, findings: &'f [Finding]) -> impl Iterator<Item = Raised> + 'f {
    let figures = &report.figures;
    let raise = move |finding: &Finding| {
        let Finding { code, message, help, at, related, sums } = finding.clone();
        let mut diagnostic = Diagnostic::new(code, message);
        diagnostic.help = Some(help);
        diagnostic.evidence = sums.map(|[left, right]| Box::new(evidence(figures, at, left, right)));
        let subjects = std::iter::once(&at).chain(&related).map(|cell| figures.path(*cell)).collect();
        Raised { diagnostic, file: report.path.clone(), spot: Spot::Cell(at, related), subjects }
    };
    findings.iter().map(raise)
}

fn evidence(figures: &Figures, at: CellAt, left: Number, right: Number) -> Evidence {
    let table = &figures.form.tables[at.table];
    Evidence {
        table: table.key.clone(),
        row: table.rows[at.row].key.clone(),
        cell_column: table.columns[at.column].key.clone(),
        left: left.to_string(),
        right: right.to_string(),
    }
}
