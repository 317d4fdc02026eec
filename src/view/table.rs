//! The variables of a data table other than the annual report.

use super::check::{CheckView, check_summary, check_views};
use super::download::{Download, report_downloads};
use super::metric::{SeriesView, metric_links, series_views, series_years};
use super::parts::{Head, Link, agency_head};
use super::sheet::{figure_html, sheet_html};
use crate::model::{Address, Year};
use crate::page::{Dataset, Part, TablePage};
use minijinja::Value;
use serde::Serialize;

/// A data table.
#[derive(Serialize)]
pub struct TableView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The year.
    pub year: String,
    /// When it was published: `2025年1月23日`.
    pub published: String,
    /// The same as `2025-01-23`.
    pub published_iso: String,
    /// The document that prescribes its form.
    pub form_name: &'a str,
    /// Its printed tables as HTML.
    pub tables: Value,
    /// How its figures fit together, by the rules of its form.
    pub checks: Vec<CheckView<'a>>,
    /// The same in numbers: `4 项通过，2 项不适用`.
    pub check_summary: String,
    /// Its tables as files.
    pub downloads: Vec<Download>,
    /// Comparisons with earlier years, the latest first.
    pub compared: Vec<Link>,
    /// The same table of all years, the latest first.
    pub years: Vec<Link>,
    /// The metrics of those years.
    pub metrics: Vec<SeriesView<'a>>,
    /// Those years, the latest first.
    pub metric_years: Vec<Link>,
    /// The agencies of this year side by side, by metric.
    pub compared_agencies: Vec<Link>,
}

/// The variables of a data table.
#[must_use]
pub fn table<'a>(page: &'a TablePage<'_>) -> TableView<'a> {
    let (shell, report, name, slug) = (page.shell, page.report, page.name, page.agency.slug());
    let form = &report.figures.form;
    let year = report.year;
    let link = |address: String| shell.link(&Address::new(address));
    let own = |year: Year| format!("{slug}/{year}/{name}.html");
    let phrases = shell.phrases;
    let heading = phrases.table_title(form, &page.agency.name, year);
    let mut head = agency_head(shell, page.agency, page.parts, Some(Part::Items)).at(shell, &own(year)).titled(&heading);
    if let Some(last) = head.trail.last_mut() {
        last.label = phrases.fill("year_titled", &[("year", &year), ("title", &form.title)]);
    }
    head.draft = report.draft;
    let sheets: String = form.sheets.iter().map(|sheet| sheet_html(phrases, form, sheet, |at| figure_html(phrases, report.figures.cell(at)))).collect();
    let metrics: Vec<&crate::form::Metric> = page.series.iter().map(|series| series.metric).filter(|metric| form.metric(&metric.key).is_some()).collect();
    let checks = check_views(phrases, form, &page.checks.all());
    TableView {
        check_summary: check_summary(phrases, &checks),
        checks,
        head,
        year: year.to_string(),
        published: phrases.day(report.published),
        published_iso: report.published.to_string(),
        form_name: &form.name,
        tables: Value::from_safe_string(sheets),
        downloads: report_downloads(shell, &page.downloads, form, &format!("{}-{year}", page.agency.name)),
        compared: page
            .compared
            .iter()
            .map(|earlier| Link {
                label: phrases.fill("compare_with", &[("year", earlier)]),
                url: link(format!("{slug}/{year}/{name}-compare-{earlier}.html")),
                current: false,
            })
            .collect(),
        metrics: series_views(phrases, &page.series),
        metric_years: series_years(shell, &page.series, own),
        compared_agencies: metric_links(shell, Dataset { name: Some(name), title: "" }, year, &metrics),
        years: page.years.iter().map(|other| Link { label: phrases.year(other), url: link(own(*other)), current: *other == year }).collect(),
    }
}
