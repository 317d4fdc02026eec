//! A page is a value that holds exactly what it shows; its digest tells whether two are the same. Rendering a page
//! reads nothing else.

mod digest;
mod plan;
mod sitemap;

pub use plan::{Plan, Planned, plan};
pub use sitemap::MAX_URLS;

use crate::model::{Address, AgencyCard, Attachment, Base, Card, Category, Config, Document, Report, SiteFacts, Slug, Status, Year};
use crate::source::{Digest, DigestBuilder};
use crate::theme::Asset;
use std::path::Path;

/// A page or file of the portal.
#[derive(Debug)]
pub enum Page<'s> {
    /// The home page.
    Home(Box<HomePage<'s>>),
    /// An agency's column.
    Agency(Box<AgencyPage<'s>>),
    /// A guide, a page on how to apply, or a rule.
    Document(DocumentPage<'s>),
    /// The list of an agency's rules.
    Rules(RulesPage<'s>),
    /// One page of the list of a category.
    Category(Box<CategoryPage<'s>>),
    /// A disclosed item.
    Item(Box<ItemPage<'s>>),
    /// All annual reports of an agency.
    Reports(ReportsPage<'s>),
    /// An annual report.
    Report(Box<ReportPage<'s>>),
    /// Another data table of an agency.
    Table(Box<TablePage<'s>>),
    /// Two years of an agency side by side.
    Compare(Box<ComparePage<'s>>),
    /// All agencies of a year.
    Year(YearPage<'s>),
    /// What is shown for addresses that do not exist.
    NotFound(NotFoundPage<'s>),
    /// An old address that leads to a new one.
    Redirect(RedirectPage<'s>),
    /// A table as CSV.
    Csv(CsvFile<'s>),
    /// A report as a workbook.
    Xlsx(XlsxFile<'s>),
    /// A report as JSON.
    Json(JsonFile<'s>),
    /// A list of addresses for search engines.
    Sitemap(SitemapFile<'s>),
    /// What search engines may read.
    Robots(RobotsFile<'s>),
    /// A file published as it is.
    Attachment(AttachmentFile<'s>),
    /// A file of the theme.
    Asset(&'s Asset),
}

impl Page<'_> {
    /// Whether a template takes part in it.
    #[must_use]
    pub fn is_themed(&self) -> bool {
        match self {
            Self::Csv(_) | Self::Xlsx(_) | Self::Json(_) | Self::Sitemap(_) | Self::Robots(_) | Self::Attachment(_) | Self::Asset(_) => false,
            Self::Home(_)
            | Self::Agency(_)
            | Self::Document(_)
            | Self::Rules(_)
            | Self::Category(_)
            | Self::Item(_)
            | Self::Reports(_)
            | Self::Report(_)
            | Self::Table(_)
            | Self::Compare(_)
            | Self::Year(_)
            | Self::NotFound(_)
            | Self::Redirect(_) => true,
        }
    }
}

/// The home page: agencies, this year's reports, latest items.
#[derive(Debug)]
pub struct HomePage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// Its words.
    pub words: Option<&'s Document>,
    /// All years with a report, the latest first.
    pub years: Vec<Year>,
    /// All agencies, each with its report of the latest year.
    pub agencies: Vec<(&'s AgencyCard, Option<&'s Report>)>,
    /// The latest items.
    pub latest: Vec<ItemLink<'s>>,
}

/// An item as lists show it.
#[derive(Debug, Clone, Copy)]
pub struct ItemLink<'s> {
    /// Its agency.
    pub agency: &'s AgencyCard,
    /// Its year.
    pub year: Year,
    /// Its category.
    pub category: &'s Category,
    /// Its name.
    pub slug: &'s Slug,
    /// What its front matter says.
    pub card: &'s Card,
    /// Whether it is in force on the day of the build.
    pub status: Option<Status>,
}

/// An agency's column.
#[derive(Debug)]
pub struct AgencyPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// Its categories.
    pub categories: Vec<CategoryCount<'s>>,
    /// Its reports, the latest first.
    pub reports: Vec<&'s Report>,
    /// Its other data tables by name, each with its years, the latest first.
    pub tables: Vec<(&'s Slug, Vec<&'s Report>)>,
    /// Its latest items.
    pub latest: Vec<ItemLink<'s>>,
}

/// Which parts an agency's column has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// 政府信息公开指南.
    pub guide: bool,
    /// 政府信息公开制度.
    pub rules: bool,
    /// 政府信息公开年报.
    pub reports: bool,
    /// 依申请公开.
    pub apply: bool,
}

/// A category in an agency's column.
#[derive(Debug)]
pub struct CategoryCount<'s> {
    /// The category.
    pub category: &'s Category,
    /// How many items it has.
    pub count: usize,
    /// When the latest was published.
    pub latest: Option<String>,
    /// Why it has none.
    pub reason: Option<&'s str>,
}

/// A guide, a page on how to apply, or a rule.
#[derive(Debug)]
pub struct DocumentPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// Which part it belongs to.
    pub part: Part,
    /// The document.
    pub document: &'s Document,
    /// Whether it is in force on the day of the build.
    pub status: Option<Status>,
}

/// A part of an agency's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 政府信息公开指南.
    Guide,
    /// 政府信息公开制度.
    Rules,
    /// 法定主动公开内容.
    Items,
    /// 政府信息公开年报.
    Reports,
    /// 依申请公开.
    Apply,
}

/// The list of an agency's rules.
#[derive(Debug)]
pub struct RulesPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// Its rules.
    pub rules: Vec<&'s Document>,
}

/// One page of the list of a category.
#[derive(Debug)]
pub struct CategoryPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// The category.
    pub category: &'s Category,
    /// The agency's other categories with items.
    pub siblings: Vec<&'s Category>,
    /// The items on this page, the latest first.
    pub items: Vec<ItemLink<'s>>,
    /// Which page it is, from 1.
    pub number: usize,
    /// How many pages there are.
    pub pages: usize,
    /// How many items there are in all.
    pub total: usize,
    /// Why there are none.
    pub reason: Option<&'s str>,
}

/// A disclosed item.
#[derive(Debug)]
pub struct ItemPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// Which parts its agency's column has.
    pub parts: Parts,
    /// Where it stands.
    pub link: ItemLink<'s>,
    /// The document.
    pub document: &'s Document,
    /// The document it interprets.
    pub interprets: Option<ItemLink<'s>>,
    /// The documents that interpret it.
    pub interpreted_by: Vec<ItemLink<'s>>,
    /// The files that are named after it.
    pub attachments: Vec<&'s Attachment>,
}

/// All annual reports of an agency.
#[derive(Debug)]
pub struct ReportsPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// Each year from the latest to the earliest; none where a report is missing.
    pub years: Vec<(Year, Option<&'s Report>)>,
}

/// An annual report.
#[derive(Debug)]
pub struct ReportPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// The report.
    pub report: &'s Report,
    /// The earlier years it is compared with, the latest first.
    pub compared: Vec<Year>,
    /// Whether it is published as a workbook, too.
    pub xlsx: bool,
    /// The next earlier report.
    pub earlier: Option<Year>,
    /// The next later report.
    pub later: Option<Year>,
}

/// A data table other than the annual report.
#[derive(Debug)]
pub struct TablePage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// Its name in addresses.
    pub name: &'s Slug,
    /// Its figures.
    pub report: &'s Report,
    /// The earlier years it is compared with, the latest first.
    pub compared: Vec<Year>,
    /// Whether it is published as a workbook, too.
    pub xlsx: bool,
    /// All years of this table, the latest first.
    pub years: Vec<Year>,
}

/// Two years of an agency side by side.
#[derive(Debug)]
pub struct ComparePage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// The name of the table; none for the annual report.
    pub name: Option<&'s Slug>,
    /// The later report.
    pub later: &'s Report,
    /// The earlier report.
    pub earlier: &'s Report,
    /// Years between them without a report.
    pub missing: Vec<Year>,
}

/// All agencies of a year.
#[derive(Debug)]
pub struct YearPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The year.
    pub year: Year,
    /// All years with a report, the latest first.
    pub years: Vec<Year>,
    /// The agencies, each with its report.
    pub agencies: Vec<(&'s AgencyCard, Option<&'s Report>)>,
}

/// What is shown for addresses that do not exist.
#[derive(Debug)]
pub struct NotFoundPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
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

/// A table as CSV.
#[derive(Debug)]
pub struct CsvFile<'s> {
    /// The report.
    pub report: &'s Report,
    /// The table's place in the form.
    pub table: usize,
}

/// A report as a workbook.
#[derive(Debug)]
pub struct XlsxFile<'s> {
    /// The agency.
    pub agency: &'s AgencyCard,
    /// The report.
    pub report: &'s Report,
}

/// A report as JSON.
#[derive(Debug)]
pub struct JsonFile<'s> {
    /// The agency.
    pub agency: &'s AgencyCard,
    /// The report.
    pub report: &'s Report,
}

/// A list of addresses for search engines, or a list of such lists.
#[derive(Debug)]
pub struct SitemapFile<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The addresses.
    pub addresses: Vec<Address>,
    /// Whether they are addresses of further lists.
    pub is_index: bool,
}

/// What search engines may read.
#[derive(Debug)]
pub struct RobotsFile<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
}

/// A file published as it is.
#[derive(Debug)]
pub struct AttachmentFile<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The file.
    pub attachment: &'s Attachment,
}

impl ItemLink<'_> {
    /// Its address.
    #[must_use]
    pub fn address(&self) -> Address {
        Address::new(format!("{}/{}/{}/{}.html", self.agency.slug(), self.year, self.category.slug, self.slug))
    }
}

/// What every page shows, and where the portal stands.
#[derive(Debug)]
pub struct Shell<'s> {
    /// The facts about the portal.
    pub facts: &'s SiteFacts,
    /// Where it will stand.
    pub base: &'s Base,
    /// The portal's root, below which the words of documents are read.
    pub root: &'s Path,
    /// The digest of the facts and the base.
    pub digest: Digest,
}

impl<'s> Shell<'s> {
    /// The shell of a portal.
    #[must_use]
    pub fn new(config: &'s Config, root: &'s Path) -> Self {
        let Config { facts, base, timezone: _, theme: _, categories: _, levels: _, output: _, digest } = config;
        Self { facts, base, root, digest: DigestBuilder::new("shell").digest(*digest).text(&base.origin).text(&base.path).finish() }
    }

    /// A link to an address, from the root of the host.
    #[must_use]
    pub fn link(&self, address: &Address) -> String {
        format!("{}{}", self.base.path, address.encoded())
    }

    /// The full address, with scheme and host.
    #[must_use]
    pub fn full(&self, address: &Address) -> String {
        format!("{}{}", self.base.origin, self.link(address))
    }
}
