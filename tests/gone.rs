//! Published addresses that would vanish.

use crate::support::{Portal, REPORT};
use lanmu::diagnostic::Lang;
use lanmu::load::{Memo, load};
use lanmu::model::Sketches;
use lanmu::page::{Shell, check_against, plan};
use lanmu::theme::Theme;

const ITEM: &str = "---\ntitle: 示例动态\ndate: 2024-05-15\n---\n\n正文。\n";

/// The subjects of what is told of a portal against its published files, each with the advice.
fn told(portal: &Portal, published: &[String]) -> Vec<(String, String)> {
    let options = portal.options().load;
    let site = load(&options, &mut Memo::default()).site.expect("settings");
    let (theme, _) = Theme::load(&options.root, &site.config);
    let shell = Shell::new(&site, &options.root, &theme.phrases);
    let plan = plan(&site, &shell, &theme, &Sketches::default());
    let remarks = check_against(&plan, &site, published);
    assert!(remarks.iter().all(|remark| remark.code.as_str() == "address-gone"));
    remarks.into_iter().map(|remark| (format!("{} {}", remark.file, remark.subject), remark.help.in_lang(Lang::En).to_owned())).collect()
}

#[test]
fn what_was_published_vanishes_only_when_that_is_declared() {
    let item = "content/kjj/2024/news/a.md";
    let mut portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT).with(item, ITEM);
    portal.write("content/kjj/2024/news/b.md", &ITEM.replace("---\n\n", "aliases: [/doc/b.shtml]\n---\n\n"));
    assert!(portal.build().published.is_some());
    let published: Vec<String> = portal.tree().into_keys().collect();
    assert!(published.len() > 20);
    assert_eq!(told(&portal, &published), []);
    // Renamed, without a way from the old address.
    std::fs::remove_file(portal.root().join(item)).expect("removed");
    portal.write("content/kjj/2024/news/a1.md", ITEM);
    let remarks = told(&portal, &published);
    assert_eq!(remarks.len(), 1);
    assert_eq!(remarks[0].0, "content/kjj/agency.yaml kjj/2024/news/a.html");
    assert!(remarks[0].1.contains("did it become `/kjj/2024/news/") && remarks[0].1.contains("gone: [/kjj/2024/news/a.html]"), "{}", remarks[0].1);
    // With one.
    portal.write("content/kjj/2024/news/a1.md", &ITEM.replace("---\n\n", "aliases: [/kjj/2024/news/a.html]\n---\n\n"));
    assert_eq!(told(&portal, &published), []);
    // Declared to be gone, here or there.
    portal.write("content/kjj/2024/news/a1.md", &ITEM.replace("---\n\n", "gone: [/kjj/2024/news/a.html]\n---\n\n"));
    assert_eq!(told(&portal, &published), []);
    portal.write("content/kjj/2024/news/a1.md", ITEM);
    portal.write("content/kjj/agency.yaml", "name: 示例市科学技术局\ngone: [/kjj/2024/news/a.html]\n");
    assert_eq!(told(&portal, &published), []);
}

#[test]
fn an_item_that_moved_is_found_and_a_draft_is_named() {
    let mut portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT).with("content/kjj/2024/news/plan.md", ITEM);
    portal.write("content/kjj/2024/news/draft.md", ITEM);
    assert!(portal.build().published.is_some());
    let published: Vec<String> = portal.tree().into_keys().collect();
    std::fs::remove_dir_all(portal.root().join("content/kjj/2024")).expect("removed");
    portal.write("content/kjj/2025/news/plan.md", ITEM);
    portal.write("content/kjj/2024/news/draft.md", &ITEM.replace("---\n\n", "draft: true\n---\n\n"));
    let remarks = told(&portal, &published);
    let subjects: Vec<&str> = remarks.iter().map(|(subject, _)| subject.as_str()).collect();
    // Neither downloads nor lists are told.
    let expected = ["kjj/2024/", "kjj/2024/news/draft.html", "kjj/2024/news/plan.html"].map(|address| format!("content/kjj/agency.yaml {address}"));
    assert_eq!(subjects, expected);
    assert!(remarks[1].1.contains("draft"), "{}", remarks[1].1);
    assert!(remarks[2].1.contains("`/kjj/2025/news/plan.html`"), "{}", remarks[2].1);
}

#[test]
fn what_nobody_has_any_more_is_told_once_for_all() {
    let portal = Portal::new();
    let published: Vec<String> = (0..1_500).map(|number| format!("rsj/2024/news/{number}.html")).collect();
    let remarks = told(&portal, &published);
    assert_eq!(remarks.len(), 1_001);
    assert!(remarks.iter().all(|(subject, _)| subject.starts_with("site.toml ")));
}
