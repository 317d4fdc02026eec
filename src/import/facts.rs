//! The words of a source → whose report it is, of which year, published when: from its title, its period, its signature.

use crate::date::Date;
use crate::document::{Block, Reading};
use crate::form::Form;
use crate::markdown::section_of;
use crate::model::Year;

/// The longest title, in characters.
const MAX_TITLE: usize = 80;

/// The longest name of an agency in a line of its own, in characters.
const MAX_NAME: usize = 40;

/// The longest line in which a day is looked for, in characters.
const MAX_DATED: usize = 120;

/// The longest line that tells nothing but a year, in characters: `（2024年度）`.
const MAX_YEAR: usize = 8;

/// Words before the day of publication, the surest first.
const PUBLISHED: [&str; 7] = ["发布日期", "发布时间", "公开日期", "公布日期", "公开时间", "公布时间", "日期"];

/// What a source says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// The agency's name, as the title has it.
    pub(super) agency: Option<String>,
    /// The year in the title.
    pub(super) year: Option<Year>,
    /// The year of the period it says it covers.
    pub(super) period: Option<Year>,
    /// The day of publication.
    pub(super) published: Option<Date>,
    /// All titles of reports in it, each once.
    pub(super) titles: Vec<Title>,
    /// The block of its title.
    pub(super) title_at: Option<usize>,
}

/// A title of a report: whose it is, and of which year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) agency: Option<String>,
    pub(super) year: Option<Year>,
}

/// What a source says of itself.
pub(super) fn facts(reading: &Reading, form: &Form) -> Facts {
    let Form { sections, .. } = form;
    let lines = lines(&reading.blocks);
    let title = |line: &str| title(line).or_else(|| own_title(line, form));
    let first_section = lines.iter().find(|(_, line)| section_of(line, sections).is_some()).map_or(usize::MAX, |(at, _)| *at);
    let mut facts = Facts::default();
    let mut before: Option<&str> = None;
    for (turn, (at, line)) in lines.iter().enumerate() {
        let broken = || lines.get(turn + 1).filter(|(next, _)| *next < first_section).and_then(|(_, next)| broken_title(line, next));
        if let Some(mut title) = title(line).or_else(broken) {
            // The year may stand below, in brackets.
            title.year = title.year.or_else(|| {
                lines
                    .get(turn + 1)
                    .filter(|(_, next)| compact(next).chars().count() <= MAX_YEAR)
                    .and_then(|(_, next)| year_in(&compact(next)))
                    .map(|(year, _)| year)
            });
            title.agency = title.agency.or_else(|| before.filter(|line| is_name(line)).map(compact));
            if *at < first_section {
                facts.title_at = Some(*at);
                facts.agency = title.agency.clone().or(facts.agency);
                facts.year = title.year.or(facts.year);
            }
            if !facts.titles.contains(&title) {
                facts.titles.push(title);
            }
        }
        before = Some(line);
    }
    if let Some(title) = reading.title.as_deref().and_then(title) {
        facts.agency = facts.agency.or(title.agency);
        facts.year = title.year.or(facts.year);
    }
    facts.period = lines.iter().find_map(|(_, line)| period(line));
    let year = facts.year.or(facts.period);
    // The day that lanmu itself says is the day; a report is published after its year, other tables may be before.
    let earliest = match &reading.form {
        Some(_) => None,
        None => year.map(|year| i32::from(year.number()) + if form.is_of_reports() { 1 } else { -1 }),
    };
    facts.published = published(reading, &lines, earliest);
    facts.year = facts.year.or_else(|| lines.iter().take_while(|(at, _)| *at < first_section).find_map(|(_, line)| heading_year(line)));
    if facts.agency.is_none() {
        facts.agency = lines.iter().find_map(|(_, line)| sheet_line(line));
    }
    facts
}

/// The lines of a source: its paragraphs, and rows of its tables that are one text.
fn lines(blocks: &[Block]) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Text { text, .. } => lines.push((at, text.clone())),
            Block::Table(grid) => {
                for row in &grid.rows {
                    let mut texts = row.iter().filter(|cell| cell.origin.is_none() && !cell.text.trim().is_empty());
                    if let (Some(only), None) = (texts.next(), texts.next()) {
                        lines.push((at, only.text.to_string()));
                    }
                }
            }
        }
    }
    lines
}

/// A text without spaces.
pub(super) fn compact(text: &str) -> String {
    text.chars().filter(|c| !super::value::is_space(*c)).collect()
}

/// The title of a report: `示例市科学技术局2024年政府信息公开工作年度报告`, however it is varied.
pub(super) fn title(line: &str) -> Option<Title> {
    if line.chars().count() > MAX_TITLE * 2 {
        return None;
    }
    let text = compact(line);
    let text = text.trim_start_matches(|c: char| !is_han(c) && !c.is_ascii_digit());
    if text.chars().count() > MAX_TITLE || text.ends_with(['。', '；', '，', '：']) || text.contains(['。', '，']) {
        return None;
    }
    let (before, after) = ["政府信息公开", "政务公开", "信息公开"].iter().find_map(|word| text.split_once(word))?;
    if !(after.contains("报告") || after.contains("年报")) || after.contains("附件") || after.contains("格式") {
        return None;
    }
    let (year, rest) = year_in(before).map_or((None, before.to_owned()), |(year, rest)| (Some(year), rest));
    let year = year.or_else(|| year_in(after).map(|(year, _)| year));
    let name = rest.trim_matches(|c: char| !is_han(c)).trim_start_matches("关于").trim_end_matches('的').trim_start_matches("附件");
    let name = name.trim_start_matches("年度").trim_end_matches("年度").trim_matches(|c: char| !is_han(c));
    let agency = Some(name.to_owned()).filter(|name| name.chars().count() >= 3);
    (year.is_some() || agency.is_some()).then_some(Title { agency, year })
}

/// Whether a source says that it is an annual report of some year.
pub(super) fn is_of_report(reading: &Reading) -> bool {
    let lines = lines(&reading.blocks);
    let mut texts = lines.iter().map(|(_, line)| line.as_str()).chain(reading.title.as_deref());
    reading.form.is_none() && texts.any(|line| title(line).is_some_and(|title| title.year.is_some()))
}

/// The title of a table of a portal's own: `示例市科学技术局2024年度部门预算表`.
fn own_title(line: &str, form: &Form) -> Option<Title> {
    let own = compact(&form.title);
    let text = Some(compact(line)).filter(|text| !form.is_of_reports() && !own.is_empty() && text.chars().count() <= MAX_TITLE)?;
    let (year, agency) = year_in(text.strip_suffix(&own)?)?;
    Some(Title { agency: Some(agency).filter(|agency| is_name(agency)), year: Some(year) })
}

/// A title broken into two lines, as narrow pages have it: neither is one by itself.
fn broken_title(line: &str, next: &str) -> Option<Title> {
    let (line, next) = (compact(line), compact(next));
    let ends = next.ends_with("报告") || next.ends_with("年报");
    let is_broken = ends && next.chars().count() <= MAX_NAME && !line.ends_with('：') && title(&next).is_none() && year_in(&line).is_some();
    is_broken.then(|| title(&format!("{line}{next}"))).flatten()
}

/// The first year in a text, and the text without it.
fn year_in(text: &str) -> Option<(Year, String)> {
    let chars: Vec<char> = text.chars().collect();
    for at in 0..chars.len().saturating_sub(3) {
        let digits: Option<String> = chars[at..at + 4].iter().map(|c| digit(*c)).collect();
        let stands_alone = (at == 0 || digit(chars[at - 1]).is_none()) && chars.get(at + 4).is_none_or(|c| digit(*c).is_none());
        let Some(year) = digits.filter(|_| stands_alone).and_then(|digits| Year::parse(&digits)).filter(|year| (2000..2100).contains(&year.number())) else {
            continue;
        };
        let mut end = at + 4;
        for word in ['年', '度'] {
            if chars.get(end) == Some(&word) {
                end += 1;
            }
        }
        return Some((year, chars[..at].iter().chain(&chars[end..]).collect()));
    }
    None
}

/// A digit, also one written as a Chinese numeral.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        '〇' | '○' | '零' | 'Ｏ' => Some('0'),
        _ => "一二三四五六七八九".chars().position(|numeral| numeral == c).and_then(|at| char::from_digit(u32::try_from(at).ok()? + 1, 10)),
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '〇')
}

/// Whether a line is the name of an agency.
fn is_name(line: &str) -> bool {
    let text = compact(line);
    let ends = [
        "府", "局", "委", "会", "办", "院", "厅", "部", "心", "乡", "镇", "道", "处", "所", "室", "司", "站", "队", "校", "行", "区", "县", "市", "馆", "关",
        "署",
    ];
    (3..=MAX_NAME).contains(&text.chars().count())
        && text.chars().all(|c| is_han(c) || matches!(c, '（' | '）' | '(' | ')'))
        && ends.iter().any(|end| text.ends_with(end))
}

/// The year of the period that a report says it covers: `2024年1月1日至2024年12月31日`.
fn period(line: &str) -> Option<Year> {
    let text = compact(line);
    let (before, _) = text.split_once("年1月1日").or_else(|| text.split_once("年1月1日起")).filter(|(_, after)| after.contains("12月31日"))?;
    let digits: String = before.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
    Year::parse(&digits)
}

/// The year of a line such as `2024年度`, above the tables of a workbook.
fn heading_year(line: &str) -> Option<Year> {
    let text = compact(line);
    (text.contains("年度") && text.chars().count() <= MAX_NAME).then(|| year_in(&text)).flatten().map(|(year, _)| year)
}

/// The agency in the line above the tables of a workbook made by lanmu: `示例市科学技术局　2024年度　单位：件`.
fn sheet_line(line: &str) -> Option<String> {
    let (name, rest) = line.split_once('\u{3000}')?;
    (is_name(name) && year_in(rest).is_some() && rest.contains("年度")).then(|| name.to_owned())
}

fn published(reading: &Reading, lines: &[(usize, String)], earliest: Option<i32>) -> Option<Date> {
    let fits = |date: &Date| earliest.is_none_or(|year| i32::from(date.year()) >= year);
    let own = reading.published.as_deref().and_then(date_in).map(|(date, ..)| date);
    let named = || {
        let marks = |c: char| super::value::is_space(c) || matches!(c, ':' | '：' | '】' | ']');
        let begins = |text: &str| date_in(text).filter(|(_, start, _)| *start == 0).map(|(date, ..)| date);
        PUBLISHED.iter().find_map(|word| {
            lines.iter().enumerate().filter(|(_, (_, line))| line.chars().count() <= MAX_DATED).find_map(|(at, (_, line))| {
                let rest = line.split_once(word)?.1.trim_start_matches(marks);
                let next = || lines.get(at + 1).filter(|_| rest.is_empty()).and_then(|(_, next)| begins(next.trim_start()));
                begins(rest).or_else(next).filter(&fits)
            })
        })
    };
    let signed = || lines.iter().rev().filter_map(|(_, line)| signature(line)).find(&fits);
    own.filter(fits).or_else(named).or_else(signed)
}

/// The day that a line ends with, where it holds nothing else but perhaps a name: a signature.
pub(super) fn signature(line: &str) -> Option<Date> {
    let text = line.trim_matches(super::value::is_space);
    if text.chars().count() > MAX_NAME + 32 {
        return None;
    }
    let (date, start, end) = date_in(text)?;
    let before = text.get(..start)?.trim_end_matches(super::value::is_space);
    (end == text.len() && (before.is_empty() || is_name(before))).then_some(date)
}

/// The first day in a text, and where it begins and ends.
pub(super) fn date_in(text: &str) -> Option<(Date, usize, usize)> {
    let starts = text.char_indices().filter(|(_, c)| digit(*c).is_some()).map(|(at, _)| at);
    starts.take(200).find_map(|start| {
        let part = |text: &'_ str, digits: usize, after: &[char]| {
            let (value, rest) = number(text, digits)?;
            let rest = text.get(text.len() - rest.len()..)?.trim_start_matches(super::value::is_space);
            Some((value, text.len() - rest.strip_prefix(after)?.trim_start_matches(super::value::is_space).len()))
        };
        let mut rest = &text[start..];
        let (year, taken) = part(rest, 4, &['年', '-', '/', '.', '－'])?;
        rest = &rest[taken..];
        let (month, taken) = part(rest, 2, &['月', '-', '/', '.', '－'])?;
        rest = &rest[taken..];
        let (day, rest) = number(rest, 2)?;
        let rest = rest.trim_start_matches(super::value::is_space).strip_prefix(['日', '号']).unwrap_or(rest);
        let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        (2000..2100).contains(&year).then_some((date, start, text.len() - rest.len()))
    })
}

/// The number that a text begins with: four digits of a year; or a month or day, also as `二十三`.
fn number(text: &str, digits: usize) -> Option<(u32, &str)> {
    let taken: usize = text.chars().take_while(|c| digit(*c).is_some() || *c == '十').map(char::len_utf8).sum();
    let (word, rest) = text.split_at(taken);
    let plain: Option<String> = word.chars().map(digit).collect();
    let value = match plain {
        Some(plain) if digits == 4 => Some(plain).filter(|plain| plain.len() == 4)?.parse().ok()?,
        Some(plain) => Some(plain).filter(|plain| (1..=digits).contains(&plain.len()))?.parse().ok()?,
        None if digits == 2 => {
            let (tens, ones) = word.split_once('十')?;
            let value = |text: &str, empty: u32| if text.is_empty() { Some(empty) } else { text.chars().map(digit).collect::<Option<String>>()?.parse().ok() };
            value(tens, 1)? * 10 + value(ones, 0)?
        }
        None => return None,
    };
    Some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[track_caller]
    fn titled(line: &str, agency: Option<&str>, year: Option<u16>) {
        let found = title(line).unwrap_or(Title { agency: None, year: None });
        assert_eq!((found.agency.as_deref(), found.year.map(Year::number)), (agency, year), "{line}");
    }

    #[test]
    fn titles_however_varied() {
        titled("示例市科学技术局2024年政府信息公开工作年度报告", Some("示例市科学技术局"), Some(2024));
        titled("2023 年示例市教育局 政府信息公开工作年度报告", Some("示例市教育局"), Some(2023));
        titled("TITLE: 2019年示例市人民政府办公厅政府信息公开工作年度报告", Some("示例市人民政府办公厅"), Some(2019));
        titled("2024 年度政府信息公开工作年度报告", None, Some(2024));
        titled("示例县人民政府办公室二〇二二年度政府信息公开年报", Some("示例县人民政府办公室"), Some(2022));
        titled("示例市2020年度信息公开工作年度报告（公开版）", Some("示例市"), Some(2020));
        titled("本报告依据政府信息公开条例，编制年度报告。", None, None);
        titled("二、主动公开政府信息情况", None, None);
    }

    #[test]
    fn days_of_publication() {
        let day = |lines: &[&str]| {
            let text = |text: &&str| Block::Text { place: crate::document::Spot::default(), level: None, text: (*text).to_owned() };
            let reading = Reading { blocks: lines.iter().map(text).collect(), ..Reading::default() };
            facts(&reading, Forms::built_in().find("2021").expect("built in")).published.map(|date| date.to_string())
        };
        let title = "示例局2024年政府信息公开工作年度报告";
        assert_eq!(day(&[title, "发布时间：2025-1-5 10:30 浏览次数：3"]).as_deref(), Some("2025-01-05"));
        assert_eq!(day(&[title, "发布日期", "2025年1月23日"]).as_deref(), Some("2025-01-23"));
        assert_eq!(day(&[title, "发布日期：2024-01-23", "示例市教育局 二〇二五年三月三十一日"]).as_deref(), Some("2025-03-31"));
        assert_eq!(day(&[title, "统计期限为2024年1月1日至2024年12月31日。"]), None);
    }

    #[track_caller]
    fn dated(line: &str, expected: Option<&str>) {
        assert_eq!(signature(line).map(|date| date.to_string()).as_deref(), expected, "{line}");
    }

    #[test]
    fn signatures() {
        dated("2025 年 1 月 23 日", Some("2025-01-23"));
        dated("二〇二五年一月二十三日", Some("2025-01-23"));
        dated("示例市科学技术局2025年1月23日", Some("2025-01-23"));
        dated("2025-01-23", Some("2025-01-23"));
        dated("示例市教育局　2025年1月5日", Some("2025-01-05"));
        dated("截至2024年12月31日", None);
        dated("2024年2月30日", None);
    }
}
