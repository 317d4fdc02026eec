//! The entries of the fuzz targets, for a bounded number of files: bytes of any kind, and good files that were changed a
//! little. `fuzz/` runs the same for as long as one likes.

#[path = "../fuzz/entries.rs"]
mod entries;

use crate::support::pdf::{Pdf, coded};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use std::io::Write;

/// Pieces that break things.
const PIECES: [&str; 40] = [
    "",
    "-",
    ":",
    ": ",
    "\t",
    "\n",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "#",
    "&a",
    "*a",
    "!x",
    "|",
    ">",
    "~",
    "：",
    "，",
    "１",
    "\u{fdd0}",
    "99999999999999999999",
    "---\n",
    "```",
    "**",
    "](",
    "<!--",
    "{{",
    "}}",
    "其中",
    "%",
    "13812345678",
    "11010519491231002X",
    "\u{feff}",
    "\r",
    "\0",
    "\u{202e}",
    "[[",
];

/// A file that is good but for a few changes; sometimes any bytes.
fn near(good: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let edits = vec((any::<Index>(), 0_usize..5, 0..PIECES.len()), 0..8);
    let changed = (0..good.len(), edits).prop_map(|(which, edits)| {
        let mut text: Vec<char> = good[which].chars().collect();
        for (at, remove, piece) in edits {
            let at = at.index(text.len() + 1);
            let end = (at + remove).min(text.len());
            text.splice(at..end, PIECES[piece].chars());
        }
        text.into_iter().collect::<String>().into_bytes()
    });
    prop_oneof![6 => changed, 1 => vec(any::<u8>(), 0..200)]
}

#[test]
fn what_is_changed_has_tables() {
    for (name, bytes) in
        [("a.docx", entries::document(BODY.as_bytes())), ("a.pdf", entries::page(RULED.as_bytes())), ("a.pdf", entries::page(ALIGNED.as_bytes()))]
    {
        let reading = lanmu::document::read(name, &bytes).expect("readable");
        assert!(reading.blocks.iter().any(|block| matches!(block, lanmu::document::Block::Table(_))), "{name}: {reading:?}");
    }
}

/// A good attachment with bytes changed, in front of its compression where it has one.
fn attachments() -> impl Strategy<Value = Vec<u8>> {
    let bodies = [
        "<w:document><w:p><w:r><w:t>手机：138</w:t></w:r><w:r><w:t>1234&#53;678</w:t></w:r></w:p></w:document>",
        "<worksheet><sheetData><row r=\"1\"><c t=\"s\"><v>0</v></c><c><v>1.3812345678E10</v></c></row></sheetData></worksheet>",
    ];
    let edits = vec((any::<Index>(), 0_usize..6, any::<u8>()), 0..6);
    (0_usize..4, edits).prop_map(move |(kind, edits)| {
        let change = |mut bytes: Vec<u8>| {
            for (at, remove, byte) in &edits {
                let at = at.index(bytes.len() + 1);
                let end = (at + remove).min(bytes.len());
                bytes.splice(at..end, [*byte]);
            }
            bytes
        };
        let pdf = Pdf::default().page(&format!("BT /F1 9 Tf [(138) 9 (12345678)] TJ /F2 9 Tf {} Tj ET", coded("电话13912345678")));
        match kind {
            0 => change(pdf.bytes()),
            1 => change(pdf.compressed().bytes()),
            _ => {
                let files = [["word/document.xml", bodies[0]], ["xl/workbook.xml", "<workbook/>"], ["xl/worksheets/a.xml", bodies[1]]];
                let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
                for [name, text] in if kind == 2 { &files[..1] } else { &files[1..] } {
                    zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
                    zip.write_all(&change(text.as_bytes().to_vec())).expect("written");
                }
                zip.finish().expect("finished").into_inner()
            }
        }
    })
}

const ITEM: &str = "---\ntitle: 示例\ndate: 2024-01-02\nkeywords: [一, 二]\nstatus: 有效\n---\n# 一\n\n**二。**三[四](五.md)![六](七.png)\n\n| 八 |\n|--|\n| 九 |\n\n[^1]: 注\n";
const WORDS: &str = "---\ntitle: 题\n---\n## 一、总体情况\n\n2024年，新收政府信息公开申请37件，上年结转3件，答复37件，其中予以公开14件，占37.8%，部分公开5件；结转下年度3件。未发生行政诉讼。\n收取信息处理费0元。新收{{ requests.received.total }}件。\n";
const FORM: &str = include_str!("../src/form/2021.toml");
const OWN_FORM: &str = "key = \"own\"\nname = \"示例\"\n\n[[table]]\nkey = \"t\"\nlabel = \"表\"\nunit = \"件\"\ncolumns = [{ key = \"c\", label = \"列\" }, { key = \"d\", label = \"列二\" }]\nrows = [{ key = \"r\", label = \"行\" }]\n";
const NUMBERS: [&str; 6] = ["1,234.50", "-12.5000", "１２", "+5", "99999999999999999", "3件"];
const PRIVATE: [&str; 4] = [
    "电话 138 1234-5678、0086 13912345678。",
    "11010519491231002X、110105 19491231 002X",
    "6222 0200 0000 0000 00，６２２２０２００，130503670401001",
    "电话138**1234**5678、[139](/a)12&#51;4`5678`\n证号110105194\n91231002<br>X\n\n| 138 | 12345678 |\n",
];

const PAGE: &str = "<meta charset=gbk><title>示例局2024年政府信息公开工作年度报告</title><h2>一、总体情况</h2><p>示例。</p><h2>二、主动公开政府信息情况</h2><table><tr><td colspan=4>第二十条第（一）项<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数<tr><td rowspan=1>规章<td>1<td>—<td>/<tr><td>行政规范性文件<td>1,234<td>８（含1件）<td></table><p>六、其他需要报告的事项：无。</p><p>2025年1月2日</p>";
const LINES: &str = "# 示例局2024年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\t1\t2\t3\t4\t5\t6\t21\n二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0\n（一）予以\n公开\n1\n2\n3\n4\n5\n6\n21\n四、政府信息公开行政复议、行政诉讼情况\n行政复议：结果维持5 结果纠正 其他结果 尚未审结2 总计7\n| 结果维持 | 结果纠正 | 总计 |\n|---|---|---|\n| 1 | 2 | 3 |\n";
const BODY: &str = "<w:document><w:body><w:p><w:r><w:t>示例</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl></w:body></w:document>";
const RULED: &str = "BT /F1 9 Tf 20 803 Td (a) Tj 40 0 Td (12) Tj ET\n10 790 100 30 re S 10 800 m 110 800 l S 50 790 m 50 820 l S\nBT /F1 9 Tf 20 792 Td (b) Tj 40 0 Td (3) Tj ET\n";
const ALIGNED: &str = "BT /F1 9 Tf 50 700 Td (x) Tj 40 0 Td (y) Tj 40 0 Td (z) Tj ET\nBT /F1 9 Tf 10 686 Td (1. a) Tj 40 -5 Td (1) Tj 40 0 Td (2) Tj 40 0 Td (3) Tj ET\nBT /F1 9 Tf 10 676 Td (b) Tj ET\nBT /F1 9 Tf 10 660 Td (2. c) Tj 40 0 Td (4) Tj 40 0 Td (5) Tj 40 0 Td (66) Tj ET\n";
const LIST: &str = "key,label,issued,repealed,in_force\r\nregulations,规章,1,/,\r\nnormative,行政规范性文件,'=1,8（含1件）,-2\r\n";

fn some(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(some(250))]

    #[test]
    fn figures(bytes in near(&[entries::REPORT])) {
        entries::yaml(&bytes);
    }

    #[test]
    fn items(bytes in near(&[ITEM])) {
        entries::markdown(&bytes);
    }

    #[test]
    fn words_of_reports(bytes in near(&[WORDS])) {
        entries::prose(&bytes);
    }
}

proptest! {
    #![proptest_config(some(100))]

    #[test]
    fn settings(bytes in near(&[entries::SITE])) {
        entries::site(&bytes);
    }

    #[test]
    fn forms(bytes in near(&[FORM, OWN_FORM])) {
        entries::form(&bytes);
    }
}

proptest! {
    #![proptest_config(some(40))]

    #[test]
    fn published_reports(bytes in near(&[PAGE, LINES, LIST])) {
        entries::import(&bytes);
    }

    #[test]
    fn tables_of_documents(bytes in near(&[BODY])) {
        entries::word_grid(&bytes);
    }

    #[test]
    fn tables_of_pages(bytes in near(&[RULED, ALIGNED])) {
        entries::pdf_grid(&bytes);
    }

    #[test]
    fn published_files(bytes in attachments()) {
        entries::import(&bytes);
    }
}

proptest! {
    #![proptest_config(some(1_000))]

    #[test]
    fn numbers(bytes in near(&NUMBERS)) {
        entries::number(&bytes);
    }

    #[test]
    fn private_numbers(bytes in near(&PRIVATE)) {
        entries::mask_numbers(&bytes);
    }

    #[test]
    fn attached_files(bytes in attachments()) {
        entries::attachment(&bytes);
    }
}
