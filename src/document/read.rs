//! The bytes of a file that others made → its paragraphs and tables: text, Markdown, CSV, HTML, workbooks, Word documents,
//! PDF.

use super::archive::Archive;
use super::block::Reading;
use super::{Unread, line, page, pdf, sheet, word};
use encoding_rs::{Encoding, GB18030, UTF_8};

/// The largest text that is looked through, in bytes: a report of a page has 300 KB with all that stands around it.
const MAX_TEXT: usize = 16 << 20;

/// Of so many characters one may be lost: a page that is cut in the middle of a character still tells its figures.
const MAY_BE_LOST: usize = 200;

/// How much of a page is looked through for its encoding, in bytes, as browsers do.
const HEAD: usize = 1_024;

/// The paragraphs and tables of a file.
///
/// # Errors
/// Where it has none that can be read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Unread> {
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => pdf::reading(bytes),
        [b'P', b'K', 3, 4, ..] => {
            let mut archive = Archive::open(bytes)?;
            if archive.has("xl/workbook.xml") {
                sheet::reading(&mut archive)
            } else if archive.has(word::BODY) {
                word::reading(bytes)
            } else if archive.has("OFD.xml") || archive.has("content.xml") {
                Err(Unread::OtherOffice)
            } else {
                Err(Unread::Archive)
            }
        }
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(Unread::OldOffice),
        [0x1F, 0x8B, ..] | [b'7', b'z', 0xBC, 0xAF, ..] | [b'R', b'a', b'r', b'!', ..] => Err(Unread::Archive),
        _ if bytes.len() > MAX_TEXT => Err(Unread::TooLarge),
        _ => {
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
            if matches!(ending.as_str(), "docx" | "xlsx" | "docm" | "xlsm" | "pdf") {
                return Err(Unread::Damaged);
            }
            let text = text_of(bytes)?;
            match ending.as_str() {
                "md" | "markdown" | "txt" if is_html(&text) && !text.trim_start().starts_with('<') => page::reading(&with_paragraphs(&text)),
                _ if is_html(&text) => page::reading(&text),
                "csv" => line::csv_reading(&text),
                _ => line::reading(&text),
            }
        }
    }
}

/// A text with tables written as those of a page: its lines outside of them as headings and paragraphs.
fn with_paragraphs(text: &str) -> String {
    let (mut page, mut depth) = (String::with_capacity(text.len() * 2), 0_usize);
    for line in text.lines() {
        let lower = line.to_ascii_lowercase();
        let (begun, ended) = (lower.matches("<table").count(), lower.matches("</table").count());
        let marks = line.trim_start().bytes().take_while(|byte| *byte == b'#').count();
        if depth > 0 || begun > 0 || line.trim().is_empty() {
            page.push_str(line);
        } else if (1..=6).contains(&marks) {
            page.push_str(&format!("<h{marks}>{}</h{marks}>", line.trim().trim_matches('#').trim().replace("**", "")));
        } else {
            page.push_str(&format!("<p>{}</p>", line.trim().replace("**", "")));
        }
        page.push('\n');
        depth = (depth + begun).saturating_sub(ended);
    }
    page
}

/// Whether a text is a page, whatever its name says: what is saved as `.xls` often is one.
fn is_html(text: &str) -> bool {
    let mut end = text.len().min(64 << 10);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let lower = text[..end].to_ascii_lowercase();
    let begins = lower.trim_start().starts_with('<');
    ["<!doctype html", "<html", "<body", "<table", "<div", "<meta"].iter().any(|tag| lower.contains(tag)) && (begins || lower.contains("<table"))
}

/// The text of a file, in the encoding in which the least of it is lost.
fn text_of(bytes: &[u8]) -> Result<String, Unread> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return kept(encoding, &bytes[length..]).map(|(text, _)| text).ok_or(Unread::NoText);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return if text.contains('\0') { Err(Unread::NoText) } else { Ok(text.to_owned()) };
    }
    let named = named_encoding(&bytes[..bytes.len().min(HEAD)]);
    let read = named.into_iter().chain([UTF_8, GB18030]).filter_map(|encoding| kept(encoding, bytes));
    read.min_by_key(|(_, lost)| *lost).map(|(text, _)| text).ok_or(Unread::NoText)
}

/// The text in an encoding, and how many of its characters are lost; none where they are too many.
fn kept(encoding: &'static Encoding, bytes: &[u8]) -> Option<(String, usize)> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let lost = text.matches('\u{fffd}').count();
    (lost * MAY_BE_LOST <= text.chars().count() && !text.contains('\0')).then(|| (text.into_owned(), lost))
}

/// The encoding that a page says it is in.
fn named_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'', ' ']).split(['"', '\'', ' ', ';', '>', '/']).next()?;
    // Pages that say GB2312 hold characters of its successors.
    Encoding::for_label(label.as_bytes()).map(|encoding| if encoding == encoding_rs::GBK { GB18030 } else { encoding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Block;

    #[track_caller]
    fn case(name: &str, bytes: &[u8], expected: &str) {
        let reading = read(name, bytes).expect("readable");
        let shown: Vec<String> = reading
            .blocks
            .iter()
            .map(|block| match block {
                Block::Text { text, .. } => text.clone(),
                Block::Table(grid) => {
                    grid.rows.iter().map(|row| row.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join("|")).collect::<Vec<_>>().join("/")
                }
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "{name}");
    }

    #[test]
    fn encodings() {
        let page = "<html><meta charset=gb2312><p>喆年<table><tr><td>规章<td>1</table>";
        case("a.htm", &GB18030.encode(page).0, "喆年 规章|1");
        case("a.html", page.as_bytes(), "喆年 规章|1");
        case("a.xls", page.as_bytes(), "喆年 规章|1");
        case("a.md", "# 题\n\n**一、总体**\n前言。\n<table>\n<tr><td>规章</td>\n<td>1</td></tr>\n</table>\n尾".as_bytes(), "题 一、总体 前言。 规章|1 尾");
        case("a.html", &GB18030.encode("<table><tr><td>喆年规章<td>1</table>").0, "喆年规章|1");
        case("a.txt", &GB18030.encode("规章\t1\t2").0, "规章|1|2");
        case("a.txt", &[0xFF, 0xFE, 0xD3, 0x59], "姓");
        let cut = [&GB18030.encode(&"规章".repeat(200)).0[..], &[0xC8]].concat();
        case("a.txt", &cut, &format!("{}\u{fffd}", "规章".repeat(200)));
    }

    #[test]
    fn what_is_no_report() {
        for (name, bytes, why) in [
            ("a.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1][..], Unread::OldOffice),
            ("a.png", &[0x89, b'P', b'N', b'G', 0, 1, 2], Unread::NoText),
            ("a.xlsx", b"PK\x03\x04 and no more", Unread::Damaged),
            ("a.docx", b"not a zip", Unread::Damaged),
            ("a.txt", &[0xC8; 3], Unread::NoText),
            ("a.zip", &[0x1F, 0x8B, 8], Unread::Archive),
        ] {
            assert_eq!(read(name, bytes), Err(why), "{name}");
        }
        assert_eq!(read("a.txt", &vec![b'a'; MAX_TEXT + 1]), Err(Unread::TooLarge));
    }
}
