//! What readers are told of the rules of a form, in words.

use crate::form::{Each, Form};
use crate::page::{Assessed, Broken, Verdict};
use serde::Serialize;

/// A rule of the form, and whether it holds.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct CheckView {
    /// The table it is about, by its printed label.
    pub table: String,
    /// The link to it within the page.
    pub url: String,
    /// What is compared.
    pub label: String,
    /// 通过, 已豁免, 不一致 or 不适用.
    pub result: &'static str,
    /// The same as a word for styles: `holds`, `waived`, `differs`, `none`.
    pub kind: &'static str,
    /// The numbers, or why there are none.
    pub detail: String,
    /// What does not fit, line by line.
    pub messages: Vec<String>,
    /// Why that is let stand.
    pub reasons: Vec<String>,
}

/// The rules in the order of the form.
pub(crate) fn check_views(form: &Form, checks: &[Assessed<'_>]) -> Vec<CheckView> {
    checks.iter().map(|check| view(form, check)).collect()
}

/// How many rules came out how: `4 项通过，2 项不适用`; empty where there are none.
pub(crate) fn check_summary(checks: &[CheckView]) -> String {
    let count = |result: &str| checks.iter().filter(|check| check.result == result).count();
    let of = |result: &str| Some(count(result)).filter(|count| *count > 0).map(|count| format!("{count} 项{result}"));
    ["通过", "已豁免", "不一致", "不适用"].into_iter().filter_map(of).collect::<Vec<_>>().join("，")
}

fn view(form: &Form, check: &Assessed<'_>) -> CheckView {
    let table = &form.tables[check.rule.table];
    let lines = match check.rule.each {
        Each::Row => "行",
        Each::Column => "列",
    };
    let (result, kind, broken, waivers) = match &check.verdict {
        Verdict::Holds => ("通过", "holds", None, &[][..]),
        Verdict::Waived(broken, waivers) => ("已豁免", "waived", Some(broken), waivers.as_slice()),
        Verdict::Differs(broken) => ("不一致", "differs", Some(broken), &[][..]),
        Verdict::NoPrevious | Verdict::NotFilled => ("不适用", "none", None, &[][..]),
    };
    let help = &check.rule.help.zh;
    CheckView {
        table: table.label.clone(),
        url: url(form, check.rule.table),
        // What follows is advice to whoever fills in the form.
        label: help.split('；').next().unwrap_or(help).to_owned(),
        result,
        kind,
        detail: detail(check, lines, broken),
        messages: broken.map(|broken| broken.messages.clone()).unwrap_or_default(),
        reasons: waivers.iter().map(|waiver| waiver.reason.clone()).collect(),
    }
}

/// The link to a table within the page.
fn url(form: &Form, table: usize) -> String {
    let key = form.tables[table].key.as_str();
    let sheet = form.sheets.iter().find(|sheet| sheet.tables.contains(&table));
    sheet.map(|sheet| if sheet.has_id(&form.tables, key) { format!("#{key}") } else { format!("#{}", sheet.id(&form.tables)) }).unwrap_or_default()
}

fn detail(check: &Assessed<'_>, lines: &str, broken: Option<&Broken>) -> String {
    match check.verdict {
        Verdict::NoPrevious => return "本门户没有上一年度的数据，无法核对".to_owned(),
        Verdict::NotFilled => return "所需的数据未填报，或与上年口径不同，无法核对".to_owned(),
        Verdict::Holds | Verdict::Waived(..) | Verdict::Differs(_) => {}
    }
    let mut parts = vec![match broken {
        None => format!("{} {lines}全部相符", check.assessed),
        Some(Broken { count, .. }) => format!("{} {lines}中 {count} {lines}不符", check.assessed),
    }];
    if check.unassessed > 0 {
        parts.push(format!("另有 {} {lines}因未填报或口径变化无法核对", check.unassessed));
    }
    if let Some(example) = check.example.as_ref().filter(|_| broken.is_none()) {
        parts.push(example.clone());
    }
    parts.join("；")
}
