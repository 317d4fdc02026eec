//! 规范性文件 say whether they are in force; they and their interpretations lead to each other.

use super::Remark;
use super::disclosed::{Disclosed, disclosed};
use crate::diagnostic::{Code, Text, counted};
use crate::model::{Site, days_between};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// For how many days a 规范性文件 without an interpretation is told of: what is older will not be interpreted any more.
const FRESH: i64 = 365;

/// What is wrong with the policies of a portal.
pub(super) fn remarks(site: &Site) -> Vec<Remark> {
    let items: Vec<Disclosed<'_>> = disclosed(site).into_iter().filter(|disclosed| disclosed.folder.is_some()).collect();
    let interpreted: BTreeSet<&str> = items.iter().filter_map(|item| item.document.card.interprets.as_deref()).collect();
    // Agencies that interpret what they make.
    let interpreters: BTreeSet<&str> = items.iter().filter(|item| is_interpretation(**item)).map(|item| item.agency.card.slug()).collect();
    // Most portals have few interpretations that lead nowhere.
    let titles = OnceCell::new();
    let mut found = Vec::new();
    for item in items.iter().copied() {
        found.extend(unlinked(item, || titles.get_or_init(|| self::titles(&items))));
        let Some(reason) = normative(item) else { continue };
        found.extend(without_status(site, item, reason));
        let path = item.path().unwrap_or_default();
        if interpreters.contains(item.agency.card.slug()) && !interpreted.contains(path.as_str()) {
            found.extend(uninterpreted(site, item));
        }
    }
    found
}

/// What tells that an item is a 规范性文件: its own words, or a title and number of such in a category of 第（一）项.
fn normative(item: Disclosed<'_>) -> Option<&'static str> {
    let card = &item.document.card;
    let (_, category) = item.folder?;
    let is_word = |word: &str| matches!(word.trim(), "规范性文件" | "行政规范性文件");
    let is_first = category.article20.as_deref().is_some_and(|item| item.contains("（一）项") || item.contains("(一)项"));
    let has_number = card.doc_no.as_deref().is_some_and(|number| number.contains(|c: char| c.is_ascii_digit()));
    let title = item.bare_title();
    let reason = if card.keywords.iter().any(|word| is_word(word)) {
        "主题词"
    } else if card.topic.as_deref().is_some_and(|topic| topic.split(['\\', '/', '、']).any(is_word)) {
        "主题分类"
    } else if is_first && has_number && is_normative_title(title) {
        "标题"
    } else {
        return None;
    };
    let about = ["解读", "解答", "图解", "读懂", "看懂", "目录", "清单", "公示", "征求意见", "草案", "说明", "答复"];
    let is_about_one = card.interprets.is_some() || about.iter().any(|word| title.contains(word));
    (!is_about_one).then_some(reason)
}

/// Whether a title without its brackets is that of a 规范性文件.
fn is_normative_title(title: &str) -> bool {
    let ends = |title: &str| {
        let title = title.trim_end_matches(['》', '”']);
        let title = title.strip_suffix("（试行）").or_else(|| title.strip_suffix("（暂行）")).unwrap_or(title);
        ["办法", "规定", "细则"].iter().any(|end| title.ends_with(end))
    };
    let decides = title.ends_with("决定") && ["修改", "废止", "规范性文件"].iter().any(|word| title.contains(word));
    // 关于印发《…办法》的通知.
    let encloses = title.contains("印发") && title.strip_suffix("的通知").is_some_and(|title| title.ends_with('》') && ends(title));
    ends(title) || decides || encloses
}

fn without_status(site: &Site, item: Disclosed<'_>, reason: &str) -> Option<Remark> {
    let card = &item.document.card;
    card.status_on(site.date).is_none().then(|| {
        let message = Text::new(
            format!("规范性文件（从{reason}看）没有标明有效性"),
            format!("a normative document (规范性文件, by its {}) that does not say whether it is in force", in_english(reason)),
        );
        let help = Text::new(
            "请写 status: 有效（或失效、废止）；不是行政规范性文件的，用 waivers 说明",
            "write `status: 有效` (or 失效, 废止); if it is no such document, say so in a waiver",
        );
        Remark::new(Code::ValidityMissing, item.file(), message, help)
    })
}

fn in_english(reason: &str) -> &'static str {
    match reason {
        "主题词" => "keywords",
        "主题分类" => "topic",
        _ => "title",
    }
}

/// Whether an item interprets another: by its category or title.
fn is_interpretation(item: Disclosed<'_>) -> bool {
    let title = item.bare_title();
    let of_category = item.folder.is_some_and(|(_, category)| category.name.contains("解读"));
    let ends = ["解读", "解读材料", "解读问答", "政策问答"].iter().any(|end| title.ends_with(end));
    of_category || ends || title.contains("一图") && ["一图读懂", "一图看懂"].iter().any(|word| title.contains(word))
}

/// Items by title.
type Titles<'s> = BTreeMap<&'s str, Disclosed<'s>>;

/// The items that are no interpretations, by their titles, and by what those enclose in 《》.
fn titles<'s>(items: &[Disclosed<'s>]) -> Titles<'s> {
    let mut titles = BTreeMap::new();
    for item in items.iter().filter(|item| !is_interpretation(**item)) {
        let title = &item.document.card.title;
        for title in [title.as_str(), item.bare_title()].into_iter().chain(enclosed(title)) {
            titles.entry(title).or_insert(*item);
        }
    }
    titles
}

/// What a title encloses in 《》.
fn enclosed(title: &str) -> Option<&str> {
    let start = title.find('《')? + '《'.len_utf8();
    let end = title.rfind('》').filter(|end| *end > start)?;
    Some(&title[start..end])
}

/// An interpretation that does not say what it interprets; what others made may interpret what stands elsewhere.
fn unlinked<'t, 's: 't>(item: Disclosed<'s>, titles: impl FnOnce() -> &'t Titles<'s>) -> Option<Remark> {
    let card = &item.document.card;
    if card.interprets.is_some() || !is_interpretation(item) || item.is_repost() {
        return None;
    }
    let message = Text::new(
        "政策解读没有写明所解读的文件，两页不能相互链接",
        "an interpretation that does not name the document it explains, so that neither page leads to the other",
    );
    let meant = enclosed(&card.title).and_then(|title| titles().get(title)?.path());
    let help = match meant {
        Some(path) => Text::new(format!("看来是：interprets: {path}"), format!("it seems to be: interprets: {path}")),
        None => Text::new(
            "请写 interprets: 机关/年份/栏目/名称；所解读的文件不在本门户的，写明 source",
            "write `interprets: agency/year/category/name`; if that document is not in this portal, name the `source`",
        ),
    };
    Some(Remark::new(Code::InterpretationLink, item.file(), message, help))
}

/// A new 规范性文件 without an interpretation, of an agency that interprets what it makes.
fn uninterpreted(site: &Site, item: Disclosed<'_>) -> Option<Remark> {
    let published = item.document.card.date?.date;
    let days = days_between(published, site.date);
    let is_new = (0..=FRESH).contains(&days) && !item.is_repost();
    is_new.then(|| {
        let message = Text::new(
            format!("规范性文件发布已 {days} 天，没有政策解读，而本机关的其他文件有"),
            format!("a normative document published {} ago without an interpretation, though the agency interprets others", counted(days, "day")),
        );
        let help = Text::new(
            "解读材料应与文件同步发布，在解读的 interprets 中写本文件的路径；不需要解读的，用 waivers 说明",
            "publish one that names this document under `interprets`; if none is needed, say so in a waiver",
        );
        Remark::new(Code::InterpretationLink, item.file(), message, help)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(title: &str, expected: bool) {
        assert_eq!(is_normative_title(title), expected, "{title}");
    }

    #[test]
    fn normative_titles() {
        case("科技计划项目管理办法", true);
        case("关于印发《科技计划项目管理办法》的通知", true);
        case("关于印发《科技计划项目管理办法（试行）》的通知", true);
        case("关于废止部分文件的决定", true);
        case("关于表彰先进集体的决定", false);
        case("关于贯彻《科技计划项目管理办法》的通知", false);
        case("关于组织申报科技计划项目的通知", false);
        case("工作要点", false);
    }

    #[test]
    fn enclosed_titles() {
        assert_eq!(enclosed("《甲办法》解读"), Some("甲办法"));
        assert_eq!(enclosed("关于《印发〈甲〉的通知》的解读"), Some("印发〈甲〉的通知"));
        assert_eq!(enclosed("》解读《"), None);
    }
}
