//! A portal on the loopback address: what was built last, with a live reload; a broken file shows its message while the
//! last good pages stay.

mod live;
mod request;

use crate::build::{BuildOptions, Outcome};
use crate::diagnostic::{Lang, Level, render};
use crate::load::read_base;
use crate::output::Failure;
use crate::watch::watch;
use live::Live;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use tiny_http::Server;

/// How many requests are answered at a time. A browser asks for six things at once.
const WORKERS: usize = 8;

/// What is served, and where.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// What is built; its folder should be one that nothing else uses.
    pub build: BuildOptions,
    /// The port on the loopback address; 0 for any that is free.
    pub port: u16,
    /// The language of messages on the page.
    pub lang: Lang,
}

/// A portal that is being served.
pub struct Preview {
    /// Where it can be seen.
    pub address: SocketAddr,
    /// The path below which the portal stands.
    pub base_path: String,
    options: ServeOptions,
    live: Arc<Live>,
}

/// What every answer needs.
pub(crate) struct Served {
    out: PathBuf,
    port: u16,
    live: Arc<Live>,
}

/// Begins to listen; [`Preview::run`] builds.
///
/// # Errors
/// Where the port cannot be had.
pub fn listen(options: ServeOptions) -> Result<Preview, Failure> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let refused = |error: Box<dyn std::error::Error + Send + Sync>| Failure::Io(PathBuf::from(address.to_string()), std::io::Error::other(error));
    let server = Arc::new(Server::http(address).map_err(refused)?);
    let address = server.server_addr().to_ip().unwrap_or(address);
    let live = Arc::new(Live::default());
    let base_path = base_path(&options.build);
    live.move_to(&base_path);
    let served = Arc::new(Served { out: options.build.out.clone(), port: address.port(), live: Arc::clone(&live) });
    for _ in 0..WORKERS {
        let (server, served) = (Arc::clone(&server), Arc::clone(&served));
        thread::spawn(move || {
            while let Ok(request) = server.recv() {
                request::answer(request, &served);
            }
        });
    }
    Ok(Preview { address, base_path, options, live })
}

/// The path the portal will stand at: it is served below it, so that its links are right.
fn base_path(options: &BuildOptions) -> String {
    read_base(&options.load).map_or_else(|| "/".to_owned(), |base| base.path)
}

impl Preview {
    /// Builds, and again whenever something changes; `told` hears of every build, and ends it by saying false.
    ///
    /// # Errors
    /// Where the system cannot watch files.
    pub fn run(self, mut told: impl FnMut(&Result<Outcome, Failure>) -> bool) -> notify::Result<()> {
        let Self { options, live, .. } = self;
        watch(&options.build, |outcome| {
            live.move_to(&base_path(&options.build));
            live.tell(changed(&outcome), &problems(&outcome, options.lang));
            told(&outcome)
        })
    }
}

/// Whether a build changed what is published.
fn changed(outcome: &Result<Outcome, Failure>) -> bool {
    let files = outcome.as_ref().ok().and_then(|outcome| outcome.published).map(|published| published.files);
    files.is_some_and(|files| files.written + files.removed > 0)
}

/// What stopped a build, in words; empty where nothing did.
fn problems(outcome: &Result<Outcome, Failure>, lang: Lang) -> String {
    match outcome {
        Ok(outcome) if outcome.published.is_some() => String::new(),
        Ok(outcome) => {
            let errors: Vec<_> = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error).cloned().collect();
            render(&errors, lang, false)
        }
        Err(failure) => failure.to_string(),
    }
}
