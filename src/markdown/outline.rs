//! The words of a report → its chapters and title, each with its place: what the rules about the report as a document
//! look at.

use super::section::{Search, is_heading_line};
use crate::form::Section;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The chapters of a report's words.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The heading that stands before all else, if it is no chapter's: its text and its place.
    pub title: Option<(String, Range<usize>)>,
    /// The chapters in the order of the file.
    pub chapters: Vec<Chapter>,
}

/// A chapter of a report's words.
#[derive(Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its place in the form; none where the form has no such chapter.
    pub section: Option<usize>,
    /// Its heading as written.
    pub heading: String,
    /// Where the heading stands in the file, in bytes.
    pub range: Range<usize>,
    /// How many letters and digits stand below it, those of the headings within left out.
    pub letters: usize,
}

/// A heading of any level, and how much stands below it.
struct Found {
    section: Option<usize>,
    text: String,
    range: Range<usize>,
    level: HeadingLevel,
    letters: usize,
}

/// The chapters of the words that begin at `start`.
#[must_use]
pub fn outline(text: &str, start: usize, form: &[Section]) -> Outline {
    let (found, begins_with_heading) = headings(text, start, form);
    let title = found.first().filter(|first| begins_with_heading && first.section.is_none()).map(|first| (first.text.clone(), first.range.clone()));
    // A numbered heading that is no section's is a chapter too many where it stands as high as those of the sections.
    let highest = found.iter().filter(|found| found.section.is_some()).map(|found| found.level).min();
    let mut chapters: Vec<Chapter> = Vec::new();
    for Found { section, text, range, level, letters } in found {
        let is_extra = section.is_none() && highest.is_some_and(|highest| level <= highest) && is_numbered(&text);
        if section.is_some() || is_extra {
            chapters.push(Chapter { section, heading: text, range, letters });
        } else if let Some(last) = chapters.last_mut() {
            last.letters += letters;
        }
    }
    Outline { title, chapters }
}

fn headings(text: &str, start: usize, form: &[Section]) -> (Vec<Found>, bool) {
    let mut found: Vec<Found> = Vec::new();
    let mut search = Search::of(form);
    let mut begins_with_heading = None;
    // The heading or paragraph that is open: its text, its range, its level if it is a heading.
    let mut open: Option<(String, Range<usize>, Option<HeadingLevel>)> = None;
    let mut depth = 0_usize;
    let body = text.get(start..).unwrap_or_default();
    for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter() {
        // A block's range has the end of its last line, unless the text ends without one.
        let length = body.get(range.clone()).map_or(0, |block| block.trim_end().len());
        let range = start + range.start..start + range.start + length;
        match event {
            Event::Start(tag) => {
                begins_with_heading.get_or_insert(matches!(tag, Tag::Heading { .. }));
                match tag {
                    Tag::Heading { level, .. } => open = Some((String::new(), range, Some(level))),
                    Tag::Paragraph if depth == 0 => open = Some((String::new(), range, None)),
                    _ => {}
                }
                depth += 1;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                let is_block = matches!(tag, TagEnd::Heading(_) | TagEnd::Paragraph);
                let Some((text, range, level)) = is_block.then(|| open.take()).flatten() else { continue };
                close(&mut found, &mut search, form, (text, range, level));
            }
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => match (&mut open, found.last_mut()) {
                (Some((text, ..)), _) => text.push_str(&part),
                (None, Some(last)) => last.letters += letters(&part),
                (None, None) => {}
            },
            Event::SoftBreak | Event::HardBreak => {
                if let Some((text, ..)) = &mut open {
                    text.push('\n');
                }
            }
            _ => {}
        }
    }
    (found, begins_with_heading == Some(true))
}

/// Notes what was open: a heading, a line that is one, or words below the last.
fn close(found: &mut Vec<Found>, search: &mut Search<'_>, form: &[Section], (text, range, level): (String, Range<usize>, Option<HeadingLevel>)) {
    match level {
        Some(level) => {
            let text = plain(&text);
            found.push(Found { section: search.find(&text), text, range, level, letters: 0 });
        }
        None if !text.contains('\n') && is_heading_line(&plain(&text), form) => {
            let text = plain(&text);
            let section = search.find(&text);
            found.push(Found { section, text, range, level: HeadingLevel::H2, letters: 0 });
        }
        None => {
            if let Some(last) = found.last_mut() {
                last.letters += letters(&text);
            }
        }
    }
}

/// A heading's text without the stars of emphasis that CommonMark does not see beside Chinese punctuation.
fn plain(text: &str) -> String {
    text.replace('*', "").trim().to_owned()
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Whether a heading has a number of the first level: `七、`.
fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    rest.len() < text.len() && rest.starts_with(['、', '.', '．'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[track_caller]
    fn case(text: &str, expected: &[(Option<usize>, &str, usize)]) {
        let forms = Forms::built_in();
        let form = forms.find("2021").expect("built in");
        let text = format!("---\n---\n{text}");
        let found = outline(&text, 8, &form.sections);
        let told: Vec<_> = found.chapters.iter().map(|chapter| (chapter.section, chapter.heading.as_str(), chapter.letters)).collect();
        assert_eq!(told, expected);
        assert!(found.chapters.iter().all(|chapter| text[chapter.range.clone()].contains(&chapter.heading)));
    }

    #[test]
    fn chapters_are_found_as_they_are_written() {
        case("## 一、总体情况\n\n甲乙。\n\n### （一）主动公开\n\n- 丙\n\n## 二、主动公开\n", &[(Some(0), "一、总体情况", 3), (Some(1), "二、主动公开", 0)]);
        case("**一、总体情况**\n\n甲\n\n五．问题及改进\n\n无。\n", &[(Some(0), "一、总体情况", 1), (Some(4), "五．问题及改进", 1)]);
        case("# 一　总体情况\n\n# 七、附表\n\n甲\n", &[(Some(0), "一　总体情况", 0), (None, "七、附表", 1)]);
        case("## 一、总体情况\n\n### 一、要求\n\n甲\n", &[(Some(0), "一、总体情况", 1)]);
        case("## 一、总体情况", &[(Some(0), "一、总体情况", 0)]);
        case("## 一、总体情况\n\n甲\n\n五、存在的主要问题及改进情况", &[(Some(0), "一、总体情况", 1), (Some(4), "五、存在的主要问题及改进情况", 0)]);
        case("五、问题很多，要一一改进。\n", &[]);
        case("", &[]);
    }

    #[test]
    fn a_title_stands_first() {
        let title = |text: &str| outline(text, 0, &Forms::built_in().find("2021").expect("built in").sections).title.map(|(text, _)| text);
        assert_eq!(title("# 年度报告\n\n## 一、总体情况\n").as_deref(), Some("年度报告"));
        assert_eq!(title("前言\n\n# 年度报告\n"), None);
        assert_eq!(title("## 一、总体情况\n"), None);
    }
}
