//! A web page → its paragraphs and tables as a reader sees them: what leads around the site is left out, a table that only
//! lays out the page is taken for the paragraphs in it.

use super::Unread;
use super::block::{Block, GridCell, MAX_CELLS, Reading, Spanning, Spot, push_raised, rectangle};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;

/// Elements that hold no part of a report.
const AROUND: [&str; 12] = ["nav", "footer", "aside", "select", "button", "noscript", "template", "svg", "object", "audio", "video", "canvas"];

/// Elements that stand in a line among words; all others part paragraphs.
const INLINE: [&str; 28] = [
    "a", "abbr", "acronym", "b", "bdo", "big", "cite", "code", "em", "font", "i", "img", "ins", "kbd", "label", "mark", "o:p", "q", "s", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u",
];

/// What stands around words of a cell that are struck out: no number has them.
const STRUCK: &str = "~~";

/// The deepest that tables may stand in each other.
const MAX_DEPTH: usize = 50;

/// The paragraphs and tables of a page.
pub(super) fn reading(text: &str) -> Result<Reading, Unread> {
    let page = walk(text, true);
    // Something that leads around the site was never closed: then it holds the rest of the page, too.
    let page = if page.around.is_empty() { page } else { walk(text, false) };
    let Page { reading, refused, .. } = page;
    refused.map_or(Ok(reading), Err)
}

fn walk(text: &str, leaves_out: bool) -> Page {
    let sink = Sink { page: RefCell::new(Page { leaves_out, left: MAX_CELLS, ..Page::default() }) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(text));
    // It stops early only for scripts and encodings, which the sink never tells it of.
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let mut page = tokenizer.sink.page.into_inner();
    page.close_tables();
    page.flush();
    page
}

/// The tokenizer calls it without the right to change it, hence the cell.
struct Sink {
    page: RefCell<Page>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.page.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                page.start(&tag);
                match &*tag.name {
                    "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
                    "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => TokenSinkResult::Continue,
                }
            }
            Token::TagToken(tag) => {
                page.end(&tag.name);
                TokenSinkResult::Continue
            }
            Token::CharacterTokens(text) => {
                page.text(&text);
                TokenSinkResult::Continue
            }
            Token::DoctypeToken(_) | Token::CommentToken(_) | Token::NullCharacterToken | Token::EOFToken | Token::ParseError(_) => TokenSinkResult::Continue,
        }
    }
}

/// A page while it is read.
#[derive(Default)]
struct Page {
    reading: Reading,
    /// Whether what leads around the site is left out.
    leaves_out: bool,
    /// The element whose words are nothing to read, where one is open: a script or the title.
    raw: Option<String>,
    /// The elements that lead around the site, while they are open.
    around: Vec<String>,
    /// The paragraph that is open.
    words: String,
    /// The elements of the open cell whose words are not shown.
    unseen: Vec<String>,
    /// Whether the words that follow are raised above the line.
    is_raised: bool,
    /// The level of the heading that is open.
    level: Option<u8>,
    tables: Vec<OpenTable>,
    /// How many tables have begun that hold no others.
    count: u32,
    /// How many cells may still come.
    left: usize,
    refused: Option<Unread>,
}

/// A table while it is read.
#[derive(Default)]
struct OpenTable {
    rows: Vec<Vec<Spanning>>,
    in_row: bool,
    cell: Option<Spanning>,
    words: String,
    /// Whether it only lays out the page: a table stands in it.
    is_layout: bool,
    /// Whether the row that is open is not shown.
    is_hidden_row: bool,
    /// Whether the cell that is open is not shown.
    is_hidden_cell: bool,
}

impl Page {
    fn start(&mut self, tag: &Tag) {
        let name = &*tag.name;
        if self.leaves_out && AROUND.contains(&name) && !tag.self_closing {
            self.around.push(name.to_owned());
        }
        if !self.around.is_empty() || self.refused.is_some() {
            return;
        }
        let is_in_cell = self.tables.last().is_some_and(|table| table.cell.is_some() && !table.is_layout);
        if is_in_cell && INLINE.contains(&name) && !tag.self_closing && (!self.unseen.is_empty() || is_hidden(tag)) {
            self.unseen.push(name.to_owned());
            return;
        }
        match name {
            "script" | "style" | "xmp" | "iframe" | "noembed" | "noframes" | "textarea" | "title" => self.raw = Some(name.to_owned()),
            "meta" => self.meta(tag),
            "table" => self.start_table(),
            "tr" => self.start_row(tag),
            "td" | "th" => self.start_cell(tag),
            "br" | "hr" => self.part(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.part();
                self.level = name[1..].parse().ok();
            }
            "del" | "s" | "strike" => self.words_of_cell(STRUCK),
            "sup" => self.is_raised = true,
            _ if INLINE.contains(&name) => {}
            _ => self.part(),
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.around.iter().rposition(|open| open == name) {
            self.around.truncate(at);
            return;
        }
        if self.raw.as_deref() == Some(name) {
            self.raw = None;
            return;
        }
        if !self.around.is_empty() || self.refused.is_some() {
            return;
        }
        if let Some(at) = self.unseen.iter().rposition(|open| open == name) {
            self.unseen.truncate(at);
            return;
        }
        match name {
            "table" => self.end_table(),
            "tr" => self.end_row(),
            "td" | "th" => self.end_cell(),
            "caption" => self.flush(),
            "del" | "s" | "strike" => self.words_of_cell(STRUCK),
            "sup" => self.is_raised = false,
            _ if INLINE.contains(&name) => {}
            _ => {
                self.part();
                self.level = None;
            }
        }
    }

    fn text(&mut self, text: &str) {
        if !self.around.is_empty() || self.refused.is_some() {
            return;
        }
        if !self.unseen.is_empty() {
            return;
        }
        if let Some(raw) = &self.raw {
            if raw == "title" && self.reading.title.is_none() && !text.trim().is_empty() {
                self.reading.title = Some(text.trim().to_owned());
            }
            return;
        }
        let is_raised = std::mem::take(&mut self.is_raised);
        let mut words = String::new();
        append(&mut words, text);
        let open = self.open_words();
        if is_raised && !words.is_empty() {
            push_raised(open, &words, true);
        } else {
            append(open, text);
        }
    }

    /// Adds a mark to the cell that is open.
    fn words_of_cell(&mut self, mark: &str) {
        if let Some(table) = self.tables.last_mut().filter(|table| table.cell.is_some() && !table.is_layout) {
            table.words.push_str(mark);
        }
    }

    /// Where words go: the cell that is open, else the paragraph.
    fn open_words(&mut self) -> &mut String {
        match self.tables.last_mut() {
            Some(table) if table.cell.is_some() && !table.is_layout => &mut table.words,
            Some(_) | None => &mut self.words,
        }
    }

    /// Ends a line: of a cell, or a paragraph.
    fn part(&mut self) {
        match self.tables.last_mut() {
            Some(table) if table.cell.is_some() && !table.is_layout => {
                let length = table.words.trim_end().len();
                table.words.truncate(length);
                if !table.words.is_empty() {
                    table.words.push('\n');
                }
            }
            Some(_) | None => self.flush(),
        }
    }

    /// Ends a paragraph.
    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        if !words.trim().is_empty() {
            self.reading.blocks.push(Block::Text { place: Spot::default(), level: self.level, text: words.trim().to_owned() });
        }
    }

    /// What a page says of itself: its title and its day, as the labels of government sites have them.
    fn meta(&mut self, tag: &Tag) {
        let Some(content) = attribute(tag, "content").filter(|content| !content.trim().is_empty()) else { return };
        match attribute(tag, "name").unwrap_or_default().to_ascii_lowercase().as_str() {
            "articletitle" => self.reading.title = Some(content.trim().to_owned()),
            "pubdate" => self.reading.published = Some(content.trim().to_owned()),
            _ => {}
        }
    }

    fn start_table(&mut self) {
        if self.tables.len() >= MAX_DEPTH {
            self.refused = Some(Unread::TooLarge);
            return;
        }
        self.part();
        self.level = None;
        // What stands around a table was no table, but the lines of the page.
        for at in 0..self.tables.len() {
            let table = &mut self.tables[at];
            if !std::mem::replace(&mut table.is_layout, true) {
                let rows = std::mem::take(&mut table.rows);
                let open = std::mem::take(&mut table.words);
                for text in rows.iter().flatten().map(|cell| &*cell.cell.text).chain([open.as_str()]) {
                    self.reading.blocks.extend(paragraphs(text));
                }
            }
        }
        self.tables.push(OpenTable::default());
    }

    fn start_row(&mut self, tag: &Tag) {
        self.end_row();
        self.flush();
        if let Some(table) = self.tables.last_mut() {
            table.in_row = true;
            table.is_hidden_row = is_hidden(tag);
            table.rows.push(Vec::new());
        }
    }

    fn start_cell(&mut self, tag: &Tag) {
        self.end_cell();
        self.flush();
        let Some(table) = self.tables.last_mut() else { return };
        if !table.in_row {
            table.in_row = true;
            table.is_hidden_row = false;
            table.rows.push(Vec::new());
        }
        table.is_hidden_cell = is_hidden(tag);
        let span = |name: &str| attribute(tag, name).and_then(|text| leading_number(&text));
        table.cell = Some(Spanning { columns: span("colspan").unwrap_or(1), rows: span("rowspan").unwrap_or(1), ..Spanning::default() });
    }

    fn end_cell(&mut self) {
        self.unseen.clear();
        let number = self.count + 1;
        let Some(table) = self.tables.last_mut() else { return };
        let Some(mut spanning) = table.cell.take() else { return };
        let words = std::mem::take(&mut table.words);
        if table.is_layout {
            self.flush();
            return;
        }
        let height = u32::try_from(table.rows.len()).ok();
        if let Some(row) = table.rows.last_mut().filter(|_| !table.is_hidden_row && !table.is_hidden_cell) {
            let place = Spot { table: Some(number), row: height, cell: u32::try_from(row.len() + 1).ok(), ..Spot::default() };
            spanning.cell = GridCell::new(place, words.trim());
            row.push(spanning);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if let Some(table) = self.tables.last_mut() {
            table.in_row = false;
            if table.is_hidden_row {
                table.rows.pop();
                table.is_hidden_row = false;
            }
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        self.flush();
        let Some(table) = self.tables.pop() else { return };
        if table.is_layout {
            return;
        }
        // A table of one column, such as one around an article, holds lines.
        if table.rows.iter().all(|row| row.len() <= 1) {
            let cells: Vec<GridCell> = table.rows.into_iter().flatten().map(|cell| cell.cell).collect();
            cells.iter().for_each(|cell| self.reading.blocks.extend(paragraphs(&cell.text)));
            return;
        }
        self.count += 1;
        match rectangle(Spot { table: Some(self.count), ..Spot::default() }, table.rows, &mut self.left) {
            Ok(grid) => self.reading.blocks.push(Block::Table(grid)),
            Err(why) => self.refused = Some(why),
        }
    }

    /// Ends the tables that the page never does.
    fn close_tables(&mut self) {
        while !self.tables.is_empty() {
            self.end_table();
        }
    }
}

/// The lines of a cell as paragraphs.
fn paragraphs(text: &str) -> Vec<Block> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Block::Text { place: Spot::default(), level: None, text: line.to_owned() }).collect()
}

/// Adds words, spaces of the source made one.
fn append(words: &mut String, text: &str) {
    for c in text.chars() {
        let is_space = c.is_ascii_whitespace();
        if is_space && (words.is_empty() || words.ends_with([' ', '\n'])) {
            continue;
        }
        // What joins or parts words without being seen.
        if !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}') {
            words.push(if is_space { ' ' } else { c });
        }
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string())
}

fn leading_number(text: &str) -> Option<usize> {
    let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Whether an element is not shown.
fn is_hidden(tag: &Tag) -> bool {
    let style = attribute(tag, "style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    style.contains("display:none") || attribute(tag, "hidden").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(html: &str, expected: &[&str]) {
        let of = |block: &Block| match block {
            Block::Text { level, text, .. } => format!("{}{text}", level.map_or(String::new(), |level| format!("{level} "))),
            Block::Table(grid) => {
                let row = |row: &Vec<GridCell>| {
                    row.iter()
                        .map(|cell| format!("{}{}", if cell.origin.is_some() { "<" } else { "" }, cell.text.replace('\n', "⏎")))
                        .collect::<Vec<_>>()
                        .join("|")
                };
                grid.rows.iter().map(row).collect::<Vec<_>>().join("/")
            }
        };
        let found: Vec<String> = reading(html).expect("small").blocks.iter().map(of).collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn paragraphs_and_tables() {
        case("<h2>一、总体\n情况</h2><p>甲<b>乙</b><br>丙<div>丁", &["2 一、总体 情况", "甲乙", "丙", "丁"]);
        case("<table><caption>表三</caption><tr><td rowspan=2>三<td>1<p>件<tr><td>2</table>尾", &["表三", "三|1⏎件/<三|2", "尾"]);
        case("<script>if (a<b) '<table>'</script><style>p{}</style><textarea><p>x</textarea>甲", &["甲"]);
        case("<nav><p>导航</nav><table><tr><td>a</td><td>&nbsp;1&#48;</td></table><footer>版权</footer>", &["a|10"]);
        case("<table><tr><td>8<span style='display:none'>5<b>6</b></span><td><s>5</s>8<td>9</table>", &["8|~~5~~8|9"]);
        case("<table><tr><td>8<sup>1</sup><td>8<sup> ①</sup><td>m<sup>2</sup></table>", &["8^1|8①|m2"]);
        case("<nav>导航</nav><p>甲<footer>版权", &["导航", "甲", "版权"]);
    }

    #[test]
    fn tables_that_lay_out_the_page() {
        let inner = "<table><tr><td>规章</td><td>1</td></tr></table>";
        case(
            &format!("<table><tr><td>左</td><td><p>一、总体</p>{inner}<p>二</p></td></tr><tr><td>脚</td></tr></table>"),
            &["左", "一、总体", "规章|1", "二", "脚"],
        );
        case("<table><tr><td>一<p>二</td></tr><tr><td>三</td></tr></table>", &["一", "二", "三"]);
    }

    #[test]
    fn what_is_not_closed_or_not_shown() {
        case("<table><tr><td>a<td>1<tr style='display: none'><td>b<td>2<tr><td>c<td hidden>3<td>4", &["a|1/c|4"]);
        case("<td>甲</td></tr></table>乙", &["甲", "乙"]);
        assert_eq!(reading(&"<table><tr><td>".repeat(60)), Err(Unread::TooLarge));
        assert_eq!(reading(&format!("<table>{}</table>", "<tr><td colspan=1000 rowspan=1000>x<td>y".repeat(300))), Err(Unread::TooLarge));
    }

    #[test]
    fn what_a_page_says_of_itself() {
        let reading = reading("<title>网站</title><meta name=ArticleTitle content='某局年报'><META name='PubDate' content='2025-01-23 09:00'>").expect("small");
        assert_eq!((reading.title.as_deref(), reading.published.as_deref()), (Some("某局年报"), Some("2025-01-23 09:00")));
    }
}
