//! The bytes of a PDF, of a page's content or of a character map → their tokens.

/// A token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    /// A number.
    Number(f64),
    /// A name, without its slash.
    Name(Vec<u8>),
    /// A string, whichever way it was written.
    Text(Vec<u8>),
    /// An operator, a keyword or a bracket.
    Word(&'a [u8]),
}

/// Reads tokens one after the other.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    /// Where the next token is looked for.
    pub(super) at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    /// The next token; none at the end.
    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        self.skip_blank();
        let start = self.at;
        let first = self.take()?;
        Some(match first {
            b'(' => Token::Text(self.literal()),
            b'/' => Token::Name(self.name()),
            b'<' if self.peek() == Some(b'<') => self.word(start, start + 2),
            b'>' if self.peek() == Some(b'>') => self.word(start, start + 2),
            b'<' => Token::Text(self.hexadecimal()),
            b'[' | b']' | b'{' | b'}' | b')' | b'>' => self.word(start, start + 1),
            _ => {
                while self.peek().is_some_and(is_regular) {
                    self.at += 1;
                }
                let Token::Word(word) = self.word(start, self.at) else { return None };
                number(word).map_or(Token::Word(word), Token::Number)
            }
        })
    }

    /// What is left, from here on.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Goes behind the data of a picture that stands among the operators.
    pub(super) fn skip_picture(&mut self) {
        self.at += 1;
        let rest = self.rest();
        let is_blank_at = |at: usize| rest.get(at).copied().is_none_or(is_blank);
        let end = rest.windows(2).enumerate().find(|(at, pair)| *pair == b"EI" && (*at == 0 || is_blank_at(at - 1)) && is_blank_at(at + 2));
        self.at += end.map_or(rest.len(), |(at, _)| at + 2);
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn word(&mut self, start: usize, end: usize) -> Token<'a> {
        self.at = end;
        Token::Word(self.bytes.get(start..end).unwrap_or_default())
    }

    /// Blanks and comments.
    pub(super) fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
                    self.at += 1;
                }
            } else if is_blank(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn name(&mut self) -> Vec<u8> {
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| is_regular(*byte)) {
            self.at += 1;
            let code = (byte == b'#').then(|| self.bytes.get(self.at..self.at + 2)).flatten();
            match code.and_then(|code| Some(nibble(code[0])? << 4 | nibble(code[1])?)) {
                Some(byte) => {
                    name.push(byte);
                    self.at += 2;
                }
                None => name.push(byte),
            }
        }
        name
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut high = None;
        while let Some(byte) = self.take().filter(|byte| *byte != b'>') {
            let Some(value) = nibble(byte) else { continue };
            match high.take() {
                Some(high) => text.push(high << 4 | value),
                None => high = Some(value),
            }
        }
        text.extend(high.map(|high| high << 4));
        text
    }

    /// A string in round brackets, which may hold pairs of them.
    fn literal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut open = 1_usize;
        while let Some(byte) = self.take() {
            match byte {
                b'\\' => self.escape(&mut text),
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
            match byte {
                _ if open == 0 => break,
                b'\\' => {}
                _ => text.push(byte),
            }
        }
        text
    }

    /// What stands behind a backslash.
    fn escape(&mut self, text: &mut Vec<u8>) {
        match self.take() {
            Some(b'n') => text.push(b'\n'),
            Some(b'r') => text.push(b'\r'),
            Some(b't') => text.push(b'\t'),
            Some(b'b') => text.push(8),
            Some(b'f') => text.push(12),
            // A line end that is not part of the string.
            Some(b'\r') => self.at += usize::from(self.peek() == Some(b'\n')),
            Some(b'\n') | None => {}
            Some(digit @ b'0'..=b'7') => {
                let mut code = u32::from(digit - b'0');
                for _ in 0..2 {
                    let Some(digit) = self.peek().filter(|byte| matches!(byte, b'0'..=b'7')) else { break };
                    self.at += 1;
                    code = code << 3 | u32::from(digit - b'0');
                }
                text.push(code.to_le_bytes()[0]);
            }
            Some(other) => text.push(other),
        }
    }
}

/// Whether a byte parts tokens.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn nibble(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn number(word: &[u8]) -> Option<f64> {
    let is_number = word.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-'));
    std::str::from_utf8(word).ok().filter(|_| is_number)?.parse().ok()
}
