//! Numbers that nothing near them names: 其他2件, 共计40件, 比上年的30件. What was told before in the sentence says what they are.

use super::binding::Context;
use super::numeral::Numeral;
use super::quantity::Quantity;
use super::token::Phrase;
use super::vocabulary::{Role, Vocabulary};

/// Outcomes after which 其他 is 其他处理.
const OUTCOMES: [&str; 5] = ["granted", "partial", "refused", "unavailable", "dismissed"];

/// The longest filler between a mark and a number whose quantity stands before the mark: 共计, 全年共.
const MAX_FILLER: usize = 4;

/// What is in sight of such a number.
pub(super) struct Implied<'a, 'v> {
    pub(super) context: &'a Context<'v>,
    pub(super) vocabulary: &'v Vocabulary,
    pub(super) numeral: &'a Numeral,
    /// The sentence up to the number.
    pub(super) before: &'a [char],
}

impl<'v> Implied<'_, 'v> {
    /// 比上年的30件: last year's figure of what was told before.
    pub(super) fn last_again(&self, near: &[Phrase<'v>], gap: &[char]) -> Option<Quantity> {
        let is_past = near.last().is_some_and(|phrase| phrase.role() == Role::Past) && gap.iter().all(|c| "的为是有共年度同期数".contains(*c));
        self.context.last.clone().filter(|_| is_past)
    }

    /// 其他2件 at the end of a list of results, or of outcomes.
    pub(super) fn rest(&self) -> Option<Quantity> {
        let is_rest = ends_with(self.before, &["，其他", "、其他", "；其他", "，其它", "、其它", "；其它"]);
        let last = self.context.last.as_ref().filter(|_| is_rest)?;
        let words = "其他".to_owned();
        if let Some((case, _)) = last.key.split_once('.').filter(|_| last.role == Role::Case) {
            return Some(Quantity { key: format!("{case}.other"), words, columns: vec!["other".to_owned()], is_sure: false, ..last.clone() });
        }
        let closed = self.vocabulary.meaning("closed").filter(|_| OUTCOMES.contains(&last.key.as_str()))?;
        Some(Quantity { key: closed.key.clone(), words, accepts: closed.accepts.clone(), is_sure: false, ..last.clone() })
    }

    /// 新收30件，上年结转7件，共计37件: all that was to be answered.
    pub(super) fn sum(&self) -> Option<Quantity> {
        let is_of_requests = match &self.context.last {
            Some(last) => last.role == Role::Intake || last.key == "carried_in",
            None => self.context.topic,
        };
        let is_received = self.context.head.is_some_and(|head| head.role == Role::Intake);
        let is_sum = ends_with(self.before, &["合计", "共计", "总计", "，共"]);
        self.accepted("共计").filter(|_| is_sum && is_of_requests && is_received)
    }

    /// 共有12件政府信息公开申请: those received.
    pub(super) fn received(&self, after: &[Phrase<'v>]) -> Option<Quantity> {
        let is_told = ends_with(self.before, &["有", "共", "计"]);
        let named = after.first().filter(|phrase| is_told && phrase.is_firm_topic() && phrase.range.start <= self.numeral.end + 1)?;
        self.accepted(&named.words)
    }

    fn accepted(&self, words: &str) -> Option<Quantity> {
        let meaning = self.vocabulary.meaning("accepted")?;
        Some(Quantity {
            key: meaning.key.clone(),
            words: words.to_owned(),
            role: meaning.role,
            accepts: meaning.accepts.clone(),
            columns: Vec::new(),
            is_sure: false,
            past: false,
            is_of_last_year: false,
        })
    }
}

/// Whether a number after these words tells by how much something has changed: 比上年增加了7件.
pub(super) fn is_difference(before: &[char]) -> bool {
    let before = before.strip_suffix(&['了']).unwrap_or(before);
    let is_change = ends_with(before, &["增加", "减少", "增长", "上升", "下降", "提高", "降低", "多", "少", "增", "减"]);
    is_change && !ends_with(before, &["新增", "至少", "不少"])
}

/// Whether a text ends with one of some words.
pub(super) fn ends_with(text: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| word.chars().rev().eq(text.iter().rev().copied().take(word.chars().count())))
}

/// Whether nothing but filler stands behind the last mark: 共计, 全年共.
pub(super) fn is_filler(text: &[char]) -> bool {
    let length = text.iter().rev().take(MAX_FILLER + 1).take_while(|c| !"，、；：（）。".contains(**c)).count();
    length <= MAX_FILLER && text[text.len() - length..].iter().all(|c| "共计总有合全年累约数量为达".contains(*c))
}

/// Whether phrases of a list and the last one before the number are all outcomes: 予以公开、部分公开共12件.
pub(super) fn is_list_of_outcomes(pending: &[Phrase<'_>], near: &[Phrase<'_>]) -> bool {
    let is_outcome = |phrase: &Phrase<'_>| phrase.role() == Role::Outcome;
    !pending.is_empty() && pending.iter().all(is_outcome) && near.iter().any(is_outcome)
}
