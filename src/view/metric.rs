//! The variables of metrics: agencies of a year side by side, and the years of an agency.

use super::parts::{AgencyLink, Head, Link, agency_link, portal_head};
use crate::metric::Measured;
use crate::model::{Address, Year};
use crate::number::Number;
use crate::page::{Dataset, MeasuredAgency, MetricPage, MetricSeries, Order, Shell};
use crate::phrase::Phrases;
use serde::Serialize;
use std::cmp::Ordering;

/// The agencies of a year side by side.
#[derive(Serialize)]
pub struct MetricView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The year.
    pub year: String,
    /// What is compared.
    pub label: &'a str,
    /// Its unit: `%`, `件`.
    pub unit: &'a str,
    /// How it is reckoned, in words.
    pub formula: String,
    /// What the table is of: `政府信息公开工作年度报告`.
    pub dataset: &'a str,
    /// `descending`, `ascending` or `agency`.
    pub order: &'static str,
    /// The same page in each order.
    pub orders: Vec<Link>,
    /// The metrics of that year.
    pub siblings: Vec<Link>,
    /// The years that have this metric, the latest first.
    pub years: Vec<Link>,
    /// Whether it is a ratio.
    pub is_ratio: bool,
    /// The agencies, in that order.
    pub rows: Vec<MetricRow<'a>>,
    /// How many of them have no value.
    pub without_value: usize,
    /// The agencies that have not published.
    pub missing: Vec<AgencyLink<'a>>,
}

/// An agency in a comparison.
#[derive(Serialize)]
pub struct MetricRow<'a> {
    /// The agency.
    pub agency: AgencyLink<'a>,
    /// Its place from the highest value; empty where it has none.
    pub rank: String,
    /// The value, or why there is none.
    pub value: String,
    /// Whether there is one.
    pub has_value: bool,
    /// The length of its bar, in percent of the longest; empty where there is none.
    pub bar: String,
    /// The part, where it is a ratio.
    pub part: String,
    /// The whole, where it is a ratio.
    pub whole: String,
    /// The link of its report.
    pub url: String,
    /// Whether the report is a draft.
    pub draft: bool,
}

/// A metric over the years of an agency.
#[derive(Serialize)]
pub struct SeriesView<'a> {
    /// What it is called.
    pub label: &'a str,
    /// Its unit: `%`, `件`.
    pub unit: &'a str,
    /// How it is reckoned, in words.
    pub formula: String,
    /// Its values, in the order of the years: what it comes to, or why nothing.
    pub values: Vec<String>,
}

/// Decimals of a ratio in percent, as it is shown.
const SHOWN: u32 = 1;

/// Decimals of the lengths of bars, before they are compared with the longest.
const MEASURED: u32 = 6;

/// The variables of agencies side by side.
#[must_use]
pub fn metric<'a>(page: &'a MetricPage<'_>) -> MetricView<'a> {
    let (shell, dataset, year, metric) = (page.shell, page.dataset, page.year, page.metric);
    let address = |metric, year, order| shell.link(&Address::new(dataset.metric_address(year, metric, order)));
    let phrases = shell.phrases;
    let label =
        if dataset.name.is_none() { metric.label.clone() } else { phrases.fill("metric_titled", &[("title", &dataset.title), ("label", &metric.label)]) };
    let heading = phrases.fill("metric_heading", &[("year", &year), ("label", &label)]);
    let mut head = portal_head(shell).at(shell, &dataset.metric_address(year, metric, page.order)).titled(&heading);
    if page.order != Order::Descending {
        head.title = format!("{} - {}", phrases.word(order_words(page.order).1), head.title);
    }
    if page.has_year_page && dataset.name.is_none() {
        head = head.below(shell, &phrases.fill("year_reports", &[("year", &year)]), &format!("years/{year}/"));
    }
    if let Some(last) = head.trail.last_mut() {
        last.label = label;
    }
    let link = |label: String, url: String, current: bool| Link { label, url, current };
    let rows = rows(page);
    MetricView {
        year: year.to_string(),
        label: &metric.label,
        unit: unit(metric),
        formula: phrases.told(&metric.words()),
        dataset: dataset.title,
        order: order_words(page.order).0,
        orders: Order::ALL
            .iter()
            .map(|order| link(phrases.word(order_words(*order).1).to_owned(), address(metric, year, *order), *order == page.order))
            .collect(),
        siblings: page.siblings.iter().map(|other| link(other.label.clone(), address(other, year, Order::Descending), other.key == metric.key)).collect(),
        years: page.years.iter().map(|other| link(phrases.year(other), address(metric, *other, page.order), *other == year)).collect(),
        is_ratio: matches!(metric.formula, crate::form::Formula::Ratio(..)),
        without_value: rows.iter().filter(|row| !row.has_value).count(),
        rows,
        missing: page.missing.iter().map(|agency| agency_link(shell, agency)).collect(),
        head,
    }
}

fn order_words(order: Order) -> (&'static str, &'static str) {
    match order {
        Order::Descending => ("descending", "descending"),
        Order::Ascending => ("ascending", "ascending"),
        Order::Agency => ("agency", "by_agency"),
    }
}

fn unit(metric: &crate::form::Metric) -> &str {
    match metric.formula {
        crate::form::Formula::Sum(_) => &metric.unit,
        crate::form::Formula::Ratio(..) => "%",
    }
}

/// The agencies in the order of the page. Those without a value come last, unless agencies stand as in all lists.
fn rows<'a>(page: &'a MetricPage<'_>) -> Vec<MetricRow<'a>> {
    let value = |entry: &MeasuredAgency<'_>| entry.measured.unwrap_or(Measured::Unknown);
    // Each with its place in lists.
    let mut by_value: Vec<(usize, &MeasuredAgency<'_>)> = page.agencies.iter().enumerate().collect();
    by_value.sort_by(|(_, left), (_, right)| value(right).compare(value(left)));
    let longest = by_value.iter().filter_map(|(_, entry)| value(entry).value(MEASURED)).max().unwrap_or_default();
    // Equal values share the rank of the first of them.
    let mut ranked: Vec<(usize, &MeasuredAgency<'_>, usize)> = Vec::with_capacity(by_value.len());
    for (at, (place, entry)) in by_value.into_iter().enumerate() {
        let tied = ranked.last().filter(|(_, before, _)| value(before).compare(value(entry)) == Ordering::Equal);
        let rank = tied.map_or(at + 1, |(_, _, rank)| *rank);
        ranked.push((place, entry, rank));
    }
    match page.order {
        Order::Descending => {}
        Order::Ascending => ranked.sort_by(|(_, left, _), (_, right, _)| {
            let (left, right) = (value(left), value(right));
            right.has_value().cmp(&left.has_value()).then_with(|| left.compare(right))
        }),
        Order::Agency => ranked.sort_by_key(|(place, _, _)| *place),
    }
    ranked.into_iter().map(|(_, entry, rank)| row(page, entry, rank, longest)).collect()
}

fn row<'a>(page: &'a MetricPage<'_>, entry: &'a MeasuredAgency<'_>, rank: usize, longest: Number) -> MetricRow<'a> {
    let MeasuredAgency { agency, measured, draft } = entry;
    let measured = measured.unwrap_or(Measured::Unknown);
    let bar = measured.value(MEASURED).filter(|value| !value.is_negative() && !value.is_zero()).and_then(|value| value.percent_of(longest, 1));
    let (part, whole) = match measured {
        Measured::Ratio { part, whole } => (part.grouped(), whole.grouped()),
        Measured::Sum(_) | Measured::NotApplicable | Measured::Unknown => (String::new(), String::new()),
    };
    MetricRow {
        agency: agency_link(page.shell, agency),
        rank: if measured.has_value() { rank.to_string() } else { String::new() },
        value: words(page.shell.phrases, entry.measured),
        has_value: measured.has_value(),
        bar: bar.map(|share| share.to_string()).unwrap_or_default(),
        part,
        whole,
        url: page.shell.link(&Address::new(page.dataset.report_address(agency, page.year))),
        draft: *draft,
    }
}

/// What a metric comes to, in words; none where the form does not have it.
fn words(phrases: &Phrases, measured: Option<Measured>) -> String {
    match measured {
        None => phrases.word("no_such").to_owned(),
        Some(Measured::NotApplicable) => phrases.word("not_applicable").to_owned(),
        Some(Measured::Unknown) => phrases.word("blank").to_owned(),
        Some(Measured::Sum(number)) => number.grouped(),
        Some(ratio @ Measured::Ratio { .. }) => ratio.value(SHOWN).map(|value| format!("{}%", value.grouped())).unwrap_or_default(),
    }
}

/// The metrics over the years of an agency, ready to be shown.
pub(crate) fn series_views<'a>(phrases: &Phrases, series: &'a [MetricSeries<'_>]) -> Vec<SeriesView<'a>> {
    let view = |series: &'a MetricSeries<'_>| SeriesView {
        label: &series.metric.label,
        unit: unit(series.metric),
        formula: phrases.told(&series.metric.words()),
        values: series.years.iter().map(|(_, measured)| words(phrases, *measured)).collect(),
    };
    series.iter().map(view).collect()
}

/// The years of some series, the latest first.
pub(crate) fn series_years(shell: &Shell<'_>, series: &[MetricSeries<'_>], own: impl Fn(Year) -> String) -> Vec<Link> {
    let years = series.first().map(|series| series.years.as_slice()).unwrap_or_default();
    years.iter().map(|(year, _)| Link { label: shell.phrases.year(year), url: shell.link(&Address::new(own(*year))), current: false }).collect()
}

/// The links of a year's metrics.
pub(crate) fn metric_links(shell: &Shell<'_>, dataset: Dataset<'_>, year: Year, metrics: &[&crate::form::Metric]) -> Vec<Link> {
    let url = |metric: &crate::form::Metric| shell.link(&Address::new(dataset.metric_address(year, metric, Order::Descending)));
    metrics.iter().map(|metric| Link { label: metric.label.clone(), url: url(metric), current: false }).collect()
}
