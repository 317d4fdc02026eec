//! Planned files → the published folder: what differs is rendered, staged and moved into place; what an earlier build
//! wrote and this one does not plan is removed; what no build wrote is left alone.

mod manifest;
mod place;
mod publishing;
mod record;
mod replace;

pub use place::Output;
pub use publishing::Publishing;
pub use replace::replace;

use crate::diagnostic::Diagnostic;
use crate::source::Digest;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A file to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedFile {
    /// Its path below the published folder.
    pub path: String,
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
            Self::Busy(out) => write!(f, "another build is writing to {} / 另一个生成正在写入此文件夹", out.display()),
            Self::Foreign(files) => write!(
                f,
                "these files were not written by lanmu, or its record of them is lost; move them, or choose another --out / 以下文件不是本程序生成的，或其生成记录已丢失；请移走，或换一个输出文件夹: {}",
                listed(files)
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
