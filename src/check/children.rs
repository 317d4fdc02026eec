//! The figures of an agency that says they are the sums of those of the agencies below it, against these.

use super::{At, Remark};
use crate::diagnostic::{Code, Level, Text};
use crate::model::{Agency, CellAt, Figures, Report, Site};
use crate::number::Number;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many of the agencies below are named.
const NAMED: usize = 3;

/// The figures that are no sums. Where one of the agencies below has no report on the year, that is said instead.
pub(super) fn remarks(site: &Site) -> Vec<Remark> {
    let mut children: BTreeMap<&str, Vec<&Agency>> = BTreeMap::new();
    for agency in &site.agencies {
        if let Some(parent) = agency.card.parent.as_deref() {
            children.entry(parent).or_default().push(agency);
        }
    }
    let sums = site.agencies().filter(|agency| agency.card.sum_of_children);
    let of_agency = |agency: &Agency| {
        let below = children.get(agency.card.slug()).map(Vec::as_slice).unwrap_or_default();
        let of_report = |report: &Report| {
            let missing: Vec<&str> = below.iter().filter(|child| !child.reports.contains_key(&report.year)).map(|child| child.card.name.as_str()).collect();
            if !missing.is_empty() {
                return vec![not_assessable(report, &missing, below.len())];
            }
            let parts: Vec<(&str, &Figures)> =
                below.iter().filter_map(|child| Some((child.card.name.as_str(), &child.reports.get(&report.year)?.figures))).collect();
            if parts.is_empty() { Vec::new() } else { of_report(report, &parts) }
        };
        agency.reports.values().flat_map(of_report).collect::<Vec<_>>()
    };
    sums.flat_map(of_agency).collect()
}

/// The sums of a year for which agencies below have no report.
fn not_assessable(report: &Report, missing: &[&str], count: usize) -> Remark {
    let (lacking, year) = (missing.len(), report.year);
    let named = |comma: &str| missing.iter().take(NAMED).copied().collect::<Vec<_>>().join(comma);
    let (and_zh, and_en) = if lacking > NAMED { (" 等", " and others") } else { ("", "") };
    let message = Text::new(
        format!("未能核对各下级机关之和：{count} 个下级机关中有 {lacking} 个没有 {year} 年度的报告：{}{and_zh}", named("、")),
        format!("the sums are not assessable: of {count} agencies below, {lacking} have no report on {year}: {}{and_en}", named(", ")),
    );
    let help = Text::new("补上它们的报告后再核对", "add their reports to have the sums checked");
    Remark::new(Code::ChildrenSum, report.path.as_str(), message, help).as_grave_as(Level::Info)
}

fn of_report(report: &Report, parts: &[(&str, &Figures)]) -> Vec<Remark> {
    let figures = &report.figures;
    let mut found = Vec::new();
    for (place, table) in figures.form.tables.iter().enumerate() {
        let columns = table.summary_column().map_or(0..table.columns.len(), |column| column..column + 1);
        for (row, column) in (0..table.rows.len()).flat_map(|row| columns.clone().map(move |column| (row, column))) {
            let at = CellAt { table: place, row, column };
            let (row_key, column_key) = (&table.rows[row].key, &table.columns[column].key);
            let Some(own) = figures.cell(at).number() else { continue };
            // One that fills another form has no such cell: then nothing can be said.
            let cells: Option<Vec<(&str, Number)>> =
                parts.iter().map(|(name, figures)| Some((*name, figures.find(&table.key, row_key, column_key)?.number().unwrap_or(Number::from(0))))).collect();
            let Some(cells) = cells else { continue };
            if cells.iter().map(|(_, number)| *number).sum::<Number>() != own {
                found.push(told(report, at, own, cells));
            }
        }
    }
    found
}

fn told(report: &Report, at: CellAt, own: Number, mut cells: Vec<(&str, Number)>) -> Remark {
    let table = &report.figures.form.tables[at.table];
    let (row, column) = (&table.rows[at.row].label, &table.columns[at.column].label);
    let sum: Number = cells.iter().map(|(_, number)| *number).sum();
    let (count, off) = (cells.len(), (own - sum).abs());
    cells.sort_by_key(|(_, number)| Reverse(*number));
    let named = |comma: &str| cells.iter().take(NAMED).map(|(name, number)| format!("{name} {number}")).collect::<Vec<_>>().join(comma);
    let message = Text::new(
        format!("{}“{row}”“{column}”为 {own}，{count} 个下级机关合计为 {sum}，相差 {off}；最大的是：{}", table.label, named("、")),
        format!("{} “{row}”, “{column}” is {own}, the {count} agencies below come to {sum}, off by {off}; the largest are {}", table.label, named(", ")),
    );
    let help = Text::new(
        "agency.yaml 写了 sum_of_children: true；请核对是漏报、重复计算，还是还有未列入本门户的下级机关",
        "agency.yaml says `sum_of_children: true`: check what was left out or counted twice, or whether agencies below are not in this portal",
    );
    Remark::new(Code::ChildrenSum, report.path.as_str(), message, help).at(At::Cell(at)).about(report.figures.path(at))
}
