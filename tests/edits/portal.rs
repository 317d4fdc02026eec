//! The portal that is edited: three agencies with years, items that interpret each other, an own table, words that quote
//! figures, a waiver, old addresses, an own theme; and files that may be added to it.

use crate::support::REPORT;
use std::collections::BTreeMap;

const SITE: &str = r#"category = [{ slug = "news", name = "政务动态" }, { slug = "documents", name = "文件" }]

[site]
title = "测试门户"
base_url = "https://www.example.gov.cn/"

[theme]
name = "own"

[output]
compare = "all"
xlsx = true
metrics = true
data = true
search = true
check = true

[check]
duty-missing = "off"
column-stale = "off"
home-stale = "off"
guide-incomplete = "off"
section-missing = "off"
section-empty = "off"
report-title = "off"
budget-parts = "warning"
"#;

const FORM: &str = include_str!("../sites/own-form/content/_forms/budget.toml");

const BUDGET: &str = "form: three-public\npublished: 2024-02-20\ntables:\n  expenses:\n    abroad: [3.00, 2.00]\n    reception: [2.10, 2.00]\n    vehicles.purchase: [0, 0]\n    vehicles.running: [12.50, 12.00]\n    total: [17.60, 16.00]\n";

/// A row whose total is wrong as it was published, which is let stand.
const WAIVED: &str = r#"waivers:
  - { code: requests-row-total, at: requests.received, reason: 原文如此, by: 办公室, date: 2025-02-01 }
  - { code: requests-balance, at: requests.received, reason: 原文如此, by: 办公室, date: 2025-02-01 }
"#;

fn item(title: &str, date: &str, more: &str) -> String {
    format!("---\ntitle: {title}\ndate: {date}\ndraft: false\n{more}---\n正文：甲。\n")
}

/// The portal at first, by paths.
pub(super) fn at_first() -> BTreeMap<&'static str, String> {
    let waived = format!("{}{WAIVED}", REPORT.replace("1, 37]\n    carried_in", "1, 38]\n    carried_in"));
    BTreeMap::from([
        ("site.toml", SITE.to_owned()),
        ("shell/head.html", "<p>示例市人民政府</p>\n".to_owned()),
        ("themes/own/static/own.css", "p { color: navy }\n".to_owned()),
        ("themes/own/templates/item.html", "{% extends \"default/item.html\" %}\n{% block meta_line %}<p>示例甲</p>{% endblock %}\n".to_owned()),
        (
            "content/index.md",
            "---\naliases: [/home.shtml]\n---\n科技局{{ kjj.latest.sanctions.penalties.decisions }}件，教育局{{ jyj.latest.sanctions.penalties.decisions }}件，共{{ count(\"news\") }}条。\n".to_owned(),
        ),
        ("content/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n".to_owned()),
        ("content/_forms/budget.toml", FORM.to_owned()),
        ("content/_wording.tsv", "帐户\t账户\twarning\n".to_owned()),
        ("content/kjj/agency.yaml", "name: 示例市科学技术局\nshort_name: 市科技局\norder: 1\ncolumns: [news]\n".to_owned()),
        ("content/kjj/guide.md", "---\ntitle: 政府信息公开指南\n---\n指南：甲。\n".to_owned()),
        ("content/kjj/apply.md", "写信：甲。\n".to_owned()),
        ("content/kjj/apply-form.txt", "表甲\n".to_owned()),
        ("content/kjj/2023/report.yaml", REPORT.replace("2025-01-20", "2024-01-20")),
        ("content/kjj/2023/report.md", "## 一、总体情况\n\n平稳：甲。\n".to_owned()),
        ("content/kjj/2023/three-public.yaml", BUDGET.to_owned()),
        ("content/kjj/2024/report.yaml", REPORT.to_owned()),
        (
            "content/kjj/2024/report.md",
            "---\ndraft: false\n---\n## 一、总体情况\n\n平稳：甲，上年{{ previous.sanctions.penalties.decisions }}件，动态{{ count(\"news\") }}条。\n".to_owned(),
        ),
        ("content/kjj/2024/three-public.yaml", BUDGET.replace("[3.00, 2.00]", "[2.00, 3.00]")),
        ("content/kjj/2024/news/a.md", item("动态甲", "2024-03-01", "aliases: [/old/a.shtml]\n")),
        ("content/kjj/2024/news/a-附件.txt", "附件甲\n".to_owned()),
        ("content/kjj/2024/news/b.md", item("动态乙", "2024-03-02", "")),
        ("content/kjj/2024/documents/plan.md", item("关于计划的通知", "2024-04-01", "status: 有效\n")),
        ("content/kjj/2024/documents/explained.md", item("计划解读", "2024-04-02", "interprets: kjj/2024/documents/plan\n")),
        ("content/jyj/agency.yaml", "name: 示例市教育局\norder: 2\ngroup: 市政府工作部门\n".to_owned()),
        ("content/jyj/附件.txt", "附件乙\n".to_owned()),
        ("content/jyj/2024/report.yaml", waived),
        ("content/jyj/2024/three-public.yaml", BUDGET.to_owned()),
        ("content/jyj/2024/documents/explained.md", item("计划又一解读", "2024-04-03", "interprets: kjj/2024/documents/plan\n")),
        ("content/jyj/2024/news/a.md", item("教育动态", "2024-05-01", "")),
        ("content/gxj/agency.yaml", "name: 示例市工业局\norder: 3\n".to_owned()),
        ("content/gxj/2023/report.yaml", REPORT.to_owned()),
        ("content/gxj/2024/report.yaml", REPORT.to_owned()),
        ("content/gxj/2024/news/a.md", item("工业动态", "2024-05-02", "")),
    ])
}

/// Files that may come to it, by paths.
pub(super) fn others() -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("shell/foot.html", "<p>主办单位：示例办公室</p>\n".to_owned()),
        ("themes/own/static/more/more.css", "p { margin: 0 }\n".to_owned()),
        ("themes/own/templates/report.html", "{% extends \"default/report.html\" %}\n{% block trail %}<p>示例乙</p>{% endblock %}\n".to_owned()),
        ("content/_forms/second.toml", FORM.replace("\"three-public\"", "\"second\"").replace("\"budget-", "\"second-")),
        ("content/gxj/2022/report.yaml", REPORT.to_owned()),
        ("content/gxj/guide.md", "指南：乙。\n".to_owned()),
        ("content/gxj/rules/rule.md", "---\ntitle: 示例规定\n---\n正文：甲。\n".to_owned()),
        ("content/gxj/2024/documents/new.md", item("工业通知", "2024-06-01", "aliases: [/old/new.shtml]\n")),
        ("content/gxj/2024/second.yaml", BUDGET.replace("three-public", "second")),
        ("content/gxj/2024/report.yml", "form: \"2021\"\n".to_owned()),
        ("content/gxj/2024/news/Bad name.md", item("名称不合", "2024-06-02", "")),
        ("content/gxj/2024/other/x.md", item("没有的栏目", "2024-06-03", "")),
        ("content/xzj/agency.yaml", "name: 示例市新增局\n".to_owned()),
        ("content/xzj/2024/report.yaml", REPORT.to_owned()),
        ("content/xzj/2024/news/a.md", item("新增动态", "2024-05-03", "")),
        ("content/kjj/更多/深/b.txt", "更多\n".to_owned()),
    ])
}
