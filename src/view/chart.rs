//! The variables of charts: each with its drawing, what is to be seen in it in words, and its figures as a table.

use super::parts::agency_link;
use crate::chart::{self, Part, Point, Told};
use crate::metric::Measured;
use crate::model::{AgencyCard, Cell};
use crate::number::Number;
use crate::page::{Composition, PANELS, Shell, Trend, Yearly};
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
    pub head: &'static str,
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
    pub head: &'static str,
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
pub(crate) fn trend_chart(agency: &AgencyCard, trend: &Trend<'_>) -> Option<ChartView> {
    let points = points(trend);
    let caption = format!("{}（{}{}）", trend.name(), span(&points), unit_words(trend.unit));
    let finding = finding(&points, trend.unit);
    let id = format!("chart-{}", trend.figure.table);
    let title = format!("{}{caption}", agency.name);
    let description = described("柱形图", trend, &points, &finding);
    let svg = chart::columns(&Told { id: &id, title: &title, description: &description }, &points)?;
    let rows =
        points.iter().zip(&trend.years).map(|(point, (_, yearly))| ChartRow { label: format!("{}年度", point.label), values: vec![table_words(*yearly)] });
    Some(ChartView { caption, finding, svg: Value::from_safe_string(svg), head: "年度", columns: vec![trend.figure.label.clone()], rows: rows.collect(), id })
}

/// A figure of several agencies over the years.
pub(crate) fn panels<'a>(shell: &Shell<'_>, trends: &'a [(&AgencyCard, Trend<'_>)]) -> Option<PanelsView<'a>> {
    let newest = trends.iter().map(|(_, trend)| trend).max_by_key(|trend| trend.years.len())?;
    let points_of_all: Vec<Vec<Point>> = trends.iter().map(|(_, trend)| points(trend)).collect();
    let panel = |((agency, trend), points): (&(&'a AgencyCard, Trend<'_>), &Vec<Point>)| {
        let id = format!("chart-{}", agency.slug());
        let title = format!("{}{}（{}{}）", agency.name, trend.name(), span(points), unit_words(trend.unit));
        let description = described("柱形图", trend, points, &finding(points, trend.unit));
        let link = agency_link(shell, agency);
        let svg = chart::small_columns(&Told { id: &id, title: &title, description: &description }, points)?;
        Some(Panel { name: link.short, url: link.url, svg: Value::from_safe_string(svg) })
    };
    let panels: Vec<Panel<'a>> = trends.iter().zip(&points_of_all).filter_map(panel).collect();
    let columns: Vec<String> = points(newest).into_iter().map(|point| format!("{}年度", point.label)).collect();
    let row = |(agency, trend): &(&AgencyCard, Trend<'_>)| {
        let words = |(_, yearly): &(_, Yearly<'_>)| table_words(*yearly);
        let own: Vec<String> = trend.years.iter().map(words).collect();
        // All end with the same year; what begins later has no report before.
        let before = columns.len().saturating_sub(own.len());
        ChartRow { label: agency.name.clone(), values: std::iter::repeat_n(told_missing(), before).chain(own).collect() }
    };
    let unit = if newest.unit.is_empty() { String::new() } else { format!("（单位：{}）", newest.unit) };
    let caption = format!("各机关历年{}{unit}", newest.name());
    let note = format!(
        "各图纵轴都从 0 起，高度各按本机关的数值，不能用来比较机关之间的多少；没有数字的年度空着，不当作 0。只画有两年以上数字的机关，多于 {PANELS} 个时取本年度数值最高的。"
    );
    Some(PanelsView { id: "trends", caption, note, panels, head: "机关", rows: trends.iter().map(row).collect(), columns })
}

/// The parts of a whole in some years.
pub(crate) fn composition_chart(agency: &AgencyCard, composition: &Composition<'_>) -> Option<ChartView> {
    let Composition { title, table, years, parts } = composition;
    let names: Vec<String> = years.iter().map(ToString::to_string).collect();
    let part = |(label, measured): &(&str, Vec<Option<Measured>>)| {
        let point = |(year, measured): (&String, &Option<Measured>)| {
            let value = measured.and_then(|measured| measured.value(DRAWN));
            Point { label: year.clone(), value, words: share_words(*measured) }
        };
        Part { label: (*label).to_owned(), years: names.iter().zip(measured).map(point).collect() }
    };
    let parts: Vec<Part> = parts.iter().map(part).collect();
    let caption = format!("{title}（占总计的比例，{}年度）", names.join("、"));
    let finding = largest_part(&parts);
    let told = |part: &Part| {
        let years = part.years.iter().map(|point| format!("{}年度{}", point.label, point.words)).collect::<Vec<_>>().join("，");
        format!("{}：{years}", part.label)
    };
    let description = format!("条形图。{}。{finding}", parts.iter().map(told).collect::<Vec<_>>().join("；"));
    let id = format!("chart-{table}-parts");
    let svg = chart::shares(&Told { id: &id, title: &format!("{}{caption}", agency.name), description: &description }, &parts)?;
    let row = |(label, measured): &(&str, Vec<Option<Measured>>)| ChartRow {
        label: (*label).to_owned(),
        values: measured.iter().map(|measured| counted_share(*measured)).collect(),
    };
    let rows = composition.parts.iter().map(row).collect();
    Some(ChartView {
        id,
        caption,
        finding,
        svg: Value::from_safe_string(svg),
        head: "项目",
        columns: names.iter().map(|year| format!("{year}年度")).collect(),
        rows,
    })
}

/// Decimals of shares, as they are drawn and as they are shown.
const DRAWN: u32 = 3;
const SHOWN: u32 = 1;

/// The part that is largest in the last year, and what it was before.
fn largest_part(parts: &[Part]) -> String {
    let last = |part: &Part| part.years.last().and_then(|point| point.value);
    let Some(largest) = parts.iter().filter(|part| last(part).is_some()).max_by_key(|part| last(part)) else { return String::new() };
    let told: Vec<String> = largest.years.iter().rev().map(|point| format!("{}年度{}", point.label, point.words)).collect();
    format!("{}年度比例最高的是“{}”：{}。", largest.years.last().map_or("", |point| &point.label), largest.label, told.join("，"))
}

fn share_words(measured: Option<Measured>) -> String {
    match measured {
        None => "无此项".to_owned(),
        Some(Measured::NotApplicable) => "不适用".to_owned(),
        Some(Measured::Unknown) => "未填报".to_owned(),
        Some(measured @ (Measured::Ratio { .. } | Measured::Sum(_))) => measured.value(SHOWN).map(|value| format!("{value}%")).unwrap_or_default(),
    }
}

/// The share with the figure it is of.
fn counted_share(measured: Option<Measured>) -> String {
    match measured {
        Some(Measured::Ratio { part, .. }) => format!("{}（{}）", part.grouped(), share_words(measured)),
        _ => share_words(measured),
    }
}

impl Trend<'_> {
    /// What the figure is called, without its unit.
    fn name(&self) -> &str {
        let unit = format!("（{}）", self.unit);
        self.figure.label.strip_suffix(&unit).unwrap_or(&self.figure.label)
    }
}

fn points(trend: &Trend<'_>) -> Vec<Point> {
    let point = |(year, yearly): &(crate::model::Year, Yearly<'_>)| {
        let value = yearly.cell().and_then(Cell::number);
        Point { label: year.to_string(), value, words: value.map_or_else(|| table_words(*yearly), Number::grouped) }
    };
    trend.years.iter().map(point).collect()
}

fn told_missing() -> String {
    "未发布".to_owned()
}

/// What a year has of a figure, in words.
fn table_words(yearly: Yearly<'_>) -> String {
    match yearly {
        Yearly::NoReport => told_missing(),
        Yearly::NoFigure => "无此项".to_owned(),
        Yearly::Cell(Cell::Blank) => "未填报".to_owned(),
        Yearly::Cell(Cell::NotApplicable) => "不适用".to_owned(),
        Yearly::Cell(Cell::Number(number)) => number.grouped(),
        Yearly::Cell(Cell::Noted(noted)) => format!("{}（{}）", noted.0.grouped(), noted.1),
    }
}

/// From which year to which.
fn span(points: &[Point]) -> String {
    let (first, last) = (points.first().map_or("", |point| &point.label), points.last().map_or("", |point| &point.label));
    format!("{first}—{last}年度")
}

fn unit_words(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!("，单位：{unit}") }
}

/// A drawing in words: its kind, all its values, and what is to be seen in it.
fn described(kind: &str, trend: &Trend<'_>, points: &[Point], finding: &str) -> String {
    let value = |point: &Point| format!("{}年度{}{}", point.label, point.words, if point.value.is_some() { trend.unit } else { "" });
    format!("{kind}。{}。{finding}", points.iter().map(value).collect::<Vec<_>>().join("，"))
}

/// The last number beside the one before it, and the highest of all.
fn finding(points: &[Point], unit: &str) -> String {
    let there: Vec<(&Point, Number)> = points.iter().filter_map(|point| Some((point, point.value?))).collect();
    let [.., (before, then), (last, now)] = there.as_slice() else { return String::new() };
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let change = difference(*now - *then, &before.label, &unit);
    let highest = there.iter().max_by_key(|(_, number)| *number).filter(|_| there.len() >= MIN_FOR_HIGHEST);
    let lowest = there.iter().map(|(_, number)| *number).min();
    let highest = highest.filter(|(_, number)| lowest != Some(*number));
    let is_highest = |point: &Point| highest.is_some_and(|(highest, _)| highest.label == point.label);
    let rest = match highest {
        _ if is_highest(last) => format!("，为 {} 年中最高", there.len()),
        Some((highest, number)) => format!("；{} 年中最高的是{}年度的 {}{unit}", there.len(), highest.label, number.grouped()),
        None => String::new(),
    };
    format!("{}年度为 {}{unit}，{change}{rest}。", last.label, now.grouped())
}

/// How much more or less than in a year.
fn difference(delta: Number, year: &str, unit: &str) -> String {
    let word = if delta.is_negative() { "减少" } else { "增加" };
    if delta.is_zero() { format!("与{year}年度持平") } else { format!("比{year}年度{word} {}{unit}", delta.abs().grouped()) }
}
