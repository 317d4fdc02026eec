//! Texts that hold private numbers, and texts that only look as if.

use lanmu::check::leak::Kind;

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
pub(super) fn secrets() -> Vec<(Kind, String)> {
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
pub(super) fn harmless() -> Vec<String> {
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

/// A number cut in two or three by markup, a line break or what cannot be seen, as it may stand in Markdown. `¦` stands
/// before its first digit.
fn parted(number: &str, [first, second]: [usize; 2]) -> Vec<String> {
    let [a, b, c] = [&number[..first], &number[first..second], &number[second..]];
    let bc = &number[first..];
    let (wide_a, wide_b, wide_c) = (full_width(a), full_width(b), full_width(c));
    vec![
        format!("号码¦{a}**{b}**{c}。"),
        format!("号码**¦{a}**{bc}。"),
        format!("号码¦{a}*{b}*{c}。"),
        format!("号码¦{a}***{b}***{c}。"),
        format!("**号码¦{a}**{bc}"),
        format!("号码`¦{a}`{b}`{c}`。"),
        format!("号码¦{a}~~{b}~~{c}。"),
        format!("号码[¦{a}](/kjj/2024/index.html){bc}。"),
        format!("号码¦{a}[**{b}**](../2024/a.html \"2024\"){c}。"),
        format!("号码¦{a}[{b}][注]{c}。\n\n[注]: /kjj/2024/\n"),
        format!("号码¦{a}<b>{b}</b>{c}。"),
        format!("号码¦{a}\n{bc}。"),
        format!("号码¦{a}\r\n{bc}。"),
        format!("号码¦{a}\\\n{bc}。"),
        format!("号码¦{a}  \n{bc}。"),
        format!("号码¦{a}<br>{bc}。"),
        format!("> 号码¦{a}\n> {bc}。"),
        format!("- 号码¦{a}\n  {bc}\n- 其他"),
        format!("号码¦{a}\u{200b}{b}\u{feff}{c}。"),
        format!("号码¦{a}\u{ad}{b}\u{2060}**{c}**。"),
        format!("号码¦{wide_a}**{wide_b}**{wide_c}。"),
        format!("号码¦{wide_a}\u{200b}{b}\n{wide_c}。"),
        format!("| 号码 | ¦{a}**{b}**{c} |\n|---|---|\n| 甲 | 12 |"),
        format!("| 序号 | 号码 |\n|---|---|\n| 12 | [¦{a}](/a){bc} |"),
        format!("| 序号 | 号码 |\n|---|---|\n| 12 | 号码 ¦{a}<br>{bc} |"),
        format!("### 号码¦{a}**{bc}**"),
    ]
}

/// A number in groups with all that may stand between them.
fn spaced(number: &str, lens: &[usize]) -> Vec<String> {
    let between = [" ", "-", " - ", "_", "\\-", "&nbsp;", "&#45;", "　", "** **", "**-**", "`-`", "\u{200b} ", "**\u{2014}**"];
    between.iter().map(|between| format!("号码**¦{}**。", grouped(number, lens, between))).collect()
}

/// Markdown in which one private number is parted, as a reader sees it.
pub(super) fn parted_secrets() -> Vec<(Kind, String)> {
    let mut dice = Dice(3);
    let mut secrets = Vec::new();
    for _ in 0..4 {
        let number = identity(&mut dice);
        secrets.extend(parted(&number, [6, 14]).into_iter().chain(spaced(&number, &[6, 8, 4])).map(|text| (Kind::Identity, text)));
        secrets.extend((1..18).map(|at| (Kind::Identity, format!("证号¦{}\n{}。", &number[..at], &number[at..]))));
        secrets.extend((1..18).map(|at| (Kind::Identity, format!("证号¦{}**{}**。", &number[..at], &number[at..]))));
        let number = phone(&mut dice);
        secrets.extend(parted(&number, [3, 7]).into_iter().chain(spaced(&number, &[3, 4, 4])).map(|text| (Kind::Phone, text)));
        secrets.extend((1..11).map(|at| (Kind::Phone, format!("手机¦{}\n{}。", &number[..at], &number[at..]))));
        secrets.extend((1..11).map(|at| (Kind::Phone, format!("手机¦{}[{}](/a)。", &number[..at], &number[at..]))));
        secrets.push((Kind::Phone, format!("| 手机 |\n|---|\n| ¦{}<br>{} |", &number[..3], &number[3..])));
        secrets.push((Kind::Phone, format!("+86 ¦{}\n{}", &number[..7], &number[7..])));
        let number = card(&mut dice, "622202", 19);
        secrets.extend(parted(&number, [4, 8]).into_iter().chain(spaced(&number, &[4, 4, 4, 4, 3])).map(|text| (Kind::Card, text)));
        secrets.extend((1..19).map(|at| (Kind::Card, format!("卡号¦{}\n{}。", &number[..at], &number[at..]))));
    }
    secrets
}

/// Markdown in which numbers only together look like a private one, and what stands in words with markup.
pub(super) fn harmless_words() -> Vec<String> {
    let mut dice = Dice(4);
    let mut texts: Vec<String> = Vec::new();
    for number in 1..=9 {
        let (phone, identity, card) = (format!("13{number}{}", dice.digits(8)), identity(&mut dice), card(&mut dice, "6217", 16));
        for (a, b) in [phone.split_at(3), phone.split_at(7), identity.split_at(6), identity.split_at(14), card.split_at(8)] {
            texts.extend([
                format!("| 甲 | 乙 |\n|---|---|\n| {a} | {b} |"),
                format!("| 甲 | 乙 |\n|---|---|\n| **{a}** | [{b}](/a) |"),
                format!("| {a} |\n|---|\n| {b} |"),
                format!("- {a}\n- {b}"),
                format!("- 收到 {a}\n- {b}"),
                format!("1. **{a}**\n2. **{b}**"),
                format!("共{a}\n\n{b}。"),
                format!("## 共{a}\n\n{b}。"),
                format!("> 共{a}\n\n{b}。"),
                format!("共{a}、{b}。"),
                format!("共**{a}**件，{b}"),
                format!("<tr><td>{a}</td><td>{b}</td></tr>"),
                format!("```\n{a}\n{b}\n```"),
                format!("{a}[^1]{b}\n\n[^1]: 注"),
                format!("{a}![图](a.png){b}"),
            ]);
        }
        // Figures one below the other.
        let (count, amount) = (130 + number, dice.digits(7));
        let code = credit_code(&mut dice);
        texts.extend([
            format!("收到申请 {count}\n3{amount} 件。"),
            format!("收到申请 {count}\\\n3{amount}件，办结"),
            format!("收费 {count}\n3{amount} 元。"),
            format!("支出{count}3\n{amount}万元。"),
            format!("{count}3\n{amount}\n"),
            format!("申请数：\n{count}35\n{}\n", &amount[1..]),
            format!("截至{count}\n20240{}15。", 1 + dice.below(9)),
            format!("共{count}3{}\n2024年。", dice.digits(3)),
            format!("示科发〔2024〕**{count}**号\n2024年3月15日印发"),
            format!("统一社会信用代码：**{}**{}", &code[..8], &code[8..]),
            format!("索引号 [{code}](/a)/2024-{number:05}"),
            format!("信息处理费**{count}3**{amount}元"),
            format!("**0359**-20{}转80{number:02}", dice.digits(5)),
            format!("电话：0359\n20{}", dice.digits(5)),
            format!("电话 010-6{}\n{}", dice.digits(3), dice.digits(4)),
            format!("**订单号：**{count}**3{amount}**"),
            format!("<https://www.example.gov.cn/t_{count}3{amount}.html>"),
            format!("{count}\\*\\*\\*\\*{:04}、**{count}****{:04}**", dice.below(10_000), dice.below(10_000)),
        ]);
    }
    texts
}
