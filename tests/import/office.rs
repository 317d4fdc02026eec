//! All rows of all forms as Word documents and PDF files draw them.

use crate::import::drawn::{Drawn, cells, each_form, report};
use crate::import::{filled, forms, import, places, told};
use crate::support::pdf::{Pdf, coded};
use crate::support::word::{docx, p, tc, tr};
use lanmu::form::Sheet;
use lanmu::model::{Cell, Figures};
use lanmu::number::Number;
use std::fmt::Write;

/// A table of Word: what one cell covers below itself are cells that go on with it.
fn word_table(sheet: &Sheet, figures: &Figures) -> String {
    let drawn = cells(sheet, figures);
    let row = |row: usize| {
        let mut cells: Vec<&Drawn> = drawn.iter().filter(|cell| (cell.row..cell.row + cell.rows).contains(&row)).collect();
        cells.sort_by_key(|cell| cell.column);
        let cell = |cell: &&Drawn| {
            let span = format!("<w:gridSpan w:val=\"{}\"/>", cell.columns);
            match cell.row == row {
                true if cell.rows > 1 => tc(&format!("{span}<w:vMerge w:val=\"restart\"/>"), &cell.text),
                true => tc(&span, &cell.text),
                false => tc(&format!("{span}<w:vMerge/>"), ""),
            }
        };
        tr(&cells.iter().map(cell).collect::<Vec<_>>())
    };
    format!("<w:tbl>{}</w:tbl>\n\n", (0..sheet.rows.len()).map(row).collect::<String>())
}

#[test]
fn word_documents() {
    each_form(|figures| {
        let text = report(figures, "", |sheet| word_table(sheet, figures));
        let block = |block: &str| if block.starts_with("<w:tbl>") { block.to_owned() } else { p(block) };
        ("a.docx", docx(&text.split("\n\n").map(block).collect::<String>(), &[]))
    });
}

/// How wide a column is, how high a line, and how many characters a line has, at so many points a character.
const WIDE: usize = 56;
const LINE: usize = 6;
const SIZE: usize = 5;

/// Words at a place.
fn at(x: usize, y: usize, text: &str) -> String {
    format!("BT /F2 {SIZE} Tf {x} {y} Td {} Tj ET\n", coded(text))
}

/// How a page draws the lines between cells: around each, below each row, or none.
#[derive(Clone, Copy, PartialEq)]
enum Ruled {
    Around,
    Below,
    Not,
}

/// Where the words of a cell stand in it.
#[derive(Clone, Copy, PartialEq)]
enum Words {
    AtTop,
    InMiddle,
}

/// A table as a page draws it: long words broken into lines.
fn page_table(sheet: &Sheet, figures: &Figures, ruled: Ruled, words: Words) -> String {
    let drawn = cells(sheet, figures);
    let lines = |cell: &Drawn| {
        let signs: Vec<char> = cell.text.chars().collect();
        signs.chunks((cell.columns * WIDE - 4) / SIZE).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>()
    };
    let height = |row: usize| drawn.iter().filter(|cell| cell.row == row && cell.rows == 1).map(|cell| lines(cell).len()).max().unwrap_or(1) * LINE + 4;
    let top = |row: usize| 790 - (0..row).map(height).sum::<usize>();
    let mut page = String::new();
    for cell in &drawn {
        let (x, y, below) = (20 + cell.column * WIDE, top(cell.row), top(cell.row + cell.rows));
        let wide = cell.columns * WIDE;
        let _ = match ruled {
            Ruled::Around => writeln!(page, "{x} {below} {wide} {} re S", y - below),
            Ruled::Below => writeln!(page, "{x} {below} m {} {below} l S", x + wide),
            Ruled::Not => Ok(()),
        };
        let lines = lines(cell);
        let (left, above) = match words {
            Words::AtTop => (2, 0),
            Words::InMiddle => {
                ((wide - lines.first().map_or(0, |line| line.chars().count()) * SIZE) / 2, (y - below - 4 - lines.len().min((y - below - 4) / LINE) * LINE) / 2)
            }
        };
        for (line, text) in lines.iter().enumerate() {
            page.push_str(&at(x + left, y - above - (line + 1) * LINE, text));
        }
    }
    page
}

fn pages(figures: &Figures, ruled: Ruled, words: Words) -> Vec<u8> {
    let form = &figures.form;
    let title = at(20, 820, "示例市教育局2023年政府信息公开工作年度报告");
    let mut pdf = Pdf::default().page(&title).compressed();
    for (place, section) in form.sections.iter().enumerate() {
        let heading = at(20, 810, &section.heading);
        let mut sheets = form.sheets.iter().filter(|sheet| sheet.section == Some(place)).peekable();
        if sheets.peek().is_none() {
            pdf = pdf.page(&format!("{heading}{}", at(20, 780, "示例市教育局依照条例做好各项工作，情况良好。")));
        }
        for sheet in sheets {
            pdf = pdf.page(&format!("{heading}{}", page_table(sheet, figures, ruled, words)));
        }
    }
    pdf.page(&at(20, 700, "2024年1月20日")).bytes()
}

#[test]
fn pages_of_pdf() {
    each_form(|figures| ("a.pdf", pages(figures, Ruled::Around, Words::AtTop)));
}

#[test]
fn pages_of_pdf_without_lines() {
    for (ruled, words) in [(Ruled::Not, Words::InMiddle), (Ruled::Not, Words::AtTop), (Ruled::Below, Words::InMiddle)] {
        each_form(|figures| ("a.pdf", pages(figures, ruled, words)));
    }
}

#[test]
fn what_a_page_does_not_tell_is_blank() {
    for form in forms() {
        // Some rows have all their figures, some lack one at any place, some have none.
        let figures = filled(&form, |at| match at {
            90..97 => Cell::Blank,
            _ if at > 60 && at % 11 == 0 => Cell::Blank,
            _ => Cell::Number(Number::from(u32::try_from(at * 37 + 1).expect("small"))),
        });
        for words in [Words::InMiddle, Words::AtTop] {
            let imported = import("a.pdf", &pages(&figures, Ruled::Not, words)).expect("a report");
            assert_eq!(imported.figures.form.digest, form.digest);
            let mut read = 0;
            for at in places(&form) {
                let found = imported.figures.cell(at);
                let is_left_out = *found == Cell::Blank && imported.figures.is_unread(at);
                assert!(found == figures.cell(at) || is_left_out, "{}: {found:?}\n{}", figures.path(at), told(&imported));
                read += usize::from(*found != Cell::Blank);
            }
            assert!(read > 140, "{read}");
        }
    }
}
