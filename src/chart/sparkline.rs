//! Values one after another → a line as high as a line of text, for a cell of a table.

use super::are_enough;
use super::scale::Scale;
use super::svg::Svg;
use crate::number::Number;

/// Its size and the margin around it, in tenths.
const SIZE: (i128, i128) = (800, 240);
const MARGIN: i128 = 40;

/// How large its dots are: that of the last value, and those of values alone between gaps.
const LAST: i128 = 25;
const ALONE: i128 = 15;

/// The line; nothing where fewer than two values are there. Where one is missing the line breaks off.
#[must_use]
pub fn sparkline(values: &[Option<Number>]) -> Option<String> {
    if !are_enough(values.iter().copied()) {
        return None;
    }
    let (width, height) = SIZE;
    let scale = Scale::of(values.iter().flatten().copied());
    let steps = i128::try_from(values.len()).unwrap_or(i128::MAX) - 1;
    let place = |(at, value): (i128, Number)| (MARGIN + (width - 2 * MARGIN) * at / steps.max(1), height - MARGIN - scale.at(value, height - 2 * MARGIN));
    let mut svg = Svg::hidden("spark", SIZE);
    let mut runs: Vec<Vec<(i128, i128)>> = vec![Vec::new()];
    for (at, value) in (0..).zip(values) {
        match (value, runs.last_mut()) {
            (Some(value), Some(run)) => run.push(place((at, *value))),
            _ => runs.push(Vec::new()),
        }
    }
    for run in &runs {
        match run.as_slice() {
            [] => {}
            [alone] => svg.dot("alone", *alone, ALONE),
            several => svg.line("line", several),
        }
    }
    if let Some(last) = runs.last().and_then(|run| run.last()) {
        svg.dot("last", *last, LAST);
    }
    Some(svg.finish())
}
