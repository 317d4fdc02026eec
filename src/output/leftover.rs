//! What a build that was cut short has left: which tree is published, which files are known, what must go.

use super::Failure;
use super::foreign::STAGE;
use super::manifest::MANIFEST;
use super::place::{Output, failed};
use super::record::{Record, Stamp, Written};
use super::stage::discard;
use crate::source::below;
use std::fs;
use std::path::Path;

/// Whether a build has left something.
pub(crate) fn is_cut_short(output: &Output) -> bool {
    let beside = &output.beside;
    [beside.next(), beside.old(), beside.stage(), beside.trial(), output.out.join(STAGE)].iter().any(|left| fs::symlink_metadata(left).is_ok())
}

/// Puts in order what was left. May itself be cut short at any point.
pub(crate) fn clear(output: &mut Output) -> Result<(), Failure> {
    let (stage, old, next) = (output.beside.stage(), output.beside.old(), output.beside.next());
    if let Some(planned) = Record::read(&next) {
        if stage.exists() && is_published(output, &planned) {
            fs::rename(&stage, &old).map_err(failed(&old))?;
        }
        let known = merge(&output.out, output.record.take().unwrap_or_default(), planned);
        let record = output.beside.record();
        known.write(&record).map_err(failed(&record))?;
        output.record = Some(known);
    }
    if next.exists() {
        fs::remove_file(&next).map_err(failed(&next))?;
    }
    if old.exists() {
        discard(output, &old)?;
    }
    for folder in [stage, output.beside.trial(), output.out.join(STAGE)] {
        if fs::symlink_metadata(&folder).is_ok_and(|metadata| metadata.is_dir()) {
            fs::remove_dir_all(&folder).map_err(failed(&folder))?;
        }
    }
    Ok(())
}

/// Whether the published folder holds what was planned: its list of files tells.
fn is_published(output: &Output, planned: &Record) -> bool {
    let list = fs::symlink_metadata(output.out.join(MANIFEST));
    planned.get(MANIFEST).zip(list.ok()).is_some_and(|(planned, list)| planned.stamp == Stamp::of(&list))
}

/// What is known of files that may be those of the last build, or of the one that was cut short.
fn merge(out: &Path, former: Record, planned: Record) -> Record {
    let told = |path: &str| fs::symlink_metadata(below(out, path)).ok().filter(|metadata| metadata.is_file()).map(|metadata| Stamp::of(&metadata));
    let known = |path: &str, one: Option<&Written>, other: Option<&Written>| {
        let stamp = told(path)?;
        let is_it = |written: &&Written| written.stamp == stamp;
        one.filter(is_it).or(other.filter(is_it)).or(other).copied()
    };
    let of_planned = planned.files().iter().filter_map(|(path, written)| {
        let before = former.get(path);
        let known = if before == Some(written) { before.copied() } else { known(path, Some(written), before) };
        Some((path.clone(), known?))
    });
    let gone = former.files().iter().filter(|(path, _)| planned.get(path).is_none());
    let of_former = gone.filter_map(|(path, written)| Some((path.clone(), known(path, None, Some(written))?)));
    of_planned.chain(of_former).collect()
}
