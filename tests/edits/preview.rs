//! The portal as a browser sees it while it is edited.

use super::{Tree, changed, clean, told};
use crate::support::Portal;
use lanmu::diagnostic::{Diagnostic, Lang, Level};
use lanmu::load::read_base;
use lanmu::serve::{ServeOptions, listen};
use lanmu::watch::Means;
use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A bound for waiting that only a broken program reaches.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long to wait for a message before pages are asked for again.
const AGAIN: Duration = Duration::from_millis(20);

/// A portal that is being served.
pub(super) struct Preview {
    address: SocketAddr,
    running: JoinHandle<()>,
    /// Hears what was found, each time.
    found: Receiver<Vec<Diagnostic>>,
    last: Vec<Diagnostic>,
    /// What a browser has seen last, as long as nothing was wrong.
    seen: Tree,
    /// The path below which the portal stands, as long as its settings can be read.
    base: String,
}

impl Preview {
    pub(super) fn begin(portal: &Portal) -> Self {
        let options = ServeOptions { load: portal.options().load, means: Means::Events, port: 0, lang: Lang::Zh, editor: String::new() };
        let preview = listen(options).expect("a free port");
        let address = preview.address;
        let (told, found) = channel();
        let running = thread::spawn(move || preview.run(|shown| told.send(shown.diagnostics.clone()).is_ok()).expect("watched"));
        Self { address, running, found, last: Vec::new(), seen: Tree::new(), base: String::new() }
    }

    /// Waits until a browser sees what a build makes that remembers nothing, and the same is found; or, where something stops
    /// that build, until some of it is found.
    pub(super) fn follow(&mut self, portal: &Portal) -> bool {
        let (expected, tree) = clean(portal);
        if let Some(base) = read_base(&portal.options().load) {
            self.base = base.path;
        }
        if expected.published.is_none() {
            let errors = expected.diagnostics.iter().filter(|found| found.level == Level::Error);
            let errors: Vec<&Diagnostic> = errors.collect();
            self.wait(|this| {
                let is_found = errors.iter().any(|error| this.last.contains(error));
                is_found.then_some(()).ok_or_else(|| format!("found is\n{}not\n{}", told(&this.last), told(&expected.diagnostics)))?;
                // What is broken costs the home page least of all.
                let (status, body) = this.get("")?;
                if status == "200" { Ok(()) } else { Err(format!("home: {status} {}", String::from_utf8_lossy(&body))) }
            });
            return false;
        }
        let seen = std::mem::take(&mut self.seen);
        let differ: BTreeSet<&str> = changed(&seen, &tree).into_iter().chain(changed(&tree, &seen)).collect();
        self.wait(|this| {
            for path in &differ {
                this.compare(path, &tree)?;
            }
            let [found, expected] = [&this.last, &expected.diagnostics];
            if found == expected { Ok(()) } else { Err(format!("found is\n{}not\n{}", told(found), told(expected))) }
        });
        self.seen = tree;
        // It stays open.
        self.get("").expect("an answer");
        true
    }

    /// Whether a browser sees everything as it was built, to the end.
    pub(super) fn end(self, portal: &Portal) {
        for path in self.seen.keys().filter(|path| *path != "manifest.json") {
            self.compare(path, &self.seen).expect("as it was built");
        }
        let Self { running, found, .. } = self;
        drop(found);
        // It hears at the next change that nobody listens any more; there are only so many watchers on a machine.
        while !running.is_finished() {
            portal.write("content/end.txt", "示例\n");
            thread::sleep(AGAIN);
        }
    }

    fn compare(&self, path: &str, tree: &Tree) -> Result<(), String> {
        let (status, body) = self.get(path)?;
        match tree.get(path) {
            Some(bytes) if status == "200" && body == *bytes => Ok(()),
            None if status == "404" => Ok(()),
            // A folder has come to stand where the file was.
            None if status == "302" && tree.contains_key(&format!("{path}/index.html")) => Ok(()),
            Some(_) | None => Err(format!("{path}: {status} {}", String::from_utf8_lossy(&body))),
        }
    }

    /// Waits until something is so.
    fn wait(&mut self, mut is_so: impl FnMut(&Self) -> Result<(), String>) {
        let begun = Instant::now();
        loop {
            if let Some(found) = self.found.try_iter().last() {
                self.last = found;
            }
            let Err(why) = is_so(self) else { return };
            assert!(begun.elapsed() < PATIENCE, "{why}");
            if let Ok(found) = self.found.recv_timeout(AGAIN) {
                self.last = found;
            }
        }
    }

    /// The status and the body of an answer, without what the preview adds to pages.
    fn get(&self, path: &str) -> Result<(String, Vec<u8>), String> {
        let path: String = path.bytes().map(|byte| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect();
        let mut answer = self.ask(&format!("{}{path}?__lanmu=plain", self.base)).map_err(|error| format!("{path}: {error}"))?;
        let head = answer.windows(4).position(|window| window == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
        let body = answer.split_off(head);
        let status = String::from_utf8_lossy(&answer).split(' ').nth(1).unwrap_or_default().to_owned();
        Ok((status, body))
    }

    fn ask(&self, address: &str) -> io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(stream, "GET {address} HTTP/1.0\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.address.port())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    }
}
