//! Identities that do not hold → the one cell whose change would make them hold, if there is exactly one; and the smallest
//! change after which everything holds, in words.

use super::identity::Identity;
use crate::diagnostic::Text;
use crate::form::CellKind;
use crate::model::{CellAt, Figures};
use crate::number::Number;
use std::collections::BTreeSet;

/// The most broken identities that one small change repairs: those of a shifted row.
const MOST_BROKEN: usize = 16;

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

/// The smallest change after which all identities of a report hold, in words; none where there is none, or more than
/// one as small. It is a hint for whoever looks at the original, and never applied.
pub(crate) fn hint(all: &[&Identity<'_>], figures: &Figures) -> Option<Text> {
    let (wrong, right): (Vec<&Identity<'_>>, Vec<&Identity<'_>>) = all.iter().copied().partition(|identity| identity.left != identity.right);
    if wrong.len() > MOST_BROKEN {
        return None;
    }
    let broken: BTreeSet<CellAt> = wrong.iter().flat_map(|identity| identity.cells.iter().map(|(cell, _)| *cell)).collect();
    // Those that are broken come first: nearly no change makes them hold.
    let holds = |changes: &[(CellAt, Number)]| {
        changes.iter().all(|(cell, change)| may_hold(figures, *cell, *change)) && wrong.iter().chain(&right).all(|identity| holds_with(identity, changes))
    };
    let one = only(broken.iter().filter_map(|cell| one_cell(*cell, all, figures)).filter(|change| holds(&[*change])));
    if let Some((cell, change)) = one {
        return Some(one_text(cell, change, figures));
    }
    let rows: BTreeSet<(usize, usize)> = broken.iter().map(|cell| (cell.table, cell.row)).collect();
    let swaps = rows.iter().flat_map(|(table, row)| swaps(*table, *row, figures)).filter(|[first, second]| holds(&exchange(*first, *second, figures)));
    if let Some([first, second]) = only(swaps) {
        return Some(swap_text(first, second, figures));
    }
    let shifts = rows.iter().flat_map(|(table, row)| [true, false].map(|left| (*table, *row, left)));
    let shifts = shifts.filter(|(table, row, left)| shifted(*table, *row, *left, figures).is_some_and(|changes| holds(&changes)));
    only(shifts).map(|(table, row, left)| shift_text(table, row, left, figures))
}

/// The one thing there is; none where there are more, or none.
fn only<T>(mut things: impl Iterator<Item = T>) -> Option<T> {
    let first = things.next()?;
    things.next().is_none().then_some(first)
}

/// Whether an identity holds with some cells changed.
fn holds_with(identity: &Identity<'_>, changes: &[(CellAt, Number)]) -> bool {
    let of = |(cell, falls): &(CellAt, bool)| {
        let change = changes.iter().filter(|(changed, _)| changed == cell).map(|(_, change)| *change).sum::<Number>();
        if *falls { -change } else { change }
    };
    // `change` tells by how much a cell that makes the left side smaller would have to grow.
    identity.left - identity.right == identity.cells.iter().map(|entry| -of(entry)).sum::<Number>()
}

/// By how much a cell would have to change for the first broken identity it is in.
fn one_cell(cell: CellAt, all: &[&Identity<'_>], figures: &Figures) -> Option<(CellAt, Number)> {
    figures.cell(cell).number()?;
    let broken = all.iter().find(|identity| identity.left != identity.right && identity.cells.iter().any(|(other, _)| *other == cell))?;
    let (_, falls) = broken.cells.iter().find(|(other, _)| *other == cell)?;
    Some((cell, change(broken, *falls)))
}

/// Pairs of cells of a row that hold different numbers.
fn swaps(table: usize, row: usize, figures: &Figures) -> Vec<[CellAt; 2]> {
    let columns = figures.form.tables[table].columns.len();
    let cell = |column| CellAt { table, row, column };
    let pairs = (0..columns).flat_map(|first| (first + 1..columns).map(move |second| [cell(first), cell(second)]));
    let differ = |pair: &[CellAt; 2]| figures.cell(pair[0]).number().zip(figures.cell(pair[1]).number()).is_some_and(|(first, second)| first != second);
    pairs.filter(differ).collect()
}

fn exchange(first: CellAt, second: CellAt, figures: &Figures) -> [(CellAt, Number); 2] {
    let number = |cell: CellAt| figures.cell(cell).number().unwrap_or_default();
    [(first, number(second) - number(first)), (second, number(first) - number(second))]
}

/// What becomes of a row whose cells, but for the total, stand one place too far right or left: the cell that falls out
/// must be zero.
fn shifted(table: usize, row: usize, left: bool, figures: &Figures) -> Option<Vec<(CellAt, Number)>> {
    let form_table = &figures.form.tables[table];
    let columns: Vec<usize> = (0..form_table.columns.len()).filter(|column| !form_table.columns[*column].is_total).collect();
    let numbers: Vec<Number> = columns.iter().map(|column| figures.cell(CellAt { table, row, column: *column }).number()).collect::<Option<_>>()?;
    let falls_out = if left { numbers.first() } else { numbers.last() };
    if columns.len() < 3 || !falls_out?.is_zero() {
        return None;
    }
    let moved = |at: usize| {
        let from = if left { at.checked_add(1) } else { at.checked_sub(1) };
        from.and_then(|from| numbers.get(from)).copied().unwrap_or_default()
    };
    let changes = columns.iter().enumerate().map(|(at, column)| (CellAt { table, row, column: *column }, moved(at) - numbers[at]));
    let changes: Vec<_> = changes.filter(|(_, change)| !change.is_zero()).collect();
    (!changes.is_empty()).then_some(changes)
}

fn one_text(cell: CellAt, change: Number, figures: &Figures) -> Text {
    let (row, column) = labels(cell, figures);
    let found = figures.cell(cell).number().unwrap_or_default();
    let wanted = found + change;
    let (zh, en) = if is_swapped(&found.to_string(), &wanted.to_string()) { ("，疑为相邻两位数字颠倒", ", two digits swapped?") } else { ("", "") };
    Text::new(
        format!("若“{row}”行“{column}”为 {wanted}（现为 {found}{zh}），全部勾稽关系都成立，请核对原始数据"),
        format!("if row “{row}” column “{column}” were {wanted} (it is {found}{en}), all identities would hold: look at the original"),
    )
}

fn swap_text(first: CellAt, second: CellAt, figures: &Figures) -> Text {
    let ((row, one), (_, other)) = (labels(first, figures), labels(second, figures));
    Text::new(
        format!("若“{row}”行“{one}”与“{other}”两格对调，全部勾稽关系都成立，请核对原始数据"),
        format!("if “{one}” and “{other}” of row “{row}” changed places, all identities would hold: look at the original"),
    )
}

fn shift_text(table: usize, row: usize, left: bool, figures: &Figures) -> Text {
    let label = &figures.form.tables[table].rows[row].label;
    let (zh, en) = if left { ("左", "left") } else { ("右", "right") };
    Text::new(
        format!("若“{label}”行的数字都向{zh}移一格，全部勾稽关系都成立，疑为错位，请核对原始数据"),
        format!("if the figures of row “{label}” moved one cell to the {en}, all identities would hold: look at the original"),
    )
}

fn labels(cell: CellAt, figures: &Figures) -> (&str, &str) {
    let table = &figures.form.tables[cell.table];
    (&table.rows[cell.row].label, &table.columns[cell.column].label)
}

/// Whether two numbers differ by two neighbouring digits that have changed places.
fn is_swapped(found: &str, wanted: &str) -> bool {
    let (found, wanted): (Vec<char>, Vec<char>) = (found.chars().collect(), wanted.chars().collect());
    let differ: Vec<usize> = (0..found.len().min(wanted.len())).filter(|at| found[*at] != wanted[*at]).collect();
    let [first, second] = differ.as_slice() else { return false };
    found.len() == wanted.len() && second - first == 1 && found[*first] == wanted[*second] && found[*second] == wanted[*first]
}
