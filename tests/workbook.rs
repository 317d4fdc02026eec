//! `lanmu new report --xlsx`: a workbook of the official form, to be filled in by whoever knows spreadsheet programs only.

use crate::support::{self, Portal, REPORT, repository};
use calamine::{Data, Range, Reader, Xlsx};
use lanmu::form::{Content, Form, Forms};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;
use zip::ZipArchive;

/// Runs `lanmu new report` in a portal, and gives what it tells.
#[track_caller]
fn told(portal: &Portal, arguments: &[&str], code: i32) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lanmu"));
    command.args(["new", "report"]).args(arguments).args(["--date", "2026-01-15", "--lang", "zh", "--root"]).arg(portal.root()).current_dir(portal.root());
    let output = command.output().expect("the program runs");
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(code), "{text}");
    text
}

fn with_last_year() -> Portal {
    Portal::new().with("content/kjj/2024/report.yaml", REPORT)
}

fn open(file: &Path) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(fs::read(file).expect("a workbook"))).expect("XLSX")
}

/// The XML files of a workbook.
fn parts(file: &Path) -> BTreeMap<String, String> {
    let mut zip = ZipArchive::new(Cursor::new(fs::read(file).expect("a workbook"))).expect("a zip");
    let read = |at| {
        let mut part = zip.by_index(at).expect("there");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("UTF-8");
        (part.name().expect("a name").into_owned(), text)
    };
    (0..ZipArchive::new(Cursor::new(fs::read(file).expect("a workbook"))).expect("a zip").len()).map(read).collect()
}

fn text(range: &Range<Data>, row: u32, column: u32) -> String {
    range.get_value((row, column)).map(ToString::to_string).unwrap_or_default()
}

/// All texts of a worksheet's first column.
fn lines(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Vec<String> {
    let range = book.worksheet_range(name).expect("a worksheet");
    range.rows().map(|row| row.first().map(ToString::to_string).unwrap_or_default()).collect()
}

/// Every label of the form stands where the form prints it; each figure is blank or a formula.
fn check_layout(book: &mut Xlsx<Cursor<Vec<u8>>>, form: &Form) {
    let names = book.sheet_names();
    assert_eq!(names.first().map(String::as_str), Some("填表说明"));
    assert_eq!(names.len(), form.sheets.len() + 1);
    for (sheet, name) in form.sheets.iter().zip(&names[1..]) {
        let range = book.worksheet_range(name).expect("a worksheet");
        assert_eq!(text(&range, 0, 0), sheet.caption());
        for (row, cell) in (2..).zip(&sheet.rows).flat_map(|(row, printed)| printed.cells.iter().map(move |cell| (row, cell))) {
            let expected = match &cell.content {
                Content::Note(text) | Content::Head { text, .. } => text.as_str(),
                Content::Figure { .. } => "",
            };
            assert_eq!(text(&range, row, u32::try_from(cell.column).expect("small")), expected, "{name}, row {row}");
        }
    }
}

#[test]
fn a_workbook_is_made_and_nothing_else() {
    let mut portal = Portal::new();
    let before = support::files(portal.root());
    let said = told(&portal, &["kjj", "2025", "--xlsx"], 0);
    assert!(said.contains("kjj-2025.xlsx\n") && said.contains("下一步：填好并保存后，导入：lanmu import "), "{said}");
    let mut after = support::files(portal.root());
    assert!(after.remove("kjj-2025.xlsx").is_some());
    assert_eq!(after, before);
    let file = portal.root().join("kjj-2025.xlsx");
    let mut book = open(&file);
    assert_eq!(book.sheet_names(), ["填表说明", "表二", "表三", "表四"]);
    check_layout(&mut book, Forms::built_in().find("2021").expect("built in"));
    let guide = lines(&mut book, "填表说明");
    assert_eq!(guide[0], "示例市科学技术局2025年政府信息公开工作年度报告");
    assert!(guide.iter().any(|line| line == "第一项加第二项之和，等于第三项加第四项之和") && !guide.iter().any(|line| line.contains("已按")), "{guide:?}");
    portal.publish();
    assert!(!portal.tree().keys().any(|path| path.ends_with(".xlsx")), "a workbook to fill in is published");
}

#[test]
fn totals_are_formulas_from_the_rules() {
    let portal = Portal::new();
    told(&portal, &["kjj", "2025", "--xlsx=年报.xlsx"], 0);
    let mut book = open(&portal.root().join("年报.xlsx"));
    let requests = book.worksheet_formula("表三").expect("a worksheet");
    let formula = |row, column| requests.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(formula(5, 9), "IF(COUNT($D$6:$I$6)=0,\"\",ROUND(SUM($D$6:$I$6),8))");
    assert_eq!(formula(28, 3), "IF(COUNT($D$8:$D$28)=0,\"\",ROUND(SUM($D$8:$D$28),8))");
    assert_eq!(formula(28, 9), "IF(COUNT($D$29:$I$29)=0,\"\",ROUND(SUM($D$29:$I$29),8))");
    assert_eq!(requests.used_cells().filter(|(_, _, formula)| !formula.is_empty()).count(), 25 + 6);
    let disputes = book.worksheet_formula("表四").expect("a worksheet");
    let places: Vec<usize> = disputes.used_cells().filter(|(_, _, formula)| !formula.is_empty()).map(|(_, column, _)| column).collect();
    assert_eq!(places.iter().map(|place| place - places[0]).collect::<Vec<_>>(), [0, 5, 10]);
    let documents = book.worksheet_formula("表二").expect("a worksheet");
    assert_eq!(documents.used_cells().filter(|(_, _, formula)| !formula.is_empty()).count(), 0);
}

#[test]
fn only_cells_to_fill_in_are_unlocked_and_checked() {
    let portal = with_last_year();
    told(&portal, &["kjj", "2025", "--xlsx"], 0);
    let parts = parts(&portal.root().join("kjj-2025.xlsx"));
    let styles = &parts["xl/styles.xml"];
    let formats = styles.split("<cellXfs").nth(1).and_then(|rest| rest.split("</cellXfs>").next()).expect("formats");
    let unlocked: Vec<bool> = formats.split("<xf ").skip(1).map(|format| format.contains("<protection locked=\"0\"/>")).collect();
    for (sheet, to_fill) in [("sheet2", 2 * 3 + 1 + 2 + 1), ("sheet3", 24 * 6), ("sheet4", 12)] {
        let xml = &parts[&format!("xl/worksheets/{sheet}.xml")];
        assert!(xml.contains("<sheetProtection sheet=\"1\"") && !xml.contains("password"), "{sheet} is not protected");
        let cells = xml.split("<c ").skip(1).map(|cell| {
            let style = cell.split("s=\"").nth(1).and_then(|rest| rest.split('"').next()).map_or(0, |style| style.parse().expect("a number"));
            let has_formula = cell.split("</c>").next().is_some_and(|cell| cell.contains("<f>"));
            assert!(!(unlocked[style] && has_formula), "a formula could be overwritten: {cell}");
            unlocked[style]
        });
        // The last column of 表二 reaches to the right edge: a merged cell is unlocked as a whole.
        let merged = if sheet == "sheet2" { 2 * 4 } else { 0 };
        assert_eq!(cells.filter(|is_unlocked| *is_unlocked).count(), to_fill + merged, "{sheet}");
        assert!(xml.contains("showErrorMessage=\"1\"") && xml.contains("error=\"请填不小于 0 的整数；不适用的填 /。\""), "{sheet}: {xml}");
    }
    assert!(parts.values().all(|xml| !xml.contains("COUNT()") && !xml.contains("SUM()")), "a formula is about nothing");
    assert_eq!(parts["xl/worksheets/sheet1.xml"].matches("<f>").count(), 3 + 4, "three tables; four identities that may fail");
    assert!(parts["xl/worksheets/sheet2.xml"].contains("error=\"请填不小于 0 的数，小数最多 4 位；不适用的填 /。\""));
    let requests = &parts["xl/worksheets/sheet3.xml"];
    let balance = "AND(COUNT($D$29)&gt;0,COUNT($D$6:$D$7)&gt;0,COUNT($D$29:$D$30)&gt;0,ROUND(SUM($D$6:$D$7),8)&lt;&gt;ROUND(SUM($D$29:$D$30),8))";
    assert!(requests.contains("<conditionalFormatting sqref=\"D6:D7 D29:D30\">") && requests.contains(&format!("<formula>{balance}</formula>")), "{requests}");
    // 行政规范性文件: 9 in force last year.
    assert!(parts["xl/worksheets/sheet2.xml"].contains("+9"), "{}", parts["xl/worksheets/sheet2.xml"]);
}

#[test]
fn last_year_is_carried_over() {
    let portal = with_last_year();
    told(&portal, &["kjj", "2025", "--xlsx"], 0);
    let mut book = open(&portal.root().join("kjj-2025.xlsx"));
    let requests = book.worksheet_range("表三").expect("a worksheet");
    assert_eq!((3..10).map(|column| text(&requests, 6, column)).collect::<Vec<_>>(), ["3", "0", "0", "0", "0", "0", "3"]);
    assert_eq!(text(&requests, 28, 9), "", "nothing was handled yet");
    let guide = lines(&mut book, "填表说明");
    let told_of = "“二、上年结转政府信息公开申请数量”已按2024年报告的“四、结转下年度继续办理”填入，请核对。";
    assert!(guide.iter().any(|line| line == told_of), "{guide:?}");
    // What does not add up is neither filled in nor held against this year.
    let portal =
        Portal::new().with("content/kjj/2024/report.yaml", &REPORT.replace("carried_out: [3, 0, 0, 0, 0, 0, 3]", "carried_out: [3, 0, 0, 0, 0, 0, 4]"));
    let said = told(&portal, &["kjj", "2025", "--xlsx"], 0);
    assert!(said.contains("互不相符，没有填入"), "{said}");
    let mut book = open(&portal.root().join("kjj-2025.xlsx"));
    assert_eq!(text(&book.worksheet_range("表三").expect("a worksheet"), 6, 3), "");
    assert!(lines(&mut book, "填表说明").iter().any(|line| line.contains("互不相符")));
}

#[test]
fn every_form_makes_a_workbook() {
    let own = fs::read_to_string(repository().join("tests/sites/form-wrong/content/_forms/f-good.toml")).expect("readable");
    let portal = Portal::new().with("content/_forms/three-public.toml", &own);
    told(&portal, &["kjj", "2019", "--xlsx"], 0);
    check_layout(&mut open(&portal.root().join("kjj-2019.xlsx")), Forms::built_in().find("2019").expect("built in"));
    let form = lanmu::form::parse_form("own.toml", &own).expect("no faults");
    told(&portal, &["kjj", "2022", "--form", &form.key, "--xlsx"], 0);
    check_layout(&mut open(&portal.root().join("kjj-2022.xlsx")), &form);
}

#[test]
fn the_same_bytes_each_time() {
    let portal = with_last_year();
    told(&portal, &["kjj", "2025", "--xlsx=a.xlsx"], 0);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    told(&portal, &["kjj", "2025", "--xlsx=b.xlsx"], 0);
    assert_eq!(fs::read(portal.root().join("a.xlsx")).expect("there"), fs::read(portal.root().join("b.xlsx")).expect("there"));
}

#[test]
fn it_is_never_made_where_it_would_be_published_or_something_stands() {
    let mut portal = with_last_year();
    portal.publish();
    portal.write("kjj-2025.xlsx", "mine");
    let before = support::files(portal.root());
    for (file, expected) in [
        ("--xlsx", "kjj-2025.xlsx 已经存在"),
        ("--xlsx=kjj-2025.xlsx", "kjj-2025.xlsx 已经存在"),
        ("--xlsx=content/kjj/2024/report.xlsx", "在 content 中，会随门户公布"),
        ("--xlsx=./public/../content/年报.xlsx", "在 content 中，会随门户公布"),
        ("--xlsx=填报/年报.xlsx", "填报: "),
        ("--xlsx=public/年报.xlsx", "在 public 中，会随门户公布"),
        ("--xlsx=年报.xls", "应以 .xlsx 结尾"),
        ("--xlsx=年报", "应以 .xlsx 结尾"),
    ] {
        let said = told(&portal, &["kjj", "2025", file], 2);
        assert!(said.contains(expected), "{file}: {said}");
    }
    assert_eq!(support::files(portal.root()), before);
    let said = told(&portal, &["kj", "2025", "--xlsx"], 2);
    assert!(said.contains("没有机关“kj”"), "{said}");
}
