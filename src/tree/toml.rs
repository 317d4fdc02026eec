//! TOML text → a tree with places.

use super::{Entry, Kind, Node};
use crate::diagnostic::{Code, Text};
use crate::tree::Reader;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The most faults of a text that cannot be parsed: each makes more behind it.
const MAX_TOLD: usize = 5;

/// Parses a reader's whole text as TOML; what cannot be parsed is noted in the reader, all of it.
pub fn parse_toml(reader: &mut Reader) -> Option<Node> {
    let source = std::sync::Arc::clone(reader.source());
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let mut told = 0;
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let line = source.text[..span.start.min(source.text.len())].rfind('\n').map_or(0, |newline| newline + 1);
        let line = source.text[line..].lines().next().unwrap_or("");
        let duplicate = error.message().contains("duplicate key");
        let (code, zh) = if duplicate { (Code::DuplicateKey, "键重复") } else { (Code::Toml, "TOML 写法有误") };
        let help = if duplicate {
            Text::new("每个键只能写一次，请删去一处", "each key may stand once, remove one")
        } else if line.contains(['“', '”', '＝']) {
            Text::new("请用半角引号和等号：title = \"名称\"", "use ASCII quotes and equals signs: title = \"name\"")
        } else {
            Text::new("写作 键 = \"文字\"；请检查引号、等号和括号", "write key = \"text\"; look at quotes, equals signs and brackets")
        };
        reader.say(code, span, Text::new(zh, error.message())).help = Some(help);
        told += 1;
        if told == MAX_TOLD {
            break;
        }
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
