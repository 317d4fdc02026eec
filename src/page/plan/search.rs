//! What can be found → the pages of the search, and the files of its index.

use super::{Planned, Planner};
use crate::model::{Address, Agency, Document, Report};
use crate::page::digest::{heads_digest, words_digest};
use crate::page::{
    Entry, EntryKind, IndexFile, IndexPart, Layout, Page, PartContent, RESULTS_PER_FILE, ResultsFile, SearchIndex, SearchPage, TitleColumn, TitlesPage,
};
use rayon::slice::ParallelSliceMut;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most titles that the page of the search lists itself: some 60 KB.
const MAX_TITLES: usize = 500;

impl<'s> Planner<'s, '_> {
    /// Plans the search, unless the portal does without.
    pub(super) fn search(&mut self) {
        let shell = self.shell;
        if !shell.has_search {
            return;
        }
        let index = Arc::new(self.search_index());
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, entry) in index.entries.iter().enumerate() {
            places.entry(entry.agency.slug()).or_default().push(place);
        }
        let has_titles = index.entries.len() <= MAX_TITLES;
        let column = |agency: &'s Agency| TitleColumn {
            agency: &agency.card,
            has_apply: agency.apply.is_some(),
            places: places.remove(agency.card.slug()).unwrap_or_default(),
        };
        let columns: Vec<TitleColumn<'s>> = self.site.agencies().map(column).collect();
        if !has_titles {
            for TitleColumn { agency, places, .. } in &columns {
                let page = TitlesPage { shell, index: Arc::clone(&index), agency, places: places.clone() };
                self.add(titles_address(agency.slug()), Page::Titles(page));
            }
        }
        let years: BTreeSet<_> = index.entries.iter().filter_map(Entry::year).collect();
        let there: BTreeMap<&str, usize> =
            index.entries.iter().map(Entry::kind_key).enumerate().map(|(place, key)| (key, place)).filter(|(key, _)| !key.is_empty()).collect();
        let own = self.site.config.categories.iter().map(|category| category.slug.as_str());
        let order = own.chain(["reports", "data", "guide", "rules", "apply"]);
        let kinds = order.filter_map(|key| there.get_key_value(key)).map(|(key, place)| (*key, *place)).collect();
        self.index_files(&index);
        let page = SearchPage { shell, index, columns, years: years.into_iter().rev().collect(), kinds, has_titles };
        self.add("search/", Page::Search(Box::new(page)));
    }

    fn search_index(&self) -> SearchIndex<'s> {
        let mut entries: Vec<Entry<'s>> = self.site.agencies().flat_map(|agency| self.entries(agency)).collect();
        entries.par_sort_by(|one, other| one.order().cmp(&other.order()));
        let layout = Layout::of(entries.len(), self.site.agencies.len());
        SearchIndex { entries, layout }
    }

    /// What of an agency can be found.
    fn entries(&self, agency: &'s Agency) -> Vec<Entry<'s>> {
        let card = &*agency.card;
        let rule = |rule: &'s Arc<Document>| EntryKind::Rule(rule, rule.card.status_on(self.site.date));
        let report =
            |report: &'s Report| EntryKind::Report(report, report.words.as_deref().map(|words| self.around.right_quotations(words)).unwrap_or_default());
        let tables = agency.tables.iter().flat_map(|(name, years)| years.values().map(move |report| EntryKind::Table(name, report)));
        let items = agency
            .folders
            .iter()
            .flat_map(|folder| folder.items.iter().filter_map(move |item| Some(EntryKind::Item(self.around.item_link(card, folder, item)?, item))));
        let kinds = std::iter::once(EntryKind::Agency)
            .chain(agency.guide.as_deref().map(EntryKind::Guide))
            .chain(agency.apply.as_deref().map(EntryKind::Apply))
            .chain(agency.rules.iter().map(rule))
            .chain(agency.reports.values().map(report))
            .chain(tables)
            .chain(items);
        kinds.map(|kind| Entry { agency: card, kind }).collect()
    }

    /// Plans the files of the index: those that are made together, together.
    fn index_files(&mut self, index: &Arc<SearchIndex<'s>>) {
        let shell = self.shell;
        let Layout { entries, agencies: _, heads, words } = &index.layout;
        let part = |content: PartContent, files: usize| {
            let digest = match &content {
                PartContent::Heads => heads_digest(shell.phrases, &index.entries),
                PartContent::Words(range) => words_digest(&index.entries[range.clone()]),
            };
            Arc::new(IndexPart { shell, index: Arc::clone(index), content, files, digest })
        };
        let group = |part: &Arc<IndexPart<'s>>, folder: &str| {
            let file = |at: usize| Planned {
                address: Address::new(format!("search/index/{folder}/{at}.txt")),
                page: Page::IndexFile(IndexFile { part: Arc::clone(part), at }),
            };
            (0..part.files).map(file).collect::<Vec<_>>()
        };
        self.index.push(group(&part(PartContent::Heads, *heads), "heads"));
        let mut start = 0;
        for (block, (count, files)) in words.iter().enumerate() {
            let range = start..start + count;
            start = range.end;
            self.index.push(group(&part(PartContent::Words(range), *files), &format!("words-{block}")));
        }
        for start in (0..*entries).step_by(RESULTS_PER_FILE) {
            let range = start..(start + RESULTS_PER_FILE).min(*entries);
            let address = format!("search/index/results/{}.json", start / RESULTS_PER_FILE);
            self.add(address, Page::Results(ResultsFile { shell, index: Arc::clone(index), range }));
        }
    }
}

/// Where the titles of an agency are listed.
fn titles_address(slug: &str) -> String {
    format!("search/titles/{slug}.html")
}
