//! What the rules that look at one agency alone find, remembered while nothing of the agency changes.

use super::disclosed::disclosed_by;
use super::{Across, Finding, Remark, check_apart, check_figures, column, dates, doc_no, guide, leak, of_report, placeholder, prose, repost, review};
use crate::model::{Agency, Site};
use crate::source::{Digest, DigestBuilder};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the rules that look at one agency alone find in it.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyFindings {
    /// In its documents and columns, in its reports as documents, and in their words.
    pub remarks: Vec<Remark>,
    /// In the figures of each of its reports and other tables, in the order of [`Agency::yearly`].
    pub figures: Vec<Vec<Finding>>,
}

/// What was found, each with the digest of all that it depends on.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Known {
    /// In each agency by itself, by its slug.
    agencies: BTreeMap<String, (Digest, Arc<AgencyFindings>)>,
    /// Where all are compared with each other.
    across: BTreeMap<Across, (Digest, Vec<Remark>)>,
}

/// What was found in agencies before.
#[derive(Debug, Default)]
pub struct Checked {
    known: Mutex<Known>,
}

impl Checked {
    /// Reads back what [`Self::to_bytes`] wrote; none where that was another state of the program's.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok().map(|known| Self { known: Mutex::new(known) })
    }

    /// What was found, for later processes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(&*self.known()).unwrap_or_default()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The findings in each agency, in the order of the portal's.
    #[must_use]
    pub fn of(&self, site: &Site) -> Vec<Arc<AgencyFindings>> {
        let known = std::mem::take(&mut self.known().agencies);
        let around = around(site);
        let of_agency = |agency: &Arc<Agency>| {
            let digest = digest(agency, around);
            let before = known.get(agency.card.slug()).filter(|(of, _)| *of == digest).map(|(_, found)| Arc::clone(found));
            (agency.card.slug().to_owned(), digest, before.unwrap_or_else(|| Arc::new(check_agency(site, agency))))
        };
        let found: Vec<(String, Digest, Arc<AgencyFindings>)> = site.agencies.par_iter().map(of_agency).collect();
        let all = found.iter().map(|(_, _, found)| Arc::clone(found)).collect();
        self.known().agencies = found.into_iter().map(|(slug, digest, found)| (slug, (digest, found))).collect();
        all
    }

    /// What the rules find that look at a portal as a whole: as [`super::check_site`].
    #[must_use]
    pub fn of_site(&self, site: &Site) -> Vec<Remark> {
        let around = around(site);
        let mut found = check_apart(site);
        for across in Across::ALL {
            let digest = across.digest(site, around);
            let before = self.known().across.get(&across).filter(|(of, _)| *of == digest).map(|(_, remarks)| remarks.clone());
            let remarks = before.unwrap_or_else(|| across.check(site));
            self.known().across.insert(across, (digest, remarks.clone()));
            found.extend(remarks);
        }
        found
    }
}

/// Applies the rules that look at one agency alone.
#[must_use]
pub fn check_agency(site: &Site, agency: &Agency) -> AgencyFindings {
    let all = disclosed_by(site, agency);
    let mut remarks = leak::remarks(agency);
    remarks.extend(placeholder::remarks(agency));
    remarks.extend(doc_no::remarks(&all));
    remarks.extend(dates::remarks(site, agency, &all));
    remarks.extend(repost::remarks(&all));
    remarks.extend(review::remarks(site, agency, &all));
    remarks.extend(column::of_agency(site, agency));
    remarks.extend(guide::of_agency(agency));
    remarks.extend(prose::of_agency(site, agency));
    remarks.extend(agency.reports.values().flat_map(|report| of_report(site, agency, report)));
    let figures = agency.yearly().map(|(report, previous)| check_figures(&report.figures, previous.map(|previous| &previous.figures))).collect();
    AgencyFindings { remarks, figures }
}

/// The digest of what the findings in any agency depend on besides the agency.
fn around(site: &Site) -> Digest {
    let Site { config, date, drafts, home: _, agencies: _, attachments: _, withheld: _, missing: _ } = site;
    let digest = DigestBuilder::new("checked").digest(config.digest).text(&date.to_string()).number(*drafts);
    // A report may bear the name of another agency.
    site.agencies().fold(digest, |digest, agency| digest.text(agency.card.slug()).text(&agency.card.name)).finish()
}

/// The digest of what the findings in an agency depend on.
fn digest(agency: &Agency, around: Digest) -> Digest {
    DigestBuilder::new("agency").digest(around).digest(agency.digest()).finish()
}
