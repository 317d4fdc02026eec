//! Diagnostics → the workflow commands by which GitHub and its like mark lines of a change.

use super::{Diagnostic, Lang, Level};
use std::fmt::Write;

/// One command a line for each diagnostic.
#[must_use]
pub fn github(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "notice",
        };
        let mut properties = vec![format!("title={}", property(diagnostic.code.as_str()))];
        if let Some(place) = &diagnostic.place {
            properties.push(format!("file={}", property(place.path())));
            if let Some((line, column)) = place.line_column() {
                properties.push(format!("line={line},col={column}"));
            }
        }
        let help = diagnostic.help.as_ref().map(|help| format!("\n{}", help.in_lang(lang))).unwrap_or_default();
        let text = data(&format!("{}{help}", diagnostic.message.in_lang(lang)));
        // Writing to a string cannot fail.
        let _ = writeln!(out, "::{command} {}::{text}", properties.join(","));
    }
    out
}

/// A text as it may stand behind the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as it may stand among the properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
