//! An Excel workbook → the rows of its sheets, hidden ones too, cells parted by tabs.

use super::archive::Archive;
use super::xml::{Step, attribute, each_step};
use super::{Part, Unit, Unread};
use std::collections::BTreeMap;

/// The largest whole number that a cell's floating point holds exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(super) fn parts(archive: &mut Archive<'_>) -> Result<Vec<Part>, Unread> {
    let shared = if archive.has("xl/sharedStrings.xml") { shared_strings(&archive.text("xl/sharedStrings.xml")?)? } else { Vec::new() };
    let names: BTreeMap<String, String> = sheets(archive)?.into_iter().map(|sheet| (sheet.file, sheet.name)).collect();
    let mut parts = Vec::new();
    for file in archive.names("xl/worksheets/", ".xml") {
        let name = names.get(&file).cloned().unwrap_or_else(|| file.clone());
        let xml = archive.text(&file)?;
        parts.push(rows(&xml, &shared, name)?);
    }
    for file in archive.names("xl/comments", ".xml").into_iter().chain(archive.names("xl/threadedComments/", ".xml")) {
        let text = shared_strings(&archive.text(&file)?)?.join("\n");
        parts.push(Part { text, unit: Unit::Paragraph, ..Part::default() });
    }
    Ok(parts)
}

/// A sheet of a workbook, before it is read.
pub(super) struct Listed {
    pub(super) name: String,
    /// Its file in the archive.
    pub(super) file: String,
    pub(super) is_hidden: bool,
}

/// The sheets in the order of the workbook.
pub(super) fn sheets(archive: &mut Archive<'_>) -> Result<Vec<Listed>, Unread> {
    const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    if archive.has(RELATIONS) {
        each_step(&archive.text(RELATIONS)?, |step| {
            if let Step::Begin("Relationship", element) = step
                && let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target"))
            {
                let file = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                files.insert(id, file);
            }
        })?;
    }
    let mut sheets = Vec::new();
    each_step(&archive.text("xl/workbook.xml")?, |step| {
        if let Step::Begin("sheet", element) = step
            && let (Some(id), Some(name)) = (attribute(element, "id"), attribute(element, "name"))
            && let Some(file) = files.get(&id)
        {
            let is_hidden = attribute(element, "state").is_some_and(|state| state != "visible");
            sheets.push(Listed { name, file: file.clone(), is_hidden });
        }
    })?;
    Ok(sheets)
}

/// The texts that cells share, or those of comments.
pub(super) fn shared_strings(xml: &str) -> Result<Vec<String>, Unread> {
    let mut strings = Vec::new();
    let mut current = String::new();
    let (mut in_words, mut in_reading) = (false, false);
    each_step(xml, |step| match step {
        // How a name is read aloud is no part of the text.
        Step::Begin("rPh", _) => in_reading = true,
        Step::End("rPh") => in_reading = false,
        Step::Begin("t", _) => in_words = !in_reading,
        Step::End("t") => in_words = false,
        Step::Words(words) if in_words => current.push_str(words),
        Step::End("si" | "comment") => strings.push(std::mem::take(&mut current)),
        Step::Begin("text", _) => in_words = true,
        Step::End("text") => in_words = false,
        Step::End("threadedComment") => strings.push(std::mem::take(&mut current)),
        Step::Begin(..) | Step::End(_) | Step::Words(_) => {}
    })?;
    Ok(strings)
}

/// What a cell holds.
#[derive(Default)]
struct Cell {
    is_shared: bool,
    is_number: bool,
    words: String,
}

fn rows(xml: &str, shared: &[String], name: String) -> Result<Part, Unread> {
    let mut part = Part { unit: Unit::Row(name), ..Part::default() };
    let mut cell = Cell::default();
    let (mut in_words, mut too_large, mut row) = (false, false, 0_u32);
    each_step(xml, |step| match step {
        Step::Begin("row", element) => {
            row = attribute(element, "r").and_then(|number| number.parse().ok()).unwrap_or(row.saturating_add(1));
            part.rows.push((part.text.len(), row));
        }
        Step::End("row") => part.text.push('\n'),
        Step::Begin("c", element) => {
            let kind = attribute(element, "t");
            cell = Cell { is_shared: kind.as_deref() == Some("s"), is_number: kind.is_none_or(|kind| kind == "n"), words: String::new() };
        }
        Step::Begin("v" | "t", _) => in_words = true,
        Step::End("v" | "t") => in_words = false,
        Step::Words(words) if in_words => cell.words.push_str(words),
        Step::End("c") if !too_large => {
            part.text.push_str(&shown(&cell, shared));
            part.text.push('\t');
            // Many cells may share one long text.
            too_large = part.text.len() > super::archive::MAX_TEXT;
        }
        Step::Begin(..) | Step::End(_) | Step::Words(_) => {}
    })?;
    if too_large { Err(Unread::TooLarge) } else { Ok(part) }
}

/// The text of a cell on one line; a whole number without an exponent.
fn shown(cell: &Cell, shared: &[String]) -> String {
    let words = if cell.is_shared { cell.words.trim().parse().ok().and_then(|at: usize| shared.get(at)).map_or("", String::as_str) } else { &cell.words };
    if cell.is_number
        && words.contains(['E', 'e', '.'])
        && let Some(whole) = words.trim().parse::<f64>().ok().filter(|number| number.fract() == 0.0 && number.abs() < EXACT)
    {
        return format!("{whole:.0}");
    }
    words.replace(['\n', '\r'], " ")
}
