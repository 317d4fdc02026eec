//! The words of `report.md` and `index.md` → the quotes in them: `{{ table.row.column }}`, `{{ count("news") }}`.

use super::expression::{Fault, MAX_EXPRESSION, Reach, read_expression};
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::model::{Asked, Quote};
use crate::source::Source;
use crate::tree::Reader;
use std::ops::Range;
use std::sync::Arc;

/// The most quotes in one document: a table of ten figures for each of 200 agencies.
const MAX_QUOTES: usize = 2_000;

/// Finds the quotes in the words that begin at `start`, in their order. One that cannot be understood is left out and told.
pub(crate) fn find_quotes(path: &str, text: &str, start: usize, reach: Reach<'_>) -> (Vec<Quote>, Vec<Diagnostic>) {
    let words = &text[start..];
    if !words.contains("{{") {
        return (Vec::new(), Vec::new());
    }
    let mut finder = Finder { text, start, reach, quotes: Vec::new(), reader: Reader::new(Arc::new(Source { path: path.to_owned(), text: text.to_owned() })) };
    match words.match_indices("{{").nth(MAX_QUOTES) {
        Some((at, _)) => finder.refuse(start + at),
        None => finder.find(),
    }
    (finder.quotes, finder.reader.finish())
}

struct Finder<'a> {
    text: &'a str,
    start: usize,
    reach: Reach<'a>,
    quotes: Vec<Quote>,
    reader: Reader,
}

impl Finder<'_> {
    fn find(&mut self) {
        let mut at = self.start;
        while let Some(found) = self.text[at..].find("{{") {
            let open = at + found;
            at = open + 2;
            if self.is_escaped(open) {
                self.quotes.push(Quote { range: open - 1..at, expression: open..at, asked: Asked::Braces });
                continue;
            }
            let end = self.end(at);
            if self.text[end..].starts_with("}}") {
                self.quote(open..end + 2);
                at = end + 2;
            } else {
                self.unclosed(open);
                at = end;
            }
        }
    }

    /// Whether a backslash that is none itself stands before.
    fn is_escaped(&self, open: usize) -> bool {
        let before = &self.text[self.start..open];
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
    }

    /// Where an expression ends: at its closing braces, at others that open, at the end of the line.
    fn end(&self, begin: usize) -> usize {
        let rest = &self.text.as_bytes()[begin..];
        let ends = rest.windows(2).position(|pair| matches!(pair, b"}}" | b"{{" | [b'\n', _]));
        begin + ends.unwrap_or(rest.len())
    }

    fn quote(&mut self, range: Range<usize>) {
        let inner = &self.text[range.start + 2..range.end - 2];
        let expression = inner.trim();
        let begin = range.start + 2 + (inner.len() - inner.trim_start().len());
        match read_expression(expression, self.reach) {
            Ok(asked) => self.quotes.push(Quote { range, expression: begin..begin + expression.len(), asked }),
            // An expression of a megabyte is not shown whole.
            Err(fault) if expression.is_empty() || expression.len() > MAX_EXPRESSION => self.say(range.start..range.start + 2, fault),
            Err(fault) => self.say(begin..begin + expression.len(), fault),
        }
    }

    fn say(&mut self, span: Range<usize>, (message, help): Fault) {
        self.reader.say(Code::BadQuote, span, message).help = Some(help);
    }

    fn unclosed(&mut self, open: usize) {
        let message = Text::new("“{{”在本行内没有对应的“}}”", "`{{` is not closed by `}}` on its line");
        let help = Text::new("引用的数字写在同一行的 {{ 和 }} 之间；要照样印出 {{，写作 \\{{", "close it with }}; to print {{ itself, write \\{{");
        self.say(open..open + 2, (message, help));
    }

    fn refuse(&mut self, open: usize) {
        let message = Text::new(format!("本文件中的“{{{{”超过 {MAX_QUOTES} 处"), format!("this file holds more than {MAX_QUOTES} `{{{{`"));
        let help = Text::new("请减少引用，或直接写数字", "quote less, or write the numbers themselves");
        self.say(open..open + 2, (message, help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CountName, FigureName, Year};

    fn report() -> Reach<'static> {
        Reach::Report { agency: "kjj", year: Year::parse("2024").expect("a year") }
    }

    /// What some words quote, each as `agency.year/table/row/column` or as a count; what is wrong, as `column!`.
    #[track_caller]
    fn case(words: &str, reach: Reach<'_>, expected: &[&str]) {
        let (quotes, wrong) = find_quotes("x", words, 0, reach);
        let year = |year: Option<Year>| year.map_or_else(|| "*".to_owned(), |year| year.to_string());
        let mut found: Vec<(usize, String)> = Vec::new();
        for Quote { range, expression, asked } in quotes {
            assert!(words[range.clone()].contains(&words[expression]));
            let told = match asked {
                Asked::Figure(FigureName { agency, year: of, table, row, column }) => format!("{agency}.{}/{table}/{row}/{column}", year(of)),
                Asked::Count(CountName { agency, year: of, category }) => {
                    format!("#{}.{}/{}", agency.as_deref().unwrap_or("*"), year(of), category.as_deref().unwrap_or("*"))
                }
                Asked::Braces => words[range.clone()].to_owned(),
            };
            found.push((range.start, told));
        }
        for diagnostic in wrong {
            let Some(crate::diagnostic::Place::Span(_, span)) = &diagnostic.place else { panic!("without a place") };
            found.push((span.start, format!("{}!", words[..span.start].chars().count() + 1)));
        }
        found.sort();
        assert_eq!(found.iter().map(|(_, told)| told.as_str()).collect::<Vec<_>>(), expected, "{words}");
    }

    #[test]
    fn figures() {
        case("新收{{ requests.received.total }}件", report(), &["kjj.2024/requests/received/total"]);
        case("{{requests.refused.secret.total}}{{a.b.c}}", report(), &["kjj.2024/requests/refused.secret/total", "kjj.2024/a/b/c"]);
        case("{{ requests.3.其他.总计 }}", report(), &["kjj.2024/requests/3.其他/总计"]);
        case("{{　requests . （一）予以公开 . 总计　}}", report(), &["kjj.2024/requests/（一）予以公开/总计"]);
        case("{{ previous.requests.received.total }}", report(), &["kjj.2023/requests/received/total"]);
        case("{{ kjj.2024.requests.received.total }}", report(), &["kjj.2024/kjj/2024.requests.received/total"]);
        case("{{ kjj.2023.a.b.c }} {{ jyj.latest.a.b.c.d }}", Reach::Portal, &["kjj.2023/a/b/c", "jyj.*/a/b.c/d"]);
    }

    #[test]
    fn counts() {
        case("{{ count(\"news\") }}{{count()}}", report(), &["#kjj.2024/news", "#kjj.2024/*"]);
        case("{{ count ( \"news\" ) }}{{ count( ) }}", Reach::Portal, &["#*.*/news", "#*.*/*"]);
        case("{{ count(news) }}{{ count（\"news\"） }}{{ count(“news”) }}{{ count(\"a\" }}", report(), &["4!", "21!", "40!", "59!"]);
        case("{{ count(\"\") }}{{ count(\"a\"\"b\") }}{{ count(\") }}", report(), &["4!", "19!", "38!"]);
        case("{{ count.a.b }}", report(), &["kjj.2024/count/a/b"]);
    }

    #[test]
    fn what_cannot_be_understood() {
        case("{{}} {{ }} {{ a }} {{ a.b }} {{ .a. }} {{ a..c }}", report(), &["1!", "6!", "15!", "23!", "33!", "43!"]);
        case("{{ previous.a.b }} {{ requests。received。total }}", report(), &["4!", "23!"]);
        case("{{ requests.received.total }}", Reach::Portal, &["4!"]);
        case("{{ kjj.24.a.b.c }} {{ kjj.2024.a.b }} {{ previous.a.b.c }}", Reach::Portal, &["4!", "23!", "42!"]);
        case(&format!("{{{{ {} }}}}", "科".repeat(200)), report(), &["1!"]);
    }

    #[test]
    fn braces_that_do_not_close() {
        case("{{ a.b.c", report(), &["1!"]);
        case("{{ a.b.c\r\n}} {{ d.e.f }}", report(), &["1!", "kjj.2024/d/e/f"]);
        case("{{ a {{ d.e.f }} }}", report(), &["1!", "kjj.2024/d/e/f"]);
        case("{{{{ a.b.c }}}}", report(), &["1!", "kjj.2024/a/b/c"]);
        case("{{{ a.b.c }}}", report(), &["kjj.2024/{ a/b/c"]);
        case("{ a }} }} {", report(), &[]);
        case("科{{", report(), &["2!"]);
    }

    #[test]
    fn braces_themselves() {
        case("\\{{ a.b.c }}", report(), &["\\{{"]);
        case("\\\\{{ a.b.c }}", report(), &["kjj.2024/a/b/c"]);
        case("\\{{{{ a.b.c }}", report(), &["\\{{", "kjj.2024/a/b/c"]);
    }

    #[test]
    fn only_the_words_are_searched() {
        let text = "---\r\ntitle: \"{{ a.b.c }}\"\r\n---\r\n{{ d.e.f }}\r\n";
        let start = text.find("{{ d").expect("the words");
        let (quotes, wrong) = find_quotes("x", text, start, report());
        assert!(wrong.is_empty());
        assert_eq!(quotes.first().map(|quote| (quote.range.clone(), quotes.len())), Some((start..start + 11, 1)));
    }

    #[test]
    fn too_many_are_refused() {
        case(&"{{ a.b.c }}".repeat(MAX_QUOTES + 1), report(), &["22001!"]);
        assert_eq!(find_quotes("x", &"{{".repeat(MAX_QUOTES), 0, report()).1.len(), 401);
    }
}
