//! The content of a page → the runs of words that it sets.

use super::super::Unread;
use super::file::File;
use super::font::{Font, Glyph};
use super::matrix::Matrix;
use super::note;
use super::page::{Page, Run};
use super::path::Path;
use super::state::State;
use super::stream::decode;
use super::token::{Lexer, Token};
use super::tree::Sheet;
use super::value::{Dictionary, Value, Work, numbers};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How deep pieces of content may stand in each other.
const MAX_FORMS: usize = 8;

/// How many states may be kept for later.
const MAX_KEPT: usize = 256;

/// The most operands of an operator.
const MAX_OPERANDS: usize = 64;

/// How deep the operands of an operator may stand in each other.
const MAX_DEPTH: usize = 20;

/// A picture of more than half of a page with fewer characters beside it is a scan with a page number.
const FEW: usize = 50;

/// The most lines of one file that are looked at: a table of a report has some hundreds.
const MAX_RULINGS: usize = 200_000;

/// What is looked for on pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    /// The words.
    Words,
    /// Each word apart, and at most so many of the lines that tables are drawn with.
    WordsAndRulings(usize),
}

impl Looks {
    pub(super) const RULINGS: Self = Self::WordsAndRulings(MAX_RULINGS);
}

/// Reads pages one after the other; fonts are read once.
pub(super) struct Painter<'a, 'f> {
    file: &'a File<'f>,
    work: Work,
    fonts: BTreeMap<u32, Rc<Font>>,
    page: Page,
    state: State,
    kept: Vec<State>,
    line: Matrix,
    words: Matrix,
    path: Path,
    /// What is looked for besides words.
    looks_for: Looks,
    /// Characters that were read, and those that could not be.
    known: usize,
    unknown: usize,
    /// Whether anything but words is painted, and how much of the page the largest picture covers, in square points.
    paints: bool,
    pictured: f64,
}

impl<'a, 'f> Painter<'a, 'f> {
    pub(super) fn new(file: &'a File<'f>, work: Work, looks_for: Looks) -> Self {
        let (page, line, words) = (Page::default(), Matrix::SAME, Matrix::SAME);
        let (state, fonts, kept, path) = (State::first(), BTreeMap::new(), Vec::new(), Path::default());
        Self { file, work, fonts, page, state, kept, line, words, path, looks_for, known: 0, unknown: 0, paints: false, pictured: 0.0 }
    }

    /// Reads a page.
    pub(super) fn page(&mut self, sheet: Sheet<'_>) -> Result<Page, Unread> {
        let Sheet { dictionary, resources, size } = sheet;
        *self = Self { fonts: std::mem::take(&mut self.fonts), ..Self::new(self.file, Work { ..self.work }, self.looks_for) };
        let mut bytes = Vec::new();
        let contents = match self.file.at(dictionary, "Contents") {
            Some(Value::List(list)) => list.iter().collect(),
            Some(_) => dictionary.get(b"Contents".as_slice()).into_iter().collect(),
            None => Vec::new(),
        };
        for content in contents {
            self.work.step()?;
            let Value::Reference(number) = content else { continue };
            match self.file.objects.get(number).map(|object| decode(self.file, object, &mut self.work)) {
                Some(Ok(more)) => {
                    bytes.extend(more);
                    bytes.push(b'\n');
                }
                Some(Err(Unread::TooLarge)) => return Err(Unread::TooLarge),
                Some(Err(_)) | None => self.page.has_unread = true,
            }
        }
        self.run(&bytes, resources.unwrap_or(&Dictionary::new()), MAX_FORMS)?;
        self.page.runs.extend(note::runs(self.file, dictionary, &mut self.work)?);
        let area = match size.map(numbers).as_deref() {
            Some([left, bottom, right, top]) => (right - left).abs() * (top - bottom).abs(),
            Some(_) | None => 595.0 * 842.0,
        };
        let is_scan = self.pictured > area / 2.0 && self.known < FEW;
        let is_drawn = self.paints && self.known == 0;
        self.page.has_unread |= is_scan || is_drawn || self.unknown * 20 > self.known;
        Ok(std::mem::take(&mut self.page))
    }

    /// Follows the operators of some content.
    fn run(&mut self, bytes: &[u8], resources: &Dictionary, depth: usize) -> Result<(), Unread> {
        let mut lexer = Lexer::new(bytes, 0);
        let mut operands: Vec<Value> = Vec::new();
        while let Some(token) = lexer.next() {
            match token {
                Token::Word(b"BI") => operands.clear(),
                Token::Word(b"ID") => {
                    lexer.skip_picture();
                    self.paint_picture();
                    operands.clear();
                }
                Token::Word(word) if !matches!(word, b"[" | b"<<") => {
                    self.work.step()?;
                    self.operate(word, &operands, resources, depth)?;
                    operands.clear();
                }
                token => {
                    let value = Value::of(token, &mut lexer, &mut self.work, MAX_DEPTH)?;
                    if operands.len() < MAX_OPERANDS {
                        operands.push(value);
                    }
                }
            }
        }
        Ok(())
    }

    fn operate(&mut self, operator: &[u8], operands: &[Value], resources: &Dictionary, depth: usize) -> Result<(), Unread> {
        let numbers = numbers(operands);
        let text = operands.last().and_then(|value| if let Value::Text(text) = value { Some(text.as_slice()) } else { None });
        match (operator, numbers.as_slice()) {
            (b"q", _) if self.kept.len() < MAX_KEPT => self.kept.push(self.state.clone()),
            (b"Q", _) => self.state = self.kept.pop().unwrap_or_else(|| self.state.clone()),
            (b"cm", [a, b, c, d, e, f]) => self.state.page = Matrix([*a, *b, *c, *d, *e, *f]).then(&self.state.page),
            (b"BT", _) => self.start_line(Matrix::SAME),
            (b"Tf", [size]) => {
                self.state.size = *size;
                self.state.font = operands.first().and_then(Value::name).map(|name| self.font(name, resources)).transpose()?.flatten();
            }
            (b"Tc", [space]) => self.state.between_signs = *space,
            (b"Tw", [space]) => self.state.between_words = *space,
            (b"Tz", [percent]) => self.state.scale = percent / 100.0,
            (b"TL", [leading]) => self.state.leading = *leading,
            (b"Ts", [rise]) => self.state.rise = *rise,
            (b"Td", [x, y]) => self.start_line(Matrix::moved(*x, *y).then(&self.line)),
            (b"TD", [x, y]) => {
                self.state.leading = -y;
                self.start_line(Matrix::moved(*x, *y).then(&self.line));
            }
            (b"Tm", [a, b, c, d, e, f]) => self.start_line(Matrix([*a, *b, *c, *d, *e, *f])),
            (b"T*", _) => self.next_line(),
            (b"Tj", _) => self.show(text.unwrap_or_default())?,
            (b"'", _) => {
                self.next_line();
                self.show(text.unwrap_or_default())?;
            }
            (b"\"", [words, signs]) => {
                (self.state.between_words, self.state.between_signs) = (*words, *signs);
                self.next_line();
                self.show(text.unwrap_or_default())?;
            }
            (b"TJ", _) => self.show_all(operands.last().and_then(Value::list).unwrap_or_default())?,
            (b"Do", _) => self.paint(operands.last().and_then(Value::name).unwrap_or_default(), resources, depth)?,
            (b"f" | b"F" | b"f*", _) => self.paint_path(false),
            (b"B" | b"B*" | b"S", _) => self.paint_path(true),
            (b"b" | b"b*" | b"s", _) => {
                self.path.close();
                self.paint_path(true);
            }
            (b"n", _) => self.path = Path::default(),
            (b"sh", _) => self.paints = true,
            (operator, numbers) if self.looks_for != Looks::Words => self.draw(operator, numbers),
            _ => {}
        }
        Ok(())
    }

    /// Goes on with a path.
    fn draw(&mut self, operator: &[u8], numbers: &[f64]) {
        let at = |x: f64, y: f64| Matrix::moved(x, y).then(&self.state.page).origin();
        match (operator, numbers) {
            (b"m", [x, y]) => self.path.move_to(at(*x, *y)),
            (b"l", [x, y]) => self.path.line_to(at(*x, *y)),
            (b"c", [_, _, _, _, x, y]) | (b"v" | b"y", [_, _, x, y]) => self.path.curve_to(at(*x, *y)),
            (b"h", _) => self.path.close(),
            (b"re", [x, y, wide, high]) => self.path.rectangle(&self.state.page, [*x, *y, *wide, *high]),
            _ => {}
        }
    }

    fn paint_path(&mut self, is_stroked: bool) {
        self.paints = true;
        let rulings = self.path.painted(is_stroked);
        if let Looks::WordsAndRulings(left) = &mut self.looks_for {
            let kept = rulings.len().min(*left);
            *left -= kept;
            self.page.rulings.extend(rulings.into_iter().take(kept));
        }
    }

    fn start_line(&mut self, at: Matrix) {
        (self.line, self.words) = (at, at);
    }

    fn next_line(&mut self) {
        self.start_line(Matrix::moved(0.0, -self.state.leading).then(&self.line));
    }

    /// The font of a name.
    fn font(&mut self, name: &[u8], resources: &Dictionary) -> Result<Option<Rc<Font>>, Unread> {
        let Some(fonts) = self.file.at(resources, "Font").and_then(Value::dictionary) else { return Ok(None) };
        let Some(value) = fonts.get(name) else { return Ok(None) };
        let Some(dictionary) = self.file.resolve(value).and_then(Value::dictionary) else { return Ok(None) };
        let Value::Reference(number) = value else { return Font::read(self.file, dictionary, &mut self.work).map(|font| Some(Rc::new(font))) };
        if let Some(font) = self.fonts.get(number) {
            return Ok(Some(Rc::clone(font)));
        }
        let font = Rc::new(Font::read(self.file, dictionary, &mut self.work)?);
        self.fonts.insert(*number, Rc::clone(&font));
        Ok(Some(font))
    }

    /// Strings with moves between them, which bring letters nearer to each other.
    fn show_all(&mut self, items: &[Value]) -> Result<(), Unread> {
        for item in items {
            match item {
                Value::Text(text) => self.show(text)?,
                Value::Number(back) => self.advance(-back / 1000.0 * self.state.size),
                Value::Null | Value::Name(_) | Value::List(_) | Value::Dictionary(_) | Value::Reference(_) => {}
            }
        }
        Ok(())
    }

    fn is_vertical(&self) -> bool {
        self.state.font.as_ref().is_some_and(|font| font.is_vertical)
    }

    /// Goes on in the line, by an amount before scaling.
    fn advance(&mut self, by: f64) {
        let step = if self.is_vertical() { Matrix::moved(0.0, by) } else { Matrix::moved(by * self.state.scale, 0.0) };
        self.words = step.then(&self.words);
    }

    fn show(&mut self, bytes: &[u8]) -> Result<(), Unread> {
        let Some(font) = self.state.font.clone() else {
            self.unknown += bytes.len();
            return Ok(());
        };
        let mut start = self.place();
        let mut text = String::new();
        for glyph in font.glyphs(bytes) {
            self.work.step()?;
            let is_blank = glyph.text.as_ref().is_some_and(|signs| signs.trim().is_empty());
            if is_blank && self.looks_for != Looks::Words {
                // A word ends: what follows may stand in another cell.
                if !text.is_empty() {
                    self.add(std::mem::take(&mut text), start)?;
                }
                self.go_on(&font, &glyph);
                start = self.place();
                continue;
            }
            match &glyph.text {
                Some(signs) => {
                    self.work.spend(signs.len())?;
                    self.known += usize::from(!signs.trim().is_empty());
                    text.push_str(signs);
                }
                None => {
                    self.unknown += 1;
                    text.push('\u{fffd}');
                }
            }
            self.go_on(&font, &glyph);
        }
        if !text.is_empty() {
            self.add(text, start)?;
        }
        Ok(())
    }

    /// Goes behind a character.
    fn go_on(&mut self, font: &Font, glyph: &Glyph) {
        let width = if font.is_vertical { -self.state.size } else { glyph.width * self.state.size };
        let spaces = self.state.between_signs + if glyph.is_space { self.state.between_words } else { 0.0 };
        self.advance(if font.is_vertical { width - spaces } else { width + spaces });
    }

    /// Where the next character is put on the page.
    fn place(&self) -> Matrix {
        Matrix::moved(0.0, self.state.rise).then(&self.words).then(&self.state.page)
    }

    /// Adds words: to the last run where they go on in it.
    fn add(&mut self, text: String, start: Matrix) -> Result<(), Unread> {
        let end = self.place();
        let (x, y) = start.origin();
        let (end_x, end_y) = end.origin();
        let size = (self.state.size * start.height()).abs();
        let turned = start.direction() - if self.is_vertical() { 90 } else { 0 };
        if let Some(last) = self.page.runs.last_mut() {
            let (last_x, last_y) = last.end();
            let is_next = (last_x - x).hypot(last_y - y) < 0.15 * size && (last.size - size).abs() < 0.01 && last.turned == turned;
            if is_next {
                last.text.push_str(&text);
                last.width = (end_x - last.x).hypot(end_y - last.y);
                return Ok(());
            }
        }
        self.work.spend(size_of::<Run>())?;
        self.page.runs.push(Run { text, x, y, width: (end_x - x).hypot(end_y - y), size, turned });
        Ok(())
    }

    fn paint_picture(&mut self) {
        self.paints = true;
        self.pictured = self.pictured.max(self.state.page.area());
    }

    /// A picture, or content that has a name.
    fn paint(&mut self, name: &[u8], resources: &Dictionary, depth: usize) -> Result<(), Unread> {
        let named = self.file.at(resources, "XObject").and_then(Value::dictionary).and_then(|objects| objects.get(name));
        let Some(Value::Reference(number)) = named else { return Ok(()) };
        let Some(object) = self.file.objects.get(number) else { return Ok(()) };
        let Some(dictionary) = object.value.dictionary() else { return Ok(()) };
        if self.file.at(dictionary, "Subtype").and_then(Value::name) != Some(b"Form") {
            self.paint_picture();
            return Ok(());
        }
        let Some(depth) = depth.checked_sub(1) else {
            self.page.has_unread = true;
            return Ok(());
        };
        let bytes = match decode(self.file, object, &mut self.work) {
            Ok(bytes) => bytes,
            Err(Unread::TooLarge) => return Err(Unread::TooLarge),
            Err(_) => {
                self.page.has_unread = true;
                return Ok(());
            }
        };
        let (state, kept, line, words) = (self.state.clone(), std::mem::take(&mut self.kept), self.line, self.words);
        if let Some([a, b, c, d, e, f]) = self.file.at(dictionary, "Matrix").and_then(Value::list).map(numbers).as_deref() {
            self.state.page = Matrix([*a, *b, *c, *d, *e, *f]).then(&self.state.page);
        }
        let own = self.file.at(dictionary, "Resources").and_then(Value::dictionary);
        self.run(&bytes, own.unwrap_or(resources), depth)?;
        (self.state, self.kept, self.line, self.words) = (state, kept, line, words);
        Ok(())
    }
}
