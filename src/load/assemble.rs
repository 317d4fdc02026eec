//! What was read from each file → one [`Site`]: agencies with their years, categories and attachments, drafts left
//! out or in.

use super::column::Column;
use super::document::bad_slug;
use super::memo::{Part, Value};
use super::place::place_of;
use super::report::ReportFile;
use super::walk::{CONTENT, Role};
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Place, Text, suggest};
use crate::model::{Address, Agency, AgencyCard, Attachment, Config, Document, Folder, Report, Site, Slug, Year, owner};
use crate::source::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Puts a portal together.
pub(crate) struct Assembly<'a> {
    pub(crate) root: &'a Path,
    pub(crate) config: Arc<Config>,
    pub(crate) date: Date,
    pub(crate) drafts: bool,
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
    /// The addresses of drafts that are left out.
    pub(crate) withheld: Vec<Address>,
}

/// What was found in one agency's folder.
#[derive(Default)]
struct Gathered {
    card: Option<Arc<AgencyCard>>,
    /// Whether there is an `agency.yaml`, readable or not.
    has_card: bool,
    guide: Option<Arc<Document>>,
    apply: Option<Arc<Document>>,
    rules: Vec<Arc<Document>>,
    figures: BTreeMap<Year, (Arc<ReportFile>, String)>,
    /// Years with a `report.yaml`, readable or not.
    has_figures: Vec<Year>,
    words: BTreeMap<Year, Arc<Document>>,
    /// Years with a `report.md` that cannot be read.
    unread_words: BTreeSet<Year>,
    folders: BTreeMap<(Year, String), Vec<Arc<Document>>>,
    /// Data tables by name and year, with their paths.
    tables: BTreeMap<String, BTreeMap<Year, (Arc<ReportFile>, String)>>,
    attachments: Vec<Attachment>,
}

impl Assembly<'_> {
    /// The portal of its columns, and of the files outside them.
    pub(crate) fn site(mut self, top: Vec<Part>, columns: &[Arc<Column>]) -> Site {
        let mut home = None;
        let mut attachments = Vec::new();
        for part in top {
            match part.read.value.clone() {
                Some(Value::Document(document)) => home = self.published(Some(document)),
                Some(Value::Attachment { size }) => attachments.push(attachment(&part.found.path, size, part.read.digest)),
                Some(Value::Agency(_) | Value::Figures(_)) | None => {}
            }
        }
        let mut agencies: Vec<Arc<Agency>> = columns.iter().filter_map(|column| column.agency.clone()).collect();
        self.check_parents(&agencies);
        in_order(&mut agencies);
        self.withheld.extend(columns.iter().flat_map(|column| &column.withheld).cloned());
        self.withheld.sort();
        Site { config: self.config, home, agencies, attachments, withheld: self.withheld, date: self.date, drafts: self.drafts, missing: OnceLock::new() }
    }

    /// An agency and its column; none where its folder holds nothing.
    pub(crate) fn column(&mut self, slug: &str, parts: &[Part]) -> Option<Agency> {
        let mut found: Option<Gathered> = None;
        for part in parts {
            let value = part.read.value.clone();
            match (part.found.role(), value) {
                (Role::Attachment { .. }, Some(Value::Attachment { size })) => {
                    found.get_or_insert_default().attachments.push(attachment(&part.found.path, size, part.read.digest));
                }
                (role, value) if role.agency().is_some() => gather(found.get_or_insert_default(), role, value, &part.found.path),
                (_, _) => {}
            }
        }
        self.agency(slug, found?)
    }

    fn agency(&mut self, slug: &str, found: Gathered) -> Option<Agency> {
        let folder = format!("{CONTENT}/{slug}");
        let Some(valid) = Slug::parse(slug) else {
            self.diagnostics.push(bad_slug(&folder, slug));
            return None;
        };
        if valid.is_reserved_among_agencies() {
            let message = Text::new(format!("“{slug}”是保留名称，不能用作机关的文件夹名"), format!("`{slug}` is reserved and cannot name an agency's folder"));
            self.diagnostics.push(Diagnostic::new(Code::ReservedSlug, message).in_file(folder).with_help("请换一个文件夹名", "rename the folder"));
            return None;
        }
        if !found.has_card {
            let message = Text::new(format!("“{slug}”文件夹中没有 agency.yaml"), format!("there is no agency.yaml in `{slug}`"));
            let help = ("请新建 agency.yaml，至少写一行：name: 机关全称", "create agency.yaml with at least one line: name: the agency's full name");
            self.diagnostics.push(Diagnostic::new(Code::MissingAgency, message).in_file(&*folder).with_help(help.0, help.1));
        }
        for year in found.words.keys().filter(|year| !found.has_figures.contains(year)) {
            let message = Text::new("有 report.md 而没有 report.yaml", "there is a report.md but no report.yaml");
            self.diagnostics
                .push(Diagnostic::new(Code::MissingReport, message).in_file(format!("{folder}/{year}")).with_help("请补上 report.yaml", "add report.yaml"));
        }
        // What is wrong with its agency.yaml hides nothing of its reports.
        let card = found.card.as_deref().cloned().unwrap_or_default();
        let card = AgencyCard { slug: Some(valid), ..card };
        let file = format!("{folder}/agency.yaml");
        let named = card.columns.iter().map(|column| ("columns", column.as_str())).chain(card.empty.keys().map(|column| ("empty", column.as_str())));
        for (key, column) in named {
            self.known_category(column, || place_of(self.root, &file, key, column));
        }
        self.withheld.extend(drafts(slug, &found).into_iter().filter(|_| !self.drafts));
        let mut attachments = found.attachments;
        let (kept, left_out): (Vec<_>, Vec<_>) =
            attachments.into_iter().partition(|attachment| self.drafts || !belongs_to_draft(attachment, slug, found.apply.as_deref(), &found.folders));
        attachments = kept;
        self.withheld.extend(left_out.into_iter().map(|attachment| attachment.address));
        attachments.sort_by(|a, b| a.address.cmp(&b.address));
        let folders: Vec<Folder> = found.folders.into_iter().filter_map(|((year, category), items)| self.folder(&folder, year, &category, items)).collect();
        let unread_reports = found.has_figures.into_iter().filter(|year| !found.figures.contains_key(year)).collect();
        let reports = self.reports(found.figures, &found.words, &found.unread_words);
        let tables = found.tables.into_iter().filter_map(|(name, years)| self.tables(&folder, &name, years)).collect();
        let (guide, apply) = (self.published(found.guide), self.published(found.apply));
        let rules = found.rules.into_iter().filter(|rule| self.is_published(rule)).collect();
        Some(Agency {
            card: Arc::new(card),
            guide,
            apply,
            rules,
            reports,
            unread_reports,
            tables,
            folders,
            attachments,
            digest: OnceLock::new(),
            disclosed: OnceLock::new(),
            latest: OnceLock::new(),
        })
    }

    fn is_published(&self, document: &Document) -> bool {
        self.drafts || !document.card.draft
    }

    fn published(&self, document: Option<Arc<Document>>) -> Option<Arc<Document>> {
        document.filter(|document| self.is_published(document))
    }

    fn folder(&mut self, folder: &str, year: Year, category: &str, items: Vec<Arc<Document>>) -> Option<Folder> {
        let path = format!("{folder}/{year}/{category}");
        let slug = self.known_category(category, || Place::File(path))?;
        let items: Vec<_> = items.into_iter().filter(|item| self.is_published(item)).collect();
        Some(Folder { year, category: slug, items })
    }

    /// A category's slug, if `site.toml` names it.
    fn known_category(&mut self, category: &str, place: impl FnOnce() -> Place) -> Option<Slug> {
        let known = self.config.categories.iter().find(|known| known.slug.as_str() == category);
        if known.is_none() {
            let message = Text::new(format!("site.toml 中没有栏目“{category}”"), format!("site.toml has no category `{category}`"));
            let mut diagnostic = Diagnostic::new(Code::UnknownCategory, message);
            diagnostic.place = Some(place());
            let names: Vec<&str> = self.config.categories.iter().map(|known| known.slug.as_str()).collect();
            let add = Text::new("；或在 site.toml 中加 [[category]]", "(or add a [[category]] to site.toml)");
            diagnostic.help = Some(suggest(category, names).then(&add));
            self.diagnostics.push(diagnostic);
        }
        known.map(|known| known.slug.clone())
    }

    fn reports(
        &self,
        figures: BTreeMap<Year, (Arc<ReportFile>, String)>,
        words: &BTreeMap<Year, Arc<Document>>,
        unread_words: &BTreeSet<Year>,
    ) -> BTreeMap<Year, Report> {
        let report = |(year, (file, path)): (Year, (Arc<ReportFile>, String))| {
            let words = words.get(&year).cloned();
            let draft = words.as_ref().is_some_and(|words| words.card.draft);
            let report = Report {
                year,
                published: file.published,
                figures: file.figures.clone(),
                scope: file.scope.clone(),
                waivers: file.waivers.iter().chain(words.iter().flat_map(|words| &words.card.waivers)).cloned().collect(),
                path,
                digest: file.digest,
                words,
                has_unread_words: unread_words.contains(&year),
                draft,
            };
            (self.drafts || !draft).then_some((year, report))
        };
        figures.into_iter().filter_map(report).collect()
    }

    /// The data tables of one name, by year.
    fn tables(&mut self, folder: &str, name: &str, years: BTreeMap<Year, (Arc<ReportFile>, String)>) -> Option<(Slug, BTreeMap<Year, Report>)> {
        let Some(slug) = Slug::parse(name) else {
            self.diagnostics.push(bad_slug(&format!("{folder}/*/{name}.yaml"), name));
            return None;
        };
        Some((slug, self.reports(years, &BTreeMap::new(), &BTreeSet::new())))
    }

    fn check_parents(&mut self, agencies: &[Arc<Agency>]) {
        let slugs: Vec<&str> = agencies.iter().map(|agency| agency.card.slug()).collect();
        for agency in agencies {
            if let Some(parent) = agency.card.parent.as_deref().filter(|parent| !slugs.contains(parent)) {
                let message = Text::new(format!("上级机关“{parent}”不存在"), format!("there is no agency `{parent}` to be the parent"));
                let mut diagnostic = Diagnostic::new(Code::UnknownAgency, message);
                diagnostic.place = Some(place_of(self.root, &agency.card.path(), "parent", parent));
                diagnostic.help = Some(suggest(parent, slugs.iter().copied()));
                self.diagnostics.push(diagnostic);
            }
        }
    }
}

/// Puts agencies in the order of lists: group by group, each where its first agency belongs, those without one last.
fn in_order(agencies: &mut [Arc<Agency>]) {
    let mut first: BTreeMap<Option<String>, u32> = BTreeMap::new();
    for agency in agencies.iter() {
        let place = first.entry(agency.card.group.clone()).or_insert(u32::MAX);
        *place = agency.card.order.min(*place);
    }
    agencies.sort_by_cached_key(|agency| {
        let card = &agency.card;
        (card.group.is_none(), first.get(&card.group).copied(), card.group.clone(), card.order, card.slug().to_owned())
    });
}

/// The addresses of the drafts in an agency's folder.
fn drafts(slug: &str, found: &Gathered) -> Vec<Address> {
    let is_draft = |document: &Arc<Document>| document.card.draft;
    let mut addresses = Vec::new();
    addresses.extend(found.guide.iter().filter(|document| is_draft(document)).map(|_| format!("{slug}/guide.html")));
    addresses.extend(found.apply.iter().filter(|document| is_draft(document)).map(|_| format!("{slug}/apply.html")));
    addresses.extend(found.rules.iter().filter(|rule| is_draft(rule)).map(|rule| format!("{slug}/rules/{}.html", rule.slug)));
    addresses.extend(found.words.iter().filter(|(_, words)| is_draft(words)).map(|(year, _)| format!("{slug}/{year}/")));
    for ((year, category), items) in &found.folders {
        addresses.extend(items.iter().filter(|item| is_draft(item)).map(|item| format!("{slug}/{year}/{category}/{}.html", item.slug)));
    }
    addresses.into_iter().map(Address::new).collect()
}

/// Puts what was read from one file into its agency's folder.
fn gather(found: &mut Gathered, role: Role<'_>, value: Option<Value>, path: &str) {
    match role {
        Role::Agency { .. } => {
            found.has_card = true;
            found.card = value.and_then(Value::agency);
        }
        Role::Figures { year, .. } => {
            found.has_figures.push(year);
            found.figures.extend(value.and_then(Value::figures).map(|file| (year, (file, path.to_owned()))));
        }
        Role::Guide { .. } => found.guide = value.and_then(Value::document),
        Role::Apply { .. } => found.apply = value.and_then(Value::document),
        Role::Rule { .. } => found.rules.extend(value.and_then(Value::document)),
        Role::Words { year, .. } => match value.and_then(Value::document) {
            Some(words) => drop(found.words.insert(year, words)),
            None => drop(found.unread_words.insert(year)),
        },
        Role::Item { year, category, .. } => {
            if let Some(document) = value.and_then(Value::document) {
                found.folders.entry((year, category.to_owned())).or_default().push(document);
            }
        }
        Role::Table { year, slug, .. } => {
            if let Some(file) = value.and_then(Value::figures) {
                found.tables.entry(slug.to_owned()).or_default().insert(year, (file, path.to_owned()));
            }
        }
        Role::Home | Role::Attachment { .. } | Role::Form | Role::Wording | Role::Unused => {}
    }
}

/// Whether a file is named after an item, or after the page on how to apply, that is not to be published yet.
fn belongs_to_draft(attachment: &Attachment, agency: &str, apply: Option<&Document>, folders: &BTreeMap<(Year, String), Vec<Arc<Document>>>) -> bool {
    let Some(below) = attachment.address.as_str().strip_prefix(agency).and_then(|rest| rest.strip_prefix('/')) else { return false };
    let is_of_draft = |name: &str, documents: &[&Document]| {
        let owner = owner(name, &documents.iter().map(|document| document.slug.as_str()).collect());
        documents.iter().any(|document| document.card.draft && Some(document.slug.as_str()) == owner)
    };
    match below.split('/').collect::<Vec<_>>().as_slice() {
        [name] => is_of_draft(name, apply.as_slice()),
        [year, category, name] => {
            let items = Year::parse(year).and_then(|year| folders.get(&(year, (*category).to_owned())));
            is_of_draft(name, &items.into_iter().flatten().map(|item| &**item).collect::<Vec<_>>())
        }
        _ => false,
    }
}

fn attachment(path: &str, size: u64, digest: Digest) -> Attachment {
    let below_content = path.strip_prefix(CONTENT).unwrap_or(path).trim_start_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    Attachment { address: Address::new(below_content), name, path: path.to_owned(), size, digest }
}
