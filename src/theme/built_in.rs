//! The files of the theme that is part of the program. A test holds the lists against `themes/default/`.

macro_rules! files {
    ($kind:literal, $include:ident, [$($name:literal),* $(,)?]) => {
        &[$(($name, $include!(concat!("../../themes/default/", $kind, "/", $name)))),*]
    };
}

/// The templates, by name.
pub(crate) const TEMPLATES: &[(&str, &str)] = files!(
    "templates",
    include_str,
    [
        "accessibility.html",
        "agency.html",
        "apply.html",
        "base.html",
        "category.html",
        "compare.html",
        "data.html",
        "document.html",
        "flow.html",
        "home.html",
        "item.html",
        "macros.html",
        "matrix.html",
        "metric.html",
        "not-found.html",
        "redirect.html",
        "report.html",
        "reports.html",
        "rules.html",
        "search.html",
        "site-map.html",
        "table.html",
        "titles.html",
        "year.html",
    ]
);

/// The words of the interface, a file a language.
pub(crate) const STRINGS: &[(&str, &str)] = files!("strings", include_str, ["en.toml", "zh-CN.toml"]);

/// The files published as they are, by name below `static/`.
pub(crate) const ASSETS: &[(&str, &[u8])] = files!("static", include_bytes, ["finder.js", "icon.svg", "prefs.js", "search.js", "site.css"]);

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[track_caller]
    fn case<T>(folder: &str, listed: &[(&str, T)]) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default").join(folder);
        let files: BTreeSet<String> =
            std::fs::read_dir(folder).expect("in the repository").map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
        assert_eq!(files, listed.iter().map(|(name, _)| (*name).to_owned()).collect());
    }

    #[test]
    fn lists_are_complete() {
        case("templates", TEMPLATES);
        case("strings", STRINGS);
        case("static", ASSETS);
    }
}
