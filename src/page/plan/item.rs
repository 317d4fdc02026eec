//! Disclosed items: their pages, what belongs to them, the order of lists.

use super::{LATEST, LONG, PER_PAGE, Planned, Planner};
use crate::diagnostic::{Code, Diagnostic, Text, suggest};
use crate::load::place_of;
use crate::model::{Agency, AgencyCard, Attachment, Document, Folder, Slug, Status, Year, owner};
use crate::page::{Beside, ItemLink, ItemPage, Neighbour, Page, Parts, Selections};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// For how many unknown names a near one is looked up among all items.
const MAX_SUGGESTED: usize = 20;

impl<'s> Planner<'s> {
    pub(super) fn item_link(&self, agency: &'s AgencyCard, folder: &'s Folder, item: &'s Document) -> Option<ItemLink<'s>> {
        let category = self.category(folder)?;
        Some(ItemLink { agency, year: folder.year, category, slug: &item.slug, card: &item.card, status: item.card.status_on(self.site.date) })
    }

    /// An agency's items of some categories, the latest first.
    pub(super) fn items(&self, agency: &'s Agency, keep: impl Fn(&Folder) -> bool) -> Vec<ItemLink<'s>> {
        let folders = agency.folders.iter().filter(|folder| keep(folder));
        let mut links: Vec<_> = folders.flat_map(|folder| folder.items.iter().filter_map(move |item| self.item_link(&agency.card, folder, item))).collect();
        links.sort_by(latest_first);
        links
    }

    /// The latest items of some agencies, the latest first.
    pub(super) fn latest(&self, agencies: impl Iterator<Item = &'s Agency>) -> Vec<ItemLink<'s>> {
        let mut latest: Vec<ItemLink<'s>> = Vec::with_capacity(LATEST + 1);
        for (agency, folder) in agencies.flat_map(|agency| agency.folders.iter().map(move |folder| (&*agency.card, folder))) {
            for item in &folder.items {
                // Most are older than all that are kept.
                if latest.len() == LATEST && latest.last().is_some_and(|last| last.card.date > item.card.date) {
                    continue;
                }
                let Some(link) = self.item_link(agency, folder, item) else { continue };
                let place = latest.partition_point(|other| latest_first(other, &link).is_lt());
                latest.insert(place, link);
                latest.truncate(LATEST);
            }
        }
        latest
    }

    pub(super) fn folder(&mut self, agency: &'s Agency, parts: Parts, folder: &'s Folder, neighbours: &Neighbours<'s>) {
        let attachments = attachments_by_item(agency, folder);
        for item in &folder.items {
            let Some(link) = self.item_link(&agency.card, folder, item) else { continue };
            let address = link.address();
            let key = address.as_str().trim_end_matches(".html");
            let page = ItemPage {
                shell: self.shell,
                parts,
                link,
                document: item,
                interprets: item.card.interprets.as_deref().and_then(|path| self.interprets.get(path)).copied().map(Box::new),
                interpreted_by: self.interpreted.get(key).cloned().unwrap_or_default(),
                attachments: attachments.get(item.slug.as_str()).cloned().unwrap_or_default(),
                beside: neighbours.get(&(folder.year, &link.category.slug, link.slug)).copied().unwrap_or_default(),
            };
            self.redirects(item, &address);
            self.pages.push(Planned { address, page: Page::Item(Box::new(page)) });
        }
    }

    /// Finds the documents that interpret others, and those others; what names none is told.
    pub(super) fn interpretations(&mut self) {
        let mut unknown: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
        for (agency, folder, item) in self.all_items().filter(|(_, _, item)| item.card.interprets.is_some()).collect::<Vec<_>>() {
            let (Some(path), Some(link)) = (item.card.interprets.as_deref(), self.item_link(agency, folder, item)) else { continue };
            self.interpreted.entry(path).or_default().push(link);
            if self.interprets.contains_key(path) {
                continue;
            }
            match self.find_item(path).and_then(|(agency, folder, item)| self.item_link(agency, folder, item)) {
                Some(target) => drop(self.interprets.insert(path, target)),
                None => unknown.entry(path).or_default().push(item),
            }
        }
        self.tell_unknown(unknown);
    }

    /// Tells of documents that interpret what does not exist.
    fn tell_unknown(&mut self, unknown: BTreeMap<&str, Vec<&Document>>) {
        let path = |(agency, folder, item): (&AgencyCard, &Folder, &Document)| format!("{}/{}/{}/{}", agency.slug(), folder.year, folder.category, item.slug);
        let known: Vec<String> = if unknown.is_empty() { Vec::new() } else { self.all_items().map(path).collect() };
        for (at, (path, items)) in unknown.into_iter().enumerate() {
            for item in items {
                let message = Text::new(format!("interprets 所指的“{path}”不存在"), format!("`interprets` names `{path}`, which does not exist"));
                let mut diagnostic = Diagnostic::new(Code::UnknownItem, message);
                diagnostic.place = Some(place_of(self.shell.root, &item.body.path, "interprets", path));
                // A near name is worth a search a few times; a renamed category breaks thousands.
                let candidates = known.iter().map(String::as_str).filter(|_| at < MAX_SUGGESTED);
                let near = crate::diagnostic::nearest(path, candidates);
                diagnostic.help = Some(near.map_or_else(
                    || Text::new("写作 机关/年份/栏目/名称，如 kjj/2024/documents/plan", "write agency/year/category/name, such as kjj/2024/documents/plan"),
                    |near| suggest(path, [near]),
                ));
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// All disclosed items, each with its agency and folder.
    fn all_items(&self) -> impl Iterator<Item = (&'s AgencyCard, &'s Folder, &'s Document)> + use<'s> {
        let of_folder = |(agency, folder): (&'s AgencyCard, &'s Folder)| folder.items.iter().map(move |item| (agency, folder, &**item));
        self.site.agencies().flat_map(|agency| agency.folders.iter().map(|folder| (&*agency.card, folder))).flat_map(of_folder)
    }

    /// An item by its path: agency, year, category, name.
    fn find_item(&self, path: &str) -> Option<(&'s AgencyCard, &'s Folder, &'s Document)> {
        let [agency, year, category, slug] = path.split('/').collect::<Vec<_>>().try_into().ok()?;
        let agency = self.agencies.get(agency)?;
        let folder = agency.folders.iter().find(|folder| folder.category.as_str() == category && folder.year.to_string() == year)?;
        let item = folder.items.iter().find(|item| item.slug.as_str() == slug)?;
        Some((&*agency.card, folder, &**item))
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
