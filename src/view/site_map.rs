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
        head: portal_head(shell).at(shell, "sitemap/").titled("站点地图"),
        years: year_links(shell, &page.years, None),
        matrix: matrix_link(shell, &page.years),
        groups: groups.collect(),
    }
}

fn column<'a>(shell: &Shell<'_>, outline: &ColumnOutline<'a>) -> MapColumn<'a> {
    let ColumnOutline { agency, parts, categories, tables } = outline;
    let slug = agency.slug();
    let link = |label: &str, end: &str| Link { label: label.to_owned(), url: shell.link(&Address::new(format!("{slug}/{end}"))), current: false };
    let all =
        [(parts.guide, "指南", "guide.html"), (parts.rules, "制度", "rules/"), (parts.reports, "年报", "reports/"), (parts.apply, "依申请公开", "apply.html")];
    MapColumn {
        agency: agency_link(shell, agency),
        parts: all.into_iter().filter(|(there, ..)| *there).map(|(_, label, end)| link(label, end)).collect(),
        categories: categories
            .iter()
            .map(|(category, count)| MapCategory { name: &category.name, url: category_url(shell, slug, category), count: *count })
            .collect(),
        tables: tables.iter().map(|table| link(&format!("{}（{}年度）", table.title, table.year), &format!("{}/{}.html", table.year, table.name))).collect(),
    }
}
