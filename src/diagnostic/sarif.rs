//! Diagnostics → SARIF 2.1.0, which code review and scanning tools read.

use super::{Diagnostic, Lang, Level, Place};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The schema that the file follows.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// All diagnostics as one SARIF log.
#[must_use]
pub fn sarif(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let codes: BTreeSet<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    let rules: Vec<Value> = codes.iter().map(|code| json!({ "id": code })).collect();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(diagnostic, lang)).collect();
    let driver = json!({ "name": "lanmu", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    let log =
        json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }] });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn result(diagnostic: &Diagnostic, lang: Lang) -> Value {
    let level = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    };
    let help = diagnostic.help.as_ref().map(|help| format!("\n{}", help.in_lang(lang))).unwrap_or_default();
    let text = format!("{}{help}", diagnostic.message.in_lang(lang));
    let places = |places: &[Place]| places.iter().map(location).collect::<Vec<_>>();
    let mut result = json!({ "ruleId": diagnostic.code.as_str(), "level": level, "message": { "text": text } });
    if let Some(place) = &diagnostic.place {
        result["locations"] = json!([location(place)]);
    }
    if !diagnostic.related.is_empty() {
        result["relatedLocations"] = json!(places(&diagnostic.related));
    }
    result
}

fn location(place: &Place) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(place.path()) } });
    if let Place::Span(source, span) = place {
        let (line, column) = source.line_column(span.start);
        let (end_line, end_column) = source.line_column(span.end);
        physical["region"] = json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column });
    }
    json!({ "physicalLocation": physical })
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
    percent_encoding::utf8_percent_encode(path, KEPT).to_string()
}
