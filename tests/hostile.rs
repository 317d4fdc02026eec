//! Broken and hostile files: no panic, everything told at its place, nothing published.

use crate::support::{Portal, REPORT, SITE, codes};
use lanmu::diagnostic::{Lang, Level, render};
use proptest::prelude::*;

/// What a portal with one more file says is wrong, at level error.
fn told(path: &str, bytes: &[u8]) -> Vec<String> {
    let mut portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT);
    portal.write_bytes(path, bytes);
    let outcome = portal.build();
    assert_eq!(outcome.published.is_none(), outcome.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error));
    codes(&outcome, Level::Error)
}

#[test]
fn encodings_are_named() {
    let gbk = [b"name: ".as_slice(), &[0xBF, 0xC6, 0xBC, 0xBC, 0xBE, 0xD6]].concat();
    let mut portal = Portal::new();
    portal.write_bytes("content/kjj/agency.yaml", &gbk);
    let outcome = portal.build();
    assert_eq!(codes(&outcome, Level::Error), ["content/kjj/agency.yaml:1:7 bad-encoding"]);
    let text = render(&outcome.diagnostics, Lang::Zh, false);
    assert!(text.contains("GBK") && text.contains("另存为"), "{text}");

    assert_eq!(told("content/kjj/guide.md", &[0xFF, 0xFE, b'a', 0]), ["content/kjj/guide.md:1:1 bad-encoding"]);
    assert_eq!(told("site.toml", &[b'#', 0xB2, 0xE2]), ["site.toml:1:2 bad-encoding"]);
    // A byte order mark and Windows line ends are nothing to complain of.
    let windows = format!("\u{feff}{}", REPORT.replace('\n', "\r\n"));
    assert_eq!(told("content/kjj/2024/report.yaml", windows.as_bytes()), Vec::<String>::new());
    let item = "\u{feff}---\r\ntitle: 示例\r\ndate: 2024-01-02\r\n---\r\n正文\r\n";
    assert_eq!(told("content/kjj/2024/news/a.md", item.as_bytes()), Vec::<String>::new());
}

#[test]
fn a_form_stays_inside_its_page_and_folder() {
    let form = |key: &str| {
        format!(
            "key = \"own\"\nname = \"示例\"\n\n[[table]]\nkey = \"{key}\"\nlabel = \"表<b>\"\nunit = \"件<b>\"\ncolumns = [{{ key = \"c\", label = \"列<b>\" }}]\nrows = [{{ key = \"r\", label = \"行<b>\" }}]\n"
        )
    };
    let path = "content/_forms/own.toml";
    assert_eq!(told(path, form("../../../../../../t").as_bytes()), [format!("{path}:5:7 bad-slug")]);
    let table = "form: own\npublished: 2025-01-20\ntables:\n  t: { r: 5 }\n";
    let mut portal = Portal::new().with(path, &form("t")).with("content/kjj/2024/own.yaml", table);
    portal.publish();
    for (path, bytes) in portal.tree().into_iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("<b>"), "{path}");
    }
}

#[test]
fn bombs_do_not_go_off() {
    let path = "content/kjj/2024/report.yaml";
    let aliases: String =
        (1..30).map(|level| format!("a{level}: &a{level} [*a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}]\n", level - 1)).collect();
    assert_eq!(told(path, format!("a0: &a0 x\n{aliases}").as_bytes()), [format!("{path}:1:9 yaml-feature")]);
    let flow = format!("a: {}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(told(path, flow.as_bytes()).len(), 1);
    assert!(told(path, flow.as_bytes())[0].ends_with("too-deep"));
    assert!(told(path, format!("a:{}x", " -".repeat(100_000)).as_bytes())[0].starts_with(path));
    let indented: String = (0..5_000).map(|depth| format!("{}a:\n", " ".repeat(depth.min(600)))).collect();
    assert!(!told(path, indented.as_bytes()).is_empty());
    let many: String = (0..50_000).map(|key| format!("k{key}: 1\n")).collect();
    assert!(told(path, many.as_bytes()).contains(&format!("{path} too-many")));
    let large = vec![b' '; 5 << 20];
    assert_eq!(told(path, &large), [format!("{path} too-large")]);
    let quotes = format!("{}x", "> ".repeat(20_000));
    assert_eq!(told("content/kjj/guide.md", quotes.as_bytes()), Vec::<String>::new());
    let pictures = format!("{}x{}", "![".repeat(100_000), "](http://e/x)".repeat(100_000));
    assert_eq!(told("content/kjj/guide.md", pictures.as_bytes()), Vec::<String>::new());
    let stars = "*a **b ".repeat(20_000);
    assert_eq!(told("content/kjj/guide.md", stars.as_bytes()), Vec::<String>::new());
    let headings = "## a\n".repeat(20_000);
    assert_eq!(told("content/kjj/guide.md", headings.as_bytes()), Vec::<String>::new());
}

#[test]
fn quotes_are_bounded() {
    let path = "content/kjj/2024/report.md";
    assert_eq!(told(path, "{{".repeat(100_000).as_bytes()), [format!("{path}:1:4001 bad-quote")]);
    assert_eq!(told(path, format!("{{{{ {} }}}}", "科".repeat(350_000)).as_bytes()), [format!("{path}:1:1 bad-quote")]);
    assert_eq!(told(path, format!("{}{{{{ a", "\\".repeat(1_000_000)).as_bytes()), [format!("{path}:1:1000001 bad-quote")]);
    assert_eq!(told(path, "}}".repeat(100_000).as_bytes()), Vec::<String>::new());
    let nested = format!("{}requests.received.total{}", "{{ ".repeat(1_000), " }}".repeat(1_000));
    let nested = told(path, nested.as_bytes());
    assert!(nested.len() == 401 && nested.contains(&format!("{path} too-many")), "{}", nested.len());
    // Those that only the whole portal shows to be wrong are bounded as well.
    let unknown = told("content/index.md", "{{ kjj.2024.requests.received.totals }}\n".repeat(1_500).as_bytes());
    assert!(unknown.len() == 401 && unknown.contains(&"content/index.md too-many".to_owned()), "{}", unknown.len());
}

#[test]
fn quotes_stand_where_they_are_in_any_file() {
    let text = "\u{feff}---\r\ntitle: 一\r\n---\r\n新收{{ requests.received.total }}件\r\n\r\n结转{{ requests.carried_out.total }}件\r\n";
    let mut portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT).with("content/kjj/2024/report.md", text);
    portal.publish();
    let page = portal.published("kjj/2024/index.html");
    assert!(page.contains("<p>新收37件</p>") && page.contains("<p>结转3件</p>"), "{page}");
    assert_eq!(told("content/kjj/2024/report.md", text.replace("carried_out", "out").as_bytes()), ["content/kjj/2024/report.md:6:6 bad-quote"]);
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(outside.path().join("secret.txt"), "secret").expect("written");
    let mut portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT).with("content/kjj/real.txt", "真\n");
    let at = |path: &str| portal.root().join("content/kjj").join(path);
    symlink(outside.path().join("secret.txt"), at("out.txt")).expect("linked");
    symlink(outside.path(), at("folder")).expect("linked");
    symlink(at("."), at("loop")).expect("linked");
    symlink(at("nowhere"), at("broken.txt")).expect("linked");
    symlink(at("real.txt"), at("good.txt")).expect("linked");
    let outcome = portal.build();
    assert_eq!(
        codes(&outcome, Level::Error),
        ["content/kjj/broken.txt unreadable", "content/kjj/folder symlink", "content/kjj/loop symlink", "content/kjj/out.txt symlink"]
    );
    for bad in ["out.txt", "folder", "loop", "broken.txt"] {
        std::fs::remove_file(portal.root().join("content/kjj").join(bad)).expect("removed");
    }
    portal.publish();
    assert_eq!(portal.published("kjj/good.txt"), "真\n");
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_told() {
    use std::os::unix::ffi::OsStrExt;
    let mut portal = Portal::new();
    let name = std::ffi::OsStr::from_bytes(&[0xBF, 0xC6, b'.', b't', b'x', b't']);
    std::fs::write(portal.root().join("content/kjj").join(name), "x").expect("written");
    let outcome = portal.build();
    let codes = codes(&outcome, Level::Error);
    assert!(codes.len() == 1 && codes[0].ends_with("bad-encoding"), "{codes:?}");
}

#[cfg(unix)]
#[test]
fn names_that_break_records_are_told() {
    let mut portal = Portal::new();
    std::fs::write(portal.root().join("content/kjj/a\nb.txt"), "x").expect("written");
    assert_eq!(codes(&portal.build(), Level::Error), ["content/kjj/a?b.txt bad-slug"]);
}

#[test]
fn sources_are_never_published_as_they_are() {
    let mut portal = Portal::new();
    for name in ["2024/news/b.MD", "2024/report.yaml.txt", "2024/news/a.md.txt", "guide.MD", "2024/news/a.md.orig", "2024/news/#a.md#"] {
        portal.write(&format!("content/kjj/{name}"), "secret");
    }
    let codes = codes(&portal.build(), Level::Error);
    assert_eq!(codes, ["content/kjj/2024/report.yaml.txt misnamed-file", "content/kjj/guide.MD misnamed-file"]);
    for name in ["2024/report.yaml.txt", "guide.MD"] {
        std::fs::remove_file(portal.root().join("content/kjj").join(name)).expect("removed");
    }
    portal.publish();
    assert!(portal.tree().values().all(|bytes| !String::from_utf8_lossy(bytes).contains("secret")));
}

#[test]
fn a_portal_that_is_not_there_is_told() {
    let mut portal = Portal::empty();
    assert_eq!(codes(&portal.build(), Level::Error), ["content missing-site", "site.toml missing-site"]);
    portal.write("site.toml", SITE);
    portal.write("content/note.txt", "x");
    portal.publish();
}

#[test]
fn one_broken_file_hides_nothing_else() {
    let mut portal = Portal::new()
        .with("content/kjj/2024/report.yaml", &REPORT.replace("[28, 5,", "[29, 5,"))
        .with("content/kjj/2023/report.yaml", "form: [")
        .with("content/kjj/2024/news/a.md", "---\ntitle: 示例\n---\n")
        .with("content/jyj/agency.yaml", "nmae: x\n")
        .with("content/jyj/2024/report.yaml", &REPORT.replace("[28, 5,", "[29, 5,"));
    let codes = codes(&portal.build(), Level::Error);
    for expected in [
        "2024/report.yaml:11:16 requests-balance",
        "2023/report.yaml:1:7 bad-yaml",
        "2024/news/a.md:2:1 missing-key",
        "jyj/agency.yaml:1:1 unknown-key",
        "jyj/agency.yaml:1:1 missing-key",
    ] {
        assert!(codes.iter().any(|code| code.ends_with(expected)), "{codes:#?} lack {expected}");
    }
}

/// A portal with one report that makes few files, for tests that build hundreds of them.
fn lean() -> Portal {
    let site = format!("[output]\nxlsx = false\nmetrics = false\ndata = false\n\n{SITE}");
    Portal::new().with("site.toml", &site).with("content/kjj/2024/report.yaml", REPORT)
}

/// Pieces that break things.
const PIECES: [&str; 24] =
    ["", "-", ":", ": ", "\t", "\n", "[", "]", "{", "}", "\"", "'", "#", "&a", "*a", "!x", "|", ">", "~", "：", "，", "１", "\u{fdd0}", "99999999999999999999"];

fn mutated(text: &str, edits: &[(usize, usize, usize)]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for (at, remove, piece) in edits {
        let at = at % (text.len() + 1);
        let end = (at + remove % 4).min(text.len());
        text.splice(at..end, PIECES[piece % PIECES.len()].chars());
    }
    text.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_loader(edits in prop::collection::vec((any::<usize>(), any::<usize>(), any::<usize>()), 1..6), which in 0_usize..4) {
        let item = "---\ntitle: 示例\ndate: 2024-01-02\nkeywords: [一, 二]\nstatus: 有效\n---\n# 一\n\n**二。**三[四](五.md)\n\n| 六 |\n|--|\n| 七 |\n";
        let (path, text) = [
            ("content/kjj/2024/report.yaml", REPORT),
            ("content/kjj/agency.yaml", "name: 示例市科学技术局\ncolumns: [news]\nempty: { news: 无 }\n"),
            ("content/kjj/2024/news/a.md", item),
            ("site.toml", SITE),
        ][which];
        let mut portal = lean().with(path, &mutated(text, &edits));
        let outcome = portal.build();
        for diagnostic in &outcome.diagnostics {
            prop_assert!(diagnostic.place.is_some(), "{:?}", diagnostic);
        }
        for lang in [Lang::Zh, Lang::En] {
            prop_assert_eq!(render(&outcome.diagnostics, lang, false).is_empty(), outcome.diagnostics.is_empty());
        }
        prop_assert_eq!(portal.out.exists(), outcome.published.is_some());
    }

    #[test]
    fn no_quotes_break_a_page(words in "([{}\\\\.\n (\")a一“]|requests|received|total|previous|count|news){0,60}") {
        let mut portal = lean().with("content/kjj/2024/report.md", &format!("---\ntitle: 一\n---\n{words}\n"));
        let outcome = portal.build();
        for diagnostic in &outcome.diagnostics {
            prop_assert_eq!(diagnostic.code.as_str(), "bad-quote");
        }
        prop_assert_eq!(render(&outcome.diagnostics, Lang::Zh, false).is_empty(), outcome.published.is_some());
    }

    #[test]
    fn no_words_break_a_page(words in "[ -~\\n*#|>`一。“”\\[\\]()!&<]{0,200}") {
        prop_assume!(!words.contains("{{"));
        let mut portal = lean().with("content/kjj/2024/report.md", &format!("## 一、总体情况\n\n{words}\n"));
        portal.publish();
        let page = portal.published("kjj/2024/index.html");
        let html = scraper::Html::parse_document(&page);
        let scripts = scraper::Selector::parse("script:not([src='/static/prefs.js'], [type='application/ld+json']), iframe, [onclick], [style], a[href^='javascript']").expect("a selector");
        prop_assert_eq!(html.select(&scripts).count(), 0);
        let marks = page.matches(char::from_u32(0xfdd0).expect("a character")).count();
        prop_assert_eq!(marks, 0);
    }
}
