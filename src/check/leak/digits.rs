//! A text → its chains of digits: groups with at most a few spaces or dashes between them. Full-width digits are digits.

use std::ops::Range;

/// The most spaces and dashes between two groups of one number, in characters.
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
    /// Whether a dash stands before it.
    pub(super) dashed: bool,
}

impl Group {
    pub(super) fn len(&self) -> usize {
        self.digits.len()
    }
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
        let dashed = gap(&text[chain.end().min(start)..start]).filter(|_| !chain.digits.is_empty());
        if dashed.is_none() && !chain.groups.is_empty() {
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
            at += len;
        }
        if chain.digits.len() - first <= LONGEST {
            chain.groups.push(Group { digits: first..chain.digits.len(), dashed: dashed.unwrap_or(false) });
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
fn next_digit(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find(|at| digit_at(bytes, *at).is_some())
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

/// Whether what stands between two groups lets them be one number: if so, whether there is a dash.
fn gap(between: &str) -> Option<bool> {
    let mut dashed = false;
    let mut count = 0;
    for sign in between.chars() {
        count += 1;
        let is_dash = matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '－' | '−');
        if count > MAX_GAP || !(is_dash || matches!(sign, ' ' | '\u{a0}' | '\u{3000}' | '\u{2002}'..='\u{200a}')) {
            return None;
        }
        dashed |= is_dash;
    }
    Some(dashed)
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
        case("无", &[]);
    }
}
