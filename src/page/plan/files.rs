//! The files of a planned portal by their paths, and the one that was probably meant by a path where there is none.

use super::landmark::Landmark;
use crate::diagnostic::nearest;
use crate::model::{Address, Base};
use rayon::slice::ParallelSliceMut;
use std::borrow::Cow;

/// The most files among which a near one is looked for.
const MAX_CANDIDATES: usize = 2_000;

/// All files of a portal.
pub(super) struct Files<'k, 's> {
    base: &'k Base,
    /// In the order of their paths.
    files: Vec<(Cow<'k, str>, &'k Landmark<'s>)>,
}

impl<'k, 's> Files<'k, 's> {
    /// The files of a portal that will stand at `base`.
    pub(super) fn new(base: &'k Base, landmarks: impl Iterator<Item = &'k Landmark<'s>>) -> Self {
        let mut files: Vec<_> = landmarks.map(|landmark| (landmark.address.file(), landmark)).collect();
        files.par_sort_by(|(a, _), (b, _)| a.cmp(b));
        Self { base, files }
    }

    /// Their paths, in order.
    pub(super) fn names(&self) -> Vec<&str> {
        self.files.iter().map(|(name, _)| name.as_ref()).collect()
    }

    /// What is stored as a file.
    pub(super) fn find(&self, file: &str) -> Option<&'k Landmark<'s>> {
        let at = self.files.binary_search_by(|(known, _)| known.as_ref().cmp(file)).ok()?;
        Some(self.files[at].1)
    }

    /// The address that was probably meant by one where nothing is.
    pub(super) fn near(&self, path: &str) -> Option<String> {
        let plain = path.trim_start_matches(['/', '.']);
        let without = |prefix: &str| plain.strip_prefix(prefix).map(str::to_owned);
        let base = self.base.path.trim_start_matches('/');
        let stem = plain.trim_end_matches('/');
        let stem = stem.strip_suffix(".htm").or_else(|| stem.strip_suffix(".shtml")).or_else(|| stem.strip_suffix(".html.html")).unwrap_or(stem);
        let tried = [
            without("public/"),
            without("content/"),
            without(base).filter(|_| !base.is_empty()),
            Some(format!("{stem}/")),
            Some(format!("{stem}.html")),
            Some(plain.to_owned()),
        ];
        let fixed = tried.into_iter().flatten().find(|path| self.find(&Address::new(path.as_str()).file()).is_some());
        fixed.or_else(|| self.near_in_folder(plain)).or_else(|| self.of_same_name(plain))
    }

    /// One of the same folder and kind that differs little, or one anywhere that differs only in capitals.
    pub(super) fn near_in_folder(&self, path: &str) -> Option<String> {
        let address = Address::new(path);
        let file = address.file();
        let same = |known: &&str| known.len() == file.len() && known.eq_ignore_ascii_case(&file);
        if let Some(found) = self.files.iter().map(|(known, _)| known.as_ref()).find(same) {
            return Some(shown(found));
        }
        let (whole, kind) = kind(&file);
        let (folder, name) = whole.rsplit_once('/').map_or(("", whole), |(folder, name)| (&whole[..=folder.len()], name));
        let start = self.files.partition_point(|(known, _)| known.as_ref() < folder);
        let beside = self.files[start..].iter().map(|(known, _)| known.as_ref()).take_while(|known| known.starts_with(folder)).take(MAX_CANDIDATES);
        let names = beside.filter_map(|known| known.strip_prefix(folder)?.strip_suffix(kind)).filter(|name| !name.contains('/'));
        Some(shown(&format!("{folder}{}{kind}", nearest(name, names)?)))
    }

    /// The only one of the same name in another folder.
    pub(super) fn of_same_name(&self, path: &str) -> Option<String> {
        let name = format!("/{}", path.rsplit('/').next().filter(|name| !name.is_empty())?);
        let mut found = self.files.iter().map(|(known, _)| known.as_ref()).filter(|known| known.ends_with(&name) && name != "/index.html");
        let first = found.next()?;
        found.next().is_none().then(|| shown(first))
    }
}

/// A file's path without its kind, and that: `/index.html`, `.html`, `.docx`.
fn kind(file: &str) -> (&str, &str) {
    let at = file.strip_suffix("/index.html").map(str::len).or_else(|| file.rfind('.').filter(|at| !file[*at..].contains('/')));
    file.split_at(at.unwrap_or(file.len()))
}

/// A file as the address it is reached by.
fn shown(file: &str) -> String {
    let is_folder = file == "index.html" || file.ends_with("/index.html");
    if is_folder { file.trim_end_matches("index.html").to_owned() } else { file.to_owned() }
}
