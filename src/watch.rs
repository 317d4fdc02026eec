//! Changes of files → builds. An event only wakes: what has to be read, rendered and written, the build finds itself.

use crate::build::{BuildOptions, Outcome, build};
use crate::load::Memo;
use crate::output::Failure;
use crate::theme;
use notify::{Event, EventKind, RecursiveMode, Watcher, recommended_watcher};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long the disk must be quiet before a build: an editor's save is several events within a few milliseconds.
const SETTLE: Duration = Duration::from_millis(15);

/// The longest a build waits for quiet, while a copy of many files goes on.
const PATIENCE: Duration = Duration::from_millis(300);

/// Builds once, and again whenever something changes; `told` hears of every build, and ends the watching by saying
/// false. Returns when nothing can be watched any longer.
///
/// # Errors
/// Where the system cannot watch.
pub fn watch(options: &BuildOptions, mut told: impl FnMut(Result<Outcome, Failure>) -> bool) -> notify::Result<()> {
    let root = options.load.root.canonicalize().map_err(notify::Error::io)?;
    let (wake, woken) = channel();
    let relevant_to = root.clone();
    let mut watcher = recommended_watcher(move |event: notify::Result<Event>| {
        if event.as_ref().map_or(true, |event| is_relevant(event, &relevant_to)) {
            // The receiver is gone only when watching has ended.
            let _ = wake.send(());
        }
    })?;
    watcher.watch(&root, RecursiveMode::NonRecursive)?;
    let mut memo = Memo::remembering();
    loop {
        // These folders may come and go; watching one again is harmless.
        for folder in ["content", theme::FOLDER, theme::SHELL] {
            let folder = root.join(folder);
            if folder.is_dir() {
                watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        if !told(build(options, &mut memo)) || !settled(&woken) {
            return Ok(());
        }
    }
}

/// Waits for a change, and then for quiet; false when no change can come any more.
fn settled(woken: &Receiver<()>) -> bool {
    if woken.recv().is_err() {
        return false;
    }
    let first = Instant::now();
    while first.elapsed() < PATIENCE {
        match woken.recv_timeout(SETTLE) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
    true
}

/// Whether an event may change the portal. Reading files makes events too, the build's own reading among them.
fn is_relevant(event: &Event, root: &Path) -> bool {
    if matches!(event.kind, EventKind::Access(_)) {
        return false;
    }
    event.need_rescan() || event.paths.is_empty() || event.paths.iter().any(|path| is_input(path, root))
}

fn is_input(path: &Path, root: &Path) -> bool {
    let Ok(below) = path.strip_prefix(root) else { return true };
    let first = below.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let litter = name.ends_with('~') || name.ends_with(".swp") || name.ends_with(".swx") || name == "4913";
    matches!(first.as_deref(), Some("content" | "site.toml" | theme::FOLDER | theme::SHELL)) && !litter
}
