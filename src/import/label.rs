//! A printed label → how well it fits one of the form: without regard to width, spaces, brackets, numbers before it,
//! and a few characters that got lost.

use crate::form::{Column, Row, Table, normalise};

/// The longest label that is looked at, in characters: the longest of the form with all above it has 60.
const MAX_LABEL: usize = 120;

/// The shortest label of which a part is taken for the whole, in characters.
const LEAST_PART: usize = 4;

/// How well a printed label fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// But for some characters.
    Nearly,
    /// It begins with the label, or is its beginning.
    InPart,
    /// It ends with the label.
    Holding,
    /// The same.
    Whole,
}

/// A label in a form in which two ways of printing it are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    /// With the number before it.
    numbered: String,
    /// Without.
    bare: String,
    /// Whether it is a label with all above it, of which a part is another's.
    is_path: bool,
}

impl Key {
    pub(super) fn of(text: &str) -> Self {
        let text: String = text.chars().take(MAX_LABEL).collect();
        let text = normalise(&text);
        Self { numbered: letters(&text), bare: letters(without_numbers(&text)), is_path: false }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.numbered.is_empty()
    }

    /// How well a printed label fits this one.
    pub(super) fn fit(&self, printed: &Self) -> Option<Fit> {
        if printed.bare.is_empty() || self.bare.is_empty() {
            return None;
        }
        if self.bare == printed.bare || self.numbered == printed.numbered || self.bare == printed.numbered {
            return Some(Fit::Whole);
        }
        let (own, found) = (self.bare.chars().count(), printed.bare.chars().count());
        if own.min(found) < LEAST_PART || self.is_path {
            return None;
        }
        if printed.bare.ends_with(&self.bare) || printed.numbered.ends_with(&self.bare) {
            return Some(Fit::Holding);
        }
        if printed.bare.starts_with(&self.bare) || self.bare.starts_with(&printed.bare) {
            return Some(Fit::InPart);
        }
        let lost = own.max(found) / 4;
        (own.abs_diff(found) <= lost && distance(&self.bare, &printed.bare, lost) <= lost).then_some(Fit::Nearly)
    }
}

/// The names of a row, its aliases included.
pub(super) fn row_keys(row: &Row) -> Vec<Key> {
    let path: String = row.path().map(|label| letters(without_numbers(&normalise(label)))).collect();
    let path = Key { numbered: path.clone(), bare: path, is_path: true };
    std::iter::once(&row.label).chain(&row.aliases).map(|label| Key::of(label)).chain([path]).collect()
}

/// The names of a column.
pub(super) fn column_keys(column: &Column) -> Vec<Key> {
    std::iter::once(&column.label).chain(&column.aliases).map(|label| Key::of(label)).collect()
}

/// Whether a label is that of a table: `第二十条第（一）项`, or the title of its block.
pub(super) fn is_table(table: &Table, printed: &Key) -> bool {
    Key::of(&table.label).numbered == printed.numbered
}

/// How well a printed label fits one of several names.
pub(super) fn best_fit(keys: &[Key], printed: &Key) -> Option<Fit> {
    keys.iter().filter_map(|key| key.fit(printed)).max()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A normalised label without the numbers before it: `三.`, `(一)`, `1.`.
fn without_numbers(text: &str) -> &str {
    let mut rest = text;
    for _ in 0..3 {
        let numerals = |c: char| c.is_ascii_digit() || "一二三四五六七八九十①②③④⑤⑥⑦⑧⑨".contains(c);
        let bracketed = rest.strip_prefix('(').and_then(|inner| inner.split_once(')')).filter(|(number, _)| !number.is_empty() && number.chars().all(numerals));
        let after = bracketed.map(|(_, after)| after).or_else(|| {
            let after = rest.trim_start_matches(numerals);
            let number = &rest[..rest.len() - after.len()];
            let is_digits = number.chars().any(|c| c.is_ascii_digit() || "①②③④⑤⑥⑦⑧⑨".contains(c));
            let pointed = after.strip_prefix(['.', ':', ')', ';']);
            // A digit before a word is a number that lost its point.
            pointed.or(Some(after)).filter(|_| !number.is_empty() && (pointed.is_some() || is_digits))
        });
        match after.filter(|after| !after.is_empty()) {
            Some(after) => rest = after,
            None => break,
        }
    }
    rest
}

/// Edits between two texts, as far as there are no more than `most`.
fn distance(a: &str, b: &str, most: usize) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for j in 0..b.len() {
            let above = row[j + 1];
            row[j + 1] = (diagonal + usize::from(c != b[j])).min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return most + 1;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(label: &str, printed: &str, expected: Option<Fit>) {
        assert_eq!(Key::of(label).fit(&Key::of(printed)), expected, "{label} / {printed}");
    }

    #[test]
    fn labels_however_printed() {
        case("（一）予以公开", "(一) 予 以 公 开", Some(Fit::Whole));
        case("1.属于国家秘密", "１、属于国家秘密", Some(Fit::Whole));
        case("1.属于国家秘密", "1属于国家秘密", Some(Fit::Whole));
        case("3.危及“三安全一稳定”", "3.危及'三安全一稳定'", Some(Fit::Whole));
        case("一、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量", Some(Fit::Whole));
        case("（七）总计", "总计", Some(Fit::Whole));
        case("3.其他", "（3）其他", Some(Fit::Whole));
        case("1.属于国家秘密", "（三）不予公开1.属于国家秘密", Some(Fit::Holding));
        case("2.没有现成信息需要另行制作", "法提供2.没有现成信息需要另行制作", Some(Fit::Holding));
        case("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开", Some(Fit::InPart));
        case("二、上年结转政府信息公开申请数量", "二、上年度结转政府信息公开申请数", Some(Fit::Nearly));
        case("4.保护第三方合法权益", "4.保护第三合法权益", Some(Fit::Nearly));
        case("3.其他", "其他处理", None);
        case("行政许可", "行政处罚", None);
        case("", "x", None);
    }
}
