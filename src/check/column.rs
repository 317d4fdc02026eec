//! Columns that an agency keeps have items, and new ones in time; so has the home page (国办秘函〔2019〕19号).

use super::{At, Remark};
use crate::date::Date;
use crate::diagnostic::{Code, Text, counted};
use crate::model::{Agency, Category, Site, days_between};
use std::collections::BTreeMap;

/// How many days a column of news, and a home page with such columns, may go without anything new.
const NEWS: u32 = 14;

/// How many days a column of notices or policies may.
const NOTICES: u32 = 180;

/// Words of a category's name, and the days that such a column has where `site.toml` gives none.
const DEFAULTS: [(&str, u32); 5] = [("动态", NEWS), ("要闻", NEWS), ("通知", NOTICES), ("公告", NOTICES), ("政策", NOTICES)];

/// How many days a category has, if any number is set: by itself or by its name.
fn max_age(category: &Category) -> Option<u32> {
    let by_name = || DEFAULTS.into_iter().find(|(word, _)| category.name.contains(word)).map(|(_, days)| days);
    category.max_age.or_else(by_name).filter(|days| *days > 0)
}

/// Whether a category is one of news.
fn is_of_news(category: &Category) -> bool {
    max_age(category).is_some_and(|days| days <= NEWS)
}

/// The latest publication in each category of an agency.
fn latest(agency: &Agency) -> BTreeMap<&str, Option<Date>> {
    let mut latest: BTreeMap<&str, Option<Date>> = BTreeMap::new();
    for folder in agency.folders.iter().filter(|folder| !folder.items.is_empty()) {
        let newest = folder.items.iter().filter_map(|item| item.card.date).map(|moment| moment.date).max();
        let known = latest.entry(folder.category.as_str()).or_default();
        *known = newest.max(*known);
    }
    latest
}

/// Columns of an agency that are empty or stale.
pub(super) fn of_agency(site: &Site, agency: &Agency) -> Vec<Remark> {
    let file = agency.card.path();
    let latest = latest(agency);
    let mut found = Vec::new();
    for category in &site.config.categories {
        let slug = category.slug.as_str();
        let remark = |code, message, help| Remark::new(code, &*file, message, help).at(At::key("columns", slug.to_owned())).about(slug);
        match latest.get(slug) {
            None if agency.card.columns.contains(&category.slug) => {
                let has_reason = agency.card.empty.get(slug).is_some_and(|reason| !reason.trim().is_empty());
                if !has_reason {
                    let message = Text::new(
                        format!("栏目“{}”（{slug}）有 0 条信息，也没有说明原因", category.name),
                        format!("column `{slug}` ({}) has 0 items and no reason for it", category.name),
                    );
                    let help = Text::new(
                        format!("请放入信息；本来没有的，写原因：empty: {{ {slug}: 本年没有此类信息 }}；不设的，从 columns 中删去"),
                        format!("add items, give a reason (empty: {{ {slug}: … }}), or remove it from `columns`"),
                    );
                    found.push(remark(Code::ColumnEmpty, message, help));
                }
            }
            None | Some(None) => {}
            Some(Some(newest)) => {
                let Some(limit) = max_age(category) else { continue };
                let days = days_between(*newest, site.date);
                let over = days - i64::from(limit);
                if over > 0 {
                    let message = Text::new(
                        format!("栏目“{}”（{slug}）最近一条是 {newest} 的，已 {days} 天没有更新，超过 {limit} 天的期限 {over} 天", category.name),
                        format!(
                            "the latest item of column `{slug}` ({}) is of {newest}, {} ago: {over} over the limit of {limit}",
                            category.name,
                            counted(days, "day")
                        ),
                    );
                    let help = Text::new(
                        "请更新栏目；期限不合适的，改 site.toml 中该栏目的 max_age（天数，0 表示不要求更新）",
                        "add what is new; if the limit is wrong, change the category's max_age in site.toml (days; 0 for none)",
                    );
                    found.push(remark(Code::ColumnStale, message, help));
                }
            }
        }
    }
    found
}

/// A home page without anything new for two weeks, where the portal has news.
pub(super) fn home(site: &Site) -> Option<Remark> {
    let mut newest: Option<Date> = None;
    let mut has_news = false;
    let news: Vec<&str> = site.config.categories.iter().filter(|category| is_of_news(category)).map(|category| category.slug.as_str()).collect();
    for agency in &site.agencies {
        for (slug, date) in latest(agency) {
            has_news |= news.contains(&slug);
            newest = newest.max(date);
        }
        newest = newest.max(agency.reports.values().map(|report| report.published).max());
    }
    let (newest, limit) = (newest.filter(|_| has_news)?, i64::from(NEWS));
    let days = days_between(newest, site.date);
    (days > limit).then(|| {
        let over = days - limit;
        let message = Text::new(
            format!("首页所列最近一条是 {newest} 的，已 {days} 天没有更新，超过 {limit} 天的期限 {over} 天"),
            format!("the latest of what the home page lists is of {newest}, {} ago: {over} over the limit of {limit}", counted(days, "day")),
        );
        let help = Text::new(
            "首页两周不更新，检查指标单项否决；请发布新的信息",
            "a home page without anything new for two weeks fails the official inspection; publish something new",
        );
        Remark::new(Code::HomeStale, "site.toml", message, help)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Slug;

    #[track_caller]
    fn case(name: &str, given: Option<u32>, expected: Option<u32>) {
        let slug = Slug::parse("news").expect("a slug");
        let category = Category { slug, name: name.to_owned(), article20: None, max_age: given };
        assert_eq!(max_age(&category), expected);
    }

    #[test]
    fn days_of_categories() {
        case("政务动态", None, Some(14));
        case("科技要闻", None, Some(14));
        case("通知公告", None, Some(180));
        case("政策文件", None, Some(180));
        case("机构职能", None, None);
        case("机构职能", Some(365), Some(365));
        case("政务动态", Some(30), Some(30));
        case("政务动态", Some(0), None);
    }
}
