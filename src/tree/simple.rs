//! The YAML that nearly all front matter is: a key and a plain text a line. It is read without a parser, which takes longer
//! for these few lines than Markdown for all that follows; whatever is any different is left to the parser.

use super::{Entry, Kind, Node};

/// The tree without places; none where the text may be anything but nothing or lines of `key: plain text`.
pub(super) fn simple(text: &str) -> Option<Node> {
    if text.is_empty() {
        return Some(Node { kind: Kind::Null, span: 0..0 });
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{YamlText, read_yaml_placed};
    use proptest::prelude::*;

    /// The tree as text, without places.
    fn shown(node: &Node) -> String {
        match &node.kind {
            Kind::Null => "null".to_owned(),
            Kind::Scalar(text) => format!("{text:?}"),
            Kind::List(nodes) => format!("{:?}", nodes.iter().map(shown).collect::<Vec<_>>()),
            Kind::Map(entries) => format!("{:?}", entries.iter().map(|entry| (&entry.key, shown(&entry.value))).collect::<Vec<_>>()),
        }
    }

    fn placed(text: &str) -> Option<String> {
        let yaml = YamlText { path: "a.md", text, range: 0..text.len() };
        let (node, diagnostics) = read_yaml_placed(&yaml, |node, _| shown(node));
        node.filter(|_| diagnostics.is_empty())
    }

    #[test]
    fn plain_lines_are_read_as_they_stand() {
        let text = "title: 关于“示例”的通知（2024）：甲\ndate: 2024-05-01 10:30\ndoc_no: 市科发〔2024〕12号\n\nexpires: 1.50\nsource: 示例 & co*\n";
        assert_eq!(simple(text).as_ref().map(shown), placed(text));
        assert!(simple(text).is_some());
        assert_eq!((simple("").as_ref().map(shown), placed("")), (Some("null".to_owned()), Some("null".to_owned())));
        for left in [
            "a:\n",
            "a: \n",
            "a: b: c\n",
            "a: b #c\n",
            "a: ~\n",
            "a: null\n",
            "a: [b]\n",
            "a: 'b'\n",
            "a: b\n c\n",
            "a: b\na: c\n",
            "# a\na: b\n",
            "a: b\r\n",
            "A: b\n",
            "a: -b\n",
            "a: b:\n",
        ] {
            assert!(simple(left).is_none(), "{left:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_simple_is_what_the_parser_reads(
            lines in proptest::collection::vec(("[a-z_0]{1,3}", "(:|: |:  | : )", "[a甲1 .:#\\-~/《“,&*!?|>'\"%@`{}\\[\\]\\t\u{85}\u{2028}\u{feff}]{0,6}|null|true|0x1f|1e5|007|2024-05-01"), 1..4),
            end in "(|\n|\n\n|\r\n)",
        ) {
            let text = lines.iter().map(|(key, colon, value)| format!("{key}{colon}{value}")).collect::<Vec<_>>().join("\n") + &end;
            if let Some(node) = simple(&text) {
                prop_assert_eq!(Some(shown(&node)), placed(&text), "{:?}", text);
            }
        }
    }
}
