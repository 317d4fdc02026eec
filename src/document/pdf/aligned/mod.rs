//! Lines of words that no drawn lines part → the tables in them, as rows of cells: columns by the gaps that the lines share,
//! rows by the figures, each with the lines of the label that stand around it.

mod chunk;
mod column;
mod label;
mod region;

use super::page::Run;
use super::table::is_numbered;
use crate::document::block::{GridCell, Spanning, Spot};
use chunk::{Chunk, chunks};
use column::Columns;
use label::{LabelLine, labels};
use region::{Region, figures, regions};
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

/// The furthest that lines of one head stand apart, in parts of the size of their letters.
const APART: f64 = 1.8;

/// The furthest that words on one line stand up or down, in parts of the size of their letters.
const LEVEL: f64 = 0.4;

/// A table.
pub(super) struct Aligned {
    /// The lines that are its own.
    pub(super) lines: Range<usize>,
    /// Its rows, whose cells have their places in the table only.
    pub(super) rows: Vec<Vec<Spanning>>,
}

/// The tables among the lines of a page.
pub(super) fn tables(lines: &[Vec<&Run>]) -> Vec<Aligned> {
    let lines: Vec<Vec<Chunk>> = lines.iter().map(|line| chunks(line)).collect();
    regions(&lines).into_iter().map(|region| Layout::of(&lines, &region).table(region)).collect()
}

/// A row or a head while the table is laid out.
struct Row {
    y: f64,
    cells: Vec<Cell>,
}

struct Cell {
    part: Part,
    columns: RangeInclusive<usize>,
    text: String,
    /// Where its last line stands.
    y: f64,
    size: f64,
}

impl Cell {
    /// Takes words on a line of their own.
    fn go_on(&mut self, text: &str) {
        self.text.push('\n');
        self.text.push_str(text);
    }
}

/// What a cell of a row is.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Group,
    Label,
    Other,
}

/// Words, and the line they stand on.
type Word<'c> = (usize, &'c Chunk);

/// What stands in a table, by columns.
struct Layout<'c> {
    columns: Columns,
    /// The first column of figures.
    first: usize,
    /// The rows of figures.
    rows: Vec<Row>,
    /// Words that are none of the figures, each with its line.
    words: Vec<Word<'c>>,
}

impl<'c> Layout<'c> {
    fn of(lines: &'c [Vec<Chunk>], region: &Region) -> Self {
        let columns = Columns::of(lines[region.lines.clone()].iter().map(Vec::as_slice), region.labels);
        let first = region.rows.iter().map(|row| *columns.under(&figures(&lines[*row])[0]).start()).min().unwrap_or(0);
        let mut layout = Self { columns, first, rows: Vec::new(), words: Vec::new() };
        let mut loose: Vec<&Chunk> = Vec::new();
        for at in region.lines.clone() {
            let (before, over): (Vec<&Chunk>, Vec<&Chunk>) = lines[at].iter().partition(|chunk| *layout.columns.under(chunk).start() < first);
            let figure = over.iter().find(|chunk| chunk.is_figure());
            let is_near = |chunk: &Chunk| region.rows.iter().any(|row| (figures(&lines[*row])[0].y - chunk.y).abs() <= APART * chunk.size);
            let is_row = |chunk: &&&Chunk| region.rows.contains(&at) || before.iter().any(|word| layout.is_label(word)) || !is_near(chunk);
            match figure {
                Some(figure) if is_row(&figure) => {
                    let (y, cells) = (figure.y, over.iter().map(|chunk| layout.cell(chunk)).collect());
                    layout.rows.push(Row { y, cells });
                }
                Some(_) => loose.extend(over),
                None => layout.words.extend(over.into_iter().map(|chunk| (at, chunk))),
            }
            layout.words.extend(before.iter().map(|chunk| (at, *chunk)));
        }
        // A figure broken into lines, or one that stands a little up or down.
        for chunk in loose {
            let cell = layout.cell(chunk);
            let Some(row) = layout.nearest(chunk) else { continue };
            let cells = &mut layout.rows[row].cells;
            match cells.iter_mut().find(|known| known.columns.start() == cell.columns.start()) {
                Some(known) => known.go_on(&cell.text),
                None => cells.push(cell),
            }
        }
        layout
    }

    fn cell(&self, chunk: &Chunk) -> Cell {
        Cell { part: Part::Other, columns: self.columns.under(chunk), text: chunk.text.clone(), y: chunk.y, size: chunk.size }
    }

    /// Whether words stand right before the figures.
    fn is_label(&self, chunk: &Chunk) -> bool {
        let columns = self.columns.under(chunk);
        *columns.start() < self.first && *columns.end() + 1 >= self.first && !chunk.is_figure()
    }

    fn table(mut self, region: Region) -> Aligned {
        let heads = self.head_lines();
        let (own, mut rest) = self.own_words(&heads);
        let line = |(_, chunk): &Word<'_>| LabelLine { y: chunk.y, size: chunk.size, is_numbered: is_numbered(&chunk.text) };
        let places: Vec<f64> = self.rows.iter().map(|row| row.y).collect();
        let labels = labels(&own.iter().map(line).collect::<Vec<_>>(), &places);
        for (row, label) in labels.iter().enumerate() {
            own[label.clone()].iter().for_each(|(_, chunk)| self.add(row, Part::Label, chunk));
        }
        let (first, last) = (region.rows[0], region.rows[region.rows.len() - 1]);
        let mut labelled = labels.iter().filter(|label| !label.is_empty());
        let top = labelled.clone().next().map_or(first, |label| own[label.start].0.min(first));
        let bottom = labelled.next_back().map_or(last, |label| own[label.end - 1].0.max(last));
        let strays: Vec<Word<'_>> = (0..own.len()).filter(|at| labels.iter().all(|label| !label.contains(at))).map(|at| own[at]).collect();
        // Words that a page breaks off from its last label.
        let tail = strays.iter().filter(|(_, chunk)| !is_numbered(&chunk.text)).fold(bottom, |end, (at, _)| if *at == end + 1 { *at } else { end });
        rest.extend(strays);
        rest.sort_by(|(_, one), (_, other)| other.y.total_cmp(&one.y).then(one.x.total_cmp(&other.x)));
        let mut others: Vec<Row> = Vec::new();
        for (at, chunk) in rest.into_iter().filter(|(at, _)| *at <= tail) {
            let is_of_group = *self.columns.under(chunk).end() + 1 < self.first && (top..=bottom).contains(&at) && !heads.contains(&at);
            match self.nearest(chunk).filter(|_| is_of_group) {
                Some(row) => self.add(row, Part::Group, chunk),
                None => self.head(&mut others, chunk),
            }
        }
        self.rows.extend(others);
        self.rows.sort_by(|one, other| other.y.total_cmp(&one.y));
        let count = self.columns.count();
        let rows = self.rows.into_iter().zip(1..).map(|(row, number)| spanning(row, number, count)).collect();
        Aligned { lines: region.lines.start..tail + 1, rows }
    }

    /// The words that may be labels of rows, and all others. A label that begins further left may end there, too.
    fn own_words(&mut self, heads: &BTreeSet<usize>) -> (Vec<Word<'c>>, Vec<Word<'c>>) {
        let (mut own, mut rest): (Vec<Word<'c>>, Vec<Word<'c>>) = (Vec::new(), Vec::new());
        let words = std::mem::take(&mut self.words);
        let lines: BTreeSet<usize> = words.iter().filter(|(_, chunk)| self.is_label(chunk)).map(|(at, _)| *at).collect();
        for (at, chunk) in words {
            let goes_on = |(above, before): &Word<'_>| *above < at && !lines.contains(&at) && self.goes_on(before, chunk);
            let is_own = self.is_label(chunk) || own.last().is_some_and(goes_on);
            if is_own && !heads.contains(&at) { own.push((at, chunk)) } else { rest.push((at, chunk)) }
        }
        (own, rest)
    }

    /// Whether words are the next line of a label that begins where they begin, or has its middle where they have it.
    fn goes_on(&self, label: &Chunk, chunk: &Chunk) -> bool {
        let is_over = *self.columns.under(label).start() <= *self.columns.under(chunk).start();
        let off = (label.x - chunk.x).abs().min((label.x + label.end - chunk.x - chunk.end).abs() / 2.0);
        is_over && label.y - chunk.y <= APART * chunk.size && off <= LEVEL * chunk.size && !is_numbered(&chunk.text)
    }

    /// The lines with words above figures.
    fn head_lines(&self) -> BTreeSet<usize> {
        self.words.iter().filter(|(_, chunk)| *self.columns.under(chunk).end() >= self.first).map(|(at, _)| *at).collect()
    }

    /// The row of figures that stands nearest.
    fn nearest(&self, chunk: &Chunk) -> Option<usize> {
        let off = |row: &Row| (row.y - chunk.y).abs();
        (0..self.rows.len()).min_by(|one, other| off(&self.rows[*one]).total_cmp(&off(&self.rows[*other])))
    }

    /// Adds words to the label of a row, or to those before it.
    fn add(&mut self, row: usize, part: Part, chunk: &Chunk) {
        let cell = Cell { part, ..self.cell(chunk) };
        match self.rows[row].cells.iter_mut().find(|known| known.part == part) {
            Some(known) => {
                known.go_on(&cell.text);
                known.columns = *known.columns.start().min(cell.columns.start())..=*known.columns.end().max(cell.columns.end());
            }
            None => self.rows[row].cells.push(cell),
        }
    }

    /// Adds words to the heads: to the one above where they go on with it.
    fn head(&self, heads: &mut Vec<Row>, chunk: &Chunk) {
        let cell = self.cell(chunk);
        let goes_on = |known: &&mut Cell| known.columns == cell.columns && known.y - cell.y <= APART * cell.size && known.y - cell.y > LEVEL * cell.size;
        if let Some(known) = heads.iter_mut().rev().flat_map(|row| &mut row.cells).find(goes_on) {
            known.go_on(&cell.text);
            known.y = cell.y;
            return;
        }
        match heads.last_mut().filter(|row| row.y - chunk.y <= LEVEL * chunk.size) {
            Some(row) => row.cells.push(cell),
            None => heads.push(Row { y: chunk.y, cells: vec![cell] }),
        }
    }
}

/// A row as cells that stand side by side.
fn spanning(row: Row, number: u32, count: usize) -> Vec<Spanning> {
    let mut cells = row.cells;
    cells.sort_by_key(|cell| (*cell.columns.start(), *cell.columns.end()));
    let place = |column: usize| Spot { row: Some(number), cell: u32::try_from(column + 1).ok(), ..Spot::default() };
    let blank = |column: usize| Spanning { cell: GridCell::new(place(column), ""), columns: 1, rows: 1 };
    let mut spanning: Vec<Spanning> = Vec::new();
    let mut next = 0;
    for cell in cells {
        let (start, end) = (*cell.columns.start(), *cell.columns.end());
        spanning.extend((next..start).map(blank));
        let start = start.max(next);
        if end < start {
            // Two stand in one column: which of them is its cell, nobody knows.
            if let Some(last) = spanning.last_mut() {
                last.cell.text = format!("{}｜{}", last.cell.text, cell.text).into();
            }
            continue;
        }
        spanning.push(Spanning { cell: GridCell::new(place(start), cell.text), columns: end + 1 - start, rows: 1 });
        next = end + 1;
    }
    spanning.extend((next..count).map(blank));
    spanning
}
