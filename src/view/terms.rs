//! What the portal is made of, in the words of the interface: years, days, how agencies stand, what documents are.

use crate::date::Date;
use crate::diagnostic::Text;
use crate::form::{Form, Sheet};
use crate::model::{Cell, Fact, Standing, Status};
use crate::page::EntryKind;
use crate::phrase::Phrases;
use std::fmt::Display;

impl Phrases {
    /// A year of reports: `2024年度`.
    pub(super) fn year(&self, year: impl Display) -> String {
        self.fill("year", &[("year", &year)])
    }

    /// A date written out: `2025年1月23日`.
    pub(super) fn day(&self, date: Date) -> String {
        let month = self.line("months", usize::try_from(date.month() - 1).unwrap_or_default());
        self.fill("date", &[("year", &date.year()), ("month", &month), ("day", &date.day())])
    }

    /// How an agency stands with its report on a year.
    pub(super) fn standing(&self, standing: Standing) -> &str {
        self.word(match standing {
            Standing::Published { .. } => "is_published",
            Standing::Missing => "missing",
            Standing::NotDue => "not_due",
            Standing::NotHeld => "not_held",
            Standing::Unread => "unread",
        })
    }

    /// Whether a document is in force; nothing where that is not told.
    pub(super) fn status(&self, status: Option<Status>) -> &str {
        status.map_or("", |status| {
            self.word(match status {
                Status::InForce => "in_force",
                Status::Lapsed => "lapsed",
                Status::Repealed => "repealed",
            })
        })
    }

    /// What a fact about an agency is called.
    pub(super) fn fact(&self, fact: Fact) -> &str {
        self.word(match fact {
            Fact::Office => "office",
            Fact::Address => "address",
            Fact::Hours => "hours",
            Fact::Phone => "phone",
            Fact::Fax => "fax",
            Fact::Mail => "mail",
            Fact::Head => "head",
        })
    }

    /// What kind of thing was found; an item is of its category.
    pub(super) fn kind<'a>(&'a self, kind: &EntryKind<'a>) -> &'a str {
        self.word(match kind {
            EntryKind::Agency => "kind_agency",
            EntryKind::Guide(_) => "guide",
            EntryKind::Apply(_) => "apply",
            EntryKind::Rule(..) => "rules",
            EntryKind::Report(..) => "reports",
            EntryKind::Table(..) => "kind_table",
            EntryKind::Item(link, _) => return &link.category.name,
        })
    }

    /// What the annual report of a year is called.
    pub(super) fn report_title(&self, form: &Form, agency: &str, year: impl Display) -> String {
        self.fill("report_title", &[("agency", &agency), ("year", &year), ("title", &form.title)])
    }

    /// What another table of a year is called.
    pub(super) fn table_title(&self, form: &Form, agency: &str, year: impl Display) -> String {
        self.fill("table_title", &[("agency", &agency), ("year", &year), ("title", &form.title)])
    }

    /// What a printed table is called.
    pub(super) fn caption(&self, sheet: &Sheet) -> String {
        if sheet.number.is_empty() { sheet.title.clone() } else { self.fill("caption", &[("number", &sheet.number), ("title", &sheet.title)]) }
    }

    /// A cell as plain text.
    pub(super) fn cell(&self, cell: &Cell) -> String {
        match cell {
            Cell::Number(number) => number.grouped(),
            Cell::Blank => self.word("blank").to_owned(),
            Cell::NotApplicable => "/".to_owned(),
            Cell::Noted(noted) => self.fill("noted", &[("number", &noted.0.grouped()), ("note", &noted.1)]),
        }
    }

    /// A sentence that there is in Chinese and in English: the one that the language of the interface is nearer to.
    pub(super) fn told(&self, text: &Text) -> String {
        if self.language.starts_with("zh") { text.zh.clone() } else { text.en.clone() }
    }

    /// A text in brackets.
    pub(super) fn in_brackets(&self, text: &str) -> String {
        self.fill("in_brackets", &[("text", &text)])
    }
}

/// The built-in words in Chinese, for tests.
#[cfg(test)]
pub(super) fn chinese() -> Phrases {
    let (read, _) = crate::phrase::read_phrases("zh-CN.toml", include_str!("../../themes/default/strings/zh-CN.toml"));
    Phrases::new("zh-CN", read.into_iter().map(|(key, (phrase, _))| (key, phrase)).collect())
}
