//! THE function: load, check, plan, render, publish. `build`, `serve` and watching all call it.

use crate::check::check_site;
use crate::diagnostic::{Diagnostic, Level};
use crate::gate::{Gate, adjust};
use crate::load::{LoadOptions, Memo, load};
use crate::model::Site;
use crate::output::{Failure, Output, PlannedFile, Summary};
use crate::page::{Page, Plan, Planned, Shell, plan};
use crate::render::render;
use crate::source::DigestBuilder;
use crate::theme::Theme;
use rayon::prelude::*;
use std::path::PathBuf;
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
}

/// What came of a build.
#[derive(Debug)]
pub struct Outcome {
    /// Everything that is wrong or worth knowing, in the order of places.
    pub diagnostics: Vec<Diagnostic>,
    /// What was published; none where errors stopped it.
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

/// Builds a portal. With errors in its content nothing is published.
///
/// # Errors
/// Where another build is at work in the same folder, or the machine says no.
pub fn build(options: &BuildOptions, memo: &mut Memo) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let outcome = build_now(options, memo)?;
    Ok(Outcome { elapsed: begun.elapsed(), ..outcome })
}

fn build_now(options: &BuildOptions, memo: &mut Memo) -> Result<Outcome, Failure> {
    let loaded = load(&options.load, memo);
    let mut diagnostics = loaded.diagnostics;
    let Some(site) = loaded.site else { return Ok(refuse(diagnostics)) };
    let (theme, noted) = Theme::load(&options.load.root, &site.config);
    diagnostics.extend(noted);
    let shell = Shell::new(&site, &options.load.root);
    let mut plan = plan(&site, &shell, &theme.assets);
    diagnostics.append(&mut plan.diagnostics);
    let gate = Gate { site: &site, root: &options.load.root, forms: &loaded.forms };
    let remarks = loaded.remarks.into_iter().chain(std::mem::take(&mut plan.remarks)).chain(check_site(&site));
    diagnostics.extend(gate.findings(remarks.collect()));
    let diagnostics = adjust(diagnostics, &site.config);
    if diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error) {
        return Ok(refuse(diagnostics));
    }
    let output = Output::open(&options.load.root, &options.out)?;
    match publish(output, &mut plan, &theme) {
        Ok(files) => Ok(Outcome { diagnostics: sorted(diagnostics), published: Some(count(&site, files)), elapsed: Duration::ZERO }),
        Err(Failure::Render(found)) => Ok(refuse(diagnostics.into_iter().chain(found).collect())),
        Err(failure) => Err(failure),
    }
}

/// Makes the files whose sizes pages tell, then the pages, and publishes all of them or none.
fn publish(output: Output, plan: &mut Plan<'_>, theme: &Theme) -> Result<Summary, Failure> {
    let mut publishing = output.begin()?;
    let facts = publishing.stage(files(&plan.downloads, theme), |at| render(&plan.downloads[at].page, theme))?;
    plan.learn(&facts);
    publishing.stage(files(&plan.pages, theme), |at| render(&plan.pages[at].page, theme))?;
    publishing.publish()
}

fn refuse(diagnostics: Vec<Diagnostic>) -> Outcome {
    Outcome { diagnostics: sorted(diagnostics), published: None, elapsed: Duration::ZERO }
}

fn sorted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_cached_key(Diagnostic::order);
    diagnostics
}

fn count(site: &Site, files: Summary) -> Published {
    let reports = site.agencies.iter().map(|agency| agency.reports.len()).sum();
    let items = site.agencies.iter().flat_map(|agency| &agency.folders).map(|folder| folder.items.len()).sum();
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
