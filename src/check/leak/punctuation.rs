//! Words in Markdown → punctuation that stands twice, and brackets that nobody closes.

use std::ops::Range;

/// What is wrong with punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// 。。 or ，，.
    Doubled,
    /// 《, （ or 〔 without its end.
    Unclosed,
}

/// Pairs that must be closed within a paragraph, half-width ends included.
const PAIRS: [(char, [char; 2]); 3] = [('《', ['》', '》']), ('（', ['）', ')']), ('〔', ['〕', ']'])];

/// The most brackets that are open at once: what is beyond is not closed.
const MAX_OPEN: usize = 32;

/// The slips of a text from the front matter on, in its order.
pub(super) fn slips(text: &str, body: usize) -> Vec<(Range<usize>, Slip)> {
    let mut slips = Vec::new();
    let mut open: Vec<(char, usize)> = Vec::new();
    // What the paragraph before has left open may still be closed by this one.
    let mut left: Vec<(char, usize)> = Vec::new();
    let (mut at, mut fenced) = (0, false);
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        let is_fence = at >= body && (bare.starts_with("```") || bare.starts_with("~~~"));
        fenced ^= is_fence;
        if is_fence || fenced {
            at += line.len();
            continue;
        }
        if at < body || begins_a_block(bare) {
            slips.extend(std::mem::replace(&mut left, std::mem::take(&mut open)).into_iter().map(unclosed));
        }
        look(text, at..at + line.len(), &mut Brackets { open: &mut open, left: &mut left }, &mut slips);
        at += line.len();
    }
    slips.extend(left.into_iter().chain(open).map(unclosed));
    slips.sort_by_key(|(range, _)| range.start);
    slips
}

fn unclosed((sign, at): (char, usize)) -> (Range<usize>, Slip) {
    (at..at + sign.len_utf8(), Slip::Unclosed)
}

/// Whether a line is no continuation of the one before.
fn begins_a_block(line: &str) -> bool {
    line.trim_end().is_empty() || line.starts_with(['|', '#', '-', '*', '+', '>']) || line.starts_with(|sign: char| sign.is_ascii_digit())
}

/// Brackets that are not closed yet.
struct Brackets<'a> {
    open: &'a mut Vec<(char, usize)>,
    left: &'a mut Vec<(char, usize)>,
}

impl Brackets<'_> {
    fn close(&mut self, end: char) {
        let fits = |(sign, _): &(char, usize)| PAIRS.iter().any(|(start, ends)| start == sign && ends.contains(&end));
        match self.open.iter().rposition(fits) {
            Some(place) => drop(self.open.remove(place)),
            None => {
                if let Some(place) = self.left.iter().rposition(fits) {
                    self.left.remove(place);
                }
            }
        }
    }
}

/// Whether punctuation that is looked for may begin with a byte. Nearly all Chinese characters begin with others.
static OPENS: [bool; 256] = {
    let mut opens = [false; 256];
    opens[0xE3] = true;
    opens[0xEF] = true;
    opens[b')' as usize] = true;
    opens[b']' as usize] = true;
    opens[b'|' as usize] = true;
    opens
};

/// The characters of a line that may be punctuation, and where they stand.
fn signs(line: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = line.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while !OPENS[usize::from(*bytes.get(at)?)] {
            at += 1;
        }
        let sign = line[at..].chars().next()?;
        at += sign.len_utf8();
        Some((at - sign.len_utf8(), sign))
    })
}

fn look(text: &str, line: Range<usize>, brackets: &mut Brackets<'_>, slips: &mut Vec<(Range<usize>, Slip)>) {
    let words = &text[line.clone()];
    let mut behind = 0;
    for (offset, sign) in signs(words) {
        let at = line.start + offset;
        match sign {
            '。' | '，' | '、' | '；' | '：' if offset >= behind => {
                let rest = words[offset..].trim_start_matches(sign);
                behind = words.len() - rest.len();
                // Three and more are somebody's dots.
                if behind - offset == 2 * sign.len_utf8() {
                    slips.push((at..line.start + behind, Slip::Doubled));
                }
            }
            // A sign that is spoken of: “《”.
            '《' | '（' | '〔' if !words[offset + sign.len_utf8()..].starts_with(['”', '」', '’', '"', '`']) => {
                if brackets.open.len() == MAX_OPEN {
                    slips.push(unclosed(brackets.open.remove(0)));
                }
                brackets.open.push((sign, at));
            }
            '》' | '）' | '〕' | ')' | ']' => brackets.close(sign),
            // Cells of a table.
            '|' => slips.extend(std::mem::take(brackets.open).into_iter().map(unclosed)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let body = text.rfind("---\n").map_or(0, |at| at + 4);
        let found: Vec<&str> = slips(text, body).into_iter().map(|(range, _)| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn slips_are_found() {
        case("已经公开。。另有，，两处", &["。。", "，，"]);
        case("关于《示例办法的通知\n\n下一段", &["《"]);
        case("（一）总体情况（见附件\n\n- （二）甲\n- （三乙\n", &["（", "（"]);
        case("---\ntitle: 关于《示例办法的通知\n---\n正文", &["《"]);
        case("| 甲（乙 | 丙） |\n", &["（"]);
    }

    #[test]
    fn what_is_right_stays() {
        case("1）甲 2）乙 a) 丙", &[]);
        case("等等。。。省略……", &[]);
        case("（三)和〔2024]", &[]);
        case("跨行的（括号\n到此为止）。", &[]);
        case("跨段的（括号\n\n到此为止）。", &[]);
        case("书名号“《”要成对", &[]);
        case("```\n（未完。。\n```\n", &[]);
        case("《关于〈办法〉的通知》（试行）〔2024〕3号", &[]);
    }
}
