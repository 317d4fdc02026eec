//! Quotes in the words → the values that stand in their places.

use super::sentence::Quoted;
use crate::model::{Agency, Asked, CellAt, CountName, Document, FigureName, Report};
use crate::number::Number;

/// What the quotes of a report's words stand for; one that is wrong stands for nothing.
pub(super) fn quoted(document: &Document, agency: &Agency, report: &Report) -> Vec<Quoted> {
    let value = |asked: &Asked| match asked {
        Asked::Figure(name) => figure(name, agency, report).map(|number| number.to_string()),
        Asked::Count(name) => Some(count(name, agency).to_string()),
        Asked::Braces => None,
    };
    document.quotes.iter().map(|quote| Quoted { range: quote.range.clone(), value: value(&quote.asked).unwrap_or_default() }).collect()
}

fn figure(name: &FigureName, agency: &Agency, report: &Report) -> Option<Number> {
    let report = match name.year {
        Some(year) if year != report.year => agency.reports.get(&year)?,
        _ => report,
    };
    let form = &report.figures.form;
    let table_place = form.table(&name.table)?;
    let table = &form.tables[table_place];
    let column = table.column(&name.column)?;
    let rows: Vec<usize> = match table.row(&name.row) {
        Some(row) => vec![row],
        None => {
            let group = table.group(&name.row)?;
            (0..table.rows.len()).filter(|row| table.rows[*row].group() == Some(group)).collect()
        }
    };
    let numbers: Vec<Number> = rows.into_iter().filter_map(|row| report.figures.cell(CellAt { table: table_place, row, column }).number()).collect();
    (!numbers.is_empty()).then(|| numbers.into_iter().sum())
}

/// How many items an agency has, of a year or of all, of a category or of all.
pub(super) fn count(name: &CountName, agency: &Agency) -> usize {
    let is_meant = |year, category: &str| name.year.is_none_or(|wanted| wanted == year) && name.category.as_deref().is_none_or(|wanted| wanted == category);
    agency.folders.iter().filter(|folder| is_meant(folder.year, folder.category.as_str())).map(|folder| folder.items.len()).sum()
}
