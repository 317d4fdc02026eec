//! A font → what the strings set in it say, and how wide they are.

use super::super::Unread;
use super::cmap::{Cmap, code, utf16};
use super::file::File;
use super::stream::decode;
use super::value::{Dictionary, Value, Work};
use encoding_rs::{Encoding, GB18030, WINDOWS_1252};
use std::collections::BTreeMap;

/// How wide a character is where its font does not say, in thousandths of its size.
const USUAL_WIDTH: f64 = 500.0;

/// The widest list of widths that is kept.
const MAX_WIDTHS: usize = 70_000;

/// A font.
#[derive(Debug)]
pub(super) struct Font {
    codes: Codes,
    /// What its codes stand for, if it says so itself.
    to_unicode: Option<Cmap>,
    /// Characters that take the place of those of its encoding.
    differences: BTreeMap<u32, Option<String>>,
    widths: BTreeMap<u32, f64>,
    usual_width: f64,
    /// Whether it is written from top to bottom.
    pub(super) is_vertical: bool,
}

/// How bytes are parted into codes.
#[derive(Debug)]
enum Codes {
    /// A byte each; what they stand for.
    Bytes(&'static Encoding),
    /// Two bytes each, which stand for what only the font knows.
    Pairs,
    /// UTF-16.
    Utf16,
    /// GB 18030 and what is part of it.
    Gb,
    /// As a map of the file says.
    Map(Cmap),
}

/// A character as it was set.
pub(super) struct Glyph {
    /// What it stands for; none where that is not known.
    pub(super) text: Option<String>,
    /// How wide it is, in parts of its size.
    pub(super) width: f64,
    /// Whether it is a space of one byte, which word spacing is added to.
    pub(super) is_space: bool,
}

impl Font {
    pub(super) fn read(file: &File<'_>, font: &Dictionary, work: &mut Work) -> Result<Self, Unread> {
        let to_unicode = map(file, font, "ToUnicode", work)?;
        let descendant = file.at(font, "DescendantFonts").and_then(Value::list).and_then(|list| file.resolve(list.first()?)?.dictionary());
        let mut read = Self {
            codes: Codes::Bytes(WINDOWS_1252),
            to_unicode,
            differences: BTreeMap::new(),
            widths: BTreeMap::new(),
            usual_width: USUAL_WIDTH,
            is_vertical: false,
        };
        match descendant {
            Some(descendant) => {
                let name = file.at(font, "Encoding").and_then(Value::name).unwrap_or_default();
                read.is_vertical = name.ends_with(b"-V");
                read.codes = match map(file, font, "Encoding", work)? {
                    Some(map) => Codes::Map(map),
                    None => Codes::named(name),
                };
                read.usual_width = file.at(descendant, "DW").and_then(Value::number).unwrap_or(1000.0);
                read.read_wide_widths(file, file.at(descendant, "W").and_then(Value::list).unwrap_or_default(), work)?;
            }
            None => read.read_simple(file, font, work)?,
        }
        Ok(read)
    }

    /// The characters of a string.
    pub(super) fn glyphs(&self, bytes: &[u8]) -> impl Iterator<Item = Glyph> {
        let mut rest = bytes;
        std::iter::from_fn(move || {
            let length = self.codes.length(rest).min(rest.len());
            let (taken, tail) = rest.split_at(length);
            rest = tail;
            if taken.is_empty() {
                return None;
            }
            let code = code(taken);
            let width = self.widths.get(&code).copied().unwrap_or(self.usual_width) / 1000.0;
            Some(Glyph { text: self.characters(code, taken), width, is_space: taken == b" " })
        })
    }

    fn characters(&self, code: u32, bytes: &[u8]) -> Option<String> {
        let is_said = |text: &String| !text.is_empty() && !text.contains(['\0', '\u{fffd}']);
        if let Some(text) = self.to_unicode.as_ref().and_then(|map| map.characters(code)).filter(is_said) {
            return Some(text);
        }
        if let Some(difference) = self.differences.get(&code) {
            return difference.clone();
        }
        let text = match &self.codes {
            // What else a font with a map of its own shows is not known.
            Codes::Bytes(_) | Codes::Pairs | Codes::Map(_) if self.to_unicode.is_some() => return None,
            Codes::Pairs | Codes::Map(_) => return None,
            Codes::Bytes(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Codes::Utf16 => utf16(bytes),
            Codes::Gb => GB18030.decode_without_bom_handling(bytes).0.into_owned(),
        };
        is_said(&text).then_some(text)
    }

    /// A font of at most 256 characters.
    fn read_simple(&mut self, file: &File<'_>, font: &Dictionary, work: &mut Work) -> Result<(), Unread> {
        let scale = match file.at(font, "FontMatrix").and_then(Value::list) {
            Some([scale, ..]) => scale.number().unwrap_or(0.001) * 1000.0,
            Some([]) | None => 1.0,
        };
        let first = file.at(font, "FirstChar").and_then(Value::count).and_then(|first| u32::try_from(first).ok()).unwrap_or(0);
        for (code, width) in (first..).zip(file.at(font, "Widths").and_then(Value::list).unwrap_or_default().iter().take(256)) {
            work.step()?;
            self.widths.extend(file.resolve(width).and_then(Value::number).map(|width| (code, width * scale)));
        }
        let encoding = file.at(font, "Encoding");
        let base = match encoding {
            Some(Value::Dictionary(dictionary)) => file.at(dictionary, "BaseEncoding").and_then(Value::name),
            encoding => encoding.and_then(Value::name),
        };
        if base == Some(b"MacRomanEncoding") {
            self.codes = Codes::Bytes(encoding_rs::MACINTOSH);
        }
        let differences = encoding.and_then(Value::dictionary).and_then(|dictionary| file.at(dictionary, "Differences")).and_then(Value::list);
        let mut code = 0_u32;
        for value in differences.unwrap_or_default() {
            work.step()?;
            if let Some(name) = value.name() {
                self.differences.insert(code, character_named(name));
                code = code.saturating_add(1);
            } else if let Some(next) = value.count().and_then(|next| u32::try_from(next).ok()) {
                code = next;
            }
        }
        Ok(())
    }

    /// Widths as large fonts tell them: `first [a b c]` or `first last width`.
    fn read_wide_widths(&mut self, file: &File<'_>, list: &[Value], work: &mut Work) -> Result<(), Unread> {
        let number = |value: &Value| value.count().and_then(|number| u32::try_from(number).ok());
        let mut rest = list;
        while let [first, second, tail @ ..] = rest {
            work.step()?;
            rest = tail;
            let Some(first) = number(first) else { continue };
            match (file.resolve(second), tail) {
                (Some(Value::List(widths)), _) => {
                    for (code, width) in (first..).zip(widths) {
                        work.step()?;
                        self.widths.extend(width.number().map(|width| (code, width)));
                    }
                }
                (Some(last), [width, tail @ ..]) => {
                    rest = tail;
                    let (Some(last), Some(width)) = (number(last), width.number()) else { continue };
                    for code in (first..=last).take(MAX_WIDTHS) {
                        work.step()?;
                        self.widths.insert(code, width);
                    }
                }
                (Some(_) | None, _) => {}
            }
        }
        Ok(())
    }
}

impl Codes {
    /// Those of a map that every reader knows.
    fn named(name: &[u8]) -> Self {
        let holds = |part: &[u8]| name.windows(part.len()).any(|window| window == part);
        match name {
            _ if name.starts_with(b"Uni") && (holds(b"UCS2") || holds(b"UTF16")) => Self::Utf16,
            _ if name.starts_with(b"GB") => Self::Gb,
            _ => Self::Pairs,
        }
    }

    /// How many bytes the next code takes.
    fn length(&self, bytes: &[u8]) -> usize {
        match (self, bytes) {
            (Self::Bytes(_), _) => 1,
            (Self::Pairs, _) => 2,
            (Self::Utf16, [0xD8..=0xDB, ..]) => 4,
            (Self::Utf16, _) => 2,
            (Self::Gb, [0x81..=0xFE, b'0'..=b'9', ..]) => 4,
            (Self::Gb, [0x81..=0xFE, ..]) => 2,
            (Self::Gb, _) => 1,
            (Self::Map(map), bytes) => map.length(bytes).unwrap_or(2),
        }
    }
}

/// The map that a font keeps as a stream; one that cannot be read says nothing.
fn map(file: &File<'_>, font: &Dictionary, key: &str, work: &mut Work) -> Result<Option<Cmap>, Unread> {
    let Some((_, object)) = file.object_at(font, key).filter(|(_, object)| object.stream.is_some()) else { return Ok(None) };
    match decode(file, object, work) {
        Ok(bytes) => Cmap::read(&bytes, work).map(Some),
        Err(Unread::TooLarge) => Err(Unread::TooLarge),
        Err(_) => Ok(None),
    }
}

/// The character of a name of the usual list, as far as numbers and words around them need it.
fn character_named(name: &[u8]) -> Option<String> {
    const NAMES: [(&str, &str); 30] = [
        ("zero", "0"),
        ("one", "1"),
        ("two", "2"),
        ("three", "3"),
        ("four", "4"),
        ("five", "5"),
        ("six", "6"),
        ("seven", "7"),
        ("eight", "8"),
        ("nine", "9"),
        ("space", " "),
        ("hyphen", "-"),
        ("minus", "-"),
        ("endash", "–"),
        ("emdash", "—"),
        ("period", "."),
        ("comma", ","),
        ("colon", ":"),
        ("semicolon", ";"),
        ("slash", "/"),
        ("parenleft", "("),
        ("parenright", ")"),
        ("bracketleft", "["),
        ("bracketright", "]"),
        ("plus", "+"),
        ("equal", "="),
        ("percent", "%"),
        ("underscore", "_"),
        ("at", "@"),
        ("asterisk", "*"),
    ];
    let name = std::str::from_utf8(name).ok()?;
    if name.len() == 1 {
        return Some(name.to_owned());
    }
    if let Some((_, sign)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some((*sign).to_owned());
    }
    let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u')).filter(|digits| (4..=6).contains(&digits.len()))?;
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).map(String::from)
}
