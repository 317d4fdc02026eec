//! A page leads to those beside it in the list it stands on.

use crate::support::Portal;
use scraper::{Html, Selector};

#[test]
fn items_lead_to_those_beside_them() {
    let item = |title: &str, day: &str| format!("---\ntitle: {title}\ndate: 2024-03-{day}\n---\n文\n");
    let mut portal = Portal::new();
    for (name, day) in [("a", "01"), ("b", "02"), ("c", "03")] {
        portal.write(&format!("content/kjj/2024/news/{name}.md"), &item(&format!("示例{name}"), day));
    }
    portal.publish();
    let beside = |portal: &Portal, name: &str| {
        let page = Html::parse_document(&portal.published(&format!("kjj/2024/news/{name}.html")));
        let links = Selector::parse("nav.beside a").expect("a selector");
        page.select(&links).map(|link| format!("{} {}", link.attr("rel").unwrap_or_default(), link.text().collect::<String>())).collect::<Vec<_>>()
    };
    assert_eq!(beside(&portal, "a"), ["prev 示例b"]);
    assert_eq!(beside(&portal, "b"), ["prev 示例c", "next 示例a"]);
    assert_eq!(beside(&portal, "c"), ["next 示例b"]);
    std::fs::remove_file(portal.root().join("content/kjj/2024/news/b.md")).expect("removed");
    portal.publish();
    assert_eq!(beside(&portal, "c"), ["next 示例a"]);
    assert_eq!(portal.tree(), portal.fresh());
}
