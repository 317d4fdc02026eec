//! The column of an agency: its first page, its lists, its documents, and all that stands below.

use super::item::{neighbours, selections};
use super::{PER_PAGE, Planned, Planner};
use crate::model::{Address, Agency, Category, LATEST, Report, Slug, Year};
use crate::page::{AgencyPage, CategoryCount, CategoryPage, ColumnOutline, DocumentPage, FeedFile, ItemLink, Page, Part, Parts, RulesPage, TableOutline};
use std::collections::BTreeMap;

/// A category as a column shows it: its items, and the categories beside it.
struct Shown<'s, 'a> {
    category: &'s Category,
    items: &'a [ItemLink<'s>],
    siblings: &'a [&'s Category],
}

impl<'s> Planner<'s, '_> {
    /// Plans it.
    pub(super) fn agency(&mut self, agency: &'s Agency) {
        let (shell, card) = (self.shell, &*agency.card);
        let slug = card.slug();
        let parts = parts(agency);
        let items = |category: &'s Category| (category, self.items(agency, |folder| folder.category == category.slug));
        let categories: Vec<(&'s Category, Vec<ItemLink<'s>>)> = self.categories(agency).map(items).collect();
        let neighbours = categories.iter().flat_map(|(_, items)| neighbours(items)).collect();
        let siblings: Vec<&Category> = categories.iter().filter(|(_, items)| !items.is_empty()).map(|(category, _)| *category).collect();
        for (category, items) in &categories {
            let shown = Shown { category, items, siblings: &siblings };
            self.category_pages(agency, parts, &shown);
        }
        let counts = categories.iter().map(|(category, items)| CategoryCount {
            category,
            count: items.len(),
            latest: items.first().and_then(|item| item.card.date).map(|moment| moment.date.to_string()),
            reason: card.empty.get(category.slug.as_str()).map(String::as_str),
        });
        let latest = self.latest(std::iter::once(agency));
        let page = AgencyPage {
            shell,
            agency: card,
            parts,
            categories: counts.collect(),
            reports: agency.reports.values().rev().collect(),
            tables: agency.tables.iter().map(|(name, years)| (name, years.values().rev().collect())).collect(),
            latest: latest.clone(),
        };
        self.add(format!("{slug}/"), Page::Agency(Box::new(page)));
        let reports = agency.reports.values().rev().take(LATEST).map(|report| (card, report)).collect();
        self.add(format!("{slug}/feed.xml"), Page::Feed(Box::new(FeedFile { shell, agency: Some(card), items: latest, reports })));
        self.documents(agency, parts);
        self.reports(agency, parts);
        for (name, years) in &agency.tables {
            self.tables(agency, parts, name, years);
        }
        for folder in &agency.folders {
            self.folder(agency, parts, folder, &neighbours);
        }
        self.attachments(&agency.attachments);
    }

    /// The categories an agency's column shows.
    fn categories(&self, agency: &'s Agency) -> impl Iterator<Item = &'s Category> + use<'s> {
        let kept = &agency.card.columns;
        let shown = move |category: &&Category| {
            let has_items = agency.folders.iter().any(|folder| folder.category == category.slug && !folder.items.is_empty());
            has_items || kept.contains(&category.slug) || agency.card.empty.contains_key(category.slug.as_str())
        };
        self.site.config.categories.iter().filter(shown)
    }

    fn category_pages(&mut self, agency: &'s Agency, parts: Parts, shown: &Shown<'s, '_>) {
        let Shown { category, items, siblings } = *shown;
        let (shell, card) = (self.shell, &*agency.card);
        let selections = selections(items);
        for selection in selections.iter() {
            let items: Vec<ItemLink<'s>> = items.iter().filter(|item| selection.holds(item)).copied().collect();
            let pages = items.len().div_ceil(PER_PAGE).max(1);
            for number in 1..=pages {
                let page = CategoryPage {
                    shell,
                    agency: card,
                    parts,
                    category,
                    siblings: siblings.to_vec(),
                    selection,
                    selections: selections.clone(),
                    items: items.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE).copied().collect(),
                    number,
                    pages,
                    total: items.len(),
                    reason: card.empty.get(category.slug.as_str()).map(String::as_str),
                };
                self.pages.pages.push(Planned { address: selection.address(card, category, number), page: Page::Category(Box::new(page)) });
            }
        }
    }

    fn documents(&mut self, agency: &'s Agency, parts: Parts) {
        let (shell, card, slug) = (self.shell, &*agency.card, agency.card.slug());
        if let Some(document) = agency.guide.as_deref() {
            self.document(format!("{slug}/guide.html"), DocumentPage { shell, agency: card, parts, part: Part::Guide, document, status: None });
        }
        self.apply(agency, parts);
        if parts.rules {
            self.add(
                format!("{slug}/rules/"),
                Page::Rules(Box::new(RulesPage { shell, agency: card, parts, rules: agency.rules.iter().map(|rule| &**rule).collect() })),
            );
        }
        for rule in &agency.rules {
            let status = rule.card.status_on(self.site.date);
            self.document(format!("{slug}/rules/{}.html", rule.slug), DocumentPage { shell, agency: card, parts, part: Part::Rules, document: rule, status });
        }
    }

    fn document(&mut self, address: String, page: DocumentPage<'s>) {
        self.redirects(page.document, &Address::new(address.as_str()));
        self.add(address, Page::Document(Box::new(page)));
    }

    /// A column on that map.
    pub(super) fn outline(&self, agency: &'s Agency) -> ColumnOutline<'s> {
        let table = |(name, years): (&'s Slug, &'s BTreeMap<Year, Report>)| {
            let (year, report) = years.last_key_value()?;
            Some(TableOutline { name, title: &report.figures.form.title, year: *year })
        };
        let count = |category: &'s Category| {
            let folders = agency.folders.iter().filter(|folder| folder.category == category.slug);
            (category, folders.map(|folder| folder.items.len()).sum())
        };
        ColumnOutline {
            agency: &agency.card,
            parts: parts(agency),
            categories: self.categories(agency).map(count).collect(),
            tables: agency.tables.iter().filter_map(table).collect(),
        }
    }
}

/// Which parts an agency's column has.
fn parts(agency: &Agency) -> Parts {
    Parts { guide: agency.guide.is_some(), rules: !agency.rules.is_empty(), reports: !agency.reports.is_empty(), apply: agency.apply.is_some() }
}
