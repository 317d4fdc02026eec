//! Values that pages tell in their labels, and that hold nothing: empty, or `null` and its like left by another program.

use super::{At, Remark};
use crate::diagnostic::{Code, Text};
use crate::model::{Agency, Card, Site};

/// What stands for nothing, in lower case.
const NOTHING: [&str; 10] = ["null", "none", "nil", "undefined", "nan", "待填写", "待填", "待补充", "（待填写）", "未填写"];

/// Whether a text stands for nothing.
pub(super) fn is_placeholder(text: &str) -> bool {
    NOTHING.contains(&text.trim().to_lowercase().as_str())
}

/// Labels that hold nothing.
pub(super) fn remarks(agency: &Agency) -> Vec<Remark> {
    let file = agency.card.path();
    let mut found: Vec<Remark> = remark(&file, "name", "机关全称", &agency.card.name).filter(|_| !agency.card.name.is_empty()).into_iter().collect();
    let words = agency.reports.values().filter_map(|report| report.words.as_deref());
    for document in agency.documents().chain(words) {
        found.extend(of_card(&document.body.path, &document.card));
    }
    found
}

/// Settings without content.
pub(super) fn settings(site: &Site) -> impl Iterator<Item = Remark> {
    let facts = &site.config.facts;
    let labels = [
        ("title", "门户名称", &facts.title),
        ("site_name", "网站名称", &facts.site_name),
        ("site_domain", "网站域名", &facts.site_domain),
        ("site_id", "网站标识码", &facts.site_id),
    ];
    // What is not written at all is another matter.
    labels.into_iter().filter(|(_, _, value)| is_placeholder(value)).filter_map(|(key, label, value)| {
        let remark = remark("site.toml", key, label, value)?;
        Some(remark.at(At::key("site", String::new())))
    })
}

fn of_card<'a>(file: &'a str, card: &'a Card) -> impl Iterator<Item = Remark> + 'a {
    let labels: [(&'static str, &'static str, Option<&str>, bool); 5] = [
        ("title", "标题", Some(card.title.as_str()).filter(|title| !title.is_empty()), true),
        ("index_no", "索引号", card.index_no.as_deref(), true),
        ("issuer", "发文机关", card.issuer.as_deref(), true),
        ("source", "信息来源", card.source.as_deref(), true),
        ("doc_no", "发文字号", card.doc_no.as_deref(), false),
    ];
    let judged = |(key, label, value, is_label): (&'static str, &'static str, Option<&'a str>, bool)| {
        let value = value.filter(|value| is_label || !value.is_empty())?;
        remark(file, key, label, value)
    };
    labels.into_iter().filter_map(judged)
}

fn remark(file: &str, key: &'static str, label: &str, value: &str) -> Option<Remark> {
    let message = if value.is_empty() {
        Text::new(format!("{label}（{key}）是空的"), format!("{label} (`{key}`) is empty"))
    } else if is_placeholder(value) {
        Text::new(format!("{label}（{key}）写的是“{value}”，没有内容"), format!("{label} (`{key}`) says `{value}`, which is nothing"))
    } else {
        return None;
    };
    let help = Text::new("请写上真实内容；没有的，整行删去", "write what it is, or remove the line");
    Some(Remark::new(Code::MetaMissing, file, message, help).at(At::key(key, value.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        assert!(["null", "None", "NULL", " 待填写 ", "undefined"].into_iter().all(is_placeholder));
        assert!(["无", "", "示例", "nullable", "待填写的表格"].into_iter().all(|text| !is_placeholder(text)));
    }
}
