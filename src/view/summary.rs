//! Two years' figures → what changed, in a few sentences.

use super::check::check_views;
use super::parts::cell_words;
use crate::compare::{Change, Comparison, TableComparison};
use crate::form::{Form, Table};
use crate::number::Number;
use crate::page::ComparePage;
use std::cmp::Ordering;

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
    let told = told(form);
    let mut sentences: Vec<String> = told.iter().map(|(place, name)| sentence(page, comparison, *place, name)).collect();
    sentences.extend(extremes(page, comparison, &told));
    sentences.extend(continued(page));
    if sentences.len() < FEWEST {
        let cells = || comparison.tables.iter().flat_map(|table| table.rows.iter().flatten()).filter(|change| change.is_comparable());
        let (all, changed) = (cells().count(), cells().filter(|change| change.differs()).count());
        sentences.insert(0, format!("两年都有的 {all} 项数据中，{changed} 项有变化，{} 项相同。", all - changed));
    }
    sentences
}

/// The figures that are told one by one, with their names: the form's highlights, or else its first figures.
fn told(form: &Form) -> Vec<(Place, String)> {
    let highlighted = form.highlights.iter().filter_map(|highlight| {
        let table = form.table(&highlight.table)?;
        let of = &form.tables[table];
        let place = (table, of.row(&highlight.row)?, of.column(&highlight.column)?);
        let unit = format!("（{}）", of.unit);
        Some((place, highlight.label.strip_suffix(&unit).unwrap_or(&highlight.label).to_owned()))
    });
    let told: Vec<_> = highlighted.collect();
    if told.is_empty() { places(form).take(FIRST).map(|place| (place, name(form, place))).collect() } else { told }
}

/// The figures that stand for their rows.
fn places(form: &Form) -> impl Iterator<Item = Place> {
    let rows = |(table, of): (usize, &Table)| of.summary_column().map(|column| (table, column, of.rows.len()));
    let tables: Vec<_> = form.tables.iter().enumerate().filter_map(rows).collect();
    tables.into_iter().flat_map(|(table, column, rows)| (0..rows).map(move |row| (table, row, column)))
}

fn name(form: &Form, (table, row, _): Place) -> String {
    format!("{}“{}”", form.tables[table].label, form.tables[table].rows[row].label)
}

fn change<'c, 'a>(comparison: &'c Comparison<'a>, (table, row, column): Place) -> &'c Change<'a> {
    let TableComparison { rows, .. } = &comparison.tables[table];
    &rows[row][column]
}

fn sentence(page: &ComparePage<'_>, comparison: &Comparison<'_>, place: Place, name: &str) -> String {
    let unit = comparison.tables[place.0].table.unit.as_str();
    let (change, year) = (change(comparison, place), page.earlier.year);
    let now = cell_words(change.later);
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let told = |words: String| format!("{name}{}{words}。", if name.ends_with('”') { "：" } else { " " });
    match (change.delta, change.earlier) {
        (Some(delta), _) if delta.is_zero() => told(format!("{now}{unit}，与{year}年度持平")),
        (Some(delta), _) => {
            let word = if delta.is_negative() { "减少" } else { "增加" };
            let percent = change.percent.map(|percent| format!("（{}%）", percent.abs())).unwrap_or_default();
            told(format!("{now}{unit}，比{year}年度{word} {}{unit}{percent}", delta.abs().grouped()))
        }
        (None, None) => format!("{name}：{year}年度的表式没有此项，不作比较。"),
        (None, Some(earlier)) => format!("{name}：{}年度为“{now}”，{year}年度为“{}”，不作比较。", page.later.year, cell_words(earlier)),
    }
}

/// The figures that rose and fell most, in percent, among those that are not told yet.
fn extremes(page: &ComparePage<'_>, comparison: &Comparison<'_>, told: &[(Place, String)]) -> Option<String> {
    let form = &*page.later.figures.form;
    let untold: Vec<Place> = places(form).filter(|place| !told.iter().any(|(other, _)| other == place)).collect();
    let most = |way: Ordering| {
        let goes = |place: &Place| change(comparison, *place).percent.filter(|percent| percent.cmp(&Number::ZERO) == way).map(Number::abs);
        // Of equal ones the first.
        let (place, _) = untold.iter().filter_map(|place| Some((*place, goes(place)?))).reduce(|most, next| if next.1 > most.1 { next } else { most })?;
        let word = if way == Ordering::Less { "降" } else { "增" };
        Some(format!("{word}幅最大的是{}", sentence(page, comparison, place, &name(form, place))))
    };
    let told: Vec<String> = [most(Ordering::Greater), most(Ordering::Less)].into_iter().flatten().collect();
    (!told.is_empty()).then(|| format!("其余各行中，{}", told.concat()))
}

/// How the later figures continue the earlier ones.
fn continued(page: &ComparePage<'_>) -> Option<String> {
    let form = &*page.later.figures.form;
    let told: Vec<String> = check_views(form, &page.checks?.across_years())
        .iter()
        .map(|check| format!("{}：{}——{}（{}）", check.table, check.label, check.result, check.detail))
        .collect();
    (!told.is_empty()).then(|| format!("衔接核对：{}。", told.join("；")))
}
