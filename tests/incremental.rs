//! After any edit the watching build equals a fresh one, byte for byte, and renders no more than what shows the edit.

use crate::support::{Portal, REPORT, SITE, codes, files, repository};
use lanmu::diagnostic::Level;
use lanmu::output::Summary;
use std::fs;

fn item(title: &str, date: &str) -> String {
    format!("---\ntitle: {title}\ndate: {date}\n---\n正文。\n")
}

/// What edits do to the search is told in its own tests.
fn settings() -> String {
    format!("{SITE}\n[output]\nsearch = false\n")
}

/// Two agencies, three reports, thirty items.
fn portal() -> Portal {
    let portal = Portal::new()
        .with("site.toml", &settings())
        .with("content/jyj/agency.yaml", "name: 示例市教育局\n")
        .with("content/kjj/2023/report.yaml", REPORT)
        .with("content/kjj/2024/report.yaml", REPORT);
    portal.write("content/jyj/2024/report.yaml", REPORT);
    portal.write("content/kjj/2024/report.md", "## 一、总体情况\n\n平稳。\n");
    portal.write("content/kjj/apply.md", "写信。\n");
    portal.write("content/kjj/apply-form.txt", "表\n");
    for number in 1..=30 {
        portal.write(&format!("content/kjj/2024/news/n{number:02}.md"), &item(&format!("示例动态{number}"), &format!("2024-03-{number:02}")));
    }
    portal
}

/// Builds after an edit; the result must equal a fresh build.
#[track_caller]
fn after(portal: &mut Portal) -> Summary {
    let files = portal.publish().files;
    assert_eq!(portal.tree(), portal.fresh());
    files
}

/// What was rendered, written and removed.
fn done(summary: Summary) -> (usize, usize, usize) {
    (summary.rendered, summary.written, summary.removed)
}

#[test]
fn edits_render_only_what_shows_them() {
    let mut portal = portal();
    let first = after(&mut portal);
    assert_eq!((first.rendered, first.unchanged, first.removed), (first.written, 0, 0));
    assert_eq!(first.written + 1, portal.tree().len(), "all but the manifest");
    assert_eq!(done(after(&mut portal)), (0, 0, 0), "nothing changed");

    // A file is touched but stays the same.
    portal.write("content/kjj/2024/report.yaml", REPORT);
    assert_eq!(done(after(&mut portal)), (0, 0, 0), "same bytes");

    // The words of an item: its page alone.
    portal.write("content/kjj/2024/news/n15.md", &item("示例动态15", "2024-03-15").replace("正文", "新的正文"));
    assert_eq!(done(after(&mut portal)), (1, 1, 0), "an item's words");

    // A title: the item, the page of the list it stands on, and the two items beside it, which lead to it.
    portal.write("content/kjj/2024/news/n05.md", &item("改过的标题", "2024-03-05"));
    assert_eq!(done(after(&mut portal)), (4, 4, 0), "an item's title");

    // The words of a report: its page and its comparison.
    portal.write("content/kjj/2024/report.md", "## 一、总体情况\n\n良好。\n");
    assert_eq!(done(after(&mut portal)), (2, 2, 0), "a report's words");

    // A file that belongs to the page on how to apply: the page tells its size.
    portal.write("content/kjj/apply-form.txt", &"表\n".repeat(1000));
    assert_eq!(done(after(&mut portal)), (2, 2, 0), "a form");
    assert!(portal.published("kjj/apply.html").contains("apply-form.txt（TXT，4 KB）"));
    portal.write("content/kjj/apply-flow.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");
    assert_eq!(done(after(&mut portal)), (2, 2, 0), "a flow chart");

    // Figures: the report, its six tables, workbook and JSON, comparison with its file, list of reports, column, year, home; the
    // portal's figures, metrics and JSON, and the page that tells their sizes. No metric comes to anything else, and the
    // table that changed is the only one written.
    let figures = REPORT.replace("penalties: 15", "penalties: 16");
    portal.write("content/kjj/2024/report.yaml", &figures);
    let (rendered, written, removed) = done(after(&mut portal));
    assert_eq!((rendered, written, removed), (19, 9, 0), "a figure");
    assert!(portal.published("kjj/2024/data/sanctions.csv").contains(",16"));
    assert!(portal.published("kjj/2024/compare-2023.html").contains("16"));

    // The theme's style: every page is rendered again, no download is, and only the style is written.
    portal.write("themes/default/static/site.css", "body { color: black }\n");
    let pages = portal.tree().keys().filter(|path| path.ends_with(".html")).count();
    let theme = after(&mut portal);
    assert_eq!((theme.rendered, theme.written), (pages + 1, 1), "the theme's style");

    // The parent portal's foot: every page shows it, no download does.
    portal.write("shell/foot.html", "<p>主办单位：示例办公室</p>\n");
    assert_eq!(done(after(&mut portal)), (pages, pages, 0), "the parent's foot");
    portal.write("shell/foot.html", "<p>主办单位：示例办公室</p>\n\n");
    assert_eq!(done(after(&mut portal)), (0, 0, 0), "nothing that shows");
    fs::remove_file(portal.root().join("shell/foot.html")).expect("removed");
    assert_eq!(done(after(&mut portal)), (pages, pages, 0), "no foot of the parent any more");
}

#[test]
fn quoted_figures_are_part_of_a_page() {
    let mut portal = portal();
    let quoting = "## 一、总体情况\n\n处罚上年{{ previous.sanctions.penalties.decisions }}件，动态{{ count(\"news\") }}条。\n";
    portal.write("content/kjj/2024/report.md", quoting);
    portal.write("content/index.md", "科技局{{ kjj.latest.sanctions.coercion.decisions }}件，共{{ count() }}条。\n");
    after(&mut portal);
    assert!(portal.published("kjj/2024/index.html").contains("处罚上年15件，动态30条。"));
    assert!(portal.published("index.html").contains("科技局2件，共30条。"));

    // Last year's report, its six tables, workbook and JSON, comparison with its file, list of reports, column, year; the portal's figures,
    // metrics and JSON, and the page that tells their sizes. This year's report quotes another figure, and the home page one
    // of another year.
    let figures = REPORT.replace("coercion: 2", "coercion: 3");
    portal.write("content/kjj/2023/report.yaml", &figures);
    assert_eq!(done(after(&mut portal)).0, 18, "a figure that is not quoted");
    // And this year's report.
    portal.write("content/kjj/2023/report.yaml", &figures.replace("penalties: 15", "penalties: 16"));
    assert_eq!(done(after(&mut portal)).0, 19, "a figure that is quoted");
    assert!(portal.published("kjj/2024/index.html").contains("处罚上年16件，动态30条。"));

    // An item of last year counts for the portal, not for this year's report; a draft counts for neither.
    portal.write("content/kjj/2023/news/old.md", &item("旧的动态", "2023-03-01"));
    let report = portal.published("kjj/2024/index.html");
    after(&mut portal);
    assert_eq!(portal.published("kjj/2024/index.html"), report, "items of another year");
    assert!(portal.published("index.html").contains("科技局2件，共31条。"));
    portal.write("content/kjj/2024/news/draft.md", "---\ntitle: 草稿\ndate: 2024-05-01\ndraft: true\n---\n文\n");
    assert_eq!(done(after(&mut portal)), (0, 0, 0), "a draft");
    portal.write("content/kjj/2024/news/n31.md", &item("示例动态31", "2024-03-31"));
    after(&mut portal);
    assert!(portal.published("kjj/2024/index.html").contains("动态31条。"));
    assert!(portal.published("index.html").contains("共32条。"));
    // A title changes no count: the item, the one beside it, the page of its list, the column, the home page, two feeds.
    portal.write("content/kjj/2024/news/n31.md", &item("改过的标题", "2024-03-31"));
    assert_eq!(done(after(&mut portal)).0, 7, "a title");

    // Without last year's report there is nothing to quote.
    let last = fs::read(portal.root().join("content/kjj/2023/report.yaml")).expect("readable");
    fs::remove_file(portal.root().join("content/kjj/2023/report.yaml")).expect("removed");
    assert_eq!(codes(&portal.build(), Level::Error), ["content/kjj/2024/report.md:3:8 bad-quote"]);
    portal.write_bytes("content/kjj/2023/report.yaml", &last);
    assert_eq!(done(after(&mut portal)), (0, 0, 0), "mended");
}

#[test]
fn files_come_and_go() {
    let mut portal = portal();
    after(&mut portal);
    let all = portal.tree();

    portal.write("content/kjj/2024/news/new.md", &item("新的动态", "2024-04-01"));
    portal.write("content/kjj/2024/news/new-附件.txt", "附件\n");
    after(&mut portal);
    assert!(portal.published("kjj/2024/news/new.html").contains("新的动态"));

    // Renamed: the old page goes, the new one comes.
    fs::rename(portal.root().join("content/kjj/2024/news/new.md"), portal.root().join("content/kjj/2024/news/other.md")).expect("renamed");
    let summary = after(&mut portal);
    assert_eq!(summary.removed, 1);
    assert!(!portal.out.join("kjj/2024/news/new.html").exists());

    fs::remove_file(portal.root().join("content/kjj/2024/news/other.md")).expect("removed");
    fs::remove_file(portal.root().join("content/kjj/2024/news/new-附件.txt")).expect("removed");
    after(&mut portal);
    assert_eq!(portal.tree(), all, "as it was before");

    // A whole agency goes, with its folders, and comes back.
    fs::rename(portal.root().join("content/jyj"), portal.root().join("jyj")).expect("renamed");
    after(&mut portal);
    assert!(!portal.out.join("jyj").exists());
    fs::rename(portal.root().join("jyj"), portal.root().join("content/jyj")).expect("renamed");
    after(&mut portal);
    assert_eq!(portal.tree(), all, "as it was before");

    // A file where there was a folder, and the other way round.
    portal.write("content/kjj/extra/a.txt", "一\n");
    after(&mut portal);
    fs::remove_dir_all(portal.root().join("content/kjj/extra")).expect("removed");
    portal.write("content/kjj/extra", "二\n");
    after(&mut portal);
    fs::remove_file(portal.root().join("content/kjj/extra")).expect("removed");
    portal.write("content/kjj/extra/b.txt", "三\n");
    after(&mut portal);
}

#[test]
fn the_site_map_shows_what_columns_have() {
    let mut portal = portal();
    after(&mut portal);
    let has = |portal: &Portal, text: &str| portal.published("sitemap/index.html").contains(text);
    assert!(has(&portal, "<a href=\"/kjj/news/\">政务动态</a>（30条）") && !has(&portal, "/kjj/guide.html"));
    portal.write("content/kjj/2024/news/new.md", &item("新的动态", "2024-04-01"));
    after(&mut portal);
    assert!(has(&portal, "（31条）"));
    portal.write("content/kjj/guide.md", "---\ntitle: 政府信息公开指南\n---\n指南。\n");
    after(&mut portal);
    assert!(has(&portal, "<a href=\"/kjj/guide.html\">指南</a>"));
    portal.write("content/kjj/agency.yaml", "name: 示例市科学技术局\ngroup: 市政府工作部门\n");
    after(&mut portal);
    assert!(has(&portal, ">市政府工作部门</h2>"));
}

#[test]
fn settings_drafts_and_the_day_count() {
    let mut portal = portal();
    portal.write("content/kjj/2024/news/n01.md", "---\ntitle: 到期\ndate: 2024-03-01\nexpires: 2025-07-01\nstatus: 有效\n---\n文\n");
    portal.write("content/kjj/2024/news/draft.md", "---\ntitle: 草稿\ndate: 2024-05-01\ndraft: true\n---\n文\n");
    after(&mut portal);
    assert!(!portal.out.join("kjj/2024/news/draft.html").exists());
    portal.day = "2025-07-01".to_owned();
    // The item, and the page of the list it stands on.
    assert_eq!(done(after(&mut portal)), (2, 2, 0), "the day it lapses");
    assert!(portal.published("kjj/2024/news/n01.html").contains("失效"));
    portal.drafts = true;
    after(&mut portal);
    assert!(portal.out.join("kjj/2024/news/draft.html").exists());
    portal.drafts = false;
    after(&mut portal);
    assert!(!portal.out.join("kjj/2024/news/draft.html").exists());
    portal.base_url = Some("https://www.example.gov.cn/bmzt/".to_owned());
    after(&mut portal);
    assert!(portal.published("index.html").contains("\"/bmzt/kjj/\""));
}

#[test]
fn an_error_leaves_the_published_folder_as_it_was() {
    let mut portal = portal();
    after(&mut portal);
    let before = portal.tree();
    for (path, text, code) in [
        ("content/kjj/2024/report.yaml", REPORT.replace("[28, 5,", "[29, 5,"), "content/kjj/2024/report.yaml:11:16 requests-balance"),
        ("content/kjj/2024/report.yaml", REPORT.replace("form:", "from:"), "content/kjj/2024/report.yaml:1:1 missing-key"),
        ("content/kjj/2024/news/n02.md", "---\ntitle: [\n---\n".to_owned(), "content/kjj/2024/news/n02.md"),
        ("site.toml", "[site]\n".to_owned(), "site.toml:1:1 missing-key"),
        ("themes/default/templates/item.html", "{% if %}".to_owned(), "themes/default/templates/item.html:1"),
        ("themes/default/templates/item.html", "{{ nothing }}".to_owned(), "themes/default/templates/item.html:1:4 bad-template"),
    ] {
        let file = portal.root().join(path);
        let good = fs::read(&file).ok();
        portal.write(path, &text);
        let outcome = portal.build();
        assert!(outcome.published.is_none(), "{path}");
        let codes = codes(&outcome, Level::Error);
        assert!(codes.iter().any(|found| found.starts_with(code)), "{codes:?} lack {code}");
        assert_eq!(portal.tree(), before, "{path}");
        match good {
            Some(bytes) => fs::write(&file, bytes).expect("written"),
            None => fs::remove_file(&file).expect("removed"),
        }
        assert_eq!(done(after(&mut portal)), (0, 0, 0), "mended: {path}");
    }
}

#[test]
fn what_no_build_wrote_is_left_alone() {
    let mut portal = portal();
    after(&mut portal);
    for (path, text) in [("keep.txt", "mine"), ("kjj/2024/news/note.html", "mine"), ("own/deep/file", "mine")] {
        let file = portal.out.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("created");
        fs::write(file, text).expect("written");
    }
    // A page that someone has changed by hand is put right; one that is no longer planned is then left to them.
    fs::write(portal.out.join("kjj/2024/news/n03.html"), "changed by hand").expect("written");
    assert_eq!(portal.publish().files.written, 1);
    fs::write(portal.out.join("kjj/2024/news/n04.html"), "changed by hand").expect("written");
    fs::remove_dir_all(portal.root().join("content/kjj/2024/news")).expect("removed");
    portal.publish();
    assert!(!portal.out.join("kjj/2024/news/n03.html").exists());
    for path in ["keep.txt", "kjj/2024/news/note.html", "own/deep/file", "kjj/2024/news/n04.html"] {
        assert!(portal.out.join(path).exists(), "{path}");
    }
    // A foreign file where a page belongs stops the build before anything is changed.
    portal.write("content/kjj/2024/news/note.md", &item("条目", "2024-01-01"));
    let before = portal.tree();
    let refused = lanmu::build::build(&portal.options(), &mut lanmu::load::Memo::default()).expect_err("a foreign file");
    assert!(refused.to_string().contains("kjj/2024/news/note.html"), "{refused}");
    assert_eq!(portal.tree(), before);
}

#[test]
fn a_first_build_refuses_foreign_files_too() {
    let portal = portal();
    let out = &portal.out;
    fs::create_dir_all(out.join("kjj")).expect("created");
    fs::write(out.join("kjj/index.html"), "mine").expect("written");
    let refused = lanmu::build::build(&portal.options(), &mut lanmu::load::Memo::default()).expect_err("a foreign file");
    assert!(refused.to_string().contains("kjj/index.html"), "{refused}");
    assert_eq!(portal.tree().len(), 1);
}

#[test]
fn a_refused_build_changes_nothing_at_all() {
    let mut portal = portal();
    portal.write("content/kjj/extra/a.txt", "一\n");
    after(&mut portal);
    // Someone's own file in a folder of ours, which is now to become a file; and a file where a folder is needed.
    fs::write(portal.out.join("kjj/extra/mine.txt"), "mine").expect("written");
    fs::remove_dir_all(portal.root().join("content/kjj/extra")).expect("removed");
    portal.write("content/kjj/extra", "二\n");
    portal.write("content/kjj/2024/news/n01.md", &item("改过", "2024-03-01"));
    let before = portal.tree();
    let build = |portal: &Portal| lanmu::build::build(&portal.options(), &mut lanmu::load::Memo::default());
    let refused = build(&portal).expect_err("a foreign file");
    assert!(refused.to_string().contains("kjj/extra"), "{refused}");
    assert_eq!(portal.tree(), before);
    fs::remove_file(portal.root().join("content/kjj/extra")).expect("removed");
    fs::write(portal.out.join("kjj/docs"), "mine").expect("written");
    portal.write("content/kjj/docs/b.txt", "三\n");
    let before = portal.tree();
    let refused = build(&portal).expect_err("a foreign file");
    assert!(refused.to_string().contains("kjj/docs/b.txt"), "{refused}");
    assert_eq!(portal.tree(), before);
}

#[test]
fn files_that_change_places_are_told_apart() {
    let mut portal = portal();
    let folder = portal.root().join("content/kjj/2024/news");
    let at = |name: &str| folder.join(name);
    let (one, two) = (at("n01.md"), at("n02.md"));
    fs::write(&one, item("甲甲", "2024-03-01")).expect("written");
    fs::write(&two, item("乙乙", "2024-03-02")).expect("written");
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    for file in [&one, &two] {
        fs::File::options().write(true).open(file).expect("open").set_modified(long_ago).expect("set");
    }
    after(&mut portal);
    fs::rename(&one, at("x")).expect("renamed");
    fs::rename(&two, &one).expect("renamed");
    fs::rename(at("x"), &two).expect("renamed");
    after(&mut portal);
    assert!(portal.published("kjj/2024/news/n01.html").contains("乙乙"));
}

#[test]
fn own_forms_are_read_anew() {
    let mut portal = Portal::copy_of(&repository().join("tests/sites/own-form"));
    fs::remove_dir_all(portal.root().join("expected")).expect("removed");
    after(&mut portal);
    let form = fs::read_to_string(portal.root().join("content/_forms/budget.toml")).expect("readable");
    portal.write("content/_forms/budget.toml", &form.replace("公务接待费", "公务接待费用"));
    // Four tables, each with its page, CSV, JSON; three comparisons, each with its file; two columns; the portal's figures, metrics, JSON and
    // dictionary, and the page that tells their sizes.
    assert_eq!(done(after(&mut portal)).0, 25, "a label");
    assert!(portal.published("kjj/2024/three-public.html").contains("公务接待费用"));
    portal.write("content/_forms/budget.toml", &form.replace("{ key = \"total\", label = \"合计\" }", "{ key = \"sum\", label = \"合计\" }"));
    let outcome = portal.build();
    assert!(codes(&outcome, Level::Error).iter().any(|code| code.starts_with("content/_forms/budget.toml") && code.ends_with("bad-value")));
    portal.write("content/_forms/budget.toml", &form);
    after(&mut portal);
}

#[test]
fn attachments_go_where_their_items_go() {
    let mut portal = portal();
    portal.write("site.toml", &format!("{}\n[[category]]\nslug = \"news-old\"\nname = \"旧闻\"\n", settings()));
    portal.write("content/kjj/2024/news/n01-附件.txt", "一\n");
    portal.write("content/kjj/2024/news-old/b.md", &item("旧闻", "2024-01-01"));
    portal.write("content/kjj/2024/news-old/b-附件.txt", "二\n");
    portal.write("content/kjj/2024/news/plan.md", "---\ntitle: 草稿\ndate: 2024-01-01\ndraft: true\n---\n文\n");
    portal.write("content/kjj/2024/news/plan-附件.txt", "三\n");
    after(&mut portal);
    assert!(portal.published("kjj/2024/news/n01.html").contains("n01-附件.txt"));
    assert!(portal.published("kjj/2024/news-old/b.html").contains("b-附件.txt"));
    assert!(!portal.out.join("kjj/2024/news/plan-附件.txt").exists(), "a draft's file");
    portal.drafts = true;
    after(&mut portal);
    assert!(portal.out.join("kjj/2024/news/plan-附件.txt").exists());
}

#[test]
fn a_lost_record_costs_nothing_but_time() {
    let mut portal = portal();
    after(&mut portal);
    fs::remove_dir_all(portal.root().join(".lanmu")).expect("removed");
    assert_eq!(after(&mut portal).written, 0);
    fs::remove_dir_all(&portal.out).expect("removed");
    let again = after(&mut portal);
    assert_eq!(again.unchanged, 0);
}

#[test]
fn the_manifest_lists_every_file_and_stands_in_for_a_lost_record() {
    use sha2::{Digest, Sha256};
    let mut portal = portal();
    after(&mut portal);
    let tree = portal.tree();
    let manifest: serde_json::Value = serde_json::from_str(&portal.published("manifest.json")).expect("JSON");
    let listed = manifest["files"].as_object().expect("files");
    assert_eq!(listed.keys().collect::<Vec<_>>(), tree.keys().filter(|path| *path != "manifest.json").collect::<Vec<_>>());
    for (path, sha) in listed {
        let bytes: [u8; 32] = Sha256::digest(&tree[path]).into();
        assert_eq!(sha.as_str(), Some(bytes.map(|byte| format!("{byte:02x}")).concat().as_str()), "{path}");
    }
    fs::remove_dir_all(portal.root().join(".lanmu")).expect("removed");
    fs::remove_file(portal.root().join("content/kjj/2024/news/n01.md")).expect("removed");
    portal.write("content/kjj/2024/news/n02.md", &item("改过", "2024-03-02"));
    fs::write(portal.out.join("kjj/mine.txt"), "mine").expect("written");
    let done = portal.publish().files;
    assert_eq!(done.removed, 1);
    assert!(portal.out.join("kjj/mine.txt").exists() && !portal.out.join("kjj/2024/news/n01.html").exists());
    fs::remove_file(portal.out.join("kjj/mine.txt")).expect("removed");
    assert_eq!(portal.tree(), portal.fresh());
}

#[test]
fn two_builds_are_equal_to_the_byte() {
    let mut portal = portal();
    portal.publish();
    assert_eq!(portal.tree(), portal.fresh());
    let leftovers: Vec<_> = fs::read_dir(portal.root())
        .expect("readable")
        .map(|entry| entry.expect("readable").file_name())
        .filter(|name| name.to_string_lossy().contains("stage"))
        .collect();
    assert!(leftovers.is_empty(), "{leftovers:?}");
}

#[test]
fn a_form_and_its_variant_are_told_apart() {
    let one_row = |line: &str| match line.trim().split_once(':') {
        Some(("closed.uncorrected" | "closed.unpaid", _)) => String::new(),
        Some(("closed.other", cells)) => format!("    closed:{cells}\n"),
        Some(_) | None => format!("{line}\n"),
    };
    let mut portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT);
    after(&mut portal);
    assert!(portal.published("data/dictionary.csv").contains(",closed.other,"));
    portal.write("content/kjj/2024/report.yaml", &REPORT.lines().map(one_row).collect::<String>());
    after(&mut portal);
    let dictionary = portal.published("data/dictionary.csv");
    assert!(dictionary.contains(",closed,") && !dictionary.contains(",closed.other,"));
}

#[test]
fn waivers_in_the_words_of_a_report_are_part_of_its_json() {
    let mut portal = Portal::new().with("content/kjj/2024/report.yaml", &REPORT.replace("1, 37]\n    carried_in", "1, 38]\n    carried_in"));
    let words = |reason: &str| {
        let waiver = |code: &str| format!("  - {{ code: {code}, at: requests.received, reason: {reason}, by: 办公室, date: 2025-02-01 }}\n");
        format!("---\nwaivers:\n{}{}---\n平稳。\n", waiver("requests-row-total"), waiver("requests-balance"))
    };
    for reason in ["原文如此", "原报告如此刊载"] {
        portal.write("content/kjj/2024/report.md", &words(reason));
        after(&mut portal);
        assert!(portal.published("kjj/2024/data/report.json").contains(reason));
    }
}

/// Lets all files seem to have been there for long, so that they are not read again.
#[cfg(unix)]
fn age(portal: &Portal) {
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    for path in files(&portal.root().join("content")).into_keys() {
        let file = portal.root().join("content").join(path);
        fs::File::options().write(true).open(file).and_then(|file| file.set_modified(long_ago)).expect("dated");
    }
}

#[cfg(unix)]
#[test]
fn what_was_wrong_with_a_folder_is_forgotten() {
    let mut portal = portal();
    age(&portal);
    after(&mut portal);
    let link = portal.root().join("content/kjj/2024/news/a.txt");
    std::os::unix::fs::symlink("/dev/null", &link).expect("linked");
    assert_eq!(codes(&portal.build(), Level::Error), ["content/kjj/2024/news/a.txt symlink"]);
    fs::remove_file(link).expect("removed");
    after(&mut portal);
}

#[cfg(unix)]
#[test]
fn a_broken_link_is_looked_at_again() {
    use lanmu::load::{Look, Memo};
    let portal = portal();
    std::os::unix::fs::symlink("../jyj/a.txt", portal.root().join("content/kjj/a.txt")).expect("linked");
    age(&portal);
    let mut memo = Memo::remembering();
    let mut build = |look: &Look| lanmu::build::build_changed(&portal.options(), &mut memo, look).expect("the machine says yes");
    assert_eq!(codes(&build(&Look::Everywhere), Level::Error), ["content/kjj/a.txt unreadable"]);
    portal.write("content/jyj/a.txt", "一\n");
    let jyj = Look::In(["jyj".to_owned()].into());
    assert_eq!(codes(&build(&jyj), Level::Error), [""; 0]);
    assert_eq!(portal.tree(), portal.fresh());
    // And gone again.
    fs::remove_file(portal.root().join("content/jyj/a.txt")).expect("removed");
    assert_eq!(codes(&build(&jyj), Level::Error), ["content/kjj/a.txt unreadable"]);
}

#[test]
fn settings_are_heeded_wherever_one_looks() {
    use lanmu::load::{Look, Memo};
    let portal = portal();
    let mut memo = Memo::remembering();
    let mut build = |look: &Look| lanmu::build::build_changed(&portal.options(), &mut memo, look).expect("the machine says yes");
    assert!(build(&Look::Everywhere).published.is_some());
    let before = portal.tree();
    // They are saved while something in another folder is being built: what is told of them comes after that.
    portal.write("site.toml", &settings().replace("slug = \"news\"", "slug = \"new\""));
    let jyj = Look::In(["jyj".to_owned()].into());
    assert_eq!(codes(&build(&jyj), Level::Error), ["content/kjj/2024/news unknown-category"]);
    assert_eq!(portal.tree(), before);
}
