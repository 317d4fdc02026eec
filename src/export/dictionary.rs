//! The forms → a dictionary: every cell with its labels, unit, type, the place where it is printed, and the identities
//! it takes part in; and what the columns of the list of figures mean.

use super::csv::{BYTE_ORDER_MARK, safe, writer};
use super::tidy::printed_path;
use super::xlsx::{ABOVE, NAME, names};
use crate::form::{CellKind, Content, Form};
use std::collections::{BTreeMap, BTreeSet};

/// A column of the list of all figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DictionaryColumn {
    /// Its name.
    pub name: &'static str,
    /// Its Chinese label.
    pub label: &'static str,
    /// What stands in it: `文字`, `整数`.
    pub kind: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

const fn column(name: &'static str, label: &'static str, kind: &'static str, meaning: &'static str) -> DictionaryColumn {
    DictionaryColumn { name, label, kind, meaning }
}

/// The columns of the list of all figures, in order.
pub const FIGURES_COLUMNS: [DictionaryColumn; 14] = [
    column("agency", "机关代号", "文字", "机关在网址中的名称"),
    column("agency_name", "机关", "文字", "机关全称"),
    column("year", "年度", "整数", "数据所属的年度"),
    column("dataset", "数据集", "文字", "年度报告为 report，其他数据表为文件名"),
    column("form", "表式", "文字", "所用表式的代号"),
    column("table", "表", "文字", "表在表式中的代号"),
    column("row", "行", "文字", "行在表式中的代号"),
    column("row_label", "行名", "文字", "印出的行名，多级之间以 | 分隔"),
    column("column", "列", "文字", "列在表式中的代号"),
    column("column_label", "列名", "文字", "印出的列名，多级之间以 | 分隔"),
    column("value", "数值", "数", "原样的数字；“/”表示不适用；空白表示未填报"),
    column("note", "说明", "文字", "数字旁边的说明"),
    column("kind", "类别", "文字", "number 数字，blank 未填报，not-applicable 不适用，noted 带说明的数字"),
    column("unit", "单位", "文字", "数字的单位"),
];

/// The columns of the list of all metrics, in order.
pub const METRICS_COLUMNS: [DictionaryColumn; 12] = [
    FIGURES_COLUMNS[0],
    FIGURES_COLUMNS[1],
    FIGURES_COLUMNS[2],
    FIGURES_COLUMNS[3],
    FIGURES_COLUMNS[4],
    column("metric", "指标", "文字", "指标在表式中的代号"),
    column("metric_label", "指标名", "文字", "指标的名称"),
    column("value", "数值", "数", "比率为百分数，保留四位小数；没有数值的为空白"),
    column("unit", "单位", "文字", "数值的单位"),
    column("part", "分子", "数", "比率的分子"),
    column("whole", "分母", "数", "比率的分母"),
    column("kind", "类别", "文字", "sum 合计，ratio 比率，not-applicable 分母为零，blank 未填报"),
];

/// The columns of the dictionary, in order.
pub const CELLS_COLUMNS: [DictionaryColumn; 11] = [
    FIGURES_COLUMNS[4],
    FIGURES_COLUMNS[5],
    FIGURES_COLUMNS[6],
    FIGURES_COLUMNS[7],
    FIGURES_COLUMNS[8],
    FIGURES_COLUMNS[9],
    FIGURES_COLUMNS[13],
    column("type", "类型", "文字", "whole 不小于 0 的整数，signed 整数，decimals-4 最多四位小数"),
    column("sheet", "工作表", "文字", "电子表格中的工作表"),
    column("cell", "单元格", "文字", "电子表格中的位置，如 D8；各报告不一致的为空白"),
    column("rules", "勾稽关系", "文字", "这一格所在的勾稽关系的代码，以空格分隔"),
];

/// The columns of the list of agencies, in order.
pub const AGENCIES_COLUMNS: [DictionaryColumn; 7] = [
    FIGURES_COLUMNS[0],
    FIGURES_COLUMNS[1],
    column("short_name", "简称", "文字", "通用简称"),
    column("kind", "机关类别", "文字", "department 部门，government 政府，town 乡镇街道，authorised 法律法规授权组织"),
    column("parent", "上级机关", "文字", "上级机关在网址中的名称"),
    column("group", "分组", "文字", "首页的分组"),
    column("code", "机构代码", "文字", "统一社会信用代码"),
];

/// The columns of the list of who has published when, in order.
pub const REPORTS_COLUMNS: [DictionaryColumn; 9] = [
    FIGURES_COLUMNS[0],
    FIGURES_COLUMNS[1],
    AGENCIES_COLUMNS[5],
    FIGURES_COLUMNS[2],
    column("published", "发布日期", "日期", "年报的发布日期；没有发布的为空白"),
    column("deadline", "期限", "日期", "应当发布的最后一天；没有规定的为空白"),
    column("days_late", "迟发天数", "整数", "迟于期限的天数，按期的为 0"),
    column(
        "status",
        "状态",
        "文字",
        "published 按期发布，late 逾期发布，failed 已发布而数据不符勾稽关系（是否逾期见 days_late），missing 未发布，not-due 尚未到期，not-held 本站未收录，unread 未能读取",
    ),
    FIGURES_COLUMNS[4],
];

/// Every cell of some forms, a line each. Of a form and its variants each cell stands once.
#[must_use]
pub fn dictionary_csv(forms: &[&Form]) -> Vec<u8> {
    let mut out = writer(BYTE_ORDER_MARK.to_vec());
    // Writing to memory cannot fail, and all records have the same length by construction.
    let _ = out.write_record(CELLS_COLUMNS.map(|column| column.name));
    let mut told = BTreeSet::new();
    let printed: Vec<_> = forms.iter().map(|form| printed_cells(form)).collect();
    for (form, own) in forms.iter().zip(&printed) {
        // A variant prints what stands below its row in other places than its form: then none is told.
        let of_same = || forms.iter().zip(&printed).filter(|(other, _)| other.key == form.key).map(|(_, printed)| printed);
        for (place, table) in form.tables.iter().enumerate() {
            for (row, form_row) in table.rows.iter().enumerate() {
                for (at, form_column) in table.columns.iter().enumerate() {
                    if !told.insert((&form.key, &table.key, &form_row.key, &form_column.key)) {
                        continue;
                    }
                    let rules = form.rules.iter().filter(|rule| rule.table == place && rule.concerns(row, at)).map(|rule| rule.code.as_str());
                    let key = (table.key.as_str(), form_row.key.as_str(), form_column.key.as_str());
                    let is_settled = of_same().all(|printed| printed.get(&key).is_none_or(|there| own.get(&key) == Some(there)));
                    let (sheet, cell) = own.get(&key).filter(|_| is_settled).cloned().unwrap_or_default();
                    let (row_label, column_label) = (printed_path(form_row.path()), printed_path(form_column.path()));
                    let (kind, rules) = (kind_words(form_column.kind), rules.collect::<Vec<_>>().join(" "));
                    let line = [&form.key, &table.key, &form_row.key, &row_label, &form_column.key, &column_label, &table.unit, &kind, &sheet, &cell, &rules];
                    let _ = out.write_record(line.map(|field| safe(field).into_owned()));
                }
            }
        }
    }
    out.into_inner().unwrap_or_default()
}

/// What a cell may hold, in words.
fn kind_words(kind: CellKind) -> String {
    match kind {
        CellKind::Whole => "whole".to_owned(),
        CellKind::Signed => "signed".to_owned(),
        CellKind::Decimals(decimals) => format!("decimals-{decimals}"),
    }
}

/// The worksheet and the cell in which a workbook prints each figure, by the keys of its table, row and column.
fn printed_cells(form: &Form) -> BTreeMap<(&str, &str, &str), (String, String)> {
    let mut printed = BTreeMap::new();
    for (sheet, name) in form.sheets.iter().zip(names(&form.sheets, NAME)) {
        for (row, line) in sheet.rows.iter().enumerate() {
            for cell in &line.cells {
                if let Content::Figure { table, row: table_row, column, headers: _ } = &cell.content {
                    let table = &form.tables[*table];
                    let key = (table.key.as_str(), table.rows[*table_row].key.as_str(), table.columns[*column].key.as_str());
                    printed.insert(key, (name.clone(), format!("{}{}", letters(cell.column), ABOVE + row + 1)));
                }
            }
        }
    }
    printed
}

/// A column as spreadsheet programs call it: `A`, `Z`, `AA`.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_called_by_letters() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
