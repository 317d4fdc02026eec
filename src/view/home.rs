//! The variables of the home page.

use super::lists::{matrix_link, year_links};
use super::metric::metric_links;
use super::parts::{AgencyLink, Head, Item, Link, ReportRow, agency_link, agency_row, highlights, item, links_of, portal_head};
use super::words::read_quoting;
use crate::markdown;
use crate::model::{AgencyCard, Standing};
use crate::page::{AgencyYear, Dataset, HomePage};
use minijinja::Value;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
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
    /// The agencies, by the first letter of their initials; empty where none has any.
    pub letters: Vec<Letter<'a>>,
    /// How many agencies there are.
    pub agency_count: usize,
    /// The latest year with reports; empty where there are none.
    pub latest_year: String,
    /// How many agencies have published that year's report.
    pub published_count: usize,
    /// The same in percent of all agencies.
    pub published_share: usize,
    /// How the others stand, and how many: `("未收录", 2)`.
    pub others: Vec<(&'a str, usize)>,
    /// The day of what was published last; empty where nothing was.
    pub updated: String,
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

/// Agencies whose initials begin with the same letter.
#[derive(Serialize)]
pub struct Letter<'a> {
    /// The letter, in upper case; empty for agencies without initials.
    pub letter: String,
    /// The agencies, by their initials.
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
    for AgencyYear { agency, .. } in &page.agencies {
        let name = agency.group.as_deref().unwrap_or_default();
        if groups.last().is_none_or(|group| group.name != name) {
            groups.push(Group { name, agencies: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.agencies.push(agency_link(shell, agency));
        }
    }
    let marks = highlights(page.agencies.iter().filter_map(|entry| entry.report));
    let latest = page.years.first().copied();
    let rows = latest.map(|year| page.agencies.par_iter().map(|entry| agency_row(shell, entry, year, &marks)).collect::<Vec<_>>()).unwrap_or_default();
    let published_count = rows.iter().filter(|row| row.has_report).count();
    Ok(HomeView {
        head,
        body: Value::from_safe_string(body),
        groups,
        agency_count: page.agencies.len(),
        latest_year: latest.map(|year| year.to_string()).unwrap_or_default(),
        published_count,
        published_share: (published_count * 100).checked_div(page.agencies.len()).unwrap_or_default(),
        others: others(page),
        updated: updated(page),
        letters: letters(page),
        figure_labels: marks.into_iter().map(|mark| mark.label).collect(),
        rows,
        years: year_links(shell, &page.years, None),
        metrics: latest.map(|year| metric_links(shell, Dataset { name: None, title: "" }, year, &page.metrics)).unwrap_or_default(),
        matrix: matrix_link(shell, &page.years),
        latest: page.latest.iter().map(|link| item(shell, link)).collect(),
    })
}

/// How those stand that have no report of the latest year, and how many of each.
fn others<'a>(page: &'a HomePage<'_>) -> Vec<(&'a str, usize)> {
    let without = || page.agencies.iter().filter(|entry| entry.report.is_none());
    let count = |standing: Standing| (page.shell.phrases.standing(standing), without().filter(|entry| entry.standing == standing).count());
    Standing::WITHOUT.map(count).into_iter().filter(|(_, count)| *count > 0).collect()
}

/// The day of the latest item or report that the page shows.
fn updated(page: &HomePage<'_>) -> String {
    let items = page.latest.iter().filter_map(|link| link.card.date).map(|moment| moment.date);
    let reports = page.agencies.iter().filter_map(|entry| entry.report).map(|report| report.published);
    items.chain(reports).max().map(|day| day.to_string()).unwrap_or_default()
}

/// The agencies by letters, from A to Z; those without initials come last.
fn letters<'a>(page: &'a HomePage<'_>) -> Vec<Letter<'a>> {
    let mut by_letter: BTreeMap<Option<char>, Vec<&'a AgencyCard>> = BTreeMap::new();
    for AgencyYear { agency, .. } in &page.agencies {
        let letter = agency.initials.as_deref().and_then(|initials| initials.chars().next()).filter(char::is_ascii_alphabetic);
        by_letter.entry(letter.map(|letter| letter.to_ascii_uppercase())).or_default().push(agency);
    }
    let without = by_letter.remove(&None);
    if by_letter.is_empty() {
        return Vec::new();
    }
    by_letter
        .into_iter()
        .chain(without.map(|agencies| (None, agencies)))
        .map(|(letter, mut agencies)| {
            agencies.sort_by_key(|agency| agency.initials.as_deref().map(str::to_ascii_lowercase));
            Letter {
                letter: letter.map(String::from).unwrap_or_default(),
                agencies: agencies.into_iter().map(|agency| agency_link(page.shell, agency)).collect(),
            }
        })
        .collect()
}
