//! `manifest.json` in the published folder: every file with its SHA-256, for whoever checks a copy. It also tells which
//! files are ours where the record of earlier builds is lost.

use super::record::{Record, Stamp, Written, is_inside};
use crate::source::{Digest, DigestBuilder, Sha256, below};
use rayon::prelude::*;
use std::io::{self, Write};
use std::path::Path;

/// Its path below the published folder.
pub(crate) const MANIFEST: &str = "manifest.json";

/// What it calls itself.
const SCHEMA: &str = "lanmu-manifest/1";

/// Writes the manifest of the files of a build.
pub(crate) fn manifest(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\n  \"files\": {")?;
    let mut line = Vec::new();
    for (at, (path, written)) in record.files().iter().enumerate() {
        line.clear();
        line.extend(if at == 0 { &b"\n    "[..] } else { b",\n    " });
        serde_json::to_writer(&mut line, &**path)?;
        write!(line, ": \"{}\"", written.sha)?;
        out.write_all(&line)?;
    }
    write!(out, "\n  }},\n  \"schema\": \"{SCHEMA}\"\n}}\n")
}

/// What its bytes depend on.
pub(crate) fn fingerprint(record: &Record) -> Digest {
    let files = record.files().iter();
    files.fold(DigestBuilder::new(SCHEMA), |digest, (path, written)| digest.text(path).digest(Digest::of(&written.sha.to_bytes()))).finish()
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
    let listed: Vec<(&String, &serde_json::Value)> = manifest.get("files")?.as_object()?.iter().collect();
    let adopted = listed.into_par_iter().filter(|(path, _)| is_inside(path)).filter_map(|(path, sha)| {
        let (file, sha) = (below(out, path), Sha256::parse(sha.as_str()?)?);
        std::fs::read(&file).ok().filter(|bytes| Sha256::of(bytes) == sha)?;
        Some((path.clone(), written(sha, &file)?))
    });
    let own = written(Sha256::of(text.as_bytes()), &out.join(MANIFEST))?;
    let adopted: Vec<(String, Written)> = adopted.collect();
    Some(adopted.into_iter().chain([(MANIFEST.to_owned(), own)]).collect())
}

fn written(sha: Sha256, file: &Path) -> Option<Written> {
    Some(Written { fingerprint: Digest::default(), stamp: Stamp::of(&std::fs::metadata(file).ok()?), sha })
}
