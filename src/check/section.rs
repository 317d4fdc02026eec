//! The words of a report against the chapters of its form: missing ones, others, out of order, empty; and what a
//! government's report must say (条例 第五十条).

use super::{At, Remark};
use crate::diagnostic::{Code, Text, counted};
use crate::form::{Form, Section};
use crate::markdown::{Chapter, Outline};
use crate::model::{Agency, AgencyKind, Report};

/// The fewest letters that say something of 存在的主要问题及改进情况: “无”, “暂无” and the like say nothing.
const LEAST_OF_PROBLEMS: usize = 10;

/// The keyword of the chapter that must say more than “无”.
const PROBLEMS: &str = "问题";

/// What a government's report must tell besides, and the words it is known by.
const OF_GOVERNMENT: [(&str, &[&str]); 3] =
    [("工作考核", &["考核", "考评", "绩效"]), ("社会评议", &["评议", "评查", "满意度", "第三方评估"]), ("责任追究", &["追究", "问责", "追责"])];

/// How many of them a report that has taken notice of the article names: where nobody was held to account, reports say
/// nothing of it.
const NAMED_BY_MOST: usize = 2;

/// What is wrong with the chapters of a report.
pub(super) fn remarks(agency: &Agency, report: &Report, outline: Option<&Outline>) -> Vec<Remark> {
    let form = &report.figures.form.sections;
    let (Some(outline), Some(words)) = (outline, &report.words) else {
        return without_words(report).into_iter().collect();
    };
    let file = &words.body.path;
    let mut found = missing(file, form, outline);
    found.extend(out_of_order(file, form, outline));
    found.extend(outline.chapters.iter().filter(|chapter| chapter.section.is_none()).map(|chapter| extra(file, form, chapter)));
    found.extend(outline.chapters.iter().filter_map(|chapter| empty(file, &report.figures.form, chapter)));
    if agency.card.kind == AgencyKind::Government && !outline.chapters.is_empty() {
        found.extend(review(file, words.words(), outline));
    }
    found
}

/// A report of figures alone. It may have been published on paper, so this stops nothing.
fn without_words(report: &Report) -> Option<Remark> {
    let form = &report.figures.form.sections;
    if report.words.is_some() || report.has_unread_words || form.is_empty() {
        return None;
    }
    let message = Text::new(
        format!("只有数据，没有文字：缺少 report.md，{}个部分都没有内容", form.len()),
        format!("there are figures but no words: without report.md all {} sections are empty", form.len()),
    );
    let help = Text::new(
        format!("请在同一文件夹中写 report.md，标题依次为：{}", headings(form)),
        format!("write report.md in the same folder, with these headings: {}", headings(form)),
    );
    Some(Remark::new(Code::SectionEmpty, report.path.as_str(), message, help))
}

fn headings(form: &[Section]) -> String {
    form.iter().map(|section| section.heading.as_str()).collect::<Vec<_>>().join("；")
}

fn missing(file: &str, form: &[Section], outline: &Outline) -> Vec<Remark> {
    let is_there = |place: &usize| outline.chapters.iter().any(|chapter| chapter.section == Some(*place));
    let absent: Vec<usize> = (0..form.len()).filter(|place| !is_there(place)).collect();
    if absent.len() == form.len() && !form.is_empty() {
        let message =
            Text::new(format!("年度报告的{}个部分一个也没有找到", form.len()), format!("none of the {} sections of the annual report is found", form.len()));
        let help = Text::new(format!("请依次写明标题：{}", headings(form)), format!("write these headings: {}", headings(form)));
        return vec![Remark::new(Code::SectionMissing, file, message, help)];
    }
    let tell = |place: usize| {
        let Section { number, heading, keyword } = &form[place];
        let alike = outline.chapters.iter().find(|chapter| chapter.section.is_none() && chapter.heading.starts_with(number.as_str()));
        let hint = alike.map(|chapter| {
            Text::new(
                format!("；现有标题“{}”，其中没有“{keyword}”", chapter.heading),
                format!("(there is a heading `{}`, but without “{keyword}”)", chapter.heading),
            )
        });
        let message = Text::new(format!("缺少“{heading}”"), format!("the section `{heading}` is missing"));
        let message = hint.map_or(message.clone(), |hint| message.then(&hint));
        let help = Text::new(
            format!("请补写标题“{heading}”；没有要说的也要保留标题"),
            format!("add the heading `{heading}`; it stays even where there is nothing to say"),
        );
        let at = alike.map_or(At::File, |chapter| At::Range(chapter.range.clone()));
        Remark::new(Code::SectionMissing, file, message, help).at(at).about(number.as_str())
    };
    absent.into_iter().map(tell).collect()
}

/// The first chapter that stands before one it should follow.
fn out_of_order(file: &str, form: &[Section], outline: &Outline) -> Option<Remark> {
    let found: Vec<(usize, &Chapter)> = outline.chapters.iter().filter_map(|chapter| Some((chapter.section?, chapter))).collect();
    let pair = found.windows(2).find(|pair| pair[0].0 > pair[1].0)?;
    let [(before, _), (place, chapter)] = pair else { return None };
    let numbers = |mut places: Vec<usize>, sort: bool| {
        if sort {
            places.sort_unstable();
        }
        places.into_iter().map(|place| form[place].number.as_str()).collect::<Vec<_>>().join("、")
    };
    let order: Vec<usize> = found.iter().map(|(place, _)| *place).collect();
    let (is, should) = (numbers(order.clone(), false), numbers(order, true));
    let message = Text::new(
        format!("各部分次序不对：“{}”在“{}”之后，现为 {is}，应为 {should}", form[*place].number, form[*before].number),
        format!("the sections are out of order: {} stands after {}; found {is}, expected {should}", form[*place].number, form[*before].number),
    );
    let help = Text::new("请按格式规定的次序排列", "put them in the order of the prescribed form");
    Some(Remark::new(Code::SectionOrder, file, message, help).at(At::Range(chapter.range.clone())).about(form[*place].number.as_str()))
}

fn extra(file: &str, form: &[Section], chapter: &Chapter) -> Remark {
    let Chapter { section: _, heading, range, letters: _ } = chapter;
    let message = Text::new(format!("“{heading}”不是规定的{}个部分之一", form.len()), format!("`{heading}` is none of the {} prescribed sections", form.len()));
    let help = Text::new(
        "规定的内容不能遗漏，也不宜增加：请并入相应部分；是其中的小节的，请用下一级标题",
        "nothing may be left out, nothing should be added: move it into the section it belongs to, as a heading of a lower level",
    );
    let number: String = heading.chars().take_while(|c| !matches!(c, '、' | '.' | '．')).collect();
    Remark::new(Code::SectionExtra, file, message, help).at(At::Range(range.clone())).about(number)
}

/// A chapter without a sentence, unless it consists of tables.
fn empty(file: &str, form: &Form, chapter: &Chapter) -> Option<Remark> {
    let section = chapter.section?;
    let Section { number, heading: _, keyword } = &form.sections[section];
    let is_problems = keyword == PROBLEMS;
    let least = if is_problems { LEAST_OF_PROBLEMS } else { 1 };
    if form.sheets.iter().any(|sheet| sheet.section == Some(section)) || chapter.letters >= least {
        return None;
    }
    let heading = &chapter.heading;
    let message = match chapter.letters {
        0 => Text::new(format!("“{heading}”没有内容"), format!("`{heading}` is empty")),
        letters => {
            Text::new(format!("“{heading}”只有 {letters} 个字，没有说明情况"), format!("`{heading}` has {} and says nothing", counted(letters, "character")))
        }
    };
    let help = if is_problems {
        Text::new("请写明存在的主要问题和改进措施，不能只写“无”", "tell the main problems and what is done about them; “无” will not do")
    } else {
        Text::new("请写明情况；确实没有的，写“无”", "tell how things are; write “无” where there is nothing")
    };
    Some(Remark::new(Code::SectionEmpty, file, message, help).at(At::Range(chapter.range.clone())).about(number.as_str()))
}

/// What a government's report does not name, if it names too little.
fn review(file: &str, words: &str, outline: &Outline) -> Option<Remark> {
    let is_named = |known: &[&str]| known.iter().any(|word| words.contains(word));
    let lacking: Vec<&str> = OF_GOVERNMENT.iter().filter(|(_, known)| !is_named(known)).map(|(name, _)| *name).collect();
    if OF_GOVERNMENT.len() - lacking.len() >= NAMED_BY_MOST {
        return None;
    }
    let names = lacking.join("、");
    let message = Text::new(
        format!("政府的年度报告应有工作考核、社会评议和责任追究结果情况，文中没有提到：{names}"),
        format!("a government's report must tell of appraisal, public review and accountability; nothing is said of {names}"),
    );
    let help = Text::new(
        "依据《政府信息公开条例》第五十条；请写在第一部分“监督保障”中",
        "article 50 of the regulations on disclosure asks for it; write it in the first section, under 监督保障",
    );
    let first = outline.chapters.iter().find(|chapter| chapter.section == Some(0));
    let at = first.map_or(At::File, |chapter| At::Range(chapter.range.clone()));
    Some(Remark::new(Code::GovernmentReview, file, message, help).at(at))
}
