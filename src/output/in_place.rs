//! File by file, where the published folder cannot be exchanged: every file is always whole, and the next build completes
//! what was cut short; but for a moment there are old and new files side by side.

use super::Failure;
use super::exchange::{Difference, remove};
use super::manifest::MANIFEST;
use super::place::Output;
use super::record::Record;
use super::stage::Stage;
use super::system::move_to_free;
use crate::source::below;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Moves what was written into place: what pages lead to before the pages, the list of all files after them, and what is
/// no longer planned goes in the end.
pub(crate) fn replace(output: &Output, stage: &Stage, next: &Record, difference: &Difference<'_>) -> Result<(), Failure> {
    let (in_the_way, rest): (Vec<&str>, Vec<&str>) = difference.removed.iter().partition(|path| stands_in_the_way(path, next));
    let remove = |paths: Vec<&str>| paths.into_iter().try_for_each(|path| remove(&output.out, path).map_err(cut_short(&below(&output.out, path))));
    remove(in_the_way)?;
    let folders: BTreeSet<&str> = difference.staged.iter().filter_map(|path| path.rsplit_once('/').map(|(folder, _)| folder)).collect();
    for folder in folders {
        let folder = below(&output.out, folder);
        fs::create_dir_all(&folder).map_err(cut_short(&folder))?;
    }
    let mut staged = difference.staged.clone();
    let is_new = |path: &str| output.known(path).is_none();
    staged.sort_by_key(|path| (*path == MANIFEST, path.ends_with(".html"), !is_new(path)));
    for path in staged {
        let target = below(&output.out, path);
        put(&below(&stage.folder, path), &target, is_new(path)).map_err(cut_short(&target))?;
    }
    remove(rest)?;
    let record = output.beside.record();
    fs::rename(output.beside.next(), &record).map_err(cut_short(&record))
}

/// Some files may have been replaced, others not.
fn cut_short(path: &Path) -> impl FnOnce(io::Error) -> Failure {
    let path = path.to_owned();
    move |error| {
        let told = format!("{error}; old and new files stand side by side, build again / 新旧文件并存，请重新生成");
        Failure::Io(path, io::Error::other(told))
    }
}

/// Puts a file where it belongs; what someone has put there in the meantime stays.
fn put(from: &Path, to: &Path, is_new: bool) -> io::Result<()> {
    let moved = if is_new { move_to_free(from, to) } else { fs::rename(from, to) };
    match moved {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            let near = to.with_file_name(super::foreign::STAGE);
            fs::copy(from, &near)?;
            if is_new { move_to_free(&near, to) } else { fs::rename(&near, to) }
        }
        moved => moved,
    }
}

/// Whether an old file stands where a planned one needs a folder, or below what is to be a file.
fn stands_in_the_way(path: &str, next: &Record) -> bool {
    next.has_folder(path) || path.match_indices('/').any(|(at, _)| next.get(&path[..at]).is_some())
}
