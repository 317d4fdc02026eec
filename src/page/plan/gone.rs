//! A planned portal against the one that is published → the addresses of items and reports that would vanish.

use super::Plan;
use super::files::Files;
use super::landmark::Landmark;
use super::survey::Survey;
use crate::check::Remark;
use crate::diagnostic::{Code, Text};
use crate::model::{Address, Agency, Document, Site, Slug, Year};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The most addresses that are told one by one.
const MAX_TOLD: usize = 1_000;

/// For how many the address that they probably have now is looked up.
const MAX_SUGGESTED: usize = 100;

/// The pages of items, reports and other documents among the published files that no page of the plan stands in for, and
/// that nothing declares to be gone.
#[must_use]
pub fn check_against(plan: &Plan<'_>, site: &Site, published: &[String]) -> Vec<Remark> {
    if published.is_empty() {
        return Vec::new();
    }
    let of_portal = Survey::of(plan.portal.iter()).landmarks;
    let of_columns = plan.columns.par_iter().map(|column| Survey::of(plan.column(column).iter()).landmarks);
    let landmarks: Vec<Landmark<'_>> = of_portal.into_par_iter().chain(of_columns.flatten_iter()).collect();
    let files = Files::new(&site.config.base, landmarks.iter());
    let declared: BTreeSet<Cow<'_, str>> = declared(site).map(Address::file).collect();
    let lasts = |path: &&String| is_lasting(path) && files.find(path).is_none() && !declared.contains(path.as_str());
    let vanished: BTreeSet<&String> = published.iter().filter(lasts).collect();
    let look = |path: &str| files.of_same_name(path).or_else(|| files.near_in_folder(path));
    let mut remarks: Vec<Remark> =
        vanished.iter().take(MAX_TOLD).enumerate().map(|(at, path)| remark(site, if at < MAX_SUGGESTED { look(path) } else { None }, path)).collect();
    if let Some(more) = vanished.len().checked_sub(MAX_TOLD).filter(|more| *more > 0) {
        let message = Text::new(format!("另有 {more} 个已发布的地址将会消失"), format!("{more} more published addresses would vanish"));
        remarks.push(Remark::new(Code::AddressGone, "site.toml", message, Text::new("请先处理以上地址", "see to those above first")));
    }
    remarks
}

/// The addresses that were taken down on purpose.
fn declared(site: &Site) -> impl Iterator<Item = &Address> {
    let of_documents = site.home.iter().chain(site.agencies().flat_map(documents)).flat_map(|document| &document.card.gone);
    site.agencies().flat_map(|agency| &agency.card.gone).chain(of_documents)
}

fn documents(agency: &Agency) -> impl Iterator<Item = &std::sync::Arc<Document>> {
    let items = agency.folders.iter().flat_map(|folder| &folder.items);
    let words = agency.reports.values().filter_map(|report| report.words.as_ref());
    items.chain(&agency.rules).chain(&agency.guide).chain(&agency.apply).chain(words)
}

/// Whether a published file is a page that others may link to for good: no list, comparison or page of the portal itself,
/// which come and go with what they list.
fn is_lasting(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let is_page = [".html", ".htm", ".shtml"].iter().any(|kind| path.ends_with(kind));
    if !is_page || parts.first().and_then(|first| Slug::parse(first)).is_some_and(|first| first.is_reserved_among_agencies()) {
        return false;
    }
    match parts.as_slice() {
        [_, year, "index.html"] => Year::parse(year).is_some(),
        [.., "index.html"] | ["404.html"] => false,
        [_, year, name] if Year::parse(year).is_some() => !is_comparison(name),
        [_, "rules", _] => true,
        [_, _, name] => !["page-", "year-", "status-"].iter().any(|start| name.starts_with(start)),
        _ => true,
    }
}

/// `compare-2023.html`, `budget-compare-2023.html`.
fn is_comparison(name: &str) -> bool {
    let year = name.strip_suffix(".html").and_then(|stem| stem.rsplit_once('-'));
    year.is_some_and(|(before, year)| Year::parse(year).is_some() && (before == "compare" || before.ends_with("-compare")))
}

fn remark(site: &Site, near: Option<String>, path: &str) -> Remark {
    let address = path.strip_suffix("index.html").unwrap_or(path);
    let agency = path.split('/').next().filter(|first| site.agencies().any(|agency| agency.card.slug() == *first));
    let file = agency.map_or_else(|| "site.toml".to_owned(), |agency| format!("content/{agency}/agency.yaml"));
    let message = Text::new(format!("已发布的网页 /{address} 将会消失"), format!("the published page /{address} would vanish"));
    let kept = if agency.is_some() { ("agency.yaml ", "agency.yaml") } else { ("content/index.md 的开头", "the front matter of content/index.md") };
    let declare =
        Text::new(format!("确实撤下的，在 {}写 gone: [/{address}]", kept.0), format!("if it is taken down on purpose, write gone: [/{address}] in {}", kept.1));
    let is_draft = site.withheld.binary_search_by(|draft| draft.as_str().cmp(address)).is_ok();
    let first = match near {
        _ if is_draft => Text::new("它现在是草稿；".to_owned(), "it is a draft now;".to_owned()),
        Some(near) => Text::new(
            format!("是否已改为“/{near}”？是的，在该页的 aliases 中写 /{address}；"),
            format!("did it become `/{near}`? then write /{address} in the aliases of that page;"),
        ),
        None => Text::new(
            format!("有新网页代替的，在新网页的 aliases 中写 /{address}；"),
            format!("where another page stands in for it, write /{address} in the aliases of that;"),
        ),
    };
    Remark::new(Code::AddressGone, file, message, first.then(&declare)).about(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(path: &str, expected: bool) {
        assert_eq!(is_lasting(path), expected, "{path}");
    }

    #[test]
    fn pages_that_are_linked_to_for_good() {
        for path in ["kjj/2024/news/a.html", "kjj/2024/news/page-2.html", "kjj/2024/index.html", "kjj/2024/budget.html", "kjj/guide.html", "kjj/rules/a.html"] {
            case(path, true);
        }
        for path in ["doc/2024/05/15/448911.shtml", "old.htm"] {
            case(path, true);
        }
        for path in ["index.html", "404.html", "kjj/index.html", "kjj/news/index.html", "kjj/news/page-2.html", "kjj/reports/index.html"] {
            case(path, false);
        }
        for path in
            ["kjj/2024/compare-2023.html", "kjj/2024/budget-compare-2023.html", "years/2024/index.html", "years/2024/handled-rate.html", "data/index.html"]
        {
            case(path, false);
        }
        for path in ["kjj/feed.xml", "kjj/2024/data/requests.csv", "static/site.css", "kjj/2024/news/a.pdf", "manifest.json"] {
            case(path, false);
        }
    }
}
