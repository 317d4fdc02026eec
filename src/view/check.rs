//! What readers are told of the rules of a form, in words.

use crate::form::{Each, Form};
use crate::page::{Assessed, Broken, Verdict};
use crate::phrase::Phrases;
use serde::Serialize;

/// A rule of the form, and whether it holds.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct CheckView<'a> {
    /// The table it is about, by its printed label.
    pub table: String,
    /// The link to it within the page.
    pub url: String,
    /// What is compared.
    pub label: String,
    /// 通过, 已豁免, 不一致 or 不适用.
    pub result: &'a str,
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
pub(crate) fn check_views<'a>(phrases: &'a Phrases, form: &Form, checks: &[Assessed<'_>]) -> Vec<CheckView<'a>> {
    checks.iter().map(|check| view(phrases, form, check)).collect()
}

/// How many rules came out how: `4 项通过，2 项不适用`; empty where there are none.
pub(crate) fn check_summary(phrases: &Phrases, checks: &[CheckView<'_>]) -> String {
    let count = |kind: &str| checks.iter().filter(|check| check.kind == kind).count();
    let of = |(kind, result): (&str, &str)| {
        let told = |count| phrases.fill("check_count", &[("count", &count), ("result", &phrases.word(result))]);
        Some(count(kind)).filter(|count| *count > 0).map(told)
    };
    let kinds = [("holds", "holds"), ("waived", "waived"), ("differs", "differs"), ("none", "checked_none")];
    phrases.joined("comma", &kinds.into_iter().filter_map(of).collect::<Vec<_>>())
}

fn view<'a>(phrases: &'a Phrases, form: &Form, check: &Assessed<'_>) -> CheckView<'a> {
    let table = &form.tables[check.rule.table];
    let (result, kind, broken, waivers) = match &check.verdict {
        Verdict::Holds => ("holds", "holds", None, &[][..]),
        Verdict::Waived(broken, waivers) => ("waived", "waived", Some(broken), waivers.as_slice()),
        Verdict::Differs(broken) => ("differs", "differs", Some(broken), &[][..]),
        Verdict::NoPrevious | Verdict::NotFilled => ("checked_none", "none", None, &[][..]),
    };
    let help = phrases.told(&check.rule.help);
    CheckView {
        table: table.label.clone(),
        url: url(form, check.rule.table),
        // What follows is advice to whoever fills in the form.
        label: help.split(['；', ';']).next().unwrap_or(&help).to_owned(),
        result: phrases.word(result),
        kind,
        detail: detail(phrases, check, broken),
        messages: broken.map(|broken| broken.messages.iter().map(|message| phrases.told(message)).collect()).unwrap_or_default(),
        reasons: waivers.iter().map(|waiver| waiver.reason.clone()).collect(),
    }
}

/// The link to a table within the page.
fn url(form: &Form, table: usize) -> String {
    let key = form.tables[table].key.as_str();
    let sheet = form.sheets.iter().find(|sheet| sheet.tables.contains(&table));
    sheet.map(|sheet| if sheet.has_id(&form.tables, key) { format!("#{key}") } else { format!("#{}", sheet.id(&form.tables)) }).unwrap_or_default()
}

fn detail(phrases: &Phrases, check: &Assessed<'_>, broken: Option<&Broken>) -> String {
    match check.verdict {
        Verdict::NoPrevious => return phrases.word("no_previous").to_owned(),
        Verdict::NotFilled => return phrases.word("not_filled").to_owned(),
        Verdict::Holds | Verdict::Waived(..) | Verdict::Differs(_) => {}
    }
    let [fit, differ, unassessed] = match check.rule.each {
        Each::Row => ["rows_fit", "rows_differ", "rows_unassessed"],
        Each::Column => ["columns_fit", "columns_differ", "columns_unassessed"],
    };
    let mut parts = vec![match broken {
        None => phrases.fill(fit, &[("count", &check.assessed)]),
        Some(Broken { count, .. }) => phrases.fill(differ, &[("all", &check.assessed), ("count", count)]),
    }];
    if check.unassessed > 0 {
        parts.push(phrases.fill(unassessed, &[("count", &check.unassessed)]));
    }
    if let Some(example) = check.example.as_ref().filter(|_| broken.is_none()) {
        parts.push(phrases.told(example));
    }
    phrases.joined("semicolon", &parts)
}
