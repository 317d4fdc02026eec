//! What was read from each file, remembered while the file stays as it is: nothing is parsed twice.

use super::agency::read_agency;
use super::attachment::read_attachment;
use super::column::Column;
use super::document::{Wanted, read_document};
use super::expression::Reach;
use super::finding::Finding;
use super::inputs::Inputs;
use super::report::{ReportFile, read_report};
use super::stamp::Stamp;
use super::store::Store;
use super::text::{Reading, read_text_stamped};
use super::walk::{Found, Role};
use super::watch::style_of;
use crate::check::leak::Leak;
use crate::check::{At, Checked, Remark};
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::document::Unread;
use crate::form::Forms;
use crate::markdown::{Links, render};
use crate::model::{AgencyCard, Document, Sketches};
use crate::source::Digest;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

/// What was read from files before. An empty one that forgets is right for a single build.
#[derive(Default)]
pub struct Memo {
    keeps: Keeps,
    /// The forms of the program, once they were asked for.
    built_in: OnceLock<Forms>,
    /// What reading depended on: with other forms or settings, files are read anew.
    reading: Digest,
    /// The files outside the folders of agencies.
    top: Known,
    /// The folders of agencies.
    columns: BTreeMap<String, Kept>,
    disk: Disk,
    /// What was seen of the folders of agencies just now, before anything in them was read.
    looked: BTreeMap<String, Digest>,
    /// What rules have found in agencies, once it was asked for.
    checked: OnceLock<Arc<Checked>>,
    /// What is known of the plans of columns, once it was asked for.
    sketches: OnceLock<Arc<Sketches>>,
}

/// Whether what was read is remembered between processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Disk {
    /// It is not.
    #[default]
    Nothing,
    /// What earlier processes have kept is made use of.
    Read,
    /// And kept for later ones.
    Kept,
}

/// What a memo remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Keeps {
    /// Nothing.
    #[default]
    Nothing,
    /// What files hold.
    Read,
    /// And what they held last, where they cannot be read any more.
    LastGood,
}

/// What was read from files, by path.
pub(crate) type Known = BTreeMap<String, KnownFile>;

/// What was read from a file; without a stamp it is read anew.
pub(crate) type KnownFile = (Option<Stamp>, Arc<Read>);

/// An agency's folder as it was read.
pub(crate) struct Kept {
    pub(crate) files: Known,
    pub(crate) column: Arc<Column>,
    /// What the column depends on besides its files.
    pub(crate) settings: Digest,
    /// Whether some of its files are links to others, whose changes are not those of this folder.
    pub(crate) has_links: bool,
    /// Whether something is wrong with the folder itself: a link that leads to nothing may be mended elsewhere, too.
    pub(crate) has_faults: bool,
}

impl Kept {
    /// Whether it is as it was when nothing has happened in the folder, with these settings.
    pub(crate) fn is_settled(&self, settings: Digest) -> bool {
        !self.has_links && !self.has_faults && self.settings == settings
    }
}

/// A file and what was read from it.
pub(crate) struct Part {
    pub(crate) found: Found,
    pub(crate) read: Arc<Read>,
    /// What the disk told of the file before it was read; none where a change since then might not show in it.
    pub(crate) stamp: Option<Stamp>,
}

impl Part {
    /// A file that is as it was when what was read from it was kept.
    pub(crate) fn kept(root: &Arc<Path>, path: String, (stamp, read): KnownFile) -> Self {
        Self { found: Found::at(root, path), read, stamp }
    }
}

/// What was read from one file.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) value: Option<Value>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What rules that look at one file alone find in it.
    pub(crate) remarks: Vec<Remark>,
    /// Why its words could not be looked at, if they could not.
    pub(crate) unread: Option<Unread>,
    pub(crate) digest: Digest,
}

impl Read {
    /// A file without a value, and why.
    pub(crate) fn refused(diagnostic: Diagnostic) -> Self {
        Self { diagnostics: vec![diagnostic], ..Self::nothing() }
    }

    /// A file that is read elsewhere.
    fn nothing() -> Self {
        Self { value: None, diagnostics: Vec::new(), remarks: Vec::new(), unread: None, digest: Digest::default() }
    }
}

/// The value of a file by the part it plays.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Agency(Arc<AgencyCard>),
    Document(Arc<Document>),
    Figures(Arc<ReportFile>),
    Attachment { size: u64 },
}

impl Value {
    pub(crate) fn agency(self) -> Option<Arc<AgencyCard>> {
        if let Self::Agency(card) = self { Some(card) } else { None }
    }

    pub(crate) fn document(self) -> Option<Arc<Document>> {
        if let Self::Document(document) = self { Some(document) } else { None }
    }

    pub(crate) fn figures(self) -> Option<Arc<ReportFile>> {
        if let Self::Figures(figures) = self { Some(figures) } else { None }
    }
}

impl Memo {
    /// A memo that remembers from one load to the next.
    #[must_use]
    pub fn remembering() -> Self {
        Self { keeps: Keeps::Read, ..Self::default() }
    }

    /// A memo that takes what a file held last where it cannot be read any more; what is wrong with it is told all the same.
    #[must_use]
    pub fn of_last_good() -> Self {
        Self { keeps: Keeps::LastGood, ..Self::default() }
    }

    /// A memo that begins with what earlier processes have kept below the portal's root.
    #[must_use]
    pub fn from_disk(self) -> Self {
        Self { disk: Disk::Read, ..self }
    }

    /// A memo that keeps what is read for later processes, too.
    #[must_use]
    pub fn on_disk(self) -> Self {
        Self { disk: Disk::Kept, ..self }
    }

    /// The forms that are part of the program.
    pub(crate) fn built_in_forms(&self) -> Forms {
        self.built_in.get_or_init(Forms::built_in).clone()
    }

    /// Tells what was seen of the portal just now: an agency's folder that is as it was when it was kept is not looked into.
    pub(crate) fn expect_folders(&mut self, root: &Path, inputs: Option<&Inputs>) {
        if let Some(inputs) = inputs.filter(|_| self.disk == Disk::Kept) {
            inputs.keep_listings(root);
        }
        self.looked = inputs.map(|inputs| inputs.folders.clone()).unwrap_or_default();
    }

    /// What was seen of an agency's folder.
    pub(crate) fn looked(&self, slug: &str) -> Option<Digest> {
        self.looked.get(slug).copied()
    }

    /// What rules have found in agencies.
    pub(crate) fn checked(&self, root: &Path) -> Arc<Checked> {
        Arc::clone(self.checked.get_or_init(|| Arc::new(self.found(root, Finding::Checked).and_then(|bytes| Checked::from_bytes(&bytes)).unwrap_or_default())))
    }

    /// What is known of the plans of columns.
    pub(crate) fn sketches(&self, root: &Path) -> Arc<Sketches> {
        let read = || self.found(root, Finding::Planned).and_then(|bytes| Sketches::from_bytes(&bytes)).unwrap_or_default();
        Arc::clone(self.sketches.get_or_init(|| Arc::new(read())))
    }

    fn found(&self, root: &Path, finding: Finding) -> Option<Vec<u8>> {
        if self.disk == Disk::Nothing { None } else { finding.read(root) }
    }

    /// Keeps both for later processes, if what is read is kept.
    pub(crate) fn keep_findings(&self, root: &Path) {
        if self.disk != Disk::Kept {
            return;
        }
        if let Some(checked) = self.checked.get() {
            Finding::Checked.keep(root, &checked.to_bytes());
        }
        if let Some(sketches) = self.sketches.get() {
            Finding::Planned.keep(root, &sketches.to_bytes());
        }
    }

    /// Where earlier processes have kept what they read, if that is made use of.
    pub(crate) fn store(&self, root: &Path) -> Option<Store> {
        (self.disk != Disk::Nothing).then(|| Store::of(root, self.reading))
    }

    /// Where what is read is kept for later processes, if it is.
    pub(crate) fn kept_store(&self, root: &Path) -> Option<Store> {
        self.store(root).filter(|_| self.disk == Disk::Kept)
    }

    /// Has everything read anew if the forms, or what is watched for, are others than before. What files held last stays
    /// known: where a form is broken, the tables that fill it cannot be read either.
    pub(crate) fn expect(&mut self, reading: &Reading<'_>) {
        let digest = reading.digest();
        if std::mem::replace(&mut self.reading, digest) == digest {
            return;
        }
        for kept in self.columns.values_mut() {
            kept.settings = Digest::default();
        }
        let files = self.columns.values_mut().flat_map(|kept| kept.files.values_mut());
        for (stamp, _) in files.chain(self.top.values_mut()) {
            *stamp = None;
        }
    }

    /// What the files outside the folders of agencies hold.
    pub(crate) fn read_top(&mut self, reading: &Reading<'_>, found: Vec<Found>) -> Vec<Part> {
        let parts = self.read(reading, found, &self.top);
        self.top = self.known(&parts);
        parts
    }

    /// An agency's folder as it was read last.
    pub(crate) fn column(&self, slug: &str) -> Option<&Kept> {
        self.columns.get(slug)
    }

    /// Remembers the folders that were read just now, and forgets those that are not among all there are, which are in order.
    pub(crate) fn keep(&mut self, read: Vec<(String, Kept)>, all: &[String]) {
        if self.keeps != Keeps::Nothing {
            self.columns.extend(read);
            self.columns.retain(|slug, _| all.binary_search(slug).is_ok());
        }
    }

    /// What files hold, from memory as far as they have not changed.
    pub(crate) fn read(&self, reading: &Reading<'_>, found: Vec<Found>, known: &Known) -> Vec<Part> {
        found.into_par_iter().map(|found| self.read_one(reading, found, known)).collect()
    }

    fn read_one(&self, reading: &Reading<'_>, found: Found, known: &Known) -> Part {
        let now = SystemTime::now();
        let remembered = known.get(&found.path);
        if let Some((Some(before), read)) = remembered
            && Stamp::of(&found.file()).is_some_and(|stamp| stamp == *before && stamp.is_settled_at(now))
        {
            return Part { found, read: Arc::clone(read), stamp: Some(*before) };
        }
        let (stamp, mut read) = read(reading, &found);
        let stamp = stamp.filter(|stamp| stamp.is_settled_at(now));
        let last = remembered.filter(|_| self.keeps == Keeps::LastGood && read.value.is_none()).and_then(|(_, last)| last.value.clone());
        read.value = read.value.or(last);
        Part { found, read: Arc::new(read), stamp }
    }

    /// What is to be remembered of files that were read just now.
    pub(crate) fn known(&self, parts: &[Part]) -> Known {
        if self.keeps == Keeps::Nothing {
            return Known::new();
        }
        let could_be_read = |part: &Part| part.read.diagnostics.iter().all(|diagnostic| diagnostic.code != Code::Unreadable);
        let trusted = |part: &Part| part.stamp.filter(|_| could_be_read(part));
        parts.iter().map(|part| (part.found.path.clone(), (trusted(part), Arc::clone(&part.read)))).collect()
    }
}

/// What is read from a file, and what the disk told of it before.
fn read(reading: &Reading<'_>, found: &Found) -> (Option<Stamp>, Read) {
    let stamp = || Stamp::of(&found.file());
    match found.role() {
        Role::Attachment { .. } => (stamp(), read_attachment(reading, found)),
        Role::Form | Role::Wording => (stamp(), Read::nothing()),
        Role::Unused => (stamp(), unused(found)),
        Role::Home
        | Role::Agency { .. }
        | Role::Guide { .. }
        | Role::Apply { .. }
        | Role::Rule { .. }
        | Role::Figures { .. }
        | Role::Words { .. }
        | Role::Item { .. }
        | Role::Table { .. } => {
            let (stamp, text) = read_text_stamped(&found.file(), &found.path);
            (stamp, text.map_or_else(Read::refused, |(text, digest)| parse(reading, found, &text, digest)))
        }
    }
}

fn parse(reading: &Reading<'_>, found: &Found, text: &str, digest: Digest) -> Read {
    let document = |wanted: Wanted| {
        let (document, diagnostics) = read_document(&found.path, text, digest, wanted, reading.forms);
        (document.map(|document| Value::Document(Arc::new(document))), diagnostics)
    };
    let (value, diagnostics) = match found.role() {
        Role::Agency { .. } => {
            let (card, diagnostics) = read_agency(&found.path, text, digest);
            (card.map(|card| Value::Agency(Arc::new(card))), diagnostics)
        }
        Role::Figures { .. } | Role::Table { .. } => {
            let (figures, diagnostics) = read_report(&found.path, text, digest, reading.forms);
            (figures.map(|figures| Value::Figures(Arc::new(figures))), diagnostics)
        }
        Role::Item { slug, .. } => document(Wanted::Item { slug }),
        Role::Rule { slug, .. } => document(Wanted::Rule { slug }),
        Role::Home => document(Wanted::Quoting { slug: "index", reach: Reach::Portal }),
        Role::Guide { .. } => {
            let (document, diagnostics) = read_document(&found.path, text, digest, Wanted::Page { slug: "guide", title: "政府信息公开指南" }, reading.forms);
            (document.map(|document| Value::Document(Arc::new(with_headings(document, text)))), diagnostics)
        }
        Role::Apply { .. } => document(Wanted::Page { slug: "apply", title: "依申请公开" }),
        Role::Words { agency, year } => document(Wanted::Quoting { slug: "report", reach: Reach::Report { agency, year } }),
        Role::Attachment { .. } | Role::Form | Role::Wording | Role::Unused => (None, Vec::new()),
    };
    Read { value, diagnostics, remarks: leaks(reading, found, text), unread: None, digest }
}

/// What must not get out, in a text that is read.
fn leaks(reading: &Reading<'_>, found: &Found, text: &str) -> Vec<Remark> {
    let remark = |leak: Leak| {
        let Leak { code, level, range, message, help } = leak;
        Remark::new(code, &*found.path, message, help).at(At::Range(range)).as_grave_as(level)
    };
    reading.watch.leaks(text, style_of(&found.path, text)).into_iter().map(remark).collect()
}

/// A document with the texts of its headings, as its page shows them.
fn with_headings(document: Document, text: &str) -> Document {
    let words = text.get(document.body.start..).unwrap_or_default();
    let headings = render(words, &document.card.title, &Links { base: "/" }).headings.into_iter().map(|heading| heading.text.into()).collect();
    Document { headings, ..document }
}

/// Names that are read in an agency's folder or a year's.
const KNOWN_NAMES: [&str; 6] = ["agency.yaml", "guide.md", "apply.md", "report.yaml", "report.md", "index.md"];

/// The name that was meant: `Guide.MD`, `report.yml` and `report.yaml.txt` are not read.
fn meant(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next()?.to_lowercase();
    let name = name.strip_suffix(".txt").unwrap_or(&name).replace(".yml", ".yaml").replace(".markdown", ".md");
    KNOWN_NAMES.into_iter().find(|known| *known == name)
}

fn unused(found: &Found) -> Read {
    let message = Text::new("此处的这个文件不会被使用", "nothing reads this file here");
    let help = Text::new(
        "条目应为 content/<机关>/<年份>/<栏目>/<名称>.md；年报为 report.yaml 和 report.md；其他数据表为 content/<机关>/<年份>/<名称>.yaml",
        "an item is content/<agency>/<year>/<category>/<name>.md; a report is report.yaml and report.md; another table is content/<agency>/<year>/<name>.yaml",
    );
    let mut diagnostic = Diagnostic::new(Code::UnusedFile, message).in_file(found.path.clone());
    diagnostic.help = Some(help);
    if let Some(name) = meant(&found.path) {
        let message = Text::new(format!("文件名应为 {name}，此处的这个文件不会被使用"), format!("should be named {name}; nothing reads this file here"));
        diagnostic = Diagnostic::new(Code::Misnamed, message).in_file(found.path.clone());
        diagnostic.help = Some(Text::new(
            "请改名，并放在机关或年份的文件夹中（文件名全部小写，不带 .txt）",
            "rename it, in lower case and without .txt, in the folder of its agency or year",
        ));
    }
    Read::refused(diagnostic)
}
