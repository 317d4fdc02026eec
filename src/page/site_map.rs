//! The map of the portal: what each agency's column has.

use super::{Parts, Shell};
use crate::model::{AgencyCard, Category, Slug, Year};

/// The map of the portal.
#[derive(Debug)]
pub struct SiteMapPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// All years with a report, the latest first.
    pub years: Vec<Year>,
    /// The columns of all agencies.
    pub columns: Vec<ColumnOutline<'s>>,
}

/// What an agency's column has.
#[derive(Debug)]
pub struct ColumnOutline<'s> {
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// Its categories, each with how many items it has.
    pub categories: Vec<(&'s Category, usize)>,
    /// Its other data tables.
    pub tables: Vec<TableOutline<'s>>,
}

/// A data table in its latest year.
#[derive(Debug)]
pub struct TableOutline<'s> {
    /// Its name in addresses.
    pub name: &'s Slug,
    /// What it is called.
    pub title: &'s str,
    /// The latest year it is filled in for.
    pub year: Year,
}
