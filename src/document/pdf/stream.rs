//! The stream of an object → its bytes, decoded within what may still be read.

use super::super::Unread;
use super::file::{File, Object};
use super::token::is_blank;
use super::value::{Value, Work};
use flate2::read::DeflateDecoder;
use std::io::Read;

/// The most filters that one stream goes through.
const MAX_FILTERS: usize = 6;

/// Decodes the stream of an object.
pub(super) fn decode(file: &File<'_>, object: &Object, work: &mut Work) -> Result<Vec<u8>, Unread> {
    let (Some(range), Some(dictionary)) = (object.stream.clone(), object.value.dictionary()) else { return Err(Unread::Damaged) };
    let filters = match file.at(dictionary, "Filter") {
        Some(Value::List(list)) => list.iter().take(MAX_FILTERS + 1).filter_map(|filter| file.resolve(filter)?.name()).collect(),
        Some(Value::Name(name)) => vec![name.as_slice()],
        Some(Value::Null | Value::Number(_) | Value::Text(_) | Value::Dictionary(_) | Value::Reference(_)) | None => Vec::new(),
    };
    if filters.len() > MAX_FILTERS || has_predictor(file, file.at(dictionary, "DecodeParms").or_else(|| file.at(dictionary, "DP"))) {
        return Err(Unread::NoText);
    }
    let mut bytes = file.bytes.get(range).unwrap_or_default().to_vec();
    work.spend(bytes.len())?;
    for filter in filters {
        bytes = match filter {
            b"FlateDecode" | b"Fl" => inflate(&bytes, work)?,
            b"ASCIIHexDecode" | b"AHx" => hexadecimal(&bytes),
            b"ASCII85Decode" | b"A85" => base85(&bytes),
            b"RunLengthDecode" | b"RL" => run_lengths(&bytes, work)?,
            _ => return Err(Unread::NoText),
        };
        work.spend(bytes.len())?;
    }
    Ok(bytes)
}

/// Whether bytes are told as differences, as those of pictures are.
fn has_predictor(file: &File<'_>, parameters: Option<&Value>) -> bool {
    let of = |value: &Value| {
        let dictionary = file.resolve(value).and_then(Value::dictionary);
        dictionary.and_then(|dictionary| file.at(dictionary, "Predictor")).and_then(Value::number).is_some_and(|predictor| predictor > 1.0)
    };
    match parameters {
        Some(Value::List(list)) => list.iter().take(MAX_FILTERS).any(of),
        Some(value) => of(value),
        None => false,
    }
}

/// The check sum at the end is not looked at: readers show such a page.
fn inflate(bytes: &[u8], work: &Work) -> Result<Vec<u8>, Unread> {
    let mut out = Vec::new();
    DeflateDecoder::new(bytes.get(2..).unwrap_or_default()).take(work.bytes + 1).read_to_end(&mut out).map_err(|_| Unread::Damaged)?;
    Ok(out)
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u32> = bytes.iter().take_while(|byte| **byte != b'>').filter_map(|byte| char::from(*byte).to_digit(16)).collect();
    digits.chunks(2).map(|pair| (pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).to_le_bytes()[0]).collect()
}

fn base85(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut group: Vec<u32> = Vec::new();
    for byte in bytes.iter().filter(|byte| !is_blank(**byte)) {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => break,
        }
        if group.len() == 5 {
            out.extend(word85(&group));
            group.clear();
        }
    }
    if let Some(kept) = group.len().checked_sub(1) {
        group.resize(5, 84);
        out.extend(&word85(&group)[..kept]);
    }
    out
}

fn word85(group: &[u32]) -> [u8; 4] {
    group.iter().fold(0_u32, |word, digit| word.wrapping_mul(85).wrapping_add(*digit)).to_be_bytes()
}

fn run_lengths(bytes: &[u8], work: &Work) -> Result<Vec<u8>, Unread> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let [length, tail @ ..] = rest {
        let length = usize::from(*length);
        match (length, tail) {
            (128, _) | (129.., []) => break,
            (129.., [byte, tail @ ..]) => {
                out.resize(out.len() + 257 - length, *byte);
                rest = tail;
            }
            (_, tail) => {
                let (taken, tail) = tail.split_at(tail.len().min(length + 1));
                out.extend(taken);
                rest = tail;
            }
        }
        if out.len() as u64 > work.bytes {
            return Err(Unread::TooLarge);
        }
    }
    Ok(out)
}
