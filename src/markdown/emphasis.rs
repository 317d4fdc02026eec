//! Markdown text → the same with invisible marks beside emphasis that touches Chinese punctuation. CommonMark takes
//! `**一、加强领导。**落实` for literal stars, since a closing run after punctuation must be followed by a space; Chinese
//! has no spaces. A mark between the two is no punctuation, and is taken out of the HTML again.

use memchr::memchr2;
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The mark: a code point that is reserved never to be a character.
pub(crate) const MARK: char = '\u{fdd0}';

/// A star that is no emphasis: one of those that mask a number, `138****1234`.
pub(crate) const STAR: char = '\u{fdd1}';

/// Words without marks, with the stars they had.
pub(crate) fn unmark(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, sign) in marks(text) {
        out.push_str(&text[from..at]);
        if sign == STAR {
            out.push('*');
        }
        from = at + sign.len_utf8();
    }
    out.push_str(&text[from..]);
    out
}

/// Whether there is anything in words that readers must not see.
pub(crate) fn is_marked(text: &str) -> bool {
    marks(text).next().is_some()
}

/// What both marks begin with.
static OPENING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\xEF\xB7"));

/// Where the marks stand in words, and which they are.
fn marks(text: &str) -> impl Iterator<Item = (usize, char)> {
    let sign_at = |at: usize| text[at..].chars().next().filter(|sign| matches!(*sign, MARK | STAR)).map(|sign| (at, sign));
    OPENING.find_iter(text.as_bytes()).filter_map(sign_at)
}

/// The text with marks, and without control characters, which mean nothing in words.
pub(crate) fn mark(text: &str) -> String {
    let cleaned = if may_be_unwanted(text) { Cow::Owned(text.replace(unwanted, "")) } else { Cow::Borrowed(text) };
    let mut out = String::with_capacity(cleaned.len() + 64);
    let mut before = None;
    let mut rest = &*cleaned;
    while let Some(at) = memchr2(b'*', b'~', rest.as_bytes()) {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        before = head.chars().next_back().or(before);
        let sign = if tail.starts_with('*') { '*' } else { '~' };
        let run = tail.len() - tail.trim_start_matches(sign).len();
        let after = tail[run..].chars().next();
        if sign == '*' && run >= MASKED && before.is_some_and(is_of_a_number) && after.is_some_and(is_of_a_number) {
            out.extend(std::iter::repeat_n(STAR, run));
            before = Some(sign);
            rest = &tail[run..];
            continue;
        }
        if needs_mark(before, after) {
            out.push(MARK);
        }
        out.push_str(&tail[..run]);
        if needs_mark(after, before) && before != Some('\\') {
            out.push(MARK);
        }
        before = Some(sign);
        rest = &tail[run..];
    }
    out.push_str(rest);
    out
}

/// The fewest stars that mask part of a number.
const MASKED: usize = 4;

/// Whether a character may stand beside the stars in a masked number.
fn is_of_a_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | '０'..='９' | '－')
}

/// Whether a character means nothing in words.
fn unwanted(c: char) -> bool {
    matches!(c, MARK | STAR) || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// How many bytes are looked at together.
const SOME: usize = 256;

/// Whether some of a text's characters may mean nothing, told by its bytes alone.
fn may_be_unwanted(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Controls of one byte, and what those of two begin with. Looked at some at a time, which is several times as fast.
    let has_control = |some: &[u8]| some.iter().fold(false, |found, byte| found | matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127 | 0xC2));
    bytes.chunks(SOME).any(has_control) || is_marked(text)
}

/// From which places on the marked text and the text itself are how far apart: pairs of a place in the one and the same
/// in the other.
pub(crate) fn origin(text: &str, marked: &str) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    if text == marked {
        return pairs;
    }
    if !may_be_unwanted(text) {
        // Nothing was left out: all that parts the two are the marks.
        let mut apart = 0;
        for (at, sign) in marks(marked) {
            apart += if sign == STAR { sign.len_utf8() - 1 } else { sign.len_utf8() };
            let behind = at + sign.len_utf8();
            pairs.push((behind, behind - apart));
        }
        return pairs;
    }
    let mut plain = text.char_indices().peekable();
    for (at, c) in marked.char_indices() {
        if c == MARK {
            pairs.push((at + c.len_utf8(), plain.peek().map_or(text.len(), |(place, _)| *place)));
            continue;
        }
        while plain.next_if(|(_, c)| unwanted(*c)).is_some() {
            pairs.push((at, plain.peek().map_or(text.len(), |(place, _)| *place)));
        }
        plain.next();
        if c == STAR {
            pairs.push((at + c.len_utf8(), plain.peek().map_or(text.len(), |(place, _)| *place)));
        }
    }
    pairs
}

/// A place in the marked text → the same in the text itself.
pub(crate) fn place(origin: &[(usize, usize)], at: usize) -> usize {
    let before = origin.partition_point(|(marked, _)| *marked <= at);
    before.checked_sub(1).and_then(|last| origin.get(last)).map_or(at, |(marked, plain)| plain + (at - marked))
}

/// Whether a mark belongs between a star and the neighbour `near`, `far` being on the other side of the stars.
fn needs_mark(near: Option<char>, far: Option<char>) -> bool {
    let Some(near) = near else { return false };
    let far_is_cjk = far.is_some_and(is_cjk);
    is_cjk_punctuation(near) && far.is_some_and(|far| !far.is_whitespace())
        || (near.is_ascii_punctuation() && !matches!(near, '\\' | '*' | '~' | '`' | '|') && far_is_cjk)
}

/// Whether a character is Chinese, punctuation included.
pub(crate) fn is_cjk(c: char) -> bool {
    is_cjk_punctuation(c)
        || matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_cjk_punctuation(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '\u{fe30}'..='\u{fe4f}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}
