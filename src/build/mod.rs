//! THE function: load, check, plan, render, publish. `build`, `serve` and watching all call it.

mod explain;
mod recall;

pub use explain::{Rebuilt, Why};

use crate::check::{Binding, bindings};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::gate::shown;
use crate::load::{LoadOptions, Look, Memo};
use crate::model::{Address, Agency, Report, Site};
use crate::output::{Failure, Output, PlannedFile, PlannedPart, Publishing, Summary};
use crate::page::{Page, Pages, Plan, Planned, PlannedColumn};
use crate::portal::Portal;
use crate::render::{index_files, render};
use crate::source::{DigestBuilder, STATE, Source};
use crate::theme::Theme;
use explain::{Explainer, Ground};
use rayon::prelude::*;
use recall::Beginning;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What to build, and where to.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// Which portal, as of when.
    pub load: LoadOptions,
    /// The folder to publish to.
    pub out: PathBuf,
    /// What stops it.
    pub strictness: Strictness,
    /// Whether it says why each file was rendered.
    pub explains: bool,
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
    /// Why each file was rendered, in the order of paths, if that is asked for.
    pub rebuilt: Vec<Rebuilt>,
    /// Whether an earlier build came to the same, so that nothing had to be read.
    pub is_recalled: bool,
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
    build_changed(options, memo, &Look::Everywhere)
}

/// Builds a portal as [`build`] does, unless an earlier build has published the same and nothing has changed since: then it
/// is told again what that one found.
///
/// # Errors
/// As [`build`].
pub fn build_once(options: &BuildOptions, memo: &mut Memo) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let beginning = Beginning::of(options);
    let outcome = match beginning.recall(options) {
        Some(outcome) => outcome,
        None => {
            memo.expect_folders(&options.load.root, beginning.inputs.as_ref());
            build_from(options, memo, &Look::Everywhere, Some(&beginning))?
        }
    };
    Ok(Outcome { elapsed: begun.elapsed(), ..outcome })
}

/// Builds a portal again after something has changed in some of its folders.
///
/// # Errors
/// As [`build`].
pub fn build_changed(options: &BuildOptions, memo: &mut Memo, look: &Look) -> Result<Outcome, Failure> {
    build_from(options, memo, look, None)
}

fn build_from(options: &BuildOptions, memo: &mut Memo, look: &Look, beginning: Option<&Beginning>) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let BuildOptions { load, out, strictness, explains } = options;
    let outcome =
        |diagnostics, published| Outcome { diagnostics: told(diagnostics), published, rebuilt: Vec::new(), is_recalled: false, elapsed: begun.elapsed() };
    let portal = match Portal::open(load, memo, look) {
        Ok(portal) => portal,
        Err(diagnostics) => return Ok(outcome(diagnostics, None)),
    };
    let shell = portal.shell();
    let plan = portal.plan(&shell);
    let mut diagnostics = portal.findings(&plan, &[]);
    if diagnostics.iter().any(|diagnostic| strictness.stops(diagnostic)) {
        memo.keep_findings(&load.root);
        return Ok(outcome(diagnostics, None));
    }
    let mut publishing = Output::open(&load.root, out)?.begin()?;
    let ground = Ground::of(&portal.site, &shell, &portal.theme);
    let before = if *explains { publishing.ground() } else { None };
    let explainer = explains.then(|| Explainer::new(&ground, before.as_deref()));
    match publish(&mut publishing, plan, &portal.theme, explainer) {
        Ok((files, rebuilt)) => {
            let (diagnostics, published) = (told(diagnostics), count(&portal.site, files));
            publishing.keep_ground(&ground.bytes());
            memo.keep_findings(&load.root);
            if let Some(bytes) = beginning.and_then(|beginning| beginning.keep(&portal.site, &diagnostics, &published)) {
                publishing.keep(&bytes);
            }
            if beginning.is_some() {
                // The process ends when this is done: to take a large portal apart, piece by piece, is of no use.
                std::mem::forget(portal);
            }
            Ok(Outcome { diagnostics, published: Some(published), rebuilt, is_recalled: false, elapsed: begun.elapsed() })
        }
        Err(Failure::Render(found)) => {
            diagnostics.extend(found);
            Ok(outcome(diagnostics, None))
        }
        Err(failure) => Err(failure),
    }
}

/// Finds what is wrong with a portal, and publishes nothing; `published` are the files of a published site whose pages must
/// not vanish; `explain` asks what numbers in words are taken for.
#[must_use]
pub fn examine(load: &LoadOptions, memo: &mut Memo, published: &[String], explain: bool) -> Examined {
    let portal = match Portal::open(load, memo, &Look::Everywhere) {
        Ok(portal) => portal,
        Err(diagnostics) => {
            return Examined { diagnostics: told(diagnostics), title: String::new(), date: None, agencies: Vec::new(), bound: Vec::new() };
        }
    };
    let shell = portal.shell();
    let plan = portal.plan(&shell);
    let site = &portal.site;
    Examined {
        diagnostics: told(portal.findings(&plan, published)),
        title: site.config.facts.title.clone(),
        date: Some(site.date),
        agencies: site.agencies().map(|agency| (agency.card.slug().to_owned(), agency.card.name.clone())).collect(),
        bound: if explain { bound(site) } else { Vec::new() },
    }
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

/// How many pages and files of columns are held at a time.
const HELD: usize = 4_096;

/// Makes the files of the portal as a whole, then those of its columns, a few of these at a time, and publishes all of them or
/// none. Whatever is to be told of the pages is told before, since a large portal's files are put in place without them in
/// memory.
fn publish(publishing: &mut Publishing, mut plan: Plan<'_>, theme: &Theme, mut explainer: Option<Explainer<'_>>) -> Result<(Summary, Vec<Rebuilt>), Failure> {
    let mut portal = std::mem::take(&mut plan.portal);
    stage(publishing, &mut portal, theme, explainer.as_mut())?;
    drop(portal);
    for group in std::mem::take(&mut plan.index) {
        let before = publishing.count();
        publishing.stage_together(files(&group, theme), || together(&group))?;
        explain(explainer.as_mut(), publishing, before, &group);
    }
    let known: Vec<&PlannedColumn<'_>> = plan.columns.iter().filter(|column| column.sketch.files().is_some()).collect();
    let right = publishing.take_over(&known.iter().map(|column| part(column)).collect::<Vec<_>>());
    let kept: BTreeSet<&str> = known.iter().zip(right).filter(|(_, right)| *right).map(|(column, _)| column.slug()).collect();
    let mut rest = plan.columns.iter().filter(|column| !kept.contains(column.slug())).peekable();
    while rest.peek().is_some() {
        let (mut batch, mut held) = (Vec::new(), 0);
        while let Some(column) = rest.next_if(|column| batch.is_empty() || held + column.sketch.count <= HELD) {
            held += column.sketch.count;
            batch.push(column);
        }
        let columns: Vec<Pages<'_>> = batch.par_iter().map(|column| plan.column(column)).collect();
        let mut pages = Pages::default();
        for Pages { downloads, pages: others } in columns {
            pages.downloads.extend(downloads);
            pages.pages.extend(others);
        }
        let before = publishing.count();
        stage(publishing, &mut pages, theme, explainer.as_mut())?;
        // Where some could not be rendered, nothing will be published.
        if publishing.count() - before == pages.iter().count() {
            for column in batch {
                column.sketch.learn(publishing.digest_of(&part(column), before));
            }
        }
    }
    drop(plan);
    Ok((publishing.publish()?, explainer.map(Explainer::finish).unwrap_or_default()))
}

/// The files of a column.
fn part<'p>(column: &'p PlannedColumn<'_>) -> PlannedPart<'p> {
    let elsewhere = column.sketch.elsewhere.iter().map(|address| Address::new(&**address).file().into_owned());
    PlannedPart { folder: column.slug(), elsewhere: elsewhere.collect(), digest: column.sketch.files().unwrap_or_default() }
}

/// Makes the files whose sizes pages tell, then the pages.
fn stage(publishing: &mut Publishing, planned: &mut Pages<'_>, theme: &Theme, explainer: Option<&mut Explainer<'_>>) -> Result<(), Failure> {
    let before = publishing.count();
    let facts = publishing.stage(files(&planned.downloads, theme), |at| render(&planned.downloads[at].page, theme))?;
    planned.learn(&facts);
    publishing.stage(files(&planned.pages, theme), |at| render(&planned.pages[at].page, theme))?;
    explain(explainer, publishing, before, planned.iter());
    Ok(())
}

/// Takes down why files were rendered that were staged since then.
fn explain<'p, 's: 'p>(explainer: Option<&mut Explainer<'_>>, publishing: &Publishing, before: usize, planned: impl IntoIterator<Item = &'p Planned<'s>>) {
    if let Some(explainer) = explainer {
        explainer.explain(publishing.stale(before), planned);
    }
}

/// Files of the index of the search that are made together.
fn together(group: &[Planned<'_>]) -> Result<Vec<Vec<u8>>, Diagnostic> {
    match group.first().map(|planned| &planned.page) {
        Some(Page::IndexFile(file)) => index_files(&file.part),
        _ => Ok(Vec::new()),
    }
}

/// Diagnostics in the order of places, as they may be shown.
pub(crate) fn told(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
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
    planned.par_iter().map(|planned| PlannedFile { path: planned.address.kept_file(), fingerprint: fingerprint(&planned.page) }).collect()
}
