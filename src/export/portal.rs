//! All reports of the portal → CSV files with a line for each figure, each metric, each agency.

use super::csv::{BYTE_ORDER_MARK, safe, writer};
use super::dictionary::{AGENCIES_COLUMNS, DictionaryColumn, FIGURES_COLUMNS, METRICS_COLUMNS, REPORTS_COLUMNS};
use super::tidy::{TidyCell, printed_path};
use crate::metric::{Measured, measure};
use crate::model::{AgencyCard, AgencyKind, Matrix, MatrixCell, MatrixRow, PortalReport, Slug, Standing};
use rayon::prelude::*;
use std::io::{self, Write};

/// The name of the annual reports among the datasets.
const ANNUAL: &str = "report";

/// How many reports are written at a time, each in some 40 KB.
const AT_A_TIME: usize = 64;

/// Decimals of a ratio in percent.
const DECIMALS: u32 = 4;

/// Every figure of the portal, a line each, in the order of reports and forms. The columns are [`FIGURES_COLUMNS`].
///
/// # Errors
/// Where `out` cannot be written to.
pub fn figures_csv(reports: &[PortalReport<'_>], out: &mut dyn Write) -> io::Result<()> {
    joined(out, &FIGURES_COLUMNS, reports, |entry, lines| {
        let PortalReport { agency, name, report } = entry;
        let form = &report.figures.form;
        let (year, dataset) = (report.year.to_string(), name.map_or(ANNUAL, Slug::as_str));
        for (place, table) in form.tables.iter().enumerate() {
            let columns: Vec<String> = table.columns.iter().map(|column| printed_path(column.path())).collect();
            for (row, form_row) in table.rows.iter().enumerate() {
                let label = printed_path(form_row.path());
                for ((column, column_label), cell) in table.columns.iter().zip(&columns).zip(report.figures.row(place, row)) {
                    let TidyCell { value, note, kind } = TidyCell::of(cell);
                    let line = [agency.slug(), &agency.name, &year, dataset, &form.key, &table.key, &form_row.key, &label, &column.key, column_label];
                    lines.push(line.into_iter().chain([value.as_str(), note, kind, &table.unit]));
                }
            }
        }
    })
}

/// What every metric comes to in every report, a line each.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn metrics_csv(reports: &[PortalReport<'_>], out: &mut dyn Write) -> io::Result<()> {
    joined(out, &METRICS_COLUMNS, reports, |entry, lines| {
        let PortalReport { agency, name, report } = entry;
        let (year, dataset) = (report.year.to_string(), name.map_or(ANNUAL, Slug::as_str));
        for metric in &report.figures.form.metrics {
            let measured = measure(metric, &report.figures);
            let value = measured.value(DECIMALS).map(|value| value.to_string()).unwrap_or_default();
            let (part, whole, unit, kind) = match measured {
                Measured::Sum(_) => (String::new(), String::new(), metric.unit.as_str(), "sum"),
                Measured::Ratio { part, whole } => (part.to_string(), whole.to_string(), "%", "ratio"),
                Measured::NotApplicable => (String::new(), String::new(), "", "not-applicable"),
                Measured::Unknown => (String::new(), String::new(), "", "blank"),
            };
            let line = [agency.slug(), &agency.name, &year, dataset, &report.figures.form.key, &metric.key, &metric.label];
            lines.push(line.into_iter().chain([value.as_str(), unit, &part, &whole, kind]));
        }
    })
}

/// The agencies, a line each.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn agencies_csv(agencies: &[&AgencyCard], out: &mut dyn Write) -> io::Result<()> {
    joined(out, &AGENCIES_COLUMNS, agencies, |agency, lines| {
        let kind = match agency.kind {
            AgencyKind::Department => "department",
            AgencyKind::Government => "government",
            AgencyKind::Town => "town",
            AgencyKind::Authorised => "authorised",
        };
        let text = |text: &'_ Option<String>| text.clone().unwrap_or_default();
        let (parent, group, code) = (text(&agency.parent), text(&agency.group), text(&agency.code));
        lines.push([agency.slug(), &agency.name, agency.short(), kind, &parent, &group, &code].into_iter());
    })
}

/// Who has published which report when, a line for each agency and year: the latest year first.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn reports_csv(matrix: &Matrix<'_>, out: &mut dyn Write) -> io::Result<()> {
    joined(out, &REPORTS_COLUMNS, &matrix.rows, |row, lines| {
        let MatrixRow { agency, cells } = row;
        for (MatrixCell { standing, due, form, fails }, year) in cells.iter().zip(&matrix.years) {
            let (status, published, late) = match standing {
                Standing::Published { on, days_late } => {
                    let status = match (fails, days_late) {
                        (true, _) => "failed",
                        (false, 1..) => "late",
                        (false, _) => "published",
                    };
                    (status, on.to_string(), due.map(|_| days_late.to_string()).unwrap_or_default())
                }
                Standing::Missing => ("missing", String::new(), String::new()),
                Standing::NotDue => ("not-due", String::new(), String::new()),
                Standing::NotHeld => ("not-held", String::new(), String::new()),
                Standing::Unread => ("unread", String::new(), String::new()),
            };
            let (year, due) = (year.to_string(), due.map(|due| due.to_string()).unwrap_or_default());
            let group = agency.group.as_deref().unwrap_or_default();
            lines.push([agency.slug(), &agency.name, group, &year, &published, &due, &late, status, form.unwrap_or_default()].into_iter());
        }
    })
}

/// Writes the lines of some things, made in parallel and put one after the other; a few at a time, since all of them are
/// the largest file of a portal.
fn joined<T: Sync>(out: &mut dyn Write, head: &[DictionaryColumn], things: &[T], write: impl Fn(&T, &mut Lines) + Sync) -> io::Result<()> {
    let part = |thing: &T| {
        let mut lines = Lines(writer(Vec::new()));
        write(thing, &mut lines);
        lines.0.into_inner().unwrap_or_default()
    };
    let mut begun = Lines(writer(BYTE_ORDER_MARK.to_vec()));
    begun.push(head.iter().map(|column| column.name));
    out.write_all(&begun.0.into_inner().unwrap_or_default())?;
    for few in things.chunks(AT_A_TIME) {
        let parts: Vec<Vec<u8>> = few.par_iter().map(part).collect();
        parts.iter().try_for_each(|part| out.write_all(part))?;
    }
    Ok(())
}

struct Lines(csv::Writer<Vec<u8>>);

impl Lines {
    fn push<'t>(&mut self, fields: impl Iterator<Item = &'t str>) {
        for field in fields {
            // Writing to memory cannot fail.
            let _ = self.0.write_field(safe(field).as_ref());
        }
        let _ = self.0.write_record(None::<&[u8]>);
    }
}
