//! The words of a report → its sections, found by the numbers and keywords of their headings.

use super::heading::Headings;
use super::{Links, Place, chosen, emphasis, html_of, parse, plain_text};
use crate::form::Section;
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::collections::BTreeSet;

/// The words of a report.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The HTML before the first section.
    pub preface: String,
    /// The sections in the order of the file.
    pub sections: Vec<WordsSection>,
}

/// A section of a report's words.
#[derive(Debug, PartialEq, Eq)]
pub struct WordsSection {
    /// Its place in the form.
    pub section: usize,
    /// Its heading as written.
    pub heading: String,
    /// Its HTML without the heading; headings within begin at level 3.
    pub html: String,
}

/// Splits the words of a report into the sections of its form. A heading that repeats the title is left out.
#[must_use]
pub fn words(text: &str, form: &[Section], title: &str, links: &Links<'_>) -> Words {
    let marked = emphasis::mark(text);
    let parts = parts(parse(&marked), form, title);
    let chosen = parts.iter().flat_map(|(_, events)| chosen(events)).collect();
    let at = At { links, chosen: &chosen };
    let mut headings = Headings::default();
    let mut found = Words::default();
    for (section, events) in parts {
        found.add(section, events, &mut headings, &at);
    }
    found
}

/// A section's place in the form with its heading as written, and what stands below it.
pub(super) type Part<'a> = (Option<(usize, String)>, Vec<Event<'a>>);

/// The events of each section, with its place in the form and its heading as written; those before the first one have
/// none. A heading that repeats the title is left out.
pub(super) fn parts<'a>(events: Vec<Event<'a>>, form: &[Section], title: &str) -> Vec<Part<'a>> {
    let mut events = with_headings(events, form);
    super::drop_title(&mut events, title);
    let mut parts = Vec::new();
    let mut current: Option<(usize, String)> = None;
    let mut collected = Vec::new();
    let mut search = Search::of(form);
    let mut events = events.into_iter();
    while let Some(event) = events.next() {
        if !matches!(event, Event::Start(Tag::Heading { .. })) {
            collected.push(event);
            continue;
        }
        let mut heading = vec![event];
        for event in events.by_ref() {
            let ends = matches!(event, Event::End(TagEnd::Heading(_)));
            heading.push(event);
            if ends {
                break;
            }
        }
        let text = plain_text(&heading);
        match search.find(&text) {
            Some(section) => parts.push((current.replace((section, text)), std::mem::take(&mut collected))),
            None => collected.extend(heading),
        }
    }
    parts.push((current, collected));
    parts
}

/// Where the words of all sections stand.
struct At<'a> {
    links: &'a Links<'a>,
    chosen: &'a BTreeSet<String>,
}

impl At<'_> {
    /// Below a heading.
    fn below<'p>(&'p self, label: &'p str) -> Place<'p> {
        Place { links: self.links, chosen: self.chosen, label }
    }
}

impl Words {
    fn add(&mut self, section: Option<(usize, String)>, events: Vec<Event<'_>>, headings: &mut Headings, at: &At<'_>) {
        match section {
            None => self.preface = html_of(events, headings, 3, &at.below("")),
            Some((section, heading)) => {
                let html = html_of(events, headings, 3, &at.below(&heading));
                self.sections.push(WordsSection { section, heading, html });
            }
        }
    }
}

/// The sections of a form that have been found so far.
pub(super) struct Search<'f> {
    form: &'f [Section],
    seen: BTreeSet<usize>,
}

impl<'f> Search<'f> {
    pub(super) fn of(form: &'f [Section]) -> Self {
        Self { form, seen: BTreeSet::new() }
    }

    /// The section that a heading begins. Each begins once; what looks like its heading again is one within.
    pub(super) fn find(&mut self, heading: &str) -> Option<usize> {
        let section = self.form.iter().position(|section| is_heading_of(heading, section))?;
        self.seen.insert(section).then_some(section)
    }
}

/// What parts a section's number from its heading.
const AFTER_NUMBER: [char; 9] = ['、', '.', '．', ',', '，', ':', '：', ' ', '\u{3000}'];

/// Whether a heading is that of a section: by its number and its keyword, since published headings vary.
pub(super) fn is_heading_of(text: &str, section: &Section) -> bool {
    let rest = text.trim_start_matches(['*', ' ', '\u{3000}']).strip_prefix(section.number.as_str());
    rest.and_then(|rest| rest.strip_prefix(AFTER_NUMBER)).is_some_and(|rest| rest.contains(section.keyword.as_str()))
}

/// The longest line without a mark of a heading that is taken for one, in characters: the longest prescribed heading has
/// 22.
const MAX_LINE: usize = 40;

/// Whether a paragraph, though no heading in Markdown, is the heading of a section: whoever copies a report out of a word
/// processor has it in bold, or as a line of its own.
pub(super) fn is_heading_line(text: &str, form: &[Section]) -> bool {
    let ends = |text: &str| text.trim_end_matches('*').ends_with(['。', '；', '，', '！', '？', '：', ';', ':']);
    text.chars().count() <= MAX_LINE && !ends(text) && form.iter().any(|section| is_heading_of(text, section))
}

/// The section whose heading a line of a text is; it may be a heading in Markdown or a line of its own.
#[must_use]
pub fn section_of(line: &str, form: &[Section]) -> Option<usize> {
    let line = line.trim();
    is_heading_line(line, form).then(|| form.iter().position(|section| is_heading_of(line, section))).flatten()
}

/// Events in which such paragraphs are headings.
fn with_headings<'a>(events: Vec<Event<'a>>, form: &[Section]) -> Vec<Event<'a>> {
    let mut out: Vec<Event<'a>> = Vec::with_capacity(events.len());
    let mut events = events.into_iter();
    let mut depth = 0_usize;
    while let Some(event) = events.next() {
        if depth > 0 || !matches!(event, Event::Start(Tag::Paragraph)) {
            match &event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            out.push(event);
            continue;
        }
        let begin = out.len();
        out.push(event);
        for event in events.by_ref() {
            let ends = matches!(event, Event::End(TagEnd::Paragraph));
            out.push(event);
            if ends {
                break;
            }
        }
        let is_line = !out[begin..].iter().any(|event| matches!(event, Event::SoftBreak | Event::HardBreak));
        if is_line && is_heading_line(&plain_text(&out[begin..]), form) {
            let last = out.len() - 1;
            out[begin] = Event::Start(Tag::Heading { level: HeadingLevel::H2, id: None, classes: Vec::new(), attrs: Vec::new() });
            out[last] = Event::End(TagEnd::Heading(HeadingLevel::H2));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[test]
    fn sections_are_found_at_any_level() {
        let forms = Forms::built_in();
        let form = forms.find("2021").expect("built in");
        let again = words("## 四、复议诉讼情况\n\n甲\n\n### 四、复议补充\n\n乙\n", &form.sections, "", &Links { base: "/" });
        assert_eq!(again.sections.len(), 1);
        assert!(again.sections[0].html.contains("四、复议补充"));
        let pasted = words("**一、总体情况**\n\n甲\n\n五、存在的主要问题及改进情况\n\n五、问题很多。\n\n六、其他\n", &form.sections, "", &Links { base: "/" });
        let found: Vec<_> = pasted.sections.iter().map(|section| (section.section, section.html.as_str())).collect();
        assert_eq!(found, [(0, "<p>甲</p>\n"), (4, "<p>五、问题很多。</p>\n"), (5, "")]);
        let text = "前言。\n\n# 一、总体情况\n\n## （一）主动公开\n\n一、总体要求。\n\n#### **五、政府信息公开工作存在的主要问题及改进情况**\n\n有不足。\n\n### 一、措施\n";
        let words = words(text, &form.sections, "", &Links { base: "/" });
        assert_eq!(words.preface, "<p>前言。</p>\n");
        let found: Vec<_> = words.sections.iter().map(|section| (section.section, section.heading.as_str(), section.html.as_str())).collect();
        assert_eq!(
            found,
            [
                (0, "一、总体情况", "<h3 id=\"s-一主动公开\">（一）主动公开</h3>\n<p>一、总体要求。</p>\n"),
                (4, "五、政府信息公开工作存在的主要问题及改进情况", "<p>有不足。</p>\n<h3 id=\"s-一措施\">一、措施</h3>\n"),
            ]
        );
    }
}
