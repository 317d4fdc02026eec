//! The figures of a line → the columns of its row: by the heads above them where the source lays them out, else by their
//! order and number.

use super::label::{Fit, Key, best_fit};
use super::line::{Line, Piece, PieceKind};
use super::matched::Labelled;
use crate::form::Table;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most heads that are kept: 表四 has 20.
const MAX_HEADS: usize = 400;

/// How many different heads of a table tell that the heads are its own.
const TELLING: usize = 3;

/// The heads above the figures of a table.
#[derive(Default)]
pub(super) struct Heads {
    /// Those over each column of the source, from the top.
    over: BTreeMap<usize, Vec<Key>>,
    /// All of them in their order.
    all: Vec<Key>,
    /// Those that name a unit of money.
    money: Vec<Labelled>,
    /// Whether figures came after them, so that other heads begin anew.
    is_closed: bool,
    /// Whether rows of this table were seen to stand below their heads, where the source draws it.
    is_proved: bool,
    /// Whether a figure was seen to stand below no head: the source draws the table askew.
    is_askew: bool,
}

impl Heads {
    /// Another table begins. If it has no heads of its own, it goes on with these, unless they are `gone`; but its columns
    /// need not stand where they stood.
    pub(super) fn begin(&mut self, gone: bool) {
        if gone {
            *self = Self::default();
        }
        self.over.clear();
        (self.is_proved, self.is_askew) = (false, false);
        self.is_closed = true;
    }

    /// Another block of the same table begins.
    pub(super) fn restart(&mut self) {
        *self = Self { is_proved: self.is_proved, is_askew: self.is_askew, is_closed: true, ..Self::default() };
    }

    /// Figures came.
    pub(super) fn close(&mut self) {
        self.is_closed = true;
    }

    /// Adds a head.
    pub(super) fn note(&mut self, piece: &Piece) {
        if self.is_closed {
            self.restart();
            self.is_closed = false;
        }
        let key = Key::of(&piece.text);
        if self.all.len() >= MAX_HEADS || key.is_empty() {
            return;
        }
        for column in piece.column..piece.column + piece.width.min(MAX_HEADS) {
            let over = self.over.entry(column).or_default();
            if over.last() != Some(&key) {
                over.push(key.clone());
            }
        }
        if !piece.is_from_above {
            self.all.push(key);
        }
        if piece.text.contains("元") && piece.text.contains("单位") {
            self.money.push(Labelled { text: piece.text.to_string(), place: piece.place.clone(), fit: Fit::Whole });
        }
    }

    /// A head that names another unit of money than that of the form.
    pub(super) fn other_unit(&self, unit: &str) -> Option<Labelled> {
        let is_other = |head: &&Labelled| unit == "万元" && !head.text.contains("万元");
        self.money.iter().find(is_other).cloned()
    }

    /// The columns of a table whose heads are among these.
    pub(super) fn found<'a>(&'a self, columns: &'a [Vec<Key>]) -> impl Iterator<Item = usize> + 'a {
        (0..columns.len()).filter(|column| self.all.iter().any(|key| is_whole(&columns[*column], key)))
    }

    /// Whether they are those of a table whose rows stand side by side: heads of its columns, and no others last.
    pub(super) fn are_of_strip(&self, columns: &[Vec<Key>]) -> bool {
        let is_last_own = self.all.last().is_some_and(|key| columns.iter().any(|names| is_whole(names, key)));
        is_last_own && self.found(columns).count() >= TELLING.min(columns.len())
    }

    /// Whether the heads of all columns are there, in another order than the form's; that of the total, which may be printed
    /// higher than the others, may stand anywhere.
    pub(super) fn are_disordered(&self, columns: &[Vec<Key>], total: Option<usize>) -> bool {
        let mut order: Vec<usize> = Vec::new();
        for key in &self.all {
            order.extend((0..columns.len()).find(|column| is_whole(&columns[*column], key)).filter(|column| !order.contains(column)));
        }
        let is_whole = order.len() == columns.len();
        order.retain(|column| Some(*column) != total);
        is_whole && !order.is_sorted()
    }

    /// Where each column of a table stands in the source; none unless all of them are told apart.
    fn places(&self, columns: &[Vec<Key>]) -> Option<Vec<usize>> {
        let mut places = Vec::new();
        for names in columns {
            let is_there = |column: usize| self.over.get(&column).and_then(|keys| keys.last()).is_some_and(|key| is_whole(names, key));
            // One head may cover several columns side by side.
            let begins: Vec<usize> = self.over.keys().copied().filter(|column| is_there(*column) && !column.checked_sub(1).is_some_and(is_there)).collect();
            let &[only] = begins.as_slice() else { return None };
            places.push(only);
        }
        Some(places)
    }
}

impl Heads {
    /// The figures below the head of each column, and whether that is their order; none unless each column has one, and no
    /// figure stands elsewhere.
    fn below<'l>(&mut self, values: &[&'l Piece], columns: &[Vec<Key>]) -> Option<(Vec<&'l Piece>, bool)> {
        let places = self.places(columns)?;
        let at = |place: &usize| values.iter().copied().find(|piece| (piece.column..piece.column + piece.width).contains(place));
        let found: Vec<&Piece> = places.iter().map(at).collect::<Option<_>>()?;
        let is_headed = |column: usize| self.over.get(&column).and_then(|keys| keys.last()).is_some_and(|key| columns.iter().any(|names| is_whole(names, key)));
        let is_covered = |piece: &&Piece| piece.kind == PieceKind::Blank || (piece.column..piece.column + piece.width).any(is_headed);
        let are_covered = values.iter().all(is_covered);
        self.is_askew |= !are_covered;
        // Of two figures below one head nobody knows which is its own, unless they say the same.
        let is_found = |value: &&Piece| value.kind == PieceKind::Blank || found.iter().any(|piece| piece.text == value.text);
        (are_covered && values.iter().all(is_found)).then(|| (found, places.windows(2).all(|pair| pair[0] < pair[1])))
    }
}

fn is_whole(names: &[Key], key: &Key) -> bool {
    best_fit(names, key) == Some(Fit::Whole)
}

/// The figures of a row by their columns, those that the source leaves out as none; none where they are too many or
/// too few, or may belong to one column or to another.
pub(super) fn row<'l>(line: &Line, values: &[&'l Piece], heads: &mut Heads, columns: &[Vec<Key>]) -> Option<Vec<(usize, Option<&'l Piece>)>> {
    let width = columns.len();
    let below = if line.is_laid_out { heads.below(values, columns) } else { None };
    if let Some((found, is_in_order)) = &below {
        heads.is_proved |= found.iter().all(|piece| piece.kind != PieceKind::Blank);
        let is_told = !line.is_drawn || (heads.is_proved && !heads.is_askew);
        if is_told && (values.len() != width || !is_in_order) {
            return Some(found.iter().copied().map(Some).enumerate().collect());
        }
    }
    let blanks = |pieces: &mut dyn Iterator<Item = &&Piece>| pieces.take_while(|piece| piece.kind == PieceKind::Blank).count();
    let around = blanks(&mut values.iter()) + blanks(&mut values.iter().rev());
    let trimmed = trimmed(values, width);
    // Of more blanks around the figures than there are cells too many, nobody knows which are cells of the row; nor
    // where the heads say one thing and the order another.
    let is_many = values.len() > width && around > values.len() - width && values.iter().any(|piece| piece.kind != PieceKind::Blank);
    let differs = |(found, _): (Vec<&Piece>, bool)| found.iter().zip(trimmed).any(|(one, other)| one.text != other.text);
    if is_many || (values.len() > width && below.is_some_and(differs)) {
        return None;
    }
    if trimmed.len() == width {
        return Some(trimmed.iter().copied().map(Some).enumerate().collect());
    }
    // A table drawn with tabs may leave out empty cells at the end of a line.
    let is_cut = line.may_be_cut && trimmed.len() < width && trimmed.len() > 1;
    is_cut.then(|| (0..width).map(|column| (column, trimmed.get(column).copied())).collect())
}

/// The figures without empty cells at the beginning and the end that are too many: labels leave them behind.
fn trimmed<'s, 'l>(values: &'s [&'l Piece], width: usize) -> &'s [&'l Piece] {
    let mut rest = values;
    while rest.len() > width && rest.first().is_some_and(|piece| piece.kind == PieceKind::Blank) {
        rest = &rest[1..];
    }
    while rest.len() > width && rest.last().is_some_and(|piece| piece.kind == PieceKind::Blank) {
        rest = &rest[..rest.len() - 1];
    }
    rest
}

/// A figure of a table whose rows stand side by side: its row, its column, and the piece.
pub(super) type Beside<'l> = (usize, usize, Option<&'l Piece>);

/// The figures of a table whose rows stand side by side; none where that cannot be told.
pub(super) fn strip<'l>(line: &'l Line, heads: &Heads, table: &Table, rows: &[Vec<Key>], columns: &[Vec<Key>]) -> Option<Vec<Beside<'l>>> {
    let values: Vec<&Piece> = line.pieces.iter().filter(|piece| piece.kind != PieceKind::Words).collect();
    let count = table.rows.len() * columns.len();
    if !values.iter().any(|piece| piece.kind == PieceKind::Figure) {
        return None;
    }
    let trimmed = trimmed(&values, count);
    if trimmed.len() == count {
        return Some(trimmed.iter().enumerate().map(|(at, piece)| (at / columns.len(), at % columns.len(), Some(*piece))).collect());
    }
    if !line.is_laid_out {
        return None;
    }
    // Some of the rows alone, as some reports print them in tables of their own.
    let mut found: BTreeMap<(usize, usize), &Piece> = BTreeMap::new();
    for piece in values {
        let over = heads.over.get(&piece.column)?;
        let column = columns.iter().position(|names| over.last().is_some_and(|key| is_whole(names, key)))?;
        let row = rows.iter().position(|names| over.iter().any(|key| is_whole(names, key)))?;
        if found.insert((row, column), piece).is_some() {
            return None;
        }
    }
    let whole = |row: usize| (0..columns.len()).all(|column| found.contains_key(&(row, column)));
    found.keys().all(|(row, _)| whole(*row)).then(|| found.into_iter().map(|((row, column), piece)| (row, column, Some(piece))).collect())
}

/// A line such as `行政复议：结果维持5 结果纠正  总计7` or `行政复议：5，，，2，7` → its figures in the order of the columns;
/// none where it is no such line.
pub(super) fn spelled(text: &str, labels: &[String]) -> Option<Vec<Arc<str>>> {
    let places: Option<Vec<usize>> = labels.iter().try_fold(Vec::new(), |mut places, label| {
        let from = places.last().copied().unwrap_or(0);
        let at = from + text.get(from..)?.find(label.as_str())?;
        places.push(at);
        Some(places)
    });
    if let Some(places) = places {
        let ends = places.iter().skip(1).copied().chain([text.len()]);
        let parts = places.iter().zip(ends).zip(labels).map(|((at, end), label)| text.get(at + label.len()..end).unwrap_or_default());
        return Some(parts.map(|part| part.trim_matches(|c: char| super::value::is_space(c) || "：:，,、；;".contains(c)).into()).collect());
    }
    let parts: Vec<&str> = text.split([',', '，']).map(|part| part.trim_matches(super::value::is_space)).collect();
    let bare = |(part, label): (&&str, &String)| part.strip_prefix(label.as_str()).unwrap_or(part).trim_matches(super::value::is_space).into();
    (parts.len() == labels.len()).then(|| parts.iter().zip(labels).map(bare).collect())
}
