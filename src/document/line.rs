//! A text, a Markdown file or a CSV → its lines and the tables drawn in it with tabs, pipes or commas.

use super::Unread;
use super::block::{Block, Grid, GridCell, MAX_CELLS, Reading, Spot};

/// The lines and tables of a text.
pub(super) fn reading(text: &str) -> Result<Reading, Unread> {
    let mut lines = Lines { blocks: Vec::new(), open: Vec::new(), left: MAX_CELLS };
    for (at, line) in text.lines().enumerate() {
        let place = Spot { line: u32::try_from(at + 1).ok(), ..Spot::default() };
        lines.line(place, line)?;
    }
    lines.close();
    Ok(Reading { blocks: lines.blocks, ..Reading::default() })
}

/// The rows of a CSV, as one table.
pub(super) fn csv_reading(text: &str) -> Result<Reading, Unread> {
    let comma = csv_separator(text);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(comma).from_reader(text.as_bytes());
    let (mut rows, mut left) = (Vec::new(), MAX_CELLS);
    for record in reader.records() {
        let record = record.map_err(|_| Unread::Damaged)?;
        left = left.checked_sub(record.len()).ok_or(Unread::TooLarge)?;
        let line = record.position().and_then(|position| u32::try_from(position.line()).ok());
        let cell = |(at, text): (usize, &str)| GridCell::new(Spot { line, cell: u32::try_from(at + 1).ok(), ..Spot::default() }, unmarked(text.trim()));
        rows.push(record.iter().enumerate().map(cell).collect::<Vec<_>>());
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    for row in &mut rows {
        left = left.checked_sub(width - row.len()).ok_or(Unread::TooLarge)?;
        let line = row.first().and_then(|cell| cell.place.line);
        row.resize_with(width, || GridCell::new(Spot { line, ..Spot::default() }, ""));
    }
    let place = Spot { line: Some(1), ..Spot::default() };
    Ok(Reading { blocks: vec![Block::Table(Grid { place, rows })], ..Reading::default() })
}

/// What parts the fields of a CSV: of those that programs write, the one that stands most often in it.
fn csv_separator(text: &str) -> u8 {
    [b',', b'\t', b';'].into_iter().rev().max_by_key(|separator| text.bytes().filter(|byte| byte == separator).count()).unwrap_or(b',')
}

/// A field without the apostrophe that keeps spreadsheet programs from taking it for a formula.
fn unmarked(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text)
}

/// A text while it is read.
struct Lines {
    blocks: Vec<Block>,
    /// The rows of the table that is open.
    open: Vec<Vec<GridCell>>,
    /// How many cells may still come.
    left: usize,
}

impl Lines {
    fn line(&mut self, place: Spot, line: &str) -> Result<(), Unread> {
        if let Some(cells) = cells(line) {
            if !cells.iter().all(|cell| is_rule(cell)) {
                self.left = self.left.checked_sub(cells.len()).ok_or(Unread::TooLarge)?;
                let cell = |(at, text): (usize, String)| GridCell::new(Spot { cell: u32::try_from(at + 1).ok(), ..place.clone() }, text);
                self.open.push(cells.into_iter().enumerate().map(cell).collect());
            }
            return Ok(());
        }
        self.close();
        let (level, text) = heading(line.trim());
        let text = without_emphasis(text);
        if !text.is_empty() && !is_page_number(&text) {
            self.blocks.push(Block::Text { place, level, text });
        }
        Ok(())
    }

    fn close(&mut self) {
        if let Some(place) = self.open.first().and_then(|row| row.first()).map(|cell| Spot { cell: None, ..cell.place.clone() }) {
            self.blocks.push(Block::Table(Grid { place, rows: std::mem::take(&mut self.open) }));
        }
    }
}

/// The cells of a line of a table; none of a line that is no such.
fn cells(line: &str) -> Option<Vec<String>> {
    let trimmed = line.trim();
    if trimmed.starts_with('|') || trimmed.matches(['|', '｜', '│']).count() >= 2 {
        let inner = trimmed.strip_prefix(['|', '｜', '│']).unwrap_or(trimmed);
        let inner = inner.strip_suffix(['|', '｜', '│']).unwrap_or(inner);
        return Some(inner.split(['|', '｜', '│']).map(cell_text).collect());
    }
    // A tab before the first word is how a paragraph begins, one after the last is nothing; several are empty cells.
    let inner = line.trim_start();
    let is_row = inner.trim_end_matches('\t').contains('\t') || (!inner.is_empty() && line.ends_with("\t\t\t"));
    is_row.then(|| line.split('\t').map(cell_text).collect())
}

fn cell_text(text: &str) -> String {
    without_emphasis(&text.replace("<br>", "\n").replace("<br/>", "\n").replace("<br />", "\n"))
}

/// Whether a cell is part of a line that Markdown rules a table with, or of a frame.
fn is_rule(cell: &str) -> bool {
    !cell.is_empty()
        && cell.chars().all(|c| matches!(c, '-' | ':' | '=' | '+' | '─' | '┼' | '├' | '┤' | ' '))
        && cell.contains(['-', '=', '─'])
        && cell.chars().count() > 2
        || matches!(cell, ":-" | "-:" | "--")
}

/// The level of a heading, and its text.
fn heading(line: &str) -> (Option<u8>, &str) {
    let marks = line.bytes().take_while(|byte| *byte == b'#').count();
    let is_heading = (1..=6).contains(&marks) && line[marks..].starts_with([' ', '\t', '\u{3000}']);
    if is_heading { (u8::try_from(marks).ok(), line[marks..].trim().trim_end_matches('#').trim_end()) } else { (None, line) }
}

fn without_emphasis(text: &str) -> String {
    text.replace("**", "").replace("__", "").trim().to_owned()
}

/// Whether a line is the number of a page, as texts of PDF files have it: `- 3 -`, `[page 3]`, `第 3 页`.
fn is_page_number(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let between = |open: &[char], close: &[char]| compact.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(is_number);
    let dashes = ['-', '—', '–', '－', '―'];
    let bare = compact.trim_matches(dashes);
    (bare.len() < compact.len() && compact.starts_with(dashes) && compact.ends_with(dashes) && is_number(bare))
        || between(&['第'], &['页'])
        || compact.strip_prefix("[page").and_then(|rest| rest.strip_suffix(']')).is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(reading: &Reading) -> Vec<String> {
        let of = |block: &Block| match block {
            Block::Text { level, text, .. } => format!("{}{text}", level.map_or(String::new(), |level| format!("{level} "))),
            Block::Table(grid) => grid.rows.iter().map(|row| row.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join("|")).collect::<Vec<_>>().join("/"),
        };
        reading.blocks.iter().map(of).collect()
    }

    #[test]
    fn lines_and_tables() {
        let text =
            "# 题\n\n## **一、总体**\n\t前言。\n规章\t1\t\t3\n\t(七) 总计\t0\t\n\n- 1 -\n[page 2]\n| 甲 | **乙** |\n|----|:--:|\n| 1<br>2 | - |\n0\n-8\n";
        assert_eq!(shown(&reading(text).expect("small")), ["1 题", "2 一、总体", "前言。", "规章|1||3/|(七) 总计|0|", "甲|乙/1\n2|-", "0", "-8"]);
        let places: Vec<String> = match &reading(text).expect("small").blocks[3] {
            Block::Table(grid) => grid.rows[1].iter().map(|cell| cell.place.text().zh).collect(),
            Block::Text { .. } => Vec::new(),
        };
        assert_eq!(places, ["第6行第1格", "第6行第2格", "第6行第3格", "第6行第4格"]);
    }

    #[test]
    fn comma_separated() {
        assert_eq!(shown(&csv_reading("key,\"a\nb\",c\n1,'-2+x\n").expect("small")), ["key|a\nb|c/1|-2+x|"]);
        assert_eq!(shown(&csv_reading("甲;乙\n1;2,5\n").expect("small")), ["甲|乙/1|2,5"]);
        assert_eq!(csv_reading(&",".repeat(MAX_CELLS + 1)), Err(Unread::TooLarge));
        assert_eq!(reading(&"\t1".repeat(MAX_CELLS + 1)), Err(Unread::TooLarge));
    }
}
