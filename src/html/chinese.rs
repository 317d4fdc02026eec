//! A page in another language → the same page, on which what is in Chinese says so: screen readers speak it as such.

use std::ops::Range;

/// What elements hold that nothing can be marked in.
const LEFT: [&str; 6] = ["desc", "option", "script", "style", "textarea", "title"];

/// Of these, those whose content is no markup at all.
const RAW: [&str; 2] = ["script", "style"];

/// The languages that are written with Chinese characters themselves.
const WRITTEN_WITH: [&str; 4] = ["zh", "yue", "ja", "ko"];

/// Whether pages in a language mark what is in Chinese.
#[must_use]
pub fn marks_chinese(language: &str) -> bool {
    !WRITTEN_WITH.contains(&language.split('-').next().unwrap_or_default())
}

/// Marks what is in Chinese: `予以公开` becomes `<span lang="zh-CN">予以公开</span>`, unless an element around it says so.
#[must_use]
pub fn mark_chinese(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    // The element whose content stays as it is, and how many of its name are open within it.
    let mut left: Option<(&str, usize)> = None;
    let mut drawings = 0_usize;
    let mut rest = html;
    while !rest.is_empty() {
        let (text, markup) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        let wrapper = if drawings > 0 { "tspan" } else { "span" };
        if left.is_some() {
            out.push_str(text)
        } else {
            write_marked(&mut out, text, wrapper)
        }
        let (markup, behind) = markup.split_at(length(markup));
        out.push_str(markup);
        rest = behind;
        let Some(Tag { name, is_end }) = Tag::of(markup) else { continue };
        if name == "svg" {
            drawings = if is_end { drawings.saturating_sub(1) } else { drawings + 1 };
        }
        left = match left {
            Some((element, open)) if element == name => {
                if is_end {
                    Some((element, open - 1)).filter(|(_, open)| *open > 0)
                } else {
                    Some((element, open + 1))
                }
            }
            None if !is_end && (LEFT.contains(&name) || markup.contains(" lang=\"zh")) => Some((name, 1)),
            other => other,
        };
        if RAW.contains(&name) && !is_end {
            let (content, behind) = rest.split_at(rest.find("</").unwrap_or(rest.len()));
            out.push_str(content);
            rest = behind;
        }
    }
    out
}

/// A tag that begins an element with content, or ends one.
struct Tag<'h> {
    name: &'h str,
    is_end: bool,
}

impl<'h> Tag<'h> {
    fn of(markup: &'h str) -> Option<Self> {
        let inner = markup.strip_prefix('<').filter(|_| !markup.ends_with("/>"))?;
        let (inner, is_end) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
        let name = &inner[..inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len())];
        Some(Self { name, is_end }).filter(|tag| !tag.name.is_empty())
    }
}

/// How long the tag or comment is that a text begins with; a sign that begins none stands alone.
fn length(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |end| end + 3);
    }
    if !text[1.min(text.len())..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) {
        return text.len().min(1);
    }
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn write_marked(out: &mut String, text: &str, wrapper: &str) {
    let mut rest = text;
    while let Some(Range { start, end }) = run(rest) {
        out.push_str(&rest[..start]);
        out.push_str(&format!("<{wrapper} lang=\"zh-CN\">{}</{wrapper}>", &rest[start..end]));
        rest = &rest[end..];
    }
    out.push_str(rest);
}

/// The first stretch of Chinese in a text, with its own marks, and figures between its words.
fn run(text: &str) -> Option<Range<usize>> {
    let is_word = |c: char| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}');
    let is_mark = |c: char| matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}');
    let joins = |c: char| c.is_ascii_digit() || " .,%-–—“”·".contains(c);
    let first = text.find(is_word)?;
    let start = text[..first].trim_end_matches(is_mark).len();
    let inside = text[first..].char_indices().take_while(|(_, c)| is_word(*c) || is_mark(*c) || joins(*c));
    let end = inside.filter(|(_, c)| !joins(*c)).last().map_or(first, |(at, c)| first + at + c.len_utf8());
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(html: &str, expected: &str) {
        assert_eq!(mark_chinese(html).replace(" lang=\"zh-CN\"", "!"), expected);
    }

    #[test]
    fn stretches_of_chinese_are_marked() {
        case("<p>Share granted</p>", "<p>Share granted</p>");
        case("<p>2024: 予以公开率 (%)</p>", "<p>2024: <span!>予以公开率</span> (%)</p>");
        case("<dd>国办公开办函〔2021〕30号, 1.国家秘密</dd>", "<dd><span!>国办公开办函〔2021〕30号, 1.国家秘密</span></dd>");
        case("<li>《办法》 of 市局.</li>", "<li><span!>《办法》</span> of <span!>市局</span>.</li>");
        case("<b>（a）</b> &lt;一&gt;", "<b>（a）</b> &lt;<span!>一</span>&gt;");
        case("<svg><title>一</title><text x=\"1\">二</text></svg>三", "<svg><title>一</title><text x=\"1\"><tspan!>二</tspan></text></svg><span!>三</span>");
    }

    #[test]
    fn what_is_said_already_or_cannot_be_said_stays() {
        case("<td lang=\"zh-CN\">一<b>二</b></td><td>三</td>", "<td!>一<b>二</b></td><td><span!>三</span></td>");
        case("<div lang=\"zh-CN\"><div>一</div>二<br></div>三", "<div!><div>一</div>二<br></div><span!>三</span>");
        case("<a title=\"一>\" href='二'>a</a><!-- 三 <b> -->", "<a title=\"一>\" href='二'>a</a><!-- 三 <b> -->");
        case("<script>{\"a\":\"一<b\"}</script><option>二</option>三", "<script>{\"a\":\"一<b\"}</script><option>二</option><span!>三</span>");
        case("1 < 二", "1 < <span!>二</span>");
        case("<", "<");
        case("<p", "<p");
    }

    #[test]
    fn languages_of_chinese_characters_mark_nothing() {
        assert!(marks_chinese("en") && marks_chinese("bo") && marks_chinese("en-GB"));
        assert!(!marks_chinese("zh-CN") && !marks_chinese("zh") && !marks_chinese("ja"));
    }
}
