//! The page of agencies × years, and the same as CSV: in time, late, missing, not due yet, not held.

use crate::support::{Portal, REPORT, SITE};
use lanmu::build::Strictness;

fn portal() -> Portal {
    let agency = |name: &str| format!("name: {name}\ngroup: 市政府部门\n");
    Portal::new()
        .with("content/kjj/agency.yaml", &agency("示例市科学技术局"))
        .with("content/jyj/agency.yaml", &agency("示例市教育局"))
        .with("content/czj/agency.yaml", &agency("示例市财政局"))
        .with("content/kjj/2023/report.yaml", &REPORT.replace("2025-01-20", "2024-02-03"))
        .with("content/kjj/2024/report.yaml", REPORT)
        .with("content/jyj/2024/report.yaml", &REPORT.replace("2025-01-20", "2025-01-31"))
}

/// The lines of the CSV: agency, year, status, days late.
fn statuses(portal: &Portal) -> Vec<String> {
    let text = portal.published("data/reports.csv");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let lines = reader.records().map(|line| line.expect("a line"));
    lines.map(|line| format!("{} {} {} {}", &line[0], &line[3], &line[7], &line[6]).trim().to_owned()).collect()
}

#[test]
fn each_agency_stands_in_each_year() {
    let mut portal = portal();
    portal.publish();
    let expected = ["czj 2024 missing", "czj 2023 not-held", "jyj 2024 published 0", "jyj 2023 not-held", "kjj 2024 published 0", "kjj 2023 late 3"];
    assert_eq!(statuses(&portal), expected);
    let page = portal.published("years/index.html");
    for words in ["迟 3 天", "未发布", "未收录", "已发布 2；未发布 1", "已发布 1，其中迟 1", "<th scope=\"row\">"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(portal.published("index.html").contains("href=\"/years/\"") && portal.published("sitemap/index.html").contains("href=\"/years/\""));
}

/// The home page and the page of a year say of each agency what the matrix says.
#[test]
fn all_pages_say_the_same_of_an_agency() {
    let mut portal = portal().with("content/sjj/agency.yaml", "name: 示例市审计局\ngroup: 市政府派出机构\n");
    portal.publish();
    assert_eq!(statuses(&portal)[..2], ["sjj 2024 not-held", "sjj 2023 not-held"]);
    let home = portal.published("index.html");
    for words in ["4 个机关中，已发布 2 个，未发布 1 个，未收录 1 个。", ">未发布</td>", ">未收录</td>", "<rect width=\"50\" height=\"4\"/>"]
    {
        assert!(home.contains(words), "{words}: {home}");
    }
    let year = portal.published("years/2024/index.html");
    for words in ["已发布 2 份，未发布 1 份，未收录 1 份。", ">未发布2024年度年报的机关</h2>", ">未收录2024年度年报的机关</h2>"]
    {
        assert!(year.contains(words), "{words}: {year}");
    }
    let before = portal.published("years/2023/index.html");
    assert!(before.contains("已发布 1 份，未收录 3 份。") && before.contains("<strong class=\"late\">迟 3 天</strong>"), "{before}");
    // Before its deadline nobody is late with it.
    portal.day = "2025-01-31".to_owned();
    portal.publish();
    assert!(portal.published("index.html").contains("已发布 2 个，尚未到期 1 个，未收录 1 个"));
}

#[test]
fn agencies_are_found_by_their_initials() {
    let mut portal = portal();
    portal.publish();
    assert!(!portal.published("index.html").contains("id=\"letters\""), "none has any");
    portal.write("content/jyj/agency.yaml", "name: 示例市教育局\ninitials: jyj\n");
    portal.write("content/kjj/agency.yaml", "name: 示例市科学技术局\ninitials: KJJ\n");
    portal.write("content/jsj/agency.yaml", "name: 示例市住房和城乡建设局\ninitials: jsj\n");
    portal.publish();
    let home = portal.published("index.html");
    let page = scraper::Html::parse_document(&home);
    let group = |letter: &str| {
        let links = scraper::Selector::parse(&format!("#letter-{letter} a")).expect("a selector");
        page.select(&links).map(|link| link.attr("href").unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((group("J"), group("K"), group("other")), (vec!["/jsj/".to_owned(), "/jyj/".to_owned()], vec!["/kjj/".to_owned()], vec!["/czj/".to_owned()]));
}

#[test]
fn the_day_counts_only_where_it_changes_something() {
    let mut portal = portal();
    portal.day = "2025-01-31".to_owned();
    portal.publish();
    assert_eq!(statuses(&portal)[0], "czj 2024 not-due");
    assert!(portal.published("years/index.html").contains("尚未到期"));
    portal.day = "2025-02-01".to_owned();
    portal.publish();
    assert_eq!(statuses(&portal)[0], "czj 2024 missing");
    let before = portal.tree();
    portal.day = "2025-06-30".to_owned();
    portal.publish();
    assert_eq!(portal.tree(), before);
    assert_eq!(portal.tree(), portal.fresh());
}

#[test]
fn no_reports_no_page() {
    let mut portal = Portal::new();
    portal.publish();
    assert!(!portal.tree().keys().any(|path| path.starts_with("years/") || path == "data/reports.csv"));
}

#[test]
fn what_is_published_by_force_fails() {
    let wrong = REPORT.replace("handled: [27,", "handled: [28,");
    assert_ne!(wrong, REPORT);
    let mut portal = portal().with("content/kjj/2024/report.yaml", &wrong);
    assert!(portal.build().published.is_none());
    portal.strictness = Strictness::Forced;
    portal.publish();
    assert_eq!(statuses(&portal)[4..], ["kjj 2024 failed 0", "kjj 2023 late 3"]);
    let page = portal.published("years/index.html");
    for words in ["<td class=\"failed\">", "</a> 数据不符</td>", "已发布 2，其中数据不符 1；未发布 1", "“数据不符”指"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // What is let stand does not fail, nor what the portal only warns of.
    let codes = ["requests-row-total", "requests-handled", "requests-balance"];
    let waiver = |code: &&str| format!("  - {{ code: {code}, reason: 示例：原报告如此刊载, by: 示例办公室, date: 2025-01-31 }}\n");
    portal.write("content/kjj/2024/report.yaml", &format!("{wrong}waivers:\n{}", codes.iter().map(waiver).collect::<String>()));
    portal.publish();
    assert_eq!(statuses(&portal)[4], "kjj 2024 published 0");
    portal.write("content/kjj/2024/report.yaml", &wrong);
    portal.write("site.toml", &codes.iter().fold(SITE.to_owned(), |site, code| format!("{site}{code} = \"warning\"\n")));
    portal.publish();
    assert_eq!(statuses(&portal)[4], "kjj 2024 published 0");
}
