//! The words of PDF files: found however they are set, and never at the price of a panic.

use crate::support::pdf::{Pdf, coded, deflated};
use crate::support::{Portal, repository};
use lanmu::diagnostic::Level;
use lanmu::document::pdf::pages;
use lanmu::document::{Unread, extract};
use proptest::prelude::*;
use std::fs;

#[track_caller]
fn case(pdf: &Pdf, expected: &[&str], unread: Option<Unread>) {
    let words = extract("a.pdf", &pdf.bytes());
    let texts: Vec<&str> = words.parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!((texts.as_slice(), words.unread), (expected, unread));
}

fn page(content: &str) -> Pdf {
    Pdf::default().page(content)
}

fn latin_of(text: &str) -> String {
    format!("{LATIN}({text}) Tj ET")
}

const LATIN: &str = "BT /F1 10 Tf 100 700 Td ";

#[test]
fn words_are_read_however_they_are_set() {
    let latin = |shown: &str| page(&format!("{LATIN}{shown} ET"));
    for (shown, expected) in [
        ("(Tel 138) Tj (12345678) Tj", "Tel 13812345678\n"),
        ("[(Tel 13) -20 (8) 15.5 (1234) -30 (5678)] TJ", "Tel 13812345678\n"),
        ("(\\124el\\040\\(0\\)) Tj", "Tel (0)\n"),
        ("<54656C20 31> Tj", "Tel 1\n"),
        ("12 TL (two) Tj T* (lines) Tj", "two\nlines\n"),
        // Bold letters are made by setting them twice.
        ("(bold) Tj 0.3 0 Td (bold) Tj", "bold\n"),
        ("(low) Tj 0 50 Td (high) Tj", "high\nlow\n"),
        ("(a) Tj 200 0 Td (b) Tj 30 0.5 Td (c) Tj", "a\tb\tc\n"),
        ("1 0 0 1 60 3 Tm (x) Tj 5.56 0 Td (y) Tj", "xy\n"),
        ("0 1 -1 0 60 3 Tm (turned) Tj 0 -12 Td (page) Tj", "turned\npage\n"),
        ("/Span <</MCID 0>> BDC (marked) Tj EMC", "marked\n"),
        ("[(far) -400 (apart)] TJ", "far apart\n"),
        ("BI /W 1 /H 1 ID \x01(no) Tj EI (picture) Tj", "picture\n"),
    ] {
        case(&latin(shown), &[expected], None);
        case(&latin(shown).compressed(), &[expected], None);
    }
    let chinese = format!("BT /F2 12 Tf 72 700 Td {} Tj {} Tj ET", coded("联系电话"), coded("13812345678"));
    case(&page(&chinese).page("").compressed(), &["联系电话13812345678\n"], None);
    let noted = "<</Rect[72 600 90 610]/Contents<FEFF59077528>>><</Rect[72 500 90 510]/V(138 1234)>>";
    case(&page(&latin_of("text")).note(noted), &["text\n备用\n138 1234\n"], None);
}

#[test]
fn pages_that_cannot_be_read_are_told() {
    let text = latin_of("words");
    let scan = "q 595 0 0 842 0 0 cm /P1 Do Q";
    case(&page(scan), &[], Some(Unread::NoTextLayer));
    case(&page(&format!("{scan} {LATIN}(- 1 -) Tj ET")), &["- 1 -\n"], Some(Unread::SomePages));
    case(&page(&text).page(scan), &["words\n"], Some(Unread::SomePages));
    case(&page(&format!("{text} q 80 0 0 80 0 0 cm /P1 Do Q")), &["words\n"], None);
    case(&page("BT /F2 10 Tf <0001000200030004> Tj ET"), &["\u{fffd}\u{fffd}\u{fffd}\u{fffd}\n"], Some(Unread::SomePages));
    case(&page("0 0 m 9 9 l S"), &[], Some(Unread::NoTextLayer));
    case(&page(&text).saying("/Encrypt 9 0 R"), &[], Some(Unread::EncryptedPdf));
    assert_eq!(extract("a.pdf", b"%PDF-1.7\n").unread, Some(Unread::Damaged));
    assert_eq!(extract("a.pdf", b"<html>").unread, None);
    assert_eq!(extract("a.pdf", &[0, 1, 2]).unread, Some(Unread::Damaged));
}

#[test]
fn bombs_are_not_read() {
    let large = |pdf: Vec<u8>| assert_eq!(extract("a.pdf", &pdf).unread, Some(Unread::TooLarge));
    let object = |number: u32, says: &str, data: &[u8]| {
        let head = format!("{number} 0 obj <<{says}/Length {}>> stream\n", data.len());
        [head.as_bytes(), data, b"\nendstream endobj\n"].concat()
    };
    let pages = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj 2 0 obj <</Kids[3 0 R]>> endobj 3 0 obj <</Type/Page/Contents 4 0 R/Resources<</XObject<</A 4 0 R>>>>>> endobj\n";
    let blank = deflated(&vec![b' '; 80 << 20]);
    large([pages.as_slice(), &object(4, "/Filter/FlateDecode", &blank)].concat());
    let twice = deflated(&blank);
    large([pages.as_slice(), &object(4, "/Filter[/FlateDecode/FlateDecode]", &twice)].concat());
    large([pages.as_slice(), &object(4, "", &b"q ".repeat(11_000_000))].concat());
    large([pages.as_slice(), &object(4, "", &b"[".repeat(100_000))].concat());
    // Content that shows itself, many times over.
    large([pages.as_slice(), &object(4, "/Subtype/Form", &b"/A Do ".repeat(200))].concat());
    let deep: String = (1..200).map(|number| format!("{number} 0 obj <</Kids[{} 0 R]/Pages 2 0 R/Type/Catalog>> endobj\n", number + 1)).collect();
    large(format!("%PDF-1.7\n{deep}").into_bytes());
    let kids = "9 0 R ".repeat(6_000);
    large(format!("%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj 2 0 obj <</Kids[{}]>> endobj", kids.replace("9 0 R", "<</Type/Page>>")).into_bytes());
    // A page that holds itself is there once.
    let own = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 1 0 R/Kids[1 0 R 1 0 R]>> endobj";
    assert_eq!(extract("a.pdf", own).unread, Some(Unread::Damaged));
}

#[test]
fn private_numbers_in_attachments_are_told() {
    let list = page("")
        .page(&format!("{LATIN}[(110105) -20 (1949) 15 (1231) 3 (002X)] TJ 0 -14 Td (13812345678) Tj ET BT /F2 12 Tf 72 500 Td {} Tj ET", coded("示例")))
        .compressed();
    let mut portal = Portal::new();
    portal.write_bytes("content/kjj/list.pdf", &list.bytes());
    portal.write_bytes("content/kjj/plan.pdf", &page(&format!("{LATIN}(Tel 0517-83605210, 2024-01-02) Tj ET")).bytes());
    portal.write_bytes("content/kjj/scan.pdf", &page("q 595 0 0 842 0 0 cm /P1 Do Q").bytes());
    portal.write_bytes("content/kjj/locked.pdf", &page("").saying("/Encrypt<</Filter/Standard>>").bytes());
    portal.write_bytes("content/kjj/broken.pdf", b"%PDF-1.4\n1 0 obj");
    let outcome = portal.build();
    let mut told: Vec<String> = outcome.diagnostics.iter().map(|diagnostic| format!("{} {}", diagnostic.code, diagnostic.message.zh)).collect();
    told.sort();
    assert_eq!(
        told,
        [
            "private-id 第 2 页第 1 行：有身份证号码 11*************02X，不得公开",
            "private-phone 第 2 页第 2 行：有手机号码 138****5678，不得公开",
            "unscanned 3 个附件的内容没有检查：broken.pdf（文件损坏）、locked.pdf（加密的 PDF）、scan.pdf（没有文字层的 PDF）",
        ]
    );
    assert!(outcome.published.is_none() && outcome.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error));
}

#[test]
fn a_real_report_is_read() {
    let path = repository().join("../shared/reports/huaian-2024.pdf");
    let Ok(bytes) = fs::read(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let words = extract("huaian-2024.pdf", &bytes);
    assert_eq!(words.unread, None);
    let text: String = words.parts.iter().map(|part| part.text.as_str()).collect();
    let joined: String = text.split([' ', '\t', '\n']).collect();
    assert!(joined.contains("淮安市人民政府2024年政府信息公开工作年度报告"), "{text}");
    // A row of the table stands in one line.
    let row = "一、本年新收政府信息公开申请数量\t3001\t53\t0\t0\t61\t4\t3119";
    assert!(text.lines().any(|line| line == row), "{text}");
    assert!(!text.contains('\u{fffd}'));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_of_bytes_breaks_the_reader(edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..6, any::<usize>()), 1..12), compressed: bool) {
        const PIECES: [&[u8]; 20] = [
            b"", b"0", b"-", b"<<", b">>", b"[", b"]", b"(", b")", b"<", b"/", b"R", b" obj", b"endobj", b"stream", b"endstream", b"99999999999", b"-1", b"\xFF", b"\0",
        ];
        let pdf = page(&format!("90 690 99 20 re S 120 690 1 20 re f q 2 0 0 2 0 0 cm {LATIN}[(Tel) -20 (138)] TJ T* (x) ' ET Q /P1 Do BI /W 1 ID x EI BT /F2 9 Tf {} Tj ET", coded("电话13812345678"))).page("(x) Tj");
        let mut bytes = if compressed { pdf.compressed() } else { pdf }.bytes();
        for (at, remove, piece) in edits {
            let at = at.index(bytes.len());
            let end = (at + remove).min(bytes.len());
            bytes.splice(at..end, PIECES[piece % PIECES.len()].iter().copied());
        }
        let _ = lanmu::document::pdf::reading(&bytes);
        let _ = pages(&bytes).map(|pages| pages.iter().map(|page| page.text().len()).sum::<usize>());
        prop_assert!(extract("a.pdf", &bytes).parts.iter().all(|part| part.number(part.text.len()) > 0));
    }
}
