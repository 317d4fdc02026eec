//! The parts of a portal, each planned by itself and let go again → whether anything is wrong with addresses and links, and a
//! sketch of each column. A column that was found to be right before is looked at again only where others link to it. Only
//! where something is wrong are all looked at together, to say what.

use super::around::Around;
use super::collision::clashes;
use super::data::Failing;
use super::digest::digests;
use super::files::Files;
use super::landmark::Landmark;
use super::link::{Fault, Links};
use super::way::{Way, way};
use super::{Pages, Planned, PlannedColumn, Planner};
use crate::check::Remark;
use crate::diagnostic::Diagnostic;
use crate::model::{Address, Agency, Base, LinkKind, Sketch, Sketches};
use crate::page::assessed::failing;
use crate::page::url_list::is_listed;
use crate::source::Digest;
use crate::theme::Theme;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// What was seen of a part of the portal while it was planned.
#[derive(Debug, Default)]
pub(super) struct Survey<'s> {
    /// Its pages and files.
    pub(super) landmarks: Vec<Landmark<'s>>,
    /// The addresses that search engines are told, each on a line.
    pub(super) listed: String,
    diagnostics: Vec<Diagnostic>,
}

impl<'s> Survey<'s> {
    /// Of pages and files that are held.
    pub(super) fn of<'p>(planned: impl Iterator<Item = &'p Planned<'s>>) -> Self
    where
        's: 'p,
    {
        let mut survey = Self::default();
        planned.for_each(|planned| survey.add(planned));
        survey
    }

    /// Adds a page or file.
    pub(super) fn add(&mut self, planned: &Planned<'s>) {
        self.landmarks.push(Landmark::of(planned));
        if is_listed(&planned.page) {
            self.listed.extend([planned.address.as_str(), "\n"]);
        }
    }

    /// Of an agency's column.
    pub(super) fn of_column(around: &Around<'s>, agency: &'s Agency) -> Self {
        let mut planner = Planner::new(around);
        planner.agency(agency);
        let Planner { pages: Pages { downloads, pages }, diagnostics, .. } = planner;
        Self { diagnostics, ..Self::of(downloads.iter().chain(&pages)) }
    }

    /// Where the links in words lead; none where one of them cannot be followed.
    fn targets(&self, base: &Base) -> Option<BTreeSet<Target>> {
        let mut targets = BTreeSet::new();
        for (address, document) in self.landmarks.iter().filter_map(|landmark| Some((&landmark.address, landmark.words?))) {
            for link in &document.written.links {
                match (link.kind, way(&link.target, address, base)) {
                    (LinkKind::Spaced, _) | (_, Way::Outside) => return None,
                    (_, Way::Elsewhere) => {}
                    (_, Way::Inside { path, anchor }) => drop(targets.insert((path.into(), anchor.into()))),
                }
            }
        }
        Some(targets)
    }
}

/// The first name of a path.
fn first(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

/// A path, and a place on the page there.
type Target = (Box<str>, Box<str>);

/// An agency's column as it is surveyed.
struct Column<'s> {
    agency: &'s Agency,
    sketch: Arc<Sketch>,
    /// Whether it was found to be right before, and everything that it links to.
    is_known: bool,
    /// Whether nothing is wrong in it by itself.
    is_right: bool,
}

impl<'s> Column<'s> {
    fn slug(&self) -> &str {
        self.agency.card.slug()
    }

    /// Surveys a column that is planned from what this is the digest of.
    fn of(around: &Around<'s>, theme: &Theme, agency: &'s Agency, digest: Digest) -> Self {
        let Around { site, .. } = around;
        let slug = agency.card.slug();
        let survey = Survey::of_column(around, agency);
        let links = Links { site, theme, files: Files::new(&site.config.base, survey.landmarks.iter()) };
        let targets = survey.targets(&site.config.base);
        let is_sound = targets.is_some() && survey.diagnostics.is_empty() && clashes(&links.files.names()).is_empty();
        let (own, outward): (BTreeSet<Target>, BTreeSet<Target>) = targets.unwrap_or_default().into_iter().partition(|(path, _)| first(path) == slug);
        let is_right = is_sound && own.iter().all(|(path, anchor)| links.lead_to(path, anchor));
        let is_elsewhere = |address: &&str| first(address) != slug || address.len() == slug.len();
        let sketch = Sketch {
            digest,
            failing: failing(&site.config, site.date, agency),
            count: survey.landmarks.len(),
            templates: survey.landmarks.iter().filter_map(|landmark| landmark.template).collect::<BTreeSet<_>>().into_iter().map(Box::from).collect(),
            elsewhere: survey.landmarks.iter().map(|landmark| landmark.address.as_str()).filter(is_elsewhere).map(Box::from).collect(),
            listed: survey.listed.as_str().into(),
            outward: outward.into_iter().collect(),
            files: OnceLock::new(),
        };
        Self { agency, sketch: Arc::new(sketch), is_known: false, is_right }
    }
}

/// The columns of a portal while they are surveyed.
pub(super) struct Surveyor<'s, 'a> {
    around: &'a Around<'s>,
    theme: &'a Theme,
    columns: Vec<Column<'s>>,
}

/// What is wrong with addresses and links.
#[derive(Default)]
pub(super) struct Wrong {
    /// Whether pages or files get in each other's way.
    pub(super) has_clashes: bool,
    /// What cannot be planned.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What rules about links find.
    pub(super) remarks: Vec<Remark>,
}

impl<'s, 'a> Surveyor<'s, 'a> {
    /// Surveys the columns that are not known to be right.
    pub(super) fn new(around: &'a Around<'s>, theme: &'a Theme, sketches: &Sketches) -> Self {
        let agencies: Vec<(&'s Agency, Digest)> = around.site.agencies().zip(digests(around, theme)).collect();
        let column = |(agency, digest): &(&'s Agency, Digest)| match sketches.get(agency.card.slug(), *digest) {
            Some(sketch) => Column { agency, sketch, is_known: true, is_right: true },
            None => Column::of(around, theme, agency, *digest),
        };
        Self { around, theme, columns: agencies.par_iter().map(column).collect() }
    }

    /// The years of agencies whose reports fail.
    pub(super) fn failing(&self) -> Failing<'_> {
        self.columns.iter().map(|column| (column.slug(), column.sketch.failing.as_slice())).collect()
    }

    /// The addresses that search engines are told, column by column.
    pub(super) fn listed(&self) -> impl Iterator<Item = Arc<str>> {
        self.columns.iter().map(|column| Arc::clone(&column.sketch.listed))
    }

    /// Finds what is wrong, given what belongs to the portal as a whole, and remembers the columns that are right.
    pub(super) fn finish(self, portal: &Survey<'s>, sketches: &Sketches) -> (Vec<PlannedColumn<'s>>, Wrong) {
        let (wrong, right) = if self.is_right(portal) { (Wrong::default(), self.columns.iter().map(Column::slug).collect()) } else { self.judge(portal) };
        let known = self.columns.iter().filter(|column| right.contains(column.slug()));
        sketches.keep(known.map(|column| (column.slug().to_owned(), Arc::clone(&column.sketch))));
        let planned = |Column { agency, sketch, is_known, is_right: _ }: Column<'s>| PlannedColumn { agency, sketch, is_known };
        (self.columns.into_iter().map(planned).collect(), wrong)
    }

    /// Whether nothing is wrong, neither in what belongs to the portal as a whole, nor in the columns, nor between them.
    fn is_right(&self, portal: &Survey<'s>) -> bool {
        let Self { around: Around { site, agencies, .. }, theme, columns } = self;
        // Old addresses are all that stands outside of columns.
        let elsewhere = columns.iter().flat_map(|column| &column.sketch.elsewhere).map(|address| Landmark::of_redirect(Address::new(&**address)));
        let elsewhere: Vec<Landmark<'s>> = elsewhere.collect();
        let outside = || portal.landmarks.iter().chain(&elsewhere);
        let is_apart = outside().all(|landmark| !agencies.contains_key(first(landmark.address.as_str())));
        if !is_apart || columns.iter().any(|column| !column.is_right) {
            return false;
        }
        let links = Links { site, theme, files: Files::new(&site.config.base, outside()) };
        if !clashes(&links.files.names()).is_empty() {
            return false;
        }
        let Some(mut targets) = portal.targets(&site.config.base) else { return false };
        let known: BTreeSet<&str> = columns.iter().filter(|column| column.is_known).map(Column::slug).collect();
        for column in columns {
            // What did not change leads where it led before, unless that did.
            let may_be_wrong = |(path, _): &&Target| !(column.is_known && known.contains(first(path)));
            targets.extend(column.sketch.outward.iter().filter(may_be_wrong).cloned());
        }
        let mut by_column: BTreeMap<&str, Vec<&Target>> = BTreeMap::new();
        for target in &targets {
            by_column.entry(first(&target.0)).or_default().push(target);
        }
        by_column.into_par_iter().all(|(slug, targets)| {
            let lead = |links: &Links<'_, 's>| targets.iter().all(|(path, anchor)| links.lead_to(path, anchor));
            match agencies.get(slug) {
                None => lead(&links),
                Some(agency) => {
                    let survey = Survey::of_column(self.around, agency);
                    lead(&Links { site, theme, files: Files::new(&site.config.base, survey.landmarks.iter()) })
                }
            }
        })
    }

    /// What is wrong, found by looking at all columns together: what is wrong in one place may have to do with any other, and so
    /// may the advice. Also tells which columns are right.
    fn judge(&self, portal: &Survey<'s>) -> (Wrong, BTreeSet<&str>) {
        let Self { around, theme, columns } = self;
        let site = around.site;
        let surveys: Vec<Survey<'s>> = columns.par_iter().map(|column| Survey::of_column(around, column.agency)).collect();
        let landmarks = portal.landmarks.iter().chain(surveys.iter().flat_map(|survey| &survey.landmarks));
        let files = Files::new(&site.config.base, landmarks);
        let has_clashes = !clashes(&files.names()).is_empty();
        let links = Links { site, theme, files };
        let of_portal = links.faults(&portal.landmarks);
        let of_columns: Vec<Vec<Fault<'s>>> = surveys.par_iter().map(|survey| links.faults(&survey.landmarks)).collect();
        let is_right = |(survey, faults): (&Survey<'s>, &Vec<Fault<'s>>)| !has_clashes && faults.is_empty() && survey.diagnostics.is_empty();
        // What others put into a column's folder is no part of what is known of that column, though it may lead there.
        let elsewhere = columns.iter().flat_map(|column| &column.sketch.elsewhere).map(|address| first(address));
        let reached: BTreeSet<&str> = portal.landmarks.iter().map(|landmark| first(landmark.address.as_str())).chain(elsewhere).collect();
        let found = columns.iter().zip(surveys.iter().zip(&of_columns));
        let right = found.filter(|(column, found)| is_right(*found) && !reached.contains(column.slug())).map(|(column, _)| column.slug()).collect();
        let diagnostics = surveys.iter().flat_map(|survey| survey.diagnostics.iter().cloned()).collect();
        (Wrong { has_clashes, diagnostics, remarks: links.remarks(of_portal.into_iter().chain(of_columns.into_iter().flatten()).collect()) }, right)
    }
}
