//! `prose-none`: words that say there was none where the tables count some.

use super::Narrative;
use super::definition::{Tried, tried};
use super::sentence::Sentence;
use crate::check::Remark;
use crate::diagnostic::{Code, Text};
use crate::model::AgencyKind;

const NOT_RECEIVED: &[&str] =
    &["未收到", "没有收到", "未接到", "没有接到", "未接收到", "未受理", "未发生", "没有发生", "未产生", "无人提出", "未有", "没有", "无"];
/// What says of the number of requests that it is nought.
const NOUGHT: &[&str] = &["零申请", "申请为零", "申请数为零", "申请数量为零", "申请量为零", "申请件为零", "申请件数为零"];
const NOT_HAPPENED: &[&str] = &[
    "未发生",
    "没有发生",
    "未出现",
    "没有出现",
    "未收到",
    "没有收到",
    "未产生",
    "没有产生",
    "未引发",
    "未引起",
    "不存在",
    "未被",
    "没有被",
    "未涉及",
    "没有",
    "无",
];

/// What may stand between: with anything else the words speak of something narrower.
const FILLERS: &[&str] = &[
    "政府信息公开",
    "政府信息",
    "信息公开",
    "依申请公开",
    "公民",
    "自然人",
    "个人",
    "法人",
    "其他组织",
    "其它组织",
    "社会公众",
    "申请人",
    "工作",
    "因",
    "由",
    "被",
    "提起",
    "提出",
    "产生",
    "引起",
    "引发",
    "导致",
    "发生",
    "任何",
    "相关",
    "有关",
    "涉及",
    "关于",
    "公开",
    "申请",
    "案件",
    "事项",
    "情况",
    "或者",
    "以及",
    "和",
    "或",
    "及",
    "与",
    "的",
    "对",
    "向",
    "我局",
    "本局",
    "本机关",
    "而",
];

/// What makes it a statement about a part, or about another time.
const LIMITS: &[&str] =
    &["季度", "上半年", "下半年", "月份", "截至", "去年", "上年", "往年", "同期", "除", "以来未", "结转", "其中", "网上", "其余", "另", "办公室", "办公厅"];

pub(super) fn remarks(narrative: &Narrative<'_>) -> Vec<Remark> {
    let body = narrative.sentences.iter().filter(|sentence| !sentence.is_heading);
    body.flat_map(|sentence| [requests(narrative, sentence), disputes(narrative, sentence)]).flatten().collect()
}

/// 未收到政府信息公开申请 beside received requests.
fn requests(narrative: &Narrative<'_>, sentence: &Sentence) -> Option<Remark> {
    let (range, clause) = denied(sentence, NOT_RECEIVED).or_else(|| nought(sentence))?;
    let before_case = clause.split("行政复议").next().unwrap_or(&clause);
    // 未收到因申请引起的行政复议 denies the review, not the request.
    let is_of_case = clause.contains("复议") || clause.contains("诉讼");
    if is_of_case
        && (["因", "由", "对", "涉及", "关于"].iter().any(|word| clause.starts_with(word)) || before_case.ends_with("申请") || before_case.ends_with('的'))
    {
        return None;
    }
    let is_named = ["公开申请", "申请公开", "公开的申请"].iter().any(|word| before_case.contains(word)) || sentence.on_requests && before_case.contains("申请");
    if !is_named || clause.contains("复议") && !before_case.contains("申请") || !is_whole(narrative, sentence, before_case) {
        return None;
    }
    let received = tried(&narrative.report.figures, &["requests.received.{c}".to_owned()], &[]);
    let found = received.first().filter(|tried| !tried.value.is_zero())?;
    Some(told(narrative, sentence, range, std::slice::from_ref(found)))
}

/// 未发生行政复议、行政诉讼 beside cases.
fn disputes(narrative: &Narrative<'_>, sentence: &Sentence) -> Option<Remark> {
    let words = sentence.whole();
    if !words.contains("复议") && !words.contains("诉讼") {
        return None;
    }
    let (range, clause) = denied_before(sentence, NOT_HAPPENED, &["复议", "诉讼"])?;
    let is_on_disclosure = words.contains("信息公开") || words.contains("依申请公开") || sentence.on_requests;
    let bare = clause.replace("行政", "").replace("复议", "").replace("诉讼", "").replace('、', "");
    if !is_on_disclosure || !is_whole(narrative, sentence, &bare) {
        return None;
    }
    let review = clause.contains("复议").then(|| "disputes.review.{c}".to_owned());
    let litigation = clause.contains("诉讼").then(|| "disputes.litigation_direct.{c} + disputes.litigation_after_review.{c}".to_owned());
    let figures = &narrative.report.figures;
    let found: Vec<Tried> =
        [review, litigation].into_iter().flatten().flat_map(|accepted| tried(figures, &[accepted], &[])).filter(|tried| !tried.value.is_zero()).collect();
    if found.is_empty() { None } else { Some(told(narrative, sentence, range, &found)) }
}

fn denied(sentence: &Sentence, words: &[&str]) -> Option<(std::ops::Range<usize>, String)> {
    denied_before(sentence, words, &["申请"])
}

/// 依申请公开为零申请: the clause that says so, from its beginning.
fn nought(sentence: &Sentence) -> Option<(std::ops::Range<usize>, String)> {
    let words = sentence.whole();
    let (at, word) = NOUGHT.iter().find_map(|word| Some((words.find(word)?, word)))?;
    let begin = words[..at].rfind(['，', '；', '：', '。']).map_or(0, |mark| mark + '，'.len_utf8());
    let clause = words[begin..at + word.len()].replace(['零', '为'], "");
    let end = words[..at + word.len()].chars().count();
    let is_last = sentence.text.get(end).is_none_or(|next| "，；。、".contains(*next));
    let clause = clause.trim_start_matches("全年").replace("数量", "").replace(['数', '量', '件'], "");
    is_last.then(|| (words[..begin].chars().count()..end, clause))
}

/// The clause that a denial opens and that names one of some things, up to the comma; where the denial stands.
fn denied_before(sentence: &Sentence, words: &[&str], things: &[&str]) -> Option<(std::ops::Range<usize>, String)> {
    let text = &sentence.text;
    let mut openings: Vec<char> = words.iter().filter_map(|word| word.chars().next()).collect();
    openings.dedup();
    let mut clause_begin = 0;
    for at in 0..text.len() {
        if matches!(text[at], '，' | '；' | '。' | '：') {
            clause_begin = at + 1;
        }
        // Few signs open a denial, and most of the time goes where none does.
        if !openings.contains(&text[at]) {
            continue;
        }
        let rest = &text[at..];
        let Some(length) = words
            .iter()
            .map(|word| word.chars().count())
            .zip(words)
            .filter(|(_, word)| word.chars().eq(rest.iter().copied().take(word.chars().count())))
            .map(|(length, _)| length)
            .max()
        else {
            continue;
        };
        // 无 opens a clause, or it is part of another word.
        if length == 1 && at != clause_begin {
            continue;
        }
        let end = at + rest.iter().take_while(|c| !"，；。：（".contains(**c)).count();
        let clause = sentence.words(at + length..end);
        if things.iter().any(|thing| clause.contains(thing)) {
            return Some((at..end, clause));
        }
    }
    None
}

/// Whether the clause speaks of all there was: nothing else stands in it, and nothing in the sentence limits it.
fn is_whole(narrative: &Narrative<'_>, sentence: &Sentence, clause: &str) -> bool {
    let mut left = clause.replace(['、', '“', '”'], "");
    for filler in FILLERS {
        left = left.replace(filler, "");
    }
    let words = sentence.whole();
    let year = narrative.report.year;
    let other_years = words.contains(&format!("{}年", year.before())) || words.contains(&format!("{}年", year.number() + 1));
    let wide = !narrative.is_of_district && ["全市", "全区", "全县", "全省", "系统"].iter().any(|word| words.contains(word));
    let is_one_office = |word: &&str| words.contains(&format!("{word}未")) || words.contains(&format!("{word}没有"));
    let is_office = narrative.agency.card.kind == AgencyKind::Government && ["府", "府办"].iter().any(is_one_office);
    let narrow = is_office || narrative.is_of_district && ["本级", "本机关", "我局", "本局", "部门", "乡镇", "街道"].iter().any(|word| words.contains(word));
    left.is_empty() && !other_years && !wide && !narrow && !LIMITS.iter().any(|limit| is_limited(narrative, words, limit))
}

fn is_limited(narrative: &Narrative<'_>, words: &str, limit: &str) -> bool {
    // An office may bear the word in its own name.
    words.replace(narrative.agency.card.name.as_str(), "").contains(limit)
}

fn told(narrative: &Narrative<'_>, sentence: &Sentence, range: std::ops::Range<usize>, found: &[Tried]) -> Remark {
    let said = sentence.words(range.clone());
    let zh: Vec<String> = found.iter().map(|tried| format!("{}＝{}", tried.formula, tried.value)).collect();
    let en: Vec<String> = found.iter().map(|tried| format!("{} = {}", tried.formula, tried.value)).collect();
    let message = Text::new(
        format!("文字说“{said}”，表中却有：{}，应为 0", zh.join("；")),
        format!("the words say `{said}`, the tables count some: {}, expected 0", en.join("; ")),
    );
    let help = Text::new("请核对：文字改为实际数量，或更正表中的数字", "write the real number in the words, or correct the table");
    narrative.remark(Code::ProseNone, sentence, range, (message, help))
}
