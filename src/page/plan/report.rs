//! The pages and files of annual reports and of other data tables.

use super::Planner;
use crate::model::{Address, Agency, AgencyCard, CompareYears, Report, Slug, Year};
use crate::page::chart::FEW_YEARS;
use crate::page::metric::series;
use crate::page::{
    Checks, CompareFile, ComparePage, Composition, CsvFile, Download, DownloadContent, JsonFile, MetricSeries, Page, Parts, Quotation, ReportPage, ReportsPage,
    TablePage, Trend, XlsxFile,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The annual reports of an agency, or a data table of it, year by year.
#[derive(Clone, Copy)]
struct Series<'s> {
    agency: &'s AgencyCard,
    parts: Parts,
    /// The name of the data table; none for annual reports.
    name: Option<&'s Slug>,
    years: &'s BTreeMap<Year, Report>,
}

/// What stands in the words of each year in place of what they quote.
type Quoted = BTreeMap<Year, Arc<[Quotation]>>;

impl<'s> Planner<'s, '_> {
    pub(super) fn reports(&mut self, agency: &'s Agency, parts: Parts) {
        let (shell, card, slug) = (self.shell, &*agency.card, agency.card.slug());
        let (Some(first), Some(last)) = (agency.reports.keys().next(), agency.reports.keys().next_back()) else { return };
        let years: Vec<(Year, Option<&Report>)> = first.to(*last).rev().map(|year| (year, agency.reports.get(&year))).collect();
        let series = self.series(&years);
        self.add(format!("{slug}/reports/"), Page::Reports(Box::new(ReportsPage { shell, agency: card, parts, years, series })));
        let series = Series { agency: card, parts, name: None, years: &agency.reports };
        // Words are on the page of their report and on those that compare it with others.
        let mut quoted = Quoted::new();
        for (year, report) in &agency.reports {
            let folder = format!("{slug}/{year}/");
            let downloads = self.downloads(series, report);
            if let Some(words) = report.words.as_deref() {
                quoted.insert(*year, self.quotations(words).into());
                self.redirects(words, &Address::new(folder.as_str()));
            }
            let checks = Checks::new(self.site, card, &agency.reports, report);
            let compared = self.comparisons(series, report, checks, &quoted);
            let earlier = agency.reports.range(..*year).next_back();
            let page = ReportPage {
                shell,
                agency: card,
                parts,
                report,
                quotations: quoted.get(year).cloned().unwrap_or_default(),
                compared,
                checks,
                trend: trend(&agency.reports, *year),
                composition: earlier.and_then(|(_, earlier)| Composition::of(report, earlier)),
                downloads,
                earlier: earlier.map(|(year, _)| *year),
                later: agency.reports.range(*year..).nth(1).map(|(year, _)| *year),
            };
            self.add(folder, Page::Report(Box::new(page)));
        }
    }

    /// Plans the files of the figures of one year, and says which they are.
    fn downloads(&mut self, series: Series<'s>, report: &'s Report) -> Vec<Download> {
        let Series { agency, name, .. } = series;
        let folder = format!("{}/{}/data/", agency.slug(), report.year);
        let (prefix, whole) = (prefix(name), name.map_or("report", Slug::as_str));
        let tables = report.figures.form.tables.iter().enumerate();
        let tables =
            tables.map(|(table, form_table)| (format!("{prefix}{}.csv", form_table.key), DownloadContent::Table(table), Page::Csv(CsvFile { report, table })));
        let workbook = (format!("{whole}.xlsx"), DownloadContent::Workbook, Page::Xlsx(XlsxFile { agency, report }));
        let json = (format!("{whole}.json"), DownloadContent::Json, Page::Json(JsonFile { agency, report }));
        let files: Vec<_> = tables.chain(self.site.config.output.xlsx.then_some(workbook)).chain([json]).collect();
        let plan = |(name, content, page): (String, DownloadContent, Page<'s>)| {
            let address = Address::new(format!("{folder}{name}"));
            self.add(address.as_str(), page);
            Download::new(address, content, Some(report.published))
        };
        files.into_iter().map(plan).collect()
    }

    /// Plans the comparisons of one year with earlier ones, given how its figures fit together and what the words of all years
    /// quote: the years of those.
    fn comparisons(&mut self, series: Series<'s>, later: &'s Report, checks: Checks<'s>, quoted: &Quoted) -> Vec<Year> {
        let Series { agency, parts, name, years } = series;
        let compared = self.compared(years, later.year);
        let quotations = |report: &Report| quoted.get(&report.year).cloned().unwrap_or_default();
        let all: Vec<Year> = compared.iter().map(|report| report.year).collect();
        for earlier in &compared {
            let is_continued = earlier.year == later.year.before();
            let page = ComparePage {
                shell: self.shell,
                agency,
                parts,
                name,
                later,
                earlier,
                missing: missing_between(years, earlier.year, later.year),
                compared: all.clone(),
                others: others(years, later.year, earlier.year),
                quotations: [quotations(later), quotations(earlier)],
                checks: is_continued.then_some(checks),
                downloads: self.comparison_file(series, later, earlier).into_iter().collect(),
            };
            let address = format!("{}/{}/{}compare-{}.html", agency.slug(), later.year, prefix(name), earlier.year);
            self.add(address, Page::Compare(Box::new(page)));
        }
        all
    }

    /// Plans the file of a comparison, unless the portal does without.
    fn comparison_file(&mut self, series: Series<'s>, later: &'s Report, earlier: &'s Report) -> Option<Download> {
        let address = Address::new(format!("{}/{}/data/{}compare-{}.csv", series.agency.slug(), later.year, prefix(series.name), earlier.year));
        self.site.config.output.data.then(|| {
            self.add(address.as_str(), Page::CompareCsv(CompareFile { later, earlier }));
            Download::new(address, DownloadContent::Comparison, Some(later.published))
        })
    }

    /// The earlier reports that one is compared with, the latest first.
    fn compared(&self, years: &'s BTreeMap<Year, Report>, year: Year) -> Vec<&'s Report> {
        let most = match self.site.config.output.compare {
            CompareYears::All => usize::MAX,
            CompareYears::Previous => 1,
        };
        years.range(..year).rev().map(|(_, report)| report).take(most).collect()
    }

    /// The metrics over some years, unless the portal does without.
    fn series(&self, years: &[(Year, Option<&'s Report>)]) -> Vec<MetricSeries<'s>> {
        if self.site.config.output.metrics { series(years) } else { Vec::new() }
    }

    /// The pages and files of a data table of an agency, year by year.
    pub(super) fn tables(&mut self, agency: &'s Agency, parts: Parts, name: &'s Slug, years: &'s BTreeMap<Year, Report>) {
        let (shell, card) = (self.shell, &*agency.card);
        let series = Series { agency: card, parts, name: Some(name), years };
        let shown: Vec<(Year, Option<&Report>)> = years.iter().rev().map(|(year, report)| (*year, Some(report))).collect();
        for (year, report) in years {
            let downloads = self.downloads(series, report);
            let checks = Checks::new(self.site, card, years, report);
            let compared = self.comparisons(series, report, checks, &Quoted::new());
            let page = TablePage {
                shell,
                agency: card,
                parts,
                name,
                report,
                compared,
                checks,
                downloads,
                years: years.keys().rev().copied().collect(),
                series: self.series(&shown),
            };
            self.add(format!("{}/{year}/{name}.html", card.slug()), Page::Table(Box::new(page)));
        }
    }
}

/// The first figure of an agency over the last years up to one.
pub(super) fn trend(reports: &BTreeMap<Year, Report>, last: Year) -> Option<Trend<'_>> {
    let near = |year: &Year| last.number() - year.number() < FEW_YEARS;
    let first = reports.range(..=last).map(|(year, _)| *year).find(near)?;
    Trend::of(&first.to(last).map(|year| (year, reports.get(&year))).collect::<Vec<_>>())
}

/// What the names of the files of a data table begin with; those of the annual report bear none.
fn prefix(name: Option<&Slug>) -> String {
    name.map_or_else(String::new, |name| format!("{name}-"))
}

/// The latest years up to one that stand beside that and an earlier one in a comparison, the latest first.
fn others(years: &BTreeMap<Year, Report>, later: Year, earlier: Year) -> Vec<&Report> {
    let others = years.range(..later).rev().filter(|(year, _)| **year != earlier).map(|(_, report)| report);
    others.take(usize::from(FEW_YEARS) - 2).collect()
}

/// The years between two without a report.
fn missing_between(years: &BTreeMap<Year, Report>, earlier: Year, later: Year) -> Vec<Year> {
    earlier.to(later).filter(|year| !years.contains_key(year)).collect()
}
