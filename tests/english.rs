//! A portal in English: all words of the interface are.

use crate::support::{DAY, Portal, REPORT, repository};
use scraper::{ElementRef, Html, Selector};

fn portal() -> Portal {
    let mut portal = Portal::copy_of(&repository().join("tests/english"));
    DAY.clone_into(&mut portal.day);
    portal
}

/// Everything published that readers read, and machines in their stead. Schemas explain themselves in both languages.
fn pages(portal: &Portal) -> Vec<(String, String)> {
    let is_text = |path: &String| [".html", ".xml", ".json", ".txt", ".csv"].iter().any(|ending| path.ends_with(ending));
    let is_schema = |path: &String| path.ends_with(".schema.json");
    portal.tree().into_keys().filter(|path| is_text(path) && !is_schema(path)).map(|path| (path.clone(), portal.published(&path))).collect()
}

fn chinese(text: &str) -> Option<String> {
    let is_chinese = |c: char| matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    text.lines().find(|line| line.contains(is_chinese)).map(str::to_owned)
}

#[test]
fn no_page_holds_chinese() {
    let mut portal = portal();
    portal.publish();
    let pages = pages(&portal);
    let kinds = [
        "index.html",
        "health/index.html",
        "health/guide.html",
        "health/rules/index.html",
        "health/rules/review.html",
        "health/apply.html",
        "health/news/index.html",
        "health/plans/index.html",
        "transport/news/page-2.html",
        "health/2024/news/day.html",
        "health/2024/documents/former.html",
        "old/day.html",
        "health/reports/index.html",
        "health/2024/index.html",
        "health/2024/compare-2023.html",
        "health/2024/staff.html",
        "health/2024/staff-compare-2023.html",
        "years/index.html",
        "years/2024/index.html",
        "years/2024/granted.html",
        "years/2024/granted-agency.html",
        "data/index.html",
        "sitemap/index.html",
        "search/index.html",
        "accessibility/index.html",
        "404.html",
        "feed.xml",
        "search/index/results/0.json",
    ];
    for kind in kinds {
        assert!(pages.iter().any(|(path, _)| path == kind), "{kind} is not there");
    }
    for (path, text) in &pages {
        assert_eq!(chinese(text), None, "{path}");
        assert!(!path.ends_with(".html") || text.contains("<html lang=\"en\">"), "{path}");
        assert!(!path.ends_with("feed.xml") || text.contains("xml:lang=\"en\""), "{path}");
    }
}

#[test]
fn sentences_dates_and_counts_are_english() {
    let mut portal = portal();
    portal.publish();
    for (path, expected) in [
        ("index.html", "2 agencies; last update: <time"),
        ("health/2024/index.html", "<time datetime=\"2025-01-22\">22 January 2025</time>"),
        ("health/2024/index.html", "Consistency check: <a href=\"#check\">4 × holds</a>"),
        ("health/2024/index.html", "<title>Sample Health Bureau 2024 annual report on government information - Sample Health Bureau - "),
        ("health/2024/documents/former.html", "no longer in force (Repealed)"),
        ("health/plans/index.html", "There were no plans."),
        ("transport/news/index.html", "Page 1 of 2, 25 entries"),
        ("health/rules/index.html", "The agency’s rule of disclosure"),
        ("transport/reports/index.html", "10 days late"),
        ("years/2024/granted.html", "Share granted = “Granted” ÷ “Received”."),
        ("feed.xml", "<title>Sample Health Bureau 2024 annual report on government information</title>"),
        ("search/index.html", "data-found=\"Found: {n}.\""),
    ] {
        let page = portal.published(path);
        assert!(page.contains(expected), "{path} lacks {expected}");
    }
}

#[test]
fn names_of_a_statutory_form_stay_chinese_and_are_marked() {
    let mut portal = portal().with("content/health/2022/report.yaml", REPORT);
    portal.write("content/health/2022/report.yaml", &REPORT.replace("2025-01-", "2023-01-"));
    portal.publish();
    let page = Html::parse_document(&portal.published("health/2022/index.html"));
    let tables = Selector::parse("table.sheet").expect("a selector");
    assert!(page.select(&tables).count() > 2);
    assert!(page.select(&tables).all(|table| table.attr("lang") == Some("zh-CN")));
    let own = Html::parse_document(&portal.published("health/2024/index.html"));
    assert!(own.select(&tables).all(|table| table.attr("lang").is_none()));
}

/// The texts of a page in Chinese characters that no element around them says to be in Chinese.
fn unmarked(page: &Html) -> Vec<String> {
    let is_chinese = |text: &&str| text.contains(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    let is_told = |element: &ElementRef<'_>| {
        let mut around = std::iter::once(*element).chain(element.ancestors().filter_map(ElementRef::wrap));
        around.find_map(|element| element.attr("lang").map(|lang| lang.starts_with("zh"))).unwrap_or_default()
    };
    // In the others nothing can be marked.
    let everything = Selector::parse("body, body *:not(script, title, desc, option)").expect("a selector");
    let own = |element: ElementRef<'_>| element.children().filter_map(|child| child.value().as_text().map(|text| str::to_owned(text))).collect::<Vec<_>>();
    page.select(&everything).filter(|element| !is_told(element)).flat_map(own).filter(|text| is_chinese(&text.as_str())).collect()
}

#[test]
fn what_stays_chinese_is_marked_on_every_page() {
    let mut portal = portal();
    for year in [2021, 2022] {
        portal.write(&format!("content/health/{year}/report.yaml"), &REPORT.replace("2025-01-", &format!("{}-01-", year + 1)));
    }
    portal.publish();
    let mut marked = 0;
    for (path, text) in pages(&portal).into_iter().filter(|(path, _)| path.ends_with(".html")) {
        assert_eq!(unmarked(&Html::parse_document(&text)), Vec::<String>::new(), "{path}");
        marked += text.matches(" lang=\"zh-CN\"").count();
    }
    assert!(marked > 100, "{marked}");
    let compared = portal.published("health/2022/compare-2021.html");
    assert!(compared.contains("<span lang=\"zh-CN\">第二十条第（五）项</span>") || compared.contains("lang=\"zh-CN\">第二十条"), "{compared}");
    // A Chinese portal need not say it twice.
    let mut chinese = Portal::new().with("content/kjj/2024/report.yaml", REPORT);
    chinese.publish();
    assert_eq!(chinese.published("kjj/2024/index.html").matches("lang=\"zh-CN\"").count(), 1);
}
