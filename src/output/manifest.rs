//! `manifest.json` in the published folder: every file with its SHA-256, for whoever checks a copy. It also tells which
//! files are ours where the record of earlier builds is lost.

use super::record::{Record, Stamp, Written};
use crate::source::{Digest, Sha256, below};
use std::collections::BTreeMap;
use std::path::Path;

/// Its path below the published folder.
pub(crate) const MANIFEST: &str = "manifest.json";

/// The manifest of the files of a build.
pub(crate) fn manifest(record: &Record) -> Vec<u8> {
    let files: BTreeMap<&str, String> = record.files.iter().map(|(path, written)| (path.as_str(), written.sha.to_string())).collect();
    let mut bytes = serde_json::to_vec_pretty(&serde_json::json!({ "schema": "lanmu-manifest/1", "files": files })).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The paths that the manifest of a published folder lists; none where there is no manifest that can be read.
pub(crate) fn listed(out: &Path) -> Option<Vec<String>> {
    let manifest: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(out.join(MANIFEST)).ok()?).ok()?;
    Some(manifest.get("files")?.as_object()?.keys().cloned().collect())
}

/// What the manifest in a published folder says is ours, as far as the files are still what it says.
pub(crate) fn adopt(out: &Path) -> Option<Record> {
    let text = std::fs::read_to_string(out.join(MANIFEST)).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
    let listed = manifest.get("files")?.as_object()?;
    let inside = |path: &str| path.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    let adopted = listed.iter().filter(|(path, _)| inside(path)).filter_map(|(path, sha)| {
        let (file, sha) = (below(out, path), Sha256::parse(sha.as_str()?)?);
        let bytes = std::fs::read(&file).ok().filter(|bytes| Sha256::of(bytes) == sha)?;
        Some((path.clone(), written(&bytes, sha, Digest::default(), &file)?))
    });
    let mut files: BTreeMap<String, Written> = adopted.collect();
    let own = written(text.as_bytes(), Sha256::of(text.as_bytes()), Digest::default(), &out.join(MANIFEST))?;
    files.insert(MANIFEST.to_owned(), own);
    Some(Record { files })
}

fn written(bytes: &[u8], sha: Sha256, fingerprint: Digest, file: &Path) -> Option<Written> {
    let stamp = Stamp::of(&std::fs::metadata(file).ok()?);
    Some(Written { digest: Digest::of(bytes), fingerprint, stamp, sha, other: None })
}
