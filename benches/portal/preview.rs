//! A tool that serves its site and watches it → how soon it shows its first page, and an edit on every page that has it.

use crate::edit::Edit;
use crate::pages::{PATIENCE, Pages, Stale};
use crate::tool::Tool;
use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long a tool must say nothing to be taken to be at rest.
const REST: Duration = Duration::from_millis(300);

/// How long a tool let wait. Times are in seconds.
pub(crate) struct Latency {
    pub(crate) tool: &'static str,
    /// From its start to its first page.
    pub(crate) first: f64,
    /// From the writing of each edit to the last answer of the pages that show it.
    pub(crate) edits: Vec<f64>,
}

impl Latency {
    /// Starts the tool and edits its site again and again, each time when the tool is at rest.
    pub(crate) fn of(tool: &Tool, edits: impl Iterator<Item = Edit>) -> Result<Self, Box<dyn Error>> {
        let (preview, first) = Preview::start(tool)?;
        let edits = edits.map(|edit| preview.latency(tool, &edit)).collect::<Result<_, _>>()?;
        Ok(Self { tool: tool.name, first, edits })
    }
}

/// A tool at work; it ends with this.
struct Preview {
    child: Child,
    /// What it says, line by line.
    said: Receiver<String>,
    pages: Pages,
}

impl Drop for Preview {
    fn drop(&mut self) {
        // Where it has ended by itself there is nothing to do.
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

impl Preview {
    /// Starts a tool, asks for a page as soon as it tells its address, and waits until it is ready for an edit.
    fn start(tool: &Tool) -> Result<(Self, f64), Box<dyn Error>> {
        let (program, arguments) = tool.serve.split_first().ok_or("there is nothing to start")?;
        let start = Instant::now();
        let mut child = Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (saying, said) = channel();
        listen(child.stdout.take(), &saying);
        listen(child.stderr.take(), &saying);
        let mut preview = Self { child, said, pages: Pages::Served(String::new()) };
        let server = loop {
            if let Some(server) = server(&preview.said.recv_timeout(PATIENCE)?) {
                break server;
            }
        };
        preview.pages = Pages::Served(server);
        preview.pages.read("/")?;
        let first = start.elapsed().as_secs_f64();
        preview.hears(tool.ready)?;
        Ok((preview, first))
    }

    /// Makes an edit, and waits until every page has it.
    fn latency(&self, tool: &Tool, edit: &Edit) -> Result<f64, Box<dyn Error>> {
        let stale = Stale::of(edit, &self.pages)?;
        let (file, text) = tool.edited(edit);
        let start = Instant::now();
        fs::write(file, text)?;
        stale.wait(&self.pages)?;
        let elapsed = start.elapsed().as_secs_f64();
        self.hears(tool.done)?;
        Ok(elapsed)
    }

    /// Waits until the tool says something, and then until it has nothing more to say.
    fn hears(&self, words: &str) -> Result<(), Box<dyn Error>> {
        while !self.said.recv_timeout(PATIENCE)?.contains(words) {}
        loop {
            match self.said.recv_timeout(REST) {
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                Err(RecvTimeoutError::Disconnected) => return Err("the tool ended while it was watched".into()),
            }
        }
    }
}

/// Hands on what a tool says.
fn listen(from: Option<impl Read + Send + 'static>, to: &Sender<String>) {
    let to = to.clone();
    let lines = from.map(|from| BufReader::new(from).lines().map_while(Result::ok));
    thread::spawn(move || lines.into_iter().flatten().try_for_each(|line| to.send(line)));
}

/// Host and port of a server that tells its address.
fn server(line: &str) -> Option<String> {
    let (_, address) = line.split_once("http://")?;
    address.split('/').next().map(str::to_owned)
}
