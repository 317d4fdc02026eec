//! The waivers in the JSON of a report that lanmu offers for download → what is let stand, and `report.yaml`.

use super::keyed::report_json;
use crate::date::parse_date;
use crate::model::Waiver;
use crate::scaffold::yaml;
use serde_json::Value as Json;
use std::fmt::Write;

/// The waivers that a file says; none of one that is no such JSON.
pub(super) fn waivers(bytes: &[u8]) -> Vec<Waiver> {
    let json = std::str::from_utf8(bytes).ok().and_then(report_json);
    json.into_iter().flat_map(|json| json.waivers).filter_map(|json| waiver(&json)).collect()
}

fn waiver(json: &Json) -> Option<Waiver> {
    let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
    let until = text("until").and_then(|day| parse_date(&day));
    Some(Waiver { code: text("code")?, at: text("at").unwrap_or_default(), reason: text("reason")?, by: text("by")?, date: parse_date(&text("date")?)?, until })
}

/// Waivers as `report.yaml` has them.
pub(super) fn waivers_yaml(waivers: &[Waiver]) -> String {
    let mut text = String::new();
    for (at, waiver) in waivers.iter().enumerate() {
        let Waiver { code, at: place, reason, by, date, until } = waiver;
        let place = if place.is_empty() { String::new() } else { format!("at: {}, ", word(place)) };
        let until = until.map(|day| format!(", until: {day}")).unwrap_or_default();
        let begin = if at == 0 { "waivers:\n" } else { "" };
        let _ = writeln!(text, "{begin}  - {{ code: {}, {place}reason: {}, by: {}, date: {date}{until} }}", word(code), yaml(reason), yaml(by));
    }
    text
}

/// A code or a place: as it is, unless it is none that a report can have.
fn word(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if is_plain { text.to_owned() } else { yaml(text) }
}
