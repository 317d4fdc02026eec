//! Pages that were rendered → why: what has changed since the build before.

use crate::model::{Agency, Site};
use crate::output::Stale;
use crate::page::{Page, Shell};
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
    /// The files of the content, in the order of their paths below the root.
    sources: Vec<(Cow<'g, str>, Digest)>,
}

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
        let top = site.sources().map(|(path, digest)| (Cow::Borrowed(path), digest));
        let mut sources: Vec<_> = top.chain(site.agencies().flat_map(Agency::sources)).collect();
        sources.sort_unstable();
        Self { state: state(), theme: theme.digest, shell: shell.digest, day: site.date.to_string(), sources }
    }

    /// Reads what an earlier build has kept.
    pub(crate) fn read(bytes: &'g [u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// What is kept for later builds.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// The files that have changed, come or gone since an earlier build.
    fn changed<'c>(&'c self, before: &'c Ground<'_>) -> BTreeSet<&'c str> {
        let known = |ground: &Ground<'_>, path: &str| ground.sources.binary_search_by(|(source, _)| (**source).cmp(path)).ok().map(|at| ground.sources[at].1);
        let differing = self.sources.iter().filter(|(path, digest)| known(before, path) != Some(*digest)).map(|(path, _)| &**path);
        let gone = before.sources.iter().filter(|(path, _)| known(self, path).is_none()).map(|(path, _)| &**path);
        differing.chain(gone).collect()
    }

    /// Why files were rendered, each with its page; the list of all files has none.
    pub(crate) fn explain<'p>(
        &self,
        before: Option<&Ground<'_>>,
        stale: impl Iterator<Item = (&'p str, Stale)>,
        pages: &BTreeMap<String, &Page<'_>>,
    ) -> Vec<Rebuilt> {
        let changed = before.map(|before| self.changed(before)).unwrap_or_default();
        let why = |path: &str, stale: Stale| match (stale, before) {
            (Stale::New, _) => vec![Why::New],
            (Stale::Disturbed, _) => vec![Why::Disturbed],
            (Stale::Changed, None) => vec![Why::Unknown],
            (Stale::Changed, Some(before)) => self.reasons(before, pages.get(path).copied(), &changed),
        };
        stale.map(|(path, stale)| Rebuilt { path: path.to_owned(), why: why(path, stale) }).collect()
    }

    fn reasons(&self, before: &Ground<'_>, page: Option<&Page<'_>>, changed: &BTreeSet<&str>) -> Vec<Why> {
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
        let shown: Vec<String> = changed.iter().filter(|path| page.is_some_and(|page| page.may_show(path))).map(|path| (*path).to_owned()).collect();
        if !shown.is_empty() {
            why.push(Why::Content(shown));
        }
        if why.is_empty() {
            why.push(if self.day == before.day { Why::Unknown } else { Why::Day });
        }
        why
    }
}
