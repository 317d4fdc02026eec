//! The page on how to apply, as the built-in theme shows it: who takes applications, the forms, the flow chart with the
//! deadlines of the law.

use crate::support::{Portal, text_of as text};
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;

fn page(portal: &mut Portal) -> Html {
    portal.publish();
    Html::parse_document(&portal.published("kjj/apply.html"))
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).collect()
}

/// The text of a section without spaces.
fn section(page: &Html, name: &str) -> String {
    let found = select(page, &format!("section[aria-labelledby={name}]"));
    assert_eq!(found.len(), 1, "{name}");
    text(&found[0]).replace(' ', "")
}

fn portal() -> Portal {
    let card = "name: 示例市科学技术局\nphone: ''\nfax: '  '\n";
    Portal::new().with("content/kjj/agency.yaml", card).with("content/kjj/apply.md", "写信。\n")
}

#[test]
fn what_is_not_there_is_said_in_words() {
    let mut portal = portal();
    let bare = page(&mut portal);
    assert_eq!(section(&bare, "contacts"), "受理机构本页没有载明受理机构的联系方式。");
    assert_eq!(section(&bare, "forms"), "申请表下载本机关没有提供可以下载的申请表。");
    portal.write("content/kjj/guide.md", "指南。\n");
    let guided = page(&mut portal);
    assert_eq!(select(&guided, "[aria-labelledby=contacts] a[href='/kjj/guide.html']").len(), 1);
}

#[test]
fn the_office_is_named_as_far_as_it_is_known() {
    let card = "name: 示例市科学技术局\noffice: 示例办公室\nmail: 示例邮箱\nhead: 示例负责人\ncode: 示例代码\n";
    let mut portal = portal().with("content/kjj/agency.yaml", card);
    assert_eq!(section(&page(&mut portal), "contacts"), "受理机构工作机构名称示例办公室互联网联系方式示例邮箱");
}

#[test]
fn forms_are_the_files_named_after_the_page() {
    let mut portal = portal();
    for name in ["apply.pdf", "apply-form.docx", "apply-申请表.docx", "application.docx", "guide.pdf", "apply/deep.pdf"] {
        portal.write(&format!("content/kjj/{name}"), "示例");
    }
    let page = page(&mut portal);
    let links: Vec<(String, String)> =
        select(&page, ".files a[download]").iter().map(|link| (text(link), link.value().attr("href").unwrap_or_default().to_owned())).collect();
    let expected = [
        ("apply-form.docx（DOCX，1 KB）", "/kjj/apply-form.docx"),
        ("apply-申请表.docx（DOCX，1 KB）", "/kjj/apply-%E7%94%B3%E8%AF%B7%E8%A1%A8.docx"),
        ("apply.pdf（PDF，1 KB）", "/kjj/apply.pdf"),
    ];
    assert_eq!(links, expected.map(|(name, url)| (name.to_owned(), url.to_owned())));
}

#[test]
fn the_files_of_a_draft_are_not_published() {
    let mut portal = portal().with("content/kjj/apply.md", "---\ndraft: true\n---\n写信。\n").with("content/kjj/apply-form.txt", "表\n");
    portal.publish();
    assert!(!portal.tree().keys().any(|path| path.contains("apply")));
    portal.drafts = true;
    portal.publish();
    assert!(portal.published("kjj/apply.html").contains("apply-form.txt"));
}

#[test]
fn an_agency_may_draw_its_own_flow_chart() {
    let mut portal = portal().with("content/kjj/apply-flow.png", "x").with("content/kjj/apply-flow.svg", "<svg/>").with("content/kjj/apply-form.txt", "表");
    let page = page(&mut portal);
    let pictures: Vec<_> = select(&page, "main img").iter().map(|picture| (picture.attr("src"), picture.attr("alt"))).collect();
    assert_eq!(pictures, [(Some("/kjj/apply-flow.svg"), Some("示例市科学技术局政府信息公开申请办理流程图，法定步骤见图后的列表"))]);
    assert_eq!(select(&page, "main svg").len(), 0);
    let files: Vec<String> = select(&page, ".files a").iter().map(text).collect();
    assert_eq!(files, ["apply-flow.png（PNG，1 KB）", "apply-form.txt（TXT，1 KB）"], "only one picture is the chart");
}

#[test]
fn the_drawn_flow_chart_and_its_list_say_the_same() {
    let page = page(&mut portal());
    let chart = select(&page, "svg[role=img] text").iter().map(text).collect::<String>();
    let list = text(&select(&page, ".flow ol")[0]);
    let days = |text: &str| -> Vec<String> {
        let numbers = text.split("个工作日").map(|before| before.chars().rev().take_while(char::is_ascii_digit).collect::<Vec<_>>());
        numbers.map(|digits| digits.into_iter().rev().collect::<String>()).filter(|digits| !digits.is_empty()).collect()
    };
    // 第三十条、第三十二条（第三十四条）、第三十三条: to answer, and to answer later.
    assert_eq!(days(&chart), ["7", "15", "20", "20"]);
    assert_eq!(days(&list), days(&chart));
    let steps: BTreeSet<String> =
        select(&page, "svg text[font-weight]").iter().map(|name| text(name).replace(|c: char| c.is_ascii_digit() || c == ' ', "")).collect();
    for name in select(&page, ".flow li strong").iter().map(|name| text(name).split('（').next().unwrap_or_default().to_owned()) {
        assert!(steps.contains(&name), "{name} is not in the chart: {steps:?}");
    }
    for article in ["二十九", "三十", "三十一", "三十三", "三十五", "三十六", "四十二"] {
        assert!(chart.contains(&format!("第{article}条")) && list.contains(&format!("第{article}条")), "{article}");
    }
    assert!(chart.contains("第三十二、三十四条") && list.contains("第三十二条、第三十四条"));
}

#[test]
fn a_theme_replaces_the_flow_chart_alone() {
    let mut portal = portal().with("themes/default/templates/flow.html", "<p>{{ agency.name }}的办法</p>");
    let page = page(&mut portal);
    assert_eq!(section(&page, "flow"), "办理流程图示例市科学技术局的办法");
    assert_eq!(select(&page, "#contacts, #forms").len(), 2);
}
