//! What is planned with, besides what is planned: the portal, and what columns show of each other.

use super::interpretation::Interpretations;
use crate::model::{Agency, AgencyCard, Category, Document, Folder, Site};
use crate::page::{ItemLink, Shell};
use std::collections::BTreeMap;

/// What a portal is planned with.
#[derive(Debug)]
pub(super) struct Around<'s> {
    pub(super) site: &'s Site,
    pub(super) shell: &'s Shell<'s>,
    /// The agencies by slug.
    pub(super) agencies: BTreeMap<&'s str, &'s Agency>,
    /// Which documents interpret which.
    pub(super) interpretations: Interpretations<'s>,
}

impl<'s> Around<'s> {
    /// What a portal is planned with; which documents interpret others, nobody has looked for yet.
    pub(super) fn new(site: &'s Site, shell: &'s Shell<'s>) -> Self {
        let agencies = site.agencies().map(|agency| (agency.card.slug(), agency)).collect();
        Self { site, shell, agencies, interpretations: Interpretations::default() }
    }

    /// The category of a folder, if the portal has it.
    pub(super) fn category(&self, folder: &Folder) -> Option<&'s Category> {
        self.site.config.categories.iter().find(|category| category.slug == folder.category)
    }

    /// An item as lists show it.
    pub(super) fn item_link(&self, agency: &'s AgencyCard, folder: &'s Folder, item: &'s Document) -> Option<ItemLink<'s>> {
        let category = self.category(folder)?;
        Some(ItemLink { agency, year: folder.year, category, slug: &item.slug, card: &item.card, status: item.card.status_on(self.site.date) })
    }
}
