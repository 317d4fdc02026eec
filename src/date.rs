//! Text → a calendar date, perhaps with a time of day; and today's date in the portal's own zone.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::fmt;

pub use jiff::civil::Date;

/// A date, with the time of day if one was given.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// The time of day, to the minute or second.
    pub time: Option<Time>,
}

impl Moment {
    /// Reads `YYYY-MM-DD`, or that with `HH:MM` or `HH:MM:SS` after a space or `T`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once([' ', 'T']) {
            Some((date, time)) => (date, Some(time.trim())),
            None => (text, None),
        };
        let time = match time {
            Some(time) => Some(parse_time(time)?),
            None => None,
        };
        Some(Self { date: parse_date(date)?, time })
    }

    /// As feeds want it, with the offset of a zone: `2024-05-15T10:19:00+08:00`. A date alone counts from midnight.
    #[must_use]
    pub fn with_offset(&self, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let time = self.time.unwrap_or(Time::midnight());
        let moment = self.date.to_datetime(time);
        let offset = zone.to_ambiguous_zoned(moment).compatible().map(|zoned| zoned.offset().seconds()).unwrap_or(0);
        let (sign, seconds) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
        format!("{}T{:02}:{:02}:{:02}{sign}{:02}:{:02}", self.date, time.hour(), time.minute(), time.second(), seconds / 3600, seconds % 3600 / 60)
    }

    /// `2024-05-15 10:19`, or the date alone.
    #[must_use]
    pub fn minutes(&self) -> String {
        match self.time {
            Some(time) => format!("{} {:02}:{:02}", self.date, time.hour(), time.minute()),
            None => self.date.to_string(),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.minutes())
    }
}

/// Reads `YYYY-MM-DD`, four, two and two digits, of a day that exists.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let shape = text.len() == 10 && text.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    shape.then(|| Date::new(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?).ok()).flatten()
}

fn parse_time(text: &str) -> Option<Time> {
    let mut parts = text.split(':').map(|part| (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<i8>().ok()).flatten());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match parts.next() {
        Some(second) => second?,
        None => 0,
    };
    parts.next().is_none().then(|| Time::new(hour, minute, second, 0).ok()).flatten()
}

/// A date as it is written in a report: `2025年1月23日`.
#[must_use]
pub fn chinese(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// Whether a zone of this name is known, such as `Asia/Shanghai`.
#[must_use]
pub fn zone_exists(zone: &str) -> bool {
    TimeZone::get(zone).is_ok()
}

/// The date it is now in a zone; an unknown zone counts as UTC.
#[must_use]
pub fn today(zone: &str) -> Date {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Timestamp::now().to_zoned(zone).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<&str>) {
        assert_eq!(Moment::parse(text).map(|moment| moment.to_string()).as_deref(), expected);
    }

    #[test]
    fn moments() {
        case("2024-05-15", Some("2024-05-15"));
        case("2024-05-15 10:19", Some("2024-05-15 10:19"));
        case("2024-05-15T10:19:30", Some("2024-05-15 10:19"));
        case("2024-02-30", None);
        case("2024-5-15", None);
        case("2024/05/15", None);
        case("2024-05-15 25:00", None);
        case("2024-05-15 1:00", None);
        case("2024-05-15 +9:+5", None);
        case("二〇二四年", None);
    }

    #[test]
    fn with_offsets() {
        let moment = |text: &str, zone: &str| Moment::parse(text).map(|moment| moment.with_offset(zone));
        assert_eq!(moment("2024-05-15 10:19", "Asia/Shanghai").as_deref(), Some("2024-05-15T10:19:00+08:00"));
        assert_eq!(moment("2024-05-15", "America/St_Johns").as_deref(), Some("2024-05-15T00:00:00-02:30"));
    }

    #[test]
    fn written_out() {
        assert_eq!(parse_date("2025-01-23").map(chinese).as_deref(), Some("2025年1月23日"));
        assert!(zone_exists("Asia/Shanghai") && !zone_exists("Asia/Nowhere"));
    }
}
