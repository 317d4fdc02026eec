//! A file that others made → its paragraphs and tables in their order, each with its place: what an import reads.

use super::Unread;
use crate::diagnostic::Text;
use std::sync::Arc;

/// The most cells in the tables of one file, spanned positions included: a report has about 400.
pub const MAX_CELLS: usize = 200_000;

/// The most rows or columns that one cell may span: the largest of the official form spans 22.
pub const MAX_SPAN: usize = 1_000;

/// What stands in a cell between two lines of which the page makes one number: one that is too long for its column.
pub const GOES_ON: char = '\u{2060}';

/// A paragraph or a table of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph, a heading, or a line of a text.
    Text {
        /// Where it stands.
        place: Spot,
        /// The level of a heading, from 1; none of a paragraph.
        level: Option<u8>,
        /// Its words, without markup.
        text: String,
    },
    /// A table.
    Table(Grid),
}

/// A table as rows of cells. Cells that span others stand at each position they cover.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// Where it begins. One that is drawn by lines of words alone says with which line.
    pub place: Spot,
    /// Its rows from the top. Where the file says how cells are laid out, all rows are equally long; a table drawn with
    /// tabs or spaces may have rows of any length.
    pub rows: Vec<Vec<GridCell>>,
}

/// A position in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// Where it stands.
    pub place: Spot,
    /// The words of the cell that covers it, shared by all positions it covers; lines are parted by `\n`.
    pub text: Arc<str>,
    /// The row and the column in which that cell begins, from 0, where that is another position.
    pub origin: Option<(usize, usize)>,
}

/// Where something stands in a file, as far as the file has such parts. All count from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// The page of a PDF.
    pub page: Option<u32>,
    /// The name of the sheet of a workbook.
    pub sheet: Option<Arc<str>>,
    /// The line of a text.
    pub line: Option<u32>,
    /// The table.
    pub table: Option<u32>,
    /// The row of the table or of the sheet.
    pub row: Option<u32>,
    /// The cell within its row; in a workbook its column.
    pub cell: Option<u32>,
}

/// What was read of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// Its paragraphs and tables, in their order.
    pub blocks: Vec<Block>,
    /// The title that the file itself says it has.
    pub title: Option<String>,
    /// The day of publication that the file itself says, as it is written there.
    pub published: Option<String>,
    /// The key of the form that its figures fill, where the file itself says it.
    pub form: Option<String>,
    /// What the file hides and nobody has seen, which was left out: sheets, rows and columns of a workbook.
    pub hidden: Vec<Text>,
    /// Why that is not all: some pages of a PDF.
    pub unread: Option<Unread>,
}

impl Spot {
    /// In words: `第2张表第5行第4格`.
    #[must_use]
    pub fn text(&self) -> Text {
        let Self { page, sheet, line, table, row, cell } = self;
        if let Some(sheet) = sheet {
            let at = row.map(|row| format!(" {}{row}", cell.map_or(String::new(), column_letters))).unwrap_or_default();
            return Text::new(format!("工作表“{sheet}”{at}"), format!("sheet “{sheet}”{at}"));
        }
        let parts = [
            (page, "页", "page"),
            (table, "张表", "table"),
            (&line.filter(|_| table.is_none() || row.is_none()), "行", "line"),
            (row, "行", "row"),
            (cell, "格", "cell"),
        ];
        let there = || parts.iter().filter_map(|(number, zh, en)| Some(((**number)?, *zh, *en)));
        let zh: String = there().map(|(number, zh, _)| format!("第{number}{zh}")).collect();
        let en: Vec<String> = there().map(|(number, _, en)| format!("{en} {number}")).collect();
        Text::new(zh, en.join(", "))
    }
}

impl Default for GridCell {
    fn default() -> Self {
        Self::new(Spot::default(), "")
    }
}

impl GridCell {
    /// A cell that spans no other.
    #[must_use]
    pub fn new(place: Spot, text: impl Into<Arc<str>>) -> Self {
        Self { place, text: text.into(), origin: None }
    }
}

/// A cell of a table while it is laid out: its words, its place, and how many columns and rows it says it spans.
#[derive(Debug, Clone, Default)]
pub struct Spanning {
    /// The cell as it begins.
    pub cell: GridCell,
    /// How many columns it covers; 0 counts as 1.
    pub columns: usize,
    /// How many rows it covers; 0 is all rows that follow, as in HTML.
    pub rows: usize,
}

/// Rows of spanning cells → a rectangle, each position with the cell that covers it, as a browser lays out a table.
///
/// # Errors
/// Where it has more cells than a table may.
pub fn rectangle(place: Spot, rows: Vec<Vec<Spanning>>, left: &mut usize) -> Result<Grid, Unread> {
    let height = rows.len();
    let mut grid: Vec<Vec<Option<GridCell>>> = vec![Vec::new(); height];
    for (at, row) in rows.into_iter().enumerate() {
        let mut column = 0;
        for Spanning { cell, columns, rows } in row {
            while grid[at].get(column).is_some_and(Option::is_some) {
                column += 1;
            }
            let wide = columns.clamp(1, MAX_SPAN);
            let tall = if rows == 0 { height - at } else { rows.min(MAX_SPAN).min(height - at) };
            *left = left.checked_sub(wide * tall).ok_or(Unread::TooLarge)?;
            for (below, line) in grid.iter_mut().enumerate().skip(at).take(tall) {
                if line.len() < column + wide {
                    line.resize(column + wide, None);
                }
                for (beside, position) in line.iter_mut().enumerate().skip(column).take(wide) {
                    if position.is_none() {
                        let origin = (below, beside) != (at, column);
                        *position = Some(GridCell { origin: origin.then_some((at, column)), ..cell.clone() });
                    }
                }
            }
            column += wide;
        }
    }
    let width = grid.iter().map(Vec::len).max().unwrap_or(0);
    *left = left.checked_sub(grid.iter().map(|row| width - row.len()).sum()).ok_or(Unread::TooLarge)?;
    let fill = |(at, mut row): (usize, Vec<Option<GridCell>>)| {
        row.resize(width, None);
        let empty = || GridCell::new(Spot { row: u32::try_from(at + 1).ok(), cell: None, ..place.clone() }, "");
        row.into_iter().map(|cell| cell.unwrap_or_else(empty)).collect()
    };
    Ok(Grid { rows: grid.into_iter().enumerate().map(fill).collect(), place: place.clone() })
}

/// Adds words; where they are digits raised above the digits before them, as marks of notes are, they are kept apart: no number
/// has both.
pub(super) fn push_raised(text: &mut String, words: &str, is_raised: bool) {
    let is_digit = |c: char| matches!(c, '0'..='9' | '０'..='９');
    if is_raised && text.ends_with(is_digit) && words.starts_with(is_digit) {
        text.push('^');
    }
    text.push_str(words);
}

/// A column as workbooks name it: `AB`.
pub(super) fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    while left > 0 {
        letters.push(char::from_u32(u32::from(b'A') + (left - 1) % 26).unwrap_or('?'));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, columns: usize, rows: usize) -> Spanning {
        Spanning { cell: GridCell::new(Spot::default(), text), columns, rows }
    }

    fn shown(rows: Vec<Vec<Spanning>>) -> Vec<String> {
        let grid = rectangle(Spot::default(), rows, &mut MAX_CELLS.clone()).expect("small");
        let text = |cell: &GridCell| if cell.origin.is_some() { format!("<{}", cell.text) } else { cell.text.to_string() };
        grid.rows.iter().map(|row| row.iter().map(text).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn spans_are_resolved() {
        let rows =
            vec![vec![cell("三", 1, 3), cell("一", 2, 1), cell("5", 1, 1)], vec![cell("二", 1, 2), cell("1.", 1, 1), cell("6", 1, 1)], vec![cell("2.", 1, 1)]];
        assert_eq!(shown(rows), ["三|一|<一|5", "<三|二|1.|6", "<三|<二|2.|"]);
        assert_eq!(shown(vec![vec![cell("a", 1, 0)], vec![], vec![cell("b", 0, 1)]]), ["a|", "<a|", "<a|b"]);
    }

    #[test]
    fn bombs_are_not_laid_out() {
        let row = || (0..1_000).map(|_| cell("x", 1_000, 1_000)).collect::<Vec<_>>();
        assert_eq!(rectangle(Spot::default(), (0..1_000).map(|_| row()).collect(), &mut MAX_CELLS.clone()), Err(Unread::TooLarge));
    }

    #[test]
    fn places_in_words() {
        let spot = Spot { page: Some(3), table: Some(2), row: Some(5), cell: Some(4), ..Spot::default() };
        assert_eq!((spot.text().zh.as_str(), spot.text().en.as_str()), ("第3页第2张表第5行第4格", "page 3, table 2, row 5, cell 4"));
        let sheet = Spot { sheet: Some("表三".into()), row: Some(7), cell: Some(28), ..Spot::default() };
        assert_eq!(sheet.text().zh, "工作表“表三” AB7");
        assert_eq!(Spot { line: Some(12), ..Spot::default() }.text().zh, "第12行");
    }
}
