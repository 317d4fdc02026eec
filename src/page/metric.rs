//! Metrics: over the years of an agency, and over the agencies of a year.

use super::Shell;
use crate::form::Metric;
use crate::metric::{Measured, measure_like};
use crate::model::{AgencyCard, Report, Slug, Year};
use std::sync::Arc;

/// A metric over the years of an agency.
#[derive(Debug)]
pub struct MetricSeries<'s> {
    /// The metric, as the newest form defines it that has it.
    pub metric: &'s Metric,
    /// What it comes to each year, the latest first; none where that year's form does not have it, or in another unit.
    pub years: Vec<(Year, Option<Measured>)>,
}

/// The agencies of a year side by side by one metric.
#[derive(Debug)]
pub struct MetricPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// Which reports.
    pub dataset: Dataset<'s>,
    /// The year.
    pub year: Year,
    /// Whether the year has a page of its own.
    pub has_year_page: bool,
    /// The metric.
    pub metric: &'s Metric,
    /// In which order the agencies stand.
    pub order: Order,
    /// The metrics of that year, this one included.
    pub siblings: Arc<[&'s Metric]>,
    /// The years that have it, the latest first.
    pub years: Arc<[Year]>,
    /// The agencies that have published, in the order of lists.
    pub agencies: Arc<[MeasuredAgency<'s>]>,
    /// The agencies that have not.
    pub missing: Arc<[&'s AgencyCard]>,
}

/// What a metric comes to for an agency.
#[derive(Debug, Clone, Copy)]
pub struct MeasuredAgency<'s> {
    /// The agency.
    pub agency: &'s AgencyCard,
    /// What it comes to; none where the form of its report does not have the metric, or in another unit.
    pub measured: Option<Measured>,
    /// Whether the report is not to be published yet.
    pub draft: bool,
}

/// The annual reports, or the data tables of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dataset<'s> {
    /// The name of the data tables; none for annual reports.
    pub name: Option<&'s Slug>,
    /// What one of them is called.
    pub title: &'s str,
}

/// In which order agencies stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The highest value first.
    Descending,
    /// The lowest value first.
    Ascending,
    /// As in all lists of agencies.
    Agency,
}

impl Order {
    /// All orders; the first is the one without a name in its address.
    pub const ALL: [Self; 3] = [Self::Descending, Self::Ascending, Self::Agency];

    /// What the address of a page in this order ends with.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Descending => "",
            Self::Ascending => "-ascending",
            Self::Agency => "-agency",
        }
    }
}

impl Dataset<'_> {
    /// The address of a page of agencies side by side.
    #[must_use]
    pub fn metric_address(&self, year: Year, metric: &Metric, order: Order) -> String {
        let prefix = self.name.map(|name| format!("{name}-")).unwrap_or_default();
        format!("years/{year}/{prefix}{}{}.html", metric.key, order.suffix())
    }

    /// The address of an agency's own page of a year.
    #[must_use]
    pub fn report_address(&self, agency: &AgencyCard, year: Year) -> String {
        match self.name {
            None => format!("{}/{year}/", agency.slug()),
            Some(name) => format!("{}/{year}/{name}.html", agency.slug()),
        }
    }
}

/// The metrics of some reports of an agency, in the order of the newest form, over years given the latest first.
pub(crate) fn series<'s>(years: &[(Year, Option<&'s Report>)]) -> Vec<MetricSeries<'s>> {
    let reports = || years.iter().filter_map(|(_, report)| *report);
    let over_years = |metric: &'s Metric| {
        let of = |report: &Report| measure_like(metric, &report.figures);
        MetricSeries { metric, years: years.iter().filter_map(|(year, report)| Some((*year, of((*report)?)))).collect() }
    };
    metrics(reports()).into_iter().map(over_years).collect()
}

/// The metrics of some reports, each once: as the first report has them, then what further ones add.
pub(crate) fn metrics<'s>(reports: impl Iterator<Item = &'s Report>) -> Vec<&'s Metric> {
    let mut found: Vec<&Metric> = Vec::new();
    let mut last_form = None;
    for report in reports {
        let form = &report.figures.form;
        if last_form == Some(form.digest) {
            continue;
        }
        last_form = Some(form.digest);
        for metric in &form.metrics {
            if !found.iter().any(|known| known.key == metric.key) {
                found.push(metric);
            }
        }
    }
    found
}
