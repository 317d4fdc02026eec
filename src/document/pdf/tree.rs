//! The tree of pages → its sheets, in order, each with what it takes over from the tree.

use super::super::Unread;
use super::file::{File, is_type};
use super::value::{Dictionary, Value, Work};
use std::collections::BTreeSet;

/// The most pages of one file.
const MAX_PAGES: usize = 5_000;

/// How deep the tree of pages may be.
const MAX_DEPTH: usize = 40;

/// What a page is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet<'v> {
    pub(super) dictionary: &'v Dictionary,
    /// Its fonts and pictures.
    pub(super) resources: Option<&'v Dictionary>,
    /// How large it is.
    pub(super) size: Option<&'v [Value]>,
}

/// The sheets of a file.
pub(super) fn sheets<'v>(file: &'v File<'_>, work: &mut Work) -> Result<Vec<Sheet<'v>>, Unread> {
    let mut tree = Tree { file, seen: BTreeSet::new(), sheets: Vec::new() };
    if let Some(catalog) = file.catalog()
        && let Some(root) = catalog.get(b"Pages".as_slice())
    {
        tree.walk(root, Sheet { dictionary: catalog, resources: None, size: None }, work, MAX_DEPTH)?;
    }
    let mut sheets = tree.sheets;
    if sheets.is_empty() {
        let above = |dictionary| Sheet { dictionary, resources: None, size: None };
        sheets = file.of_type(b"Page").take(MAX_PAGES + 1).map(|page| above(page).below(file, page)).collect();
    }
    match sheets.len() {
        0 => Err(Unread::Damaged),
        1..=MAX_PAGES => Ok(sheets),
        _ => Err(Unread::TooLarge),
    }
}

impl<'v> Sheet<'v> {
    /// What stands below this in the tree.
    fn below(self, file: &'v File<'_>, dictionary: &'v Dictionary) -> Self {
        let resources = file.at(dictionary, "Resources").and_then(Value::dictionary).or(self.resources);
        let size = file.at(dictionary, "MediaBox").and_then(Value::list).or(self.size);
        Self { dictionary, resources, size }
    }
}

struct Tree<'v, 'f> {
    file: &'v File<'f>,
    seen: BTreeSet<u32>,
    sheets: Vec<Sheet<'v>>,
}

impl<'v> Tree<'v, '_> {
    fn walk(&mut self, node: &'v Value, above: Sheet<'v>, work: &mut Work, depth: usize) -> Result<(), Unread> {
        work.step()?;
        let depth = depth.checked_sub(1).ok_or(Unread::TooLarge)?;
        let is_seen = if let Value::Reference(number) = node { !self.seen.insert(*number) } else { false };
        let Some(node) = self.file.resolve(node).and_then(Value::dictionary).filter(|_| !is_seen) else { return Ok(()) };
        if self.sheets.len() > MAX_PAGES {
            return Err(Unread::TooLarge);
        }
        let sheet = above.below(self.file, node);
        match self.file.at(node, "Kids").and_then(Value::list) {
            Some(kids) if !is_type(node, b"Page") => kids.iter().try_for_each(|kid| self.walk(kid, sheet, work, depth)),
            Some(_) | None => {
                self.sheets.push(sheet);
                Ok(())
            }
        }
    }
}
