//! Pages that were rendered → why: what has changed since the build before.

use crate::model::{Agency, Site};
use crate::output::Stale;
use crate::page::{Page, Planned, Shell};
use crate::source::{Digest, state};
use crate::theme::Theme;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What a build rendered, kept beside the published folder for the next one.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Ground<'g> {
    state: Digest,
    theme: Digest,
    shell: Digest,
    day: String,
    /// The files outside the folders of agencies.
    top: Sources<'g>,
    /// Those of each agency, by its slug, with the digest of all of them.
    columns: BTreeMap<Cow<'g, str>, (Digest, Sources<'g>)>,
}

/// Files of the content by their paths below the root, with the digests of what was read from them.
type Sources<'g> = Vec<(Cow<'g, str>, Digest)>;

/// A file that was rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    /// Its path below the published folder.
    pub path: String,
    /// Why: at least one reason.
    pub why: Vec<Why>,
}

/// Why a file was rendered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// No build has written it before.
    New,
    /// It is not there any more, or not as it was written.
    Disturbed,
    /// The program is another.
    Program,
    /// The settings are others: `site.toml`, `--base-url`.
    Settings,
    /// The theme is another, or the parent portal's head or foot.
    Theme,
    /// These files of the content have changed, or have come or gone.
    Content(Vec<String>),
    /// The day is another.
    Day,
    /// What it shows has changed, and nothing is known of the build before.
    Unknown,
}

impl<'g> Ground<'g> {
    /// What a build renders.
    pub(crate) fn of(site: &'g Site, shell: &Shell<'_>, theme: &Theme) -> Self {
        let top = site.sources().map(|(path, digest)| (Cow::Borrowed(path), digest)).collect();
        let column = |agency: &'g Agency| (Cow::Borrowed(agency.card.slug()), (agency.digest(), agency.sources().collect()));
        let columns = site.agencies().map(column).collect();
        Self { state: state(), theme: theme.digest, shell: shell.digest, day: site.date.to_string(), top, columns }
    }

    /// Reads what an earlier build has kept.
    pub(crate) fn read(bytes: &'g [u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// What is kept for later builds.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        // It lists all files of the content: a list that grows would be copied a dozen times.
        let size = |sources: &Sources<'_>| sources.iter().map(|(path, _)| path.len() + 24).sum::<usize>();
        let sizes = self.columns.iter().map(|(slug, (_, sources))| slug.len() + 32 + size(sources));
        let bytes = Vec::with_capacity(size(&self.top) + sizes.sum::<usize>() + 256);
        postcard::to_extend(self, bytes).unwrap_or_default()
    }

    /// The files that have changed, come or gone since an earlier build.
    fn changed(&self, before: &Ground<'_>) -> BTreeSet<String> {
        let mut changed = differing(&self.top, &before.top);
        let slugs: BTreeSet<&str> = self.columns.keys().chain(before.columns.keys()).map(|slug| &**slug).collect();
        for slug in slugs {
            let (now, then) = (self.columns.get(slug), before.columns.get(slug));
            if now.map(|(digest, _)| digest) != then.map(|(digest, _)| digest) {
                let (now, then) = (now.map_or(&[][..], |(_, sources)| sources), then.map_or(&[][..], |(_, sources)| sources));
                changed.extend(differing(now, then));
            }
        }
        changed
    }

    fn reasons(&self, before: &Ground<'_>, page: Option<&Page<'_>>, changed: &BTreeSet<String>) -> Vec<Why> {
        let mut why = Vec::new();
        if self.state != before.state {
            why.push(Why::Program);
        }
        if self.shell != before.shell {
            why.push(Why::Settings);
        }
        if self.theme != before.theme && page.is_none_or(|page| page.is_themed() || matches!(page, Page::Asset(_))) {
            why.push(Why::Theme);
        }
        let shown: Vec<String> = changed.iter().filter(|path| page.is_some_and(|page| page.may_show(path))).cloned().collect();
        if !shown.is_empty() {
            why.push(Why::Content(shown));
        }
        if why.is_empty() {
            why.push(if self.day == before.day { Why::Unknown } else { Why::Day });
        }
        why
    }
}

/// The files that are not in both lists with the same digest.
fn differing(one: &[(Cow<'_, str>, Digest)], other: &[(Cow<'_, str>, Digest)]) -> BTreeSet<String> {
    let (one, other): (BTreeSet<_>, BTreeSet<_>) = (one.iter().collect(), other.iter().collect());
    one.symmetric_difference(&other).map(|(path, _)| path.to_string()).collect()
}

/// Tells why files are rendered, while they are.
pub(crate) struct Explainer<'g> {
    ground: &'g Ground<'g>,
    /// What the build before rendered, if that is known.
    before: Option<Ground<'g>>,
    /// The files of the content that have changed, come or gone since then.
    changed: BTreeSet<String>,
    rebuilt: Vec<Rebuilt>,
}

impl<'g> Explainer<'g> {
    /// Given what the build before has kept, if it is there.
    pub(crate) fn new(ground: &'g Ground<'g>, before: Option<&'g [u8]>) -> Self {
        let before = before.and_then(Ground::read);
        let changed = before.as_ref().map(|before| ground.changed(before)).unwrap_or_default();
        Self { ground, before, changed, rebuilt: Vec::new() }
    }

    /// Takes down why files were rendered that are among some planned ones.
    pub(crate) fn explain<'t, 'p, 's: 'p>(&mut self, stale: impl Iterator<Item = (&'t str, Stale)>, planned: impl IntoIterator<Item = &'p Planned<'s>>) {
        let pages: BTreeMap<Cow<'p, str>, &'p Page<'s>> = planned.into_iter().map(|planned| (planned.address.file(), &planned.page)).collect();
        for (path, stale) in stale {
            let why = match (stale, &self.before) {
                (Stale::New, _) => vec![Why::New],
                (Stale::Disturbed, _) => vec![Why::Disturbed],
                (Stale::Changed, None) => vec![Why::Unknown],
                (Stale::Changed, Some(before)) => self.ground.reasons(before, pages.get(path).copied(), &self.changed),
            };
            self.rebuilt.push(Rebuilt { path: path.to_owned(), why });
        }
    }

    /// Why each file was rendered, in the order of their paths.
    pub(crate) fn finish(mut self) -> Vec<Rebuilt> {
        self.rebuilt.sort_by(|one, other| one.path.cmp(&other.path));
        self.rebuilt
    }
}
