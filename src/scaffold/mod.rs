//! What is asked for and what is known of a portal → new files of its content: a portal, an agency, a report, an item.
//! Figures are never made up, and no file is overwritten.

mod carry;
mod report;
mod template;
mod workbook;
mod write;

use crate::date::{Date, today};
use crate::diagnostic::{Diagnostic, Text, suggest};
use crate::form::Form;
use crate::load::{CONTENT, Outline, REPORT, figures_path};
use crate::model::{Base, Figures, Slug, Year};
use crate::source::below;
pub(crate) use carry::Beginning;
pub(crate) use report::{Head, NOT_DATED, report_yaml};
pub(crate) use template::yaml;
pub(crate) use write::{NewFile, write};

use report::{TO_FILL, report_md};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use template::{fill, one_line, quoted};

/// What was made.
#[derive(Debug)]
pub struct Created {
    /// The files.
    pub files: Vec<PathBuf>,
    /// What else there is to know.
    pub notes: Vec<Text>,
}

/// Why nothing was made.
#[derive(Debug)]
pub enum Refusal {
    /// It cannot be made as it was asked for.
    Usage {
        /// Why.
        message: Text,
        /// What to do.
        help: Text,
    },
    /// The portal's settings cannot be read.
    Content(Vec<Diagnostic>),
    /// The machine said no.
    Io(PathBuf, io::Error),
}

/// A disclosed item to be made.
#[derive(Debug)]
pub struct NewItem {
    /// Its agency.
    pub agency: Slug,
    /// The year in whose folder it stands.
    pub year: Year,
    /// Its category.
    pub category: Slug,
    /// Its name in its folder.
    pub name: Slug,
    /// Its title.
    pub title: String,
}

/// A report to be made.
#[derive(Debug)]
pub struct NewReport {
    /// Its agency.
    pub agency: Slug,
    /// The year it reports on.
    pub year: Year,
    /// The key of its form; that of its year where none is given.
    pub form: Option<String>,
    /// The name of its file, for a portal's own tables; `report` where none is given.
    pub name: Option<Slug>,
}

impl NewReport {
    fn file(&self) -> &str {
        self.name.as_ref().map_or(REPORT, Slug::as_str)
    }
}

/// A report as it begins.
struct Begun {
    beginning: Beginning,
    /// What there is to know of it.
    notes: Vec<Text>,
    /// Last year's figures, where they are sound.
    previous: Option<Figures>,
}

/// Makes a portal in a folder, which need not exist yet.
///
/// # Errors
/// Where one of its files is there already, or the machine says no.
pub fn new_site(folder: &Path, title: &str, base_url: Option<&str>) -> Result<Created, Refusal> {
    let note = if base_url.is_some() { "" } else { "示例：" };
    let base_url = base_url.unwrap_or("https://www.example.gov.cn/");
    let origin = Base::parse(base_url).map(|base| base.origin).unwrap_or_default();
    let domain = origin.split_once("://").map_or("", |(_, host)| host);
    let settings = [("title", &*quoted(title)), ("base_url", &quoted(base_url)), ("base_note", note), ("site_domain", &quoted(domain))];
    let files = [
        new_file("site.toml", fill(include_str!("site.toml"), &settings)),
        new_file(format!("{CONTENT}/index.md"), fill(include_str!("index.md"), &[("title", &yaml(title))])),
        new_file(".gitignore", "public/\n.lanmu/\n".to_owned()),
    ];
    Ok(Created { files: write(folder, &files)?, notes: Vec::new() })
}

/// A portal that gets new files.
#[derive(Debug)]
pub struct Portal {
    outline: Outline,
    /// The day it is.
    pub date: Date,
}

impl Portal {
    /// The portal in a folder; the day is today in its zone where none is given.
    ///
    /// # Errors
    /// Where its settings cannot be read.
    pub fn open(root: &Path, date: Option<Date>) -> Result<Self, Refusal> {
        let outline = Outline::read(root.to_owned()).map_err(Refusal::Content)?;
        let date = date.unwrap_or_else(|| today(&outline.config.timezone));
        Ok(Self { outline, date })
    }

    /// Makes an agency.
    ///
    /// # Errors
    /// Where its slug is reserved, one of its files is there already, or the machine says no.
    pub fn new_agency(&self, agency: &Slug, name: &str) -> Result<Created, Refusal> {
        if agency.is_reserved_among_agencies() {
            let message =
                Text::new(format!("“{agency}”是保留名称，不能用作机关的文件夹名"), format!("`{agency}` is reserved and cannot name an agency's folder"));
            return Err(Refusal::Usage { message, help: Text::new("请换一个名称", "choose another name") });
        }
        let categories = &self.outline.config.categories;
        let slugs: Vec<&str> = categories.iter().map(|category| category.slug.as_str()).collect();
        let names: Vec<&str> = categories.iter().map(|category| category.name.as_str()).collect();
        let card = [("name", &*yaml(name)), ("columns", &slugs.join(", ")), ("column", slugs.first().unwrap_or(&"slug"))];
        let categories = if names.is_empty() { "若干类".to_owned() } else { names.join("、") };
        let guide = [("title", &*yaml(&format!("{name}政府信息公开指南"))), ("categories", &one_line(&categories))];
        let files = [
            new_file(format!("{CONTENT}/{agency}/agency.yaml"), fill(include_str!("agency.yaml"), &card)),
            new_file(format!("{CONTENT}/{agency}/guide.md"), fill(include_str!("guide.md"), &guide)),
            new_file(format!("{CONTENT}/{agency}/apply.md"), fill(include_str!("apply.md"), &[("name", name)])),
        ];
        Ok(Created { files: write(&self.outline.root, &files)?, notes: Vec::new() })
    }

    /// Makes an annual report: blank, but for what last year's says.
    ///
    /// # Errors
    /// Where there is no such agency or form, one of its files is there already, or the machine says no.
    pub fn new_report(&self, new: &NewReport) -> Result<Created, Refusal> {
        let NewReport { agency, year, form: _, name: _ } = new;
        let Begun { beginning, notes, previous: _ } = self.begin(new)?;
        let name = self.outline.card(agency).map_or_else(|| agency.to_string(), |card| card.name);
        let head = Head { agency: &name, year: *year, today: self.date, advice: TO_FILL, dated: NOT_DATED };
        let mut files = vec![new_file(figures_path(agency, *year, new.file()), report_yaml(&head, &beginning))];
        if new.file() == REPORT {
            files.push(new_file(format!("{CONTENT}/{agency}/{year}/report.md"), report_md(&beginning.figures.form)));
        }
        Ok(Created { files: write(&self.outline.root, &files)?, notes })
    }

    /// Makes a workbook in which to fill in an annual report, outside of what is published.
    ///
    /// # Errors
    /// Where there is no such agency or form, the file is there already or would be published, or the machine says no.
    pub fn new_workbook(&self, new: &NewReport, file: Option<PathBuf>) -> Result<Created, Refusal> {
        let NewReport { agency, year, form: _, name } = new;
        let begun = self.begin(new)?;
        let name = name.as_ref().map(|name| format!("-{name}")).unwrap_or_default();
        let place = workbook::place(&self.outline.root, file.unwrap_or_else(|| below(&self.outline.root, &format!("{agency}-{year}{name}.xlsx"))))?;
        let name = self.outline.card(agency).map_or_else(|| agency.to_string(), |card| card.name);
        let bytes = workbook::workbook(&Head { agency: &name, year: *year, today: self.date, advice: TO_FILL, dated: NOT_DATED }, &begun)?;
        Ok(Created { files: write(&place.folder, &[NewFile { path: place.name, bytes }])?, notes: begun.notes })
    }

    /// What a report begins with.
    fn begin(&self, new: &NewReport) -> Result<Begun, Refusal> {
        let NewReport { agency, year, form, name: _ } = new;
        self.known_agency(agency)?;
        let form = self.form(form.as_deref(), *year)?;
        let previous = self.outline.figures(agency, year.before(), new.file());
        let mut notes = Vec::new();
        if previous.is_err() {
            notes.push(Text::new(
                format!("{} 年的报告有错误，没有从中结转数字", year.before()),
                format!("the report of {} has errors, nothing was carried over from it", year.before()),
            ));
        }
        let previous = previous.ok().flatten();
        let beginning = carry::begin(&form, previous.as_ref());
        if beginning.is_unsound {
            notes.push(Text::new(
                format!("{} 年的报告中应结转的数字互不相符，没有填入，请核对后填写", year.before()),
                format!("the figures to carry over from {} do not add up and were left blank", year.before()),
            ));
        }
        let previous = previous.filter(|_| !beginning.is_unsound);
        Ok(Begun { beginning, notes, previous })
    }

    /// Makes a disclosed item, as a draft.
    ///
    /// # Errors
    /// Where there is no such agency or category, its file is there already, or the machine says no.
    pub fn new_item(&self, new: &NewItem) -> Result<Created, Refusal> {
        let NewItem { agency, year, category, name, title } = new;
        self.known_agency(agency)?;
        self.known_category(category)?;
        let issuer = self.outline.card(agency).map_or_else(|| "示例机关".to_owned(), |card| card.name);
        let values = [
            ("title", &*yaml(title)),
            ("date", &self.date.to_string()),
            ("issuer", &yaml(&one_line(&issuer))),
            ("agency", agency.as_str()),
            ("year", &year.to_string()),
            ("category", category.as_str()),
        ];
        let files = [new_file(format!("{CONTENT}/{agency}/{year}/{category}/{name}.md"), fill(include_str!("item.md"), &values))];
        Ok(Created { files: write(&self.outline.root, &files)?, notes: Vec::new() })
    }

    /// What is known of the portal, and the day it is, for files of an agency that is there.
    pub(crate) fn of_agency(self, agency: &Slug) -> Result<(Outline, Date), Refusal> {
        self.known_agency(agency)?;
        Ok((self.outline, self.date))
    }

    fn known_agency(&self, agency: &Slug) -> Result<(), Refusal> {
        let known = self.outline.agencies();
        if known.contains(agency) {
            return Ok(());
        }
        let message = Text::new(format!("没有机关“{agency}”"), format!("there is no agency `{agency}`"));
        let make = Text::new("请先用 lanmu new agency 新建", "make it first with `lanmu new agency`");
        let or_make = Text::new("；或先用 lanmu new agency 新建", "or make it first with `lanmu new agency`");
        let help = if known.is_empty() { make } else { suggest(agency.as_str(), known.iter().map(Slug::as_str)).then(&or_make) };
        Err(Refusal::Usage { message, help })
    }

    fn known_category(&self, category: &Slug) -> Result<(), Refusal> {
        let known = &self.outline.config.categories;
        if known.iter().any(|known| known.slug == *category) {
            return Ok(());
        }
        if category.is_reserved_among_categories() {
            let message = Text::new(format!("“{category}”是保留名称，不能用作栏目"), format!("`{category}` is reserved and cannot name a category"));
            return Err(Refusal::Usage { message, help: Text::new("请换一个名称", "choose another name") });
        }
        let message = Text::new(format!("site.toml 中没有栏目“{category}”"), format!("site.toml has no category `{category}`"));
        let add = Text::new("请在 site.toml 中加 [[category]]", "add a [[category]] to site.toml");
        let or_add = Text::new("；或在 site.toml 中加 [[category]]", "or add a [[category]] to site.toml");
        let help = if known.is_empty() { add } else { suggest(category.as_str(), known.iter().map(|known| known.slug.as_str())).then(&or_add) };
        Err(Refusal::Usage { message, help })
    }

    fn form(&self, key: Option<&str>, year: Year) -> Result<Arc<Form>, Refusal> {
        let forms = &self.outline.forms;
        let found = key.map_or_else(|| forms.of_year(year.number()), |key| forms.find(key));
        found.cloned().ok_or_else(|| no_form(key.unwrap_or_default(), &forms.keys()))
    }
}

fn no_form(key: &str, known: &[&str]) -> Refusal {
    Refusal::Usage {
        message: Text::new(format!("没有“{key}”这一表式"), format!("there is no form `{key}`")), help: suggest(key, known.iter().copied())
    }
}

fn new_file(path: impl Into<String>, text: String) -> NewFile {
    NewFile { path: path.into(), bytes: text.into_bytes() }
}
