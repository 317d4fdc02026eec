//! A text → the same with private numbers masked as is prescribed: `138****1234`, `35*************123`. Each sign is
//! replaced by one that takes as many bytes, so that everything else stays where it is.

use super::private::{Allowed, Private, private};

/// The text with private numbers masked, and what they were.
#[must_use]
pub fn mask(text: &str, allowed: &Allowed) -> (String, Vec<Private>) {
    let found = private(text, allowed);
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for private in &found {
        masked.push_str(&text[at..private.range.start]);
        masked.push_str(&shown(text, private));
        at = private.range.end;
    }
    masked.push_str(&text[at..]);
    (masked, found)
}

/// A private number as it may be shown.
#[must_use]
pub fn shown(text: &str, private: &Private) -> String {
    let [first, last] = private.kind.kept();
    let hidden = first..private.signs.len().saturating_sub(last);
    let mut shown = String::with_capacity(private.range.len());
    let mut at = private.range.start;
    for (place, sign) in private.signs.iter().enumerate() {
        shown.push_str(&text[at..sign.start]);
        shown.push_str(match (hidden.contains(&place), sign.len()) {
            (true, 1) => "*",
            (true, _) => "＊",
            (false, _) => &text[sign.clone()],
        });
        at = sign.end;
    }
    shown
}
