//! Disclosed items: their pages, what belongs to them, the order of lists.

use super::{LONG, PER_PAGE, Planned, Planner};
use crate::model::{Agency, Attachment, Folder, LATEST, Slug, Status, Year, owner};
use crate::page::{Beside, ItemLink, ItemPage, Neighbour, Page, Parts, Selections};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

impl<'s> Planner<'s, '_> {
    /// An agency's items of some categories, the latest first.
    pub(super) fn items(&self, agency: &'s Agency, keep: impl Fn(&Folder) -> bool) -> Vec<ItemLink<'s>> {
        let folders = agency.folders.iter().filter(|folder| keep(folder));
        let mut links: Vec<_> =
            folders.flat_map(|folder| folder.items.iter().filter_map(move |item| self.around.item_link(&agency.card, folder, item))).collect();
        links.sort_by(latest_first);
        links
    }

    /// The latest items of some agencies, the latest first.
    pub(super) fn latest(&self, agencies: impl Iterator<Item = &'s Agency>) -> Vec<ItemLink<'s>> {
        let mut latest: Vec<ItemLink<'s>> = Vec::with_capacity(LATEST + 1);
        for agency in agencies {
            for (folder, item) in agency.latest() {
                // What follows is older still.
                if latest.len() == LATEST && latest.last().is_some_and(|last| last.card.date > item.card.date) {
                    break;
                }
                let Some(link) = self.around.item_link(&agency.card, folder, item) else { continue };
                latest.insert(latest.partition_point(|other| latest_first(other, &link).is_lt()), link);
                latest.truncate(LATEST);
            }
        }
        latest
    }

    pub(super) fn folder(&mut self, agency: &'s Agency, parts: Parts, folder: &'s Folder, neighbours: &Neighbours<'s>) {
        let attachments = attachments_by_item(agency, folder);
        for item in &folder.items {
            let Some(link) = self.around.item_link(&agency.card, folder, item) else { continue };
            let address = link.address();
            let key = address.as_str().trim_end_matches(".html");
            let page = ItemPage {
                shell: self.shell,
                parts,
                link,
                document: item,
                interprets: item.card.interprets.as_deref().and_then(|path| self.around.interpretations.interpreted(path)).map(Box::new),
                interpreted_by: self.around.interpretations.interpreting(key),
                attachments: attachments.get(item.slug.as_str()).cloned().unwrap_or_default(),
                beside: neighbours.get(&(folder.year, &link.category.slug, link.slug)).copied().unwrap_or_default(),
            };
            self.redirects(item, &address);
            self.pages.pages.push(Planned { address, page: Page::Item(Box::new(page)) });
        }
    }
}

/// By what the items of a category can be listed: by whether they are in force where there is more than one page of them, by
/// years where there are many pages, and each only where they differ in it.
pub(super) fn selections(items: &[ItemLink<'_>]) -> Selections {
    let years: BTreeSet<Year> = items.iter().filter(|_| items.len() > LONG).map(|item| item.year).collect();
    let has = |status: &Status| items.len() > PER_PAGE && items.iter().any(|item| item.status == Some(*status));
    let statuses: Vec<Status> = Status::ALL.into_iter().filter(has).collect();
    Selections {
        years: if years.len() > 1 { years.into_iter().rev().collect() } else { Vec::new() },
        statuses: if statuses.len() > 1 { statuses } else { Vec::new() },
    }
}

/// The neighbours of an agency's items, by year, category and name.
pub(super) type Neighbours<'s> = BTreeMap<(Year, &'s Slug, &'s Slug), Beside<'s>>;

/// The neighbours of items in the list of their category.
pub(super) fn neighbours<'s>(items: &[ItemLink<'s>]) -> impl Iterator<Item = ((Year, &'s Slug, &'s Slug), Beside<'s>)> {
    let beside = |at: usize| Beside { newer: at.checked_sub(1).map(|at| Neighbour::of(items[at])), older: items.get(at + 1).copied().map(Neighbour::of) };
    items.iter().enumerate().map(move |(at, link)| ((link.year, &link.category.slug, link.slug), beside(at)))
}

/// What puts the latest item first: its moment of publication, then its address.
fn latest_first(one: &ItemLink<'_>, other: &ItemLink<'_>) -> Ordering {
    let of_agency = || one.agency.slug().cmp(other.agency.slug());
    let of_category = || one.category.slug.cmp(&other.category.slug);
    other.card.date.cmp(&one.card.date).then_with(of_agency).then(one.year.cmp(&other.year)).then_with(of_category).then_with(|| one.slug.cmp(other.slug))
}

/// The files of a folder that are named after its items, by the item's slug.
fn attachments_by_item<'s>(agency: &'s Agency, folder: &'s Folder) -> BTreeMap<&'s str, Vec<&'s Attachment>> {
    let prefix = format!("{}/{}/{}/", agency.card.slug(), folder.year, folder.category);
    let slugs: BTreeSet<&str> = folder.items.iter().map(|item| item.slug.as_str()).collect();
    let mut found: BTreeMap<&str, Vec<&Attachment>> = BTreeMap::new();
    let start = agency.attachments.partition_point(|attachment| attachment.address.as_str() < prefix.as_str());
    for attachment in agency.attachments[start..].iter().take_while(|attachment| attachment.address.as_str().starts_with(&prefix)) {
        let name = &attachment.address.as_str()[prefix.len()..];
        if let Some(slug) = owner(name, &slugs) {
            found.entry(slug).or_default().push(attachment);
        }
    }
    found
}
