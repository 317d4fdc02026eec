//! What a clerk reads: common slips, each with the help it gets, in Chinese.

use crate::support::{Portal, REPORT};
use lanmu::diagnostic::Level;

const ROW: &str = "    received: [28, 5, 1, 1, 1, 1, 37]";

/// The first error of a report in which the row is written otherwise: its place, message and help.
#[track_caller]
fn case(row: &str, place: &str, message: &str, help: &str) {
    let mut portal = Portal::new().with("content/kjj/2024/report.yaml", &REPORT.replace(ROW, row));
    let outcome = portal.build();
    let first = outcome.diagnostics.iter().find(|diagnostic| diagnostic.level == Level::Error).expect("an error");
    assert_eq!(first.place.as_ref().expect("a place").to_string(), format!("content/kjj/2024/report.yaml:{place}"), "{row}");
    assert_eq!(first.message.zh, message, "{row}");
    assert_eq!(first.help.as_ref().map(|help| help.zh.as_str()), Some(help), "{row}");
}

#[test]
fn slips_in_a_row() {
    let label = "一、本年新收政府信息公开申请数量";
    let cells = |found: usize| format!("“{label}”行应有 7 格，现有 {found} 格");
    let order = "依次为：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他、总计";
    case("    received: [28, 5, 1, 1, 1, 37]", "11:15", &cells(6), order);
    case("    received: [28，5，1，1，1，1，37]", "11:15", &cells(1), "请用半角逗号和方括号，如 [1, 0, 0]");
    case("    received: [3,440, 75, 0, 1, 6, 3, 3,525]", "11:15", &cells(9), "数字中不要写千位逗号");
    let number = |text: &str| format!("“{label}·自然人”应为数字，现为“{text}”");
    case("    received: [28件, 5, 1, 1, 1, 1, 37]", "11:16", &number("28件"), "不写单位，只写 28");
    case("    received: [28（含转办2件）, 5, 1, 1, 1, 1, 37]", "11:16", &number("28（含转办2件）"), "数字附有说明时写作 { value: 28, note: 含转办2件 }");
    case("    received: [２８, 5, 1, 1, 1, 1, 37]", "11:16", &number("２８"), "请写作 28");
    case("    received: [二十八, 5, 1, 1, 1, 1, 37]", "11:16", &number("二十八"), "只写阿拉伯数字；未填报写 ~，不适用写 /");
    case("    received：[28, 5, 1, 1, 1, 1, 37]", "11:13", "YAML 写法有误：缺少半角冒号", "键后请用半角冒号加空格“: ”，不要用全角“：”");
    case("\treceived: [28, 5, 1, 1, 1, 1, 37]", "11:2", "YAML 写法有误：缩进用了制表符（Tab）", "缩进请用空格，不要用制表符（Tab）");
}

#[test]
fn rows_go_by_their_labels_without_numbers() {
    let mut portal =
        Portal::new().with("content/kjj/2024/report.yaml", &REPORT.replace("    granted:", "    予以公开:").replace("    handled:", "    （七）总计:"));
    portal.publish();
}

#[test]
fn slips_in_a_title() {
    let case = |title: &str, help: &str| {
        let mut portal = Portal::new().with("content/kjj/2024/news/a.md", &format!("---\ntitle: {title}\ndate: 2024-01-02\n---\n文\n"));
        let outcome = portal.build();
        let first = outcome.diagnostics.first().expect("an error");
        assert_eq!(first.help.as_ref().map(|help| help.zh.as_str()), Some(help), "{title}: {}", first.message.zh);
    };
    case("关于: 通知", "文字中含有“: ”“#”或引号时，请给整个值加上半角引号");
}
