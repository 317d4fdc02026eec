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
fn names(name: &str, templates: &BTreeMap<&str, Template<'_, '_>>) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let (mut reached, mut waiting) = (BTreeSet::from([name]), vec![name]);
    while let Some(template) = waiting.pop().and_then(|name| templates.get(name)) {
        let source = template.source();
        if is_open(source) {
            return None;
        }
        names.extend(template.undeclared_variables(false));
        let is_named = |other: &str| source.contains(&format!("\"{other}\"")) || source.contains(&format!("'{other}'"));
        waiting.extend(templates.keys().filter(|other| is_named(other) && reached.insert(other)));
    }
    Some(names)
}

/// Whether a template may be made of others that it does not name, or shows all variables there are.
fn is_open(source: &str) -> bool {
    let tags = source.split("{%").skip(1).map(|tag| tag.trim_start_matches(['-', '+']).trim_start());
    let operand = |tag: &str| ["extends", "include", "import", "from"].iter().find_map(|word| tag.strip_prefix(word).map(|rest| rest.trim_start().to_owned()));
    source.contains("debug(") || tags.filter_map(operand).any(|operand| !operand.starts_with(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let expected = expected.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(Asked::of("page.html", &environment), Asked { names: expected }, "{page}");
    }

    #[test]
    fn what_a_page_may_show() {
        case("{% for row in rows %}{{ row.name }}{% endfor %}{{ total + 1 }}", Some(&["rows", "total"]));
        case("{% extends \"base.html\" %}{% block main %}{{ tables }}{% endblock %}", Some(&["below", "site", "tables"]));
        case("{% from 'macros.html' import shown %}{{ shown(part) }}", Some(&["outer", "part"]));
        case("{%- include which %}", None);
        case("{% include [\"other.html\", which] %}", None);
        case("{{ debug() }}", None);
    }

    #[test]
    fn what_is_never_shown_is_not_made() {
        let asked = Asked { names: Some(BTreeSet::from(["tables".to_owned()])) };
        assert_eq!((asked.only("tables", || 1), asked.only("summary", || 2), Asked::default().only("summary", || 3)), (1, 0, 3));
    }
}
