//! What was loaded → the files of it that are published: what rules find in a draft is not told.

use super::walk::CONTENT;
use crate::model::{Agency, Site};
use std::collections::BTreeSet;

/// The paths of the files outside the folders of agencies that a portal is made of, below the root.
pub(crate) fn top_files(site: &Site) -> BTreeSet<String> {
    let home = site.home.iter().map(|home| home.body.path.clone());
    home.chain(site.attachments.iter().map(|attachment| attachment.path.clone())).collect()
}

/// The paths of the files that an agency's column is made of, below the root.
pub(crate) fn column_files(agency: &Agency) -> BTreeSet<String> {
    let Agency { card, guide, apply, rules, reports, tables, folders, attachments, unread_reports: _ } = agency;
    let mut paths = BTreeSet::from([format!("{CONTENT}/{}/agency.yaml", card.slug())]);
    let documents = guide.iter().chain(apply).chain(rules).chain(folders.iter().flat_map(|folder| &folder.items));
    paths.extend(documents.map(|document| document.body.path.clone()));
    for report in std::iter::once(reports).chain(tables.values()).flat_map(|years| years.values()) {
        paths.insert(report.path.clone());
        paths.extend(report.words.iter().map(|words| words.body.path.clone()));
    }
    paths.extend(attachments.iter().map(|attachment| attachment.path.clone()));
    paths
}
