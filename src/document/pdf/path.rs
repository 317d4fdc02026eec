//! Paths that a page paints → the straight lines a reader sees: strokes, and filled rectangles as thin as one.

use super::matrix::Matrix;

/// The thickest that a filled rectangle is taken for a line, in points.
const THIN: f64 = 3.0;

/// The most segments of one path: a map has more, a table has none as long.
const MAX_SEGMENTS: usize = 20_000;

/// A straight line, in points from the left and the bottom of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ruling {
    /// Where it begins.
    pub from: (f64, f64),
    /// Where it ends.
    pub to: (f64, f64),
}

/// A path while it is made.
#[derive(Debug, Default)]
pub(super) struct Path {
    /// The straight segments of each part of it.
    parts: Vec<Vec<Ruling>>,
    start: (f64, f64),
    at: (f64, f64),
    count: usize,
}

impl Path {
    pub(super) fn move_to(&mut self, at: (f64, f64)) {
        (self.start, self.at) = (at, at);
        if self.parts.last().is_none_or(|part| !part.is_empty()) {
            self.parts.push(Vec::new());
        }
    }

    pub(super) fn line_to(&mut self, to: (f64, f64)) {
        self.count += 1;
        if self.count <= MAX_SEGMENTS {
            let ruling = Ruling { from: self.at, to };
            match self.parts.last_mut() {
                Some(part) => part.push(ruling),
                None => self.parts.push(vec![ruling]),
            }
        }
        self.at = to;
    }

    /// Goes on without a straight line.
    pub(super) fn curve_to(&mut self, to: (f64, f64)) {
        self.at = to;
    }

    pub(super) fn close(&mut self) {
        if self.at != self.start {
            self.line_to(self.start);
        }
    }

    /// A rectangle as a page writes it.
    pub(super) fn rectangle(&mut self, page: &Matrix, [x, y, wide, high]: [f64; 4]) {
        let corner = |x, y| Matrix::moved(x, y).then(page).origin();
        self.move_to(corner(x, y));
        for (x, y) in [(x + wide, y), (x + wide, y + high), (x, y + high), (x, y)] {
            self.line_to(corner(x, y));
        }
    }

    /// The lines that are seen once it is stroked, or filled only. The path ends.
    pub(super) fn painted(&mut self, is_stroked: bool) -> Vec<Ruling> {
        let parts = std::mem::take(self).parts;
        if is_stroked { parts.into_iter().flatten().collect() } else { parts.iter().flat_map(|part| thin(part)).collect() }
    }
}

/// A filled part as a line, if it is as thin as one; as two that cross, if it is a point.
fn thin(part: &[Ruling]) -> Vec<Ruling> {
    let points = || part.iter().flat_map(|ruling| [ruling.from, ruling.to]);
    let bounds = |along: fn((f64, f64)) -> f64| points().map(along).fold((f64::MAX, f64::MIN), |(least, most), at| (least.min(at), most.max(at)));
    let ((left, right), (bottom, top)) = (bounds(|point| point.0), bounds(|point| point.1));
    let (wide, high) = (right - left, top - bottom);
    let (x, y) = (f64::midpoint(left, right), f64::midpoint(bottom, top));
    let mut lines = Vec::new();
    if part.len() >= 2 && high <= THIN {
        lines.push(Ruling { from: (left, y), to: (right, y) });
    }
    if part.len() >= 2 && wide <= THIN {
        lines.push(Ruling { from: (x, bottom), to: (x, top) });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_as_thin_as_lines() {
        let mut path = Path::default();
        path.rectangle(&Matrix::SAME, [10.0, 20.0, 100.0, 0.5]);
        path.rectangle(&Matrix::SAME, [10.0, 20.0, 100.0, 50.0]);
        assert_eq!(path.painted(false), [Ruling { from: (10.0, 20.25), to: (110.0, 20.25) }]);
        path.rectangle(&Matrix::SAME, [10.0, 20.0, 100.0, 50.0]);
        assert_eq!(path.painted(true).len(), 4);
        path.move_to((0.0, 0.0));
        path.curve_to((9.0, 9.0));
        assert_eq!(path.painted(true), []);
    }
}
