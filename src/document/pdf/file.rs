//! A PDF → its objects by their numbers. Tables of where they stand are not trusted: the file is read from front to back,
//! and what is said last of an object holds.

use super::super::Unread;
use super::stream::decode;
use super::token::{Lexer, Token, is_blank};
use super::value::{Dictionary, Value, Work};
use std::collections::BTreeMap;
use std::ops::Range;

/// How often a reference may lead to another one.
const MAX_HOPS: usize = 8;

/// An object, and the bytes of its stream if it has one.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) value: Value,
    pub(super) stream: Option<Range<usize>>,
}

/// The objects of a file.
#[derive(Debug)]
pub(super) struct File<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) objects: BTreeMap<u32, Object>,
    /// What the file says of itself as a whole.
    trailer: Dictionary,
}

impl<'a> File<'a> {
    /// Reads the objects of a file.
    pub(super) fn read(bytes: &'a [u8], work: &mut Work) -> Result<Self, Unread> {
        let mut file = Self { bytes, objects: BTreeMap::new(), trailer: Dictionary::new() };
        let (mut at, mut behind) = (0, 0);
        while let Some(found) = find(bytes, b"obj", at) {
            at = found + 3;
            let Some((number, start)) = heading(&bytes[behind..found]) else { continue };
            file.read_trailers(behind..behind + start, work)?;
            let mut lexer = Lexer::new(bytes, at);
            let value = Value::read(&mut lexer, work)?;
            let stream = file.stream(&mut lexer, &value);
            at = lexer.at.max(at);
            behind = at;
            file.add(number, Object { value, stream }, work)?;
        }
        file.read_trailers(behind..bytes.len(), work)?;
        if file.trailer.contains_key(b"Encrypt".as_slice()) {
            return Err(Unread::EncryptedPdf);
        }
        Ok(file)
    }

    /// What a value stands for.
    pub(super) fn resolve<'v>(&'v self, mut value: &'v Value) -> Option<&'v Value> {
        for _ in 0..MAX_HOPS {
            let Value::Reference(number) = value else { return Some(value) };
            value = &self.objects.get(number)?.value;
        }
        None
    }

    /// What a dictionary says under a name.
    pub(super) fn at<'v>(&'v self, dictionary: &'v Dictionary, key: &str) -> Option<&'v Value> {
        self.resolve(dictionary.get(key.as_bytes())?)
    }

    /// The object that a dictionary names.
    pub(super) fn object_at(&self, dictionary: &Dictionary, key: &str) -> Option<(u32, &Object)> {
        let Value::Reference(number) = dictionary.get(key.as_bytes())? else { return None };
        Some((*number, self.objects.get(number)?))
    }

    /// The catalog of the document.
    pub(super) fn catalog(&self) -> Option<&Dictionary> {
        let is_catalog = |dictionary: &&Dictionary| dictionary.contains_key(b"Pages".as_slice());
        let named = self.at(&self.trailer, "Root").and_then(Value::dictionary).filter(is_catalog);
        named.or_else(|| self.of_type(b"Catalog").last())
    }

    /// The dictionaries of a type, by their numbers.
    pub(super) fn of_type(&self, name: &[u8]) -> impl Iterator<Item = &Dictionary> {
        let dictionaries = self.objects.values().filter_map(|object| object.value.dictionary());
        dictionaries.filter(move |dictionary| is_type(dictionary, name))
    }

    /// Keeps an object, and those in it if it is a stream of objects.
    fn add(&mut self, number: u32, object: Object, work: &mut Work) -> Result<(), Unread> {
        if let Some(dictionary) = object.value.dictionary() {
            if is_type(dictionary, b"XRef") {
                self.trailer.extend(dictionary.clone());
            } else if is_type(dictionary, b"ObjStm") {
                self.unpack(&object, dictionary, work)?;
            }
        }
        self.objects.insert(number, object);
        Ok(())
    }

    /// The objects of a stream of objects. One that cannot be decoded holds none: it may be encrypted.
    fn unpack(&mut self, object: &Object, dictionary: &Dictionary, work: &mut Work) -> Result<(), Unread> {
        let bytes = match decode(self, object, work) {
            Ok(bytes) => bytes,
            Err(Unread::TooLarge) => return Err(Unread::TooLarge),
            Err(_) => return Ok(()),
        };
        let Some(first) = self.at(dictionary, "First").and_then(Value::count) else { return Ok(()) };
        let mut heads = Lexer::new(&bytes, 0);
        while heads.at < first {
            let (Some(Token::Number(number)), Some(Token::Number(offset))) = (heads.next(), heads.next()) else { break };
            let (Some(number), Some(offset)) = (Value::Number(number).count(), Value::Number(offset).count()) else { break };
            let mut lexer = Lexer::new(&bytes, first + offset);
            let value = Value::read(&mut lexer, work)?;
            // Many may stand at the same place.
            work.spend(lexer.at.saturating_sub(first + offset))?;
            if let Ok(number) = u32::try_from(number) {
                self.objects.insert(number, Object { value, stream: None });
            }
        }
        Ok(())
    }

    /// The bytes of the stream that stands next, if one does; the lexer goes behind it.
    fn stream(&self, lexer: &mut Lexer<'_>, value: &Value) -> Option<Range<usize>> {
        lexer.skip_blank();
        if value.dictionary().is_none() || !lexer.rest().starts_with(b"stream") {
            return None;
        }
        lexer.at += b"stream".len();
        let start = match lexer.rest() {
            [b'\r', b'\n', ..] => lexer.at + 2,
            [b'\r' | b'\n', ..] => lexer.at + 1,
            _ => lexer.at,
        };
        let told = value.dictionary().and_then(|dictionary| dictionary.get(b"Length".as_slice())).and_then(Value::count);
        let told = told.and_then(|length| start.checked_add(length)).filter(|end| {
            // At most a line end stands before it.
            let behind = self.bytes.get(*end..(*end + 2 + b"endstream".len()).min(self.bytes.len()));
            behind.is_some_and(|behind| find(behind, b"endstream", 0).is_some())
        });
        let end = told.or_else(|| find(self.bytes, b"endstream", start)).unwrap_or(self.bytes.len());
        lexer.at = end;
        Some(start..end)
    }

    /// The trailers in what stands between objects.
    fn read_trailers(&mut self, within: Range<usize>, work: &mut Work) -> Result<(), Unread> {
        let mut at = within.start;
        while let Some(found) = find(&self.bytes[..within.end], b"trailer", at) {
            let mut lexer = Lexer::new(self.bytes, found + b"trailer".len());
            if let Value::Dictionary(dictionary) = Value::read(&mut lexer, work)? {
                self.trailer.extend(dictionary);
            }
            at = lexer.at;
        }
        Ok(())
    }
}

/// Whether a dictionary says it is of a type.
pub(super) fn is_type(dictionary: &Dictionary, name: &[u8]) -> bool {
    dictionary.get(b"Type".as_slice()).and_then(Value::name) == Some(name)
}

/// The number of the object whose `obj` stands behind these bytes, and where it begins.
fn heading(before: &[u8]) -> Option<(u32, usize)> {
    let strip = |bytes: &[u8], is: fn(u8) -> bool| bytes.iter().rposition(|byte| !is(*byte)).map_or(0, |at| at + 1);
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let generation_end = strip(before, is_blank);
    let generation = strip(&before[..generation_end], is_digit);
    let number_end = strip(&before[..generation], is_blank);
    let start = strip(&before[..number_end], is_digit);
    let is_heading = generation < generation_end && number_end < generation && start < number_end;
    let number = std::str::from_utf8(&before[start..number_end]).ok().filter(|_| is_heading)?;
    Some((number.parse().ok()?, start))
}

/// Where some bytes stand next.
fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let first = *what.first()?;
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes[at..].starts_with(what) {
            return Some(at);
        }
        at += 1;
    }
}
