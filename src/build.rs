//! THE function: load, check, plan, render, publish. `build`, `serve` and watching all call it.

use crate::check::{Finding, Waived, WaiverFault, apply_waivers, check_figures};
use crate::diagnostic::{Code, Diagnostic, Level, Text};
use crate::form::Forms;
use crate::load::{LoadOptions, Memo, Places, load, place_of};
use crate::model::{Adjustment, Agency, Config, Report, Site, Waiver, Year};
use crate::output::{Failure, Output, PlannedFile, Summary};
use crate::page::{Page, Plan, Planned, Shell, plan};
use crate::render::render;
use crate::source::DigestBuilder;
use crate::theme::Theme;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
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
    diagnostics.extend(check(&site, &options.load.root, &loaded.forms));
    let (theme, noted) = Theme::load(&options.load.root, &site.config);
    diagnostics.extend(noted);
    let shell = Shell::new(&site, &options.load.root);
    let mut plan = plan(&site, &shell, &theme.assets);
    diagnostics.append(&mut plan.diagnostics);
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

/// What the rules of the forms find, in each report of each agency.
fn check(site: &Site, root: &Path, forms: &Forms) -> Vec<Diagnostic> {
    let yearly = site.agencies.iter().flat_map(|agency| std::iter::once(&agency.reports).chain(agency.tables.values()).map(move |years| (agency, years)));
    let reports: Vec<Checked<'_>> = yearly.flat_map(|(agency, years)| years.values().map(move |report| Checked { site, agency, years, report })).collect();
    let told: Vec<(Vec<Diagnostic>, BTreeSet<usize>)> =
        reports.par_iter().map(|checked| checked.diagnostics(|report| Places::of_report(root, &report.path, forms))).collect();
    let mut used: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (checked, (_, met)) in reports.iter().zip(&told) {
        used.entry(checked.agency.card.slug()).or_default().extend(met);
    }
    let of_agencies = site.agencies.iter().flat_map(|agency| agency_waivers(agency, used.get(agency.card.slug()), site, root));
    told.into_iter().flat_map(|(diagnostics, _)| diagnostics).chain(of_agencies).collect()
}

/// The waivers of an agency that meet no finding in any of its reports, or are past their time.
fn agency_waivers(agency: &Agency, used: Option<&BTreeSet<usize>>, site: &Site, root: &Path) -> Vec<Diagnostic> {
    let fault = |(place, waiver): (usize, &Waiver)| {
        if waiver.until.is_some_and(|until| until < site.date) {
            return Some(WaiverFault::Expired(place));
        }
        (!used.is_some_and(|used| used.contains(&place))).then_some(WaiverFault::Unused(place))
    };
    let faults = agency.card.waivers.iter().enumerate().filter_map(fault);
    let path = format!("content/{}/agency.yaml", agency.card.slug());
    faults
        .map(|fault| {
            let mut diagnostic = fault_diagnostic(fault);
            diagnostic.place = Some(place_of(root, &path, "waivers", ""));
            diagnostic
        })
        .collect()
}

/// A report that is checked, with what is around it.
struct Checked<'s> {
    site: &'s Site,
    agency: &'s Agency,
    years: &'s BTreeMap<Year, Report>,
    report: &'s Report,
}

impl Checked<'_> {
    /// What the rules find, and which of the agency's waivers were met.
    fn diagnostics(&self, places: impl FnOnce(&Report) -> Option<Places>) -> (Vec<Diagnostic>, BTreeSet<usize>) {
        let Self { site, agency, years, report } = self;
        let previous = years.get(&report.year.before()).map(|previous| &previous.figures);
        let findings = check_figures(&report.figures, previous);
        let own = &report.waivers;
        if findings.is_empty() && own.is_empty() {
            return (Vec::new(), BTreeSet::new());
        }
        let waivers: Vec<Waiver> = own.iter().chain(&agency.card.waivers).cloned().collect();
        let (remaining, waived, faults) = apply_waivers(findings, &waivers, &report.figures, site.date);
        let met = waived.iter().filter_map(|waived| waivers.iter().position(|waiver| std::ptr::eq(waiver, waived.waiver))?.checked_sub(own.len())).collect();
        // Those of the agency are told once, for all of its reports.
        let faults = faults.into_iter().filter(|fault| fault.place() < own.len()).collect();
        (place_findings(remaining, &waived, faults, report, places(report)), met)
    }
}

fn place_findings(remaining: Vec<Finding>, waived: &[Waived<'_>], faults: Vec<WaiverFault>, report: &Report, places: Option<Places>) -> Vec<Diagnostic> {
    let remaining = remaining.into_iter().map(|finding| {
        let mut diagnostic = Diagnostic::new(finding.code, finding.message);
        diagnostic.help = Some(finding.help);
        (diagnostic, finding.at, finding.related)
    });
    let waived = waived_diagnostics(waived, report, places.as_ref());
    let cell = |at| places.as_ref().and_then(|places| places.cell(at));
    let placed = remaining.map(|(diagnostic, at, related)| match (&places, cell(at)) {
        (Some(places), Some(span)) => {
            let mut diagnostic = diagnostic.at(places.source(), span);
            diagnostic.related = related.into_iter().filter_map(|at| Some(crate::diagnostic::Place::Span(places.source().clone(), cell(at)?))).collect();
            diagnostic
        }
        _ => diagnostic.in_file(&*report.path),
    });
    let faults = faults.into_iter().map(|fault| at_waiver(fault_diagnostic(fault), Some(fault.place()), report, places.as_ref()));
    placed.chain(waived).chain(faults).collect()
}

/// What waivers let stand: one diagnostic a waiver.
fn waived_diagnostics(waived: &[Waived<'_>], report: &Report, places: Option<&Places>) -> Vec<Diagnostic> {
    let mut told: Vec<(&Waiver, Vec<&Finding>)> = Vec::new();
    for Waived { finding, waiver } in waived {
        match told.iter_mut().find(|(other, _)| std::ptr::eq(*other, *waiver)) {
            Some((_, met)) => met.push(finding),
            None => told.push((waiver, vec![finding])),
        }
    }
    let diagnostic = |(waiver, met): (&Waiver, Vec<&Finding>)| {
        let first = met.first()?;
        let message = Text::new(
            format!("已豁免 {} 处（{}）：{}", met.len(), waiver.reason, first.message.zh),
            format!("{} waived ({}): {}", met.len(), waiver.reason, first.message.en),
        );
        let place = report.waivers.iter().position(|own| own == waiver);
        let mut diagnostic = at_waiver(Diagnostic::new(first.code.clone(), message), place, report, places);
        diagnostic.level = Level::Info;
        Some(diagnostic)
    };
    told.into_iter().filter_map(diagnostic).collect()
}

fn at_waiver(diagnostic: Diagnostic, place: Option<usize>, report: &Report, places: Option<&Places>) -> Diagnostic {
    match places.zip(place).and_then(|(places, place)| Some((places, places.waiver(place)?))) {
        Some((places, span)) => diagnostic.at(places.source(), span),
        None => diagnostic.in_file(&*report.path),
    }
}

fn fault_diagnostic(fault: WaiverFault) -> Diagnostic {
    let (code, zh, en) = match fault {
        WaiverFault::Unused(_) => (Code::WaiverUnused, "此豁免没有对应的问题，请删去", "this waiver meets no finding, remove it"),
        WaiverFault::Expired(_) => (Code::WaiverExpired, "此豁免已过期", "this waiver is past its `until`"),
    };
    Diagnostic::new(code, Text::new(zh, en))
}

/// Gives each diagnostic the level that `site.toml` wants; what is off goes.
fn adjust(diagnostics: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    let adjusted = |mut diagnostic: Diagnostic| match config.levels.get(diagnostic.code.as_str()) {
        Some(Adjustment::Off) => None,
        // A waived finding stays what it is.
        Some(Adjustment::Level(level)) if diagnostic.level == diagnostic.code.level() => {
            diagnostic.level = *level;
            Some(diagnostic)
        }
        Some(Adjustment::Level(_)) | None => Some(diagnostic),
    };
    diagnostics.into_iter().filter_map(adjusted).collect()
}
