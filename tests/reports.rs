//! The real reports of the example portal: each figure on the page, in the CSV and in the JSON equals the figure that
//! was published. The published figures stand outside the repository; where they are not at hand this says so.

mod support;

use lanmu::diagnostic::Level;
use lanmu::form::{Form, Forms};
use scraper::{Html, Selector};
use serde_json::Value;
use std::fs;
use support::{Portal, repository};

/// The keys of Table 3 there, in the order of its rows.
const TABLE_3: [&str; 25] = [
    "new",
    "carry_in",
    "open",
    "partial",
    "deny1",
    "deny2",
    "deny3",
    "deny4",
    "deny5",
    "deny6",
    "deny7",
    "deny8",
    "cannot1",
    "cannot2",
    "cannot3",
    "noproc1",
    "noproc2",
    "noproc3",
    "noproc4",
    "noproc5",
    "other1",
    "other2",
    "other3",
    "total",
    "carry_out",
];

/// All figures of a published report of 2021, table by table, as texts.
fn published(report: &Value) -> Vec<Vec<String>> {
    let t2 = |labels: &[&str]| labels.iter().flat_map(|label| numbers(&report["t2"][*label])).collect::<Vec<_>>();
    vec![
        t2(&["规章", "行政规范性文件"]),
        t2(&["行政许可"]),
        t2(&["行政处罚", "行政强制"]),
        t2(&["行政事业性收费_万元"]),
        TABLE_3.iter().flat_map(|row| numbers(&report["t3"][*row])).collect(),
        numbers(&report["t4"]),
    ]
}

/// All figures of a published report of 2019.
fn published_2019(report: &Value) -> Vec<Vec<String>> {
    let t2 = |labels: &[&str]| labels.iter().flat_map(|label| numbers(&report["t2_2019"][*label])).collect::<Vec<_>>();
    let rows = TABLE_3.iter().filter(|row| **row != "other2" && **row != "other3").map(|row| if *row == "other1" { "other" } else { row });
    vec![
        t2(&["规章", "规范性文件"]),
        t2(&["行政许可", "其他对外管理服务事项"]),
        t2(&["行政处罚", "行政强制"]),
        t2(&["行政事业性收费"]),
        t2(&["政府集中采购"]),
        rows.flat_map(|row| numbers(&report["t3"][row])).collect(),
        numbers(&report["t4"]),
    ]
}

fn numbers(value: &Value) -> Vec<String> {
    match value {
        // The amount of procurement was printed with its unit: 251000元.
        Value::Array(values) => {
            values.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), |text| text.trim_end_matches('元').to_owned())).collect()
        }
        other => vec![other.to_string()],
    }
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

/// The figures of the page's three tables, in reading order.
fn on_page(portal: &Portal, folder: &str) -> Vec<String> {
    let page = Html::parse_document(&portal.published(&format!("{folder}index.html")));
    let cells = Selector::parse("table.sheet td[headers]").expect("a selector");
    page.select(&cells).map(|cell| cell.text().collect::<String>().replace(',', "")).collect()
}

#[test]
fn figures_are_those_that_were_published() {
    let file = repository().join("../shared/reports/figures.json");
    let Ok(text) = fs::read_to_string(&file) else {
        println!("skipped: the published figures are not at hand");
        return;
    };
    let figures: Value = serde_json::from_str(&text).expect("JSON");
    let forms = Forms::built_in();
    let form = forms.find("2021").expect("built in");
    let mut portal = example();
    portal.publish();
    let find = |id: &str| figures["reports"].as_array().expect("reports").iter().find(|report| report["id"] == id).expect("published").clone();
    for (id, folder) in [("yuncheng-kjj-2024", "kjj/2024/"), ("suqian-2023", "suqian/2023/"), ("suqian-2024", "suqian/2024/"), ("huaian-2024", "huaian/2024/")]
    {
        let expected = published(&find(id));
        assert_eq!(expected.iter().map(Vec::len).collect::<Vec<_>>(), [6, 1, 2, 1, 175, 15], "{id}");
        assert_eq!(in_csv(&portal, folder, form), expected, "{id}: CSV");
        assert_eq!(in_json(&portal, folder), expected, "{id}: JSON");
        assert_eq!(on_page(&portal, folder), expected.concat(), "{id}: page");
    }
    // In 2019 many cells were left blank; the collected figures give blanks as 0, but for blank totals.
    let expected = published_2019(&find("sh-office-2019"));
    let form = forms.find("2019").expect("built in");
    let folder = "shanghai-office/2019/";
    let csv = in_csv(&portal, folder, form);
    let page: Vec<String> = on_page(&portal, folder).into_iter().map(|text| text.replace("—未填报", "")).collect();
    let json: Vec<Vec<String>> =
        in_json(&portal, folder).into_iter().map(|cells| cells.into_iter().map(|text| if text == "null" { String::new() } else { text }).collect()).collect();
    assert_eq!((csv.concat(), csv.concat()), (page, json.concat()), "page, CSV and JSON agree");
    assert_eq!(csv.iter().map(Vec::len).collect::<Vec<_>>(), [6, 6, 6, 2, 2, 161, 15]);
    for (found, expected) in csv.concat().iter().zip(expected.concat()) {
        let same = *found == expected || found.is_empty() && (expected == "0" || expected == "null");
        assert!(same, "{found} is not {expected}");
    }
    assert_eq!(csv.concat().iter().filter(|cell| cell.is_empty()).count(), 135);
}

/// The example portal of the repository, built elsewhere.
fn example() -> Portal {
    let portal = Portal::copy_of(&repository().join("content"));
    let inner = Portal::empty();
    for (path, bytes) in portal_files(&portal) {
        inner.write_bytes(&format!("content/{path}"), &bytes);
    }
    inner.write_bytes("site.toml", &fs::read(repository().join("site.toml")).expect("readable"));
    inner
}

fn portal_files(portal: &Portal) -> Vec<(String, Vec<u8>)> {
    support::files(portal.root()).into_iter().collect()
}

#[test]
fn the_example_has_no_errors_and_its_years_continue_each_other() {
    let mut portal = example();
    let outcome = portal.build();
    let told = lanmu::diagnostic::render(&outcome.diagnostics, lanmu::diagnostic::Lang::En, false);
    assert!(outcome.diagnostics.iter().all(|diagnostic| diagnostic.level == Level::Info), "{told}");
    let published = outcome.published.expect("published");
    assert_eq!((published.agencies, published.reports), (4, 5));
    // The draft is left out, and said to be one where it is let in.
    assert!(!portal.tree().keys().any(|path| path.contains("reply-science-museum")));
    portal.drafts = true;
    portal.publish();
    assert!(portal.published("kjj/2024/proposals/reply-science-museum.html").contains("草稿"));
}
