//! An agency: who it is, and what its column holds.

use super::{Address, Attachment, Document, Report, Slug, Waiver, Year};
use crate::source::{Digest, DigestBuilder};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// An agency and its column.
#[derive(Debug)]
pub struct Agency {
    /// Who it is.
    pub card: Arc<AgencyCard>,
    /// 政府信息公开指南.
    pub guide: Option<Arc<Document>>,
    /// 依申请公开.
    pub apply: Option<Arc<Document>>,
    /// 政府信息公开制度.
    pub rules: Vec<Arc<Document>>,
    /// Its annual reports, by year.
    pub reports: BTreeMap<Year, Report>,
    /// Years with a report that could not be read.
    pub unread_reports: BTreeSet<Year>,
    /// Its other data tables, by name and year.
    pub tables: BTreeMap<Slug, BTreeMap<Year, Report>>,
    /// Its disclosed items, by year and category, each folder's by slug.
    pub folders: Vec<Folder>,
    /// Files published as they are, by address.
    pub attachments: Vec<Attachment>,
    /// The digest of all this, once it was asked for.
    pub(crate) digest: OnceLock<Digest>,
    /// That of its items and rules, once it was asked for.
    pub(crate) disclosed: OnceLock<Digest>,
    /// The places of its latest items, once they were asked for: of their folder, and in that.
    pub(crate) latest: OnceLock<Box<[(usize, usize)]>>,
}

/// How many of the latest items a column or the home page shows.
pub(crate) const LATEST: usize = 10;

impl Agency {
    /// The files that its column is made of, by their paths below the root, each with the digest of what was read from it.
    pub fn sources(&self) -> impl Iterator<Item = (Cow<'_, str>, Digest)> {
        self.other_sources().chain(self.items_and_rules().map(Document::source).map(|(path, digest)| (Cow::Borrowed(path), digest)))
    }

    /// Its items, rules, guide and page on how to apply: all its documents but the words of reports.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &Document> {
        self.items_and_rules().chain(self.guide.as_deref()).chain(self.apply.as_deref())
    }

    /// Its items and rules.
    fn items_and_rules(&self) -> impl Iterator<Item = &Document> {
        self.folders.iter().flat_map(|folder| &folder.items).chain(&self.rules).map(|document| &**document)
    }

    /// What its column is made of besides its items and rules.
    fn other_sources(&self) -> impl Iterator<Item = (Cow<'_, str>, Digest)> {
        let Self { card, guide, apply, rules: _, reports, tables, folders: _, attachments, unread_reports: _, digest: _, disclosed: _, latest: _ } = self;
        let reports = || std::iter::once(reports).chain(tables.values()).flat_map(BTreeMap::values);
        let words = reports().filter_map(|report| report.words.as_ref());
        let documents = guide.iter().chain(apply).chain(words).map(|document| document.source());
        let figures = reports().map(|report| (report.path.as_str(), report.digest));
        let others = documents.chain(figures).chain(attachments.iter().map(Attachment::source));
        std::iter::once((Cow::Owned(card.path()), card.digest)).chain(others.map(|(path, digest)| (Cow::Borrowed(path), digest)))
    }

    /// The digest of its items and rules.
    #[must_use]
    pub fn disclosed_digest(&self) -> Digest {
        *self.disclosed.get_or_init(|| {
            let digest = DigestBuilder::new("disclosed").number(self.folders.len() as u64);
            let add = |digest: DigestBuilder, (path, source): (&str, Digest)| digest.text(path).digest(source);
            self.items_and_rules().map(Document::source).fold(digest, add).finish()
        })
    }

    /// The digest of all that it is.
    #[must_use]
    pub fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| {
            let digest = DigestBuilder::new("agency").digest(self.disclosed_digest());
            let sources = self.other_sources().fold(digest, |digest, (path, source)| digest.text(&path).digest(source));
            let of_report = |digest: DigestBuilder, (report, _): (&Report, Option<&Report>)| {
                digest.number(report.year.number()).digest(report.figures.form.digest).number(report.has_unread_words).number(report.words.is_some())
            };
            let digest = self.yearly().fold(sources, of_report);
            self.unread_reports.iter().fold(digest, |digest, year| digest.number(year.number())).finish()
        })
    }

    /// Its latest items, the latest first; no more than a column shows.
    pub fn latest(&self) -> impl Iterator<Item = (&Folder, &Document)> {
        let of = |(folder, item): (usize, usize)| (&self.folders[folder], &*self.folders[folder].items[item]);
        let order = |place: (usize, usize)| {
            let (folder, item) = of(place);
            (Reverse(item.card.date), folder.year, &folder.category, &item.slug)
        };
        let find = || {
            let mut latest: Vec<(usize, usize)> = Vec::with_capacity(LATEST + 1);
            let all = self.folders.iter().enumerate().flat_map(|(folder, of)| (0..of.items.len()).map(move |item| (folder, item)));
            for place in all {
                // Most are older than all that are kept.
                let last = latest.get(LATEST - 1).copied();
                if last.is_some_and(|last| of(last).1.card.date > of(place).1.card.date) {
                    continue;
                }
                latest.insert(latest.partition_point(|other| order(*other) < order(place)), place);
                latest.truncate(LATEST);
            }
            latest.into()
        };
        self.latest.get_or_init(find).iter().map(move |place| of(*place))
    }

    /// Its reports and other tables, year by year, each with that of the year before.
    pub fn yearly(&self) -> impl Iterator<Item = (&Report, Option<&Report>)> {
        let all = std::iter::once(&self.reports).chain(self.tables.values());
        all.flat_map(|years| years.values().map(|report| (report, years.get(&report.year.before()))))
    }

    /// Whether anything of its reports could not be read: what rules do not find in them may be there all the same.
    #[must_use]
    pub fn is_in_part(&self) -> bool {
        let in_part = |report: &Report| report.has_unread_words || report.figures.is_in_part();
        !self.unread_reports.is_empty() || self.reports.values().chain(self.tables.values().flat_map(BTreeMap::values)).any(in_part)
    }
}

/// What `agency.yaml` says.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct AgencyCard {
    /// The folder's name.
    pub slug: Option<Slug>,
    /// 机关全称.
    pub name: String,
    /// 简称.
    pub short_name: Option<String>,
    /// The initials of its name, for searching.
    pub initials: Option<String>,
    /// What kind of agency it is.
    pub kind: AgencyKind,
    /// The agency above it.
    pub parent: Option<String>,
    /// The list it stands in.
    pub group: Option<String>,
    /// Its place in that list.
    pub order: u32,
    /// 统一社会信用代码.
    pub code: Option<String>,
    /// The day by which it must publish, `MM-DD`, where it is another than the law's.
    pub deadline: Option<String>,
    /// Where and when it is found, in the order of [`Fact`].
    pub facts: Vec<(Fact, String)>,
    /// The categories it keeps; none given means those with items.
    pub columns: Vec<Slug>,
    /// Why a category it keeps has no items.
    pub empty: BTreeMap<String, String>,
    /// Whether the figures of its reports are the sums of those of the agencies below it.
    pub sum_of_children: bool,
    /// Whether its tree holds all it published.
    pub complete: bool,
    /// Addresses that were taken down.
    pub gone: Vec<Address>,
    /// Findings that are let stand.
    pub waivers: Vec<Waiver>,
    /// The digest of the file.
    pub digest: Digest,
}

impl AgencyCard {
    /// The folder's name as it stands in addresses.
    #[must_use]
    pub fn slug(&self) -> &str {
        self.slug.as_ref().map_or("", Slug::as_str)
    }

    /// The path of its `agency.yaml` below the root.
    #[must_use]
    pub fn path(&self) -> String {
        format!("content/{}/agency.yaml", self.slug())
    }

    /// Whether `agency.yaml` could be read: it must give a name.
    #[must_use]
    pub fn is_read(&self) -> bool {
        !self.name.is_empty()
    }

    /// The short name, or else the name.
    #[must_use]
    pub fn short(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }

    /// What is said of a fact, if anything is.
    #[must_use]
    pub fn fact(&self, fact: Fact) -> Option<&str> {
        self.facts.iter().find(|(known, _)| *known == fact).map(|(_, value)| value.as_str())
    }
}

/// A fact about an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// The office that does the agency's disclosure work.
    Office,
    /// Its address.
    Address,
    /// When it is open.
    Hours,
    /// Its telephone.
    Phone,
    /// Its fax.
    Fax,
    /// How to reach it over the internet.
    Mail,
    /// Who heads the agency.
    Head,
}

impl Fact {
    /// What a guide must say of the office (条例 第十二条), in the order of the law.
    pub const OF_OFFICE: [Self; 6] = [Self::Office, Self::Address, Self::Hours, Self::Phone, Self::Fax, Self::Mail];

    /// Its printed label.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Office => "工作机构名称",
            Self::Address => "办公地址",
            Self::Hours => "办公时间",
            Self::Phone => "联系电话",
            Self::Fax => "传真号码",
            Self::Mail => "互联网联系方式",
            Self::Head => "负责人",
        }
    }
}

/// What kind of agency it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AgencyKind {
    /// A department of a government.
    #[default]
    Department,
    /// A government.
    Government,
    /// A town or sub-district.
    Town,
    /// An organisation that law authorises to administer.
    Authorised,
}

/// The items of one category of one year.
#[derive(Debug)]
pub struct Folder {
    /// The year.
    pub year: Year,
    /// The category.
    pub category: Slug,
    /// The items, by slug.
    pub items: Vec<Arc<Document>>,
}
