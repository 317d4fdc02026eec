//! Some values → the axis they stand on: from 0, with steps of 1, 2 or 5 and zeros, exactly.

use crate::number::Number;

/// The most steps of an axis.
const MAX_STEPS: i128 = 4;

/// The longest axis that is measured to the last digit: times a length it is still a number of 38 digits.
const MAX_MEASURED: i128 = 1_000_000_000_000_000_000_000_000_000_000;

/// An axis from its lowest to its highest mark, 0 among them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scale {
    /// How many decimals its values have.
    decimals: u32,
    /// The lowest mark, the highest and the distance of two, each without its point.
    low: i128,
    high: i128,
    step: i128,
}

impl Scale {
    /// The axis for some values.
    pub(super) fn of(values: impl Iterator<Item = Number> + Clone) -> Self {
        let decimals = values.clone().map(Number::decimals).max().unwrap_or(0);
        let whole = values.map(|value| without_point(value, decimals));
        let (least, most) = whole.fold((0, 0), |(least, most): (i128, i128), value| (least.min(value), most.max(value)));
        let mut step = 1;
        while steps(most, step) + steps(least.saturating_neg(), step) > MAX_STEPS {
            step = next(step);
        }
        let marks = |end: i128| steps(end, step).saturating_mul(step);
        // Where all is 0 there is an axis nevertheless.
        let high = if least == 0 { marks(most).max(step) } else { marks(most) };
        Self { decimals, low: marks(least.saturating_neg()).saturating_neg(), high, step }
    }

    /// How far a value is from the lowest mark, as a part of `length`.
    pub(super) fn at(&self, value: Number, length: i128) -> i128 {
        self.part(without_point(value, self.decimals), length)
    }

    /// How far 0 is from the lowest mark.
    pub(super) fn zero(&self, length: i128) -> i128 {
        self.part(0, length)
    }

    fn part(&self, value: i128, length: i128) -> i128 {
        let (mut off, mut all) = (value.saturating_sub(self.low), self.high.saturating_sub(self.low).max(1));
        // Of figures with so many digits the last ones are not to be seen.
        while all > MAX_MEASURED {
            (off, all) = (off / 10, all / 10);
        }
        // Half is rounded up.
        off.saturating_mul(length).saturating_add(all / 2) / all
    }

    /// The marks from the lowest to the highest, each with its place.
    pub(super) fn marks(&self, length: i128) -> Vec<(Number, i128)> {
        let count = (self.high - self.low) / self.step;
        let mark = |at: i128| {
            let value = self.low + at * self.step;
            // A mark has no more decimals than the step needs.
            let (mut digits, mut decimals, mut step) = (value, self.decimals, self.step);
            while decimals > 0 && step % 10 == 0 {
                (digits, decimals, step) = (digits / 10, decimals - 1, step / 10);
            }
            Number::try_from((digits, decimals)).ok().map(|number| (number, self.part(value, length)))
        };
        (0..=count).filter_map(mark).collect()
    }
}

/// How many steps it takes to reach an end.
fn steps(end: i128, step: i128) -> i128 {
    end.max(0) / step + i128::from(end > 0 && end % step != 0)
}

/// 1, 2, 5, 10, 20, 50 …
fn next(step: i128) -> i128 {
    let mut first = step;
    while first >= 10 {
        first /= 10;
    }
    if first == 2 { (step / 2).saturating_mul(5) } else { step.saturating_mul(2) }
}

/// A number without its point, as if it had so many decimals.
fn without_point(number: Number, decimals: u32) -> i128 {
    let (digits, own) = number.into();
    digits.saturating_mul(10_i128.saturating_pow(decimals.saturating_sub(own)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(values: &[&str], marks: &[(&str, i128)]) {
        let scale = Scale::of(values.iter().map(|text| Number::parse(text).expect("a number")));
        let found: Vec<_> = scale.marks(1000).into_iter().map(|(mark, at)| (mark.to_string(), at)).collect();
        assert_eq!(found, marks.iter().map(|(mark, at)| ((*mark).to_owned(), *at)).collect::<Vec<_>>());
    }

    #[test]
    fn axes_begin_at_0_and_have_round_marks() {
        case(&["4", "3"], &[("0", 0), ("1", 250), ("2", 500), ("3", 750), ("4", 1000)]);
        case(&["121", "176"], &[("0", 0), ("50", 250), ("100", 500), ("150", 750), ("200", 1000)]);
        case(&["3525", "3511"], &[("0", 0), ("1000", 250), ("2000", 500), ("3000", 750), ("4000", 1000)]);
        case(&["0", "0"], &[("0", 0), ("1", 1000)]);
        case(&["0.35", "0.4"], &[("0.0", 0), ("0.1", 250), ("0.2", 500), ("0.3", 750), ("0.4", 1000)]);
        case(&["12.50"], &[("0", 0), ("5", 333), ("10", 667), ("15", 1000)]);
        case(&["-3", "5"], &[("-5", 0), ("0", 500), ("5", 1000)]);
        case(&["-3"], &[("-3", 0), ("-2", 333), ("-1", 667), ("0", 1000)]);
    }

    #[test]
    fn the_largest_and_the_smallest_figures_have_an_axis() {
        for text in ["999999999999999999", "0.00000000000000001", "-999999999999999999"] {
            let value = Number::parse(text).expect("a number");
            let scale = Scale::of([value, Number::from(1)].into_iter());
            assert!((0..=1000).contains(&scale.at(value, 1000)) && scale.marks(1000).len() <= 6, "{text}: {scale:?}");
        }
    }
}
