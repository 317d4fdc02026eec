//! An Excel workbook → its sheets as tables, in their order, merged cells resolved. Hidden sheets, rows and columns are left
//! out, and told: nobody has seen them.

use super::Unread;
use super::archive::Archive;
use super::block::{Block, Grid, GridCell, MAX_CELLS, Reading, Spot, column_letters};
use super::workbook::{Listed, shared_strings, sheets};
use super::xml::{Step, attribute, each_step};
use crate::diagnostic::Text;
use quick_xml::events::BytesStart;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most columns and rows that a sheet has.
const MAX_COLUMNS: u32 = 16_384;
const MAX_ROWS: u32 = 1_048_576;

/// What stands for a formula that no program has reckoned.
const UNRECKONED: &str = "=?";

/// The formats of numbers that workbooks do not spell out, with their decimals.
const BUILT_IN: [(&str, usize); 4] = [("2", 2), ("4", 2), ("39", 2), ("40", 2)];

/// The most rows or columns that one message names.
const MAX_TOLD: usize = 10;

/// The most decimals that are added.
const MAX_DECIMALS: usize = 8;

pub(super) fn reading(archive: &mut Archive<'_>) -> Result<Reading, Unread> {
    let shared = if archive.has("xl/sharedStrings.xml") { shared_strings(&archive.text("xl/sharedStrings.xml")?)? } else { Vec::new() };
    let styles = if archive.has("xl/styles.xml") { decimals_of_styles(&archive.text("xl/styles.xml")?)? } else { Vec::new() };
    let (mut blocks, mut hidden) = (Vec::new(), Vec::new());
    let mut left = MAX_CELLS;
    for Listed { name, file, is_hidden } in sheets(archive)? {
        if !archive.has(&file) {
            continue;
        }
        let sheet = Sheet::read(&archive.text(&file)?, &shared, &styles)?;
        if is_hidden {
            hidden.extend((!sheet.cells.is_empty()).then(|| Spot { sheet: Some(name.into()), ..Spot::default() }.text()));
            continue;
        }
        hidden.extend(sheet.hidden(&name));
        let grid = sheet.grid(&name, &mut left)?;
        if !grid.rows.is_empty() {
            blocks.push(Block::Table(grid));
        }
    }
    Ok(Reading { blocks, hidden, ..Reading::default() })
}

/// What a sheet holds, by row and column from 0.
#[derive(Default)]
struct Sheet {
    cells: BTreeMap<(u32, u32), Arc<str>>,
    /// Merged cells: first and last row and column.
    merged: Vec<[(u32, u32); 2]>,
    /// The rows that are hidden, and the ranges of columns.
    hidden_rows: BTreeSet<u32>,
    hidden_columns: Vec<(u32, u32)>,
}

/// What a cell holds.
#[derive(Default, Clone, Copy, PartialEq)]
enum Kind {
    #[default]
    Number,
    /// The number of a text that cells share.
    Shared,
    /// Whether something holds.
    Truth,
    Words,
}

/// A cell while it is read.
#[derive(Default)]
struct Open {
    at: (u32, u32),
    kind: Kind,
    /// Whether it is reckoned by a formula, and whether what that comes to was kept.
    is_formula: bool,
    has_value: bool,
    /// How many decimals it is shown with at least.
    decimals: usize,
    words: String,
}

impl Sheet {
    fn read(xml: &str, shared: &[String], styles: &[usize]) -> Result<Self, Unread> {
        let mut sheet = Self::default();
        let mut open = Open::default();
        let (mut in_words, mut in_reading, mut size) = (false, false, 0_usize);
        let mut next = (0_u32, 0_u32);
        each_step(xml, |step| match step {
            Step::Begin("row", element) => {
                let row = attribute(element, "r").and_then(|row| row.parse::<u32>().ok()).map(|row| row.saturating_sub(1));
                next = (row.unwrap_or(next.0).min(MAX_ROWS), 0);
                if is_on(element, "hidden") {
                    sheet.hidden_rows.insert(next.0);
                }
            }
            Step::Begin("col", element) if is_on(element, "hidden") => {
                let number = |name: &str| attribute(element, name).and_then(|number| number.parse::<u32>().ok()?.checked_sub(1));
                sheet.hidden_columns.extend(number("min").zip(number("max")).filter(|_| sheet.hidden_columns.len() < MAX_COLUMNS as usize));
            }
            Step::End("row") => next = (next.0.saturating_add(1), 0),
            Step::Begin("c", element) => {
                let kind = attribute(element, "t");
                let style = attribute(element, "s").and_then(|style| style.parse::<usize>().ok());
                let decimals = style.and_then(|style| styles.get(style)).copied().unwrap_or(0);
                let at = attribute(element, "r").and_then(|name| place(&name)).unwrap_or(next);
                let kind = match kind.as_deref() {
                    None | Some("n") => Kind::Number,
                    Some("s") => Kind::Shared,
                    Some("b") => Kind::Truth,
                    Some(_) => Kind::Words,
                };
                open = Open { at, kind, decimals, ..Open::default() };
                next = (at.0, at.1.saturating_add(1));
            }
            // How a name is read aloud is no part of it.
            Step::Begin("rPh", _) => in_reading = true,
            Step::End("rPh") => in_reading = false,
            Step::Begin("f", _) => open.is_formula = true,
            Step::Begin("v" | "t", _) => (in_words, open.has_value) = (!in_reading, true),
            Step::End("v" | "t") => in_words = false,
            Step::Words(words) if in_words => open.words.push_str(words),
            Step::End("c") => {
                let text = open.text(shared);
                if !text.is_empty() && open.at.1 < MAX_COLUMNS && size <= super::archive::MAX_TEXT {
                    size += text.len();
                    sheet.cells.insert(open.at, text.into());
                }
            }
            Step::Begin("mergeCell", element) => {
                let corners = attribute(element, "ref").and_then(|range| {
                    let (first, last) = range.split_once(':')?;
                    Some([place(first)?, place(last)?])
                });
                sheet.merged.extend(corners.filter(|_| sheet.merged.len() < MAX_CELLS));
            }
            Step::Begin(..) | Step::End(_) | Step::Words(_) => {}
        })?;
        // Many cells may share one long text.
        if size > super::archive::MAX_TEXT { Err(Unread::TooLarge) } else { Ok(sheet) }
    }

    /// The sheet as far as it is filled in.
    fn grid(self, name: &str, left: &mut usize) -> Result<Grid, Unread> {
        let Self { cells, merged, hidden_rows, hidden_columns } = self;
        let name: Arc<str> = name.into();
        let last = |of: fn(&(u32, u32)) -> u32| cells.keys().map(of).max();
        let (Some(first_row), Some(last_row), Some(last_column)) = (cells.keys().map(|at| at.0).min(), last(|at| at.0), last(|at| at.1)) else {
            return Ok(Grid::default());
        };
        let area = u64::from(last_row - first_row + 1).saturating_mul(u64::from(last_column + 1));
        *left = usize::try_from(area).ok().and_then(|area| left.checked_sub(area)).ok_or(Unread::TooLarge)?;
        let spot = |row: u32, column: u32| Spot { sheet: Some(Arc::clone(&name)), row: Some(row + 1), cell: Some(column + 1), ..Spot::default() };
        let own = |row: u32, column: u32| GridCell::new(spot(row, column), cells.get(&(row, column)).cloned().unwrap_or_else(|| "".into()));
        let mut rows: Vec<Vec<GridCell>> = (first_row..=last_row).map(|row| (0..=last_column).map(|column| own(row, column)).collect()).collect();
        let at = |row: u32, column: u32| ((row - first_row) as usize, column as usize);
        for [first, corner] in merged
            .into_iter()
            .filter(|[first, corner]| first.0 >= first_row && first.0 <= last_row && first.0 <= corner.0 && first.1 <= corner.1 && first.1 <= last_column)
        {
            let (begin, text) = (at(first.0, first.1), cells.get(&first).cloned().unwrap_or_else(|| "".into()));
            let covers = u64::from(corner.0.min(last_row).saturating_sub(first.0) + 1) * u64::from(corner.1.min(last_column).saturating_sub(first.1) + 1);
            *left = usize::try_from(covers).ok().and_then(|covers| left.checked_sub(covers)).ok_or(Unread::TooLarge)?;
            for row in first.0..=corner.0.min(last_row) {
                for column in first.1..=corner.1.min(last_column) {
                    let (below, beside) = at(row, column);
                    if (below, beside) != begin {
                        rows[below][beside] = GridCell { place: spot(first.0, first.1), text: text.clone(), origin: Some(begin) };
                    }
                }
            }
        }
        let is_seen_row = |row: usize| u32::try_from(row).is_ok_and(|row| !hidden_rows.contains(&(row + first_row)));
        let is_seen_column = |column: usize| u32::try_from(column).is_ok_and(|column| !is_within(&hidden_columns, column));
        Ok(Grid { place: Spot { sheet: Some(Arc::clone(&name)), ..Spot::default() }, rows: seen(rows, is_seen_row, is_seen_column) })
    }

    /// The rows and columns with words that are hidden.
    fn hidden(&self, name: &str) -> Vec<Text> {
        let rows: BTreeSet<u32> = self.cells.keys().map(|at| at.0).filter(|row| self.hidden_rows.contains(row)).collect();
        let columns: BTreeSet<u32> = self.cells.keys().map(|at| at.1).filter(|column| is_within(&self.hidden_columns, *column)).collect();
        let numbers =
            |numbers: &BTreeSet<u32>, of: &dyn Fn(u32) -> String| numbers.iter().take(MAX_TOLD).map(|number| of(number + 1)).collect::<Vec<_>>().join("、");
        let told = |(zh, en, parts): (&str, &str, String)| Text::new(format!("工作表“{name}”第 {parts} {zh}"), format!("{en} {parts} of the sheet “{name}”"));
        [("行", "rows", numbers(&rows, &|row| row.to_string())), ("列", "columns", numbers(&columns, &column_letters))]
            .into_iter()
            .filter(|(.., parts)| !parts.is_empty())
            .map(told)
            .collect()
    }
}

impl Open {
    /// The text of the cell; of a number the digits that the program shows, not those of its floating point. A formula of which
    /// nobody knows what it comes to is no blank.
    fn text(&self, shared: &[String]) -> String {
        if self.is_formula && !self.has_value {
            return UNRECKONED.to_owned();
        }
        let words = match self.kind {
            Kind::Shared => self.words.trim().parse().ok().and_then(|at: usize| shared.get(at)).map_or("", String::as_str),
            Kind::Truth if self.words.trim() == "0" => "FALSE",
            Kind::Truth => "TRUE",
            Kind::Number | Kind::Words => &self.words,
        };
        let number = words.trim().parse::<f64>().ok().filter(|number| self.kind == Kind::Number && number.is_finite());
        number.map_or_else(|| words.trim().to_owned(), |number| with_decimals(number.to_string(), self.decimals))
    }
}

/// Whether a number is in one of some ranges.
fn is_within(ranges: &[(u32, u32)], number: u32) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&number))
}

/// The rows and columns that are seen. A merged cell begins where the first of it is seen.
fn seen(rows: Vec<Vec<GridCell>>, is_seen_row: impl Fn(usize) -> bool, is_seen_column: impl Fn(usize) -> bool) -> Vec<Vec<GridCell>> {
    let width = rows.first().map_or(0, Vec::len);
    // For each row and column the number of those seen before it.
    let places = |count: usize, is_seen: &dyn Fn(usize) -> bool| {
        (0..count).scan(0, |next, at| Some(std::mem::replace(next, *next + usize::from(is_seen(at))))).collect::<Vec<usize>>()
    };
    let (row_places, column_places) = (places(rows.len(), &is_seen_row), places(width, &is_seen_column));
    let mut kept = Vec::new();
    for (row, cells) in rows.into_iter().enumerate().filter(|(row, _)| is_seen_row(*row)) {
        let own = cells.into_iter().enumerate().filter(|(column, _)| is_seen_column(*column)).map(|(column, cell)| {
            let origin = cell.origin.map(|(row, column)| (row_places[row], column_places[column]));
            GridCell { origin: origin.filter(|origin| *origin != (row_places[row], column_places[column])), ..cell }
        });
        kept.push(own.collect());
    }
    kept
}

/// Whether a setting of an element is on.
fn is_on(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
}

/// A number with the zeros at its end that it is shown with: `2.5` as `2.50`.
fn with_decimals(number: String, decimals: usize) -> String {
    let shown = number.split_once('.').map_or(0, |(_, rest)| rest.len());
    match decimals.saturating_sub(shown) {
        0 => number,
        lacking => format!("{number}{}{}", if shown == 0 { "." } else { "" }, "0".repeat(lacking)),
    }
}

/// With how many decimals each style shows numbers at least.
fn decimals_of_styles(xml: &str) -> Result<Vec<usize>, Unread> {
    let mut formats: BTreeMap<String, usize> = BUILT_IN.iter().map(|(id, decimals)| ((*id).to_owned(), *decimals)).collect();
    let (mut styles, mut is_of_cells) = (Vec::new(), false);
    each_step(xml, |step| match step {
        Step::Begin("numFmt", element) => {
            formats.extend(attribute(element, "numFmtId").zip(attribute(element, "formatCode")).map(|(id, code)| (id, decimals(&code))));
        }
        Step::Begin("cellXfs", _) => is_of_cells = true,
        Step::End("cellXfs") => is_of_cells = false,
        Step::Begin("xf", element) if is_of_cells => {
            styles.push(attribute(element, "numFmtId").and_then(|id| formats.get(&id)).copied().unwrap_or(0));
        }
        Step::Begin(..) | Step::End(_) | Step::Words(_) => {}
    })?;
    Ok(styles)
}

/// The decimals of a format such as `#,##0.00`; none of one for days, shares or powers.
fn decimals(code: &str) -> usize {
    let positive = code.split(';').next().unwrap_or_default();
    if !positive.chars().all(|c| matches!(c, '#' | '0' | ',' | '.' | '_' | ' ' | '*' | '(' | ')' | '-')) {
        return 0;
    }
    positive.split_once('.').map_or(0, |(_, rest)| rest.chars().take_while(|c| *c == '0').count().min(MAX_DECIMALS))
}

/// A cell's row and column from 0, by its name: `AB12`.
fn place(name: &str) -> Option<(u32, u32)> {
    let name = name.trim().replace('$', "");
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = name.split_at(letters);
    let column = letters.bytes().try_fold(0_u32, |sum, letter| sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1))?;
    let row: u32 = digits.parse().ok()?;
    let (row, column) = (row.checked_sub(1)?, column.checked_sub(1)?);
    (row < MAX_ROWS && column < MAX_COLUMNS).then_some((row, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells() {
        assert_eq!(place("A1"), Some((0, 0)));
        assert_eq!(place("$AB$12"), Some((11, 27)));
        assert_eq!(["", "A", "1", "A0", "XFE1", "AAAAAAAA1"].map(place), [None; 6]);
    }

    #[test]
    fn numbers_with_the_decimals_they_are_shown_with() {
        let styles = r##"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="#,##0.00"/><numFmt numFmtId="165" formatCode="0.0%"/></numFmts>
<cellStyleXfs><xf numFmtId="2"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="2"/></cellXfs></styleSheet>"##;
        let styles = decimals_of_styles(styles).expect("well-formed");
        assert_eq!(styles, [0, 2, 0, 2]);
        let xml = r#"<worksheet><row r="1"><c s="1"><v>2.5</v></c><c s="1"><v>3</v></c><c s="1"><v>0.125</v></c><c s="2"><v>0.5</v></c><c s="1" t="str"><v>2</v></c><c s="9"><v>7</v></c></row></worksheet>"#;
        let grid = Sheet::read(xml, &[], &styles).expect("well-formed").grid("表", &mut MAX_CELLS.clone()).expect("small");
        assert_eq!(grid.rows[0].iter().map(|cell| &*cell.text).collect::<Vec<_>>(), ["2.50", "3.00", "0.125", "0.5", "2", "7"]);
    }

    #[test]
    fn merged_cells_and_numbers() {
        let xml = r#"<worksheet><sheetData><row r="2"><c r="A2" t="inlineStr"><is><t>三</t></is></c><c r="C2"><v>96171.600000000006</v></c></row>
<row r="3"><c r="B3" t="s"><v>0</v></c><c><v>1.3812345678E10</v></c><c t="str"><f>1+1</f><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A2:B3"/></mergeCells></worksheet>"#;
        let sheet = Sheet::read(xml, &["共".to_owned()], &[]).expect("well-formed");
        let grid = sheet.grid("表", &mut MAX_CELLS.clone()).expect("small");
        let shown: Vec<String> = grid.rows.iter().map(|row| row.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join("|")).collect();
        assert_eq!(shown, ["三|三|96171.6|", "三|三|13812345678|2"]);
        assert_eq!(grid.rows[1][1].origin, Some((0, 0)));
        assert_eq!(grid.rows[1][3].place.text().zh, "工作表“表” D3");
    }
}
