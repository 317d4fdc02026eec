//! Numbers that prove themselves: identity numbers (GB 11643), credit codes (GB 32100), card numbers (Luhn).

use crate::date::Date;

/// The first two digits of identity numbers: the provinces.
const PROVINCES: [u8; 36] =
    [11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91];

/// The years of birth that are possible in an identity number.
const BIRTHS: std::ops::RangeInclusive<u32> = 1880..=2049;

fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + u32::from(*digit))
}

/// Whether a number begins with the code of a province.
pub(super) fn begins_in_a_province(digits: &[u8]) -> bool {
    matches!(digits, [first, second, ..] if PROVINCES.contains(&(first * 10 + second)))
}

fn is_day(year: u32, month_and_day: &[u8]) -> bool {
    let [month, day] = [number(&month_and_day[..2]), number(&month_and_day[2..])].map(|part| i8::try_from(part).unwrap_or(0));
    i16::try_from(year).is_ok_and(|year| Date::new(year, month, day).is_ok())
}

/// Whether these are a date of our time: `20240315`.
pub(super) fn is_date(digits: &[u8]) -> bool {
    digits.len() == 8 && (1900..2100).contains(&number(&digits[..4])) && is_day(number(&digits[..4]), &digits[4..])
}

/// Whether these 18 are an identity number; the last may be 10, for X.
pub(super) fn is_identity(digits: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const LAST: [u8; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    if digits.len() != 18 || !begins_in_a_province(digits) {
        return false;
    }
    let year = number(&digits[6..10]);
    if !BIRTHS.contains(&year) || !is_day(year, &digits[10..14]) {
        return false;
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    LAST[(sum % 11) as usize] == digits[17]
}

/// Whether these 15 have the shape of an identity number of before 1999.
pub(super) fn is_old_identity(digits: &[u8]) -> bool {
    digits.len() == 15 && begins_in_a_province(digits) && is_day(1900 + number(&digits[6..8]), &digits[8..12])
}

/// Whether a card number of 16 to 19 digits is one that is issued here and passes Luhn.
pub(super) fn is_card(digits: &[u8]) -> bool {
    let [first, second, third, fourth, ..] = digits else { return false };
    let issued = match digits.len() {
        16 => matches!((first, second), (4, _) | (5, 1..=5) | (3, 5) | (6, 0 | 2)),
        17 | 18 => (*first, *second) == (6, 2),
        19 => matches!((first, second), (4, _) | (5, 1..=5) | (6, 0 | 2 | 8)) || [*first, *second, *third, *fourth] == [9, 5, 5, 8],
        _ => false,
    };
    let differ = digits.iter().filter(|digit| *digit != first).count();
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits.iter().rev().enumerate().map(|(at, digit)| u32::from(if at % 2 == 1 { doubled(*digit) } else { *digit })).sum();
    issued && differ > 2 && sum.is_multiple_of(10)
}

/// Whether these 18 signs are a unified social credit code; letters count from 10, as the standard numbers them.
pub(super) fn is_credit_code(signs: &[u8]) -> bool {
    let power = |at: usize| (0..at).fold(1_u32, |power, _| power * 3 % 31);
    let sum: u32 = signs.iter().take(17).enumerate().map(|(at, sign)| u32::from(*sign) * power(at)).sum();
    signs.len() == 18 && begins_in_a_province(&signs[2..]) && u32::from(signs[17]) == (31 - sum % 31) % 31
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().map(|byte| if byte == b'X' { 10 } else { byte - b'0' }).collect()
    }

    #[track_caller]
    fn case(proves: impl Fn(&[u8]) -> bool, good: &[&str], bad: &[&str]) {
        good.iter().for_each(|good| assert!(proves(&digits(good)), "{good}"));
        bad.iter().for_each(|bad| assert!(!proves(&digits(bad)), "{bad}"));
    }

    #[test]
    fn check_digits() {
        case(
            is_identity,
            &["11010119900307803X", "500154199301135886", "11010519491231002X"],
            &["110101199003078031", "110101199013078030", "100101199003078034"],
        );
        case(is_old_identity, &["110105491231002"], &["110105491331002", "200105491231002"]);
        case(is_card, &["4111111111111111", "5555555555554444", "6011111111111117"], &["4111111111111112", "0000000000000000", "6666666666666666"]);
        case(is_credit_code, &["911100001000005006"], &["911100001000005007"]);
    }
}
