//! Published workbooks, read by a program that knows nothing of lanmu: every figure of every table in its kind, cells
//! merged as printed, nothing a formula, the same bytes each time.

use crate::support::{self, Portal, REPORT, codes, repository};
use calamine::{Data, Dimensions, Range, Reader, Xlsx};
use lanmu::diagnostic::Level;
use lanmu::form::Content;
use lanmu::load::{Memo, load};
use lanmu::model::{Cell, CellAt, Report, Site};
use lanmu::number::Number;
use std::fs;
use std::io::Cursor;
use std::process::Command;
use std::time::Duration;

/// The rows above a printed table: its title; agency, year and unit.
const ABOVE: u32 = 2;

/// A report with all four kinds of cell, one number with more digits than a spreadsheet program keeps, and notes that
/// begin as formulas do.
fn four_kinds() -> String {
    REPORT
        .replace("refused.law: [0, 0, 0,", "refused.law: [~, \"/\", { value: 0, note: 含修订1件 },")
        .replace("review: [3,", "review: [{ value: 3, note: \"=HYPERLINK(1)\" },")
        .replace("regulations: [0, 0, 0]", "regulations: [~, /, { value: 0, note: \"@SUM(A1)\" }]")
        .replace("charges: 12.50", "charges: 12345678901234.5678")
        .replace("permits: 1204", "permits: { value: 1573179, note: \"另有“双公示”, 不重复\" }")
        .replace("litigation_after_review: [0, 0, 0, 0, 0]", "litigation_after_review: [~, ~, ~, ~, ~]")
}

fn portal(report: &str) -> Portal {
    Portal::new().with("content/kjj/2024/report.yaml", report)
}

fn site(portal: &Portal) -> Site {
    load(&portal.options().load, &mut Memo::default()).site.expect("readable")
}

fn open(portal: &Portal, path: &str) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(fs::read(portal.out.join(path)).expect("a workbook"))).expect("XLSX")
}

/// What a cell reads as; no published cell is anything other than a number, a text or empty.
#[derive(Debug, PartialEq)]
enum Found {
    Number(Number),
    Text(String),
    Other(String),
    Empty,
}

fn number(text: &str) -> Number {
    Number::parse(text).expect("a number")
}

fn found(sheet: &Range<Data>, row: u32, column: u32) -> Found {
    match sheet.get_value((row, column)) {
        Some(Data::Float(float)) => Found::Number(number(&float.to_string())),
        Some(Data::String(text)) => Found::Text(text.clone()),
        Some(Data::Empty) | None => Found::Empty,
        Some(other) => Found::Other(format!("{other:?}")),
    }
}

/// What a printed figure should read as.
fn printed(cell: &Cell) -> Found {
    match cell {
        Cell::Number(number) if number.to_string().len() > 16 => Found::Text(number.to_string()),
        Cell::Number(number) => Found::Number(*number),
        Cell::Blank => Found::Empty,
        Cell::NotApplicable => Found::Text("/".to_owned()),
        Cell::Noted(noted) => Found::Text(format!("{}（{}）", noted.0, noted.1)),
    }
}

/// Holds a workbook against the report that it was made from.
fn check(book: &mut Xlsx<Cursor<Vec<u8>>>, agency: &str, report: &Report) {
    let form = &report.figures.form;
    let names = book.sheet_names();
    assert_eq!(names.len(), form.sheets.len() + 1);
    assert_eq!(names.last().map(String::as_str), Some("数据"));
    for (sheet, name) in form.sheets.iter().zip(&names) {
        let range = book.worksheet_range(name).expect("a worksheet");
        assert_eq!(found(&range, 0, 0), Found::Text(sheet.caption()));
        assert!(matches!(found(&range, 1, 0), Found::Text(line) if line.starts_with(agency) && line.contains(&format!("{}年度", report.year))));
        let across = |row| Dimensions { start: (row, 0), end: (row, u32::try_from(sheet.width).expect("small") - 1) };
        let mut merged = vec![across(0), across(1)];
        let mut cells = 0;
        for (row, cell) in (ABOVE..).zip(&sheet.rows).flat_map(|(row, printed)| printed.cells.iter().map(move |cell| (row, cell))) {
            let [column, rows, columns] = [cell.column, cell.rowspan, cell.colspan].map(|count| u32::try_from(count).expect("small"));
            let expected = match &cell.content {
                Content::Note(text) | Content::Head { text, .. } => Found::Text(text.clone()),
                Content::Figure { table, row, column, .. } => printed(report.figures.cell(CellAt { table: *table, row: *row, column: *column })),
            };
            assert_eq!(found(&range, row, column), expected, "{name}, row {row}, column {column}");
            if rows * columns > 1 {
                merged.push(Dimensions { start: (row, column), end: (row + rows - 1, column + columns - 1) });
            }
            cells += rows * columns;
        }
        let (height, width) = (u32::try_from(sheet.rows.len()).expect("small"), u32::try_from(sheet.width).expect("small"));
        assert_eq!(cells, height * width, "{name}: the cells fill the table");
        let mut merged_there = book.merge_cells_by_sheet_name(name).expect("merged cells");
        for ranges in [&mut merged, &mut merged_there] {
            ranges.sort_by_key(|range| (range.start, range.end));
        }
        assert_eq!(merged_there, merged, "{name}");
    }
    check_tidy(&book.worksheet_range("数据").expect("the list"), report);
    for name in &names {
        let formulas = book.worksheet_formula(name).expect("a worksheet");
        assert!(formulas.is_empty() || formulas.used_cells().count() == 0, "{name} has formulas");
    }
}

/// Holds the tidy list against the report: a line for each figure.
fn check_tidy(list: &Range<Data>, report: &Report) {
    let heads = ["table", "row", "row_label", "column", "column_label", "value", "note", "kind", "unit"];
    assert_eq!(list.headers().expect("a first line"), heads);
    let mut line = 0;
    let text = |text: &str| if text.is_empty() { Found::Empty } else { Found::Text(text.to_owned()) };
    for (place, table) in report.figures.form.tables.iter().enumerate() {
        for (row, form_row) in table.rows.iter().enumerate() {
            for (cell, form_column) in report.figures.row(place, row).iter().zip(&table.columns) {
                line += 1;
                let (kind, value, note) = match cell {
                    Cell::Number(_) => ("number", printed(cell), Found::Empty),
                    Cell::Blank => ("blank", Found::Empty, Found::Empty),
                    Cell::NotApplicable => ("not-applicable", text("/"), Found::Empty),
                    Cell::Noted(noted) => ("noted", Found::Number(noted.0), text(&noted.1)),
                };
                let keys = [&table.key, &form_row.key, &form_column.key].map(|key| text(key));
                assert_eq!([0, 1, 3].map(|column| found(list, line, column)), keys);
                assert_eq!([5, 6, 7, 8].map(|column| found(list, line, column)), [value, note, text(kind), text(&table.unit)], "line {line}");
                let labels = [2, 4].map(|column| found(list, line, column));
                assert!(matches!(&labels, [Found::Text(row), Found::Text(column)] if row.ends_with(&form_row.label) && column.ends_with(&form_column.label)));
            }
        }
    }
    assert_eq!(list.end(), Some((line, 8)));
}

#[test]
fn all_four_kinds_of_cell_are_read_back() {
    let mut portal = portal(&four_kinds());
    portal.publish();
    let mut book = open(&portal, "kjj/2024/data/report.xlsx");
    assert_eq!(book.sheet_names(), ["表二", "表三", "表四", "数据"]);
    let site = site(&portal);
    let report = site.agencies[0].reports.values().next().expect("a report");
    let kinds = |kind: fn(&Cell) -> bool| {
        let cells = report.figures.form.tables.iter().enumerate().flat_map(|(table, form)| (0..form.rows.len()).map(move |row| (table, row)));
        cells.flat_map(|(table, row)| report.figures.row(table, row)).filter(|cell| kind(cell)).count()
    };
    assert_eq!([kinds(|cell| *cell == Cell::Blank), kinds(|cell| *cell == Cell::NotApplicable), kinds(|cell| cell.note().is_some())], [7, 2, 4]);
    check(&mut book, "示例市科学技术局", report);
    // In words, once: 表三's row 其他法律行政法规禁止公开.
    let range = book.worksheet_range("表三").expect("a worksheet");
    let row: Vec<Found> = (2..10).map(|column| found(&range, 10, column)).collect();
    assert_eq!(row[..4], [Found::Text("2.其他法律行政法规禁止公开".into()), Found::Empty, Found::Text("/".into()), Found::Text("0（含修订1件）".into())]);
    assert_eq!(row[7], Found::Number(Number::ZERO));
}

#[test]
fn the_reports_of_the_example_keep_every_figure() {
    let mut portal = Portal::empty();
    for (path, bytes) in support::files(&repository().join("content")) {
        portal.write_bytes(&format!("content/{path}"), &bytes);
    }
    portal.write_bytes("site.toml", &fs::read(repository().join("site.toml")).expect("readable"));
    portal.publish();
    let site = site(&portal);
    let mut count = 0;
    for agency in &site.agencies {
        for (year, report) in &agency.reports {
            check(&mut open(&portal, &format!("{}/{year}/data/report.xlsx", agency.card.slug())), &agency.card.name, report);
            count += 1;
        }
    }
    assert_eq!(count, 5);
}

#[test]
fn a_table_of_its_own_is_a_workbook_too() {
    let source = repository().join("tests/sites/form-wrong/content");
    let read = |path: &str| fs::read_to_string(source.join(path)).expect("readable");
    let mut portal = Portal::new()
        .with("content/_forms/three-public.toml", &read("_forms/f-good.toml"))
        .with("content/kjj/2022/three-public.yaml", &read("kjj/2022/three-public.yaml"));
    portal.publish();
    assert!(portal.published("kjj/2022/three-public.html").contains("/kjj/2022/data/three-public.xlsx\""));
    let mut book = open(&portal, "kjj/2022/data/three-public.xlsx");
    assert_eq!(book.sheet_names(), ["“三公”经费预算", "数据"]);
    let site = site(&portal);
    let tables = site.agencies[0].tables.values().next().expect("a table");
    check(&mut book, "示例市科学技术局", tables.values().next().expect("a year"));
}

#[test]
fn another_process_at_another_time_writes_the_same_bytes() {
    let mut here = portal(&four_kinds());
    here.publish();
    let bytes = |portal: &Portal| fs::read(portal.out.join("kjj/2024/data/report.xlsx")).expect("a workbook");
    let site = site(&here);
    let agency = &site.agencies[0];
    let again = lanmu::export::report_xlsx(&agency.card, agency.reports.values().next().expect("a report")).expect("written");
    assert_eq!(again, bytes(&here), "in the same process");
    // Workbooks know seconds.
    std::thread::sleep(Duration::from_millis(1100));
    let there = portal(&four_kinds());
    let status =
        Command::new(env!("CARGO_BIN_EXE_lanmu")).args(["build", "--root"]).arg(there.root()).env("TZ", "Asia/Shanghai").output().expect("runs").status;
    assert!(status.success());
    assert_eq!(bytes(&there), bytes(&here), "in another process");
}

#[test]
fn there_is_none_where_the_settings_say_so() {
    let mut portal = portal(REPORT);
    portal.publish();
    let link = "href=\"/kjj/2024/data/report.xlsx\" download=\"示例市科学技术局-2024.xlsx\"";
    assert!(portal.published("kjj/2024/index.html").contains(link));
    portal.write("site.toml", &format!("{}\n[output]\nxlsx = false\n", support::SITE));
    let files = portal.publish().files;
    // The page that lists the downloads is the only one that changes.
    assert_eq!((files.written, files.removed), (1, 1));
    assert!(!portal.published("kjj/2024/index.html").contains("report.xlsx"));
    assert!(!portal.tree().keys().any(|path| path.ends_with(".xlsx")));
}

#[test]
fn a_note_that_no_cell_can_hold_is_told() {
    let mut portal = portal(&four_kinds().replace("含修订1件", &"修".repeat(40_000)));
    let outcome = portal.build();
    assert!(outcome.published.is_none());
    assert_eq!(codes(&outcome, Level::Error), ["content/kjj/2024/report.yaml too-large"]);
    portal.write("site.toml", &format!("{}\n[output]\nxlsx = false\n", support::SITE));
    portal.publish();
}
