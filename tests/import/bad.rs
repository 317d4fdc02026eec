//! Files that are no report: a message that says what to do, exit code 1, and nothing is written.

use crate::import::command::Desk;
use crate::import::{distinct, drawn, forms};
use crate::support::pdf::Pdf;
use std::io::{Cursor, Write};

#[track_caller]
fn refused(name: &str, bytes: &[u8], expected: &str) {
    let desk = Desk::new();
    desk.portal.write_bytes(name, bytes);
    let before = desk.portal.tree_of_content();
    let (code, told) = desk.import(&[name]);
    assert_eq!(code, Some(1), "{name}: {told}");
    assert!(told.starts_with("error[import-refused]: ") && told.contains(expected) && told.contains("什么也没有写入"), "{name}: {told}");
    assert_eq!(desk.portal.tree_of_content(), before, "{name}");
    let (code, told) = desk.import(&[name, "--lang", "en"]);
    assert!(code == Some(1) && told.contains("nothing was written"), "{name}: {told}");
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

#[test]
fn files_without_a_report() {
    refused("a.html", "<html><body><p>示例</p></body></html>".as_bytes(), "没有找到年度报告的统计表");
    refused("a.html", "<table><tr><td>姓名</td><td>年龄</td></tr><tr><td>甲</td><td>3</td></tr></table>".as_bytes(), "没有找到年度报告的统计表");
    refused("a.txt", b"", "没有找到年度报告的统计表");
    refused("a.json", b"{\"schema\":\"other\"}", "没有找到年度报告的统计表");
    refused("a.csv", "key,label,issued\nx,y,1\n".as_bytes(), "没有找到年度报告的统计表");
    refused("a.png", &[0x89, b'P', b'N', b'G', 0, 1], "不是文本、网页、Word、Excel 或 PDF");
}

#[test]
fn files_that_cannot_be_opened() {
    refused("a.doc", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "2007 年以前的 Office 文件，或设有密码");
    refused("a.xlsx", b"PK\x03\x04 cut off", "文件已损坏");
    refused("a.docx", b"not a zip", "文件已损坏");
    refused("a.pdf", b"%PDF-1.7 cut off", "文件已损坏");
    refused("a.pdf", &Pdf::default().page("").bytes(), "PDF 中没有文字");
    refused("a.zip", &zip(&[("a.txt", b"x")]), "压缩包");
    refused("a.ods", &zip(&[("content.xml", b"<office/>")]), "OpenDocument");
    refused("a.ofd", &zip(&[("OFD.xml", b"<ofd/>")]), "OFD");
    refused("a.rar", b"Rar!\x1a\x07", "压缩包");
}

#[test]
fn files_that_are_too_large() {
    let sheet = format!("<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData>{}</worksheet>", " ".repeat(16 << 20));
    let files: [(&str, &[u8]); 3] = [
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"a\" r:id=\"r\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships><Relationship Id=\"r\" Target=\"worksheets/a.xml\"/></Relationships>"),
        ("xl/worksheets/a.xml", sheet.as_bytes()),
    ];
    refused("bomb.xlsx", &zip(&files), "文件过大");
    let merged =
        br#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"#;
    refused("wide.xlsx", &zip(&[files[0], files[1], ("xl/worksheets/a.xml", merged)]), "文件过大");
    refused("spans.html", format!("<table>{}</table>", "<tr><td colspan=9999 rowspan=9999>x</td><td>1</td></tr>".repeat(2_000)).as_bytes(), "文件过大");

    let desk = Desk::new();
    let file = std::fs::File::create(desk.portal.root().join("large.html")).expect("created");
    file.set_len(200 << 20).expect("a sparse file");
    let (code, told) = desk.import(&["large.html"]);
    assert!(code == Some(1) && told.contains("文件过大"), "{told}");
}

#[test]
fn two_reports_in_one_file() {
    let one = drawn::html(&distinct(&forms()[1]), |rows| format!("<table>{rows}</table>"));
    let other = one.replace("示例市教育局", "示例市交通局").replace("1407", "1408");
    refused("two.html", format!("{one}{other}").as_bytes(), "不止一份年度报告");
    let same_figures = one.replace("示例市教育局2023", "示例市交通局2023");
    refused("two.html", format!("{one}{same_figures}").as_bytes(), "不止一份年度报告");
}

#[test]
fn a_year_that_is_not_told() {
    let page = drawn::html(&distinct(&forms()[1]), |rows| format!("<table>{rows}</table>")).replace("2023年", "");
    refused("a.html", page.replace("2024年1月20日", "").as_bytes(), "看不出是哪一年的报告");
}
