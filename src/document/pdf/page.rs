//! The runs of words on a page → its lines, as a reader sees them.

use super::path::Ruling;
use std::collections::BTreeMap;

/// Words that stand together, in one font and on one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Where they begin, in points from the left of the page, whichever way the page is turned.
    pub x: f64,
    /// Where they stand, in points from the bottom of the page.
    pub y: f64,
    /// How far they reach in their direction, in points.
    pub width: f64,
    /// The size of their font, in points.
    pub size: f64,
    /// Their direction in degrees, against the clock; 0 is from left to right.
    pub turned: i16,
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Its words, in the order in which they were set.
    pub runs: Vec<Run>,
    /// The straight lines on it, where they were looked for.
    pub rulings: Vec<Ruling>,
    /// Whether there is something on it that may be words and could not be read: a scan, a font that keeps to itself what
    /// its characters are, damage.
    pub has_unread: bool,
}

impl Page {
    /// Its lines from top to bottom, each from left to right; what stands far apart is parted by tabs.
    #[must_use]
    pub fn text(&self) -> String {
        let mut turned: BTreeMap<i16, Vec<&Run>> = BTreeMap::new();
        for run in &self.runs {
            turned.entry(run.turned).or_default().push(run);
        }
        let mut text = String::new();
        for line in turned.into_values().flat_map(lines) {
            write_line(&line, &mut text);
            text.push('\n');
        }
        text
    }
}

/// Runs of one direction as lines, the first at the top, each in its direction.
pub(super) fn lines(mut runs: Vec<&Run>) -> Vec<Vec<&Run>> {
    runs.sort_by(|one, other| other.across().total_cmp(&one.across()));
    let mut lines = Vec::new();
    let mut rest = runs.as_slice();
    while let Some(first) = rest.first() {
        let (top, size) = (first.across(), first.size);
        let end = rest.iter().position(|run| top - run.across() > 0.4 * size.max(run.size)).unwrap_or(rest.len()).max(1);
        let (line, tail) = rest.split_at(end);
        let mut line = line.to_vec();
        line.sort_by(|one, other| one.along().total_cmp(&other.along()));
        lines.push(line);
        rest = tail;
    }
    lines
}

impl Run {
    /// Where it ends.
    pub(super) fn end(&self) -> (f64, f64) {
        let (sine, cosine) = f64::from(self.turned).to_radians().sin_cos();
        (self.x + self.width * cosine, self.y + self.width * sine)
    }

    /// The middle of its letters.
    pub(super) fn middle(&self) -> (f64, f64) {
        let (end_x, end_y) = self.end();
        let (sine, cosine) = f64::from(self.turned).to_radians().sin_cos();
        // Letters stand above the line on which they are set.
        let above = 0.35 * self.size;
        (f64::midpoint(self.x, end_x) - above * sine, f64::midpoint(self.y, end_y) + above * cosine)
    }

    /// How far along its direction it begins.
    fn along(&self) -> f64 {
        let (sine, cosine) = f64::from(self.turned).to_radians().sin_cos();
        self.x * cosine + self.y * sine
    }

    /// How far to the left of its direction it stands: lines come from the largest to the smallest.
    fn across(&self) -> f64 {
        let (sine, cosine) = f64::from(self.turned).to_radians().sin_cos();
        self.y * cosine - self.x * sine
    }
}

/// Writes a line; what stands apart is parted by a space, what stands far apart by a tab.
pub(super) fn write_line(line: &[&Run], text: &mut String) {
    let mut before: Option<&Run> = None;
    for run in line.iter().copied() {
        if let Some(before) = before {
            // Bold letters are made by setting them twice.
            if before.text == run.text && run.along() - before.along() < 0.2 * run.size {
                continue;
            }
            let gap = (run.along() - before.along() - before.width) / run.size.max(0.1);
            let are_digits = |run: &Run| run.text.len() == 1 && run.text.bytes().all(|byte| byte.is_ascii_digit());
            // Numbers in boxes, a digit each, stand far apart.
            let limit = if are_digits(before) && are_digits(run) { 3.0 } else { 1.0 };
            match gap {
                _ if gap > limit => text.push('\t'),
                _ if gap > 0.2 => text.push(' '),
                _ => {}
            }
        }
        // Digits that stand small and high behind others are the mark of a note.
        let is_raised = before.is_some_and(|before| run.size < 0.8 * before.size && run.across() - before.across() > 0.15 * before.size);
        if is_raised && text.ends_with(|c: char| c.is_ascii_digit()) && run.text.starts_with(|c: char| c.is_ascii_digit()) {
            text.push('^');
        }
        text.extend(run.text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }));
        before = Some(run);
    }
}
