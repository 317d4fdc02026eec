//! Paragraphs and tables → lines, each with its pieces from the left: what may be a row of a form, however the source draws
//! it. Of paragraphs only those that stand where a report has its tables.

use super::assign::spelled;
use super::label::{Fit, Key, best_fit, row_keys};
use super::value::{is_blank, is_value};
use crate::document::{Block, Grid, GridCell, Spot};
use crate::form::{Form, Section};
use crate::markdown::section_of;
use std::sync::Arc;

/// The most words before figures that may be their label: the longest label of the form is printed on five lines.
const MAX_WORDS: usize = 16;

/// The most figures in a line: 表四 has 15.
const MAX_FIGURES: usize = 40;

/// A line of what may be a table.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    /// The table it is in; none of a line of words and figures.
    pub(super) grid: Option<usize>,
    /// Whether it says in which column each piece stands.
    pub(super) is_laid_out: bool,
    /// Whether it is a line of a text, in which a table is drawn by tabs and the like.
    pub(super) is_drawn: bool,
    /// Whether it may leave out empty cells at its end: a line of a text does, the words of a page may lack any cell.
    pub(super) may_be_cut: bool,
    /// The blocks it was made of.
    pub(super) blocks: std::ops::Range<usize>,
}

/// A cell of a line, or a word or figure.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) text: Arc<str>,
    pub(super) place: Spot,
    /// The column it stands in, from 0.
    pub(super) column: usize,
    /// How many columns it covers.
    pub(super) width: usize,
    /// Whether it spans down from a line above.
    pub(super) is_from_above: bool,
    pub(super) kind: PieceKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    Words,
    Figure,
    Blank,
}

impl Piece {
    fn new(text: Arc<str>, place: Spot, column: usize) -> Self {
        let kind = if is_blank(&text) {
            PieceKind::Blank
        } else if is_value(&text) {
            PieceKind::Figure
        } else {
            PieceKind::Words
        };
        Self { text, place, column, width: 1, is_from_above: false, kind }
    }
}

/// The lines of a report: first those of the chapters that have tables, since others may show some of the same figures.
pub(super) fn lines(blocks: &[Block], form: &Form) -> Vec<Line> {
    let (mut lines, mut elsewhere) = (Vec::new(), Vec::new());
    let mut run = Run::default();
    let tables = with_tables(blocks, &form.sections);
    let spelling = Spelling::of(form);
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Table(grid) if super::keyed::is_keyed(grid) => {}
            Block::Table(grid) => {
                lines.extend(run.finish());
                let (is_laid_out, is_drawn) = (is_rectangle(grid), grid.place.line.is_some());
                let may_be_cut = is_drawn && grid.place.page.is_none();
                let lines = if tables[at] { &mut lines } else { &mut elsewhere };
                lines.extend(grid.rows.iter().enumerate().map(|(row, cells)| Line { is_laid_out, is_drawn, may_be_cut, ..of_row(at, row, cells) }));
            }
            Block::Text { place, text, .. } if tables[at] => {
                if let Some(line) = spelling.line(at, place, text) {
                    lines.extend(run.finish());
                    lines.push(line);
                } else if let Some(line) = run.take(at, place, text) {
                    lines.push(line);
                }
            }
            Block::Text { .. } => lines.extend(run.finish()),
        }
    }
    lines.extend(run.finish());
    lines.extend(elsewhere);
    lines
}

/// The rows whose figures a line may spell out, such as `行政复议：结果维持5 总计7`: those of tables printed side by side.
struct Spelling {
    /// Names of the row, labels of the columns.
    rows: Vec<(Vec<Key>, Vec<String>)>,
}

impl Spelling {
    fn of(form: &Form) -> Self {
        let strips = form.sheets.iter().filter(|sheet| sheet.label_width == 0 && sheet.head_rows > 0).flat_map(|sheet| &sheet.tables);
        let rows = strips.flat_map(|table| {
            let labels: Vec<String> = form.tables[*table].columns.iter().map(|column| column.label.clone()).collect();
            form.tables[*table].rows.iter().map(move |row| (row_keys(row), labels.clone()))
        });
        Self { rows: rows.collect() }
    }

    /// The row that a paragraph spells out.
    fn line(&self, block: usize, place: &Spot, text: &str) -> Option<Line> {
        let (label, rest) = text.split_once(['：', ':'])?;
        let own = label.rsplit(['/', '／']).next().unwrap_or(label);
        let (_, labels) = self.rows.iter().find(|(keys, _)| best_fit(keys, &Key::of(own)) == Some(Fit::Whole))?;
        let figures = spelled(rest, labels)?;
        let mut pieces = vec![Piece::new(own.into(), place.clone(), 0)];
        pieces.extend(figures.into_iter().enumerate().map(|(at, text)| Piece::new(text, place.clone(), at + 1)));
        let is_row = pieces.iter().skip(1).all(|piece| piece.kind != PieceKind::Words);
        is_row.then_some(Line { pieces, grid: None, is_laid_out: false, is_drawn: false, may_be_cut: false, blocks: block..block + 1 })
    }
}

/// Whether each block stands in a chapter that has tables; where one of these chapters is not found, all may.
fn with_tables(blocks: &[Block], sections: &[Section]) -> Vec<bool> {
    let with: Vec<usize> = sections.iter().enumerate().filter(|(_, section)| ["二", "三", "四"].contains(&&*section.number)).map(|(at, _)| at).collect();
    let section = |block: &Block| if let Block::Text { text, .. } = block { section_of(text, sections) } else { None };
    if with.is_empty() || with.iter().any(|with| blocks.iter().all(|block| section(block) != Some(*with))) {
        return vec![true; blocks.len()];
    }
    let mut current = None;
    let of = |block: &Block| {
        if let Some(section) = section(block) {
            current = Some(section);
            return false;
        }
        current.is_some_and(|current| with.contains(&current))
    };
    blocks.iter().map(of).collect()
}

fn is_rectangle(grid: &Grid) -> bool {
    let has_spans = || grid.rows.iter().flatten().any(|cell| cell.origin.is_some());
    let is_drawn = grid.place.line.is_some();
    let width = grid.rows.first().map_or(0, Vec::len);
    grid.rows.iter().all(|row| row.len() == width) && (!is_drawn || has_spans() || grid.rows.len() > 1)
}

fn of_row(block: usize, row: usize, cells: &[GridCell]) -> Line {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut last = None;
    for (column, cell) in cells.iter().enumerate() {
        let origin = cell.origin.unwrap_or((row, column));
        match pieces.last_mut().filter(|_| last == Some(origin)) {
            Some(piece) => piece.width += 1,
            None => pieces.push(Piece { is_from_above: origin.0 != row, ..Piece::new(Arc::clone(&cell.text), cell.place.clone(), column) }),
        }
        last = Some(origin);
    }
    Line { pieces, grid: Some(block), is_laid_out: false, is_drawn: false, may_be_cut: false, blocks: block..block + 1 }
}

/// Words and figures of paragraphs, while they come.
#[derive(Default)]
struct Run {
    words: Vec<Piece>,
    figures: Vec<Piece>,
    blocks: std::ops::Range<usize>,
}

impl Run {
    /// Takes a paragraph; gives the line that it ends.
    fn take(&mut self, at: usize, place: &Spot, text: &str) -> Option<Line> {
        let tokens: Vec<Piece> =
            text.split(super::value::is_space).filter(|token| !token.is_empty()).map(|token| Piece::new(token.into(), place.clone(), 0)).collect();
        let words = tokens.iter().take_while(|token| token.kind == PieceKind::Words).count();
        let is_prose = tokens[words..].iter().any(|token| token.kind == PieceKind::Words) || text.trim_end().ends_with(['。', '；', '！']);
        if is_prose {
            return self.finish();
        }
        let ended = if words > 0 && !self.figures.is_empty() { self.finish() } else { None };
        if self.words.is_empty() && self.figures.is_empty() {
            self.blocks = at..at;
        }
        self.blocks.end = at + 1;
        let mut tokens = tokens.into_iter();
        self.words.extend(tokens.by_ref().take(words));
        self.figures.extend(tokens.take(MAX_FIGURES.saturating_sub(self.figures.len())));
        if self.figures.is_empty() && self.words.len() > MAX_WORDS * 4 {
            self.words.drain(..self.words.len() - MAX_WORDS * 4);
        }
        ended
    }

    fn finish(&mut self) -> Option<Line> {
        let Self { words, figures, blocks } = std::mem::take(self);
        if words.is_empty() || figures.is_empty() {
            return None;
        }
        Some(Line { pieces: words.into_iter().chain(figures).collect(), grid: None, is_laid_out: false, is_drawn: false, may_be_cut: false, blocks })
    }
}
