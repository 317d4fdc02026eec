//! Planned files → the published folder: what differs is rendered and written into a second tree, which takes the place of
//! the published one in one call; what an earlier build wrote and this one does not plan is removed; what no build wrote is
//! left alone.
//!
//! Beside the published folder `public` there stand, in `.lanmu`, while no build is at work: `public.lock`,
//! `public.record` (what is published), `public.told` (what was told of it), `public.ground` (what it is made of),
//! `public.folders` (which folders hold pages alone) and `public.spare` (the second tree: the same files, by hard links). A build takes the spare for its `public.stage`, writes
//! what differs, writes `public.next` (what will be published), exchanges both folders, calls the one that was published
//! `public.old`, makes `public.next` the record, brings the old tree up to date and calls it `public.spare`. Whichever of
//! these names are there tells how far a build has come that was cut short.

mod beside;
mod content;
mod exchange;
mod folders;
mod foreign;
mod in_place;
mod leftover;
mod manifest;
mod part;
mod place;
mod publishing;
mod record;
mod replace;
mod stage;
mod system;
mod told;

pub use content::{Content, Stream};
pub use part::PlannedPart;
pub use place::Output;
pub use publishing::{Publishing, Stale};
pub use replace::replace;
pub use told::Told;

use crate::diagnostic::{Diagnostic, Lang};
use crate::source::Digest;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedFile {
    /// Its path below the published folder.
    pub path: Arc<str>,
    /// What its bytes depend on.
    pub fingerprint: Digest,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Pages and files that were rendered, since they may have changed.
    pub rendered: usize,
    /// Files written.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files of an earlier build that were removed.
    pub removed: usize,
    /// Why files were replaced one by one, if they were.
    pub in_place: Option<InPlace>,
    /// Files of others that were set aside, since something else has come to stand in their place at the same moment.
    pub kept: usize,
}

/// Why the published folder could not be exchanged as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InPlace {
    /// It is a mount point, or holds one.
    Mount,
    /// Nothing may be written beside it.
    Forbidden,
    /// The system, or the file system, cannot exchange folders.
    NoExchange,
    /// What it holds cannot be put into a second tree.
    NoLinks,
}

impl Summary {
    /// That files of others were set aside, and where to; nothing where none was.
    #[must_use]
    pub fn set_aside(&self, lang: Lang) -> String {
        match (self.kept, lang) {
            (0, _) => String::new(),
            (kept, Lang::Zh) => format!("；另存了 {kept} 个别人的文件（见发布文件夹旁 .lanmu 中的 *.kept）"),
            (kept, Lang::En) => format!("; set aside: {kept} files of others (*.kept in .lanmu beside the published folder)"),
        }
    }
}

impl InPlace {
    /// Why files were replaced one by one, what that promises, and what not.
    #[must_use]
    pub fn explanation(self, lang: Lang) -> String {
        let (why_zh, why_en) = match self {
            Self::Mount => ("它是挂载点，或其中有挂载点", "it is a mount point, or holds one"),
            Self::Forbidden => ("在它旁边没有写的权限", "nothing may be written beside it"),
            Self::NoExchange => ("系统或磁盘不支持互换", "the system or the disk cannot do that"),
            Self::NoLinks => ("其中的文件不能放进另一个文件夹", "what it holds cannot be put into a second folder"),
        };
        match lang {
            Lang::Zh => format!(
                "注意：发布文件夹不能整体互换（{why_zh}），改为逐个替换：每个文件总是完整的，先换网页用到的文件，再换网页，最后删除；替换的片刻间新旧文件并存；中途被打断，再生成一次就补齐"
            ),
            Lang::En => format!(
                "NOTE: the published folder could not be exchanged as a whole ({why_en}), files were replaced one by one: each is always whole, what pages need comes before the pages, removals come last; for a moment old and new files stand side by side; if it is cut short, the next build completes it"
            ),
        }
    }
}

/// Why nothing was published.
#[derive(Debug)]
pub enum Failure {
    /// Some pages could not be rendered.
    Render(Vec<Diagnostic>),
    /// The folder to publish to holds the portal's own files.
    BadFolder(PathBuf),
    /// Another build is writing to the same folder.
    Busy(PathBuf),
    /// Files stand where pages belong, and no build wrote them.
    Foreign(Vec<String>),
    /// The machine said no.
    Io(PathBuf, io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Render(diagnostics) => write!(f, "{} pages could not be rendered", diagnostics.len()),
            Self::BadFolder(out) => {
                write!(f, "{} holds the portal's own files, choose another --out / 此文件夹存放门户自己的文件，请换一个输出文件夹", out.display())
            }
            Self::Busy(out) => write!(f, "another build is writing to {}; wait until it has ended / 另一个生成正在写入此文件夹，请等它结束", out.display()),
            Self::Foreign(files) => write!(
                f,
                "these files were not written by lanmu, or its record of them is lost; move them, or choose another --out / 以下文件不是本程序生成的，或其生成记录已丢失；请移走，或换一个输出文件夹: {}",
                listed(files)
            ),
            Self::Io(path, error) if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) => write!(
                f,
                "the disk is full, nothing was published, the site is as it was; make room and build again / 磁盘已满，没有发布，网站保持原样；请腾出空间后重新生成: {}: {error}",
                path.display()
            ),
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

/// The files of a published folder, as its manifest lists them; none where there is no manifest that can be read.
#[must_use]
pub fn published_files(folder: &Path) -> Option<Vec<String>> {
    manifest::listed(folder)
}

/// Writes a file of its own, outside the published folder, in one step.
///
/// # Errors
/// Where the machine says no.
pub fn write_file(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary = file.with_file_name(format!(".{name}.lanmu-tmp"));
    let written = std::fs::write(&temporary, bytes).and_then(|()| std::fs::rename(&temporary, file));
    written.map_err(|error| {
        // What could not be put in its place is of no use to anyone.
        let _ = std::fs::remove_file(&temporary);
        Failure::Io(file.to_owned(), error)
    })
}

/// The first few of some files, and how many more there are.
fn listed(files: &[String]) -> String {
    const MOST: usize = 5;
    let first = files.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    if files.len() > MOST { format!("{first} … (+{})", files.len() - MOST) } else { first }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(_, error) => Some(error),
            Self::Render(_) | Self::BadFolder(_) | Self::Busy(_) | Self::Foreign(_) => None,
        }
    }
}
