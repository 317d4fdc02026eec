//! A portal's own forms: what a build offers of them for download comes back to the same file; which form it is, and which
//! file, is told by the source or said by the user, never guessed.

use crate::import::command::Desk;
use crate::import::round_trip::{back, cell, same};
use crate::import::{drawn, filled};
use lanmu::diagnostic::Level;
use lanmu::form::{Form, Forms, parse_form};
use lanmu::import::{Known, read, understand};
use lanmu::model::{Cell, Figures, Year};
use lanmu::number::Number;
use proptest::prelude::*;
use std::sync::Arc;

/// Three layouts, groups, decimals, signs, and a group that some files have as one row.
const INSPECTIONS: &str = r#"
key = "inspections"
name = "示例：行政检查公示表式"
title = "行政检查情况表"
sheet = [
  { number = "表一", title = "检查次数", unit = "次", layout = "grid", tables = ["visits"] },
  { title = "人员和经费", layout = "blocks", tables = ["staff", "costs"] },
  { title = "检查结果", layout = "strip", tables = ["results"] },
]
variant = [{ table = "visits", replaces = "special", row = { key = "special", label = "二、专项检查合并" } }]

[[table]]
key = "visits"
label = "检查次数"
columns = [{ key = "onsite", label = "现场", under = ["方式"] }, { key = "online", label = "非现场", under = ["方式"] }, { key = "total", label = "合计", total = true }]
rows = [
  { key = "routine", label = "一、日常检查" },
  { key = "special.safety", under = ["二、专项检查"], label = "1.安全" },
  { key = "special.funds", under = ["二、专项检查"], label = "2.经费" },
  { key = "all", label = "三、总数" },
]

[[table]]
key = "staff"
label = "人员"
unit = "人"
columns = [{ key = "people", label = "人数" }, { key = "change", label = "比上年增减", signed = true }]
rows = [{ key = "officers", label = "持证人员" }]

[[table]]
key = "costs"
label = "经费"
unit = "万元"
columns = [{ key = "amount", label = "金额", decimals = 2 }]
rows = [{ key = "costs", label = "检查经费" }]

[[table]]
key = "results"
label = "检查结果"
columns = [{ key = "found", label = "发现问题" }, { key = "mended", label = "完成整改" }]
rows = [{ key = "routine", label = "日常检查" }, { key = "special", label = "专项检查" }]

[[rule]]
code = "inspections-row-total"
table = "visits"
each = "row"
formula = "total = onsite + online"
fault = { zh = "合计不符", en = "the total is not the sum" }
help = { zh = "合计等于现场与非现场之和", en = "the total is the sum" }
"#;

/// One table, which lays itself out.
const BUDGET: &str = r#"
key = "three-public"
name = "示例：部门预算公开表式"
title = "“三公”经费预算表"

[[table]]
key = "expenses"
label = "“三公”经费预算"
unit = "万元"
columns = [{ key = "last_year", label = "上年预算数", decimals = 2 }, { key = "this_year", label = "本年预算数", decimals = 2 }]
rows = [{ key = "abroad", label = "因公出国（境）费" }, { key = "reception", label = "公务接待费" }, { key = "cars.new", under = ["公务用车"], label = "购置费" }, { key = "cars.use", under = ["公务用车"], label = "运行费" }, { key = "total", label = "合计" }]
"#;

const FILLED_BUDGET: &str = "form: three-public\npublished: 2024-02-10\ntables:\n  expenses:\n    abroad: [0, 0.50]\n    reception: [2.50, ~]\n    cars.new: [/, 1,]\n    cars.use: [{ value: 6.00, note: 含租赁 }, 5.80]\n    total: [8.50, 8.20]\n";

const FILLED_INSPECTIONS: &str = "form: inspections\npublished: 2025-01-15\ntables:\n  visits:\n    routine: [12, 3, 15]\n    special.safety: [4, 0, 4]\n    special.funds: [~, 1, 1]\n    all: [16, 4, 20]\n  staff: { officers: [6, -1] }\n  costs: { costs: 3.20 }\n  results: { routine: [2, 2], special: [1, 0] }\n";

fn with_forms() -> Desk {
    let desk = Desk::new();
    desk.portal.write("content/_forms/inspections.toml", INSPECTIONS);
    desk.portal.write("content/_forms/three-public.toml", BUDGET);
    desk
}

fn own(text: &str) -> Form {
    parse_form("own.toml", text).unwrap_or_else(|faults| panic!("{}", faults[0].message.en))
}

#[test]
fn downloads_of_own_forms_come_back() {
    for (name, yaml, tables) in [("budget", FILLED_BUDGET, &["expenses"][..]), ("inspections", FILLED_INSPECTIONS, &["visits", "staff", "costs", "results"])] {
        let mut desk = with_forms();
        let file = format!("content/kjj/2024/{name}.yaml");
        desk.portal.write(&file, yaml);
        desk.portal.publish();
        let json = desk.portal.published(&format!("kjj/2024/data/{name}.json"));
        let tables: Vec<String> = tables.iter().map(|table| format!("public/kjj/2024/data/{name}-{table}.csv")).collect();
        let tables: Vec<&str> = tables.iter().map(String::as_str).chain(["--year", "2024"]).collect();
        let data = format!("public/kjj/2024/data/{name}");
        for arguments in [vec![&*format!("{data}.json")], vec![&*format!("{data}.xlsx")], vec![&*format!("public/kjj/2024/{name}.html")], tables] {
            desk.portal.write(&file, yaml);
            let (code, told) = desk.import(&arguments);
            assert!(code == Some(0) && told.contains("与已有的文件相同"), "{arguments:?} {told}");
            // Once more where there is nothing yet: the same figures are published.
            std::fs::remove_file(desk.portal.root().join(&file)).expect("removed");
            let (code, told) = desk.import(&arguments);
            assert!(code == Some(0) && told.contains(&format!("已写入：\n  {file}\n")), "{arguments:?} {told}");
            if told.contains("没有找到发布日期") {
                let undated =
                    desk.read(&file).replace("published: 2025-02-03", if name == "budget" { "published: 2024-02-10" } else { "published: 2025-01-15" });
                desk.portal.write(&file, &undated);
            }
            let (strange, read) = (desk.portal.build(), desk.read(&file));
            assert!(strange.published.is_some(), "{read}\n{}", lanmu::diagnostic::render(&strange.diagnostics, lanmu::diagnostic::Lang::En, false));
            assert_eq!(desk.portal.published(&format!("kjj/2024/data/{name}.json")), json, "{arguments:?}\n{read}");
        }
    }
}

#[test]
fn a_download_says_which_file_it_is() {
    let desk = with_forms();
    desk.portal.write("content/kjj/2023/budget.yaml", &FILLED_BUDGET.replace("2024-02-10", "2023-02-10"));
    let csv = "key,label_1,label_2,last_year,this_year\nabroad,,,0,0\nreception,,,1,2\ncars.new,,,0,0\ncars.use,,,0,0\ntotal,,,1,2\n";
    // As browsers save it; by any other name it is what the agency has called such figures; or as it is said to be.
    for (file, arguments, written) in [
        ("下载.csv", &[][..], "budget"),
        ("示例局-2024-spending-expenses.csv", &[], "spending"),
        ("下载(1).csv", &["--name", "other"], "other"),
        ("three-public-expenses.csv", &["--name", "third"], "third"),
    ] {
        desk.portal.write(file, csv);
        let (code, told) = desk.import(&[&[file, "--year", "2024"], arguments].concat());
        assert!(code == Some(0) && told.contains(&format!("content/kjj/2024/{written}.yaml\n")), "{file} {told}");
        assert!(told.contains("2024 年数据，表式 three-public；5 行找到 5 行"), "{told}");
    }
    desk.portal.write("budget-expenses.csv", csv);
    let (code, told) = desk.import(&["示例局-2024-spending-expenses.csv", "budget-expenses.csv", "--year", "2024"]);
    assert!(code == Some(0) && told.matches("与已有的文件相同").count() == 2, "{told}");
}

#[test]
fn what_differs_is_told_and_replaced_only_if_told_so() {
    let mut desk = with_forms();
    desk.portal.write("content/kjj/2024/budget.yaml", FILLED_BUDGET);
    desk.portal.publish();
    let json = desk.portal.published("kjj/2024/data/budget.json").replace("[2.50,null]", "[2.50,7]");
    desk.portal.write("budget.json", &json);
    let waiver = "waivers:\n  - { code: blank-cell, reason: 示例, by: 示例, date: 2024-02-01 }\n";
    desk.portal.write("content/kjj/2024/budget.yaml", &format!("{FILLED_BUDGET}{waiver}"));
    let (code, told) = desk.import(&["budget.json"]);
    assert!(code == Some(2) && told.contains("  ~ 公务接待费·本年预算数：空白 → 7\n") && told.contains("请加 --replace"), "{told}");
    let (code, told) = desk.import(&["budget.json", "--replace"]);
    assert!(code == Some(0) && told.contains("已替换：\n  content/kjj/2024/budget.yaml\n"), "{told}");
    assert!(desk.read("content/kjj/2024/budget.yaml").ends_with(waiver), "{}", desk.read("content/kjj/2024/budget.yaml"));
}

#[test]
fn which_form_it_is_nobody_guesses() {
    let desk = with_forms();
    desk.portal.write("content/_forms/twin.toml", &BUDGET.replace("key = \"three-public\"", "key = \"twin\""));
    let csv = "key,label_1,label_2,last_year,this_year\nabroad,,,0,0\nreception,,,1,2\ncars.new,,,0,0\ncars.use,,,0,0\ntotal,,,1,2\n";
    desk.portal.write("a-expenses.csv", csv);
    let (code, told) = desk.import(&["a-expenses.csv", "--year", "2024"]);
    assert!(code == Some(1) && told.contains("看不出填的是表式“twin”还是“three-public”，什么也没有写入"), "{told}");
    let (code, told) = desk.import(&["a-expenses.csv", "--year", "2024", "--form", "twin"]);
    assert!(code == Some(0) && desk.read("content/kjj/2024/a.yaml").contains("form: \"twin\""), "{told}");
    let (code, told) = desk.import(&["a-expenses.csv", "--year", "2024", "--form", "none"]);
    assert!(code == Some(1) && told.contains("“none”不是本门户的表式"), "{told}");
    // The JSON says it itself, and a portal that lacks the form does not take it for another.
    desk.portal.write("b.json", "{\"schema\":\"lanmu-report/1\",\"year\":2024,\"form\":\"gone\",\"published\":\"2024-01-02\",\"tables\":[]}");
    let (code, told) = desk.import(&["b.json"]);
    assert!(code == Some(1) && told.contains("“gone”不是本门户的表式，什么也没有写入") && told.contains("content/_forms"), "{told}");
    // An annual report whose tables are pictures is no table of the portal's own that happens to fit.
    desk.portal.write(
        "c.html",
        "<h1>示例市科学技术局2024年政府信息公开工作年度报告</h1><table><tr><td>项目</td><td>上年预算数</td><td>本年预算数</td></tr><tr><td>公务接待费</td><td>1</td><td>2</td></tr><tr><td>合计</td><td>1</td><td>2</td></tr><tr><td>运行费</td><td>1</td><td>2</td></tr></table>",
    );
    let (code, told) = desk.import(&["c.html"]);
    assert!(code == Some(1) && told.contains("没有找到年度报告的统计表"), "{told}");
}

#[test]
fn rows_of_another_form_are_told() {
    let desk = with_forms();
    desk.portal.write("budget-expenses.csv", "key,label_1,label_2,last_year,this_year\nabroad,,,0,0\nreception,,,1,2\ncars,,,9,9\ntotal,,,1,2\n");
    let (code, told) = desk.import(&["budget-expenses.csv", "--year", "2024"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("“cars”（第4行第1格）不是表式中的行，没有读入") && told.contains("没有找到“购置费”行，整行留空"), "{told}");
}

#[test]
fn a_page_that_somebody_else_drew() {
    let desk = with_forms();
    let form = Arc::new(own(INSPECTIONS));
    let figures = filled(&form, |at| Cell::Number(Number::from(u32::try_from(at).expect("small"))));
    let tables: String = form.sheets.iter().map(|sheet| format!("<table>{}</table>", drawn::html_rows(sheet, &figures))).collect();
    desk.portal.write("inspections.html", &format!("<h1>示例市科学技术局2024年度行政检查情况表</h1><p>发布日期：2024-12-20</p>{tables}"));
    let (code, told) = desk.import(&["inspections.html"]);
    assert!(code == Some(0) && told.contains("8 行找到 8 行，19 格读出 19 格"), "{told}");
    let yaml = desk.read("content/kjj/2024/inspections.yaml");
    assert!(yaml.contains("published: 2024-12-20") && yaml.starts_with("# 示例市科学技术局2024年行政检查情况表\n"), "{yaml}");
}

#[test]
fn a_workbook_of_an_own_form_is_made_filled_in_and_imported() {
    let mut desk = with_forms();
    desk.portal.write("content/kjj/2023/budget.yaml", &FILLED_BUDGET.replace("2024-02-10", "2023-02-10"));
    let (code, told) = desk.run(&["new", "report", "kjj", "2024", "--form", "three-public", "--name", "budget", "--xlsx", "--date", "2024-02-01"]);
    assert!(code == Some(0) && told.contains("lanmu import kjj-2024-budget.xlsx --agency kjj --year 2024 --name budget"), "{told}");
    let (code, told) = desk.import(&["kjj-2024-budget.xlsx", "--name", "budget", "--year", "2024"]);
    assert!(code == Some(0) && told.contains("content/kjj/2024/budget.yaml"), "{told}");
    let (code, told) = desk.run(&["new", "report", "kjj", "2025", "--form", "three-public", "--name", "budget", "--date", "2025-02-01"]);
    assert!(code == Some(0) && told.contains("content/kjj/2025/budget.yaml\n") && !told.contains(".md"), "{told}");
    let codes = crate::support::codes(&desk.portal.build(), Level::Error);
    assert_eq!(codes, [""; 0]);
}

fn imported(name: &str, bytes: &[u8], form: &str) -> lanmu::import::Imported {
    let forms = Forms::built_in().with([own(BUDGET), own(INSPECTIONS)]);
    let known = Known { year: Year::parse("2023"), ..Known::default() };
    let found = read(name, bytes).and_then(|reading| understand(name, &reading, &known, &forms));
    found.unwrap_or_else(|refused| panic!("{form} {name}: {}", refused[0].message.zh))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_figures_of_own_forms_come_back(cells in proptest::collection::vec(cell(), 30), which in 0_usize..3) {
        let forms = [own(BUDGET), own(INSPECTIONS)];
        let form = if which == 2 { Arc::clone(&forms[1].variants[0].form) } else { let [one, other] = forms; Arc::new(if which == 0 { one } else { other }) };
        let figures: Figures = filled(&form, |at| if at % 7 == 0 { Cell::Number(Number::from(7)) } else { cells[at % cells.len()].clone() });
        for (name, bytes) in back(&figures) {
            same(&imported(&name, &bytes, &form.key), &figures, &name)?;
        }
    }
}
