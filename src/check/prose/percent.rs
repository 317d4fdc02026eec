//! `prose-percent`: a share or a rate of growth that its own figures contradict.

use super::Narrative;
use super::binding::Bound;
use super::definition::tried;
use super::numeral::{Bound as Exactness, Unit};
use super::vocabulary::Role;
use crate::check::Remark;
use crate::diagnostic::{Code, Text};
use crate::number::Number;

/// How far before a rate the words may stand that say what it is, in characters.
const REACH: usize = 12;

/// The most wholes that a message lists.
const MAX_LISTED: usize = 4;

/// Wholes of which shares are told.
const WHOLES: &[&str] = &[
    "requests.received.{c}",
    "requests.received.{c} + requests.carried_in.{c}",
    "requests.handled.{c}",
    "requests.refused.*.{c}",
    "requests.unavailable.*.{c}",
    "requests.dismissed.*.{c}",
    "requests.closed.*.{c}",
];

pub(super) fn remarks(narrative: &Narrative<'_>) -> Vec<Remark> {
    let rates = narrative.bounds.iter().enumerate().filter(|(_, bound)| bound.numeral.unit == Unit::Percent && bound.numeral.bound == Exactness::Exact);
    rates.filter_map(|(at, rate)| growth(narrative, at, rate).or_else(|| share(narrative, at, rate))).collect()
}

/// The words right before a rate, back to the mark before.
fn lead(narrative: &Narrative<'_>, rate: &Bound) -> String {
    let sentence = &narrative.sentences[rate.sentence];
    let from = rate.numeral.range.start.saturating_sub(REACH);
    let words = sentence.words(from..rate.numeral.range.start);
    words.rsplit(['，', '、', '；', '：', '（', '）', '。']).next().unwrap_or("").to_owned()
}

/// The number before a rate in its sentence, if it is a quantity of this year's tables.
fn before<'n>(narrative: &'n Narrative<'_>, at: usize, rate: &Bound) -> Option<&'n Bound> {
    let earlier = narrative.bounds[..at].iter().rev().take_while(|bound| bound.sentence == rate.sentence);
    let mut counted = earlier.filter(|bound| !matches!(bound.numeral.unit, Unit::Year | Unit::Name));
    counted.next().filter(|bound| bound.quantity.as_ref().is_some_and(|quantity| !quantity.past) && bound.numeral.bound == Exactness::Exact)
}

/// Whether a rate is what another comes to, rounded or cut to as many decimals as it is told with.
fn is_told_as(rate: Number, part: Number, whole: Number) -> bool {
    let decimals = rate.decimals();
    let Some(exact) = part.percent_of(whole, decimals + 4) else { return false };
    let off = (exact.abs() - rate).abs();
    let step = Number::from(1).percent_of(Number::from(100 * 10_u32.saturating_pow(decimals)), decimals + 4).unwrap_or_default();
    let rounded = part.percent_of(whole, decimals).is_some_and(|rounded| rounded.abs() == rate);
    rounded || off < step && exact.abs() >= rate
}

fn growth(narrative: &Narrative<'_>, at: usize, rate: &Bound) -> Option<Remark> {
    let lead = lead(narrative, rate);
    let is_growth = ["增长", "上升", "增加", "提高", "增幅", "下降", "减少", "降低", "下滑"].iter().any(|word| lead.contains(word));
    let is_yearly = ["同比", "较上", "比上", "较去", "比去", "与上", "与去"].iter().any(|word| lead.contains(word));
    if !is_growth || !is_yearly {
        return None;
    }
    let falls = ["下降", "减少", "降低", "下滑"].iter().any(|word| lead.contains(word));
    let counted = before(narrative, at, rate)?;
    let quantity = counted.quantity.as_ref().filter(|quantity| quantity.is_sure)?;
    let (now, then) = (narrative.tried(quantity, false), narrative.tried(quantity, true));
    let stated = counted.numeral.value;
    let mut formulas = Vec::new();
    for last in &then {
        let this = std::iter::once(stated).chain(now.iter().map(|tried| tried.value));
        for this in this {
            if (this < last.value) == falls && is_told_as(rate.numeral.value, this - last.value, last.value) {
                return None;
            }
        }
    }
    for (this, last) in now.iter().zip(&then) {
        if let Some(growth) = (this.value - last.value).percent_of(last.value, rate.numeral.value.decimals().max(1)) {
            formulas.push((
                format!("（{}－{}）÷{}＝{growth}%（{}）", this.value, last.value, last.value, this.formula),
                format!("({} - {}) / {} = {growth}% ({})", this.value, last.value, last.value, this.formula),
            ));
        }
    }
    if formulas.is_empty() {
        return None;
    }
    Some(told(narrative, rate, &lead, &formulas))
}

fn share(narrative: &Narrative<'_>, at: usize, rate: &Bound) -> Option<Remark> {
    let lead = lead(narrative, rate);
    let sentence = &narrative.sentences[rate.sentence];
    let names_whole =
        ["占全", "占年度", "占比分别", "分别占"].iter().any(|word| lead.contains(word)) || sentence.words(0..rate.numeral.range.start).contains("分别占");
    if !lead.contains('占') || names_whole {
        return None;
    }
    let counted = before(narrative, at, rate)?;
    let quantity = counted.quantity.as_ref().filter(|quantity| matches!(quantity.role, Role::Outcome | Role::Carry | Role::Applicant | Role::Result))?;
    let part = counted.numeral.value;
    let is_of_paragraph = |bound: &&Bound| narrative.sentences[bound.sentence].paragraph + 2 >= sentence.paragraph;
    let earlier = narrative.bounds[..at].iter().rev().take_while(is_of_paragraph).filter(|bound| matches!(bound.numeral.unit, Unit::Case(_)));
    let mut wholes: Vec<Number> = earlier.filter(|bound| bound.quantity.is_some()).map(|bound| bound.numeral.value).filter(|whole| *whole > part).collect();
    let stated = wholes.len();
    let accepts: Vec<String> = WHOLES.iter().map(|whole| (*whole).to_owned()).collect();
    wholes.extend(tried(&narrative.report.figures, &accepts, &[]).into_iter().map(|tried| tried.value).filter(|whole| *whole >= part));
    // Shares of wholes that stand nowhere cannot be judged.
    if stated == 0 || quantity.role == Role::Result || wholes.iter().any(|whole| is_told_as(rate.numeral.value, part, *whole)) {
        return None;
    }
    wholes.truncate(MAX_LISTED.max(stated.min(MAX_LISTED)));
    wholes.sort();
    wholes.dedup();
    let decimals = rate.numeral.value.decimals();
    let formula = |whole: &Number| {
        let share = part.percent_of(*whole, decimals)?;
        Some((format!("{part}÷{whole}＝{share}%"), format!("{part} / {whole} = {share}%")))
    };
    let formulas: Vec<(String, String)> = wholes.iter().filter_map(formula).collect();
    Some(told(narrative, rate, &lead, &formulas))
}

fn told(narrative: &Narrative<'_>, rate: &Bound, lead: &str, formulas: &[(String, String)]) -> Remark {
    let sentence = &narrative.sentences[rate.sentence];
    let zh: Vec<&str> = formulas.iter().map(|(zh, _)| zh.as_str()).collect();
    let en: Vec<&str> = formulas.iter().map(|(_, en)| en.as_str()).collect();
    let value = rate.numeral.value;
    let message = Text::new(
        format!("文字中的“{lead}{value}%”与数字不符：按 {} 计算均不得此数", zh.join("；")),
        format!("`{lead}{value}%` in the words does not follow from the figures: {}", en.join("; ")),
    );
    let help = Text::new("请按所用的两个数字重新计算，或写明以什么为基数", "reckon it again from its two figures, or say what it is a share of");
    narrative.remark(Code::ProsePercent, sentence, rate.numeral.range.clone(), (message, help))
}
