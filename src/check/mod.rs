//! A report's figures, and last year's, → findings: the identities of its form that do not hold.

mod identity;
mod repair;
mod waiver;

pub use waiver::{Waived, WaiverFault, apply_waivers};

use crate::diagnostic::{Code, Text};
use crate::model::{CellAt, Figures};
use crate::number::Number;
use identity::{Identity, identities};

/// An identity that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code.
    pub code: Code,
    /// What was found: both sides and their difference.
    pub message: Text,
    /// The rule in words.
    pub help: Text,
    /// The one cell whose change would repair everything, or else the cell of the result.
    pub at: CellAt,
    /// The other cells that take part.
    pub related: Vec<CellAt>,
    /// The sum of the left side.
    pub left: Number,
    /// The sum of the right side.
    pub right: Number,
}

/// Checks figures against each other, and against those of the year before if there are any.
#[must_use]
pub fn check_figures(figures: &Figures, previous: Option<&Figures>) -> Vec<Finding> {
    let all = identities(figures, previous);
    let broken: Vec<&Identity<'_>> = all.iter().filter(|identity| identity.left != identity.right).collect();
    if broken.is_empty() {
        return Vec::new();
    }
    let within_year: Vec<&Identity<'_>> = all.iter().filter(|identity| !identity.rule.is_across_years()).collect();
    broken.into_iter().map(|identity| finding(figures, identity, &within_year)).collect()
}

fn finding(figures: &Figures, identity: &Identity<'_>, all: &[&Identity<'_>]) -> Finding {
    let at = if identity.rule.is_across_years() { None } else { repair::culprit(identity, all) }.unwrap_or(identity.result);
    Finding {
        code: identity.rule.code.clone(),
        message: identity.message(figures),
        help: identity.rule.help.clone(),
        at,
        related: identity.cells.iter().map(|(cell, _)| *cell).filter(|cell| *cell != at).collect(),
        left: identity.left,
        right: identity.right,
    }
}

#[cfg(test)]
mod tests;
