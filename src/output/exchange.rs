//! The second tree gets all that the published folder is to hold, and takes its place in one call. The tree that was
//! published until then becomes the second one: it gets what has changed, by hard links.

use super::foreign::{self, Brought, Home, Ours, make_folders};
use super::manifest::MANIFEST;
use super::place::{Output, failed};
use super::record::Record;
use super::stage::{Stage, Way};
use super::system::{exchange, make_alike};
use super::{Failure, InPlace};
use crate::source::below;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// What changes in the published folder.
#[derive(Debug)]
pub(crate) struct Difference<'b> {
    /// Files that were written.
    pub(crate) staged: Vec<&'b str>,
    /// Files that are right in the published folder, and may be others in the second tree.
    pub(crate) taken: Vec<&'b str>,
    /// Files of former builds that go.
    pub(crate) removed: Vec<&'b str>,
    /// Files of former builds that are no longer planned, but someone has changed them: they are theirs now.
    pub(crate) left: BTreeSet<&'b str>,
}

/// The files that a former build wrote, but for those that someone has changed.
struct Former<'b> {
    files: Option<&'b Record>,
    left: &'b BTreeSet<&'b str>,
}

impl<'b> Former<'b> {
    fn of(record: Option<&'b Record>, left: &'b BTreeSet<&'b str>) -> Self {
        Self { files: record, left }
    }
}

impl Ours for Former<'_> {
    fn has_file(&self, path: &str) -> bool {
        self.files.is_some_and(|files| files.has_file(path)) && !self.left.contains(path)
    }

    fn has_folder(&self, path: &str) -> bool {
        self.files.is_some_and(|files| files.has_folder(path))
    }

    fn count_in(&self, folder: &str) -> Option<usize> {
        self.files.filter(|_| self.left.is_empty()).map(|files| files.count_in(folder))
    }
}

/// Completes the second tree, so that it can be published as it is. What cannot be done with a tree of its own is an answer;
/// a full disk is a failure.
pub(crate) fn complete(output: &Output, stage: &Stage, next: &Record, difference: &Difference<'_>) -> Result<Option<InPlace>, Failure> {
    let completed = fill(output, stage, next, difference);
    match completed {
        Ok(()) => Ok(None),
        Err(error) if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => Err(Failure::Io(stage.folder.clone(), error)),
        Err(_) => Ok(Some(InPlace::NoLinks)),
    }
}

fn fill(output: &Output, stage: &Stage, next: &Record, difference: &Difference<'_>) -> io::Result<()> {
    let (out, tree) = (output.out.as_path(), stage.folder.as_path());
    make_alike(tree, &fs::metadata(out)?)?;
    if stage.way == Way::Bare {
        let staged: BTreeSet<&str> = difference.staged.iter().copied().collect();
        let mut last = "";
        for (path, _) in next.files().iter().filter(|(path, _)| !staged.contains(&**path)) {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            if folder != last {
                make_folders(out, tree, folder)?;
                last = folder;
            }
            fs::hard_link(below(out, path), below(tree, path))?;
        }
    } else {
        difference.removed.iter().chain(&difference.left).try_for_each(|path| remove(tree, path))?;
        difference.taken.iter().try_for_each(|path| link_over(out, tree, path))?;
    }
    let former = Former::of(output.record.as_ref(), &difference.left);
    foreign::carry(&foreign::find(out, &former, &output.folders)?, out, tree)
}

/// Exchanges the two folders; false where the system refuses, and nothing has changed then.
pub(crate) fn swap(output: &Output, stage: &Stage) -> Result<bool, Failure> {
    if exchange(&stage.folder, &output.out).is_err() {
        return Ok(false);
    }
    let (old, next, record) = (output.beside.old(), output.beside.next(), output.beside.record());
    fs::rename(&stage.folder, &old).map_err(failed(&old))?;
    fs::rename(&next, &record).map_err(failed(&record))?;
    Ok(true)
}

/// Makes the tree that was published the second one. Says how many files of others were set aside; where anything goes
/// wrong, the next build puts it in order.
pub(crate) fn settle(output: &Output, next: &Record, difference: &Difference<'_>) -> usize {
    let (out, old) = (output.out.as_path(), output.beside.old());
    let former = Former::of(output.record.as_ref(), &difference.left);
    let Ok(Brought { kept, ours: _ }) = foreign::bring_back(&old, &former, &Home { out, beside: &output.beside, record: next, folders: &output.folders })
    else {
        return 0;
    };
    let of_pages = difference.staged.iter().filter(|path| **path != MANIFEST);
    let settled = difference
        .removed
        .iter()
        .try_for_each(|path| remove(&old, path))
        .and_then(|()| of_pages.chain(&difference.taken).try_for_each(|path| link_over(out, &old, path)))
        // Equal manifests say that both trees are equal.
        .and_then(|()| link_over(out, &old, MANIFEST))
        .and_then(|()| fs::rename(&old, output.beside.spare()));
    // The next build finds the tree where it is, and does without.
    let _ = settled;
    kept
}

/// Puts a file of one tree into another, whether one is there or not.
pub(crate) fn link_over(from: &Path, to: &Path, path: &str) -> io::Result<()> {
    let (source, target) = (below(from, path), below(to, path));
    match fs::hard_link(&source, &target) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(&target)?;
            fs::hard_link(&source, &target)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            path.rsplit_once('/').map_or(Ok(()), |(folder, _)| make_folders(from, to, folder))?;
            fs::hard_link(&source, &target)
        }
        linked => linked,
    }
}

/// Removes a file, and folders that become empty.
pub(crate) fn remove(tree: &Path, path: &str) -> io::Result<()> {
    let target = below(tree, path);
    match fs::remove_file(&target) {
        // It may have made way for a folder already, or its folder for a file.
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory) => return Err(error),
        _ => {}
    }
    for folder in target.ancestors().skip(1).take_while(|folder| *folder != tree) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::output::PlannedFile;
    use crate::output::record::Written;
    use crate::source::Digest;
    use std::path::PathBuf;
    use std::sync::Arc;
    use std::time::{Duration, SystemTime};
    use tempfile::TempDir;

    /// A published site of two pages and a file of someone's, and another one that is ready to take its place.
    fn ready(folder: &TempDir) -> (Output, Stage, Record) {
        let (root, out) = (folder.path(), folder.path().join("public"));
        let mut first = Output::open(root, &out).expect("free").begin().expect("begun");
        let planned = ["a.html", "b/b.html"].map(|path| PlannedFile { path: path.into(), fingerprint: Digest::of(b"1") });
        first.stage(planned.to_vec(), |_| Ok(b"one".to_vec().into())).expect("staged");
        first.publish().expect("published");
        drop(first);
        fs::write(out.join("own.txt"), "mine").expect("written");
        let long_ago = SystemTime::now() - Duration::from_secs(60);
        fs::File::options().append(true).open(out.join("own.txt")).expect("open").set_modified(long_ago).expect("set");
        let mut output = Output::open(root, &out).expect("free");
        output.record = Record::read(&output.beside.record());
        let stage = Stage::begin(&mut output).expect("begun");
        let write = |path: &str| -> (Arc<str>, Written) {
            let (stamp, sha) = stage.write(path, &b"two".to_vec().into(), output.record.as_ref()).expect("written");
            (path.into(), Written { fingerprint: Digest::of(b"2"), stamp, sha })
        };
        let kept = output.record.iter().flat_map(Record::files).filter(|(path, _)| **path == *"b/b.html").cloned();
        let next: Record = kept.chain(["a.html", "c.html", MANIFEST].map(write)).collect();
        assert_eq!(complete(&output, &stage, &next, &difference()).expect("room"), None);
        next.write(&output.beside.next()).expect("written");
        (output, stage, next)
    }

    fn difference() -> Difference<'static> {
        Difference { staged: vec!["a.html", "c.html", MANIFEST], taken: Vec::new(), removed: Vec::new(), left: BTreeSet::new() }
    }

    fn text(file: PathBuf) -> String {
        fs::read_to_string(&file).unwrap_or_else(|error| format!("{}: {error}", file.display()))
    }

    /// Someone is at work in the folder while it is being exchanged.
    fn meddle(out: &Path) {
        fs::create_dir(out.join("new")).expect("created");
        fs::write(out.join("new/new.txt"), "new").expect("written");
        fs::write(out.join("c.html"), "not a page").expect("written");
        fs::write(out.join("own.new"), "changed").expect("written");
        fs::rename(out.join("own.new"), out.join("own.txt")).expect("renamed");
    }

    #[track_caller]
    fn nothing_is_lost(folder: &TempDir) {
        let out = folder.path().join("public");
        for (path, expected) in [("new/new.txt", "new"), ("own.txt", "changed"), ("a.html", "two"), ("b/b.html", "one"), ("c.html", "two")] {
            assert_eq!(text(out.join(path)), expected, "{path}");
        }
        for (path, expected) in [("c.html", "not a page"), ("own.txt", "mine")] {
            assert_eq!(text(folder.path().join(".lanmu/public.kept").join(path)), expected, "{path}");
        }
    }

    #[test]
    fn what_comes_in_the_meantime_is_not_lost() {
        let folder = TempDir::new().expect("a temporary folder");
        let (output, stage, next) = ready(&folder);
        meddle(&output.out);
        assert!(swap(&output, &stage).expect("renamed"));
        assert_eq!(settle(&output, &next, &difference()), 2);
        nothing_is_lost(&folder);
        let files = walkdir::WalkDir::new(output.beside.spare()).into_iter().map(|entry| entry.expect("readable"));
        let mut files: Vec<String> = files.filter(|entry| entry.file_type().is_file()).map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        files.sort();
        assert_eq!(files, ["a.html", "b.html", "c.html", MANIFEST], "the second tree has pages only");
    }

    #[test]
    fn a_build_that_was_cut_short_is_put_in_order() {
        for is_exchanged in [false, true] {
            let folder = TempDir::new().expect("a temporary folder");
            let (output, stage, next) = ready(&folder);
            let out = output.out.clone();
            if is_exchanged {
                meddle(&out);
                exchange(&stage.folder, &out).expect("exchanged");
            }
            drop(output);
            let again = Output::open(folder.path(), &out).expect("free").begin().expect("in order");
            drop(again);
            let output = Output::open(folder.path(), &out).expect("free");
            let record = Record::read(&output.beside.record()).expect("a record");
            if is_exchanged {
                nothing_is_lost(&folder);
                assert_eq!(record, next);
            } else {
                assert_eq!((text(out.join("a.html")), text(out.join("own.txt"))), ("one".to_owned(), "mine".to_owned()));
                assert!(record.get("a.html").is_some_and(|written| written.is_at(&out.join("a.html"))) && record.get("c.html").is_none());
            }
            for left in [output.beside.stage(), output.beside.old(), output.beside.next()] {
                assert!(!left.exists(), "{}", left.display());
            }
        }
    }
}
