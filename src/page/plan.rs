//! A portal → every page and file it consists of, each with its address; and what is wrong with addresses.

use super::sitemap::sitemaps;
use super::{
    AgencyPage, AttachmentFile, CategoryCount, CategoryPage, ComparePage, CsvFile, DocumentPage, HomePage, ItemLink, ItemPage, JsonFile, NotFoundPage, Page,
    Part, Parts, RedirectPage, ReportPage, ReportsPage, RobotsFile, RulesPage, Shell, TablePage, XlsxFile, YearPage,
};
use crate::diagnostic::{Code, Diagnostic, Place, Text, suggest};
use crate::load::place_of;
use crate::model::{Address, Agency, AgencyCard, Attachment, Category, CompareYears, Document, Folder, Report, Site, Slug, Status, Year, owner};
use crate::theme::Asset;
use rayon::slice::ParallelSliceMut;
use std::collections::{BTreeMap, BTreeSet};

/// The most items on one page of a list.
const PER_PAGE: usize = 20;

/// Where each build lists its files; nothing else may stand there.
const MANIFEST: &str = "manifest.json";

/// For how many unknown names a near one is looked up among all items.
const MAX_SUGGESTED: usize = 20;

/// How many of the latest items a column or the home page shows.
const LATEST: usize = 10;

/// A page and its address.
#[derive(Debug)]
pub struct Planned<'s> {
    /// The address below the portal's root.
    pub address: Address,
    /// The page.
    pub page: Page<'s>,
}

/// All pages, in the order of their files, and what is wrong with their addresses.
#[derive(Debug)]
pub struct Plan<'s> {
    /// The pages.
    pub pages: Vec<Planned<'s>>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Plans a portal with the files of its theme.
#[must_use]
pub fn plan<'s>(site: &'s Site, shell: &'s Shell<'s>, assets: &'s [Asset]) -> Plan<'s> {
    let mut planner = Planner { site, shell, pages: Vec::new(), diagnostics: Vec::new(), interpreted: BTreeMap::new(), interprets: BTreeMap::new() };
    planner.interpretations();
    planner.portal(assets);
    for agency in &site.agencies {
        planner.agency(agency);
    }
    let lists = sitemaps(shell, &planner.pages);
    planner.pages.extend(lists);
    planner.pages.par_sort_by_cached_key(|planned| planned.address.file());
    let Planner { pages, mut diagnostics, .. } = planner;
    diagnostics.extend(collisions(&pages));
    Plan { pages, diagnostics }
}

struct Planner<'s> {
    site: &'s Site,
    shell: &'s Shell<'s>,
    pages: Vec<Planned<'s>>,
    diagnostics: Vec<Diagnostic>,
    /// The documents that interpret another, by the path of that other.
    interpreted: BTreeMap<&'s str, Vec<ItemLink<'s>>>,
    /// The documents that are interpreted, by their own path.
    interprets: BTreeMap<&'s str, ItemLink<'s>>,
}

/// A category as a column shows it: its items, and the categories beside it.
struct Shown<'s, 'a> {
    category: &'s Category,
    items: &'a [ItemLink<'s>],
    siblings: &'a [&'s Category],
}

impl<'s> Planner<'s> {
    fn add(&mut self, address: impl Into<Box<str>>, page: Page<'s>) {
        self.pages.push(Planned { address: Address::new(address), page });
    }

    fn category(&self, folder: &Folder) -> Option<&'s Category> {
        self.site.config.categories.iter().find(|category| category.slug == folder.category)
    }

    fn item_link(&self, agency: &'s AgencyCard, folder: &'s Folder, item: &'s Document) -> Option<ItemLink<'s>> {
        let category = self.category(folder)?;
        Some(ItemLink { agency, year: folder.year, category, slug: &item.slug, card: &item.card, status: item.card.status_on(self.site.date) })
    }

    /// An agency's items of some categories, the latest first.
    fn items(&self, agency: &'s Agency, keep: impl Fn(&Folder) -> bool) -> Vec<ItemLink<'s>> {
        let folders = agency.folders.iter().filter(|folder| keep(folder));
        let mut links: Vec<_> = folders.flat_map(|folder| folder.items.iter().filter_map(move |item| self.item_link(&agency.card, folder, item))).collect();
        links.sort_by_cached_key(latest_first);
        links
    }

    fn portal(&mut self, assets: &'s [Asset]) {
        let (site, shell) = (self.site, self.shell);
        let years: BTreeSet<Year> = site.agencies.iter().flat_map(|agency| agency.reports.keys().copied()).collect();
        let years: Vec<Year> = years.into_iter().rev().collect();
        let of_year = |year: Year| site.agencies.iter().map(move |agency| (&*agency.card, agency.reports.get(&year))).collect::<Vec<_>>();
        let no_reports = || site.agencies.iter().map(|agency| (&*agency.card, None)).collect();
        let mut latest: Vec<_> = site.agencies.iter().flat_map(|agency| self.items(agency, |_| true).into_iter().take(LATEST)).collect();
        latest.sort_by_cached_key(latest_first);
        latest.truncate(LATEST);
        let agencies = years.first().copied().map_or_else(no_reports, of_year);
        if let Some(words) = site.home.as_deref() {
            self.redirects(words, &Address::new(""));
        }
        let home = HomePage { shell, words: site.home.as_deref(), years: years.clone(), agencies, latest };
        self.add("", Page::Home(Box::new(home)));
        for year in years.clone() {
            self.add(format!("years/{year}/"), Page::Year(YearPage { shell, year, years: years.clone(), agencies: of_year(year) }));
        }
        self.add("404.html", Page::NotFound(NotFoundPage { shell }));
        self.add("robots.txt", Page::Robots(RobotsFile { shell }));
        self.pages.extend(assets.iter().map(|asset| Planned { address: Address::new(format!("static/{}", asset.name)), page: Page::Asset(asset) }));
        self.attachments(&site.attachments);
    }

    fn attachments(&mut self, attachments: &'s [Attachment]) {
        let shell = self.shell;
        self.pages.extend(
            attachments.iter().map(|attachment| Planned { address: attachment.address.clone(), page: Page::Attachment(AttachmentFile { shell, attachment }) }),
        );
    }

    fn agency(&mut self, agency: &'s Agency) {
        let (shell, card) = (self.shell, &*agency.card);
        let slug = card.slug();
        let parts =
            Parts { guide: agency.guide.is_some(), rules: !agency.rules.is_empty(), reports: !agency.reports.is_empty(), apply: agency.apply.is_some() };
        let categories = self.categories(agency);
        let siblings: Vec<&Category> = categories.iter().filter(|(_, items)| !items.is_empty()).map(|(category, _)| *category).collect();
        for (category, items) in &categories {
            let shown = Shown { category, items, siblings: &siblings };
            self.category_pages(agency, parts, &shown);
        }
        let counts = categories.iter().map(|(category, items)| CategoryCount {
            category,
            count: items.len(),
            latest: items.first().and_then(|item| item.card.date).map(|moment| moment.date.to_string()),
            reason: card.empty.get(category.slug.as_str()).map(String::as_str),
        });
        let page = AgencyPage {
            shell,
            agency: card,
            parts,
            categories: counts.collect(),
            reports: agency.reports.values().rev().collect(),
            tables: agency.tables.iter().map(|(name, years)| (name, years.values().rev().collect())).collect(),
            latest: self.items(agency, |_| true).into_iter().take(LATEST).collect(),
        };
        self.add(format!("{slug}/"), Page::Agency(Box::new(page)));
        self.documents(agency, parts);
        self.reports(agency, parts);
        for (name, years) in &agency.tables {
            self.tables(agency, parts, name, years);
        }
        for folder in &agency.folders {
            self.folder(agency, parts, folder);
        }
        self.attachments(&agency.attachments);
    }

    /// The categories an agency's column shows, each with its items.
    fn categories(&self, agency: &'s Agency) -> Vec<(&'s Category, Vec<ItemLink<'s>>)> {
        let kept = &agency.card.columns;
        let shown = |category: &&Category| {
            let has_items = agency.folders.iter().any(|folder| folder.category == category.slug && !folder.items.is_empty());
            has_items || kept.contains(&category.slug) || agency.card.empty.contains_key(category.slug.as_str())
        };
        let items = |category: &'s Category| (category, self.items(agency, |folder| folder.category == category.slug));
        self.site.config.categories.iter().filter(shown).map(items).collect()
    }

    fn category_pages(&mut self, agency: &'s Agency, parts: Parts, shown: &Shown<'s, '_>) {
        let Shown { category, items, siblings } = *shown;
        let pages = items.len().div_ceil(PER_PAGE).max(1);
        let folder = format!("{}/{}/", agency.card.slug(), category.slug);
        for number in 1..=pages {
            let address = if number == 1 { folder.clone() } else { format!("{folder}page-{number}.html") };
            let page = CategoryPage {
                shell: self.shell,
                agency: &agency.card,
                parts,
                category,
                siblings: siblings.to_vec(),
                items: items.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE).copied().collect(),
                number,
                pages,
                total: items.len(),
                reason: agency.card.empty.get(category.slug.as_str()).map(String::as_str),
            };
            self.add(address, Page::Category(Box::new(page)));
        }
    }

    fn documents(&mut self, agency: &'s Agency, parts: Parts) {
        let (shell, card, slug) = (self.shell, &*agency.card, agency.card.slug());
        let fixed = [(&agency.guide, Part::Guide, "guide"), (&agency.apply, Part::Apply, "apply")];
        for (document, part, name) in fixed {
            if let Some(document) = document.as_deref() {
                self.document(format!("{slug}/{name}.html"), DocumentPage { shell, agency: card, parts, part, document, status: None });
            }
        }
        if parts.rules {
            self.add(format!("{slug}/rules/"), Page::Rules(RulesPage { shell, agency: card, parts, rules: agency.rules.iter().map(|rule| &**rule).collect() }));
        }
        for rule in &agency.rules {
            let status = rule.card.status_on(self.site.date);
            self.document(format!("{slug}/rules/{}.html", rule.slug), DocumentPage { shell, agency: card, parts, part: Part::Rules, document: rule, status });
        }
    }

    fn document(&mut self, address: String, page: DocumentPage<'s>) {
        self.redirects(page.document, &Address::new(address.as_str()));
        self.add(address, Page::Document(page));
    }

    fn redirects(&mut self, document: &'s Document, target: &Address) {
        for alias in &document.card.aliases {
            let page = RedirectPage { shell: self.shell, target: target.clone(), title: &document.card.title, path: &document.body.path };
            self.pages.push(Planned { address: alias.clone(), page: Page::Redirect(page) });
        }
    }

    fn reports(&mut self, agency: &'s Agency, parts: Parts) {
        let (shell, card, slug) = (self.shell, &*agency.card, agency.card.slug());
        let (Some(first), Some(last)) = (agency.reports.keys().next(), agency.reports.keys().next_back()) else { return };
        let years = first.to(*last).rev().map(|year| (year, agency.reports.get(&year))).collect();
        self.add(format!("{slug}/reports/"), Page::Reports(ReportsPage { shell, agency: card, parts, years }));
        for (year, report) in &agency.reports {
            let compared = self.compared(&agency.reports, *year);
            let folder = format!("{slug}/{year}/");
            for earlier in &compared {
                let missing = missing_between(&agency.reports, earlier.year, *year);
                let page = ComparePage { shell, agency: card, parts, name: None, later: report, earlier, missing };
                self.add(format!("{folder}compare-{}.html", earlier.year), Page::Compare(Box::new(page)));
            }
            for (table, form_table) in report.figures.form.tables.iter().enumerate() {
                self.add(format!("{folder}data/{}.csv", form_table.key), Page::Csv(CsvFile { report, table }));
            }
            let xlsx = self.site.config.output.xlsx;
            if xlsx {
                self.add(format!("{folder}data/report.xlsx"), Page::Xlsx(XlsxFile { agency: card, report }));
            }
            self.add(format!("{folder}data/report.json"), Page::Json(JsonFile { agency: card, report }));
            if let Some(words) = report.words.as_deref() {
                self.redirects(words, &Address::new(folder.as_str()));
            }
            let page = ReportPage {
                shell,
                agency: card,
                parts,
                report,
                compared: compared.iter().map(|report| report.year).collect(),
                xlsx,
                earlier: agency.reports.range(..*year).next_back().map(|(year, _)| *year),
                later: agency.reports.range(*year..).nth(1).map(|(year, _)| *year),
            };
            self.add(folder, Page::Report(Box::new(page)));
        }
    }

    /// The earlier reports that one is compared with, the latest first.
    fn compared(&self, years: &'s BTreeMap<Year, Report>, year: Year) -> Vec<&'s Report> {
        let most = match self.site.config.output.compare {
            CompareYears::All => usize::MAX,
            CompareYears::Previous => 1,
        };
        years.range(..year).rev().map(|(_, report)| report).take(most).collect()
    }

    /// The pages and files of a data table of an agency, year by year.
    fn tables(&mut self, agency: &'s Agency, parts: Parts, name: &'s Slug, years: &'s BTreeMap<Year, Report>) {
        let (shell, card) = (self.shell, &*agency.card);
        for (year, report) in years {
            let folder = format!("{}/{year}/", card.slug());
            let compared = self.compared(years, *year);
            for earlier in &compared {
                let missing = missing_between(years, earlier.year, *year);
                let page = ComparePage { shell, agency: card, parts, name: Some(name), later: report, earlier, missing };
                self.add(format!("{folder}{name}-compare-{}.html", earlier.year), Page::Compare(Box::new(page)));
            }
            for (table, form_table) in report.figures.form.tables.iter().enumerate() {
                self.add(format!("{folder}data/{name}-{}.csv", form_table.key), Page::Csv(CsvFile { report, table }));
            }
            let xlsx = self.site.config.output.xlsx;
            if xlsx {
                self.add(format!("{folder}data/{name}.xlsx"), Page::Xlsx(XlsxFile { agency: card, report }));
            }
            self.add(format!("{folder}data/{name}.json"), Page::Json(JsonFile { agency: card, report }));
            let compared = compared.iter().map(|report| report.year).collect();
            let page = TablePage { shell, agency: card, parts, name, report, compared, xlsx, years: years.keys().rev().copied().collect() };
            self.add(format!("{folder}{name}.html"), Page::Table(Box::new(page)));
        }
    }

    fn folder(&mut self, agency: &'s Agency, parts: Parts, folder: &'s Folder) {
        let attachments = attachments_by_item(agency, folder);
        for item in &folder.items {
            let Some(link) = self.item_link(&agency.card, folder, item) else { continue };
            let address = link.address();
            let key = address.as_str().trim_end_matches(".html");
            let page = ItemPage {
                shell: self.shell,
                parts,
                link,
                document: item,
                interprets: item.card.interprets.as_deref().and_then(|path| self.interprets.get(path)).copied(),
                interpreted_by: self.interpreted.get(key).cloned().unwrap_or_default(),
                attachments: attachments.get(item.slug.as_str()).cloned().unwrap_or_default(),
            };
            self.redirects(item, &address);
            self.pages.push(Planned { address, page: Page::Item(Box::new(page)) });
        }
    }

    /// Finds the documents that interpret others, and those others.
    fn interpretations(&mut self) {
        let site = self.site;
        let all = site
            .agencies
            .iter()
            .flat_map(|agency| agency.folders.iter().flat_map(move |folder| folder.items.iter().map(move |item| (&*agency.card, folder, &**item))));
        let mut wanted: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
        for (agency, folder, item) in all.clone() {
            if let (Some(path), Some(link)) = (item.card.interprets.as_deref(), self.item_link(agency, folder, item)) {
                self.interpreted.entry(path).or_default().push(link);
                wanted.entry(path).or_default().push(item);
            }
        }
        if wanted.is_empty() {
            return;
        }
        let path = |agency: &AgencyCard, folder: &Folder, item: &Document| format!("{}/{}/{}/{}", agency.slug(), folder.year, folder.category, item.slug);
        for (agency, folder, item) in all.clone() {
            if let (Some((key, _)), Some(link)) = (wanted.get_key_value(path(agency, folder, item).as_str()), self.item_link(agency, folder, item)) {
                self.interprets.insert(key, link);
            }
        }
        wanted.retain(|path, _| !self.interprets.contains_key(path));
        let known: Vec<String> = if wanted.is_empty() { Vec::new() } else { all.map(|(agency, folder, item)| path(agency, folder, item)).collect() };
        for (at, (path, items)) in wanted.into_iter().enumerate() {
            for item in items {
                let message = Text::new(format!("interprets 所指的“{path}”不存在"), format!("`interprets` names `{path}`, which does not exist"));
                let mut diagnostic = Diagnostic::new(Code::UnknownItem, message);
                diagnostic.place = Some(place_of(self.shell.root, &item.body.path, "interprets", path));
                // A near name is worth a search a few times; a renamed category breaks thousands.
                let candidates = known.iter().map(String::as_str).filter(|_| at < MAX_SUGGESTED);
                let near = crate::diagnostic::nearest(path, candidates);
                diagnostic.help = Some(near.map_or_else(
                    || Text::new("写作 机关/年份/栏目/名称，如 kjj/2024/documents/plan", "write agency/year/category/name, such as kjj/2024/documents/plan"),
                    |near| suggest(path, [near]),
                ));
                self.diagnostics.push(diagnostic);
            }
        }
    }
}

/// The years between two without a report.
fn missing_between(years: &BTreeMap<Year, Report>, earlier: Year, later: Year) -> Vec<Year> {
    earlier.to(later).filter(|year| !years.contains_key(year)).collect()
}

/// What puts the latest item first: its moment of publication, then its address.
fn latest_first(link: &ItemLink<'_>) -> impl Ord + use<> {
    (std::cmp::Reverse(link.card.date), link.agency.slug().to_owned(), link.year, link.category.slug.clone(), link.slug.clone())
}

/// The files of a folder that are named after its items, by the item's slug.
fn attachments_by_item<'s>(agency: &'s Agency, folder: &'s Folder) -> BTreeMap<&'s str, Vec<&'s Attachment>> {
    let prefix = format!("{}/{}/{}/", agency.card.slug(), folder.year, folder.category);
    let slugs: BTreeSet<&str> = folder.items.iter().map(|item| item.slug.as_str()).collect();
    let mut found: BTreeMap<&str, Vec<&Attachment>> = BTreeMap::new();
    let start = agency.attachments.partition_point(|attachment| attachment.address.as_str() < prefix.as_str());
    for attachment in agency.attachments[start..].iter().take_while(|attachment| attachment.address.as_str().starts_with(&prefix)) {
        let name = &attachment.address.as_str()[prefix.len()..];
        if let Some(slug) = owner(name, &slugs) {
            found.entry(slug).or_default().push(attachment);
        }
    }
    found
}

/// Files that two pages would be stored as, and files where another page needs a folder. Pages come sorted by file.
fn collisions(pages: &[Planned<'_>]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for pair in pages.windows(2) {
        if let [first, second] = pair
            && first.address.file() == second.address.file()
        {
            // An old address that someone wrote down gives way to a page that has to be there.
            let (moved, stays) = if matches!(first.page, Page::Redirect(_)) { (first, second) } else { (second, first) };
            diagnostics.push(taken(moved, &origin(stays)));
        }
    }
    let files: Vec<String> = pages.iter().map(|planned| planned.address.file()).collect();
    // Each build puts its list of files there.
    diagnostics.extend(pages.iter().zip(&files).filter(|(_, file)| *file == MANIFEST).map(|(planned, _)| taken(planned, MANIFEST)));
    for (planned, file) in pages.iter().zip(&files) {
        let folder = format!("{file}/");
        let place = files.partition_point(|other| other.as_str() < folder.as_str());
        // Where a file stands, no other can be below it.
        if let Some(below) = files.get(place).filter(|other| other.starts_with(&folder)) {
            let other = &pages[place];
            let (moved, stays) = if matches!(other.page, Page::Redirect(_)) { (other, format!("/{file}")) } else { (planned, format!("/{below}")) };
            diagnostics.push(taken(moved, &stays));
        }
    }
    diagnostics
}

fn taken(planned: &Planned<'_>, other: &str) -> Diagnostic {
    let message = Text::new(format!("地址 /{} 已被占用：{other}", planned.address), format!("the address /{} is taken by {other}", planned.address));
    let mut diagnostic = Diagnostic::new(Code::AddressTaken, message);
    diagnostic.place = Some(match &planned.page {
        Page::Redirect(page) => place_of(page.shell.root, page.path, "aliases", planned.address.as_str()),
        _ => Place::File(origin(planned)),
    });
    diagnostic.with_help("请改名，或删去其中一个", "rename or remove one of the two")
}

/// What a page is made from, in words.
fn origin(planned: &Planned<'_>) -> String {
    match &planned.page {
        Page::Document(page) => page.document.body.path.clone(),
        Page::Item(page) => page.document.body.path.clone(),
        Page::Redirect(page) => page.path.to_owned(),
        Page::Attachment(page) => page.attachment.path.clone(),
        Page::Report(page) => page.report.path.clone(),
        Page::Table(page) => page.report.path.clone(),
        Page::Csv(file) => file.report.path.clone(),
        Page::Xlsx(file) => file.report.path.clone(),
        Page::Json(file) => file.report.path.clone(),
        Page::Asset(asset) => format!("themes/*/static/{}", asset.name),
        Page::Agency(page) => format!("content/{}/agency.yaml", page.agency.slug()),
        Page::Rules(page) => format!("content/{}/rules/", page.agency.slug()),
        Page::Reports(page) => format!("content/{}/", page.agency.slug()),
        Page::Compare(page) => page.later.path.clone(),
        Page::Category(page) => format!("content/{}/*/{}/", page.agency.slug(), page.category.slug),
        Page::Home(_) | Page::Year(_) | Page::NotFound(_) | Page::Sitemap(_) | Page::Robots(_) => {
            format!("/{}", planned.address)
        }
    }
}

impl ItemLink<'_> {
    /// Whether it is a draft.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.card.draft
    }

    /// Its status in words, if it has one.
    #[must_use]
    pub fn status_label(&self) -> &'static str {
        self.status.map_or("", Status::label)
    }
}
