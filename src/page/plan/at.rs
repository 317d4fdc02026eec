//! One address → what stands there, without planning the rest of the portal: for a preview, which is asked for one page at a
//! time.

use super::around::Around;
use super::data::Failing;
use super::{Pages, Planned, Planner, plan};
use crate::model::{Agency, Site, Sketches, Year};
use crate::page::{Page, Shell};
use crate::theme::Theme;

/// What is stored as a file, such as `kjj/2024/index.html`, and the downloads planned beside it, among which are those that
/// it lists.
#[must_use]
pub fn plan_at<'s>(site: &'s Site, shell: &'s Shell<'s>, theme: &'s Theme, file: &str) -> Option<(Planned<'s>, Vec<Planned<'s>>)> {
    let mut around = Around::new(site, shell);
    let parts: Vec<&str> = file.split('/').collect();
    if let [_, _, _, _] = parts.as_slice() {
        // Only disclosed items show which documents interpret others.
        around.interpret();
    }
    let mut planner = Planner::new(&around);
    let first = parts.first().copied().unwrap_or_default();
    match first {
        "index.html" | "feed.xml" => planner.home(),
        "years" => match parts.get(1).and_then(|year| Year::parse(year)) {
            Some(year) => {
                planner.years_of_all(Some(year));
                planner.metrics(Some(year));
            }
            None => planner.data(&Failing::new()),
        },
        "data" => planner.data(&Failing::new()),
        "search" => planner.search(),
        "sitemap" => planner.site_map(),
        first => match around.agencies.get(first).copied() {
            Some(agency) => planner.agency(agency),
            None if first.starts_with("sitemap") => planner.pages = plan(site, shell, theme, &Sketches::default()).portal,
            None => planner.fixed(&theme.assets),
        },
    }
    if let Some(found) = planner.take(file) {
        return Some((found, planner.pages.downloads));
    }
    // An old address may be anywhere.
    if site.home.iter().any(|home| home.card.aliases.iter().any(|alias| alias.file() == file)) {
        planner.home();
    }
    if let Some(agency) = site.agencies().find(|agency| has_alias(agency, file)) {
        planner.agency(agency);
    }
    planner.take(file).map(|found| (found, Vec::new()))
}

/// Whether a document of an agency once stood there.
fn has_alias(agency: &Agency, file: &str) -> bool {
    let documents = agency.documents();
    let words = agency.reports.values().filter_map(|report| report.words.as_deref());
    documents.chain(words).any(|document| document.card.aliases.iter().any(|alias| alias.file() == file))
}

impl<'s> Planner<'s, '_> {
    /// Takes what is stored as a file out of what was planned; an old address gives way to what has to be there.
    fn take(&mut self, file: &str) -> Option<Planned<'s>> {
        let at = |planned: &[Planned<'_>], is_redirect: bool| {
            planned.iter().position(|planned| matches!(planned.page, Page::Redirect(_)) == is_redirect && planned.address.file() == file)
        };
        let Pages { downloads, pages } = &mut self.pages;
        if let Some(at) = at(downloads, false) {
            return Some(downloads.swap_remove(at));
        }
        if let Some(at) = at(pages, false).or_else(|| at(pages, true)) {
            return Some(pages.swap_remove(at));
        }
        self.index.iter_mut().find_map(|group| at(group, false).map(|at| group.swap_remove(at)))
    }
}
