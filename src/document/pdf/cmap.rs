//! A character map → which characters the codes of a font stand for, and how many bytes a code takes.

use super::super::Unread;
use super::token::{Lexer, Token};
use super::value::Work;
use std::collections::BTreeMap;

/// A character map.
#[derive(Debug, Default)]
pub(super) struct Cmap {
    /// The codes that there are: how many bytes they take, the first and the last.
    spaces: Vec<(usize, u32, u32)>,
    single: BTreeMap<u32, String>,
    /// Characters of codes in a row, by the first code: the last code, and what the first stands for.
    rows: BTreeMap<u32, (u32, String)>,
}

impl Cmap {
    pub(super) fn read(bytes: &[u8], work: &mut Work) -> Result<Self, Unread> {
        let mut map = Self::default();
        let mut lexer = Lexer::new(bytes, 0);
        while let Some(token) = lexer.next() {
            work.step()?;
            match token {
                Token::Word(b"begincodespacerange") => map.read_spaces(&mut lexer, work)?,
                Token::Word(b"beginbfchar") => map.read_single(&mut lexer, work)?,
                Token::Word(b"beginbfrange") => map.read_rows(&mut lexer, work)?,
                Token::Word(_) | Token::Number(_) | Token::Name(_) | Token::Text(_) => {}
            }
        }
        Ok(map)
    }

    /// What a code stands for.
    pub(super) fn characters(&self, code: u32) -> Option<String> {
        if let Some(text) = self.single.get(&code) {
            return Some(text.clone());
        }
        let (first, (last, text)) = self.rows.range(..=code).next_back()?;
        if code > *last {
            return None;
        }
        let mut characters: Vec<char> = text.chars().collect();
        let end = characters.pop()?;
        characters.push(char::from_u32(u32::from(end).checked_add(code - first)?)?);
        Some(characters.into_iter().collect())
    }

    /// How many bytes the code at the beginning of a string takes; none where the map does not say.
    pub(super) fn length(&self, bytes: &[u8]) -> Option<usize> {
        (1..=bytes.len().min(4)).find(|length| {
            let code = code(&bytes[..*length]);
            self.spaces.iter().any(|(bytes, first, last)| bytes == length && (*first..=*last).contains(&code))
        })
    }

    fn read_spaces(&mut self, lexer: &mut Lexer<'_>, work: &mut Work) -> Result<(), Unread> {
        while let (Some(Token::Text(first)), Some(Token::Text(last))) = (lexer.next(), lexer.next()) {
            work.step()?;
            // Real maps have at most a handful.
            if self.spaces.len() < 100 {
                self.spaces.push((first.len(), code(&first), code(&last)));
            }
        }
        Ok(())
    }

    fn read_single(&mut self, lexer: &mut Lexer<'_>, work: &mut Work) -> Result<(), Unread> {
        while let Some(Token::Text(from)) = lexer.next() {
            work.step()?;
            if let Some(Token::Text(to)) = lexer.next() {
                self.single.insert(code(&from), target(&to));
            }
        }
        Ok(())
    }

    fn read_rows(&mut self, lexer: &mut Lexer<'_>, work: &mut Work) -> Result<(), Unread> {
        while let (Some(Token::Text(first)), Some(Token::Text(last))) = (lexer.next(), lexer.next()) {
            work.step()?;
            match lexer.next() {
                Some(Token::Text(to)) => {
                    self.rows.insert(code(&first), (code(&last), target(&to)));
                }
                Some(Token::Word(b"[")) => {
                    let mut at = code(&first);
                    while let Some(Token::Text(to)) = lexer.next() {
                        work.step()?;
                        self.single.insert(at, target(&to));
                        at = at.saturating_add(1);
                    }
                }
                Some(Token::Word(_) | Token::Number(_) | Token::Name(_)) | None => return Ok(()),
            }
        }
        Ok(())
    }
}

/// The code that some bytes are.
pub(super) fn code(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte))
}

/// The most bytes that a code stands for.
const MAX_CHARACTERS: usize = 64;

/// What a map writes behind a code.
fn target(bytes: &[u8]) -> String {
    utf16(bytes.get(..MAX_CHARACTERS).unwrap_or(bytes))
}

/// A text of UTF-16, the high byte first.
pub(super) fn utf16(bytes: &[u8]) -> String {
    // Characters written in one byte are met too.
    if let [byte] = bytes {
        return char::from(*byte).to_string();
    }
    encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0.into_owned()
}
