//! What is fuzzed: any bytes as one file of a portal. Each function panics where something does not hold; none of them
//! needs a fuzzer, so `tests/fuzz.rs` calls them too.

#![allow(dead_code, unreachable_pub, clippy::panic, clippy::allow_attributes, reason = "each target calls one of them")]

use lanmu::build::examine;
use lanmu::check::leak::{Allowed, Style, mask, private};
use lanmu::date::parse_date;
use lanmu::diagnostic::{Diagnostic, Lang, Place, render};
use lanmu::document::block::MAX_CELLS;
use lanmu::document::pdf::pages;
use lanmu::document::{Block, extract};
use lanmu::form::{Forms, parse_form};
use lanmu::import::{Known, read, understand};
use lanmu::load::{LoadOptions, Memo};
use lanmu::markdown::{Links, outline, words, written};
use lanmu::model::{Cell, Year};
use lanmu::number::{Number, NumberFault};
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A report that holds.
pub const REPORT: &str = include_str!("../tests/support/report.yaml");

/// The settings of a portal.
pub const SITE: &str = "[site]\ntitle = \"测试门户\"\nbase_url = \"https://www.example.gov.cn/\"\n\n[[category]]\nslug = \"news\"\nname = \"政务动态\"\n";

/// Figures of an annual report.
pub fn yaml(bytes: &[u8]) {
    examined("content/kjj/2024/report.yaml", bytes);
}

/// Settings.
pub fn site(bytes: &[u8]) {
    examined("site.toml", bytes);
}

/// Words of a report, against its figures.
pub fn prose(bytes: &[u8]) {
    examined("content/kjj/2024/report.md", bytes);
}

/// A disclosed item: front matter and words; and the words alone, as HTML.
pub fn markdown(bytes: &[u8]) {
    examined("content/kjj/2024/news/a.md", bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let form = Forms::built_in().find("2021").expect("built in").clone();
    let links = Links { base: "/" };
    let html = lanmu::markdown::render(text, "题", &links).html;
    let lower = html.to_ascii_lowercase();
    assert!(!["<script", "<iframe", "<style", "href=\"javascript:"].iter().any(|bad| lower.contains(bad)), "{html}");
    assert!(!html.contains('\u{fdd0}') || text.contains('\u{fdd0}'), "{html}");
    let _ = (words(text, &form.sections, "题", &links), outline(text, 0, &form.sections), written(text, 0, "题", form.sections.iter()));
}

/// A form of a portal's own.
pub fn form(bytes: &[u8]) {
    examined("content/_forms/own.toml", bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match parse_form("content/_forms/own.toml", text) {
        Ok(form) => assert!(form.tables.iter().all(|table| form.table(&table.key).is_some())),
        Err(diagnostics) => {
            assert!(!diagnostics.is_empty());
            placed(&diagnostics);
        }
    }
}

/// A cell.
pub fn number(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Number::parse(text) {
        Ok(number) => {
            let shown = number.to_string();
            assert_eq!(Number::parse(&shown), Ok(number), "{text:?} → {shown:?}");
            assert!((number + -number).is_zero(), "{text:?}");
        }
        Err(NumberFault::Writing(mended)) => assert!(!matches!(Number::parse(&mended), Err(NumberFault::Writing(_) | NumberFault::NotNumber)), "{text:?}"),
        Err(NumberFault::TooLong | NumberFault::NotNumber) => {}
    }
}

/// An attached file of any kind.
pub fn attachment(bytes: &[u8]) {
    for name in ["a.docx", "a.xlsx", "a.pdf", "a.csv"] {
        for part in extract(name, bytes).parts {
            assert!(part.number(0) <= part.number(part.text.len()), "{name}");
            masked(&part.text);
        }
    }
    for run in pages(bytes).unwrap_or_default().iter().flat_map(|page| &page.runs) {
        assert!(!run.text.is_empty() || run.width == 0.0);
    }
}

/// A published report of any kind. What is not read is blank; whatever is told can be shown.
pub fn import(bytes: &[u8]) {
    let known = Known { year: Year::parse("2024"), ..Known::default() };
    for name in ["a.txt", "a.html", "a.csv", "a.xlsx", "a.docx", "a.pdf", "a.json"] {
        let imported = read(name, bytes).and_then(|reading| understand(name, &reading, &known, &Forms::built_in()));
        match imported {
            Ok(imported) => {
                placed(&imported.doubts);
                let (tables, unread) = imported.figures.parts();
                let blank = tables.iter().flatten().filter(|cell| **cell == Cell::Blank).count();
                assert!(unread.len() <= blank, "{name}");
                assert!(imported.rows.iter().any(|row| row.printed.is_some()), "{name}");
            }
            Err(refused) => {
                assert!(!refused.is_empty(), "{name}");
                placed(&refused);
            }
        }
    }
}

/// The body of a Word document: its tables.
pub fn word_grid(bytes: &[u8]) {
    grids("a.docx", &document(bytes));
}

/// A Word document of this body.
pub fn document(bytes: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).expect("a name");
    zip.write_all(bytes).expect("written");
    zip.finish().expect("finished").into_inner()
}

/// What a page of a PDF paints: its tables, with drawn lines and without.
pub fn pdf_grid(bytes: &[u8]) {
    grids("a.pdf", &page(bytes));
}

/// A PDF whose pages paint this.
pub fn page(bytes: &[u8]) -> Vec<u8> {
    let objects = "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2/MediaBox[0 0 595 842]>>endobj\n\
                   3 0 obj<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>endobj\n\
                   4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n";
    let stream = format!("5 0 obj<</Length {}>>stream\n", bytes.len());
    let end = "\nendstream endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n";
    [b"%PDF-1.7\n", objects.as_bytes(), stream.as_bytes(), bytes, end.as_bytes()].concat()
}

/// Tables are rectangles, and what a cell covers says the same as that cell.
fn grids(name: &str, bytes: &[u8]) {
    let Ok(reading) = lanmu::document::read(name, bytes) else { return };
    let mut count = 0;
    for block in &reading.blocks {
        let Block::Table(grid) = block else { continue };
        for (row, cells) in grid.rows.iter().enumerate() {
            assert_eq!(cells.len(), grid.rows[0].len(), "{name}");
            count += cells.len();
            for (column, cell) in cells.iter().enumerate() {
                let Some((above, beside)) = cell.origin else { continue };
                let origin = &grid.rows[above][beside];
                assert!((above, beside) < (row, column) && origin.origin.is_none() && origin.text == cell.text, "{name}: {row} {column}");
            }
        }
    }
    assert!(count <= MAX_CELLS, "{name}: {count}");
}

/// A text with private numbers.
pub fn mask_numbers(bytes: &[u8]) {
    masked(&String::from_utf8_lossy(bytes));
}

fn masked(text: &str) {
    let nothing = Allowed::new();
    for style in [Style::Plain, Style::Markdown(0)] {
        let (masked, found) = mask(text, style, &nothing);
        assert_eq!(masked.len(), text.len());
        assert!(masked.bytes().zip(text.bytes()).all(|(new, old)| (new == b'\n') == (old == b'\n')), "{text:?}");
        assert!(found.windows(2).all(|pair| pair[0].range.start <= pair[1].range.start), "{text:?}");
        assert_eq!(private(&masked, style, &nothing), [], "{text:?} → {masked:?}");
    }
}

/// Looks through a portal in which one file is these bytes.
fn examined(path: &str, bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, bytes: &[u8]| {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("created");
        fs::write(file, bytes).expect("written");
    };
    write("site.toml", SITE.as_bytes());
    write("content/kjj/agency.yaml", "name: 示例市科学技术局\n".as_bytes());
    write("content/kjj/2024/report.yaml", REPORT.as_bytes());
    write(path, bytes);
    let examined = examine(&options(folder.path()), &mut Memo::default(), &[], true);
    placed(&examined.diagnostics);
    for (place, binding) in examined.bound {
        let Place::Span(source, range) = place else { panic!("{binding:?} has no place") };
        assert!(source.text.get(range).is_some(), "{binding:?}");
    }
}

fn options(root: &Path) -> LoadOptions {
    LoadOptions { root: root.to_owned(), base_url: None, date: parse_date("2025-06-30"), drafts: true }
}

/// Every message has a place inside of its text, and can be shown.
fn placed(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let place = diagnostic.place.as_ref().unwrap_or_else(|| panic!("{diagnostic:?} has no place"));
        for place in diagnostic.related.iter().chain([place]) {
            assert!(!place.path().is_empty(), "{diagnostic:?}");
            let Place::Span(source, range) = place else { continue };
            assert!(source.text.get(range.clone()).is_some(), "{diagnostic:?}");
            let (line, column) = source.line_column(range.start);
            let length = source.text.split('\n').nth(line - 1).map(|line| line.chars().count());
            assert!(length.is_some_and(|length| (1..=length + 1).contains(&column)), "{diagnostic:?}");
        }
        assert!(!diagnostic.message.zh.is_empty() && !diagnostic.message.en.is_empty(), "{diagnostic:?}");
    }
    for lang in [Lang::Zh, Lang::En] {
        assert_eq!(render(diagnostics, lang, false).is_empty(), diagnostics.is_empty());
    }
}
