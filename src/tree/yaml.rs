//! YAML text → a tree. Lines of plain texts are read as they stand. The quick way for the rest is serde's: it tells no
//! places and turns numbers into values. Whatever it cannot keep exactly, and whatever turns out to be wrong, is read again
//! event by event, with places.

use super::simple::simple;
use super::{Entry, Kind, Node, Reader};
use crate::diagnostic::{Code, Diagnostic, Text};
use crate::source::Source;
use granit_parser::{Event, Options, Parser, ScalarStyle};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Lists and maps within one another, at the most. A report needs four.
const MAX_DEPTH: usize = 32;

/// A YAML text, which may be a part of a file.
pub struct YamlText<'a> {
    /// The path of the file below the root.
    pub path: &'a str,
    /// The whole file.
    pub text: &'a str,
    /// The part of it that is YAML.
    pub range: Range<usize>,
}

/// Reads a YAML text with `interpret`, which notes what is wrong in the reader it is given. It is called with a tree
/// without places first, and only if anything is in doubt again with places. Nothing wrong, nothing noted.
pub fn read_yaml<T>(yaml: &YamlText<'_>, interpret: impl Fn(&Node, &mut Reader) -> T) -> (Option<T>, Vec<Diagnostic>) {
    let text = &yaml.text[yaml.range.clone()];
    if let Some(node) = simple(text).or_else(|| quick(text)) {
        let mut reader = Reader::new(Arc::new(Source { path: String::new(), text: String::new() }));
        let value = interpret(&node, &mut reader);
        if reader.count() == 0 {
            return (Some(value), Vec::new());
        }
    }
    read_yaml_placed(yaml, interpret)
}

/// Reads a YAML text as [`read_yaml`] does, always with places.
pub fn read_yaml_placed<T>(yaml: &YamlText<'_>, interpret: impl Fn(&Node, &mut Reader) -> T) -> (Option<T>, Vec<Diagnostic>) {
    let source = Arc::new(Source { path: yaml.path.to_owned(), text: yaml.text.to_owned() });
    let mut reader = Reader::new(source);
    let value = with_places(yaml, &mut reader).map(|node| interpret(&node, &mut reader));
    (value, reader.finish())
}

/// The tree without places; none where serde would lose or hide something.
fn quick(text: &str) -> Option<Node> {
    let unusual = text.bytes().any(|byte| matches!(byte, b'&' | b'*' | b'!' | b'%' | b'+' | b'@' | b'`'))
        || text.contains("0x")
        || text.contains("0o")
        || text.contains("- - - -");
    // Decimals would come as floats.
    let has_decimals = text.as_bytes().windows(3).any(|around| around[1] == b'.' && around[0].is_ascii_digit() && around[2].is_ascii_digit());
    if unusual || has_decimals || text.contains("\n---") || text.contains("\n...") || flow_depth(text) > MAX_DEPTH / 4 {
        return None;
    }
    serde_yaml::from_str(text).ok()
}

/// How deep brackets are nested, quotes ignored.
fn flow_depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

fn plain<E>(kind: Kind) -> Result<Node, E> {
    Ok(Node { kind, span: 0..0 })
}

/// What is not listed here (floats, flags, wide integers) is refused, and so read again from its text.
impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that is the same as its text")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        plain(Kind::Null)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        plain(Kind::Scalar(text.to_owned()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Node, E> {
        plain(Kind::Scalar(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Node, E> {
        plain(Kind::Scalar(number.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = items.next_element()? {
            nodes.push(node);
        }
        plain(Kind::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries: Vec<Entry> = Vec::new();
        while let Some((key, value)) = map.next_entry::<Node, Node>()? {
            let Kind::Scalar(key) = key.kind else { return Err(A::Error::custom("a key that is no text")) };
            entries.push(Entry { key, key_span: 0..0, value });
        }
        let keys: BTreeSet<_> = entries.iter().map(|entry| entry.key.as_str()).collect();
        if keys.len() < entries.len() {
            return Err(A::Error::custom("a key stands twice"));
        }
        plain(Kind::Map(entries))
    }
}

/// The tree with places; what is wrong with the YAML itself is noted in the reader.
fn with_places(yaml: &YamlText<'_>, reader: &mut Reader) -> Option<Node> {
    let mut options = Options::default();
    options.emit_comments = false;
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let parser = Parser::new_from_str_with_options(&yaml.text[yaml.range.clone()], options);
    let mut builder = Builder { open: Vec::new(), root: None, base: yaml.range.start, reader };
    for next in parser {
        match next {
            Ok((event, span)) => builder.event(event, span.byte_range().unwrap_or(0..0))?,
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(0) + yaml.range.start;
                builder.broken(at.min(yaml.text.len()), &error.info());
                return None;
            }
        }
    }
    Some(builder.root.unwrap_or(Node { kind: Kind::Null, span: yaml.range.start..yaml.range.start }))
}

/// A list or map whose end has not come yet.
struct Open {
    start: usize,
    kind: Kind,
    key: Option<(String, Range<usize>)>,
    seen: BTreeSet<String>,
}

impl Open {
    fn at(start: usize, kind: Kind) -> Self {
        Self { start, kind, key: None, seen: BTreeSet::new() }
    }
}

struct Builder<'a> {
    open: Vec<Open>,
    root: Option<Node>,
    base: usize,
    reader: &'a mut Reader,
}

impl Builder<'_> {
    /// Takes one event; none ends the reading.
    fn event(&mut self, event: Event<'_>, span: Range<usize>) -> Option<()> {
        let span = span.start + self.base..span.end + self.base;
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.plain_only(anchor, tag.is_some(), &span)?;
                let empty = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                self.node(Node { kind: if empty { Kind::Null } else { Kind::Scalar(text.into_owned()) }, span });
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.plain_only(anchor, tag.is_some(), &span)?;
                self.open.push(Open::at(span.start, Kind::List(Vec::new())));
            }
            Event::MappingStart(_, anchor, tag) => {
                self.plain_only(anchor, tag.is_some(), &span)?;
                self.open.push(Open::at(span.start, Kind::Map(Vec::new())));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Open { start, kind, key: _, seen: _ } = self.open.pop()?;
                self.node(Node { kind, span: start..span.end });
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) | Event::Anchor(..) => self.plain_only(1, false, &span)?,
            Event::DocumentStart(..) if self.root.is_some() => {
                let message = Text::new("一个文件只能有一份 YAML（多余的“---”）", "a data file holds one document, found another `---`");
                self.reader.say(Code::YamlFeature, span, message).help =
                    Some(Text::new("请删去多余的“---”；另一份内容写在另一个文件中", "remove it; what follows belongs into another file"));
                return None;
            }
            Event::StreamStart | Event::StreamEnd | Event::DocumentStart(..) | Event::DocumentEnd | Event::Comment(..) | _ => {}
        }
        Some(())
    }

    /// Anchors, aliases and tags are refused.
    fn plain_only(&mut self, anchor: usize, tagged: bool, span: &Range<usize>) -> Option<()> {
        if anchor == 0 && !tagged {
            return Some(());
        }
        let message =
            Text::new("数据文件中不能使用 YAML 的锚点（&）、引用（*）和标签（!）", "anchors (&), aliases (*) and tags (!) are not allowed in data files");
        self.reader.say(Code::YamlFeature, span.clone(), message).help =
            Some(Text::new("请直接写出内容；以这些符号开头的文字请加引号", "write the value itself; put quotes around a text that begins with such a sign"));
        None
    }

    /// Puts a finished node where it belongs.
    fn node(&mut self, node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut open.kind {
            Kind::List(nodes) => nodes.push(node),
            Kind::Map(entries) => match open.key.take() {
                None => {
                    let key = match node.kind {
                        Kind::Scalar(text) => text,
                        Kind::Null => "~".to_owned(),
                        Kind::List(_) | Kind::Map(_) => {
                            self.reader.say(Code::WrongType, node.span.clone(), Text::new("键必须是文字", "a key must be a text"));
                            "?".to_owned()
                        }
                    };
                    open.key = Some((key, node.span));
                }
                Some((key, key_span)) => {
                    if !open.seen.insert(key.clone()) {
                        self.reader.say(Code::DuplicateKey, key_span.clone(), Text::new(format!("键“{key}”重复出现"), format!("`{key}` stands twice"))).help =
                            Some(Text::new("每个键只能写一次，请删去一处", "each key may stand once, remove one"));
                    } else {
                        entries.push(Entry { key, key_span, value: node });
                    }
                }
            },
            Kind::Null | Kind::Scalar(_) => {}
        }
    }

    fn broken(&mut self, at: usize, why: &str) {
        if why.contains("nesting") || why.contains("recursion") || why.contains("depth") {
            let message = Text::new(format!("层次过深，最多 {MAX_DEPTH} 层"), format!("nested too deeply, at most {MAX_DEPTH} levels"));
            self.reader.say(Code::TooDeep, at..at, message).help = Some(Text::new("请检查是否多写了括号或缩进", "look for brackets or indents too many"));
            return;
        }
        let text = &self.reader.source().text;
        let (at, what, help) = match unclosed(text, at) {
            Some((at, open, close)) => (
                at,
                Text::new(format!("“{open}”没有对应的“{close}”"), format!("`{open}` is not closed by `{close}`")),
                Text::new(format!("请在此行末尾补上“{close}”"), format!("put `{close}` at the end of this line")),
            ),
            None => {
                let (at, line) = full_width_colon(text, at).unwrap_or_else(|| (at, line_at(text, at)));
                let ([zh, en], help) = explain(why, line);
                (at, Text::new(zh, if en.is_empty() { why } else { en }), help)
            }
        };
        let message = Text::new(format!("YAML 写法有误：{}", what.zh), format!("cannot read the YAML: {}", what.en));
        self.reader.say(Code::Yaml, at..at, message).help = Some(help);
    }
}

/// The line that holds an offset.
fn line_at(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    text[start..].lines().next().unwrap_or("")
}

/// A bracket that is still open at the end of its line, in the line of an offset or in the one before, though the next
/// line is indented no further: a parser complains only there. Its place, itself, and what would close it.
fn unclosed(text: &str, at: usize) -> Option<(usize, char, char)> {
    let start = |at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let this = start(at);
    let starts = [Some(this), this.checked_sub(1).map(start)];
    starts.into_iter().flatten().find_map(|start| {
        let line = line_at(text, start);
        let indent = |line: &str| line.len() - line.trim_start().len();
        let next = text[start + line.len()..].lines().skip(1).find(|line| !line.trim().is_empty());
        let goes_on = next.is_some_and(|next| indent(next) > indent(line) || next.trim_start().starts_with([']', '}']));
        let (place, open) = still_open(line).filter(|_| !goes_on)?;
        Some((start + place, open, if open == '[' { ']' } else { '}' }))
    })
}

/// The last bracket that a line opens and does not close, quotes and comments aside.
fn still_open(line: &str) -> Option<(usize, char)> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    for (place, c) in line.char_indices() {
        match (quote, c) {
            (Some(mark), _) if mark == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if matches!(before, ' ' | '[' | '{' | ',') => quote = Some(c),
            (None, '#') if before == ' ' => break,
            (None, '[' | '{') => open.push((place, c)),
            (None, ']' | '}') => drop(open.pop()),
            (None, _) => {}
        }
        before = c;
    }
    open.pop().filter(|_| quote.is_none())
}

/// A full-width colon where a key ends, in the line of an offset or in the one before: a parser complains only when the
/// next key comes.
fn full_width_colon(text: &str, at: usize) -> Option<(usize, &str)> {
    let start = |at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let this = start(at);
    let starts = [Some(this), this.checked_sub(1).map(start)];
    starts.into_iter().flatten().find_map(|start| {
        let line = line_at(text, start);
        let is_key = !line.contains(": ") && !line.trim_start().starts_with('#');
        line.find('：').filter(|_| is_key).map(|colon| (start + colon, line))
    })
}

/// What a parser's complaint about a line comes from most often, in Chinese and, where that is plainer than the
/// complaint, in English; and what to do.
fn explain(why: &str, line: &str) -> ([&'static str; 2], Text) {
    if line.contains('\t') {
        return (
            ["缩进用了制表符（Tab）", "a tab where spaces should be"],
            Text::new("缩进请用空格，不要用制表符（Tab）", "indent with spaces, not with tabs"),
        );
    }
    if line.contains('：') && !line.contains(": ") {
        let help = Text::new("键后请用半角冒号加空格“: ”，不要用全角“：”", "put an ASCII colon and a space after the key, not a full-width colon");
        return (["缺少半角冒号", "there is no ASCII colon"], help);
    }
    let close = line.replace(' ', "");
    if close.contains(",,") || close.contains("[,") {
        let help = Text::new("没有发生的填 0，没有填报的填 ~，不适用的填 /", "write 0 where nothing happened, ~ for a blank, / for not applicable");
        return (["列表中有空着的一格", "a cell of the list is empty"], help);
    }
    let quote = || Text::new("文字中含有“: ”“#”或引号时，请给整个值加上半角引号", "put the whole value in quotes where it holds `: `, `#` or quotes");
    if why.contains("mapping value") || why.contains("placement of ':'") || line.matches(": ").count() > 1 {
        return (["冒号的位置不对", "a colon cannot stand here"], quote());
    }
    if why.contains("expected ':'") {
        return (
            ["这里缺少“: ”", "there should be a colon and a space here"],
            Text::new("键后请写半角冒号和一个空格", "put a colon and a space after the key"),
        );
    }
    if why.contains("EOF") || why.contains("quoted") || why.contains("flow") {
        return (
            ["引号或括号没有成对", "a quote or bracket lacks its other half"],
            Text::new("请检查此行及以上各行的引号、方括号和花括号", "look for a quote or bracket without its other half, here or above"),
        );
    }
    (
        ["此处无法读懂", ""],
        Text::new("请检查此行及上一行的缩进、冒号、引号和括号", "look at the indentation, colons, quotes and brackets of this line and the one before"),
    )
}
