//! The styles of a Word document → which of them are headings, and of what level.

use crate::document::Unread;
use crate::document::xml::{Step, attribute, each_step};
use std::collections::BTreeMap;

/// How far styles are followed to those they are based on.
const MAX_BASES: usize = 20;

/// The styles of a document, by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Style>);

#[derive(Debug, Default)]
struct Style {
    level: Option<u8>,
    based_on: Option<String>,
}

impl Styles {
    pub(super) fn read(xml: &str) -> Result<Self, Unread> {
        let mut styles = Self::default();
        let mut open: Option<(String, Style)> = None;
        each_step(xml, |step| match step {
            Step::Begin("style", element) => open = attribute(element, "styleId").map(|id| (id, Style::default())),
            Step::Begin(name, element) => {
                if let Some((_, style)) = &mut open {
                    let value = attribute(element, "val");
                    match name {
                        "name" if style.level.is_none() => style.level = value.and_then(|name| of_name(&name)),
                        "basedOn" => style.based_on = value,
                        "outlineLvl" => style.level = value.and_then(|level| level.parse().ok()).filter(|level: &u8| *level < 9).map(|level| level + 1),
                        _ => {}
                    }
                }
            }
            Step::End("style") => styles.0.extend(open.take()),
            Step::End(_) | Step::Words(_) => {}
        })?;
        Ok(styles)
    }

    /// The level of the heading that a style makes.
    pub(super) fn level(&self, id: &str) -> Option<u8> {
        let mut style = self.0.get(id)?;
        for _ in 0..MAX_BASES {
            if style.level.is_some() {
                return style.level;
            }
            style = self.0.get(style.based_on.as_ref()?)?;
        }
        None
    }
}

/// The level that the name of a style tells: `heading 1`, `标题 1`.
fn of_name(name: &str) -> Option<u8> {
    let lower = name.to_lowercase();
    let rest = lower.strip_prefix("heading").or_else(|| lower.strip_prefix("标题"))?;
    rest.trim().parse().ok().filter(|level| (1..=9).contains(level))
}
