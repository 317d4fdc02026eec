//! The command: what it writes builds; what is there stays unless told otherwise; what it says and how it ends.

use crate::import::{distinct, drawn, filled, forms};
use crate::support::{self, Portal};
use lanmu::diagnostic::Level;
use lanmu::model::Cell;
use lanmu::number::Number;
use std::collections::BTreeMap;
use std::process::Command;

/// A portal to import into.
pub(crate) struct Desk {
    pub(crate) portal: Portal,
}

impl Portal {
    /// The files of the content.
    pub(crate) fn tree_of_content(&self) -> BTreeMap<String, Vec<u8>> {
        support::files(&self.root().join("content"))
    }
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { portal: Portal::new() }
    }

    /// Imports files for `kjj`; gives the exit code, and all that is told.
    pub(crate) fn import(&self, arguments: &[&str]) -> (Option<i32>, String) {
        self.run(&[&["import", "--agency", "kjj", "--date", "2025-02-03"], arguments].concat())
    }

    /// Runs a command in the portal; gives the exit code, and all that is told.
    pub(crate) fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lanmu"));
        command.current_dir(self.portal.root()).args(arguments);
        let output = command.env("LC_ALL", "zh_CN.UTF-8").output().expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code(), text(output.stdout) + &text(output.stderr))
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.portal.root().join(path)).unwrap_or_default()
    }
}

/// A page whose figures are all 0, so that they fit.
fn page() -> String {
    drawn::html(&filled(&forms()[1], |_| Cell::Number(Number::ZERO)), |rows| format!("<table>{rows}</table>")).replace("示例市教育局", "示例市科学技术局")
}

const REPORT: &str = "content/kjj/2023/report.yaml";

#[test]
fn what_it_writes_builds() {
    let mut desk = Desk::new();
    desk.portal.write("2023.html", &page());
    let (code, told) = desk.import(&["2023.html"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("2023.html：2023 年报告，表式 2021；34 行找到 34 行，200 格读出 200 格（原文空白 0 格）；0 处需要核对"), "{told}");
    assert!(told.contains("已写入：\n  content/kjj/2023/report.yaml\n  content/kjj/2023/report.md\n"), "{told}");
    let yaml = desk.read(REPORT);
    assert!(
        yaml.contains("\npublished: 2024-01-20  # 报告公布的日期\n") && yaml.contains("    regulations: [           0,            0,            0]  # 规章\n"),
        "{yaml}"
    );
    let words = desk.read("content/kjj/2023/report.md");
    assert!(words.starts_with("## 一、总体情况\n\n示例市科学技术局依照条例做好各项工作，情况良好。\n\n## 二、"), "{words}");
    assert_eq!(support::codes(&desk.portal.build(), Level::Error), [""; 0]);
}

#[test]
fn what_is_there_is_replaced_only_if_told_so() {
    let desk = Desk::new();
    desk.portal.write("2023.html", &page());
    desk.import(&["2023.html"]);
    let (code, told) = desk.import(&["2023.html"]);
    assert!(code == Some(0) && told.contains("与已有的文件相同，没有改动"), "{told}");

    let waiver = "waivers:\n  - { code: blank-cell, reason: 示例, by: 示例, date: 2024-02-01 }\n";
    desk.portal.write(REPORT, &(desk.read(REPORT) + waiver));
    desk.portal.write("content/kjj/2023/report.md", &format!("---\ndraft: true\n---\n{}", desk.read("content/kjj/2023/report.md")));
    desk.portal.write("2023.html", &page().replacen("<p>0</p>", "<p>3</p>", 1).replace("情况良好", "情况较好"));
    let before = desk.portal.tree_of_content();
    let (code, told) = desk.import(&["2023.html"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(
        told.contains("  ~ 规章·本年制发件数：0 → 3\n") && told.contains("  ~ 文字“一、总体情况”：增加 1 段，删去 1 段\n") && told.contains("请加 --replace"),
        "{told}"
    );
    assert_eq!(desk.portal.tree_of_content(), before);
    let (code, told) = desk.import(&["2023.html", "--replace"]);
    assert!(code == Some(0) && told.contains("已替换：") && told.contains("0 → 3"), "{told}");
    assert!(desk.read(REPORT).contains("regulations: [           3,") && desk.read(REPORT).ends_with(waiver));
    assert!(desk.read("content/kjj/2023/report.md").starts_with("---\ndraft: true\n---\n## 一、"));
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let desk = Desk::new();
    let figures = distinct(&forms()[1]);
    desk.portal.write("a.html", &drawn::html(&figures, |rows| format!("<table>{rows}</table>")));
    let before = desk.portal.tree_of_content();
    let (code, told) = desk.import(&["a.html", "--dry-run"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains("  一、本年新收政府信息公开申请数量  371 | 408 | 445 | 482 | 519 | 556 | 593  ← 第2张表第4行第1格“一、本年新收政府信息公开申请数量”\n"),
        "{told}"
    );
    assert!(told.contains("warning[requests-balance]: ") && told.contains("没有写入文件"), "{told}");
    assert!(told.contains("原文的机关是“示例市教育局”，不是“示例市科学技术局”"), "{told}");
    assert_eq!(desk.portal.tree_of_content(), before);
}

#[test]
fn several_files_at_once() {
    let desk = Desk::new();
    for year in ["2022", "2023"] {
        desk.portal.write(&format!("{year}.html"), &page().replace("2024年", "2029年").replace("2023年", &format!("{year}年")));
    }
    desk.portal.write("again.html", &page());
    desk.portal.write("none.html", "<p>示例</p>");
    let (code, told) = desk.import(&["2022.html", "none.html", "2023.html"]);
    assert_eq!(code, Some(1), "one of them is none: {told}");
    assert!(desk.read("content/kjj/2022/report.yaml").contains("published") && desk.read(REPORT).contains("published"));
    let (code, told) = desk.import(&["2023.html", "again.html"]);
    assert!(code == Some(2) && told.contains("2023.html 和 again.html 都是 2023 年的报告"), "{told}");
}

#[test]
fn downloads_of_a_build_come_back() {
    let mut desk = Desk::new();
    desk.portal.write("content/kjj/2024/report.yaml", support::REPORT);
    desk.portal.publish();
    let year = "public/kjj/2024/data";
    let tables: Vec<String> =
        ["documents", "permits", "sanctions", "charges", "requests", "disputes"].iter().map(|table| format!("{year}/{table}.csv")).collect();
    let tables: Vec<&str> = tables.iter().map(String::as_str).chain(["--year", "2024"]).collect();
    for arguments in [vec![&*format!("{year}/report.xlsx")], vec![&*format!("{year}/report.json")], vec!["public/kjj/2024/index.html"], tables] {
        let (code, told) = desk.import(&arguments);
        assert!(code == Some(0) && told.contains("与已有的文件相同"), "{arguments:?} {told}");
    }
}

#[test]
fn waivers_come_back_with_the_json() {
    let mut desk = Desk::new();
    let waivers = "waivers:\n  - { code: blank-cell, at: requests.received.person, reason: 原报告如此刊载, by: 示例办公室, date: 2025-02-01, until: 2029-01-01 }\n  \
                   - { code: blank-cell, reason: \"见：附件 1\", by: 示例办公室, date: 2025-02-01 }\n";
    desk.portal.write("content/kjj/2024/report.yaml", &(support::REPORT.to_owned() + waivers));
    desk.portal.publish();
    let json = desk.portal.published("kjj/2024/data/report.json");
    std::fs::remove_file(desk.portal.root().join("content/kjj/2024/report.yaml")).expect("removed");
    desk.portal.write("report.json", &json);
    let (code, told) = desk.import(&["report.json"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(desk.read("content/kjj/2024/report.yaml").ends_with(waivers), "{}", desk.read("content/kjj/2024/report.yaml"));
    // What was let stand here stays.
    let own = desk.read("content/kjj/2024/report.yaml").replace("示例办公室", "示例处");
    desk.portal.write("content/kjj/2024/report.yaml", &own.replace("published: 2025", "published: 2024"));
    desk.import(&["report.json", "--replace"]);
    assert_eq!(desk.read("content/kjj/2024/report.yaml"), own);
}

#[test]
fn wrong_usage() {
    let desk = Desk::new();
    desk.portal.write("a.html", &page());
    for arguments in [vec![], vec!["a.html", "--year", "24"], vec!["a.html", "--agency", "none"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lanmu"));
        command.arg("import").args(&arguments).current_dir(desk.portal.root());
        if !arguments.contains(&"--agency") {
            command.args(["--agency", "kjj"]);
        }
        assert_eq!(command.output().expect("the program runs").status.code(), Some(2), "{arguments:?}");
    }
    let (code, told) = desk.import(&["missing.html"]);
    assert!(code == Some(1) && told.contains("没有这个文件"), "{told}");
}
