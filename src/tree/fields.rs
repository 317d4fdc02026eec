//! A node of a tree → typed fields. Nothing is passed over: a field that is not asked for is an unknown key.

use super::{Entry, Kind, Node};
use crate::date::{Date, Moment, parse_date};
use crate::diagnostic::{Code, Diagnostic, Text, counted, suggest};
use crate::source::Source;
use std::ops::Range;
use std::sync::Arc;

/// The most faults of one text that are told. A report has about 200 cells.
const MAX_TOLD: usize = 400;

/// Collects what is wrong while one text is read.
pub struct Reader {
    source: Arc<Source>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    /// A reader of a text.
    #[must_use]
    pub fn new(source: Arc<Source>) -> Self {
        Self { source, diagnostics: Vec::new() }
    }

    /// Notes that something is wrong at a range of the text; the diagnostic may be completed by the caller.
    pub fn say(&mut self, code: Code, span: Range<usize>, message: Text) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic::new(code, message).at(&self.source, span));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    /// The text that is read.
    #[must_use]
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// What was wrong. A text with more faults than anyone would read is told to have more.
    #[must_use]
    pub fn finish(self) -> Vec<Diagnostic> {
        let Self { source, mut diagnostics } = self;
        if diagnostics.len() > MAX_TOLD {
            let rest = diagnostics.len() - MAX_TOLD;
            diagnostics.truncate(MAX_TOLD);
            let message = Text::new(format!("此文件还有 {rest} 处问题没有列出"), format!("{} in this file are not listed", counted(rest, "more problem")));
            let told = Diagnostic::new(Code::TooMany, message).in_file(&*source.path);
            diagnostics.push(told.with_help("请先改正列出的，再检查一次", "mend those that are listed and check again"));
        }
        diagnostics
    }

    /// How much was wrong so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.diagnostics.len()
    }

    /// The text of a scalar, without space around it; anything else is a wrong type.
    pub fn text(&mut self, node: &Node) -> Option<String> {
        match &node.kind {
            Kind::Scalar(text) if text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) => {
                self.say(Code::BadValue, node.span.clone(), Text::new("文字中有控制字符", "the text holds control characters")).help =
                    Some(Text::new("请删去看不见的字符后重新输入", "remove what cannot be seen and type it again"));
                None
            }
            Kind::Scalar(text) => Some(text.trim().to_owned()),
            Kind::Null | Kind::List(_) | Kind::Map(_) => {
                self.wrong_type(node, "文字", "a text");
                None
            }
        }
    }

    /// A date `YYYY-MM-DD`.
    pub fn date(&mut self, node: &Node) -> Option<Date> {
        let text = self.text(node)?;
        let date = parse_date(&text);
        if date.is_none() {
            self.bad_date(node, &text, "YYYY-MM-DD");
        }
        date
    }

    /// Notes that something else was expected.
    pub fn wrong_type(&mut self, node: &Node, zh: &str, en: &str) {
        let (found_zh, found_en) = node.words();
        let message = Text::new(format!("此处应为{zh}，现为{found_zh}"), format!("expected {en}, found {found_en}"));
        let (help_zh, help_en) = match node.kind {
            Kind::Null => ("请在冒号后写上内容", "write it after the colon"),
            Kind::Scalar(_) => ("请检查冒号后有没有空格，下面各行有没有缩进", "look for a space after the colon, and for the indent of what follows"),
            Kind::List(_) => ("请不要用方括号，行首也不要用“- ”", "use no square brackets, nor `- ` at the beginning of a line"),
            Kind::Map(_) => ("请不要用花括号，并检查下面各行的缩进", "use no curly brackets, and look at the indent of what follows"),
        };
        self.say(Code::WrongType, node.span.clone(), message).help = Some(Text::new(help_zh, help_en));
    }

    fn bad_date(&mut self, node: &Node, text: &str, shape: &str) {
        let message = Text::new(
            format!("“{text}”不是有效日期，应写作 {}", shape.replace('/', "或")),
            format!("`{text}` is not a date, expected {}", shape.replace('/', "or")),
        );
        self.say(Code::BadDate, node.span.clone(), message).help = Some(Text::new("例如 2025-01-23", "for example 2025-01-23"));
    }
}

/// The fields of one map.
pub struct Fields<'a> {
    entries: &'a [Entry],
    span: Range<usize>,
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The fields of a node, which must be a map; nothing counts as an empty map.
    pub fn of(node: &'a Node, reader: &mut Reader) -> Option<Self> {
        let entries: &[Entry] = match &node.kind {
            Kind::Map(entries) => entries,
            Kind::Null => &[],
            Kind::Scalar(_) | Kind::List(_) => {
                reader.wrong_type(node, "键值表（键: 值）", "a map (key: value)");
                return None;
            }
        };
        Some(Self { entries, span: node.span.start..node.span.start, asked: Vec::new() })
    }

    /// The value of a key, if it is there and not empty.
    pub fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value).filter(|node| node.kind != Kind::Null)
    }

    /// The value of a key that must be there.
    pub fn required(&mut self, key: &'static str, reader: &mut Reader) -> Option<&'a Node> {
        let node = self.node(key);
        if node.is_none() {
            let empty = self.entries.iter().find(|entry| entry.key == key);
            let span = empty.map_or(self.span.clone(), |entry| entry.key_span.clone());
            reader.say(Code::MissingKey, span, Text::new(format!("缺少必填项“{key}”"), format!("missing `{key}`"))).help =
                Some(Text::new(format!("请加上 {key}: …"), format!("add `{key}: …`")));
        }
        node
    }

    /// A text.
    pub fn text(&mut self, key: &'static str, reader: &mut Reader) -> Option<String> {
        let node = self.node(key)?;
        reader.text(node)
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &'static str, reader: &mut Reader) -> Option<String> {
        let node = self.required(key, reader)?;
        let text = reader.text(node)?;
        if text.is_empty() {
            reader.say(Code::MissingKey, node.span.clone(), Text::new(format!("“{key}”不能为空"), format!("`{key}` must not be empty"))).help =
                Some(Text::new(format!("请写上 {key} 的内容"), format!("say what `{key}` is")));
            return None;
        }
        Some(text)
    }

    /// A date.
    pub fn date(&mut self, key: &'static str, reader: &mut Reader) -> Option<Date> {
        let node = self.node(key)?;
        reader.date(node)
    }

    /// A date, perhaps with the time of day.
    pub fn moment(&mut self, key: &'static str, reader: &mut Reader) -> Option<Moment> {
        let node = self.node(key)?;
        let text = reader.text(node)?;
        let moment = Moment::parse(&text);
        if moment.is_none() {
            reader.bad_date(node, &text, "YYYY-MM-DD / YYYY-MM-DD HH:MM");
        }
        moment
    }

    /// `true` or `false`; false where it is not given.
    pub fn flag(&mut self, key: &'static str, reader: &mut Reader) -> bool {
        let Some(node) = self.node(key) else { return false };
        match reader.text(node).as_deref() {
            Some("true" | "True" | "TRUE") => true,
            Some("false" | "False" | "FALSE") | None => false,
            Some(other) => {
                reader
                    .say(
                        Code::BadValue,
                        node.span.clone(),
                        Text::new(format!("“{key}”应为 true 或 false，现为“{other}”"), format!("`{key}` should be true or false, found `{other}`")),
                    )
                    .help = Some(Text::new("是写 true，否写 false，不加引号", "write `true` or `false`, without quotes"));
                false
            }
        }
    }

    /// A whole number from 0.
    pub fn count(&mut self, key: &'static str, reader: &mut Reader) -> Option<u32> {
        let node = self.node(key)?;
        let text = reader.text(node)?;
        let count = text.parse().ok();
        if count.is_none() {
            reader
                .say(
                    Code::BadValue,
                    node.span.clone(),
                    Text::new(format!("“{key}”应为不小于 0 的整数，现为“{text}”"), format!("`{key}` should be a whole number from 0, found `{text}`")),
                )
                .help = Some(Text::new("只写阿拉伯数字，如 30", "write digits only, such as 30"));
        }
        count
    }

    /// A list of texts; one text counts as a list of one.
    pub fn texts(&mut self, key: &'static str, reader: &mut Reader) -> Vec<String> {
        self.placed_texts(key, reader).into_iter().map(|(text, _)| text).collect()
    }

    /// A list of texts with their places; one text counts as a list of one.
    pub fn placed_texts(&mut self, key: &'static str, reader: &mut Reader) -> Vec<(String, Range<usize>)> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let nodes = match &node.kind {
            Kind::List(nodes) => nodes.as_slice(),
            Kind::Null | Kind::Scalar(_) | Kind::Map(_) => std::slice::from_ref(node),
        };
        nodes.iter().filter_map(|node| Some((reader.text(node)?, node.span.clone()))).collect()
    }

    /// The items of a list.
    pub fn list(&mut self, key: &'static str, reader: &mut Reader) -> &'a [Node] {
        match self.node(key) {
            None => &[],
            Some(Node { kind: Kind::List(nodes), .. }) => nodes,
            Some(node) => {
                reader.wrong_type(node, "列表", "a list");
                &[]
            }
        }
    }

    /// The entries of a map.
    pub fn entries(&mut self, key: &'static str, reader: &mut Reader) -> &'a [Entry] {
        match self.node(key) {
            None => &[],
            Some(Node { kind: Kind::Map(entries), .. }) => entries,
            Some(node) => {
                reader.wrong_type(node, "键值表（键: 值）", "a map (key: value)");
                &[]
            }
        }
    }

    /// One of some words, by its place among them.
    pub fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&'static str, T)], reader: &mut Reader) -> Option<T> {
        let node = self.node(key)?;
        let text = reader.text(node)?;
        let found = choices.iter().find(|(word, _)| *word == text).map(|(_, choice)| *choice);
        if found.is_none() {
            let message = Text::new(format!("“{key}”不能是“{text}”"), format!("`{key}` cannot be `{text}`"));
            reader.say(Code::BadValue, node.span.clone(), message).help = Some(suggest(&text, choices.iter().map(|(word, _)| *word)));
        }
        found
    }

    /// Names the keys that nobody asked for.
    pub fn finish(self, reader: &mut Reader) {
        for entry in self.entries.iter().filter(|entry| !self.asked.contains(&entry.key.as_str())) {
            let message = Text::new(format!("不认识的键“{}”", entry.key), format!("unknown key `{}`", entry.key));
            reader.say(Code::UnknownKey, entry.key_span.clone(), message).help = Some(suggest(&entry.key, self.asked.iter().copied()));
        }
    }
}
