//! A metric of a form and a report's figures → what it comes to, exactly, and how two of them compare.

use crate::form::{Addend, Formula, Metric};
use crate::model::{Cell, CellAt, Figures};
use crate::number::Number;
use std::cmp::Ordering;

/// What a metric comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// A sum.
    Sum(Number),
    /// A part of a whole that is not zero.
    Ratio {
        /// The part.
        part: Number,
        /// The whole.
        whole: Number,
    },
    /// A ratio to nothing: the whole is zero. Or the agency marked all figures of a side with `/`.
    NotApplicable,
    /// A side has no number, and not all of its figures were filled in.
    Unknown,
}

/// What a metric comes to with some figures. A blank or `/` counts 0 beside a number; where there is no number at all
/// nothing can be said.
#[must_use]
pub fn measure(metric: &Metric, figures: &Figures) -> Measured {
    let sum = |addends: &[Addend]| {
        let at = |addend: &Addend, row: usize| CellAt { table: addend.table, row, column: addend.column };
        let cells = || addends.iter().flat_map(|addend| addend.rows.iter().map(move |row| (addend.minus, figures.cell(at(addend, *row)))));
        let numbers = cells().filter_map(|(minus, cell)| cell.number().map(|number| if minus { -number } else { number }));
        numbers.reduce(|sum, number| sum + number).ok_or(if cells().any(|(_, cell)| matches!(cell, Cell::Blank)) {
            Measured::Unknown
        } else {
            Measured::NotApplicable
        })
    };
    match &metric.formula {
        Formula::Sum(addends) => sum(addends).map_or_else(|none| none, Measured::Sum),
        Formula::Ratio(part, whole) => match (sum(part), sum(whole)) {
            (Err(Measured::Unknown), _) | (_, Err(Measured::Unknown)) => Measured::Unknown,
            (Err(none), _) | (_, Err(none)) => none,
            (Ok(_), Ok(whole)) if whole.is_zero() => Measured::NotApplicable,
            (Ok(part), Ok(whole)) => Measured::Ratio { part, whole },
        },
    }
}

/// What the metric comes to that the form of some figures has of the same key; none where it has none, or one that
/// cannot stand beside this one.
#[must_use]
pub fn measure_like(metric: &Metric, figures: &Figures) -> Option<Measured> {
    figures.form.metric(&metric.key).filter(|own| own.is_comparable(metric)).map(|own| measure(own, figures))
}

impl Measured {
    /// Whether it has a value.
    #[must_use]
    pub fn has_value(self) -> bool {
        matches!(self, Self::Sum(_) | Self::Ratio { .. })
    }

    /// Its value with some decimals, a ratio in percent; none where it has none.
    #[must_use]
    pub fn value(self, decimals: u32) -> Option<Number> {
        match self {
            Self::Sum(number) => Some(number),
            Self::Ratio { part, whole } => part.percent_of(whole, decimals),
            Self::NotApplicable | Self::Unknown => None,
        }
    }

    /// How the values compare, exactly: ratios as they are, not as they are rounded. What has no value is equal to
    /// what has none, and less than what has one.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        match (self.fraction(), other.fraction()) {
            (Some(own), Some(other)) => compare_fractions(own, other),
            (own, other) => own.is_some().cmp(&other.is_some()),
        }
    }

    /// The value as numerator and denominator, the latter above zero.
    fn fraction(self) -> Option<(i128, i128)> {
        let (part, whole) = match self {
            Self::Sum(number) => number.whole_pair(Number::from(1)),
            Self::Ratio { part, whole } => part.whole_pair(whole),
            Self::NotApplicable | Self::Unknown => return None,
        };
        Some(if whole < 0 { (-part, -whole) } else { (part, whole) })
    }
}

/// Compares two fractions without multiplying, which could overflow: by their whole parts, then by what remains, upside
/// down.
fn compare_fractions(left: (i128, i128), right: (i128, i128)) -> Ordering {
    let (mut left, mut right) = (left, right);
    let mut turned = false;
    loop {
        let whole = |(part, whole): (i128, i128)| (part.div_euclid(whole), part.rem_euclid(whole));
        let ((left_whole, left_rest), (right_whole, right_rest)) = (whole(left), whole(right));
        let ordering = match left_whole.cmp(&right_whole) {
            Ordering::Equal if left_rest == 0 || right_rest == 0 => left_rest.cmp(&right_rest),
            Ordering::Equal => {
                (left, right) = ((left.1, left_rest), (right.1, right_rest));
                turned = !turned;
                continue;
            }
            ordering => ordering,
        };
        return if turned { ordering.reverse() } else { ordering };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;
    use std::collections::BTreeSet;

    fn number(text: &str) -> Number {
        Number::parse(text).expect("a number")
    }

    fn ratio(part: &str, whole: &str) -> Measured {
        Measured::Ratio { part: number(part), whole: number(whole) }
    }

    #[track_caller]
    fn order(left: Measured, right: Measured, expected: Ordering) {
        assert_eq!(left.compare(right), expected, "{left:?} {right:?}");
        assert_eq!(right.compare(left), expected.reverse(), "{right:?} {left:?}");
    }

    #[test]
    fn ratios_compare_exactly() {
        order(ratio("1", "3"), ratio("2", "6"), Ordering::Equal);
        order(ratio("1", "3"), ratio("333", "1000"), Ordering::Greater);
        order(ratio("999999999999999999", "999999999999999998"), ratio("999999999999999998", "999999999999999997"), Ordering::Less);
        order(ratio("0.1", "0.3"), ratio("1", "3"), Ordering::Equal);
        order(ratio("-1", "3"), ratio("1", "-3"), Ordering::Equal);
        order(ratio("-1", "3"), ratio("0", "7"), Ordering::Less);
        order(Measured::Sum(number("4")), Measured::Sum(number("4.00")), Ordering::Equal);
        order(Measured::NotApplicable, ratio("0", "5"), Ordering::Less);
        order(Measured::NotApplicable, Measured::Unknown, Ordering::Equal);
    }

    /// A report of the form of 2021 in which only these cells of one table are filled in.
    fn figures(table: &str, cells: &[(&str, &str, Cell)]) -> Figures {
        let form = Forms::built_in().find("2021").expect("built in").clone();
        let mut tables: Vec<Vec<Cell>> = form.tables.iter().map(|table| vec![Cell::Blank; table.rows.len() * table.columns.len()]).collect();
        let place = form.table(table).expect("in the form");
        let width = form.tables[place].columns.len();
        for (row, column, cell) in cells {
            let at = form.tables[place].row(row).expect("a row") * width + form.tables[place].column(column).expect("a column");
            tables[place][at] = cell.clone();
        }
        Figures::new(form, tables, BTreeSet::new())
    }

    #[track_caller]
    fn case(metric: &str, figures: &Figures, expected: Measured) {
        assert_eq!(measure(figures.form.metric(metric).expect("in the form"), figures), expected);
    }

    #[test]
    fn blanks_are_no_zeros() {
        let cell = |text| Cell::Number(number(text));
        let noted = Cell::Noted(Box::new((number("27"), "含上年".to_owned())));
        let some = figures("requests", &[("received", "total", cell("29")), ("carried_in", "total", Cell::NotApplicable), ("handled", "total", noted)]);
        case("handled-rate", &some, ratio("27", "29"));
        case("granted-rate", &some, Measured::Unknown);
        case("refused-rate", &some, Measured::Unknown);
        let none = figures("disputes", &[("review", "upheld", cell("0")), ("review", "corrected", cell("0")), ("review", "pending", cell("3"))]);
        case("review-corrected-rate", &none, Measured::NotApplicable);
        case("received", &none, Measured::Unknown);
        // What the agency marked as not applicable was filled in.
        let marked = [("received", "total", Cell::NotApplicable), ("handled", "total", Cell::NotApplicable), ("carried_in", "total", cell("3"))];
        let marked = figures("requests", &marked);
        case("received", &marked, Measured::NotApplicable);
        case("handled-rate", &marked, Measured::NotApplicable);
        case("granted-rate", &marked, Measured::Unknown);
        assert_eq!(ratio("27", "34").value(1).map(|value| value.to_string()).as_deref(), Some("79.4"));
    }
}
