//! What a printed table is called → the name of its worksheet, which may not be long, hold some characters, or stand twice.

use crate::form::Sheet;

/// The most UTF-16 units that a name is cut to. A name may have 31; there is room for a number behind it.
const MOST_UNITS: usize = 24;

/// The names of a form's worksheets, none of which is `other`.
pub(crate) fn names(sheets: &[Sheet], other: &str) -> Vec<String> {
    // `History` is a name that Excel keeps for itself.
    let mut taken = vec![other.to_lowercase(), "history".to_owned()];
    let names = sheets.iter().map(|sheet| name(if sheet.number.is_empty() { &sheet.title } else { &sheet.number }, &mut taken));
    names.collect()
}

fn name(text: &str, taken: &mut Vec<String>) -> String {
    let mut units = 0;
    let allowed = |c: &char| !c.is_control() && !['*', '?', ':', '[', ']', '\\', '/', '\''].contains(c);
    let short = text.chars().filter(allowed).take_while(|c| {
        units += c.len_utf16();
        units <= MOST_UNITS
    });
    let short: String = short.collect();
    let short = if short.trim().is_empty() { "表" } else { short.trim() };
    let numbered = (2_usize..).map(|number| format!("{short}（{number}）"));
    let free = std::iter::once(short.to_owned()).chain(numbered).find(|name| !taken.contains(&name.to_lowercase()));
    let free = free.unwrap_or_default();
    taken.push(free.to_lowercase());
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_allowed_and_stand_once() {
        let mut taken = vec!["数据".to_owned()];
        let mut case = |text: &str, expected: &str| assert_eq!(name(text, &mut taken), expected);
        case("表三", "表三");
        case("表三", "表三（2）");
        case("数据", "数据（2）");
        case("'收/支[万元]'", "收支万元");
        case("", "表");
        case("Table", "Table");
        case("table", "table（2）");
        case("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三", "一二三四五六七八九十一二三四五六七八九十一二三四");
    }
}
