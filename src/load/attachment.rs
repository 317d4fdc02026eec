//! A file that is published as it is → its size, and what must not get out of the words in it.

use super::memo::{Read, Value};
use super::text::{MAX_TEXT, Reading};
use super::walk::{Found, unreadable};
use crate::check::leak::{Leak, Style};
use crate::check::{At, Remark};
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::document::{Part, Unit, Words, extract};
use crate::source::Digest;

/// The largest file that is published as it is, in bytes: each is held in memory while it is copied.
pub(crate) const MAX_ATTACHMENT: u64 = 256 << 20;

pub(crate) fn read_attachment(reading: &Reading<'_>, found: &Found) -> Read {
    let refused = |error: &std::io::Error| Read::refused(unreadable(found.path.clone(), &error.to_string()));
    let file = found.file();
    match std::fs::metadata(&file).map(|metadata| metadata.len()) {
        Ok(size) if size > MAX_ATTACHMENT => {
            let limit = MAX_ATTACHMENT >> 20;
            let message = Text::new(format!("附件有 {} MB，超过 {limit} MB", size >> 20), format!("the file has {} MB, over {limit} MB", size >> 20));
            Read::refused(Diagnostic::new(Code::TooLarge, message).in_file(&*found.path).with_help("请压缩或拆分后再放入", "compress or split it"))
        }
        Ok(_) => match std::fs::read(&file) {
            Ok(bytes) => attachment(reading, found, &bytes),
            Err(error) => refused(&error),
        },
        Err(error) => refused(&error),
    }
}

fn attachment(reading: &Reading<'_>, found: &Found, bytes: &[u8]) -> Read {
    let Words { parts, unread } = extract(&found.path, bytes);
    let remarks = parts.iter().flat_map(|part| remarks(reading, &found.path, part)).collect();
    Read { value: Some(Value::Attachment { size: bytes.len() as u64 }), diagnostics: Vec::new(), remarks, unread, digest: Digest::of(bytes) }
}

/// What must not get out of a part of a file: at its place, or, where messages cannot show it, with its place in words.
fn remarks(reading: &Reading<'_>, path: &str, part: &Part) -> Vec<Remark> {
    let is_shown = part.is_whole_file && part.text.len() as u64 <= MAX_TEXT;
    let style = if part.unit == Unit::Line { Style::Plain } else { Style::Office };
    let remark = |leak: Leak| {
        let Leak { code, level, range, message, help } = leak;
        if is_shown {
            return Remark::new(code, path, message, help).at(At::Range(range)).as_grave_as(level);
        }
        let place = place(part, range.start);
        Remark::new(code, path, place.then(&message), help).as_grave_as(level)
    };
    reading.watch.leaks(&part.text, style).into_iter().map(remark).collect()
}

/// A place in words, to begin a message with.
fn place(part: &Part, at: usize) -> Text {
    let number = part.number(at);
    match &part.unit {
        Unit::Line => Text::new(format!("第 {number} 行："), format!("line {number}:")),
        Unit::Paragraph => Text::new(format!("第 {number} 段："), format!("paragraph {number}:")),
        Unit::Row(sheet) => Text::new(format!("工作表“{sheet}”第 {number} 行："), format!("sheet `{sheet}`, row {number}:")),
        Unit::Page(page) => Text::new(format!("第 {page} 页第 {number} 行："), format!("page {page}, line {number}:")),
    }
}
