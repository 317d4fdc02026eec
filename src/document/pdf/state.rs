//! How words are set.

use super::font::Font;
use super::matrix::Matrix;
use std::rc::Rc;

/// What operators have said so far.
#[derive(Clone)]
pub(super) struct State {
    /// How what is set stands on the page.
    pub(super) page: Matrix,
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f64,
    pub(super) between_signs: f64,
    pub(super) between_words: f64,
    /// How much wider than usual characters are.
    pub(super) scale: f64,
    pub(super) leading: f64,
    /// How far above the line.
    pub(super) rise: f64,
}

impl State {
    /// How a page begins.
    pub(super) fn first() -> Self {
        Self { page: Matrix::SAME, font: None, size: 1.0, between_signs: 0.0, between_words: 0.0, scale: 1.0, leading: 0.0, rise: 0.0 }
    }
}
