//! Whether an agency has published its report on a year: in time, late, not yet, or not at all.

use super::{Agency, AgencyCard, AgencyKind, Report, Site, Year};
use crate::date::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How an agency stands with its report on a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is published.
    Published {
        /// When.
        on: Date,
        /// How many days after its deadline; 0 in time.
        days_late: i32,
    },
    /// It is not published, and its deadline has passed.
    Missing,
    /// It is not published, and its deadline has not passed yet.
    NotDue,
    /// The portal has none, and nothing says that there should be one: it does not go back so far for this agency.
    NotHeld,
    /// There is one that could not be read.
    Unread,
}

/// The month of the deadline of governments, which is the latest there is: by it every report must be there.
const LAST_MONTH: i8 = 3;

impl AgencyCard {
    /// The day by which a report on a year must be published (条例 第四十九条): what `agency.yaml` says; else 31 January
    /// for departments and what law authorises, 31 March for governments of county level and above. For towns the law
    /// names no day.
    #[must_use]
    pub fn due(&self, year: Year) -> Option<Date> {
        let following = i16::try_from(year.number()).ok()?.checked_add(1)?;
        if let Some((month, day)) = self.deadline.as_deref().and_then(|deadline| deadline.split_once('-')) {
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            // 29 February is the last of the month in other years.
            return Date::new(following, month, day).ok().or_else(|| Date::new(following, month, 1).ok().map(Date::last_of_month));
        }
        match self.kind {
            AgencyKind::Department | AgencyKind::Authorised => Date::new(following, 1, 31).ok(),
            AgencyKind::Government => Date::new(following, LAST_MONTH, 31).ok(),
            AgencyKind::Town => None,
        }
    }

    /// How many days after its deadline a report on a year was published; 0 in time.
    #[must_use]
    pub fn days_late(&self, year: Year, published: Date) -> i32 {
        self.due(year).map_or(0, |due| (published - due).get_days()).max(0)
    }

    /// The last day on which a report on a year is not missing yet.
    fn expected(&self, year: Year) -> Option<Date> {
        let last = || Date::new(i16::try_from(year.number()).ok()?.checked_add(1)?, LAST_MONTH, 31).ok();
        self.due(year).or_else(last)
    }
}

impl Agency {
    /// How it stands with its report on a year, as of a day.
    #[must_use]
    pub fn standing(&self, year: Year, day: Date) -> Standing {
        match self.reports.get(&year) {
            Some(Report { draft: false, published, .. }) => Standing::Published { on: *published, days_late: self.card.days_late(year, *published) },
            None if self.unread_reports.contains(&year) => Standing::Unread,
            Some(_) | None if self.card.expected(year).is_some_and(|expected| expected < day) => Standing::Missing,
            Some(_) | None => Standing::NotDue,
        }
    }
}

/// The most years that agencies are set side by side in; beyond it those that none has a report on are left out.
const MAX_YEARS: usize = 60;

/// Agencies × years: how each stands.
#[derive(Debug)]
pub struct Matrix<'s> {
    /// The years, the latest first.
    pub years: Vec<Year>,
    /// The agencies, in the order of lists.
    pub rows: Vec<MatrixRow<'s>>,
}

/// An agency in the matrix.
#[derive(Debug)]
pub struct MatrixRow<'s> {
    /// The agency.
    pub agency: &'s AgencyCard,
    /// How it stands in each of the matrix's years.
    pub cells: Vec<MatrixCell<'s>>,
}

/// An agency in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatrixCell<'s> {
    /// How it stands.
    pub standing: Standing,
    /// When its report is due.
    pub due: Option<Date>,
    /// The form its report fills.
    pub form: Option<&'s str>,
    /// Whether figures of its report contradict each other, and nothing lets that stand: a report that is previewed, or
    /// published by force. The model does not know; the plan says it.
    pub fails: bool,
}

/// The years that agencies miss, by slug, each with the sibling that has a report on it; with none where the agency has
/// reports on years before and after.
pub type MissingYears = BTreeMap<String, BTreeMap<Year, Option<Arc<AgencyCard>>>>;

/// An agency of the same group and kind.
type Sibling<'s> = &'s Arc<AgencyCard>;

impl Standing {
    /// All that an agency without a report may be.
    pub const WITHOUT: [Self; 4] = [Self::Missing, Self::NotDue, Self::NotHeld, Self::Unread];

    /// What is said where there is no report.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Published { .. } => "已发布",
            Self::Missing => "未发布",
            Self::NotDue => "尚未到期",
            Self::NotHeld => "未收录",
            Self::Unread => "无法读取",
        }
    }
}

impl Site {
    /// How each agency stands in one year, as in the matrix, in the order of lists.
    pub fn standings(&self, year: Year) -> impl Iterator<Item = (&Agency, Standing)> {
        let missing = self.missing_years();
        self.agencies().map(move |agency| {
            let is_missed = missing.get(agency.card.slug()).is_some_and(|missed| missed.contains_key(&year));
            (agency, agency.standing_among(year, is_missed, self.date))
        })
    }

    /// How each agency stands in each year.
    #[must_use]
    pub fn matrix(&self) -> Matrix<'_> {
        let found: BTreeSet<Year> = self.agencies.iter().flat_map(|agency| agency.reports.keys().copied()).collect();
        let missing = self.missing_years();
        let all: BTreeSet<Year> = missing.values().flat_map(BTreeMap::keys).chain(&found).copied().collect();
        let years: Vec<Year> = if all.len() > MAX_YEARS { found } else { all }.into_iter().rev().collect();
        let rows = self.agencies.iter().map(|agency| {
            let missed = missing.get(agency.card.slug());
            let is_missed = |year: &Year| missed.is_some_and(|missed| missed.contains_key(year));
            MatrixRow { agency: &agency.card, cells: years.iter().map(|year| agency.cell(*year, is_missed(year), self.date)).collect() }
        });
        let rows = rows.collect();
        Matrix { years, rows }
    }

    /// The years each agency has no report on though it should: between its own, or since its last where others of its
    /// group and kind have one; for an agency without any, the latest year of its group. A portal may begin later for one
    /// than for another, so that years before its first are not missed. Deadlines are not looked at.
    #[must_use]
    pub fn missing_years(&self) -> &MissingYears {
        self.missing.get_or_init(|| {
            let mut of_groups: BTreeMap<(Option<&str>, u8), BTreeMap<Year, Sibling<'_>>> = BTreeMap::new();
            for agency in &self.agencies {
                for year in agency.published_years() {
                    of_groups.entry(agency.group()).or_default().entry(year).or_insert(&agency.card);
                }
            }
            self.agencies.iter().map(|agency| (agency.card.slug().to_owned(), agency.missing_years(of_groups.get(&agency.group())))).collect()
        })
    }
}

impl Agency {
    /// How it stands, where those it is set beside say whether it should have a report at all.
    fn standing_among(&self, year: Year, is_missed: bool, day: Date) -> Standing {
        match self.standing(year, day) {
            Standing::Missing | Standing::NotDue if !is_missed => Standing::NotHeld,
            standing @ (Standing::Published { .. } | Standing::Missing | Standing::NotDue | Standing::NotHeld | Standing::Unread) => standing,
        }
    }

    fn cell(&self, year: Year, is_missed: bool, day: Date) -> MatrixCell<'_> {
        let standing = self.standing_among(year, is_missed, day);
        let report = self.reports.get(&year).filter(|report| !report.draft);
        MatrixCell { standing, due: self.card.due(year), form: report.map(|report| report.figures.form.key.as_str()), fails: false }
    }

    /// Those it is set beside: its group and its kind.
    fn group(&self) -> (Option<&str>, u8) {
        let kind = match self.card.kind {
            AgencyKind::Department => 0,
            AgencyKind::Government => 1,
            AgencyKind::Town => 2,
            AgencyKind::Authorised => 3,
        };
        (self.card.group.as_deref(), kind)
    }

    fn published_years(&self) -> impl Iterator<Item = Year> {
        self.reports.values().filter(|report| !report.draft).map(|report| report.year)
    }

    fn missing_years(&self, siblings: Option<&BTreeMap<Year, Sibling<'_>>>) -> BTreeMap<Year, Option<Arc<AgencyCard>>> {
        let own: BTreeSet<Year> = self.published_years().collect();
        let mut missing = BTreeMap::new();
        if let (Some(first), Some(last)) = (own.first(), own.last()) {
            missing.extend(first.to(*last).filter(|year| !own.contains(year)).map(|year| (year, None)));
        }
        let later = siblings.into_iter().flatten().filter(|(year, _)| own.last().is_none_or(|last| *year > last));
        let later: Vec<_> = later.map(|(year, sibling)| (*year, Some(Arc::clone(sibling)))).collect();
        let since = if own.is_empty() { later.len().saturating_sub(1) } else { 0 };
        missing.extend(later.into_iter().skip(since));
        missing
    }
}
