//! The files of the portal as someone changes them on the disk, and where that is.

use super::portal;
use crate::support::Portal;
use lanmu::load::Look;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Save {
    /// Over what was there.
    InPlace,
    /// As copying does that keeps dates: it seems to have been there for long, and of one date with all others.
    Dated,
    /// As many editors do: a new file takes the place of the old one.
    Replaced,
}

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    File(Vec<u8>),
    Link(PathBuf),
}

/// All files of a portal, by path.
pub(super) type Sources = BTreeMap<String, Entry>;

/// The disk, while someone is at work.
pub(super) struct Disk<'p> {
    root: &'p Path,
    save: Save,
    /// The paths at which something happened.
    touched: BTreeSet<String>,
}

impl<'p> Disk<'p> {
    pub(super) fn new(portal: &'p Portal, save: Save) -> Self {
        Self { root: portal.root(), save, touched: BTreeSet::new() }
    }

    /// The least that a watcher may say: in which agencies' folders something happened. What else there is, is always looked at.
    pub(super) fn look(&self) -> Look {
        let slug = |path: &String| match path.split('/').collect::<Vec<_>>().as_slice() {
            ["content", slug, ..] => Some((*slug).to_owned()),
            _ => None,
        };
        Look::In(self.touched.iter().filter_map(slug).collect())
    }

    pub(super) fn has(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root.join(path)).is_ok()
    }

    pub(super) fn is_folder(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root.join(path)).is_ok_and(|metadata| metadata.is_dir())
    }

    /// Puts a file to a path, unless a file stands where its folder would be.
    pub(super) fn write(&mut self, path: &str, bytes: &[u8]) {
        if !self.make_folder_of(path) || self.is_folder(path) {
            return;
        }
        let file = self.root.join(path);
        if self.save == Save::Replaced {
            let other = file.with_extension("swp");
            fs::write(&other, bytes).and_then(|()| fs::rename(&other, &file)).expect("replaced");
        } else {
            fs::write(&file, bytes).expect("written");
        }
        // Elsewhere nothing but its date tells that a file of the same size has changed.
        if self.save == Save::Dated && cfg!(unix) {
            fs::File::options().write(true).open(&file).and_then(|file| file.set_modified(long_ago())).expect("dated");
        }
        self.touched.insert(path.to_owned());
    }

    /// Changes a file, if it is there.
    pub(super) fn change(&mut self, path: &str, change: impl FnOnce(&[u8]) -> Option<Vec<u8>>) {
        let changed = fs::read(self.root.join(path)).ok().and_then(|bytes| change(&bytes));
        if let Some(bytes) = changed {
            self.write(path, &bytes);
        }
    }

    /// Puts bytes to the end of a file, or takes them off.
    pub(super) fn toggle_end(&mut self, path: &str, end: &[u8]) {
        self.change(path, |bytes| Some(bytes.strip_suffix(end).map_or_else(|| [bytes, end].concat(), <[u8]>::to_vec)));
    }

    /// Brings the files that stood at a path or below it at first; or others, where there were none.
    pub(super) fn bring(&mut self, path: &str) {
        let folder = format!("{path}/");
        let is_there = |file: &str| file == path || file.starts_with(&folder);
        let at_first = portal::at_first();
        let files = if at_first.keys().any(|file| is_there(file)) { at_first } else { portal::others() };
        for (file, text) in files.iter().filter(|(file, _)| is_there(file)) {
            self.write(file, text.as_bytes());
        }
    }

    pub(super) fn remove(&mut self, path: &str) {
        let there = self.root.join(path);
        let removed = if self.is_folder(path) { fs::remove_dir_all(&there) } else { fs::remove_file(&there) };
        if removed.is_ok() {
            self.touched.insert(path.to_owned());
        }
    }

    pub(super) fn rename(&mut self, from: &str, to: &str) {
        if self.make_folder_of(to) {
            fs::rename(self.root.join(from), self.root.join(to)).expect("renamed");
            self.touched.extend([from.to_owned(), to.to_owned()]);
        }
    }

    pub(super) fn swap(&mut self, one: &str, other: &str) {
        let between = format!("{one}.swp");
        self.rename(one, &between);
        self.rename(other, one);
        self.rename(&between, other);
    }

    /// Makes a link, where there are links.
    pub(super) fn link(&mut self, path: &str, target: impl AsRef<Path>) {
        if cfg!(unix) && self.make_folder_of(path) && !self.has(path) {
            #[cfg(unix)]
            std::os::unix::fs::symlink(target, self.root.join(path)).expect("linked");
            self.touched.insert(path.to_owned());
        }
    }

    /// Makes the folder that a path is in; false where a file stands in its way.
    fn make_folder_of(&mut self, path: &str) -> bool {
        for (at, _) in path.match_indices('/') {
            if self.is_folder(&path[..at]) {
                continue;
            }
            if fs::create_dir(self.root.join(&path[..at])).is_err() {
                return false;
            }
            self.touched.insert(path[..at].to_owned());
        }
        true
    }

    /// All files as they are.
    pub(super) fn sources(&self) -> Sources {
        let mut sources = Sources::new();
        for name in ["site.toml", "content", "themes", "shell"] {
            for entry in walkdir::WalkDir::new(self.root.join(name)).into_iter().filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir()) {
                let link = |path: &Path| Entry::Link(fs::read_link(path).expect("a link"));
                let is_link = entry.path_is_symlink();
                let found = if is_link { link(entry.path()) } else { Entry::File(fs::read(entry.path()).expect("readable")) };
                sources.insert(lanmu::source::relative(self.root, entry.path()), found);
            }
        }
        sources
    }

    /// Puts all files back to what they were.
    pub(super) fn restore(&mut self, before: &Sources) {
        let now = self.sources();
        for path in now.iter().filter(|(path, entry)| before.get(*path) != Some(entry)).map(|(path, _)| path) {
            self.remove(path);
            // A folder that is empty now may stand where a file was.
            let mut folder = path.as_str();
            while let Some((above, _)) = folder.rsplit_once('/') {
                if fs::remove_dir(self.root.join(above)).is_err() {
                    break;
                }
                self.touched.insert(above.to_owned());
                folder = above;
            }
        }
        for (path, entry) in before.iter().filter(|(path, entry)| now.get(*path) != Some(entry)) {
            match entry {
                Entry::File(bytes) => self.write(path, bytes),
                Entry::Link(target) => self.link(path, target),
            }
        }
        assert_eq!(&self.sources(), before);
    }
}

/// The date of files that seem to have been there for long.
fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}
