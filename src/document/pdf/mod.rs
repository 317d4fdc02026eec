//! A PDF → the words of its pages and where they stand. Everything is bounded, and nothing in a file is taken on trust.
//! What is encrypted is not read.

mod aligned;
mod cmap;
mod content;
mod file;
mod font;
mod matrix;
mod note;
mod page;
mod path;
mod radical;
mod reading;
mod ruled;
mod state;
mod stream;
mod table;
mod token;
mod tree;
mod upright;
mod value;

pub use page::{Page, Run};
pub use path::Ruling;
pub use reading::reading;

use super::{Part, Unit, Unread, Words};
use content::{Looks, Painter};
use file::File;
use value::Work;

/// The most values, operators and characters of one file: a second or two of work.
const MAX_STEPS: u64 = 10_000_000;

/// The most that the streams of one file may grow to, pictures and fonts aside, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// The pages of a PDF, in order.
///
/// # Errors
/// Where it is encrypted, damaged, or larger than is looked through.
pub fn pages(bytes: &[u8]) -> Result<Vec<Page>, Unread> {
    pages_with(bytes, Looks::Words)
}

fn pages_with(bytes: &[u8], looks_for: Looks) -> Result<Vec<Page>, Unread> {
    let mut work = Work { steps: MAX_STEPS, bytes: MAX_BYTES };
    let file = File::read(bytes, &mut work)?;
    let sheets = tree::sheets(&file, &mut work)?;
    let mut painter = Painter::new(&file, work, looks_for);
    let mut pages = Vec::new();
    for sheet in sheets {
        pages.push(painter.page(sheet)?);
    }
    Ok(pages)
}

/// The words of a PDF, a part for each page.
pub(super) fn words(bytes: &[u8]) -> Words {
    let pages = match pages(bytes) {
        Ok(pages) => pages,
        Err(why) => return Words { parts: Vec::new(), unread: Some(why) },
    };
    let part = |(page, number): (&Page, u32)| Part { text: page.text(), unit: Unit::Page(number), ..Part::default() };
    let parts: Vec<Part> = pages.iter().zip(1..).map(part).filter(|part| !part.text.trim().is_empty()).collect();
    let unread = match pages.iter().filter(|page| page.has_unread).count() {
        _ if parts.is_empty() => Some(Unread::NoTextLayer),
        0 => None,
        _ => Some(Unread::SomePages),
    };
    Words { parts, unread }
}
