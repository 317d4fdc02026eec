//! The YAML that nearly all front matter is: a key and a plain text a line. It is read without a parser, which takes longer
//! for these few lines than Markdown for all that follows; whatever is any different is left to the parser.

use super::{Entry, Kind, Node};

/// The tree without places; none where the text may be anything but lines of `key: plain text`.
pub(super) fn simple(text: &str) -> Option<Node> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let (key, value) = line.split_once(": ")?;
        if !is_key(key) || !is_plain(value) || entries.iter().any(|entry| entry.key == key) {
            return None;
        }
        let value = Node { kind: Kind::Scalar(value.to_owned()), span: 0..0 };
        entries.push(Entry { key: key.to_owned(), key_span: 0..0, value });
    }
    (!entries.is_empty()).then_some(Node { kind: Kind::Map(entries), span: 0..0 })
}

fn is_key(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_lowercase()) && key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

/// Whether a text stands for itself: no sign of YAML in it, nothing at its ends that would go, and no word for nothing.
fn is_plain(value: &str) -> bool {
    let opens = |first: char| first.is_alphanumeric() || matches!(first, '《' | '“' | '（' | '〔' | '【' | '/');
    let is_odd = |sign: char| sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    value.starts_with(opens)
        && !value.ends_with([' ', ':'])
        && !value.contains(": ")
        && !value.contains(" #")
        && !value.contains(is_odd)
        && !matches!(value, "null" | "Null" | "NULL")
}
