//! A portal → every page and file it consists of, each with its address; and what is wrong with addresses.

mod apply;
mod at;
mod collision;
mod data;
mod files;
mod gone;
mod item;
mod link;
mod metric;
mod quote;
mod report;
mod search;
mod way;

use crate::check::Remark;
use crate::diagnostic::Diagnostic;
use crate::model::{Address, Agency, AgencyCard, Attachment, Category, Document, Folder, MissingYears, Report, Site, Slug, Standing, Year};
use crate::page::url_list::url_lists;
use crate::page::{
    AccessibilityPage, AgencyPage, AgencyYear, AttachmentFile, CategoryCount, CategoryPage, ColumnOutline, DocumentPage, FeedFile, HomePage, ItemLink,
    NotFoundPage, PANELS, Page, Part, Parts, RedirectPage, RobotsFile, RulesPage, Shell, SiteMapPage, TableOutline, Trend, YearPage,
};
use crate::source::FileFacts;
use crate::theme::{Asset, SEARCH_SCRIPTS, Theme};
pub use at::plan_at;
use collision::collisions;
pub use gone::check_against;
use item::{neighbours, selections};
use link::link_remarks;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most items on one page of a list.
const PER_PAGE: usize = 20;

/// Lists of more items than this can be read year by year. In shorter ones years are a page or two apart, and a page for
/// each would be most of a large portal.
const LONG: usize = 3 * PER_PAGE;

/// How many of the latest items a column or the home page shows.
const LATEST: usize = 10;

/// A page and its address.
#[derive(Debug)]
pub struct Planned<'s> {
    /// The address below the portal's root.
    pub address: Address,
    /// The page.
    pub page: Page<'s>,
}

/// All files and pages, and what is wrong with their addresses.
#[derive(Debug)]
pub struct Plan<'s> {
    /// The files whose sizes pages tell, which are made first.
    pub downloads: Vec<Planned<'s>>,
    /// The pages, and all other files.
    pub pages: Vec<Planned<'s>>,
    /// The files of the index of the search: those that are made together, together.
    pub index: Vec<Vec<Planned<'s>>>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// What rules about links find.
    pub remarks: Vec<Remark>,
}

/// Plans a portal with its theme.
#[must_use]
pub fn plan<'s>(site: &'s Site, shell: &'s Shell<'s>, theme: &'s Theme) -> Plan<'s> {
    let mut planner = Planner::new(site, shell);
    planner.interpretations();
    planner.everything(theme);
    let Planner { downloads, pages, index, mut diagnostics, .. } = planner;
    diagnostics.extend(collisions(downloads.iter().chain(&pages).chain(index.iter().flatten()).collect()));
    let remarks = link_remarks(site, theme, &downloads, &pages);
    Plan { downloads, pages, index, diagnostics, remarks }
}

impl Plan<'_> {
    /// Tells the pages that list files what is known of those, in the order of [`Plan::downloads`].
    pub fn learn(&mut self, facts: &[Option<FileFacts>]) {
        let known: BTreeMap<&Address, FileFacts> = self.downloads.iter().zip(facts).filter_map(|(file, facts)| Some((&file.address, (*facts)?))).collect();
        for planned in &mut self.pages {
            planned.learn(|address| known.get(address).copied());
        }
    }
}

impl Planned<'_> {
    /// Tells the page what is known of the files that it lists.
    pub fn learn(&mut self, facts: impl Fn(&Address) -> Option<FileFacts>) {
        for download in self.page.downloads() {
            download.facts = facts(&download.address);
        }
    }
}

struct Planner<'s> {
    site: &'s Site,
    shell: &'s Shell<'s>,
    /// The agencies by slug.
    agencies: BTreeMap<&'s str, &'s Agency>,
    /// The years that they miss.
    missing: MissingYears<'s>,
    downloads: Vec<Planned<'s>>,
    pages: Vec<Planned<'s>>,
    index: Vec<Vec<Planned<'s>>>,
    /// The columns planned so far, for the site map.
    columns: Vec<ColumnOutline<'s>>,
    diagnostics: Vec<Diagnostic>,
    /// The documents that interpret another, by the path of that other.
    interpreted: BTreeMap<&'s str, Vec<ItemLink<'s>>>,
    /// The documents that are interpreted, by their own path.
    interprets: BTreeMap<&'s str, ItemLink<'s>>,
}

/// A category as a column shows it: its items, and the categories beside it.
struct Shown<'s, 'a> {
    category: &'s Category,
    items: &'a [ItemLink<'s>],
    siblings: &'a [&'s Category],
}

impl<'s> Planner<'s> {
    fn new(site: &'s Site, shell: &'s Shell<'s>) -> Self {
        Self {
            site,
            shell,
            agencies: site.agencies().map(|agency| (agency.card.slug(), agency)).collect(),
            missing: site.missing_years(),
            downloads: Vec::new(),
            pages: Vec::new(),
            index: Vec::new(),
            columns: Vec::new(),
            diagnostics: Vec::new(),
            interpreted: BTreeMap::new(),
            interprets: BTreeMap::new(),
        }
    }

    fn add(&mut self, address: impl Into<Arc<str>>, page: Page<'s>) {
        let planned = Planned { address: Address::new(address), page };
        if planned.page.is_download() { self.downloads.push(planned) } else { self.pages.push(planned) }
    }

    fn category(&self, folder: &Folder) -> Option<&'s Category> {
        self.site.config.categories.iter().find(|category| category.slug == folder.category)
    }

    /// All years with a report, the latest first.
    fn years(&self) -> Vec<Year> {
        let years: BTreeSet<Year> = self.site.agencies().flat_map(|agency| agency.reports.keys().copied()).collect();
        years.into_iter().rev().collect()
    }

    /// The map of all columns, which have been planned.
    fn site_map(&mut self) {
        let page = SiteMapPage { shell: self.shell, years: self.years(), columns: std::mem::take(&mut self.columns) };
        self.add("sitemap/", Page::SiteMap(Box::new(page)));
    }

    fn everything(&mut self, theme: &'s Theme) {
        self.home();
        self.years_of_all(None);
        self.fixed(&theme.assets);
        self.metrics(None);
        self.data();
        for agency in self.site.agencies() {
            self.agency(agency);
        }
        self.site_map();
        self.search();
        let lists = url_lists(self.shell, &self.pages);
        self.pages.extend(lists);
    }

    /// All agencies in a year.
    fn of_year(&self, year: Year) -> Vec<AgencyYear<'s>> {
        let entry = |(agency, standing): (&'s Agency, Standing)| AgencyYear { agency: &agency.card, report: agency.reports.get(&year), standing };
        self.site.standings(&self.missing, year).map(entry).collect()
    }

    fn home(&mut self) {
        let (site, shell) = (self.site, self.shell);
        let years = self.years();
        let latest = self.latest(site.agencies());
        let agencies = match years.first() {
            Some(year) => self.of_year(*year),
            None => site.agencies().map(|agency| AgencyYear { agency: &agency.card, report: None, standing: Standing::NotHeld }).collect(),
        };
        let words = site.home.as_deref();
        if let Some(words) = words {
            self.redirects(words, &Address::new(""));
        }
        let quotations = words.map(|words| self.quotations(words)).unwrap_or_default();
        let metrics = years.first().map(|year| self.metrics_of_year(*year)).unwrap_or_default();
        let metrics = metrics.into_iter().filter(|(dataset, _)| dataset.name.is_none()).flat_map(|(_, metrics)| metrics).collect();
        let home = HomePage { shell, words, quotations, years, agencies, metrics, latest: latest.clone() };
        self.add("", Page::Home(Box::new(home)));
        let mut reports: Vec<_> = site.agencies().flat_map(|agency| agency.reports.values().map(move |report| (&*agency.card, report))).collect();
        reports.sort_by_key(|(agency, report)| (Reverse(report.published), agency.slug(), report.year));
        reports.truncate(LATEST);
        self.add("feed.xml", Page::Feed(Box::new(FeedFile { shell, agency: None, items: latest, reports })));
    }

    /// Plans the pages of all agencies of a year; `only` names the one that is wanted.
    fn years_of_all(&mut self, only: Option<Year>) {
        let shell = self.shell;
        let years = self.years();
        for year in years.iter().copied().filter(|year| only.is_none_or(|only| only == *year)) {
            let metrics = self.metrics_of_year(year);
            let page = YearPage { shell, year, years: years.clone(), agencies: self.of_year(year), metrics, trends: self.trends(year) };
            self.add(format!("years/{year}/"), Page::Year(Box::new(page)));
        }
    }

    /// The agencies with the highest first figure of a year, in the order of lists, each with those of the years before.
    fn trends(&self, year: Year) -> Vec<(&'s AgencyCard, Trend<'s>)> {
        let with_report = self.site.agencies().filter(|agency| agency.reports.contains_key(&year));
        let mut trends: Vec<_> = with_report.filter_map(|agency| Some((&*agency.card, report::trend(&agency.reports, year)?))).enumerate().collect();
        trends.sort_by_key(|(place, (_, trend))| (Reverse(trend.last()), *place));
        trends.truncate(PANELS);
        trends.sort_by_key(|(place, _)| *place);
        trends.into_iter().map(|(_, trend)| trend).collect()
    }

    /// What does not depend on agencies.
    fn fixed(&mut self, assets: &'s [Asset]) {
        let (site, shell) = (self.site, self.shell);
        self.add("accessibility/", Page::Accessibility(AccessibilityPage { shell }));
        self.add("404.html", Page::NotFound(NotFoundPage { shell, agencies: site.agencies().map(|agency| &*agency.card).collect() }));
        self.add("robots.txt", Page::Robots(RobotsFile { shell }));
        let is_used = |asset: &&Asset| shell.has_search || !SEARCH_SCRIPTS.contains(&asset.name.as_str());
        self.pages
            .extend(assets.iter().filter(is_used).map(|asset| Planned { address: Address::new(format!("static/{}", asset.name)), page: Page::Asset(asset) }));
        self.attachments(&site.attachments);
    }

    fn attachments(&mut self, attachments: &'s [Attachment]) {
        let shell = self.shell;
        self.pages.extend(
            attachments.iter().map(|attachment| Planned { address: attachment.address.clone(), page: Page::Attachment(AttachmentFile { shell, attachment }) }),
        );
    }

    fn agency(&mut self, agency: &'s Agency) {
        let (shell, card) = (self.shell, &*agency.card);
        let slug = card.slug();
        let parts =
            Parts { guide: agency.guide.is_some(), rules: !agency.rules.is_empty(), reports: !agency.reports.is_empty(), apply: agency.apply.is_some() };
        let categories = self.categories(agency);
        let neighbours = categories.iter().flat_map(|(_, items)| neighbours(items)).collect();
        let siblings: Vec<&Category> = categories.iter().filter(|(_, items)| !items.is_empty()).map(|(category, _)| *category).collect();
        for (category, items) in &categories {
            let shown = Shown { category, items, siblings: &siblings };
            self.category_pages(agency, parts, &shown);
        }
        let outline = |(name, years): (&'s Slug, &'s BTreeMap<Year, Report>)| {
            let (year, report) = years.last_key_value()?;
            Some(TableOutline { name, title: &report.figures.form.title, year: *year })
        };
        self.columns.push(ColumnOutline {
            agency: card,
            parts,
            categories: categories.iter().map(|(category, items)| (*category, items.len())).collect(),
            tables: agency.tables.iter().filter_map(outline).collect(),
        });
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

    /// The categories an agency's column shows, each with its items.
    fn categories(&self, agency: &'s Agency) -> Vec<(&'s Category, Vec<ItemLink<'s>>)> {
        let kept = &agency.card.columns;
        let shown = |category: &&Category| {
            let has_items = agency.folders.iter().any(|folder| folder.category == category.slug && !folder.items.is_empty());
            has_items || kept.contains(&category.slug) || agency.card.empty.contains_key(category.slug.as_str())
        };
        let items = |category: &'s Category| (category, self.items(agency, |folder| folder.category == category.slug));
        self.site.config.categories.iter().filter(shown).map(items).collect()
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
                self.pages.push(Planned { address: selection.address(card, category, number), page: Page::Category(Box::new(page)) });
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

    fn redirects(&mut self, document: &'s Document, target: &Address) {
        for alias in &document.card.aliases {
            let page = RedirectPage { shell: self.shell, target: target.clone(), title: &document.card.title, path: &document.body.path };
            self.pages.push(Planned { address: alias.clone(), page: Page::Redirect(Box::new(page)) });
        }
    }
}
