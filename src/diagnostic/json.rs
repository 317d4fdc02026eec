//! Diagnostics → JSON, one object a line, for other programs.

use super::{Diagnostic, Evidence, Lang};
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    level: &'static str,
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(flatten)]
    evidence: Option<&'a Evidence>,
}

/// One line of JSON for each diagnostic.
#[must_use]
pub fn json(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let place = diagnostic.place.as_ref();
        let line_column = place.and_then(super::Place::line_column);
        let line = Line {
            level: diagnostic.level.name(),
            code: diagnostic.code.as_str(),
            message: diagnostic.message.in_lang(lang),
            file: place.map(super::Place::path),
            line: line_column.map(|(line, _)| line),
            column: line_column.map(|(_, column)| column),
            help: diagnostic.help.as_ref().map(|help| help.in_lang(lang)),
            evidence: diagnostic.evidence.as_deref(),
        };
        out.push_str(&serde_json::to_string(&line).unwrap_or_default());
        out.push('\n');
    }
    out
}
