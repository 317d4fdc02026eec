//! Files that no build wrote: found in a tree, taken along into the next one, brought back from one that is no longer
//! published. None is ever lost.

use super::beside::Beside;
use super::folders::{Folders, Looked, Seen, Spot};
use super::record::Record;
use super::system::{is_same, move_to_free};
use crate::disk::{FileKind, Named, Vantage};
use crate::source::below;
use rayon::prelude::*;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folder in which files stand until all are ready, where they have to stand in the published folder.
pub(crate) const STAGE: &str = ".lanmu-stage";

/// What no build wrote, by path; folders come before what is in them.
#[derive(Debug, Default)]
pub(crate) struct Foreign {
    /// Folders without any file of ours.
    pub(crate) folders: Vec<String>,
    /// Files, links, and whatever else is not a folder.
    pub(crate) files: Vec<String>,
    /// How many files are ours.
    pub(crate) ours: usize,
}

/// What is ours in a tree.
pub(crate) trait Ours: Sync {
    /// Whether a build wrote this file.
    fn has_file(&self, path: &str) -> bool;
    /// Whether a build wrote a file into this folder or below it.
    fn has_folder(&self, path: &str) -> bool;
    /// How many files builds wrote right into this folder, where that is known.
    fn count_in(&self, folder: &str) -> Option<usize>;
}

/// Finds what no build wrote. A folder that is known to hold files of ours alone is not read again.
pub(crate) fn find(tree: &Path, ours: &impl Ours, known: &Folders) -> io::Result<Foreign> {
    let mut foreign = Foreign::default();
    let tree = &Vantage::of(tree);
    let mut level = vec![known.spot("")];
    while !level.is_empty() {
        let found: Vec<Found> = level.par_iter().map(|folder| find_in(tree, folder, ours, known)).collect::<io::Result<_>>()?;
        level.clear();
        let mut seen = Vec::new();
        for found in found {
            foreign.folders.extend(found.below.iter().filter(|folder| !ours.has_folder(&folder.path)).map(|folder| folder.path.to_string()));
            foreign.files.extend(found.foreign);
            foreign.ours += found.ours;
            level.extend(found.below);
            seen.extend(found.seen);
        }
        known.see(seen);
    }
    foreign.folders.sort();
    Ok(foreign)
}

/// What is in one folder.
#[derive(Default)]
struct Found {
    /// How many files are ours.
    ours: usize,
    /// Files, links, and whatever else is not a folder and no build wrote.
    foreign: Vec<String>,
    /// The folders.
    below: Vec<Spot>,
    /// What may be remembered of it.
    seen: Option<Seen>,
}

/// Finds what is in one folder.
fn find_in(tree: &Vantage, folder: &Spot, ours: &impl Ours, known: &Folders) -> io::Result<Found> {
    let looked = Looked::at(tree, &folder.path);
    // Nothing has come or gone since it was read, and of what was ours nothing has become another's.
    if let Some((files, below)) = known.get(folder, looked.stamp).filter(|(files, _)| ours.count_in(&folder.path) == Some(*files)) {
        return Ok(Found { ours: files, below, ..Found::default() });
    }
    let mut found = Found::default();
    let moment = SystemTime::now();
    let (status, all) = tree.list(&folder.path)?;
    for Named { name, kind } in all {
        // A name that is no text cannot be told apart from others when it is written down.
        let no_text = |name: OsString| io::Error::new(ErrorKind::InvalidFilename, format!("{}/{}", folder.path, name.display()));
        let name = name.into_string().map_err(no_text)?;
        let path = if folder.path.is_empty() { name } else { format!("{}/{name}", folder.path) };
        match (kind == FileKind::Folder, path == STAGE) {
            (_, true) => {}
            (true, false) => found.below.push(known.spot(path)),
            (false, false) if ours.has_file(&path) => found.ours += 1,
            (false, false) => found.foreign.push(path),
        }
    }
    if found.foreign.is_empty() && ours.count_in(&folder.path) == Some(found.ours) {
        found.seen = Looked::told(tree, status, moment).seen(&folder.path, found.ours, &found.below);
    }
    Ok(found)
}

/// Takes foreign files along into another tree.
pub(crate) fn carry(foreign: &Foreign, from: &Path, to: &Path) -> io::Result<()> {
    for folder in &foreign.folders {
        make_folders(from, to, folder)?;
    }
    foreign.files.iter().try_for_each(|path| {
        if let Some((folder, _)) = path.rsplit_once('/') {
            make_folders(from, to, folder)?;
        }
        carry_one(&below(from, path), &below(to, path))
    })
}

fn carry_one(from: &Path, to: &Path) -> io::Result<()> {
    let refused = match fs::hard_link(from, to) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => error,
        linked => return linked,
    };
    // A file of another user's may be read and not linked.
    let metadata = fs::symlink_metadata(from)?;
    if !metadata.is_file() {
        return if metadata.is_symlink() { relink(from, to) } else { Err(refused) };
    }
    fs::copy(from, to)?;
    fs::File::options().append(true).open(to)?.set_modified(metadata.modified()?)
}

#[cfg(unix)]
fn relink(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn relink(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Makes a folder and those above it in another tree, with the same permissions.
pub(crate) fn make_folders(from: &Path, to: &Path, folder: &str) -> io::Result<()> {
    let there = below(to, folder);
    if fs::symlink_metadata(&there).is_ok_and(|metadata| metadata.is_dir()) {
        return Ok(());
    }
    if let Some((above, _)) = folder.rsplit_once('/') {
        make_folders(from, to, above)?;
    }
    fs::create_dir(&there)?;
    match fs::symlink_metadata(below(from, folder)) {
        Ok(metadata) if metadata.is_dir() && metadata.permissions() != fs::symlink_metadata(&there)?.permissions() => {
            fs::set_permissions(&there, metadata.permissions())
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Where files are brought back to.
pub(crate) struct Home<'r> {
    pub(crate) out: &'r Path,
    pub(crate) beside: &'r Beside,
    /// What builds wrote there.
    pub(crate) record: &'r Record,
    /// Which folders need not be read.
    pub(crate) folders: &'r Folders,
}

/// What was found where no build puts anything.
#[derive(Debug)]
pub(crate) struct Brought {
    /// Files that had to be set aside, since something else stands in their place.
    pub(crate) kept: usize,
    /// Files that are ours.
    pub(crate) ours: usize,
}

/// Brings back what no build wrote from a tree that is not published; what is there already goes from the tree.
pub(crate) fn bring_back(tree: &Path, ours: &impl Ours, home: &Home<'_>) -> io::Result<Brought> {
    let Foreign { folders, files, ours } = find(tree, ours, home.folders)?;
    let mut kept = 0;
    for folder in &folders {
        // Where a file has come to stand there, only what is in the folder matters.
        let _ = make_folders(tree, home.out, folder);
    }
    for path in &files {
        kept += usize::from(!bring_one(tree, path, home)?);
    }
    for folder in folders.iter().rev() {
        // It is empty now; if not, someone is at work there, and the next build looks again.
        let _ = fs::remove_dir(below(tree, folder));
    }
    Ok(Brought { kept, ours })
}

/// Whether a file is where it belongs; otherwise it, or what stood there, has been set aside.
fn bring_one(tree: &Path, path: &str, home: &Home<'_>) -> io::Result<bool> {
    let (from, to) = (below(tree, path), below(home.out, path));
    let own = fs::symlink_metadata(&from)?;
    let there = match fs::symlink_metadata(&to) {
        Ok(there) => there,
        Err(_) => {
            let folder = path.rsplit_once('/').map_or(Ok(()), |(folder, _)| make_folders(tree, home.out, folder));
            let moved = folder.and_then(|()| move_to_free(&from, &to));
            return moved.map(|()| true).or_else(|_| set_aside(&from, path, home.beside).map(|()| false));
        }
    };
    if is_same(&own, &there) {
        return fs::remove_file(&from).map(|()| true);
    }
    if is_copy(&from, &own, &to, &there) {
        // The file itself, with its owner, in place of the copy.
        return fs::rename(&from, &to).map(|()| true);
    }
    let is_newer = !there.is_dir() && home.record.get(path).is_none() && own.modified().ok() > there.modified().ok();
    set_aside(if is_newer { &to } else { &from }, path, home.beside)?;
    if is_newer { fs::rename(&from, &to).map(|()| false) } else { Ok(false) }
}

/// Whether a file says the same as another.
fn is_copy(from: &Path, own: &Metadata, to: &Path, there: &Metadata) -> bool {
    if own.is_symlink() {
        return there.is_symlink() && fs::read_link(from).ok() == fs::read_link(to).ok();
    }
    own.is_file() && there.is_file() && own.len() == there.len() && fs::read(from).is_ok_and(|bytes| fs::read(to).is_ok_and(|other| bytes == other))
}

/// Keeps a file where nobody publishes.
fn set_aside(file: &Path, path: &str, beside: &Beside) -> io::Result<()> {
    let target = below(&beside.kept(), path);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    let free = (1..).map(|number: u32| target.with_file_name(format!("{}~{number}", target.file_name().unwrap_or_default().display())));
    let free: Option<PathBuf> = [target.clone()].into_iter().chain(free).find(|name| fs::symlink_metadata(name).is_err());
    free.map_or(Ok(()), |free| fs::rename(file, free))
}
