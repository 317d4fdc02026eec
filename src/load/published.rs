//! A loaded portal → the files it publishes: what rules find in a draft is not told.

use super::walk::CONTENT;
use crate::model::{Agency, Site};
use std::collections::BTreeSet;

/// The paths of all files of the content that a portal is made of, below the root.
pub(crate) fn published(site: &Site) -> BTreeSet<String> {
    let home = site.home.iter().map(|home| home.body.path.clone());
    let attachments = site.attachments.iter().map(|attachment| attachment.path.clone());
    home.chain(attachments).chain(site.agencies.iter().flat_map(of_agency)).collect()
}

fn of_agency(agency: &Agency) -> Vec<String> {
    let Agency { card, guide, apply, rules, reports, tables, folders, attachments, unread_reports: _ } = agency;
    let mut paths = vec![format!("{CONTENT}/{}/agency.yaml", card.slug())];
    let documents = guide.iter().chain(apply).chain(rules).chain(folders.iter().flat_map(|folder| &folder.items));
    paths.extend(documents.map(|document| document.body.path.clone()));
    for report in std::iter::once(reports).chain(tables.values()).flat_map(|years| years.values()) {
        paths.push(report.path.clone());
        paths.extend(report.words.iter().map(|words| words.body.path.clone()));
    }
    paths.extend(attachments.iter().map(|attachment| attachment.path.clone()));
    paths
}
