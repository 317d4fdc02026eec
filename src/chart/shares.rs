//! The parts of a whole in some years → for each part a bar a year, all from 0 and to one measure.

use super::scale::Scale;
use super::svg::{Anchor, LETTER, Svg, width_of};
use super::{Point, Told, are_enough};

/// Sizes, in tenths: of the drawing, of the names of parts, of the line of a bar, of the bar, and between parts.
const WIDTH: i128 = 3400;
const NAMES: i128 = 900;
const LINE: i128 = 180;
const BAR: i128 = 120;
const GAP: i128 = 50;
const BETWEEN: i128 = 100;

/// The most lines of a part's name.
const MAX_LINES: usize = 4;

/// A part of a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is called.
    pub label: String,
    /// Its share in each year, the last one standing out.
    pub years: Vec<Point>,
}

/// The drawing; nothing where fewer than two years have shares.
#[must_use]
pub fn shares(told: &Told<'_>, parts: &[Part]) -> Option<String> {
    let points = || parts.iter().flat_map(|part| &part.years);
    let is_drawn = parts.iter().any(|part| are_enough(part.years.iter().map(|point| point.value)));
    if !is_drawn {
        return None;
    }
    let names = parts.iter().map(|part| width_of(&part.label)).max().unwrap_or(0).min(NAMES);
    let lines: Vec<Vec<String>> = parts.iter().map(|part| lines_of(&part.label, names)).collect();
    let left = names + GAP + points().map(|point| width_of(&point.label)).max().unwrap_or(0) + GAP;
    let words = points().map(|point| width_of(&point.words)).max().unwrap_or(0) + GAP;
    let length = (WIDTH - left - words).max(WIDTH / 5);
    let heights: Vec<i128> = parts.iter().zip(&lines).map(|(part, lines)| LINE * count(part.years.len().max(lines.len()))).collect();
    let height: i128 = heights.iter().map(|height| height + BETWEEN).sum();
    let scale = Scale::of(points().filter_map(|point| point.value));
    let mut svg = Svg::new("shares", told, (WIDTH, height));
    let mut top = BETWEEN / 2;
    for ((part, lines), height) in parts.iter().zip(&lines).zip(heights) {
        for (at, line) in lines.iter().enumerate() {
            svg.text("name", Anchor::Start, (0, top + LINE * count(at) + LINE / 2 + LETTER / 3), line);
        }
        let last = part.years.len();
        for (at, point) in part.years.iter().enumerate() {
            let y = top + LINE * count(at);
            let middle = y + LINE / 2 + LETTER / 3;
            let end = point.value.map_or(0, |value| scale.at(value, length));
            svg.text("year", Anchor::End, (left - GAP, middle), &point.label);
            svg.bar(if at + 1 == last { "amount now" } else { "amount" }, (left, y + (LINE - BAR) / 2), (end, BAR));
            svg.text(if point.value.is_some() { "value" } else { "gap" }, Anchor::Start, (left + end + GAP, middle), &point.words);
        }
        top += height + BETWEEN;
    }
    Some(svg.finish())
}

fn count(items: usize) -> i128 {
    i128::try_from(items).unwrap_or(i128::MAX)
}

/// A name in lines of a width, a few at most, which break between words where there are any.
fn lines_of(name: &str, width: i128) -> Vec<String> {
    let mut lines = vec![String::new()];
    for letter in name.chars() {
        let is_last = lines.len() == MAX_LINES;
        let Some(line) = lines.last_mut() else { break };
        let longer = format!("{line}{letter}");
        match (width_of(&longer) <= width || line.is_empty(), is_last) {
            (true, _) => *line = longer,
            (false, true) => {
                line.pop();
                line.push('…');
                break;
            }
            (false, false) => {
                let next = match (letter, line.rsplit_once(' ').map(|(head, rest)| (head.len(), rest.to_owned()))) {
                    (' ', _) => String::new(),
                    (letter, Some((end, rest))) => {
                        line.truncate(end);
                        format!("{rest}{letter}")
                    }
                    (letter, None) => letter.to_string(),
                };
                lines.push(next);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(name: &str, width: i128, expected: &[&str]) {
        assert_eq!(lines_of(name, width), expected);
    }

    #[test]
    fn names_break_between_words_where_there_are_any() {
        case("予以公开", 900, &["予以公开"]);
        case("不予公开的各类情形", 900, &["不予公开的各", "类情形"]);
        case("Forbidden by law", 900, &["Forbidden", "by law"]);
        case("Carried over to the next year", 900, &["Carried", "over to", "the next", "year"]);
        case("Uncorrectable", 600, &["Uncorr", "ectabl", "e"]);
    }
}
