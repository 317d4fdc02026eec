//! The rules on what must not get out, for one text.

use super::mark::marks;
use super::mask::shown;
use super::private::{Allowed, Private, bare, private};
use super::punctuation::{Slip, slips};
use super::style::Style;
use super::wording::{Wording, Wrong};
use crate::diagnostic::{Code, Level, Text};
use crate::source::{Digest, DigestBuilder};
use std::ops::Range;

/// The most findings of one code in one text that are told one by one: a list of names holds thousands.
const MAX_TOLD: usize = 20;

/// What a portal lets out, and which words it calls wrong.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    allowed: Allowed,
    wording: Wording,
}

/// Something in a text that must not get out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// The rule's code.
    pub code: Code,
    /// How grave it is.
    pub level: Level,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// What was found, masked.
    pub message: Text,
    /// What to do.
    pub help: Text,
}

impl Watch {
    /// What a portal watches for: `allow` are numbers as its settings write them.
    #[must_use]
    pub fn new(allow: &[String], own: Wording) -> Self {
        Self { allowed: allow.iter().map(|number| bare(number)).collect(), wording: Wording::shipped().with(own) }
    }

    /// The numbers that may be published.
    #[must_use]
    pub fn allowed(&self) -> &Allowed {
        &self.allowed
    }

    /// What tells that it is as it was.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let Self { allowed, wording } = self;
        let digest = allowed.iter().fold(DigestBuilder::new("watch").number(allowed.len() as u64), |digest, number| digest.text(number));
        let words = wording.words().fold(digest, |digest, word| {
            let Wrong { wrong, right, level, note } = word;
            digest.text(wrong).text(right).text(level.name()).text(note)
        });
        words.finish()
    }

    /// What is found in a text, in its order, code by code.
    #[must_use]
    pub fn leaks(&self, text: &str, style: Style) -> Vec<Leak> {
        let mut leaks: Vec<Leak> = private(text, style, &self.allowed).iter().map(|private| Leak::of_private(text, private, style)).collect();
        let body = match style {
            Style::Markdown(body) => body,
            Style::Data | Style::Plain | Style::Office => 0,
        };
        if style != Style::Data {
            leaks.extend(marks(text, body).into_iter().map(|range| Leak::of_mark(&text[range.clone()], range)));
        }
        leaks.extend(self.wording.find(text).into_iter().map(|(range, wrong)| Leak::of_word(wrong, range)));
        if let Style::Markdown(body) = style {
            leaks.extend(slips(text, body).into_iter().map(|(range, slip)| Leak::of_slip(&text[range.clone()], range, slip)));
        }
        bounded(leaks)
    }
}

impl Leak {
    /// A private number.
    pub(super) fn of_private(text: &str, private: &Private, style: Style) -> Self {
        let shown = shown(text, private);
        let [zh, en] = private.kind.names();
        let mend = match style {
            Style::Office => Text::new("请在原文件中隐去后重新放入", "mask it in the file and put it here again"),
            Style::Markdown(_) | Style::Data | Style::Plain => Text::new("运行 lanmu mask 文件 --write 隐去", "run `lanmu mask FILE --write`"),
        };
        let code = private.kind.code();
        // No office gives out the identity number of a person.
        let allow = if matches!(code, Code::PrivateId | Code::PrivateOldId) {
            Text::new(
                "；不是身份证号、只是数字巧合的，写入 site.toml 的 [privacy] allow",
                "or, if it is none and its digits only look like one, write it in `allow` under [privacy] in site.toml",
            )
        } else {
            Text::new(
                "；确属本机关对外公布的号码的，写入 site.toml 的 [privacy] allow",
                "or, if it is a number that the office itself gives out, write it in `allow` under [privacy] in site.toml",
            )
        };
        Self {
            level: code.level(),
            code,
            range: private.range.clone(),
            message: Text::new(format!("有{zh} {shown}，不得公开"), format!("there is {en}, {shown}, which must not be published")),
            help: mend.then(&allow),
        }
    }

    fn of_mark(mark: &str, range: Range<usize>) -> Self {
        Self {
            code: Code::SecretMark,
            level: Code::SecretMark.level(),
            range,
            message: Text::new(format!("有“{mark}”标志的文件不得发布"), format!("a document marked `{mark}` must not be published")),
            help: Text::new(
                "请经保密审查：不应公开的，移出 content；已解密或者可以公开的，删去这一标志",
                "have it reviewed: move it out of content, or remove the mark if it no longer holds",
            ),
        }
    }

    fn of_word(word: &Wrong, range: Range<usize>) -> Self {
        let Wrong { wrong, right, level, note } = word;
        let note_zh = if note.is_empty() { String::new() } else { format!("（{note}）") };
        let note_en = if note.is_empty() { String::new() } else { format!(" ({note})") };
        let help = if right.is_empty() {
            Text::new("请改正；要调整词表，见 content/_wording.tsv", "correct it; the list is extended by content/_wording.tsv")
        } else {
            Text::new(format!("应为“{right}”"), format!("write `{right}`"))
        };
        Self {
            code: Code::Wording,
            level: *level,
            range,
            message: Text::new(format!("“{wrong}”是错误表述{note_zh}"), format!("`{wrong}` is on the list of wrong words{note_en}")),
            help,
        }
    }

    fn of_slip(sign: &str, range: Range<usize>, slip: Slip) -> Self {
        let (message, help) = match slip {
            Slip::Doubled => (Text::new(format!("标点重复：“{sign}”"), format!("doubled punctuation: `{sign}`")), Text::new("请删去一个", "remove one")),
            Slip::Unclosed => (
                Text::new(format!("“{sign}”没有对应的后半个"), format!("`{sign}` is not closed")),
                Text::new("请在同一段中补上后半个，或删去", "close it in the same paragraph, or remove it"),
            ),
        };
        Self { code: Code::Wording, level: Code::Wording.level(), range, message, help }
    }
}

/// At most so many of each code; the last of them says how many more there are.
fn bounded(leaks: Vec<Leak>) -> Vec<Leak> {
    let mut bounded: Vec<Leak> = Vec::new();
    let mut counts: Vec<(Code, usize)> = Vec::new();
    for leak in leaks {
        let place = counts.iter().position(|(code, _)| *code == leak.code).unwrap_or_else(|| {
            counts.push((leak.code.clone(), 0));
            counts.len() - 1
        });
        counts[place].1 += 1;
        if counts[place].1 <= MAX_TOLD {
            bounded.push(leak);
        }
    }
    for (code, count) in counts.into_iter().filter(|(_, count)| *count > MAX_TOLD) {
        if let Some(last) = bounded.iter_mut().rev().find(|leak| leak.code == code) {
            let rest = count - MAX_TOLD;
            last.message = last.message.clone().then(&Text::new(format!("；此后还有 {rest} 处"), format!("({rest} more behind it)")));
        }
    }
    bounded
}
