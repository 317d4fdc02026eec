//! `prose-year`: another year's number, period or rule in the words.

use super::Narrative;
use super::sentence::Sentence;
use crate::check::Remark;
use crate::diagnostic::{Code, Text};
use std::ops::Range;

/// From this year on 国办公开办函〔2021〕30号 holds.
const FORM_OF_2021: u16 = 2021;

pub(super) fn remarks(narrative: &Narrative<'_>) -> Vec<Remark> {
    let each = narrative.sentences.iter().enumerate();
    each.flat_map(|(place, sentence)| {
        [period(narrative, sentence), superseded(narrative, sentence), title(narrative, sentence), opening(narrative, place, sentence)]
    })
    .flatten()
    .collect()
}

/// Years in a sentence: four digits and 年, with the places of their digits.
fn years(sentence: &Sentence) -> Vec<(u16, Range<usize>)> {
    let text = &sentence.text;
    let is_year = |at: &usize| text[*at + 4] == '年' && text[*at..*at + 4].iter().all(char::is_ascii_digit) && (*at == 0 || !text[*at - 1].is_ascii_digit());
    (0..text.len().saturating_sub(4)).filter(is_year).filter_map(|at| Some((sentence.words(at..at + 4).parse().ok()?, at..at + 4))).collect()
}

/// 2023年1月1日至12月31日 in a report on 2024.
fn period(narrative: &Narrative<'_>, sentence: &Sentence) -> Option<Remark> {
    let year = narrative.report.year.number();
    let found = years(sentence).into_iter().find(|(found, range)| {
        let rest = sentence.words(range.end..range.end + 24);
        let Some(rest) = rest.strip_prefix("年1月1日").map(|rest| rest.trim_start_matches(['起', '开', '始'])) else { return false };
        let rest = rest.trim_start_matches(['至', '到', '-', '—', '－', '~', '～']);
        let of_same_year = rest.strip_prefix(&format!("{found}年")).unwrap_or(rest);
        *found != year && of_same_year.starts_with("12月31日")
    });
    let (found, range) = found?;
    let message = Text::new(
        format!("统计期限写的是 {found} 年，本报告为 {year} 年度，应为 {year}年1月1日至12月31日"),
        format!("the period is of {found}, this report is on {year}"),
    );
    Some(remark(narrative, sentence, range, message))
}

/// 国办公开办函〔2019〕60号 cited in a report on 2021 or later.
fn superseded(narrative: &Narrative<'_>, sentence: &Sentence) -> Option<Remark> {
    if narrative.report.year.number() < FORM_OF_2021 {
        return None;
    }
    let words = sentence.whole();
    let (at, cited) = ["公开办函〔2019〕60号", "公开办函[2019]60号", "公开办函［2019］60号", "公开办函（2019）60号"]
        .into_iter()
        .find_map(|cited| Some((words.find(cited)?, cited)))?;
    let begin = words[..at].chars().count();
    let message = Text::new(
        "引用了国办公开办函〔2019〕60号（试行格式），2021年度起应为国办公开办函〔2021〕30号",
        "cites 国办公开办函〔2019〕60号, the trial form; from 2021 on 国办公开办函〔2021〕30号 holds",
    );
    Some(remark(narrative, sentence, begin..begin + cited.chars().count(), message))
}

/// A heading that is the title of another year's report.
fn title(narrative: &Narrative<'_>, sentence: &Sentence) -> Option<Remark> {
    let words = sentence.whole();
    if !sentence.is_heading || !words.contains("年度报告") {
        return None;
    }
    let year = narrative.report.year.number();
    let (found, range) = years(sentence).into_iter().find(|(found, _)| *found != year)?;
    let message = Text::new(format!("题名写的是 {found} 年，本报告为 {year} 年度"), format!("the title is of {found}, this report is on {year}"));
    Some(remark(narrative, sentence, range, message))
}

/// A paragraph that opens with 2023年， in a report on 2024 and does not name 2024.
fn opening(narrative: &Narrative<'_>, place: usize, sentence: &Sentence) -> Option<Remark> {
    let year = narrative.report.year.number();
    let before = narrative.report.year.before().number();
    let opens = place == 0 || narrative.sentences[place - 1].paragraph != sentence.paragraph;
    let (found, range) = years(sentence).into_iter().next().filter(|(found, range)| *found == before && range.start == 0)?;
    let is_lead = opens && matches!(sentence.text.get(5), Some('，' | ',')) && !sentence.is_heading;
    let mut beside = narrative.sentences.iter().filter(|other| other.paragraph == sentence.paragraph).map(|other| other.whole());
    if !is_lead || beside.any(|words| ["同比", "相比", "以来"].iter().any(|word| words.contains(word)) || words.contains(&format!("{year}年"))) {
        return None;
    }
    let message = Text::new(
        format!("段首写的是 {found} 年，本报告为 {year} 年度：可能是上年的文字没有改"),
        format!("the paragraph begins with {found}, this report is on {year}: a year left from last time?"),
    );
    Some(remark(narrative, sentence, range, message))
}

fn remark(narrative: &Narrative<'_>, sentence: &Sentence, range: Range<usize>, message: Text) -> Remark {
    let help = Text::new("请改为本年度的年份和现行依据", "write this report's year and the rules in force");
    narrative.remark(Code::ProseYear, sentence, range, (message, help))
}
