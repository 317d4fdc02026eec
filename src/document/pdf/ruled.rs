//! The straight lines of a page → the tables they draw: where columns and rows part, and which positions are one cell.

use super::path::Ruling;
use std::collections::BTreeMap;
use std::ops::Range;

/// How far lines that are meant as one may stand apart, in points: double lines, and those drawn cell by cell.
const NEAR: f64 = 3.0;

/// The shortest that is taken for a line of a table, in points.
const SHORT: f64 = 4.0;

/// The most lines of one page among which tables are looked for, and the most positions of one table.
const MAX_LINES: usize = 2_000;
const MAX_POSITIONS: usize = 40_000;

/// A drawn table.
#[derive(Debug)]
pub(super) struct Ruled {
    /// Where its columns part, from the left; and its rows, from the top.
    pub(super) xs: Vec<f64>,
    pub(super) ys: Vec<f64>,
    /// The cell at each position, row by row; they count from 0.
    pub(super) cells: Vec<usize>,
}

/// A line along an axis.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    /// Where it crosses the other axis.
    at: f64,
    from: f64,
    to: f64,
}

impl Ruled {
    /// The tables of a page, the smallest first: one may stand in another.
    pub(super) fn all(rulings: &[Ruling]) -> Vec<Self> {
        let across = stretches(rulings.iter().filter_map(|ruling| along(ruling.from, ruling.to)));
        let swap = |(x, y): (f64, f64)| (y, x);
        let down = stretches(rulings.iter().filter_map(|ruling| along(swap(ruling.from), swap(ruling.to))));
        if across.len() > MAX_LINES || down.len() > MAX_LINES {
            return Vec::new();
        }
        let mut tables: Vec<Self> = together(&across, &down).into_iter().filter_map(|(across, down)| Self::of(&across, &down)).collect();
        let area = |table: &Self| (table.right() - table.left()) * (table.top() - table.bottom());
        tables.sort_by(|one, other| area(one).total_cmp(&area(other)));
        tables
    }

    pub(super) fn left(&self) -> f64 {
        self.xs.first().copied().unwrap_or(0.0)
    }

    pub(super) fn right(&self) -> f64 {
        self.xs.last().copied().unwrap_or(0.0)
    }

    pub(super) fn top(&self) -> f64 {
        self.ys.first().copied().unwrap_or(0.0)
    }

    pub(super) fn bottom(&self) -> f64 {
        self.ys.last().copied().unwrap_or(0.0)
    }

    pub(super) fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    /// The cell in which a point lies.
    pub(super) fn cell_at(&self, x: f64, y: f64) -> Option<usize> {
        let column = self.xs.partition_point(|at| *at <= x).checked_sub(1).filter(|column| *column < self.columns())?;
        let row = self.ys.partition_point(|at| *at >= y).checked_sub(1).filter(|row| row + 1 < self.ys.len())?;
        self.cells.get(row * self.columns() + column).copied()
    }

    /// The table that some lines draw, which all touch.
    fn of(across: &[Stretch], down: &[Stretch]) -> Option<Self> {
        if across.len() < 2 || down.is_empty() {
            return None;
        }
        // Where no line closes a side, it is where the others end.
        let ends = |lines: &[Stretch]| lines.iter().fold((f64::MAX, f64::MIN), |(from, to), line| (from.min(line.from), to.max(line.to)));
        let ((left, right), (bottom, top)) = (ends(across), ends(down));
        let xs = parted(down.iter().map(|line| line.at).chain([left, right]), NEAR);
        let mut ys = parted(across.iter().map(|line| line.at).chain([bottom, top]), NEAR);
        ys.reverse();
        let (columns, rows) = (xs.len() - 1, ys.len() - 1);
        if columns == 0 || rows == 0 || columns * rows > MAX_POSITIONS {
            return None;
        }
        let mut cells = Cells::new(columns * rows);
        let walls = by_place(down, &xs);
        for (column, walls) in walls.iter().enumerate().take(columns).skip(1) {
            for row in 0..rows {
                if !covers(walls, ys[row + 1]..ys[row]) {
                    cells.join(row * columns + column - 1, row * columns + column);
                }
            }
        }
        let floors = by_place(across, &ys);
        for (row, floors) in floors.iter().enumerate().take(rows).skip(1) {
            for column in 0..columns {
                if !covers(floors, xs[column]..xs[column + 1]) {
                    cells.join((row - 1) * columns + column, row * columns + column);
                }
            }
        }
        Some(Self { xs, ys, cells: cells.numbered() })
    }
}

/// A line as a stretch along the first axis, if it runs along it.
fn along(from: (f64, f64), to: (f64, f64)) -> Option<Stretch> {
    let is_along = (from.1 - to.1).abs() < 1.0 && from.0.is_finite() && to.0.is_finite() && from.1.is_finite();
    is_along.then(|| Stretch { at: f64::midpoint(from.1, to.1), from: from.0.min(to.0), to: from.0.max(to.0) })
}

/// Lines that go on in each other, or stand double, made one.
fn stretches(lines: impl Iterator<Item = Stretch>) -> Vec<Stretch> {
    let mut lines: Vec<Stretch> = lines.collect();
    lines.sort_by(|one, other| one.at.total_cmp(&other.at));
    let mut joined = Vec::new();
    let mut rest = lines.as_mut_slice();
    while let Some(first) = rest.first().copied() {
        let end = rest.iter().position(|line| line.at - first.at > NEAR).unwrap_or(rest.len()).max(1);
        let (same, tail) = rest.split_at_mut(end);
        same.sort_by(|one, other| one.from.total_cmp(&other.from));
        let mut open = same[0];
        for line in &same[1..] {
            if line.from - open.to > NEAR {
                joined.push(open);
                open = *line;
            } else {
                open.to = open.to.max(line.to);
            }
        }
        joined.push(open);
        rest = tail;
    }
    joined.retain(|line| line.to - line.from >= SHORT);
    joined
}

/// The lines that cross or touch each other, one table each.
fn together(across: &[Stretch], down: &[Stretch]) -> Vec<(Vec<Stretch>, Vec<Stretch>)> {
    let mut joined = Cells::new(across.len() + down.len());
    let within = |at: f64, line: &Stretch| at >= line.from - NEAR && at <= line.to + NEAR;
    for (row, line) in across.iter().enumerate() {
        for (column, wall) in down.iter().enumerate() {
            if within(wall.at, line) && within(line.at, wall) {
                joined.join(row, across.len() + column);
            }
        }
    }
    let mut tables: BTreeMap<usize, (Vec<Stretch>, Vec<Stretch>)> = BTreeMap::new();
    for (place, number) in joined.numbered().into_iter().enumerate() {
        let (rows, columns) = tables.entry(number).or_default();
        match place.checked_sub(across.len()) {
            Some(column) => columns.push(down[column]),
            None => rows.push(across[place]),
        }
    }
    tables.into_values().collect()
}

/// Places in order, those that are no further apart than `near` made one.
pub(super) fn parted(places: impl Iterator<Item = f64>, near: f64) -> Vec<f64> {
    let mut places: Vec<f64> = places.collect();
    places.sort_by(f64::total_cmp);
    let mut kept: Vec<f64> = Vec::new();
    for place in places {
        if kept.last().is_none_or(|last| place - last > near) {
            kept.push(place);
        }
    }
    kept
}

/// The lines at each place.
fn by_place(lines: &[Stretch], places: &[f64]) -> Vec<Vec<Stretch>> {
    places.iter().map(|place| lines.iter().filter(|line| (line.at - place).abs() <= NEAR).copied().collect()).collect()
}

/// Whether lines cover more than half of a range.
fn covers(lines: &[Stretch], range: Range<f64>) -> bool {
    let covered: f64 = lines.iter().map(|line| (line.to.min(range.end) - line.from.max(range.start)).max(0.0)).sum();
    covered > (range.end - range.start) / 2.0
}

/// Things that are joined with each other.
struct Cells(Vec<usize>);

impl Cells {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut of: usize) -> usize {
        while self.0[of] != of {
            self.0[of] = self.0[self.0[of]];
            of = self.0[of];
        }
        of
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // The first stands for the others.
        self.0[one.max(other)] = one.min(other);
    }

    /// For each thing the number of what it belongs to, from 0.
    fn numbered(mut self) -> Vec<usize> {
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        (0..self.0.len())
            .map(|place| {
                let (root, next) = (self.root(place), numbers.len());
                *numbers.entry(root).or_insert(next)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn across(y: f64, from: f64, to: f64) -> Ruling {
        Ruling { from: (from, y), to: (to, y) }
    }

    fn down(x: f64, from: f64, to: f64) -> Ruling {
        Ruling { from: (x, from), to: (x, to) }
    }

    #[test]
    fn cells_that_span_others() {
        // Two rows; on the left one cell over both, on the right two columns, of which the upper row makes one.
        let lines = [
            across(100.0, 0.0, 90.0),
            across(80.0, 30.0, 90.0),
            across(60.0, 0.0, 90.0),
            down(0.0, 60.0, 100.0),
            down(30.0, 100.0, 60.0),
            down(60.0, 60.0, 80.0),
            down(90.0, 60.0, 100.0),
        ];
        let tables = Ruled::all(&lines);
        let [table] = tables.as_slice() else { unreachable!("{tables:?}") };
        assert_eq!((table.columns(), table.cells.as_slice()), (3, [0, 1, 1, 0, 2, 3].as_slice()));
        assert_eq!(
            (table.cell_at(10.0, 70.0), table.cell_at(70.0, 70.0), table.cell_at(70.0, 90.0), table.cell_at(95.0, 70.0)),
            (Some(0), Some(3), Some(1), None)
        );
    }

    #[test]
    fn lines_drawn_cell_by_cell_and_open_sides() {
        // Double lines, drawn piece by piece; no line closes the left and the right.
        let pieces = [0.0, 30.0, 60.0].into_iter().flat_map(|x| [100.0, 99.0, 80.0, 60.0].map(|y| across(y, x, x + 30.0)));
        let lines: Vec<Ruling> = pieces.chain([down(30.0, 60.0, 100.0), down(60.0, 60.0, 79.5), down(60.0, 80.5, 100.0)]).collect();
        let tables = Ruled::all(&lines);
        assert_eq!(tables.iter().map(|table| table.cells.clone()).collect::<Vec<_>>(), [[0, 1, 2, 3, 4, 5]]);
        // An underlined word and a frame alone are no tables of several cells.
        assert!(Ruled::all(&[across(10.0, 0.0, 50.0)]).is_empty());
        assert!(Ruled::all(&[across(f64::NAN, 0.0, f64::INFINITY), down(f64::NAN, 0.0, 1.0)]).is_empty());
    }
}
