//! Private numbers: what must be found is found, what only looks like one is not, and masking changes nothing else.

use crate::support::{Portal, SITE, codes};
use lanmu::check::leak::{Allowed, Kind, Style, Watch, Wording, mask, private};
use lanmu::diagnostic::{Lang, Level, render};
use std::fs;
use std::io::Write;
use std::process::Command;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + u8::try_from(self.below(10)).expect("a digit"))).collect()
    }
}

fn identity(dice: &mut Dice) -> String {
    let place = ["110101", "320106", "440305", "510107", "620102", "141082"][usize::try_from(dice.below(6)).expect("small")];
    let body = format!("{place}{}{:02}{:02}{}", 1940 + dice.below(70), 1 + dice.below(12), 1 + dice.below(28), dice.digits(3));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = body.bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    format!("{body}{}", &"10X98765432"[sum % 11..=sum % 11])
}

fn card(dice: &mut Dice, begins: &str, length: usize) -> String {
    let body = format!("{begins}{}", dice.digits(length - begins.len() - 1));
    let sum: usize = body.bytes().rev().enumerate().map(|(at, digit)| usize::from(digit - b'0') * (2 - at % 2)).map(|sum| sum / 10 + sum % 10).sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

fn phone(dice: &mut Dice) -> String {
    format!("1{}{}", 3 + dice.below(7), dice.digits(9))
}

fn credit_code(dice: &mut Dice) -> String {
    const SIGNS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let head = ["11140800", "12320106", "91110101", "53440305"][usize::try_from(dice.below(4)).expect("small")];
    let body = format!("{head}{}{}", if dice.below(2) == 0 { "MB" } else { "00" }, dice.digits(7));
    let value = |sign: u8| SIGNS.iter().position(|known| *known == sign).expect("a sign");
    let sum = body.bytes().fold((0, 1), |(sum, weight), sign| (sum + value(sign) * weight, weight * 3 % 31)).0;
    format!("{body}{}", char::from(SIGNS[(31 - sum % 31) % 31]))
}

/// A number in groups.
fn grouped(number: &str, lens: &[usize], between: &str) -> String {
    let mut rest = number;
    let parts = lens.iter().map(|len| {
        let (part, after) = rest.split_at(*len);
        rest = after;
        part
    });
    parts.collect::<Vec<_>>().join(between)
}

fn full_width(number: &str) -> String {
    number.chars().map(|sign| char::from_u32(u32::from(sign) + 0xFEE0).expect("full-width")).collect()
}

/// Texts that each hold one private number.
fn secrets() -> Vec<(Kind, String)> {
    let mut dice = Dice(1);
    let mut secrets = vec![(Kind::Identity, "11010119900307803X".to_owned()), (Kind::Identity, "500154199301135886".to_owned())];
    for _ in 0..20 {
        let number = identity(&mut dice);
        let forms = [
            format!("身份证号码：{number}，住址略"),
            number.to_lowercase(),
            full_width(&number),
            grouped(&number, &[6, 8, 4], " "),
            grouped(&number, &[6, 4, 4, 4], "-"),
            format!("甲,{number},乙"),
            format!("ID{number}"),
        ];
        secrets.extend(forms.map(|text| (Kind::Identity, text)));
        let number = phone(&mut dice);
        let forms = [
            format!("联系人手机{number}。"),
            format!("tel:{number}"),
            format!("+86 {number}"),
            format!("86{number}"),
            grouped(&number, &[3, 4, 4], "-"),
            grouped(&number, &[3, 4, 4], " "),
            grouped(&full_width(&number), &[9, 12, 12], "　"),
            format!("|{number}|"),
            format!("{number}.0,"),
            format!("0359-2022345、{number}转"),
        ];
        secrets.extend(forms.map(|text| (Kind::Phone, text)));
    }
    for (begins, length) in [("622202", 19), ("621700", 19), ("625", 16), ("4512", 16), ("5240", 16), ("356833", 16), ("95588", 19)] {
        let number = card(&mut dice, begins, length);
        secrets.push((Kind::Card, format!("银行卡号：{number}")));
        secrets.push((Kind::Card, grouped(&number, if length == 16 { &[4, 4, 4, 4] } else { &[4, 4, 4, 4, 3] }, " ")));
    }
    secrets.push((Kind::OldIdentity, "原身份证110105491231002号".to_owned()));
    secrets
}

/// Texts that only look as if.
fn harmless() -> Vec<String> {
    let mut dice = Dice(2);
    let mut texts: Vec<String> = Vec::new();
    for number in 1..=20 {
        let (code, long) = (credit_code(&mut dice), dice.digits(8));
        texts.extend([
            format!("统一社会信用代码：{code}"),
            format!("索引号 {code}/2024-{number:05}"),
            format!("0359-20{} 转 80{number:02}", dice.digits(5)),
            format!("010-6{}", dice.digits(7)),
            format!("示科发〔2024〕{number}号，2024-03-{number:02} 10:{number:02}:00"),
            format!("合计13{long}9.{number:02}万元"),
            format!("支出 15{long}1 元"),
            format!("订单号：13{long}5"),
            format!("受理编号20240315{}", dice.digits(8)),
            format!("ISBN 978-7-5{}-{:04}-{}", dice.digits(3), dice.below(10_000), dice.below(10)),
            format!("[附件](/art/2024/3/{number}/art_13{long}7.html)"),
            format!("https://www.example.gov.cn/t20240315_1{long}.html?id=138{long}"),
            format!("3001 53 0 0 61 4 {}", 3118 + number),
            format!("[{number}, 150, 3000, 2000]"),
            format!("138****{:04}、35*************12{}", dice.below(10_000), number % 10),
            format!("sha256 3f{}a13812345678e{}", dice.digits(6), dice.digits(9)),
            format!("{}e0{}", dice.digits(12), dice.digits(4)),
        ]);
    }
    texts.extend(["110101199003078031", "110101199013078034", "12345", "400-810-1234", "2019 2020 2021 2022 2023 2024", "1,381,234,567.80"].map(str::to_owned));
    texts
}

#[test]
fn what_is_private_is_found_and_nothing_else() {
    let (secrets, harmless) = (secrets(), harmless());
    assert!(secrets.len() >= 200 && harmless.len() >= 200, "{} {}", secrets.len(), harmless.len());
    for (kind, text) in &secrets {
        let found: Vec<Kind> = private(text, &Allowed::new()).iter().map(|private| private.kind).collect();
        assert_eq!(found, [*kind], "{text}");
    }
    let wrong: Vec<&String> = harmless.iter().filter(|text| !private(text, &Allowed::new()).is_empty()).collect();
    assert!(wrong.len() * 100 <= harmless.len(), "{wrong:#?}");
}

#[test]
fn masking_leaves_everything_else() {
    let all: Vec<String> = secrets().into_iter().map(|(_, text)| text).chain(harmless()).collect();
    let text = all.join("\n");
    let (masked, found) = mask(&text, &Allowed::new());
    assert!(found.len() >= 200 && masked.len() == text.len());
    assert_eq!(private(&masked, &Allowed::new()), []);
    let is_hidden = |at: usize| found.iter().any(|private| private.range.contains(&at));
    let differs = text.char_indices().zip(masked.chars()).filter(|((at, sign), now)| sign != now && !(is_hidden(*at) && matches!(now, '*' | '＊')));
    assert_eq!(differs.count(), 0);
    let allowed: Allowed = ["13812345678".to_owned()].into();
    assert_eq!(mask("138-1234-5678 和 13912345678、35010219800101123X", &allowed).0, "138-1234-5678 和 139****5678、35010219800101123X");
}

#[test]
fn what_is_kept_of_a_number_makes_no_other() {
    let text = "1385-5670- 1385678-5670";
    let (masked, found) = mask(text, &Allowed::new());
    assert_eq!((masked.as_str(), found.len()), ("****-****- *******-5670", 2));
    let many = format!("{}1385678-5670", "1385-5670- ".repeat(20_000));
    let (masked, _) = mask(&many, &Allowed::new());
    assert_eq!(private(&masked, &Allowed::new()), []);
}

#[test]
fn hostile_texts_take_no_longer_than_others() {
    for piece in ["1", "1 ", "13812345678", "138-", "11010119900307803X", "１", "《", "（）。。", "机密★", "tel:", "1/", "内部文件\n"] {
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
    let text = "\u{feff}---\r\ntitle: 示例\r\ndate: 2024-01-02\r\n---\r\n电话 13812345678、13912345678，**重点**，1383812345679。\r\n";
    let mut portal = Portal::new().with("content/kjj/2024/news/a.md", text);
    let list = portal.root().join("content/kjj/2024/news/a-list.csv");
    fs::write(&list, [&[0xD0, 0xD5, 0xC3, 0xFB, b','], b"13812345678\r\n".as_slice()].concat()).expect("written");
    fs::write(portal.root().join("content/kjj/2024/news/a.docx"), b"PK\x03\x04\x00\xff").expect("written");
    let (item, list_path, office) = ("content/kjj/2024/news/a.md", "content/kjj/2024/news/a-list.csv", "content/kjj/2024/news/a.docx");
    let (code, told) = run(&portal, &[item]);
    assert_eq!(code, Some(0));
    assert!(told.contains(&format!("{item}:5:4 a mobile number → 138****5678")) && told.contains("to mask: 2"), "{told}");
    assert_eq!(fs::read_to_string(portal.root().join(item)).expect("read"), text);
    let (code, told) = run(&portal, &[item, list_path, "--write"]);
    assert!(code == Some(0) && told.contains("masked: 3"), "{told}");
    let masked = text.replace("13812345678、13912345678", "138****5678、139****5678");
    assert_eq!(fs::read_to_string(portal.root().join(item)).expect("read"), masked);
    assert_eq!(fs::read(&list).expect("read"), [&[0xD0, 0xD5, 0xC3, 0xFB, b','], b"138****5678\r\n".as_slice()].concat());
    let (code, told) = run(&portal, &[office, "nowhere.md", "--write"]);
    assert!(code == Some(2) && told.contains("Word or Excel") && told.contains("nowhere.md"), "{told}");
    fs::remove_file(portal.root().join(office)).expect("removed");
    portal.publish();
    let page = portal.published("kjj/2024/news/a.html");
    assert!(page.contains("138****5678、139****5678，<strong>重点</strong>"), "{page}");
    assert!(!portal.tree().keys().any(|path| path.ends_with(".tmp")));
}
