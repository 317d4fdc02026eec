//! `agency.yaml` → who an agency is.

use super::document::{read_addresses, read_waivers};
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::model::{AgencyCard, AgencyKind, Fact, Slug};
use crate::source::Digest;
use crate::tree::{Fields, Node, Reader, YamlText, read_yaml};

/// The facts about an agency, by key.
const FACTS: [(&str, Fact); 7] = [
    ("office", Fact::Office),
    ("address", Fact::Address),
    ("hours", Fact::Hours),
    ("phone", Fact::Phone),
    ("fax", Fact::Fax),
    ("mail", Fact::Mail),
    ("head", Fact::Head),
];

/// Reads the file of an agency; its slug is added when the tree is put together.
pub(crate) fn read_agency(path: &str, text: &str, digest: Digest) -> (Option<AgencyCard>, Vec<Diagnostic>) {
    let yaml = YamlText { path, text, range: 0..text.len() };
    let (card, diagnostics) = read_yaml(&yaml, |node, reader| read_card(node, reader, digest));
    (card.flatten().filter(|_| diagnostics.is_empty()), diagnostics)
}

fn read_card(node: &Node, reader: &mut Reader, digest: Digest) -> Option<AgencyCard> {
    let mut fields = Fields::of(node, reader)?;
    let kinds =
        [("department", AgencyKind::Department), ("government", AgencyKind::Government), ("town", AgencyKind::Town), ("authorised", AgencyKind::Authorised)];
    let card = AgencyCard {
        slug: None,
        name: fields.required_text("name", reader).unwrap_or_default(),
        short_name: fields.text("short_name", reader),
        initials: fields.text("initials", reader),
        kind: fields.choice("kind", &kinds, reader).unwrap_or_default(),
        parent: fields.text("parent", reader),
        group: fields.text("group", reader),
        order: fields.count("order", reader).unwrap_or(u32::MAX),
        code: fields.text("code", reader),
        deadline: read_deadline(&mut fields, reader),
        facts: FACTS.iter().filter_map(|(key, fact)| Some((*fact, fields.text(key, reader).filter(|value| !value.is_empty())?))).collect(),
        columns: read_columns(&mut fields, reader),
        empty: fields.entries("empty", reader).iter().filter_map(|entry| Some((entry.key.clone(), reader.text(&entry.value)?))).collect(),
        sum_of_children: fields.flag("sum_of_children", reader),
        complete: fields.flag("complete", reader),
        gone: read_addresses(&mut fields, "gone", reader),
        waivers: read_waivers(&mut fields, reader),
        digest,
    };
    fields.finish(reader);
    Some(card)
}

fn read_columns(fields: &mut Fields<'_>, reader: &mut Reader) -> Vec<Slug> {
    let mut columns = Vec::new();
    for (text, span) in fields.placed_texts("columns", reader) {
        match Slug::parse(&text) {
            Some(slug) => columns.push(slug),
            None => {
                let message = Text::new(format!("“{text}”不能用作栏目的名称"), format!("`{text}` cannot name a category"));
                reader.say(Code::BadSlug, span, message).help =
                    Some(Text::new("请写 site.toml 中该栏目的 slug", "write the `slug` that the category has in site.toml"));
            }
        }
    }
    columns
}

/// A day of the year, `MM-DD`.
fn read_deadline(fields: &mut Fields<'_>, reader: &mut Reader) -> Option<String> {
    let node = fields.node("deadline")?;
    let text = reader.text(node)?;
    if crate::date::parse_date(&format!("2024-{text}")).is_none() {
        let message = Text::new(format!("“{text}”不是日期，应写作 MM-DD"), format!("`{text}` is not a day of the year, expected MM-DD"));
        reader.say(Code::BadDate, node.span.clone(), message).help = Some(Text::new("例如 01-31", "for example 01-31"));
        return None;
    }
    Some(text)
}
