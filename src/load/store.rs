//! What was read from an agency's folder, kept on disk for the next process: `.lanmu/reading/<agency>` below the root. It is
//! no more than a shortcut: whatever is not whole, not of this state of the program, or about a file that has changed since,
//! counts as nothing.

use super::keep::{make_private, sealed, unsealed, write_whole};
use super::memo::{Known, KnownFile, Part, Read, Value};
use super::report::ReportFile;
use super::stamp::Stamp;
use crate::date::Date;
use crate::document::Unread;
use crate::form::Forms;
use crate::model::{AgencyCard, Cell, CellAt, Document, Figures, Waiver};
use crate::source::{Digest, DigestBuilder, STATE};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where it stands, below the root.
const FOLDER: [&str; 2] = [".lanmu", "reading"];

/// A folder of files, one for each agency.
pub(crate) struct Store {
    folder: PathBuf,
    /// What reading depends on besides the files: another key, another store.
    key: Digest,
}

/// What was kept of an agency's folder.
#[derive(Default)]
pub(crate) struct Stored {
    /// What had been seen of the folder, if all that was in it is kept.
    pub(crate) whole: Option<Digest>,
    /// Its files, by their paths, in the order in which they were found.
    pub(crate) files: Vec<(String, KnownFile)>,
}

#[derive(Serialize, Deserialize)]
struct StoredFile<'a> {
    path: Cow<'a, str>,
    stamp: Stamp,
    digest: Digest,
    value: StoredValue<'a>,
}

#[derive(Serialize, Deserialize)]
enum StoredValue<'a> {
    Agency(#[serde(deserialize_with = "shared")] Arc<AgencyCard>),
    Document(#[serde(deserialize_with = "shared")] Arc<Document>),
    Figures(StoredFigures<'a>),
    Attachment(u64, Option<Unread>),
}

/// A file of figures, its form by its digest.
#[derive(Serialize, Deserialize)]
struct StoredFigures<'a> {
    published: Date,
    form: Digest,
    tables: Cow<'a, [Vec<Cell>]>,
    unread: Cow<'a, BTreeSet<CellAt>>,
    scope: Cow<'a, [(String, String)]>,
    waivers: Cow<'a, [Waiver]>,
    digest: Digest,
}

/// What is shared later on, without the box in which it would come otherwise.
fn shared<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Arc<T>, D::Error> {
    T::deserialize(deserializer).map(Arc::new)
}

impl Store {
    /// The store of a portal for what is read with these forms and settings.
    pub(crate) fn of(root: &Path, reading: Digest) -> Self {
        Self { folder: FOLDER.iter().fold(root.to_owned(), |folder, name| folder.join(name)), key: DigestBuilder::new(STATE).digest(reading).finish() }
    }

    /// What was read from an agency's folder; nothing where nothing is known.
    pub(crate) fn read(&self, slug: &str, forms: &Forms) -> Stored {
        let bytes = fs::read(self.folder.join(slug)).unwrap_or_default();
        let body = unsealed(&bytes).filter(|(key, _)| *key == self.key).map(|(_, body)| body);
        let Some((whole, files)) = body.and_then(|body| postcard::from_bytes::<(Option<Digest>, Vec<StoredFile<'_>>)>(body).ok()) else {
            return Stored::default();
        };
        let count = files.len();
        let files: Vec<(String, KnownFile)> = files.into_iter().filter_map(|file| known(file, forms)).collect();
        Stored { whole: whole.filter(|_| files.len() == count), files }
    }

    /// Keeps what was read, unless that is what is known already; `looked` is what was seen of the folder before, if all that is
    /// in it is among the parts. A disk that refuses costs the next process time, nothing else.
    pub(crate) fn keep(&self, slug: &str, parts: &[Part], known: &Known, (looked, before): (Option<Digest>, Option<Digest>)) {
        let is_known = |part: &Part| known.get(&part.found.path).is_some_and(|(_, read)| Arc::ptr_eq(read, &part.read));
        let kept: Vec<(&Part, StoredFile<'_>)> = parts.iter().filter_map(|part| Some((part, stored(part)?))).collect();
        let whole = looked.filter(|_| kept.len() == parts.len());
        if whole == before && kept.len() == known.len() && kept.iter().all(|(part, _)| is_known(part)) {
            return;
        }
        let files: Vec<&StoredFile<'_>> = kept.iter().map(|(_, file)| file).collect();
        let _ = postcard::to_stdvec(&(whole, files)).map_err(io::Error::other).and_then(|body| self.write(slug, &body));
    }

    fn write(&self, slug: &str, body: &[u8]) -> io::Result<()> {
        let sealed = sealed(self.key, body);
        match write_whole(&self.folder, slug, &sealed) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.folder.ancestors().take(FOLDER.len()).collect::<Vec<_>>().into_iter().rev().try_for_each(make_private)?;
                write_whole(&self.folder, slug, &sealed)
            }
            written => written,
        }
    }

    /// Forgets the agencies that are gone, and what a process that was killed has left.
    pub(crate) fn retain(&self, slugs: &[String]) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok) {
            if entry.file_name().to_str().is_none_or(|name| slugs.binary_search_by(|slug| slug.as_str().cmp(name)).is_err()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// A file as it is kept; none where it has to be read again: something was found in it, or a change might not show.
fn stored(part: &Part) -> Option<StoredFile<'_>> {
    let Read { value, diagnostics, remarks, unread, digest } = &*part.read;
    if !diagnostics.is_empty() || !remarks.is_empty() {
        return None;
    }
    let value = match value.as_ref()? {
        Value::Agency(card) => StoredValue::Agency(Arc::clone(card)),
        Value::Document(document) => StoredValue::Document(Arc::clone(document)),
        Value::Figures(file) => {
            let ReportFile { published, figures, scope, waivers, digest } = &**file;
            let (tables, unread) = figures.parts();
            StoredValue::Figures(StoredFigures {
                published: *published,
                form: figures.form.digest,
                tables: Cow::Borrowed(tables),
                unread: Cow::Borrowed(unread),
                scope: Cow::Borrowed(scope),
                waivers: Cow::Borrowed(waivers),
                digest: *digest,
            })
        }
        Value::Attachment { size } => StoredValue::Attachment(*size, *unread),
    };
    Some(StoredFile { path: Cow::Borrowed(&part.found.path), stamp: part.stamp?, digest: *digest, value })
}

/// A file as reading it anew would give it, by its path; none where its form is no longer known.
fn known(file: StoredFile<'_>, forms: &Forms) -> Option<(String, KnownFile)> {
    let StoredFile { path, stamp, digest, value } = file;
    let mut unread = None;
    let value = match value {
        StoredValue::Agency(card) => Value::Agency(card),
        StoredValue::Document(document) => Value::Document(document),
        StoredValue::Figures(StoredFigures { published, form, tables, unread, scope, waivers, digest }) => {
            let form = forms.of_digest(form)?;
            let figures = Figures::new(Arc::clone(form), tables.into_owned(), unread.into_owned());
            Value::Figures(Arc::new(ReportFile { published, figures, scope: scope.into_owned(), waivers: waivers.into_owned(), digest }))
        }
        StoredValue::Attachment(size, why) => {
            unread = why;
            Value::Attachment { size }
        }
    };
    let read = Read { value: Some(value), diagnostics: Vec::new(), remarks: Vec::new(), unread, digest };
    Some((path.into_owned(), (Some(stamp), Arc::new(read))))
}
