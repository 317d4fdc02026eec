//! The paragraphs of a source that are none of its tables → `report.md`: the chapters of the form under their prescribed
//! headings.

use super::facts::{Facts, compact, date_in, signature, title};
use super::label::Key;
use super::value::is_value;
use crate::diagnostic::Text;
use crate::document::{Block, Spot};
use crate::form::{Content, Form, Section};
use crate::markdown::section_of;
use std::collections::BTreeSet;

/// Words of a line below a report that belong to the site it stands on.
const OF_SITE: [&str; 22] = [
    "打印",
    "关闭窗口",
    "关闭本页",
    "扫一扫",
    "分享到",
    "主办单位",
    "主办：",
    "承办单位",
    "版权所有",
    "ICP备",
    "公网安备",
    "网站标识码",
    "上一篇",
    "下一篇",
    "返回顶部",
    "相关附件",
    "附件下载",
    "网站地图",
    "浏览次数",
    "联系我们",
    "纠错",
    "责任编辑",
];

/// Lines that a page made by lanmu shows around its tables.
const OF_PAGE: [&str; 2] = ["表格较宽，可左右滑动查看。", "（本报告未载明此部分内容）"];

/// The shortest line that a wrapped paragraph has, in characters: those of a printed page have 25 and more.
const LEAST_WRAPPED: usize = 18;

/// The longest line that is taken for one of the site, in characters.
const MAX_OF_SITE: usize = 60;

/// The words of a report by its chapters.
#[derive(Debug, Default)]
pub(super) struct Chapters {
    /// The paragraphs before the first chapter.
    pub(super) preface: Vec<Paragraph>,
    /// The chapters in the order of the form; none where the source has no such heading.
    pub(super) chapters: Vec<Option<Vec<Paragraph>>>,
    /// Tables among the words that are none of the form's, each with its place and how it begins.
    pub(super) tables: Vec<Text>,
    /// Lines after the last chapter that are left out.
    pub(super) left_out: Vec<String>,
}

/// A paragraph, or a heading within a chapter.
#[derive(Debug)]
pub(super) struct Paragraph {
    is_heading: bool,
    text: String,
    last: Spot,
}

/// Parts the words of a source into chapters.
pub(super) fn chapters(blocks: &[Block], used: &BTreeSet<usize>, form: &Form, facts: &Facts) -> Chapters {
    let begins = headings(blocks, used, &form.sections);
    let labels = form_labels(form);
    let mut found = Chapters { chapters: form.sections.iter().map(|_| None).collect(), ..Chapters::default() };
    let first = begins.first().map_or(blocks.len(), |(at, ..)| *at);
    if let Some(title) = facts.title_at {
        for (place, text, _) in texts(blocks, used).filter(|(at, ..)| *at > title && *at < first).map(|(_, place, text, level)| (place, text, level)) {
            // Above the first chapter a site has much else: a sentence is the report's own.
            if text.contains('。') && !is_of_site(text) {
                add(&mut found.preface, place, text, None);
            }
        }
    }
    for (turn, (begin, section, rest)) in begins.iter().enumerate() {
        let end = begins.get(turn + 1).map_or(blocks.len(), |(at, ..)| *at);
        let is_last = turn + 1 == begins.len();
        let has_tables = form.sheets.iter().any(|sheet| sheet.section == Some(*section));
        let mut paragraphs = Vec::new();
        if !rest.is_empty() {
            add(&mut paragraphs, &Spot::default(), rest, None);
        }
        let (mut is_over, mut over) = (false, end);
        for (at, place, text, level) in texts(blocks, used).filter(|(at, ..)| (*begin + 1..end).contains(at)) {
            let is_label = has_tables && is_form_label(text, &labels);
            is_over |= is_last && (is_of_site(text) || is_signature(text, facts));
            if is_over {
                over = over.min(at);
                found.left_out.push(text.to_owned());
            } else if !is_label && !OF_PAGE.contains(&text) {
                add(&mut paragraphs, place, text, level);
            }
        }
        found.tables.extend(tables(&blocks[*begin + 1..over], *begin + 1, used));
        found.chapters[*section] = Some(paragraphs);
    }
    found
}

/// The tables with figures that are not used.
fn tables(blocks: &[Block], first: usize, used: &BTreeSet<usize>) -> Vec<Text> {
    let of = |(at, block): (usize, &Block)| {
        let Block::Table(grid) = block else { return None };
        let cells = || grid.rows.iter().flatten().filter(|cell| cell.origin.is_none() && !cell.text.trim().is_empty());
        let is_left_out = !used.contains(&at) && cells().any(|cell| is_value(&cell.text)) && cells().any(|cell| !is_value(&cell.text));
        let begins = cells().take(2).map(|cell| cell.text.split_whitespace().collect::<String>()).collect::<Vec<_>>().join("、");
        let place = grid.place.text();
        is_left_out.then(|| Text::new(format!("{}（“{begins}”）", place.zh), format!("{} (“{begins}”)", place.en)))
    };
    blocks.iter().enumerate().map(|(at, block)| (first + at, block)).filter_map(of).collect()
}

/// The paragraphs that are not part of a table, with their places and levels.
fn texts<'b>(blocks: &'b [Block], used: &'b BTreeSet<usize>) -> impl Iterator<Item = (usize, &'b Spot, &'b str, Option<u8>)> {
    blocks.iter().enumerate().filter(|(at, _)| !used.contains(at)).flat_map(|(at, block)| {
        let texts: Vec<(usize, &Spot, &str, Option<u8>)> = match block {
            Block::Text { place, level, text } => vec![(at, place, text.trim(), *level)],
            // A table that only lays out words.
            Block::Table(grid) => {
                let cells = grid.rows.iter().flatten().filter(|cell| cell.origin.is_none() && cell.text.contains('。'));
                cells
                    .flat_map(|cell| cell.text.lines().map(move |line| (at, &cell.place, line.trim(), None)))
                    .filter(|(.., text, _)| !text.is_empty())
                    .collect()
            }
        };
        texts
    })
}

/// Where chapters begin: block, chapter, what stands behind the heading in its line. A list of contents may name each
/// before: the last of its name is the one.
fn headings<'b>(blocks: &'b [Block], used: &BTreeSet<usize>, sections: &[Section]) -> Vec<(usize, usize, &'b str)> {
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for (at, block) in blocks.iter().enumerate().filter(|(at, _)| !used.contains(at)) {
        let Block::Text { text, .. } = block else { continue };
        let Some((section, rest)) = heading(text, sections) else { continue };
        found.retain(|(_, known, _)| *known != section);
        found.push((at, section, rest));
    }
    found
}

/// The chapter that a line begins, and what stands behind its heading.
fn heading<'t>(text: &'t str, sections: &[Section]) -> Option<(usize, &'t str)> {
    let text = text.trim();
    if let Some(section) = section_of(text, sections) {
        return Some((section, ""));
    }
    // The prescribed heading with its words in the same line: `六、其他需要报告的事项：无。`
    let after = |section: &Section| text.strip_prefix(section.heading.as_str()).map(|rest| rest.trim_start_matches([':', '：', '。', ' ', '\u{3000}']));
    sections.iter().enumerate().find_map(|(at, section)| Some((at, after(section)?)))
}

/// Adds a line to the paragraph before, where that was broken by the width of the page; else as a paragraph of its own.
fn add(paragraphs: &mut Vec<Paragraph>, place: &Spot, text: &str, level: Option<u8>) {
    let text = text.trim();
    if let Some(before) = paragraphs.last_mut().filter(|before| level.is_none() && is_wrapped(before, place, text)) {
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if is_latin(before.text.chars().last()) && is_latin(text.chars().next()) && !before.text.ends_with(|c: char| c.is_ascii_digit()) {
            before.text.push(' ');
        }
        before.text.push_str(text);
        before.last = place.clone();
        return;
    }
    paragraphs.push(Paragraph { is_heading: level.is_some(), text: text.to_owned(), last: place.clone() });
}

/// Whether a line goes on with the paragraph before.
fn is_wrapped(before: &Paragraph, place: &Spot, text: &str) -> bool {
    let follows = match (before.last.line, place.line) {
        (Some(last), Some(line)) if before.last.page == place.page => line == last + 1,
        (Some(_), Some(_)) => before.last.page.zip(place.page).is_some_and(|(last, page)| page == last + 1),
        _ => false,
    };
    let last_line = before.text.chars().count();
    let ends = before.text.ends_with(['。', '！', '？', '；', '：']);
    let begins = text.starts_with(['（', '(', '一', '二', '三', '四', '五', '六']) && text.chars().nth(1).is_some_and(|c| "一二三四五六七八九十、".contains(c));
    follows && !before.is_heading && !ends && !begins && last_line >= LEAST_WRAPPED
}

/// Whether a line below a report belongs to the site.
fn is_of_site(text: &str) -> bool {
    text.chars().count() <= MAX_OF_SITE && OF_SITE.iter().any(|word| text.contains(word)) && !text.contains('。')
}

/// Whether a line signs the report: a day, the agency's name, or both.
fn is_signature(text: &str, facts: &Facts) -> bool {
    let text = compact(text);
    let is_agency = facts.agency.as_ref().is_some_and(|agency| *agency == text);
    let is_dated = || date_in(&text).is_some() && signature(&text).is_some();
    is_agency || is_dated() || title(&text).is_some_and(|title| title.year.is_some() && title.year != facts.year)
}

/// All labels that a form prints, without what differs from print to print.
fn form_labels(form: &Form) -> Vec<Key> {
    let rows = form.tables.iter().flat_map(|table| table.rows.iter().flat_map(|row| row.path()).chain(table.columns.iter().flat_map(|column| column.path())));
    let tables = form.tables.iter().flat_map(|table| [table.label.as_str(), table.head.as_str()]);
    let sheets = form.sheets.iter().flat_map(|sheet| [sheet.number.as_str(), sheet.title.as_str()]);
    let cells = form.sheets.iter().flat_map(|sheet| sheet.rows.iter().flat_map(|row| &row.cells));
    let notes = cells.filter_map(|cell| if let Content::Note(text) = &cell.content { Some(text.as_str()) } else { None });
    rows.chain(tables).chain(sheets).chain(notes).map(Key::of).filter(|key| !key.is_empty()).collect()
}

/// Whether a line is a label of the form, or stands around its tables: the unit, the caption.
fn is_form_label(text: &str, labels: &[Key]) -> bool {
    let key = Key::of(text);
    let is_unit = || text.trim_start_matches(['（', '(']).starts_with("单位");
    let is_caption = || text.starts_with('表') && text.chars().count() <= MAX_OF_SITE && !text.contains('。');
    labels.iter().any(|label| label.fit(&key) == Some(super::label::Fit::Whole)) || is_unit() || is_caption()
}

impl Chapters {
    /// How many chapters were found.
    pub(super) fn count(&self) -> usize {
        self.chapters.iter().flatten().count()
    }

    /// The text of `report.md`. A chapter that the source does not have keeps its heading.
    pub(super) fn markdown(&self, form: &Form) -> String {
        let mut parts: Vec<String> = self.preface.iter().map(Paragraph::markdown).collect();
        for (section, paragraphs) in form.sections.iter().zip(&self.chapters) {
            parts.push(format!("## {}", section.heading));
            parts.extend(paragraphs.iter().flatten().map(Paragraph::markdown));
        }
        parts.join("\n\n") + "\n"
    }
}

impl Paragraph {
    fn markdown(&self) -> String {
        let text = escaped(&self.text);
        if self.is_heading { format!("### {text}") } else { text }
    }
}

/// A text in which Markdown sees no marks of its own.
fn escaped(text: &str) -> String {
    let text: String = text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(text.len());
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in text.char_indices() {
        let is_mark = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' | '{');
        let begins_line = at == 0 && matches!(c, '#' | '+' | '-' | '=');
        let is_list = digits > 0 && at == digits && matches!(c, '.' | ')');
        if is_mark || begins_line || is_list {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    fn line(number: u32, text: &str) -> Block {
        Block::Text { place: Spot { line: Some(number), ..Spot::default() }, level: None, text: text.to_owned() }
    }

    #[test]
    fn chapters_under_their_prescribed_headings() {
        let forms = Forms::built_in();
        let form = forms.find("2021").expect("built in");
        let blocks: Vec<Block> = [
            (1, "示例局2024年政府信息公开工作年度报告"),
            (2, "【字体：大 中 小】"),
            (3, "本报告依据条例编制。"),
            (5, "一、总体情况"),
            (6, "五、问题"),
            (8, "一、总体情况"),
            (9, "（一）主动公开。示例局全年公开各类信息一百七十六条，"),
            (10, "其中1*2条。"),
            (11, "1.第一条"),
            (13, "三、收到和处理申请情况"),
            (14, "单位：件"),
            (15, "自然人"),
            (16, "五、政府信息公开工作存在的主要问题及改进情况"),
            (17, "有不足。"),
            (18, "六、其他需要报告的事项：无。"),
            (19, "示例局"),
            (20, "2025年1月2日"),
        ]
        .iter()
        .map(|(number, text)| line(*number, text))
        .collect();
        let facts = Facts { agency: Some("示例局".to_owned()), title_at: Some(0), ..Facts::default() };
        let chapters = chapters(&blocks, &BTreeSet::new(), form, &facts);
        assert_eq!(
            chapters.markdown(form),
            "本报告依据条例编制。\n\n## 一、总体情况\n\n（一）主动公开。示例局全年公开各类信息一百七十六条，其中1\\*2条。\n\n1\\.第一条\n\n## 二、主动公开政府信息情况\n\n## 三、收到和处理政府信息公开申请情况\n\n## 四、政府信息公开行政复议、行政诉讼情况\n\n## 五、存在的主要问题及改进情况\n\n有不足。\n\n## 六、其他需要报告的事项\n\n无。\n"
        );
        assert_eq!((chapters.count(), chapters.left_out.len()), (4, 2));
    }
}
