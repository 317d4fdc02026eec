//! Markdown → whether its markup may part a number: most texts need not be parsed to know that it does not.

use super::digits::{is_digit, is_gap, next_digit};

/// The fewest digits of a number that is looked for.
const LEAST: usize = 11;

/// Whether digits from a byte on go on behind markup, a line break or a reference, so that together they may be a number.
pub(super) fn may_part_numbers(text: &str, body: usize) -> bool {
    let mut rest = text.get(body..).unwrap_or_default();
    // How many digits stand there with nothing but gaps between them.
    let mut count = 0;
    while let Some(start) = next_digit(rest, 0) {
        if !rest[..start].chars().all(is_gap) {
            count = 0;
        }
        let digits = &rest[start..];
        rest = digits.trim_start_matches(is_digit);
        count += digits[..digits.len() - rest.len()].chars().count();
        if rest.trim_start_matches(is_gap).starts_with(is_markup) && goes_on(rest, count) {
            return true;
        }
    }
    false
}

fn is_markup(sign: char) -> bool {
    matches!(sign, '*' | '`' | '~' | '[' | ']' | '\\' | '&' | '<') || sign.is_control()
}

/// Whether there are digits before the next empty line, and together with so many others enough of them.
fn goes_on(text: &str, others: usize) -> bool {
    let mut missing = LEAST.saturating_sub(others).max(1);
    let mut is_line_empty = false;
    for sign in text.chars() {
        if sign == '\n' && is_line_empty {
            return false;
        }
        is_line_empty = sign == '\n' || (is_line_empty && sign.is_whitespace());
        missing -= usize::from(is_digit(sign));
        if missing == 0 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: bool) {
        assert_eq!(may_part_numbers(&format!("---\n---\n{text}"), 8), expected, "{text}");
    }

    #[test]
    fn most_texts_are_not_parsed() {
        case("**重点**：2024年3月15日 13812345678，共 12 件。", false);
        case("| 138 | 12345678 |\n|---|---|\n| 1 | 2 |\n", false);
        case("2024\n\n13812345678\n", false);
        case("一**12**、345、6789", false);
        case("138**12345678**", true);
        case("１３８－[12345678](/a)", true);
        case("138\r\n12345678", true);
        case("138&nbsp;12345678", true);
        case("138 1234\u{200b}**5678**", true);
    }
}
