//! A column that nothing has changed for is not planned again; whatever shows in it, or it leads to, counts.

use crate::support::{Portal, REPORT};
use lanmu::build::build_once;
use lanmu::load::{Memo, load};
use lanmu::model::Sketches;
use lanmu::page::{Shell, plan};
use lanmu::theme::Theme;
use std::fs;
use std::thread::sleep;
use std::time::Duration;

const WORDS: &str = "---\naliases: [/old/kjj-2024.shtml]\n---\n一、总体情况\n\n见[动态](news/a.md#h-one)。\n";

fn item(title: &str, more: &str, words: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2024-05-15\n{more}---\n\n{words}\n")
}

/// Three agencies: `czj` interprets an item of `kjj`; `jyj` links to a place on a page of `kjj`.
fn portal() -> Portal {
    let portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT).with("content/kjj/2024/report.md", WORDS);
    portal.write("content/kjj/2024/news/a.md", &item("甲", "", "# 其一 {#one}\n\n甲。"));
    portal.write("content/kjj/2024/news/b.md", &item("乙", "", "乙。"));
    portal.write("content/czj/agency.yaml", "name: 示例市财政局\n");
    portal.write("content/czj/2024/news/c.md", &item("丙", "interprets: kjj/2024/news/b\n", "丙。"));
    portal.write("content/czj/2024/report.yaml", REPORT);
    portal.write("content/czj/2024/report.md", "一、总体情况\n\n收到 {{ requests.received.total }} 件。\n");
    portal.write("content/jyj/agency.yaml", "name: 示例市教育局\n");
    portal.write("content/jyj/2024/news/d.md", &item("丁", "", "见[甲](/kjj/2024/news/a.html#h-one)。"));
    portal
}

/// What is known of a portal's columns, and what they were planned to before.
#[derive(Default)]
struct Known(Sketches);

impl Known {
    /// Plans a portal with what is known, and with nothing: both find the same. The columns that were known.
    #[track_caller]
    fn of(&self, portal: &Portal) -> Vec<String> {
        let options = portal.options().load;
        let loaded = load(&options, &mut Memo::default());
        let site = loaded.site.expect("settings");
        let (theme, _) = Theme::load(&options.root, &site.config);
        let shell = Shell::new(&site, &options.root, &theme.phrases);
        let (again, anew) = (plan(&site, &shell, &theme, &self.0), plan(&site, &shell, &theme, &Sketches::default()));
        assert_eq!(again.remarks, anew.remarks);
        assert_eq!(format!("{:?}", again.diagnostics), format!("{:?}", anew.diagnostics));
        for (again, anew) in again.columns.iter().zip(&anew.columns) {
            let sketch = |column: &lanmu::page::PlannedColumn<'_>| format!("{:?}", column.sketch);
            assert_eq!(sketch(again), sketch(anew), "{}", again.slug());
        }
        assert!(anew.columns.iter().all(|column| !column.is_known));
        again.columns.iter().filter(|column| column.is_known).map(|column| column.slug().to_owned()).collect()
    }
}

/// A portal whose columns are all known.
fn known() -> (Portal, Known) {
    let (portal, known) = (portal(), Known::default());
    assert_eq!(known.of(&portal), Vec::<String>::new());
    assert_eq!(known.of(&portal), ["czj", "jyj", "kjj"]);
    (portal, known)
}

#[track_caller]
fn case(change: impl FnOnce(&mut Portal), expected: &[&str]) {
    let (mut portal, known) = known();
    change(&mut portal);
    assert_eq!(known.of(&portal), expected);
    // Whatever was wrong then, is not forgotten.
    known.of(&portal);
}

#[test]
fn what_columns_show_of_others_counts() {
    case(|portal| portal.write("content/jyj/2024/news/e.md", &item("戊", "", "戊。")), &["czj", "kjj"]);
    // Whoever interprets it shows its title, and it shows theirs.
    case(|portal| portal.write("content/kjj/2024/news/b.md", &item("又", "", "乙。")), &["jyj"]);
    case(|portal| portal.write("content/czj/2024/news/c.md", &item("又", "interprets: kjj/2024/news/b\n", "丙。")), &["jyj"]);
    let more = REPORT.replace("received: [28, 5, 1, 1, 1, 1, 37]", "received: [29, 5, 1, 1, 1, 1, 38]");
    case(|portal| portal.write("content/czj/2024/report.yaml", &more), &["jyj", "kjj"]);
    case(|portal| fs::remove_file(portal.root().join("content/czj/2024/report.yaml")).expect("removed"), &["jyj", "kjj"]);
    // Names of agencies stand in lists of the portal alone.
    case(|portal| portal.write("content/jyj/agency.yaml", "name: 示例市教育委员会\n"), &["czj", "kjj"]);
    case(|portal| portal.day = "2025-07-01".to_owned(), &[]);
    case(|portal| portal.write("content/index.md", "首页的话。\n"), &["czj", "jyj", "kjj"]);
}

#[test]
fn links_and_addresses_between_columns_are_looked_at() {
    let without = |path: &'static str| move |portal: &mut Portal| fs::remove_file(portal.root().join(path)).expect("removed");
    case(without("content/kjj/2024/news/a.md"), &["czj", "jyj"]);
    case(|portal| portal.write("content/kjj/2024/news/a.md", &item("甲", "", "# 其二 {#two}\n\n甲。")), &["czj", "jyj"]);
    case(|portal| fs::remove_dir_all(portal.root().join("content/kjj")).expect("removed"), &["jyj"]);
    // One column reaches into another's folder, or to the same address outside.
    case(|portal| portal.write("content/jyj/2024/news/d.md", &item("丁", "aliases: [/kjj/2024/news/a.html]\n", "丁。")), &["czj", "kjj"]);
    case(|portal| portal.write("content/jyj/2024/news/d.md", &item("丁", "aliases: [/kjj/2024/news/x.html]\n", "丁。")), &["czj", "kjj"]);
    case(|portal| portal.write("content/jyj/2024/news/d.md", &item("丁", "aliases: [/old/kjj-2024.shtml]\n", "丁。")), &["czj", "kjj"]);
    case(|portal| portal.write("content/jyj/2024/news/d.md", &item("丁", "aliases: [/old/kjj-2024.shtml/x]\n", "丁。")), &["czj", "kjj"]);
    // From and to what is outside of columns.
    case(|portal| portal.write("content/index.md", "[甲](/kjj/2024/news/a.html#none)\n"), &["czj", "jyj", "kjj"]);
    case(|portal| portal.write("content/index.md", "---\naliases: [/kjj/2024/news/a.html]\n---\n[甲](/old/kjj-2024.shtml)\n"), &["czj", "jyj", "kjj"]);
    case(|portal| portal.write("content/jyj/2024/news/d.md", &item("丁", "", "[甲](/old/kjj-2024.shtml) [丙](/czj/2024/news/c.html)")), &["czj", "kjj"]);
    case(|portal| portal.write("content/jyj/2024/news/d.md", &item("丁", "", "[甲](/old/kjj-2025.shtml) [丙](/czj/2024/news/cc.html)")), &["czj", "kjj"]);
}

/// Builds with what earlier processes have kept of files that are settled, and without: both come to the same.
#[track_caller]
fn same(portal: &Portal, what: &str) {
    sleep(Duration::from_millis(700));
    portal.assert_same_without_what_is_kept(what);
}

#[test]
fn what_reaches_into_the_folder_of_another_comes_and_goes() {
    let with = |title: &str, aliases: &str| item(title, &format!("aliases: [{aliases}]\n"), "丁。");
    let item_of_jyj = "content/jyj/2024/news/d.md";
    let portal = portal();
    same(&portal, "at first");
    portal.write(item_of_jyj, &with("丁", "/kjj/2024/news/x.html"));
    same(&portal, "an old address in another's folder");
    portal.write(item_of_jyj, &with("又", "/kjj/2024/news/x.html"));
    same(&portal, "another title");
    portal.write("content/czj/2024/news/c.md", &item("丙", "interprets: kjj/2024/news/b\n", "[丁](/kjj/2024/news/x.html)"));
    same(&portal, "a link to it from a third");
    portal.write("content/kjj/2024/news/a.md", &item("甲", "", "[丁](/kjj/2024/news/x.html)\n\n# 其一 {#one}"));
    same(&portal, "and from that folder");
    portal.write(item_of_jyj, &item("又", "", "丁。"));
    same(&portal, "it is gone, and links lead nowhere");
    portal.write(item_of_jyj, &with("又", "/kjj/2024/news/y.html"));
    same(&portal, "the address is another");
    portal.write("content/czj/2024/news/c.md", &item("丙", "", "丙。"));
    portal.write("content/kjj/2024/news/a.md", &item("甲", "", "甲。"));
    same(&portal, "no more links");
    portal.write(item_of_jyj, &item("丁", "", "丁。"));
    same(&portal, "it is gone");
    portal.write("content/index.md", "---\naliases: [/kjj/2024/news/z.html]\n---\n首页的话。\n");
    same(&portal, "one of the home page");
    portal.write("content/index.md", "首页的话。\n");
    same(&portal, "that is gone, too");
}

#[test]
fn files_of_columns_that_are_known_are_looked_at_all_the_same() {
    let portal = portal();
    let settled = || sleep(Duration::from_millis(700));
    let once = |portal: &Portal| {
        let outcome = build_once(&portal.options(), &mut Memo::default().on_disk()).expect("the machine says yes");
        let files = outcome.published.expect("published").files;
        (files.rendered, files.written)
    };
    settled();
    assert!(once(&portal).0 > 30);
    let page = portal.out.join("kjj/2024/news/a.html");
    let as_it_was = fs::read(&page).expect("readable");
    for is_removed in [false, true] {
        let meddled = if is_removed { fs::remove_file(&page) } else { fs::write(&page, "changed") };
        meddled.expect("the machine says yes");
        settled();
        assert_eq!(once(&portal), (1, 1));
        assert_eq!(fs::read(&page).expect("readable"), as_it_was);
    }
    // An old address outside of its folder goes with the column.
    portal.write("content/jyj/2024/news/e.md", &item("戊", "", "戊。"));
    settled();
    once(&portal);
    assert!(portal.out.join("old/kjj-2024.shtml").is_file());
    fs::remove_file(portal.root().join("content/kjj/2024/report.md")).expect("removed");
    settled();
    once(&portal);
    assert!(!portal.out.join("old/kjj-2024.shtml").exists());
}
