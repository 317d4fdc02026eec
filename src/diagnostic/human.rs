//! Diagnostics → text for a person at a terminal, with the line of the file and a caret under the place.

use super::{Diagnostic, Lang, Level, Place};
use annotate_snippets::{AnnotationKind, Element, Group, Level as Heading, Origin, Renderer, Snippet};

/// The most other places that are shown with one message: more would hide the place itself.
const MAX_RELATED: usize = 8;

/// Renders diagnostics one after another, each followed by a blank line.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], lang: Lang, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    diagnostics.iter().map(|diagnostic| renderer.render(&[group(diagnostic, lang)]) + "\n\n").collect()
}

fn group(diagnostic: &Diagnostic, lang: Lang) -> Group<'_> {
    let title = heading(diagnostic.level).primary_title(diagnostic.message.in_lang(lang)).id(diagnostic.code.as_str());
    let help = diagnostic.help.as_ref().map(|help| Element::from(help_level(lang).message(help.in_lang(lang))));
    Group::with_title(title).elements(diagnostic.place.as_ref().map(|place| origin(place, &diagnostic.related))).elements(help)
}

fn heading(level: Level) -> Heading<'static> {
    match level {
        Level::Error => Heading::ERROR,
        Level::Warning => Heading::WARNING,
        Level::Info => Heading::INFO,
    }
}

fn help_level(lang: Lang) -> Heading<'static> {
    match lang {
        Lang::Zh => Heading::HELP.with_name("提示"),
        Lang::En => Heading::HELP,
    }
}

fn origin<'a>(place: &'a Place, related: &'a [Place]) -> Element<'a> {
    match place {
        Place::File(path) => Origin::path(path.as_str()).into(),
        Place::Span(source, span) => {
            let others = related.iter().take(MAX_RELATED).filter_map(|other| match other {
                Place::Span(from, span) if from.path == source.path => Some(AnnotationKind::Context.span(span.clone())),
                Place::Span(..) | Place::File(_) => None,
            });
            let primary = AnnotationKind::Primary.span(span.clone());
            Snippet::source(source.text.as_str()).path(source.path.as_str()).annotation(primary).annotations(others).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Text};
    use crate::source::Source;
    use std::sync::Arc;

    #[test]
    fn carets_stand_under_chinese() {
        let source = Arc::new(Source { path: "content/kjj/2024/report.yaml".into(), text: "tables:\n  自然人: 十二\n".into() });
        let start = source.text.find("十二").expect("in the text");
        let diagnostic = Diagnostic::new(Code::BadNumber, Text::new("“十二”不是数字", "`十二` is not a number"))
            .at(&source, start..start + "十二".len())
            .with_help("请写 12", "write 12");
        let expected = "error[bad-number]: “十二”不是数字
 --> content/kjj/2024/report.yaml:2:8
  |
2 |   自然人: 十二
  |           ^^^^
  |
  = 提示: 请写 12

";
        assert_eq!(render(&[diagnostic], Lang::Zh, false), expected);
    }
}
