//! A template with places such as `{title}`, and what to put there → a text; and a text → a scalar of YAML or TOML.

/// The template with each `{name}` replaced by its value. What a value holds is never taken for a place.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let place = after.split_once('}').and_then(|(name, after)| Some((values.iter().find(|(known, _)| *known == name)?.1, after)));
        rest = if let Some((value, after)) = place {
            filled.push_str(value);
            after
        } else {
            filled.push('{');
            after
        };
    }
    filled + rest
}

/// A text as a value in YAML: as it is where it can only be read as a text, else between quotes.
pub(crate) fn yaml(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '（' | '）' | '《' | '》' | '〔' | '〕' | '“' | '”' | '、' | '，' | '。' | '·');
    let begins_well = text.chars().next().is_some_and(|c| !c.is_ascii());
    if begins_well && text.chars().all(is_plain) { text.to_owned() } else { quoted(text) }
}

/// A text between double quotes, escaped as JSON does, which YAML and TOML read too.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A text on one line, for comments.
pub(crate) fn one_line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_once() {
        let values = [("a", "{b}"), ("b", "x")];
        assert_eq!(fill("{a} {b} {c} {d: {b} } {", &values), "{b} x {c} {d: x } {");
    }

    #[test]
    fn texts_stay_texts() {
        assert_eq!(yaml("示例市科学技术局（本级）"), "示例市科学技术局（本级）");
        for text in ["~", "2024", "true", "关于 #1 的通知", "a: b", "示例: x", ""] {
            assert!(yaml(text).starts_with('"'), "{text}");
        }
        assert_eq!(quoted("a\"\\b"), r#""a\"\\b""#);
    }
}
