//! Charts of a portal of several years: drawn figures, their descriptions and their tables say what the reports say.

use crate::support::{Portal, REPORT, text_of as text};
use scraper::{ElementRef, Html, Selector};

/// A report that received so many requests and granted so many of them.
fn report(received: u32, granted: u32) -> String {
    let mut text = String::new();
    let mut table = "";
    for line in REPORT.lines() {
        let key = line.trim().split(':').next().unwrap_or_default();
        if line.starts_with("  ") && !line.starts_with("    ") {
            table = key;
        }
        let total = match key {
            "received" | "handled" => received,
            "granted" => granted,
            "closed.other" => received - granted,
            _ => 0,
        };
        let is_row = table == "requests" && line.starts_with("    ");
        text.push_str(&if is_row { format!("    {key}: [{total}, 0, 0, 0, 0, 0, {total}]\n") } else { format!("{line}\n") });
    }
    text
}

/// Years 2020 to 2024 of one agency, without 2022; another one has a single year.
fn portal() -> Portal {
    let mut portal = Portal::new();
    portal.write("content/jyj/agency.yaml", "name: 示例市教育局\n");
    portal.write("content/jyj/2024/report.yaml", &report(7, 7));
    for (year, received, granted) in [(2020, 40, 10), (2021, 20, 20), (2023, 1600, 400), (2024, 800, 600)] {
        portal.write(&format!("content/kjj/{year}/report.yaml"), &report(received, granted));
    }
    portal.publish();
    portal
}

fn page(portal: &Portal, path: &str) -> Html {
    Html::parse_document(&portal.published(path))
}

fn select<'a>(of: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    of.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    select(page.root_element(), selector)
}

/// An attribute of each element as a number.
fn numbers(elements: &[ElementRef<'_>], attribute: &str) -> Vec<f64> {
    elements.iter().map(|element| element.value().attr(attribute).expect("there").parse().expect("a number")).collect()
}

/// The cells of a table's body, row by row.
fn rows(table: ElementRef<'_>) -> Vec<Vec<String>> {
    select(table, "tbody tr").into_iter().map(|row| select(row, "th, td").iter().map(text).collect()).collect()
}

#[test]
fn a_report_is_drawn_beside_the_years_before_it() {
    let portal = portal();
    let report = page(&portal, "kjj/2024/index.html");
    let charts = all(&report, "#section-3 ~ figure.chart, section[aria-labelledby=section-3] figure.chart");
    assert_eq!(charts.len(), 2, "both stand in the section of the table");
    let trend = charts[0];
    assert_eq!(text(&select(trend, "title")[0]), "示例市科学技术局本年新收申请（2020—2024年度，单位：件）");
    assert_eq!(
        text(&select(trend, "desc")[0]),
        "柱形图。2020年度40件，2021年度20件，2022年度未发布，2023年度1,600件，2024年度800件。2024年度为 800 件，比2023年度减少 800 件；4 年中最高的是2023年度的 1,600 件。"
    );
    let table = rows(select(trend, "table")[0]);
    let expected = [["2020年度", "40"], ["2021年度", "20"], ["2022年度", "未发布"], ["2023年度", "1,600"], ["2024年度", "800"]];
    assert_eq!(table, expected.map(|row| row.map(str::to_owned).to_vec()));
    let drawn: Vec<String> = select(trend, "text.value").iter().map(text).collect();
    assert_eq!(drawn, ["40", "20", "1,600", "800"]);
    let heights = numbers(&select(trend, "rect.amount"), "height");
    for (height, received) in heights.iter().zip([40.0, 20.0, 1600.0, 800.0]) {
        assert!((height / heights[2] - received / 1600.0).abs() < 0.01, "{heights:?}");
    }
}

#[test]
fn parts_of_a_whole_are_drawn_beside_the_year_before() {
    let portal = portal();
    let report = page(&portal, "kjj/2024/index.html");
    let parts = all(&report, "figure#chart-requests-parts")[0];
    let table = rows(select(parts, "table")[0]);
    let names: Vec<&str> = table.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(names, ["予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"]);
    assert_eq!(
        (&table[0][1..], &table[5][1..]),
        (&["400（25.0%）".to_owned(), "600（75.0%）".to_owned()][..], &["1,200（75.0%）".to_owned(), "200（25.0%）".to_owned()][..])
    );
    let widths = numbers(&select(parts, "rect.amount"), "width");
    assert!(widths.len() == 4 && (widths[1] - 3.0 * widths[0]).abs() < 1.0 && widths[1] == widths[2], "{widths:?}");
    let words = text(&select(parts, "desc")[0]);
    assert!(
        words.contains("予以公开：2023年度25.0%，2024年度75.0%") && words.ends_with("2024年度比例最高的是“予以公开”：2024年度75.0%，2023年度25.0%。"),
        "{words}"
    );
}

#[test]
fn nothing_is_drawn_of_a_single_year() {
    let portal = portal();
    for path in ["kjj/2020/index.html", "jyj/2024/index.html", "jyj/index.html", "jyj/reports/index.html", "years/2020/index.html"] {
        assert!(all(&page(&portal, path), "svg:not(.qr)").is_empty(), "{path}");
    }
    let second = page(&portal, "kjj/2021/index.html");
    assert_eq!(text(&all(&second, "figure.chart title")[0]), "示例市科学技术局本年新收申请（2020—2021年度，单位：件）");
}

#[test]
fn columns_and_years_show_the_agencies_that_have_several() {
    let portal = portal();
    for path in ["kjj/index.html", "kjj/reports/index.html"] {
        assert_eq!(all(&page(&portal, path), "figure.chart rect.amount").len(), 4, "{path}");
    }
    let year = page(&portal, "years/2024/index.html");
    let panels = all(&year, ".panels li");
    assert_eq!(panels.iter().map(|panel| text(&select(*panel, "a")[0])).collect::<Vec<_>>(), ["市科技局"]);
    assert_eq!(
        rows(all(&year, "section[aria-labelledby=trends-title] table")[0]),
        [["示例市科学技术局", "40", "20", "未发布", "1,600", "800"].map(str::to_owned).to_vec()]
    );
}

#[test]
fn drawings_are_named_and_styled_by_class_only() {
    let portal = portal();
    for (path, bytes) in portal.tree().into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = Html::parse_document(&String::from_utf8(bytes).expect("text"));
        let mut seen = std::collections::BTreeSet::new();
        for element in all(&page, "[id]") {
            let id = element.value().attr("id").expect("there");
            assert!(seen.insert(id), "{path}: two elements are #{id}");
        }
        // A QR code is black on white, whatever the colours of the page.
        assert!(all(&page, "svg [style], svg[style], svg:not(.qr) [fill], figure [style]").is_empty(), "{path}");
        for drawing in all(&page, "svg[role=img]") {
            let named = drawing.value().attr("aria-labelledby").expect("named");
            assert!(named.split(' ').all(|id| seen.contains(id)), "{path}: {named}");
            assert!(drawing.value().attr("viewBox").is_some());
        }
    }
}

#[test]
fn what_was_not_filled_in_is_told_in_words() {
    let mut portal = portal();
    let slash = report(0, 0).replace("received: [0, 0, 0, 0, 0, 0, 0]", "received: [/, /, /, /, /, /, /]");
    portal.write("content/kjj/2022/report.yaml", &slash);
    portal.publish();
    let report = page(&portal, "kjj/2024/index.html");
    let trend = all(&report, "figure.chart")[0];
    assert_eq!(select(trend, "text.gap").iter().map(text).collect::<Vec<_>>(), ["不适用"]);
    assert_eq!(rows(select(trend, "table")[0])[2], ["2022年度", "不适用"]);
}

#[test]
fn earlier_figures_are_part_of_what_later_pages_show() {
    let mut portal = portal();
    portal.write("content/kjj/2020/report.yaml", &report(80, 10));
    portal.publish();
    assert!(portal.published("kjj/2024/index.html").contains("2020年度80件"));
    assert_eq!(portal.tree(), portal.fresh());
    std::fs::remove_dir_all(portal.root().join("content/kjj/2020")).expect("removed");
    portal.publish();
    assert!(!portal.published("kjj/2024/index.html").contains("2020年度"));
    assert_eq!(portal.tree(), portal.fresh());
}

#[test]
fn names_of_agencies_are_no_markup() {
    let mut portal = portal();
    portal.write("content/kjj/agency.yaml", "name: 示例<script>alert(1)</script>局&\"'\n");
    portal.publish();
    for path in ["kjj/2024/index.html", "years/2024/index.html", "kjj/2024/compare-2023.html"] {
        let text = portal.published(path);
        assert!(!text.contains("<script>alert") && text.contains("&lt;script&gt;"), "{path}");
    }
}
