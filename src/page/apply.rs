//! How to apply for information, with the files that belong to it.

use super::{Parts, Shell};
use crate::model::{AgencyCard, Attachment, Document};

/// How to apply for information.
#[derive(Debug)]
pub struct ApplyPage<'s> {
    /// What every page shows.
    pub shell: &'s Shell<'s>,
    /// The agency.
    pub agency: &'s AgencyCard,
    /// Which parts its column has.
    pub parts: Parts,
    /// The document.
    pub document: &'s Document,
    /// The files named after it, which applicants fill in.
    pub forms: Vec<&'s Attachment>,
    /// The agency's own flow chart; where there is none, the theme draws the law's.
    pub flow: Option<&'s Attachment>,
}
