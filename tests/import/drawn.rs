//! All rows of all forms, drawn in each way that sources draw them.

use crate::import::{distinct, filled, forms, reads};
use lanmu::form::{Content, Sheet};
use lanmu::model::{Cell, CellAt, Figures};
use std::fmt::Write;

/// A cell of a printed table: its text, where it begins, what it covers.
pub(super) struct Drawn {
    pub(super) text: String,
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Blank => String::new(),
        Cell::NotApplicable => "/".to_owned(),
        Cell::Noted(noted) => format!("{}（{}）", noted.0, noted.1),
    }
}

pub(super) fn cells(sheet: &Sheet, figures: &Figures) -> Vec<Drawn> {
    let mut drawn = Vec::new();
    for (row, printed) in sheet.rows.iter().enumerate() {
        for cell in &printed.cells {
            let text = match &cell.content {
                Content::Note(text) | Content::Head { text, .. } => text.clone(),
                Content::Figure { table, row, column, .. } => text(figures.cell(CellAt { table: *table, row: *row, column: *column })),
            };
            drawn.push(Drawn { text, row, column: cell.column, rows: cell.rowspan, columns: cell.colspan });
        }
    }
    drawn
}

/// The words around the tables: each sheet below the heading of its chapter.
pub(super) fn report(figures: &Figures, mark: &str, draw: impl Fn(&Sheet) -> String) -> String {
    let form = &figures.form;
    let paragraph = if mark == "<p>" { mark } else { "" };
    let mut text = format!("{mark}示例市教育局2023年政府信息公开工作年度报告\n\n");
    for (place, section) in form.sections.iter().enumerate() {
        let _ = write!(text, "{mark}{}\n\n", section.heading);
        let sheets = form.sheets.iter().filter(|sheet| sheet.section == Some(place));
        let before = text.len();
        sheets.for_each(|sheet| text.push_str(&draw(sheet)));
        if text.len() == before {
            let _ = write!(text, "{paragraph}示例市教育局依照条例做好各项工作，情况良好。\n\n");
        }
    }
    text + &format!("{paragraph}示例市教育局\n\n{paragraph}2024年1月20日\n")
}

pub(super) fn html(figures: &Figures, form_of_table: impl Fn(&str) -> String) -> String {
    report(figures, "<p>", |sheet| form_of_table(&html_rows(sheet, figures)))
}

/// The rows of a printed table.
pub(super) fn html_rows(sheet: &Sheet, figures: &Figures) -> String {
    let drawn = cells(sheet, figures);
    let row = |row: usize| {
        drawn
            .iter()
            .filter(|cell| cell.row == row)
            .map(|cell| format!("<td rowspan={} colspan=\"{}\"><p>{}</p></td>", cell.rows, cell.columns, cell.text))
            .collect::<String>()
    };
    (0..sheet.rows.len()).map(|at| format!("<tr>{}</tr>\n", row(at))).collect()
}

/// A table as lines: each cell's text at its first column; what it covers is empty.
fn lines(sheet: &Sheet, figures: &Figures, repeats: bool) -> Vec<Vec<String>> {
    let mut grid = vec![vec![String::new(); sheet.width]; sheet.rows.len()];
    for cell in cells(sheet, figures) {
        for (row, line) in grid.iter_mut().enumerate().skip(cell.row).take(cell.rows) {
            for (column, place) in line.iter_mut().enumerate().skip(cell.column).take(cell.columns) {
                if repeats || (row, column) == (cell.row, cell.column) {
                    place.clone_from(&cell.text);
                }
            }
        }
    }
    grid
}

pub(super) fn each_form(draw: impl Fn(&Figures) -> (&'static str, Vec<u8>)) {
    for form in forms() {
        let figures = distinct(&form);
        let (name, bytes) = draw(&figures);
        let imported = reads(name, &bytes, &figures);
        assert!(!imported.lacks_table);
    }
}

#[test]
fn pages_with_spans() {
    each_form(|figures| ("a.html", html(figures, |rows| format!("<table border=1>{rows}</table>")).into_bytes()));
}

#[test]
fn pages_in_gbk_that_are_laid_out_by_tables() {
    each_form(|figures| {
        let inner = html(figures, |rows| format!("<table><tbody>{rows}</table>"));
        let page = format!(
            "<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'></head><body><table><tr><td>首页|公开</td><td>{inner}</td></tr></table><p>版权所有"
        );
        ("a.htm", encoding_rs::GB18030.encode(&page).0.into_owned())
    });
}

#[test]
fn texts_with_tabs() {
    let tabs = |lines: Vec<Vec<String>>| lines.iter().map(|line| line.join("\t") + "\n").collect::<String>() + "\n";
    each_form(|figures| ("a.txt", report(figures, "", |sheet| tabs(lines(sheet, figures, false))).into_bytes()));
    each_form(|figures| ("a.txt", report(figures, "# ", |sheet| tabs(lines(sheet, figures, true))).into_bytes()));
    // Without the cells that others cover, as a copy from a page has them.
    each_form(|figures| {
        let bare = |sheet: &Sheet| {
            let drawn = cells(sheet, figures);
            (0..sheet.rows.len())
                .map(|row| drawn.iter().filter(|cell| cell.row == row).map(|cell| cell.text.clone()).collect::<Vec<_>>().join("\t") + "\n")
                .collect()
        };
        ("a.txt", report(figures, "", bare).into_bytes())
    });
}

#[test]
fn markdown_with_pipes() {
    let pipes = |lines: Vec<Vec<String>>| {
        let line = |line: &Vec<String>| format!("| {} |\n", line.join(" | "));
        let rule = format!("|{}\n", "---|".repeat(lines[0].len()));
        line(&lines[0]) + &rule + &lines[1..].iter().map(line).collect::<String>() + "\n"
    };
    each_form(|figures| ("a.md", report(figures, "## ", |sheet| pipes(lines(sheet, figures, false))).into_bytes()));
    each_form(|figures| ("a.md", report(figures, "## ", |sheet| pipes(lines(sheet, figures, true))).into_bytes()));
}

#[test]
fn lines_of_a_pdf() {
    // A cell a line, long labels broken; and a row a line, parted by single spaces.
    let broken = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        chars.chunks(9).map(|part| part.iter().collect::<String>() + "\n").collect::<String>()
    };
    each_form(|figures| {
        let draw = |sheet: &Sheet| cells(sheet, figures).iter().map(|cell| broken(&cell.text)).collect();
        ("a.txt", report(figures, "", draw).into_bytes())
    });
    each_form(|figures| {
        let draw = |sheet: &Sheet| {
            let drawn = cells(sheet, figures);
            (0..sheet.rows.len())
                .map(|row| drawn.iter().filter(|cell| cell.row == row).map(|cell| cell.text.clone()).collect::<Vec<_>>().join(" ") + "\n")
                .collect()
        };
        ("a.txt", report(figures, "", draw).into_bytes())
    });
}

#[test]
fn comma_separated_in_the_official_layout() {
    each_form(|figures| {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for sheet in &figures.form.sheets {
            writer.write_record([sheet.caption()]).expect("written");
            lines(sheet, figures, false).iter().for_each(|line| writer.write_record(line).expect("written"));
        }
        ("a.csv", writer.into_inner().expect("written"))
    });
}

#[test]
fn blanks_and_notes_stay_apart() {
    let number = |text: &str| lanmu::number::Number::parse(text).expect("a number");
    for form in forms() {
        let figures = filled(&form, |at| match at % 5 {
            0 => Cell::Blank,
            1 => Cell::NotApplicable,
            2 => Cell::Noted(Box::new((number("8"), "含修订1件".to_owned()))),
            _ => Cell::Number(number("1234567")),
        });
        reads("a.html", html(&figures, |rows| format!("<table>{rows}</table>")).as_bytes(), &figures);
        let pipes = |sheet: &Sheet| lines(sheet, &figures, true).iter().map(|line| format!("| {} |\n", line.join(" | "))).collect::<String>() + "\n";
        reads("a.md", report(&figures, "## ", pipes).as_bytes(), &figures);
    }
}
