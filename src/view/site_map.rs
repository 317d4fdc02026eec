//! The variables of the map of the portal.

use super::lists::{category_url, matrix_link, year_links};
use super::parts::{AgencyLink, Head, Link, agency_link, portal_head};
use crate::model::Address;
use crate::page::{ColumnOutline, Shell, SiteMapPage};
use serde::Serialize;

/// The map of the portal.
#[derive(Serialize)]
pub struct SiteMapView<'a> {
    /// What every page has.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The pages of all years.
    pub years: Vec<Link>,
    /// The link of all agencies and years; empty where there are no reports.
    pub matrix: String,
    /// The agencies' columns, by group.
    pub groups: Vec<MapGroup<'a>>,
}

/// Agencies that are listed together.
#[derive(Serialize)]
pub struct MapGroup<'a> {
    /// Its name, which may be empty.
    pub name: &'a str,
    /// The columns.
    pub columns: Vec<MapColumn<'a>>,
}

/// An agency's column.
#[derive(Serialize)]
pub struct MapColumn<'a> {
    /// The agency.
    pub agency: AgencyLink<'a>,
    /// The parts of its column, by short names.
    pub parts: Vec<Link>,
    /// Its categories.
    pub categories: Vec<MapCategory<'a>>,
    /// Its other data tables, in their latest years.
    pub tables: Vec<Link>,
}

/// A category of a column.
#[derive(Serialize)]
pub struct MapCategory<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its link.
    pub url: String,
    /// How many items it has.
    pub count: usize,
}

/// The variables of the map of the portal.
#[must_use]
pub fn site_map<'a>(page: &'a SiteMapPage<'_>) -> SiteMapView<'a> {
    let shell = page.shell;
    let groups = page.columns.chunk_by(|one, next| one.agency.group == next.agency.group).map(|columns| MapGroup {
        name: columns.first().and_then(|outline| outline.agency.group.as_deref()).unwrap_or_default(),
        columns: columns.iter().map(|outline| column(shell, outline)).collect(),
    });
    SiteMapView {
        head: portal_head(shell).at(shell, "sitemap/").titled(shell.phrases.word("map")),
        years: year_links(shell, &page.years, None),
        matrix: matrix_link(shell, &page.years),
        groups: groups.collect(),
    }
}

fn column<'a>(shell: &Shell<'_>, outline: &ColumnOutline<'a>) -> MapColumn<'a> {
    let ColumnOutline { agency, parts, categories, tables } = outline;
    let slug = agency.slug();
    let link = |label: &str, end: &str| Link { label: label.to_owned(), url: shell.link(&Address::new(format!("{slug}/{end}"))), current: false };
    let all = [
        (parts.guide, "guide_short", "guide.html"),
        (parts.rules, "rules_short", "rules/"),
        (parts.reports, "reports_short", "reports/"),
        (parts.apply, "apply", "apply.html"),
    ];
    MapColumn {
        agency: agency_link(shell, agency),
        parts: all.into_iter().filter(|(there, ..)| *there).map(|(_, key, end)| link(shell.phrases.word(key), end)).collect(),
        categories: categories
            .iter()
            .map(|(category, count)| MapCategory { name: &category.name, url: category_url(shell, slug, category), count: *count })
            .collect(),
        tables: tables
            .iter()
            .map(|table| {
                link(&shell.phrases.fill("map_table", &[("title", &table.title), ("year", &table.year)]), &format!("{}/{}.html", table.year, table.name))
            })
            .collect(),
    }
}
