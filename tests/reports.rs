//! The real reports of the example portal: each figure on the page, in the CSV, the workbook and the JSON equals the
//! figure that was published, as collected in `figures/published.json`.

use crate::support::Portal;
use calamine::Reader;
use lanmu::diagnostic::Level;
use lanmu::form::{Form, Forms};
use scraper::{Html, Selector};
use serde_json::Value;
use std::fs;
use std::io::Cursor;

/// All figures of a published report as they were collected, in the order of its form, as texts.
fn published(report: &Value, form: &Form) -> Vec<Vec<String>> {
    let cells = |table: &lanmu::form::Table| report[&table.key].as_array().expect("cells");
    let text = |cell: &Value| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned);
    form.tables.iter().map(|table| cells(table).iter().map(text).collect()).collect()
}

fn in_csv(portal: &Portal, folder: &str, form: &Form) -> Vec<Vec<String>> {
    let table = |table: &lanmu::form::Table| {
        let bytes = fs::read(portal.out.join(format!("{folder}data/{}.csv", table.key))).expect("a CSV");
        assert!(bytes.starts_with(b"\xef\xbb\xbf"), "a byte order mark");
        let text = String::from_utf8(bytes[3..].to_vec()).expect("UTF-8");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert_eq!(text.lines().count(), table.rows.len() + 1);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let width = table.columns.len();
        let records: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a record")).collect();
        let keys: Vec<&str> = records.iter().map(|record| &record[0]).collect();
        assert_eq!(keys, table.rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>());
        records.iter().flat_map(|record| record.iter().skip(record.len() - width).map(str::to_owned).collect::<Vec<_>>()).collect()
    };
    form.tables.iter().map(table).collect()
}

fn in_json(portal: &Portal, folder: &str) -> Vec<Vec<String>> {
    let json: Value = serde_json::from_str(&portal.published(&format!("{folder}data/report.json"))).expect("JSON");
    let rows = |table: &Value| {
        table["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .flat_map(|row| row["values"].as_array().expect("values").iter().map(ToString::to_string).collect::<Vec<_>>())
            .collect()
    };
    json["tables"].as_array().expect("tables").iter().map(rows).collect()
}

/// The figures of the workbook's list, which has numbers without zeros at the end.
fn in_xlsx(portal: &Portal, folder: &str, form: &Form) -> Vec<Vec<String>> {
    let bytes = fs::read(portal.out.join(format!("{folder}data/report.xlsx"))).expect("a workbook");
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).expect("XLSX");
    let list = book.worksheet_range("数据").expect("the list");
    let table = |table: &lanmu::form::Table| list.rows().filter(|line| line[0].to_string() == table.key).map(|line| line[5].to_string()).collect();
    form.tables.iter().map(table).collect()
}

/// The figures of the page's three tables, in reading order.
fn on_page(portal: &Portal, folder: &str) -> Vec<String> {
    let page = Html::parse_document(&portal.published(&format!("{folder}index.html")));
    let cells = Selector::parse("table.sheet td[headers]").expect("a selector");
    page.select(&cells).map(|cell| cell.text().collect::<String>().replace(',', "")).collect()
}

#[test]
fn figures_are_those_that_were_published() {
    let figures: Value = serde_json::from_str(include_str!("figures/published.json")).expect("JSON");
    let forms = Forms::built_in();
    let form = forms.find("2021").expect("built in");
    let mut portal = Portal::example();
    portal.publish();
    for folder in ["kjj/2024/", "suqian/2023/", "suqian/2024/", "huaian/2024/"] {
        let id = folder;
        let expected = published(&figures[folder], form);
        assert_eq!(expected.iter().map(Vec::len).collect::<Vec<_>>(), [6, 1, 2, 1, 175, 15], "{id}");
        assert_eq!(in_csv(&portal, folder, form), expected, "{id}: CSV");
        assert_eq!(in_json(&portal, folder), expected, "{id}: JSON");
        assert_eq!(in_xlsx(&portal, folder, form), expected, "{id}: XLSX");
        assert_eq!(on_page(&portal, folder), expected.concat(), "{id}: page");
    }
    // In 2019 many cells were left blank; the collected figures give blanks as 0, but for blank totals.
    let form = forms.find("2019").expect("built in");
    let expected = published(&figures["shanghai-office/2019/"], form);
    let folder = "shanghai-office/2019/";
    let csv = in_csv(&portal, folder, form);
    let page: Vec<String> = on_page(&portal, folder).into_iter().map(|text| text.replace("—未填报", "")).collect();
    let json: Vec<Vec<String>> =
        in_json(&portal, folder).into_iter().map(|cells| cells.into_iter().map(|text| if text == "null" { String::new() } else { text }).collect()).collect();
    assert_eq!((csv.concat(), csv.concat()), (page, json.concat()), "page, CSV and JSON agree");
    assert_eq!(in_xlsx(&portal, folder, form), csv, "XLSX and CSV agree");
    assert_eq!(csv.iter().map(Vec::len).collect::<Vec<_>>(), [6, 6, 6, 2, 2, 161, 15]);
    for (found, expected) in csv.concat().iter().zip(expected.concat()) {
        let same = *found == expected || found.is_empty() && (expected == "0" || expected == "null");
        assert!(same, "{found} is not {expected}");
    }
    assert_eq!(csv.concat().iter().filter(|cell| cell.is_empty()).count(), 135);
}

#[test]
fn the_example_has_no_errors_and_its_years_continue_each_other() {
    let mut portal = Portal::example();
    let outcome = portal.build();
    let told = lanmu::diagnostic::render(&outcome.diagnostics, lanmu::diagnostic::Lang::En, false);
    assert!(outcome.diagnostics.iter().all(|diagnostic| diagnostic.level == Level::Info), "{told}");
    let published = outcome.published.expect("published");
    assert_eq!((published.agencies, published.reports), (4, 5));
    // The draft is left out, and said to be one where it is let in.
    assert!(!portal.tree().keys().any(|path| path.contains("reply-science-museum")));
    portal.drafts = true;
    portal.publish();
    let draft = portal.published("kjj/2024/proposals/reply-science-museum.html");
    assert!(draft.contains("草稿") && draft.contains("审核：已完成初审、一校。"));
}
