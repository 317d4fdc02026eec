//! The headings of a page: their texts, and an address for each that is given once.

use std::collections::BTreeMap;

/// A heading, and where it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its address within the page.
    pub id: String,
    /// Its text without markup.
    pub text: String,
}

/// The headings of a page so far.
#[derive(Default)]
pub(crate) struct Headings {
    /// The addresses that are taken, each with the number from which on a free one is looked for.
    taken: BTreeMap<String, usize>,
    /// The headings in the order of the page.
    pub(crate) all: Vec<Heading>,
}

impl Headings {
    /// Adds a heading, and gives its address: the one that the author chose, where that can be one, or else one made of
    /// its letters and digits.
    pub(crate) fn add(&mut self, text: String, chosen: Option<&str>) -> String {
        let is_good = |id: &&str| !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let base = match chosen.filter(is_good) {
            // `h-` keeps it apart from the addresses of the page around it and of its tables.
            Some(id) => format!("h-{id}"),
            None => address(&text),
        };
        let id = self.unique(base);
        self.all.push(Heading { id: id.clone(), text });
        id
    }

    /// This address, or with a number where it is taken.
    fn unique(&mut self, base: String) -> String {
        let Some(mut number) = self.taken.get(&base).copied() else {
            self.taken.insert(base.clone(), 1);
            return base;
        };
        let mut free = base.clone();
        while self.taken.contains_key(&free) {
            number += 1;
            free = format!("{base}-{number}");
        }
        self.taken.insert(base, number);
        self.taken.entry(free.clone()).or_insert(1);
        free
    }
}

/// The address that the letters and digits of a heading make.
fn address(text: &str) -> String {
    let mut address = String::with_capacity("s-".len() + text.len());
    address.push('s');
    for (at, c) in text.chars().filter(|c| c.is_alphanumeric() || *c == '-').take(40).enumerate() {
        if at == 0 {
            address.push('-');
        }
        address.push(c);
    }
    address
}
