//! Words → an index that a browser reads piece by piece. Words are folded, so that the ways to write the same are the same;
//! every two neighbouring characters are a term, so that any part of a text is found without knowing where words begin; the
//! documents of each term stand in one of many small files, which the term itself names.
//!
//! `themes/default/static/finder.js` does the same: `tests/search/folding.json` holds both to it.

mod fold;
mod postings;
mod term;

pub use fold::fold;
pub use postings::{decode, encode};
pub use term::{Field, MAX_DOCUMENTS, Postings, line, shard};
