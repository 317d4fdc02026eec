//! THE function: load, check, plan, render, publish. `build`, `serve` and watching all call it.

use crate::check::{Binding, bindings, check_site};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::gate::{Gate, adjust, shown};
use crate::load::{LoadOptions, Memo, load};
use crate::model::{Agency, Report, Site};
use crate::output::{Failure, Output, PlannedFile, Summary};
use crate::page::{Page, Plan, Planned, Shell, check_against, plan};
use crate::render::render;
use crate::source::{DigestBuilder, Source};
use crate::theme::Theme;
use rayon::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The program's own state: a page that another state rendered is stale.
const STATE: &str = concat!(env!("CARGO_PKG_VERSION"), "-", env!("LANMU_STATE"));

/// What to build, and where to.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// Which portal, as of when.
    pub load: LoadOptions,
    /// The folder to publish to.
    pub out: PathBuf,
    /// What stops it.
    pub strictness: Strictness,
}

/// What stops publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strictness {
    /// Errors.
    #[default]
    Errors,
    /// Warnings, too.
    Warnings,
    /// Only what cannot be read, has no place to go, or must never get out: what rules find is published all the same.
    Forced,
}

impl Strictness {
    /// Whether a diagnostic stops publication.
    #[must_use]
    pub fn stops(self, diagnostic: &Diagnostic) -> bool {
        match self {
            Self::Errors => diagnostic.level == Level::Error,
            Self::Warnings => diagnostic.level >= Level::Warning,
            Self::Forced => diagnostic.level == Level::Error && !diagnostic.code.is_adjustable(),
        }
    }
}

/// What came of a build.
#[derive(Debug)]
pub struct Outcome {
    /// Everything that is wrong or worth knowing, in the order of places.
    pub diagnostics: Vec<Diagnostic>,
    /// What was published; none where something stopped it.
    pub published: Option<Published>,
    /// How long it took.
    pub elapsed: Duration,
}

/// What was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// How many agencies.
    pub agencies: usize,
    /// How many annual reports.
    pub reports: usize,
    /// How many disclosed items.
    pub items: usize,
    /// What was done to files.
    pub files: Summary,
}

/// What was found in a portal that was not built.
#[derive(Debug)]
pub struct Examined {
    /// Everything that is wrong or worth knowing, in the order of places.
    pub diagnostics: Vec<Diagnostic>,
    /// The portal's title; empty where its settings cannot be read.
    pub title: String,
    /// The day it was checked for.
    pub date: Option<Date>,
    /// The agencies: folder and name.
    pub agencies: Vec<(String, String)>,
    /// What each number in the words of reports is taken for, with its place, if that is asked for.
    pub bound: Vec<(Place, Binding)>,
}

/// Builds a portal. With errors in its content nothing is published.
///
/// # Errors
/// Where another build is at work in the same folder, or the machine says no.
pub fn build(options: &BuildOptions, memo: &mut Memo) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let BuildOptions { load, out, strictness } = options;
    let outcome = with_portal(load, memo, &[], |portal| {
        let Portal { site, plan, theme, diagnostics } = portal;
        if diagnostics.iter().any(|diagnostic| strictness.stops(diagnostic)) {
            return Ok((diagnostics, None));
        }
        let output = Output::open(&load.root, out)?;
        match publish(output, plan, theme) {
            Ok(files) => Ok((diagnostics, Some(count(site, files)))),
            Err(Failure::Render(found)) => Ok((diagnostics.into_iter().chain(found).collect(), None)),
            Err(failure) => Err(failure),
        }
    });
    let (diagnostics, published) = outcome.unwrap_or_else(|diagnostics| Ok((diagnostics, None)))?;
    Ok(Outcome { diagnostics: told(diagnostics), published, elapsed: begun.elapsed() })
}

/// Finds what is wrong with a portal, and publishes nothing; `published` are the files of a published site whose pages must
/// not vanish; `explain` asks what numbers in words are taken for.
#[must_use]
pub fn examine(load: &LoadOptions, memo: &mut Memo, published: &[String], explain: bool) -> Examined {
    let found = with_portal(load, memo, published, |portal| {
        let Portal { site, plan: _, theme: _, diagnostics } = portal;
        let agencies = site.agencies().map(|agency| (agency.card.slug().to_owned(), agency.card.name.clone())).collect();
        Examined { diagnostics, title: site.config.facts.title.clone(), date: Some(site.date), agencies, bound: if explain { bound(site) } else { Vec::new() } }
    });
    let nothing = |diagnostics| Examined { diagnostics, title: String::new(), date: None, agencies: Vec::new(), bound: Vec::new() };
    let examined = found.unwrap_or_else(nothing);
    Examined { diagnostics: told(examined.diagnostics), ..examined }
}

/// What the numbers in the words of all reports are taken for.
fn bound(site: &Site) -> Vec<(Place, Binding)> {
    let reports: Vec<(&Agency, &Report)> = site.agencies().flat_map(|agency| agency.reports.values().map(move |report| (agency, report))).collect();
    let of_report = |(agency, report): &(&Agency, &Report)| {
        let source = report.words.as_ref().and_then(|words| Some(Arc::new(Source { path: words.body.path.clone(), text: words.text.as_deref()?.to_owned() })));
        let place = |binding: Binding| Some((Place::Span(source.clone()?, binding.range.clone()), binding));
        bindings(agency, report).into_iter().filter_map(place).collect::<Vec<_>>()
    };
    reports.par_iter().flat_map_iter(of_report).collect()
}

/// A portal that was loaded, planned and checked.
struct Portal<'p, 's> {
    site: &'s Site,
    plan: &'p mut Plan<'s>,
    theme: &'p Theme,
    diagnostics: Vec<Diagnostic>,
}

/// Loads, plans and checks a portal, and hands it on; what is wrong where there is no portal to hand on.
fn with_portal<T>(options: &LoadOptions, memo: &mut Memo, published: &[String], then: impl FnOnce(Portal<'_, '_>) -> T) -> Result<T, Vec<Diagnostic>> {
    let loaded = load(options, memo);
    let mut diagnostics = loaded.diagnostics;
    let Some(site) = loaded.site else { return Err(diagnostics) };
    let (theme, noted) = Theme::load(&options.root, &site.config);
    diagnostics.extend(noted);
    let shell = Shell::new(&site, &options.root);
    let mut plan = plan(&site, &shell, &theme);
    diagnostics.append(&mut plan.diagnostics);
    let gate = Gate { site: &site, root: &options.root, forms: &loaded.forms };
    let remarks = loaded.remarks.into_iter().chain(std::mem::take(&mut plan.remarks)).chain(check_site(&site)).chain(check_against(&plan, &site, published));
    diagnostics.extend(gate.findings(remarks.collect()));
    let diagnostics = adjust(diagnostics, &site.config);
    Ok(then(Portal { site: &site, plan: &mut plan, theme: &theme, diagnostics }))
}

/// Makes the files whose sizes pages tell, then the pages, and publishes all of them or none.
fn publish(output: Output, plan: &mut Plan<'_>, theme: &Theme) -> Result<Summary, Failure> {
    let mut publishing = output.begin()?;
    let facts = publishing.stage(files(&plan.downloads, theme), |at| render(&plan.downloads[at].page, theme))?;
    plan.learn(&facts);
    publishing.stage(files(&plan.pages, theme), |at| render(&plan.pages[at].page, theme))?;
    publishing.publish()
}

/// Diagnostics in the order of places, as they may be shown.
fn told(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut diagnostics = shown(diagnostics);
    diagnostics.sort_by_cached_key(Diagnostic::order);
    diagnostics
}

fn count(site: &Site, files: Summary) -> Published {
    let reports = site.agencies().map(|agency| agency.reports.len()).sum();
    let items = site.agencies().flat_map(|agency| &agency.folders).map(|folder| folder.items.len()).sum();
    Published { agencies: site.agencies.len(), reports, items, files }
}

/// Each planned page as a file, with the fingerprint of all that its bytes depend on.
fn files(planned: &[Planned<'_>], theme: &Theme) -> Vec<PlannedFile> {
    let fingerprint = |page: &Page<'_>| {
        let state = DigestBuilder::new(STATE).digest(page.digest());
        if page.is_themed() { state.digest(theme.digest).finish() } else { state.finish() }
    };
    planned.par_iter().map(|planned| PlannedFile { path: planned.address.file(), fingerprint: fingerprint(&planned.page) }).collect()
}
