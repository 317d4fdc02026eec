//! A portal's settings, its agencies' folders, and one report of them → without loading the rest: for whatever makes new
//! files of its content.

use super::LoadOptions;
use super::agency::read_agency;
use super::config::read_config;
use super::forms::read_forms;
use super::report::read_report;
use super::text::read_text;
use super::walk::{CONTENT, walk_top};
use crate::diagnostic::{Diagnostic, Level};
use crate::form::Forms;
use crate::model::{AgencyCard, Config, Figures, Slug, Year};
use crate::source::below;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// The name of the file that holds the figures of an annual report.
pub(crate) const REPORT: &str = "report";

/// What is known of a portal before its content is loaded.
#[derive(Debug)]
pub struct Outline {
    /// Its root: the folder of `site.toml`.
    pub root: PathBuf,
    /// What `site.toml` says.
    pub config: Arc<Config>,
    /// The forms its reports may use.
    pub forms: Forms,
}

impl Outline {
    /// Reads the settings of a portal.
    ///
    /// # Errors
    /// Says why they cannot be read.
    pub fn read(root: PathBuf) -> Result<Self, Vec<Diagnostic>> {
        let mut diagnostics = Vec::new();
        let options = LoadOptions { root, base_url: None, date: None, drafts: true };
        let forms = read_forms(&Forms::built_in(), &walk_top(&options.root, &mut Vec::new()).files, &mut Vec::new());
        let config = read_config(&options, &forms, &mut diagnostics).ok_or(diagnostics)?;
        Ok(Self { root: options.root, config, forms })
    }

    /// The slugs of its agencies, in order: the folders with an `agency.yaml`.
    #[must_use]
    pub fn agencies(&self) -> Vec<Slug> {
        let Ok(entries) = below(&self.root, CONTENT).read_dir() else { return Vec::new() };
        let folders = entries.filter_map(|entry| Slug::parse(entry.ok()?.file_name().to_str()?));
        let mut slugs: Vec<Slug> = folders.filter(|slug| below(&self.root, &card_path(slug)).is_file()).collect();
        slugs.sort();
        slugs
    }

    /// Who an agency is, as far as its file can be read.
    #[must_use]
    pub fn card(&self, agency: &Slug) -> Option<AgencyCard> {
        let path = card_path(agency);
        let (text, digest) = read_text(&below(&self.root, &path), &path).ok()?;
        read_agency(&path, &text, digest).0
    }

    /// The names under which an agency has figures of a form, in whatever year, those of reports aside.
    #[must_use]
    pub fn names_of(&self, agency: &Slug, form: &str) -> BTreeSet<Slug> {
        let folder = below(&self.root, &format!("{CONTENT}/{agency}"));
        let years = folder.read_dir().into_iter().flatten().filter_map(|entry| Year::parse(entry.ok()?.file_name().to_str()?));
        let mut names = BTreeSet::new();
        for year in years {
            let files = folder.join(year.to_string()).read_dir().into_iter().flatten();
            let tables = files.filter_map(|entry| Slug::parse(entry.ok()?.file_name().to_str()?.strip_suffix(".yaml")?));
            let is_of_form = |name: &Slug| self.figures(agency, year, name.as_str()).ok().flatten().is_some_and(|figures| figures.form.key == form);
            names.extend(tables.filter(|name| name.as_str() != REPORT && is_of_form(name)));
        }
        names
    }

    /// The figures in a file of an agency's year, such as `report` or `budget`, a draft too; none where there is no such file.
    ///
    /// # Errors
    /// Says why they cannot be read.
    pub fn figures(&self, agency: &Slug, year: Year, name: &str) -> Result<Option<Figures>, Vec<Diagnostic>> {
        let path = figures_path(agency, year, name);
        let file = below(&self.root, &path);
        if !file.exists() {
            return Ok(None);
        }
        let (text, digest) = read_text(&file, &path).map_err(|diagnostic| vec![diagnostic])?;
        let (report, diagnostics) = read_report(&path, &text, digest, &self.forms);
        let is_sound = diagnostics.iter().all(|diagnostic| diagnostic.level < Level::Error);
        report.filter(|_| is_sound).map(|report| Some(report.figures)).ok_or(diagnostics)
    }
}

/// The file of an agency's year that holds figures by this name.
pub(crate) fn figures_path(agency: &Slug, year: Year, name: &str) -> String {
    format!("{CONTENT}/{agency}/{year}/{name}.yaml")
}

fn card_path(agency: &Slug) -> String {
    format!("{CONTENT}/{agency}/agency.yaml")
}
