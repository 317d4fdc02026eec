//! A page of Markdown → its blocks of code, each with what its mark says of it, its headings, links and tables.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use std::path::Path;

/// What is done with a block. A mark is a comment directly before it, which no reader sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Commands, run in order; the last ends with this exit code: `exit: 1`, or none where it is 0.
    Run(i32),
    /// A command that ends only when it is told to: `kept running`.
    KeptRunning,
    /// Neither run nor written, and why: `not run: …`. Its `lanmu` commands are still parsed.
    NotRun(String),
    /// Written to a file of the page's portal: `file: …`.
    File(String),
    /// Added to the end of a file: `append: …`.
    Append(String),
    /// Each line replaces the line of a file that begins with the same key: `edit: …`.
    Edit(String),
    /// Stands literally in a file of the page's portal, or else of the repository: `part of: …`.
    PartOf(String),
    /// All that the commands before printed: `output`.
    Output,
    /// Lines that are among what the commands before printed: `output: part`.
    OutputPart,
    /// Files of the page's portal, one at the beginning of each line: `tree`.
    Tree,
}

/// A block of code.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// The line it begins on.
    pub(crate) line: usize,
    /// Its language.
    pub(crate) kind: String,
    /// What is done with it.
    pub(crate) mark: Mark,
    /// Its text.
    pub(crate) text: String,
    /// Where the text stands in the page.
    pub(crate) range: Range<usize>,
}

/// A page.
#[derive(Debug)]
pub(crate) struct Page {
    /// Its path below the repository.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
    /// Its blocks of code.
    pub(crate) blocks: Vec<Block>,
    /// Its headings: level and text.
    pub(crate) headings: Vec<(usize, String)>,
    /// Where its links and pictures lead, with their lines.
    pub(crate) links: Vec<(usize, String)>,
    /// The rows of its tables, cell by cell, as they are written.
    pub(crate) rows: Vec<Vec<String>>,
}

impl Page {
    /// Reads a page of the repository.
    pub(crate) fn read(repository: &Path, path: &str) -> Self {
        let text = std::fs::read_to_string(repository.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut page = Self { path: path.to_owned(), blocks: Vec::new(), headings: Vec::new(), links: Vec::new(), rows: Vec::new(), text };
        let text = page.text.clone();
        let mut comment = None;
        let mut heading: Option<String> = None;
        for (event, range) in Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter() {
            let line = text[..range.start].matches('\n').count() + 1;
            match event {
                Event::Html(html) => comment = Some(html.trim().to_owned()),
                Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) => page.block(line, &kind, comment.take().as_deref(), range),
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(level)) => page.headings.push((level as usize, heading.take().unwrap_or_default())),
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => page.links.push((line, dest_url.to_string())),
                Event::Start(Tag::TableHead | Tag::TableRow) => page.rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => page.rows.last_mut().into_iter().for_each(|row| row.push(text[range.clone()].trim().to_owned())),
                Event::Text(part) | Event::Code(part) => heading.iter_mut().for_each(|heading| heading.push_str(&part)),
                _ => comment = None,
            }
        }
        page
    }

    fn block(&mut self, line: usize, kind: &str, comment: Option<&str>, range: Range<usize>) {
        let whole = &self.text[range.clone()];
        let start = range.start + whole.find('\n').map_or(0, |at| at + 1);
        let end = range.start + whole.rfind("```").unwrap_or(0);
        let text = self.text[start..end.max(start)].to_owned();
        let said = comment.and_then(|comment| comment.strip_prefix("<!--")?.strip_suffix("-->")).map(str::trim);
        let mark = mark(kind, said).unwrap_or_else(|| panic!("{}:{line}: nothing says what is done with this `{kind}` block: {said:?}", self.path));
        self.blocks.push(Block { line, kind: kind.to_owned(), mark, text, range: start..end });
    }

    /// The rows of tables whose first cell is code, with that code.
    pub(crate) fn coded_rows(&self) -> impl Iterator<Item = (&str, &[String])> {
        let coded = |row: &'_ Vec<String>| row.first().is_some_and(|cell| cell.starts_with('`'));
        self.rows.iter().filter(move |row| coded(row)).map(|row| (row[0].trim_matches('`'), row.as_slice()))
    }

    /// The addresses of its headings, as they are made on the pages of a repository's host.
    pub(crate) fn anchors(&self) -> Vec<String> {
        let kept = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
        self.headings.iter().map(|(_, text)| text.to_lowercase().chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()).collect()
    }
}

fn mark(kind: &str, said: Option<&str>) -> Option<Mark> {
    let Some(said) = said else { return (kind == "sh").then_some(Mark::Run(0)) };
    let (word, rest) = said.split_once(": ").unwrap_or((said, ""));
    let rest = rest.to_owned();
    match (word, kind) {
        ("exit", "sh") => Some(Mark::Run(rest.parse().ok()?)),
        ("kept running", "sh") => Some(Mark::KeptRunning),
        ("not run", _) if !rest.is_empty() => Some(Mark::NotRun(rest)),
        ("file", _) => Some(Mark::File(rest)),
        ("append", _) => Some(Mark::Append(rest)),
        ("edit", _) => Some(Mark::Edit(rest)),
        ("part of", _) => Some(Mark::PartOf(rest)),
        ("output", "text") if rest.is_empty() => Some(Mark::Output),
        ("output", "text") if rest == "part" => Some(Mark::OutputPart),
        ("tree", "text") => Some(Mark::Tree),
        _ => None,
    }
}

/// What is between backquotes in a text.
pub(crate) fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}
