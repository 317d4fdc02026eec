//! The text of `report.md` → its sentences without Markdown, spaces and tables, in half-width digits, each character with
//! its place in the file; quotes stand as their values.

use crate::form::Section;
use std::cell::OnceCell;
use std::ops::Range;

/// The most characters of one sentence that are looked at.
const MAX_SENTENCE: usize = 4_000;

/// A sentence.
#[derive(Debug, Clone, Default)]
pub(super) struct Sentence {
    pub(super) text: Vec<char>,
    /// The same, once it was asked for.
    whole: OnceCell<String>,
    /// Where each character stands in the file, in bytes.
    at: Vec<Range<usize>>,
    /// The section it stands in, by its place in the form.
    pub(super) section: Option<usize>,
    /// Whether the heading above it is about requests.
    pub(super) on_requests: bool,
    /// Which paragraph it belongs to.
    pub(super) paragraph: usize,
    /// Whether it is a heading.
    pub(super) is_heading: bool,
}

impl Sentence {
    /// Where a range of its characters stands in the file.
    pub(super) fn place(&self, range: Range<usize>) -> Range<usize> {
        let start = self.at.get(range.start).map_or(0, |at| at.start);
        let last = self.at[range.start.min(self.at.len())..range.end.min(self.at.len())].last();
        start..last.map_or(start, |at| at.end).max(start)
    }

    /// All of its text.
    pub(super) fn whole(&self) -> &str {
        self.whole.get_or_init(|| self.text.iter().collect())
    }

    /// Whether one of some words stands in it.
    pub(super) fn mentions(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.whole().contains(word))
    }

    /// Where two characters stand next to each other.
    pub(super) fn occurrences(&self, wanted: [char; 2]) -> Vec<usize> {
        self.text.windows(2).enumerate().filter(|(_, pair)| *pair == wanted).map(|(at, _)| at).collect()
    }

    /// A part of its text.
    pub(super) fn words(&self, range: Range<usize>) -> String {
        self.text[range.start.min(self.text.len())..range.end.min(self.text.len())].iter().collect()
    }
}

/// What stands in place of a quote.
pub(super) struct Quoted {
    pub(super) range: Range<usize>,
    pub(super) value: String,
}

/// Splits the words that begin at `start`.
pub(super) fn sentences(text: &str, start: usize, sections: &[Section], quotes: &[Quoted]) -> Vec<Sentence> {
    let mut splitter = Splitter { sections, quotes: quotes.iter().peekable(), found: Vec::new(), current: Sentence::default() };
    let mut at = start;
    let mut fenced = false;
    for line in text[start..].split_inclusive('\n') {
        let begin = at;
        at += line.len();
        let trimmed = line.trim();
        if trimmed.starts_with("```") {
            fenced = !fenced;
        }
        if trimmed.is_empty() || fenced || trimmed.starts_with("```") {
            splitter.end_paragraph();
        } else if trimmed.starts_with('|') || line.contains('\t') {
            // A table in the words repeats the tables.
            splitter.end_paragraph();
        } else {
            splitter.line(line, begin);
        }
    }
    splitter.end_paragraph();
    splitter.found
}

struct Splitter<'a> {
    sections: &'a [Section],
    quotes: std::iter::Peekable<std::slice::Iter<'a, Quoted>>,
    found: Vec<Sentence>,
    /// The sentence that is being read; of the ones to come, section and paragraph.
    current: Sentence,
}

impl Splitter<'_> {
    fn line(&mut self, line: &str, begin: usize) {
        let body = line.trim_start_matches([' ', '\u{3000}', '#', '>', '*', '_', '-', '+']);
        let is_heading = line.trim_start().starts_with('#') || self.section(body).is_some();
        if is_heading || body.len() < line.trim_start_matches([' ', '\u{3000}']).len() || opens(body) {
            self.end_paragraph();
        }
        if let Some(section) = self.section(body) {
            self.current.section = Some(section);
            self.current.on_requests = matches!(self.sections[section].keyword.as_str(), "申请" | "复议");
        } else if is_heading || opens(body) {
            let lead: String = body.chars().take(24).take_while(|c| *c != '。').collect();
            if is_heading || body.starts_with(['（', '(']) {
                self.current.on_requests = lead.contains("申请公开") || lead.contains("公开申请") || lead.contains("复议");
            }
        }
        self.current.is_heading = is_heading;
        self.characters(&line[line.len() - body.len()..], begin + line.len() - body.len());
        if is_heading {
            self.end_paragraph();
        }
    }

    fn characters(&mut self, line: &str, begin: usize) {
        for (offset, c) in line.char_indices() {
            let at = begin + offset;
            while self.quotes.peek().is_some_and(|quote| quote.range.end <= at) {
                self.quotes.next();
            }
            if let Some(quote) = self.quotes.peek().filter(|quote| quote.range.contains(&at)) {
                if quote.range.start == at {
                    let (value, range) = (quote.value.clone(), quote.range.clone());
                    value.chars().for_each(|c| self.push(c, range.clone()));
                }
                continue;
            }
            if !(c.is_whitespace() || matches!(c, '*' | '_' | '`' | '#' | '\\' | '\u{feff}')) {
                self.push(plain(c), at..at + c.len_utf8());
            }
            if matches!(c, '。' | '！' | '？' | '!' | '?') {
                self.end_sentence();
            }
        }
    }

    fn push(&mut self, c: char, at: Range<usize>) {
        self.current.text.push(c);
        self.current.at.push(at);
        if self.current.text.len() >= MAX_SENTENCE {
            self.end_sentence();
        }
    }

    fn end_sentence(&mut self) {
        let next = Sentence { text: Vec::new(), at: Vec::new(), ..self.current.clone_context() };
        let done = std::mem::replace(&mut self.current, next);
        if !done.text.is_empty() {
            self.found.push(done);
        }
    }

    fn end_paragraph(&mut self) {
        self.end_sentence();
        self.current.is_heading = false;
        self.current.paragraph += 1;
    }

    /// The section whose heading a line is.
    fn section(&self, line: &str) -> Option<usize> {
        let line = line.trim();
        if line.chars().count() > 40 || line.ends_with('。') {
            return None;
        }
        self.sections.iter().position(|section| {
            let rest = line.strip_prefix(section.number.as_str()).map(str::trim_start);
            rest.and_then(|rest| rest.strip_prefix(['、', '.', '．', ','])).is_some_and(|rest| rest.contains(section.keyword.as_str()))
        })
    }
}

impl Sentence {
    /// The same place in the report, without a text.
    fn clone_context(&self) -> Self {
        Self { text: Vec::new(), at: Vec::new(), whole: OnceCell::new(), ..*self }
    }
}

/// Whether a line opens a paragraph: （一）, 1., 一、
fn opens(line: &str) -> bool {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = line.trim_start_matches(['（', '(']);
    let after = rest.trim_start_matches(numeral);
    let digits = rest.len() - after.len();
    digits > 0 && after.starts_with(['）', ')', '、', '．']) || digits > 0 && after.starts_with('.') && !after[1..].starts_with(numeral)
}

/// A character in half width, where it is a digit or a sign of numbers.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '．' => '.',
        '％' => '%',
        '(' => '（',
        ')' => '）',
        ':' => '：',
        ';' => '；',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[test]
    fn places_lead_back_to_the_file() {
        let forms = Forms::built_in();
        let sections = &forms.find("2021").expect("built in").sections;
        let text = "# 题名\n\n## 一、总体情况\n\n（二）依申请公开情况。收到 **申请**{{ a }}件，\n其中１件。\n\n| 表 | 1 |\n";
        let range = text.find("{{").map(|at| at..at + 7).expect("a quote");
        let found = sentences(text, 0, sections, &[Quoted { range: range.clone(), value: "12".to_owned() }]);
        let words: Vec<String> = found.iter().map(|sentence| sentence.words(0..99)).collect();
        assert_eq!(words, ["题名", "一、总体情况", "（二）依申请公开情况。", "收到申请12件，其中1件。"]);
        assert!(found[3].on_requests && found[3].section == Some(0));
        assert_eq!(found[3].place(4..6), range);
        assert_eq!(&text[found[3].place(10..11)], "１");
    }
}
