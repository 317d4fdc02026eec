//! What readers are told of how a report's figures fit together.

use crate::support::{Portal, REPORT, SITE};
use scraper::{Html, Selector};

/// Each rule as the page tells it: its result, and the words after it.
fn told(portal: &Portal, page: &str) -> Vec<(String, String)> {
    let html = Html::parse_document(&portal.published(page));
    let (rules, badge) = (Selector::parse(".checks > ul > li").expect("a selector"), Selector::parse(".badge").expect("a selector"));
    let words = |element: scraper::ElementRef<'_>| element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    let rule = |rule| {
        let result = scraper::ElementRef::select(&rule, &badge).next().map(words).expect("a result");
        (result.clone(), words(rule).trim_start_matches(&result).trim().to_owned())
    };
    html.select(&rules).map(rule).collect()
}

fn results(portal: &Portal, page: &str) -> Vec<String> {
    told(portal, page).into_iter().map(|(result, _)| result).collect()
}

/// Two years of which the second does not continue the first in two columns and in one row.
fn two_years() -> Portal {
    Portal::new().with("content/kjj/2023/report.yaml", REPORT).with("content/kjj/2024/report.yaml", REPORT)
}

fn waived(at: &str) -> String {
    format!("waivers:\n  - {{ code: requests-carry-over, at: {at}, reason: 示例理由, by: 示例人员, date: 2025-01-02 }}\n")
}

#[test]
fn each_rule_is_told_with_its_numbers() {
    let mut portal = two_years();
    assert!(portal.build().published.is_some());
    assert_eq!(results(&portal, "kjj/2023/index.html"), ["通过", "通过", "通过", "通过", "不适用", "不适用"]);
    let rules = told(&portal, "kjj/2024/index.html");
    assert_eq!(rules[0].1, "表三：“总计”等于自然人与五类法人或其他组织之和。 25 行全部相符。");
    assert_eq!(rules[2].1, "表三：第一项加第二项之和，等于第三项加第四项之和。 7 列全部相符；总计：一＋二＝37＋3＝40，三（七）＋四＝37＋3＝40。");
    assert_eq!(rules[4].0, "不一致");
    assert!(rules[4].1.contains("7 列中 2 列不符") && rules[4].1.contains("“自然人”列与上年度不衔接：二＝2，上年四＝3，相差 1"), "{}", rules[4].1);
    assert!(rules[5].1.contains("2 行中 1 行不符"), "{}", rules[5].1);
    let page = portal.published("kjj/2024/index.html");
    assert!(page.contains("<a href=\"#check\">4 项通过，2 项不一致</a>"));
    // Last year's figures are part of what this year's page shows.
    portal.write("content/kjj/2023/report.yaml", &REPORT.replace("normative: [2, 1, 9]", "normative: [2, 1, 8]"));
    assert!(portal.build().published.is_some());
    assert_eq!(results(&portal, "kjj/2024/index.html")[4..], ["不一致", "通过"]);
}

#[test]
fn what_is_waived_is_told_with_its_reason() {
    let mut portal = two_years();
    portal.write("content/kjj/2024/report.yaml", &format!("{REPORT}{}", waived("requests.carried_in.person")));
    assert!(portal.build().published.is_some());
    assert_eq!(results(&portal, "kjj/2024/index.html")[4], "不一致");
    portal.write("content/kjj/2024/report.yaml", &format!("{REPORT}{}", waived("requests.carried_in")));
    assert!(portal.build().published.is_some());
    let (result, words) = told(&portal, "kjj/2024/index.html").swap_remove(4);
    assert_eq!(result, "已豁免");
    assert!(words.contains("豁免理由：示例理由"), "{words}");
    // A waiver of the agency's own file is as good.
    portal.write("content/kjj/2024/report.yaml", REPORT);
    portal.write("content/kjj/agency.yaml", &format!("name: 示例市科学技术局\n{}", waived("requests")));
    assert!(portal.build().published.is_some());
    assert_eq!(results(&portal, "kjj/2024/index.html")[4], "已豁免");
}

#[test]
fn what_was_not_filled_in_is_never_told_to_hold() {
    let mut portal = Portal::new();
    let blank = REPORT
        .replace("review: [3, 1, 0, 1, 5]", "review: [3, 1, 0, 1, ]")
        .replace("[1, 0, 0, 0, 1]", "[1, 0, 0, 0, /]")
        .replace("review: [0, 0, 0, 0, 0]", "review: [0, 0, 0, 0, /]");
    portal.write("content/kjj/2024/report.yaml", &blank.replace("1, ]", "1, /]"));
    assert!(portal.build().published.is_some());
    let (result, words) = told(&portal, "kjj/2024/index.html").swap_remove(3);
    assert_eq!(result, "不适用", "{words}");
    portal.write("content/kjj/2024/report.yaml", &REPORT.replace("[1, 0, 0, 0, 1]", "[1, 0, 0, 0, /]"));
    assert!(portal.build().published.is_some());
    let (result, words) = told(&portal, "kjj/2024/index.html").swap_remove(3);
    assert!(result == "通过" && words.contains("2 行全部相符；另有 1 行因未填报"), "{result} {words}");
}

#[test]
fn a_portal_may_do_without() {
    let mut portal = two_years();
    portal.write("site.toml", &SITE.replace("[check]\n", "[check]\nrequests-carry-over = \"off\"\n"));
    assert!(portal.build().published.is_some());
    assert_eq!(results(&portal, "kjj/2024/index.html").len(), 5);
    portal.write("site.toml", &format!("{SITE}\n[output]\ncheck = false\n"));
    assert!(portal.build().published.is_some());
    assert!(told(&portal, "kjj/2024/index.html").is_empty() && !portal.published("kjj/2024/index.html").contains("校验"));
}
