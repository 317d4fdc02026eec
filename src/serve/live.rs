//! The browsers that have a page open: each is told whether its own page has changed, and when something else was found.

use super::shelf::Shelf;
use crate::diagnostic::Diagnostic;
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The script that a page is followed with, in its own file: the pages' policy allows no inline script.
pub(crate) const SCRIPT: &str = include_str!("live.js");

/// The look of the bar and the panel.
pub(crate) const STYLE: &str = include_str!("live.css");

/// The browsers that listen, and what was found.
#[derive(Default)]
pub(crate) struct Live {
    found: Mutex<Found>,
    listeners: Mutex<Vec<Listener>>,
}

/// What was found last.
#[derive(Clone, Default)]
pub(crate) struct Found {
    /// Counts how often something was found.
    pub(crate) number: u64,
    pub(crate) diagnostics: Arc<Vec<Diagnostic>>,
    /// The path below which the portal stands.
    pub(crate) base_path: String,
}

/// A browser with a page open.
struct Listener {
    /// The file of the page.
    file: String,
    stream: Box<dyn Write + Send>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each change is whole; a listener that fails is dropped.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Live {
    /// What was found last.
    pub(crate) fn last(&self) -> Found {
        held(&self.found).clone()
    }

    /// The portal stands below this path from now on.
    pub(crate) fn move_to(&self, base_path: &str) {
        base_path.clone_into(&mut held(&self.found).base_path);
    }

    /// Something else was found.
    pub(crate) fn found(&self, diagnostics: &[Diagnostic], shelf: &Shelf) {
        {
            let mut found = held(&self.found);
            found.number += 1;
            found.diagnostics = Arc::new(diagnostics.to_vec());
        }
        self.changed(shelf);
    }

    /// Tells all listeners how their pages are.
    pub(crate) fn changed(&self, shelf: &Shelf) {
        let number = self.last().number;
        held(&self.listeners).retain_mut(|listener| listener.tell(number, shelf));
    }

    /// Adds a listener, which is told at once how things are.
    pub(crate) fn listen(&self, file: String, stream: Box<dyn Write + Send>, shelf: &Shelf) {
        let mut listener = Listener { file, stream };
        let mut listeners = held(&self.listeners);
        if listener.tell(self.last().number, shelf) {
            listeners.push(listener);
        }
    }
}

impl Listener {
    fn tell(&mut self, found: u64, shelf: &Shelf) -> bool {
        let data = serde_json::json!({ "print": shelf.print(&self.file), "found": found.to_string() });
        self.stream.write_all(format!("data: {data}\n\n").as_bytes()).and_then(|()| self.stream.flush()).is_ok()
    }
}
