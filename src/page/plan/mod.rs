//! A portal → every page and file it consists of, each with its address; and what is wrong with addresses. The column of an
//! agency is planned by itself, and anew each time it is asked for: no more than a few are ever held.

mod apply;
mod around;
mod at;
mod collision;
mod column;
mod data;
mod digest;
mod files;
mod gone;
mod interpretation;
mod item;
mod landmark;
mod link;
mod metric;
mod quote;
mod report;
mod search;
mod survey;
mod way;

use crate::check::Remark;
use crate::diagnostic::Diagnostic;
use crate::model::{Address, Agency, AgencyCard, Attachment, Document, LATEST, Report, Site, Sketch, Sketches, Standing, Year};
use crate::page::url_list::url_lists;
use crate::page::{
    AccessibilityPage, AgencyYear, AttachmentFile, FeedFile, HomePage, NotFoundPage, PANELS, Page, RedirectPage, RobotsFile, Shell, SiteMapPage, Trend,
    YearPage,
};
use crate::source::FileFacts;
use crate::theme::{Asset, SEARCH_SCRIPTS, Theme};
use around::Around;
pub use at::plan_at;
use collision::collisions;
use data::Failing;
pub use gone::check_against;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use survey::{Survey, Surveyor};

/// The most items on one page of a list.
const PER_PAGE: usize = 20;

/// Lists of more items than this can be read year by year. In shorter ones years are a page or two apart, and a page for
/// each would be most of a large portal.
const LONG: usize = 3 * PER_PAGE;

/// A page and its address.
#[derive(Debug)]
pub struct Planned<'s> {
    /// The address below the portal's root.
    pub address: Address,
    /// The page.
    pub page: Page<'s>,
}

/// Pages and files of a part of the portal.
#[derive(Debug, Default)]
pub struct Pages<'s> {
    /// The files whose sizes pages tell, which are made first.
    pub downloads: Vec<Planned<'s>>,
    /// The pages, and all other files.
    pub pages: Vec<Planned<'s>>,
}

/// All files and pages, and what is wrong with their addresses. Those of columns are planned when they are asked for.
#[derive(Debug)]
pub struct Plan<'s> {
    around: Around<'s>,
    /// What belongs to the portal as a whole.
    pub portal: Pages<'s>,
    /// The files of the index of the search: those that are made together, together.
    pub index: Vec<Vec<Planned<'s>>>,
    /// The columns of the agencies, in the order of these.
    pub columns: Vec<PlannedColumn<'s>>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// What rules about links find.
    pub remarks: Vec<Remark>,
}

/// The column of an agency, whose pages and files are planned when they are asked for.
#[derive(Debug)]
pub struct PlannedColumn<'s> {
    agency: &'s Agency,
    /// What is known of its pages and files.
    pub sketch: Arc<Sketch>,
    /// Whether that was known from before.
    pub is_known: bool,
}

/// Plans a portal with its theme, given what is known of columns that were planned before.
#[must_use]
pub fn plan<'s>(site: &'s Site, shell: &'s Shell<'s>, theme: &'s Theme, sketches: &Sketches) -> Plan<'s> {
    let mut around = Around::new(site, shell);
    let mut diagnostics = around.interpret();
    let surveyor = Surveyor::new(&around, theme, sketches);
    let mut planner = Planner::new(&around);
    planner.portal(theme, &surveyor.failing());
    let Planner { pages: mut portal, index, diagnostics: of_portal, .. } = planner;
    diagnostics.extend(of_portal);
    let mut survey = Survey::of(portal.iter().chain(index.iter().flatten()));
    let lines: Vec<Arc<str>> = std::iter::once(Arc::from(survey.listed.as_str())).chain(surveyor.listed()).collect();
    let lists = url_lists(shell, &lines);
    lists.iter().for_each(|list| survey.add(list));
    portal.pages.extend(lists);
    let (columns, wrong) = surveyor.finish(&survey, sketches);
    diagnostics.extend(wrong.diagnostics);
    let mut plan = Plan { around, portal, index, columns, diagnostics, remarks: wrong.remarks };
    if wrong.has_clashes {
        let columns: Vec<Pages<'s>> = plan.columns.iter().map(|column| plan.column(column)).collect();
        let of_portal = plan.portal.iter().chain(plan.index.iter().flatten());
        let told = collisions(of_portal.chain(columns.iter().flat_map(Pages::iter)).collect());
        plan.diagnostics.extend(told);
    }
    plan
}

impl<'s> Plan<'s> {
    /// Plans the pages and files of a column.
    #[must_use]
    pub fn column(&self, column: &PlannedColumn<'s>) -> Pages<'s> {
        let mut planner = Planner::new(&self.around);
        planner.agency(column.agency);
        planner.pages
    }
}

impl PlannedColumn<'_> {
    /// The name of the folder that it stands in.
    #[must_use]
    pub fn slug(&self) -> &str {
        self.agency.card.slug()
    }
}

impl<'s> Pages<'s> {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Planned<'s>> {
        self.downloads.iter().chain(&self.pages)
    }

    /// Tells the pages that list files what is known of those, in the order of [`Self::downloads`].
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

struct Planner<'s, 'a> {
    around: &'a Around<'s>,
    site: &'s Site,
    shell: &'s Shell<'s>,
    pages: Pages<'s>,
    index: Vec<Vec<Planned<'s>>>,
    diagnostics: Vec<Diagnostic>,
}

impl<'s, 'a> Planner<'s, 'a> {
    fn new(around: &'a Around<'s>) -> Self {
        let Around { site, shell, .. } = around;
        Self { around, site, shell, pages: Pages::default(), index: Vec::new(), diagnostics: Vec::new() }
    }

    fn add(&mut self, address: impl Into<Arc<str>>, page: Page<'s>) {
        let planned = Planned { address: Address::new(address), page };
        let Pages { downloads, pages } = &mut self.pages;
        if planned.page.is_download() { downloads.push(planned) } else { pages.push(planned) }
    }

    /// All years with a report, the latest first.
    fn years(&self) -> Vec<Year> {
        let years: BTreeSet<Year> = self.site.agencies().flat_map(|agency| agency.reports.keys().copied()).collect();
        years.into_iter().rev().collect()
    }

    /// What belongs to the portal as a whole; `failing` are the years of agencies whose reports fail.
    fn portal(&mut self, theme: &'s Theme, failing: &Failing<'_>) {
        self.home();
        self.years_of_all(None);
        self.fixed(&theme.assets);
        self.metrics(None);
        self.data(failing);
        self.site_map();
        self.search();
    }

    /// The map of all columns.
    fn site_map(&mut self) {
        let columns = self.site.agencies().map(|agency| self.outline(agency)).collect();
        self.add("sitemap/", Page::SiteMap(Box::new(SiteMapPage { shell: self.shell, years: self.years(), columns })));
    }

    /// All agencies in a year.
    fn of_year(&self, year: Year) -> Vec<AgencyYear<'s>> {
        let entry = |(agency, standing): (&'s Agency, Standing)| AgencyYear { agency: &agency.card, report: agency.reports.get(&year), standing };
        self.site.standings(year).map(entry).collect()
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
        let latest_first = |(one_agency, one): &(&AgencyCard, &Report), (other_agency, other): &(&AgencyCard, &Report)| {
            other.published.cmp(&one.published).then_with(|| (one_agency.slug(), one.year).cmp(&(other_agency.slug(), other.year)))
        };
        if reports.len() > LATEST {
            reports.select_nth_unstable_by(LATEST, latest_first);
            reports.truncate(LATEST);
        }
        reports.sort_unstable_by(latest_first);
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
        let of_agency = |(place, agency): (usize, &'s Agency)| Some((Reverse(Trend::last_of(agency.reports.get(&year)?)), place, agency));
        let mut highest: Vec<_> = self.site.agencies().enumerate().filter_map(of_agency).collect();
        highest.sort_by_key(|(last, place, _)| (*last, *place));
        // Of most no more than the last year is looked at.
        let trends = highest.into_iter().filter_map(|(_, place, agency)| Some((place, &*agency.card, report::trend(&agency.reports, year)?)));
        let mut trends: Vec<_> = trends.take(PANELS).collect();
        trends.sort_by_key(|(place, _, _)| *place);
        trends.into_iter().map(|(_, card, trend)| (card, trend)).collect()
    }

    /// What does not depend on agencies.
    fn fixed(&mut self, assets: &'s [Asset]) {
        let (site, shell) = (self.site, self.shell);
        self.add("accessibility/", Page::Accessibility(AccessibilityPage { shell }));
        self.add("404.html", Page::NotFound(NotFoundPage { shell, agencies: site.agencies().map(|agency| &*agency.card).collect() }));
        self.add("robots.txt", Page::Robots(RobotsFile { shell }));
        let is_used = |asset: &&Asset| shell.has_search || !SEARCH_SCRIPTS.contains(&asset.name.as_str());
        self.pages
            .pages
            .extend(assets.iter().filter(is_used).map(|asset| Planned { address: Address::new(format!("static/{}", asset.name)), page: Page::Asset(asset) }));
        self.attachments(&site.attachments);
    }

    fn attachments(&mut self, attachments: &'s [Attachment]) {
        let shell = self.shell;
        self.pages.pages.extend(
            attachments.iter().map(|attachment| Planned { address: attachment.address.clone(), page: Page::Attachment(AttachmentFile { shell, attachment }) }),
        );
    }

    fn redirects(&mut self, document: &'s Document, target: &Address) {
        for alias in &document.card.aliases {
            let page = RedirectPage { shell: self.shell, target: target.clone(), title: &document.card.title, path: &document.body.path };
            self.pages.pages.push(Planned { address: alias.clone(), page: Page::Redirect(Box::new(page)) });
        }
    }
}
