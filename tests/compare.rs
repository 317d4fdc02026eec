//! The comparison of two years: its summary, its years side by side, and the words with what went and came.

use crate::support::{Portal, REPORT, text_of as text};
use scraper::{ElementRef, Html, Selector};

fn select<'a>(of: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    of.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn page(portal: &Portal, path: &str) -> Html {
    Html::parse_document(&portal.published(path))
}

/// The report of one year, with a few figures changed.
fn changed(from: &[(&str, &str)]) -> String {
    from.iter().fold(REPORT.to_owned(), |report, (old, new)| {
        assert!(report.contains(old), "{old}");
        report.replace(old, new)
    })
}

/// The texts of elements.
fn texts(page: &Html, selector: &str) -> Vec<String> {
    select(page.root_element(), selector).iter().map(text).collect()
}

#[test]
fn the_summary_tells_what_changed_both_ways() {
    let mut portal = Portal::new();
    portal.write("content/kjj/2023/report.yaml", &changed(&[("penalties: 15", "penalties: 30"), ("permits: 1204", "permits: 1000")]));
    portal.write("content/kjj/2024/report.yaml", REPORT);
    portal.publish();
    let summary = texts(&page(&portal, "kjj/2024/compare-2023.html"), ".changes li");
    assert_eq!(
        summary,
        [
            "本年新收申请 37 件，与2023年度持平。",
            "办理结果总计 37 件，与2023年度持平。",
            "结转下年度 3 件，与2023年度持平。",
            "其余各行中，增幅最大的是第二十条第（五）项“行政许可”：1,204 件，比2023年度增加 204 件（20.4%）。降幅最大的是第二十条第（六）项“行政处罚”：15 件，比2023年度减少 15 件（50.0%）。",
            &summary[4],
        ]
    );
    assert!(summary[4].starts_with("衔接核对：表三：本年“二、上年结转”应等于上年“四、结转下年度继续办理”——不一致（7 列中 2 列不符"), "{}", summary[4]);
}

#[test]
fn years_that_do_not_follow_each_other_are_not_held_against_each_other() {
    let mut portal = Portal::new().with("content/kjj/2021/report.yaml", REPORT).with("content/kjj/2024/report.yaml", REPORT);
    portal.publish();
    let summary = texts(&page(&portal, "kjj/2024/compare-2021.html"), ".changes li");
    assert!(summary.len() == 3 && !summary.concat().contains("衔接"), "{summary:?}");
}

/// Years 2019 to 2024 without 2022.
fn six_years() -> Portal {
    let mut portal = Portal::new();
    for (year, penalties) in [(2019, "1"), (2020, "2"), (2021, "~"), (2023, "4"), (2024, "0")] {
        let form = if year < 2021 { "2021" } else { "\"2021\"" };
        let report = REPORT.replace("penalties: 15", &format!("penalties: {penalties}")).replace("form: \"2021\"", &format!("form: {form}"));
        portal.write(&format!("content/kjj/{year}/report.yaml"), &report);
    }
    portal.publish();
    portal
}

#[test]
fn five_years_stand_side_by_side_the_latest_first() {
    let portal = six_years();
    let page = page(&portal, "kjj/2024/compare-2019.html");
    let heads = texts(&page, "#totals-1 + thead th, table.compare:first-of-type thead th");
    assert_eq!(heads[..8], ["项目", "比2019年度", "2024年度", "2023年度", "2021年度", "2020年度", "2019年度", "走势"]);
    let row = select(page.root_element(), "table.compare tbody tr").into_iter().find(|row| text(row).starts_with("行政处罚")).expect("there");
    let cells: Vec<String> = select(row, "td").iter().map(text).collect();
    assert_eq!(cells[..6], ["▼减少1", "0", "4", "未填报", "2", "1"]);
    assert_eq!(cells[6], "2019年1，2020年2，2021年未填报，2023年4，2024年0");
    // 2021 is blank and 2022 has no report: the line breaks off, and goes on to 0.
    let drawing = select(row, "svg.spark")[0].inner_html();
    assert_eq!((drawing.matches("class=\"line\"").count(), drawing.matches("class=\"last\"").count()), (2, 1), "{drawing}");
    assert_eq!(texts(&page, "nav[aria-labelledby=compared-label] a"), ["2023年度", "2021年度", "2020年度", "2019年度"]);
}

#[test]
fn figures_of_all_years_beside_are_part_of_the_page() {
    let mut portal = six_years();
    portal.write("content/kjj/2020/report.yaml", &REPORT.replace("penalties: 15", "penalties: 77"));
    portal.publish();
    assert!(portal.published("kjj/2024/compare-2023.html").contains("2020年77"));
    assert_eq!(portal.tree(), portal.fresh());
}

const BEFORE: &str = "前言相同。\n\n## 一、总体情况\n\n**一是公开。**全年公开176条，\n处罚{{ sanctions.penalties.decisions }}件。举办培训班一次。\n\n### 平台\n\n平台<b>平稳</b>运行。\n\n## 五、存在的主要问题及改进情况\n\n照旧。\n\n## 六、其他需要报告的事项\n\n无其他事项。\n";
const AFTER: &str = "前言相同。\n\n## 一、总体情况\n\n**一是公开。**全年公开184条，\n处罚{{ sanctions.penalties.decisions }}件。\n\n### 平台\n\n平台<b>平稳</b>运行。新开设专栏一个。\n\n## 二、主动公开政府信息情况\n\n见表。\n\n## 五、存在的主要问题及改进情况\n\n照旧。\n";

/// The text of a section's words with what went, or with what came.
fn side(section: ElementRef<'_>, without: &str) -> String {
    let paragraphs = select(section, ":scope > .diff p").into_iter().map(|paragraph| paragraph.inner_html());
    let html = Html::parse_fragment(&paragraphs.collect::<String>());
    let mut out = String::new();
    for node in html.root_element().descendants() {
        let is_within = node.ancestors().any(|above| above.value().as_element().is_some_and(|element| element.name() == without));
        if let Some(text) = node.value().as_text().filter(|_| !is_within) {
            out.push_str(text);
        }
    }
    out
}

fn two_texts() -> Portal {
    let mut portal =
        Portal::new().with("content/kjj/2023/report.yaml", REPORT).with("content/kjj/2024/report.yaml", &REPORT.replace("penalties: 15", "penalties: 16"));
    portal.write("content/kjj/2023/report.md", BEFORE);
    portal.write("content/kjj/2024/report.md", AFTER);
    portal.publish();
    portal
}

#[test]
fn words_are_told_section_by_section() {
    let portal = two_texts();
    let page = page(&portal, "kjj/2024/compare-2023.html");
    let headings = texts(&page, ".words h3");
    assert_eq!(
        headings,
        ["正文前的文字 相同", "一、总体情况 修改 4 处", "二、主动公开政府信息情况 新增", "五、存在的主要问题及改进情况 相同", "六、其他需要报告的事项 删除"]
    );
    let sections = select(page.root_element(), ".words section");
    assert!(text(&sections[0]).ends_with("本部分与2023年度完全相同。"));
    let first = sections[1];
    assert_eq!(side(first, "ins"), "一是公开。全年公开176条，处罚15件。举办培训班一次。\n平台\n平台<b>平稳</b>运行。");
    assert_eq!(side(first, "del"), "一是公开。全年公开184条，处罚16件。\n平台\n平台<b>平稳</b>运行。新开设专栏一个。");
    assert_eq!(select(first, ":scope > .diff del").iter().map(text).collect::<Vec<_>>(), ["176", "15", "举办培训班一次。"]);
    assert!(text(&first).contains("与2023年度相同的占 "), "{}", text(&first));
    let aside = select(first, "details .two .diff");
    assert!(select(aside[0], "del").is_empty() && select(aside[1], "ins").is_empty() && aside.len() == 2);
    assert_eq!(select(sections[4], "del").iter().map(text).collect::<Vec<_>>(), ["无其他事项。"]);
    let summary = texts(&page, ".changes li").pop().expect("there");
    assert!(summary.contains("5 个部分中 2 个完全相同"), "{summary}");
}

#[test]
fn edits_of_words_reach_the_comparison() {
    let mut portal = two_texts();
    portal.write("content/kjj/2023/report.md", &BEFORE.replace("照旧", "很多"));
    portal.publish();
    assert!(texts(&page(&portal, "kjj/2024/compare-2023.html"), ".words h3").contains(&"五、存在的主要问题及改进情况 修改 1 处".to_owned()));
    // What the words quote is part of them.
    portal.write("content/kjj/2024/report.yaml", &REPORT.replace("penalties: 15", "penalties: 17"));
    portal.publish();
    assert!(texts(&page(&portal, "kjj/2024/compare-2023.html"), ".words ins").contains(&"17".to_owned()));
    assert_eq!(portal.tree(), portal.fresh());
    std::fs::remove_file(portal.root().join("content/kjj/2023/report.md")).expect("removed");
    portal.publish();
    assert_eq!(texts(&page(&portal, "kjj/2024/compare-2023.html"), ".words .badge").concat(), "新增".repeat(4));
    assert_eq!(portal.tree(), portal.fresh());
    std::fs::remove_file(portal.root().join("content/kjj/2024/report.md")).expect("removed");
    portal.publish();
    assert!(!portal.published("kjj/2024/compare-2023.html").contains("文字变化"));
}

#[test]
fn the_figures_of_a_comparison_are_a_file() {
    let earlier = changed(&[("penalties: 15", "penalties: 30"), ("permits: 1204", "permits: ~"), ("coercion: 2", "coercion: { value: 2, note: 含上年1件 }")]);
    let earlier = earlier.replace("2025-01-", "2024-01-");
    let single = earlier.lines().filter(|line| !line.contains("closed.un")).map(|line| line.replace("closed.other", "closed")).collect::<Vec<_>>().join("\n");
    let mut portal = Portal::new().with("content/kjj/2023/report.yaml", &single).with("content/kjj/2024/report.yaml", REPORT);
    let published = portal.publish();
    assert!(published.files.written > 0);
    let file = portal.published("kjj/2024/data/compare-2023.csv");
    let lines: Vec<&str> = file.strip_prefix('\u{feff}').expect("a byte order mark").split_terminator("\r\n").collect();
    assert_eq!(lines[0], "table,row,row_label,column,column_label,later_year,later,earlier_year,earlier,change,percent,status");
    let found = |start: &str| lines.iter().find(|line| line.starts_with(start)).copied().unwrap_or_default();
    let rest = |start: &str| found(start).split(",2024,").nth(1).unwrap_or_default();
    assert_eq!(rest("sanctions,penalties,"), "15,2023,30,-15,-50.0,changed");
    assert_eq!(rest("permits,permits,"), "1204,2023,,,,not-comparable");
    assert_eq!(rest("sanctions,coercion,"), "2,2023,2（含上年1件）,0,,changed");
    assert!(rest("requests,closed.unpaid,").ends_with(",form-changed"), "{}", found("requests,closed.unpaid,"));
    assert!(rest("requests,received,").ends_with(",same"), "{}", found("requests,received,"));
    // As many lines as the figures that the page tells of.
    let page = page(&portal, "kjj/2024/compare-2023.html");
    let cells = texts(&page, ".cells .sheet td").len();
    assert!(lines.len() > 175 && lines.len() <= cells + 1, "{} lines, {cells} cells", lines.len());
    let link = select(page.root_element(), "main a[href='/kjj/2024/data/compare-2023.csv'][download='示例市科学技术局-2024-compare-2023.csv']");
    let size = file.len().div_ceil(1024);
    assert_eq!(link.iter().map(text).collect::<Vec<_>>(), [format!("下载对比数据（CSV，{size} KB）")]);
    assert!(portal.published("manifest.json").contains("\"kjj/2024/data/compare-2023.csv\": \""));
    portal.write("site.toml", &format!("{}\n[output]\ndata = false\n", crate::support::SITE));
    portal.publish();
    assert!(!portal.tree().contains_key("kjj/2024/data/compare-2023.csv"));
    assert!(!portal.published("kjj/2024/compare-2023.html").contains("compare-2023.csv"));
}
