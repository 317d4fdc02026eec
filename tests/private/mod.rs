//! Private numbers: what must be found is found, what only looks like one is not, and masking changes nothing else.

mod corpus;

use crate::support::{Portal, SITE, codes};
use corpus::{harmless, harmless_words, parted_secrets, secrets};
use lanmu::check::leak::{Allowed, Kind, Private, Style, Watch, Wording, mask, private};
use lanmu::diagnostic::{Lang, Level, render};
use std::fs;
use std::io::Write;
use std::process::Command;

/// The numbers that are found in Markdown.
fn in_words(text: &str) -> Vec<Private> {
    private(text, Style::Markdown(0), &Allowed::new())
}

#[test]
fn what_is_private_is_found_and_nothing_else() {
    let (secrets, harmless) = (secrets(), harmless());
    assert!(secrets.len() >= 200 && harmless.len() >= 200, "{} {}", secrets.len(), harmless.len());
    for (kind, text) in &secrets {
        let found: Vec<Kind> = private(text, Style::Plain, &Allowed::new()).iter().map(|private| private.kind).collect();
        assert_eq!(found, [*kind], "{text}");
        assert_eq!(in_words(text).iter().map(|private| private.kind).collect::<Vec<_>>(), [*kind], "{text}");
    }
    let wrong: Vec<&String> = harmless.iter().filter(|text| !private(text, Style::Plain, &Allowed::new()).is_empty()).collect();
    assert!(wrong.len() * 100 <= harmless.len(), "{wrong:#?}");
}

#[test]
fn what_is_private_is_found_as_a_reader_sees_it() {
    let (secrets, harmless) = (parted_secrets(), [harmless(), harmless_words()].concat());
    assert!(secrets.len() >= 500 && harmless.len() >= 1_000, "{} {}", secrets.len(), harmless.len());
    for (kind, text) in &secrets {
        let (start, text) = (text.find('¦').expect("a mark"), text.replace('¦', ""));
        let found: Vec<(Kind, usize)> = in_words(&text).iter().map(|private| (private.kind, private.range.start)).collect();
        assert_eq!(found, [(*kind, start)], "{text}");
    }
    let wrong: Vec<&String> = harmless.iter().filter(|text| !in_words(text).is_empty()).collect();
    assert_eq!(wrong, Vec::<&String>::new());
}

#[test]
fn masking_leaves_everything_else() {
    let all: Vec<String> = secrets().into_iter().map(|(_, text)| text).chain(harmless()).collect();
    let text = all.join("\n");
    let (masked, found) = mask(&text, Style::Plain, &Allowed::new());
    assert!(found.len() >= 200 && masked.len() == text.len());
    assert_eq!(private(&masked, Style::Plain, &Allowed::new()), []);
    let is_hidden = |at: usize| found.iter().any(|private| private.range.contains(&at));
    let differs = text.char_indices().zip(masked.chars()).filter(|((at, sign), now)| sign != now && !(is_hidden(*at) && matches!(now, '*' | '＊')));
    assert_eq!(differs.count(), 0);
    let allowed: Allowed = ["13812345678".to_owned()].into();
    assert_eq!(mask("138-1234-5678 和 13912345678、35010219800101123X", Style::Plain, &allowed).0, "138-1234-5678 和 139****5678、35010219800101123X");
}

#[test]
fn masking_leaves_markup() {
    for (kind, text) in parted_secrets() {
        let text = text.replace('¦', "");
        let (masked, found) = mask(&text, Style::Markdown(0), &Allowed::new());
        assert_eq!((found.len(), in_words(&masked)), (1, Vec::new()), "{masked}");
        let hidden: Vec<(char, char)> = text.chars().zip(masked.chars()).filter(|(sign, now)| sign != now).collect();
        assert!(masked.len() == text.len() && hidden.iter().all(|pair| matches!(pair, ('0'..='9', '*') | ('０'..='９', '＊'))), "{masked}");
        let expected = match kind {
            Kind::Identity | Kind::OldIdentity => 13,
            Kind::Phone => 4,
            Kind::Card => 11,
        };
        assert_eq!(hidden.len(), expected, "{masked}");
    }
    let case = |text: &str, expected: &str| assert_eq!(mask(text, Style::Markdown(0), &Allowed::new()).0, expected);
    case("电话138`1234`5678", "电话138`****`5678");
    case("电话138[1234](tel:13812345678 \"2024\")5678", "电话138[****](tel:138****5678 \"2024\")5678");
    case("电话13812\n345678，13912\\\n345678", "电话138**\n**5678，139**\\\n**5678");
    case("| 甲 | 138_1234_5678 | １３８**１２３４**５６７８ |\n|--|--|--|", "| 甲 | 138_****_5678 | １３８**＊＊＊＊**５６７８ |\n|--|--|--|");
    case("138&nbsp;12&#51;4&nbsp;5678", "138&nbsp;********&nbsp;5678");
    case("证号1101**0119900307**803\u{200b}X", "证号11*****************03\u{200b}X");
}

#[test]
fn what_is_kept_of_a_number_makes_no_other() {
    let text = "1385-5670- 1385678-5670";
    let (masked, found) = mask(text, Style::Plain, &Allowed::new());
    assert_eq!((masked.as_str(), found.len()), ("****-****- *******-5670", 2));
    let many = format!("{}1385678-5670", "1385-5670- ".repeat(20_000));
    let (masked, _) = mask(&many, Style::Plain, &Allowed::new());
    assert_eq!(private(&masked, Style::Plain, &Allowed::new()), []);
}

#[test]
fn hostile_texts_take_no_longer_than_others() {
    for piece in [
        "1",
        "1 ",
        "13812345678",
        "138-",
        "11010119900307803X",
        "１",
        "《",
        "（）。。",
        "机密★",
        "tel:",
        "1/",
        "内部文件\n",
        "138**",
        "[1](/a)",
        "1&#49;",
        "138\n",
    ] {
        let text = piece.repeat((4 << 20) / piece.len());
        let begun = std::time::Instant::now();
        let leaks = Watch::new(&[], Wording::default()).leaks(&text, Style::Markdown(0));
        assert!(leaks.len() < 100, "{piece}: {}", leaks.len());
        // A machine with nothing else to do takes under two seconds, without optimisation; quadratic time would take hours.
        assert!(begun.elapsed().as_secs() < 60, "{piece}: {:?}", begun.elapsed());
    }
}

#[test]
fn settings_and_lists_are_looked_at_anew() {
    let item = "---\ntitle: 示例\ndate: 2024-01-02\n---\n电话 13812345678，示例错词。\n";
    let mut portal = Portal::new().with("content/kjj/2024/news/a.md", item);
    // Old enough to be remembered.
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
    let file = fs::File::options().write(true).open(portal.root().join("content/kjj/2024/news/a.md")).expect("opened");
    file.set_modified(old).expect("set");
    let expected = "content/kjj/2024/news/a.md:5:4 private-phone".to_owned();
    assert_eq!(codes(&portal.build(), Level::Warning), std::slice::from_ref(&expected));
    portal.write("content/_wording.tsv", "示例错词\t示例对词\terror\n");
    assert_eq!(codes(&portal.build(), Level::Warning), [expected, "content/kjj/2024/news/a.md:5:16 wording".to_owned()]);
    portal.write("site.toml", &format!("{SITE}wording = \"off\"\n\n[privacy]\nallow = [\"138 1234 5678\"]\n"));
    portal.publish();
}

#[test]
fn attachments_are_looked_into() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).expect("a name");
    zip.write_all("<w:p><w:t>示例</w:t></w:p><w:p><w:t>138</w:t><w:t>12345678</w:t></w:p><w:p><w:t>（此件不公开）</w:t></w:p>".as_bytes()).expect("written");
    let document = zip.finish().expect("finished").into_inner();
    let mut portal = Portal::new();
    portal.write_bytes("content/kjj/list.docx", &document);
    portal.write_bytes("content/kjj/list.csv", &[&[0xD0, 0xD5, 0xC3, 0xFB, b'\n'], b"13812345678\n".as_slice()].concat());
    portal.write_bytes("content/kjj/broken.docx", b"PK\x03\x04");
    portal.write_bytes("content/logo.png", &[0x89, b'P', b'N', b'G', 0]);
    let outcome = portal.build();
    let told: Vec<String> = outcome.diagnostics.iter().map(|diagnostic| format!("{} {}", diagnostic.code, diagnostic.message.zh)).collect();
    let expected = [
        "unscanned 1 个附件的内容没有检查：logo.png（图片或其他格式）",
        "unscanned 1 个附件的内容没有检查：broken.docx（文件损坏）",
        "private-phone 第 2 行：有手机号码 138****5678，不得公开",
        "private-phone 第 2 段：有手机号码 138****5678，不得公开",
        "secret-mark 第 3 段：有“（此件不公开）”标志的文件不得发布",
    ];
    let mut sorted = told.clone();
    sorted.sort();
    let mut wanted = expected.map(str::to_owned).to_vec();
    wanted.sort();
    assert_eq!(sorted, wanted);
}

#[test]
fn messages_never_repeat_a_number() {
    let text = "---\ntitle: 示例。。13812345678\ndate: 2024-01-02\n---\n人员 11010119900307803X。\n";
    let mut portal = Portal::new().with("content/kjj/2024/news/a.md", text).with("content/kjj/2024/news/a-13912345678.txt", "x");
    let outcome = portal.build();
    let (zh, en) = (render(&outcome.diagnostics, Lang::Zh, false), render(&outcome.diagnostics, Lang::En, false));
    for told in [&zh, &en] {
        assert!(told.contains("138****5678") && told.contains("11*************03X") && told.contains("139****5678"), "{told}");
        assert!(!["13812345678", "11010119900307803X", "13912345678"].iter().any(|number| told.contains(number)), "{told}");
    }
}

/// Runs `lanmu mask` in a portal: its exit code, and what it printed.
fn run(portal: &Portal, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lanmu"));
    let output = command.current_dir(portal.root()).args(["mask", "--lang", "en"]).args(arguments).output().expect("run");
    (output.status.code(), format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn files_are_masked_in_place() {
    let text = "\u{feff}---\r\ntitle: 示例\r\ndate: 2024-01-02\r\n---\r\n电话 13812345678、13912345678，**重点**，1383812345679。\r\n手机139[1234](/kjj/)5678，卡号 622202123456\r\n7890128。\r\n";
    let mut portal = Portal::new().with("content/kjj/2024/news/a.md", text);
    let list = portal.root().join("content/kjj/2024/news/a-list.csv");
    fs::write(&list, [&[0xD0, 0xD5, 0xC3, 0xFB, b','], b"13812345678\r\n".as_slice()].concat()).expect("written");
    fs::write(portal.root().join("content/kjj/2024/news/a.docx"), b"PK\x03\x04\x00\xff").expect("written");
    let (item, list_path, office) = ("content/kjj/2024/news/a.md", "content/kjj/2024/news/a-list.csv", "content/kjj/2024/news/a.docx");
    let (code, told) = run(&portal, &[item]);
    assert_eq!(code, Some(0));
    assert!(
        told.contains(&format!("{item}:5:4 a mobile number → 138****5678"))
            && told.contains(&format!("{item}:6:3 a mobile number → 139****5678"))
            && told.contains(&format!("{item}:6:27 a card number → 6222***********0128"))
            && told.contains("to mask: 4"),
        "{told}"
    );
    assert_eq!(fs::read_to_string(portal.root().join(item)).expect("read"), text);
    let (code, told) = run(&portal, &[item, list_path, "--write"]);
    assert!(code == Some(0) && told.contains("masked: 5"), "{told}");
    let masked =
        text.replace("13812345678、13912345678", "138****5678、139****5678").replace("[1234]", "[****]").replace("622202123456\r\n789", "6222********\r\n***");
    assert_eq!(fs::read_to_string(portal.root().join(item)).expect("read"), masked);
    assert_eq!(fs::read(&list).expect("read"), [&[0xD0, 0xD5, 0xC3, 0xFB, b','], b"138****5678\r\n".as_slice()].concat());
    let (code, told) = run(&portal, &[office, "nowhere.md", "--write"]);
    assert!(code == Some(2) && told.contains("Word or Excel") && told.contains("nowhere.md"), "{told}");
    fs::remove_file(portal.root().join(office)).expect("removed");
    portal.publish();
    let page = portal.published("kjj/2024/news/a.html");
    assert!(page.contains("138****5678、139****5678，<strong>重点</strong>"), "{page}");
    assert!(page.contains(">****</a>5678，卡号 6222********\n***0128。"), "{page}");
    assert!(!portal.tree().keys().any(|path| path.ends_with(".tmp")));
}
