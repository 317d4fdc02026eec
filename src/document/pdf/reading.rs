//! The pages of a PDF → its paragraphs, line by line, and its tables, in the order in which they stand.

use super::aligned;
use super::content::Looks;
use super::page::{Page, Run, lines, write_line};
use super::pages_with;
use super::radical::without_radicals;
use super::ruled::Ruled;
use super::table::Table;
use super::upright::upright;
use crate::document::Unread;
use crate::document::block::{Block, MAX_CELLS, Reading, Spanning, Spot, rectangle};
use std::collections::BTreeMap;
use std::ops::Range;

/// How much of a page must be characters that its fonts tell, in parts of all: else it says nothing.
const LEGIBLE: usize = 2;

/// The lines and tables of a PDF.
///
/// # Errors
/// Where it has none that can be read.
pub fn reading(bytes: &[u8]) -> Result<Reading, Unread> {
    let pages = pages_with(bytes, Looks::RULINGS)?;
    let unread = pages.iter().any(|page| page.has_unread).then_some(Unread::SomePages);
    let signs = || pages.iter().flat_map(|page| &page.runs).flat_map(|run| run.text.chars());
    if signs().all(char::is_whitespace) {
        return Err(Unread::NoTextLayer);
    }
    if signs().filter(|sign| *sign == '\u{fffd}').count() * LEGIBLE > signs().count() {
        return Err(Unread::UnknownFonts);
    }
    let mut laid = Laid { blocks: Vec::new(), open: None, tables: 0, left: MAX_CELLS };
    let pages: Vec<Page> = pages.into_iter().map(upright).collect();
    let around = Around::of(&pages);
    for (page, number) in pages.iter().zip(1..) {
        laid.page(items(page, number, &around), number)?;
    }
    laid.close()?;
    Ok(Reading { blocks: laid.blocks, unread, ..Reading::default() })
}

/// What stands on a page.
enum Item {
    Line(String),
    Table(Table),
    /// A table without lines, which no other goes on with.
    Aligned(Vec<Vec<Spanning>>),
}

/// Blocks while they are laid out.
struct Laid {
    blocks: Vec<Block>,
    /// The table at the end, which the next page may go on with, and its place.
    open: Option<(Table, Spot)>,
    tables: u32,
    /// How many cells may still come.
    left: usize,
}

impl Laid {
    fn page(&mut self, items: Vec<Item>, number: u32) -> Result<(), Unread> {
        let mut line = 0;
        for item in items {
            match item {
                Item::Line(text) => {
                    self.close()?;
                    line += 1;
                    self.blocks.push(Block::Text { place: Spot { page: Some(number), line: Some(line), ..Spot::default() }, level: None, text });
                }
                Item::Aligned(mut rows) => {
                    self.close()?;
                    (line, self.tables) = (line + 1, self.tables + 1);
                    let place = Spot { page: Some(number), line: Some(line), table: Some(self.tables), ..Spot::default() };
                    for Spanning { cell, .. } in rows.iter_mut().flatten() {
                        cell.place = Spot { row: cell.place.row, cell: cell.place.cell, ..place.clone() };
                    }
                    self.blocks.push(Block::Table(rectangle(place, rows, &mut self.left)?));
                }
                Item::Table(table) => {
                    let table = match &mut self.open {
                        Some((open, _)) => open.go_on(table),
                        None => Some(table),
                    };
                    if let Some(table) = table {
                        self.close()?;
                        self.tables += 1;
                        self.open = Some((table, Spot { page: Some(number), table: Some(self.tables), ..Spot::default() }));
                    }
                }
            }
        }
        Ok(())
    }

    /// The table at the end is whole.
    fn close(&mut self) -> Result<(), Unread> {
        let Some((table, place)) = self.open.take() else { return Ok(()) };
        let grid = table.grid(&place);
        self.left = self.left.checked_sub(grid.rows.iter().map(Vec::len).sum()).ok_or(Unread::TooLarge)?;
        self.blocks.push(Block::Table(grid));
        Ok(())
    }
}

/// What stands on a page, from top to bottom.
fn items(page: &Page, number: u32, around: &Around) -> Vec<Item> {
    let tables = Ruled::all(&page.rulings);
    let mut words: Vec<Vec<(usize, &Run)>> = vec![Vec::new(); tables.len()];
    let mut outside: Vec<&Run> = Vec::new();
    for run in &page.runs {
        let (x, y) = run.middle();
        match tables.iter().enumerate().find_map(|(at, table)| Some((at, table.cell_at(x, y)?))) {
            Some((at, cell)) => words[at].push((cell, run)),
            None => outside.push(run),
        }
    }
    let mut items: Vec<(f64, Item)> = Vec::new();
    for (ruled, words) in tables.iter().zip(words) {
        let runs: Vec<&Run> = words.iter().map(|(_, run)| *run).collect();
        let table = Table::of(ruled, words, number);
        if runs.is_empty() || table.is_frame() {
            outside.extend(runs);
        } else {
            items.push((ruled.top(), Item::Table(table)));
        }
    }
    let (level, turned): (Vec<&Run>, Vec<&Run>) = outside.into_iter().partition(|run| run.turned == 0);
    let level = lines(level);
    let own = around.between(&level.iter().map(|line| (line[0].y, written(line))).collect::<Vec<_>>(), number);
    let level = &level[own];
    let mut next = 0;
    for table in aligned::tables(level) {
        items.extend(level[next..table.lines.start].iter().map(|line| (line[0].y, Item::Line(written(line)))));
        next = table.lines.end;
        items.push((level[table.lines.start][0].y, Item::Aligned(table.rows)));
    }
    items.extend(level[next..].iter().map(|line| (line[0].y, Item::Line(written(line)))));
    items.extend(lines(turned).iter().map(|line| (f64::MIN, Item::Line(written(line)))));
    items.retain(|(_, item)| !matches!(item, Item::Line(line) if line.is_empty()));
    items.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    items.into_iter().map(|(_, item)| item).collect()
}

fn written(line: &[&Run]) -> String {
    let mut text = String::new();
    write_line(line, &mut text);
    without_radicals(text.trim())
}

/// How many lines at the top and the bottom of a page may be those of every page.
const MAX_AROUND: usize = 3;

/// How many pages must have the same line at the same place.
const REPEATED: usize = 2;

/// The lines at the top and the bottom that pages repeat, but for the numbers in them, each with its place.
struct Around(BTreeMap<(i64, String), usize>);

impl Around {
    fn of(pages: &[Page]) -> Self {
        let mut count = BTreeMap::new();
        for page in pages {
            let lines = lines(page.runs.iter().filter(|run| run.turned == 0).collect());
            let tops = lines.iter().take(MAX_AROUND);
            for line in tops.chain(lines.iter().skip(MAX_AROUND).rev().take(MAX_AROUND)) {
                let text = written(line);
                // Figures alone may be those of a table without lines.
                if text.chars().any(char::is_alphabetic) {
                    *count.entry(Self::key(line[0].y, &text)).or_default() += 1;
                }
            }
        }
        Self(count)
    }

    /// The lines of a page between what stands around its words: its number, and what each page repeats.
    fn between(&self, lines: &[(f64, String)], number: u32) -> Range<usize> {
        let is_around = |(y, line): &(f64, String)| is_page_number(line, number) || self.0.get(&Self::key(*y, line)).is_some_and(|count| *count >= REPEATED);
        let above = lines.iter().take(MAX_AROUND).take_while(|line| is_around(line)).count();
        let below = lines[above..].iter().rev().take(MAX_AROUND).take_while(|line| is_around(line)).count();
        above..lines.len() - below
    }

    fn key(y: f64, line: &str) -> (i64, String) {
        (y.round() as i64, line.chars().filter(|c| !c.is_ascii_digit()).collect())
    }
}

/// Whether a line is only the number of its page, or of one near it: `- 1 -`, `第 2 页 共 9 页`, `3/9`. A figure of a table may
/// stand alone, too.
fn is_page_number(line: &str, page: u32) -> bool {
    let is_around = |c: char| c.is_whitespace() || "-—–－_·.第页共/|".contains(c);
    let first: String = line.chars().skip_while(|c| is_around(*c)).take_while(char::is_ascii_digit).collect();
    let is_near = first.parse().is_ok_and(|number: u32| number.abs_diff(page) <= 2);
    let is_dressed = line.contains(is_around) && first.len() <= 3;
    (is_near || is_dressed) && !first.is_empty() && line.chars().all(|c| is_around(c) || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_page_number;

    #[test]
    fn numbers_of_pages() {
        for (line, expected) in [
            ("- 3 -", true),
            ("— 12 —", true),
            ("4", true),
            ("第 2 页 共 9 页", true),
            ("3/9", true),
            ("447228", false),
            ("17", false),
            ("96171.6", false),
            ("", false),
            ("三", false),
        ] {
            assert_eq!(is_page_number(line, 3), expected, "{line}");
        }
    }
}
