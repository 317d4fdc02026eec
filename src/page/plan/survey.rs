//! The parts of a portal, each planned by itself and let go again → what is wrong with addresses and links, and a sketch of
//! each column. A column that was found to be right before is looked at again only where others reach into it.

use super::around::Around;
use super::collision::clashes;
use super::data::Failing;
use super::files::Files;
use super::ground::digests;
use super::landmark::Landmark;
use super::link::{Fault, Links};
use super::way::{Way, way};
use super::{Pages, Planned, Planner};
use crate::check::Remark;
use crate::diagnostic::Diagnostic;
use crate::model::{Agency, Base, LinkKind, Sketch, Sketches};
use crate::page::assessed::failing;
use crate::page::url_list::is_listed;
use crate::theme::Theme;
use rayon::prelude::*;
use std::collections::BTreeSet;
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
        for planned in planned {
            survey.landmarks.push(Landmark::of(planned));
            if is_listed(&planned.page) {
                survey.listed.extend([planned.address.as_str(), "\n"]);
            }
        }
        survey
    }

    /// Of an agency's column.
    pub(super) fn of_column(around: &Around<'s>, agency: &'s Agency) -> Self {
        let mut planner = Planner::new(around);
        planner.agency(agency);
        let Planner { pages: Pages { downloads, pages }, diagnostics, .. } = planner;
        Self { diagnostics, ..Self::of(downloads.iter().chain(&pages)) }
    }

    /// Where links lead that leave the column of an agency.
    fn outward(&self, slug: &str, base: &Base) -> BTreeSet<(Box<str>, Box<str>)> {
        let links = self.landmarks.iter().filter_map(|landmark| Some((&landmark.address, landmark.words?)));
        let links = links.flat_map(|(address, document)| document.written.links.iter().map(move |link| (address, link)));
        let inside = links.filter(|(_, link)| link.kind != LinkKind::Spaced).filter_map(|(address, link)| match way(&link.target, address, base) {
            Way::Inside { path, anchor } if first(&path) != slug => Some((path.into(), anchor.into())),
            Way::Inside { .. } | Way::Outside | Way::Elsewhere => None,
        });
        inside.collect()
    }

    /// Whether all its files stand below a folder of this name.
    fn is_below(&self, slug: &str) -> bool {
        self.landmarks.iter().all(|landmark| first(landmark.address.as_str()) == slug && landmark.address.as_str().len() > slug.len())
    }
}

/// The first name of a path.
fn first(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

/// An agency's column as it is surveyed.
struct Column<'s> {
    agency: &'s Agency,
    sketch: Arc<Sketch>,
    /// None where it was found to be right before, and nobody has looked at it again.
    survey: Option<Survey<'s>>,
    /// Whether it was found to be right before.
    is_known: bool,
}

impl<'s> Column<'s> {
    fn slug(&self) -> &str {
        self.agency.card.slug()
    }

    /// What was not looked at before.
    fn unknown(&self) -> Option<&Survey<'s>> {
        self.survey.as_ref().filter(|_| !self.is_known)
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

impl Wrong {
    fn is_nothing(&self) -> bool {
        !self.has_clashes && self.diagnostics.is_empty() && self.remarks.is_empty()
    }
}

impl<'s, 'a> Surveyor<'s, 'a> {
    /// Surveys the columns that are not known to be right.
    pub(super) fn new(around: &'a Around<'s>, theme: &'a Theme, sketches: &Sketches) -> Self {
        let agencies: Vec<(&'s Agency, _)> = around.site.agencies().zip(digests(around, theme)).collect();
        let column = |(agency, digest): &(&'s Agency, _)| {
            let slug = agency.card.slug();
            if let Some(sketch) = sketches.get(slug, *digest) {
                return Column { agency, sketch, survey: None, is_known: true };
            }
            let survey = Survey::of_column(around, agency);
            let templates: BTreeSet<&str> = survey.landmarks.iter().filter_map(|landmark| landmark.template).collect();
            let sketch = Sketch {
                digest: *digest,
                failing: failing(&around.site.config, around.site.date, agency),
                count: survey.landmarks.len(),
                templates: templates.into_iter().map(Box::from).collect(),
                listed: survey.listed.as_str().into(),
                outward: survey.outward(slug, &around.site.config.base).into_iter().collect(),
                files: OnceLock::new(),
            };
            Column { agency, sketch: Arc::new(sketch), survey: Some(survey), is_known: false }
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
    pub(super) fn finish(mut self, portal: &Survey<'s>, sketches: &Sketches) -> (Vec<(&'s Agency, Arc<Sketch>)>, Wrong) {
        let reached = self.reached(portal);
        self.survey(|column| reached.contains(column.slug()));
        let (mut wrong, mut right) = self.judge(portal);
        let is_right = wrong.is_nothing() && right.len() == self.columns.len();
        if !is_right && self.columns.iter().any(|column| column.is_known) {
            // What is wrong in one place may have to do with any other, and so may the advice.
            self.columns.iter_mut().for_each(|column| column.is_known = false);
            self.survey(|_| true);
            (wrong, right) = self.judge(portal);
        }
        let known = self.columns.iter().filter(|column| right.contains(column.slug()));
        sketches.keep(known.map(|column| (column.slug().to_owned(), Arc::clone(&column.sketch))));
        (self.columns.into_iter().map(|column| (column.agency, column.sketch)).collect(), wrong)
    }

    /// Looks at columns again.
    fn survey(&mut self, is_wanted: impl Fn(&Column<'s>) -> bool + Sync) {
        let around = self.around;
        let wanted = self.columns.par_iter_mut().filter(|column| column.survey.is_none() && is_wanted(column));
        wanted.for_each(|column| column.survey = Some(Survey::of_column(around, column.agency)));
    }

    /// The first names of all addresses where something stands, and of all that links lead to, that may be another's.
    fn reached(&self, portal: &Survey<'s>) -> BTreeSet<String> {
        let mut reached: BTreeSet<String> = portal.landmarks.iter().map(|landmark| first(landmark.address.as_str()).to_owned()).collect();
        reached.extend(portal.outward("", &self.around.site.config.base).iter().map(|(path, _)| first(path).to_owned()));
        for column in &self.columns {
            let Some(survey) = column.unknown() else { continue };
            let elsewhere = survey.landmarks.iter().map(|landmark| first(landmark.address.as_str())).filter(|first| *first != column.slug());
            reached.extend(elsewhere.map(str::to_owned));
            reached.extend(column.sketch.outward.iter().map(|(path, _)| first(path).to_owned()));
        }
        reached
    }

    /// What is wrong in the columns that are not known to be right, and those that are right.
    fn judge(&self, portal: &Survey<'s>) -> (Wrong, BTreeSet<String>) {
        let Self { around: Around { site, .. }, theme, columns } = self;
        let landmarks = || portal.landmarks.iter().chain(columns.iter().filter_map(|column| column.survey.as_ref()).flat_map(|survey| &survey.landmarks));
        let files = Files::new(&site.config.base, landmarks());
        let has_clashes = !clashes(&files.names()).is_empty();
        let links = Links { site, theme, files };
        let known: BTreeSet<&str> = columns.iter().filter(|column| column.is_known).map(Column::slug).collect();
        let faults = |column: &Column<'s>| -> Result<(), Vec<Fault<'s>>> {
            let Some(survey) = column.unknown() else {
                // What it links to may not be there any more.
                let elsewhere = column.sketch.outward.iter().filter(|(path, _)| !known.contains(first(path)));
                return if elsewhere.into_iter().all(|(path, anchor)| links.lead_to(path, anchor)) { Ok(()) } else { Err(Vec::new()) };
            };
            let faults = links.faults(&survey.landmarks);
            let is_right = faults.is_empty() && survey.diagnostics.is_empty() && !has_clashes && survey.is_below(column.slug());
            if is_right { Ok(()) } else { Err(faults) }
        };
        let of_portal = links.faults(&portal.landmarks);
        let of_columns: Vec<Result<(), Vec<Fault<'s>>>> = columns.par_iter().map(faults).collect();
        let right = columns.iter().zip(&of_columns).filter(|(_, found)| found.is_ok()).map(|(column, _)| column.slug().to_owned()).collect();
        let faults = of_portal.into_iter().chain(of_columns.into_iter().filter_map(Result::err).flatten()).collect();
        let diagnostics = columns.iter().filter_map(Column::unknown).flat_map(|survey| survey.diagnostics.iter().cloned()).collect();
        (Wrong { has_clashes, diagnostics, remarks: links.remarks(faults) }, right)
    }
}
