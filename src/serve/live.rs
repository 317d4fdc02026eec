//! What open browsers are told: that pages have changed, and what is wrong with the content right now.

use std::io::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The script that listens, in its own file: the pages' policy allows no inline script.
pub(crate) const SCRIPT: &str = include_str!("live.js");

/// The browsers that listen, and what they are told.
#[derive(Default)]
pub(crate) struct Live(Mutex<State>);

#[derive(Default)]
struct State {
    /// Counts changes of the published pages.
    generation: u64,
    problems: String,
    /// The path below which the portal stands.
    base_path: String,
    listeners: Vec<Box<dyn Write + Send>>,
}

impl Live {
    fn state(&self) -> MutexGuard<'_, State> {
        // A listener that fails is dropped; what is left is still right.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The count of changes so far.
    pub(crate) fn generation(&self) -> u64 {
        self.state().generation
    }

    /// The path below which the portal stands.
    pub(crate) fn base_path(&self) -> String {
        self.state().base_path.clone()
    }

    /// The portal stands below this path from now on.
    pub(crate) fn move_to(&self, base_path: &str) {
        base_path.clone_into(&mut self.state().base_path);
    }

    /// What is wrong right now.
    pub(crate) fn problems(&self) -> String {
        self.state().problems.clone()
    }

    /// Tells all listeners how things stand.
    pub(crate) fn tell(&self, changed: bool, problems: &str) {
        let mut state = self.state();
        state.generation += u64::from(changed);
        problems.clone_into(&mut state.problems);
        let message = state.message();
        state.listeners.retain_mut(|listener| send(listener, &message));
    }

    /// Adds a listener, which is told at once how things stand.
    pub(crate) fn listen(&self, mut listener: Box<dyn Write + Send>) {
        let mut state = self.state();
        if send(&mut listener, &state.message()) {
            state.listeners.push(listener);
        }
    }
}

impl State {
    fn message(&self) -> String {
        let data = serde_json::json!({ "generation": self.generation.to_string(), "problems": self.problems });
        format!("data: {data}\n\n")
    }
}

fn send(listener: &mut Box<dyn Write + Send>, message: &str) -> bool {
    listener.write_all(message.as_bytes()).and_then(|()| listener.flush()).is_ok()
}
