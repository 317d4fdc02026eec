//! A Markdown file: what its front matter says, where its words are, and the files that belong to it.

use super::{Address, Packed, Quote, Slug, Waiver, Written};
use crate::date::{Date, Moment};
use crate::source::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A document of an agency: a disclosed item, a page of its guide, the words of a report.
#[derive(Debug, Serialize, Deserialize)]
pub struct Document {
    /// Its name in its folder.
    pub slug: Slug,
    /// What its front matter says.
    pub card: Card,
    /// Its words.
    pub body: Body,
    /// What its words quote, in their order; only those of a report and of the home page do.
    pub quotes: Box<[Quote]>,
    /// What its words link to, and the places on its page.
    pub written: Packed<Written>,
    /// The texts of its headings; only those of a guide are kept.
    pub headings: Box<[Box<str>]>,
    /// The whole text of its file, front matter and all; only that of a report's words is kept, for the rules that
    /// compare words with figures, with sections, and with each other.
    pub text: Option<Arc<str>>,
}

impl Document {
    /// Its file, by its path below the root, with the digest of that.
    #[must_use]
    pub fn source(&self) -> (&str, Digest) {
        (&self.body.path, self.body.digest)
    }

    /// The words of a report, without the front matter; empty where they were not kept.
    #[must_use]
    pub fn words(&self) -> &str {
        self.text.as_deref().and_then(|text| text.get(self.body.start..)).unwrap_or_default()
    }
}

/// What a document's front matter says: all that lists need.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Card {
    /// Its title.
    pub title: String,
    /// 发布日期.
    pub date: Option<Moment>,
    /// 成文日期.
    pub issued: Option<Date>,
    /// 索引号.
    pub index_no: Option<Box<str>>,
    /// 发文字号.
    pub doc_no: Option<Box<str>>,
    /// 发文机关.
    pub issuer: Option<Box<str>>,
    /// 主题分类.
    pub topic: Option<Box<str>>,
    /// 主题词.
    pub keywords: Box<[Box<str>]>,
    /// 公开方式.
    pub access: Option<Box<str>>,
    /// 有效性.
    pub status: Option<Status>,
    /// The day from which on it no longer holds.
    pub expires: Option<Date>,
    /// Where a repost comes from.
    pub source: Option<Box<str>>,
    /// The document it interprets: its path below `content`, without `.md`.
    pub interprets: Option<Box<str>>,
    /// Old addresses that lead here.
    pub aliases: Box<[Address]>,
    /// Addresses that were taken down.
    pub gone: Box<[Address]>,
    /// Whether it is not to be published yet.
    pub draft: bool,
    /// The steps of its review that were done, in their order.
    pub review: Box<[ReviewStep]>,
    /// What was corrected, and when.
    pub correction: Option<Box<str>>,
    /// Findings that are let stand.
    pub waivers: Box<[Waiver]>,
    /// The digest of the front matter.
    pub digest: Digest,
}

/// A step of review that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewStep {
    /// Its name, such as 初审 or 保密审查.
    pub step: String,
    /// Who did it.
    pub by: String,
    /// When.
    pub date: Date,
}

/// Whether a document is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// 有效.
    InForce,
    /// 失效.
    Lapsed,
    /// 废止.
    Repealed,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::InForce, Self::Lapsed, Self::Repealed];

    /// Its official name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::InForce => "有效",
            Self::Lapsed => "失效",
            Self::Repealed => "废止",
        }
    }
}

impl Card {
    /// Whether it is in force on a day: from `expires` on it is not.
    #[must_use]
    pub fn status_on(&self, day: Date) -> Option<Status> {
        match (self.status, self.expires) {
            (Some(Status::Repealed), _) => Some(Status::Repealed),
            (_, Some(expires)) if expires <= day => Some(Status::Lapsed),
            (status, _) => status,
        }
    }
}

/// The words of a document, which stay on disk until they are rendered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Body {
    /// The path of the file below the root.
    pub path: String,
    /// Where in the file they begin, in bytes.
    pub start: usize,
    /// The digest of the whole file.
    pub digest: Digest,
}

/// A file that is published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its address.
    pub address: Address,
    /// Its name.
    pub name: String,
    /// The path of the file below the root.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// The digest of its bytes.
    pub digest: Digest,
}

impl Attachment {
    /// Its file, by its path below the root, with the digest of that.
    #[must_use]
    pub fn source(&self) -> (&str, Digest) {
        (&self.path, self.digest)
    }
}

/// The item of a folder that a file is named after (`plan.md`: `plan.pdf`, `plan-附表.xlsx`), by the items' slugs: the one
/// with the longest name.
#[must_use]
pub fn owner<'s>(name: &str, slugs: &BTreeSet<&'s str>) -> Option<&'s str> {
    let boundaries = name.char_indices().rev().filter(|(_, c)| !c.is_ascii_alphanumeric()).map(|(at, _)| at);
    boundaries.filter_map(|at| slugs.get(&name[..at])).next().copied()
}
