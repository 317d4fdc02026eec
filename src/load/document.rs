//! A Markdown file → what its front matter says, and where its words begin.

use super::expression::Reach;
use super::quote::find_quotes;
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::form::Forms;
use crate::markdown;
use crate::model::{Address, Body, Card, Document, ReviewStep, Slug, Status, Waiver, Written};
use crate::source::{Digest, DigestBuilder, Source};
use crate::tree::{Fields, Node, Reader, YamlText, read_yaml};
use std::ops::Range;
use std::sync::Arc;

/// What is expected of a document by where it stands.
pub(crate) enum Wanted<'a> {
    /// A disclosed item, with a title and a date.
    Item { slug: &'a str },
    /// A rule of the agency, with a title.
    Rule { slug: &'a str },
    /// A page of fixed name, which may do without a title.
    Page { slug: &'a str, title: &'a str },
    /// Words that may quote figures: those of a report, or of the home page.
    Quoting { slug: &'a str, reach: Reach<'a> },
}

/// Reads a document; `forms` tell which of a report's headings are those of its chapters.
pub(crate) fn read_document(path: &str, text: &str, digest: Digest, wanted: Wanted<'_>, forms: &Forms) -> (Option<Document>, Vec<Diagnostic>) {
    let (slug, default_title, needs_date) = match wanted {
        Wanted::Item { slug } => (slug, None, true),
        Wanted::Rule { slug } => (slug, None, false),
        Wanted::Page { slug, title } => (slug, Some(title), false),
        Wanted::Quoting { slug, .. } => (slug, Some(""), false),
    };
    let mut diagnostics = Vec::new();
    let valid_slug = Slug::parse_document(slug);
    if valid_slug.is_none() {
        diagnostics.push(bad_slug(path, slug));
    }
    let (front, start) = match front_matter(text) {
        Ok(found) => found,
        Err(()) => {
            let source = Arc::new(Source { path: path.to_owned(), text: text.to_owned() });
            let message = Text::new("文件开头的“---”没有对应的结束行“---”", "the front matter that begins with `---` is not closed by a line `---`");
            diagnostics.push(
                Diagnostic::new(Code::FrontMatter, message).at(&source, 0..3).with_help("请在各项之后另起一行写 ---", "put a line `---` after its last key"),
            );
            return (None, diagnostics);
        }
    };
    let front_digest = DigestBuilder::new("card").text(&text[front.clone()]).finish();
    let yaml = YamlText { path, text, range: front };
    let (card, noted) = read_yaml(&yaml, |node, reader| read_card(node, reader, default_title, needs_date));
    diagnostics.extend(noted);
    let card = card.flatten().map(|card| Card { digest: front_digest, ..card });
    let body = Body { path: path.to_owned(), start, digest };
    let is_of_report = matches!(wanted, Wanted::Quoting { reach: Reach::Report { .. }, .. });
    let sections = forms.iter().flat_map(|form| &form.sections).filter(|_| is_of_report);
    let written = card.as_ref().map_or_else(Written::default, |card| markdown::written(&text[start..], start, &card.title, sections));
    let (quotes, wrong) = match wanted {
        Wanted::Quoting { reach, .. } => find_quotes(path, text, start, reach),
        Wanted::Item { .. } | Wanted::Rule { .. } | Wanted::Page { .. } => (Vec::new(), Vec::new()),
    };
    let text = is_of_report.then(|| Arc::from(text));
    let complete = valid_slug.zip(card).filter(|_| diagnostics.is_empty());
    let document = complete.map(|(slug, card)| Document { slug, card, body, quotes: quotes.into(), written: written.into(), headings: Box::default(), text });
    // A quote that cannot be understood hides none of the others.
    diagnostics.extend(wrong);
    (document, diagnostics)
}

/// A name that cannot stand in an address.
pub(crate) fn bad_slug(path: &str, slug: &str) -> Diagnostic {
    let message = Text::new(format!("“{slug}”不能用作网址中的名称"), format!("`{slug}` cannot stand in an address"));
    Diagnostic::new(Code::BadSlug, message)
        .in_file(path)
        .with_help("请用小写英文字母、数字和连字符命名，如 kjj、2024-budget", "use lower-case letters, digits and hyphens, such as kjj or 2024-budget")
}

/// The range of the front matter, and where the words begin; an error where it is not closed.
pub(crate) fn front_matter(text: &str) -> Result<(Range<usize>, usize), ()> {
    let is_fence = |line: &str| line.trim_end_matches(['\r', '\n', ' ']) == "---";
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| is_fence(line)) else { return Ok((0..0, 0)) };
    let mut at = first.len();
    for line in lines {
        if is_fence(line) {
            return Ok((first.len()..at, at + line.len()));
        }
        at += line.len();
    }
    Err(())
}

fn read_card(node: &Node, reader: &mut Reader, default_title: Option<&str>, needs_date: bool) -> Option<Card> {
    let mut fields = Fields::of(node, reader)?;
    let title = match default_title {
        Some(title) => fields.text("title", reader).or_else(|| Some(title.to_owned())),
        None => fields.required_text("title", reader),
    };
    if needs_date {
        fields.required("date", reader);
    }
    let date = fields.moment("date", reader);
    let issued = fields.date("issued", reader);
    let statuses = [("有效", Status::InForce), ("失效", Status::Lapsed), ("废止", Status::Repealed)];
    let card = Card {
        title: title.unwrap_or_default(),
        date,
        issued,
        index_no: fields.text("index_no", reader).map(Box::from),
        doc_no: fields.text("doc_no", reader).map(Box::from),
        issuer: fields.text("issuer", reader).map(Box::from),
        topic: fields.text("topic", reader).map(Box::from),
        keywords: fields.texts("keywords", reader).into_iter().map(Box::from).collect(),
        access: fields.text("access", reader).map(Box::from),
        status: fields.choice("status", &statuses, reader),
        expires: fields.date("expires", reader),
        source: fields.text("source", reader).map(Box::from),
        interprets: fields.text("interprets", reader).map(|path| path.trim_matches('/').trim_end_matches(".md").trim_end_matches(".html").into()),
        aliases: read_addresses(&mut fields, "aliases", reader).into(),
        gone: read_addresses(&mut fields, "gone", reader).into(),
        draft: fields.flag("draft", reader),
        review: read_review(&mut fields, reader).into(),
        correction: fields.text("correction", reader).map(Box::from),
        waivers: read_waivers(&mut fields, reader).into(),
        digest: Digest::default(),
    };
    fields.finish(reader);
    Some(card)
}

/// Addresses below the portal's root that someone wrote.
pub(crate) fn read_addresses(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader) -> Vec<Address> {
    let mut addresses = Vec::new();
    for (text, span) in fields.placed_texts(key, reader) {
        match Address::parse(&text) {
            Some(address) => addresses.push(address),
            None => {
                let message = Text::new(format!("“{text}”不能用作本站内的地址"), format!("`{text}` is not an address within the portal"));
                reader.say(Code::BadAddress, span, message).help =
                    Some(Text::new("例如 /doc/2024/05/15/448911.shtml", "for example /doc/2024/05/15/448911.shtml"));
            }
        }
    }
    addresses
}

/// The steps of review that were done.
fn read_review(fields: &mut Fields<'_>, reader: &mut Reader) -> Vec<ReviewStep> {
    let nodes = fields.list("review", reader);
    let step = |node: &Node| {
        let mut fields = Fields::of(node, reader)?;
        let step = fields.required_text("step", reader);
        let by = fields.required_text("by", reader);
        fields.required("date", reader);
        let date = fields.date("date", reader);
        fields.finish(reader);
        Some(ReviewStep { step: step?, by: by?, date: date? })
    };
    nodes.iter().filter_map(step).collect()
}

/// The findings that a file lets stand.
pub(crate) fn read_waivers(fields: &mut Fields<'_>, reader: &mut Reader) -> Vec<Waiver> {
    let nodes = fields.list("waivers", reader);
    nodes.iter().filter_map(|node| read_waiver(node, reader)).collect()
}

fn read_waiver(node: &Node, reader: &mut Reader) -> Option<Waiver> {
    let mut fields = Fields::of(node, reader)?;
    let code = fields.required_text("code", reader);
    let at = fields.text("at", reader).unwrap_or_default();
    let reason = fields.text("reason", reader).filter(|text| !text.is_empty());
    let by = fields.text("by", reader).filter(|text| !text.is_empty());
    let date: Option<Date> = fields.date("date", reader);
    let until = fields.date("until", reader);
    fields.finish(reader);
    if reason.is_none() || by.is_none() || date.is_none() {
        let parts = [("理由（reason）", "`reason`", reason.is_none()), ("责任人（by）", "`by`", by.is_none()), ("日期（date）", "`date`", date.is_none())];
        let lacking = parts.into_iter().filter(|(_, _, lacks)| *lacks);
        let (zh, en): (Vec<_>, Vec<_>) = lacking.map(|(zh, en, _)| (zh, en)).unzip();
        let message = Text::new(format!("豁免没有写明{}", zh.join("、")), format!("a waiver without {}", en.join(", ")));
        reader.say(Code::WaiverIncomplete, node.span.clone(), message).help =
            Some(Text::new("写作 - { code: 代码, reason: 理由, by: 责任人, date: 2025-01-31 }", "write - { code: …, reason: why, by: who, date: 2025-01-31 }"));
    }
    Some(Waiver { code: code?, at, reason: reason?, by: by?, date: date?, until })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_found() {
        assert_eq!(front_matter("no front matter"), Ok((0..0, 0)));
        assert_eq!(front_matter("---\ntitle: x\n---\nbody"), Ok((4..13, 17)));
        assert_eq!(front_matter("---\r\ntitle: x\r\n---\r\nbody"), Ok((5..15, 20)));
        assert_eq!(front_matter("---\n---"), Ok((4..4, 7)));
        assert_eq!(front_matter("---\ntitle: x\n"), Err(()));
    }
}
