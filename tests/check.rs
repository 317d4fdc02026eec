//! `lanmu check`, `--deny`, `--force` and `lanmu explain`, as they are run.

use crate::support::{Portal, REPORT, SITE};
use lanmu::diagnostic::Code;
use serde_json::Value;
use std::process::{Command, Output};

fn lanmu(portal: &Portal, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lanmu"));
    command.args(arguments).arg("--root").arg(portal.root()).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C.UTF-8");
    command.output().expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// A portal with one wrong figure and one that wants a remark.
fn wrong() -> Portal {
    Portal::new()
        .with("content/kjj/2024/report.yaml", &REPORT.replace("[28, 5,", "[29, 5,").replace("coercion: 2", "coercion: ~"))
        .with("content/jyj/agency.yaml", "name: 示例市教育局\n")
        .with("content/jyj/2024/report.yaml", REPORT)
}

#[test]
fn findings_go_to_standard_output_and_nothing_is_written() {
    let portal = wrong();
    let checked = lanmu(&portal, &["check", "--lang", "zh", "--date", "2025-06-30"]);
    assert_eq!(checked.status.code(), Some(1));
    let text = stdout(&checked);
    assert!(text.contains("error[requests-balance]") && text.contains("content/kjj/2024/report.yaml:11:16"), "{text}");
    assert!(text.ends_with("条说明\n"), "{text}");
    assert!(checked.stderr.is_empty());
    assert!(!portal.out.exists() && !portal.root().join(".lanmu").exists());
}

#[test]
fn paths_narrow_what_is_told() {
    let portal = wrong();
    let of = |path: &str| lanmu(&portal, &["check", path, "--format", "json", "--date", "2025-06-30"]);
    assert_eq!(of("content/jyj").status.code(), Some(0), "{}", stdout(&of("content/jyj")));
    assert_eq!(of("content/kjj/2024/report.yaml").status.code(), Some(1));
    assert_eq!(of("content/kjj/2024").status.code(), Some(1));
    assert_eq!(of("content/kj").status.code(), Some(2), "there is no such folder");
    assert_eq!(of("/").status.code(), Some(2), "a folder outside");
}

#[test]
fn each_line_of_json_is_one_finding_with_its_evidence() {
    let portal = wrong();
    let text = stdout(&lanmu(&portal, &["check", "--format", "json", "--lang", "en", "--date", "2025-06-30"]));
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    let balance = lines.iter().find(|line| line["code"] == "requests-balance").expect("a finding");
    let expected = [
        ("level", "error"),
        ("file", "content/kjj/2024/report.yaml"),
        ("table", "requests"),
        ("row", "received"),
        ("cell_column", "person"),
        ("left", "31"),
        ("right", "30"),
    ];
    for (key, value) in expected {
        assert_eq!(balance[key], value, "{key}");
    }
    assert_eq!((balance["line"].as_u64(), balance["column"].as_u64()), (Some(11), Some(16)));
    let blank = lines.iter().find(|line| line["code"] == "blank-cell").expect("a finding");
    assert_eq!((blank["level"].as_str(), blank.get("left")), (Some("warning"), None));
}

#[test]
fn sarif_has_places_and_rules() {
    let portal = wrong();
    let log: Value = serde_json::from_str(&stdout(&lanmu(&portal, &["check", "--format", "sarif", "--date", "2025-06-30"]))).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules: Vec<&str> = run["tool"]["driver"]["rules"].as_array().expect("rules").iter().filter_map(|rule| rule["id"].as_str()).collect();
    for result in run["results"].as_array().expect("results") {
        assert!(rules.contains(&result["ruleId"].as_str().expect("a code")));
        assert!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].is_string());
    }
    let balance = run["results"].as_array().expect("results").iter().find(|result| result["ruleId"] == "requests-balance").expect("a finding");
    let region = &balance["locations"][0]["physicalLocation"]["region"];
    assert_eq!((region["startLine"].as_u64(), region["startColumn"].as_u64(), region["endColumn"].as_u64()), (Some(11), Some(16), Some(18)));
    assert!(balance["relatedLocations"].as_array().is_some_and(|related| !related.is_empty()));
}

#[test]
fn workflow_commands_hold_no_line_breaks() {
    let portal = wrong();
    let text = stdout(&lanmu(&portal, &["check", "--format", "github", "--lang", "zh", "--date", "2025-06-30"]));
    assert!(text.lines().all(|line| ["::error ", "::warning ", "::notice "].iter().any(|command| line.starts_with(command))), "{text}");
    assert!(text.contains("::error title=requests-balance,file=content/kjj/2024/report.yaml,line=11,col=16::表三“自然人”列不平衡"), "{text}");
}

#[test]
fn a_self_check_report_is_kept() {
    let portal = wrong();
    let file = portal.root().join("self-check.html");
    let checked = lanmu(&portal, &["check", "--format", "html", "--out", file.to_str().expect("UTF-8"), "--lang", "zh", "--date", "2025-06-30"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(checked.stdout.is_empty());
    let page = std::fs::read_to_string(file).expect("written");
    assert!(page.contains("自查日期：2025-06-30") && page.contains("requests-balance"));
    // An agency without findings is told to have none.
    let of_jyj = page.split("<h2>示例市教育局</h2>").nth(1).expect("a section");
    assert!(of_jyj.split("<h2>").next().is_some_and(|section| section.contains("没有发现问题")), "{of_jyj}");
}

#[test]
fn warnings_may_be_denied() {
    let portal = Portal::new().with("content/kjj/2024/report.yaml", &REPORT.replace("coercion: 2", "coercion: ~"));
    let arguments = ["--date", "2025-06-30", "--lang", "en"];
    assert_eq!(lanmu(&portal, &[&["check"], &arguments[..]].concat()).status.code(), Some(0));
    assert_eq!(lanmu(&portal, &[&["check", "--deny", "warning"], &arguments[..]].concat()).status.code(), Some(1));
    let denied = lanmu(&portal, &[&["build", "--deny", "warning"], &arguments[..]].concat());
    assert_eq!(denied.status.code(), Some(1));
    assert!(!portal.out.exists());
    assert_eq!(lanmu(&portal, &[&["build"], &arguments[..]].concat()).status.code(), Some(0));
}

#[test]
fn force_publishes_what_rules_find_and_says_so() {
    let portal = wrong();
    let forced = lanmu(&portal, &["build", "--force", "--lang", "en", "--date", "2025-06-30"]);
    let text = String::from_utf8(forced.stderr).expect("UTF-8");
    assert_eq!(forced.status.code(), Some(0), "{text}");
    assert!(text.contains("NOTE: --force published the site in spite of") && text.contains("requests-balance"), "{text}");
    assert!(portal.published("kjj/2024/index.html").contains("29"));
}

#[test]
fn force_publishes_nothing_that_cannot_be_read() {
    let portal = wrong().with("content/kjj/2023/report.yaml", "form: [");
    assert_eq!(lanmu(&portal, &["build", "--force", "--date", "2025-06-30"]).status.code(), Some(1));
    assert!(!portal.out.exists());
    let both = lanmu(&portal, &["build", "--force", "--deny", "warning"]);
    assert_eq!(both.status.code(), Some(2), "the one or the other");
}

#[test]
fn every_code_can_be_explained() {
    let portal = Portal::new();
    for code in Code::ALL {
        let zh = lanmu(&portal, &["explain", code.as_str(), "--lang", "zh"]);
        assert_eq!(zh.status.code(), Some(0), "{code}");
        assert!(stdout(&zh).contains("意思：") && stdout(&zh).contains("怎么办："), "{}", stdout(&zh));
    }
    assert_eq!(lanmu(&portal, &["explain", "no-such-code"]).status.code(), Some(2));
    // A portal's own rules, too.
    let own = Portal::new().with("site.toml", SITE).with("content/_forms/own.toml", include_str!("sites/own-form/content/_forms/budget.toml"));
    assert!(stdout(&lanmu(&own, &["explain", "budget-parts", "--lang", "zh"])).contains("合计等于各项之和"));
}

#[test]
fn a_published_address_may_not_vanish() {
    let mut portal = Portal::new().with("content/kjj/2024/news/old.md", "---\ntitle: 示例\ndate: 2024-05-01\n---\n文\n");
    portal.publish();
    let site = portal.out.to_str().expect("UTF-8").to_owned();
    let arguments = ["check", "--against", site.as_str(), "--date", "2025-06-30", "--format", "json"];
    assert_eq!(lanmu(&portal, &arguments).status.code(), Some(0));
    std::fs::rename(portal.root().join("content/kjj/2024/news/old.md"), portal.root().join("content/kjj/2024/news/new.md")).expect("renamed");
    let gone = lanmu(&portal, &arguments);
    assert_eq!(gone.status.code(), Some(1));
    assert!(stdout(&gone).contains("\"address-gone\"") && stdout(&gone).contains("/kjj/2024/news/old.html"), "{}", stdout(&gone));
    portal.write("content/kjj/2024/news/new.md", "---\ntitle: 示例\ndate: 2024-05-01\naliases: [/kjj/2024/news/old.html]\n---\n文\n");
    assert_eq!(lanmu(&portal, &arguments).status.code(), Some(0), "an alias keeps it");
    assert_eq!(lanmu(&portal, &["check", "--against", "nowhere"]).status.code(), Some(2));
}

#[test]
fn what_numbers_are_taken_for_is_explained() {
    let portal = Portal::new()
        .with("content/kjj/2024/report.yaml", REPORT)
        .with("content/kjj/2024/report.md", "## 一、总体情况\n\n全年新收政府信息公开申请37件，予以公开15件。\n");
    let text = stdout(&lanmu(&portal, &["check", "--explain", "--lang", "zh", "--date", "2025-06-30"]));
    assert!(text.contains("content/kjj/2024/report.md:3:13: 37件 → received ＝"), "{text}");
    assert!(text.contains("15件 → granted 没有相符的口径") && text.contains("prose-number"), "{text}");
}
