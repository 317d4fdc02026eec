//! Notes on a page and the fields of a form → runs of words.

use super::super::Unread;
use super::cmap::utf16;
use super::file::File;
use super::page::Run;
use super::value::{Dictionary, Value, Work, numbers};

/// The size that notes are shown in, in points: they do not say.
const SIZE: f64 = 10.0;

/// What notes on a page say, and what is filled into its fields.
pub(super) fn runs(file: &File<'_>, page: &Dictionary, work: &mut Work) -> Result<Vec<Run>, Unread> {
    let mut runs = Vec::new();
    for note in file.at(page, "Annots").and_then(Value::list).unwrap_or_default() {
        work.step()?;
        let Some(note) = file.resolve(note).and_then(Value::dictionary) else { continue };
        let value = file.at(note, "V").or_else(|| file.at(file.at(note, "Parent")?.dictionary()?, "V"));
        let place = file.at(note, "Rect").and_then(Value::list).map(numbers).unwrap_or_default();
        for said in [file.at(note, "Contents"), value].into_iter().flatten() {
            let Value::Text(bytes) = said else { continue };
            let text = match bytes.as_slice() {
                [0xFE, 0xFF, text @ ..] => utf16(text),
                bytes => bytes.iter().map(|byte| char::from(*byte)).collect(),
            };
            work.spend(text.len())?;
            let [x, y] = [0, 1].map(|at| place.get(at).copied().unwrap_or(0.0));
            runs.push(Run { text, x, y, width: 0.0, size: SIZE, turned: 0 });
        }
    }
    Ok(runs)
}
