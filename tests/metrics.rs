//! Metrics as pages: order, ties, what has no value, who has not published; and the years of an agency.

use crate::support::{self, Portal, REPORT};
use scraper::{Html, Selector};

/// A report whose requests come to `granted` of `handled`, of `received` new ones.
fn report(received: u32, granted: u32, handled: u32) -> String {
    let row = |key: &str, total: u32| format!("    {key}: [{total}, 0, 0, 0, 0, 0, {total}]\n");
    let mut text = String::new();
    let mut table = "";
    for line in REPORT.lines() {
        let key = line.trim().split(':').next().unwrap_or_default();
        if line.starts_with("  ") && !line.starts_with("    ") {
            table = key;
        }
        if table != "requests" || !line.starts_with("    ") {
            text.push_str(&format!("{line}\n"));
            continue;
        }
        let total = match key {
            "received" => received,
            "granted" => granted,
            "partial" => handled - granted,
            "handled" => handled,
            "carried_out" => received - handled,
            _ => 0,
        };
        text.push_str(&row(key, total));
    }
    text
}

fn portal() -> Portal {
    let mut portal = Portal::new();
    let reports = [("a", report(9, 1, 3)), ("b", report(10, 2, 6)), ("c", report(1000, 333, 1000)), ("d", report(0, 0, 0)), ("e", report(7, 7, 7))];
    for (order, (slug, text)) in reports.into_iter().enumerate() {
        portal.write(&format!("content/{slug}/agency.yaml"), &format!("name: 机关{slug}\norder: {order}\n"));
        portal.write(&format!("content/{slug}/2024/report.yaml"), &text);
    }
    portal.publish();
    portal
}

/// The texts of a table's rows, cell by cell.
fn rows(portal: &Portal, path: &str) -> Vec<Vec<String>> {
    let page = Html::parse_document(&portal.published(path));
    let (rows, cells) = (Selector::parse("table.metric tbody tr").expect("a selector"), Selector::parse("th, td").expect("a selector"));
    page.select(&rows).map(|row| row.select(&cells).map(|cell| cell.text().collect::<String>().trim().to_owned()).collect()).collect()
}

fn column(rows: &[Vec<String>], at: usize) -> Vec<&str> {
    rows.iter().map(|row| row[at].as_str()).collect()
}

#[test]
fn equal_ratios_share_a_rank_and_nothing_is_ranked_that_has_no_value() {
    let portal = portal();
    let rows = rows(&portal, "years/2024/granted-rate.html");
    assert_eq!(column(&rows, 1), ["机关e", "机关a", "机关b", "机关c", "机关d"]);
    // One third and two sixths are equal; 333 of 1000 is shown as 33.3 % too, and is less.
    assert_eq!(column(&rows, 0), ["1", "2", "2", "4", "—不排名次"]);
    assert_eq!(column(&rows, 2), ["100.0%", "33.3%", "33.3%", "33.3%", "不适用"]);
    assert_eq!(column(&rows, 3), ["7", "1", "2", "333", "—无"]);
    assert_eq!(column(&rows, 4), ["7", "3", "6", "1,000", "—无"]);
}

#[test]
fn each_order_is_a_page() {
    let portal = portal();
    let ascending = rows(&portal, "years/2024/granted-rate-ascending.html");
    assert_eq!(column(&ascending, 1), ["机关c", "机关a", "机关b", "机关e", "机关d"]);
    assert_eq!(column(&ascending, 0), ["4", "2", "2", "1", "—不排名次"]);
    let by_agency = rows(&portal, "years/2024/granted-rate-agency.html");
    assert_eq!(column(&by_agency, 1), ["机关a", "机关b", "机关c", "机关d", "机关e"]);
    let page = portal.published("years/2024/granted-rate-ascending.html");
    assert!(
        page.contains("aria-sort=\"ascending\"")
            && page.contains("<link rel=\"canonical\" href=\"https://www.example.gov.cn/years/2024/granted-rate-ascending.html\">")
    );
    assert!(portal.published("years/2024/granted-rate.html").contains("aria-sort=\"descending\""));
}

#[test]
fn who_has_not_published_is_named() {
    let portal = portal();
    let page = portal.published("years/2024/received.html");
    let missing = page.split("id=\"missing\"").nth(1).expect("a list of them");
    assert!(missing.contains("示例市科学技术局") && !missing.contains("机关a"), "{missing}");
}

#[test]
fn bars_are_as_long_as_the_figures() {
    let portal = portal();
    let page = Html::parse_document(&portal.published("years/2024/received.html"));
    let bars = Selector::parse("svg.bar rect").expect("a selector");
    let widths: Vec<&str> = page.select(&bars).filter_map(|bar| bar.value().attr("width")).collect();
    assert_eq!(widths, ["100.0", "1.0", "0.9", "0.7"]);
}

#[test]
fn an_edit_renders_only_the_metrics_it_changes() {
    let mut portal = portal();
    portal.write("content/e/2024/report.yaml", &report(8, 8, 8));
    let before = portal.tree();
    portal.publish();
    let after = portal.tree();
    let changed: Vec<&str> =
        after.iter().filter(|(path, bytes)| path.starts_with("years/") && before.get(*path) != Some(bytes)).map(|(path, _)| path.as_str()).collect();
    assert!(changed.contains(&"years/2024/received.html") && changed.contains(&"years/2024/granted-rate.html"));
    assert!(!changed.contains(&"years/2024/review-corrected-rate.html"), "{changed:?}");
    assert_eq!(after, portal.fresh());
}

#[test]
fn metrics_can_be_switched_off() {
    let mut portal = portal();
    portal.write("site.toml", &format!("{}\n[output]\nmetrics = false\n", support::SITE));
    portal.publish();
    assert!(!portal.tree().keys().any(|path| path.contains("granted-rate")));
    assert!(!portal.published("a/reports/index.html").contains("历年指标"));
}

/// A form with one table of its own.
fn form(key: &str, unit: &str, rows: &str, metric: &str) -> String {
    format!(
        "key = \"{key}\"\nname = \"示例\"\n\n[[table]]\nkey = \"t\"\nlabel = \"表\"\nunit = \"{unit}\"\ncolumns = [{{ key = \"c\", label = \"列\" }}]\nrows = [{rows}]\n\n[[metric]]\nkey = \"m\"\nlabel = \"指标\"\nunit = \"{unit}\"\n{metric}\n"
    )
}

const ROW: &str = "{ key = \"r\", label = \"行\" }";

fn table(form: &str, rows: &str) -> String {
    format!("form: {form}\npublished: 2025-01-20\ntables:\n  t: {{ {rows} }}\n")
}

#[test]
fn figures_of_different_units_do_not_stand_side_by_side() {
    let mut portal = Portal::new()
        .with("content/jyj/agency.yaml", "name: 示例市教育局\n")
        .with("content/_forms/a.toml", &form("a", "万元", ROW, "sum = \"t.r.c\""))
        .with("content/_forms/b.toml", &form("b", "元", ROW, "sum = \"t.r.c\""))
        .with("content/kjj/2024/budget.yaml", &table("b", "r: 40000"))
        .with("content/jyj/2024/budget.yaml", &table("a", "r: 5"))
        .with("content/jyj/2023/budget.yaml", &table("b", "r: 40000"));
    portal.publish();
    let rows = rows(&portal, "years/2024/budget-m.html");
    assert_eq!(column(&rows, 1), ["示例市教育局", "示例市科学技术局"]);
    assert_eq!(column(&rows, 2), ["5", "无此项"]);
    let page = portal.published("jyj/2024/budget.html");
    assert!(page.contains("指标（万元）</th><td>5</td><td>无此项</td>"), "{page}");
}

#[test]
fn a_group_is_its_rows_without_the_row_that_sums_them() {
    let rows = "{ key = \"g\", label = \"小计\" }, { key = \"g.a\", under = [\"组\"], label = \"甲\" }, { key = \"g.b\", under = [\"组\"], label = \"乙\" }";
    let rule = "sum = \"t.g.*.c\"\n\n[[rule]]\ncode = \"g-sum\"\ntable = \"t\"\neach = \"column\"\nformula = \"g = g.*\"\nfault = { zh = \"不符\", en = \"does not add up\" }\nhelp = { zh = \"小计\", en = \"sum\" }";
    let mut portal =
        Portal::new().with("content/_forms/a.toml", &form("a", "件", rows, rule)).with("content/kjj/2024/parts.yaml", &table("a", "g: 5, g.a: 2, g.b: 3"));
    portal.publish();
    assert!(portal.published("data/metrics.csv").contains(",m,指标,5,件,"));
}
