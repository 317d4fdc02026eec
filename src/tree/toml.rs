//! TOML text → a tree with places.

use super::{Entry, Kind, Node};
use crate::diagnostic::{Code, Text};
use crate::tree::Reader;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Parses a reader's whole text as TOML; what cannot be parsed is noted in the reader, all of it.
pub fn parse_toml(reader: &mut Reader) -> Option<Node> {
    let source = std::sync::Arc::clone(reader.source());
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let (code, zh) = if error.message().contains("duplicate key") {
            (Code::DuplicateKey, "键重复".to_owned())
        } else {
            (Code::Toml, format!("TOML 写法有误：{}", error.message()))
        };
        reader.say(code, span, Text::new(zh, error.message()));
    }
    errors.is_empty().then(|| Node { span: table.span(), kind: map(table.get_ref()) })
}

fn map(table: &DeTable<'_>) -> Kind {
    let mut entries: Vec<_> = table.iter().map(|(key, value)| Entry { key: key.get_ref().to_string(), key_span: key.span(), value: node(value) }).collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Kind::Map(entries)
}

fn node(value: &Spanned<DeValue<'_>>) -> Node {
    let kind = match value.get_ref() {
        DeValue::String(text) => Kind::Scalar(text.to_string()),
        DeValue::Integer(number) => Kind::Scalar(number.as_str().to_owned()),
        DeValue::Float(number) => Kind::Scalar(number.as_str().to_owned()),
        DeValue::Boolean(flag) => Kind::Scalar(flag.to_string()),
        DeValue::Datetime(date) => Kind::Scalar(date.to_string()),
        DeValue::Array(items) => Kind::List(items.iter().map(node).collect()),
        DeValue::Table(table) => map(table),
    };
    Node { kind, span: value.span() }
}
