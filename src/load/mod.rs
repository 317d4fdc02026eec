//! The content tree → a [`Site`]. Every file is read on its own, in parallel, so that one broken file hides nothing
//! else; what was read before and has not changed since is not read again.

mod agency;
mod assemble;
mod attachment;
mod column;
mod config;
mod document;
mod expression;
mod finding;
mod forms;
mod inputs;
mod keep;
mod listing;
mod memo;
mod outline;
mod place;
mod published;
mod quote;
mod report;
mod rows;
mod stamp;
mod store;
mod text;
mod walk;
mod watch;

pub use inputs::{Inputs, inputs};
pub(crate) use keep::{make_private, sealed, unsealed};
pub use memo::Memo;
pub use outline::Outline;
pub(crate) use outline::{REPORT, figures_path};
pub use place::{Places, place_of, place_of_nth, read_whole};
pub(crate) use stamp::Stamp;
pub(crate) use text::read_text_within;
pub use text::{read_body, read_bytes, read_source, read_text_at};
pub(crate) use walk::{CONTENT, is_litter};
pub use watch::style_of;

use crate::check::Remark;
use crate::check::leak::{Allowed, bare};
use crate::date::{Date, today};
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::form::Forms;
use crate::model::{Base, Site};
use crate::source::below;
use column::Column;
use memo::Kept;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The zone whose calendar counts where none is named.
pub(crate) const DEFAULT_ZONE: &str = "Asia/Shanghai";

/// Which portal to load, and as of when.
#[derive(Debug, Clone)]
pub struct LoadOptions {
    /// The portal's root: the folder of `site.toml`.
    pub root: PathBuf,
    /// Another place to stand than `site.toml` says.
    pub base_url: Option<String>,
    /// The day to build for; today in the portal's zone where none is given.
    pub date: Option<Date>,
    /// Whether drafts are part of it.
    pub drafts: bool,
}

/// A portal as far as it could be loaded, and what is wrong with it.
#[derive(Debug)]
pub struct Loaded {
    /// The portal; none without a readable `site.toml`.
    pub site: Option<Site>,
    /// Everything the loader noticed.
    pub diagnostics: Vec<Diagnostic>,
    /// What the rules that look at one file at a time have found.
    pub remarks: Vec<Remark>,
    /// The forms its reports may use.
    pub forms: Forms,
}

/// Where a portal will stand, as far as its settings can be read.
#[must_use]
pub fn read_base(options: &LoadOptions) -> Option<Base> {
    config::read_config(options, &Forms::built_in(), &mut Vec::new()).map(|config| config.base.clone())
}

/// The numbers that a portal's settings let out, as far as they can be read.
#[must_use]
pub fn read_allowed(root: &Path) -> Allowed {
    let options = LoadOptions { root: root.to_owned(), base_url: None, date: None, drafts: false };
    let config = config::read_config(&options, &Forms::built_in(), &mut Vec::new());
    config.iter().flat_map(|config| &config.allowed).map(|number| bare(number)).collect()
}

/// The bytes of a file, by its own path.
///
/// # Errors
/// Where it is too large, or the machine says no.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    if std::fs::metadata(path)?.len() > attachment::MAX_ATTACHMENT {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("over {} MB", attachment::MAX_ATTACHMENT >> 20)));
    }
    std::fs::read(path)
}

/// Which folders are looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// All of them.
    Everywhere,
    /// Those of these agencies; of all others it is known that nothing in them has changed.
    In(BTreeSet<String>),
}

/// Loads a portal.
pub fn load(options: &LoadOptions, memo: &mut Memo) -> Loaded {
    load_changed(options, memo, &Look::Everywhere)
}

/// Loads a portal again after something has changed in some of its folders.
pub fn load_changed(options: &LoadOptions, memo: &mut Memo, look: &Look) -> Loaded {
    let mut diagnostics = Vec::new();
    let walk::Top { files, columns } = walk::walk_top(&options.root, &mut diagnostics);
    let forms = forms::read_forms(&memo.built_in_forms(), &files, &mut diagnostics);
    let config = config::read_config(options, &forms, &mut diagnostics);
    let watch = watch::read_watch(&files, config.as_deref(), &mut diagnostics);
    let reading = text::Reading { forms: &forms, watch: &watch };
    memo.expect(&reading);
    if files.is_empty() && columns.is_empty() && !below(&options.root, CONTENT).is_dir() {
        let message = Text::new("没有 content 文件夹", "there is no `content` folder");
        diagnostics.push(
            Diagnostic::new(Code::MissingSite, message).in_file(CONTENT).with_help("请用 --root 指明门户所在的文件夹", "name the portal's folder with --root"),
        );
    }
    let top = memo.read_top(&reading, files);
    diagnostics.extend(top.iter().flat_map(|part| part.read.diagnostics.iter().cloned()));
    let noticed = watch::Noticed::of(&top);
    let date = options.date.unwrap_or_else(|| today(config.as_ref().map_or(DEFAULT_ZONE, |config| &config.timezone)));
    let reader = column::ColumnReader { options, reading: &reading, config: config.as_ref(), date, memo };
    let settings = reader.settings();
    let is_known = |slug: &str| match look {
        Look::Everywhere => false,
        Look::In(changed) => !changed.contains(slug) && memo.column(slug).is_some_and(|kept| kept.is_settled(settings)),
    };
    let read: Vec<(String, Kept)> = columns.par_iter().filter(|slug| !is_known(slug)).map(|slug| (slug.clone(), reader.read(slug))).collect();
    let fresh: BTreeMap<&str, &Kept> = read.iter().map(|(slug, kept)| (slug.as_str(), kept)).collect();
    let columns_read: Vec<Arc<Column>> =
        columns.iter().filter_map(|slug| fresh.get(slug.as_str()).copied().or_else(|| memo.column(slug))).map(|kept| Arc::clone(&kept.column)).collect();
    memo.keep(read, &columns);
    if let Some(store) = memo.kept_store(&options.root).filter(|_| *look == Look::Everywhere) {
        store.retain(&columns);
    }
    diagnostics.extend(columns_read.iter().flat_map(|column| &column.diagnostics).cloned());
    let site = config.map(|config| {
        let assembly = assemble::Assembly { root: &options.root, config, date, drafts: options.drafts, diagnostics: &mut diagnostics, withheld: Vec::new() };
        assembly.site(top, &columns_read)
    });
    let mut remarks = site.as_ref().map(|site| noticed.of_published(&watch, || published::top_files(site))).unwrap_or_default();
    remarks.extend(columns_read.iter().flat_map(|column| &column.remarks).cloned());
    Loaded { site, diagnostics, remarks, forms }
}
