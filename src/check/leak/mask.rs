//! A text → the same with private numbers masked as is prescribed: `138****1234`, `35*************123`. Each sign is
//! replaced by as many bytes, so that everything else stays where it is.

use super::digits::is_gap;
use super::private::{Allowed, Kind, Private, private};
use super::style::Style;
use std::ops::Range;

/// The text with private numbers masked, and what they were.
#[must_use]
pub fn mask(text: &str, style: Style, allowed: &Allowed) -> (String, Vec<Private>) {
    let mut found = private(text, style, allowed);
    let mut masked = without(text, &found, Kind::kept);
    // What is kept of one may make another one with what stands beside it: of that nothing is kept.
    loop {
        let more = private(&masked, style, allowed);
        if more.is_empty() {
            break;
        }
        masked = without(&masked, &more, |_| [0, 0]);
        found.extend(more);
    }
    found.sort_by_key(|private| private.range.start);
    (masked, found)
}

/// A private number as it may be shown: on one line, without markup that parts it.
#[must_use]
pub fn shown(text: &str, private: &Private) -> String {
    let hidden = private.hidden(private.kind.kept());
    let mut shown = String::with_capacity(private.range.len());
    let mut at = private.range.start;
    for sign in &private.signs {
        let between = text.get(at..sign.start).unwrap_or_default();
        shown.push_str(if between.contains(|sign| !is_gap(sign)) { "" } else { between });
        shown.push_str(&if hidden.contains(sign) { stars(&text[sign.clone()]) } else { text[sign.clone()].to_owned() });
        at = sign.end;
    }
    shown
}

/// The text with stars for all signs of some numbers but those that are kept at both ends.
fn without(text: &str, found: &[Private], kept: impl Fn(Kind) -> [usize; 2]) -> String {
    let mut hidden: Vec<&Range<usize>> = found.iter().flat_map(|private| private.hidden(kept(private.kind))).collect();
    // Numbers that markup parts may have others in between, or signs in common with them.
    hidden.sort_by_key(|sign| sign.start);
    hidden.dedup();
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for sign in hidden {
        masked.push_str(&text[at..sign.start]);
        masked.push_str(&stars(&text[sign.clone()]));
        at = sign.end;
    }
    masked.push_str(&text[at..]);
    masked
}

/// Stars that take as many bytes as a sign: one of full width for a digit of full width.
fn stars(sign: &str) -> String {
    let star = if sign.chars().count() == 1 && !sign.is_ascii() { "＊" } else { "*" };
    star.repeat(sign.len() / star.len())
}
