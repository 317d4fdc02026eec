//! A text → its chains of digits: groups with at most a few spaces or dashes, or a line break of a page, between them.
//! Full-width digits are digits, and what cannot be seen parts none.

use crate::markdown::BREAK;
use std::ops::Range;

/// The most spaces, dashes and line breaks between two groups of one number, in characters.
const MAX_GAP: usize = 3;

/// The longest number that anything is to be told of, in digits. A longer group is part of none.
pub(super) const LONGEST: usize = 19;

/// A digit, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Digit {
    pub(super) value: u8,
    pub(super) at: usize,
    /// How many bytes it takes.
    pub(super) len: usize,
}

/// Digits with nothing between them.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// Where they stand among the chain's digits.
    pub(super) digits: Range<usize>,
    /// What stands before it.
    pub(super) gap: Gap,
}

impl Group {
    pub(super) fn len(&self) -> usize {
        self.digits.len()
    }
}

/// What stands between two groups of one number.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Gap {
    /// Whether there is a dash.
    pub(super) dashed: bool,
    /// Whether there is a line break.
    pub(super) broken: bool,
}

/// Groups that may be one number.
#[derive(Debug, Default)]
pub(super) struct Chain {
    pub(super) digits: Vec<Digit>,
    pub(super) groups: Vec<Group>,
}

impl Chain {
    /// Where the chain's last digit ends.
    fn end(&self) -> usize {
        self.digits.last().map_or(0, |digit| digit.at + digit.len)
    }
}

/// Calls for each chain of a text, in its order.
pub(super) fn each_chain(text: &str, mut look: impl FnMut(&Chain)) {
    let mut chain = Chain::default();
    let mut at = 0;
    while let Some(start) = next_digit(text, at) {
        let gap = gap(&text[chain.end().min(start)..start]).filter(|_| !chain.digits.is_empty());
        if gap.is_none() && !chain.groups.is_empty() {
            look(&chain);
            chain.digits.clear();
            chain.groups.clear();
        }
        let first = chain.digits.len();
        at = start;
        while let Some((value, len)) = digit_at(text.as_bytes(), at) {
            if chain.digits.len() - first <= LONGEST {
                chain.digits.push(Digit { value, at, len });
            }
            at = behind_unseen(text, at + len);
        }
        if chain.digits.len() - first <= LONGEST {
            chain.groups.push(Group { digits: first..chain.digits.len(), gap: gap.unwrap_or_default() });
        } else if !chain.groups.is_empty() {
            chain.digits.truncate(first);
            look(&chain);
            chain.groups.clear();
            chain.digits.clear();
        } else {
            chain.digits.clear();
        }
    }
    if !chain.groups.is_empty() {
        look(&chain);
    }
}

/// Where the next digit stands.
pub(super) fn next_digit(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let end = bytes.len().min(at + SOME);
        // Most of a text is passed over by this alone.
        let may_be_here = bytes[at..].first_chunk().is_none_or(has_a_digit);
        if let Some(place) = (at..end).find(|place| may_be_here && digit_at(bytes, *place).is_some()) {
            return Some(place);
        }
        at = end;
    }
    None
}

/// How many bytes are looked at together.
const SOME: usize = 64;

/// Whether a digit begins among some bytes or in two that follow. They are looked at together, which is several times as
/// fast.
fn has_a_digit(some: &[u8; SOME + 2]) -> bool {
    (0..SOME).fold(false, |found, at| found | some[at].is_ascii_digit() | ((some[at + 1] == 0xBC) & (0x90..=0x99).contains(&some[at + 2])))
}

/// The digit that begins at a byte, and how many bytes it takes.
fn digit_at(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    match bytes.get(at)? {
        digit @ b'0'..=b'9' => Some((digit - b'0', 1)),
        // U+FF10 to U+FF19.
        0xEF if bytes.get(at + 1) == Some(&0xBC) => bytes.get(at + 2).filter(|last| (0x90..=0x99).contains(*last)).map(|last| (last - 0x90, 3)),
        _ => None,
    }
}

/// Whether a character is a digit.
pub(super) fn is_digit(sign: char) -> bool {
    matches!(sign, '0'..='9' | '０'..='９')
}

/// Where what can be seen goes on.
fn behind_unseen(text: &str, at: usize) -> usize {
    // Nearly always right there.
    if text.as_bytes().get(at).is_none_or(u8::is_ascii) {
        return at;
    }
    text.len() - text[at..].trim_start_matches(is_unseen).len()
}

/// Whether a character cannot be seen: of no width, or a direction of writing.
pub(super) fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}')
        || matches!(sign, '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether a character may stand between two groups of one number.
pub(super) fn is_gap(sign: char) -> bool {
    is_dash(sign) || is_unseen(sign) || matches!(sign, ' ' | '_' | BREAK | '\u{a0}' | '\u{3000}' | '\u{2002}'..='\u{200a}' | '\u{202f}')
}

fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '－' | '−')
}

/// Whether what stands between two groups lets them be one number: if so, what it is.
pub(super) fn gap(between: &str) -> Option<Gap> {
    let mut gap = Gap::default();
    let mut count = 0;
    for sign in between.chars() {
        count += usize::from(!is_unseen(sign));
        if count > MAX_GAP || !is_gap(sign) {
            return None;
        }
        gap.dashed |= is_dash(sign);
        gap.broken |= sign == BREAK;
    }
    Some(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&[usize]]) {
        let mut found: Vec<Vec<usize>> = Vec::new();
        each_chain(text, |chain| found.push(chain.groups.iter().map(Group::len).collect()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn chains() {
        case("电话138 1234-5678，或０３５９－2022345。", &[&[3, 4, 4], &[4, 7]]);
        case("12,345.67", &[&[2], &[3], &[2]]);
        case("1    2\t3\n4", &[&[1], &[1], &[1], &[1]]);
        case("12345678901234567890123 45", &[&[2]]);
        case("45 12345678901234567890123", &[&[2]]);
        case("138\u{200b}1234\u{feff}_\u{2060}5678\u{200b}", &[&[7, 4]]);
        case("138\u{2028}12345678\u{2028}\u{2028}", &[&[3, 8]]);
        case("无", &[]);
    }
}
