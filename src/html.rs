//! Text → text in which nothing is markup, in content and in attributes. A slash in a link stays one.

use std::borrow::Cow;

/// Escapes what HTML takes for markup.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
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

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(escape("<a href=\"/x\">'&'</a>"), "&lt;a href=&quot;/x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
        assert_eq!(escape("/kjj/2024/ 科技局"), "/kjj/2024/ 科技局");
    }
}
