//! Files of others: their words, or why there are none.

use super::{Unread, Words, extract};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a name");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

#[track_caller]
fn case(name: &str, bytes: &[u8], expected: Result<&[&str], Unread>) {
    let Words { parts, unread } = extract(name, bytes);
    let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(unread.map_or(Ok(&*texts), Err), expected, "{name}");
}

const BODY: &str = r#"<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>手机：138</w:t></w:r><w:r><w:t xml:space="preserve">1234&#53;678</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲&amp;乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"#;

#[test]
fn words_of_documents() {
    case(
        "a.docx",
        &archive(&[("word/document.xml", BODY), ("word/header1.xml", "<w:hdr><w:p><w:t>页眉</w:t></w:p></w:hdr>")]),
        Ok(&["手机：13812345678\n甲&乙\n", "页眉\n"]),
    );
}

#[test]
fn rows_of_workbooks() {
    let files = [
        ("xl/workbook.xml", r#"<workbook><sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ("xl/sharedStrings.xml", "<sst><si><t>张三</t><rPh><t>zhang</t></rPh></si><si><r><t>电</t></r><r><t>话</t></r></si></sst>"),
        (
            "xl/worksheets/sheet1.xml",
            r#"<worksheet><sheetData><row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row r="7"><c><v>1.3812345678E10</v></c><c t="inlineStr"><is><t>乙</t></is></c><c t="s"><v>9</v></c></row></sheetData></worksheet>"#,
        ),
    ];
    let bytes = archive(&files);
    case("a.xlsx", &bytes, Ok(&["张三\t电话\t\n13812345678\t乙\t\t\n"]));
    let part = &extract("a.xlsx", &bytes).parts[0];
    assert_eq!((part.number(0), part.number(20)), (1, 7));
}

#[test]
fn texts_in_any_encoding() {
    case("a.csv", "姓名,电话".as_bytes(), Ok(&["姓名,电话"]));
    case("a.csv", "\u{feff}姓名".as_bytes(), Ok(&["姓名"]));
    case("a.csv", &encoding_rs::GB18030.encode("姓名,电话").0, Ok(&["姓名,电话"]));
    case("a.txt", &[0xFF, 0xFE, 0xD3, 0x59, 0x0D, 0x54], Ok(&["姓名"]));
}

#[test]
fn files_without_words() {
    case("a.pdf", b"%PDF-1.7", Err(Unread::Damaged));
    case("a.doc", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1], Err(Unread::OldOffice));
    case("a.zip", &archive(&[("a.txt", "x")]), Err(Unread::Archive));
    case("a.png", &[0x89, b'P', b'N', b'G', 0], Err(Unread::NoText));
    case("a.docx", b"PK\x03\x04 and no more", Err(Unread::Damaged));
    case("a.docx", &archive(&[("word/document.xml", "<w:p><w:t></w:p>")]), Err(Unread::Damaged));
}

#[test]
fn bombs_are_not_read() {
    let body = format!("<w:document>{}</w:document>", " ".repeat(8 << 20));
    case("a.docx", &archive(&[("word/document.xml", &body)]), Err(Unread::TooLarge));
    let long = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(100_000));
    let cells = format!("<worksheet>{}</worksheet>", "<c t=\"s\"><v>0</v></c>".repeat(1_000));
    let files = [("xl/workbook.xml", "<workbook/>"), ("xl/sharedStrings.xml", &*long), ("xl/worksheets/sheet1.xml", &*cells)];
    case("a.xlsx", &archive(&files), Err(Unread::TooLarge));
    let many: Vec<String> = (0..10_001).map(|at| format!("word/{at}.xml")).collect();
    let mut files: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "")).collect();
    files.push(("word/document.xml", BODY));
    case("a.docx", &archive(&files), Err(Unread::TooLarge));
}
