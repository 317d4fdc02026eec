//! The variables that many pages share.

use crate::colour::Colour;
use crate::form::Highlight;
use crate::html::plain_text;
use crate::markdown::Links;
use crate::model::{Address, AgencyCard, Card, Report, Standing, Status, Year};
use crate::page::{AgencyYear, ItemLink, Part, Parts, Shell};
use crate::phrase::Phrases;
use crate::theme::Asked;
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use std::borrow::Cow;

/// How many characters of its words describe a page: as many as search engines show.
const DESCRIPTION: usize = 100;

/// What every template may use.
#[derive(Serialize)]
pub struct Head<'a> {
    /// The portal: a [`SiteView`].
    pub site: Value,
    /// The portal's title.
    #[serde(skip)]
    site_title: &'a str,
    /// The words of the interface.
    #[serde(skip)]
    phrases: &'a Phrases,
    /// The page's heading.
    pub heading: String,
    /// The page's title: heading, agency, portal.
    pub title: String,
    /// What it is about, in a sentence: for search engines, and wherever else its heading stands alone.
    pub description: String,
    /// The page's link.
    pub url: String,
    /// Its full address.
    pub canonical: String,
    /// The link of the feed of the agency, or else of the portal.
    pub feed: String,
    /// The way to it from the home page; the last is the page itself.
    pub trail: Vec<Link>,
    /// The agency whose column it belongs to.
    pub agency: Option<AgencyLink<'a>>,
    /// The parts of that column.
    pub parts: Vec<Link>,
    /// Whether it is a draft.
    pub draft: bool,
    /// How far the review of a draft has come; empty where nothing is said of it.
    pub review: String,
}

/// The portal.
#[derive(Serialize)]
pub struct SiteView<'a> {
    /// Its title.
    pub title: &'a str,
    /// The language of its pages.
    pub language: &'a str,
    /// Its scheme and host, which come before a link where a full address is asked for.
    pub origin: &'a str,
    /// The link of its home page.
    pub home: &'a str,
    /// The link of the folder of the theme's files.
    #[serde(rename = "static")]
    pub static_url: String,
    /// The portal's own colour, which `tokens.css` among those files draws on; none where it keeps the theme's.
    pub brand: Option<Colour>,
    /// The link of the page of downloads; empty where there is none.
    pub data: String,
    /// The link of the search; empty where there is none.
    pub search: String,
    /// Whether articles and reports have a QR code of their address.
    pub qr: bool,
    /// The link of the site map.
    pub map: String,
    /// The link of the accessibility statement.
    pub accessibility: String,
    /// 网站名称.
    pub name: &'a str,
    /// 网站域名.
    pub domain: &'a str,
    /// 网站标识码.
    pub id: &'a str,
    /// 主办单位.
    pub host_org: &'a str,
    /// 承办单位.
    pub maintain_org: &'a str,
    /// 联系方式.
    pub contact: &'a str,
    /// ICP 备案号.
    pub icp: &'a str,
    /// 公安机关备案号.
    pub police: &'a str,
    /// The address of 我为政府网站找错; empty where it is not told.
    pub error_report: &'a str,
    /// The address of 党政机关网站标识; empty where it is not told.
    pub emblem: &'a str,
}

/// A link with its text.
#[derive(Serialize, Clone, Default)]
pub struct Link {
    /// The text.
    pub label: String,
    /// Where it leads.
    pub url: String,
    /// Whether it leads to the page it stands on, or to the part that page belongs to.
    pub current: bool,
}

/// An agency in a list.
#[derive(Serialize)]
pub struct AgencyLink<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its short name.
    pub short: &'a str,
    /// The link of its column.
    pub url: String,
}

/// An item in a list.
#[derive(Serialize)]
pub struct Item<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its link.
    pub url: String,
    /// Its agency.
    pub agency: &'a str,
    /// Its category.
    pub category: &'a str,
    /// 发布日期.
    pub date: String,
    /// 成文日期.
    pub issued: String,
    /// 索引号.
    pub index_no: &'a str,
    /// 发文字号.
    pub doc_no: &'a str,
    /// 有效性.
    pub status: &'a str,
    /// Whether it is a draft.
    pub draft: bool,
}

/// A report in a list, or an agency or year that has none.
#[derive(Serialize)]
pub struct ReportRow<'a> {
    /// The agency.
    pub agency: AgencyLink<'a>,
    /// The year.
    pub year: String,
    /// Whether there is a report.
    pub has_report: bool,
    /// The report's link.
    pub url: String,
    /// When it was published.
    pub published: String,
    /// How many days after its deadline; 0 in time.
    pub days_late: i32,
    /// What is said where there is none: 未发布, 尚未到期, 未收录.
    pub standing: &'a str,
    /// The figures that lists show.
    pub figures: Vec<String>,
    /// Whether it is a draft.
    pub draft: bool,
}

impl<'a> SiteView<'a> {
    fn of(shell: &'a Shell<'_>) -> Self {
        let facts = shell.facts;
        Self {
            title: &facts.title,
            language: &shell.phrases.language,
            origin: &shell.base.origin,
            home: &shell.base.path,
            static_url: format!("{}static/", shell.base.path),
            brand: shell.brand,
            data: if shell.has_data { format!("{}data/", shell.base.path) } else { String::new() },
            search: if shell.has_search { format!("{}search/", shell.base.path) } else { String::new() },
            qr: shell.has_qr,
            map: format!("{}sitemap/", shell.base.path),
            accessibility: format!("{}accessibility/", shell.base.path),
            name: &facts.site_name,
            domain: &facts.site_domain,
            id: &facts.site_id,
            host_org: &facts.host_org,
            maintain_org: &facts.maintain_org,
            contact: &facts.contact,
            icp: &facts.icp,
            police: &facts.police,
            error_report: &facts.error_report,
            emblem: &facts.emblem,
        }
    }
}

impl Head<'_> {
    /// At an address.
    pub(crate) fn at(mut self, shell: &Shell<'_>, address: &str) -> Self {
        let address = Address::new(address);
        self.url = shell.link(&address);
        self.canonical = shell.full(&address);
        self
    }

    /// With a heading, which also ends the trail.
    pub(crate) fn titled(mut self, heading: &str) -> Self {
        heading.clone_into(&mut self.heading);
        let agency = self.agency.as_ref().map(|agency| agency.name).filter(|name| *name != heading);
        let names = [Some(heading), agency, Some(self.site_title)];
        let mut names: Vec<&str> = names.into_iter().flatten().filter(|name| !name.is_empty()).collect();
        names.dedup();
        self.title = names.join(" - ");
        self.description = self.title.replace(" - ", self.phrases.word("comma"));
        self.trail.push(Link { label: heading.to_owned(), url: self.url.clone(), current: true });
        self
    }

    /// Described by the beginning of its words, if it has any.
    pub(crate) fn described(mut self, asked: &Asked, html: &str) -> Self {
        let words = asked.only("description", || plain_text(html, DESCRIPTION));
        if !words.is_empty() {
            self.description = words;
        }
        self
    }

    /// With one more step in the trail, before the page itself.
    pub(crate) fn below(mut self, shell: &Shell<'_>, label: &str, address: &str) -> Self {
        let link = Link { label: label.to_owned(), url: shell.link(&Address::new(address)), current: false };
        self.trail.insert(self.trail.len().saturating_sub(1), link);
        self
    }
}

/// The portal, which is the same on every page.
fn site(shell: &Shell<'_>) -> Value {
    shell.shown.get_or_init(|| Value::from(Serde(SiteView::of(shell)))).clone()
}

/// The head of a page of the portal itself.
pub(crate) fn portal_head<'a>(shell: &'a Shell<'_>) -> Head<'a> {
    let trail = vec![Link { label: shell.phrases.word("home").to_owned(), url: shell.base.path.clone(), current: false }];
    Head {
        site: site(shell),
        site_title: &shell.facts.title,
        phrases: shell.phrases,
        heading: String::new(),
        title: String::new(),
        description: String::new(),
        url: String::new(),
        canonical: String::new(),
        trail,
        feed: shell.link(&Address::new("feed.xml")),
        agency: None,
        parts: Vec::new(),
        draft: false,
        review: String::new(),
    }
}

/// The head of a page of an agency's column.
pub(crate) fn agency_head<'a>(shell: &'a Shell<'_>, agency: &'a AgencyCard, parts: Parts, part: Option<Part>) -> Head<'a> {
    let head = column_head(shell, agency);
    Head { parts: part_links(shell, agency, parts, part), ..head }
}

/// The same without the parts of the column.
pub(crate) fn column_head<'a>(shell: &'a Shell<'_>, agency: &'a AgencyCard) -> Head<'a> {
    let mut head = portal_head(shell);
    let link = agency_link(shell, agency);
    head.trail.push(Link { label: link.short.to_owned(), url: link.url.clone(), current: false });
    head.feed = format!("{}feed.xml", link.url);
    head.agency = Some(link);
    head
}

/// The parts of an agency's column.
pub(crate) fn part_links(shell: &Shell<'_>, agency: &AgencyCard, parts: Parts, part: Option<Part>) -> Vec<Link> {
    let all = [
        (parts.guide, Part::Guide, "guide", "guide.html"),
        (parts.rules, Part::Rules, "rules", "rules/"),
        (true, Part::Items, "items", "#items"),
        (parts.reports, Part::Reports, "reports", "reports/"),
        (parts.apply, Part::Apply, "apply", "apply.html"),
    ];
    let column = agency_link(shell, agency).url;
    let there = all.into_iter().filter(|(there, ..)| *there);
    there.map(|(_, this, key, end)| Link { label: shell.phrases.word(key).to_owned(), url: format!("{column}{end}"), current: part == Some(this) }).collect()
}

/// An agency's name and link.
pub(crate) fn agency_link<'a>(shell: &Shell<'_>, agency: &'a AgencyCard) -> AgencyLink<'a> {
    AgencyLink { name: &agency.name, short: agency.short(), url: shell.link(&Address::new(format!("{}/", agency.slug()))) }
}

/// An item as lists show it.
pub(crate) fn item<'a>(shell: &'a Shell<'_>, link: &ItemLink<'a>) -> Item<'a> {
    let card = link.card;
    Item {
        title: &card.title,
        url: shell.link(&link.address()),
        agency: link.agency.short(),
        category: &link.category.name,
        date: card.date.map(|moment| moment.date.to_string()).unwrap_or_default(),
        issued: card.issued.map(|date| date.to_string()).unwrap_or_default(),
        index_no: card.index_no.as_deref().unwrap_or_default(),
        doc_no: card.doc_no.as_deref().unwrap_or_default(),
        status: shell.phrases.status(link.status),
        draft: card.draft,
    }
}

/// An agency as lists of one year show it: its report, or how it stands without.
pub(crate) fn agency_row<'a>(shell: &'a Shell<'_>, entry: &AgencyYear<'a>, year: Year, highlights: &[Highlight]) -> ReportRow<'a> {
    let AgencyYear { agency, report, standing } = entry;
    ReportRow { standing: shell.phrases.standing(*standing), ..report_row(shell, agency, year, *report, highlights) }
}

/// A report as lists show it, with the figures that the highlights name.
pub(crate) fn report_row<'a>(shell: &'a Shell<'_>, agency: &'a AgencyCard, year: Year, report: Option<&Report>, highlights: &[Highlight]) -> ReportRow<'a> {
    let figure = |highlight: &Highlight| {
        report
            .and_then(|report| report.figures.find(&highlight.table, &highlight.row, &highlight.column))
            .map_or_else(|| "—".to_owned(), |cell| shell.phrases.cell(cell))
    };
    ReportRow {
        agency: agency_link(shell, agency),
        year: year.to_string(),
        has_report: report.is_some(),
        url: shell.link(&Address::new(format!("{}/{year}/", agency.slug()))),
        published: report.map(|report| report.published.to_string()).unwrap_or_default(),
        days_late: report.map_or(0, |report| agency.days_late(year, report.published)),
        standing: shell.phrases.standing(Standing::Missing),
        figures: highlights.iter().map(figure).collect(),
        draft: report.is_some_and(|report| report.draft),
    }
}

/// The highlights of the newest form among some reports.
pub(crate) fn highlights<'r>(reports: impl Iterator<Item = &'r Report>) -> Vec<Highlight> {
    reports.max_by_key(|report| report.year).map(|report| report.figures.form.highlights.clone()).unwrap_or_default()
}

/// What is known about a document, label and value.
pub(crate) fn card_facts<'a>(phrases: &'a Phrases, card: &'a Card, status: Option<Status>) -> Vec<(&'a str, Cow<'a, str>)> {
    let said = |text: &'a Option<Box<str>>| text.as_deref().map(Cow::Borrowed);
    let facts = [
        ("index_no", said(&card.index_no)),
        ("topic", said(&card.topic)),
        ("issuer", said(&card.issuer)),
        ("issued", card.issued.map(|date| phrases.day(date).into())),
        ("number", said(&card.doc_no)),
        ("published", card.date.map(|moment| phrases.day(moment.date).into())),
        ("status", Some(phrases.status(status).into())),
        ("access", said(&card.access)),
        ("keywords", Some(phrases.joined("semicolon", &card.keywords).into())),
        ("source", said(&card.source)),
    ];
    let told = facts.into_iter().filter_map(|(key, value)| Some((key, value.filter(|value| !value.is_empty())?)));
    told.map(|(key, value)| (phrases.word(key), value)).collect()
}

/// Where links in words lead.
pub(crate) fn links_of<'a>(shell: &'a Shell<'_>) -> Links<'a> {
    Links { base: &shell.base.path }
}
