//! How what is set stands on a page: moved, scaled, turned.

/// The six numbers that a PDF writes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    /// Nothing is changed.
    pub(super) const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) fn moved(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This change, and another one after it.
    pub(super) fn then(&self, next: &Self) -> Self {
        let Self([a, b, c, d, e, f]) = self;
        let Self([na, nb, nc, nd, ne, nf]) = next;
        Self([a * na + b * nc, a * nb + b * nd, c * na + d * nc, c * nb + d * nd, e * na + f * nc + ne, e * nb + f * nd + nf])
    }

    /// Where the point that nothing was moved from comes to stand.
    pub(super) fn origin(&self) -> (f64, f64) {
        (self.0[4], self.0[5])
    }

    /// What a height of 1 becomes.
    pub(super) fn height(&self) -> f64 {
        self.0[2].hypot(self.0[3])
    }

    /// What an area of 1 becomes.
    pub(super) fn area(&self) -> f64 {
        let Self([a, b, c, d, ..]) = self;
        (a * d - b * c).abs()
    }

    /// Where what ran to the right runs to, in degrees against the clock, from -180 to 180.
    pub(super) fn direction(&self) -> i16 {
        self.0[1].atan2(self.0[0]).to_degrees().round() as i16
    }
}
