//! A page is a value that holds exactly what it shows; its digest tells whether two are the same. Rendering a page
//! reads nothing else.

mod apply;
mod assessed;
mod chart;
mod column;
mod digest;
mod download;
mod item;
mod matrix;
mod metric;
mod plan;
mod reach;
mod report;
mod search;
mod site_map;
mod url_list;

pub use apply::ApplyPage;
pub use assessed::{Assessed, Broken, Checks, Verdict};
pub use chart::{Composition, Trend, Yearly};
pub(crate) use chart::{MANY_YEARS, PANELS};
pub use column::{AgencyPage, CategoryCount, CategoryPage, DocumentPage, Part, Parts, RulesPage, Selection, Selections};
pub use download::{CompareFile, CsvFile, DataFile, DataKind, DataPage, Download, DownloadContent, JsonFile, PortalData, XlsxFile};
pub use item::{AttachmentFile, Beside, ItemLink, ItemPage, Neighbour};
pub use matrix::MatrixPage;
pub use metric::{Dataset, MeasuredAgency, MetricPage, MetricSeries, Order};
pub use plan::{Pages, Plan, Planned, PlannedColumn, check_against, plan, plan_at};
pub use report::{AgencyYear, ComparePage, ReportPage, ReportsPage, TablePage, YearPage};
pub use search::{
    Entry, EntryKind, IndexFile, IndexPart, Layout, PartContent, RESULTS_PER_FILE, ResultsFile, SearchIndex, SearchPage, TitleColumn, TitlesPage,
};
pub use site_map::{ColumnOutline, SiteMapPage, TableOutline};
pub use url_list::MAX_URLS;

use crate::colour::Colour;
use crate::form::Metric;
use crate::model::{Address, AgencyCard, Base, Config, Document, Report, Site, SiteFacts, Year};
use crate::phrase::Phrases;
use crate::source::{Digest, DigestBuilder};
use crate::theme::Asset;
use minijinja::Value;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// A page or file of the portal. There is one of these for each: what is large stands apart.
#[derive(Debug)]
pub enum Page<'s> {
    /// The home page.
    Home(Box<HomePage<'s>>),
    /// An agency's column.
    Agency(Box<AgencyPage<'s>>),
    /// A guide or a rule.
    Document(Box<DocumentPage<'s>>),
    /// How to apply for information.
    Apply(Box<ApplyPage<'s>>),
    /// The list of an agency's rules.
    Rules(Box<RulesPage<'s>>),
    /// One page of the list of a category.
    Category(Box<CategoryPage<'s>>),
    /// A disclosed item.
    Item(Box<ItemPage<'s>>),
    /// All annual reports of an agency.
    Reports(Box<ReportsPage<'s>>),
    /// An annual report.
    Report(Box<ReportPage<'s>>),
    /// Another data table of an agency.
    Table(Box<TablePage<'s>>),
    /// Two years of an agency side by side.
    Compare(Box<ComparePage<'s>>),
    /// All agencies of a year.
    Year(Box<YearPage<'s>>),
    /// All agencies and years: who has published.
    Matrix(MatrixPage<'s>),
    /// The agencies of a year side by side by one metric.
    Metric(Box<MetricPage<'s>>),
    /// All downloads of the portal.
    Data(Box<DataPage<'s>>),
    /// The map of the portal, for readers.
    SiteMap(Box<SiteMapPage<'s>>),
    /// The search.
    Search(Box<SearchPage<'s>>),
    /// The titles of an agency.
    Titles(TitlesPage<'s>),
    /// What the portal does for every reader, and what it does not do yet.
    Accessibility(AccessibilityPage<'s>),
    /// What is shown for addresses that do not exist.
    NotFound(NotFoundPage<'s>),
    /// An old address that leads to a new one.
    Redirect(Box<RedirectPage<'s>>),
    /// A table as CSV.
    Csv(CsvFile<'s>),
    /// Two years of figures as CSV.
    CompareCsv(CompareFile<'s>),
    /// A report as a workbook.
    Xlsx(XlsxFile<'s>),
    /// A report as JSON.
    Json(JsonFile<'s>),
    /// Something of all reports as a file.
    DataFile(DataFile<'s>),
    /// A list of addresses for search engines.
    UrlList(Box<UrlListFile<'s>>),
    /// The latest items, for readers that are told of news.
    Feed(Box<FeedFile<'s>>),
    /// What search engines may read.
    Robots(RobotsFile<'s>),
    /// A file of the index of the search.
    IndexFile(IndexFile<'s>),
    /// What is told of what is found.
    Results(ResultsFile<'s>),
    /// A file published as it is.
    Attachment(AttachmentFile<'s>),
    /// A file of the theme.
    Asset(&'s Asset),
}

impl Page<'_> {
    /// Whether a template takes part in it.
    #[must_use]
    pub fn is_themed(&self) -> bool {
        self.template().is_some()
    }

    /// The template it is rendered with, if one takes part in it.
    #[must_use]
    pub fn template(&self) -> Option<&'static str> {
        match self {
            Self::Csv(_)
            | Self::CompareCsv(_)
            | Self::Xlsx(_)
            | Self::Json(_)
            | Self::DataFile(_)
            | Self::UrlList(_)
            | Self::Feed(_)
            | Self::Robots(_)
            | Self::IndexFile(_)
            | Self::Results(_)
            | Self::Attachment(_)
            | Self::Asset(_) => None,
            Self::Home(_) => Some("home.html"),
            Self::Agency(_) => Some("agency.html"),
            Self::Document(_) => Some("document.html"),
            Self::Apply(_) => Some("apply.html"),
            Self::Rules(_) => Some("rules.html"),
            Self::Category(_) => Some("category.html"),
            Self::Item(_) => Some("item.html"),
            Self::Reports(_) => Some("reports.html"),
            Self::Report(_) => Some("report.html"),
            Self::Table(_) => Some("table.html"),
            Self::Compare(_) => Some("compare.html"),
            Self::Year(_) => Some("year.html"),
            Self::Matrix(_) => Some("matrix.html"),
            Self::Metric(_) => Some("metric.html"),
            Self::Data(_) => Some("data.html"),
            Self::SiteMap(_) => Some("site-map.html"),
            Self::Search(_) => Some("search.html"),
            Self::Titles(_) => Some("titles.html"),
            Self::Accessibility(_) => Some("accessibility.html"),
            Self::NotFound(_) => Some("not-found.html"),
            Self::Redirect(_) => Some("redirect.html"),
        }
    }

    /// Whether it is a file whose size other pages tell.
    #[must_use]
    pub fn is_download(&self) -> bool {
        matches!(self, Self::Csv(_) | Self::CompareCsv(_) | Self::Xlsx(_) | Self::Json(_) | Self::DataFile(_))
    }

    /// The files of the content that it is made of, as far as they are few.
    #[must_use]
    pub fn sources(&self) -> Vec<&str> {
        match self {
            Self::Home(page) => page.words.iter().map(|words| words.body.path.as_str()).collect(),
            Self::Document(page) => vec![&page.document.body.path],
            Self::Apply(page) => vec![&page.document.body.path],
            Self::Item(page) => vec![&page.document.body.path],
            Self::Report(page) => sources_of(page.report),
            Self::Table(page) => sources_of(page.report),
            Self::Compare(page) => [sources_of(page.later), sources_of(page.earlier)].concat(),
            Self::Csv(file) => sources_of(file.report),
            Self::CompareCsv(file) => [sources_of(file.later), sources_of(file.earlier)].concat(),
            Self::Xlsx(file) => sources_of(file.report),
            Self::Json(file) => sources_of(file.report),
            Self::Redirect(page) => vec![page.path],
            Self::Agency(_)
            | Self::Rules(_)
            | Self::Category(_)
            | Self::Reports(_)
            | Self::Year(_)
            | Self::Matrix(_)
            | Self::Metric(_)
            | Self::Data(_)
            | Self::SiteMap(_)
            | Self::Search(_)
            | Self::Titles(_)
            | Self::IndexFile(_)
            | Self::Results(_)
            | Self::Accessibility(_)
            | Self::NotFound(_)
            | Self::DataFile(_)
            | Self::UrlList(_)
            | Self::Feed(_)
            | Self::Robots(_)
            | Self::Attachment(_)
            | Self::Asset(_) => Vec::new(),
        }
    }

    /// The files that it lists.
    fn downloads(&mut self) -> &mut [Download] {
        match self {
            Self::Report(page) => &mut page.downloads,
            Self::Table(page) => &mut page.downloads,
            Self::Compare(page) => &mut page.downloads,
            Self::Data(page) => &mut page.downloads,
            _ => &mut [],
        }
    }
}

/// The files of a report: its figures, its words.
fn sources_of(report: &Report) -> Vec<&str> {
    let words = report.words.iter().map(|words| words.body.path.as_str());
    std::iter::once(report.path.as_str()).chain(words).collect()
}

/// The home page: agencies, this year's reports, latest items.
#[derive(Debug)]
pub struct HomePage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// Its words.
    pub words: Option<&'s Document>,
    /// What stands in them in place of what they quote.
    pub quotations: Vec<Quotation>,
    /// All years with a report, the latest first.
    pub years: Vec<Year>,
    /// All agencies, in the latest year.
    pub agencies: Vec<AgencyYear<'s>>,
    /// By what the agencies of the latest year are set side by side.
    pub metrics: Vec<&'s Metric>,
    /// The latest items.
    pub latest: Vec<ItemLink<'s>>,
}

/// What stands in words in place of a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Where the quote stands in the file's text, in bytes.
    pub range: Range<usize>,
    /// A number as in the data, or braces.
    pub text: String,
}

/// What the portal does for every reader, and what it does not do yet.
#[derive(Debug)]
pub struct AccessibilityPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
}

/// What is shown for addresses that do not exist.
#[derive(Debug)]
pub struct NotFoundPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agencies, which readers may have been looking for.
    pub agencies: Vec<&'s AgencyCard>,
}

/// An old address that leads to a new one.
#[derive(Debug)]
pub struct RedirectPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// Where it leads.
    pub target: Address,
    /// The title of what is there.
    pub title: &'s str,
    /// The file that asks for it.
    pub path: &'s str,
}

/// A list of addresses for search engines, or a list of such lists.
#[derive(Debug)]
pub struct UrlListFile<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// Texts whose lines are addresses.
    pub lines: Vec<Arc<str>>,
    /// Which of the lines is the first that it lists; it lists no more than [`MAX_URLS`].
    pub first: usize,
    /// Whether they are addresses of further lists.
    pub is_index: bool,
}

/// The latest items and reports of the portal or of an agency.
#[derive(Debug)]
pub struct FeedFile<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency; none for the whole portal.
    pub agency: Option<&'s AgencyCard>,
    /// The latest items.
    pub items: Vec<ItemLink<'s>>,
    /// The latest reports, each with its agency.
    pub reports: Vec<(&'s AgencyCard, &'s Report)>,
}

/// What search engines may read.
#[derive(Debug)]
pub struct RobotsFile<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
}

/// What every page shows, and where the portal stands.
#[derive(Debug)]
pub struct Shell<'s> {
    /// The facts about the portal.
    pub facts: &'s SiteFacts,
    /// Where it will stand.
    pub base: &'s Base,
    /// The zone whose calendar counts.
    pub timezone: &'s str,
    /// The portal's own colour, if it has one.
    pub brand: Option<Colour>,
    /// The portal's root, below which the words of documents are read.
    pub root: &'s Path,
    /// Whether the portal has a page of downloads.
    pub has_data: bool,
    /// Whether the portal has a search.
    pub has_search: bool,
    /// Whether articles and reports have a QR code of their address.
    pub has_qr: bool,
    /// The steps of review that must be there before publication, in their order.
    pub review: &'s [String],
    /// The words of the interface.
    pub phrases: &'s Phrases,
    /// The digest of the facts, the base and the words.
    pub digest: Digest,
    /// The portal as templates see it, made when the first page is rendered.
    pub(crate) shown: OnceLock<Value>,
}

impl UrlListFile<'_> {
    /// The addresses.
    pub fn addresses(&self) -> impl Iterator<Item = Address> {
        self.lines.iter().flat_map(|lines| lines.lines()).skip(self.first).take(MAX_URLS).map(Address::new)
    }
}

impl<'s> Shell<'s> {
    /// The shell of a portal.
    #[must_use]
    pub fn new(site: &'s Site, root: &'s Path, phrases: &'s Phrases) -> Self {
        let Config {
            facts,
            base,
            timezone,
            theme: _,
            brand,
            categories: _,
            levels: _,
            allowed: _,
            review,
            calendar: _,
            jump: _,
            repeated_share: _,
            output,
            digest,
        } = &*site.config;
        let has_search = output.search;
        let has_data = output.data && site.agencies().any(|agency| !agency.reports.is_empty() || !agency.tables.is_empty());
        let digest = DigestBuilder::new("shell").digest(*digest).text(&base.origin).text(&base.path).number(has_data).digest(phrases.digest).finish();
        Self { facts, base, timezone, brand: *brand, root, has_data, has_search, has_qr: output.qr, review, phrases, digest, shown: OnceLock::new() }
    }

    /// A link to an address, from the root of the host.
    #[must_use]
    pub fn link(&self, address: &Address) -> String {
        [&*self.base.path, &*address.encoded()].concat()
    }

    /// The full address, with scheme and host.
    #[must_use]
    pub fn full(&self, address: &Address) -> String {
        [&*self.base.origin, &*self.base.path, &*address.encoded()].concat()
    }
}
