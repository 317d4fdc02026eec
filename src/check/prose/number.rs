//! `prose-number`: a figure in the words that is none of those it may mean in the tables.

use super::binding::Bound as BoundNumber;
use super::numeral::{self, Bound, Numeral, Unit};
use super::{Narrative, Tried};
use crate::check::Remark;
use crate::diagnostic::{Code, Text};
use crate::number::Number;

/// Whether a number in the words may be that of the tables.
pub(super) fn fits(numeral: &Numeral, value: Number) -> bool {
    let stated = numeral.value;
    if numeral.unit == Unit::Money {
        // The tables count in 万元.
        return numeral::times(value, 4) == Some(stated);
    }
    match numeral.bound {
        Bound::Exact => stated == value,
        Bound::AtLeast => stated <= value && value <= stated + stated,
        Bound::About => {
            let off = (stated - value).abs();
            off + off + off + off + off <= stated
        }
    }
}

pub(super) fn remarks(narrative: &Narrative<'_>) -> Vec<Remark> {
    narrative.bounds.iter().filter_map(|bound| remark(narrative, bound)).collect()
}

fn remark(narrative: &Narrative<'_>, bound: &BoundNumber) -> Option<Remark> {
    let quantity = bound.quantity.as_ref().filter(|quantity| quantity.is_sure)?;
    let tried = narrative.tried(quantity, quantity.past);
    if tried.is_empty() || narrative.is_quoted(bound) || tried.iter().any(|tried| fits(&bound.numeral, tried.value)) {
        return None;
    }
    let stated = bound.numeral.value;
    let nearest = tried.iter().min_by_key(|tried| (stated - tried.value).abs())?;
    let zh = |tried: &Tried| format!("{}＝{}，相差 {}", tried.formula, tried.value, (stated - tried.value).abs());
    let en = |tried: &Tried| format!("{} = {}, off by {}", tried.formula, tried.value, (stated - tried.value).abs());
    let all = |told: &dyn Fn(&Tried) -> String, between: &str| tried.iter().map(told).collect::<Vec<_>>().join(between);
    let written = narrative.written(bound);
    let (closest_zh, closest_en) =
        if tried.len() > 1 { (format!("；最接近的是 {}", nearest.value), format!("; the nearest is {}", nearest.value)) } else { Default::default() };
    let last_year = !quantity.past && narrative.tried(quantity, true).iter().any(|tried| tried.value == stated);
    let (last_zh, last_en) = if last_year { ("；这是上年度的数字", "; that is last year's figure") } else { ("", "") };
    let (table, table_en) = if quantity.past { ("上年度报告的表", "last year's tables") } else { ("表", "the tables") };
    let message = Text::new(
        format!("文字中的“{}”{written}与{table}中数字不符：{}{closest_zh}{last_zh}", quantity.words, all(&zh, "；")),
        format!("`{}` {written} in the words is not what {table_en} say: {}{closest_en}{last_en}", quantity.words, all(&en, "; ")),
    );
    let help = Text::new(
        "请核对文字和表格；口径不同的，在 report.yaml 的 scope 中写明该词的含义，或在文字中说明范围",
        "compare the words with the tables; where the word means something else here, say so under `scope` in report.yaml, or name the scope in the words",
    );
    let sentence = &narrative.sentences[bound.sentence];
    Some(narrative.remark(Code::ProseNumber, sentence, bound.numeral.range.clone(), (message, help)))
}
