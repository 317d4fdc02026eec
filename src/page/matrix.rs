//! Agencies × years: who has published, when, and who has not.

use super::Shell;
use crate::model::Matrix;
use std::sync::Arc;

/// The page of all agencies and years.
#[derive(Debug)]
pub struct MatrixPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// How each agency stands in each year.
    pub matrix: Arc<Matrix<'s>>,
    /// Whether the portal has a file of it.
    pub has_file: bool,
}
