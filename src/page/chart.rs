//! What charts of annual reports show: a figure over some years, and the parts of a whole.

use crate::compare::composition;
use crate::form::Highlight;
use crate::metric::Measured;
use crate::model::{Cell, Report, Year};
use crate::number::Number;

/// The most years of a figure beside others, or in a report.
pub(crate) const FEW_YEARS: u16 = 5;

/// The most agencies whose figures are drawn beside each other.
pub(crate) const PANELS: usize = 12;

/// The most years of a figure in an agency's column.
pub(crate) const MANY_YEARS: u16 = 10;

/// The figure that stands first in lists of reports, over the years of an agency.
#[derive(Debug)]
pub struct Trend<'s> {
    /// The figure, as the newest of the forms names it.
    pub figure: &'s Highlight,
    /// Its unit.
    pub unit: &'s str,
    /// Each year from the earliest to the latest.
    pub years: Vec<(Year, Yearly<'s>)>,
}

/// What a year has of a figure.
#[derive(Debug, Clone, Copy)]
pub enum Yearly<'s> {
    /// What stands in its cell.
    Cell(&'s Cell),
    /// A report whose form does not have it.
    NoFigure,
    /// No report.
    NoReport,
}

/// What the parts of a whole come to in some years.
#[derive(Debug)]
pub struct Composition<'s> {
    /// What they are together: 办理结果构成.
    pub title: &'s str,
    /// The table, by its key.
    pub table: &'s str,
    /// The years, from the earliest to the latest.
    pub years: Vec<Year>,
    /// The parts by their printed names, with what each comes to in those years; none where that year's form lacks it.
    pub parts: Vec<(&'s str, Vec<Option<Measured>>)>,
}

impl<'s> Trend<'s> {
    /// Over some years from the earliest to the latest, of which the first must have a report; nothing where fewer than
    /// two have a number.
    pub(crate) fn of(years: &[(Year, Option<&'s Report>)]) -> Option<Self> {
        let newest = years.iter().rev().find_map(|(_, report)| *report)?;
        let form = &*newest.figures.form;
        let figure = form.highlights.first()?;
        let yearly = |report: Option<&'s Report>| match report {
            None => Yearly::NoReport,
            Some(report) => report.figures.find(&figure.table, &figure.row, &figure.column).map_or(Yearly::NoFigure, Yearly::Cell),
        };
        let years: Vec<_> = years.iter().map(|(year, report)| (*year, yearly(*report))).collect();
        let numbers = years.iter().filter(|(_, yearly)| yearly.cell().is_some_and(|cell| cell.number().is_some())).count();
        let unit = form.table(&figure.table).map_or("", |table| form.tables[table].unit.as_str());
        (numbers > 1).then_some(Self { figure, unit, years })
    }
}

impl Trend<'_> {
    /// The number of the last year, where that has this report.
    pub(crate) fn last_of(report: &Report) -> Option<Number> {
        let figure = report.figures.form.highlights.first()?;
        report.figures.find(&figure.table, &figure.row, &figure.column)?.number()
    }
}

impl<'s> Yearly<'s> {
    /// What stands in its cell.
    #[must_use]
    pub fn cell(self) -> Option<&'s Cell> {
        match self {
            Self::Cell(cell) => Some(cell),
            Self::NoFigure | Self::NoReport => None,
        }
    }
}

impl<'s> Composition<'s> {
    /// In two reports, as the form of the later one has it; nothing where either has no shares.
    pub(crate) fn of(later: &'s Report, earlier: &'s Report) -> Option<Self> {
        let form = &*later.figures.form;
        let (rule, title) = form.rules.iter().find_map(|rule| Some((rule, rule.composition.as_deref()?)))?;
        let own = composition(rule, &later.figures);
        let same = earlier.figures.form.rules.iter().find(|other| other.code == rule.code);
        let before = same.map(|rule| composition(rule, &earlier.figures)).unwrap_or_default();
        let has_shares = |parts: &[(&str, Measured)]| parts.iter().any(|(_, measured)| measured.has_value());
        if !has_shares(&own) || !has_shares(&before) {
            return None;
        }
        let parts = own.into_iter().map(|(label, measured)| {
            let then = before.iter().find(|(other, _)| *other == label).map(|(_, measured)| *measured);
            (label, vec![then, Some(measured)])
        });
        Some(Self { title, table: &form.tables[rule.table].key, years: vec![earlier.year, later.year], parts: parts.collect() })
    }
}
