//! A file of strings → its phrases by key, each with its place, and what is wrong with them.

use super::{Phrase, Piece};
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::source::Source;
use crate::tree::{Entry, Kind, Node, Reader, parse_toml};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Phrases by key, each with the place of the key.
pub type PlacedPhrases = BTreeMap<String, (Phrase, Range<usize>)>;

/// Reads a file of strings; `path` names it in messages.
#[must_use]
pub fn read_phrases(path: &str, text: &str) -> (PlacedPhrases, Vec<Diagnostic>) {
    let mut reader = Reader::new(Arc::new(Source { path: path.to_owned(), text: text.to_owned() }));
    let mut phrases = BTreeMap::new();
    if let Some(Node { kind: Kind::Map(entries), .. }) = parse_toml(&mut reader) {
        for Entry { key, key_span, value } in entries {
            if let Some(phrase) = read_phrase(&value, &mut reader) {
                phrases.insert(key, (phrase, key_span));
            }
        }
    }
    (phrases, reader.finish())
}

fn read_phrase(node: &Node, reader: &mut Reader) -> Option<Phrase> {
    match &node.kind {
        Kind::Scalar(text) => {
            let pieces = read_pieces(text, node, reader)?;
            Some(if pieces.iter().all(|piece| piece.slot().is_none()) { Phrase::Words(text.as_str().into()) } else { Phrase::Pattern(pieces) })
        }
        Kind::List(lines) => lines.iter().map(|line| Some(Arc::from(line.scalar()?))).collect::<Option<_>>().map(Phrase::Lines).or_else(|| wrong(node, reader)),
        Kind::Map(entries) => {
            let form = |name: &str| entries.iter().find(|entry| entry.key == name).map(|entry| &entry.value);
            let (Some(one), Some(other), 2) = (form("one"), form("other"), entries.len()) else { return wrong(node, reader) };
            let mut pieces = |node: &Node| node.scalar().and_then(|text| read_pieces(text, node, reader));
            Some(Phrase::Counted { one: pieces(one)?, other: pieces(other)? })
        }
        Kind::Null => wrong(node, reader),
    }
}

fn wrong(node: &Node, reader: &mut Reader) -> Option<Phrase> {
    let message = Text::new("应为文字、文字的列表，或者 { one, other } 两种说法", "expected a text, a list of texts, or the two forms { one, other }");
    reader.say(Code::BadStrings, node.span.clone(), message).help =
        Some(Text::new("例如 { one = \"one item\", other = \"{count} items\" }", "for example { one = \"one item\", other = \"{count} items\" }"));
    None
}

/// Words and the slots among them.
fn read_pieces(text: &str, node: &Node, reader: &mut Reader) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let Some((name, behind)) = after.split_once('}').filter(|(name, _)| is_name(name)) else {
            let message = Text::new("花括号中应为小写英文的名称", "expected a name in lower-case letters between braces");
            reader.say(Code::BadStrings, node.span.clone(), message).help = Some(Text::new("例如 {year}", "for example {year}"));
            return None;
        };
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(Piece::Slot(name.to_owned()));
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &str) {
        let (phrases, diagnostics) = read_phrases("strings/en.toml", text);
        let told = diagnostics.iter().map(|diagnostic| format!("{} {}", diagnostic.code.as_str(), diagnostic.message.en)).collect::<Vec<_>>().join("; ");
        assert_eq!(told, expected, "{phrases:?}");
    }

    #[test]
    fn what_is_no_phrase_is_told() {
        case("a = \"\"\nb = [\"{not a slot}\"]", "");
        case("a = \"{}\"", "bad-strings expected a name in lower-case letters between braces");
        case("a = \"{Year}\"", "bad-strings expected a name in lower-case letters between braces");
        case("a = { one = \"b\" }", "bad-strings expected a text, a list of texts, or the two forms { one, other }");
        case("a = [[\"b\"]]", "bad-strings expected a text, a list of texts, or the two forms { one, other }");
    }
}
