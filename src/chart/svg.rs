//! The elements of a drawing, written one after another.

use super::Told;
use crate::html::escape;
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// The size of letters, in tenths. A drawing is 340 wide: on a screen of 375 pixels, where it gets 343, they are 12.6 pixels.
pub(super) const LETTER: i128 = 125;

/// The width of a digit of that size, in tenths; a Chinese character takes two of these at most.
const DIGIT: i128 = 72;

/// The width of other letters at most, small and capital, as wide fonts have them in bold.
const SMALL: i128 = 90;
const CAPITAL: i128 = 110;

/// How wide a text is at most, in tenths.
pub(super) fn width_of(text: &str) -> i128 {
    let of_letter = |letter: char| match letter {
        letter if letter.is_lowercase() => SMALL,
        letter if letter.is_uppercase() => CAPITAL,
        letter => i128::try_from(letter.width().unwrap_or(0)).unwrap_or(0) * DIGIT,
    };
    text.chars().map(of_letter).sum()
}

/// Where a text stands from its place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing in the making. All places and sizes are in tenths.
pub(super) struct Svg {
    out: String,
}

impl Svg {
    /// An empty drawing with its title and description.
    pub(super) fn new(kind: &str, told: &Told<'_>, (width, height): (i128, i128)) -> Self {
        let Told { id, title, description } = told;
        let (id, title, description) = (escape(id), escape(title), escape(description));
        let (width, height, letter) = (tenths(width), tenths(height), tenths(LETTER));
        let out = format!(
            "<svg class=\"drawn {kind}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" viewBox=\"0 0 {width} {height}\" font-size=\"{letter}\">\
             <title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{description}</desc>"
        );
        Self { out }
    }

    /// A drawing beside words that say the same.
    pub(super) fn hidden(kind: &str, (width, height): (i128, i128)) -> Self {
        let (width, height) = (tenths(width), tenths(height));
        Self { out: format!("<svg class=\"{kind}\" aria-hidden=\"true\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">") }
    }

    pub(super) fn text(&mut self, class: &str, anchor: Anchor, (x, y): (i128, i128), text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        // Writing to a string cannot fail.
        let _ = write!(self.out, "<text class=\"{class}\" x=\"{}\" y=\"{}\"{anchor}>{}</text>", tenths(x), tenths(y), escape(text));
    }

    /// A bar; one without a length is not drawn.
    pub(super) fn bar(&mut self, class: &str, (x, y): (i128, i128), (width, height): (i128, i128)) {
        if width > 0 && height > 0 {
            let _ =
                write!(self.out, "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", tenths(x), tenths(y), tenths(width), tenths(height));
        }
    }

    /// A level line.
    pub(super) fn rule(&mut self, class: &str, (left, right): (i128, i128), y: i128) {
        let _ = write!(self.out, "<path class=\"{class}\" d=\"M{} {}H{}\"/>", tenths(left), tenths(y), tenths(right));
    }

    /// A line through some places.
    pub(super) fn line(&mut self, class: &str, places: &[(i128, i128)]) {
        let places: Vec<String> = places.iter().map(|(x, y)| format!("{} {}", tenths(*x), tenths(*y))).collect();
        let _ = write!(self.out, "<path class=\"{class}\" d=\"M{}\"/>", places.join("L"));
    }

    pub(super) fn dot(&mut self, class: &str, (x, y): (i128, i128), radius: i128) {
        let _ = write!(self.out, "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", tenths(x), tenths(y), tenths(radius));
    }

    pub(super) fn finish(self) -> String {
        self.out + "</svg>"
    }
}

/// Tenths as a number with at most one decimal.
fn tenths(number: i128) -> String {
    let (whole, rest) = (number.abs() / 10, number.abs() % 10);
    let sign = if number < 0 { "-" } else { "" };
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}
