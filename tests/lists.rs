//! The lists of a category: narrowed by year and by whether what they list is in force, in pages of their own.

use crate::support::{Portal, text_of};
use scraper::{Html, Selector};

/// A portal with so many items of 2023 and of 2024; every third has lapsed, the others are in force.
fn portal(earlier: usize, later: usize) -> Portal {
    let portal = Portal::new();
    for (year, count) in [(2023, earlier), (2024, later)] {
        for number in 0..count {
            let status = if number % 3 == 0 { "失效" } else { "有效" };
            let text = format!("---\ntitle: 信息{year}-{number}\ndate: {year}-01-{:02}\nstatus: {status}\n---\n文\n", number % 28 + 1);
            portal.write(&format!("content/kjj/{year}/news/n{number}.md"), &text);
        }
    }
    portal
}

/// The texts of what a selector finds on a published page.
fn texts(portal: &Portal, path: &str, selector: &str) -> Vec<String> {
    let page = Html::parse_document(&portal.published(path));
    page.select(&Selector::parse(selector).expect("a selector")).map(|found| text_of(&found).trim().to_owned()).collect()
}

/// The lists that are published of the category, by their names in its folder.
fn lists(portal: &Portal) -> Vec<String> {
    portal.tree().into_keys().filter_map(|path| path.strip_prefix("kjj/news/").map(str::to_owned)).collect()
}

#[test]
fn a_long_list_is_narrowed_by_year_and_status() {
    let mut portal = portal(31, 30);
    portal.publish();
    let expected = [
        "index.html",
        "page-2.html",
        "page-3.html",
        "page-4.html",
        "status-in-force-page-2.html",
        "status-in-force.html",
        "status-lapsed-page-2.html",
        "status-lapsed.html",
        "year-2023-page-2.html",
        "year-2023.html",
        "year-2024-page-2.html",
        "year-2024.html",
    ];
    assert_eq!(lists(&portal), expected);
    let path = "kjj/news/year-2023-page-2.html";
    let titles = texts(&portal, path, "table.directory tbody th a");
    assert!(titles.len() == 11 && titles.iter().all(|title| title.starts_with("信息2023-")), "{titles:?}");
    assert_eq!(texts(&portal, path, "title"), ["第 2 页 - 政务动态（2023年） - 示例市科学技术局 - 测试门户"]);
    assert_eq!(texts(&portal, path, "h1"), ["政务动态（2023年）"]);
    assert_eq!(texts(&portal, path, "table.directory caption"), ["政务动态（2023年），共 31 条，第 2 页"]);
    assert_eq!(texts(&portal, path, ".years li"), ["全部", "2024年", "2023年", "全部", "有效", "失效"]);
    assert_eq!(texts(&portal, path, ".years [aria-current=true]"), ["2023年"]);
    assert_eq!(texts(&portal, "kjj/news/year-2023.html", ".years [aria-current=page]"), ["2023年"]);
    assert_eq!(texts(&portal, "kjj/news/index.html", ".years [aria-current=page]"), ["全部", "全部"]);
    assert_eq!(texts(&portal, path, ".trail li"), ["首页", "市科技局", "政务动态", "政务动态（2023年）"]);
    let page = portal.published(path);
    assert!(page.contains("href=\"/kjj/news/year-2023.html\" rel=\"prev\""), "{page}");
    let states = texts(&portal, "kjj/news/status-lapsed.html", "td[data-label=有效性]");
    assert!(states.len() == 20 && states.iter().all(|state| state == "失效"), "{states:?}");
    // Search engines have the whole list.
    let map = portal.published("sitemap.xml");
    assert!(map.contains("/kjj/news/page-4.html<") && !map.contains("/kjj/news/year-") && !map.contains("/kjj/news/status-"), "{map}");
}

#[test]
fn a_short_list_stays_whole() {
    for (earlier, later, expected) in [
        (10, 10, &["index.html"][..]),
        (0, 61, &["index.html", "page-2.html", "page-3.html", "page-4.html"]),
        (30, 30, &["index.html", "page-2.html", "page-3.html"]),
    ] {
        let mut portal = portal(earlier, later);
        portal.publish();
        let whole: Vec<String> = lists(&portal).into_iter().filter(|name| !name.starts_with("status-")).collect();
        assert_eq!(whole, expected);
        assert_eq!(lists(&portal).len() > whole.len(), earlier + later > 20);
    }
}

#[test]
fn lists_lead_to_the_feed() {
    let mut portal = portal(1, 0);
    portal.publish();
    for (path, link, label) in [
        ("index.html", "/feed.xml", "订阅测试门户的最新信息（Atom）"),
        ("kjj/index.html", "/kjj/feed.xml", "订阅示例市科学技术局的最新信息（Atom）"),
        ("kjj/news/index.html", "/kjj/feed.xml", "订阅示例市科学技术局的最新信息（Atom）"),
    ] {
        assert_eq!(texts(&portal, path, &format!("main a[href=\"{link}\"]")), [label], "{path}");
    }
}
