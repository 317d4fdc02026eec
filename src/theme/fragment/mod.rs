//! HTML that an operator wrote → what in it would break the pages it is put into.

mod address;
mod rule;
mod tags;

use crate::diagnostic::{Code, Diagnostic, Text};
use crate::model::Base;
use crate::source::Source;
use crate::tree::Reader;
use html5ever::tokenizer::{Tag, TagKind};
use rule::{faults, is_void};
use std::ops::Range;
use std::sync::Arc;
use tags::{Mark, Next, RawKind, walk};

/// What is wrong with a fragment of a portal that stands at `base`. Tags are looked at, not what a browser makes of
/// elements in odd places, such as a list in a picture.
pub(super) fn check(source: Source, base: &Base) -> Vec<Diagnostic> {
    let source = Arc::new(source);
    let mut fragment = Fragment { base, open: Vec::new(), reader: Reader::new(Arc::clone(&source)) };
    let unfinished = walk(&source.text, |mark, span| match mark {
        Mark::Tag(tag) if tag.kind == TagKind::StartTag => fragment.start(tag, span),
        Mark::Tag(tag) => fragment.end(tag, span),
        Mark::Doctype => fragment.doctype(span),
    });
    if let Some(start) = unfinished {
        let message = Text::new("从这里开始的标签或注释没有写完", "the tag or comment that begins here never ends");
        fragment.say(start..start + 1, message, Text::new("请补上 > 或 -->；若是文字，请写 &lt;", "add `>` or `-->`; write `&lt;` for the character itself"));
    }
    fragment.close_all_above(0);
    fragment.reader.finish()
}

/// An element that is open.
struct Open {
    name: String,
    /// Where its tag stands.
    span: Range<usize>,
    /// Whether it has to go anyway.
    refused: bool,
}

/// A fragment while it is read.
struct Fragment<'b> {
    base: &'b Base,
    open: Vec<Open>,
    reader: Reader,
}

impl Fragment<'_> {
    fn say(&mut self, span: Range<usize>, message: Text, help: Text) {
        self.reader.say(Code::Shell, span, message).help = Some(help);
    }

    fn start(&mut self, tag: &Tag, span: Range<usize>) -> Next {
        let foreign = self.is_foreign();
        let faults = faults(tag, foreign, self.base);
        let refused = faults.iter().any(|fault| fault.attribute.is_none());
        for fault in faults {
            let place = fault.attribute.and_then(|name| self.attribute(&name, &span)).unwrap_or_else(|| span.clone());
            self.say(place, fault.message, fault.help);
        }
        let name = &*tag.name;
        if is_void(name) && !foreign || tag.self_closing && (foreign || matches!(name, "svg" | "math")) {
            return Next::Html;
        }
        if !foreign && matches!(name, "a" | "button" | "form" | "nobr" | "select") && self.open.iter().any(|open| open.name == name) {
            let message =
                Text::new(format!("<{name}> 在另一个 <{name}> 之中，会使它提前关闭"), format!("`<{name}>` stands within another one and closes it too soon"));
            self.say(span.clone(), message, Text::new("请先关闭外面的一个", "close the outer one first"));
        }
        self.open.push(Open { name: name.to_owned(), span, refused });
        match name {
            _ if foreign => Next::Html,
            "script" => Next::Raw(RawKind::ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => Next::Raw(RawKind::Rawtext),
            "textarea" | "title" => Next::Raw(RawKind::Rcdata),
            "plaintext" => Next::Plain,
            _ => Next::Html,
        }
    }

    fn end(&mut self, tag: &Tag, span: Range<usize>) -> Next {
        let name = &*tag.name;
        match self.open.iter().rposition(|open| open.name == name) {
            Some(at) => {
                self.close_all_above(at + 1);
                self.open.truncate(at);
            }
            None => {
                let message = Text::new(
                    format!("</{name}> 没有对应的开始标签，会关闭页面上别的元素"),
                    format!("`</{name}>` closes nothing here, but perhaps something of the page"),
                );
                self.say(span, message, Text::new("请删去，或补上开始标签", "remove it, or add the tag that opens it"));
            }
        }
        Next::Html
    }

    fn doctype(&mut self, span: Range<usize>) -> Next {
        let message = Text::new("<!DOCTYPE> 属于完整的网页，这里只能是网页的一部分", "`<!DOCTYPE>` belongs to a whole page; this is part of one");
        self.say(span, message, Text::new("请只保留页头或页脚本身", "keep only the head or foot itself"));
        Next::Html
    }

    /// Tells of the elements from this one on that nothing closes.
    fn close_all_above(&mut self, from: usize) {
        for Open { name, span, .. } in self.open.split_off(from).into_iter().filter(|open| !open.refused) {
            let message = Text::new(format!("<{name}> 没有关闭，后面的内容会被它包进去"), format!("`<{name}>` is not closed and takes in what follows"));
            self.say(span, message, Text::new(format!("请补上 </{name}>"), format!("add `</{name}>`")));
        }
    }

    /// Whether a tag here belongs to a picture or formula, where other rules of writing hold.
    fn is_foreign(&self) -> bool {
        let edges = ["svg", "math", "foreignobject", "desc", "title"];
        let edge = self.open.iter().rev().map(|open| open.name.as_str()).find(|name| edges.contains(name));
        matches!(edge, Some("svg" | "math"))
    }

    /// Where an attribute stands in a tag.
    fn attribute(&self, name: &str, tag: &Range<usize>) -> Option<Range<usize>> {
        let text = self.reader.source().text.get(tag.clone())?;
        let parts = |c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '/');
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/' | '>');
        let lower = text.to_ascii_lowercase();
        let is_whole = |at: &usize| lower[..*at].ends_with(parts) && lower[at + name.len()..].starts_with(ends);
        let at = lower.match_indices(name).map(|(at, _)| at).find(is_whole)?;
        Some(tag.start + at..tag.start + at + name.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};

    /// The text that each finding about a fragment stands at.
    fn found(text: &str) -> Vec<String> {
        let base = Base::parse("https://www.example.gov.cn/bmzt/").expect("an address");
        let found = check(Source { path: "shell/head.html".to_owned(), text: text.to_owned() }, &base);
        let at = |diagnostic: &Diagnostic| match &diagnostic.place {
            Some(crate::diagnostic::Place::Span(_, span)) => text[span.clone()].to_owned(),
            Some(crate::diagnostic::Place::File(_)) | None => String::new(),
        };
        found.iter().map(at).collect()
    }

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        assert_eq!(found(text), expected, "{text}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_can_be_checked(text in "(<|>|</|<!--|-->|<!|script|title|svg|a|div|=|\"|'|&|;|/| |\r\n|\0|中|href|style){0,30}") {
            // Each place lies within the text, on whole characters; what is no markup is never at fault.
            let found = found(&text);
            prop_assert!(text.contains('<') || found.is_empty());
        }
    }

    #[test]
    fn what_a_page_can_take() {
        case("", &[]);
        case("<div class=top><a href=\"https://www.gov.cn/\">中国政府网</a><br><img src=\"/logo.png\" alt=\"\"></div>\r\n", &[]);
        case("<!-- <main> --><nav aria-label=\"门户导航\"><ul><li><a href=/ >首页</a></li></ul></nav>", &[]);
        case("<svg viewBox=\"0 0 1 1\"><title>国徽</title><path d=\"M0 0\"/><use href=\"#a\"/></svg>", &[]);
        case("<script src=\"/js/top.js\">if (a < b) document.write('<main>')</script>", &[]);
        case("<link rel=\"stylesheet\" href=\"https://www.example.gov.cn/css/top.css\">a < b &amp; c", &[]);
        case("<form action=\"/search\"><input name=q><textarea></main></textarea></form>", &[]);
    }

    #[test]
    fn what_is_not_balanced() {
        case("<div><p>一</div>", &["<p>"]);
        case("<div>\n<DIV class='>'>二</div>", &["<div>"]);
        case("三</div></body>", &["</div>", "</body>"]);
        case("<br></br><div/>", &["</br>", "<div/>"]);
        case("<p>四</p><!-- 五", &["<"]);
        case("<p>六</p><a href=\"/x>七</a>", &["<"]);
        case("<<b>八</b>< <i>", &["<i>"]);
        case("<script src=/x>九", &["<script src=/x>"]);
        case("<a href=/>十<b><a href=/x>十一</a></b></a>", &["<a href=/x>"]);
        case("<plaintext></plaintext>", &["<plaintext>"]);
    }

    #[test]
    fn what_a_page_has_already_or_blocks() {
        case("<!doctype html><html><head><title>一</title></head></html>", &["<!doctype html>", "<html>", "<head>", "<title>"]);
        case("<header role=banner><meta charset=gbk>", &["<header role=banner>", "role", "<meta charset=gbk>"]);
        case("<a title='onclick=x' onclick='x()' href='JavaScript:x'>二</a>", &["onclick", "href"]);
        case("<img src=//img.example.com/a.png srcset='/a.png 1x, https://x.example/b.png 2x' alt=''>", &["src", "srcset"]);
        case("<style>main > p { }</style><p style=''>三</p>", &["<style>", "style"]);
        case("<script>x()</script><iframe src=/a><main></iframe>", &["<script>", "<iframe src=/a>"]);
        case("<a href=about.html>四</a><form action=https://x.example/></form>", &["href", "action"]);
    }
}
