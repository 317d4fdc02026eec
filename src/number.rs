//! Text of a cell → an exact decimal number, and back with its digits as written. No float takes part.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, Neg, Sub};

/// The most digits a figure may have. Sums of millions of such figures stay exact.
const MAX_DIGITS: usize = 18;

/// An exact decimal number of at most 18 digits, which keeps its decimals as written (`12.50` stays `12.50`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(into = "(i128, u32)", try_from = "(i128, u32)")]
pub struct Number(Decimal);

/// Why a text is no number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NumberFault {
    /// A number in all but its writing (`1,234`, `１２`, `+5`), and how it should be written.
    Writing(String),
    /// More digits than can be summed exactly.
    TooLong,
    /// Not a number at all.
    NotNumber,
}

/// The digits and how many of them are decimals, as what is remembered between builds has them.
impl From<Number> for (i128, u32) {
    fn from(number: Number) -> Self {
        (number.0.mantissa(), number.0.scale())
    }
}

impl TryFrom<(i128, u32)> for Number {
    type Error = rust_decimal::Error;

    fn try_from((digits, decimals): (i128, u32)) -> Result<Self, Self::Error> {
        Decimal::try_from_i128_with_scale(digits, decimals).map(Self)
    }
}

impl Number {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Bytes that tell it from any other, `12.50` from `12.5` too.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.serialize()
    }

    /// Reads `-?digits(.digits)?` and nothing else.
    ///
    /// # Errors
    /// Says what is wrong, and how the number should be written if that can be told.
    pub fn parse(text: &str) -> Result<Self, NumberFault> {
        if is_plain(text) {
            if text.bytes().filter(u8::is_ascii_digit).count() > MAX_DIGITS {
                return Err(NumberFault::TooLong);
            }
            let number: Decimal = text.parse().map_err(|_| NumberFault::NotNumber)?;
            return Ok(Self::plain(number));
        }
        let mended: String = text.chars().filter_map(mend).collect();
        let mended = mended.strip_prefix('+').unwrap_or(&mended);
        Err(if is_plain(mended) { NumberFault::Writing(mended.to_owned()) } else { NumberFault::NotNumber })
    }

    /// A result; `-0` is 0.
    fn plain(number: Decimal) -> Self {
        Self(if number.is_zero() { number.abs() } else { number })
    }

    /// How many decimals it is written with.
    #[must_use]
    pub fn decimals(self) -> u32 {
        self.0.scale()
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// This number as a percentage of another, to some decimals, half away from zero; none where the base is zero.
    #[must_use]
    pub fn percent_of(self, base: Self, decimals: u32) -> Option<Self> {
        let share = self.0.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base.0)?;
        let mut share = share.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        share.rescale(decimals);
        Some(Self::plain(share))
    }

    /// Both numbers as whole ones, each multiplied by the same power of ten: a ratio of them is that of these.
    #[must_use]
    pub fn whole_pair(self, other: Self) -> (i128, i128) {
        let scale = self.0.scale().max(other.0.scale());
        let whole = |number: Decimal| number.mantissa().saturating_mul(10_i128.saturating_pow(scale - number.scale()));
        (whole(self.0), whole(other.0))
    }

    /// With a comma after each three digits of the whole part: `1,573,179`.
    #[must_use]
    pub fn grouped(self) -> String {
        let text = self.to_string();
        if text.len() <= 3 {
            return text;
        }
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
        let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
        let mut grouped = String::with_capacity(text.len() + text.len() / 3);
        grouped.push_str(sign);
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped + rest
    }
}

/// Whether a text is `-?digits(.digits)?` in ASCII.
fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits.split_once('.').map_or_else(|| all(digits), |(whole, rest)| all(whole) && all(rest))
}

/// A character as it should stand in a number; none for thousands separators and spaces.
fn mend(found: char) -> Option<char> {
    match found {
        '０'..='９' => char::from_digit(u32::from(found) - u32::from('０'), 10),
        '．' => Some('.'),
        '－' | '−' | '—' | '–' => Some('-'),
        '＋' => Some('+'),
        ',' | '，' | '_' | '\u{a0}' | '\u{3000}' | ' ' | '\'' => None,
        other => Some(other),
    }
}

impl From<u32> for Number {
    fn from(number: u32) -> Self {
        Self(number.into())
    }
}

impl Add for Number {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::plain(self.0.saturating_add(other.0))
    }
}

impl Sub for Number {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::plain(self.0.saturating_sub(other.0))
    }
}

impl Neg for Number {
    type Output = Self;
    fn neg(self) -> Self {
        Self::plain(-self.0)
    }
}

impl std::iter::Sum for Number {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        // Nearly all are whole, and far from what 128 bits hold: so many of them are added as they are.
        let (mut whole, mut rest) = (0_i128, Self::ZERO);
        for number in numbers {
            match number.0.scale() {
                0 => whole += number.0.mantissa(),
                _ => rest = rest + number,
            }
        }
        let whole = Self(Decimal::from_i128_with_scale(whole, 0));
        if rest == Self::default() && rest.0.scale() == 0 { whole } else { whole + rest }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Most numbers are whole and small, and are written faster as what they are.
        match i64::try_from(self.0.mantissa()) {
            Ok(whole) if self.0.scale() == 0 && f.precision().is_none() => fmt::Display::fmt(&whole, f),
            Ok(_) | Err(_) => fmt::Display::fmt(&self.0, f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, grouped: &str) {
        let number = Number::parse(text).expect("a number");
        assert_eq!(number.to_string(), text);
        assert_eq!(number.grouped(), grouped);
    }

    #[track_caller]
    fn refuses(text: &str, fault: NumberFault) {
        assert_eq!(Number::parse(text), Err(fault));
    }

    #[test]
    fn keeps_digits_as_written() {
        reads("0", "0");
        reads("1573179", "1,573,179");
        reads("59237.2449", "59,237.2449");
        reads("96171.60", "96,171.60");
        reads("-1036", "-1,036");
        reads("999", "999");
    }

    #[test]
    fn says_how_to_write_it() {
        assert_eq!(Number::parse("-0").map(|number| number.to_string()), Ok("0".to_owned()));
        refuses("1,234", NumberFault::Writing("1234".into()));
        refuses("１２", NumberFault::Writing("12".into()));
        refuses("+5", NumberFault::Writing("5".into()));
        refuses("1_000", NumberFault::Writing("1000".into()));
        refuses("12件", NumberFault::NotNumber);
        refuses("1e3", NumberFault::NotNumber);
        refuses(".5", NumberFault::NotNumber);
        refuses("", NumberFault::NotNumber);
        refuses("1234567890123456789", NumberFault::TooLong);
    }

    #[test]
    fn sums_are_exact() {
        let number = |text| Number::parse(text).expect("a number");
        assert_eq!(number("0.1") + number("0.2"), number("0.3"));
        assert_eq!((-number("0.00") + (number("1.50") - number("1.50"))).to_string(), "0.00");
        assert_eq!((-number("1") + number("1")).to_string(), "0");
        assert_eq!(number("-0.001").percent_of(number("7"), 1).map(|share| share.to_string()), Some("0.0".into()));
        assert_eq!((number("1") - number("4")).percent_of(number("3"), 1).map(|share| share.to_string()), Some("-100.0".into()));
        assert_eq!(number("3525").percent_of(Number::ZERO, 1), None);
        assert_eq!(number("2.5").whole_pair(number("-10")), (25, -100));
    }
}
