//! Everything that a portal is read from, as the disk tells it without opening a file → one digest: while it is the same,
//! the portal is.

use super::finding::Finding;
use super::listing::{Entry, EntryKind, Listing};
use super::stamp::Stamp;
use super::walk::{CONTENT, is_litter};
use crate::disk::{Links, Vantage};
use crate::source::{Digest, DigestBuilder, below};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

/// The state of everything that a portal is read from.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// Of all paths, and of what the disk tells of the files.
    pub digest: Digest,
    /// Whether a change after this moment is certain to change the digest.
    pub is_settled: bool,
    /// Each folder of the content by itself, by name, where a change after this moment is certain to change its digest.
    pub folders: BTreeMap<String, Digest>,
    /// What stands in the folders, for [`Self::keep_listings`]; none where that is what is kept already.
    listings: Option<Vec<u8>>,
}

/// Something right in the content folder, or one of the other folders.
#[derive(Serialize, Deserialize)]
struct Top<'a> {
    /// Its path below the root.
    #[serde(borrow)]
    path: Cow<'a, str>,
    /// What stands in it, where it is a folder.
    #[serde(borrow)]
    listing: Option<Listing<'a>>,
}

/// The state of a file, or of a folder with all that is in it.
struct Looked<'a> {
    top: Top<'a>,
    digest: Digest,
    is_settled: bool,
    /// Whether what stands in it is what was known.
    is_known: bool,
}

/// Looks at everything that a portal is read from: `site.toml`, the content, and some more folders below the root, if they
/// are there. None where something of it cannot be looked at.
#[must_use]
pub fn inputs(root: &Path, more: &[&str]) -> Option<Inputs> {
    let now = SystemTime::now();
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(below(root, CONTENT)).ok()? {
        let name = entry.ok()?.file_name();
        if !is_litter(&name.to_string_lossy()) {
            paths.push(format!("{CONTENT}/{}", name.to_str()?));
        }
    }
    paths.sort();
    paths.extend(more.iter().filter(|folder| below(root, folder).exists()).map(|folder| (*folder).to_owned()));
    paths.push("site.toml".to_owned());
    // Elsewhere nothing of it would hold.
    let is_told = Vantage::of(&below(root, CONTENT)).tells_of_folders();
    let kept = if is_told { Finding::Listed.read(root).unwrap_or_default() } else { Vec::new() };
    let kept: Vec<Top<'_>> = postcard::from_bytes(&kept).unwrap_or_default();
    let (count, mut known) = (kept.len(), BTreeMap::new());
    known.extend(kept.into_iter().filter_map(|Top { path, listing }| Some((path, listing?))));
    let tops: Vec<(Option<Listing<'_>>, String)> = paths.into_iter().map(|path| (known.remove(path.as_str()), path)).collect();
    let looked: Option<Vec<Looked<'_>>> = tops.into_par_iter().map(|(known, path)| look(root, path, known, now)).collect();
    let looked = looked?;
    let names = looked.iter().fold(DigestBuilder::new("inputs"), |digest, looked| digest.text(&looked.top.path));
    let digest = names.digests(looked.iter().map(|looked| looked.digest)).finish();
    let of_content = |looked: &Looked<'_>| Some((name_in_content(&looked.top.path)?.to_owned(), looked.digest));
    let folders = looked.iter().filter(|looked| looked.is_settled).filter_map(of_content).collect();
    let is_settled = looked.iter().all(|looked| looked.is_settled);
    let is_known = looked.len() == count && looked.iter().all(|looked| looked.is_known);
    let listings = if is_known || !is_told { None } else { postcard::to_stdvec(&looked.into_iter().map(|looked| looked.top).collect::<Vec<_>>()).ok() };
    Some(Inputs { digest, is_settled, folders, listings })
}

impl Inputs {
    /// Keeps what stands in the folders for later processes, if they know something else.
    pub(crate) fn keep_listings(&self, root: &Path) {
        if let Some(listings) = &self.listings {
            Finding::Listed.keep(root, listings);
        }
    }
}

/// The name of what stands right in the content folder.
fn name_in_content(path: &str) -> Option<&str> {
    path.strip_prefix(CONTENT).and_then(|rest| rest.strip_prefix('/'))
}

/// Looks at a file, or at a folder with all that is in it.
fn look<'a>(root: &Path, path: String, known: Option<Listing<'a>>, now: SystemTime) -> Option<Looked<'a>> {
    // Of a theme, everything is published that is not hidden.
    let is_read: fn(&str) -> bool = if name_in_content(&path).is_some() { |name| !is_litter(name) } else { |_| true };
    let digest = DigestBuilder::new("input");
    let folder = below(root, &path);
    let vantage = Vantage::of(&folder);
    let status = vantage.look("", Links::Followed).ok()?;
    let digest = digest.number(folder.is_symlink()).number(status.is_folder());
    if !status.is_folder() {
        let stamp = Stamp::told(status);
        let digest = stamp.digested(digest).finish();
        return Some(Looked { is_known: known.is_none(), top: Top { path: path.into(), listing: None }, digest, is_settled: stamp.is_settled_at(now) });
    }
    let mut listing = known.unwrap_or_default();
    let mut walk = Walk { vantage: &vantage, is_read, now, path: String::new(), depth: 0, is_settled: true, is_known: true };
    let digest = walk.through(&mut listing, digest)?.finish();
    let Walk { is_settled, is_known, .. } = walk;
    Some(Looked { top: Top { path: path.into(), listing: Some(listing) }, digest, is_settled, is_known })
}

/// The deepest folder that is looked into. Whatever is deeper is no content, and no theme's either.
const MAX_DEPTH: usize = 64;

/// A walk through a folder.
struct Walk<'a> {
    vantage: &'a Vantage,
    /// Whether something is looked at, by its name.
    is_read: fn(&str) -> bool,
    now: SystemTime,
    /// Where it has come to, below the folder.
    path: String,
    depth: usize,
    is_settled: bool,
    is_known: bool,
}

impl Walk<'_> {
    /// Adds all that stands in a folder and below it; what is known of it is put right.
    fn through(&mut self, listing: &mut Listing<'_>, mut digest: DigestBuilder) -> Option<DigestBuilder> {
        let status = self.vantage.look(&self.path, Links::Followed).ok().filter(|_| self.depth <= MAX_DEPTH)?;
        if !self.vantage.tells_of(&status) || listing.stamp != Some(Stamp::told(status)) {
            listing.read(self.vantage, &self.path, self.now, self.is_read)?;
            self.is_known = false;
        }
        self.depth += 1;
        digest = digest.number(listing.entries.len() as u64);
        for Entry { name, kind } in &mut listing.entries {
            let above = self.path.len();
            if above > 0 {
                self.path.push('/');
            }
            self.path.push_str(name);
            digest = digest.text(name).number(kind.number());
            digest = match kind {
                EntryKind::Folder(listing) => self.through(listing, digest)?,
                EntryKind::File | EntryKind::Link => {
                    let stamp = Stamp::told(self.vantage.look(&self.path, Links::Followed).ok()?);
                    self.is_settled &= stamp.is_settled_at(self.now);
                    stamp.digested(digest)
                }
            };
            self.path.truncate(above);
        }
        self.depth -= 1;
        Some(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::time::Duration;
    use tempfile::TempDir;

    fn write(root: &Path, path: &str, text: &str) {
        let file = below(root, path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("created");
        fs::write(file, text).expect("written");
    }

    /// What a look sees that knows what earlier ones have kept, once folders have settled; the same as one that knows nothing.
    #[track_caller]
    fn look(root: &Path, what: &str) -> Inputs {
        std::thread::sleep(Duration::from_millis(600));
        let kept = root.join(".lanmu/listed");
        let seen = inputs(root, &["themes"]).expect("a portal");
        let known = fs::read(&kept).ok();
        let _ = fs::remove_file(&kept);
        let anew = inputs(root, &["themes"]).expect("a portal");
        assert_eq!((seen.digest, &seen.folders, seen.is_settled), (anew.digest, &anew.folders, true), "{what}");
        if let Some(known) = known {
            fs::write(&kept, known).expect("written");
        }
        seen.keep_listings(root);
        seen
    }

    #[test]
    fn a_folder_as_it_was_is_not_read_again_and_nothing_is_missed() {
        let base = TempDir::new().expect("a temporary folder");
        let root = base.path();
        for path in
            ["site.toml", "content/index.md", "content/kjj/agency.yaml", "content/kjj/2024/news/a.md", "content/kjj/2024/news/b.md", "content/czj/agency.yaml"]
        {
            write(root, path, "x");
        }
        write(root, "themes/own/static/site.css", "x");
        let mut seen = vec![look(root, "for the first time").digest];
        assert_eq!(look(root, "again").digest, seen[0]);
        let is_known = inputs(root, &["themes"]).is_some_and(|inputs| inputs.listings.is_none());
        assert_eq!(is_known, Vantage::of(root).tells_of_folders());
        type Change<'a> = (&'a str, &'a dyn Fn());
        let changes: [Change<'_>; 9] = [
            ("words", &|| write(root, "content/kjj/2024/news/a.md", "y")),
            ("a new file", &|| write(root, "content/kjj/2024/news/c.md", "x")),
            ("a file gone", &|| fs::remove_file(root.join("content/kjj/2024/news/b.md")).expect("removed")),
            ("a file renamed", &|| fs::rename(root.join("content/kjj/2024/news/c.md"), root.join("content/kjj/2024/news/d.md")).expect("renamed")),
            ("a new folder", &|| write(root, "content/kjj/2025/news/a.md", "x")),
            ("a folder in the place of another", &|| {
                fs::rename(root.join("content/kjj/2024/news"), root.join("content/kjj/2024/notice")).expect("renamed");
                write(root, "content/kjj/2024/news/e.md", "x");
            }),
            ("a file in the place of a folder", &|| {
                fs::remove_dir_all(root.join("content/kjj/2025/news")).expect("removed");
                write(root, "content/kjj/2025/news", "x");
            }),
            ("an agency gone", &|| fs::remove_dir_all(root.join("content/czj")).expect("removed")),
            ("a hidden file of a theme", &|| write(root, "themes/own/static/.x", "x")),
        ];
        for (what, change) in changes {
            change();
            let digest = look(root, what).digest;
            assert!(!seen.contains(&digest), "{what}");
            seen.push(digest);
        }
        // What editors leave behind is no part of a portal.
        write(root, "content/kjj/2024/news/.e.md.swp", "x");
        assert_eq!(Some(&look(root, "litter").digest), seen.last());
    }

    // Other systems have no such names.
    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_no_file_holds_nothing_up() {
        use std::os::unix::ffi::OsStrExt;
        let base = TempDir::new().expect("a temporary folder");
        let root = base.path();
        write(root, "site.toml", "x");
        write(root, "content/kjj/agency.yaml", "x");
        let before = look(root, "before").digest;
        // Nobody writes into it: whoever reads it waits for ever.
        let made = std::process::Command::new("mkfifo").arg(root.join("content/pipe")).arg(root.join("content/kjj/pipe")).status();
        assert!(made.is_ok_and(|status| status.success()));
        assert_ne!(look(root, "pipes").digest, before);
        // What an editor leaves behind under a name that is no UTF-8 is no part of the portal either; any other such name is.
        let named = |name: &[u8]| root.join("content/kjj").join(std::ffi::OsStr::from_bytes(name));
        fs::write(named(b"~$\xc4\xea.docx"), "x").expect("written");
        assert!(inputs(root, &[]).is_some());
        fs::write(named(b"\xc4\xea.docx"), "x").expect("written");
        assert!(inputs(root, &[]).is_none());
    }

    #[test]
    fn folders_without_end_are_not_followed() {
        let base = TempDir::new().expect("a temporary folder");
        let root = base.path();
        write(root, "site.toml", "x");
        write(root, &format!("content/kjj/{}x.md", "a/".repeat(MAX_DEPTH)), "x");
        assert!(inputs(root, &[]).is_some());
        write(root, &format!("content/kjj/{}x.md", "a/".repeat(300)), "x");
        assert!(inputs(root, &[]).is_none());
    }

    #[test]
    fn what_is_kept_of_another_or_broken_is_nothing() {
        let base = TempDir::new().expect("a temporary folder");
        let root = base.path();
        write(root, "site.toml", "x");
        write(root, "content/kjj/agency.yaml", "x");
        let seen = look(root, "for the first time");
        for broken in [&b""[..], b"listed", &[0xff; 200]] {
            fs::write(root.join(".lanmu/listed"), broken).expect("written");
            assert_eq!(look(root, "broken").digest, seen.digest);
        }
        assert!(inputs(&root.join("content"), &[]).is_none());
    }
}
