//! Documents of others as paragraphs and tables, Word documents and PDF: cells merged as they are seen, tables over two pages
//! made one, and nothing taken for what it is not.

use crate::support::pdf::{Pdf, coded};
use crate::support::repository;
use crate::support::word::{docx, p, tc, tr};
use lanmu::document::{Block, Reading, Unread, pdf, word};
use std::fs;

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

/// Words at a place, in the Chinese font.
fn at(x: u32, y: u32, text: &str) -> String {
    format!("BT /F2 10 Tf {x} {y} Td {} Tj ET\n", coded(text))
}

/// A table of 20 points a row whose columns part at 100, 160, 220, 280; its left column is one cell over two rows.
fn drawn(top: u32, rows: u32) -> String {
    let bottom = top - 20 * rows;
    let across = (1..rows).map(|row| format!("{} {} m 280 {} l S\n", if row == 2 { 100 } else { 160 }, top - 20 * row, top - 20 * row));
    let down = [160, 220].map(|x| format!("{x} {bottom} 0.5 {} re f\n", top - bottom));
    format!("100 {bottom} 180 {} re S\n{}{}", top - bottom, across.collect::<String>(), down.concat())
}

fn first_page() -> String {
    [
        drawn(700, 3),
        at(105, 675, "办"),
        at(105, 663, "理"),
        at(165, 685, "公开"),
        at(225, 685, "12"),
        at(165, 665, "不公开"),
        at(225, 665, "3"),
        at(105, 645, "结转"),
    ]
    .concat()
}

#[track_caller]
fn pdf_case(pdf: &Pdf, expected: &[&str]) {
    assert_eq!(shown(&pdf::reading(&pdf.bytes()).expect("readable")), expected);
}

#[test]
fn tables_drawn_on_a_page() {
    let expected = ["三申请", "|办⏎理|公开|12|", "|<|不公开|3|", "|结转|||", "四复议"];
    let page = [at(100, 720, "三申请"), first_page(), at(100, 600, "四复议"), at(300, 30, "1")].concat();
    pdf_case(&Pdf::default().page(&page), &expected);
    pdf_case(&Pdf::default().page(&page).compressed(), &expected);
    // Turned, as wide tables are; the number of the page then stands at the side.
    pdf_case(&Pdf::default().page(&format!("0 1 -1 0 800 0 cm\n{page}")), &expected);
    // Words of one string that stand in two cells, and a frame around the page.
    let spread = format!("20 20 550 800 re S\n{}BT /F1 10 Tf 165 685 Td (5            6) Tj ET\n", drawn(700, 2));
    pdf_case(&Pdf::default().page(&spread), &["||5|6|", "|<|||"]);
}

#[test]
fn a_table_over_two_pages() {
    let second = [
        drawn(800, 3),
        at(165, 785, "公开"),
        at(225, 785, "12"),
        at(165, 765, "其他"),
        at(225, 765, "4"),
        at(105, 745, "结转"),
        at(225, 745, "5"),
        at(300, 30, "2"),
    ]
    .concat();
    let first = [first_page(), at(300, 30, "1")].concat();
    pdf_case(&Pdf::default().page(&first).page(&second), &["|办⏎理|公开|12|", "|<|不公开|3|", "|结转|||", "||公开|12|", "|<|其他|4|", "|结转||5|"]);
}

#[test]
fn pdfs_that_are_not_read() {
    let refused = |pdf: Pdf| pdf::reading(&pdf.bytes()).map(|reading| shown(&reading)).unwrap_err();
    assert_eq!(refused(Pdf::default().page("q 595 0 0 842 0 0 cm /P1 Do Q")), Unread::NoTextLayer);
    assert_eq!(refused(Pdf::default().page(&first_page()).saying("/Encrypt 9 0 R")), Unread::EncryptedPdf);
    assert_eq!(refused(Pdf::default().page("BT /F2 10 Tf 100 700 Td <0001000200030004> Tj ET")), Unread::UnknownFonts);
    assert_eq!(pdf::reading(b"%PDF-1.7\n").unwrap_err(), Unread::Damaged);
    let some = pdf::reading(&Pdf::default().page(&first_page()).page("q 595 0 0 842 0 0 cm /P1 Do Q").bytes()).expect("readable");
    assert_eq!(some.unread, Some(Unread::SomePages));
}

#[test]
fn a_drawing_is_no_table_and_takes_no_time() {
    let lines: String = (0..6_000).map(|at| format!("{} 0 m {} 800 l S 0 {} m 500 {} l S\n", at % 500, at % 500, at % 800, at % 800)).collect();
    let read = pdf::reading(&Pdf::default().page(&format!("{lines}{}", at(100, 700, "图"))).bytes()).expect("readable");
    assert_eq!(shown(&read).iter().filter(|line| line.contains('图')).count(), 1);
}

#[test]
fn a_real_pdf_has_its_tables() {
    let path = repository().join("../shared/reports/huaian-2024.pdf");
    let Ok(bytes) = fs::read(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let shown = shown(&pdf::reading(&bytes).expect("readable"));
    for row in [
        "二、主动公开政府信息情况",
        "|行政规范性文件|8|26|66|",
        "|行政事业性收费|96171.6|<|<|",
        "|一、本年新收政府信息公开申请数量|<|<|3001|53|0|0|61|4|3119|",
        // A label that begins on one page and ends on the next.
        "|<|（四）无⏎法提供|1.本机关不掌握相关政府信息|746|12|0|0|10|1|769|",
        "|<|<|2.没有现成信息需要另行制作|11|0|0|0|0|0|11|",
        "|<|（七）总计|<|2932|53|0|0|61|4|3050|",
        "|72|64|178|37|351|13|4|8|1|26|12|1|1|6|20|",
        "六、其他需要报告的事项",
    ] {
        assert!(shown.iter().any(|line| line == row), "{row}: {}", shown.join("\n"));
    }
    assert_eq!(shown.iter().filter(|line| line.starts_with('|')).count(), 14 + 3 + 25 + 4);
}
