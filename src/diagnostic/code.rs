//! The closed list of what can be wrong, with the level each has unless `site.toml` says otherwise.

use super::Level;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

macro_rules! codes {
    (@adjustable) => { false };
    (@adjustable adjustable) => { true };
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $level:ident $(, $adjustable:ident)?;)+) => {
        /// What kind of thing is wrong. Its text is stable: tools may rely on it.
        #[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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

            /// Whether `[check]` in `site.toml` may change its level, and `--force` publish in spite of it. What cannot
            /// be read, has no place to go, or must never get out stays an error.
            #[must_use]
            pub fn is_adjustable(&self) -> bool {
                match self {
                    $(Self::$name => codes!(@adjustable $($adjustable)?),)+
                    Self::Rule(..) => true,
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
    UnusedFile = "unused-file", Warning, adjustable;
    /// A file whose name is nearly one that is read.
    Misnamed = "misnamed-file", Error;
    /// A form that does not exist.
    UnknownForm = "unknown-form", Error;
    /// A report in which one row stands for several of its form.
    FormVariant = "form-variant", Warning, adjustable;
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
    BlankCell = "blank-cell", Warning, adjustable;
    /// A number with a note.
    NotedCell = "noted-cell", Info, adjustable;
    /// Two things at one address.
    AddressTaken = "address-taken", Error;
    /// An old address that cannot be redirected from.
    BadAddress = "bad-address", Error;
    /// A waiver without a reason, person or date.
    WaiverIncomplete = "waiver-incomplete", Error;
    /// A waiver past its `until`.
    WaiverExpired = "waiver-expired", Error;
    /// A waiver that meets no finding.
    WaiverUnused = "waiver-unused", Warning, adjustable;
    /// A figure quoted in words that is not there, or not written as one.
    BadQuote = "bad-quote", Error;
    /// A form that does not fit the year of its report.
    FormYear = "form-year", Warning, adjustable;
    /// A figure far from last year's.
    Jump = "jump", Warning, adjustable;
    /// A table without any number but zero, after years that had others.
    ZeroAfterNonzero = "zero-after-nonzero", Warning, adjustable;
    /// Words repeated from last year, or from another agency.
    RepeatedText = "repeated-text", Warning, adjustable;
    /// A figure in the words that is none of those it may mean in the tables.
    ProseNumber = "prose-number", Warning, adjustable;
    /// Words that say there was none where the tables count some.
    ProseNone = "prose-none", Error, adjustable;
    /// Words that say all is done where the tables carry some over.
    ProseAllDone = "prose-all-done", Error, adjustable;
    /// A share or a rate of growth that its own figures contradict.
    ProsePercent = "prose-percent", Warning, adjustable;
    /// Parts in the words that do not add up to their whole.
    ProseParts = "prose-parts", Warning, adjustable;
    /// Words on processing fees that contradict themselves.
    ProseFee = "prose-fee", Error, adjustable;
    /// A number of published items in the words that the tree does not hold.
    ProseCount = "prose-count", Warning, adjustable;
    /// Another year's number, period or rule in the words.
    ProseYear = "prose-year", Warning, adjustable;
    /// A chapter of the report that is not there.
    SectionMissing = "section-missing", Error, adjustable;
    /// Chapters out of order.
    SectionOrder = "section-order", Warning, adjustable;
    /// A chapter that the form does not have.
    SectionExtra = "section-extra", Warning, adjustable;
    /// A chapter without a sentence.
    SectionEmpty = "section-empty", Warning, adjustable;
    /// A title that is not the usual one.
    ReportTitle = "report-title", Warning, adjustable;
    /// The agency's name written in different ways.
    AgencyName = "agency-name", Warning, adjustable;
    /// A report published after its deadline.
    ReportLate = "report-late", Warning, adjustable;
    /// A year without a report.
    ReportMissing = "report-missing", Warning, adjustable;
    /// A parent's figure that is not the sum of its children's.
    ChildrenSum = "children-sum", Warning, adjustable;
    /// A government's report without what the law asks of governments.
    GovernmentReview = "government-review", Warning, adjustable;
    /// 发文字号 in another form than the prescribed one.
    DocNo = "doc-no", Warning, adjustable;
    /// 索引号 missing, repeated or of another organ.
    IndexNo = "index-no", Warning, adjustable;
    /// Dates in an order that cannot be.
    DateOrder = "date-order", Error, adjustable;
    /// Published later than the law allows.
    LateDisclosure = "late-disclosure", Warning, adjustable;
    /// A normative document that does not say whether it is in force.
    ValidityMissing = "validity-missing", Warning, adjustable;
    /// A policy and its interpretation that do not lead to each other.
    InterpretationLink = "interpretation-link", Warning, adjustable;
    /// A repost that does not say where it comes from.
    SourceMissing = "source-missing", Warning, adjustable;
    /// A column that is kept, without items and without a reason.
    ColumnEmpty = "column-empty", Error, adjustable;
    /// A column without news for too long.
    ColumnStale = "column-stale", Warning, adjustable;
    /// A home page without news for too long.
    HomeStale = "home-stale", Warning, adjustable;
    /// A guide without one of the facts it must hold.
    GuideIncomplete = "guide-incomplete", Warning, adjustable;
    /// An identity number of a person.
    PrivateId = "private-id", Error;
    /// A number that has the shape of an old identity number of a person.
    PrivateOldId = "private-old-id", Warning, adjustable;
    /// A mobile number of a person.
    PrivatePhone = "private-phone", Error;
    /// A number of a bank card.
    PrivateCard = "private-card", Error;
    /// A mark of secrecy in something that is published.
    SecretMark = "secret-mark", Error;
    /// A file whose text could not be looked at.
    Unscanned = "unscanned", Info, adjustable;
    /// A word that is on the list of wrong words.
    Wording = "wording", Warning, adjustable;
    /// Something published without the steps of review that the portal asks for.
    ReviewMissing = "review-missing", Warning, adjustable;
    /// A link that leads nowhere.
    LinkBroken = "link-broken", Error, adjustable;
    /// A link to a file that is not there.
    AttachmentMissing = "attachment-missing", Error, adjustable;
    /// A link to a place that is not on its page.
    AnchorMissing = "anchor-missing", Error, adjustable;
    /// A published address that would vanish.
    AddressGone = "address-gone", Error, adjustable;
    /// A value that each page must name and that is empty.
    MetaMissing = "meta-missing", Error, adjustable;
    /// Something that the foot of each page must say and `site.toml` does not.
    DutyMissing = "duty-missing", Warning, adjustable;
    /// A colour on which text is not read well.
    LowContrast = "low-contrast", Error;
    /// A template that cannot be read or rendered.
    Template = "bad-template", Error;
    /// Words of the interface that cannot be read or shown.
    BadStrings = "bad-strings", Error;
    /// Words of the interface that a language lacks.
    MissingStrings = "missing-strings", Warning, adjustable;
    /// Words of the interface that nothing asks for.
    UnusedString = "unused-string", Warning, adjustable;
    /// A head or foot of the parent portal that would break the pages it is put into.
    Shell = "bad-shell", Error;
    /// A file that is no report to be imported.
    ImportRefused = "import-refused", Error;
    /// A part of a report that was not read in importing it.
    ImportUnread = "import-unread", Warning;
    /// Something that was read otherwise than it is printed, or may be wrong.
    ImportDoubt = "import-doubt", Warning;
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
