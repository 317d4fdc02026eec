//! Digits and Chinese numerals in a text → numbers with their units, and what they are not: years, ordinals, telephones.

use crate::number::Number;
use std::ops::Range;

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numeral {
    /// Where it stands, its unit left out, in characters.
    pub(super) range: Range<usize>,
    /// Where its unit ends.
    pub(super) end: usize,
    pub(super) value: Number,
    pub(super) unit: Unit,
    pub(super) bound: Bound,
    /// Whether it is the numeral 一, which often counts nothing.
    pub(super) is_one: bool,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    /// 件, 宗, 条 …: what requests and cases are counted in.
    Case(char),
    /// 个, 次, 人 …
    Other(char),
    Money,
    Percent,
    /// A calendar year.
    Year,
    /// None.
    Bare,
    /// A day, an ordinal, a number of a document or telephone.
    Name,
}

/// How exact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    Exact,
    /// 余, 多, 超: at least.
    AtLeast,
    /// 约, 近, 3.5万: about.
    About,
}

const CASES: &str = "件宗起份例条项";
const OTHERS: &str = "个次期篇场家户名人位类部册种只天处批组辆亩倍幅段轮站所本套";
const CHINESE: &str = "零〇一二两三四五六七八九十百千";

/// The number that begins at a place, if one does. `text` is normalised: half width, no spaces.
pub(super) fn read(text: &[char], at: usize) -> Option<Numeral> {
    let before = at.checked_sub(1).map(|before| text[before]);
    let first = text[at];
    let (value, digits, is_one, chinese) = if first.is_ascii_digit() {
        if before.is_some_and(|c| c.is_ascii_digit() || c == '.') {
            return None;
        }
        let (value, end) = arabic(text, at);
        (value?, end, false, false)
    } else if CHINESE.contains(first) && !before.is_some_and(|c| CHINESE.contains(c) || c.is_ascii_digit()) {
        let end = at + text[at..].iter().take(12).take_while(|c| CHINESE.contains(**c)).count();
        (chinese_value(&text[at..end])?, end, end == at + 1 && first == '一', true)
    } else {
        return None;
    };
    let numeral = complete(text, at, digits, value)?;
    // 一 or 三 without a unit is part of a word.
    let is_counted = !chinese || matches!(numeral.unit, Unit::Case(_) | Unit::Money | Unit::Percent) || (!is_one && matches!(numeral.unit, Unit::Other(_)));
    is_counted.then_some(Numeral { is_one, ..numeral })
}

/// Digits with commas and decimals; the value, and where they end.
fn arabic(text: &[char], at: usize) -> (Option<Number>, usize) {
    let digits = |from: usize| text[from.min(text.len())..].iter().take(40).take_while(|c| c.is_ascii_digit()).count();
    let mut end = at + digits(at);
    if end - at <= 3 {
        while text.get(end) == Some(&',') && digits(end + 1) == 3 {
            end += 4;
        }
    }
    if text.get(end) == Some(&'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    // A version or an address: 1.2.3.
    let plain: String = text[at..end].iter().filter(|c| **c != ',').collect();
    (Number::parse(&plain).ok(), end)
}

/// The value of a Chinese numeral; digits in a row (二〇二四) are read one by one.
fn chinese_value(text: &[char]) -> Option<Number> {
    let digit = |c: char| {
        "零一二三四五六七八九".chars().position(|known| known == c).or(match c {
            '〇' => Some(0),
            '两' => Some(2),
            _ => None,
        })
    };
    if text.len() > 1 && text.iter().all(|c| digit(*c).is_some()) {
        // 三四件 is about three or four.
        let plain: String = text.iter().filter_map(|c| digit(*c)).map(|digit| digit.to_string()).collect();
        return Number::parse(&plain).ok().filter(|_| text.len() >= 4);
    }
    let (mut sum, mut pending, mut last) = (0_u32, None, 1_u32);
    for c in text {
        let power = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            other => {
                pending = digit(*other).map(|digit| digit as u32);
                last = if pending == Some(0) { 10 } else { last };
                continue;
            }
        };
        sum += pending.take().unwrap_or(1) * power;
        last = power;
    }
    // 三千五 is 3500, 一百零五 is 105.
    let unit = if last >= 100 { last / 10 } else { 1 };
    Some(Number::from(sum + pending.unwrap_or(0) * unit))
}

/// The number with what stands around it.
fn complete(text: &[char], at: usize, digits: usize, value: Number) -> Option<Numeral> {
    let mut end = digits;
    let mut zeros = 0;
    let mut bound = Bound::Exact;
    let peek = |end: usize| text.get(end).copied();
    let vague = |c: Option<char>| matches!(c, Some('余' | '多'));
    if vague(peek(end)) {
        bound = Bound::AtLeast;
        end += 1;
    }
    while let Some(power) = peek(end).and_then(|c| [('百', 2), ('千', 3), ('万', 4), ('亿', 8)].into_iter().find(|(name, _)| *name == c)) {
        zeros += power.1;
        end += 1;
        if bound == Bound::Exact {
            bound = Bound::About;
        }
    }
    if vague(peek(end)) {
        bound = Bound::AtLeast;
        end += 1;
    }
    let before = |back: usize| at.checked_sub(back).and_then(|at| text.get(at)).copied();
    match (before(1), before(2)) {
        (Some('约' | '近'), _) => bound = Bound::About,
        (Some('超' | '逾'), _) | (Some('过'), Some('超')) => bound = Bound::AtLeast,
        _ => {}
    }
    let (unit, length) = unit(&text[end..], before(1), digits - at);
    let value = times(value, zeros)?;
    Some(Numeral { range: at..end, end: end + length, value, unit, bound, is_one: false })
}

/// The unit at the beginning of a text, and its length.
fn unit(text: &[char], before: Option<char>, digits: usize) -> (Unit, usize) {
    if matches!(before, Some('第' | '〔' | '[' | '-' | '@' | '—')) || before.is_some_and(|c| c.is_ascii_alphabetic() || c == '：' && digits >= 6) {
        return (Unit::Name, 0);
    }
    match text {
        ['%' | '％', ..] => (Unit::Percent, 1),
        ['个', '百', '分', '点', ..] => (Unit::Name, 4),
        ['个', '工', '作', '日', ..] | ['个', '月', ..] | ['个', '自', '然', ..] => (Unit::Name, 2),
        ['年', ..] if digits == 4 => (Unit::Year, 1),
        ['年' | '月' | '日' | '号' | '时' | '点' | '分' | '届' | '秒' | '℃' | '-' | '@', ..] => (Unit::Name, 1),
        ['元', ..] => (Unit::Money, 1),
        ['人', '次', ..] => (Unit::Other('次'), 2),
        [c, '次', ..] if CASES.contains(*c) => (Unit::Case(*c), 2),
        [c, ..] if CASES.contains(*c) => (Unit::Case(*c), 1),
        [c, ..] if OTHERS.contains(*c) => (Unit::Other(*c), 1),
        [c, ..] if c.is_ascii_alphanumeric() => (Unit::Name, 0),
        _ if digits >= 7 => (Unit::Name, 0),
        _ => (Unit::Bare, 0),
    }
}

/// A number times a power of ten.
pub(super) fn times(value: Number, zeros: usize) -> Option<Number> {
    if zeros == 0 {
        return Some(value);
    }
    let text = value.to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let shifted = if decimals.len() <= zeros {
        format!("{whole}{decimals}{}", "0".repeat(zeros - decimals.len()))
    } else {
        format!("{whole}{}.{}", &decimals[..zeros], &decimals[zeros..])
    };
    Number::parse(&shifted).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, value: &str, unit: Unit, bound: Bound) {
        let text: Vec<char> = text.chars().collect();
        let found = (0..text.len()).find_map(|at| read(&text, at)).expect("a number");
        assert_eq!((found.value.to_string().as_str(), found.unit, found.bound), (value, unit, bound));
    }

    #[track_caller]
    fn none(text: &str) {
        let text: Vec<char> = text.chars().collect();
        assert_eq!((0..text.len()).find_map(|at| read(&text, at)), None);
    }

    #[test]
    fn digits() {
        case("收到3,119件", "3119", Unit::Case('件'), Bound::Exact);
        case("占33.9%", "33.9", Unit::Percent, Bound::Exact);
        case("14万余条", "140000", Unit::Case('条'), Bound::AtLeast);
        case("5500余条", "5500", Unit::Case('条'), Bound::AtLeast);
        case("1.2万件", "12000", Unit::Case('件'), Bound::About);
        case("59237.2449万元", "592372449", Unit::Money, Bound::About);
        case("约300件", "300", Unit::Case('件'), Bound::About);
        case("2024年", "2024", Unit::Year, Bound::Exact);
        case("第12件", "12", Unit::Name, Bound::Exact);
        case("邮编：223001，", "223001", Unit::Name, Bound::Exact);
        case("7854070人次", "7854070", Unit::Other('次'), Bound::Exact);
        case("予以公开12，", "12", Unit::Bare, Bound::Exact);
    }

    #[test]
    fn chinese() {
        case("十二件", "12", Unit::Case('件'), Bound::Exact);
        case("两件", "2", Unit::Case('件'), Bound::Exact);
        case("一百零五件", "105", Unit::Case('件'), Bound::Exact);
        case("三千五百件", "3500", Unit::Case('件'), Bound::Exact);
        case("三千五件", "3500", Unit::Case('件'), Bound::Exact);
        case("二十余件", "20", Unit::Case('件'), Bound::AtLeast);
        none("三四件");
        none("一是抓源头");
        none("十分重视");
    }
}
