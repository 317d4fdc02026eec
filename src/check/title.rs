//! The title of a report, and the agency's name in it, in its opening sentence and in its signature, against the usual title and `agency.yaml`.

use super::{At, Remark};
use crate::diagnostic::{Code, Text};
use crate::markdown::Outline;
use crate::model::{Agency, AgencyKind, Document, Report, Site};
use std::ops::Range;

/// The most letters by which a name may differ from the agency's and still be a slip of it.
const SLIP: usize = 2;

/// The longest line that is taken for a signature, in characters.
const MAX_SIGNATURE: usize = 30;

/// How many lines of the words may hold the sentence that announces the report.
const OPENING_LINES: usize = 3;

/// What stands before the agency's name in that sentence.
const ANNOUNCES: [&str; 6] = ["现公布", "现发布", "现公开", "现向社会公布", "现予公布", "特公布"];

/// How the names of agencies end, as far as a signature may be told from a sentence.
const ENDINGS: [&str; 12] = ["局", "委员会", "办公室", "办公厅", "政府", "厅", "院", "中心", "办", "委", "处", "会"];

/// What is wrong with the title and the names of a report.
pub(super) fn remarks(site: &Site, agency: &Agency, report: &Report, outline: Option<&Outline>) -> Vec<Remark> {
    let (Some(outline), Some(words)) = (outline, &report.words) else { return Vec::new() };
    if report.figures.form.sections.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let heading = outline.title.as_ref().map(|(text, range)| (text.as_str(), At::Range(range.clone())));
    let front = Some(words.card.title.as_str()).filter(|title| !title.is_empty()).map(|title| (title, At::key("title", title.to_owned())));
    for (text, at) in front.into_iter().chain(heading) {
        found.extend(of_title(site, agency, report, text).map(|(code, message, help)| remark(words, code, (message, help)).at(at)));
    }
    found.extend(signature(words).and_then(|(name, range)| {
        let (message, help) = wrong_name(site, agency, name, &Text::new("落款", "the signature"))?;
        Some(remark(words, Code::AgencyName, (message, help)).at(At::Range(range)))
    }));
    found.extend(opening(words, report).and_then(|(name, range)| {
        // What opens a sentence may be another name of the agency: only a slip, or another agency, is told.
        let is_another = |other: &&Agency| other.card.slug() != agency.card.slug() && plain(&other.card.name) == name;
        let is_slip = differs_by(&name, &plain(&agency.card.name)) <= SLIP;
        let (message, help) = wrong_name(site, agency, &name, &Text::new("开头", "the opening sentence"))?;
        let is_told = is_slip || site.agencies().any(|other| is_another(&other));
        is_told.then(|| remark(words, Code::AgencyName, (message, help)).at(At::Range(range)))
    }));
    found
}

fn remark(words: &Document, code: Code, (message, help): (Text, Text)) -> Remark {
    Remark::new(code, words.body.path.as_str(), message, help)
}

/// What is wrong with a title. A heading that names no year and no report is none.
fn of_title(site: &Site, agency: &Agency, report: &Report, text: &str) -> Option<(Code, Text, Text)> {
    let form = &report.figures.form;
    let title = plain(text);
    let (usual, year) = (form.report_title(&agency.card.name, report.year), report.year.to_string());
    let help = Text::new(format!("通常写作：{usual}"), format!("the usual title is {usual}"));
    let told = |zh: String, en: String| Some((Code::ReportTitle, Text::new(format!("题名“{text}”{zh}"), format!("the title `{text}` {en}")), help.clone()));
    if !title.contains(&year) {
        return told(format!("中没有年度 {year}"), format!("does not name the year {year}"));
    }
    if title.matches("年度").count() > 1 {
        return told("中“年度”重复".to_owned(), "says 年度 twice".to_owned());
    }
    let Some(before) = title.strip_suffix(&form.title) else {
        return told(format!("应以“{}”结尾", form.title), format!("should end with {}", form.title));
    };
    // 机关全称 before the year is usual, after it is met too.
    let name = before.replacen(&format!("{year}年"), "", 1).trim_start_matches('度').to_owned();
    if name.is_empty() {
        return told("中没有机关全称".to_owned(), "does not name the agency".to_owned());
    }
    let (message, help) = wrong_name(site, agency, &name, &Text::new("题名", "the title"))?;
    Some((Code::AgencyName, message, help))
}

/// What is wrong with a name that should be the agency's.
fn wrong_name(site: &Site, agency: &Agency, name: &str, place: &Text) -> Option<(Text, Text)> {
    let own = plain(&agency.card.name);
    // A government goes by the name of its region, too.
    let is_region = |long: &str, short: &str| agency.card.kind == AgencyKind::Government && long.strip_suffix("人民政府") == Some(short);
    if own.is_empty() || name == own || is_region(name, &own) || is_region(&own, name) {
        return None;
    }
    let is_other = |other: &&Agency| other.card.slug() != agency.card.slug() && plain(&other.card.name) == name;
    let (zh, en) = if site.agencies().any(|other| is_other(&other)) {
        ("是本门户另一机关的名称", "is that of another agency")
    } else if agency.card.short_name.as_deref() == Some(name) {
        ("是简称", "is the short name")
    } else if differs_by(name, &own) <= SLIP {
        ("与机关全称有出入", "differs from the agency's name")
    } else {
        ("不是本机关的全称", "is not the agency's full name")
    };
    let message =
        Text::new(format!("{}中的机关名称“{name}”{zh}，全称为“{own}”", place.zh), format!("the name “{name}” in {} {en}; the full name is “{own}”", place.en));
    let help = Text::new(
        "机关名称应前后一致，用全称；若全称有变，请改 agency.yaml 的 name",
        "use the same full name everywhere; if it has changed, change `name` in agency.yaml",
    );
    Some((message, help))
}

/// A text without spaces, with ASCII digits.
fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect()
}

/// How many letters differ between two names of one length; more than any slip where their lengths differ by more than one.
fn differs_by(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len() == other.len() {
        return one.iter().zip(&other).filter(|(one, other)| one != other).count();
    }
    let (short, long) = if one.len() < other.len() { (&one, &other) } else { (&other, &one) };
    let same = short.iter().zip(long.iter()).take_while(|(one, other)| one == other).count();
    let is_one_left_out = long.len() == short.len() + 1 && short[same..] == long[same + 1..];
    if is_one_left_out { 1 } else { SLIP + 1 }
}

/// The agency whose report the opening sentence announces: 现公布某局2024年政府信息公开工作年度报告.
fn opening(words: &Document, report: &Report) -> Option<(String, Range<usize>)> {
    let text = words.words();
    let line = text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .take(OPENING_LINES)
        .find(|line| ANNOUNCES.iter().any(|word| line.contains(word)))?;
    let after = ANNOUNCES.iter().filter_map(|word| Some(line.find(word)? + word.len())).max()?;
    let year = format!("{}年", report.year);
    let length = line[after..].find(&year)?;
    let name = line[after..after + length].trim_start_matches('《');
    if name.is_empty() || name.chars().count() > MAX_SIGNATURE || name.contains(['，', '。', '、', '；', '根']) {
        return None;
    }
    let start = words.body.start + text.find(line)? + after + length - name.len();
    Some((plain(name), start..start + name.len()))
}

/// The agency that signs at the end, above the date.
fn signature(words: &Document) -> Option<(&str, Range<usize>)> {
    let text = words.words();
    let mut lines = text.lines().rev().filter(|line| !line.trim().is_empty());
    let date = lines.next()?.trim();
    let is_date = plain(date).strip_suffix('日').is_some_and(|date| date.contains('年') && date.contains('月') && !date.contains(['，', '。']));
    let name = lines.next()?.trim();
    if !is_date || date.chars().count() > MAX_SIGNATURE || name.chars().count() > MAX_SIGNATURE || !ENDINGS.iter().any(|ending| name.ends_with(ending)) {
        return None;
    }
    let start = words.body.start + text.rfind(name)?;
    Some((name, start..start + name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(one: &str, other: &str, expected: usize) {
        assert_eq!(differs_by(one, other), expected);
    }

    #[test]
    fn slips_are_small() {
        case("运城市科学技木局", "运城市科学技术局", 1);
        case("运城市科学技局", "运城市科学技术局", 1);
        case("运城市科学技术局", "运城市科学技术局", 0);
        case("运城市教育局", "运城市科学技术局", SLIP + 1);
    }

    #[test]
    fn digits_may_be_wide() {
        assert_eq!(plain("运城市 ２０２４年"), "运城市2024年");
    }
}
