//! `lanmu new`: what it makes is a portal that builds, filled from what is known; what is there already stays.

use crate::support::{self, Portal, REPORT, codes, repository};
use lanmu::diagnostic::Level;
use std::fs;
use std::process::{Command, Output};

fn run(portal: &Portal, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lanmu"));
    command.arg("new").args(arguments).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C.UTF-8");
    match arguments.first() {
        Some(&"site") => command.arg(portal.root()),
        _ => command.args(["--date", "2025-01-15", "--root"]).arg(portal.root()),
    };
    command.output().expect("the program runs")
}

/// Runs it, and gives what it tells on standard error.
#[track_caller]
fn told(portal: &Portal, arguments: &[&str], code: i32) -> String {
    let output = run(portal, arguments);
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(code), "{text}");
    assert!(output.stdout.is_empty(), "messages belong on standard error");
    text
}

fn read(portal: &Portal, path: &str) -> String {
    fs::read_to_string(portal.root().join(path)).expect("readable")
}

/// A row of a report without the spaces that align it.
fn row(portal: &Portal, path: &str, key: &str) -> String {
    let text = read(portal, path);
    let line = text.lines().find(|line| line.trim_start().starts_with(&format!("{key}:"))).expect("a row");
    line.replace(' ', "")
}

/// Takes the mark of a comment from each line that is an optional key.
fn with_all_keys(text: &str) -> String {
    let is_key = |line: &str| {
        let key: String = line.chars().take_while(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-')).collect();
        !key.is_empty() && line[key.len()..].starts_with([':', ' ']) && !line.contains("slug")
    };
    text.lines().map(|line| line.strip_prefix("# ").filter(|rest| is_key(rest)).unwrap_or(line)).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_portal_from_nothing() {
    let mut portal = Portal::empty();
    portal.day = "2025-01-15".to_owned();
    let said = told(&portal, &["site", "--title", "示例市政府信息公开", "--base-url", "https://www.example.gov.cn/bmzt/", "--lang", "zh"], 0);
    assert!(said.starts_with("已新建：\n") && said.contains("site.toml\n") && said.contains("下一步：新建机关：lanmu new agency"), "{said}");
    assert_eq!(read(&portal, ".gitignore"), "public/\n.lanmu/\n");
    assert!(read(&portal, "site.toml").contains("site_domain = \"www.example.gov.cn\""));
    portal.publish();

    let said = told(&portal, &["agency", "kjj", "--name", "示例市科学技术局"], 0);
    assert!(said.contains("content/kjj/guide.md\n") && said.contains("next: make an annual report: lanmu new report kjj 2024 --root "), "{said}");
    told(&portal, &["report", "kjj", "2024"], 0);
    told(&portal, &["item", "kjj", "2024", "news", "visit", "--title", "示例动态"], 0);
    assert!(read(&portal, "content/kjj/2024/news/visit.md").starts_with("---\ntitle: 示例动态\ndate: 2025-01-15  "));
    let published = portal.publish();
    assert_eq!((published.agencies, published.reports, published.items), (1, 1, 0), "the item is a draft");
    portal.drafts = true;
    assert_eq!(portal.publish().items, 1);
    let outcome = portal.build();
    let is_to_be_filled = |code: &String| code.ends_with("blank-cell") || code.ends_with("section-empty");
    assert!(codes(&outcome, Level::Warning).iter().all(is_to_be_filled), "{:?}", codes(&outcome, Level::Warning));
    let guide = portal.published("kjj/guide.html");
    for fact in ["信息的分类", "编排体系", "获取方式", "名称", "办公地址", "办公时间", "联系电话", "传真号码", "互联网联系方式"]
    {
        assert!(guide.contains(&format!("{fact}</h")), "{fact}");
    }
    assert!(guide.contains("<dt>工作机构名称</dt><dd><a href=\"#s-一名称\">（一）名称</a></dd>") && !guide.contains("未载明"), "{guide}");
    for heading in ["一、总体情况", "六、其他需要报告的事项"] {
        assert!(portal.published("kjj/2024/index.html").contains(heading), "{heading}");
    }

    let filled = read(&portal, "content/kjj/2024/report.yaml").replace(" ~]", " 0]").replace("[~]", "[0]").replace("~,", "0,");
    portal.write("content/kjj/2024/report.yaml", &filled);
    let words = read(&portal, "content/kjj/2024/report.md").replace("情况\n", "情况\n\n示例：栏目更新不够及时，来年按月检查。\n") + "\n无。\n";
    portal.write("content/kjj/2024/report.md", &words);
    assert_eq!(codes(&portal.build(), Level::Warning), [""; 0]);
}

#[test]
fn optional_keys_are_ready_to_be_used() {
    let mut portal = Portal::empty();
    told(&portal, &["site", "--title", "示例"], 0);
    told(&portal, &["agency", "kjj", "--name", "示例市科学技术局"], 0);
    for category in ["documents", "powers", "news"] {
        told(&portal, &["item", "kjj", "2024", category, "visit", "--title", "示例动态"], 0);
    }
    for path in ["site.toml", "content/kjj/agency.yaml", "content/kjj/2024/news/visit.md"] {
        let text = read(&portal, path);
        let all = with_all_keys(&text);
        assert_ne!(text, all, "{path}");
        portal.write(path, &all);
    }
    assert!(read(&portal, "content/kjj/agency.yaml").contains("\nwaivers: []"));
    portal.drafts = true;
    assert_eq!(portal.publish().items, 3);
}

#[test]
fn every_form_makes_a_report_that_loads() {
    let mut portal = Portal::new();
    told(&portal, &["report", "kjj", "2019"], 0);
    told(&portal, &["report", "kjj", "2020", "--form", "2021"], 0);
    told(&portal, &["report", "kjj", "2022"], 0);
    told(&portal, &["report", "kjj", "2024", "--form", "2019"], 0);
    for (year, form) in [("2019", "2019"), ("2020", "2021"), ("2022", "2021"), ("2024", "2019")] {
        let text = read(&portal, &format!("content/kjj/{year}/report.yaml"));
        assert!(text.contains(&format!("\nform: \"{form}\"  # 年度报告格式：国办公开办函〔{form}〕")) && text.contains("\npublished: 2025-01-15  #"), "{text}");
        assert_eq!(text.contains("    closed: "), form == "2019");
        assert!(text.contains("示例市科学技术局") && !text.contains("已按"), "{text}");
    }
    let outcome = portal.build();
    assert_eq!(outcome.published.map(|published| published.reports), Some(4));
    let warnings = codes(&outcome, Level::Warning);
    let of_years = warnings.iter().filter(|code| code.ends_with("form-year")).count();
    assert_eq!(of_years, 2, "{warnings:?}");
    let known = ["blank-cell", "form-year", "report-late", "report-missing"];
    assert!(warnings.iter().all(|code| known.iter().any(|known| code.ends_with(known))), "{warnings:?}");
    assert!(warnings.iter().any(|code| code.ends_with("blank-cell")), "{warnings:?}");
}

#[test]
fn cells_stand_below_the_labels_of_their_columns() {
    let portal = Portal::new();
    told(&portal, &["report", "kjj", "2024"], 0);
    let text = read(&portal, "content/kjj/2024/report.yaml");
    let expected = "  documents:  # 第二十条第（一）项，单位：件\n    # 现行有效＝上年现行有效＋本年制发－本年废止；口径调整的请加注说明\n    #             本年制发件数  本年废止件数  现行有效件数\n    regulations: [           ~,            ~,            ~]  # 规章\n    normative:   [           ~,            ~,            ~]  # 行政规范性文件\n";
    assert!(text.contains(expected), "{text}");
    assert!(text.contains("\n    # （三）不予公开\n    refused.secret:           [     ~,"), "{text}");
}

#[test]
fn last_year_is_carried_over() {
    let mut portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT);
    told(&portal, &["report", "kjj", "2025"], 0);
    let path = "content/kjj/2025/report.yaml";
    assert_eq!(
        row(&portal, path, "carried_in"),
        "carried_in:[3,0,0,0,0,0,3]#二、上年结转政府信息公开申请数量；已按2024年报告的“四、结转下年度继续办理”填入，请核对"
    );
    assert!(row(&portal, path, "received").contains("[~,~,~,~,~,~,~]") && row(&portal, path, "normative").contains("[~,~,~]"), "nothing else is known");
    let warnings = codes(&portal.build(), Level::Warning);
    assert!(warnings.iter().all(|code| code.ends_with("blank-cell")), "{warnings:?}");
    portal.publish();
}

#[test]
fn blanks_and_forms_of_last_year_carry_over_as_they_are() {
    let mut portal = Portal::new();
    let shanghai = fs::read_to_string(repository().join("content/shanghai-office/2019/report.yaml")).expect("readable");
    portal.write("content/kjj/2019/report.yaml", &shanghai);
    told(&portal, &["report", "kjj", "2020"], 0);
    assert!(row(&portal, "content/kjj/2020/report.yaml", "carried_in").contains("[72,~,~,~,~,~,72]"));
    portal.write("content/kjj/2022/report.yaml", &shanghai.replace("[72, ~", "[{ value: 72, note: 含行政复议后重新办理1件 }, 0"));
    told(&portal, &["report", "kjj", "2023"], 0);
    assert!(row(&portal, "content/kjj/2023/report.yaml", "carried_in").contains("[72,0,~,~,~,~,72]"));
    portal.publish();
}

#[test]
fn what_is_wrong_with_last_year_is_told_and_left_out() {
    let mut portal = Portal::new().with("content/kjj/2024/report.yaml", &REPORT.replace("carried_out: [3,", "carried_out: [三,"));
    let said = told(&portal, &["report", "kjj", "2025", "--lang", "zh"], 0);
    assert!(said.contains("注意：2024 年的报告有错误，没有从中结转数字"), "{said}");
    assert!(row(&portal, "content/kjj/2025/report.yaml", "carried_in").contains("[~,~,~,~,~,~,~]"));

    let waiver = "waivers:\n  - { code: requests-row-total, reason: 原报告如此, by: 办公室, date: 2025-01-20 }\n  - { code: requests-balance, reason: 原报告如此, by: 办公室, date: 2025-01-20 }\n";
    let waived = REPORT.replace("carried_out: [3, 0, 0, 0, 0, 0, 3]", "carried_out: [3, 0, 0, 0, 0, 0, 4]") + waiver;
    portal = Portal::new().with("content/kjj/2024/report.yaml", &waived);
    portal.publish();
    let said = told(&portal, &["report", "kjj", "2025"], 0);
    assert!(said.contains("note: the figures to carry over from 2024 do not add up and were left blank"), "{said}");
    portal.publish();
}

#[test]
fn nothing_is_overwritten() {
    let portal = Portal::new().with("content/kjj/2024/report.md", "我的文字\n").with("content/kjj/2024/news/a.md", "我的文字\n");
    let before = support::files(portal.root());
    let commands: [(&[&str], &str); 4] = [
        (&["site", "--title", "示例"], "site.toml"),
        (&["agency", "kjj", "--name", "示例"], "content/kjj/agency.yaml"),
        (&["report", "kjj", "2024"], "content/kjj/2024/report.md"),
        (&["item", "kjj", "2024", "news", "a", "--title", "示例"], "content/kjj/2024/news/a.md"),
    ];
    for (arguments, path) in commands {
        let said = told(&portal, &[arguments, &["--lang", "zh"]].concat(), 2);
        assert!(said.contains(&format!("{path} 已经存在，什么也没有新建\n提示：不覆盖已有的文件")), "{said}");
    }
    assert_eq!(support::files(portal.root()), before);
}

#[cfg(unix)]
#[test]
fn nothing_is_made_behind_a_link() {
    let (portal, elsewhere) = (Portal::new(), Portal::empty());
    std::os::unix::fs::symlink(elsewhere.root(), portal.root().join("content/kjj/2024")).expect("linked");
    let said = told(&portal, &["report", "kjj", "2024"], 2);
    assert!(said.contains("content/kjj/2024 is a symbolic link"), "{said}");
    assert!(support::files(elsewhere.root()).is_empty());
}

#[test]
fn names_that_cannot_be() {
    let portal = Portal::new();
    let before = support::files(portal.root());
    let cases: [(&[&str], &str); 14] = [
        (&["agency", "科技局", "--name", "示例"], "lower-case letters"),
        (&["agency", "../kjj", "--name", "示例"], "lower-case letters"),
        (&["agency", "jyj", "--name", " "], "应为一行文字"),
        (&["agency", "jyj", "--name", "示例\n行"], "应为一行文字"),
        (&["agency", "static", "--name", "示例"], "`static` is reserved"),
        (&["report", "kjj", "24"], "a year of four digits"),
        (&["report", "kj", "2024"], "there is no agency `kj`\nhelp: did you mean `kjj`? or make it first"),
        (&["report", "kjj", "2024", "--form", "2022"], "there is no form `2022`\nhelp: did you mean `2021`?"),
        (&["item", "jyj", "2024", "news", "a", "--title", "示例"], "there is no agency `jyj`\nhelp: expected one of: kjj or make it first"),
        (&["item", "kjj", "2024", "new", "a", "--title", "示例"], "site.toml has no category `new`\nhelp: did you mean `news`?"),
        (&["item", "kjj", "2024", "guide", "a", "--title", "示例"], "`guide` is reserved"),
        (&["item", "kjj", "2024", "2023", "a", "--title", "示例"], "`2023` is reserved"),
        (&["item", "kjj", "2024", "news", "a/b", "--title", "示例"], "lower-case letters"),
        (&["item", "kjj", "2024", "news", "a"], "--title"),
    ];
    for (arguments, expected) in cases {
        let said = told(&portal, arguments, 2);
        assert!(said.contains(expected), "{said}");
    }
    let said = told(&portal, &["report", "kj", "2024", "--lang", "zh"], 2);
    assert_eq!(said, "错误：没有机关“kj”\n提示：是否为“kjj”？；或先用 lanmu new agency 新建\n");
    assert_eq!(support::files(portal.root()), before);
}

#[test]
fn without_a_portal_nothing_is_made() {
    let portal = Portal::empty();
    for lang in [("zh", "没有 site.toml"), ("en", "there is no `site.toml`")] {
        let said = told(&portal, &["agency", "kjj", "--name", "示例", "--lang", lang.0], 1);
        assert!(said.contains(lang.1), "{said}");
    }
    assert!(support::files(portal.root()).is_empty());
}

#[test]
fn any_title_is_written_as_a_text() {
    let mut portal = Portal::empty();
    let titles = ["关于 #1 的通知: “示例”", "~", "{date}", "- a", "\"引号\\", "2024-01-01", "'单", "《示例》", "&a *b !c", "<b>示例</b>"];
    told(&portal, &["site", "--title", titles[0]], 0);
    portal.drafts = true;
    for (at, title) in titles.iter().enumerate() {
        told(&portal, &["agency", &format!("a{at}"), &format!("--name={title}")], 0);
        told(&portal, &["item", &format!("a{at}"), "2024", "news", "x", &format!("--title={title}")], 0);
        told(&portal, &["report", &format!("a{at}"), "2024"], 0);
    }
    assert_eq!(portal.publish().items, titles.len());
    for (at, title) in titles.iter().enumerate() {
        let page = scraper::Html::parse_document(&portal.published(&format!("a{at}/2024/news/x.html")));
        let heading = scraper::Selector::parse("h1").expect("a selector");
        let text: String = page.select(&heading).flat_map(|found| found.text()).collect();
        assert!(text.contains(title), "{title}: {text}");
    }
    assert!(portal.published("index.html").contains("关于 #1 的通知"));
}
