//! The gaps in the lines of a table → where its columns part: in each gap, at as few places as do for all.

use super::chunk::{Chunk, is_parting};
use std::ops::RangeInclusive;

/// How far the letters of a cell may reach over its side, in points.
const OVER: f64 = 0.5;

/// Where the columns of a table part, from the left.
#[derive(Debug)]
pub(super) struct Columns(Vec<f64>);

impl Columns {
    /// The columns of lines; `labels` is the gap between all labels and all figures, where there are labels.
    pub(super) fn of<'c>(lines: impl Iterator<Item = &'c [Chunk]>, labels: Option<(f64, f64)>) -> Self {
        let gaps = |line: &'c [Chunk]| line.windows(2).filter(|pair| is_parting(&pair[0], &pair[1])).map(|pair| (pair[0].end, pair[1].x));
        let mut gaps: Vec<(f64, f64)> = lines.flat_map(gaps).chain(labels).filter(|(from, to)| from < to).collect();
        gaps.sort_by(|one, other| one.1.total_cmp(&other.1));
        let mut shared: Vec<(f64, f64)> = Vec::new();
        for (from, to) in gaps {
            match shared.last_mut().filter(|(_, end)| from < *end) {
                Some((begin, _)) => *begin = begin.max(from),
                None => shared.push((from, to)),
            }
        }
        Self(shared.into_iter().map(|(from, to)| f64::midpoint(from, to)).collect())
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.len() + 1
    }

    /// The columns that words stand in, from 0.
    pub(super) fn under(&self, chunk: &Chunk) -> RangeInclusive<usize> {
        let first = self.0.partition_point(|at| *at <= chunk.x + OVER);
        let last = self.0.partition_point(|at| *at < chunk.end - OVER);
        first..=last.max(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_that_agree() {
        let chunk = |x, end| Chunk { text: "1".to_owned(), x, end, y: 0.0, size: 10.0 };
        let lines = [
            vec![chunk(0.0, 50.0), chunk(80.0, 85.0), chunk(120.0, 130.0)],
            vec![chunk(10.0, 40.0), chunk(75.0, 90.0), chunk(122.0, 124.0)],
            vec![chunk(70.0, 135.0)],
            vec![chunk(0.0, 58.0)],
        ];
        let columns = Columns::of(lines.iter().map(Vec::as_slice), Some((58.0, 75.0)));
        assert_eq!(columns.count(), 3);
        assert_eq!(lines.iter().flatten().map(|chunk| columns.under(chunk)).collect::<Vec<_>>(), [0..=0, 1..=1, 2..=2, 0..=0, 1..=1, 2..=2, 1..=2, 0..=0]);
    }
}
