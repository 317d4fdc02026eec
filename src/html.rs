//! Text → text in which nothing is markup, in content and in attributes. A slash in a link stays one.

mod chinese;

pub use chinese::{mark_chinese, marks_chinese};

use memchr::{memchr2, memchr3};
use std::borrow::Cow;

/// Escapes what HTML takes for markup.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    if memchr3(b'&', b'<', b'>', bytes).is_none() && memchr2(b'"', b'\'', bytes).is_none() {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

/// The beginning of what HTML says, without its markup, as a line of so many characters at most.
#[must_use]
pub fn plain_text(html: &str, most: usize) -> String {
    let mut text = String::new();
    let mut count = 0;
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let (said, length) = match c {
            '<' => (None, rest.find('>').map_or(rest.len(), |end| end + 1)),
            '&' => entity(rest),
            c => (Some(c), c.len_utf8()),
        };
        // What a block begins, or a line, stands apart from what was before.
        let is_apart = c == '<' && ["<p", "<h", "<li", "<td", "<br"].iter().any(|tag| rest.starts_with(tag));
        let said = if is_apart { Some(' ') } else { said };
        match said {
            Some(c) if c.is_whitespace() && (text.is_empty() || text.ends_with(' ') || count == most) => {}
            Some(_) if count == most => {
                text.push('…');
                break;
            }
            Some(c) => {
                text.push(if c.is_whitespace() { ' ' } else { c });
                count += 1;
            }
            None => {}
        }
        rest = &rest[length..];
    }
    text.truncate(text.trim_end().len());
    text
}

/// The character that a text begins with as an entity, and how long that is.
fn entity(text: &str) -> (Option<char>, usize) {
    let known = [("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\''), ("&#x27;", '\''), ("&amp;", '&')];
    let found = known.into_iter().find(|(written, _)| text.starts_with(written));
    found.map_or((Some('&'), 1), |(written, c)| (Some(c), written.len()))
}

#[cfg(test)]
mod tests {
    use super::{escape, plain_text};

    #[track_caller]
    fn plain(html: &str, expected: &str) {
        assert_eq!(plain_text(html, 10), expected);
    }

    #[test]
    fn markup_is_left_out() {
        plain("", "");
        plain("<h3>一</h3>\n<p>二<strong>三</strong></p>", "一 二三");
        plain("<p>a &lt;b&gt; &amp;lt; &nosuch;</p>", "a <b> &lt;…");
        plain("<p>一二三四五六七八九十</p>\n", "一二三四五六七八九十");
        plain("<p>一二三四五六七八九十</p><p>百</p>", "一二三四五六七八九十…");
        plain("<p>一<img alt=\"<", "一");
    }

    #[test]
    fn nothing_is_markup() {
        assert_eq!(escape("<a href=\"/x\">'&'</a>"), "&lt;a href=&quot;/x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
        assert_eq!(escape("/kjj/2024/ 科技局"), "/kjj/2024/ 科技局");
    }
}
