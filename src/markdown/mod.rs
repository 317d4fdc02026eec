//! Markdown → HTML that is safe to publish: raw HTML is shown as text, links lead where they may, headings have
//! addresses, tables have headers, and Chinese emphasis and line breaks come out as they are meant.

mod emphasis;
mod heading;
mod link;
mod outline;
mod passage;
mod section;
mod seen;
mod written;

pub use heading::Heading;
pub use link::Links;
pub use outline::{Chapter, Outline, outline};
pub use passage::{Passage, passages};
pub use section::{Words, WordsSection, section_of, words};
pub use seen::{BREAK, Seen, seen};
pub use written::written;

use crate::html::escape;
use heading::Headings;
use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::collections::BTreeSet;

/// A document as HTML.
#[derive(Debug)]
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// Its headings in order.
    pub headings: Vec<Heading>,
}

/// Renders a document whose title stands above it: its headings begin at level 2, and a first heading that repeats the
/// title is left out.
#[must_use]
pub fn render(text: &str, title: &str, links: &Links<'_>) -> Rendered {
    let marked = emphasis::mark(text);
    let mut events = parse(&marked);
    drop_title(&mut events, title);
    let mut headings = Headings::default();
    let chosen = chosen(&events);
    let html = html_of(events, &mut headings, 2, &Place { links, chosen: &chosen, label: title });
    Rendered { html, headings: headings.all }
}

/// What of Markdown is understood.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_HEADING_ATTRIBUTES
}

/// How many bytes of a text there are to an event, about.
const BYTES_AN_EVENT: usize = 24;

fn parse(marked: &str) -> Vec<Event<'_>> {
    let mut events = Vec::with_capacity(marked.len() / BYTES_AN_EVENT + 8);
    events.extend(Parser::new_ext(marked, options()));
    events
}

/// The addresses that the author gave headings.
fn chosen(events: &[Event<'_>]) -> BTreeSet<String> {
    events.iter().filter_map(|event| if let Event::Start(Tag::Heading { id: Some(id), .. }) = event { Some(id.to_string()) } else { None }).collect()
}

/// Where words stand.
struct Place<'p> {
    links: &'p Links<'p>,
    /// The addresses that the author gave headings of the page.
    chosen: &'p BTreeSet<String>,
    /// What stands above them.
    label: &'p str,
}

fn drop_title(events: &mut Vec<Event<'_>>, title: &str) {
    if !matches!(events.first(), Some(Event::Start(Tag::Heading { .. }))) {
        return;
    }
    let Some(end) = events.iter().position(|event| matches!(event, Event::End(TagEnd::Heading(_)))) else { return };
    if plain_text(&events[..end]) == title {
        events.drain(..=end);
    }
}

/// The text of some events, without markup.
fn plain_text(events: &[Event<'_>]) -> String {
    let mut text = String::new();
    for event in events {
        if let Event::Text(part) | Event::Code(part) = event {
            text.push_str(part);
        }
    }
    emphasis::unmark(&text).trim().to_owned()
}

/// The HTML of events, with the highest of their headings at `top`.
fn html_of(events: Vec<Event<'_>>, headings: &mut Headings, top: usize, place: &Place<'_>) -> String {
    let levels = events.iter().filter_map(|event| if let Event::Start(Tag::Heading { level, .. }) = event { Some(*level as usize) } else { None });
    let highest = levels.min().unwrap_or(top);
    let mut writer = Writer {
        chosen: place.chosen,
        images: Vec::new(),
        out: Vec::with_capacity(events.len()),
        headings,
        links: place.links,
        label: place.label.to_owned(),
        tables: 0,
        alignments: Vec::new(),
        column: 0,
        in_head: false,
        dropped_links: 0,
    };
    let mut pending = events.into_iter().peekable();
    while let Some(event) = pending.next() {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let mut inner = Vec::new();
                for event in pending.by_ref() {
                    if matches!(event, Event::End(TagEnd::Heading(_))) {
                        break;
                    }
                    inner.push(event);
                }
                writer.heading((level as usize + top - highest).min(6), id, inner);
            }
            Event::SoftBreak => {
                let next = if let Some(Event::Text(text)) = pending.peek() { text.trim_start_matches(emphasis::MARK).chars().next() } else { None };
                writer.soft_break(next);
            }
            event => writer.event(event),
        }
    }
    let mut out = String::with_capacity(2 * BYTES_AN_EVENT * writer.out.len());
    html::push_html(&mut out, writer.out.into_iter());
    if emphasis::is_marked(&out) { emphasis::unmark(&out) } else { out }
}

struct Writer<'a, 'w> {
    out: Vec<Event<'a>>,
    headings: &'w mut Headings,
    links: &'w Links<'w>,
    /// The addresses that the author gave headings.
    chosen: &'w BTreeSet<String>,
    /// What stands above: the last heading, or the title.
    label: String,
    tables: usize,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// For each picture that is open, whether it was kept as one.
    images: Vec<bool>,
    /// Links that are open and were not allowed.
    dropped_links: usize,
}

impl<'a> Writer<'a, '_> {
    fn html(&mut self, html: impl Into<CowStr<'a>>) {
        self.out.push(Event::Html(html.into()));
    }

    fn heading(&mut self, level: usize, id: Option<CowStr<'a>>, inner: Vec<Event<'a>>) {
        let text = plain_text(&inner);
        let id = self.headings.add(text.clone(), id.as_deref());
        let level = HeadingLevel::try_from(level).unwrap_or(HeadingLevel::H6);
        self.label = text;
        self.out.push(Event::Start(Tag::Heading { level, id: Some(id.into()), classes: Vec::new(), attrs: Vec::new() }));
        for event in inner {
            self.event(event);
        }
        self.out.push(Event::End(TagEnd::Heading(level)));
    }

    /// A line break within a paragraph is no space between Chinese characters.
    fn soft_break(&mut self, next: Option<char>) {
        let last = if let Some(Event::Text(text)) = self.out.last() { text.trim_end_matches(emphasis::MARK).chars().next_back() } else { None };
        let joined = last.zip(next).is_some_and(|(last, next)| emphasis::is_cjk(last) && emphasis::is_cjk(next));
        if !joined {
            self.out.push(Event::SoftBreak);
        }
    }

    fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => self.out.push(Event::Text(html)),
            Event::Start(Tag::HtmlBlock) => self.out.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => self.out.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => match self.target(&dest_url) {
                Some(url) => self.out.push(Event::Start(Tag::Link { link_type, dest_url: url.into(), title, id })),
                None => self.dropped_links += 1,
            },
            Event::End(TagEnd::Link) if self.dropped_links > 0 => self.dropped_links -= 1,
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => match self.links.image(&emphasis::unmark(&dest_url)) {
                Some(url) => {
                    self.images.push(true);
                    self.out.push(Event::Start(Tag::Image { link_type, dest_url: url.into(), title, id }));
                }
                // A picture from elsewhere would send each reader there: its description stays.
                None => {
                    self.images.push(false);
                    self.out.push(Event::Start(Tag::Emphasis));
                }
            },
            Event::End(TagEnd::Image) => self.out.push(Event::End(if self.images.pop() == Some(true) { TagEnd::Image } else { TagEnd::Emphasis })),
            Event::FootnoteReference(name) => self.out.push(Event::FootnoteReference(footnote(&name))),
            Event::Start(Tag::FootnoteDefinition(name)) => self.out.push(Event::Start(Tag::FootnoteDefinition(footnote(&name)))),
            Event::Start(Tag::Table(alignments)) => self.table(alignments),
            Event::End(TagEnd::Table) => self.html("</tbody></table></div>\n"),
            Event::Start(Tag::TableHead) => {
                (self.in_head, self.column) = (true, 0);
                self.html("<thead><tr>");
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                self.html("</tr></thead><tbody>\n");
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                self.html("<tr>");
            }
            Event::End(TagEnd::TableRow) => self.html("</tr>\n"),
            Event::Start(Tag::TableCell) => self.cell(),
            Event::End(TagEnd::TableCell) => self.html(if self.in_head { "</th>" } else { "</td>" }),
            event => self.out.push(event),
        }
    }

    /// Where a link leads.
    fn target(&self, url: &str) -> Option<String> {
        let url = emphasis::unmark(url);
        match url.strip_prefix('#').filter(|id| self.chosen.contains(*id)) {
            Some(id) => Some(format!("#h-{id}")),
            None => self.links.link(&url),
        }
    }

    fn table(&mut self, alignments: Vec<Alignment>) {
        self.tables += 1;
        self.alignments = alignments;
        let label = escape(&self.label);
        let name = if label.is_empty() { format!("表格 {}", self.tables) } else { format!("{label}（表格 {}）", self.tables) };
        self.html(format!("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{name}\"><table aria-label=\"{name}\">"));
    }

    fn cell(&mut self) {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Left | Alignment::None) | None => "",
        };
        self.column += 1;
        self.html(if self.in_head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") });
    }
}

/// The address of a footnote, apart from all others of the page.
fn footnote<'a>(name: &str) -> CowStr<'a> {
    format!("fn-{}", emphasis::unmark(name)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &str) {
        let links = Links { base: "/bmzt/" };
        assert_eq!(render(text, "标题", &links).html.trim_end(), expected);
    }

    #[test]
    fn chinese_emphasis() {
        case("**一、加强领导。**落实责任", "<p><strong>一、加强领导。</strong>落实责任</p>");
        case("这是**（一）主动公开**情况", "<p>这是<strong>（一）主动公开</strong>情况</p>");
        case("**“重点”**内容", "<p><strong>“重点”</strong>内容</p>");
        case("**一。**甲**二。**乙", "<p><strong>一。</strong>甲<strong>二。</strong>乙</p>");
        case("一\\*。\\*二", "<p>一*。*二</p>");
        case("`**。**`落实", "<p><code>**。**</code>落实</p>");
        case("* 一。\n* 二。", "<ul>\n<li>一。</li>\n<li>二。</li>\n</ul>");
    }

    #[test]
    fn masked_numbers_keep_their_stars() {
        case("电话138****1234，**或**139****5678", "<p>电话138****1234，<strong>或</strong>139****5678</p>");
        case("35*************123和`138****1234`", "<p>35*************123和<code>138****1234</code></p>");
        case("138-****-1234，１３８****１２３４", "<p>138-****-1234，１３８****１２３４</p>");
        case("2**3**4", "<p>2<strong>3</strong>4</p>");
    }

    #[test]
    fn chinese_strikethrough() {
        case("中~~《删》~~后", "<p>中<del>《删》</del>后</p>");
        case("~~删。~~后", "<p><del>删。</del>后</p>");
    }

    #[test]
    fn control_characters_go() {
        case("a\u{0}b\u{1b}[31m\u{fdd0}c", "<p>ab[31mc</p>");
    }

    #[test]
    fn chinese_lines_join() {
        case("第一行，\n第二行", "<p>第一行，第二行</p>");
        case("line one\nline two", "<p>line one\nline two</p>");
    }

    #[test]
    fn nothing_runs() {
        case("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
        case("a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>");
        case("[x](javascript:alert(1))", "<p>x</p>");
        case("[x](java&#10;script:alert(1))", "<p>x</p>");
        case("![x](https://elsewhere.example/a.png)", "<p><em>x</em></p>");
        case("[x](data:text/html,1) [y](/kjj/)", "<p>x <a href=\"/bmzt/kjj/\">y</a></p>");
    }

    #[test]
    fn no_id_stands_twice() {
        case("### 一\n### 一\n### 一-2", "<h2 id=\"s-一\">一</h2>\n<h2 id=\"s-一-2\">一</h2>\n<h2 id=\"s-一-2-2\">一-2</h2>");
        case("## 甲 {#main}\n[见](#main)", "<h2 id=\"h-main\">甲</h2>\n<p><a href=\"#h-main\">见</a></p>");
        let links = Links { base: "/" };
        assert!(render("甲[^downloads]\n\n[^downloads]: 注", "", &links).html.contains("id=\"fn-downloads\""));
    }

    #[test]
    fn headings_are_told_with_their_addresses() {
        let text = "# 标题\n\n## 一、**信息**的分类\n\n### 甲 {#main}\n\n## 一、信息的分类\n";
        let rendered = render(text, "标题", &Links { base: "/" });
        let told: Vec<_> = rendered.headings.iter().map(|heading| (heading.id.as_str(), heading.text.as_str())).collect();
        assert_eq!(told, [("s-一信息的分类", "一、信息的分类"), ("h-main", "甲"), ("s-一信息的分类-2", "一、信息的分类")]);
        assert!(told.iter().all(|(id, _)| rendered.html.contains(&format!("id=\"{id}\""))));
    }

    #[test]
    fn headings_and_tables() {
        case("# 标题\n\n# 一、要求\n\n# 一、要求", "<h2 id=\"s-一要求\">一、要求</h2>\n<h2 id=\"s-一要求-2\">一、要求</h2>");
        case("### 深\n#### 更深", "<h2 id=\"s-深\">深</h2>\n<h3 id=\"s-更深\">更深</h3>");
        case(
            "| 名称 | 数量 |\n|---|--:|\n| a | 1 |",
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"标题（表格 1）\"><table aria-label=\"标题（表格 1）\"><thead><tr><th scope=\"col\">名称</th><th scope=\"col\" class=\"right\">数量</th></tr></thead><tbody>\n<tr><td>a</td><td class=\"right\">1</td></tr>\n</tbody></table></div>",
        );
    }
}
