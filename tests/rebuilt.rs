//! Each file that is rendered again has its reason: what of the content, the settings or the theme has changed.

use crate::support::{Portal, REPORT};
use lanmu::build::{Rebuilt, Why, build};
use lanmu::load::Memo;
use std::fs;

fn portal() -> Portal {
    Portal::new()
        .with("content/kjj/2024/report.yaml", REPORT)
        .with("content/kjj/2023/report.yaml", &REPORT.replace("2025-01-20", "2024-01-20"))
        .with("content/kjj/2024/news/a.md", "---\ntitle: 甲\ndate: 2024-05-01\n---\n甲。\n")
        .with("content/kjj/2024/news/b.md", "---\ntitle: 乙\ndate: 2024-05-02\n---\n乙。\n")
        .with("content/czj/agency.yaml", "name: 示例市财政局\n")
        .with("content/czj/2024/report.yaml", REPORT)
        .with("themes/default/static/own.css", "p { color: black; }")
}

/// What a build by another process renders, and why.
fn rebuilt(portal: &Portal) -> Vec<Rebuilt> {
    let outcome = build(&portal.options(), &mut Memo::default()).expect("the machine says yes");
    let published = outcome.published.expect("no errors");
    assert_eq!(outcome.rebuilt.len(), published.files.rendered, "each has a reason");
    assert!(outcome.rebuilt.iter().all(|rebuilt| !rebuilt.why.is_empty()));
    outcome.rebuilt
}

fn content(paths: &[&str]) -> Vec<Why> {
    vec![Why::Content(paths.iter().map(|path| (*path).to_owned()).collect())]
}

#[track_caller]
fn all_for(rebuilt: &[Rebuilt], why: &[Why]) {
    assert!(!rebuilt.is_empty());
    for one in rebuilt {
        assert_eq!(one.why, why, "{}", one.path);
    }
}

fn paths(rebuilt: &[Rebuilt]) -> Vec<&str> {
    rebuilt.iter().map(|one| one.path.as_str()).collect()
}

#[test]
fn what_was_edited_is_named() {
    let portal = portal();
    all_for(&rebuilt(&portal), &[Why::New]);
    assert_eq!(rebuilt(&portal), []);

    portal.write("content/kjj/2024/news/a.md", "---\ntitle: 甲\ndate: 2024-05-01\n---\n改。\n");
    let words = rebuilt(&portal);
    assert_eq!(paths(&words), ["kjj/2024/news/a.html", "search/index/words-0/0.txt"]);
    all_for(&words, &content(&["content/kjj/2024/news/a.md"]));

    // Where several files have changed, each page names its own.
    portal.write("content/kjj/2024/report.yaml", &REPORT.replace("permits: 1204", "permits: 1205"));
    portal.write("content/kjj/2024/news/b.md", "---\ntitle: 丙\ndate: 2024-05-02\n---\n乙。\n");
    let both = rebuilt(&portal);
    let of = |path: &str| both.iter().find(|one| one.path == path).unwrap_or_else(|| panic!("{path} is not among {:?}", paths(&both))).why.clone();
    for path in ["kjj/2024/index.html", "kjj/2024/compare-2023.html", "kjj/2024/data/report.json", "kjj/reports/index.html", "years/2024/index.html"] {
        assert_eq!(of(path), content(&["content/kjj/2024/report.yaml"]), "{path}");
    }
    for path in ["kjj/news/index.html", "kjj/2024/news/b.html"] {
        assert_eq!(of(path), content(&["content/kjj/2024/news/b.md"]), "{path}");
    }
    assert_eq!(of("index.html"), content(&["content/kjj/2024/news/b.md", "content/kjj/2024/report.yaml"]));
    assert!(both.iter().all(|one| !one.path.starts_with("czj/")), "{:?}", paths(&both));
}

#[test]
fn what_has_come_and_gone_is_named() {
    let portal = portal();
    rebuilt(&portal);
    fs::rename(portal.root().join("content/kjj/2024/news/a.md"), portal.root().join("content/kjj/2024/news/c.md")).expect("renamed");
    let renamed = rebuilt(&portal);
    let of = |path: &str| renamed.iter().find(|one| one.path == path).expect("rendered").why.clone();
    assert_eq!(of("kjj/2024/news/c.html"), [Why::New]);
    assert_eq!(of("kjj/news/index.html"), content(&["content/kjj/2024/news/a.md", "content/kjj/2024/news/c.md"]));
}

#[test]
fn what_is_not_content_is_told_apart() {
    let mut portal = portal();
    rebuilt(&portal);
    portal.write("themes/default/static/own.css", "p { color: green; }");
    let themed = rebuilt(&portal);
    all_for(&themed, &[Why::Theme]);
    assert!(paths(&themed).contains(&"static/own.css") && !paths(&themed).iter().any(|path| path.ends_with(".csv")), "{:?}", paths(&themed));

    fs::remove_file(portal.out.join("index.html")).expect("removed");
    fs::write(portal.out.join("kjj/index.html"), "x").expect("written");
    let disturbed = rebuilt(&portal);
    assert_eq!(paths(&disturbed), ["index.html", "kjj/index.html"]);
    all_for(&disturbed, &[Why::Disturbed]);

    portal.base_url = Some("https://www.example.gov.cn/bmzt/".to_owned());
    all_for(&rebuilt(&portal), &[Why::Settings]);

    portal.day = "2025-01-31".to_owned();
    let other_day = rebuilt(&portal);
    assert!(other_day.iter().all(|one| one.why == [Why::Day]), "{other_day:?}");

    // Without what earlier builds have kept, no reason is made up.
    fs::remove_file(portal.root().join(".lanmu/public.ground")).expect("removed");
    portal.write("content/kjj/2024/news/a.md", "---\ntitle: 甲\ndate: 2024-05-01\n---\n又改。\n");
    all_for(&rebuilt(&portal), &[Why::Unknown]);
}
