//! HTML → its tags as a browser reads them, each with its place.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::{Cell, RefCell};
use std::ops::Range;

pub(super) use html5ever::tokenizer::states::RawKind;

/// What takes part in the structure of a page.
pub(super) enum Mark<'t> {
    /// A tag.
    Tag(&'t Tag),
    /// A `<!DOCTYPE>`.
    Doctype,
}

/// How the text after a tag is to be read.
pub(super) enum Next {
    /// As HTML.
    Html,
    /// As text up to the end of the element.
    Raw(RawKind),
    /// As text for good.
    Plain,
}

/// Shows each tag to `visit`; returns where a tag or comment begins that never ends.
pub(super) fn walk(text: &str, visit: impl FnMut(&Mark<'_>, Range<usize>) -> Next) -> Option<usize> {
    let reader = Reader { text, read: Cell::new(0), told: Cell::new(0), visit: RefCell::new(visit) };
    let tokenizer = Tokenizer::new(reader, TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() });
    let queue = BufferQueue::default();
    // The tokenizer tells lines only. Character by character, what was read last is where a token ends.
    for c in text.chars() {
        tokenizer.sink.read.set(tokenizer.sink.read.get() + c.len_utf8());
        queue.push_back(StrTendril::from_char(c));
        // It stops early only for scripts and encodings, which the reader never tells it of.
        let _ = tokenizer.feed(&queue);
    }
    let told = tokenizer.sink.told.get();
    text[told..].find('<').map(|at| told + at)
}

/// The tokenizer calls it without the right to change it, hence the cells.
struct Reader<'t, F> {
    text: &'t str,
    /// How far the text was read.
    read: Cell<usize>,
    /// How far it has become tokens.
    told: Cell<usize>,
    visit: RefCell<F>,
}

impl<F> Reader<'_, F> {
    /// The range of a token that ends here and begins with `opening`, whatever the case of its letters.
    fn span(&self, opening: &str) -> Range<usize> {
        let (told, read) = (self.told.get(), self.read.get());
        // A stray `<` became text only when the `<` of this token was read.
        let from = if self.text[..told].ends_with('<') { told - 1 } else { told };
        let fits = |at: &usize| self.text.get(*at..at + opening.len()).is_some_and(|start| start.eq_ignore_ascii_case(opening));
        let start = self.text[from..read].match_indices('<').map(|(at, _)| from + at).find(fits);
        start.unwrap_or(from)..read
    }
}

impl<F: FnMut(&Mark<'_>, Range<usize>) -> Next> TokenSink for Reader<'_, F> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let (mark, span) = match &token {
            Token::ParseError(_) => return TokenSinkResult::Continue,
            Token::TagToken(tag) => (Some(Mark::Tag(tag)), self.span(&format!("{}{}", if tag.kind == TagKind::EndTag { "</" } else { "<" }, tag.name))),
            Token::DoctypeToken(_) => (Some(Mark::Doctype), self.span("<!")),
            Token::CommentToken(_) | Token::CharacterTokens(_) | Token::NullCharacterToken | Token::EOFToken => (None, 0..0),
        };
        self.told.set(self.read.get());
        let Some(mark) = mark else { return TokenSinkResult::Continue };
        match (self.visit.borrow_mut())(&mark, span) {
            Next::Html => TokenSinkResult::Continue,
            Next::Raw(kind) => TokenSinkResult::RawData(kind),
            Next::Plain => TokenSinkResult::Plaintext,
        }
    }
}
