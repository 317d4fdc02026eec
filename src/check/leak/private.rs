//! A text → the numbers in it that belong to a person: identity, mobile phone, bank card.

use super::check_digit::{begins_in_a_province, is_card, is_credit_code, is_date, is_identity, is_old_identity};
use super::context::Context;
use super::digits::{Chain, Digit, Group, LONGEST, each_chain, gap, is_gap};
use super::parted::may_part_numbers;
use super::style::Style;
use crate::diagnostic::Code;
use crate::markdown::seen;
use std::collections::BTreeSet;
use std::ops::Range;

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 公民身份号码.
    Identity,
    /// An identity number of 15 digits.
    OldIdentity,
    /// 手机号码.
    Phone,
    /// 银行卡号.
    Card,
}

impl Kind {
    /// The code it is told by.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Self::Identity => Code::PrivateId,
            Self::OldIdentity => Code::PrivateOldId,
            Self::Phone => Code::PrivatePhone,
            Self::Card => Code::PrivateCard,
        }
    }

    /// Its name in Chinese and English.
    #[must_use]
    pub fn names(self) -> [&'static str; 2] {
        match self {
            Self::Identity => ["身份证号码", "an identity number"],
            Self::OldIdentity => [" 15 位身份证号码", "an identity number of 15 digits"],
            Self::Phone => ["手机号码", "a mobile number"],
            Self::Card => ["银行卡号", "a card number"],
        }
    }

    /// How many signs are kept at both ends when it is masked.
    pub(super) fn kept(self) -> [usize; 2] {
        match self {
            Self::Identity | Self::OldIdentity => [2, 3],
            Self::Phone => [3, 4],
            Self::Card => [4, 4],
        }
    }
}

/// A number that belongs to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Private {
    /// Its kind.
    pub kind: Kind,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Where each of its digits stands, and its X.
    pub(super) signs: Vec<Range<usize>>,
}

/// Numbers that may be published: an office's own lines, as bare digits.
pub type Allowed = BTreeSet<String>;

/// A number as bare ASCII digits, with a capital X, without the prefix of the country before a mobile number.
#[must_use]
pub fn bare(number: &str) -> String {
    let sign = |sign: char| match sign {
        '0'..='9' => Some(sign),
        '０'..='９' => char::from_digit(u32::from(sign) - u32::from('０'), 10),
        'x' | 'X' | 'ｘ' | 'Ｘ' => Some('X'),
        _ => None,
    };
    let bare: String = number.chars().filter_map(sign).collect();
    let digits = bare.strip_prefix("00").unwrap_or(&bare);
    match digits.strip_prefix("86") {
        Some(mobile) if mobile.len() == 11 && mobile.starts_with('1') => mobile.to_owned(),
        Some(_) | None => bare,
    }
}

/// The private numbers of a text, in its order: as it is written, and in Markdown as a reader sees it too.
#[must_use]
pub fn private(text: &str, style: Style, allowed: &Allowed) -> Vec<Private> {
    let mut found = as_written(text, allowed);
    if let Style::Markdown(body) = style
        && may_part_numbers(text, body)
    {
        let seen = seen(text, body);
        let mut more: Vec<Private> = as_written(&seen.text, allowed).into_iter().map(|private| private.moved(|sign| seen.origin(sign))).collect();
        more.retain(|private| !is_part_of_one(private, &found));
        found.retain(|private| !is_part_of_one(private, &more));
        found.append(&mut more);
        found.sort_by_key(|private| private.range.start);
    }
    found
}

/// Whether all signs of a number are those of one of others, which are in their order.
fn is_part_of_one(private: &Private, others: &[Private]) -> bool {
    let next = others.partition_point(|other| other.range.end <= private.range.start);
    others.get(next).is_some_and(|other| private.signs.iter().all(|sign| other.signs.contains(sign)))
}

/// The private numbers of a text, in its order, as it is written.
fn as_written(text: &str, allowed: &Allowed) -> Vec<Private> {
    let mut found = Vec::new();
    each_chain(text, |chain| {
        let mut at = 0;
        while at < chain.groups.len() {
            let taken = Window { text, chain, first: at }.look(&mut found);
            at += taken.max(1);
        }
    });
    found.retain(|private| allowed.is_empty() || !allowed.contains(&bare(&private.signs.iter().map(|sign| &text[sign.clone()]).collect::<String>())));
    found
}

/// The numbers that may begin with a group of a chain.
struct Window<'a> {
    text: &'a str,
    chain: &'a Chain,
    first: usize,
}

impl Window<'_> {
    /// Looks for a number; says of how many groups it is made, 0 where there is none.
    fn look(&self, found: &mut Vec<Private>) -> usize {
        let groups = &self.chain.groups[self.first..];
        let mut total = 0;
        let mut best: Option<(Private, usize)> = None;
        for count in 1..=groups.len() {
            total += groups[count - 1].len();
            if total > LONGEST {
                break;
            }
            if total < 11 {
                continue;
            }
            let groups = &groups[..count];
            // The beginning of one that is cut may look like a mobile number, or a shorter card's.
            if let Some(private) = self.identity(groups) {
                found.push(private);
                return count;
            }
            let other = self.other(groups).filter(|private| best.is_none() || private.kind == Kind::Card);
            best = other.map(|private| (private, count)).or(best);
        }
        let Some((private, count)) = best else { return 0 };
        found.push(private);
        count
    }

    fn digits(&self, groups: &[Group]) -> &[Digit] {
        let (Some(first), Some(last)) = (groups.first(), groups.last()) else { return &[] };
        &self.chain.digits[first.digits.start..last.digits.end]
    }

    /// An identity number of 18 signs, however it is grouped.
    fn identity(&self, groups: &[Group]) -> Option<Private> {
        let digits = self.digits(groups);
        if !matches!(digits.len(), 17 | 18) || (groups.len() > 6 && groups.len() < 17) {
            return None;
        }
        let mut values = [10; 18];
        values.iter_mut().zip(digits).for_each(|(value, digit)| *value = digit.value);
        // Nearly all numbers end here.
        if !begins_in_a_province(&values) || !is_identity(&values) {
            return None;
        }
        let mut private = found(Kind::Identity, digits);
        let after = &self.text[private.range.end..];
        if digits.len() == 17 {
            let (sign, offset) = final_x(after)?;
            let start = private.range.end + offset;
            private.signs.push(start..start + sign.len_utf8());
            private.range.end = start + sign.len_utf8();
        } else if after.starts_with(['x', 'X', 'ｘ', 'Ｘ']) {
            return None;
        }
        let context = Context { text: self.text, range: private.range.clone() };
        let is_credit_code = || is_credit_code(&values) && context.follows_a_code();
        (!is_credit_code()).then_some(private)
    }

    fn other(&self, groups: &[Group]) -> Option<Private> {
        let all = self.digits(groups);
        // Numbers other than those of identity come in few groups, or digit by digit.
        if groups.len() > 5 && (groups.len() != all.len() || all.len() != 11 || all[0].value != 1) {
            return None;
        }
        let values: Vec<u8> = all.iter().map(|digit| digit.value).collect();
        let kind = |lens: &[usize]| match all.len() {
            15 if groups.len() == 1 && is_old_identity(&values) => Some((Kind::OldIdentity, 0)),
            16..=19 if is_card(&values) && is_grouped_as_a_card(lens) => Some((Kind::Card, 0)),
            _ => self.phone(groups, &values, lens.to_vec()).map(|skipped| (Kind::Phone, skipped)),
        };
        let lens: Vec<usize> = groups.iter().map(Group::len).collect();
        let (kind, skipped) = kind(&lens).or_else(|| kind(&self.mended(groups)?))?;
        let private = found(kind, &all[skipped..]);
        let context = Context { text: self.text, range: all[0].at..private.range.end };
        let is_count = groups[1..].iter().any(|group| group.gap.broken) && context.is_counted();
        (context.is_a_number_of_a_person() && !is_count).then_some(private)
    }

    /// How long its groups were before the end of a full line cut one of them in two, if that may be.
    fn mended(&self, groups: &[Group]) -> Option<Vec<usize>> {
        let mut breaks = (1..groups.len()).filter(|at| groups[*at].gap.broken);
        let at = breaks.next().filter(|_| breaks.next().is_none() && !groups[0].gap.dashed)?;
        let behind: Vec<u8> = self.digits(&groups[at..]).iter().map(|digit| digit.value).collect();
        if is_date(&behind) {
            return None;
        }
        let mut lens: Vec<usize> = groups.iter().map(Group::len).collect();
        lens[at - 1] += lens.remove(at);
        self.context_of(groups).follows_words().then_some(lens)
    }

    /// How many digits stand before a mobile number, if it is one.
    fn phone(&self, groups: &[Group], values: &[u8], mut lens: Vec<usize>) -> Option<usize> {
        let skipped = values.len().checked_sub(11)?;
        let prefixes: [&[u8]; 4] = [&[], &[0], &[8, 6], &[0, 0, 8, 6]];
        let is_mobile = matches!(values[skipped..], [1, 3..=9, ..]) && prefixes.contains(&&values[..skipped]);
        if !is_mobile {
            return None;
        }
        lens[0] = lens[0].checked_sub(skipped)?;
        let dashed = groups[1..].iter().all(|group| group.gap.dashed);
        let tail = |count: usize| values[values.len() - count..].iter().fold(0, |number, digit| number * 10 + u32::from(*digit));
        let is_grouped = match lens.as_slice() {
            [11] | [3, 4, 4] | [3, 3, 5] => true,
            // Not a number and a date or year behind it.
            [3, 8] => !(1900..2100).contains(&(tail(8) / 10_000)),
            [7, 4] => !(1900..2100).contains(&tail(4)),
            [4, 3, 4] | [4, 4, 3] => dashed,
            _ if lens.len() == 11 => self.context_of(groups).follows_a_phone(),
            _ => false,
        };
        is_grouped.then_some(skipped)
    }

    fn context_of(&self, groups: &[Group]) -> Context<'_> {
        Context { text: self.text, range: found(Kind::Phone, self.digits(groups)).range }
    }
}

impl Private {
    /// The signs that are hidden, where so many are kept at both ends.
    pub(super) fn hidden(&self, [first, last]: [usize; 2]) -> &[Range<usize>] {
        self.signs.get(first..self.signs.len().saturating_sub(last)).unwrap_or_default()
    }

    /// The same in another text, where each of its signs stands elsewhere.
    fn moved(self, place: impl Fn(Range<usize>) -> Range<usize>) -> Self {
        let signs: Vec<Range<usize>> = self.signs.into_iter().map(place).collect();
        Self { kind: self.kind, range: span(&signs), signs }
    }
}

/// From the first sign to the last.
fn span(signs: &[Range<usize>]) -> Range<usize> {
    signs.first().map_or(0, |sign| sign.start)..signs.last().map_or(0, |sign| sign.end)
}

fn found(kind: Kind, digits: &[Digit]) -> Private {
    let signs: Vec<Range<usize>> = digits.iter().map(|digit| digit.at..digit.at + digit.len).collect();
    Private { kind, range: span(&signs), signs }
}

/// An X that may end an identity number, and how far behind its digits it stands.
fn final_x(after: &str) -> Option<(char, usize)> {
    let offset = after.len() - after.trim_start_matches(is_gap).len();
    gap(&after[..offset])?;
    let mut signs = after[offset..].chars();
    let sign = signs.next().filter(|sign| matches!(sign, 'x' | 'X' | 'ｘ' | 'Ｘ'))?;
    let ends = signs.next().is_none_or(|next| !next.is_ascii_alphanumeric());
    ends.then_some((sign, offset))
}

fn is_grouped_as_a_card(lens: &[usize]) -> bool {
    matches!(lens, [_] | [4, 4, 4, 4] | [4, 4, 4, 4, 1..=3] | [4, 4, 4, 5..=7] | [6, 10 | 13])
}
