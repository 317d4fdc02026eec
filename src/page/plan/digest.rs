//! What the columns of agencies are planned from.

use super::around::Around;
use crate::model::{Agency, Site};
use crate::page::Shell;
use crate::page::digest::quotations_digest;
use crate::source::{Digest, DigestBuilder};
use crate::theme::Theme;

/// The digests of all that the columns of a portal are planned from, in the order of its agencies.
pub(super) fn digests(around: &Around<'_>, theme: &Theme) -> Vec<Digest> {
    let Around { site, shell, .. } = around;
    let Site { config, date, drafts, home: _, agencies: _, attachments: _, withheld: _, missing: _ } = site;
    let Shell { digest, .. } = shell;
    let base = DigestBuilder::new("columns").digest(*digest).digest(config.digest).digest(theme.digest).text(&date.to_string()).number(*drafts).finish();
    let interpretations = around.interpretations.digests();
    let of_agency = |agency: &Agency| {
        let slug = agency.card.slug();
        let digest = DigestBuilder::new("column").digest(base).text(slug).digest(agency.digest());
        let digest = digest.digests(interpretations.get(slug).copied());
        let words = agency.reports.values().filter_map(|report| report.words.as_deref());
        let quoting = words.filter(|words| !words.quotes.is_empty());
        digest.digests(quoting.map(|words| quotations_digest(&around.right_quotations(words)))).finish()
    };
    site.agencies().map(of_agency).collect()
}
