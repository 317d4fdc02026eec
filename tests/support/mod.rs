//! Portals in temporary folders for tests.

#![expect(unreachable_pub, clippy::panic, reason = "a portal of tests is a library of its own, and stops where it cannot go on")]

pub mod marks;
pub mod pdf;
pub mod word;

use lanmu::build::{BuildOptions, Outcome, Published, Strictness, build, build_once};
use lanmu::diagnostic::{Lang, Level, render};
use lanmu::load::{LoadOptions, Memo};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The day that all tests build for.
pub const DAY: &str = "2025-06-30";

/// A report that holds, with room for changes by replacing text.
pub const REPORT: &str = include_str!("report.yaml");

/// The settings of a portal with one category.
pub const SITE: &str = "[site]\ntitle = \"测试门户\"\nbase_url = \"https://www.example.gov.cn/\"\n\n[[category]]\nslug = \"news\"\nname = \"政务动态\"\n\n[check]\nduty-missing = \"off\"\ncolumn-stale = \"off\"\nhome-stale = \"off\"\nguide-incomplete = \"off\"\nsection-missing = \"off\"\nsection-empty = \"off\"\nreport-title = \"off\"\n";

/// A portal in a temporary folder.
pub struct Portal {
    folder: TempDir,
    memo: Memo,
    /// Where it is published to.
    pub out: PathBuf,
    /// Whether drafts are built.
    pub drafts: bool,
    /// The day it is built for.
    pub day: String,
    /// Another place to stand than its settings say.
    pub base_url: Option<String>,
    /// What stops its publication.
    pub strictness: Strictness,
}

impl Portal {
    /// A portal without any files.
    #[must_use]
    pub fn empty() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let out = folder.path().join("public");
        Self { folder, memo: Memo::remembering(), out, drafts: false, day: DAY.to_owned(), base_url: None, strictness: Strictness::Errors }
    }

    /// A portal with settings and one agency, `kjj`.
    #[must_use]
    pub fn new() -> Self {
        Self::empty().with("site.toml", SITE).with("content/kjj/agency.yaml", "name: 示例市科学技术局\nshort_name: 市科技局\n")
    }

    /// A copy of a folder.
    #[must_use]
    pub fn copy_of(source: &Path) -> Self {
        let portal = Self::empty();
        for (path, bytes) in files(source) {
            portal.write_bytes(&path, &bytes);
        }
        portal
    }

    /// The example portal of the repository.
    #[must_use]
    pub fn example() -> Self {
        let portal = Self::empty();
        for (path, bytes) in files(&repository().join("content")) {
            portal.write_bytes(&format!("content/{path}"), &bytes);
        }
        portal.write_bytes("site.toml", &fs::read(repository().join("site.toml")).expect("readable"));
        portal
    }

    /// Builds it with what earlier processes have kept, and elsewhere with nothing: both come to the same.
    #[track_caller]
    pub fn assert_same_without_what_is_kept(&self, what: &str) {
        let kept = build_once(&self.options(), &mut Memo::default().on_disk()).expect("the machine says yes");
        let clean = TempDir::new().expect("a temporary folder");
        let options = BuildOptions { out: clean.path().join("public"), ..self.options() };
        let anew = build(&options, &mut Memo::default()).expect("the machine says yes");
        assert_eq!(render(&kept.diagnostics, Lang::En, false), render(&anew.diagnostics, Lang::En, false), "{what}");
        assert_eq!(kept.published.is_some(), anew.published.is_some(), "{what}");
        assert!(kept.published.is_none() || self.tree() == files(&options.out), "{what}");
    }

    /// With a file.
    #[must_use]
    pub fn with(self, path: &str, text: &str) -> Self {
        self.write(path, text);
        self
    }

    /// Its root.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) {
        self.write_bytes(path, text.as_bytes());
    }

    /// Writes a file of any bytes.
    pub fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("created");
        fs::write(file, bytes).expect("written");
    }

    /// Reads a published file as text.
    #[must_use]
    pub fn published(&self, path: &str) -> String {
        fs::read_to_string(self.out.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// All published files.
    #[must_use]
    pub fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.out)
    }

    /// How it is built.
    #[must_use]
    pub fn options(&self) -> BuildOptions {
        let date = lanmu::date::parse_date(&self.day);
        let load = LoadOptions { root: self.root().to_owned(), base_url: self.base_url.clone(), date, drafts: self.drafts };
        BuildOptions { load, out: self.out.clone(), strictness: self.strictness, explains: true }
    }

    /// Builds, remembering what earlier builds read.
    pub fn build(&mut self) -> Outcome {
        let options = self.options();
        build(&options, &mut self.memo).expect("the machine says yes")
    }

    /// Builds a portal that has no errors.
    #[track_caller]
    pub fn publish(&mut self) -> Published {
        let outcome = self.build();
        let Some(published) = outcome.published else { panic!("not published:\n{}", render(&outcome.diagnostics, Lang::En, false)) };
        published
    }

    /// The files of a fresh build into another folder, which remembers nothing.
    #[must_use]
    pub fn fresh(&self) -> BTreeMap<String, Vec<u8>> {
        let other = TempDir::new().expect("a temporary folder");
        let options = BuildOptions { out: other.path().join("out"), ..self.options() };
        build(&options, &mut Memo::default()).expect("the machine says yes").published.expect("no errors");
        files(&options.out)
    }
}

/// The codes of an outcome at or above a level, each with its place.
#[must_use]
pub fn codes(outcome: &Outcome, level: Level) -> Vec<String> {
    let found = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.level >= level);
    found.map(|diagnostic| format!("{} {}", diagnostic.place.as_ref().map(ToString::to_string).unwrap_or_default(), diagnostic.code)).collect()
}

/// The portals under `tests/sites/`, by their names.
#[must_use]
pub fn sites() -> Vec<PathBuf> {
    let entries = fs::read_dir(repository().join("tests/sites")).expect("readable").map(|entry| entry.expect("readable").path());
    let mut sites: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    sites.sort();
    sites
}

/// A copy of a portal under `tests/sites/`, without what is expected of it.
#[must_use]
pub fn site(source: &Path) -> Portal {
    let portal = Portal::copy_of(source);
    let _ = fs::remove_file(portal.root().join("diagnostics"));
    let _ = fs::remove_dir_all(portal.root().join("expected"));
    portal
}

/// The text of an element, with single spaces.
#[must_use]
pub fn text_of(element: &scraper::ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All files below a folder, by their paths with `/`.
#[must_use]
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
        found.insert(lanmu::source::relative(folder, entry.path()), fs::read(entry.path()).expect("readable"));
    }
    found
}

/// The repository.
#[must_use]
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
