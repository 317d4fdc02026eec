//! Which folders of both trees are known to hold files of ours alone, and how many: as long as the disk tells of no change in
//! such a folder, it need not be read to find what no build wrote.

use super::beside::Beside;
use super::write_file;
use crate::disk::{FileStatus, Links, Vantage};
use crate::load::{Stamp, sealed, unsealed};
use crate::source::state;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

/// A folder that was visited in a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    /// Its path below the tree.
    path: Arc<str>,
    /// As it was in the one tree and in the other, as far as it held files of ours alone.
    pure: Vec<Pure>,
}

/// A folder without files of others, as it was when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Pure {
    stamp: Stamp,
    /// How many files it holds.
    files: usize,
    /// The folders in it, by their places among all that are known.
    folders: Vec<u32>,
}

/// A folder of a tree, and its place among those that are known, if it is.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    /// Its path below the tree.
    pub(crate) path: Arc<str>,
    place: Option<u32>,
}

/// A folder that was read just now and holds files of ours alone.
#[derive(Debug)]
pub(crate) struct Seen {
    path: Arc<str>,
    stamp: Stamp,
    files: usize,
    folders: Vec<Arc<str>>,
}

/// What is known of folders.
#[derive(Debug, Default)]
pub(crate) struct Folders {
    known: Vec<Known>,
    /// Whether each of these was visited.
    visited: Vec<AtomicBool>,
    /// The place of each by its path, once it was asked for.
    places: OnceLock<BTreeMap<Arc<str>, u32>>,
    seen: Mutex<Vec<Seen>>,
}

impl Folders {
    /// What earlier builds have seen.
    pub(crate) fn read(beside: &Beside) -> Self {
        let bytes = fs::read(beside.folders()).unwrap_or_default();
        let body = unsealed(&bytes).filter(|(key, _)| *key == state()).map(|(_, body)| body);
        Self::of(body.and_then(|body| postcard::from_bytes(body).ok()).unwrap_or_default())
    }

    fn of(known: Vec<Known>) -> Self {
        Self { visited: known.iter().map(|_| AtomicBool::default()).collect(), known, ..Self::default() }
    }

    /// A folder by its path.
    pub(crate) fn spot(&self, path: impl Into<Arc<str>>) -> Spot {
        let places = self.places.get_or_init(|| (0..).zip(&self.known).map(|(place, known)| (Arc::clone(&known.path), place)).collect());
        let path = path.into();
        Spot { place: places.get(&path).copied(), path }
    }

    /// How many files of ours a folder holds, and the folders in it, if it is known to hold files of ours alone while the disk
    /// tells this of it.
    pub(crate) fn get(&self, spot: &Spot, stamp: Option<Stamp>) -> Option<(usize, Vec<Spot>)> {
        let place = usize::try_from(spot.place?).ok()?;
        self.visited.get(place)?.store(true, Ordering::Relaxed);
        let Pure { files, folders, .. } = self.known[place].pure.iter().find(|pure| Some(pure.stamp) == stamp)?;
        let below = folders.iter().filter_map(|place| Some(Spot { path: Arc::clone(&self.known.get(*place as usize)?.path), place: Some(*place) }));
        Some((*files, below.collect()))
    }

    /// Takes down folders that were read just now.
    pub(crate) fn see(&self, folders: impl IntoIterator<Item = Seen>) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).extend(folders);
    }

    /// Keeps what was seen for later builds, unless it is what they know. It is no failure if that cannot be.
    pub(crate) fn keep(&mut self, beside: &Beside) {
        let seen = std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner));
        let is_visited = |visited: &AtomicBool| visited.load(Ordering::Relaxed);
        let is_gone = self.visited.iter().any(is_visited) && !self.visited.iter().all(is_visited);
        if seen.is_empty() && !is_gone {
            return;
        }
        let mut places: BTreeMap<Arc<str>, u32> = BTreeMap::new();
        let mut known: Vec<Known> = Vec::with_capacity(self.known.len() + seen.len());
        if is_gone {
            self.forget_others();
        }
        known.append(&mut self.known);
        places.extend((0..).zip(&known).map(|(place, known)| (Arc::clone(&known.path), place)));
        let mut place_of = |known: &mut Vec<Known>, path: Arc<str>| {
            *places.entry(path).or_insert_with_key(|path| {
                known.push(Known { path: Arc::clone(path), pure: Vec::new() });
                u32::try_from(known.len() - 1).unwrap_or(u32::MAX)
            })
        };
        for Seen { path, stamp, files, folders } in seen {
            let place = place_of(&mut known, path) as usize;
            let folders = folders.into_iter().map(|folder| place_of(&mut known, folder)).collect();
            let all = &mut known[place].pure;
            all.retain(|other| other.stamp.is_another_file(&stamp));
            all.push(Pure { stamp, files, folders });
            // There are two trees.
            all.drain(..all.len().saturating_sub(2));
        }
        let _ = postcard::to_stdvec(&known).map(|bytes| write_file(&beside.folders(), &sealed(state(), &bytes)));
        *self = Self::of(known);
    }

    /// Forgets folders that were not visited.
    fn forget_others(&mut self) {
        let mut next = 0;
        let places: Vec<Option<u32>> = self
            .visited
            .iter()
            .map(|visited| {
                let place = visited.load(Ordering::Relaxed).then_some(next);
                next += u32::from(place.is_some());
                place
            })
            .collect();
        let known = std::mem::take(&mut self.known).into_iter().zip(&places).filter(|(_, place)| place.is_some());
        let kept = |pure: Pure| {
            let folders = pure.folders.iter().map(|place| places.get(*place as usize).copied().flatten()).collect::<Option<_>>()?;
            Some(Pure { folders, ..pure })
        };
        self.known = known.map(|(known, _)| Known { pure: known.pure.into_iter().filter_map(kept).collect(), ..known }).collect();
    }
}

/// What the disk tells of a folder.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Looked {
    /// None where it does not tell enough.
    pub(crate) stamp: Option<Stamp>,
    moment: SystemTime,
}

impl Looked {
    /// Looks at a folder of a tree.
    pub(crate) fn at(tree: &Vantage, folder: &str) -> Self {
        let moment = SystemTime::now();
        tree.look(folder, Links::Followed).map_or(Self { stamp: None, moment }, |status| Self::told(tree, status, moment))
    }

    /// What was told of a folder of a tree after a moment.
    pub(crate) fn told(tree: &Vantage, status: FileStatus, moment: SystemTime) -> Self {
        Self { stamp: Some(status).filter(|status| tree.tells_of(status)).map(Stamp::told), moment }
    }

    /// The folder as it was read after that, with so many files of ours alone; none where a change since then might not show.
    pub(crate) fn seen(&self, path: &Arc<str>, files: usize, folders: &[Spot]) -> Option<Seen> {
        let stamp = self.stamp.filter(|stamp| stamp.is_settled_at(self.moment))?;
        Some(Seen { path: Arc::clone(path), stamp, files, folders: folders.iter().map(|spot| Arc::clone(&spot.path)).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::time::Duration;
    use tempfile::TempDir;

    #[test]
    fn what_was_seen_is_known_to_the_next_build() {
        let base = TempDir::new().expect("a temporary folder");
        let (tree, out) = (base.path().join("tree"), base.path().join("public"));
        let all = ["", "a", "a/b", "c"];
        for folder in all {
            fs::create_dir_all(tree.join(folder)).expect("created");
        }
        for folder in all {
            File::open(tree.join(folder)).and_then(|file| file.set_modified(SystemTime::now() - Duration::from_secs(60))).expect("set");
        }
        // A folder's own times cannot be set back.
        std::thread::sleep(Duration::from_millis(600));
        let vantage = Vantage::of(&tree);
        let looked = |path: &str| Looked::at(&vantage, path);
        let beside = Beside::of(base.path(), &out).expect("room");
        let mut folders = Folders::read(&beside);
        assert!(folders.get(&folders.spot(""), looked("").stamp).is_none());
        let below = |folders: &Folders, path: &str| -> Vec<Spot> {
            all.iter()
                .filter(|other| !other.is_empty() && other.rsplit_once('/').map_or("", |(above, _)| above) == path)
                .map(|path| folders.spot(*path))
                .collect()
        };
        folders.see(all.iter().filter_map(|path| looked(path).seen(&Arc::from(*path), path.len(), &below(&folders, path))));
        folders.keep(&beside);
        let mut again = Folders::read(&beside);
        let (files, found) = again.get(&again.spot(""), looked("").stamp).expect("known");
        assert_eq!((files, found.iter().map(|spot| &*spot.path).collect::<Vec<_>>()), (0, vec!["a", "c"]));
        let (files, found) = again.get(&found[0], looked("a").stamp).expect("known");
        assert_eq!((files, &*found[0].path), (1, "a/b"));
        assert!(again.get(&found[0], looked("a").stamp).is_none(), "of another folder");
        // What was not visited is gone for the next one, and with it what names it.
        again.keep(&beside);
        let last = Folders::read(&beside);
        assert!(last.get(&last.spot("a"), looked("a").stamp).is_some() && last.get(&last.spot(""), looked("").stamp).is_none());
        assert!(last.spot("c").place.is_none());
    }
}
