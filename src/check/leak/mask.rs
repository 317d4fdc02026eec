//! A text → the same with private numbers masked as is prescribed: `138****1234`, `35*************123`. Each sign is
//! replaced by one that takes as many bytes, so that everything else stays where it is.

use super::private::{Allowed, Private, private};

/// The text with private numbers masked, and what they were.
#[must_use]
pub fn mask(text: &str, allowed: &Allowed) -> (String, Vec<Private>) {
    let mut found = private(text, allowed);
    let mut masked = without(text, &found, shown);
    // What is kept of one may make another one with what stands beside it: of that nothing is kept.
    loop {
        let more = private(&masked, allowed);
        if more.is_empty() {
            break;
        }
        masked = without(&masked, &more, |text, private| replaced(text, private, [0, 0]));
        found.extend(more);
    }
    found.sort_by_key(|private| private.range.start);
    (masked, found)
}

/// A private number as it may be shown.
#[must_use]
pub fn shown(text: &str, private: &Private) -> String {
    replaced(text, private, private.kind.kept())
}

fn without(text: &str, found: &[Private], shown: impl Fn(&str, &Private) -> String) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for private in found {
        masked.push_str(&text[at..private.range.start]);
        masked.push_str(&shown(text, private));
        at = private.range.end;
    }
    masked.push_str(&text[at..]);
    masked
}

/// A private number with stars for all its signs but some at both ends.
fn replaced(text: &str, private: &Private, [first, last]: [usize; 2]) -> String {
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
