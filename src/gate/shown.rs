//! Diagnostics → as they may be shown: no private number in what they say, nor in the lines they quote.

use crate::check::leak::{Allowed, Style, mask};
use crate::diagnostic::{Diagnostic, Place, Text};
use crate::load::style_of;
use crate::source::Source;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Masks private numbers in diagnostics: what a file holds must not get out by way of a log or a self-check report.
/// Paths stay as they are, since they lead to the file.
#[must_use]
pub fn shown(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    let shown = |mut diagnostic: Diagnostic| {
        diagnostic.message = text(diagnostic.message);
        diagnostic.help = diagnostic.help.map(text);
        diagnostic.place = diagnostic.place.map(|place| sources.place(place));
        diagnostic.related = diagnostic.related.into_iter().map(|place| sources.place(place)).collect();
        diagnostic
    };
    diagnostics.into_iter().map(shown).collect()
}

fn text(text: Text) -> Text {
    Text { zh: masked(text.zh), en: masked(text.en) }
}

fn masked(text: String) -> String {
    // It may quote words of Markdown.
    let (masked, found) = mask(&text, Style::Markdown(0), &Allowed::new());
    if found.is_empty() { text } else { masked }
}

/// Texts that were masked already, by what they were: one file has many diagnostics.
#[derive(Default)]
struct Sources(BTreeMap<*const Source, [Arc<Source>; 2]>);

impl Sources {
    /// The place in the masked text: each sign stays where it is.
    fn place(&mut self, place: Place) -> Place {
        let Place::Span(source, range) = place else { return place };
        let mask = || {
            let (text, found) = mask(&source.text, style_of(&source.path, &source.text), &Allowed::new());
            let masked = if found.is_empty() { Arc::clone(&source) } else { Arc::new(Source { path: source.path.clone(), text }) };
            // The text it was is kept, so that no other takes its address.
            [Arc::clone(&source), masked]
        };
        let [_, masked] = self.0.entry(Arc::as_ptr(&source)).or_insert_with(mask);
        Place::Span(Arc::clone(masked), range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    const NUMBER: &str = "11010519491231002X";

    #[test]
    fn no_private_number_is_told() {
        let source = Arc::new(Source { path: "a.md".to_owned(), text: format!("张三{NUMBER}。\n") });
        let said = Text::new(format!("现为“{NUMBER}”"), format!("found `{NUMBER}`"));
        let mut diagnostic = Diagnostic::new(Code::BadNumber, said.clone()).at(&source, 6..24);
        diagnostic.help = Some(said);
        diagnostic.related = vec![Place::Span(Arc::clone(&source), 0..3)];
        let found = shown(vec![diagnostic]);
        assert!(!format!("{found:?}").contains(NUMBER), "{found:?}");
        assert_eq!(found[0].message.zh, "现为“11*************02X”");
        assert_eq!(found[0].place.as_ref().and_then(Place::line_column), Some((1, 3)));
    }

    #[test]
    fn nor_one_that_markup_parts() {
        let words = "身份证110105**19491231**002X";
        let source = Arc::new(Source { path: "a.md".to_owned(), text: format!("---\ntitle: 1\n---\n{words}\n") });
        let found = shown(vec![Diagnostic::new(Code::BadQuote, Text::new(words, words)).at(&source, 17..20)]);
        assert_eq!(found[0].message.zh, "身份证11*****************02X");
        let Some(Place::Span(source, _)) = &found[0].place else { panic!("no place") };
        assert!(source.text.ends_with(&format!("{}\n", found[0].message.zh)), "{}", source.text);
    }
}
