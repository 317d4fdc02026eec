//! Addresses → pages, from a server or a folder; and the pages that an edit changes, until all of them show it.

use crate::edit::Edit;
use std::error::Error;
use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

/// How long a page is left alone that does not show an edit yet.
const PAUSE: Duration = Duration::from_millis(1);

/// How long anything is waited for; only what never comes takes longer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(900);

/// Where pages are.
pub(crate) enum Pages {
    /// At a server, given as host and port.
    Served(String),
    /// In a folder.
    Stored(PathBuf),
}

impl Pages {
    /// The page at an address.
    pub(crate) fn read(&self, address: &str) -> io::Result<String> {
        match self {
            Self::Served(server) => request(server, address),
            Self::Stored(folder) => {
                let index = if address.ends_with('/') { "index.html" } else { "" };
                fs::read_to_string(folder.join(format!("{}{index}", address.trim_start_matches('/'))))
            }
        }
    }
}

/// Asks for the page as it is built: what a preview adds to it changes whenever anything does.
fn request(server: &str, address: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(server)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(format!("GET {address}?__lanmu=plain HTTP/1.0\r\nHost: {server}\r\n\r\n").as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    match answer.split_once("\r\n\r\n") {
        Some((head, body)) if head.split(' ').nth(1) == Some("200") => Ok(body.to_owned()),
        _ => Err(io::Error::other(format!("{address} was answered with {:?}", answer.lines().next()))),
    }
}

/// The pages that an edit changes, as they are before it.
pub(crate) struct Stale {
    pages: Vec<(String, String)>,
    /// What each of them must show: the requests received, all applicants together.
    figure: String,
}

impl Stale {
    /// Reads them.
    pub(crate) fn of(edit: &Edit, pages: &Pages) -> io::Result<Self> {
        let read = |address: String| pages.read(&address).map(|page| (address, page));
        Ok(Self { pages: edit.addresses().into_iter().map(read).collect::<io::Result<_>>()?, figure: edit.report().received().to_owned() })
    }

    /// Returns when all of them have been read as they are after the edit, one by one.
    pub(crate) fn wait(&self, pages: &Pages) -> Result<(), Box<dyn Error>> {
        let begun = Instant::now();
        for (address, before) in &self.pages {
            while !self.is_fresh(before, pages.read(address)) {
                if begun.elapsed() > PATIENCE {
                    return Err(format!("{address} does not show the edit after {} s", PATIENCE.as_secs()).into());
                }
                thread::sleep(PAUSE);
            }
        }
        Ok(())
    }

    /// Fails if one of them does not show the edit.
    pub(crate) fn expect_fresh(&self, pages: &Pages) -> Result<(), Box<dyn Error>> {
        let stale = self.pages.iter().find(|(address, before)| !self.is_fresh(before, pages.read(address)));
        stale.map_or(Ok(()), |(address, _)| Err(format!("{address} was built and does not show the edit").into()))
    }

    /// Whether a page is there as a whole, is another one than before, and shows the figure.
    fn is_fresh(&self, before: &str, now: io::Result<String>) -> bool {
        now.is_ok_and(|now| now.trim_end().ends_with("</html>") && now != before && now.contains(&self.figure))
    }
}
