//! The downloads of the whole portal hold what the reports hold, and pages tell the truth about files.

use crate::support::{self, Portal, REPORT, repository};
use calamine::Reader;
use lanmu::form::Forms;
use lanmu::source::Sha256;
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A list with a line of names above it.
fn list(portal: &Portal, path: &str) -> Vec<BTreeMap<String, String>> {
    let text = portal.published(path);
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().expect("names").clone();
    let line = |record: csv::StringRecord| names.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| line(record.expect("a record"))).collect()
}

/// A cell of a report's JSON as the list of figures has it: value, note, kind.
fn tidy(cell: &Value) -> (String, String, &'static str) {
    match cell {
        Value::Null => (String::new(), String::new(), "blank"),
        Value::String(text) => (text.clone(), String::new(), "not-applicable"),
        Value::Object(noted) => (noted["value"].to_string(), noted["note"].as_str().expect("a note").to_owned(), "noted"),
        number => (number.to_string(), String::new(), "number"),
    }
}

#[test]
fn the_list_holds_every_cell_of_every_report_and_nothing_else() {
    let mut portal = Portal::example();
    // The four kinds of cell, and a report with the single row of the older form.
    let mixed = REPORT
        .replace("penalties: 15", "penalties: { value: 15, note: 含上年1件 }")
        .replace("coercion: 2", "coercion: /")
        .replace("charges: 12.50", "charges: ~");
    let single = mixed.lines().filter(|line| !line.contains("closed.un")).map(|line| line.replace("closed.other", "closed")).collect::<Vec<_>>().join("\n");
    portal.write("content/kjj/2022/report.yaml", &mixed);
    portal.write("content/kjj/2021/report.yaml", &single);
    portal.publish();
    let figures = list(&portal, "data/figures.csv");
    let mut expected = Vec::new();
    let whole: Value = serde_json::from_str(&portal.published("data/figures.json")).expect("JSON");
    for entry in whole["reports"].as_array().expect("reports") {
        let (agency, year) = (entry["agency"].as_str().expect("an agency"), entry["year"].to_string());
        let report: Value = serde_json::from_str(&portal.published(&format!("{agency}/{year}/data/report.json"))).expect("JSON");
        assert_eq!(report["published"], entry["published"]);
        for table in report["tables"].as_array().expect("tables") {
            for row in table["rows"].as_array().expect("rows") {
                let key = |value: &Value| value["key"].as_str().expect("a key").to_owned();
                assert_eq!(row["values"], entry["tables"][key(table)][key(row)], "{agency} {year}");
                for (column, cell) in table["columns"].as_array().expect("columns").iter().zip(row["values"].as_array().expect("values")) {
                    let (value, note, kind) = tidy(cell);
                    expected.push([agency.to_owned(), year.clone(), key(table), key(row), key(column), value, note, kind.to_owned()]);
                }
            }
        }
    }
    let found: Vec<[String; 8]> =
        figures.iter().map(|line| ["agency", "year", "table", "row", "column", "value", "note", "kind"].map(|name| line[name].clone())).collect();
    assert_eq!(found, expected);
    let kinds: BTreeSet<&str> = found.iter().map(|line| line[7].as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["blank", "not-applicable", "noted", "number"]));
    assert_eq!(whole["reports"].as_array().map(Vec::len), Some(7));
}

#[test]
fn the_dictionary_tells_every_cell_once_and_where_it_is_printed() {
    let mut portal = Portal::example();
    portal.publish();
    let dictionary = list(&portal, "data/dictionary.csv");
    let forms = Forms::built_in();
    let cells: usize = forms.iter().flat_map(|form| &form.tables).map(|table| table.rows.len() * table.columns.len()).sum();
    assert_eq!(dictionary.len(), cells);
    let line = |row: &str, column: &str| {
        dictionary.iter().find(|line| line["form"] == "2021" && line["row"] == row && line["column"] == column).unwrap_or_else(|| panic!("no {row} {column}"))
    };
    let cell = line("refused.third_party", "company");
    assert_eq!(cell["row_label"], "三、本年度办理结果 | （三）不予公开 | 4.保护第三方合法权益");
    assert_eq!(cell["column_label"], "申请人情况 | 法人或其他组织 | 商业企业");
    assert_eq!((cell["sheet"].as_str(), cell["type"].as_str()), ("表三", "whole"));
    assert_eq!(cell["rules"], "requests-row-total requests-handled");
    assert_eq!(line("charges", "amount")["type"], "decimals-4");
    // What the workbook has there is what the report says.
    let bytes = std::fs::read(portal.out.join("suqian/2024/data/report.xlsx")).expect("a workbook");
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes)).expect("XLSX");
    let figures = list(&portal, "data/figures.csv");
    for line in dictionary.iter().filter(|line| line["form"] == "2021") {
        let sheet = book.worksheet_range(&line["sheet"]).expect("a sheet");
        let (letter, row) = line["cell"].split_at(1);
        let at = (row.parse::<u32>().expect("a row") - 1, u32::from(letter.as_bytes()[0] - b'A'));
        let is_same = |other: &&BTreeMap<String, String>| ["table", "row", "column"].iter().all(|name| other[*name] == line[*name]);
        let figure = figures.iter().filter(|other| other["agency"] == "suqian" && other["year"] == "2024").find(is_same).expect("a figure");
        assert_eq!(sheet.get_value(at).map(ToString::to_string).as_deref(), Some(figure["value"].as_str()), "{line:?}");
    }
}

#[test]
fn metrics_are_those_of_the_pages() {
    let mut portal = Portal::example();
    portal.publish();
    let metrics = list(&portal, "data/metrics.csv");
    let suqian = metrics.iter().find(|line| line["agency"] == "suqian" && line["year"] == "2024" && line["metric"] == "granted-rate").expect("a metric");
    assert_eq!([&suqian["part"], &suqian["whole"], &suqian["value"], &suqian["unit"]], ["1431", "3521", "40.6419", "%"]);
    let kjj = metrics.iter().find(|line| line["agency"] == "kjj" && line["metric"] == "review-corrected-rate").expect("a metric");
    assert_eq!((kjj["value"].as_str(), kjj["kind"].as_str()), ("", "not-applicable"));
    assert!(portal.published("years/2024/granted-rate.html").contains("40.6%"));
}

#[test]
fn pages_tell_the_size_and_the_sum_of_each_file() {
    let mut portal = Portal::example();
    portal.publish();
    let (rows, link, sum) = (selector(".downloads tbody tr, #files ~ table tbody tr"), selector("a[download]"), selector("code.sha"));
    let mut told = 0;
    for page in ["suqian/2024/index.html", "shanghai-office/2019/index.html", "data/index.html"] {
        let html = Html::parse_document(&portal.published(page));
        for row in html.select(&rows) {
            let file = row.select(&link).next().expect("a link");
            let path = file.value().attr("href").expect("an address").trim_start_matches('/');
            let bytes = std::fs::read(portal.out.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
            let text: String = file.text().collect();
            let size: usize = text.split('，').nth(1).and_then(|size| size.split(' ').next()).and_then(|size| size.parse().ok()).expect("a size in KB");
            assert!(size.abs_diff(bytes.len() / 1024) <= 1, "{path}: {text}, {}", bytes.len());
            assert_eq!(row.select(&sum).next().expect("a sum").text().collect::<String>(), Sha256::of(&bytes).to_string());
            told += 1;
        }
    }
    assert_eq!(told, 8 + 9 + 8);
}

#[test]
fn sizes_are_remembered() {
    let mut portal = Portal::example();
    portal.publish();
    let again = portal.publish();
    assert_eq!((again.files.rendered, again.files.written), (0, 0), "nothing is made to learn how large it is");
    let path = "content/huaian/2024/report.yaml";
    let text = std::fs::read_to_string(repository().join(path)).expect("readable");
    portal.write(path, &text.replace("published: 2025", "published: 2024"));
    let changed = portal.publish();
    // Six tables that stay as they are, the workbook and the JSON that name the day, and the pages that show either.
    assert!(changed.files.written < changed.files.rendered && changed.files.rendered < 30, "{:?}", changed.files);
    assert_eq!(portal.tree(), portal.fresh());
}

#[test]
fn the_portal_may_do_without() {
    let mut portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT);
    portal.publish();
    assert!(portal.tree().contains_key("data/figures.csv"));
    portal.write("site.toml", &format!("{}\n[output]\ndata = false\n", support::SITE));
    portal.publish();
    assert!(!portal.tree().keys().any(|path| path.starts_with("data/")));
    assert!(!portal.published("kjj/2024/index.html").contains("/data/\""));
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}
