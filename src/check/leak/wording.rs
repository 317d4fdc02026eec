//! Lists of wrong words, and where a text uses one. A list has a line a word: wrong, right, level and
//! note, parted by tabs.

use crate::diagnostic::{Level, Text};
use std::collections::BTreeMap;
use std::ops::Range;

/// The list that comes with the program: slips that government sites have really published.
const SHIPPED: &str = include_str!("wording.tsv");

/// A wrong word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// As it is wrongly written.
    pub wrong: String,
    /// As it should be; may be empty.
    pub right: String,
    /// How grave it is.
    pub level: Level,
    /// Why.
    pub note: String,
}

/// Wrong words by their first character, so that a text is gone through once however long the list is.
#[derive(Debug, Clone, Default)]
pub struct Wording {
    words: BTreeMap<char, Vec<Wrong>>,
    openings: Openings,
}

/// Which characters may open a wrong word: one bit for all that end in the same ten bits. Nearly all characters of a text
/// open none, and are told so at once.
#[derive(Debug, Clone, Default)]
struct Openings([u64; 16]);

impl Openings {
    fn add(&mut self, first: char) {
        let (word, bit) = Self::place(first);
        self.0[word] |= 1 << bit;
    }

    fn may_open(&self, sign: char) -> bool {
        let (word, bit) = Self::place(sign);
        self.0[word] & (1 << bit) != 0
    }

    fn place(sign: char) -> (usize, u32) {
        let code = u32::from(sign);
        ((code >> 6) as usize % 16, code % 64)
    }
}

/// A line of a list that cannot be understood: where, and why.
pub type Fault = (Range<usize>, Text);

impl Wording {
    /// The list that comes with the program.
    #[must_use]
    pub fn shipped() -> Self {
        Self::parse(SHIPPED).0
    }

    /// Reads a list; lines that begin with `#` are no part of it.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<Fault>) {
        let mut list = Self::default();
        let mut faults = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let bare = line.trim_end_matches(['\n', '\r']);
            if !bare.trim().is_empty() && !bare.starts_with('#') {
                match parse_line(bare) {
                    Ok(wrong) => list.add(wrong),
                    Err(why) => faults.push((start..start + bare.len(), why)),
                }
            }
            start += line.len();
        }
        (list, faults)
    }

    /// With the words of another list, which counts where both have a word.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        for wrong in other.words.into_values().flatten() {
            self.add(wrong);
        }
        self
    }

    fn add(&mut self, wrong: Wrong) {
        let Some(first) = wrong.wrong.chars().next() else { return };
        self.openings.add(first);
        let words = self.words.entry(first).or_default();
        words.retain(|known| known.wrong != wrong.wrong);
        words.push(wrong);
    }

    /// All words, in order.
    pub(super) fn words(&self) -> impl Iterator<Item = &Wrong> {
        self.words.values().flatten()
    }

    /// Where a text uses wrong words; where the right one stands too at that place, it is right.
    pub(super) fn find<'a>(&'a self, text: &str) -> Vec<(Range<usize>, &'a Wrong)> {
        let mut found = Vec::new();
        let mut end = 0;
        for (at, first) in text.char_indices() {
            if at < end || !self.openings.may_open(first) {
                continue;
            }
            let Some(words) = self.words.get(&first) else { continue };
            let is_here = |word: &&Wrong| text[at..].starts_with(&word.wrong) && !is_right(text, at, word);
            if let Some(word) = words.iter().find(is_here) {
                end = at + word.wrong.len();
                found.push((at..end, word));
            }
        }
        found
    }
}

/// Whether the right word, of which the wrong one is a part, stands around a place.
fn is_right(text: &str, at: usize, word: &Wrong) -> bool {
    let mut within = word.right.match_indices(&word.wrong);
    within.any(|(offset, _)| at.checked_sub(offset).and_then(|start| text.get(start..)).is_some_and(|rest| rest.starts_with(&word.right)))
}

fn parse_line(line: &str) -> Result<Wrong, Text> {
    let mut columns = line.split('\t').map(str::trim);
    let mut next = || columns.next().unwrap_or("").to_owned();
    let (wrong, right, level, note) = (next(), next(), next(), next());
    let level = match level.as_str() {
        "error" => Level::Error,
        "" | "warning" => Level::Warning,
        "info" => Level::Info,
        other => {
            return Err(Text::new(
                format!("级别应为 error、warning 或 info，现为“{other}”；各列以制表符分隔，依次为：错、对、级别、说明"),
                format!("expected the level error, warning or info, found `{other}`; columns are parted by tabs: wrong, right, level, note"),
            ));
        }
    };
    if wrong.chars().count() < 2 {
        let zh = format!("错误的写法至少两个字，现为“{wrong}”");
        return Err(Text::new(zh, format!("a wrong word has two characters at least, found `{wrong}`")));
    }
    if wrong == right {
        return Err(Text::new(format!("“{wrong}”的对错两列相同"), format!("`{wrong}` is both wrong and right")));
    }
    if line.split('\t').count() > 4 {
        return Err(Text::new("多于四列：错、对、级别、说明", "more than four columns: wrong, right, level, note"));
    }
    Ok(Wrong { wrong, right, level, note })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let list = Wording::shipped().with(Wording::parse("示例名\t示例名称\terror\n").0);
        let found: Vec<&str> = list.find(text).into_iter().map(|(range, _)| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn wrong_words() {
        case("市人民攻府成立领导小姐", &["攻府", "领导小姐"]);
        case("市人民政府成立领导小组", &[]);
        case("示例名单和示例名称", &["示例名"]);
        case("", &[]);
    }

    #[test]
    fn lists_are_read() {
        assert!(Wording::parse(SHIPPED).1.is_empty());
        let (list, faults) = Wording::parse("# 说明\n\n错词\t对词\n错\t对\n错词 对词 error\r\n词甲\t词乙\tbad\n词甲\t词甲\n词丙\t\tinfo\t说明\t多\n");
        assert_eq!(list.words().map(|word| word.wrong.as_str()).collect::<Vec<_>>(), ["错词 对词 error", "错词"].into_iter().rev().collect::<Vec<_>>());
        assert_eq!(faults.len(), 4, "{faults:?}");
    }
}
