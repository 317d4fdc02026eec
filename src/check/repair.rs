//! Identities that do not hold → the one cell whose change would make them hold, if there is exactly one.

use super::identity::Identity;
use crate::form::CellKind;
use crate::model::{CellAt, Figures};
use crate::number::Number;
use std::collections::BTreeSet;

/// The one cell whose change would repair this identity and every other broken one that hangs together with it,
/// and break none.
pub(crate) fn culprit(broken: &Identity<'_>, all: &[&Identity<'_>], figures: &Figures) -> Option<CellAt> {
    let together = connected(broken, all);
    let mut repairs = broken.cells.iter().filter(|(cell, falls)| {
        let change = change(broken, *falls);
        if !may_hold(figures, *cell, change) {
            return false;
        }
        all.iter().all(|identity| match identity.cells.iter().find(|(other, _)| other == cell) {
            Some((_, falls)) => identity.left != identity.right && self::change(identity, *falls) == change,
            None => !together.contains(&key(identity)),
        })
    });
    let first = repairs.next()?;
    repairs.next().is_none().then_some(first.0)
}

/// Whether a cell could hold what it would have to.
fn may_hold(figures: &Figures, cell: CellAt, change: Number) -> bool {
    let repaired = figures.cell(cell).number().unwrap_or(Number::ZERO) + change;
    !repaired.is_negative() || figures.form.tables[cell.table].columns[cell.column].kind == CellKind::Signed
}

/// By how much a cell would have to grow for an identity to hold.
fn change(identity: &Identity<'_>, falls: bool) -> Number {
    let off = identity.left - identity.right;
    if falls { off } else { -off }
}

/// What tells identities apart: their code and result cell.
fn key<'a>(identity: &'a Identity<'_>) -> (&'a str, CellAt) {
    (identity.rule.code.as_str(), identity.result)
}

/// The broken identities that share cells with this one, directly or through others.
fn connected<'a>(from: &'a Identity<'_>, all: &[&'a Identity<'_>]) -> BTreeSet<(&'a str, CellAt)> {
    let mut found = BTreeSet::from([key(from)]);
    let mut cells: BTreeSet<CellAt> = from.cells.iter().map(|(cell, _)| *cell).collect();
    loop {
        let touching = all.iter().filter(|identity| identity.left != identity.right && !found.contains(&key(identity)));
        let Some(next) = touching.into_iter().find(|identity| identity.cells.iter().any(|(cell, _)| cells.contains(cell))) else {
            return found;
        };
        found.insert(key(next));
        cells.extend(next.cells.iter().map(|(cell, _)| *cell));
    }
}
