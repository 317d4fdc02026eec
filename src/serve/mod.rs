//! A portal on the loopback address. Pages are rendered when they are asked for, from the portal as it is loaded; what is
//! wrong with it follows, and is shown on the page it is about. A broken file never costs a page.

mod finding;
mod live;
mod request;
mod shelf;

use crate::build::told;
use crate::diagnostic::{Diagnostic, Lang};
use crate::load::{LoadOptions, Memo, read_base};
use crate::output::Failure;
use crate::portal::Portal;
use crate::watch::{Means, watch_changes};
use live::Live;
use rayon::{ThreadPool, ThreadPoolBuilder};
use shelf::Shelf;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tiny_http::Server;

/// How many requests are answered at a time. A browser asks for six things at once.
const WORKERS: usize = 8;

/// What is served, and where.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// Which portal, as of when.
    pub load: LoadOptions,
    /// How changes are noticed.
    pub means: Means,
    /// The port on the loopback address; 0 for any that is free.
    pub port: u16,
    /// The language of messages on the page.
    pub lang: Lang,
    /// The address that opens a file in an editor, with `{file}`, `{line}` and `{column}` in it.
    pub editor: String,
}

/// A portal that is being served.
pub struct Preview {
    /// Where it can be seen.
    pub address: SocketAddr,
    /// The path below which the portal stands.
    pub base_path: String,
    options: ServeOptions,
    served: Arc<Served>,
}

/// What was found in the portal as it is shown now.
#[derive(Debug)]
pub struct Shown {
    /// Everything that is wrong or worth knowing, in the order of places.
    pub diagnostics: Vec<Diagnostic>,
    /// How many agencies it has.
    pub agencies: usize,
    /// How long it took to find.
    pub elapsed: Duration,
}

/// What every answer needs.
pub(crate) struct Served {
    /// The portal's root, by its whole path.
    root: PathBuf,
    port: u16,
    lang: Lang,
    editor: String,
    shelf: Shelf,
    live: Live,
}

/// Begins to listen; [`Preview::run`] loads.
///
/// # Errors
/// Where the port cannot be had.
pub fn listen(options: ServeOptions) -> Result<Preview, Failure> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let refused = |error: Box<dyn std::error::Error + Send + Sync>| Failure::Io(PathBuf::from(address.to_string()), std::io::Error::other(error));
    let server = Arc::new(Server::http(address).map_err(refused)?);
    let address = server.server_addr().to_ip().unwrap_or(address);
    let served = Arc::new(Served {
        root: options.load.root.canonicalize().unwrap_or_else(|_| options.load.root.clone()),
        port: address.port(),
        lang: options.lang,
        editor: options.editor.clone(),
        shelf: Shelf::default(),
        live: Live::default(),
    });
    let base_path = read_base(&options.load).map_or_else(|| "/".to_owned(), |base| base.path);
    served.live.move_to(&base_path);
    for _ in 0..WORKERS {
        let (server, served) = (Arc::clone(&server), Arc::clone(&served));
        thread::spawn(move || {
            while let Ok(request) = server.recv() {
                request::answer(request, &served);
            }
        });
    }
    Ok(Preview { address, base_path, options, served })
}

/// A portal as it was loaded just now, or what is wrong where there is none.
type Opened = Result<Arc<Portal>, Vec<Diagnostic>>;

impl Preview {
    /// Loads, and again whenever something changes; `told` hears what was found each time, and ends it by saying false.
    ///
    /// # Errors
    /// Where the system cannot watch files.
    pub fn run(self, mut told: impl FnMut(&Shown) -> bool) -> notify::Result<()> {
        let Self { options, served, .. } = self;
        let (opened, to_check) = channel();
        let watching = {
            let served = Arc::clone(&served);
            thread::spawn(move || show_changes(&options, &served, &opened))
        };
        let checkers = checkers();
        while let Some(opened) = newest(&to_check) {
            let begun = Instant::now();
            let look = || found(&opened);
            let (diagnostics, agencies) = checkers.as_ref().map_or_else(look, |checkers| checkers.install(look));
            // What was found in a portal that is not shown any more is of no use.
            let shown = Shown { diagnostics, agencies, elapsed: begun.elapsed() };
            served.live.found(&shown.diagnostics, &served.shelf);
            if !told(&shown) {
                return Ok(());
            }
        }
        watching.join().unwrap_or(Ok(()))
    }
}

/// Threads of their own for checking, one fewer than there are cores: who edits a file must not wait for what is found in the
/// portal as it was before. None where the system gives none.
fn checkers() -> Option<ThreadPool> {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1)).build().ok()
}

/// How long nothing must have changed before what was opened is checked: a browser first asks for the pages that have changed,
/// and on a small machine both would take twice as long.
const QUIET: Duration = Duration::from_millis(100);

/// The longest that what is found has to wait for that, while one change follows the other.
const PATIENCE: Duration = Duration::from_secs(1);

/// Waits for a portal, and takes the newest if there are several.
fn newest(opened: &Receiver<Opened>) -> Option<Opened> {
    let mut newest = opened.recv().ok()?;
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE
        && let Ok(newer) = opened.recv_timeout(QUIET)
    {
        newest = newer;
    }
    Some(newest)
}

/// Loads the portal whenever something changes, shows it, and hands it on to be checked.
fn show_changes(options: &ServeOptions, served: &Served, opened: &Sender<Opened>) -> notify::Result<()> {
    let mut memo = Memo::of_last_good().from_disk();
    let mut before: Option<Arc<Portal>> = None;
    watch_changes(&options.load.root, options.means, |look| {
        let portal = Portal::open_again(&options.load, &mut memo, look, before.as_deref()).map(Arc::new);
        before = portal.as_ref().ok().map(Arc::clone);
        if let Ok(portal) = &portal {
            served.live.move_to(&portal.site.config.base.path);
        }
        served.shelf.put(portal.as_ref().ok());
        served.live.changed(&served.shelf);
        opened.send(portal).is_ok()
    })
}

fn found(opened: &Opened) -> (Vec<Diagnostic>, usize) {
    match opened {
        Ok(portal) => {
            let shell = portal.shell();
            let plan = portal.plan(&shell);
            let mut diagnostics = portal.findings(&plan, &[]);
            diagnostics.extend(shelf::broken_templates(portal, &plan));
            (told(diagnostics), portal.site.agencies.len())
        }
        Err(diagnostics) => (told(diagnostics.clone()), 0),
    }
}
