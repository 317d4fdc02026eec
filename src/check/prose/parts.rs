//! `prose-parts`: parts in the words that do not add up to their whole.

use super::Narrative;
use super::binding::Bound;
use super::numeral::{Bound as Exactness, Unit};
use super::vocabulary::Role;
use crate::check::Remark;
use crate::diagnostic::{Code, Text};
use crate::number::Number;
use std::ops::Range;

/// The most parts among which a subset is looked for: each doubles the work.
const MAX_PARTS: usize = 14;

/// Sets of kinds that are complete: who names all of them has named all there is.
const COMPLETE: &[&[&str]] = &[
    &["received.person", "received.organisation"],
    &["handled.person", "handled.organisation"],
    &["review.upheld", "review.corrected", "review.other", "review.pending"],
    &["litigation.upheld", "litigation.corrected", "litigation.other", "litigation.pending"],
];

/// How many numbers before a paragraph may hold its whole.
const MAX_BEFORE: usize = 12;

/// What opens a list besides 其中.
const OPENERS: &[&str] = &["包括", "分为", "可分为", "包含", "涉及", "按"];

/// How many kinds a list may be said to have, from two on.
const KINDS: &[&str] = &["两", "三", "四", "五", "六", "七", "八"];

const OUTCOMES: &[&str] = &["granted", "partial", "refused", "unavailable", "dismissed", "closed"];

pub(super) fn remarks(narrative: &Narrative<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    let mut begin = 0;
    while begin < narrative.bounds.len() {
        let paragraph = narrative.sentences[narrative.bounds[begin].sentence].paragraph;
        let length = narrative.bounds[begin..].iter().take_while(|bound| narrative.sentences[bound.sentence].paragraph == paragraph).count();
        let before = narrative.bounds[..begin].iter().rev().take(MAX_BEFORE).rev();
        let before: Vec<&Bound> = before.filter(|bound| narrative.sentences[bound.sentence].paragraph + 2 >= paragraph).collect();
        let paragraph = &narrative.bounds[begin..begin + length];
        found.extend(outcomes(narrative, paragraph, &before));
        found.extend(COMPLETE.iter().filter_map(|kinds| complete(narrative, paragraph, kinds)));
        found.extend(among(narrative, paragraph));
        begin += length;
    }
    found
}

fn key(bound: &Bound) -> &str {
    bound.quantity.as_ref().filter(|quantity| !quantity.past).map_or("", |quantity| quantity.key.as_str())
}

fn sum(parts: &[&Bound]) -> Number {
    parts.iter().map(|part| part.numeral.value).sum()
}

/// All six kinds of outcome, which are all of what was answered; with what is carried over, all of what was to be.
fn outcomes(narrative: &Narrative<'_>, paragraph: &[Bound], before: &[&Bound]) -> Option<Remark> {
    let is_outcome = |bound: &&Bound| !key(bound).is_empty() && key(bound).split('+').all(|kind| OUTCOMES.contains(&kind));
    let parts: Vec<&Bound> = paragraph.iter().filter(is_outcome).collect();
    let mut named: Vec<&str> = parts.iter().flat_map(|part| key(part).split('+')).collect();
    named.sort_unstable();
    let count = named.len();
    named.dedup();
    // Twice the same kind, such as in a list by districts, is another reckoning.
    if named.len() < OUTCOMES.len() || count != named.len() {
        return None;
    }
    let is_whole = |bound: &&Bound| bound.quantity.as_ref().is_some_and(|quantity| !quantity.past && matches!(quantity.role, Role::Intake | Role::Handled));
    let mut wholes: Vec<&Bound> = paragraph.iter().filter(is_whole).collect();
    if wholes.is_empty() {
        wholes = before.iter().copied().filter(is_whole).collect();
    }
    let all = sum(&parts);
    let carried: Vec<Number> = before.iter().copied().chain(paragraph).filter(|bound| key(bound) == "carried_out").map(|bound| bound.numeral.value).collect();
    let sums: Vec<Number> = std::iter::once(all).chain(carried.iter().map(|carried| all + *carried)).collect();
    if wholes.is_empty() || wholes.iter().any(|whole| sums.contains(&whole.numeral.value)) || quoted(narrative, &parts) {
        return None;
    }
    let handled = wholes.iter().rev().find(|whole| whole.quantity.as_ref().is_some_and(|quantity| quantity.role == Role::Handled));
    let whole = handled.or(wholes.first())?;
    Some(told(narrative, whole, &parts, all))
}

/// Whether every part is quoted from the tables: then nothing was retyped.
fn quoted(narrative: &Narrative<'_>, parts: &[&Bound]) -> bool {
    parts.iter().all(|part| narrative.is_quoted(part))
}

/// Kinds that are complete together, in one sentence: their sum is what stands before them.
fn complete(narrative: &Narrative<'_>, paragraph: &[Bound], kinds: &[&str]) -> Option<Remark> {
    let first = paragraph.iter().position(|bound| kinds.contains(&key(bound)))?;
    let sentence = paragraph[first].sentence;
    let parts: Vec<&Bound> = paragraph[first..].iter().filter(|bound| bound.sentence == sentence && kinds.contains(&key(bound))).collect();
    let has_all = parts.len() == kinds.len() && kinds.iter().all(|kind| parts.iter().any(|part| key(part) == *kind));
    let earlier = paragraph[..first].iter().rev().find(|bound| bound.quantity.is_some() && !matches!(bound.numeral.unit, Unit::Percent))?;
    let is_whole = earlier.sentence == sentence
        && earlier.quantity.as_ref().is_some_and(|quantity| {
            !quantity.past && (matches!(quantity.role, Role::Intake | Role::Handled) || kinds[0].starts_with(&format!("{}.", quantity.key)))
        });
    let all = sum(&parts);
    let is_exact = parts.iter().chain([&earlier]).all(|bound| bound.numeral.bound == Exactness::Exact);
    (has_all && is_whole && is_exact && all != earlier.numeral.value && !quoted(narrative, &parts)).then(|| told(narrative, earlier, &parts, all))
}

/// `X，其中 A、B、C`: the parts after 其中, 包括 or 分为 of the same unit, up to the end of their list; more than the whole,
/// or, where the words count the kinds (三类) and so say that these are all, other than it.
fn among(narrative: &Narrative<'_>, paragraph: &[Bound]) -> Vec<Remark> {
    let mut found = Vec::new();
    for (at, whole) in paragraph.iter().enumerate() {
        let Some((parts, is_counted)) = list_of(narrative, paragraph, at) else { continue };
        let all = sum(&parts);
        // 收到9件，上年结转1件，其中网络申请5件、信函申请5件: of all of them.
        let before = paragraph[..at].iter().filter(|bound| bound.sentence == whole.sentence && bound.numeral.unit == whole.numeral.unit);
        let is_of_more = before.map(|bound| bound.numeral.value).any(|value| all == value || all == value + whole.numeral.value);
        let is_off = all > whole.numeral.value || is_counted && all != whole.numeral.value;
        // The first few may be all of it, and what follows another list.
        let is_past_the_end = (2..parts.len()).any(|count| sum(&parts[..count]) == whole.numeral.value);
        if parts.len() > 1 && is_off && !is_of_more && !is_past_the_end && !quoted(narrative, &parts) {
            found.push(told(narrative, whole, &parts, all));
        }
    }
    found
}

/// The parts of a list that is opened right after a number; whether the words count them.
fn list_of<'b>(narrative: &Narrative<'_>, paragraph: &'b [Bound], at: usize) -> Option<(Vec<&'b Bound>, bool)> {
    let whole = &paragraph[at];
    if whole.numeral.bound != Exactness::Exact || !matches!(whole.numeral.unit, Unit::Case(_) | Unit::Other(_)) || whole.numeral.is_one {
        return None;
    }
    let same: Vec<&Bound> = paragraph[at + 1..].iter().take_while(|bound| bound.sentence == whole.sentence).collect();
    let sentence = &narrative.sentences[whole.sentence];
    let first = same.first()?;
    let between = sentence.words(whole.numeral.end..first.numeral.range.start);
    let lead = between.trim_start_matches(|c: char| !matches!(c, '，' | '。' | '；' | '：'));
    let lead = lead.trim_start_matches(['，', '：']);
    let is_among = lead.starts_with("其中");
    let depth = whole.depth + usize::from(is_among);
    let opens = |word: &&str| lead.starts_with(word) || lead.starts_with(&format!("具体{word}"));
    let is_opened = between.chars().count() <= 40 && (is_among || OPENERS.iter().any(opens)) && first.depth == depth;
    if !is_opened {
        return None;
    }
    let mut parts: Vec<&Bound> = Vec::new();
    let mut end = whole.numeral.end;
    for bound in same {
        let gap: Range<usize> = end..bound.numeral.range.start;
        end = bound.numeral.end;
        let words = sentence.words(gap);
        // A list ends with a semicolon, a sentence of another kind, another list.
        let is_past =
            !parts.is_empty() && ["；", "（", "同比", "占", "累计", "共", "全年", "另", "以上", "还", "同时", "其中"].iter().any(|word| words.contains(word));
        let is_case = |bound: &Bound| bound.quantity.as_ref().is_some_and(|quantity| quantity.role == Role::Case);
        if is_past || bound.depth != depth || is_case(bound) && !is_case(whole) {
            break;
        }
        // 直接起诉1件，结果维持1件: the second is of the first.
        let is_of_part = parts.last().is_some_and(|part| !key(part).is_empty() && key(bound).starts_with(&format!("{}.", key(part))));
        if is_of_part || matches!(bound.numeral.unit, Unit::Percent | Unit::Year | Unit::Name) {
            continue;
        }
        if bound.numeral.unit != whole.numeral.unit || bound.numeral.bound != Exactness::Exact {
            break;
        }
        parts.push(bound);
    }
    let kinds = |count: usize| KINDS.get(count.wrapping_sub(2)).into_iter().flat_map(|count| ["类", "种", "个类", "大类"].map(|kind| format!("{count}{kind}")));
    let after = sentence.words(end_of(&parts)..end_of(&parts) + 4);
    let is_counted = kinds(parts.len()).any(|kind| between.contains(&kind) || after.trim_start_matches(['等', '共', '这']).starts_with(&kind));
    Some((parts, is_counted))
}

/// Where the last of some parts ends.
fn end_of(parts: &[&Bound]) -> usize {
    parts.last().map_or(0, |part| part.numeral.end)
}

/// Parts that add up to a whole, if some do.
fn subset(parts: &[&Bound], whole: Number) -> Option<String> {
    if parts.len() > MAX_PARTS {
        return None;
    }
    let chosen = |mask: usize| parts.iter().enumerate().filter(move |(at, _)| mask >> at & 1 == 1).map(|(_, part)| part.numeral.value);
    let mask = (1..1_usize << parts.len()).find(|mask| chosen(*mask).sum::<Number>() == whole)?;
    Some(chosen(mask).map(|number| number.to_string()).collect::<Vec<_>>().join("＋"))
}

fn told(narrative: &Narrative<'_>, whole: &Bound, parts: &[&Bound], all: Number) -> Remark {
    let addends: Vec<String> = parts.iter().map(|part| part.numeral.value.to_string()).collect();
    let (stated, off) = (whole.numeral.value, (whole.numeral.value - all).abs());
    let (zh, en) =
        subset(parts, stated).map_or_else(Default::default, |subset| (format!("；其中 {subset} 正好是 {stated}"), format!("; {subset} would be {stated}")));
    let message = Text::new(
        format!("文字中的各项之和与总数不符：{}＝{all}，总数为 {stated}，相差 {off}{zh}", addends.join("＋")),
        format!("the parts in the words do not add up: {} = {all}, the whole is {stated}, off by {off}{en}", addends.join(" + ")),
    );
    let help = Text::new("请核对各项和总数；不是全部列出的，请写明“其中主要有”", "compare the parts with the whole; where not all are listed, say so");
    narrative.remark(Code::ProseParts, &narrative.sentences[whole.sentence], whole.numeral.range.clone(), (message, help))
}
