//! The closed list of what can be wrong, with the level each has unless `site.toml` says otherwise.

use super::Level;
use std::fmt;
use std::sync::Arc;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $level:ident;)+) => {
        /// What kind of thing is wrong. Its text is stable: tools may rely on it.
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
            /// A rule of a form, such as `requests-balance`, and its level.
            Rule(Arc<str>, Level),
        }

        impl Code {
            /// Every code that does not come from a form.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stable text, such as `cell-count`.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $text,)+
                    Self::Rule(code, _) => code,
                }
            }

            /// The level it has by default.
            #[must_use]
            pub fn level(&self) -> Level {
                match self {
                    $(Self::$name => Level::$level,)+
                    Self::Rule(_, level) => *level,
                }
            }
        }
    };
}

codes! {
    /// A file or folder that cannot be read.
    Unreadable = "unreadable", Error;
    /// A text that is not UTF-8.
    Encoding = "bad-encoding", Error;
    /// A file over the size limit.
    TooLarge = "too-large", Error;
    /// A symbolic link that leads out of the content tree, or in a circle.
    Symlink = "symlink", Error;
    /// YAML that cannot be parsed.
    Yaml = "bad-yaml", Error;
    /// TOML that cannot be parsed.
    Toml = "bad-toml", Error;
    /// Anchors, aliases, tags or several documents in a data file.
    YamlFeature = "yaml-feature", Error;
    /// More problems in one file than are listed.
    TooMany = "too-many", Error;
    /// Lists and maps nested too deeply.
    TooDeep = "too-deep", Error;
    /// A key that stands twice in one map.
    DuplicateKey = "duplicate-key", Error;
    /// A key that means nothing here.
    UnknownKey = "unknown-key", Error;
    /// A key that must be there.
    MissingKey = "missing-key", Error;
    /// A list where a text is expected, and the like.
    WrongType = "wrong-type", Error;
    /// A value that is none of those allowed.
    BadValue = "bad-value", Error;
    /// A date that is not `YYYY-MM-DD` or does not exist.
    BadDate = "bad-date", Error;
    /// Front matter that is not closed.
    FrontMatter = "bad-front-matter", Error;
    /// A name of a folder or file that cannot stand in an address.
    BadSlug = "bad-slug", Error;
    /// A name that is kept for the portal's own pages.
    ReservedSlug = "reserved-slug", Error;
    /// An agency's folder without `agency.yaml`.
    MissingAgency = "missing-agency", Error;
    /// No `site.toml`, or no `content/`.
    MissingSite = "missing-site", Error;
    /// An agency that does not exist.
    UnknownAgency = "unknown-agency", Error;
    /// A category that `site.toml` does not name.
    UnknownCategory = "unknown-category", Error;
    /// A document that another one refers to and that does not exist.
    UnknownItem = "unknown-item", Error;
    /// A year's folder with words for a report but no figures.
    MissingReport = "missing-report", Error;
    /// A file in a place where nothing reads it.
    UnusedFile = "unused-file", Warning;
    /// A file whose name is nearly one that is read.
    Misnamed = "misnamed-file", Error;
    /// A form that does not exist.
    UnknownForm = "unknown-form", Error;
    /// A report in which one row stands for several of its form.
    FormVariant = "form-variant", Warning;
    /// A table that the form does not have.
    UnknownTable = "unknown-table", Error;
    /// A table of the form that is not there.
    MissingTable = "missing-table", Error;
    /// A row that the form does not have.
    UnknownRow = "unknown-row", Error;
    /// A row of the form that is not there.
    MissingRow = "missing-row", Error;
    /// A row that stands twice, under whatever names.
    DuplicateRow = "duplicate-row", Error;
    /// A column that the form does not have.
    UnknownColumn = "unknown-column", Error;
    /// A row with too many or too few cells.
    CellCount = "cell-count", Error;
    /// A cell that is no number.
    BadNumber = "bad-number", Error;
    /// A negative number where the form counts things.
    Negative = "negative", Error;
    /// Decimals, or too many of them.
    Fraction = "fraction", Error;
    /// A blank or `/` where the form wants a number.
    BlankCell = "blank-cell", Warning;
    /// A number with a note.
    NotedCell = "noted-cell", Info;
    /// Two things at one address.
    AddressTaken = "address-taken", Error;
    /// An old address that cannot be redirected from.
    BadAddress = "bad-address", Error;
    /// A waiver without a reason, person or date.
    WaiverIncomplete = "waiver-incomplete", Error;
    /// A waiver past its `until`.
    WaiverExpired = "waiver-expired", Error;
    /// A waiver that meets no finding.
    WaiverUnused = "waiver-unused", Warning;
    /// A figure quoted in words that is not there, or not written as one.
    BadQuote = "bad-quote", Error;
    /// A template that cannot be read or rendered.
    Template = "bad-template", Error;
    /// A head or foot of the parent portal that would break the pages it is put into.
    Shell = "bad-shell", Error;
}

impl Code {
    /// Whether `[check]` in `site.toml` may change its level. What cannot be read, or has no place to go, stays an error.
    #[must_use]
    pub fn is_adjustable(&self) -> bool {
        matches!(self, Self::Rule(..) | Self::FormVariant | Self::BlankCell | Self::NotedCell | Self::UnusedFile | Self::WaiverUnused)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_kebab_case_and_differ() {
        let texts: BTreeSet<_> = Code::ALL.iter().map(Code::as_str).collect();
        assert_eq!(texts.len(), Code::ALL.len());
        assert!(texts.iter().all(|text| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
    }
}
