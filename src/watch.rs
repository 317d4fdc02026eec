//! Changes of files → builds. An event wakes, and may say in which agency's folder something happened; what has to be read,
//! rendered and written, the build finds itself. Whatever is not sure means: look everywhere.

use crate::build::{BuildOptions, Outcome, build_changed};
use crate::load::{Look, Memo};
use crate::output::Failure;
use crate::theme;
use notify::{Config, Event, EventKind, EventKindMask, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long the disk must be quiet before a build: an editor's save is several events within a few milliseconds.
const SETTLE: Duration = Duration::from_millis(8);

/// The longest a build waits for quiet, while a copy of many files goes on.
const PATIENCE: Duration = Duration::from_millis(300);

/// How often files are looked at where the system tells nothing.
const POLL: Duration = Duration::from_millis(700);

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Means {
    /// The system tells.
    #[default]
    Events,
    /// Files are looked at again and again: for network drives and shared folders, of which the system tells nothing.
    Polling,
}

/// Builds once, and again whenever something changes; `told` hears of every build, and ends the watching by saying
/// false. Returns when nothing can be watched any longer.
///
/// # Errors
/// Where the system cannot watch.
pub fn watch(options: &BuildOptions, means: Means, mut told: impl FnMut(Result<Outcome, Failure>) -> bool) -> notify::Result<()> {
    let mut memo = Memo::remembering();
    watch_changes(&options.load.root, means, |look| told(build_changed(options, &mut memo, look)))
}

/// Calls `look` once, and again whenever something below a portal's root changes, with the folders to look into; ends when
/// it says false.
///
/// # Errors
/// Where the system cannot watch.
pub fn watch_changes(root: &Path, means: Means, mut look: impl FnMut(&Look) -> bool) -> notify::Result<()> {
    let root = root.canonicalize().map_err(notify::Error::io)?;
    let (wake, woken) = channel();
    let relevant_to = root.clone();
    let told = move |event: notify::Result<Event>| {
        let look = event.as_ref().map_or(Some(Look::Everywhere), |event| look_of(event, &relevant_to));
        if let Some(look) = look {
            // The receiver is gone only when watching has ended.
            let _ = wake.send(look);
        }
    };
    // Reading files makes events of its own: at 100,000 files so many that the system would drop those of changes.
    let config = Config::default().with_event_kinds(EventKindMask::CORE);
    let mut watcher: Box<dyn Watcher> = match means {
        Means::Events => Box::new(RecommendedWatcher::new(told, config)?),
        Means::Polling => Box::new(PollWatcher::new(told, config.with_poll_interval(POLL))?),
    };
    watcher.watch(&root, RecursiveMode::NonRecursive)?;
    let mut where_to = Look::Everywhere;
    let mut watched: Vec<PathBuf> = Vec::new();
    loop {
        // These folders may come and go. Watching a large one again takes time, and is needed only where it may be new.
        if where_to == Look::Everywhere || watched.iter().any(|folder| !folder.is_dir()) {
            watched.clear();
            for folder in ["content", theme::FOLDER, theme::SHELL].map(|folder| root.join(folder)).into_iter().filter(|folder| folder.is_dir()) {
                watcher.watch(&folder, RecursiveMode::Recursive)?;
                watched.push(folder);
            }
        }
        if !look(&where_to) {
            return Ok(());
        }
        match settled(&woken) {
            Some(next) => where_to = next,
            None => return Ok(()),
        }
    }
}

/// Waits for a change, and then for quiet; none when no change can come any more.
fn settled(woken: &Receiver<Look>) -> Option<Look> {
    let mut look = woken.recv().ok()?;
    let first = Instant::now();
    while first.elapsed() < PATIENCE {
        match woken.recv_timeout(SETTLE) {
            Ok(more) => look = both(look, more),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    Some(look)
}

fn both(one: Look, other: Look) -> Look {
    match (one, other) {
        (Look::In(mut one), Look::In(other)) => {
            one.extend(other);
            Look::In(one)
        }
        (Look::Everywhere, _) | (_, Look::Everywhere) => Look::Everywhere,
    }
}

/// Where an event means to look; none where it cannot change the portal, as reading a file cannot.
fn look_of(event: &Event, root: &Path) -> Option<Look> {
    if matches!(event.kind, EventKind::Access(_)) {
        return None;
    }
    if event.need_rescan() || event.paths.is_empty() {
        return Some(Look::Everywhere);
    }
    event.paths.iter().filter_map(|path| look_for(path, root)).reduce(both)
}

/// Where a change at a path means to look.
fn look_for(path: &Path, root: &Path) -> Option<Look> {
    let Ok(below) = path.strip_prefix(root) else { return Some(Look::Everywhere) };
    let parts: Vec<_> = below.components().map(Component::as_os_str).map(|part| part.to_string_lossy()).collect();
    let name = parts.last().map(|name| name.as_ref()).unwrap_or_default();
    let is_litter = name.ends_with('~') || name.ends_with(".swp") || name.ends_with(".swx") || name == "4913";
    match parts.iter().map(AsRef::as_ref).collect::<Vec<&str>>().as_slice() {
        _ if is_litter => None,
        // A folder of the name may have taken the place of another: then it is no matter of files in it.
        ["content", agency, _, ..] if !agency.starts_with('_') => Some(Look::In(BTreeSet::from([(*agency).to_owned()]))),
        ["content" | "site.toml" | theme::FOLDER | theme::SHELL, ..] => Some(Look::Everywhere),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, CreateKind, Flag};

    #[track_caller]
    fn case(paths: &[&str], expected: Option<&[&str]>) {
        let mut event = Event::new(EventKind::Create(CreateKind::Any));
        event.paths = paths.iter().map(|path| Path::new("/p").join(path)).collect();
        let found = look_of(&event, Path::new("/p"));
        let expected = expected.map(|slugs| if slugs == ["*"] { Look::Everywhere } else { Look::In(slugs.iter().map(|slug| (*slug).to_owned()).collect()) });
        assert_eq!(found, expected, "{paths:?}");
    }

    #[test]
    fn where_to_look() {
        case(&["content/kjj/2024/report.yaml"], Some(&["kjj"]));
        case(&["content/kjj/agency.yaml", "content/jyj/agency.yaml"], Some(&["jyj", "kjj"]));
        case(&["content/kjj/a.md", "site.toml"], Some(&["*"]));
        for everywhere in ["content/kjj", "content", "content/index.md", "content/_forms/a.toml", "content/_wording.tsv", "themes/default/a.css", "shell"] {
            case(&[everywhere], Some(&["*"]));
        }
        for nothing in ["public/index.html", ".lanmu/x", "content/kjj/.a.md.swp", "content/kjj/a.md~", "README.md"] {
            case(&[nothing], None);
        }
        case(&["/elsewhere/content/kjj/a.md"], Some(&["*"]));
        case(&[], Some(&["*"]));
        let reading = Event::new(EventKind::Access(AccessKind::Any)).add_path("/p/content/kjj/a.md".into());
        assert_eq!(look_of(&reading, Path::new("/p")), None);
        let lost = Event::new(EventKind::Any).add_path("/p/content/kjj/a.md".into()).set_flag(Flag::Rescan);
        assert_eq!(look_of(&lost, Path::new("/p")), Some(Look::Everywhere));
    }
}
