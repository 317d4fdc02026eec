//! A portal's folder → the portal with its theme, as pages are made of it, and everything that is wrong with it. What builds,
//! checks and previews have in common.

use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::gate::{Gate, adjust};
use crate::load::{LoadOptions, Loaded, Look, Memo, load_changed};
use crate::model::{Site, Sketches};
use crate::page::{Plan, Shell, check_against, plan};
use crate::theme::Theme;
use std::path::PathBuf;
use std::sync::Arc;

/// A portal that was loaded, with its theme.
pub struct Portal {
    /// Its agencies and settings.
    pub site: Site,
    /// What its pages are rendered with.
    pub theme: Arc<Theme>,
    /// What is wrong with that.
    faults: Vec<Diagnostic>,
    /// The loader's notes, and what the rules that look at one file at a time have found.
    noted: Loaded,
    /// What was found in its agencies before.
    checked: Arc<Checked>,
    /// What is known of columns that were planned before.
    sketches: Arc<Sketches>,
    /// Its root: the folder of `site.toml`.
    root: PathBuf,
}

impl Portal {
    /// Loads a portal and its theme.
    ///
    /// # Errors
    /// What is wrong, where there is no readable `site.toml`.
    pub fn open(options: &LoadOptions, memo: &mut Memo, look: &Look) -> Result<Self, Vec<Diagnostic>> {
        Self::open_again(options, memo, look, None)
    }

    /// The same with the portal as it was `before`: where something has happened in folders of agencies alone, its theme is
    /// this one's.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_again(options: &LoadOptions, memo: &mut Memo, look: &Look, before: Option<&Self>) -> Result<Self, Vec<Diagnostic>> {
        let mut noted = load_changed(options, memo, look);
        let Some(site) = noted.site.take() else { return Err(noted.diagnostics) };
        let is_same = |before: &&Self| matches!(look, Look::In(_)) && before.site.config.digest == site.config.digest && before.root == options.root;
        let (theme, faults) = match before.filter(is_same) {
            Some(before) => (Arc::clone(&before.theme), before.faults.clone()),
            None => {
                let (theme, faults) = Theme::load(&options.root, &site.config);
                (Arc::new(theme), faults)
            }
        };
        Ok(Self { site, theme, faults, noted, checked: memo.checked(&options.root), sketches: memo.sketches(&options.root), root: options.root.clone() })
    }

    /// What every page shows.
    #[must_use]
    pub fn shell(&self) -> Shell<'_> {
        Shell::new(&self.site, &self.root, &self.theme.phrases)
    }

    /// Plans it.
    #[must_use]
    pub fn plan<'p>(&'p self, shell: &'p Shell<'p>) -> Plan<'p> {
        plan(&self.site, shell, &self.theme, &self.sketches)
    }

    /// Everything that is wrong with it as it was planned, or worth knowing; `published` are the files of a published site
    /// whose pages must not vanish.
    #[must_use]
    pub fn findings(&self, plan: &Plan<'_>, published: &[String]) -> Vec<Diagnostic> {
        let Loaded { site: _, diagnostics, remarks, forms } = &self.noted;
        let gate = Gate { site: &self.site, root: &self.root, forms };
        let noticed = remarks.iter().chain(&plan.remarks).cloned();
        let remarks = noticed.chain(self.checked.of_site(&self.site)).chain(check_against(plan, &self.site, published)).collect();
        let found =
            diagnostics.iter().chain(&self.faults).chain(&plan.diagnostics).cloned().chain(gate.findings(remarks, &self.checked.of(&self.site))).collect();
        adjust(found, &self.site.config)
    }
}
