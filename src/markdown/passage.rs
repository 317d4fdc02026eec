//! The words of a report → the text of each section, without markup: what is compared with another year's.

use super::section::{Part, parts};
use super::{emphasis, parse};
use crate::form::Section;
use pulldown_cmark::{Event, TagEnd};

/// The text of a section of a report's words.
#[derive(Debug, PartialEq, Eq)]
pub struct Passage {
    /// The section's place in the form; none before the first one.
    pub section: Option<usize>,
    /// Its text without the heading, a line for each paragraph, item, heading and row.
    pub text: String,
}

/// The texts of the sections of a report's words, those that have any.
#[must_use]
pub fn passages(text: &str, form: &[Section], title: &str) -> Vec<Passage> {
    let marked = emphasis::mark(text);
    let passage = |(section, events): Part<'_>| Passage { section: section.map(|(section, _)| section), text: text_of(&events) };
    parts(parse(&marked), form, title).into_iter().map(passage).filter(|passage| !passage.text.is_empty()).collect()
}

/// The text of some events.
fn text_of(events: &[Event<'_>]) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => text.push_str(part),
            Event::SoftBreak => text.push('\u{b}'),
            Event::HardBreak => end_line(&mut text),
            Event::End(TagEnd::TableCell) => text.push('\u{3000}'),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow | TagEnd::CodeBlock | TagEnd::HtmlBlock,
            ) => end_line(&mut text),
            _ => {}
        }
    }
    let text = emphasis::unmark(&text);
    let lines = text.lines().map(|line| joined(line.trim())).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn end_line(text: &mut String) {
    if !text.ends_with('\n') {
        text.push('\n');
    }
}

/// The lines of a paragraph in one: no space stands between Chinese characters.
fn joined(paragraph: &str) -> String {
    let mut parts = paragraph.split('\u{b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |line, part| {
        let is_joined = line.chars().next_back().zip(part.chars().next()).is_some_and(|(last, next)| emphasis::is_cjk(last) && emphasis::is_cjk(next));
        line + if is_joined { "" } else { " " } + part
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[test]
    fn sections_become_lines_of_text() {
        let forms = Forms::built_in();
        let form = forms.find("2021").expect("built in");
        let text = "# 标题\n\n前言<b>\n\n## 一、总体情况\n\n**一是公开。**全年\n176 条，\n共 2 类。\n\n- 甲\n- 乙 [丙](d.html)\n\n### 子题\n\n| 名称 | 数 |\n|---|---|\n| 丁 | 1 |\n\n## 五、存在的主要问题\n\n## 六、其他\n\n无\n";
        let found: Vec<_> = passages(text, &form.sections, "标题").into_iter().map(|passage| (passage.section, passage.text)).collect();
        let expected = [(None, "前言<b>"), (Some(0), "一是公开。全年 176 条，共 2 类。\n甲\n乙 丙\n子题\n名称　数\n丁　1"), (Some(5), "无")];
        assert_eq!(found, expected.map(|(section, text)| (section, text.to_owned())));
    }
}
