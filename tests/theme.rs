//! A portal's own theme lies over the built-in one: one file, or one block of one file.

use crate::support::{Portal, REPORT, SITE, codes};
use lanmu::diagnostic::Level;

fn portal() -> Portal {
    Portal::new().with("site.toml", &format!("{SITE}\n[theme]\nname = \"own\"\n")).with("content/kjj/2024/report.yaml", REPORT)
}

#[test]
fn one_block_of_one_template_is_replaced() {
    let mut portal = portal().with(
        "themes/own/templates/report.html",
        "{% extends \"default/report.html\" %}\n{% block trail %}<p id=\"own\">{{ agency.short }} {{ year }}</p>{% endblock %}\n",
    );
    portal.publish();
    let report = portal.published("kjj/2024/index.html");
    assert!(report.contains("<p id=\"own\">市科技局 2024</p>") && report.contains("id=\"requests.received\""), "{report}");
    assert!(!portal.published("kjj/index.html").contains("id=\"own\""));
}

/// Whatever a template asks for is there, however little of the rest it shows.
#[test]
fn what_is_shown_does_not_depend_on_what_else_is() {
    let base = "{% block main %}{% endblock %}";
    let item = "---\ntitle: 示例\ndate: 2024-01-02\n---\n正文。\n";
    for (template, page, variables) in [
        ("compare.html", "kjj/2024/compare-2023.html", &["summary", "tables", "narrative"][..]),
        ("report.html", "kjj/2024/index.html", &["checks", "check_summary", "description"]),
        ("item.html", "kjj/2024/news/note.html", &["description"]),
    ] {
        for variable in variables {
            let shown = |rest: &str| {
                let text = format!("{{% extends \"base.html\" %}}{{% block main %}}{{{{ {variable}|tojson }}}}{rest}{{% endblock %}}");
                let mut portal = portal().with(&format!("themes/own/templates/{template}"), &text).with("themes/own/templates/base.html", base);
                portal.write("themes/own/templates/nothing.html", "");
                portal.write("content/kjj/2023/report.yaml", &REPORT.replace("penalties: 15", "penalties: 16"));
                portal.write("content/kjj/2024/report.md", "## 一、总体情况\n\n正文。\n");
                portal.write("content/kjj/2024/news/note.md", item);
                portal.publish();
                portal.published(page)
            };
            let alone = shown("");
            assert!(alone.len() > 10 && !alone.contains("undefined"), "{variable}: {alone}");
            // A template that may be made of any other may show everything.
            assert_eq!(alone, shown("{% set which = \"nothing.html\" %}{% include which %}"), "{variable}");
        }
    }
}

#[test]
fn the_base_of_all_pages_is_replaced() {
    let mut portal = portal().with("themes/own/templates/base.html", "<!doctype html><title>{{ title }}</title>{% block main %}{% endblock %}");
    portal.publish();
    for page in ["index.html", "kjj/2024/index.html", "404.html"] {
        assert!(portal.published(page).starts_with("<!doctype html><title>"), "{page}");
    }
}

#[test]
fn files_are_added_and_replaced() {
    let mut portal =
        portal().with("themes/own/static/site.css", "body {}\n").with("themes/own/static/img/emblem.svg", "<svg/>\n").with("themes/own/static/.hidden", "x");
    portal.publish();
    assert_eq!(portal.published("static/site.css"), "body {}\n");
    assert_eq!(portal.published("static/img/emblem.svg"), "<svg/>\n");
    assert!(!portal.out.join("static/.hidden").exists());
}

#[test]
fn mistakes_are_told_at_their_place_and_once() {
    for (text, place) in [
        ("{% extends \"base.html\" %}\n{% block main %}{{ heading }}\n  {{ agency.shrt }}{% endblock %}", "themes/own/templates/item.html:3:6 bad-template"),
        ("{% extends \"base.html\" %}\n{% block main %}\n{{ oops( }}{% endblock %}", "themes/own/templates/item.html:3"),
        ("{% extends \"bse.html\" %}", "themes/own/templates/item.html:1"),
        ("{% include \"default/nothing.html\" %}", "themes/own/templates/item.html:1"),
    ] {
        let mut portal = portal().with("themes/own/templates/item.html", text);
        for number in 1..=5 {
            portal.write(&format!("content/kjj/2024/news/n{number}.md"), "---\ntitle: 示例\ndate: 2024-01-02\n---\n文\n");
        }
        let outcome = portal.build();
        let codes = codes(&outcome, Level::Error);
        assert!(codes.len() == 1 && codes[0].starts_with(place), "{codes:?} is not {place}");
        assert!(!portal.out.exists());
    }
}

#[test]
fn a_theme_that_is_not_there_is_told() {
    let mut portal = portal();
    assert_eq!(codes(&portal.build(), Level::Error), ["site.toml bad-template"]);
}

#[test]
fn texts_are_escaped_everywhere() {
    let nasty = "<script>alert(1)</script>\\\"'&";
    let mut portal = Portal::new()
        .with("site.toml", &SITE.replace("测试门户", &format!("门户{nasty}").replace('\\', "\\\\").replace("\\\\\"", "\\\"")))
        .with("content/kjj/agency.yaml", &format!("name: '局{}'\nphone: '<b>0</b>'\n", nasty.replace('\'', "''")))
        .with("content/kjj/2024/report.yaml", &REPORT.replace("permits: 1204", "permits: { value: 1204, note: <b>注</b> }"))
        .with("content/kjj/2024/news/a.md", "---\ntitle: <script>alert(1)</script>\ndate: 2024-01-02\nindex_no: '\"><img src=x>'\n---\n文\n");
    portal.publish();
    for (path, bytes) in portal.tree().into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = scraper::Html::parse_document(&String::from_utf8(bytes).expect("UTF-8"));
        let bad = scraper::Selector::parse("script:not([src='/static/prefs.js'], [src='/static/search.js'], [type='application/ld+json']), img, dd b, td b")
            .expect("a selector");
        assert_eq!(page.select(&bad).count(), 0, "{path}");
        let linked = scraper::Selector::parse("script[type='application/ld+json']").expect("a selector");
        for block in page.select(&linked) {
            let text = block.inner_html();
            assert!(!text.contains('<') && serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{path}: {text}");
        }
    }
}

/// The parent portal's head and foot, over the built-in theme.
fn shelled() -> Portal {
    Portal::new()
        .with("site.toml", &SITE.replace("[[category]]", "host_org = \"示例主办单位\"\n\n[[category]]"))
        .with("content/kjj/2024/report.yaml", REPORT)
        .with("content/kjj/2024/news/a.md", "---\ntitle: 示例\ndate: 2024-01-02\naliases: [/old.html]\n---\n文\n")
        .with("shell/head.html", "<p id=\"parent\"><a href=\"/\">示例市人民政府</a></p>\n")
        .with("shell/foot.html", "\u{feff}<p id=\"duty\">主办单位：示例办公室</p>\n")
}

#[test]
fn every_page_wears_the_head_and_foot_of_the_parent_portal() {
    let mut portal = shelled();
    portal.base_url = Some("https://www.example.gov.cn/bmzt/".to_owned());
    portal.publish();
    let select = |text: &'static str| scraper::Selector::parse(text).expect("a selector");
    for (path, bytes) in portal.tree().into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = scraper::Html::parse_document(&String::from_utf8(bytes).expect("UTF-8"));
        let count = |text| page.select(&select(text)).count();
        if path == "old.html" {
            assert_eq!(count("#parent, #duty, .shell"), 0, "a redirect stays as it is");
            continue;
        }
        assert_eq!((count("body > header > .shell:first-child > #parent"), count("body > header .name")), (1, 1), "{path}");
        assert_eq!((count("body > footer > .shell > #duty"), count("body > footer .printed"), count(".imprint")), (1, 1, 0), "{path}");
        assert_eq!((count("footer a[href=\"/bmzt/sitemap/\"]"), count("footer a[href=\"/bmzt/accessibility/\"]")), (1, 1), "{path}");
        assert_eq!((count("header"), count("main"), count("footer")), (1, 1, 1), "{path}");
        // The parent's links lead where the parent says, ours below the base.
        assert_eq!(count("#parent > a[href=\"/\"]"), 1, "{path}");
        assert_eq!(count("a[href^=\"/\"]:not([href^=\"/bmzt/\"])"), 1, "{path}");
    }
    let others = "以门户网站的声明为准";
    assert!(portal.published("accessibility/index.html").contains(others));
    std::fs::remove_dir_all(portal.root().join("shell")).expect("removed");
    portal.publish();
    assert!(!portal.published("accessibility/index.html").contains(others));
    let home = portal.published("index.html");
    assert!(!home.contains("shell") && home.contains("imprint") && home.contains("示例主办单位"), "{home}");
}

#[test]
fn the_accessibility_statement_says_whom_to_tell() {
    for (fact, told) in [("", "请告诉发布该信息的机关"), ("contact = \"示例电话\"\n", "<dt>联系方式</dt><dd>示例电话</dd>")] {
        let mut portal = Portal::new().with("site.toml", &SITE.replace("[[category]]", &format!("{fact}[[category]]")));
        portal.publish();
        let page = portal.published("accessibility/index.html");
        assert!(page.contains(told), "{page}");
    }
}

#[test]
fn a_theme_replaces_the_head_or_leaves_it_out() {
    let mut portal = shelled().with("themes/default/templates/base.html", "{% extends \"default/base.html\" %}{% block shell_head %}<hr>{% endblock %}");
    portal.publish();
    let home = portal.published("index.html");
    assert!(!home.contains("id=\"parent\"") && home.contains("<hr>") && home.contains("id=\"duty\""), "{home}");
}

#[test]
fn a_fragment_that_cannot_be_used_is_told() {
    for (bytes, expected) in [
        (b"<p>\xBF\xC6\xBC\xBC\xBE\xD6</p>".to_vec(), "shell/foot.html:1:4 bad-encoding"),
        (vec![b' '; (256 << 10) + 1], "shell/foot.html too-large"),
        (b"<p>\n  <b>x</p>".to_vec(), "shell/foot.html:2:3 bad-shell"),
    ] {
        let mut portal = shelled();
        portal.write_bytes("shell/foot.html", &bytes);
        assert_eq!(codes(&portal.build(), Level::Error), [expected]);
        assert!(!portal.out.exists());
    }
}

#[cfg(unix)]
#[test]
fn a_fragment_is_no_link_to_elsewhere() {
    use std::os::unix::fs::symlink;
    let elsewhere = shelled();
    let mut portal = Portal::new().with("shell/head.html", "<p>一</p>");
    symlink(elsewhere.root().join("shell/foot.html"), portal.root().join("shell/foot.html")).expect("linked");
    assert_eq!(codes(&portal.build(), Level::Error), ["shell/foot.html symlink"]);
    std::fs::remove_dir_all(portal.root().join("shell")).expect("removed");
    symlink(elsewhere.root().join("shell"), portal.root().join("shell")).expect("linked");
    assert_eq!(codes(&portal.build(), Level::Error), ["shell symlink"]);
}

#[test]
fn a_theme_changes_single_words() {
    let strings = "home = \"开头 & 结尾\"\nslogan = \"{agency}为民\"\n";
    let home = "{% extends \"default/home.html\" %}{% block words %}<p id=\"own\">{{ t.slogan(agency=\"<市>\") }}</p>{% endblock %}";
    let mut portal = portal().with("themes/own/strings/zh-CN.toml", strings).with("themes/own/templates/home.html", home);
    portal.publish();
    let report = portal.published("kjj/2024/index.html");
    assert!(report.contains(">开头 &amp; 结尾</a>") && report.contains("政府信息公开年报"), "{report}");
    assert!(portal.published("index.html").contains("<p id=\"own\">&lt;市&gt;为民</p>"));
    // Words are part of the theme: what shows them is rendered anew.
    portal.write("themes/own/strings/zh-CN.toml", &strings.replace("开头", "起始"));
    let outcome = portal.build();
    let written = outcome.published.expect("published").files.written;
    assert!(written > 10, "{written}");
    assert!(portal.published("kjj/2024/index.html").contains(">起始 &amp; 结尾</a>"));
}

#[test]
fn a_theme_brings_a_language() {
    let site = format!("{}\n[theme]\nname = \"own\"\n", SITE.replace("[[category]]", "language = \"eo\"\n\n[[category]]"));
    let mut portal = portal().with("site.toml", &site).with("themes/own/strings/eo.toml", "home = \"Ĉefpaĝo\"\n");
    let outcome = portal.build();
    assert_eq!(codes(&outcome, Level::Warning), ["themes/own/strings/eo.toml missing-strings"]);
    let report = portal.published("kjj/2024/index.html");
    assert!(report.contains("<html lang=\"eo\">") && report.contains(">Ĉefpaĝo</a>") && report.contains("政府信息公开年报"), "{report}");
    // One of a known language needs no words of its own; of an unknown one that is told.
    for (language, expected) in [("en-GB", &[][..]), ("zh-Hans", &[]), ("bo", &["site.toml missing-strings"])] {
        portal.write("site.toml", &site.replace("eo", language));
        assert_eq!(codes(&portal.build(), Level::Warning), expected, "{language}");
        // What has no words is read out as what it is: Chinese.
        let shown = if expected.is_empty() { language } else { "zh-CN" };
        assert!(portal.published("index.html").contains(&format!("<html lang=\"{shown}\">")), "{language}");
        assert!(portal.published("feed.xml").contains(&format!("xml:lang=\"{shown}\"")), "{language}");
    }
}

#[test]
fn a_key_that_nothing_asks_for_is_told() {
    let home = |asks: &str| format!("{{% extends \"default/home.html\" %}}{{% block words %}}{{# t.third #}}{asks}{{% endblock %}}");
    for (asks, expected) in [
        ("{{ t.slogan }}{{ t['second'] }}", &["themes/own/strings/en.toml:2:1 unused-string", "themes/own/strings/zh-CN.toml:3:1 unused-string"][..]),
        ("{{ t['slo' ~ 'gan'] }}", &[]),
    ] {
        let mut portal = portal()
            .with("themes/own/strings/zh-CN.toml", "slogan = \"为民\"\nsecond = \"二\"\nslogans = \"二\"\n")
            .with("themes/own/strings/en.toml", "slogan = \"For all\"\nhoem = \"Home\"\n")
            .with("themes/own/templates/home.html", &home(asks));
        assert_eq!(codes(&portal.build(), Level::Warning), expected, "{asks}");
    }
}
