//! Markdown → its words as a reader sees them, without markup, each sign with its place in the file.

use super::{emphasis, options};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// What stands for a line break within a paragraph or cell. Between paragraphs, cells and the like stands `\n`.
pub const BREAK: char = '\u{2028}';

/// Tags of HTML that do not part words. They are shown as text, but who wrote them meant something else.
const INLINE: [&str; 20] =
    ["a", "b", "big", "code", "del", "em", "font", "i", "ins", "kbd", "label", "mark", "s", "small", "span", "strong", "sub", "sup", "tt", "u"];

/// The words of a text as a reader sees them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The words.
    pub text: String,
    /// Where they stand in the file, in their order.
    pieces: Vec<Piece>,
}

/// Words that stand in the file as they are seen; or a sign that is written in another way, such as `&nbsp;`.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    seen: Range<usize>,
    origin: Range<usize>,
}

impl Piece {
    fn is_as_written(&self) -> bool {
        self.seen.len() == self.origin.len()
    }
}

impl Seen {
    /// Where a sign stands in the file.
    #[must_use]
    pub fn origin(&self, sign: Range<usize>) -> Range<usize> {
        let place = self.pieces.partition_point(|piece| piece.seen.end <= sign.start);
        match self.pieces.get(place) {
            Some(piece) if piece.is_as_written() => {
                let start = piece.origin.start + (sign.start - piece.seen.start);
                start..start + sign.len()
            }
            Some(piece) => piece.origin.clone(),
            None => sign,
        }
    }

    fn push(&mut self, sign: char, origin: Range<usize>) {
        let start = self.text.len();
        self.text.push(sign);
        let piece = Piece { seen: start..self.text.len(), origin };
        match self.pieces.last_mut() {
            Some(last) if last.seen.end == start && last.origin.end == piece.origin.start && last.is_as_written() && piece.is_as_written() => {
                last.seen.end = piece.seen.end;
                last.origin.end = piece.origin.end;
            }
            Some(_) | None => self.pieces.push(piece),
        }
    }
}

/// What a reader sees of the words that begin at `start`.
#[must_use]
pub fn seen(text: &str, start: usize) -> Seen {
    let words = text.get(start..).unwrap_or_default();
    let marked = emphasis::mark(words);
    let reader = Reader { start, marked: &marked, origin: emphasis::origin(words, &marked) };
    let mut seen = Seen::default();
    for (event, range) in Parser::new_ext(&marked, options()).into_offset_iter() {
        match event {
            Event::Text(words) if *words == marked[range.clone()] => reader.words(range, &mut seen),
            // A reference such as `&nbsp;`.
            Event::Text(words) => words.chars().for_each(|sign| seen.push(sign, reader.place(range.start)..reader.place(range.end))),
            Event::Code(words) => match marked[range.clone()].find(&*words) {
                Some(at) => reader.words(range.start + at..range.start + at + words.len(), &mut seen),
                None => seen.text.push('\n'),
            },
            Event::Html(_) | Event::InlineHtml(_) => reader.html(range, &mut seen),
            Event::SoftBreak | Event::HardBreak => seen.text.push(BREAK),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            _ => seen.text.push('\n'),
        }
    }
    seen
}

/// The marked text, and the way back to the file.
struct Reader<'a> {
    start: usize,
    marked: &'a str,
    origin: Vec<(usize, usize)>,
}

impl Reader<'_> {
    /// Where a place in the marked text is in the file.
    fn place(&self, at: usize) -> usize {
        self.start + emphasis::place(&self.origin, at)
    }

    /// Words that stand there as they are seen.
    fn words(&self, range: Range<usize>, seen: &mut Seen) {
        for (at, sign) in self.marked[range.clone()].char_indices() {
            let start = self.place(range.start + at);
            match sign {
                emphasis::MARK => {}
                emphasis::STAR => seen.push('*', start..start + 1),
                sign => seen.push(sign, start..start + sign.len_utf8()),
            }
        }
    }

    /// HTML: its words, and what its tags mean.
    fn html(&self, range: Range<usize>, seen: &mut Seen) {
        let mut at = range.start;
        while let Some(open) = self.marked[at..range.end].find('<').map(|open| at + open) {
            self.words(at..open, seen);
            let Some(close) = self.marked[open..range.end].find('>').map(|close| open + close) else {
                at = open;
                break;
            };
            let name = self.marked[open + 1..close].trim_start_matches('/').split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or("");
            match name.to_ascii_lowercase().as_str() {
                "br" => seen.text.push(BREAK),
                name if INLINE.contains(&name) => {}
                _ => seen.text.push('\n'),
            }
            at = close + 1;
        }
        self.words(at..range.end, seen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is seen, with `/` for line breaks and `|` between blocks.
    #[track_caller]
    fn case(words: &str, expected: &str) {
        let file = format!("---\n---\n{words}");
        let seen = seen(&file, 8);
        let shown = seen.text.replace(BREAK, "/").replace('\n', "|");
        let blocks: Vec<&str> = shown.split('|').filter(|block| !block.is_empty()).collect();
        assert_eq!(blocks.join("|"), expected);
        // What stands as it is seen stands at its place.
        for (at, sign) in seen.text.char_indices().filter(|(_, sign)| sign.is_ascii_alphanumeric()) {
            let origin = &file[seen.origin(at..at + 1)];
            assert!(origin == sign.to_string() || origin.starts_with('&'), "{words}: {sign} is not {origin}");
        }
    }

    #[test]
    fn markup_is_not_seen() {
        case("1**2**3*4*5`6`7~~8~~9", "123456789");
        case("一**“2”**3，**四。**5", "一“2”3，四。5");
        case("1[2](/a9/ \"b\")3[4][a]5<https://c.d>\n\n[a]: /e", "12345https://c.d");
        case("a\u{7}b\\-c&#49;&nbsp;d", "ab-c1\u{a0}d");
        case("138****1234，``a`b``", "138****1234，a`b");
        case("1<b class=\"2\">3</b>4", "134");
    }

    #[test]
    fn lines_and_blocks_are_parted() {
        case("a\nb\\\nc  \nd<br/>e", "a/b/c/d/e");
        case("> a\n> b\n\n- c\n  d\n- e\n\n# f\n", "a/b|c/d|e|f");
        case("| a | b |\n|--|--|\n| **c**d | `e`<br>f |\n", "a|b|cd|e/f");
        case("<p>a<i>b</i></p>\n<td>c</td><td>d</td>\n\ne[^1]f\n\n[^1]: g\n", "ab|c|d|e|f|g");
        case("a![b](c.png)d < e\n\n```\nf\ng\n```\n", "a|b|d < e|f|g");
    }
}
