//! The built-in forms against the official ones: labels word for word, shapes, keys, rules.

use lanmu::form::{Each, Form, Forms, Table};
use std::collections::BTreeSet;
use std::sync::Arc;

fn form(key: &str) -> Arc<Form> {
    Arc::clone(Forms::built_in().find(key).expect("built in"))
}

fn table<'a>(form: &'a Form, key: &str) -> &'a Table {
    &form.tables[form.table(key).expect("in the form")]
}

/// 国办公开办函〔2021〕30号, Table 3: each row's printed labels from the outermost, parted by ` | `.
const TABLE_3: [&str; 25] = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "三、本年度办理结果 | （一）予以公开",
    "三、本年度办理结果 | （二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "三、本年度办理结果 | （三）不予公开 | 1.属于国家秘密",
    "三、本年度办理结果 | （三）不予公开 | 2.其他法律行政法规禁止公开",
    "三、本年度办理结果 | （三）不予公开 | 3.危及“三安全一稳定”",
    "三、本年度办理结果 | （三）不予公开 | 4.保护第三方合法权益",
    "三、本年度办理结果 | （三）不予公开 | 5.属于三类内部事务信息",
    "三、本年度办理结果 | （三）不予公开 | 6.属于四类过程性信息",
    "三、本年度办理结果 | （三）不予公开 | 7.属于行政执法案卷",
    "三、本年度办理结果 | （三）不予公开 | 8.属于行政查询事项",
    "三、本年度办理结果 | （四）无法提供 | 1.本机关不掌握相关政府信息",
    "三、本年度办理结果 | （四）无法提供 | 2.没有现成信息需要另行制作",
    "三、本年度办理结果 | （四）无法提供 | 3.补正后申请内容仍不明确",
    "三、本年度办理结果 | （五）不予处理 | 1.信访举报投诉类申请",
    "三、本年度办理结果 | （五）不予处理 | 2.重复申请",
    "三、本年度办理结果 | （五）不予处理 | 3.要求提供公开出版物",
    "三、本年度办理结果 | （五）不予处理 | 4.无正当理由大量反复申请",
    "三、本年度办理结果 | （五）不予处理 | 5.要求行政机关确认或重新出具已获取信息",
    "三、本年度办理结果 | （六）其他处理 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "三、本年度办理结果 | （六）其他处理 | 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "三、本年度办理结果 | （六）其他处理 | 3.其他",
    "三、本年度办理结果 | （七）总计",
    "四、结转下年度继续办理",
];

#[test]
fn labels_of_2021_are_the_official_ones() {
    let form = form("2021");
    let headings: Vec<&str> = form.sections.iter().map(|section| section.heading.as_str()).collect();
    assert_eq!(
        headings,
        [
            "一、总体情况",
            "二、主动公开政府信息情况",
            "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况",
            "五、存在的主要问题及改进情况",
            "六、其他需要报告的事项"
        ]
    );
    let requests = table(&form, "requests");
    let rows: Vec<String> = requests.rows.iter().map(|row| row.path().collect::<Vec<_>>().join(" | ")).collect();
    assert_eq!(rows, TABLE_3);
    let columns: Vec<&str> = requests.columns.iter().map(|column| column.label.as_str()).collect();
    assert_eq!(columns, ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]);
    assert_eq!(requests.columns[1].under, ["申请人情况", "法人或其他组织"]);

    let labels = |key: &str| {
        let table = table(&form, key);
        let columns: Vec<&str> = table.columns.iter().map(|column| column.label.as_str()).collect();
        let rows: Vec<&str> = table.rows.iter().map(|row| row.label.as_str()).collect();
        (table.label.clone(), columns.join("/"), rows.join("/"))
    };
    let expect = |label: &str, columns: &str, rows: &str| (label.to_owned(), columns.to_owned(), rows.to_owned());
    assert_eq!(labels("documents"), expect("第二十条第（一）项", "本年制发件数/本年废止件数/现行有效件数", "规章/行政规范性文件"));
    assert_eq!(labels("permits"), expect("第二十条第（五）项", "本年处理决定数量", "行政许可"));
    assert_eq!(labels("sanctions"), expect("第二十条第（六）项", "本年处理决定数量", "行政处罚/行政强制"));
    assert_eq!(labels("charges"), expect("第二十条第（八）项", "本年收费金额（单位：万元）", "行政事业性收费"));
    assert_eq!(labels("disputes"), expect("表四", "结果维持/结果纠正/其他结果/尚未审结/总计", "行政复议/未经复议直接起诉/复议后起诉"));
}

#[test]
fn keys_are_those_of_the_contract() {
    let form = form("2021");
    let keys = |key: &str| {
        let table = table(&form, key);
        (
            table.rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>().join(" "),
            table.columns.iter().map(|column| column.key.as_str()).collect::<Vec<_>>().join(" "),
        )
    };
    let (rows, columns) = keys("requests");
    assert_eq!(columns, "person company institute charity law_firm other total");
    assert_eq!(
        rows,
        "received carried_in granted partial refused.secret refused.law refused.stability refused.third_party refused.internal refused.process refused.enforcement refused.query \
         unavailable.not_held unavailable.not_existing unavailable.unclear dismissed.petition dismissed.repeat dismissed.publication dismissed.excessive dismissed.reissue \
         closed.uncorrected closed.unpaid closed.other handled carried_out"
    );
    assert_eq!(keys("disputes"), ("review litigation_direct litigation_after_review".into(), "upheld corrected other pending total".into()));
    assert_eq!(keys("documents"), ("regulations normative".into(), "issued repealed in_force".into()));
}

#[test]
fn keys_and_names_of_each_table_are_unique() {
    for form in Forms::built_in().iter() {
        for table in &form.tables {
            let keys: BTreeSet<&str> = table.rows.iter().map(|row| row.key.as_str()).collect();
            assert_eq!(keys.len(), table.rows.len(), "{} {}", form.key, table.key);
            // Whatever a row may be called leads to that row or, where several are called so, to none.
            for (place, row) in table.rows.iter().enumerate() {
                for name in row.aliases.iter().chain([&row.key]) {
                    assert_eq!(table.row(name), Some(place), "{} {} {name}", form.key, table.key);
                }
            }
            for (place, column) in table.columns.iter().enumerate() {
                for name in column.aliases.iter().chain([&column.key, &column.label]) {
                    assert_eq!(table.column(name), Some(place), "{} {} {name}", form.key, table.key);
                }
            }
        }
    }
}

#[test]
fn rules_are_those_of_the_form() {
    let form = form("2021");
    let rules: Vec<(&str, &str, Each)> = form.rules.iter().map(|rule| (rule.code.as_str(), form.tables[rule.table].key.as_str(), rule.each)).collect();
    assert_eq!(
        rules,
        [
            ("requests-row-total", "requests", Each::Row),
            ("requests-handled", "requests", Each::Column),
            ("requests-balance", "requests", Each::Column),
            ("disputes-total", "disputes", Each::Row),
            ("requests-carry-over", "requests", Each::Column),
            ("documents-roll-forward", "documents", Each::Row),
        ]
    );
    // （七）总计 sums 21 kinds of outcome: 2 + 8 + 3 + 5 + 3.
    let handled = &form.rules[1];
    assert_eq!(handled.right.iter().map(|term| term.places.len()).collect::<Vec<_>>(), [1, 1, 8, 3, 5, 3]);
}

#[test]
fn a_broken_form_is_told_at_its_line() {
    let text = include_str!("../src/form/2021.toml").replace("received + carried_in = handled", "recieved + carried_in = handled");
    let diagnostics = lanmu::form::parse_form("content/_forms/own.toml", &text).expect_err("a rule names no row");
    let told: Vec<String> = diagnostics.iter().map(|diagnostic| format!("{} {}", diagnostic.place.as_ref().expect("a place"), diagnostic.message.en)).collect();
    let line = text.lines().position(|line| line.contains("recieved")).expect("in the text") + 1;
    assert_eq!(told, [format!("content/_forms/own.toml:{line}:11 `recieved` in the formula is not in the table")]);
}

#[test]
fn labels_of_2019_are_the_official_ones() {
    let form = form("2019");
    let labels = |key: &str| {
        let table = table(&form, key);
        let columns: Vec<&str> = table.columns.iter().map(|column| column.label.as_str()).collect();
        let rows: Vec<&str> = table.rows.iter().map(|row| row.label.as_str()).collect();
        (table.label.clone(), columns.join(" | "), rows.join(" | "))
    };
    let expect = |label: &str, columns: &str, rows: &str| (label.to_owned(), columns.to_owned(), rows.to_owned());
    assert_eq!(labels("documents"), expect("第二十条第（一）项", "本年新制作数量 | 本年新公开数量 | 对外公开总数量", "规章 | 规范性文件"));
    assert_eq!(labels("permits"), expect("第二十条第（五）项", "上一年项目数量 | 本年增/减 | 处理决定数量", "行政许可 | 其他对外管理服务事项"));
    assert_eq!(labels("sanctions"), expect("第二十条第（六）项", "上一年项目数量 | 本年增/减 | 处理决定数量", "行政处罚 | 行政强制"));
    assert_eq!(labels("charges"), expect("第二十条第（八）项", "上一年项目数量 | 本年增/减", "行政事业性收费"));
    assert_eq!(labels("procurement"), expect("第二十条第（九）项", "采购项目数量 | 采购总金额", "政府集中采购"));
    // Table 3 is that of 2021 with one row （六）其他处理.
    let rows: Vec<String> = table(&form, "requests").rows.iter().map(|row| row.path().collect::<Vec<_>>().join(" | ")).collect();
    let mut expected: Vec<String> = TABLE_3.iter().filter(|row| !row.contains("（六）其他处理")).map(|row| (*row).to_owned()).collect();
    expected.insert(20, "三、本年度办理结果 | （六）其他处理".to_owned());
    assert_eq!((rows.len(), rows), (23, expected));
    assert_eq!(labels("disputes").2, "行政复议 | 未经复议直接起诉 | 复议后起诉");
    // （七）总计 sums 19 kinds of outcome.
    let handled = form.rules.iter().find(|rule| rule.code.as_str() == "requests-handled").expect("a rule");
    assert_eq!(handled.right.iter().map(|term| term.places.len()).collect::<Vec<_>>(), [1, 1, 8, 3, 5, 1]);
}

#[test]
fn a_2021_report_may_keep_the_single_row() {
    let form = form("2021");
    let [variant] = form.variants.as_slice() else { panic!("one variant") };
    let requests = &variant.form.tables[variant.table];
    assert_eq!((requests.rows.len(), requests.row("closed")), (23, Some(20)));
    assert_eq!((variant.form.key.as_str(), variant.form.rules.len()), ("2021", form.rules.len()));
}
