//! Lines of a source, one after the other → rows of a form: by their labels, by where they stand, by the heads above them.

use super::assign::{self, Heads};
use super::label::{Fit, Key, best_fit, column_keys, is_table, row_keys};
use super::line::{Line, Piece, PieceKind};
use super::value::Value;
use crate::document::Spot;
use crate::form::Form;
use crate::model::CellAt;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most words that are put together to one label.
const MAX_JOINED: usize = 16;

/// The most labels that are compared in one file: a report needs some ten thousand.
const MAX_COMPARED: usize = 4_000_000;

/// A form as far as a source fills it.
#[derive(Debug)]
pub(super) struct Matched {
    pub(super) form: Arc<Form>,
    /// The cells that were found.
    pub(super) cells: BTreeMap<CellAt, Printed>,
    /// The rows that were found, by table and row.
    pub(super) rows: BTreeMap<(usize, usize), Labelled>,
    /// The blocks that hold them.
    pub(super) used: BTreeSet<usize>,
    /// Rows with figures, in tables of the form, that fit none of its rows.
    pub(super) strangers: Vec<Labelled>,
    /// Rows that stand once more: table and row, and whether with other figures.
    pub(super) repeated: Vec<((usize, usize), Labelled, bool)>,
    /// Rows with more or fewer figures than the form has columns.
    pub(super) ragged: Vec<((usize, usize), Labelled, usize)>,
    /// Tables in whose heads another unit of money stands than that of the form: the table, and the head.
    pub(super) units: BTreeMap<usize, Labelled>,
    /// The heads of columns that were found.
    heads: BTreeSet<(usize, usize)>,
    /// Whether it was given up: there is too much to compare.
    pub(super) is_given_up: bool,
}

/// A cell as it is printed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Printed {
    pub(super) text: Arc<str>,
    pub(super) place: Spot,
    /// What it was read as; none where it could not be.
    pub(super) value: Option<Value>,
}

/// A label as it is printed.
#[derive(Debug, Clone)]
pub(super) struct Labelled {
    pub(super) text: String,
    pub(super) place: Spot,
    pub(super) fit: Fit,
}

impl Matched {
    /// How well the form fits: the higher, the better. Tables of which nothing is there say nothing of the form.
    pub(super) fn score(&self) -> i64 {
        let is_begun = |table: usize| self.rows.keys().any(|(of, _)| *of == table);
        let rows: usize = self.form.tables.iter().enumerate().filter(|(at, _)| is_begun(*at)).map(|(_, table)| table.rows.len()).sum();
        let lacking = rows.saturating_sub(self.rows.len()) + self.strangers.len() + self.ragged.len();
        let signed = |count: usize| i64::try_from(count).unwrap_or(i64::MAX / 8);
        4 * signed(self.rows.len()) + signed(self.heads.len()) - 2 * signed(lacking)
    }
}

/// Finds the rows of a form.
pub(super) fn matched(form: &Arc<Form>, lines: &[Line]) -> Matched {
    let mut matcher = Matcher::new(form);
    for line in lines {
        matcher.line(line);
        if matcher.compared > MAX_COMPARED {
            matcher.found.is_given_up = true;
            break;
        }
    }
    let Matcher { mut found, strangers, .. } = matcher;
    found.strangers = strangers.into_iter().filter(|(block, _)| found.used.contains(block)).map(|(_, label)| label).collect();
    found
}

struct Matcher {
    form: Arc<Form>,
    rows: Vec<Vec<Vec<Key>>>,
    columns: Vec<Vec<Vec<Key>>>,
    found: Matched,
    /// Rows that fit none, each with its block.
    strangers: Vec<(usize, Labelled)>,
    /// The table that is open, and the row found last in it.
    current: Option<(usize, usize)>,
    heads: Heads,
    grid: Option<usize>,
    /// The table whose heads stood in another order than the form's above figures that have no columns.
    disordered: Option<usize>,
    compared: usize,
}

/// A row that a label may be.
struct Choice {
    rank: (Fit, u8, usize),
    at: (usize, usize),
    /// The piece that the label ends with.
    end: usize,
    text: String,
}

impl Matcher {
    fn new(form: &Arc<Form>) -> Self {
        let rows = form.tables.iter().map(|table| table.rows.iter().map(row_keys).collect()).collect();
        let columns = form.tables.iter().map(|table| table.columns.iter().map(column_keys).collect()).collect();
        let found = Matched {
            form: Arc::clone(form),
            cells: BTreeMap::new(),
            rows: BTreeMap::new(),
            used: BTreeSet::new(),
            strangers: Vec::new(),
            repeated: Vec::new(),
            ragged: Vec::new(),
            units: BTreeMap::new(),
            heads: BTreeSet::new(),
            is_given_up: false,
        };
        Self {
            form: Arc::clone(form),
            rows,
            columns,
            found,
            strangers: Vec::new(),
            current: None,
            heads: Heads::default(),
            grid: None,
            disordered: None,
            compared: 0,
        }
    }

    fn line(&mut self, line: &Line) {
        if line.grid != self.grid {
            self.grid = line.grid;
            self.heads.begin(line.grid.is_none());
        }
        let has = |kind: PieceKind| line.pieces.iter().any(|piece| piece.kind == kind);
        if !has(PieceKind::Words) && !has(PieceKind::Figure) {
            return;
        }
        if line.grid.is_none() {
            // The words before the figures are heads and label in one.
            self.heads.begin(true);
            let words = line.pieces.iter().filter(|piece| piece.kind == PieceKind::Words);
            words.for_each(|piece| self.heads.note(piece));
        }
        if !has(PieceKind::Figure) && self.title(line) {
            return;
        }
        if self.strip(line) || self.row(line) {
            self.found.used.extend(line.blocks.clone());
            self.heads.close();
            return;
        }
        if !has(PieceKind::Figure) {
            let words = line.pieces.iter().filter(|piece| piece.kind == PieceKind::Words);
            words.for_each(|piece| self.heads.note(piece));
            return;
        }
        if let Some(label) = line.pieces.iter().rfind(|piece| piece.kind == PieceKind::Words).filter(|_| line.grid.is_some()) {
            self.strangers.push((line.blocks.start, Labelled { text: label.text.to_string(), place: label.place.clone(), fit: Fit::Nearly }));
        }
    }

    /// Whether a line is the title of a table, which then is the one that is open.
    fn title(&mut self, line: &Line) -> bool {
        let keys: Vec<Key> = line.pieces.iter().filter(|piece| piece.kind == PieceKind::Words).map(|piece| Key::of(&piece.text)).collect();
        let place = self.form.tables.iter().position(|table| keys.iter().any(|key| is_table(table, key)));
        let Some(table) = place else { return false };
        self.current = Some((table, 0));
        self.heads.restart();
        true
    }

    /// Whether a line is the one row of a table whose rows are printed side by side; reads it.
    fn strip(&mut self, line: &Line) -> bool {
        for sheet in self.form.sheets.iter().filter(|sheet| sheet.label_width == 0 && sheet.head_rows > 0) {
            let &[table] = sheet.tables.as_slice() else { continue };
            if !self.heads.are_of_strip(&self.columns[table]) || self.has_row_label(line, table) {
                continue;
            }
            if self.heads.are_disordered(&self.columns[table], self.form.tables[table].total_column()) {
                continue;
            }
            let Some(cells) = assign::strip(line, &self.heads, &self.form.tables[table], &self.rows[table], &self.columns[table]) else { continue };
            let rows: BTreeSet<usize> = cells.iter().map(|(row, _, _)| *row).collect();
            for row in rows {
                let own = cells.iter().filter(|(of, _, _)| *of == row).map(|(_, column, piece)| (*column, *piece)).collect();
                let label = Labelled { text: self.form.tables[table].rows[row].label.clone(), place: line.pieces[0].place.clone(), fit: Fit::Whole };
                self.keep((table, row), label, own);
            }
            self.found.heads.extend((0..self.columns[table].len()).map(|column| (table, column)));
            return true;
        }
        false
    }

    /// Whether the words right before the figures of a line are the label of a row of this table.
    fn has_row_label(&self, line: &Line, table: usize) -> bool {
        let before = line.pieces.iter().take_while(|piece| piece.kind != PieceKind::Figure).filter(|piece| piece.kind == PieceKind::Words).last();
        before.is_some_and(|piece| self.rows[table].iter().any(|keys| best_fit(keys, &Key::of(&piece.text)) == Some(Fit::Whole)))
    }

    /// Whether a line is a row of a table; reads it.
    fn row(&mut self, line: &Line) -> bool {
        let Some(Choice { at, end, text, rank }) = self.choose(line) else { return false };
        let (table, row) = at;
        let place = line.pieces[end].place.clone();
        let values: Vec<&Piece> = line.pieces[end + 1..].iter().collect();
        let label = Labelled { text, place, fit: rank.0 };
        let columns = &self.columns[table];
        self.found.heads.extend(self.heads.found(columns).map(|column| (table, column)));
        if let Some(head) = self.heads.other_unit(&self.form.tables[table].unit) {
            self.found.units.entry(table).or_insert(head);
        }
        if !line.is_laid_out && self.heads.found(columns).count() == columns.len() {
            self.disordered = self.heads.are_disordered(columns, self.form.tables[table].total_column()).then_some(table);
        }
        let is_disordered = !line.is_laid_out && self.disordered == Some(table);
        match assign::row(line, &values, &mut self.heads, columns).filter(|_| !is_disordered) {
            Some(cells) => self.keep((table, row), label, cells),
            None if self.found.rows.contains_key(&at) => {}
            None => self.found.ragged.push((at, label, values.iter().filter(|piece| piece.kind == PieceKind::Figure).count())),
        }
        self.current = Some(at);
        true
    }

    /// The row that the words of a line name.
    fn choose(&mut self, line: &Line) -> Option<Choice> {
        let pieces = &line.pieces;
        let first = pieces.iter().position(|piece| piece.kind == PieceKind::Words)?;
        let limit = pieces.iter().skip(first).position(|piece| piece.kind == PieceKind::Figure).map_or(pieces.len(), |at| first + at);
        let has_figures = limit < pieces.len();
        let mut best: Option<Choice> = None;
        // A cell without letters is no end of a label, but one that is no figure.
        let is_word = |at: &usize| pieces[*at].kind == PieceKind::Words && (line.grid.is_none() || !Key::of(&pieces[*at].text).is_empty());
        for end in (first..limit).rev().filter(is_word) {
            if end + 1 >= pieces.len() || (line.grid.is_none() && end + 1 < limit) {
                continue;
            }
            let mut text = String::new();
            let words = (first..=end).rev().filter(|at| pieces[*at].kind == PieceKind::Words);
            for (joined, start) in words.take(MAX_JOINED).enumerate() {
                text.insert_str(0, &pieces[start].text);
                let key = Key::of(&text);
                for (at, fit) in self.fits(&key) {
                    if !has_figures && (fit < Fit::Holding || !self.may_be_blank(line, at.0, end)) {
                        continue;
                    }
                    let rank = (fit, self.context(at, pieces, end), usize::MAX - joined);
                    if best.as_ref().is_none_or(|best| rank > best.rank) {
                        best = Some(Choice { rank, at, end, text: text.clone() });
                    }
                }
            }
            if best.as_ref().is_some_and(|best| best.rank.0 == Fit::Whole) {
                break;
            }
        }
        best
    }

    /// The rows of all tables that a label fits.
    fn fits(&mut self, key: &Key) -> Vec<((usize, usize), Fit)> {
        if key.is_empty() {
            return Vec::new();
        }
        self.compared += self.rows.iter().flatten().map(Vec::len).sum::<usize>();
        let rows = self.rows.iter().enumerate().flat_map(|(table, rows)| rows.iter().enumerate().map(move |(row, keys)| ((table, row), keys)));
        rows.filter_map(|(at, keys)| Some((at, best_fit(keys, key)?))).collect()
    }

    /// Whether a line without figures may be a row of a table that was left blank: as many blanks as it has columns behind
    /// the label, and no heads of columns before it.
    fn may_be_blank(&self, line: &Line, table: usize, end: usize) -> bool {
        let behind = &line.pieces[end + 1..];
        let is_head = |piece: &Piece| self.columns.iter().flatten().any(|keys| best_fit(keys, &Key::of(&piece.text)) == Some(Fit::Whole));
        let has_heads = line.pieces[..end].iter().any(|piece| piece.kind == PieceKind::Words && is_head(piece));
        behind.len() >= self.columns[table].len() && behind.iter().all(|piece| piece.kind == PieceKind::Blank) && !has_heads
    }

    /// How well a row fits where it stands: in the table that is open, below its group, after the row before.
    fn context(&self, (table, row): (usize, usize), pieces: &[Piece], end: usize) -> u8 {
        let form_row = &self.form.tables[table].rows[row];
        let is_grouped = form_row.under.last().is_some_and(|group| {
            let group = Key::of(group);
            pieces[..end].iter().filter(|piece| piece.kind == PieceKind::Words).any(|piece| group.fit(&Key::of(&piece.text)).is_some())
        });
        let is_new = !self.found.rows.contains_key(&(table, row));
        let follows = match self.current {
            Some((open, last)) if open == table => 1 + 2 * u8::from(row == last + 1),
            Some(_) | None => 0,
        };
        8 * u8::from(is_grouped) + 4 * u8::from(is_new) + follows
    }

    /// Keeps the cells of a row that stands here for the first time.
    fn keep(&mut self, at: (usize, usize), label: Labelled, cells: Vec<(usize, Option<&Piece>)>) {
        let (table, row) = at;
        let form = Arc::clone(&self.form);
        let printed = |(column, piece): (usize, Option<&Piece>)| {
            let piece = piece?;
            let form_table = &form.tables[table];
            // Of a cell merged over several rows nobody knows which of them it is of.
            let is_shared = piece.is_from_above && piece.kind == PieceKind::Figure;
            let value = super::value::value(&piece.text, form_table, &form_table.columns[column]).filter(|_| !is_shared);
            Some((CellAt { table, row, column }, Printed { text: Arc::clone(&piece.text), place: piece.place.clone(), value }))
        };
        let cells: Vec<(CellAt, Printed)> = cells.into_iter().filter_map(printed).collect();
        if self.found.rows.contains_key(&at) {
            let same = |(at, printed): &(CellAt, Printed)| self.found.cells.get(at).is_some_and(|known| known.value == printed.value);
            let is_other = !cells.iter().all(same);
            self.found.repeated.push((at, label, is_other));
            return;
        }
        self.found.rows.insert(at, label);
        self.found.cells.extend(cells);
    }
}
