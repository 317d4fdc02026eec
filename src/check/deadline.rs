//! Reports against the calendar: late ones, missing ones, and those in the form of another year.

use super::{At, Remark};
use crate::date::Date;
use crate::diagnostic::{Code, Text, counted};
use crate::model::{Agency, AgencyCard, AgencyKind, Report, Site, Standing, Year};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most missing years of one agency that are told, the latest first.
const MAX_MISSING: usize = 20;

/// What is wrong with the dates and forms of all reports.
pub(super) fn remarks(site: &Site) -> Vec<Remark> {
    let missing_years = site.missing_years();
    let of_agency = |agency: &Agency| {
        let reports = agency.reports.values().filter(|report| !report.draft);
        let mut found: Vec<Remark> = reports.flat_map(|report| [late(agency, report, site.date), form_year(report)]).flatten().collect();
        found.extend(missing(agency, missing_years.get(agency.card.slug()), site.date));
        found
    };
    site.agencies().flat_map(of_agency).collect()
}

fn late(agency: &Agency, report: &Report, day: Date) -> Option<Remark> {
    let Standing::Published { on, days_late } = agency.standing(report.year, day) else { return None };
    let due = agency.card.due(report.year).filter(|_| days_late > 0)?;
    let message = Text::new(
        format!("{}年度报告发布于 {on}，期限为 {due}，迟了 {days_late} 天", report.year),
        format!("the report on {} was published on {on}, {} after {due}", report.year, counted(days_late, "day")),
    );
    let help = match (&agency.card.deadline, agency.card.kind) {
        (Some(_), _) => Text::new("期限取自 agency.yaml 的 deadline", "the deadline is that of `deadline` in agency.yaml"),
        (None, AgencyKind::Government) => Text::new(
            "依据《政府信息公开条例》第四十九条，县级以上地方人民政府的报告在 3 月 31 日前公布",
            "article 49 of the regulations on disclosure: reports of governments are published by 31 March",
        ),
        (None, AgencyKind::Department | AgencyKind::Authorised | AgencyKind::Town) => Text::new(
            "依据《政府信息公开条例》第四十九条，部门的报告在 1 月 31 日前公布；上级另有规定的，在 agency.yaml 中写 deadline",
            "article 49 of the regulations on disclosure: reports of departments are published by 31 January; write `deadline` in agency.yaml where it is another day",
        ),
    };
    Some(Remark::new(Code::ReportLate, report.path.as_str(), message, help).at(At::key("published", String::new())).about(report.year.to_string()))
}

/// A form of other years than the report's.
fn form_year(report: &Report) -> Option<Remark> {
    let (form, year) = (&report.figures.form, report.year);
    let (first, last) = form.years.filter(|_| !form.serves(year.number()))?;
    let years = match last {
        Some(last) => Text::new(format!("{first}—{last}年度"), format!("{first} to {last}")),
        None => Text::new(format!("{first}年度以后"), format!("{first} and later")),
    };
    let message = Text::new(
        format!("{year}年度的报告用了 {} 表式，这个表式用于{}", form.key, years.zh),
        format!("the report on {year} uses form {}, which is for {}", form.key, years.en),
    );
    let help = Text::new(
        "请改用该年度的表式（2019、2020年度为 \"2019\"，2021年度起为 \"2021\"）；更早的年度没有这些表，请作为附件发布",
        "use the form of that year (\"2019\" for 2019 and 2020, \"2021\" from 2021 on); publish earlier years, which had no such tables, as attachments",
    );
    Some(Remark::new(Code::FormYear, report.path.as_str(), message, help).at(At::key("form", String::new())).about(year.to_string()))
}

/// The years an agency should have published a report on by now.
fn missing(agency: &Agency, years: Option<&BTreeMap<Year, Option<Arc<AgencyCard>>>>, day: Date) -> Vec<Remark> {
    let is_missing = |(year, _): &(&Year, &Option<Arc<AgencyCard>>)| agency.standing(**year, day) == Standing::Missing;
    let absent = years.into_iter().flatten().rev().filter(is_missing).take(MAX_MISSING);
    absent.map(|(year, sibling)| told(agency, *year, sibling.as_deref())).collect()
}

fn told(agency: &Agency, year: Year, sibling: Option<&AgencyCard>) -> Remark {
    let name = &agency.card.name;
    let why = match sibling {
        None => Text::new("前后年度都有报告", "there are reports on years before and after"),
        Some(AgencyCard { name: sibling, .. }) => Text::new(format!("同组的{sibling}已经发布"), format!("{sibling} of the same group has published its own")),
    };
    let (zh, en) = agency.card.due(year).map(|due| (format!("，期限 {due} 已过"), format!(", due on {due}"))).unwrap_or_default();
    let message = Text::new(format!("{name}没有发布{year}年度的报告{zh}；{}", why.zh), format!("{name} has published no report on {year}{en}; {}", why.en));
    let help = Text::new(
        format!(
            "请补上 content/{0}/{year}/report.yaml（lanmu new report {0} {year}）；确实没有的，在 agency.yaml 中写豁免，at: \"{year}\"",
            agency.card.slug()
        ),
        format!(
            "add content/{0}/{year}/report.yaml (`lanmu new report {0} {year}`); where there is none, waive it in agency.yaml with at: \"{year}\"",
            agency.card.slug()
        ),
    );
    Remark::new(Code::ReportMissing, agency.card.path(), message, help).about(year.to_string())
}
