//! Whatever is edited, and in whatever order: a build that remembers equals one that does not, to the byte and to the word,
//! and renders only what may show the edits; and so does the preview.

mod disk;
mod edit;
mod portal;
mod preview;
mod texts;

use crate::support::{self, Portal};
use disk::{Disk, Save, Sources};
use edit::{Edit, Step, step};
use lanmu::build::{self, BuildOptions, Outcome, Strictness, build, build_changed};
use lanmu::diagnostic::Diagnostic;
use lanmu::load::{Look, Memo};
use lanmu::output::Summary;
use lanmu::page::Pages;
use lanmu::portal::Portal as Loaded;
use lanmu::source::{Digest, FileFacts, Sha256};
use preview::Preview;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tempfile::TempDir;

/// Files by their paths.
type Tree = BTreeMap<String, Vec<u8>>;

/// A portal that is built again after each edit.
struct Builds {
    portal: Portal,
    /// The memo of a build that looks everywhere, and that of one that looks where a watcher says.
    memos: [Memo; 2],
    last: Published,
    /// What was done since.
    pending: Vec<Edit>,
    is_refused: bool,
}

/// The portal as it was published last.
struct Published {
    sources: Sources,
    tree: Tree,
    /// What tells whether a file has to be rendered: the digests of its page and of the theme.
    prints: BTreeMap<String, (Digest, Option<Digest>)>,
}

impl Published {
    fn of(portal: &Portal, tree: Tree) -> Self {
        let prints = prints(portal, &tree);
        Self { sources: Disk::new(portal, Save::InPlace).sources(), tree, prints }
    }
}

/// The portal at first, which seems to have been there for long.
fn at_first() -> Portal {
    let portal = Portal::empty();
    let mut disk = Disk::new(&portal, Save::Dated);
    for (path, text) in portal::at_first() {
        disk.write(path, text.as_bytes());
    }
    portal
}

/// A build into another folder that remembers nothing, and its files.
fn clean(portal: &Portal) -> (Outcome, Tree) {
    let other = TempDir::new().expect("a temporary folder");
    let options = BuildOptions { out: other.path().join("out"), ..portal.options() };
    let outcome = build(&options, &mut Memo::default()).expect("the machine says yes");
    (outcome, support::files(&options.out))
}

fn prints(portal: &Portal, tree: &Tree) -> BTreeMap<String, (Digest, Option<Digest>)> {
    let Ok(loaded) = Loaded::open(&portal.options().load, &mut Memo::default(), &Look::Everywhere) else { return BTreeMap::new() };
    let shell = loaded.shell();
    let mut plan = loaded.plan(&shell);
    let facts = |bytes: &Vec<u8>| FileFacts { size: bytes.len() as u64, sha256: Sha256::of(bytes) };
    let columns: Vec<Pages<'_>> = plan.columns.iter().map(|column| plan.column(column)).collect();
    let mut pages: Vec<Pages<'_>> = columns.into_iter().chain([std::mem::take(&mut plan.portal)]).collect();
    for pages in &mut pages {
        let facts: Vec<Option<FileFacts>> = pages.downloads.iter().map(|planned| tree.get(&*planned.address.file()).map(facts)).collect();
        pages.learn(&facts);
    }
    let planned = pages.iter().flat_map(Pages::iter).chain(plan.index.iter().flatten());
    planned.map(|planned| (planned.address.file().into_owned(), (planned.page.digest(), planned.page.is_themed().then_some(loaded.theme.digest)))).collect()
}

/// The keys whose values are other than before, or that are new.
fn changed<'a, V: PartialEq>(before: &BTreeMap<String, V>, now: &'a BTreeMap<String, V>) -> BTreeSet<&'a str> {
    now.iter().filter(|(key, value)| before.get(*key) != Some(value)).map(|(key, _)| key.as_str()).filter(|path| *path != "manifest.json").collect()
}

impl Builds {
    fn begin(drafts: bool, strictness: Strictness) -> Self {
        let mut portal = at_first();
        (portal.drafts, portal.strictness) = (drafts, strictness);
        let mut memos = [Memo::remembering(), Memo::remembering()];
        for memo in &mut memos {
            let outcome = build(&portal.options(), memo).expect("the machine says yes");
            assert!(outcome.published.is_some(), "{:#?}", outcome.diagnostics);
        }
        let last = Published::of(&portal, portal.tree());
        Self { portal, memos, last, pending: Vec::new(), is_refused: false }
    }

    /// Edits, and builds in all ways: each must come to the same.
    fn take(&mut self, step: &Step, at: usize) {
        let mut disk = Disk::new(&self.portal, step.save);
        if self.is_refused && step.undo {
            disk.restore(&self.last.sources);
            self.pending.clear();
        }
        for edit in &step.edits {
            edit.apply(&mut disk);
        }
        self.pending.extend(step.edits.iter().cloned());
        let looks = [Look::Everywhere, disk.look()];
        let (expected, tree) = clean(&self.portal);
        let options = self.portal.options();
        // The first has everything to do.
        let first = at % 2;
        let mut built = |which: usize| build_changed(&options, &mut self.memos[which], &looks[which]).expect("the machine says yes");
        let outcomes = [built(first), built(1 - first), build(&options, &mut Memo::default()).expect("the machine says yes")];
        for outcome in &outcomes {
            let (found, right) = (&outcome.diagnostics, &expected.diagnostics);
            assert!(found == right, "found is\n{}not\n{}", told(found), told(right));
            assert_eq!(outcome.published.map(counts), expected.published.map(counts));
        }
        self.is_refused = expected.published.is_none();
        if self.is_refused {
            assert_same(&self.portal.tree(), &self.last.tree);
            return;
        }
        assert_same(&self.portal.tree(), &tree);
        let done: Vec<Summary> = outcomes.iter().filter_map(|outcome| outcome.published).map(|published| published.files).collect();
        for again in &done[1..] {
            assert_eq!((again.rendered, again.written, again.removed), (0, 0, 0));
        }
        let now = Published::of(&self.portal, tree);
        self.measure(done[0], &now);
        self.last = now;
        self.pending.clear();
    }

    /// What was done is what had to be, and no more.
    fn measure(&self, done: Summary, now: &Published) {
        let (rendered, written) = (changed(&self.last.prints, &now.prints), changed(&self.last.tree, &now.tree));
        let removed = self.last.tree.keys().filter(|path| !now.tree.contains_key(*path)).count();
        assert_eq!((done.rendered, done.written, done.removed), (rendered.len(), written.len(), removed));
        if self.pending.iter().all(Edit::is_silent) {
            assert_eq!((written.len(), removed), (0, 0), "{written:?}");
        }
        // With the first report of all, or the last, every page gets a link, or loses it.
        if self.last.tree.contains_key("data/index.html") == now.tree.contains_key("data/index.html") {
            let needless: Vec<&str> = rendered.into_iter().filter(|page| !self.pending.iter().any(|edit| edit.may_show_on(page))).collect();
            assert!(needless.is_empty(), "{needless:?} cannot show {:?}", self.pending);
        }
    }
}

/// How much was published.
fn counts(published: build::Published) -> [usize; 3] {
    let build::Published { agencies, reports, items, files: _ } = published;
    [agencies, reports, items]
}

/// Diagnostics in short.
fn told(diagnostics: &[Diagnostic]) -> String {
    let line = |found: &Diagnostic| {
        let place = found.place.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{place} {}: {}\n", found.code, found.message.en)
    };
    diagnostics.iter().map(line).collect()
}

#[track_caller]
fn assert_same(found: &Tree, expected: &Tree) {
    let differ: BTreeSet<&str> = changed(expected, found).into_iter().chain(changed(found, expected)).collect();
    assert!(differ.is_empty() && found == expected, "not as they should be: {differ:?}");
}

/// With force, more of what is wrong gets published.
fn strictness() -> impl Strategy<Value = Strictness> {
    prop_oneof![2 => Just(Strictness::Errors), 1 => Just(Strictness::Forced)]
}

/// How many cases are tried, unless `PROPTEST_CASES` says otherwise.
fn cases(few: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(few);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 200, max_shrink_time: 120_000, ..ProptestConfig::default() }
}

#[test]
fn each_edit_does_something_that_can_be_undone() {
    let portal = at_first();
    let mut disk = Disk::new(&portal, Save::Dated);
    let before = disk.sources();
    for edit in edit::each().filter(|edit| !matches!(edit, Edit::Touch(_))) {
        edit.apply(&mut disk);
        assert!(disk.sources() != before || cfg!(not(unix)), "{edit:?}");
        edit.apply(&mut disk);
        assert!(disk.sources() == before, "{edit:?}");
    }
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn a_build_that_remembers_is_like_one_that_does_not(drafts: bool, strictness in strictness(), steps in vec(step(), 1..12)) {
        let mut builds = Builds::begin(drafts, strictness);
        for (at, step) in steps.iter().enumerate() {
            builds.take(step, at);
        }
    }
}

proptest! {
    #![proptest_config(cases(3))]

    #[test]
    fn a_browser_sees_what_a_build_makes(steps in vec(step(), 1..8)) {
        let portal = at_first();
        let mut preview = Preview::begin(&portal);
        let mut good = Disk::new(&portal, Save::InPlace).sources();
        preview.follow(&portal);
        for step in &steps {
            let mut disk = Disk::new(&portal, step.save);
            if step.undo && disk.sources() != good {
                disk.restore(&good);
            }
            for edit in &step.edits {
                edit.apply(&mut disk);
            }
            if preview.follow(&portal) {
                good = disk.sources();
            }
        }
        Disk::new(&portal, Save::InPlace).restore(&good);
        prop_assert!(preview.follow(&portal));
        preview.end(&portal);
    }
}
