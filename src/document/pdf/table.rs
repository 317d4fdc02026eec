//! A drawn table and the words in it → rows of cells; and one that goes on over the next page, made one.

use super::page::{Run, lines, write_line};
use super::radical::without_radicals;
use super::ruled::{Ruled, parted};
use crate::document::block::{GOES_ON, Grid, GridCell, Spot};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How far columns of two pages may differ that are meant as the same, in points.
const NEAR: f64 = 4.0;

/// The most rows that are repeated at the top of a page.
const MAX_HEADS: usize = 8;

/// A cell: its words, and the page it is on.
#[derive(Debug, Clone)]
struct Cell {
    text: String,
    page: u32,
}

/// A table, whose cells stand at each position they cover.
#[derive(Debug)]
pub(super) struct Table {
    /// Where its columns part, from its left side.
    xs: Vec<f64>,
    /// For each row the cell at each position.
    rows: Vec<Vec<usize>>,
    cells: Vec<Cell>,
}

impl Table {
    /// A table of a page; its words are those in its cells.
    pub(super) fn of(ruled: &Ruled, words: Vec<(usize, &Run)>, page: u32) -> Self {
        let mut cells: BTreeMap<usize, Vec<&Run>> = BTreeMap::new();
        for (cell, run) in words {
            cells.entry(cell).or_default().push(run);
        }
        let count = ruled.cells.iter().max().map_or(0, |last| last + 1);
        let cells = (0..count).map(|cell| Cell { text: cells.remove(&cell).map(text).unwrap_or_default(), page }).collect();
        let xs = ruled.xs.iter().map(|x| x - ruled.left()).collect();
        Self { xs, rows: ruled.cells.chunks(ruled.columns().max(1)).map(<[usize]>::to_vec).collect(), cells }
    }

    /// Whether it is no table, but a frame around words.
    pub(super) fn is_frame(&self) -> bool {
        self.rows.iter().all(|row| row.first() == row.last())
    }

    /// Goes on with a table of the next page, if it has the same width; gives it back otherwise.
    pub(super) fn go_on(&mut self, mut next: Self) -> Option<Self> {
        let width = |table: &Self| table.xs.last().copied().unwrap_or(0.0);
        if (width(self) - width(&next)).abs() > NEAR {
            return Some(next);
        }
        next.rows.drain(..next.heads_repeated(self));
        self.trim();
        let blank = next.rows.iter().take_while(|row| row.iter().all(|cell| next.cells[*cell].text.is_empty())).count();
        next.rows.drain(..blank);
        let xs = united(&self.xs, &next.xs);
        self.spread(&xs);
        next.spread(&xs);
        let first = self.cells.len();
        self.cells.append(&mut next.cells);
        let mut rows = next.rows;
        rows.iter_mut().flatten().for_each(|cell| *cell += first);
        if let (Some(last), Some(row)) = (self.rows.last(), rows.first()) {
            if self.is_rest(last, row) {
                for (below, above) in pairs(row, &last.clone()) {
                    self.join(above, below);
                }
                rows.remove(0);
            } else {
                for (below, above) in self.labels_that_go_on(last, row) {
                    self.join(above, below);
                    rows.iter_mut().flatten().filter(|cell| **cell == below).for_each(|cell| *cell = above);
                }
            }
        }
        self.rows.extend(rows);
        None
    }

    /// The table as others read it.
    pub(super) fn grid(self, place: &Spot) -> Grid {
        let number = |place: usize| u32::try_from(place + 1).ok();
        let texts: Vec<Arc<str>> = self.cells.iter().map(|cell| Arc::from(cell.text.as_str())).collect();
        let mut origins: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let rows = self.rows.iter().enumerate().map(|(row, cells)| {
            let row_cells = cells.iter().enumerate().map(|(column, cell)| {
                let origin = *origins.entry(*cell).or_insert((row, column));
                let place = Spot { page: Some(self.cells[*cell].page), row: number(origin.0), cell: number(origin.1), ..place.clone() };
                GridCell { place, text: Arc::clone(&texts[*cell]), origin: Some(origin).filter(|origin| *origin != (row, column)) }
            });
            row_cells.collect()
        });
        Grid { rows: rows.collect(), place: place.clone() }
    }

    /// Takes away rows at the end in which nothing begins: what a page draws of a row whose words stand on the next.
    fn trim(&mut self) {
        while let [.., above, last] = self.rows.as_slice() {
            let begins = |cell: &usize| !above.contains(cell) && !self.cells[*cell].text.is_empty();
            if last.iter().any(begins) {
                return;
            }
            self.rows.pop();
        }
    }

    /// How many of its first rows are those of another table: heads that each page repeats.
    fn heads_repeated(&self, first: &Self) -> usize {
        let texts = |table: &Self, row: usize| table.rows.get(row).map(|row| table.texts(row));
        let same = (0..MAX_HEADS).take_while(|row| texts(self, *row).is_some_and(|own| texts(first, *row) == Some(own))).count();
        let holds_words = |row: usize| self.rows[row].iter().any(|cell| !self.cells[*cell].text.is_empty());
        if (0..same).any(holds_words) { same } else { 0 }
    }

    /// The words of a row, each cell's once.
    fn texts(&self, row: &[usize]) -> Vec<String> {
        let mut row = row.to_vec();
        row.dedup();
        row.iter().map(|cell| self.cells[*cell].text.split_whitespace().collect()).collect()
    }

    /// Makes a position of each part between these columns, which are those of the table and others.
    fn spread(&mut self, xs: &[f64]) {
        let middles: Vec<f64> = xs.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect();
        let columns: Vec<usize> = middles.iter().map(|middle| self.xs.partition_point(|x| x <= middle).saturating_sub(1)).collect();
        for row in &mut self.rows {
            *row = columns.iter().filter_map(|column| row.get(*column).or(row.last()).copied()).collect();
        }
        self.xs = xs.to_vec();
    }

    /// Whether the first row of a page is the rest of the last row before it: the words of a numbered label may stand on both
    /// pages, its figures stand on one.
    fn is_rest(&self, last: &[usize], row: &[usize]) -> bool {
        let has_figure = |row: &[usize]| row.iter().any(|cell| is_figure(&self.cells[*cell].text));
        let is_begun = |row: &[usize]| self.own_label(row).map(|place| is_numbered(&self.cells[row[place]].text));
        has_figure(last) != has_figure(row) && is_begun(last) == Some(true) && is_begun(row) == Some(false)
    }

    /// Where a row's own label stands: the last before its figures.
    fn own_label(&self, row: &[usize]) -> Option<usize> {
        let figures = row.iter().position(|cell| is_figure(&self.cells[*cell].text)).unwrap_or(row.len());
        let label = row[..figures].iter().rev().find(|cell| !self.cells[**cell].text.trim().is_empty())?;
        row.iter().position(|cell| cell == label)
    }

    /// The labels left of a row's own that go on from the page before: cells of the row, and those above them.
    fn labels_that_go_on(&self, last: &[usize], row: &[usize]) -> Vec<(usize, usize)> {
        let (Some(left), Some(above)) = (self.own_label(row), self.own_label(last)) else { return Vec::new() };
        let outer = left.min(above);
        let goes_on = |(below, _): &(usize, usize)| !is_numbered(&self.cells[*below].text);
        pairs(&row[..outer], &last[..outer]).into_iter().filter(goes_on).collect()
    }

    /// Makes the words of a cell the end of another's.
    fn join(&mut self, above: usize, below: usize) {
        let rest = std::mem::take(&mut self.cells[below].text);
        let text = &mut self.cells[above].text;
        if !text.is_empty() && !rest.is_empty() {
            text.push('\n');
        }
        text.push_str(&rest);
    }
}

/// The cells of a row, each once, with the one above it.
fn pairs(row: &[usize], above: &[usize]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (below, above) in row.iter().zip(above) {
        if pairs.iter().all(|(done, _)| done != below) {
            pairs.push((*below, *above));
        }
    }
    pairs
}

/// The places of both, those that are near each other made one.
fn united(one: &[f64], other: &[f64]) -> Vec<f64> {
    parted(one.iter().chain(other).copied(), NEAR)
}

/// Whether a text begins as the labels of rows do: 一、 （二） 3.
pub(super) fn is_numbered(text: &str) -> bool {
    let text = text.trim_start();
    let rest = text.trim_start_matches(['（', '(']);
    let number: String = rest.chars().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).collect();
    !number.is_empty() && rest[number.len()..].starts_with(['、', '.', '．', '）', ')', '，', ','])
}

/// Whether a text is a figure.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '/' | '０'..='９' | '\n' | ' ' | GOES_ON))
}

/// The words of a cell, line by line.
fn text(runs: Vec<&Run>) -> String {
    let mut turned: BTreeMap<i16, Vec<&Run>> = BTreeMap::new();
    for run in runs {
        turned.entry(run.turned).or_default().push(run);
    }
    let written: Vec<String> = turned
        .into_values()
        .flat_map(lines)
        .map(|line| {
            let mut text = String::new();
            write_line(&line, &mut text);
            without_radicals(text.replace('\t', " ").trim())
        })
        .collect();
    join(&written)
}

/// Lines as one text; a number that is too long for its column goes on in the next line.
fn join(lines: &[String]) -> String {
    let is_number = |line: &String| line.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    let is_broken = match lines {
        [rest @ .., last] if !rest.is_empty() => rest.iter().all(|line| line.len() >= 2 && line.len() == rest[0].len()) && last.len() <= rest[0].len(),
        _ => false,
    };
    lines.join(&*if is_broken && lines.iter().all(is_number) { GOES_ON } else { '\n' }.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(xs: &[f64], rows: &[&[&str]]) -> Table {
        let mut cells = Vec::new();
        let rows = rows.iter().map(|row| {
            let row = row.iter().map(|text| {
                cells.push(Cell { text: (*text).to_owned(), page: 1 });
                cells.len() - 1
            });
            row.collect()
        });
        Table { xs: xs.to_vec(), rows: rows.collect(), cells }
    }

    #[track_caller]
    fn case(first: Table, second: Table, expected: &[&str]) {
        let mut first = first;
        assert!(first.go_on(second).is_none());
        let grid = first.grid(&Spot::default());
        let row =
            |row: &Vec<GridCell>| row.iter().map(|cell| if cell.origin.is_some() { "<" } else { &*cell.text }).collect::<Vec<_>>().join("|").replace('\n', "");
        assert_eq!(grid.rows.iter().map(row).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn over_two_pages() {
        let xs = [0.0, 50.0, 80.0];
        case(table(&xs, &[&["项目", "件"], &["1.甲", "5"]]), table(&xs, &[&["项目", "件"], &["2.乙", "6"]]), &["项目|件", "1.甲|5", "2.乙|6"]);
        case(table(&xs, &[&["1.甲方", "5"]]), table(&xs, &[&["及乙方", ""], &["2.丙", "0"]]), &["1.甲方及乙方|5", "2.丙|0"]);
        case(table(&xs, &[&["1.甲方", ""]]), table(&xs, &[&["及乙方", "5"]]), &["1.甲方及乙方|5"]);
        case(table(&xs, &[&["1.甲", "5"]]), table(&xs, &[&["（三）丙", ""], &["1.丁", "0"]]), &["1.甲|5", "（三）丙|", "1.丁|0"]);
        case(table(&xs, &[&["甲", "5"]]), table(&xs, &[&["乙", "6"]]), &["甲|5", "乙|6"]);
        // A page that parts its columns otherwise.
        case(table(&xs, &[&["1.甲", "5"]]), table(&[0.0, 20.0, 51.0, 80.0], &[&["二", "乙", "6"]]), &["1.甲|<|5", "二|乙|6"]);
        // Labels of several rows that go on.
        let xs = [0.0, 20.0, 40.0, 60.0, 80.0];
        let next = table(&xs, &[&["", "法提供", "2.丁", "6"], &["四", "（五）", "1.戊", "7"]]);
        case(table(&xs, &[&["三", "（四）无", "1.丙", "5"]]), next, &["三|（四）无法提供|1.丙|5", "<|<|2.丁|6", "四|（五）|1.戊|7"]);
        let xs = [0.0, 50.0, 80.0];
        assert!(table(&xs, &[&["甲", "5"]]).go_on(table(&[0.0, 50.0, 100.0], &[&["乙", "6"]])).is_some());
    }

    #[test]
    fn numbers_too_long_for_their_column() {
        let joined = |lines: &[&str]| join(&lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
        assert_eq!(joined(&["3985", "758"]), "3985\u{2060}758");
        assert_eq!(joined(&["0", "0"]), "0\n0");
        assert_eq!(joined(&["12", "345"]), "12\n345");
        assert_eq!(joined(&["三、", "本"]), "三、\n本");
    }

    #[test]
    fn labels_that_begin_a_row() {
        for (text, expected) in
            [("（三）不予公开", true), ("1.属于", true), ("二、上年", true), ("三安全一稳定", false), ("其他", false), ("2024年", false), ("", false)]
        {
            assert_eq!(is_numbered(text), expected, "{text}");
        }
    }
}
