//! The lines of labels and the rows of figures beside them → which lines are the label of which row. Where a label is broken
//! into several lines, its figures stand beside their middle, or beside the first or the last.

use std::ops::Range;

/// The most lines of one label: the longest of the form has 33 characters.
const MAX_LINES: usize = 12;

/// What is weighed, in parts of the size of letters: a line that belongs to no row, a row without a label.
const STRAY: f64 = 0.35;
const BARE: f64 = 1.0;

/// The furthest that a label may stand from where it belongs, that a line stands up or down which is still beside the figures,
/// and that lines of one label stand apart.
const OFF: f64 = 0.5;
const LEVEL: f64 = 0.3;
const APART: f64 = 2.2;

/// A line of what may be a label.
#[derive(Debug, Clone, Copy)]
pub(super) struct LabelLine {
    /// Where it stands, from the bottom.
    pub(super) y: f64,
    /// The size of its letters.
    pub(super) size: f64,
    /// Whether it begins with a number, as labels do.
    pub(super) is_numbered: bool,
}

/// Which of the lines of a label its figures stand beside.
#[derive(Debug, Clone, Copy)]
enum Beside {
    Middle,
    First,
    Last,
}

/// For each row, from the top, the lines that are its label; none where that cannot be told.
pub(super) fn labels(lines: &[LabelLine], rows: &[f64]) -> Vec<Range<usize>> {
    let mut best: Option<(f64, Vec<Range<usize>>)> = None;
    for beside in [Beside::Middle, Beside::First, Beside::Last] {
        let (cost, labels) = laid(lines, rows, beside);
        if best.as_ref().is_none_or(|(least, _)| cost < *least - f64::EPSILON) {
            best = Some((cost, labels));
        }
    }
    best.map(|(_, labels)| labels).unwrap_or_default()
}

/// A step on the way to the end: what it all costs, and how many lines were taken by the last row, none where a line was left out.
#[derive(Clone, Copy)]
struct Step {
    cost: f64,
    taken: Option<usize>,
}

/// The labels that cost least, where all figures stand beside the same line of them.
fn laid(lines: &[LabelLine], rows: &[f64], beside: Beside) -> (f64, Vec<Range<usize>>) {
    let never = Step { cost: f64::INFINITY, taken: None };
    let mut steps = vec![vec![never; lines.len() + 1]; rows.len() + 1];
    steps[0][0].cost = 0.0;
    for row in 0..=rows.len() {
        for line in 0..=lines.len() {
            let cost = steps[row][line].cost;
            if line < lines.len() && cost + STRAY < steps[row][line + 1].cost {
                steps[row][line + 1] = Step { cost: cost + STRAY, taken: None };
            }
            let Some(y) = rows.get(row) else { continue };
            for taken in 0..=MAX_LINES.min(lines.len() - line) {
                let next = cost + off(&lines[line..line + taken], *y, beside);
                if next < steps[row + 1][line + taken].cost {
                    steps[row + 1][line + taken] = Step { cost: next, taken: Some(taken) };
                }
            }
        }
    }
    let (mut row, mut line) = (rows.len(), lines.len());
    let cost = steps[row][line].cost;
    let mut labels = vec![0..0; rows.len()];
    while (row, line) != (0, 0) {
        match steps[row][line].taken {
            Some(taken) => {
                (row, line) = (row - 1, line - taken);
                labels[row] = line..line + taken;
            }
            None => line -= 1,
        }
    }
    (cost, labels)
}

/// How far lines are from being the label of a row, in parts of the size of their letters.
fn off(lines: &[LabelLine], y: f64, beside: Beside) -> f64 {
    let [first, .., last] = lines else { return lines.first().map_or(BARE, |line| near((line.y - y).abs() / line.size)) };
    let is_broken = |pair: &[LabelLine]| pair[1].is_numbered || pair[0].y - pair[1].y > APART * first.size;
    // A line beside the figures is a label by itself; those around it may be rows without figures, unless all have numbers.
    let is_told = first.is_numbered || lines.iter().all(|line| (line.y - y).abs() > LEVEL * line.size);
    if !is_told || lines.windows(2).any(is_broken) {
        return f64::INFINITY;
    }
    let at = match beside {
        Beside::Middle => f64::midpoint(first.y, last.y),
        Beside::First => first.y,
        Beside::Last => last.y,
    };
    near((at - y).abs() / first.size)
}

fn near(off: f64) -> f64 {
    if off <= OFF { off } else { f64::INFINITY }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels by the places of their lines, those that begin with a number negative.
    #[track_caller]
    fn case(lines: &[f64], rows: &[f64], expected: &[(usize, usize)]) {
        let lines: Vec<LabelLine> = lines.iter().map(|y| LabelLine { y: y.abs(), size: 10.0, is_numbered: *y < 0.0 }).collect();
        assert_eq!(labels(&lines, rows).iter().map(|label| (label.start, label.end)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn lines_around_their_figures() {
        case(&[100.0, 80.0], &[100.0, 81.0], &[(0, 1), (1, 2)]);
        // Two lines around the figures, then one, then three.
        case(&[106.0, 94.0, 78.0, -62.0, 50.0, 38.0], &[100.0, 78.0, 50.0], &[(0, 2), (2, 3), (3, 6)]);
        // Figures beside the first line, and beside the last.
        case(&[-100.0, 88.0, -72.0, 60.0, 48.0], &[100.0, 72.0], &[(0, 2), (2, 5)]);
        case(&[-100.0, 88.0, -72.0, 60.0, 48.0], &[88.0, 48.0], &[(0, 2), (2, 5)]);
    }

    #[test]
    fn lines_of_no_row() {
        // Rows without figures above and below one with figures are not its label.
        case(&[-100.0, -86.0, -72.0], &[86.0], &[(1, 2)]);
        case(&[114.0, 100.0, 86.0], &[100.0], &[(1, 2)]);
        case(&[100.0, 86.0], &[100.0], &[(0, 1)]);
        case(&[100.0, 60.0], &[82.0, 60.0], &[(1, 1), (1, 2)]);
        case(&[], &[10.0], &[(0, 0)]);
        case(&[10.0], &[], &[]);
    }
}
