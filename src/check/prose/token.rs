//! A sentence → its phrases, numbers and marks, in their order.

use super::numeral::{self, Numeral};
use super::sentence::Sentence;
use super::vocabulary::{Meaning, Role, Vocabulary};
use std::ops::Range;

/// A phrase at its place.
#[derive(Debug, Clone)]
pub(super) struct Phrase<'v> {
    pub(super) meaning: &'v Meaning,
    pub(super) range: Range<usize>,
    /// As it is written.
    pub(super) words: String,
    /// Whether 等 follows: it is an example of several.
    pub(super) is_example: bool,
}

impl Phrase<'_> {
    pub(super) fn role(&self) -> Role {
        self.meaning.role
    }

    /// Whether it names requests for disclosure beyond doubt.
    pub(super) fn is_firm_topic(&self) -> bool {
        self.meaning.role == Role::Topic && self.words.contains("公开")
    }
}

/// A part of a sentence that means something.
#[derive(Debug, Clone)]
pub(super) enum Token<'v> {
    Phrase(Phrase<'v>),
    Number(Numeral),
    Mark(char),
}

/// The tokens of a sentence.
pub(super) fn tokens<'v>(sentence: &Sentence, vocabulary: &'v Vocabulary) -> Vec<Token<'v>> {
    let text = &sentence.text;
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if let Some((meaning, length)) = vocabulary.find(&text[at..]) {
            let range = at..at + length;
            let is_example = text.get(range.end) == Some(&'等');
            found.push(Token::Phrase(Phrase { meaning, words: sentence.words(range.clone()), range: range.clone(), is_example }));
            at = range.end;
        } else if let Some(number) = numeral::read(text, at) {
            at = number.end.max(at + 1);
            found.push(Token::Number(number));
        } else {
            if "，,、；：（）。".contains(text[at]) {
                found.push(Token::Mark(if text[at] == ',' { '，' } else { text[at] }));
            }
            at += 1;
        }
    }
    found
}
