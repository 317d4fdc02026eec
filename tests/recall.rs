//! An unchanged portal is recognised by what the disk tells of its files, without reading them; whatever may have changed is
//! looked at.

use crate::support::{Portal, REPORT, SITE};
use lanmu::build::{BuildOptions, Outcome, build_once};
use lanmu::diagnostic::{Lang, render};
use lanmu::load::Memo;
use rayon::prelude::*;
use std::fs::{self, File};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// A file that was written so long ago counts as settled.
const SETTLED: Duration = Duration::from_millis(700);

fn once(portal: &Portal) -> Outcome {
    build_once(&portal.options(), &mut Memo::default()).expect("the machine says yes")
}

/// A portal with findings of both kinds of place: within a text, and of a whole file.
fn portal() -> Portal {
    Portal::new()
        .with("content/kjj/2024/report.yaml", &REPORT.replace("2025-01-20", "2025-02-20"))
        .with("content/kjj/2024/report.md", "一、总体情况\n\n本年新收政府信息公开申请 40 件。\n")
        .with("content/kjj/2024/news/a.md", "---\ntitle: 甲\ndate: 2024-05-01\n---\n甲。\n")
        .with("content/kjj/2024/news/plan.xlsx", "not a workbook")
        .with("content/czj/agency.yaml", "name: 示例市财政局\n")
        .with("themes/default/static/own.css", "p { color: black; }")
        .with("shell/head.html", "<p>示例市人民政府</p>")
}

/// A portal that was built and could be told again.
fn built() -> Portal {
    let portal = portal();
    sleep(SETTLED);
    assert!(!once(&portal).is_recalled);
    portal
}

#[test]
fn what_is_unchanged_is_told_again() {
    let portal = portal();
    // As fresh as a file can be, however long a build takes.
    let dated = |moment: SystemTime| {
        File::options().append(true).open(portal.root().join("content/kjj/2024/news/a.md")).and_then(|file| file.set_modified(moment)).expect("set")
    };
    dated(SystemTime::now() + Duration::from_secs(3600));
    let first = once(&portal);
    assert!(!first.is_recalled && first.diagnostics.len() >= 3, "{:?}", first.diagnostics);
    assert!(!once(&portal).is_recalled, "a file is too fresh to be sure");
    dated(SystemTime::now());
    sleep(SETTLED);
    let sure = once(&portal);
    assert!(!sure.is_recalled, "until now nothing was sure");
    let again = once(&portal);
    assert!(again.is_recalled);
    for lang in [Lang::Zh, Lang::En] {
        assert_eq!(render(&again.diagnostics, lang, false), render(&first.diagnostics, lang, false));
    }
    assert_eq!(again.diagnostics, first.diagnostics);
    let (published, before) = (again.published.expect("published"), sure.published.expect("published"));
    assert_eq!(published, before, "with nothing written");
    assert_eq!(published.files.written, 0);
}

/// Something that may change what a build comes to.
type Change = (&'static str, fn(&mut Portal));

fn same_size_and_time(path: &Path, from: &str, to: &str) {
    let modified = fs::metadata(path).and_then(|metadata| metadata.modified()).expect("a time");
    let text = fs::read_to_string(path).expect("readable");
    assert!(text.contains(from) && from.len() == to.len());
    fs::write(path, text.replace(from, to)).expect("written");
    File::options().append(true).open(path).expect("open").set_modified(modified).expect("set");
}

/// Everything that may.
const CHANGES: &[Change] = &[
    ("words", |portal| portal.write("content/kjj/2024/news/a.md", "---\ntitle: 乙\ndate: 2024-05-01\n---\n甲。\n")),
    #[cfg(unix)]
    ("words of the same size and time", |portal| same_size_and_time(&portal.root().join("content/kjj/2024/news/a.md"), "title: 甲", "title: 乙")),
    ("a new file", |portal| portal.write("content/kjj/2024/news/b.txt", "")),
    ("a new folder", |portal| fs::create_dir(portal.root().join("content/gaj")).expect("created")),
    ("a file gone", |portal| fs::remove_file(portal.root().join("content/kjj/2024/news/a.md")).expect("removed")),
    ("a folder renamed", |portal| fs::rename(portal.root().join("content/czj"), portal.root().join("content/cz")).expect("renamed")),
    ("the settings", |portal| portal.write("site.toml", &SITE.replace("测试门户", "另一门户"))),
    ("the theme", |portal| portal.write("themes/default/static/own.css", "p { color: green; }")),
    ("the head", |portal| portal.write("shell/head.html", "<p>示例省人民政府</p>")),
    ("a foot", |portal| portal.write("shell/foot.html", "<p>版权</p>")),
    ("a page gone", |portal| fs::remove_file(portal.out.join("index.html")).expect("removed")),
    ("a page changed", |portal| fs::write(portal.out.join("index.html"), "x").expect("written")),
    ("all pages gone", |portal| fs::remove_dir_all(&portal.out).expect("removed")),
    ("the record gone", |portal| fs::remove_file(portal.root().join(".lanmu/public.record")).expect("removed")),
    ("what was told cut short", |portal| {
        let told = portal.root().join(".lanmu/public.told");
        let bytes = fs::read(&told).expect("readable");
        fs::write(&told, &bytes[..bytes.len() / 2]).expect("written");
    }),
    ("a build cut short", |portal| fs::create_dir(portal.root().join(".lanmu/public.stage")).expect("created")),
    ("another day", |portal| portal.day = "2025-07-01".to_owned()),
    ("another address", |portal| portal.base_url = Some("https://www.example.gov.cn/bmzt/".to_owned())),
    ("drafts", |portal| portal.drafts = true),
    ("denied warnings", |portal| portal.strictness = lanmu::build::Strictness::Warnings),
];

#[test]
fn whatever_may_have_changed_is_looked_at() {
    CHANGES.par_iter().for_each(|(name, change)| {
        let mut portal = built();
        change(&mut portal);
        let outcome = once(&portal);
        assert!(!outcome.is_recalled, "{name}");
        if outcome.published.is_some() {
            assert_eq!(portal.tree(), portal.fresh(), "{name}");
        }
    });
}

#[test]
fn what_no_build_reads_changes_nothing() {
    let portal = built();
    for path in ["content/kjj/2024/news/.a.md.swp", "content/kjj/~$plan.xlsx", "README.md", "public/own.txt"] {
        portal.write(path, "x");
    }
    assert!(once(&portal).is_recalled);
    assert_eq!(portal.published("own.txt"), "x");
}

#[test]
fn what_was_refused_is_looked_at_again() {
    let portal = Portal::new().with("content/kjj/2024/report.yaml", &REPORT.replace("handled: [27,", "handled: [28,"));
    sleep(SETTLED);
    for _ in 0..2 {
        let outcome = once(&portal);
        assert!(!outcome.is_recalled && outcome.published.is_none());
    }
}

#[test]
fn it_does_not_matter_how_a_folder_is_named() {
    let portal = portal();
    let options = BuildOptions { out: portal.root().join("content/../public"), ..portal.options() };
    sleep(SETTLED);
    // The first time there is no such folder.
    for is_recalled in [false, true] {
        assert_eq!(build_once(&options, &mut Memo::default()).expect("the machine says yes").is_recalled, is_recalled);
    }
    assert!(once(&portal).is_recalled);
}

#[test]
fn what_earlier_processes_have_kept_changes_nothing() {
    CHANGES.par_iter().for_each(|(name, change)| {
        let mut portal = portal();
        sleep(SETTLED);
        portal.assert_same_without_what_is_kept("at first");
        change(&mut portal);
        sleep(SETTLED);
        portal.assert_same_without_what_is_kept(name);
        // Now one folder has changed, and the others are known to be as they were.
        portal.write("content/czj/2024/news/c.md", "---\ntitle: 丙\ndate: 2024-05-02\n---\n电话 0351-1234567。\n");
        sleep(SETTLED);
        portal.assert_same_without_what_is_kept(&format!("after {name}"));
        portal.write("content/czj/2024/news/c.md", "---\ntitle: 丙\ndate: 2024-05-02\n---\n手机 13812345678。\n");
        sleep(SETTLED);
        portal.assert_same_without_what_is_kept(&format!("refused after {name}"));
    });
}
