//! Tables as sites and programs mangle them.

use crate::import::{distinct, forms, import, places, told};
use lanmu::form::Forms;
use lanmu::import::{Known, read, understand};
use lanmu::model::Cell;

/// A table 三 of 2021 as a page, with changes by replacing text.
fn page(change: impl Fn(String) -> String) -> Vec<u8> {
    let figures = distinct(&forms()[1]);
    change(super::drawn::html(&figures, |rows| format!("<table>{rows}</table>"))).into_bytes()
}

/// The cells that are not read as in the unchanged page, with what they are read as.
fn differing(bytes: &[u8]) -> Vec<String> {
    let imported = import("a.html", bytes).unwrap_or_else(|refused| panic!("{}", refused[0].message.zh));
    let expected = distinct(&imported.figures.form);
    let differs = places(&expected.form).into_iter().filter(|at| imported.figures.cell(*at) != expected.cell(*at));
    let shown = |cell: &Cell| match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Blank => "~".to_owned(),
        Cell::NotApplicable => "/".to_owned(),
        Cell::Noted(noted) => format!("{} {}", noted.0, noted.1),
    };
    differs
        .map(|at| format!("{} {}{}", expected.path(at), shown(imported.figures.cell(at)), if imported.figures.is_unread(at) { " unread" } else { "" }))
        .collect()
}

#[track_caller]
fn case(change: impl Fn(String) -> String, expected: &[&str]) {
    assert_eq!(differing(&page(change)), expected);
}

#[test]
fn labels_may_be_mangled() {
    case(|page| page, &[]);
    case(|page| page.replace('（', "(").replace('）', " )").replace("1.", "１、").replace(['“', '”'], "\""), &[]);
    case(|page| page.replace("属于国家秘密", "属于国<br>家 秘密").replace("一、本年新收政府信息公开申请数量", "一、\n本年新收政府\u{a0}信息公开申请数量"), &[]);
    case(|page| page.replace("保护第三方合法权益", "保护第三合法权益").replace("上年结转政府", "上年度结转政府"), &[]);
    case(|page| page.replace("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开"), &[]);
    case(|page| page.replace("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1.申请人无正当理由逾期不补正"), &[]);
}

#[test]
fn heads_and_titles_may_be_lost() {
    let without_heads = |page: String| {
        let lost = |line: &str| line.contains("申请人情况") || line.contains("商业企业") || line.contains("法人或其他组织") || line.contains("信息内容");
        page.lines().filter(|line| !lost(line)).map(|line| line.to_owned() + "\n").collect::<String>()
    };
    case(without_heads, &[]);
    case(|page| page.lines().filter(|line| !line.contains("第二十条")).map(|line| line.to_owned() + "\n").collect(), &[]);
    case(|page| page.replace("<p>二、", "<p>").replace("<p>三、收到", "<p>收到").replace("<p>四、政府", "<p>政府"), &[]);
}

#[test]
fn tables_may_be_split() {
    case(|page| page.replacen("<td rowspan=8", "</table><p>续表</p><table><tr><td rowspan=8", 1), &[]);
    let between = "<td rowspan=1 colspan=\"1\"><p>1.信访举报投诉类申请</p></td>";
    case(|page| page.replace(between, &format!("{between}<!-- 换页 -->")), &[]);
}

#[test]
fn figures_may_be_written_otherwise() {
    let of = |to: &str| differing(&page(|page| page.replace("<p>1407</p>", &format!("<p>{to}</p>"))));
    for to in ["1,407", "１４０７", " 1407 ", "1 407", "1407件", "&nbsp;1407", "1，407", "+1407"] {
        assert_eq!(of(to), [""; 0], "{to}");
    }
    let row = "requests.refused.secret.person";
    assert_eq!(of("—"), [format!("{row} ~")]);
    assert_eq!(of("无"), [format!("{row} ~")]);
    assert_eq!(of(""), [format!("{row} ~")]);
    assert_eq!(of("/"), [format!("{row} /")]);
    assert_eq!(of("1407（含1件）"), [format!("{row} 1407 含1件")]);
    for unreadable in ["14 07", "一千", "约1407", "1407左右", "14<br>07"] {
        assert_eq!(of(unreadable), [format!("{row} ~ unread")], "{unreadable}");
    }
}

#[test]
fn a_number_on_two_lines_is_told() {
    let zeros = |text: &str| {
        let figures = crate::import::filled(&forms()[1], |_| Cell::Number(lanmu::number::Number::ZERO));
        let page = super::drawn::html(&figures, |rows| format!("<table>{rows}</table>"));
        // 表三 row 一: 自然人, and 总计; row 二 balances neither.
        let row = page.find("一、本年新收").expect("a row");
        let first = row + page[row..].find("<p>0</p>").expect("a figure");
        let page = format!("{}<p>{text}</p>{}", &page[..first], &page[first + "<p>0</p>".len()..]);
        import("a.html", page.as_bytes()).expect("a report")
    };
    let at = |imported: &lanmu::import::Imported| {
        let table = imported.figures.form.table("requests").expect("in the form");
        imported.figures.row(table, 0)[0].number().map(|number| number.to_string())
    };
    let broken = zeros("12<br>345");
    assert_eq!(at(&broken).as_deref(), Some("12345"));
    let place = "（第2张表第4行第2格）";
    let said = format!(
        "import-doubt “一、本年新收政府信息公开申请数量·自然人”：原文分行写作“12／345”，连起来读作 12345{place}；所在的 2 项勾稽关系都不符，可能不是一个数"
    );
    assert!(told(&broken).contains(&said), "{}", told(&broken));
    // All of one applicant, counted and answered.
    let whole = |page: String| page.replace("<p>1</p>", "<p>12<br>345</p>");
    let figures = crate::import::filled(&forms()[1], |at| {
        let form = &forms()[1];
        let table = form.table("requests").expect("in the form");
        let at = places(form)[at];
        let rows = ["received", "granted", "handled"].map(|key| form.tables[table].row(key).expect("in the form"));
        let is_one = at.table == table && rows.contains(&at.row) && (at.column == 0 || at.column == 6);
        Cell::Number(lanmu::number::Number::from(u32::from(is_one)))
    });
    let page = whole(super::drawn::html(&figures, |rows| format!("<table>{rows}</table>")));
    let right = import("a.html", page.as_bytes()).expect("a report");
    assert!(told(&right).contains(&format!("连起来读作 12345{place}；所在的 2 项勾稽关系都相符")), "{}", told(&right));
    assert!(!told(&right).contains("不符"), "{}", told(&right));
}

/// What is told of pages that are wrong in all ways, for the list of all messages.
pub(crate) fn told_of_all() -> Vec<(&'static str, Vec<lanmu::diagnostic::Diagnostic>)> {
    let changed = page(|page| {
        let page = page.replace("<p>1407</p>", "<p>约1407</p>").replace("<p>1444</p>", "<p>—</p>").replace("保护第三方合法权益", "保护第三合法权益");
        let page = page.replace("<p>(五)", "").replace("<p>五、", "<p>5 ").replace("2024年1月20日", "打印");
        page.lines().filter(|line| !line.contains("属于行政查询事项")).map(|line| line.to_owned() + "\n").collect()
    });
    let doubts = import("a.html", &changed).expect("a report").doubts;
    let doubts = doubts.into_iter().filter(|doubt| doubt.code.as_str().starts_with("import-")).collect();
    vec![("import: a.html", doubts), ("import: none.html", import("none.html", b"<p>none</p>").expect_err("no report"))]
}

#[test]
fn what_is_not_read_is_told_with_its_place() {
    let imported = import("a.html", &page(|page| page.replace("<p>1407</p>", "<p>约1407</p>"))).expect("a report");
    let said = told(&imported);
    let dash = import("a.html", &page(|page| page.replace("<p>1407</p>", "<p>—</p>"))).expect("a report");
    assert!(told(&dash).contains("import-doubt “1.属于国家秘密·自然人”：原文为“—”，按空白读入，没有当作 0（第2张表第8行第3格）"), "{}", told(&dash));
    assert!(said.contains("import-unread “1.属于国家秘密”行有 1 格没有读出，已留空：自然人“约1407”（第2张表第8行第3格）"), "{said}");
    let lost = page(|page| page.lines().filter(|line| !line.contains("属于国家秘密")).map(|line| line.to_owned() + "\n").collect());
    let imported = import("a.html", &lost).expect("a report");
    assert!(told(&imported).contains("import-unread 表三没有找到“1.属于国家秘密”行，整行留空"), "{}", told(&imported));
}

#[test]
fn a_title_broken_into_lines() {
    for (title, agency) in [
        ("示例市教育局2022年政府信息公开工</p><p>作年度报告", "示例市教育局"),
        ("示例市教育局 2022 年政府信息公开工作年度</p><p>报告", "示例市教育局"),
        ("示例市教育局</p><p>2022年政府信息公开</p><p>工作年度报告", "示例市教育局"),
        ("示例市教育局2022年政府信息公开工作年度报告</p><p>附表：年度报告", "示例市教育局"),
    ] {
        let page = page(|page| page.replacen("示例市教育局2023年政府信息公开工作年度报告", title, 1).replace("2024年1月20日", ""));
        let reading = read("a.html", &page).expect("readable");
        let imported = understand("a.html", &reading, &Known::default(), &Forms::built_in()).expect("a report of a year");
        assert_eq!((imported.year.number(), imported.agency.as_deref()), (2022, Some(agency)), "{title}");
    }
}

#[test]
fn another_unit_is_told() {
    let imported = import("a.html", &page(|page| page.replace("（单位：万元）", "（单位：元）"))).expect("a report");
    assert!(told(&imported).contains("第二十条第（八）项的表头写的是“本年收费金额（单位：元）”，表式的单位是万元，数字照录，没有换算"), "{}", told(&imported));
    assert!(!told(&import("a.html", &page(|page| page)).expect("a report")).contains("没有换算"));
}

#[test]
fn tables_that_are_drawn_askew() {
    // Heads that stand one column too far right must not draw the figures with them.
    let lines = |row: &str| {
        format!(
            "规章\t1\t2\t3\n行政规范性文件\t1\t2\t3\n三、收到和处理政府信息公开申请情况\n\t\t申请人情况\t\t\t\t\t\t总计\n\t\t自然人\t法人或其他组织\t\t\t\t\t\n\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n\
             一、本年新收政府信息公开申请数量\t1\t2\t3\t4\t5\t6\t21\t\n二、上年结转政府信息公开申请数量\t{row}\n\
             三、本年度办理结果\t（一）予以公开\t1\t2\t3\t4\t5\t6\t21\n"
        )
    };
    let row = |text: &str| {
        let imported = import("a.txt", lines(text).as_bytes()).expect("a report");
        let table = imported.figures.form.table("requests").expect("in the form");
        let shown = |cell: &Cell| cell.number().map_or_else(|| "~".to_owned(), |number| number.to_string());
        let rows = [0, 1, 2].map(|row| imported.figures.row(table, row).iter().map(shown).collect::<Vec<_>>().join(" "));
        assert_eq!((rows[0].as_str(), rows[2].as_str()), ("1 2 3 4 5 6 21", "1 2 3 4 5 6 21"));
        (rows[1].clone(), told(&imported).contains("“二、上年结转政府信息公开申请数量”行"))
    };
    assert_eq!(row("7\t\t\t\t\t\t7\t"), ("7 ~ ~ ~ ~ ~ 7".to_owned(), false));
    // A figure that may be of one column or of the next is not read, and told.
    assert_eq!(row("\t3\t\t\t\t\t\t"), ("~ ~ ~ ~ ~ ~ ~".to_owned(), true));
}

#[test]
fn a_missing_table_is_told() {
    let imported = import("a.html", &page(|page| page.replace("尚未审结", "").replace("结果维持", "").replace("结果纠正", "").replace("复议后起诉", "")))
        .expect("a report");
    assert!(imported.lacks_table);
    assert!(told(&imported).contains("missing-table 没有找到表四，15 格全部留空"), "{}", told(&imported));
}

#[test]
fn figures_that_do_not_fit_stay_as_printed() {
    let imported = import("a.html", &page(|page| page)).expect("a report");
    let of_row = imported.doubts.iter().find(|doubt| doubt.code.as_str() == "requests-row-total").expect("no total is right");
    let help = &of_row.help.as_ref().expect("help").zh;
    assert!(help.contains("数字按原文照录，没有改动。原文：一、本年新收政府信息公开申请数量·总计 593（第2张表第4行第8格）、"), "{help}");
}
