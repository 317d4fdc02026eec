//! A report's figures against those of earlier years: totals that jump, and tables that are suddenly all zero. No rule
//! forbids either; most often a unit was mistaken, or a table left as it was scaffolded.

use super::{At, Remark};
use crate::diagnostic::{Code, Text};
use crate::form::Table;
use crate::model::{Agency, Cell, CellAt, Figures, JumpBand, Report};
use crate::number::Number;

/// What is remarkable in a report's figures beside those of the years before.
pub(super) fn remarks(band: JumpBand, agency: &Agency, report: &Report) -> Vec<Remark> {
    let before = report.year.before();
    let Some(previous) = agency.reports.get(&before) else { return Vec::new() };
    let earlier = agency.reports.get(&before.before());
    let figures = &report.figures;
    let tables = figures.form.tables.iter().enumerate();
    let of_table = |(place, table): (usize, &Table)| {
        let zero = earlier.and_then(|earlier| all_zero(report, place, [&previous.figures, &earlier.figures]));
        let jumps = if zero.is_some() { Vec::new() } else { jumps(band, report, &previous.figures, (place, table)) };
        zero.into_iter().chain(jumps)
    };
    tables.flat_map(of_table).collect()
}

fn jumps(band: JumpBand, report: &Report, previous: &Figures, (place, table): (usize, &Table)) -> Vec<Remark> {
    let Some(column) = table.summary_column() else { return Vec::new() };
    let figures = &report.figures;
    let row = |(row, form_row): (usize, &crate::form::Row)| {
        let at = CellAt { table: place, row, column };
        let now = figures.cell(at).number().filter(|_| !figures.is_unread(at))?;
        let then = previous.find(&table.key, &form_row.key, &table.columns[column].key)?.number()?;
        is_jump(band, now, then).then(|| jump(band, report, at, (now, then)))
    };
    table.rows.iter().enumerate().filter_map(row).collect()
}

fn is_jump(band: JumpBand, now: Number, then: Number) -> bool {
    let (small, large) = if now < then { (now, then) } else { (then, now) };
    let (whole, part) = large.whole_pair(small);
    large - small >= Number::from(band.least) && whole > part.saturating_mul(band.factor.into())
}

fn jump(band: JumpBand, report: &Report, at: CellAt, (now, then): (Number, Number)) -> Remark {
    let table = &report.figures.form.tables[at.table];
    let (label, year, before) = (&table.rows[at.row].label, report.year, report.year.before());
    let (zh, en) = if now > then { ("增加", "more") } else { ("减少", "less") };
    let off = (now - then).abs();
    let JumpBand { factor, least } = band;
    let message = Text::new(
        format!("{}“{label}”{year}年度为 {now}，{before}年度为 {then}，{zh} {off}，相差超过 {factor} 倍", table.label),
        format!("{} “{label}” is {now} in {year} and was {then} in {before}: {off} {en}, over {factor} times", table.label),
    );
    let help = Text::new(
        format!("请核对单位和小数点；属实的可写豁免。界限由 site.toml 的 [jump] 规定：相差不小于 {least}，且超过 {factor} 倍"),
        format!(
            "check the unit and the decimal point; waive it where it is true. [jump] in site.toml sets the band: at least {least} apart, and over {factor} times"
        ),
    );
    Remark::new(Code::Jump, report.path.as_str(), message, help).at(At::Cell(at)).about(report.figures.path(at))
}

fn numbers<'f>(figures: &'f Figures, key: &str) -> impl Iterator<Item = Option<Number>> + 'f {
    let table = figures.form.table(key);
    let rows = table.into_iter().flat_map(|table| (0..figures.form.tables[table].rows.len()).map(move |row| (table, row)));
    rows.flat_map(|(table, row)| figures.row(table, row)).map(Cell::number)
}

/// A table in which every cell is 0, after two years in which some were not.
fn all_zero(report: &Report, place: usize, earlier: [&Figures; 2]) -> Option<Remark> {
    let figures = &report.figures;
    let table = &figures.form.tables[place];
    let is_zero = numbers(figures, &table.key).all(|number| number.is_some_and(Number::is_zero));
    let had_some = |figures: &&Figures| numbers(figures, &table.key).flatten().any(|number| !number.is_zero());
    if !is_zero || !earlier.iter().all(had_some) {
        return None;
    }
    let (before, label) = (report.year.before(), &table.label);
    let largest = numbers(earlier[0], &table.key).flatten().max().map_or_else(String::new, |number| number.to_string());
    let message = Text::new(
        format!("{label}全部为 0，而{}、{before}年度都不是（{before}年度最大的一格为 {largest}）", before.before()),
        format!("{label} is all 0, but neither {} nor {before} was (the largest cell of {before} is {largest})", before.before()),
    );
    let help = Text::new("请核对是否漏填；确实没有发生的，可写豁免", "check that it was filled in; waive it where nothing happened");
    let at = At::Cell(CellAt { table: place, row: 0, column: table.summary_column().unwrap_or(0) });
    Some(Remark::new(Code::ZeroAfterNonzero, report.path.as_str(), message, help).at(at).about(table.key.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(now: u32, then: u32, expected: bool) {
        assert_eq!(is_jump(JumpBand { factor: 5, least: 100 }, now.into(), then.into()), expected);
    }

    #[test]
    fn jumps_are_large_both_ways() {
        case(600, 100, true);
        case(500, 100, false);
        case(100, 600, true);
        case(0, 100, true);
        case(0, 99, false);
        case(1_000_000, 900_000, false);
    }
}
