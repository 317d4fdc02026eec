//! The portal as it was loaded last → the pages that are asked for, one at a time. A page that cannot be rendered any more is
//! shown as it was.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Address;
use crate::page::{Pages, Plan, Planned, Shell, plan_at};
use crate::portal::Portal;
use crate::render::render;
use crate::source::{Digest, DigestBuilder, FileFacts};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// What is in place of a print where nothing stands at an address.
pub(crate) const NOTHING: &str = "nothing";

/// The same while there is no portal at all.
pub(crate) const NO_PORTAL: &str = "none";

/// How many pages are kept as they were shown last: those a clerk has open.
const KEPT: usize = 32;

/// A page as it is shown.
pub(crate) struct Sheet {
    /// Its file.
    pub(crate) bytes: Vec<u8>,
    /// What tells whether it is still what would be shown.
    pub(crate) print: String,
}

/// The portal, and pages of it.
#[derive(Default)]
pub(crate) struct Shelf {
    state: Mutex<State>,
    /// Wakes those who wait for the first portal.
    ready: Condvar,
}

#[derive(Default)]
struct State {
    is_ready: bool,
    portal: Option<Arc<Portal>>,
    /// What is known of files that pages list, by their addresses, with the fingerprints that it is true for.
    facts: BTreeMap<String, (Digest, FileFacts)>,
    /// Pages as they were shown last, by their files.
    shown: VecDeque<(String, Vec<u8>)>,
}

impl Shelf {
    fn state(&self) -> MutexGuard<'_, State> {
        // Each change of the state is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The portal is this from now on; where there is none, it stays as it was.
    pub(crate) fn put(&self, portal: Option<&Arc<Portal>>) {
        let mut state = self.state();
        if let Some(portal) = portal {
            state.portal = Some(Arc::clone(portal));
        }
        state.is_ready = true;
        drop(state);
        self.ready.notify_all();
    }

    /// The portal, once it was loaded; none where it could not be.
    fn portal(&self) -> Option<Arc<Portal>> {
        let state = self.ready.wait_while(self.state(), |state| !state.is_ready).unwrap_or_else(PoisonError::into_inner);
        state.portal.clone()
    }

    /// What tells whether a page is still what a browser has.
    pub(crate) fn print(&self, file: &str) -> String {
        let Some(portal) = self.portal() else { return NO_PORTAL.to_owned() };
        let shell = portal.shell();
        self.planned(&portal, &shell, file).map_or_else(|| NOTHING.to_owned(), |planned| print(&planned, &portal))
    }

    /// The files of the content that a page is made of.
    pub(crate) fn sources(&self, file: &str) -> Vec<String> {
        let Some(portal) = self.portal() else { return Vec::new() };
        let shell = portal.shell();
        plan_at(&portal.site, &shell, &portal.theme, file).map_or_else(Vec::new, |(planned, _)| planned.page.sources().into_iter().map(str::to_owned).collect())
    }

    /// What is wrong with the templates of a page, which is shown as it was for that.
    pub(crate) fn fault(&self, file: &str) -> Option<Diagnostic> {
        let portal = self.portal()?;
        let shell = portal.shell();
        let planned = self.planned(&portal, &shell, file)?;
        render(&planned.page, &portal.theme).err().filter(|diagnostic| diagnostic.code == Code::Template)
    }

    /// Whether there is a portal, or none could be loaded yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.portal().is_none()
    }

    /// What stands at an address; none where nothing does.
    ///
    /// # Errors
    /// Why it cannot be rendered, and its print, where it was never shown before either.
    pub(crate) fn sheet(&self, file: &str) -> Result<Option<Sheet>, Box<(Diagnostic, String)>> {
        let Some(portal) = self.portal() else { return Ok(None) };
        let shell = portal.shell();
        let Some(planned) = self.planned(&portal, &shell, file) else { return Ok(None) };
        // Of a page that is shown as it was, the print is that of the page that cannot be: else it would be loaded for ever.
        let print = print(&planned, &portal);
        match render(&planned.page, &portal.theme) {
            Ok(content) => {
                let bytes = content.into_bytes();
                if planned.page.is_themed() {
                    self.keep(file, &bytes);
                }
                Ok(Some(Sheet { bytes, print }))
            }
            Err(diagnostic) => match self.state().shown.iter().find(|(known, _)| known == file) {
                Some((_, bytes)) => Ok(Some(Sheet { bytes: bytes.clone(), print })),
                None => Err(Box::new((diagnostic, print))),
            },
        }
    }

    fn keep(&self, file: &str, bytes: &[u8]) {
        let mut state = self.state();
        state.shown.retain(|(known, _)| known != file);
        state.shown.push_front((file.to_owned(), bytes.to_vec()));
        state.shown.truncate(KEPT);
    }

    /// What stands at an address, with what it tells of other files.
    fn planned<'p>(&self, portal: &'p Portal, shell: &'p Shell<'p>, file: &str) -> Option<Planned<'p>> {
        let (mut planned, downloads) = plan_at(&portal.site, shell, &portal.theme, file)?;
        planned.learn(|address| self.facts(portal, address, &downloads));
        Some(planned)
    }

    /// What is known of a file that a page lists; it is made for that, unless it was before.
    fn facts(&self, portal: &Portal, address: &Address, downloads: &[Planned<'_>]) -> Option<FileFacts> {
        let planned = downloads.iter().find(|planned| planned.address == *address)?;
        let digest = planned.page.digest();
        let known = self.state().facts.get(address.as_str()).copied();
        if let Some((_, facts)) = known.filter(|(known, _)| *known == digest) {
            return Some(facts);
        }
        let facts = render(&planned.page, &portal.theme).ok()?.facts();
        self.state().facts.insert(address.as_str().to_owned(), (digest, facts));
        Some(facts)
    }
}

fn print(planned: &Planned<'_>, portal: &Portal) -> String {
    let print = DigestBuilder::new("print").digest(planned.page.digest());
    let print = if planned.page.is_themed() { print.digest(portal.theme.digest).finish() } else { print.finish() };
    print.to_string()
}

/// What is wrong with the templates, as far as one page of each tells.
pub(crate) fn broken_templates(portal: &Portal, plan: &Plan<'_>) -> Vec<Diagnostic> {
    let mut trial = Trial::default();
    trial.of(portal, &plan.portal);
    for column in &plan.columns {
        if column.sketch.templates.iter().any(|template| !trial.tried.contains(&**template)) {
            trial.of(portal, &plan.column(column));
        }
    }
    trial.broken
}

/// Templates that were tried.
#[derive(Default)]
struct Trial {
    tried: BTreeSet<&'static str>,
    broken: Vec<Diagnostic>,
}

impl Trial {
    /// Tries those of some pages.
    fn of(&mut self, portal: &Portal, pages: &Pages<'_>) {
        for page in pages.pages.iter().map(|planned| &planned.page) {
            let Some(template) = page.template().filter(|template| !self.tried.contains(template)) else { continue };
            match render(page, &portal.theme) {
                Ok(_) => drop(self.tried.insert(template)),
                Err(diagnostic) if diagnostic.code == Code::Template => {
                    self.tried.insert(template);
                    if !self.broken.contains(&diagnostic) {
                        self.broken.push(diagnostic);
                    }
                }
                // What it is made of cannot be read any more: another page of it may tell.
                Err(_) => {}
            }
        }
    }
}
