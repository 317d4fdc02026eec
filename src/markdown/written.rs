//! Markdown → what it links to, with places, and the addresses within the page that its headings will have.

use super::heading::Headings;
use super::section::is_heading_of;
use super::{emphasis, footnote, options};
use crate::form::Section;
use crate::model::{LinkKind, Written, WrittenLink};
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};
use std::collections::BTreeSet;
use std::ops::Range;

/// The most links of one document that are kept.
const MAX_LINKS: usize = 20_000;

/// How far from the end of a link its address is looked for, in bytes beyond its own length.
const NEAR_END: usize = 512;

/// The longest address with a space that is looked at, in bytes.
const MAX_SPACED: usize = 300;

/// What words that begin at `start` of their file link to. `sections` are the chapters to whose headings the page itself
/// gives addresses.
#[must_use]
pub fn written<'f>(text: &str, start: usize, title: &str, sections: impl Iterator<Item = &'f Section>) -> Written {
    let marked = emphasis::mark(text);
    let mut reader = Reader { title, sections: sections.collect(), ..Reader::default() };
    for (at, (event, range)) in Parser::new_ext(&marked, options()).into_offset_iter().enumerate() {
        reader.event(at, event, range, &marked);
    }
    let Reader { headings, chosen, mut links, notes, .. } = reader;
    let origin = if links.is_empty() { Vec::new() } else { emphasis::origin(text, &marked) };
    for link in &mut links {
        let place = |at| start + emphasis::place(&origin, at);
        link.range = place(link.range.start)..place(link.range.end);
        if let Some(id) = link.target.strip_prefix('#').filter(|id| chosen.contains(*id)) {
            link.target = format!("#h-{id}").into();
        }
    }
    let is_open = headings.all.iter().any(|heading| heading.text.contains("{{"));
    // There is one of these for each document of the portal: they hold no more than they must.
    let ids = headings.all.into_iter().map(|heading| Box::from(heading.id)).chain(notes).collect();
    Written { links: links.into(), ids, is_open }
}

#[derive(Default)]
struct Reader<'a, 'f> {
    title: &'a str,
    /// The chapters whose headings have not come yet.
    sections: Vec<&'f Section>,
    headings: Headings,
    /// The heading that is being read: the place of its event, its text, the address that the author gave it.
    heading: Option<(usize, String, Option<String>)>,
    chosen: BTreeSet<String>,
    /// The addresses of footnotes.
    notes: Vec<Box<str>>,
    in_code: bool,
    links: Vec<WrittenLink>,
}

impl Reader<'_, '_> {
    fn event(&mut self, at: usize, event: Event<'_>, range: Range<usize>, marked: &str) {
        match event {
            Event::Start(Tag::Heading { id, .. }) => self.heading = Some((at, String::new(), id.map(String::from))),
            Event::End(TagEnd::Heading(_)) => self.end_of_heading(),
            Event::Start(Tag::Link { link_type, dest_url, .. }) if link_type != LinkType::Email => self.link(LinkKind::Link, &dest_url, range, marked),
            Event::Start(Tag::Image { dest_url, .. }) => self.link(LinkKind::Picture, &dest_url, range, marked),
            Event::Start(Tag::FootnoteDefinition(name)) => self.notes.push(String::from(footnote(&name)).into()),
            Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, heading, _)) = &mut self.heading {
                    heading.push_str(&text);
                }
                if !self.in_code && text.ends_with(']') {
                    self.spaced(range.end, marked);
                }
            }
            _ => {}
        }
    }

    fn end_of_heading(&mut self) {
        let Some((at, text, chosen)) = self.heading.take() else { return };
        let text = text.replace(emphasis::MARK, "").trim().to_owned();
        if at == 0 && text == self.title {
            return;
        }
        let before = self.sections.len();
        self.sections.retain(|section| !is_heading_of(&text, section));
        if self.sections.len() < before {
            return;
        }
        self.headings.add(text, chosen.as_deref());
        self.chosen.extend(chosen);
    }

    fn link(&mut self, kind: LinkKind, target: &str, range: Range<usize>, marked: &str) {
        if self.links.len() >= MAX_LINKS || target.contains("{{") {
            return;
        }
        let whole = &marked[range.clone()];
        let near = (whole.len().saturating_sub(target.len() + NEAR_END)..=whole.len()).find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
        let place = whole[near..].rfind(target).filter(|_| !target.is_empty()).map(|at| range.start + near + at);
        let range = place.map_or(range, |start| start..start + target.len());
        self.links.push(WrittenLink { target: target.replace(emphasis::MARK, "").into(), range, kind });
    }

    /// After a `]` that ends no link: an address in brackets that holds a space.
    fn spaced(&mut self, at: usize, marked: &str) {
        let Some(rest) = marked.get(at..).and_then(|rest| rest.strip_prefix('(')) else { return };
        let Some(length) = rest.bytes().take(MAX_SPACED).position(|byte| matches!(byte, b')' | b'\n' | b'<')) else { return };
        let target = rest[..length].trim();
        let is_address = target.starts_with('/') || target.rsplit_once('.').is_some_and(|(_, end)| (2..=5).contains(&end.len()) && is_plain(end));
        if rest.as_bytes()[length] == b')' && target.contains(' ') && is_address && self.links.len() < MAX_LINKS {
            let start = at + 1 + rest[..length].find(target).unwrap_or(0);
            let link = WrittenLink { target: target.replace(emphasis::MARK, "").into(), range: start..start + target.len(), kind: LinkKind::Spaced };
            self.links.push(link);
        }
    }
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;
    use crate::markdown::{Links, render, words};

    /// Each link of a text: as it is written, and where it leads.
    #[track_caller]
    fn case(text: &str, expected: &[(&str, &str, LinkKind)]) {
        let front = "---\n---\n";
        let file = format!("{front}{text}");
        let found = written(text, front.len(), "标题", std::iter::empty());
        let told: Vec<_> = found.links.iter().map(|link| (&file[link.range.clone()], &*link.target, link.kind)).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn links_are_found_where_they_stand() {
        use LinkKind::{Link, Picture, Spaced};
        case("见[指南](guide.md \"指南\")。", &[("guide.md", "guide.md", Link)]);
        case("**一、加强。**见[办法](b.html)**甲。**[丙](c.html)", &[("b.html", "b.html", Link), ("c.html", "c.html", Link)]);
        case("\u{7}**“甲”**乙[丙](c.html)", &[("c.html", "c.html", Link)]);
        case("[![图](a.png)](b.html)", &[("b.html", "b.html", Link), ("a.png", "a.png", Picture)]);
        case("[甲][乙]\n\n[乙]: b.html", &[("[甲][乙]", "b.html", Link)]);
        case("[甲](<附件 1.docx>)", &[("附件 1.docx", "附件 1.docx", Link)]);
        case("[甲](附件 1.docx)", &[("附件 1.docx", "附件 1.docx", Spaced)]);
        case("[注](见 附件) `[甲](a b.docx)`\n\n    [甲](a b.docx)", &[]);
        case("<someone@example.cn> `[a](b)`", &[]);
        case("## 甲 {#main}\n[见](#main)[上](#above)", &[("#main", "#h-main", Link), ("#above", "#above", Link)]);
    }

    #[test]
    fn ids_are_those_of_the_rendered_page() {
        for text in ["# 标题\n\n## 一、要求\n## 一、要求\n\n### 甲 {#main}\n", "**甲。**乙\n\n## **一、加强。**落实\n\n# 标题\n", "甲[^1]\n\n[^1]: 注\n"]
        {
            let html = render(text, "标题", &Links { base: "/" }).html;
            let ids = written(text, 0, "标题", std::iter::empty()).ids;
            let all: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            assert_eq!(ids.iter().map(|id| &**id).collect::<Vec<_>>(), all);
        }
        assert!(written("## 新收{{ requests.received.total }}件", 0, "", std::iter::empty()).is_open);
    }

    #[test]
    fn chapters_of_a_report_have_addresses_of_the_page() {
        let forms = Forms::built_in();
        let form = forms.find("2021").expect("built in");
        let text = "# 一、总体情况\n\n## （一）主动公开 {#first}\n\n# 五、存在的主要问题\n\n[见](#first)\n";
        let found = written(text, 0, "", form.sections.iter());
        assert_eq!(*found.ids, [Box::from("h-first")]);
        assert_eq!(&*found.links[0].target, "#h-first");
        assert!(words(text, &form.sections, "", &Links { base: "/" }).sections[1].html.contains("href=\"#h-first\""));
    }

    #[test]
    fn many_links_are_found_in_one_pass() {
        let pictures = format!("{}x{}", "![".repeat(50_000), "](b.png)".repeat(50_000));
        let used = format!("{}\n\n[a]: {}\n", "[a]".repeat(50_000), "b".repeat(10_000));
        for text in ["[a](b)".repeat(50_000), "[a](b c.md)".repeat(50_000), "](a b.".repeat(50_000), "**。** [a](b)\u{7}\n".repeat(20_000), pictures, used] {
            assert!(written(&text, 0, "", std::iter::empty()).links.len() <= MAX_LINKS);
        }
    }
}
