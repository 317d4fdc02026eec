//! The variables of two years side by side.

use super::download::{Download, report_downloads};
use super::narrative::{NarrativeView, narrative};
use super::parts::{Head, Link, agency_head};
use super::sheet::{CellHtml, figure_html, sheet_html};
use super::summary::summary;
use crate::chart::sparkline;
use crate::compare::{Change, Comparison, TableComparison, compare};
use crate::html::escape;
use crate::model::{Address, Cell, CellAt, Report, Year};
use crate::number::Number;
use crate::page::{ComparePage, Part};
use crate::phrase::Phrases;
use crate::theme::Asked;
use minijinja::Value;
use serde::Serialize;
use std::io;

/// Two years side by side.
#[derive(Serialize)]
pub struct CompareView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The later year.
    pub later: Link,
    /// The earlier year.
    pub earlier: Link,
    /// The comparisons of the later year with earlier ones.
    pub compared: Vec<Link>,
    /// What is compared: `年报`, or what a data table is called.
    pub what: &'a str,
    /// Years between them without a report.
    pub missing: Vec<String>,
    /// What changed, in a few sentences.
    pub summary: Vec<String>,
    /// The years whose figures stand side by side, the latest first; the earlier of the two is the current one.
    pub years: Vec<Link>,
    /// The tables, each cut down to its totals.
    pub tables: Vec<CompareTable>,
    /// The printed tables, each cell with its change, as HTML.
    pub sheets: Value,
    /// What became of the words; none where neither year has any.
    pub narrative: Option<NarrativeView<'a>>,
    /// How many figures differ.
    pub changed: usize,
    /// How many figures both forms have.
    pub total: usize,
    /// How many figures of the later form the earlier one does not have.
    pub incomparable: usize,
    /// The documents that prescribe the forms, the later one first.
    pub forms: [&'a str; 2],
    /// The file of all that is compared; none where the portal does without.
    pub downloads: Vec<Download>,
}

/// A table of two years: one line a figure.
#[derive(Serialize)]
pub struct CompareTable {
    /// Its title.
    pub caption: String,
    /// Its lines.
    pub lines: Vec<CompareLine>,
}

/// A figure of two years, and of others beside them.
#[derive(Serialize)]
pub struct CompareLine {
    /// Its printed labels, from the outermost.
    pub label: String,
    /// The later year's.
    pub later: String,
    /// The earlier year's.
    pub earlier: String,
    /// `up`, `down`, `same`, `form` where the form has changed, or `none` where nothing can be said.
    pub direction: &'static str,
    /// How much it differs, without a sign.
    pub delta: String,
    /// That in percent, without a sign, where the base allows; with it, `%`.
    pub percent: String,
    /// Whether it differs.
    pub changed: bool,
    /// What stands in each year.
    pub values: Vec<String>,
    /// The years as a line; nothing where fewer than two have a number.
    pub spark: Value,
    /// The same in words, the earliest year first: `2023年3，2024年4`.
    pub trend: String,
}

/// The variables of two years side by side.
///
/// # Errors
/// Where their words cannot be read.
pub fn years<'a>(page: &'a ComparePage<'_>, asked: &Asked) -> io::Result<CompareView<'a>> {
    let (shell, slug) = (page.shell, page.agency.slug());
    let (later, earlier) = (page.later, page.earlier);
    let phrases = shell.phrases;
    let what = if page.name.is_none() { phrases.word("compare_reports") } else { &later.figures.form.title };
    let heading = phrases.fill("compare_heading", &[("later", &later.year), ("earlier", &earlier.year), ("what", &what)]);
    let prefix = page.name.map(|name| format!("{name}-")).unwrap_or_default();
    let address = |earlier: Year| format!("{slug}/{}/{prefix}compare-{earlier}.html", later.year);
    // Where a year's own page is: the annual report is the year's folder.
    let own = |year: Year| page.name.map_or_else(|| format!("{slug}/{year}/"), |name| format!("{slug}/{year}/{name}.html"));
    let part = if page.name.is_none() { Part::Reports } else { Part::Items };
    let mut head = agency_head(shell, page.agency, page.parts, Some(part)).at(shell, &address(earlier.year)).titled(&heading);
    if page.name.is_none() {
        head = head.below(shell, phrases.word("reports"), &format!("{slug}/reports/"));
    }
    let step = if page.name.is_none() { phrases.year(later.year) } else { phrases.fill("year_titled", &[("year", &later.year), ("title", &what)]) };
    head = head.below(shell, &step, &own(later.year));
    let beside = beside(page);
    head.draft = beside.iter().any(|report| report.draft);
    let comparison = compare(&later.figures, &earlier.figures);
    let cells = || comparison.tables.iter().flat_map(|table| table.rows.iter().flatten());
    let link = |year: Year, address: String, current: bool| Link { label: phrases.year(year), url: shell.link(&Address::new(address)), current };
    let form = &later.figures.form;
    let sheets: String = form.sheets.iter().map(|sheet| sheet_html(phrases, form, sheet, |at| change_html(phrases, change_at(&comparison, at)))).collect();
    Ok(CompareView {
        head,
        later: link(later.year, own(later.year), false),
        earlier: link(earlier.year, own(earlier.year), false),
        compared: page.compared.iter().map(|year| link(*year, address(*year), *year == earlier.year)).collect(),
        what,
        missing: page.missing.iter().map(ToString::to_string).collect(),
        summary: asked.only("summary", || summary(page, &comparison)),
        years: beside.iter().map(|report| link(report.year, own(report.year), report.year == earlier.year)).collect(),
        tables: asked.only("tables", || form.sheets.iter().map(|sheet| table(phrases, sheet, &comparison, &beside)).collect()),
        sheets: Value::from_safe_string(sheets),
        narrative: asked.only("narrative", || narrative(page).transpose()).transpose()?,
        changed: cells().filter(|change| change.differs()).count(),
        total: cells().filter(|change| change.is_comparable()).count(),
        incomparable: cells().filter(|change| !change.is_comparable()).count(),
        forms: [&form.name, &earlier.figures.form.name],
        downloads: report_downloads(shell, &page.downloads, form, &format!("{}-{}", page.agency.name, later.year)),
    })
}

/// All years whose figures stand side by side, the latest first.
fn beside<'s>(page: &ComparePage<'s>) -> Vec<&'s Report> {
    let mut reports: Vec<&Report> = [page.later, page.earlier].into_iter().chain(page.others.iter().copied()).collect();
    reports.sort_by_key(|report| std::cmp::Reverse(report.year));
    reports
}

fn change_at<'c, 'a>(comparison: &'c Comparison<'a>, at: CellAt) -> &'c Change<'a> {
    &comparison.tables[at.table].rows[at.row][at.column]
}

fn table(phrases: &Phrases, sheet: &crate::form::Sheet, comparison: &Comparison<'_>, beside: &[&Report]) -> CompareTable {
    let lines = sheet.tables.iter().flat_map(|table| table_lines(phrases, &comparison.tables[*table], beside)).collect();
    CompareTable { caption: phrases.caption(sheet), lines }
}

/// The lines of a table: its total column, or else every column.
fn table_lines(phrases: &Phrases, compared: &TableComparison<'_>, beside: &[&Report]) -> Vec<CompareLine> {
    let table = compared.table;
    let total = table.total_column();
    let columns: Vec<usize> = total.map_or_else(|| (0..table.columns.len()).collect(), |total| vec![total]);
    let line = |(row, column): (usize, usize)| {
        let mut labels: Vec<&str> = table.rows[row].path().collect();
        if total.is_none() {
            labels.push(&table.columns[column].label);
        }
        let (table_key, row_key, column_key) = (&table.key, &table.rows[row].key, &table.columns[column].key);
        let cells: Vec<(Year, Option<&Cell>)> = beside.iter().map(|report| (report.year, report.figures.find(table_key, row_key, column_key))).collect();
        compare_line(phrases, phrases.joined("gap", &labels), &compared.rows[row][column], &cells)
    };
    (0..table.rows.len()).flat_map(|row| columns.iter().map(move |column| (row, *column))).map(line).collect()
}

fn compare_line(phrases: &Phrases, label: String, change: &Change<'_>, cells: &[(Year, Option<&Cell>)]) -> CompareLine {
    let (direction, _, _) = direction(change);
    let words = |cell: Option<&Cell>| cell.map_or_else(|| "—".to_owned(), |cell| phrases.cell(cell));
    let told = |(year, cell): &(Year, Option<&Cell>)| {
        let words = cell.map_or_else(|| phrases.word("no_such").to_owned(), |cell| phrases.cell(cell));
        phrases.fill("told_year_short", &[("year", year), ("words", &words)])
    };
    CompareLine {
        label,
        later: phrases.cell(change.later),
        earlier: words(change.earlier),
        direction,
        delta: change.delta.filter(|delta| !delta.is_zero()).map(|delta| delta.abs().grouped()).unwrap_or_default(),
        percent: change.percent.map(|percent| format!("{}%", percent.abs())).unwrap_or_default(),
        changed: change.differs(),
        values: cells.iter().map(|(_, cell)| words(*cell)).collect(),
        spark: Value::from_safe_string(sparkline(&numbers(cells)).unwrap_or_default()),
        trend: phrases.joined("comma", &cells.iter().rev().map(told).collect::<Vec<_>>()),
    }
}

/// The numbers of all years from the earliest on; none where a year has none.
fn numbers(cells: &[(Year, Option<&Cell>)]) -> Vec<Option<Number>> {
    let Some(((last, _), (first, _))) = cells.first().zip(cells.last()) else { return Vec::new() };
    let number = |year: Year| cells.iter().find(|(other, _)| *other == year).and_then(|(_, cell)| (*cell)?.number());
    first.to(*last).map(number).collect()
}

/// The direction of a change: its name, its sign, and the key of its word.
fn direction(change: &Change<'_>) -> (&'static str, &'static str, &'static str) {
    match change.delta {
        None if !change.is_comparable() => ("form", "", "form_changed"),
        None => ("none", "", ""),
        Some(delta) if delta == Number::ZERO => ("same", "", "same"),
        Some(delta) if delta.is_negative() => ("down", "▼", "down"),
        Some(_) => ("up", "▲", "up"),
    }
}

fn change_html(phrases: &Phrases, change: &Change<'_>) -> CellHtml {
    let CellHtml { class, mut html } = figure_html(phrases, change.later);
    let (name, sign, word) = direction(change);
    if let Some(delta) = change.delta.filter(|delta| !delta.is_zero()) {
        let (delta, word) = (delta.abs().grouped(), escape(phrases.word(word)));
        html.push_str(&format!(" <span class=\"change {name}\"><span aria-hidden=\"true\">{sign}</span><span class=\"vh\">{word}</span>{delta}</span>"));
    }
    let class = match (change.differs(), class) {
        (false, class) => class,
        (true, "zero") => "zero changed",
        (true, "blank") => "blank changed",
        (true, "noted") => "noted changed",
        (true, _) => "changed",
    };
    CellHtml { class, html }
}
