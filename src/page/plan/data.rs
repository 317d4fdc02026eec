//! The files about all reports of the portal, and the page that lists them.

use super::Planner;
use super::around::Around;
use crate::form::Form;
use crate::model::{Matrix, PortalReport, Year};
use crate::page::assessed::failing;
use crate::page::{DataFile, DataKind, DataPage, Dataset, Download, DownloadContent, MatrixPage, Page, PortalData};
use rayon::prelude::*;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

impl<'s> Planner<'s, '_> {
    /// Plans them, unless the portal does without or has no reports; `failing` are the years of agencies whose reports fail, as
    /// far as they are known.
    pub(super) fn data(&mut self, failing: &Failing<'_>) {
        let (site, shell) = (self.site, self.shell);
        let mut matrix = site.matrix();
        mark_failing(&mut matrix, self.around, failing);
        let matrix = Arc::new(matrix);
        let has_annual = !matrix.years.is_empty();
        if has_annual {
            self.add("years/", Page::Matrix(MatrixPage { shell, matrix: Arc::clone(&matrix), has_file: shell.has_data }));
        }
        let reports: Vec<PortalReport<'s>> = site
            .agencies
            .iter()
            .flat_map(|agency| {
                let annual = agency.reports.values().rev().map(|report| (None, report));
                let tables = agency.tables.iter().flat_map(|(name, years)| years.values().rev().map(move |report| (Some(name), report)));
                annual.chain(tables).map(|(name, report)| PortalReport { agency: &agency.card, name, report })
            })
            .collect();
        if !shell.has_data {
            return;
        }
        let latest = reports.iter().map(|entry| entry.report.published).max();
        let data = Arc::new(PortalData { agencies: site.agencies().map(|agency| &*agency.card).collect(), forms: forms(&reports), reports, matrix });
        let is_made = |kind: &DataKind| match kind {
            DataKind::Metrics => site.config.output.metrics,
            DataKind::Reports => has_annual,
            DataKind::Figures | DataKind::Json | DataKind::Dictionary | DataKind::Agencies | DataKind::ReportSchema | DataKind::PortalSchema => true,
        };
        let kinds = DataKind::ALL.into_iter().filter(is_made);
        let downloads: Vec<Download> = kinds.map(|kind| Download::new(kind.address(), DownloadContent::Portal(kind), latest)).collect();
        for download in &downloads {
            if let DownloadContent::Portal(kind) = download.content {
                self.add(download.address.as_str(), Page::DataFile(DataFile { kind, data: Arc::clone(&data) }));
            }
        }
        let years = site.agencies().filter(|agency| !agency.reports.is_empty());
        let reports = years.map(|agency| (&*agency.card, agency.reports.keys().rev().copied().collect())).collect();
        let tables = site.agencies().flat_map(|agency| {
            agency.tables.iter().filter_map(move |(name, years)| {
                let title = &years.values().next_back()?.figures.form.title;
                Some((&*agency.card, Dataset { name: Some(name), title }, years.keys().rev().copied().collect()))
            })
        });
        self.add("data/", Page::Data(Box::new(DataPage { shell, downloads, forms: data.forms.clone(), reports, tables: tables.collect() })));
    }
}

/// The years whose reports fail, by the slugs of agencies.
pub(super) type Failing<'f> = BTreeMap<&'f str, &'f [Year]>;

/// Says in a matrix which reports fail.
fn mark_failing<'s>(matrix: &mut Matrix<'s>, around: &Around<'s>, known: &Failing<'_>) {
    let Matrix { years, rows } = matrix;
    let Around { site, agencies, .. } = around;
    rows.par_iter_mut().for_each(|row| {
        let slug = row.agency.slug();
        let found = || agencies.get(slug).map(|agency| failing(&site.config, site.date, agency)).unwrap_or_default();
        let failing = known.get(slug).map_or_else(|| Cow::Owned(found()), |failing| Cow::Borrowed(*failing));
        for (year, cell) in years.iter().zip(&mut row.cells) {
            cell.fails = failing.contains(year);
        }
    });
}

/// The forms that some reports fill, each once, by their keys; a form before its variants, which have fewer rows.
fn forms<'s>(reports: &[PortalReport<'s>]) -> Vec<&'s Form> {
    let mut found: Vec<&Form> = Vec::new();
    for entry in reports {
        let form: &'s Form = &entry.report.figures.form;
        if !found.iter().any(|known| std::ptr::eq(*known, form) || (known.key == form.key && known.tables == form.tables)) {
            found.push(form);
        }
    }
    let rows = |form: &Form| form.tables.iter().map(|table| table.rows.len()).sum::<usize>();
    found.sort_by(|left, right| (&left.key, Reverse(rows(left))).cmp(&(&right.key, Reverse(rows(right)))));
    found
}
