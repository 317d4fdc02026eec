//! The variables of charts: each with its drawing, what is to be seen in it in words, and its figures as a table.

use super::parts::agency_link;
use crate::chart::{self, Part, Point, Told};
use crate::metric::Measured;
use crate::model::{AgencyCard, Cell};
use crate::number::Number;
use crate::page::{Composition, PANELS, Shell, Trend, Yearly};
use crate::phrase::Phrases;
use minijinja::Value;
use serde::Serialize;

/// The smallest number of years of which one stands out as the highest.
const MIN_FOR_HIGHEST: usize = 3;

/// A chart and its figures.
#[derive(Serialize)]
pub struct ChartView {
    /// Its address within the page.
    pub id: String,
    /// What it shows.
    pub caption: String,
    /// What is to be seen in it, in a sentence.
    pub finding: String,
    /// The drawing.
    pub svg: Value,
    /// What stands over the names of its rows.
    pub head: String,
    /// What stands over its figures.
    pub columns: Vec<String>,
    /// Its figures.
    pub rows: Vec<ChartRow>,
}

/// A line of the figures of a chart.
#[derive(Serialize)]
pub struct ChartRow {
    /// What they are of.
    pub label: String,
    /// The figures, in words where there are none.
    pub values: Vec<String>,
}

/// The same figure of several agencies, each with a drawing of its own.
#[derive(Serialize)]
pub struct PanelsView<'a> {
    /// Its address within the page.
    pub id: &'static str,
    /// What they show.
    pub caption: String,
    /// How they are to be read.
    pub note: String,
    /// The drawings.
    pub panels: Vec<Panel<'a>>,
    /// What stands over the names of the rows.
    pub head: &'a str,
    /// What stands over the figures.
    pub columns: Vec<String>,
    /// The figures.
    pub rows: Vec<ChartRow>,
}

/// The drawing of an agency among others.
#[derive(Serialize)]
pub struct Panel<'a> {
    /// The agency's name.
    pub name: &'a str,
    /// The link of its column.
    pub url: String,
    /// The drawing.
    pub svg: Value,
}

/// A figure of an agency over the years.
pub(crate) fn trend_chart(phrases: &Phrases, agency: &AgencyCard, trend: &Trend<'_>) -> Option<ChartView> {
    let points = points(phrases, trend);
    let caption = caption(phrases, trend, &points);
    let finding = finding(phrases, &points, trend.unit);
    let id = format!("chart-{}", trend.figure.table);
    let title = phrases.fill("chart_of", &[("agency", &agency.name), ("caption", &caption)]);
    let description = described(phrases, trend, &points, &finding);
    let svg = chart::columns(&Told { id: &id, title: &title, description: &description }, &points)?;
    let rows =
        points.iter().zip(&trend.years).map(|(point, (_, yearly))| ChartRow { label: phrases.year(&point.label), values: vec![table_words(phrases, *yearly)] });
    Some(ChartView {
        caption,
        finding,
        svg: Value::from_safe_string(svg),
        head: phrases.word("year_head").to_owned(),
        columns: vec![trend.figure.label.clone()],
        rows: rows.collect(),
        id,
    })
}

/// A figure of several agencies over the years.
pub(crate) fn panels<'a>(shell: &'a Shell<'_>, trends: &'a [(&AgencyCard, Trend<'_>)]) -> Option<PanelsView<'a>> {
    let phrases = shell.phrases;
    let newest = trends.iter().map(|(_, trend)| trend).max_by_key(|trend| trend.years.len())?;
    let points_of_all: Vec<Vec<Point>> = trends.iter().map(|(_, trend)| points(phrases, trend)).collect();
    let panel = |((agency, trend), points): (&(&'a AgencyCard, Trend<'_>), &Vec<Point>)| {
        let id = format!("chart-{}", agency.slug());
        let title = phrases.fill("chart_of", &[("agency", &agency.name), ("caption", &caption(phrases, trend, points))]);
        let description = described(phrases, trend, points, &finding(phrases, points, trend.unit));
        let link = agency_link(shell, agency);
        let svg = chart::small_columns(&Told { id: &id, title: &title, description: &description }, points)?;
        Some(Panel { name: link.short, url: link.url, svg: Value::from_safe_string(svg) })
    };
    let panels: Vec<Panel<'a>> = trends.iter().zip(&points_of_all).filter_map(panel).collect();
    let columns: Vec<String> = points(phrases, newest).into_iter().map(|point| phrases.year(point.label)).collect();
    let row = |(agency, trend): &(&AgencyCard, Trend<'_>)| {
        let words = |(_, yearly): &(_, Yearly<'_>)| table_words(phrases, *yearly);
        let own: Vec<String> = trend.years.iter().map(words).collect();
        // All end with the same year; what begins later has no report before.
        let before = columns.len().saturating_sub(own.len());
        ChartRow { label: agency.name.clone(), values: std::iter::repeat_n(table_words(phrases, Yearly::NoReport), before).chain(own).collect() }
    };
    let caption = phrases.fill("panels_caption", &[("name", &newest.name())]);
    let caption = if newest.unit.is_empty() { caption } else { phrases.fill("with_unit", &[("label", &caption), ("unit", &newest.unit)]) };
    let note = phrases.fill("panels_note", &[("most", &PANELS)]);
    Some(PanelsView { id: "trends", caption, note, panels, head: phrases.word("agency"), rows: trends.iter().map(row).collect(), columns })
}

/// The parts of a whole in some years.
pub(crate) fn composition_chart(phrases: &Phrases, agency: &AgencyCard, composition: &Composition<'_>) -> Option<ChartView> {
    let Composition { title, table, years, parts } = composition;
    let names: Vec<String> = years.iter().map(ToString::to_string).collect();
    let part = |(label, measured): &(&str, Vec<Option<Measured>>)| {
        let point = |(year, measured): (&String, &Option<Measured>)| {
            let value = measured.and_then(|measured| measured.value(DRAWN));
            Point { label: year.clone(), value, words: share_words(phrases, *measured) }
        };
        Part { label: (*label).to_owned(), years: names.iter().zip(measured).map(point).collect() }
    };
    let parts: Vec<Part> = parts.iter().map(part).collect();
    let years = phrases.fill("years_listed", &[("years", &phrases.list(&names))]);
    let caption = phrases.fill("shares_caption", &[("title", title), ("years", &years)]);
    let finding = largest_part(phrases, &parts);
    let told = |part: &Part| {
        let years: Vec<String> = part.years.iter().map(|point| told_point(phrases, point)).collect();
        phrases.fill("told_part", &[("label", &part.label), ("told", &phrases.joined("comma", &years))])
    };
    let told = phrases.joined("semicolon", &parts.iter().map(told).collect::<Vec<_>>());
    let description = phrases.fill("told_chart", &[("kind", &phrases.word("bars_chart")), ("told", &told), ("finding", &finding)]);
    let id = format!("chart-{table}-parts");
    let drawn = phrases.fill("chart_of", &[("agency", &agency.name), ("caption", &caption)]);
    let svg = chart::shares(&Told { id: &id, title: &drawn, description: &description }, &parts)?;
    let row = |(label, measured): &(&str, Vec<Option<Measured>>)| ChartRow {
        label: (*label).to_owned(),
        values: measured.iter().map(|measured| counted_share(phrases, *measured)).collect(),
    };
    let rows = composition.parts.iter().map(row).collect();
    Some(ChartView {
        id,
        caption,
        finding,
        svg: Value::from_safe_string(svg),
        head: phrases.word("chart_row").to_owned(),
        columns: names.iter().map(|year| phrases.year(year)).collect(),
        rows,
    })
}

/// Decimals of shares, as they are drawn and as they are shown.
const DRAWN: u32 = 3;
const SHOWN: u32 = 1;

/// The part that is largest in the last year, and what it was before.
fn largest_part(phrases: &Phrases, parts: &[Part]) -> String {
    let last = |part: &Part| part.years.last().and_then(|point| point.value);
    let Some(largest) = parts.iter().filter(|part| last(part).is_some()).max_by_key(|part| last(part)) else { return String::new() };
    let told: Vec<String> = largest.years.iter().rev().map(|point| told_point(phrases, point)).collect();
    let year = largest.years.last().map_or("", |point| &point.label);
    phrases.fill("largest_part", &[("year", &year), ("label", &largest.label), ("told", &phrases.joined("comma", &told))])
}

/// What a year says.
fn told_point(phrases: &Phrases, point: &Point) -> String {
    phrases.fill("told_year", &[("year", &point.label), ("words", &point.words)])
}

fn share_words(phrases: &Phrases, measured: Option<Measured>) -> String {
    match measured {
        None => phrases.word("no_such").to_owned(),
        Some(Measured::NotApplicable) => phrases.word("not_applicable").to_owned(),
        Some(Measured::Unknown) => phrases.word("blank").to_owned(),
        Some(measured @ (Measured::Ratio { .. } | Measured::Sum(_))) => measured.value(SHOWN).map(|value| format!("{value}%")).unwrap_or_default(),
    }
}

/// The share with the figure it is of.
fn counted_share(phrases: &Phrases, measured: Option<Measured>) -> String {
    match measured {
        Some(Measured::Ratio { part, .. }) => phrases.fill("noted", &[("number", &part.grouped()), ("note", &share_words(phrases, measured))]),
        _ => share_words(phrases, measured),
    }
}

/// A label without the unit in brackets behind it.
pub(super) fn without_unit<'l>(label: &'l str, unit: &str) -> &'l str {
    let named = label.strip_suffix(['）', ')']).and_then(|label| label.strip_suffix(unit)).filter(|_| !unit.is_empty());
    named.and_then(|label| label.strip_suffix(['（', '('])).map_or(label, str::trim_end)
}

impl Trend<'_> {
    /// What the figure is called, without its unit.
    fn name(&self) -> &str {
        without_unit(&self.figure.label, self.unit)
    }
}

fn points(phrases: &Phrases, trend: &Trend<'_>) -> Vec<Point> {
    let point = |(year, yearly): &(crate::model::Year, Yearly<'_>)| {
        let value = yearly.cell().and_then(Cell::number);
        Point { label: year.to_string(), value, words: value.map_or_else(|| table_words(phrases, *yearly), Number::grouped) }
    };
    trend.years.iter().map(point).collect()
}

/// What a year has of a figure, in words.
fn table_words(phrases: &Phrases, yearly: Yearly<'_>) -> String {
    match yearly {
        Yearly::NoReport => phrases.word("missing").to_owned(),
        Yearly::NoFigure => phrases.word("no_such").to_owned(),
        Yearly::Cell(Cell::Blank) => phrases.word("blank").to_owned(),
        Yearly::Cell(Cell::NotApplicable) => phrases.word("not_applicable").to_owned(),
        Yearly::Cell(Cell::Number(number)) => number.grouped(),
        Yearly::Cell(cell @ Cell::Noted(_)) => phrases.cell(cell),
    }
}

/// What a drawing shows: the figure, from which year to which, and its unit.
fn caption(phrases: &Phrases, trend: &Trend<'_>, points: &[Point]) -> String {
    let (first, last) = (points.first().map_or("", |point| &point.label), points.last().map_or("", |point| &point.label));
    let span = phrases.fill("year_span", &[("first", &first), ("last", &last)]);
    let key = if trend.unit.is_empty() { "trend_caption" } else { "trend_caption_unit" };
    phrases.fill(key, &[("name", &trend.name()), ("span", &span), ("unit", &trend.unit)])
}

/// A column chart in words: its kind, all its values, and what is to be seen in it.
fn described(phrases: &Phrases, trend: &Trend<'_>, points: &[Point], finding: &str) -> String {
    let value = |point: &Point| {
        let words = if point.value.is_some() && !trend.unit.is_empty() { with_unit(phrases, &point.words, trend.unit) } else { point.words.clone() };
        phrases.fill("told_year", &[("year", &point.label), ("words", &words)])
    };
    let told = phrases.joined("comma", &points.iter().map(value).collect::<Vec<_>>());
    phrases.fill("told_chart", &[("kind", &phrases.word("columns_chart")), ("told", &told), ("finding", &finding)])
}

fn with_unit(phrases: &Phrases, number: &str, unit: &str) -> String {
    phrases.fill("number_unit", &[("number", &number), ("unit", &unit)])
}

/// The last number beside the one before it, and the highest of all.
fn finding(phrases: &Phrases, points: &[Point], unit: &str) -> String {
    let there: Vec<(&Point, Number)> = points.iter().filter_map(|point| Some((point, point.value?))).collect();
    let [.., (before, then), (last, now)] = there.as_slice() else { return String::new() };
    let told = |number: Number| if unit.is_empty() { number.grouped() } else { format!("{} {unit}", number.grouped()) };
    let change = difference(phrases, *now - *then, &before.label, told);
    let highest = there.iter().max_by_key(|(_, number)| *number).filter(|_| there.len() >= MIN_FOR_HIGHEST);
    let lowest = there.iter().map(|(_, number)| *number).min();
    let highest = highest.filter(|(_, number)| lowest != Some(*number));
    let is_highest = |point: &Point| highest.is_some_and(|(highest, _)| highest.label == point.label);
    let rest = match highest {
        _ if is_highest(last) => phrases.fill("highest_now", &[("count", &there.len())]),
        Some((highest, number)) => phrases.fill("highest_then", &[("count", &there.len()), ("year", &highest.label), ("number", &told(*number))]),
        None => String::new(),
    };
    phrases.fill("finding", &[("year", &last.label), ("number", &told(*now)), ("change", &change), ("rest", &rest)])
}

/// How much more or less than in a year.
fn difference(phrases: &Phrases, delta: Number, year: &str, told: impl Fn(Number) -> String) -> String {
    let key = match (delta.is_zero(), delta.is_negative()) {
        (true, _) => "same_as",
        (false, true) => "less_than",
        (false, false) => "more_than",
    };
    phrases.fill(key, &[("year", &year), ("number", &told(delta.abs()))])
}
