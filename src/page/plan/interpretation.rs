//! Which documents interpret which, by what their front matter says; what names none is told.

use super::around::Around;
use crate::diagnostic::{Code, Diagnostic, Text, suggest};
use crate::load::place_of;
use crate::model::{AgencyCard, Document, Folder};
use crate::page::ItemLink;
use crate::page::digest::links_digest;
use crate::source::{Digest, DigestBuilder};
use std::collections::BTreeMap;

/// For how many unknown names a near one is looked up among all items.
const MAX_SUGGESTED: usize = 20;

/// The documents that interpret others, and those others.
#[derive(Debug, Default)]
pub(super) struct Interpretations<'s> {
    /// The documents that interpret another, by the path of that other.
    by: BTreeMap<&'s str, Vec<ItemLink<'s>>>,
    /// The documents that are interpreted, by their own path.
    of: BTreeMap<&'s str, ItemLink<'s>>,
}

impl<'s> Interpretations<'s> {
    /// The document at a path that another interprets.
    pub(super) fn interpreted(&self, path: &str) -> Option<ItemLink<'s>> {
        self.of.get(path).copied()
    }

    /// The documents that interpret the one at a path.
    pub(super) fn interpreting(&self, path: &str) -> Vec<ItemLink<'s>> {
        self.by.get(path).cloned().unwrap_or_default()
    }

    /// By the slug of each agency, the digest of what its documents show of those that interpret them or that they interpret.
    pub(super) fn digests(&self) -> BTreeMap<&'s str, Digest> {
        let mut shown: BTreeMap<&'s str, Vec<Digest>> = BTreeMap::new();
        for (path, links) in &self.by {
            let interpreted = path.split('/').next().unwrap_or_default();
            shown.entry(interpreted).or_default().push(DigestBuilder::new("by").text(path).digest(links_digest(links)).finish());
            let of = DigestBuilder::new("of").text(path).digest(links_digest(self.of.get(path).map_or(&[], std::slice::from_ref))).finish();
            for link in links {
                shown.entry(link.agency.slug()).or_default().push(of);
            }
        }
        shown.into_iter().map(|(slug, digests)| (slug, DigestBuilder::new("interpretations").digests(digests).finish())).collect()
    }
}

impl<'s> Around<'s> {
    /// Finds out which documents interpret others; what names none is told.
    pub(super) fn interpret(&mut self) -> Vec<Diagnostic> {
        let mut found = Interpretations::default();
        let mut unknown: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
        for (agency, folder, item) in self.items() {
            let Some(path) = item.card.interprets.as_deref() else { continue };
            let Some(link) = self.item_link(agency, folder, item) else { continue };
            found.by.entry(path).or_default().push(link);
            if found.of.contains_key(path) {
                continue;
            }
            match self.find_item(path).and_then(|(agency, folder, item)| self.item_link(agency, folder, item)) {
                Some(target) => drop(found.of.insert(path, target)),
                None => unknown.entry(path).or_default().push(item),
            }
        }
        self.interpretations = found;
        self.tell_unknown(unknown)
    }

    /// Tells of documents that interpret what does not exist.
    fn tell_unknown(&self, unknown: BTreeMap<&str, Vec<&Document>>) -> Vec<Diagnostic> {
        let path = |(agency, folder, item): (&AgencyCard, &Folder, &Document)| format!("{}/{}/{}/{}", agency.slug(), folder.year, folder.category, item.slug);
        let known: Vec<String> = if unknown.is_empty() { Vec::new() } else { self.items().map(path).collect() };
        let mut diagnostics = Vec::new();
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
                diagnostics.push(diagnostic);
            }
        }
        diagnostics
    }

    /// All disclosed items, each with its agency and folder.
    fn items(&self) -> impl Iterator<Item = (&'s AgencyCard, &'s Folder, &'s Document)> + use<'s> {
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
