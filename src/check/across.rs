//! What the rules find that compare all agencies with each other, and what that depends on.

use super::{Remark, index_no, policy, repeated};
use crate::model::{Agency, Report, Site};
use crate::source::{Digest, DigestBuilder};
use serde::{Deserialize, Serialize};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Across {
    /// What agencies disclose one by one: its numbers, and what interprets what.
    Disclosed,
    /// The words of their reports.
    Words,
}

impl Across {
    /// All of them.
    pub(super) const ALL: [Self; 2] = [Self::Disclosed, Self::Words];

    /// Applies the rules.
    pub(super) fn check(self, site: &Site) -> Vec<Remark> {
        match self {
            Self::Disclosed => index_no::remarks(site).into_iter().chain(policy::remarks(site)).collect(),
            Self::Words => repeated::remarks(site),
        }
    }

    /// The digest of what they depend on, given that of the settings, the day, and the names of the agencies.
    pub(super) fn digest(self, site: &Site, around: Digest) -> Digest {
        let digest = DigestBuilder::new("across").digest(around);
        let digest = match self {
            Self::Disclosed => site.agencies().fold(digest, with_disclosed),
            Self::Words => site.agencies().flat_map(|agency| agency.reports.values()).fold(digest, with_words),
        };
        digest.finish()
    }
}

fn with_disclosed(digest: DigestBuilder, agency: &Agency) -> DigestBuilder {
    digest.digest(agency.card.digest).digest(agency.disclosed_digest())
}

fn with_words(digest: DigestBuilder, report: &Report) -> DigestBuilder {
    let digest = digest.text(&report.path).text(&report.published.to_string());
    let words = report.words.iter().map(|words| words.body.digest);
    digest.digests(words)
}
