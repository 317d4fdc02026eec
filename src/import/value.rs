//! The words of a printed cell → what stands in it: a number, a blank, `/`, a number with a note, each kept apart. What is
//! none of these was not read.

use crate::diagnostic::Text;
use crate::document::GOES_ON;
use crate::form::{CellKind, Column, Table};
use crate::model::Cell;
use crate::number::Number;

/// Words behind a number that only say what is counted.
const UNITS: [&str; 10] = ["件", "条", "项", "个", "次", "份", "人", "件次", "人次", "宗"];

/// Words that stand in a cell where there is nothing to count.
const NONE: [&str; 6] = ["无", "空", "暂无", "没有", "无数据", "未填"];

/// Characters that stand for an empty cell.
const DASHES: [char; 8] = ['-', '—', '－', '–', '―', '─', '−', '﹣'];

/// How many characters more than its digits a number may be written with.
const MAX_NUMBER: usize = 200;

/// What a printed cell was read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) cell: Cell,
    /// In what it is read otherwise than it is printed.
    pub(super) doubt: Option<Text>,
    /// Whether its digits are printed on several lines, and were taken for one number.
    pub(super) is_joined: bool,
}

impl Value {
    /// Whether the cell is printed empty.
    pub(super) fn is_empty(&self) -> bool {
        self.cell == Cell::Blank && self.doubt.is_none()
    }

    fn sure(cell: Cell) -> Self {
        Self { cell, doubt: None, is_joined: false }
    }

    fn doubtful(cell: Cell, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { cell, doubt: Some(Text::new(zh, en)), is_joined: false }
    }
}

/// Reads a cell of a column; none where its words are no figure.
pub(super) fn value(text: &str, table: &Table, column: &Column) -> Option<Value> {
    let text = text.trim_matches(is_space);
    match mark(text)? {
        Mark::Empty => Some(Value::sure(Cell::Blank)),
        Mark::Slash => Some(Value::sure(Cell::NotApplicable)),
        Mark::Nothing => Some(Value::doubtful(
            Cell::Blank,
            format!("原文为“{text}”，按空白读入，没有当作 0"),
            format!("“{text}” is printed, it is read as a blank, not as 0"),
        )),
        Mark::Number(Leading { number, rest, is_joined: false }) => of_number(number, rest, table, column),
        Mark::Number(Leading { number, rest, is_joined: true }) => {
            let printed = text.split(is_break).filter(|line| !line.trim().is_empty()).map(str::trim).collect::<Vec<_>>().join("／");
            let doubt = Text::new(
                format!("原文分行写作“{printed}”，连起来读作 {number}"),
                format!("“{printed}” is printed on several lines, it is read as one number, {number}"),
            );
            of_number(number, rest, table, column).map(|value| Value { doubt: Some(doubt), is_joined: true, ..value })
        }
    }
}

/// Whether words are those of a cell of figures, whatever its column.
pub(super) fn is_value(text: &str) -> bool {
    let text = text.trim_matches(is_space);
    match mark(text) {
        Some(Mark::Number(Leading { rest, .. })) => rest.is_empty() || UNITS.contains(&rest) || is_money(rest) || note(rest).is_some(),
        Some(Mark::Empty | Mark::Slash | Mark::Nothing) => true,
        None => false,
    }
}

/// Whether a cell is empty.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}

/// What a cell begins with.
enum Mark<'t> {
    Empty,
    Slash,
    /// A dash, or a word for none.
    Nothing,
    Number(Leading<'t>),
}

/// The number that a text begins with.
struct Leading<'t> {
    number: Number,
    /// What follows it.
    rest: &'t str,
    /// Whether it goes on from line to line.
    is_joined: bool,
}

fn mark(text: &str) -> Option<Mark<'_>> {
    // How a page made by lanmu says the same to those who do not see it.
    if text.is_empty() || text == "—未填报" || text == "未填报" {
        return Some(Mark::Empty);
    }
    if matches!(text, "/" | "／" | "\\" | "＼" | "/（不适用）" | "不适用") {
        return Some(Mark::Slash);
    }
    if text.chars().all(|c| DASHES.contains(&c)) || NONE.contains(&text) {
        return Some(Mark::Nothing);
    }
    leading(text).map(Mark::Number)
}

fn leading(text: &str) -> Option<Leading<'_>> {
    let mut digits = String::new();
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if at > MAX_NUMBER {
            return None;
        }
        let plain = half_width(c);
        let is_sign = digits.is_empty() && (plain == '+' || DASHES.contains(&c));
        let after = &text[at + c.len_utf8()..];
        // A comma or space parts thousands only where three digits follow, and no fourth; a page that goes on with a number
        // in the next line says so.
        let parts_thousands = (matches!(plain, ',' | '\'' | '’') || is_space(c)) && !digits.contains('.') && three_digits(after.trim_start_matches(is_break));
        let goes_on = c == GOES_ON && after.starts_with(|c| half_width(c).is_ascii_digit());
        let is_separator = !digits.is_empty() && (parts_thousands || goes_on);
        let is_point = plain == '.'
            && !digits.contains('.')
            && digits.ends_with(|c: char| c.is_ascii_digit())
            && chars.peek().is_some_and(|(_, next)| half_width(*next).is_ascii_digit());
        if plain.is_ascii_digit() || is_point {
            digits.push(plain);
        } else if is_sign {
            digits.push(if plain == '+' { '+' } else { '-' });
        } else if !is_separator {
            break;
        }
        end = at + c.len_utf8();
    }
    let number = Number::parse(digits.strip_prefix('+').unwrap_or(&digits)).ok()?;
    Some(Leading { number, rest: text[end..].trim_matches(is_space), is_joined: text[..end].contains(is_break) })
}

/// Whether a character ends a line.
fn is_break(c: char) -> bool {
    matches!(c, '\n' | GOES_ON)
}

fn three_digits(text: &str) -> bool {
    let count = text.chars().take_while(|c| half_width(*c).is_ascii_digit()).take(4).count();
    count == 3
}

fn of_number(number: Number, rest: &str, table: &Table, column: &Column) -> Option<Value> {
    if rest.is_empty() || UNITS.contains(&rest) {
        return Some(fitting(number, column));
    }
    if is_money(rest) {
        return money(number, rest, table, column);
    }
    let note = note(rest)?;
    if UNITS.contains(&note) {
        return Some(fitting(number, column));
    }
    if is_money(note) {
        return money(number, note, table, column);
    }
    Some(Value::sure(Cell::Noted(Box::new((number, note.to_owned())))))
}

/// A number in its column. One that the column cannot hold stays as it is printed.
fn fitting(number: Number, column: &Column) -> Value {
    let whole = matches!(column.kind, CellKind::Whole | CellKind::Signed);
    if whole && number.decimals() > 0 {
        let (digits, decimals) = number.into();
        let unit = 10_i128.pow(decimals);
        if digits % unit == 0
            && let Ok(whole) = Number::try_from((digits / unit, 0))
        {
            return Value::doubtful(Cell::Number(whole), format!("原文为 {number}，写作 {whole}"), format!("{number} is printed, it is written as {whole}"));
        }
    }
    Value::sure(Cell::Number(number))
}

fn is_money(text: &str) -> bool {
    matches!(text.trim_end_matches("人民币"), "元" | "万元" | "亿元")
}

/// A sum of money in the unit of its column, exactly.
fn money(number: Number, unit: &str, table: &Table, column: &Column) -> Option<Value> {
    let power = |unit: &str| match unit {
        "元" => Some(0_i32),
        "万元" => Some(4),
        "亿元" => Some(8),
        _ => None,
    };
    let own = table.unit.split('、').find_map(|unit| Some((power(unit)?, unit))).filter(|_| matches!(column.kind, CellKind::Decimals(_)));
    let (own_power, own_unit) = own?;
    let shift = power(unit)? - own_power;
    if shift == 0 {
        return Some(Value::sure(Cell::Number(number)));
    }
    let (mut digits, decimals): (i128, u32) = number.into();
    let mut scale = i32::try_from(decimals).ok()? - shift;
    while scale < 0 {
        digits = digits.checked_mul(10)?;
        scale += 1;
    }
    while scale > 0 && digits % 10 == 0 {
        digits /= 10;
        scale -= 1;
    }
    let moved = Number::try_from((digits, u32::try_from(scale).ok()?)).ok().and_then(|moved| Number::parse(&moved.to_string()).ok())?;
    Some(Value::doubtful(
        Cell::Number(moved),
        format!("原文为 {number} {unit}，按表式的单位写作 {moved} {own_unit}"),
        format!("{number} {unit} is printed, in the unit of the form it is {moved} {own_unit}"),
    ))
}

/// A note behind a number: what stands in brackets, or begins like one.
fn note(rest: &str) -> Option<&str> {
    let bracketed = rest.strip_prefix(['（', '(', '﹙']).and_then(|inner| inner.strip_suffix(['）', ')', '﹚']));
    let begins = ["含", "其中", "注", "※", "*", "＊", "①", "包括"].iter().any(|word| rest.starts_with(word));
    bracketed.or(begins.then_some(rest)).filter(|note| !note.trim().is_empty())
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '．' => '.',
        '，' => ',',
        '＋' => '+',
        other => other,
    }
}

/// A space, one that does not break or is not seen.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    /// A cell as `report.yaml` has it; `!` before what is read otherwise than printed, `?` where it was not read.
    fn shown(form: &str, table: &str, column: &str, text: &str) -> String {
        let forms = Forms::built_in();
        let form = forms.find(form).expect("built in");
        let table = &form.tables[form.table(table).expect("in the form")];
        let column = &table.columns[table.column(column).expect("in the table")];
        let Some(Value { cell, doubt, is_joined: _ }) = value(text, table, column) else { return "?".to_owned() };
        let cell = match cell {
            Cell::Number(number) => number.to_string(),
            Cell::Blank => "~".to_owned(),
            Cell::NotApplicable => "/".to_owned(),
            Cell::Noted(noted) => format!("{} {}", noted.0, noted.1),
        };
        if doubt.is_some() { format!("!{cell}") } else { cell }
    }

    #[track_caller]
    fn case(text: &str, expected: &str) {
        assert_eq!(shown("2021", "requests", "person", text), expected, "{text}");
    }

    #[test]
    fn numbers_as_they_are_printed() {
        for (text, expected) in [
            ("0", "0"),
            (" 1,234 ", "1234"),
            ("1 234 567", "1234567"),
            ("１２，３４５", "12345"),
            ("３", "3"),
            ("12件", "12"),
            ("8（含修订1件）", "8 含修订1件"),
            ("8 (含（甲）1件)", "8 含（甲）1件"),
            ("8含修订1件", "8 含修订1件"),
            ("+5", "5"),
            ("-5", "-5"),
            ("12\n345", "!12345"),
            ("12,\n345", "!12345"),
            ("3985\u{2060}75", "!398575"),
            ("12.00", "!12"),
            ("12.5", "12.5"),
        ] {
            case(text, expected);
        }
    }

    #[test]
    fn nothing_is_not_zero() {
        for (text, expected) in
            [("", "~"), ("\u{a0}\u{3000}", "~"), ("—未填报", "~"), ("—", "!~"), ("--", "!~"), ("无", "!~"), ("/", "/"), ("／", "/"), ("/（不适用）", "/")]
        {
            case(text, expected);
        }
    }

    #[test]
    fn what_is_no_figure() {
        for text in [
            "1 2",
            "14\n07",
            "0\n0",
            "1,2\n34",
            "1,23",
            "12 34",
            "约5",
            "5左右",
            "2024年",
            "1.属于国家秘密",
            "规章",
            "l2",
            "1.2.3",
            "12345678901234567890",
            "5（",
            "5（）",
        ] {
            case(text, "?");
        }
        assert!(!is_value("1.属于国家秘密") && !is_value("3.其他") && is_value("251000元") && is_value(" "));
    }

    #[test]
    fn money_in_the_unit_of_the_form() {
        let amount = |text: &str| shown("2019", "procurement", "amount", text);
        assert_eq!(["251000元", "17.27万元", "251000（元）", "251000"].map(amount), ["251000", "!172700", "251000", "251000"]);
        let charges = |text: &str| shown("2021", "charges", "amount", text);
        assert_eq!(["59237.2449", "59,237.2449万元", "3940元", "1.2亿元"].map(charges), ["59237.2449", "59237.2449", "!0.394", "!12000"]);
        case("3万元", "?");
    }
}
