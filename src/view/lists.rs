//! The variables of pages that list things: columns, categories, rules, reports, years.

use super::chart::{ChartView, PanelsView, panels, trend_chart};
use super::metric::{SeriesView, metric_links, series_views, series_years};
use super::parts::{AgencyLink, Head, Item, Link, ReportRow, agency_head, agency_link, agency_row, highlights, item, portal_head, report_row};
use crate::model::{Address, AgencyCard, Category, Report, Slug, Standing, Year};
use crate::page::{AgencyPage, CategoryPage, Dataset, MANY_YEARS, Part, ReportsPage, RulesPage, Selection, Shell, Trend, YearPage};
use crate::phrase::Phrases;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// The link of the page of all agencies and years.
pub(super) fn matrix_link(shell: &Shell<'_>, years: &[Year]) -> String {
    if years.is_empty() { String::new() } else { shell.link(&Address::new("years/")) }
}

/// The links of the pages of years.
pub(super) fn year_links(shell: &Shell<'_>, years: &[Year], current: Option<Year>) -> Vec<Link> {
    years
        .iter()
        .map(|year| Link { label: shell.phrases.year(year), url: shell.link(&Address::new(format!("years/{year}/"))), current: current == Some(*year) })
        .collect()
}

/// An agency's column.
#[derive(Serialize)]
pub struct AgencyView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The facts about the agency, label and value.
    pub facts: Vec<(&'a str, &'a str)>,
    /// Its categories.
    pub categories: Vec<CategoryEntry<'a>>,
    /// The labels of the figures in the rows.
    pub figure_labels: Vec<String>,
    /// Its reports, the latest first.
    pub reports: Vec<ReportRow<'a>>,
    /// Its first figure over the years.
    pub charts: Vec<ChartView>,
    /// Its other data tables.
    pub tables: Vec<TableEntry<'a>>,
    /// Its latest items.
    pub latest: Vec<Item<'a>>,
}

/// A data table in a column.
#[derive(Serialize)]
pub struct TableEntry<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Its years, the latest first.
    pub years: Vec<Link>,
}

/// A category in a column.
#[derive(Serialize)]
pub struct CategoryEntry<'a> {
    /// Its name.
    pub name: &'a str,
    /// The item of article 20 it serves.
    pub article20: &'a str,
    /// Its link.
    pub url: String,
    /// How many items it has.
    pub count: usize,
    /// When the latest was published.
    pub latest: &'a str,
    /// Why it has none.
    pub reason: &'a str,
}

/// The variables of an agency's column.
#[must_use]
pub fn agency<'a>(page: &'a AgencyPage<'_>) -> AgencyView<'a> {
    let (shell, slug) = (page.shell, page.agency.slug());
    let mut head = agency_head(shell, page.agency, page.parts, None).at(shell, &format!("{slug}/"));
    head.trail.truncate(1);
    let marks = highlights(page.reports.iter().copied());
    let entry = |count: &'a crate::page::CategoryCount<'_>| CategoryEntry {
        name: &count.category.name,
        article20: count.category.article20.as_deref().unwrap_or_default(),
        url: category_url(shell, slug, count.category),
        count: count.count,
        latest: count.latest.as_deref().unwrap_or_default(),
        reason: count.reason.unwrap_or_default(),
    };
    AgencyView {
        head: head.titled(&page.agency.name),
        facts: page.agency.facts.iter().map(|(fact, value)| (shell.phrases.fact(*fact), value.as_str())).collect(),
        categories: page.categories.iter().map(entry).collect(),
        reports: page.reports.iter().map(|report| report_row(shell, page.agency, report.year, Some(report), &marks)).collect(),
        figure_labels: marks.into_iter().map(|mark| mark.label).collect(),
        charts: trend(shell, page.agency, page.reports.iter().map(|report| (report.year, *report)).collect()),
        tables: page.tables.iter().map(|(name, reports)| table_entry(shell, slug, name, reports)).collect(),
        latest: page.latest.iter().map(|link| item(shell, link)).collect(),
    }
}

/// The first figure of an agency over its last years, as a list of at most one chart.
fn trend(shell: &Shell<'_>, agency: &AgencyCard, reports: BTreeMap<Year, &Report>) -> Vec<ChartView> {
    let last = reports.keys().next_back().copied();
    let first = |last: Year| reports.keys().copied().find(|year| last.number() - year.number() < MANY_YEARS);
    let years = last.and_then(|last| Some(first(last)?.to(last).map(|year| (year, reports.get(&year).copied())).collect::<Vec<_>>()));
    years.and_then(|years| Trend::of(&years)).and_then(|trend| trend_chart(shell.phrases, agency, &trend)).into_iter().collect()
}

fn table_entry<'a>(shell: &Shell<'_>, agency: &str, name: &Slug, reports: &[&'a Report]) -> TableEntry<'a> {
    let year = |report: &&Report| Link {
        label: shell.phrases.year(report.year),
        url: shell.link(&Address::new(format!("{agency}/{}/{name}.html", report.year))),
        current: false,
    };
    TableEntry { title: reports.first().map_or("", |report| report.figures.form.title.as_str()), years: reports.iter().map(year).collect() }
}

pub(super) fn category_url(shell: &Shell<'_>, agency: &str, category: &Category) -> String {
    shell.link(&Address::new(format!("{agency}/{}/", category.slug)))
}

/// One page of a category.
#[derive(Serialize)]
pub struct CategoryView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The category's name.
    pub name: &'a str,
    /// The item of article 20 it serves.
    pub article20: &'a str,
    /// The agency's categories.
    pub siblings: Vec<Link>,
    /// The lists of all items and of each year; empty where there are none of years.
    pub years: Vec<Link>,
    /// The lists of all items and of those in force and not; empty where there are none of these.
    pub statuses: Vec<Link>,
    /// The items on this page.
    pub items: Vec<Item<'a>>,
    /// Which page it is, from 1.
    pub number: usize,
    /// How many pages there are.
    pub page_count: usize,
    /// How many items there are.
    pub total: usize,
    /// The pages around this one, first and last included; an empty link stands for those left out.
    pub pager: Vec<Link>,
    /// The page before; empty on the first.
    pub previous: String,
    /// The page after; empty on the last.
    pub next: String,
    /// Why there are no items.
    pub reason: &'a str,
}

/// How many neighbours of a page the pager shows on each side.
const NEIGHBOURS: usize = 2;

/// The variables of one page of a category.
#[must_use]
pub fn category<'a>(page: &'a CategoryPage<'_>) -> CategoryView<'a> {
    let (shell, slug, category) = (page.shell, page.agency.slug(), page.category);
    let address = |selection: Selection, number: usize| selection.address(page.agency, category, number);
    let url = |number: usize| shell.link(&address(page.selection, number));
    let heading = match page.selection {
        Selection::All => category.name.clone(),
        Selection::Year(_) | Selection::Status(_) => format!("{}{}", category.name, shell.phrases.in_brackets(&choice_label(shell.phrases, page.selection))),
    };
    let mut head = agency_head(shell, page.agency, page.parts, Some(Part::Items)).at(shell, address(page.selection, page.number).as_str()).titled(&heading);
    if page.selection != Selection::All {
        head = head.below(shell, &category.name, address(Selection::All, 1).as_str());
    }
    if page.number > 1 {
        head.title = format!("{} - {}", shell.phrases.fill("nth_page", &[("number", &page.number)]), head.title);
    }
    let choices = |selections: Vec<Selection>| {
        let all = std::iter::once(Selection::All).filter(|_| !selections.is_empty());
        let choice = |selection: Selection| {
            let label = choice_label(shell.phrases, selection);
            Link { label, url: shell.link(&address(selection, 1)), current: selection == page.selection }
        };
        all.chain(selections.iter().copied()).map(choice).collect()
    };
    CategoryView {
        head,
        name: &category.name,
        article20: category.article20.as_deref().unwrap_or_default(),
        siblings: page
            .siblings
            .iter()
            .map(|sibling| Link { label: sibling.name.clone(), url: category_url(shell, slug, sibling), current: sibling.slug == category.slug })
            .collect(),
        years: choices(page.selections.years.iter().copied().map(Selection::Year).collect()),
        statuses: choices(page.selections.statuses.iter().copied().map(Selection::Status).collect()),
        items: page.items.iter().map(|link| item(shell, link)).collect(),
        number: page.number,
        page_count: page.pages,
        total: page.total,
        pager: pager(page, url),
        previous: if page.number > 1 { url(page.number - 1) } else { String::new() },
        next: if page.number < page.pages { url(page.number + 1) } else { String::new() },
        reason: page.reason.unwrap_or_default(),
    }
}

/// What a list of some of the items of a category is called among those beside it.
fn choice_label(phrases: &Phrases, selection: Selection) -> String {
    match selection {
        Selection::All => phrases.word("all").to_owned(),
        Selection::Year(year) => phrases.fill("calendar_year", &[("year", &year)]),
        Selection::Status(status) => phrases.status(Some(status)).to_owned(),
    }
}

/// The pages around one, first and last included; an empty link stands for those left out.
fn pager(page: &CategoryPage<'_>, url: impl Fn(usize) -> String) -> Vec<Link> {
    let near = |number: &usize| *number == 1 || *number == page.pages || number.abs_diff(page.number) <= NEIGHBOURS;
    let mut pager: Vec<Link> = Vec::new();
    let mut last = 0;
    for number in (1..=page.pages).filter(near) {
        if number > last + 1 {
            pager.push(Link { label: "…".to_owned(), url: String::new(), current: false });
        }
        pager.push(Link { label: number.to_string(), url: url(number), current: number == page.number });
        last = number;
    }
    pager
}

/// An agency's rules.
#[derive(Serialize)]
pub struct RulesView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The rules.
    pub rules: Vec<Rule<'a>>,
}

/// A rule in a list.
#[derive(Serialize)]
pub struct Rule<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its link.
    pub url: String,
    /// 发文字号.
    pub doc_no: &'a str,
    /// 成文日期, or else 发布日期.
    pub date: String,
}

/// The variables of the list of an agency's rules.
#[must_use]
pub fn rules<'a>(page: &'a RulesPage<'_>) -> RulesView<'a> {
    let folder = format!("{}/rules/", page.agency.slug());
    let rule = |document: &&'a crate::model::Document| Rule {
        title: &document.card.title,
        url: page.shell.link(&Address::new(format!("{folder}{}.html", document.slug))),
        doc_no: document.card.doc_no.as_deref().unwrap_or_default(),
        date: document.card.issued.or(document.card.date.map(|moment| moment.date)).map(|date| date.to_string()).unwrap_or_default(),
    };
    let head = agency_head(page.shell, page.agency, page.parts, Some(Part::Rules)).at(page.shell, &folder).titled(page.shell.phrases.word("rules"));
    RulesView { head, rules: page.rules.iter().map(rule).collect() }
}

/// All reports of an agency.
#[derive(Serialize)]
pub struct ReportsView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The labels of the figures in the rows.
    pub figure_labels: Vec<String>,
    /// Each year, the latest first; a year without a report says so.
    pub rows: Vec<ReportRow<'a>>,
    /// Its first figure over the years.
    pub charts: Vec<ChartView>,
    /// The metrics of all years with a report.
    pub metrics: Vec<SeriesView<'a>>,
    /// Those years, the latest first.
    pub metric_years: Vec<Link>,
    /// The agencies side by side in the latest of them, by metric.
    pub compared: Vec<Link>,
}

/// The variables of the list of an agency's reports.
#[must_use]
pub fn reports<'a>(page: &'a ReportsPage<'_>) -> ReportsView<'a> {
    let marks = highlights(page.years.iter().filter_map(|(_, report)| *report));
    let head = agency_head(page.shell, page.agency, page.parts, Some(Part::Reports))
        .at(page.shell, &format!("{}/reports/", page.agency.slug()))
        .titled(page.shell.phrases.word("reports"));
    let rows = page.years.iter().map(|(year, report)| report_row(page.shell, page.agency, *year, *report, &marks)).collect();
    // Older forms may have metrics that the newest does not have any more.
    let current = page.series.iter().filter(|series| series.years.first().is_some_and(|(_, measured)| measured.is_some()));
    let metrics: Vec<&crate::form::Metric> = current.map(|series| series.metric).collect();
    let latest = page.years.first().map(|(year, _)| *year);
    let dataset = Dataset { name: None, title: "" };
    ReportsView {
        head,
        figure_labels: marks.into_iter().map(|mark| mark.label).collect(),
        rows,
        charts: trend(page.shell, page.agency, page.years.iter().filter_map(|(year, report)| Some((*year, (*report)?))).collect()),
        metrics: series_views(page.shell.phrases, &page.series),
        metric_years: series_years(page.shell, &page.series, |year| format!("{}/{year}/", page.agency.slug())),
        compared: latest.map(|year| metric_links(page.shell, dataset, year, &metrics)).unwrap_or_default(),
    }
}

/// All agencies of a year.
#[derive(Serialize)]
pub struct YearView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The year.
    pub year: String,
    /// The pages of all years.
    pub years: Vec<Link>,
    /// The link of all agencies and years; empty where there are no reports.
    pub matrix: String,
    /// The labels of the figures in the rows.
    pub figure_labels: Vec<String>,
    /// The agencies with a report.
    pub rows: Vec<ReportRow<'a>>,
    /// The agencies without one, by how they stand.
    pub missing: Vec<Unpublished<'a>>,
    /// The agencies side by side, by metric: in the annual reports, then in each kind of data table.
    pub metrics: Vec<MetricLinks<'a>>,
    /// The first figure of some agencies over the years; none where fewer than two years have it.
    pub trends: Option<PanelsView<'a>>,
}

/// Agencies without a report of the year that stand alike.
#[derive(Serialize)]
pub struct Unpublished<'a> {
    /// How they stand: 未发布, 尚未到期, 未收录.
    pub standing: &'a str,
    /// The agencies.
    pub agencies: Vec<AgencyLink<'a>>,
}

/// The metrics of one kind of report.
#[derive(Serialize)]
pub struct MetricLinks<'a> {
    /// What one of the reports is called.
    pub title: &'a str,
    /// The agencies side by side, by metric.
    pub links: Vec<Link>,
}

fn metric_group<'a>(shell: &Shell<'_>, dataset: Dataset<'a>, year: Year, metrics: &[&crate::form::Metric]) -> MetricLinks<'a> {
    MetricLinks { title: if dataset.name.is_none() { "" } else { dataset.title }, links: metric_links(shell, dataset, year, metrics) }
}

/// The variables of the page of a year.
#[must_use]
pub fn year<'a>(page: &'a YearPage<'_>) -> YearView<'a> {
    let shell = page.shell;
    let marks = highlights(page.agencies.iter().filter_map(|entry| entry.report));
    let heading = shell.phrases.fill("year_heading", &[("year", &page.year)]);
    YearView {
        head: portal_head(shell).at(shell, &format!("years/{}/", page.year)).titled(&heading),
        year: page.year.to_string(),
        years: year_links(shell, &page.years, Some(page.year)),
        matrix: matrix_link(shell, &page.years),
        rows: page.agencies.par_iter().filter(|entry| entry.report.is_some()).map(|entry| agency_row(shell, entry, page.year, &marks)).collect(),
        figure_labels: marks.into_iter().map(|mark| mark.label).collect(),
        missing: Standing::WITHOUT.into_iter().map(|standing| unpublished(page, standing)).filter(|found| !found.agencies.is_empty()).collect(),
        metrics: page.metrics.iter().map(|(dataset, metrics)| metric_group(shell, *dataset, page.year, metrics)).collect(),
        trends: panels(shell, &page.trends),
    }
}

fn unpublished<'a>(page: &'a YearPage<'_>, standing: Standing) -> Unpublished<'a> {
    let found = page.agencies.iter().filter(|entry| entry.report.is_none() && entry.standing == standing);
    Unpublished { standing: page.shell.phrases.standing(standing), agencies: found.map(|entry| agency_link(page.shell, entry.agency)).collect() }
}
