//! The variables of the home page.

use super::lists::{matrix_link, year_links};
use super::metric::metric_links;
use super::parts::{AgencyLink, Head, Item, Link, ReportRow, agency_link, highlights, item, links_of, portal_head, report_row};
use super::words::read_quoting;
use crate::markdown;
use crate::page::{Dataset, HomePage};
use minijinja::Value;
use serde::Serialize;
use std::io;

/// The home page.
#[derive(Serialize)]
pub struct HomeView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// Its words as HTML.
    pub body: Value,
    /// The agencies, by group.
    pub groups: Vec<Group<'a>>,
    /// How many agencies there are.
    pub agency_count: usize,
    /// The latest year with reports; empty where there are none.
    pub latest_year: String,
    /// How many agencies have published that year's report.
    pub published_count: usize,
    /// The labels of the figures in the rows.
    pub figure_labels: Vec<String>,
    /// Each agency's report of that year.
    pub rows: Vec<ReportRow<'a>>,
    /// The pages of all years.
    pub years: Vec<Link>,
    /// The agencies of the latest year side by side, by metric.
    pub metrics: Vec<Link>,
    /// The link of all agencies and years; empty where there are no reports.
    pub matrix: String,
    /// The latest items.
    pub latest: Vec<Item<'a>>,
}

/// Agencies that are listed together.
#[derive(Serialize)]
pub struct Group<'a> {
    /// Its name, which may be empty.
    pub name: &'a str,
    /// The agencies.
    pub agencies: Vec<AgencyLink<'a>>,
}

/// The variables of the home page.
///
/// # Errors
/// Where its words cannot be read.
pub fn home<'a>(page: &'a HomePage<'_>) -> io::Result<HomeView<'a>> {
    let shell = page.shell;
    let mut head = portal_head(shell).at(shell, "");
    let title = page.words.map(|words| words.card.title.as_str()).filter(|title| !title.is_empty()).unwrap_or(&shell.facts.title);
    head.trail.clear();
    head = head.titled(title);
    let body = match page.words {
        Some(words) => markdown::render(&read_quoting(shell, &words.body, &page.quotations)?, title, &links_of(shell)).html,
        None => String::new(),
    };
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (agency, _) in &page.agencies {
        let name = agency.group.as_deref().unwrap_or_default();
        if groups.last().is_none_or(|group| group.name != name) {
            groups.push(Group { name, agencies: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.agencies.push(agency_link(shell, agency));
        }
    }
    let marks = highlights(page.agencies.iter().filter_map(|(_, report)| *report));
    let latest = page.years.first().copied();
    let rows = latest
        .map(|year| page.agencies.iter().map(|(agency, report)| report_row(shell, agency, year, *report, &marks)).collect::<Vec<_>>())
        .unwrap_or_default();
    Ok(HomeView {
        head,
        body: Value::from_safe_string(body),
        groups,
        agency_count: page.agencies.len(),
        latest_year: latest.map(|year| year.to_string()).unwrap_or_default(),
        published_count: rows.iter().filter(|row| row.has_report).count(),
        figure_labels: marks.into_iter().map(|mark| mark.label).collect(),
        rows,
        years: year_links(shell, &page.years, None),
        metrics: latest.map(|year| metric_links(shell, Dataset { name: None, title: "" }, year, &page.metrics)).unwrap_or_default(),
        matrix: matrix_link(shell, &page.years),
        latest: page.latest.iter().map(|link| item(shell, link)).collect(),
    })
}
