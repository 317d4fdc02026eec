//! The rows of a Word table, whose cells say that they go on from above or from the left → rows of cells that say how much
//! they span.

use super::reading::Piece;
use crate::document::block::{GridCell, MAX_SPAN, Spanning, Spot};
use std::collections::BTreeMap;

/// Whether a cell is merged with its neighbour.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Merge {
    #[default]
    Alone,
    /// The neighbours that follow go on in it.
    Begins,
    /// It goes on in the one before.
    GoesOn,
}

/// A cell as it is written.
#[derive(Debug, Default)]
pub(super) struct RawCell {
    pieces: Vec<Piece>,
    pub(super) columns: usize,
    pub(super) down: Merge,
    pub(super) across: Merge,
}

/// A table as it is written.
#[derive(Debug, Default)]
pub(super) struct RawTable {
    rows: Vec<Vec<RawCell>>,
    /// The cell that is open.
    pub(super) open: Option<RawCell>,
    /// Whether tracked changes took out the row that is open.
    pub(super) is_row_removed: bool,
}

impl RawTable {
    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
        self.is_row_removed = false;
    }

    pub(super) fn end_row(&mut self) {
        if std::mem::take(&mut self.is_row_removed) {
            self.rows.pop();
        }
    }

    /// The row that is open begins some columns from the left.
    pub(super) fn begin_at(&mut self, columns: usize) {
        if let Some(row) = self.rows.last_mut().filter(|_| columns > 0) {
            row.push(RawCell { columns, ..RawCell::default() });
        }
    }

    pub(super) fn end_cell(&mut self, pieces: Vec<Piece>) {
        let Some(cell) = self.open.take() else { return };
        if self.rows.is_empty() {
            self.begin_row();
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(RawCell { pieces, ..cell });
        }
    }

    /// Whether it only lays out the page: other tables stand in it, or it has one column.
    pub(super) fn is_layout(&self) -> bool {
        let holds_table = |cell: &RawCell| cell.pieces.iter().any(|piece| matches!(piece, Piece::Table(_)));
        self.rows.iter().flatten().any(holds_table) || self.rows.iter().all(|row| row.len() <= 1)
    }

    /// What stands in its cells, in their order.
    pub(super) fn into_pieces(self) -> Vec<Piece> {
        self.rows.into_iter().flatten().flat_map(|cell| cell.pieces).collect()
    }

    /// Its rows, each cell with what it spans.
    pub(super) fn laid_out(self, place: &Spot) -> Vec<Vec<Spanning>> {
        let mut laid: Vec<Vec<Spanning>> = Vec::new();
        // The cells that may still go on below: by their first column, how wide they are, and where they stand.
        let mut open: BTreeMap<usize, (usize, (usize, usize))> = BTreeMap::new();
        for (at, row) in self.rows.into_iter().enumerate() {
            let mut line: Vec<Spanning> = Vec::new();
            let mut next = BTreeMap::new();
            let mut column = 0_usize;
            for (nth, RawCell { pieces, columns, down, across }) in row.into_iter().enumerate() {
                let columns = columns.clamp(1, MAX_SPAN);
                let first = column;
                column += columns;
                let above = open.get(&first).copied().filter(|(wide, _)| down == Merge::GoesOn && *wide == columns);
                if let Some((wide, (row, cell))) = above {
                    laid[row][cell].rows += 1;
                    next.insert(first, (wide, (row, cell)));
                    continue;
                }
                if let Some(left) = line.last_mut().filter(|_| across == Merge::GoesOn) {
                    left.columns += columns;
                    continue;
                }
                if down != Merge::Alone {
                    next.insert(first, (columns, (at, line.len())));
                }
                let number = |place: usize| u32::try_from(place + 1).ok();
                let place = Spot { row: number(at), cell: number(nth), ..place.clone() };
                line.push(Spanning { cell: GridCell::new(place, text(&pieces)), columns, rows: 1 });
            }
            open = next;
            laid.push(line);
        }
        laid
    }
}

/// The words of a cell, a line for each paragraph.
fn text(pieces: &[Piece]) -> String {
    let texts = pieces.iter().filter_map(|piece| if let Piece::Text(_, text) = piece { Some(text.trim()) } else { None });
    texts.collect::<Vec<_>>().join("\n")
}
