//! Two years' figures → what changed, in a few sentences.

use super::chart::without_unit;
use super::check::{CheckView, check_views};
use crate::compare::{Change, Comparison, TableComparison};
use crate::form::{Form, Table};
use crate::number::Number;
use crate::page::ComparePage;
use crate::phrase::Phrases;
use std::cmp::Ordering;
use std::fmt::Display;

/// How many figures of a form without highlights are told one by one.
const FIRST: usize = 3;

/// The fewest sentences; where there would be fewer, they begin with how many figures changed.
const FEWEST: usize = 3;

/// A figure by its place in the later form: table, row, column.
type Place = (usize, usize, usize);

/// The sentences: the figures that lists show, the largest rise and fall among all others, how the years continue each
/// other.
pub(super) fn summary(page: &ComparePage<'_>, comparison: &Comparison<'_>) -> Vec<String> {
    let form = &*page.later.figures.form;
    let phrases = page.shell.phrases;
    let told = told(phrases, form);
    let mut sentences: Vec<String> = told.iter().map(|(place, name)| sentence(page, comparison, *place, name)).collect();
    sentences.extend(extremes(page, comparison, &told));
    sentences.extend(continued(page));
    if sentences.len() < FEWEST {
        let cells = || comparison.tables.iter().flat_map(|table| table.rows.iter().flatten()).filter(|change| change.is_comparable());
        let (all, changed) = (cells().count(), cells().filter(|change| change.differs()).count());
        sentences.insert(0, phrases.fill("sum_count", &[("all", &all), ("changed", &changed), ("same", &(all - changed))]));
    }
    sentences
}

/// The figures that are told one by one, with their names: the form's highlights, or else its first figures.
fn told(phrases: &Phrases, form: &Form) -> Vec<(Place, String)> {
    let highlighted = form.highlights.iter().filter_map(|highlight| {
        let table = form.table(&highlight.table)?;
        let of = &form.tables[table];
        let place = (table, of.row(&highlight.row)?, of.column(&highlight.column)?);
        Some((place, without_unit(&highlight.label, &of.unit).to_owned()))
    });
    let told: Vec<_> = highlighted.collect();
    if told.is_empty() { places(form).take(FIRST).map(|place| (place, name(phrases, form, place))).collect() } else { told }
}

/// The figures that stand for their rows.
fn places(form: &Form) -> impl Iterator<Item = Place> {
    let rows = |(table, of): (usize, &Table)| of.summary_column().map(|column| (table, column, of.rows.len()));
    let tables: Vec<_> = form.tables.iter().enumerate().filter_map(rows).collect();
    tables.into_iter().flat_map(|(table, column, rows)| (0..rows).map(move |row| (table, row, column)))
}

fn name(phrases: &Phrases, form: &Form, (table, row, _): Place) -> String {
    phrases.fill("quoted", &[("table", &form.tables[table].label), ("row", &form.tables[table].rows[row].label)])
}

fn change<'c, 'a>(comparison: &'c Comparison<'a>, (table, row, column): Place) -> &'c Change<'a> {
    let TableComparison { rows, .. } = &comparison.tables[table];
    &rows[row][column]
}

fn sentence(page: &ComparePage<'_>, comparison: &Comparison<'_>, place: Place, name: &str) -> String {
    let unit = comparison.tables[place.0].table.unit.as_str();
    let (change, year) = (change(comparison, place), page.earlier.year);
    let phrases = page.shell.phrases;
    let with_unit = |number: String| if unit.is_empty() { number } else { format!("{number} {unit}") };
    let now = phrases.cell(change.later);
    let told = |words: String| phrases.fill(if name.ends_with('”') { "sum_told_row" } else { "sum_told" }, &[("name", &name), ("told", &words)]);
    match (change.delta, change.earlier) {
        (Some(delta), _) if delta.is_zero() => told(phrases.fill("sum_same", &[("number", &with_unit(now)), ("year", &year)])),
        (Some(delta), _) => {
            let key = if delta.is_negative() { "sum_less" } else { "sum_more" };
            let percent = change.percent.map(|percent| phrases.in_brackets(&format!("{}%", percent.abs()))).unwrap_or_default();
            let delta = with_unit(delta.abs().grouped());
            told(phrases.fill(key, &[("number", &with_unit(now)), ("year", &year), ("delta", &delta), ("percent", &percent)]))
        }
        (None, None) => phrases.fill("sum_no_such", &[("name", &name), ("year", &year)]),
        (None, Some(earlier)) => {
            let slots: [(&str, &dyn Display); 5] =
                [("name", &name), ("later", &page.later.year), ("now", &now), ("earlier", &year), ("then", &phrases.cell(earlier))];
            phrases.fill("sum_incomparable", &slots)
        }
    }
}

/// The figures that rose and fell most, in percent, among those that are not told yet.
fn extremes(page: &ComparePage<'_>, comparison: &Comparison<'_>, told: &[(Place, String)]) -> Option<String> {
    let (form, phrases) = (&*page.later.figures.form, page.shell.phrases);
    let untold: Vec<Place> = places(form).filter(|place| !told.iter().any(|(other, _)| other == place)).collect();
    let most = |way: Ordering| {
        let goes = |place: &Place| change(comparison, *place).percent.filter(|percent| percent.cmp(&Number::ZERO) == way).map(Number::abs);
        // Of equal ones the first.
        let (place, _) = untold.iter().filter_map(|place| Some((*place, goes(place)?))).reduce(|most, next| if next.1 > most.1 { next } else { most })?;
        let key = if way == Ordering::Less { "sum_fall" } else { "sum_rise" };
        Some(phrases.fill(key, &[("told", &sentence(page, comparison, place, &name(phrases, form, place)))]))
    };
    let told: Vec<String> = [most(Ordering::Greater), most(Ordering::Less)].into_iter().flatten().collect();
    (!told.is_empty()).then(|| phrases.fill("sum_extremes", &[("told", &phrases.joined("sentence_gap", &told))]))
}

/// How the later figures continue the earlier ones.
fn continued(page: &ComparePage<'_>) -> Option<String> {
    let phrases = page.shell.phrases;
    let told = |check: &CheckView<'_>| {
        let slots: [(&str, &dyn Display); 4] = [("table", &check.table), ("label", &check.label), ("result", &check.result), ("detail", &check.detail)];
        phrases.fill("sum_check", &slots)
    };
    let told: Vec<String> = check_views(phrases, &page.later.figures.form, &page.checks?.across_years()).iter().map(told).collect();
    (!told.is_empty()).then(|| phrases.fill("sum_continued", &[("told", &phrases.joined("semicolon", &told))]))
}
