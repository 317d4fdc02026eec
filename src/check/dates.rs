//! 成文日期 comes before 发布日期, which comes before the day of the build; between the first two there are 20 working days
//! at most (条例 第二十六条).

use super::disclosed::Disclosed;
use super::{At, Remark};
use crate::date::Date;
use crate::diagnostic::{Code, Text, counted};
use crate::model::{Agency, Report, Site, days_between};

/// How many working days there are between the making and the publication of a document.
const LIMIT: i64 = 20;

/// How many working days the holidays of a stretch of that length take at most (a week and 元旦): so many more are let pass
/// where `site.toml` does not list the holidays.
const UNLISTED: i64 = 7;

/// What is wrong with the dates of an agency's documents, which are `all`, and of its reports.
pub(super) fn remarks(site: &Site, agency: &Agency, all: &[Disclosed<'_>]) -> Vec<Remark> {
    let of_documents = all.iter().flat_map(|disclosed| {
        let found = [order(*disclosed), future(site, *disclosed)].into_iter().flatten().next();
        found.or_else(|| late(site, *disclosed))
    });
    of_documents.chain(reports(site, agency)).collect()
}

/// A document that was made after it was published.
fn order(disclosed: Disclosed<'_>) -> Option<Remark> {
    let card = &disclosed.document.card;
    let (issued, published) = (card.issued?, card.date?.date);
    let days = days_between(published, issued);
    (days > 0).then(|| {
        let message = Text::new(
            format!("成文日期 {issued} 晚于发布日期 {published}，相差 {days} 天"),
            format!("made on {issued}, which is {} after its publication on {published}", counted(days, "day")),
        );
        let help = Text::new("成文日期（issued）不能晚于发布日期（date），请核对", "`issued` cannot be later than `date`; check both");
        Remark::new(Code::DateOrder, disclosed.file(), message, help).at(At::key("issued", issued.to_string()))
    })
}

/// A document that is published on a day to come.
fn future(site: &Site, disclosed: Disclosed<'_>) -> Option<Remark> {
    let card = &disclosed.document.card;
    let published = card.date?.date;
    if card.draft {
        return None;
    }
    let (message, help) = to_come(site.date, published, "date")?;
    Some(Remark::new(Code::DateOrder, disclosed.file(), message, help).at(At::key("date", card.date?.to_string())))
}

fn to_come(day: Date, published: Date, key: &str) -> Option<(Text, Text)> {
    let days = days_between(day, published);
    (days > 0).then(|| {
        let message = Text::new(
            format!("发布日期 {published} 还没有到：今天是 {day}，相差 {days} 天"),
            format!("published on {published}, which is {} after today, {day}", counted(days, "day")),
        );
        let help = Text::new(
            format!("请核对 {key}；到那一天才发布的，先写 draft: true"),
            format!("check `{key}`; write `draft: true` if it is to be published on that day"),
        );
        (message, help)
    })
}

/// Reports and data tables that are published on a day to come.
fn reports(site: &Site, agency: &Agency) -> Vec<Remark> {
    let judged = |report: &Report| {
        let (message, help) = to_come(site.date, report.published, "published")?;
        Some(Remark::new(Code::DateOrder, &*report.path, message, help).at(At::key("published", report.published.to_string())))
    };
    agency.yearly().map(|(report, _)| report).filter(|report| !report.draft).filter_map(judged).collect()
}

/// A document that was published too late. What others made has days of its own; before 2008 there was no such limit.
fn late(site: &Site, disclosed: Disclosed<'_>) -> Option<Remark> {
    let card = &disclosed.document.card;
    let (issued, published) = (card.issued?, card.date?.date);
    if issued < Date::constant(2008, 5, 1) || disclosed.is_repost() {
        return None;
    }
    let calendar = &site.config.calendar;
    let unlisted = [issued.year(), published.year()].into_iter().find(|year| !calendar.knows(*year));
    let days = calendar.working_days(issued, published);
    let over = days - LIMIT;
    if over <= if unlisted.is_some() { UNLISTED } else { 0 } {
        return None;
    }
    let (mut zh, mut en) = (
        format!("成文日期 {issued} 到发布日期 {published} 有 {days} 个工作日，超过 {LIMIT} 个工作日的期限 {over} 个"),
        format!("{days} working days from {issued}, when it was made, to {published}, when it was published: {over} over the limit of {LIMIT}"),
    );
    if let Some(year) = unlisted {
        zh += &format!("（site.toml 没有列出 {year} 年的节假日，未予扣除）");
        en += &format!(" (no holidays of {year} are listed in site.toml)");
    }
    let help = Text::new(
        "条例第二十六条：自信息形成或者变更之日起 20 个工作日内公开；节假日和调休写在 site.toml 的 [calendar] 中",
        "article 26: within 20 working days; holidays and worked weekends are listed under [calendar] in site.toml",
    );
    Some(Remark::new(Code::LateDisclosure, disclosed.file(), Text::new(zh, en), help).at(At::key("date", card.date?.to_string())))
}
