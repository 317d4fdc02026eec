//! Annual reports and other tables of figures: pages and comparisons.

use super::{Checks, Composition, Dataset, Download, MetricSeries, Parts, Quotation, Shell, Trend};
use crate::form::Metric;
use crate::model::{AgencyCard, Report, Slug, Standing, Year};
use std::sync::Arc;

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
    /// The metrics of those years.
    pub series: Vec<MetricSeries<'s>>,
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
    /// What stands in its words in place of what they quote.
    pub quotations: Arc<[Quotation]>,
    /// The earlier years it is compared with, the latest first.
    pub compared: Vec<Year>,
    /// How its figures fit together, by the rules of its form.
    pub checks: Checks<'s>,
    /// Its first figure over the years up to its own.
    pub trend: Option<Trend<'s>>,
    /// The parts of a whole, beside those of the next earlier report.
    pub composition: Option<Composition<'s>>,
    /// The files of its figures.
    pub downloads: Vec<Download>,
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
    /// How its figures fit together, by the rules of its form.
    pub checks: Checks<'s>,
    /// The files of its figures.
    pub downloads: Vec<Download>,
    /// All years of this table, the latest first.
    pub years: Vec<Year>,
    /// The metrics of those years.
    pub series: Vec<MetricSeries<'s>>,
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
    /// The earlier years that the later one is compared with, the latest first.
    pub compared: Vec<Year>,
    /// The other years whose figures stand beside theirs, the latest first.
    pub others: Vec<&'s Report>,
    /// What stands in the words of both in place of what they quote: in the later report's, then in the earlier one's.
    pub quotations: [Arc<[Quotation]>; 2],
    /// How the later figures continue the earlier ones, where these are of the year before.
    pub checks: Option<Checks<'s>>,
    /// The file of what it shows; none where the portal does without.
    pub downloads: Vec<Download>,
}

/// An agency in a year.
#[derive(Debug, Clone, Copy)]
pub struct AgencyYear<'s> {
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Its report, which may be a draft.
    pub report: Option<&'s Report>,
    /// How it stands, as in the matrix.
    pub standing: Standing,
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
    /// The agencies.
    pub agencies: Vec<AgencyYear<'s>>,
    /// By what agencies are set side by side: in the annual reports, and in each kind of data table of that year.
    pub metrics: Vec<(Dataset<'s>, Vec<&'s Metric>)>,
    /// The first figure of some agencies over the years up to this one.
    pub trends: Vec<(&'s AgencyCard, Trend<'s>)>,
}
