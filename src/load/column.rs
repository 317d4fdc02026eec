//! An agency's folder → its column: the agency, and what is wrong with its files. What has not changed since it was read is
//! not read again.

use super::LoadOptions;
use super::assemble::Assembly;
use super::memo::{Kept, Known, Memo, Part};
use super::published::column_files;
use super::store::Stored;
use super::text::Reading;
use super::walk::walk_column;
use super::watch::Noticed;
use crate::check::Remark;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::model::{Address, Agency, Config};
use crate::source::{Digest, DigestBuilder};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An agency's folder as far as it could be read.
#[derive(Debug, Default)]
pub(crate) struct Column {
    /// The agency; none where nothing in the folder makes one.
    pub(crate) agency: Option<Arc<Agency>>,
    /// Everything the loader noticed.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What rules that look at one file at a time have found in what is published.
    pub(crate) remarks: Vec<Remark>,
    /// The addresses of drafts that are left out.
    pub(crate) withheld: Vec<Address>,
}

/// What columns are read with.
pub(crate) struct ColumnReader<'a> {
    pub(crate) options: &'a LoadOptions,
    pub(crate) reading: &'a Reading<'a>,
    /// None where `site.toml` cannot be read: then there is no portal to belong to.
    pub(crate) config: Option<&'a Arc<Config>>,
    pub(crate) date: Date,
    pub(crate) memo: &'a Memo,
}

impl ColumnReader<'_> {
    /// Reads an agency's folder.
    pub(crate) fn read(&self, slug: &str) -> Kept {
        let Self { options, reading, memo, config: _, date: _ } = self;
        let mut column = Column::default();
        let looked = memo.looked(slug);
        let kept = memo.column(slug);
        let stored = match kept {
            None => memo.store(&options.root).map(|store| store.read(slug, reading.forms)).unwrap_or_default(),
            Some(_) => Stored::default(),
        };
        if stored.whole.is_some() && stored.whole == looked {
            let root = Arc::from(&*options.root);
            let parts: Vec<Part> = stored.files.into_iter().map(|(path, known)| Part::kept(&root, path, known)).collect();
            return self.put_together(slug, column, &parts, (false, false));
        }
        let Stored { whole, files: stored } = stored;
        let stored: Known = stored.into_iter().collect();
        let found = walk_column(&options.root, slug, &mut column.diagnostics);
        let has_links = found.iter().any(|file| file.is_link);
        let has_faults = !column.diagnostics.is_empty();
        let known = kept.map_or(&stored, |kept| &kept.files);
        let parts = memo.read(reading, found, known);
        if let Some(store) = memo.kept_store(&options.root) {
            store.keep(slug, &parts, known, (looked.filter(|_| !has_links && !has_faults), whole));
        }
        let is_same = parts.len() == known.len() && parts.iter().all(|part| known.get(&part.found.path).is_some_and(|(_, read)| Arc::ptr_eq(read, &part.read)));
        let settings = self.settings();
        // What is wrong with the folders themselves, or was, is no part of any file.
        let is_sound = |kept: &Kept| !has_faults && !kept.has_faults && kept.column.agency.is_some();
        if let Some(kept) = kept.filter(|kept| is_same && kept.settings == settings && is_sound(kept)) {
            return Kept { files: memo.known(&parts), column: Arc::clone(&kept.column), settings, has_links, has_faults };
        }
        self.put_together(slug, column, &parts, (has_links, has_faults))
    }

    /// Puts a column together.
    fn put_together(&self, slug: &str, mut column: Column, parts: &[Part], (has_links, has_faults): (bool, bool)) -> Kept {
        let Self { options, reading, config, date, memo } = self;
        column.diagnostics.extend(parts.iter().flat_map(|part| part.read.diagnostics.iter().cloned()));
        let noticed = Noticed::of(parts);
        if let Some(config) = config {
            let mut assembly = Assembly {
                root: &options.root,
                config: Arc::clone(config),
                date: *date,
                drafts: options.drafts,
                diagnostics: &mut column.diagnostics,
                withheld: Vec::new(),
            };
            column.agency = assembly.column(slug, parts).map(Arc::new);
            column.withheld = assembly.withheld;
            column.remarks = noticed.of_published(reading.watch, || column.agency.as_deref().map_or_else(BTreeSet::new, column_files));
        }
        Kept { files: memo.known(parts), column: Arc::new(column), settings: self.settings(), has_links, has_faults }
    }

    /// What a column depends on besides its files.
    pub(crate) fn settings(&self) -> Digest {
        let digest = DigestBuilder::new("column").digests(self.config.map(|config| config.digest));
        digest.number(self.options.drafts).finish()
    }
}
