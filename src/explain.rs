//! Every code → what it means, why, an example, how to mend or waive it. The manual's list of codes is made from the same
//! table.

use crate::diagnostic::{Code, Lang, nearest};
use crate::form::Forms;
use serde::Deserialize;
use std::fmt::Write;

/// The table of all codes.
const TABLE: &str = include_str!("explain/codes.toml");

/// Codes that are told together.
#[derive(Debug, Deserialize)]
pub struct Group {
    /// Its name.
    pub key: String,
    /// What it is called.
    pub title: Words,
    /// Its codes.
    #[serde(rename = "code")]
    pub codes: Vec<Entry>,
}

/// What is told of a code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The code.
    pub code: String,
    /// What it means.
    pub means: Words,
    /// What to do.
    pub mend: Words,
    /// The rule of the state it comes from.
    pub source: Option<String>,
    /// Something that raises it.
    pub example: String,
}

/// A sentence in both languages.
#[derive(Debug, Deserialize)]
pub struct Words {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Words {
    /// The sentence in one language.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

#[derive(Deserialize)]
struct Table {
    #[serde(rename = "group")]
    groups: Vec<Group>,
}

/// All codes that do not belong to a portal's own forms, in groups.
#[must_use]
pub fn groups() -> Vec<Group> {
    // The table is part of the program; a test reads it.
    toml::from_str::<Table>(TABLE).map(|table| table.groups).unwrap_or_default()
}

/// A code by its text, among those of the program and of some forms.
#[must_use]
pub fn find_code(text: &str, forms: &Forms) -> Option<Code> {
    let of_forms = forms.iter().flat_map(|form| form.rules.iter().map(|rule| &rule.code));
    Code::ALL.iter().chain(of_forms).find(|code| code.as_str() == text).cloned()
}

/// What there is to say of a code; an error names a near one.
///
/// # Errors
/// Where there is no such code.
pub fn explain(text: &str, forms: &Forms, lang: Lang) -> Result<String, String> {
    let Some(code) = find_code(text, forms) else {
        let of_forms = forms.iter().flat_map(|form| form.rules.iter().map(|rule| rule.code.as_str()));
        let near = nearest(text, Code::ALL.iter().map(Code::as_str).chain(of_forms));
        return Err(match (lang, near) {
            (Lang::Zh, Some(near)) => format!("没有代码“{text}”，是否为“{near}”？"),
            (Lang::Zh, None) => format!("没有代码“{text}”，全部代码见手册“代码一览”"),
            (Lang::En, Some(near)) => format!("there is no code `{text}`, did you mean `{near}`?"),
            (Lang::En, None) => format!("there is no code `{text}`; the manual lists all of them"),
        });
    };
    Ok(told(&code, forms, lang))
}

fn told(code: &Code, forms: &Forms, lang: Lang) -> String {
    let label = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let mut out = String::new();
    let mut line = |name: &str, text: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{name}{text}");
    };
    line("", &format!("{code}（{}）", code.level().name()));
    let groups = groups();
    if let Some(entry) = groups.iter().flat_map(|group| &group.codes).find(|entry| entry.code == code.as_str()) {
        line(label("意思：", "meaning: "), entry.means.in_lang(lang));
        if let Some(source) = &entry.source {
            line(label("依据：", "source:  "), source);
        }
        line(label("例如：", "example: "), &entry.example);
        line(label("怎么办：", "mend:    "), entry.mend.in_lang(lang));
    }
    for (form, rule) in forms.iter().flat_map(|form| form.rules.iter().map(move |rule| (form, rule))).filter(|(_, rule)| rule.code == *code) {
        line(label("公式：", "formula: "), &format!("{}（{} {}）", rule.help.in_lang(lang), form.key, form.name));
    }
    line(label("级别：", "level:   "), &adjusting(code, lang));
    line(label("豁免：", "waiver:  "), &waiving(code, lang));
    out
}

fn adjusting(code: &Code, lang: Lang) -> String {
    match (code.is_adjustable(), lang) {
        (true, Lang::Zh) => format!("可以在 site.toml 的 [check] 中改变：{code} = \"error\"、\"warning\"、\"info\" 或 \"off\""),
        (true, Lang::En) => format!("may be changed under [check] in site.toml: {code} = \"error\", \"warning\", \"info\" or \"off\""),
        (false, Lang::Zh) => "不能改变".to_owned(),
        (false, Lang::En) => "cannot be changed".to_owned(),
    }
}

fn waiving(code: &Code, lang: Lang) -> String {
    match (code.is_adjustable(), lang) {
        (true, Lang::Zh) => format!("在出问题的文件或 agency.yaml 的 waivers 中写 - {{ code: {code}, at: 位置, reason: 理由, by: 责任人, date: 日期 }}"),
        (true, Lang::En) => format!("write - {{ code: {code}, at: place, reason: why, by: who, date: when }} under `waivers` in the file or in agency.yaml"),
        (false, Lang::Zh) => "不能豁免".to_owned(),
        (false, Lang::En) => "cannot be waived".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_is_explained_once() {
        let forms = Forms::built_in();
        let told: Vec<String> = groups().into_iter().flat_map(|group| group.codes).map(|entry| entry.code).collect();
        let all: BTreeSet<String> =
            Code::ALL.iter().map(ToString::to_string).chain(forms.iter().flat_map(|form| form.rules.iter().map(|rule| rule.code.to_string()))).collect();
        assert_eq!(told.iter().cloned().collect::<BTreeSet<_>>(), all);
        assert_eq!(told.len(), all.len(), "a code stands twice");
    }

    #[test]
    fn codes_are_explained_in_both_languages() {
        let forms = Forms::built_in();
        let zh = explain("requests-balance", &forms, Lang::Zh).expect("a code");
        assert!(zh.contains("第一项加第二项之和，等于第三项加第四项之和") && zh.contains("可以在 site.toml"), "{zh}");
        let en = explain("private-id", &forms, Lang::En).expect("a code");
        assert!(en.contains("cannot be waived") && en.contains("GB 11643"), "{en}");
        assert!(explain("requests-balanse", &forms, Lang::En).is_err_and(|message| message.contains("requests-balance")));
    }
}
