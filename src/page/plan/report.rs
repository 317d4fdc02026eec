//! The pages and files of annual reports and of other data tables.

use super::Planner;
use crate::model::{Address, Agency, CompareYears, Report, Slug, Year};
use crate::page::{ComparePage, CsvFile, JsonFile, Page, Parts, ReportPage, ReportsPage, TablePage, XlsxFile};
use std::collections::BTreeMap;

impl<'s> Planner<'s> {
    pub(super) fn reports(&mut self, agency: &'s Agency, parts: Parts) {
        let (shell, card, slug) = (self.shell, &*agency.card, agency.card.slug());
        let (Some(first), Some(last)) = (agency.reports.keys().next(), agency.reports.keys().next_back()) else { return };
        let years = first.to(*last).rev().map(|year| (year, agency.reports.get(&year))).collect();
        self.add(format!("{slug}/reports/"), Page::Reports(ReportsPage { shell, agency: card, parts, years }));
        for (year, report) in &agency.reports {
            let compared = self.compared(&agency.reports, *year);
            let folder = format!("{slug}/{year}/");
            for earlier in &compared {
                let missing = missing_between(&agency.reports, earlier.year, *year);
                let page = ComparePage { shell, agency: card, parts, name: None, later: report, earlier, missing };
                self.add(format!("{folder}compare-{}.html", earlier.year), Page::Compare(Box::new(page)));
            }
            for (table, form_table) in report.figures.form.tables.iter().enumerate() {
                self.add(format!("{folder}data/{}.csv", form_table.key), Page::Csv(CsvFile { report, table }));
            }
            let xlsx = self.site.config.output.xlsx;
            if xlsx {
                self.add(format!("{folder}data/report.xlsx"), Page::Xlsx(XlsxFile { agency: card, report }));
            }
            self.add(format!("{folder}data/report.json"), Page::Json(JsonFile { agency: card, report }));
            if let Some(words) = report.words.as_deref() {
                self.redirects(words, &Address::new(folder.as_str()));
            }
            let page = ReportPage {
                shell,
                agency: card,
                parts,
                report,
                compared: compared.iter().map(|report| report.year).collect(),
                xlsx,
                earlier: agency.reports.range(..*year).next_back().map(|(year, _)| *year),
                later: agency.reports.range(*year..).nth(1).map(|(year, _)| *year),
            };
            self.add(folder, Page::Report(Box::new(page)));
        }
    }

    /// The earlier reports that one is compared with, the latest first.
    pub(super) fn compared(&self, years: &'s BTreeMap<Year, Report>, year: Year) -> Vec<&'s Report> {
        let most = match self.site.config.output.compare {
            CompareYears::All => usize::MAX,
            CompareYears::Previous => 1,
        };
        years.range(..year).rev().map(|(_, report)| report).take(most).collect()
    }

    /// The pages and files of a data table of an agency, year by year.
    pub(super) fn tables(&mut self, agency: &'s Agency, parts: Parts, name: &'s Slug, years: &'s BTreeMap<Year, Report>) {
        let (shell, card) = (self.shell, &*agency.card);
        for (year, report) in years {
            let folder = format!("{}/{year}/", card.slug());
            let compared = self.compared(years, *year);
            for earlier in &compared {
                let missing = missing_between(years, earlier.year, *year);
                let page = ComparePage { shell, agency: card, parts, name: Some(name), later: report, earlier, missing };
                self.add(format!("{folder}{name}-compare-{}.html", earlier.year), Page::Compare(Box::new(page)));
            }
            for (table, form_table) in report.figures.form.tables.iter().enumerate() {
                self.add(format!("{folder}data/{name}-{}.csv", form_table.key), Page::Csv(CsvFile { report, table }));
            }
            let xlsx = self.site.config.output.xlsx;
            if xlsx {
                self.add(format!("{folder}data/{name}.xlsx"), Page::Xlsx(XlsxFile { agency: card, report }));
            }
            self.add(format!("{folder}data/{name}.json"), Page::Json(JsonFile { agency: card, report }));
            let compared = compared.iter().map(|report| report.year).collect();
            let page = TablePage { shell, agency: card, parts, name, report, compared, xlsx, years: years.keys().rev().copied().collect() };
            self.add(format!("{folder}{name}.html"), Page::Table(Box::new(page)));
        }
    }
}

/// The years between two without a report.
fn missing_between(years: &BTreeMap<Year, Report>, earlier: Year, later: Year) -> Vec<Year> {
    earlier.to(later).filter(|year| !years.contains_key(year)).collect()
}
