//! `strings/<language>.toml` of the built-in theme and of the portal's own → the words of the interface, for templates too.

use super::built_in;
use crate::diagnostic::{Code, Diagnostic, Text, counted, nearest};
use crate::html::escape;
use crate::phrase::{COUNT, Phrase, Phrases, Piece, read_phrases};
use crate::source::Source;
use minijinja::value::{Enumerator, Kwargs, Object, from_args};
use minijinja::{Error, ErrorKind, State, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The language whose words are there where another lacks them.
const FALLBACK: &str = "zh-CN";

/// Files of the portal's own theme by name, each with its path and its bytes.
pub(super) type OwnFiles = BTreeMap<String, (String, Vec<u8>)>;

/// How many of the keys that a language lacks are named.
const NAMED: usize = 5;

/// The words of a language: the fallback's, then the built-in ones of the language, then those of the portal's own theme.
/// `own` are the files of that theme's `strings` by name, each with its path; `templates` the texts of its templates. Where
/// there are no words in the language at all, the words are the fallback's and say so.
pub(super) fn load_phrases(language: &str, own: OwnFiles, templates: &[&str], diagnostics: &mut Vec<Diagnostic>) -> Phrases {
    let built_in: BTreeMap<&str, BTreeMap<String, Phrase>> = built_in::STRINGS.iter().map(|(name, text)| (*name, built_in_phrases(name, text))).collect();
    let fallback = built_in.get(&*format!("{FALLBACK}.toml")).cloned().unwrap_or_default();
    let wanted = wanted(language);
    let mut found: BTreeMap<String, Phrase> = BTreeMap::new();
    for name in &wanted {
        found.extend(built_in.get(name.as_str()).cloned().unwrap_or_default());
    }
    let mut path = None;
    for (name, (file, bytes)) in own {
        let Ok(text) = String::from_utf8(bytes) else {
            diagnostics.push(Diagnostic::new(Code::Encoding, Text::new("文件不是 UTF-8 编码", "the file is not UTF-8")).in_file(file));
            continue;
        };
        let phrases = read_own(Arc::new(Source { path: file.clone(), text }), &fallback, templates, diagnostics);
        if wanted.contains(&name) {
            found.extend(phrases);
            path = Some(file);
        }
    }
    tell_missing(language, path, &fallback, &found, diagnostics);
    let language = if found.is_empty() { FALLBACK } else { language };
    let mut phrases = fallback;
    phrases.extend(found);
    Phrases::new(language, phrases)
}

fn built_in_phrases(name: &str, text: &str) -> BTreeMap<String, Phrase> {
    read_phrases(name, text).0.into_iter().map(|(key, (phrase, _))| (key, phrase)).collect()
}

/// The files that may hold the words of a language, the most particular last: `en.toml`, `en-GB.toml`.
fn wanted(language: &str) -> Vec<String> {
    let general = language.split('-').next().unwrap_or(language);
    let mut names = vec![if general == "zh" { format!("{FALLBACK}.toml") } else { format!("{general}.toml") }, format!("{language}.toml")];
    names.dedup();
    names
}

/// The phrases of a file of the portal's own theme. One with a slot that nothing fills is told and left out; one that
/// nothing asks for is told.
fn read_own(source: Arc<Source>, known: &BTreeMap<String, Phrase>, templates: &[&str], diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Phrase> {
    let (read, told) = read_phrases(&source.path, &source.text);
    diagnostics.extend(told);
    let mut phrases = BTreeMap::new();
    for (key, (phrase, span)) in read {
        let known_phrase = known.get(&key);
        if known_phrase.is_none() && !templates.iter().any(|template| asks_for(template, &key)) {
            diagnostics.push(unused(&key, known).at(&source, span.clone()));
        }
        if let Some((message, help)) = known_phrase.and_then(|known| fault(&phrase, known)) {
            diagnostics.push(Diagnostic { help: Some(help), ..Diagnostic::new(Code::BadStrings, message).at(&source, span) });
        } else {
            phrases.insert(key, phrase);
        }
    }
    phrases
}

/// Whether a template asks for a key: `t.key`, `t["key"]`. One that makes up a key when it renders may ask for any.
fn asks_for(template: &str, key: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let words = template.match_indices('t').filter(|(at, _)| !template[..*at].ends_with(|c| is_name(c) || c == '.'));
    words.into_iter().any(|(at, _)| {
        let rest = &template[at + 1..];
        if let Some(rest) = rest.strip_prefix('.') {
            return rest.strip_prefix(key).is_some_and(|rest| !rest.starts_with(is_name));
        }
        let Some(inside) = rest.strip_prefix('[').and_then(|rest| rest.split(']').next()).map(str::trim) else { return false };
        let quotes = ['"', '\''];
        let quoted = quotes.into_iter().find_map(|quote| inside.strip_prefix(quote)?.strip_suffix(quote));
        quoted.is_none_or(|name| name == key || name.contains(quotes))
    })
}

/// What is told of a key that nothing asks for.
fn unused(key: &str, known: &BTreeMap<String, Phrase>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnusedString, Text::new(format!("没有模板用到“{key}”"), format!("no template asks for `{key}`")));
    match nearest(key, known.keys().map(String::as_str)) {
        Some(near) => diagnostic.with_help(format!("是否为“{near}”？"), format!("did you mean `{near}`?")),
        None => diagnostic.with_help(
            format!("请核对键名，或者在自己的模板中使用 {{{{ t.{key} }}}}，或者删去这一行"),
            format!("look at the key, use {{{{ t.{key} }}}} in a template of your own, or delete the line"),
        ),
    }
}

/// What is wrong with a phrase that stands in for another, and what to do.
fn fault(phrase: &Phrase, known: &Phrase) -> Option<(Text, Text)> {
    if let Phrase::Lines(known) = known {
        let lines = if let Phrase::Lines(lines) = phrase { lines.len() } else { 1 };
        let message = || Text::new(format!("应为 {} 行的列表", known.len()), format!("expected a list of {}", counted(known.len(), "line")));
        return (lines != known.len()).then(|| (message(), Text::new("请照自带的文件，一行一项", "write one text a line, as the built-in file does")));
    }
    if matches!(phrase, Phrase::Lines(_)) {
        return Some((Text::new("应为文字，不是列表", "expected a text, not a list"), Text::new("请写成一段文字", "write one text")));
    }
    let slots = known.slots();
    let name = phrase.slots().into_iter().find(|slot| !slots.contains(slot))?.to_owned();
    let allowed = if slots.is_empty() { ("没有".to_owned(), "none".to_owned()) } else { allowed(&slots) };
    Some((
        Text::new(format!("这里没有“{{{name}}}”可填"), format!("there is nothing to put in for `{{{name}}}`")),
        Text::new(format!("可用：{}", allowed.0), format!("expected one of: {}", allowed.1)),
    ))
}

fn allowed(slots: &BTreeSet<&str>) -> (String, String) {
    let names: Vec<String> = slots.iter().map(|slot| format!("{{{slot}}}")).collect();
    (names.join("、"), names.join(", "))
}

/// Tells which keys a language lacks: the words of the fallback stand in for them.
fn tell_missing(language: &str, path: Option<String>, all: &BTreeMap<String, Phrase>, found: &BTreeMap<String, Phrase>, diagnostics: &mut Vec<Diagnostic>) {
    let missing: Vec<&str> = all.keys().map(String::as_str).filter(|key| !found.contains_key(*key)).collect();
    if missing.is_empty() {
        return;
    }
    let message = if found.is_empty() {
        Text::new(format!("界面文字没有“{language}”这一语言，仍用 {FALLBACK}"), format!("the interface has no words in `{language}`, so {FALLBACK} stands in"))
    } else {
        let names = missing.iter().take(NAMED).copied().collect::<Vec<_>>();
        let (zh, en) = if missing.len() > NAMED { (" 等", " and others") } else { ("", "") };
        Text::new(
            format!("界面文字缺少 {} 项，仍用 {FALLBACK}：{}{zh}", missing.len(), names.join("、")),
            format!("{} of the interface missing, so {FALLBACK} stands in: {}{en}", counted(missing.len(), "phrase"), names.join(", ")),
        )
    };
    let file = path.unwrap_or_else(|| "site.toml".to_owned());
    diagnostics.push(Diagnostic::new(Code::MissingStrings, message).in_file(file).with_help(
        "自带的语言是 zh-CN 和 en；其他语言写在主题的 strings 文件夹中，键名与自带的相同",
        "zh-CN and en are built in; write another in the folder `strings` of a theme, with the keys of those",
    ));
}

/// The phrases as templates use them: `{{ t.home }}`, `{{ t.items(count=3) }}`.
#[derive(Debug)]
pub(super) struct Told {
    phrases: Arc<Phrases>,
    /// What stands alone, ready to be handed out.
    words: BTreeMap<String, Value>,
}

impl Told {
    pub(super) fn new(phrases: Arc<Phrases>) -> Self {
        let value = |phrase: &Phrase| match phrase {
            Phrase::Words(words) => Some(Value::from(Arc::clone(words))),
            Phrase::Lines(lines) => Some(lines.iter().map(|line| Value::from(Arc::clone(line))).collect()),
            Phrase::Pattern(_) | Phrase::Counted { .. } => None,
        };
        let words = phrases.iter().filter_map(|(key, phrase)| Some((key.to_owned(), value(phrase)?))).collect();
        Self { phrases, words }
    }
}

impl Object for Told {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.words.get(key.as_str()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.words.keys().map(|key| Value::from(key.as_str())).collect())
    }

    fn call_method(self: &Arc<Self>, _: &mut State<'_, '_>, key: &str, args: &[Value]) -> Result<Value, Error> {
        let (slots,): (Kwargs,) = from_args(args)?;
        let phrase = self.phrases.find(key).ok_or_else(|| Error::new(ErrorKind::UnknownMethod, format!("there is no phrase `{key}`")))?;
        let count = if slots.has(COUNT) { Some(slots.get::<Value>(COUNT)?.to_string()) } else { None };
        let Some(pieces) = phrase.pieces(count.as_deref()) else { return Ok(self.words.get(key).cloned().unwrap_or_default()) };
        let mut values = BTreeMap::new();
        for slot in slots.args() {
            values.insert(slot, slots.get::<Value>(slot)?);
        }
        // Where markup is put in, all else is escaped here; otherwise as any text is.
        let is_markup = values.values().any(Value::is_safe);
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) if is_markup => out.push_str(&escape(text)),
                Piece::Text(text) => out.push_str(text),
                Piece::Slot(name) => {
                    let value = values.get(name.as_str()).ok_or_else(|| Error::new(ErrorKind::MissingArgument, format!("`{key}` lacks `{name}`")))?;
                    let text = value.to_string();
                    out.push_str(&if is_markup && !value.is_safe() { escape(&text) } else { text.as_str().into() });
                }
            }
        }
        Ok(if is_markup { Value::from_safe_string(out) } else { Value::from(out) })
    }
}
