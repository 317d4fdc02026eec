//! The runs of a line → what stands together in it: the words of one cell, as far as gaps tell.

use crate::document::pdf::page::{Run, write_line};
use crate::document::pdf::radical::without_radicals;
use crate::document::pdf::table::is_figure;

/// The widest gap between words of a cell, in parts of the size of their letters.
const GAP: f64 = 0.22;

/// The widest gap between digits of a number, and between its thousands where a space parts them.
const DIGITS: f64 = 0.15;
const THOUSANDS: f64 = 0.3;

/// Words that stand together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chunk {
    pub(super) text: String,
    /// Where they begin and end, from the left.
    pub(super) x: f64,
    pub(super) end: f64,
    /// Where they stand, from the bottom.
    pub(super) y: f64,
    pub(super) size: f64,
}

impl Chunk {
    /// Whether it is what stands in a cell of figures.
    pub(super) fn is_figure(&self) -> bool {
        stands_for_figure(&self.text)
    }
}

/// Whether a gap is one between cells, and not one that may part thousands.
pub(super) fn is_parting(left: &Chunk, right: &Chunk) -> bool {
    let are_thousands = left.is_figure() && right.text.len() == 3 && right.text.bytes().all(|byte| byte.is_ascii_digit());
    right.x - left.end > if are_thousands { THOUSANDS * right.size } else { 0.0 }
}

/// What stands together in a line, from the left.
pub(super) fn chunks(line: &[&Run]) -> Vec<Chunk> {
    let mut groups: Vec<(Vec<&Run>, f64)> = Vec::new();
    for run in line.iter().copied().filter(|run| !run.text.trim().is_empty()) {
        let end = run.end().0;
        let is_same = |(group, before): &(Vec<&Run>, f64)| {
            let are_figures = stands_for_figure(&run.text) && group.iter().all(|run| stands_for_figure(&run.text));
            run.x - before <= if are_figures { DIGITS } else { GAP } * run.size
        };
        match groups.last_mut().filter(|group| is_same(group)) {
            Some((group, before)) => {
                group.push(run);
                *before = before.max(end);
            }
            None => groups.push((vec![run], end)),
        }
    }
    groups.into_iter().map(|(group, end)| chunk(&group, end)).collect()
}

fn stands_for_figure(text: &str) -> bool {
    is_figure(text) || text.chars().all(|c| "—－–―─／".contains(c))
}

fn chunk(runs: &[&Run], end: f64) -> Chunk {
    let mut text = String::new();
    write_line(runs, &mut text);
    let size = runs.iter().map(|run| run.size).fold(0.0, f64::max);
    Chunk { text: without_radicals(text.trim()), x: runs[0].x, end, y: runs[0].y, size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_stand_together() {
        let run = |text: &str, x, width| Run { text: text.to_owned(), x, y: 9.0, width, size: 10.0, turned: 0 };
        let line =
            [run("（一）", 0.0, 30.0), run("予以公开", 31.0, 40.0), run("1", 80.0, 5.0), run("234", 87.0, 15.0), run("—", 110.0, 10.0), run("12", 122.0, 10.0)];
        let found = chunks(&line.iter().collect::<Vec<_>>());
        let shown: Vec<_> = found.iter().map(|chunk| (chunk.text.as_str(), chunk.x, chunk.end, chunk.is_figure())).collect();
        assert_eq!(
            shown,
            [("（一）予以公开", 0.0, 71.0, false), ("1", 80.0, 85.0, true), ("234", 87.0, 102.0, true), ("—", 110.0, 120.0, true), ("12", 122.0, 132.0, true)]
        );
        assert_eq!(found.windows(2).map(|pair| is_parting(&pair[0], &pair[1])).collect::<Vec<_>>(), [true, false, true, true]);
    }
}
