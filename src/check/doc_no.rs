//! 发文字号 in the form of 《党政机关公文格式》 (GB/T 9704): 国办发〔2017〕47号; its year is that of 成文日期. Only what stands
//! in brackets, or was meant to, is judged: 国务院令第711号 and 公告2024年第3号 are right as they are.

use super::disclosed::Disclosed;
use super::{At, Remark};
use crate::date::Date;
use crate::diagnostic::{Code, Text, counted};

/// Brackets that are written for 〔 and 〕, and those themselves.
const OPEN: [char; 9] = ['〔', '[', '［', '(', '（', '【', '﹝', '{', '〖'];
const CLOSE: [char; 9] = ['〕', ']', '］', ')', '）', '】', '﹞', '}', '〗'];

/// Marks of documents of enforcement, which are numbered by rules of their own: 第 and zeros before the number are usual.
const ENFORCEMENT: [&str; 6] = ["罚", "许", "强", "裁", "决字", "准字"];

/// What is wrong with the numbers of documents.
pub(super) fn remarks(all: &[Disclosed<'_>]) -> Vec<Remark> {
    let judged = |disclosed: &Disclosed<'_>| {
        let card = &disclosed.document.card;
        let number = card.doc_no.as_deref()?;
        let (message, help) = fault(number, card.issued)?;
        Some(Remark::new(Code::DocNo, disclosed.file(), message, help).at(At::key("doc_no", number.to_owned())))
    };
    all.iter().filter_map(judged).collect()
}

/// The parts of a number in brackets, as far as they can be told.
struct Parts<'a> {
    prefix: &'a str,
    year: &'a str,
    rest: &'a str,
    open: Option<char>,
    close: Option<char>,
}

/// What is wrong with a number, and what to write instead.
fn fault(number: &str, issued: Option<Date>) -> Option<(Text, Text)> {
    let parts = parts(number)?;
    let faults = faults(&parts);
    if !faults.is_empty() {
        let join = |pick: fn(&Text) -> &str, with: &str| faults.iter().map(pick).collect::<Vec<_>>().join(with);
        let message = Text::new(
            format!("发文字号“{number}”不规范：{}", join(|text| &text.zh, "；")),
            format!("doc_no `{number}` is not in the prescribed form: {}", join(|text| &text.en, "; ")),
        );
        let right = corrected(&parts, issued).unwrap_or_else(|| "国办发〔2017〕47号".to_owned());
        return Some((message, Text::new(format!("核对原文后写作：{right}"), format!("compare with the document, then write {right}"))));
    }
    let (year, issued) = (parts.year.parse::<i16>().ok()?, issued?);
    (year != issued.year()).then(|| {
        let apart = (i32::from(year) - i32::from(issued.year())).abs();
        let message = Text::new(
            format!("发文字号“{number}”的年份是 {year} 年，成文日期 {issued} 是 {} 年，相差 {apart} 年", issued.year()),
            format!("doc_no `{number}` is of {year}, but the document was made on {issued}: {} apart", counted(apart, "year")),
        );
        let help = Text::new("发文字号的年份应与成文日期同年；请核对 doc_no 和 issued", "both years should be the same; check doc_no and issued");
        (message, help)
    })
}

/// The parts of what looks like a number in brackets: two or four digits behind an opening bracket or before a closing one.
fn parts(number: &str) -> Option<Parts<'_>> {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let digits = |text: &str| text.chars().take_while(|c| is_digit(*c)).map(char::len_utf8).sum::<usize>();
    if let Some((at, open)) = number.char_indices().find(|(_, c)| OPEN.contains(c)) {
        let inner = number[at + open.len_utf8()..].trim_start();
        // Where the closing bracket was lost, year and number run together.
        let run = inner[..digits(inner)].chars().count();
        let length = if run > 4 { inner.char_indices().nth(4).map_or(inner.len(), |(end, _)| end) } else { digits(inner) };
        let (year, after) = inner.split_at(length);
        let close = after.trim_start().chars().next().filter(|c| CLOSE.contains(c));
        let rest = close.map_or(after, |close| &after.trim_start()[close.len_utf8()..]);
        let is_number = matches!(year.chars().count(), 2 | 4) && rest.chars().any(is_digit) && at > 0;
        return is_number.then(|| Parts { prefix: &number[..at], year, rest, open: Some(open), close });
    }
    let (at, close) = number.char_indices().find(|(_, c)| CLOSE.contains(c))?;
    let before = &number[..at];
    let length: usize = before.chars().rev().take_while(|c| is_digit(*c)).map(char::len_utf8).sum();
    let (prefix, year) = before.split_at(at - length);
    let rest = &number[at + close.len_utf8()..];
    let is_number = year.chars().count() == 4 && !prefix.is_empty() && rest.chars().any(is_digit);
    is_number.then_some(Parts { prefix, year, rest, open: None, close: Some(close) })
}

fn faults(parts: &Parts<'_>) -> Vec<Text> {
    let Parts { prefix, year, rest, open, close } = parts;
    let is_enforcement = ENFORCEMENT.iter().any(|mark| prefix.contains(mark));
    let digits = rest.trim_start_matches(['第', ' ', '\u{3000}']).trim_end_matches('号');
    let number = rest.trim_start_matches('第');
    let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    let checks = [
        (*open != Some('〔') || *close != Some('〕'), "年份应当用六角括号〔〕括起", "the year stands in 〔〕"),
        (!is_year, "年份应当是四位数字", "the year has four digits"),
        (rest.starts_with('第') && !is_enforcement, "序号前不加“第”", "no 第 before the number"),
        (number.trim_start().starts_with('0') && !is_enforcement, "序号前不补 0", "no zero before the number"),
        (!rest.trim_end().ends_with('号'), "末尾应当是“号”", "it ends in 号"),
        (has_space(prefix) || has_space(rest), "中间不应有空格", "no spaces in it"),
        (rest.ends_with('号') && !digits.chars().all(|c| c.is_ascii_digit() || c.is_whitespace()), "序号应当是半角数字", "the number is of ASCII digits"),
    ];
    checks.into_iter().filter(|(is_wrong, ..)| *is_wrong).map(|(_, zh, en)| Text::new(zh, en)).collect()
}

fn has_space(text: &str) -> bool {
    text.contains(char::is_whitespace)
}

/// The number as it was probably meant.
fn corrected(parts: &Parts<'_>, issued: Option<Date>) -> Option<String> {
    let year = ascii(parts.year);
    let year = match (year.len(), issued) {
        (2, Some(issued)) if issued.year().to_string().ends_with(&year) => issued.year().to_string(),
        (4, _) => year,
        _ => return None,
    };
    let number = ascii(parts.rest);
    let number = number.trim_start_matches('0');
    let prefix: String = parts.prefix.chars().filter(|c| !c.is_whitespace()).collect();
    (!number.is_empty()).then(|| format!("{prefix}〔{year}〕{number}号"))
}

/// The digits of a text, in ASCII.
fn ascii(text: &str) -> String {
    let digit = |c: char| match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    };
    text.chars().filter_map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::parse_date;

    #[track_caller]
    fn case(number: &str, issued: &str, expected: Option<&str>) {
        let found = fault(number, parse_date(issued)).map(|(message, help)| message.zh + "｜" + &help.zh);
        match expected {
            None => assert_eq!(found, None, "{number}"),
            Some(part) => assert!(found.as_ref().is_some_and(|found| found.contains(part)), "{number}: {found:?}"),
        }
    }

    #[test]
    fn right_numbers() {
        for right in [
            "国办发〔2017〕47号",
            "国办公开办函〔2021〕30号",
            "国务院令第711号",
            "公告2024年第3号",
            "2024年第3号（总第120号）",
            "无",
            "",
            "（2024）晋08行初12号",
            "运综执罚字〔2024〕第0012号",
            "第12号",
            "环函(甲)",
            "公告（第3号）",
        ] {
            case(right, "", None);
        }
    }

    #[test]
    fn wrong_numbers() {
        for wrong in [
            "运科发[2024]5号",
            "运科发［2024］5号",
            "运科发(2024)5号",
            "运科发（2024）5号",
            "运科发【2024】5号",
            "运科发﹝2024﹞5号",
            "运科发〔20245号",
            "运科发2024〕5号",
        ] {
            case(wrong, "2024-03-01", Some("六角括号"));
            case(wrong, "2024-03-01", Some("运科发〔2024〕5号"));
        }
        case("运科发〔24〕12号", "2024-03-01", Some("写作：运科发〔2024〕12号"));
        case("运科发〔2024〕012号", "", Some("写作：运科发〔2024〕12号"));
        case("运科发〔2024〕第12号", "", Some("不加“第”"));
        case("运科发〔2024〕12", "", Some("末尾应当是“号”"));
        case("运科发 〔2024〕 12号", "", Some("空格"));
        case("运科发〔2024〕１２号", "", Some("写作：运科发〔2024〕12号"));
        case("运科发〔2204〕12号", "", Some("四位数字"));
    }

    #[test]
    fn years() {
        case("运科发〔2024〕3号", "2024-12-31", None);
        case("运科发〔2024〕3号", "2023-12-31", Some("相差 1 年"));
        case("运科发〔2024〕3号", "", None);
    }
}
