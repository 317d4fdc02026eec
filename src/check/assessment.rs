//! A report's figures → for each rule of its form how far it holds, so that readers can be told.

use super::identity::{Identity, identities};
use crate::diagnostic::Text;
use crate::form::{Each, Rule};
use crate::model::Figures;

/// The most rows or columns that are told to differ.
const MAX_TOLD: usize = 3;

/// How far a rule of a form holds in a report.
#[derive(Debug)]
pub struct Assessment<'s> {
    /// The rule.
    pub rule: &'s Rule,
    /// In how many rows or columns it was assessed.
    pub assessed: usize,
    /// In how many it could not be.
    pub unassessed: usize,
    /// Both sides in words and numbers: of the total column, or of the only row or column. None where there is no such one.
    pub example: Option<Text>,
    /// The rows or columns it does not hold in.
    pub broken: Vec<Broken>,
    /// Whether it needs last year's figures and there are none.
    pub lacks_previous: bool,
}

/// A row or column in which a rule does not hold.
#[derive(Debug)]
pub struct Broken {
    /// What does not fit, with both sides and their difference; none beyond the first few.
    pub message: Option<Text>,
    /// The cells that take part, by their keys: `disputes.review.total`.
    pub cells: Vec<String>,
}

/// Assesses all rules of a report's form, given last year's figures if there are any.
#[must_use]
pub fn assess<'s>(figures: &'s Figures, previous: Option<&'s Figures>) -> Vec<Assessment<'s>> {
    let all = identities(figures, previous);
    figures.form.rules.iter().map(|rule| assessment(rule, figures, previous, &all)).collect()
}

fn assessment<'s>(rule: &'s Rule, figures: &Figures, previous: Option<&Figures>, all: &[Identity<'_>]) -> Assessment<'s> {
    let own: Vec<&Identity<'_>> = all.iter().filter(|identity| std::ptr::eq(identity.rule, rule)).collect();
    let table = &figures.form.tables[rule.table];
    let lines = match rule.each {
        Each::Row => table.rows.len(),
        Each::Column => table.columns.len(),
    };
    let is_total = |identity: &&&Identity<'_>| lines == 1 || (rule.each == Each::Column && table.columns[identity.result.column].is_total);
    let broken = own.iter().filter(|identity| identity.left != identity.right).enumerate().map(|(at, identity)| Broken {
        message: (at < MAX_TOLD).then(|| identity.message(figures)),
        cells: identity.cells.iter().map(|(cell, _)| figures.path(*cell)).collect(),
    });
    Assessment {
        rule,
        assessed: own.len(),
        unassessed: lines - own.len(),
        example: own.iter().find(is_total).map(|identity| identity.equation(figures)),
        broken: broken.collect(),
        lacks_previous: rule.is_across_years() && previous.is_none(),
    }
}
