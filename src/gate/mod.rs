//! The gate: what rules find, each finding placed in its file, waivers applied, levels as `site.toml` wants them. What is
//! an error then stops publication.

mod figures;
mod raised;
mod shown;
mod waivers;

pub use shown::shown;

use crate::check::{AgencyFindings, Remark};
use crate::diagnostic::Diagnostic;
use crate::form::Forms;
use crate::model::{Agency, Config, Site};
use raised::Raised;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use waivers::{Waivable, apply};

/// What is looked at, and where its files stand.
#[derive(Clone, Copy)]
pub struct Gate<'a> {
    /// The portal.
    pub site: &'a Site,
    /// Its root.
    pub root: &'a Path,
    /// The forms its reports may use.
    pub forms: &'a Forms,
}

impl Gate<'_> {
    /// Everything that rules find: in each agency, in the order of the portal's, and what other rules have remarked on.
    #[must_use]
    pub fn findings(&self, remarks: Vec<Remark>, of_agencies: &[Arc<AgencyFindings>]) -> Vec<Diagnostic> {
        let mut by_agency: BTreeMap<String, Vec<Remark>> = BTreeMap::new();
        let mut of_portal = Vec::new();
        for remark in remarks {
            match self.agency_of(&remark.file) {
                Some(slug) => by_agency.entry(slug).or_default().push(remark),
                None => of_portal.push(remark),
            }
        }
        let of_agencies: Vec<Vec<Diagnostic>> = self
            .site
            .agencies
            .par_iter()
            .zip(of_agencies)
            .map(|(agency, found)| {
                let remarks = by_agency.get(agency.card.slug()).map(Vec::as_slice).unwrap_or_default();
                self.agency(agency, remarks, found)
            })
            .collect();
        let of_portal = of_portal.into_iter().map(|remark| Raised::of_remark(&remark).placed(self.root, None));
        of_portal.chain(of_agencies.into_iter().flatten()).collect()
    }

    /// The slug of the agency in whose folder a file stands, if it is one of the portal's.
    fn agency_of(&self, file: &str) -> Option<String> {
        let slug = file.strip_prefix("content/")?.split('/').next()?;
        self.site.agencies().any(|agency| agency.card.slug() == slug).then(|| slug.to_owned())
    }

    /// What is found in an agency's folder.
    fn agency(&self, agency: &Agency, remarks: &[Remark], found: &AgencyFindings) -> Vec<Diagnostic> {
        let mut raised: Vec<Raised> = remarks.iter().chain(&found.remarks).map(Raised::of_remark).collect();
        raised.extend(agency.yearly().zip(&found.figures).flat_map(|((report, _), findings)| figures::raised(report, findings)));
        let waivable = Waivable::of_agency(agency);
        if raised.is_empty() && waivable.is_empty() {
            return Vec::new();
        }
        apply(self, raised, &waivable, agency.is_in_part())
    }
}

/// Gives each diagnostic the level that `site.toml` wants; what is off goes.
#[must_use]
pub fn adjust(diagnostics: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    let adjusted = |mut diagnostic: Diagnostic| {
        let level = config.level(&diagnostic.code)?;
        // A waived finding stays what it is.
        if diagnostic.level == diagnostic.code.level() {
            diagnostic.level = level;
        }
        Some(diagnostic)
    };
    diagnostics.into_iter().filter_map(adjusted).collect()
}
