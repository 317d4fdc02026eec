//! Tokens → the values that a PDF is made of, and the work that may be spent on them.

use super::super::Unread;
use super::token::{Lexer, Token};
use std::collections::BTreeMap;

/// How deep values may stand in each other.
const MAX_DEPTH: usize = 60;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Null, true or false: none of them says where words are.
    Null,
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    List(Vec<Value>),
    Dictionary(Dictionary),
    /// Another object, by its number.
    Reference(u32),
}

/// Values by their names.
pub(super) type Dictionary = BTreeMap<Vec<u8>, Value>;

/// How much work may still be spent on a file, so that a small one cannot keep a build waiting.
#[derive(Debug)]
pub(super) struct Work {
    /// Values, operators and characters.
    pub(super) steps: u64,
    /// Bytes that streams grow to, and those of the words in them.
    pub(super) bytes: u64,
}

impl Work {
    /// Counts a step.
    pub(super) fn step(&mut self) -> Result<(), Unread> {
        self.steps = self.steps.checked_sub(1).ok_or(Unread::TooLarge)?;
        Ok(())
    }

    /// Counts bytes.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), Unread> {
        self.bytes = self.bytes.checked_sub(bytes as u64).ok_or(Unread::TooLarge)?;
        Ok(())
    }
}

impl Value {
    /// The value that stands next; null where there is none.
    pub(super) fn read(lexer: &mut Lexer<'_>, work: &mut Work) -> Result<Self, Unread> {
        let Some(token) = lexer.next() else { return Ok(Self::Null) };
        Self::of(token, lexer, work, MAX_DEPTH)
    }

    /// The value that begins with a token.
    pub(super) fn of(token: Token<'_>, lexer: &mut Lexer<'_>, work: &mut Work, depth: usize) -> Result<Self, Unread> {
        work.step()?;
        let depth = depth.checked_sub(1).ok_or(Unread::TooLarge)?;
        Ok(match token {
            Token::Number(number) => Self::Number(number),
            Token::Name(name) => Self::Name(name),
            Token::Text(text) => Self::Text(text),
            Token::Word(b"[") => Self::List(items(lexer, work, depth)?),
            Token::Word(b"<<") => Self::Dictionary(pairs(items(lexer, work, depth)?)),
            Token::Word(_) => Self::Null,
        })
    }

    pub(super) fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// A whole number that is not negative.
    pub(super) fn count(&self) -> Option<usize> {
        self.number().filter(|number| (0.0..1e15).contains(number)).map(|number| number as usize)
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub(super) fn list(&self) -> Option<&[Value]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    pub(super) fn dictionary(&self) -> Option<&Dictionary> {
        if let Self::Dictionary(dictionary) = self { Some(dictionary) } else { None }
    }
}

/// The values up to the bracket that closes them.
fn items(lexer: &mut Lexer<'_>, work: &mut Work, depth: usize) -> Result<Vec<Value>, Unread> {
    let mut items = Vec::new();
    loop {
        let before = lexer.at;
        match lexer.next() {
            None | Some(Token::Word(b"]" | b">>")) => return Ok(items),
            // A bracket is missing.
            Some(Token::Word(b"endobj" | b"stream" | b"obj")) => {
                lexer.at = before;
                return Ok(items);
            }
            Some(Token::Word(b"R")) => {
                items.pop();
                let number = items.pop().and_then(|value| value.count()).and_then(|number| u32::try_from(number).ok());
                items.push(number.map_or(Value::Null, Value::Reference));
            }
            Some(token) => items.push(Value::of(token, lexer, work, depth)?),
        }
    }
}

/// Names, each with the value behind it.
fn pairs(items: Vec<Value>) -> Dictionary {
    let mut pairs = Dictionary::new();
    let mut items = items.into_iter();
    while let Some(key) = items.next() {
        if let (Value::Name(key), Some(value)) = (key, items.next()) {
            pairs.insert(key, value);
        }
    }
    pairs
}

/// How many values a list of numbers is looked through for: a matrix has six.
const MAX_NUMBERS: usize = 64;

/// The numbers among some values.
pub(super) fn numbers(values: &[Value]) -> Vec<f64> {
    values.iter().take(MAX_NUMBERS).filter_map(Value::number).collect()
}
