//! What readers are told of a rule of a report's form: whether it holds, with the numbers.

use crate::check::{Assessment, assess, holds, referred};
use crate::date::Date;
use crate::diagnostic::{Level, Text};
use crate::form::Rule;
use crate::model::{Agency, AgencyCard, Config, Figures, Report, Site, Waiver, Year};
use crate::source::DigestBuilder;
use std::collections::BTreeMap;

/// A rule of a form and how a report fares with it.
#[derive(Debug, Clone)]
pub struct Assessed<'s> {
    /// The rule.
    pub rule: &'s Rule,
    /// What came of it.
    pub verdict: Verdict<'s>,
    /// In how many rows or columns it was assessed.
    pub assessed: usize,
    /// In how many it could not be.
    pub unassessed: usize,
    /// Both sides in words and numbers, of the total if there is one.
    pub example: Option<Text>,
}

/// What came of a rule.
#[derive(Debug, Clone)]
pub enum Verdict<'s> {
    /// It holds wherever it could be assessed.
    Holds,
    /// It does not hold, which is let stand with reasons.
    Waived(Broken, Vec<&'s Waiver>),
    /// It does not hold everywhere.
    Differs(Broken),
    /// It needs the report of the year before, and there is none.
    NoPrevious,
    /// The figures it needs were not filled in.
    NotFilled,
}

/// In how many rows or columns a rule does not hold, and the first of them in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// How many.
    pub count: usize,
    /// What does not fit.
    pub messages: Vec<Text>,
}

/// How the figures of a report fit together, by the rules of its form; found out only when it is shown.
#[derive(Debug, Clone, Copy)]
pub struct Checks<'s> {
    config: &'s Config,
    day: Date,
    agency: &'s AgencyCard,
    report: &'s Report,
    previous: Option<&'s Report>,
}

impl<'s> Checks<'s> {
    /// Those of one of an agency's reports or tables, given all of that kind.
    pub(crate) fn new(site: &'s Site, agency: &'s AgencyCard, years: &'s BTreeMap<Year, Report>, report: &'s Report) -> Self {
        Self { config: &site.config, day: site.date, agency, report, previous: years.get(&report.year.before()) }
    }

    /// All rules, unless the portal does without; those whose check is off are left out.
    #[must_use]
    pub fn all(&self) -> Vec<Assessed<'s>> {
        let Self { config, day, agency, report, previous } = self;
        if config.output.check { judged(config, *day, agency, report, previous.map(|previous| &previous.figures)) } else { Vec::new() }
    }

    /// The rules that tie a report to that of the year before.
    #[must_use]
    pub fn across_years(&self) -> Vec<Assessed<'s>> {
        self.all().into_iter().filter(|assessed| assessed.rule.is_across_years()).collect()
    }

    /// Adds what they depend on to the digest of a page that tells the portal's settings, the agency and the report.
    pub(super) fn digested(&self, digest: DigestBuilder) -> DigestBuilder {
        let Self { config: _, day, agency, report, previous } = self;
        let waivers = report.waivers.iter().chain(&agency.waivers);
        let digest = waivers.fold(digest.number(previous.is_some()), |digest, waiver| {
            digest.text(&waiver.code).text(&waiver.at).text(&waiver.reason).number(waiver.is_expired(*day))
        });
        let numbers = previous.iter().flat_map(|previous| referred(&report.figures, &previous.figures));
        numbers.fold(digest, |digest, number| match number {
            Some(number) => digest.bytes(&number.to_bytes()),
            None => digest.bytes(&[]),
        })
    }
}

fn judged<'s>(config: &Config, day: Date, agency: &'s AgencyCard, report: &'s Report, previous: Option<&'s Figures>) -> Vec<Assessed<'s>> {
    let waivers: Vec<&Waiver> = report.waivers.iter().chain(&agency.waivers).filter(|waiver| !waiver.is_expired(day)).collect();
    let is_on = |assessment: &Assessment<'_>| config.level(&assessment.rule.code).is_some();
    assess(&report.figures, previous).into_iter().filter(is_on).map(|assessment| judge(assessment, &waivers)).collect()
}

/// The years of an agency whose reports fail: a rule whose breach is an error does not hold, and nothing lets that stand.
pub(crate) fn failing(config: &Config, day: Date, agency: &Agency) -> Vec<Year> {
    let is_error = |rule: &Rule| config.level(&rule.code) == Some(Level::Error);
    let fails = |report: &Report| {
        let previous = agency.reports.get(&report.year.before()).map(|previous| &previous.figures);
        let is_broken = |assessed: Assessed<'_>| matches!(assessed.verdict, Verdict::Differs(_)) && is_error(assessed.rule);
        // Few do not hold, and only those need words.
        !holds(&report.figures, previous) && judged(config, day, &agency.card, report, previous).into_iter().any(is_broken)
    };
    agency.reports.values().filter(|report| !report.draft && fails(report)).map(|report| report.year).collect()
}

fn judge<'s>(assessment: Assessment<'s>, waivers: &[&'s Waiver]) -> Assessed<'s> {
    let Assessment { rule, assessed, unassessed, example, broken, lacks_previous } = assessment;
    let waiver = |cells: &[String]| waivers.iter().find(|waiver| waiver.code == rule.code.as_str() && cells.iter().any(|cell| waiver.covers(cell)));
    let verdict = if lacks_previous {
        Verdict::NoPrevious
    } else if assessed == 0 {
        Verdict::NotFilled
    } else if broken.is_empty() {
        Verdict::Holds
    } else {
        let mut reasons: Vec<&'s Waiver> = Vec::new();
        let found: Vec<_> = broken.iter().map(|broken| waiver(&broken.cells).copied()).collect();
        let is_waived = found.iter().all(Option::is_some);
        for waiver in found.into_iter().flatten() {
            if !reasons.contains(&waiver) {
                reasons.push(waiver);
            }
        }
        let broken = Broken { count: broken.len(), messages: broken.into_iter().filter_map(|broken| broken.message).collect() };
        if is_waived { Verdict::Waived(broken, reasons) } else { Verdict::Differs(broken) }
    };
    Assessed { rule, verdict, assessed, unassessed, example }
}
