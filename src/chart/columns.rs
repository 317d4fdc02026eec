//! Values of some years → a column each, or a bar each where the numbers are too long to stand over columns.

use super::scale::Scale;
use super::svg::{Anchor, LETTER, Svg, width_of};
use super::{Point, Told, are_enough};

/// The width of a drawing that has a figure to itself, and of one among others, in tenths.
const WIDTH: i128 = 3400;
const SMALL: i128 = 1600;

/// How high columns stand, and those of a drawing among others.
const HEIGHT: i128 = 1500;
const SMALL_HEIGHT: i128 = 480;

/// The room above the highest mark, for the number on a column that reaches it, and below the lowest, for the years.
const ABOVE: i128 = 220;
const BELOW: i128 = 240;

/// Between a text and what it stands beside.
const GAP: i128 = 50;

/// The height of a line of bars, and of a bar in it.
const LINE: i128 = 280;
const BAR: i128 = 160;

/// The drawing; nothing where fewer than two values are there.
#[must_use]
pub fn columns(told: &Told<'_>, points: &[Point]) -> Option<String> {
    if !are_enough(points.iter().map(|point| point.value)) {
        return None;
    }
    let scale = Scale::of(points.iter().filter_map(|point| point.value));
    let left = scale.marks(HEIGHT).iter().map(|(mark, _)| width_of(&mark.grouped())).max().unwrap_or(0) + GAP;
    let slot = (WIDTH - left) / count(points);
    let fits = points.iter().all(|point| width_of(&point.words).max(width_of(&point.label)) + GAP <= slot);
    Some(if fits { upright(told, points, &scale, (left, slot)) } else { bars(told, points, &scale) })
}

fn count<T>(items: &[T]) -> i128 {
    i128::try_from(items.len()).unwrap_or(i128::MAX).max(1)
}

/// The class of a value: the last one stands out.
fn class_of(at: i128, points: &[Point]) -> &'static str {
    if at + 1 == count(points) { "amount now" } else { "amount" }
}

fn upright(told: &Told<'_>, points: &[Point], scale: &Scale, (left, slot): (i128, i128)) -> String {
    let mut svg = Svg::new("columns", told, (WIDTH, ABOVE + HEIGHT + BELOW));
    let base = ABOVE + HEIGHT;
    for (mark, at) in scale.marks(HEIGHT) {
        svg.rule(if mark.is_zero() { "axis" } else { "grid" }, (left, WIDTH), base - at);
        svg.text("mark", Anchor::End, (left - GAP, base - at + LETTER / 3), &mark.grouped());
    }
    let zero = base - scale.zero(HEIGHT);
    for (at, point) in (0..).zip(points) {
        let middle = left + slot * at + slot / 2;
        column(&mut svg, (middle, base, zero), slot * 6 / 10, (point, class_of(at, points), scale));
        svg.text("year", Anchor::Middle, (middle, base + BELOW - GAP), &point.label);
    }
    svg.finish()
}

/// A column around its middle, on the line of 0, and what it comes to beyond its end.
fn column(svg: &mut Svg, (middle, base, zero): (i128, i128, i128), width: i128, (point, class, scale): (&Point, &str, &Scale)) {
    let Some(value) = point.value else { return svg.text("gap", Anchor::Middle, (middle, zero - GAP), &point.words) };
    let end = base - scale.at(value, HEIGHT);
    svg.bar(class, (middle - width / 2, end.min(zero)), (width, (zero - end).abs()));
    let beyond = if value.is_negative() { end + LETTER } else { end - GAP };
    svg.text("value", Anchor::Middle, (middle, beyond), &point.words);
}

/// A bar each, one below the other: room for numbers of any length.
fn bars(told: &Told<'_>, points: &[Point], scale: &Scale) -> String {
    let mut svg = Svg::new("bars", told, (WIDTH, LINE * count(points)));
    let left = points.iter().map(|point| width_of(&point.label)).max().unwrap_or(0) + GAP;
    let words = points.iter().map(|point| width_of(&point.words)).max().unwrap_or(0) + GAP;
    // However long the words, some room is left for the bars.
    let length = (WIDTH - left - words).max(WIDTH / 5);
    let zero = scale.zero(length);
    for (at, point) in (0..).zip(points) {
        let top = LINE * at;
        let middle = top + LINE / 2 + LETTER / 3;
        svg.text("year", Anchor::Start, (0, middle), &point.label);
        let end = point.value.map_or(zero, |value| scale.at(value, length));
        svg.bar(class_of(at, points), (left + end.min(zero), top + (LINE - BAR) / 2), ((end - zero).abs(), BAR));
        let class = if point.value.is_some() { "value" } else { "gap" };
        svg.text(class, Anchor::Start, (left + end.max(zero) + GAP, middle), &point.words);
    }
    svg.finish()
}

/// A drawing among others, without an axis: the first value and the last are told, and their years. Nothing where fewer
/// than two values are there.
#[must_use]
pub fn small_columns(told: &Told<'_>, points: &[Point]) -> Option<String> {
    if !are_enough(points.iter().map(|point| point.value)) {
        return None;
    }
    let scale = Scale::of(points.iter().filter_map(|point| point.value));
    let mut svg = Svg::new("columns small", told, (SMALL, ABOVE + SMALL_HEIGHT + BELOW));
    let (base, slot) = (ABOVE + SMALL_HEIGHT, SMALL / count(points));
    let zero = base - scale.zero(SMALL_HEIGHT);
    svg.rule("axis", (0, SMALL), zero);
    for (at, point) in (0..).zip(points) {
        let Some(value) = point.value else { continue };
        let end = base - scale.at(value, SMALL_HEIGHT);
        svg.bar(class_of(at, points), (slot * at + slot / 5, end.min(zero)), (slot * 6 / 10, (zero - end).abs()));
    }
    let mut there = (0..).zip(points).filter(|(_, point)| point.value.is_some());
    let (first, last) = (there.next(), there.last());
    let both: i128 = [first, last].into_iter().flatten().map(|(_, point)| width_of(&point.words) + GAP).sum();
    if let Some((at, point)) = first.filter(|_| both <= SMALL) {
        end_of(&mut svg, (Anchor::Start, slot * at, base), point, &scale);
    }
    if let Some((at, point)) = last {
        end_of(&mut svg, (Anchor::End, slot * (at + 1), base), point, &scale);
    }
    Some(svg.finish())
}

/// The value over the first or the last column, and its year.
fn end_of(svg: &mut Svg, (anchor, x, base): (Anchor, i128, i128), point: &Point, scale: &Scale) {
    let end = point.value.map_or(0, |value| scale.at(value, SMALL_HEIGHT)).max(scale.zero(SMALL_HEIGHT));
    svg.text("value", anchor, (x, base - end - GAP), &point.words);
    svg.text("year", anchor, (x, base + BELOW - GAP), &point.label);
}
