//! The variables of the search, and of the lists of titles.

use super::parts::{AgencyLink, Head, agency_link, portal_head};
use crate::model::{Address, Year};
use crate::page::{Entry, EntryKind, Layout, SearchIndex, SearchPage, Shell, TitleColumn, TitlesPage};
use crate::phrase::Phrases;
use serde::Serialize;
use std::borrow::Cow;

/// The page of the search.
#[derive(Serialize)]
pub struct SearchView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The link of the folder of the index.
    pub index: String,
    /// How the files of the index are laid out, for the script: entries, agencies, files of titles and numbers; then for
    /// each block of words, entries and files.
    pub layout: String,
    /// How many entries there are.
    pub total: usize,
    /// The agencies.
    pub agencies: Vec<SearchAgency<'a>>,
    /// The years that can be chosen, the latest first.
    pub years: Vec<Choice>,
    /// The kinds that can be chosen.
    pub kinds: Vec<Choice>,
}

/// An agency as the search shows it.
#[derive(Serialize)]
pub struct SearchAgency<'a> {
    /// The agency.
    pub agency: AgencyLink<'a>,
    /// What the choice of it is called in addresses.
    pub key: &'a str,
    /// By what else it is found: short name, initials.
    pub names: String,
    /// The link of its page on how to apply; empty where it has none.
    pub apply: String,
    /// The link of the page with its titles; empty where they stand here.
    pub titles: String,
    /// How many titles it has.
    pub count: usize,
    /// Its titles by year, where they stand here.
    pub groups: Vec<TitleGroup<'a>>,
}

/// Something that can be chosen.
#[derive(Serialize)]
pub struct Choice {
    /// What it is called in addresses.
    pub key: String,
    /// What it is called.
    pub label: String,
}

/// The titles of a year.
#[derive(Serialize)]
pub struct TitleGroup<'a> {
    /// The year; empty above what belongs to none.
    pub year: String,
    /// The titles.
    pub titles: Vec<TitleLine<'a>>,
}

/// A title.
#[derive(Serialize)]
pub struct TitleLine<'a> {
    /// The title.
    pub title: Cow<'a, str>,
    /// Its link.
    pub url: String,
    /// Its kind.
    pub kind: &'a str,
    /// Its day.
    pub date: String,
    /// 发文字号.
    pub doc_no: &'a str,
    /// 索引号.
    pub index_no: &'a str,
}

/// The titles of an agency.
#[derive(Serialize)]
pub struct TitlesView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// How many there are.
    pub total: usize,
    /// The titles by year.
    pub groups: Vec<TitleGroup<'a>>,
}

/// The variables of the search.
#[must_use]
pub fn search<'a>(page: &'a SearchPage<'_>) -> SearchView<'a> {
    let SearchPage { shell, index, columns, years, kinds, has_titles } = page;
    let link = |address: String| shell.link(&Address::new(address));
    let agency = |column: &'a TitleColumn<'_>| {
        let TitleColumn { agency, has_apply, places } = column;
        let slug = agency.slug();
        SearchAgency {
            agency: agency_link(shell, agency),
            key: slug,
            names: agency.short_name.iter().chain(&agency.initials).map(String::as_str).collect::<Vec<_>>().join(" "),
            apply: if *has_apply { link(format!("{slug}/apply.html")) } else { String::new() },
            titles: if *has_titles { String::new() } else { link(format!("search/titles/{slug}.html")) },
            count: places.len(),
            groups: if *has_titles { groups(shell, index, places) } else { Vec::new() },
        }
    };
    SearchView {
        head: portal_head(shell).at(shell, "search/").titled(shell.phrases.word("find_site")),
        index: link("search/index/".to_owned()),
        layout: layout(&index.layout),
        total: index.entries.len(),
        agencies: columns.iter().map(agency).collect(),
        years: years.iter().map(|year| Choice { key: year.to_string(), label: shell.phrases.fill("calendar_year", &[("year", year)]) }).collect(),
        kinds: kinds.iter().map(|(key, place)| Choice { key: (*key).to_owned(), label: shell.phrases.kind(&index.entries[*place].kind).to_owned() }).collect(),
    }
}

/// The variables of the titles of an agency.
#[must_use]
pub fn titles<'a>(page: &'a TitlesPage<'_>) -> TitlesView<'a> {
    let TitlesPage { shell, index, agency, places } = page;
    let head =
        portal_head(shell).at(shell, &format!("search/titles/{}.html", agency.slug())).titled(&shell.phrases.fill("titles_of", &[("agency", &agency.name)]));
    TitlesView { head: head.below(shell, shell.phrases.word("find_site"), "search/"), total: places.len(), groups: groups(shell, index, places) }
}

fn layout(layout: &Layout) -> String {
    let Layout { entries, agencies, heads, words } = layout;
    let numbers = [*entries, *agencies, *heads].into_iter().chain(words.iter().flat_map(|(entries, files)| [*entries, *files]));
    numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(" ")
}

/// Titles by year, the latest first; what belongs to no year comes before them.
fn groups<'a>(shell: &'a Shell<'_>, index: &'a SearchIndex<'_>, places: &[usize]) -> Vec<TitleGroup<'a>> {
    let mut entries: Vec<&Entry<'_>> = places.iter().map(|place| &index.entries[*place]).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(rank(entry.year())));
    entries
        .chunk_by(|one, next| one.year() == next.year())
        .map(|of_year| {
            let year = of_year.first().and_then(|entry| entry.year());
            // What bears no date keeps its order, agencies first.
            let lines = of_year.iter().map(|entry| line(shell, entry));
            let titles = if year.is_some() { lines.rev().collect() } else { lines.collect() };
            TitleGroup { year: year.map(|year| year.to_string()).unwrap_or_default(), titles }
        })
        .collect()
}

/// What was found is called.
pub(super) fn title<'a>(phrases: &Phrases, entry: &'a Entry<'_>) -> Cow<'a, str> {
    let agency = &entry.agency.name;
    match &entry.kind {
        EntryKind::Agency => Cow::Borrowed(agency),
        EntryKind::Guide(document) | EntryKind::Apply(document) | EntryKind::Rule(document, _) | EntryKind::Item(_, document) => {
            Cow::Borrowed(&document.card.title)
        }
        EntryKind::Report(report, _) => Cow::Owned(phrases.report_title(&report.figures.form, agency, report.year)),
        EntryKind::Table(_, report) => Cow::Owned(phrases.table_title(&report.figures.form, agency, report.year)),
    }
}

fn rank(year: Option<Year>) -> (bool, Option<Year>) {
    (year.is_none(), year)
}

fn line<'a>(shell: &'a Shell<'_>, entry: &'a Entry<'_>) -> TitleLine<'a> {
    let card = entry.card();
    TitleLine {
        title: title(shell.phrases, entry),
        url: shell.link(&entry.address()),
        kind: shell.phrases.kind(&entry.kind),
        date: entry.day().map(|day| day.to_string()).unwrap_or_default(),
        doc_no: card.and_then(|card| card.doc_no.as_deref()).unwrap_or_default(),
        index_no: card.and_then(|card| card.index_no.as_deref()).unwrap_or_default(),
    }
}
