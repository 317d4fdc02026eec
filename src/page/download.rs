//! Files to download: of a report, of the whole portal; and how pages list them.

use super::{Dataset, Shell};
use crate::date::Date;
use crate::form::Form;
use crate::model::{Address, AgencyCard, Matrix, PortalReport, Report, Year};
use crate::source::FileFacts;
use std::sync::Arc;

/// A table as CSV.
#[derive(Debug)]
pub struct CsvFile<'s> {
    /// The report.
    pub report: &'s Report,
    /// The table's place in the form.
    pub table: usize,
}

/// Two years side by side as CSV.
#[derive(Debug)]
pub struct CompareFile<'s> {
    /// The later report.
    pub later: &'s Report,
    /// The earlier report.
    pub earlier: &'s Report,
}

/// A report as JSON.
#[derive(Debug)]
pub struct JsonFile<'s> {
    /// The agency.
    pub agency: &'s AgencyCard,
    /// The report.
    pub report: &'s Report,
}

/// A report as a workbook.
#[derive(Debug)]
pub struct XlsxFile<'s> {
    /// The agency.
    pub agency: &'s AgencyCard,
    /// The report.
    pub report: &'s Report,
}

/// A file about all reports of the portal.
#[derive(Debug)]
pub struct DataFile<'s> {
    /// Which file.
    pub kind: DataKind,
    /// What it is made from.
    pub data: Arc<PortalData<'s>>,
}

/// All agencies, forms and reports of the portal.
#[derive(Debug)]
pub struct PortalData<'s> {
    /// The agencies, in the order of lists.
    pub agencies: Vec<&'s AgencyCard>,
    /// The forms that the reports fill, each once.
    pub forms: Vec<&'s Form>,
    /// The reports: agency by agency, the annual reports before the data tables, the latest year first.
    pub reports: Vec<PortalReport<'s>>,
    /// How each agency stands in each year.
    pub matrix: Arc<Matrix<'s>>,
}

/// The files about all reports of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataKind {
    /// Every figure, a line each.
    Figures,
    /// All reports with their forms.
    Json,
    /// What every metric comes to, a line each.
    Metrics,
    /// Every cell of every form, a line each: the dictionary of the figures.
    Dictionary,
    /// The agencies, a line each.
    Agencies,
    /// Who has published which report when, a line for each agency and year.
    Reports,
    /// What the JSON of a report looks like, for programs.
    ReportSchema,
    /// What the JSON of all reports looks like, for programs.
    PortalSchema,
}

impl DataKind {
    /// All of them, in the order of lists.
    pub const ALL: [Self; 8] =
        [Self::Figures, Self::Json, Self::Metrics, Self::Dictionary, Self::Agencies, Self::Reports, Self::ReportSchema, Self::PortalSchema];

    /// Its name in the folder `data/`.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Figures => "figures.csv",
            Self::Json => "figures.json",
            Self::Metrics => "metrics.csv",
            Self::Dictionary => "dictionary.csv",
            Self::Agencies => "agencies.csv",
            Self::Reports => "reports.csv",
            Self::ReportSchema => "report.schema.json",
            Self::PortalSchema => "figures.schema.json",
        }
    }

    /// Its address.
    #[must_use]
    pub fn address(self) -> Address {
        Address::new(format!("data/{}", self.file_name()))
    }
}

/// The page of all downloads.
#[derive(Debug)]
pub struct DataPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The files about the whole portal.
    pub downloads: Vec<Download>,
    /// The forms whose tables they hold.
    pub forms: Vec<&'s Form>,
    /// The years of each agency's annual reports, the latest first; agencies without one are left out.
    pub reports: Vec<(&'s AgencyCard, Vec<Year>)>,
    /// The years of each agency's other data tables, the latest first.
    pub tables: Vec<(&'s AgencyCard, Dataset<'s>, Vec<Year>)>,
}

/// A file as a page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Its address.
    pub address: Address,
    /// What it holds.
    pub content: DownloadContent,
    /// When what it holds was published.
    pub published: Option<Date>,
    /// What is known of the file; none before it was made.
    pub facts: Option<FileFacts>,
}

/// What a file to download holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DownloadContent {
    /// A table of a report, by its place in the form.
    Table(usize),
    /// All tables of a report as a workbook.
    Workbook,
    /// All tables of a report as JSON.
    Json,
    /// Every figure of two years.
    Comparison,
    /// Something of all reports.
    Portal(DataKind),
}

impl Download {
    /// A file that is still to be made.
    pub(crate) fn new(address: Address, content: DownloadContent, published: Option<Date>) -> Self {
        Self { address, content, published, facts: None }
    }
}
