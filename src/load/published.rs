//! What was loaded → the files of it that are published: what rules find in a draft is not told.

use crate::model::{Agency, Site};
use std::collections::BTreeSet;

/// The paths of the files outside the folders of agencies that a portal is made of, below the root.
pub(crate) fn top_files(site: &Site) -> BTreeSet<String> {
    site.sources().map(|(path, _)| path.to_owned()).collect()
}

/// The paths of the files that an agency's column is made of, below the root.
pub(crate) fn column_files(agency: &Agency) -> BTreeSet<String> {
    agency.sources().map(|(path, _)| path.into_owned()).collect()
}
