//! The switch at the top of each page, and the colours that follow from a portal's own: what can be told without a browser.

use crate::support::{Portal, REPORT, SITE, files, repository};
use scraper::{Html, Selector};
use std::fs;

fn portal() -> Portal {
    Portal::new()
        .with("content/kjj/2024/report.yaml", REPORT)
        .with("content/kjj/2024/news/a.md", "---\ntitle: 示例\ndate: 2024-01-02\naliases: [/old.html]\n---\n文\n")
}

fn sheet() -> String {
    fs::read_to_string(repository().join("themes/default/static/site.css")).expect("readable")
}

#[test]
fn each_page_has_the_switch_at_its_top() {
    let mut portal = portal();
    portal.publish();
    let select = |text: &'static str| Selector::parse(text).expect("a selector");
    let mut seen = 0;
    for (path, bytes) in portal.tree().into_iter().filter(|(path, _)| path.ends_with(".html") && path != "old.html") {
        let page = Html::parse_document(&String::from_utf8(bytes).expect("UTF-8"));
        let ids: Vec<&str> = page.select(&select("body > .skip + section.display label > input[type=radio]")).filter_map(|radio| radio.attr("id")).collect();
        assert_eq!(ids, ["fs-n", "fs-l", "fs-e", "cs-n", "cs-d", "cs-h"], "{path}");
        let checked: Vec<&str> = page.select(&select("section.display fieldset input[checked]")).filter_map(|radio| radio.attr("id")).collect();
        assert_eq!(checked, ["fs-n", "cs-n"], "{path}");
        assert_eq!(page.select(&select("section.display fieldset > legend:first-child")).count(), 2, "{path}");
        // After the radios, so that they are there, and before the page, so that it is drawn as chosen.
        assert_eq!(page.select(&select("section.display + script[src=\"/static/prefs.js\"]")).count(), 1, "{path}");
        seen += 1;
    }
    assert!(seen > 5, "{seen} pages");
}

#[test]
fn the_style_sheet_alone_makes_it_work() {
    let sheet = sheet();
    for id in ["fs-l", "fs-e", "cs-d", "cs-h"] {
        assert!(sheet.contains(&format!(":has(#{id}:checked)")), "{id}");
    }
    // One selector that an old browser does not know voids its whole list: those with `:has` stand alone.
    for rule in sheet.split('}').filter_map(|rule| rule.rsplit_once('{')).map(|(selector, _)| selector.rsplit(['{', ';', '/']).next().unwrap_or_default()) {
        let outside = rule.split('(').next().unwrap_or_default();
        assert!(!rule.contains(":has(") || !outside.contains(','), "{rule}");
    }
}

#[test]
fn the_script_is_small_and_speaks_to_nobody() {
    let script = fs::read_to_string(repository().join("themes/default/static/prefs.js")).expect("readable");
    assert!(script.len() <= 2 << 10, "{} bytes", script.len());
    for word in ["http", "fetch", "cookie", "innerHTML", "eval"] {
        assert!(!script.contains(word), "{word}");
    }
}

#[test]
fn articles_and_reports_have_tools_and_a_code_of_their_address() {
    let mut portal = portal();
    portal.publish();
    let count = |portal: &Portal, path: &str, selector: &str| {
        Html::parse_document(&portal.published(path)).select(&Selector::parse(selector).expect("a selector")).count()
    };
    for (path, expected) in [("kjj/2024/index.html", 1), ("kjj/2024/news/a.html", 1), ("kjj/news/index.html", 0), ("index.html", 0)] {
        assert_eq!(count(&portal, path, "main > .tools[data-print=打印][data-copy=复制链接] summary + p > svg.qr"), expected, "{path}");
        assert_eq!(count(&portal, path, "footer .printed[data-date='打印日期：{}']"), 1, "{path}");
        // What needs a script is put in by it.
        assert_eq!(count(&portal, path, "main button"), 0, "{path}");
    }
    assert!(portal.published("kjj/2024/news/a.html").contains("打开本页：https://www.example.gov.cn/kjj/2024/news/a.html</span>"));
    portal.write("site.toml", &format!("{SITE}\n[output]\nqr = false\n"));
    portal.publish();
    assert_eq!((count(&portal, "kjj/2024/index.html", ".tools"), count(&portal, "kjj/2024/index.html", ".qr, .tools details")), (1, 0));
}

#[test]
fn a_brand_makes_tokens_and_no_brand_none() {
    let mut portal = portal();
    portal.publish();
    assert!(!portal.out.join("static/tokens.css").exists() && !portal.published("index.html").contains("tokens.css"));
    portal.write("site.toml", &format!("{SITE}\n[theme]\nbrand = \"#a3190f\"\n"));
    portal.publish();
    let tokens = portal.published("static/tokens.css");
    assert_eq!(tokens.matches("--brand: #a3190f; --accent: #a3190f;").count(), 1, "{tokens}");
    // Dark twice: as the system says, as the reader says; the brand dimmed.
    assert_eq!(tokens.matches("--brand: #7a130b;").count(), 2, "{tokens}");
    for (path, bytes) in files(&portal.out).into_iter().filter(|(path, _)| path.ends_with(".html") && path != "old.html") {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let place = |name: &str| text.find(&format!("<link rel=\"stylesheet\" href=\"/static/{name}\">")).unwrap_or_else(|| panic!("{path}: {name}"));
        assert!(place("site.css") < place("tokens.css"), "{path}");
    }
    portal.write("site.toml", &format!("{SITE}\n[theme]\nbrand = \"#06c\"\n"));
    portal.publish();
    assert!(portal.published("static/tokens.css").contains("--brand: #0066cc;"));
    // A placeholder is no colour.
    portal.write("site.toml", &format!("{SITE}\n[theme]\nbrand = \"示例主题色\"\n"));
    portal.publish();
    assert!(!portal.out.join("static/tokens.css").exists());
}

#[test]
fn a_theme_has_the_last_word() {
    let mut portal = portal().with("themes/default/static/tokens.css", ":root { --brand: #000; }\n");
    portal.write("site.toml", &format!("{SITE}\n[theme]\nbrand = \"#a3190f\"\n"));
    portal.publish();
    assert_eq!(portal.published("static/tokens.css"), ":root { --brand: #000; }\n");
}

/// The names and values of what a rule of the style sheet sets.
fn tokens<'s>(sheet: &'s str, rule: &str) -> Vec<(&'s str, &'s str)> {
    let (_, rest) = sheet.split_once(rule).expect("the rule");
    let body = rest.split('}').next().unwrap_or_default();
    body.split(';').filter_map(|line| line.trim().split_once(": ")).filter(|(name, _)| name.starts_with("--")).collect()
}

#[test]
fn each_choice_of_colours_sets_them_all() {
    let sheet = sheet();
    let dark = tokens(&sheet, "@media (prefers-color-scheme: dark) {\n  :root {");
    assert_eq!(tokens(&sheet, ":root:where(:has(#cs-d:checked)) {"), dark, "the reader's choice is what the system's is");
    let high = tokens(&sheet, "html:has(#cs-h:checked) {");
    for (name, _) in dark {
        assert!(high.iter().any(|(there, _)| *there == name), "high contrast leaves {name} as it is");
    }
}
