//! Where a build writes: a whole second tree beside the published one if both can be exchanged, or else a folder in it from
//! which files are moved.

use super::exchange::link_over;
use super::foreign::{self, Brought, Home, Ours, STAGE};
use super::manifest::{MANIFEST, listed};
use super::place::{Output, failed};
use super::record::{Record, Stamp, Written};
use super::system::{exchange, holds_mount, is_same, make_alike, may_write};
use super::{Content, Failure, InPlace};
use crate::load::make_private;
use crate::source::{Sha256, below};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The folder that a build writes to.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) folder: PathBuf,
    pub(crate) way: Way,
    /// Folders that were made.
    made: BTreeSet<String>,
}

/// How what was written gets published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// There is no folder yet: this becomes it.
    New,
    /// The two folders are exchanged; this one has only what is written now.
    Bare,
    /// The two folders are exchanged; this one has the files of the published one.
    Spare,
    /// File by file.
    InPlace(InPlace),
}

impl Ours for Record {
    fn has_file(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    fn has_folder(&self, path: &str) -> bool {
        Self::has_folder(self, path)
    }

    fn count_in(&self, folder: &str) -> Option<usize> {
        Some(Self::count_in(self, folder))
    }
}

impl Stage {
    /// Begins to write.
    pub(crate) fn begin(output: &mut Output) -> Result<Self, Failure> {
        let (way, folder) = if output.out.exists() {
            match refusal(output) {
                Some(refused) => (Way::InPlace(refused), output.out.join(STAGE)),
                None if take_spare(output)? => (Way::Spare, output.beside.stage()),
                None => begin_bare(output)?,
            }
        } else {
            (Way::New, output.beside.stage())
        };
        match way {
            Way::New => fs::create_dir(&folder).map_err(failed(&folder))?,
            Way::InPlace(_) => make_private(&folder).map_err(failed(&folder))?,
            Way::Bare | Way::Spare => {}
        }
        Ok(Self { folder, way, made: BTreeSet::new() })
    }

    /// Makes the folders of files that are going to be written, each once.
    pub(crate) fn make_folders(&mut self, files: &[&str]) -> Result<(), Failure> {
        if self.way == Way::Spare {
            return Ok(());
        }
        for file in files {
            for (at, _) in file.match_indices('/') {
                if !self.made.contains(&file[..at]) {
                    let folder = below(&self.folder, &file[..at]);
                    fs::create_dir(&folder).map_err(failed(&folder))?;
                    self.made.insert(file[..at].to_owned());
                }
            }
        }
        Ok(())
    }

    /// Writes a file; none that is there is written over, since it may be published too.
    pub(crate) fn write(&self, path: &str, content: &Content<'_>, record: Option<&Record>) -> Result<(Stamp, Sha256), Failure> {
        let target = below(&self.folder, path);
        let is_known = |path: &str| record.is_some_and(|record| record.get(path).is_some());
        let written = if self.way == Way::Spare { clear_way(&self.folder, path, &is_known) } else { Ok(()) };
        written.and_then(|()| create(&target, content)).map_err(failed(&target))
    }

    /// Undoes the beginning, where nothing was written.
    pub(crate) fn put_back(&self, output: &Output) -> io::Result<()> {
        if self.way == Way::Spare { fs::rename(&self.folder, output.beside.spare()) } else { fs::remove_dir_all(&self.folder) }
    }
}

/// Puts files that are right, but not those that were on record, into the second tree too, and leaves it as it was found.
pub(crate) fn link_taken(output: &Output, stage: &Stage, taken: &[&str]) -> io::Result<()> {
    if stage.way == Way::Spare {
        taken.iter().try_for_each(|path| link_over(&output.out, &stage.folder, path))?;
    }
    stage.put_back(output)
}

/// Removes what was published at a path, or in the place of its folders, and makes the folders.
fn clear_way(tree: &Path, path: &str, is_known: &impl Fn(&str) -> bool) -> io::Result<()> {
    let target = below(tree, path);
    if is_known(path) {
        return match fs::remove_file(&target) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    }
    for (at, _) in path.match_indices('/') {
        let folder = below(tree, &path[..at]);
        if is_known(&path[..at]) && fs::symlink_metadata(&folder).is_ok_and(|metadata| !metadata.is_dir()) {
            match fs::remove_file(&folder) {
                // Another thread needed the same folder.
                Err(error) if error.kind() != ErrorKind::NotFound && !folder.is_dir() => return Err(error),
                _ => {}
            }
        }
    }
    if target.is_dir() {
        return fs::remove_dir_all(&target);
    }
    target.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Creates a file.
fn create(path: &Path, content: &Content<'_>) -> io::Result<(Stamp, Sha256)> {
    let file = match File::create_new(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // Someone has removed folders from the second tree.
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            File::create_new(path)?
        }
        created => created?,
    };
    content.write_to(file)
}

/// Why the published folder cannot be exchanged, as far as that is seen beforehand.
fn refusal(output: &Output) -> Option<InPlace> {
    let parent = output.out.parent()?;
    if holds_mount(&output.out) {
        return Some(InPlace::Mount);
    }
    (!output.beside.is_near || !may_write(parent)).then_some(InPlace::Forbidden)
}

/// Takes the second tree that earlier builds have left, if it has the same files as the published one.
fn take_spare(output: &mut Output) -> Result<bool, Failure> {
    let spare = output.beside.spare();
    if !spare.exists() {
        return Ok(false);
    }
    let manifest = |tree: &Path| fs::symlink_metadata(tree.join(MANIFEST)).ok();
    let is_vouched = output.record.is_some() && manifest(&spare).zip(manifest(&output.out)).is_some_and(|(one, other)| is_same(&one, &other));
    if !is_vouched {
        discard(output, &spare)?;
        return Ok(false);
    }
    let record = output.record.take().unwrap_or_default();
    // Whoever stood in this folder when it was exchanged may have put something there since.
    let brought = foreign::bring_back(&spare, &record, &Home { out: &output.out, beside: &output.beside, record: &record, folders: &output.folders });
    let expected = record.files().len();
    output.record = Some(record);
    let Brought { kept, ours } = brought.map_err(failed(&spare))?;
    output.kept += kept;
    if ours != expected {
        // Someone has removed files from it.
        discard(output, &spare)?;
        return Ok(false);
    }
    let stage = output.beside.stage();
    fs::rename(&spare, &stage).map_err(failed(&stage))?;
    Ok(true)
}

/// What is ours in a tree that may be of any earlier build: what its own list names, and what is on record as it is.
struct Listed<'t> {
    tree: &'t Path,
    own: Record,
    record: &'t Record,
}

impl Ours for Listed<'_> {
    fn has_file(&self, path: &str) -> bool {
        path == MANIFEST || self.own.get(path).is_some() || self.record.get(path).is_some_and(|written| written.is_at(&below(self.tree, path)))
    }

    fn has_folder(&self, path: &str) -> bool {
        self.own.has_folder(path) || self.record.has_folder(path)
    }

    /// It goes for good: all of it is read.
    fn count_in(&self, _: &str) -> Option<usize> {
        None
    }
}

/// A tree that is of no more use goes, but for what no build wrote.
pub(crate) fn discard(output: &mut Output, tree: &Path) -> Result<(), Failure> {
    let record = output.record.take().unwrap_or_default();
    let own = listed(tree).unwrap_or_default().into_iter().map(|path| (path, Written::default())).collect();
    let ours = Listed { tree, own, record: &record };
    let brought = foreign::bring_back(tree, &ours, &Home { out: &output.out, beside: &output.beside, record: &record, folders: &output.folders });
    output.record = (!record.files().is_empty()).then_some(record);
    output.kept += brought.map_err(failed(tree))?.kept;
    // Without its list of files a tree could not be told from what no build wrote: under this name, no file of it is looked at
    // again, however far its removal comes.
    let doomed = output.beside.trial();
    if fs::symlink_metadata(&doomed).is_ok() {
        fs::remove_dir_all(&doomed).map_err(failed(&doomed))?;
    }
    fs::rename(tree, &doomed).map_err(failed(tree))?;
    fs::remove_dir_all(&doomed).map_err(failed(&doomed))
}

/// Begins a second tree, where the system can exchange folders.
fn begin_bare(output: &Output) -> Result<(Way, PathBuf), Failure> {
    let (stage, trial) = (output.beside.stage(), output.beside.trial());
    fs::create_dir(&stage).map_err(failed(&stage))?;
    let can_exchange = make_private(&trial).and_then(|()| exchange(&stage, &trial));
    // It is empty, whichever of the two it is.
    let _ = fs::remove_dir(&trial);
    let is_alike = fs::metadata(&output.out).and_then(|metadata| make_alike(&stage, &metadata));
    let refused = match (can_exchange, is_alike) {
        (Ok(()), Ok(())) => return Ok((Way::Bare, stage)),
        (Err(_), _) => InPlace::NoExchange,
        (Ok(()), Err(_)) => InPlace::Forbidden,
    };
    fs::remove_dir(&stage).map_err(failed(&stage))?;
    Ok((Way::InPlace(refused), output.out.join(STAGE)))
}
