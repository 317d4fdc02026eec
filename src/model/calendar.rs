//! Which days are worked: weekdays, but for holidays, and weekends that are worked instead.

use crate::date::Date;
use std::collections::BTreeSet;
use std::ops::Bound::{Excluded, Included};

/// The days that differ from the week's rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Weekdays without work.
    holidays: BTreeSet<Date>,
    /// Days of weekends with work (调休).
    workdays: BTreeSet<Date>,
}

impl Calendar {
    /// A calendar of holidays and of days that are worked instead; a holiday on a weekend says nothing new.
    #[must_use]
    pub fn new(holidays: impl IntoIterator<Item = Date>, workdays: impl IntoIterator<Item = Date>) -> Self {
        Self {
            holidays: holidays.into_iter().filter(|day| !is_weekend(*day)).collect(),
            workdays: workdays.into_iter().filter(|day| is_weekend(*day)).collect(),
        }
    }

    /// Whether it names a holiday of a year.
    #[must_use]
    pub fn knows(&self, year: i16) -> bool {
        Date::new(year, 1, 1).is_ok_and(|first| self.holidays.range(first..).next().is_some_and(|day| day.year() == year))
    }

    /// How many working days there are after a day, up to another that counts.
    #[must_use]
    pub fn working_days(&self, after: Date, until: Date) -> i64 {
        if until <= after {
            return 0;
        }
        let days = days_between(after, until);
        let begin = i64::from(after.weekday().to_monday_zero_offset());
        // Whole weeks have five weekdays; what remains is at most six days.
        let rest = (1..=days % 7).filter(|step| (begin + step) % 7 < 5).count();
        let within = |days: &BTreeSet<Date>| days.range((Excluded(after), Included(until))).count();
        days / 7 * 5 + signed(rest) + signed(within(&self.workdays)) - signed(within(&self.holidays))
    }
}

/// How many days lie between two, negative where the second comes first.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn is_weekend(day: Date) -> bool {
    day.weekday().to_monday_zero_offset() >= 5
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::parse_date;

    #[track_caller]
    fn case(after: &str, until: &str, expected: i64) {
        let day = |text| parse_date(text).expect("a date");
        let calendar = Calendar::new(["2024-10-01", "2024-10-02", "2024-10-03", "2024-10-04", "2024-10-05", "2024-10-07"].map(day), ["2024-09-29"].map(day));
        assert_eq!(calendar.working_days(day(after), day(until)), expected);
    }

    #[test]
    fn working_days() {
        // A Monday to the next day, over a weekend, over weeks.
        case("2024-03-04", "2024-03-05", 1);
        case("2024-03-08", "2024-03-11", 1);
        case("2024-03-09", "2024-03-10", 0);
        case("2024-03-04", "2024-04-01", 20);
        case("2024-03-04", "2024-03-04", 0);
        case("2024-03-05", "2024-03-04", 0);
        // The national holiday, with a Sunday that is worked before.
        case("2024-09-27", "2024-10-08", 3);
        case("2000-01-03", "2024-01-01", 24 * 365 / 7 * 5 + 5);
    }

    #[test]
    fn known_years() {
        let calendar = Calendar::new(parse_date("2024-10-01"), []);
        assert!(calendar.knows(2024) && !calendar.knows(2023));
    }
}
