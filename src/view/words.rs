//! The words of a document as they are shown: what they quote is in its place.

use crate::load::read_body;
use crate::model::Body;
use crate::page::{Quotation, Shell};
use std::io;

/// The words of a document, which quote nothing.
pub(crate) fn read_words(shell: &Shell<'_>, body: &Body) -> io::Result<String> {
    read_body(shell.root, body)
}

/// The words of a document with what they quote.
pub(crate) fn read_quoting(shell: &Shell<'_>, body: &Body, quotations: &[Quotation]) -> io::Result<String> {
    Ok(with_quotations(&read_body(shell.root, body)?, body.start, quotations))
}

/// The words, which begin at `start` of their file, with each quote replaced.
fn with_quotations(words: &str, start: usize, quotations: &[Quotation]) -> String {
    let mut out = String::with_capacity(words.len());
    let mut copied = 0;
    for Quotation { range, text } in quotations {
        out.push_str(&words[copied..range.start - start]);
        out.push_str(text);
        copied = range.end - start;
    }
    out + &words[copied..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_replaced() {
        let quotation = |range, text: &str| Quotation { range, text: text.to_owned() };
        assert_eq!(with_quotations("无", 20, &[]), "无");
        // 新收{{ a }}件{{b}} behind ten bytes of front matter.
        assert_eq!(with_quotations("新收{{ a }}件{{b}}", 10, &[quotation(16..23, "3"), quotation(26..31, "72701.2578")]), "新收3件72701.2578");
    }
}
