//! The steps of review in the preview of drafts, which published pages do not show.

use crate::support::{Portal, SITE, codes};
use lanmu::diagnostic::Level;

const STEPS: &str = "review:\n  - { step: 初审, by: 示例甲, date: 2024-03-14 }\n  - { step: 复审, by: 示例乙, date: 2024-03-15 }\n";

fn item(rest: &str) -> String {
    format!("---\ntitle: 示例\ndate: 2024-03-18\n{rest}---\n\n示例。\n")
}

#[test]
fn drafts_say_how_far_their_review_has_come() {
    let mut portal = Portal::new();
    portal.write("site.toml", &format!("{SITE}\n[review]\nrequired = [\"初审\", \"复审\", \"终审\"]\n"));
    portal.write("content/kjj/2024/news/a.md", &item(&format!("draft: true\n{STEPS}")));
    portal.write("content/kjj/rules/b.md", &item("draft: true\n"));
    portal.drafts = true;
    let outcome = portal.build();
    assert_eq!(codes(&outcome, Level::Warning), Vec::<String>::new());
    assert!(portal.published("kjj/2024/news/a.html").contains("审核：已完成初审、复审，待终审。"));
    assert!(portal.published("kjj/rules/b.html").contains("审核：待初审。"));
    // Another order of steps is shown at once.
    portal.write("site.toml", &format!("{SITE}\n[review]\nrequired = [\"初审\", \"复审\"]\n"));
    portal.publish();
    assert!(portal.published("kjj/2024/news/a.html").contains("审核：已完成初审、复审，审核完毕，待发布。"));
    assert_eq!(portal.tree(), portal.fresh());
}

#[test]
fn published_pages_do_not_name_who_reviewed() {
    let mut portal = Portal::new().with("content/kjj/2024/news/a.md", &item(STEPS));
    portal.publish();
    let page = portal.published("kjj/2024/news/a.html");
    assert!(!page.contains("审核") && !page.contains("示例甲"));
}

#[test]
fn guides_are_judged_anew_when_they_change() {
    let settings = SITE.replace("guide-incomplete = \"off\"\n", "");
    let mut portal = Portal::new().with("content/kjj/2024/news/a.md", &item("")).with("content/kjj/guide.md", "## 一、信息的分类\n");
    portal.write("site.toml", &settings);
    let told = |portal: &mut Portal| {
        let outcome = portal.build();
        outcome.diagnostics.into_iter().map(|diagnostic| diagnostic.message.en).collect::<Vec<_>>()
    };
    assert!(told(&mut portal)[0].starts_with("the guide lacks 8 of 9 things"));
    assert_eq!(portal.published("kjj/guide.html").matches("未载明").count(), 8);
    portal.write("content/kjj/guide.md", "## 一、信息的分类\n\n## 二、编排体系\n");
    assert!(told(&mut portal)[0].starts_with("the guide lacks 7 of 9 things"));
    assert_eq!(portal.published("kjj/guide.html").matches("未载明").count(), 7);
}
