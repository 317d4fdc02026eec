//! A report's figures, and last year's, → findings: the identities of its form that do not hold, and cells without a
//! number or with a note.

mod across;
mod assessment;
mod cells;
mod checked;
mod children;
mod column;
mod dates;
mod deadline;
mod disclosed;
mod doc_no;
mod duties;
mod guide;
mod identity;
mod index_no;
pub mod leak;
mod placeholder;
mod policy;
mod prose;
mod remark;
mod repair;
mod repeated;
mod repost;
mod review;
mod section;
mod title;
mod trend;

use across::Across;
pub use assessment::{Assessment, Broken, assess};
pub use checked::{AgencyFindings, Checked, check_agency};
pub use prose::{Binding, Tried, bindings};
pub use remark::{At, Remark};

use crate::diagnostic::{Code, Text};
use crate::markdown::outline;
use crate::model::{Agency, CellAt, Figures, Report, Site};
use crate::number::Number;
pub(crate) use identity::referred;
use identity::{Identity, identities};
use serde::{Deserialize, Serialize};

/// Something that is wrong with the figures, or that a reader will ask about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's code.
    pub code: Code,
    /// What was found; of an identity both sides and their difference.
    pub message: Text,
    /// The rule in words.
    pub help: Text,
    /// The one cell whose change would repair everything, or else the cell of the result.
    pub at: CellAt,
    /// The other cells that take part.
    pub related: Vec<CellAt>,
    /// The sums of both sides, where it is an identity.
    pub sums: Option<[Number; 2]>,
}

/// What the rules find that look at a portal as a whole: in its documents, columns and settings; those that look at one agency
/// alone are [`check_agency`]'s.
#[must_use]
pub fn check_site(site: &Site) -> Vec<Remark> {
    check_apart(site).into_iter().chain(Across::ALL.into_iter().flat_map(|across| across.check(site))).collect()
}

/// The same without what compares all agencies with each other.
fn check_apart(site: &Site) -> Vec<Remark> {
    let mut remarks = duties::remarks(&site.config);
    remarks.extend(leak::of_settings(site));
    remarks.extend(placeholder::settings(site));
    remarks.extend(column::home(site));
    remarks.extend(deadline::remarks(site));
    remarks.extend(children::remarks(site));
    remarks
}

/// What the rules about the report as a document find in one.
fn of_report(site: &Site, agency: &Agency, report: &Report) -> Vec<Remark> {
    let words = report.words.as_ref().and_then(|words| Some((words, words.text.as_deref()?)));
    let outline = words.map(|(words, text)| outline(text, words.body.start, &report.figures.form.sections));
    let mut found = section::remarks(agency, report, outline.as_ref());
    found.extend(title::remarks(site, agency, report, outline.as_ref()));
    found.extend(trend::remarks(site.config.jump, agency, report));
    found
}

/// How many identities of this year hold that a cell takes part in, and how many do not.
#[must_use]
pub fn identities_of(figures: &Figures, at: CellAt) -> (usize, usize) {
    let all = identities(figures, None);
    let own = || all.iter().filter(|identity| identity.cells.iter().any(|(cell, _)| *cell == at));
    let holding = own().filter(|identity| identity.left == identity.right).count();
    (holding, own().count() - holding)
}

/// Checks figures against each other, and against those of the year before if there are any.
#[must_use]
pub fn check_figures(figures: &Figures, previous: Option<&Figures>) -> Vec<Finding> {
    let all = identities(figures, previous);
    let broken: Vec<&Identity<'_>> = all.iter().filter(|identity| identity.left != identity.right).collect();
    let mut findings = cells::cell_findings(figures);
    if broken.is_empty() {
        return findings;
    }
    let within_year: Vec<&Identity<'_>> = all.iter().filter(|identity| !identity.rule.is_across_years()).collect();
    let hint = repair::hint(&within_year, figures);
    findings.extend(broken.into_iter().map(|identity| finding(figures, identity, &within_year, hint.as_ref())));
    findings
}

/// Whether all identities hold that can be assessed.
#[must_use]
pub fn holds(figures: &Figures, previous: Option<&Figures>) -> bool {
    identity::all_hold(figures, previous)
}

fn finding(figures: &Figures, identity: &Identity<'_>, all: &[&Identity<'_>], hint: Option<&Text>) -> Finding {
    let at = if identity.rule.is_across_years() { None } else { repair::culprit(identity, all, figures) }.unwrap_or(identity.result);
    Finding {
        code: identity.rule.code.clone(),
        message: identity.message(figures),
        // Last year's figures take no part in the hint.
        help: match hint.filter(|_| !identity.rule.is_across_years()) {
            Some(hint) => Text::new(format!("{}；{}", identity.rule.help.zh, hint.zh), format!("{}; {}", identity.rule.help.en, hint.en)),
            None => identity.rule.help.clone(),
        },
        at,
        related: identity.cells.iter().map(|(cell, _)| *cell).filter(|cell| *cell != at).collect(),
        sums: Some([identity.left, identity.right]),
    }
}

#[cfg(test)]
mod tests;
