//! Templates → which variables a page of each may ask for, so that what a theme never shows need not be made.

use minijinja::{Environment, Template};
use std::collections::{BTreeMap, BTreeSet};

/// The variables that pages of a template may ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Their names; none where any may be asked for.
    names: Option<BTreeSet<String>>,
}

impl Asked {
    /// What is asked for by a template and by those that it is made of.
    pub(super) fn of(template: &str, environment: &Environment<'_>) -> Self {
        Self { names: names(template, &environment.templates().collect()) }
    }

    /// Whether a variable may be asked for.
    #[must_use]
    pub fn asks(&self, name: &str) -> bool {
        self.names.as_ref().is_none_or(|names| names.contains(name))
    }

    /// What a variable holds; nothing of it is made where it is never asked for.
    pub fn only<T: Default>(&self, name: &str, make: impl FnOnce() -> T) -> T {
        if self.asks(name) { make() } else { T::default() }
    }
}

/// The names for one template; none where it may be made of any.
///
/// Whatever stands as a word in a template may be a variable that it asks for: to make one that it does not is no harm, and to
/// tell them apart takes more than a parser. `{% set rows = rows | sort %}` asks for one by the name that it gives.
fn names(name: &str, templates: &BTreeMap<&str, Template<'_, '_>>) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let (mut reached, mut waiting) = (BTreeSet::from([name]), vec![name]);
    while let Some(template) = waiting.pop().and_then(|name| templates.get(name)) {
        let source = template.source();
        if is_open(source) {
            return None;
        }
        names.extend(source.split(|c: char| c != '_' && !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned));
        let is_named = |other: &str| source.contains(&format!("\"{other}\"")) || source.contains(&format!("'{other}'"));
        waiting.extend(templates.keys().filter(|other| is_named(other) && reached.insert(other)));
    }
    Some(names)
}

/// Whether a template may be made of others that it does not name, or shows all variables there are.
fn is_open(source: &str) -> bool {
    let tags = source.split("{%").skip(1).map(|tag| tag.split("%}").next().unwrap_or(tag).trim_matches(['-', '+']).trim());
    let operand = |tag: &str| ["extends", "include", "import", "from"].iter().find_map(|word| tag.strip_prefix(word).map(|rest| rest.trim_start().to_owned()));
    source.contains("debug(") || tags.filter_map(operand).any(|operand| !is_one_name(&operand))
}

/// Whether what a tag is about is one name in quotes.
fn is_one_name(operand: &str) -> bool {
    let Some(quote) = operand.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else { return false };
    let Some((_, rest)) = operand[1..].split_once(quote) else { return false };
    let rest = rest.trim_start();
    rest.is_empty() || ["ignore missing", "as ", "import ", "with context", "without context"].iter().any(|known| rest.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The variables of some names that a page may ask for; none where it may ask for any.
    #[track_caller]
    fn case(page: &str, expected: Option<&[&str]>) {
        let mut environment = Environment::new();
        let others = [
            ("base.html", "{{ site }}{% block main %}{{ below }}{% endblock %}"),
            ("other.html", "{{ hidden }}"),
            ("macros.html", "{% macro shown(part) %}{{ part.name }}{{ outer }}{% endmacro %}"),
        ];
        for (name, source) in others.into_iter().chain([("page.html", page)]) {
            environment.add_template(name, source).expect("a template");
        }
        let asked = Asked::of("page.html", &environment);
        let all = ["below", "hidden", "outer", "part", "rows", "site", "tables", "total"];
        let told: Vec<&str> = all.into_iter().filter(|name| asked.asks(name)).collect();
        assert_eq!((asked.names.is_some(), told), (expected.is_some(), expected.unwrap_or(&all).to_vec()), "{page}");
    }

    #[test]
    fn what_a_page_may_show() {
        case("{% for row in rows %}{{ row.name }}{% endfor %}{{ total + 1 }}", Some(&["rows", "total"]));
        case("{% extends \"base.html\" %}{% block main %}{{ tables }}{% endblock %}", Some(&["below", "site", "tables"]));
        case("{% from 'macros.html' import shown %}{{ shown(part) }}", Some(&["outer", "part"]));
        case("{% include 'other.html' ignore missing %}", Some(&["hidden"]));
        case("{%- include which %}", None);
        case("{% include [\"other.html\", which] %}", None);
        case("{% include \"other/\" ~ kind ~ \".html\" %}", None);
        case("{% include 'other.html' if total else which %}", None);
        case("{{ debug() }}", None);
    }

    #[test]
    fn a_name_that_is_given_may_be_asked_for_too() {
        case("{% set rows = rows | sort %}{{ rows }}", Some(&["rows"]));
        case("{% with rows = rows %}{{ rows }}{% endwith %}", Some(&["rows"]));
        case("{% set rows %}{{ rows }}{{ total }}{% endset %}", Some(&["rows", "total"]));
    }

    #[test]
    fn what_is_never_shown_is_not_made() {
        let asked = Asked { names: Some(BTreeSet::from(["tables".to_owned()])) };
        assert_eq!((asked.only("tables", || 1), asked.only("summary", || 2), Asked::default().only("summary", || 3)), (1, 0, 3));
    }
}
