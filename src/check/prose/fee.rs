//! `prose-fee`: words on 信息处理费 that contradict themselves. 行政事业性收费 of 表二 is another thing.

use super::Narrative;
use super::binding::Bound;
use super::numeral::Unit;
use super::sentence::Sentence;
use crate::check::Remark;
use crate::diagnostic::{Code, Text};
use crate::number::Number;

const NOT_CHARGED: &[&str] = &["未收取", "没有收取", "未收到", "未产生", "未发生", "无收取", "不收取"];

pub(super) fn remarks(narrative: &Narrative<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    for (place, sentence) in narrative.sentences.iter().enumerate() {
        if sentence.whole().contains("信息处理费") && !is_of_other_year(narrative, sentence) {
            found.extend(denied(narrative, sentence));
            found.extend(parts(narrative, place));
        }
    }
    found
}

fn is_of_other_year(narrative: &Narrative<'_>, sentence: &Sentence) -> bool {
    let words = sentence.whole();
    ["上年", "去年", "往年", "以前年度"].iter().any(|word| words.contains(word)) || words.contains(&format!("{}年", narrative.report.year.before()))
}

fn money<'n>(narrative: &'n Narrative<'_>, place: usize) -> impl Iterator<Item = &'n Bound> {
    narrative.bounds.iter().filter(move |bound| bound.sentence == place && bound.numeral.unit == Unit::Money && !bound.numeral.value.is_zero())
}

/// 未收取 beside an amount that was charged.
fn denied(narrative: &Narrative<'_>, sentence: &Sentence) -> Option<Remark> {
    let words = sentence.whole();
    let at = NOT_CHARGED.iter().filter_map(|word| words.find(word)).min()?;
    let fee = words.find("信息处理费")?;
    let clause = &words[at.min(fee)..at.max(fee)];
    if clause.contains('，') || ["标准", "超", "违规", "额外", "部分", "除", "减免"].iter().any(|word| words.contains(word)) {
        return None;
    }
    let charged = narrative.sentences.iter().enumerate().filter(|(_, other)| {
        let words = other.whole();
        words.contains("信息处理费") && words.contains("收取") && !is_of_other_year(narrative, other)
    });
    let amount = charged.flat_map(|(place, _)| money(narrative, place)).next()?;
    let value = amount.numeral.value;
    let message = Text::new(
        format!("文字说未收取信息处理费，又写收取 {value} 元，应为 0 元，相差 {value} 元"),
        format!("the words say that no processing fee was charged, and that {value} yuan were: expected 0, off by {value}"),
    );
    let begin = words[..at].chars().count();
    Some(narrative.remark(Code::ProseFee, sentence, begin..begin + 3, (message, help())))
}

/// The parts of an amount, and of the number of cases, where the next words list each with both.
fn parts(narrative: &Narrative<'_>, place: usize) -> Option<Remark> {
    let paragraph = narrative.sentences[place].paragraph;
    let all: Vec<&Bound> =
        narrative.bounds.iter().filter(|bound| bound.sentence >= place && narrative.sentences[bound.sentence].paragraph == paragraph).collect();
    let amount = all.iter().position(|bound| bound.sentence == place && bound.numeral.unit == Unit::Money)?;
    let cases = all[..amount].iter().rev().find(|bound| bound.sentence == place && matches!(bound.numeral.unit, Unit::Case(_)))?;
    let listed: Vec<&&Bound> = all[amount + 1..].iter().filter(|bound| matches!(bound.numeral.unit, Unit::Case(_) | Unit::Money)).collect();
    // Each part names its cases and then its amount: only such a list is one for certain.
    let is_list = listed.len() >= 4
        && listed.len().is_multiple_of(2)
        && listed.chunks(2).all(|pair| matches!(pair[0].numeral.unit, Unit::Case(_)) && pair[1].numeral.unit == Unit::Money);
    if !is_list {
        return None;
    }
    let sum = |money: usize| listed.iter().skip(money).step_by(2).map(|bound| bound.numeral.value).sum::<Number>();
    let (case_sum, money_sum) = (sum(0), sum(1));
    let (case_whole, money_whole) = (cases.numeral.value, all[amount].numeral.value);
    let (is_money, whole, sum) = match (case_sum == case_whole, money_sum == money_whole) {
        (true, false) => (true, all[amount], money_sum),
        (false, true) => (false, *cases, case_sum),
        (true, true) | (false, false) => return None,
    };
    let (stated, unit, unit_en) = (whole.numeral.value, if is_money { "元" } else { "件" }, if is_money { "yuan" } else { "cases" });
    let off = (stated - sum).abs();
    let message = Text::new(
        format!("信息处理费各项之和为 {sum} {unit}，总数写的是 {stated} {unit}，相差 {off} {unit}"),
        format!("the parts of the processing fee add up to {sum} {unit_en}, the whole is {stated} {unit_en}, off by {off}"),
    );
    Some(narrative.remark(Code::ProseFee, &narrative.sentences[whole.sentence], whole.numeral.range.clone(), (message, help())))
}

fn help() -> Text {
    Text::new("请核对信息处理费的件数和金额；它与表二的行政事业性收费是两回事", "compare cases and amounts of the fee; it is not the 行政事业性收费 of table 2")
}
