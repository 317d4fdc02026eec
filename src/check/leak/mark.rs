//! A text → the marks of secrecy in it, told by their shape: on a line of their own, in brackets or with a star. A rule
//! that quotes such marks, or speaks of 国家秘密, bears none.

use std::ops::Range;

/// How many of the first and last lines with anything on them may bear a mark that is only words.
const EDGES: [usize; 2] = [12, 6];

/// The longest line that is a mark, in characters.
const LONGEST: usize = 30;

const BRACKETS: [(char, char); 6] = [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']'), ('〔', '〕'), ('［', '］')];

/// The marks of a text from a byte on: where each stands.
pub(super) fn marks(text: &str, from: usize) -> Vec<Range<usize>> {
    let mut marks = Vec::new();
    let mut words: Vec<(usize, Range<usize>)> = Vec::new();
    let (mut at, mut count) = (from, 0);
    let may_have_star = text[from..].contains('★');
    for line in text[from..].split_inclusive('\n') {
        if !line.trim().is_empty() {
            match shape(line, may_have_star) {
                Some((range, Shape::Certain)) => marks.push(at + range.start..at + range.end),
                Some((range, Shape::Words)) => words.push((count, at + range.start..at + range.end)),
                None => {}
            }
            count += 1;
        }
        at += line.len();
    }
    let [first, last] = EDGES;
    marks.extend(words.into_iter().filter(|(place, _)| *place < first || place + last >= count).map(|(_, range)| range));
    marks.sort_by_key(|range| range.start);
    marks
}

/// How sure a line is a mark.
enum Shape {
    /// A star, or brackets.
    Certain,
    /// Words alone, which stand at the head or foot of a document.
    Words,
}

/// The mark that a line is, without what Markdown puts around it.
fn shape(line: &str, may_have_star: bool) -> Option<(Range<usize>, Shape)> {
    let bare = without_tags(line.trim()).trim_matches(['*', '#', '>', '_', '|', '\\']).trim();
    let start = || line.find(bare).unwrap_or(0);
    if let Some(star) = may_have_star.then(|| starred(bare)).flatten() {
        let start = start();
        return Some((start + star.start..start + star.end, Shape::Certain));
    }
    let bracketed = BRACKETS.iter().find_map(|(open, close)| bare.strip_prefix(*open)?.strip_suffix(*close));
    // Nearly all lines begin otherwise.
    let first = bracketed.unwrap_or(bare).trim_start_matches(|sign: char| sign.is_whitespace() || is_filler(sign));
    if !first.starts_with(['内', '仅', '此', '本']) || bare.chars().count() > LONGEST {
        return None;
    }
    let range = start()..start() + bare.len();
    let words: String = bracketed.unwrap_or(bare).chars().filter(|sign| !sign.is_whitespace()).collect();
    match (is_inner(&words) || is_closed(&words), bracketed) {
        (true, Some(_)) => Some((range, Shape::Certain)),
        (true, None) => Some((range, Shape::Words)),
        (false, _) => None,
    }
}

/// A line without the tags of HTML at both its ends.
fn without_tags(line: &str) -> &str {
    let mut bare = line;
    while let Some((_, rest)) = bare.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        bare = rest.trim_start();
    }
    while let Some((rest, _)) = bare.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
        bare = rest.trim_end();
    }
    bare
}

/// 绝密★, 机密★1年, 000001 秘密 ★ 长期, 密级：机密★: at the beginning of its line, and with nothing but a term and a degree of
/// urgency behind it.
fn starred(line: &str) -> Option<Range<usize>> {
    let star = line.find('★')?;
    let head = line[..star].trim_end();
    let level = ["绝密", "机密", "秘密"].into_iter().find(|level| head.ends_with(level))?;
    let start = head.len() - level.len();
    let before = head[..start].trim().trim_end_matches(['：', ':']).trim_end();
    let is_head = before.chars().all(|sign| sign.is_ascii_digit() || sign.is_whitespace()) || before.ends_with("密级") && before.chars().count() <= 6;
    let tail = &line[star + '★'.len_utf8()..];
    let is_tail = tail.chars().count() <= LONGEST && !tail.contains(['”', '。', '，', '；', '」', '』', '"', '》']);
    (is_head && is_tail).then_some(start..star + '★'.len_utf8())
}

/// Whether a sign may stand anywhere in a mark that is only words.
fn is_filler(sign: char) -> bool {
    matches!(sign, '，' | ',' | '、' | '！' | '!' | '·')
}

/// 内部文件, 内部资料 注意保存, 仅供内部参考.
fn is_inner(words: &str) -> bool {
    let plain: String = words.chars().filter(|sign| !is_filler(*sign)).collect();
    let tail = ["", "注意保存", "妥善保管", "请勿外传", "不得外传", "严禁外传", "注意保密"];
    let begins = |head: &str| plain.strip_prefix(head).is_some_and(|rest| tail.contains(&rest));
    let for_whom = ["", "使用", "参考", "传阅", "交流", "学习", "参阅", "掌握"];
    let only = plain.strip_prefix("仅供内部").is_some_and(|rest| for_whom.iter().any(|word| rest.strip_prefix(word).is_some_and(|rest| tail.contains(&rest))));
    begins("内部文件") || begins("内部资料") || only
}

/// 此件不公开, 此件依申请公开, 此件不予公开.
fn is_closed(words: &str) -> bool {
    let Some(rest) = ["此件", "本件", "此文件"].into_iter().find_map(|head| words.strip_prefix(head)) else { return false };
    ["不公开", "不予公开", "依申请公开", "不对外公开"].iter().any(|kind| rest.starts_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let found: Vec<&str> = marks(text, 0).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn marks_are_told_by_their_shape() {
        case("机密★1年\n\n关于示例的通知\n", &["机密★"]);
        case("000001\n\n**绝密 ★ 长期　特急**", &["绝密 ★"]);
        case("密级：秘密★", &["秘密★"]);
        case("正文。\n\n（此件不公开）\n", &["（此件不公开）"]);
        case("正文。\n(此件依申请公开)", &["(此件依申请公开)"]);
        case("正文。\n\n（本件不公开）\n", &["（本件不公开）"]);
        case("【内部文件】\n", &["【内部文件】"]);
        case("# 内部资料　注意保存\n", &["内部资料　注意保存"]);
        case("<p class=\"foot\"><b>（此件不公开）</b></p>", &["（此件不公开）"]);
        case("仅供内部参考，请勿外传", &["仅供内部参考，请勿外传"]);
    }

    #[test]
    fn words_about_marks_are_none() {
        case("国家秘密的标志为★，标志前标密级，如“机密★5年”。", &[]);
        case("标有“绝密★”“机密★”字样的文件不予公开。", &[]);
        case("属于国家秘密的，不予公开。\n\n（此件公开发布）\n", &[]);
        case("在文末注明（此件依申请公开）的，按规定办理。", &[]);
        case("- 内部文件\n- 会议记录\n", &[]);
        case("## 内部文件管理制度\n\n内部资料不得外传。\n", &[]);
        case("（二）内部资料\n", &[]);
        let long: String = (0..20).map(|_| "正文。\n\n").collect();
        case(&format!("{long}内部文件\n\n{long}"), &[]);
        case(&format!("{long}内部文件\n"), &["内部文件"]);
        case("涉密文件 | 机密★1年 | 不公开", &[]);
    }
}
