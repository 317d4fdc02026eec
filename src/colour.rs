//! Colours as style sheets write them, and how well one is read on another (WCAG 2, relative luminance).

use serde::{Serialize, Serializer};
use std::fmt;

/// The least contrast of text and its ground (WCAG 2.2, 1.4.3).
pub const TEXT_CONTRAST: f64 = 4.5;

/// The least contrast of what is not text, such as bars and frames, and its ground (1.4.11).
pub const SHAPE_CONTRAST: f64 = 3.0;

/// A colour without transparency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// Red, green, blue.
    parts: [u8; 3],
}

impl Colour {
    /// White.
    pub const WHITE: Self = Self::new(0xff_ff_ff);
    /// Black.
    pub const BLACK: Self = Self::new(0);

    /// A colour by its number, such as `0xa3_19_0f`.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        let [_, red, green, blue] = number.to_be_bytes();
        Self { parts: [red, green, blue] }
    }

    /// Reads `#a3190f`, or `#fff` for `#ffffff`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        match digits.len() {
            6 => u32::from_str_radix(digits, 16).ok().map(Self::new),
            3 => Self::parse(&digits.chars().fold("#".to_owned(), |text, digit| format!("{text}{digit}{digit}"))),
            _ => None,
        }
    }

    /// This colour with so many percent of another in it.
    #[must_use]
    pub fn mixed(self, other: Self, percent: u16) -> Self {
        let percent = percent.min(100);
        let part = |one: u8, two: u8| u8::try_from((u16::from(one) * (100 - percent) + u16::from(two) * percent + 50) / 100).unwrap_or(u8::MAX);
        let ([red, green, blue], [red2, green2, blue2]) = (self.parts, other.parts);
        Self { parts: [part(red, red2), part(green, green2), part(blue, blue2)] }
    }

    /// How well one is read on the other: from 1, not at all, to 21, black on white.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.parts.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The nearest to it, on the way to another, that has a contrast to a ground.
    #[must_use]
    pub fn toward(self, other: Self, ground: Self, contrast: f64) -> Self {
        (0..=100).map(|percent| self.mixed(other, percent)).find(|mixed| mixed.contrast(ground) >= contrast).unwrap_or(other)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.parts;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Serialize for Colour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<&str>) {
        assert_eq!(Colour::parse(text).map(|colour| colour.to_string()).as_deref(), expected);
    }

    #[test]
    fn colours_are_read() {
        case("#a3190f", Some("#a3190f"));
        case("#A3190F", Some("#a3190f"));
        case("#fa0", Some("#ffaa00"));
        case("a3190f", None);
        case("#a3190", None);
        case("#a3190f00", None);
        case("#栏目", None);
        case("red", None);
    }

    #[track_caller]
    fn contrast(one: u32, two: u32, expected: &str) {
        assert_eq!(format!("{:.2}", Colour::new(one).contrast(Colour::new(two))), expected);
    }

    /// As the examples of WCAG and well-known calculators have it.
    #[test]
    fn contrast_is_that_of_wcag() {
        contrast(0, 0xff_ff_ff, "21.00");
        contrast(0x77_77_77, 0xff_ff_ff, "4.48");
        contrast(0x76_76_76, 0xff_ff_ff, "4.54");
        contrast(0xff_00_00, 0xff_ff_ff, "4.00");
        contrast(0xff_ff_ff, 0xff_ff_ff, "1.00");
    }

    #[test]
    fn colours_are_mixed() {
        assert_eq!(Colour::WHITE.mixed(Colour::BLACK, 50).to_string(), "#808080");
        assert_eq!(Colour::new(0xa3_19_0f).mixed(Colour::WHITE, 0).to_string(), "#a3190f");
        assert_eq!(Colour::new(0xff_00_00).toward(Colour::BLACK, Colour::WHITE, TEXT_CONTRAST).to_string(), "#ed0000");
    }
}
