//! The whole portal as it was loaded, and what `site.toml` says.

use super::{Address, Agency, Attachment, Calendar, Document, MissingYears, Slug};
use crate::colour::Colour;
use crate::date::Date;
use crate::diagnostic::{Code, Level};
use crate::source::Digest;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A loaded portal.
#[derive(Debug)]
pub struct Site {
    /// What `site.toml` says.
    pub config: Arc<Config>,
    /// The words of the home page.
    pub home: Option<Arc<Document>>,
    /// The agencies, in the order of lists.
    pub agencies: Vec<Arc<Agency>>,
    /// Files beside `index.md`, published as they are.
    pub attachments: Vec<Attachment>,
    /// The addresses of drafts that are left out, in order.
    pub withheld: Vec<Address>,
    /// The day the portal is built for.
    pub date: Date,
    /// Whether drafts are part of it.
    pub drafts: bool,
    /// The years that its agencies miss, once they were asked for.
    pub(crate) missing: OnceLock<MissingYears>,
}

impl Config {
    /// The level that a code has in this portal; none where it is not reported.
    #[must_use]
    pub fn level(&self, code: &Code) -> Option<Level> {
        match self.levels.get(code.as_str()) {
            Some(Adjustment::Level(level)) => Some(*level),
            Some(Adjustment::Off) => None,
            None => Some(code.level()),
        }
    }
}

impl Site {
    /// The files outside the folders of agencies that it is made of, by their paths below the root, each with the digest of
    /// what was read from it.
    pub fn sources(&self) -> impl Iterator<Item = (&str, Digest)> {
        let home = self.home.iter().map(|home| home.source());
        home.chain(self.attachments.iter().map(Attachment::source))
    }

    /// The agencies, in the order of lists.
    pub fn agencies(&self) -> impl DoubleEndedIterator<Item = &Agency> + ExactSizeIterator + Clone {
        self.agencies.iter().map(|agency| &**agency)
    }
}

/// What `site.toml` says.
#[derive(Debug, Clone)]
pub struct Config {
    /// What every page shows.
    pub facts: SiteFacts,
    /// Where the portal will stand.
    pub base: Base,
    /// The zone whose calendar counts.
    pub timezone: String,
    /// The theme's name.
    pub theme: String,
    /// The portal's own colour, in place of the theme's.
    pub brand: Option<Colour>,
    /// The categories, in order.
    pub categories: Vec<Category>,
    /// Codes whose level is changed.
    pub levels: BTreeMap<String, Adjustment>,
    /// Numbers that look private and may be published: an office's own lines.
    pub allowed: Vec<String>,
    /// The steps of review that must be there before publication, in their order.
    pub review: Vec<String>,
    /// Which days are worked.
    pub calendar: Calendar,
    /// What counts as a jump against last year.
    pub jump: JumpBand,
    /// How much of a report's words may be repeated, in percent.
    pub repeated_share: u32,
    /// What is built.
    pub output: OutputOptions,
    /// The digest of the file.
    pub digest: Digest,
}

/// The facts about the portal that every page shows.
#[derive(Debug, Clone, Default)]
pub struct SiteFacts {
    /// The portal's title.
    pub title: String,
    /// The language of its pages.
    pub language: String,
    /// 网站名称.
    pub site_name: String,
    /// 网站域名.
    pub site_domain: String,
    /// 网站标识码.
    pub site_id: String,
    /// 主办单位.
    pub host_org: String,
    /// 承办单位.
    pub maintain_org: String,
    /// 联系方式.
    pub contact: String,
    /// ICP 备案号.
    pub icp: String,
    /// 公安机关备案号.
    pub police: String,
    /// The address of 我为政府网站找错 for this site; empty where it is not told.
    pub error_report: String,
    /// The address that 党政机关网站标识 leads to; empty where it is not told.
    pub emblem: String,
}

/// Where the portal will stand: an origin, and a path with a slash at both ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Such as `https://www.example.gov.cn`.
    pub origin: String,
    /// Such as `/` or `/bmzt/`.
    pub path: String,
}

impl Base {
    /// Reads a full address, such as `https://www.example.gov.cn/bmzt/`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
        let rest = &text[scheme.len()..];
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '[' | ']');
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let good_part = |part: &&str| *part != "." && *part != ".." && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~'));
        if host.is_empty() || !host.chars().all(allowed) || !parts.iter().all(good_part) {
            return None;
        }
        let path = if parts.is_empty() { "/".to_owned() } else { format!("/{}/", parts.join("/")) };
        Some(Self { origin: format!("{scheme}{host}"), path })
    }
}

/// A category of disclosed items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its printed name.
    pub name: String,
    /// The item of article 20 that it serves.
    pub article20: Option<String>,
    /// After how many days without a new item it is stale; never where it is 0.
    pub max_age: Option<u32>,
}

/// What `[check]` says of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    /// It has another level.
    Level(Level),
    /// It is not reported.
    Off,
}

/// What `[jump]` says: how far a total may be from last year's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JumpBand {
    /// How many times as much or as little.
    pub factor: u32,
    /// How large the difference must be to count at all.
    pub least: u32,
}

/// What `[output]` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputOptions {
    /// Which years are compared.
    pub compare: CompareYears,
    /// Whether spreadsheets are built.
    pub xlsx: bool,
    /// Whether pages of metrics are built.
    pub metrics: bool,
    /// Whether the downloads of the whole portal are built.
    pub data: bool,
    /// Whether the search is built.
    pub search: bool,
    /// Whether reports show how their figures fit together.
    pub check: bool,
    /// Whether articles and reports have a QR code of their address.
    pub qr: bool,
}

/// Which years of an agency are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareYears {
    /// Each pair.
    All,
    /// Each with the one before.
    Previous,
}

#[cfg(test)]
mod tests {
    use super::Base;

    #[track_caller]
    fn case(text: &str, expected: Option<(&str, &str)>) {
        let base = Base::parse(text);
        assert_eq!(base.as_ref().map(|base| (base.origin.as_str(), base.path.as_str())), expected);
    }

    #[test]
    fn base_addresses() {
        case("https://www.example.gov.cn", Some(("https://www.example.gov.cn", "/")));
        case("https://www.example.gov.cn/bmzt", Some(("https://www.example.gov.cn", "/bmzt/")));
        case("http://127.0.0.1:4000/a/b/", Some(("http://127.0.0.1:4000", "/a/b/")));
        case("www.example.gov.cn", None);
        case("https://", None);
        case("https://x/../y", None);
        case("https://x/<script>", None);
    }
}
