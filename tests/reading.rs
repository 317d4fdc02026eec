//! Documents of others as paragraphs and tables: cells merged as they are seen, and nothing taken for what it is not.

use lanmu::document::{Block, Reading, Unread, word};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Blocks as texts: a paragraph, its level before it; rows of cells parted by `|`, `<` for a position of the cell to the left
/// or above.
fn shown(reading: &Reading) -> Vec<String> {
    let mut shown = Vec::new();
    for block in &reading.blocks {
        match block {
            Block::Text { level, text, .. } => shown.push(format!("{}{text}", level.map_or(String::new(), |level| format!("{level} ")))),
            Block::Table(grid) => shown.extend(grid.rows.iter().map(|row| {
                let cells = row.iter().map(|cell| if cell.origin.is_some() { "<".to_owned() } else { cell.text.replace('\n', "⏎") });
                format!("|{}|", cells.collect::<Vec<_>>().join("|"))
            })),
        }
    }
    shown
}

fn docx(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let body = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("word/document.xml", body.as_str())].iter().chain(others) {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a name");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// A paragraph.
fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A cell with settings.
fn tc(settings: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{settings}</w:tcPr>{}</w:tc>", p(text))
}

fn tr(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

#[track_caller]
fn word_case(body: &str, expected: &[&str]) {
    assert_eq!(shown(&word::reading(&docx(body, &[])).expect("readable")), expected);
}

#[test]
fn merged_cells_of_word_tables() {
    let (span, begins, goes_on) = ("<w:gridSpan w:val=\"2\"/>", "<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>");
    let rows = [
        tr(&[tc(span, "项目"), tc("", "件")]),
        tr(&[tc(begins, "三"), tc("", "（一）"), tc("", "5")]),
        tr(&[tc(goes_on, ""), tc("", "（二）"), tc("", "6")]),
        tr(&[tc(begins, "四"), tc(begins, "甲"), tc("", "7")]),
        format!("<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}{}</w:tr>", tc(goes_on, ""), tc("", "8")),
        format!("<w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr>{}{}{}</w:tr>", tc("", "删"), tc("", "去"), tc("", "9")),
    ];
    let expected = ["|项目|<|件|", "|三|（一）|5|", "|<|（二）|6|", "|四|甲|7|", "||<|8|", "尾"];
    word_case(&format!("<w:tbl><w:tblGrid/>{}</w:tbl>{}", rows.concat(), p("尾")), &expected);
    // The older way to merge across.
    let old = [tr(&[tc("<w:hMerge w:val=\"restart\"/>", "甲"), tc("<w:hMerge/>", ""), tc("", "1")]), tr(&[tc("", "a"), tc("", "b"), tc("", "2")])];
    word_case(&format!("<w:tbl>{}</w:tbl>", old.concat()), &["|甲|<|1|", "|a|b|2|"]);
}

#[test]
fn tables_that_lay_out_a_word_document() {
    let inner = format!("<w:tbl>{}</w:tbl>", tr(&[tc("", "规章"), tc("", "1")]));
    let outer = format!("<w:tbl><w:tr><w:tc>{}{inner}{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p("一、总体"), p("二"), p("右"));
    word_case(&outer, &["一、总体", "|规章|1|", "二", "右"]);
    word_case(&format!("<w:tbl>{}{}</w:tbl>", tr(&[tc("", "一")]), tr(&[tc("", "二")])), &["一", "二"]);
}

#[test]
fn what_a_reader_of_a_word_document_sees() {
    let changed = "<w:p><w:r><w:t>共3</w:t></w:r><w:del><w:r><w:delText>5</w:delText><w:t>6</w:t></w:r></w:del><w:ins><w:r><w:t>7件</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>";
    word_case(changed, &["共37件"]);
    let hidden = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>甲</w:t><w:tab/><w:t>1</w:t><w:br/><w:t>乙</w:t></w:r></w:p>";
    word_case(hidden, &["甲\t1", "乙"]);
    let in_box = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let boxes = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>",
        in_box("框"),
        in_box("框")
    );
    word_case(&boxes, &["前后", "框"]);
    let styles = "<w:styles><w:style w:styleId=\"a1\"><w:name w:val=\"heading 1\"/></w:style><w:style w:styleId=\"b\"><w:name w:val=\"自定\"/><w:basedOn w:val=\"a1\"/></w:style><w:style w:styleId=\"c\"><w:name w:val=\"正文\"/></w:style></w:styles>";
    let styled = |style: &str, text: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = [
        styled("a1", "一、总体情况"),
        styled("b", "二"),
        styled("c", "文"),
        "<w:p><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr><w:r><w:t>（一）</w:t></w:r></w:p>".to_owned(),
    ];
    let notes = format!("<w:footnotes><w:footnote>{}</w:footnote></w:footnotes>", p("脚注"));
    let core = "<cp:coreProperties><dc:title>示例报告</dc:title></cp:coreProperties>";
    let read =
        word::reading(&docx(&body.concat(), &[("word/styles.xml", styles), ("word/footnotes.xml", &notes), ("docProps/core.xml", core)])).expect("readable");
    assert_eq!(shown(&read), ["1 一、总体情况", "1 二", "文", "2 （一）", "脚注"]);
    assert_eq!(read.title.as_deref(), Some("示例报告"));
}

#[test]
fn word_documents_that_are_not_read() {
    let refused = |bytes: &[u8]| word::reading(bytes).map(|reading| shown(&reading)).unwrap_err();
    assert_eq!(refused(b"PK\x03\x04 and no more"), Unread::Damaged);
    assert_eq!(refused(&docx("<w:p></w:tbl>", &[])), Unread::Damaged);
    assert_eq!(refused(&docx(&" ".repeat(8 << 20), &[])), Unread::TooLarge);
    assert_eq!(refused(&docx(&format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(100), "</w:tc></w:tr></w:tbl>".repeat(100)), &[])), Unread::TooLarge);
    let wide = tr(&vec![tc("<w:gridSpan w:val=\"1000\"/>", ""); 2]).repeat(400);
    assert_eq!(refused(&docx(&format!("<w:tbl>{wide}</w:tbl>"), &[])), Unread::TooLarge);
}
