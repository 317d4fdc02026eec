//! Findings and waivers → what remains, what is let stand, and which waivers are no good.

use super::Finding;
use crate::date::Date;
use crate::model::{CellAt, Figures, Waiver};

/// A finding that is let stand, and the waiver that lets it.
#[derive(Debug, Clone)]
pub struct Waived<'a> {
    /// The finding.
    pub finding: Finding,
    /// The waiver.
    pub waiver: &'a Waiver,
}

/// What is wrong with a waiver, by its place among the report's waivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaiverFault {
    /// It meets no finding.
    Unused(usize),
    /// Its time is over.
    Expired(usize),
}

impl WaiverFault {
    /// The waiver's place among those that were applied.
    #[must_use]
    pub fn place(self) -> usize {
        match self {
            Self::Unused(place) | Self::Expired(place) => place,
        }
    }
}

/// Sorts findings by whether a waiver of the report lets them stand on a day.
#[must_use]
pub fn apply_waivers<'a>(findings: Vec<Finding>, waivers: &'a [Waiver], figures: &Figures, day: Date) -> (Vec<Finding>, Vec<Waived<'a>>, Vec<WaiverFault>) {
    let expired = |waiver: &Waiver| waiver.until.is_some_and(|until| until < day);
    let mut used = vec![false; waivers.len()];
    let (mut remaining, mut waived) = (Vec::new(), Vec::new());
    for finding in findings {
        let met = |waiver: &Waiver| {
            waiver.code == finding.code.as_str() && std::iter::once(&finding.at).chain(&finding.related).any(|cell| covers(&waiver.at, *cell, figures))
        };
        match waivers.iter().position(|waiver| met(waiver) && !expired(waiver)) {
            Some(place) => {
                used[place] = true;
                waived.push(Waived { finding, waiver: &waivers[place] });
            }
            None => remaining.push(finding),
        }
    }
    let faults = waivers
        .iter()
        .enumerate()
        .filter_map(|(place, waiver)| if expired(waiver) { Some(WaiverFault::Expired(place)) } else { (!used[place]).then_some(WaiverFault::Unused(place)) });
    let faults = faults.collect();
    (remaining, waived, faults)
}

/// Whether a waiver's place (`disputes`, `disputes.review`, `disputes.review.total`) holds a cell.
fn covers(place: &str, cell: CellAt, figures: &Figures) -> bool {
    let table = &figures.form.tables[cell.table];
    let full = format!("{}.{}.{}", table.key, table.rows[cell.row].key, table.columns[cell.column].key);
    place.is_empty() || full == place || full.strip_prefix(place).is_some_and(|rest| rest.starts_with('.'))
}
