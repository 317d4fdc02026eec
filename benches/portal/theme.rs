//! A theme as plain as the layouts for Hugo, laid over lanmu's own: with it the two are compared by their work, not by
//! how much they have to say.

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        [$((concat!("templates/", $name), include_str!(concat!("theme/", $name)))),*]
    };
}

/// Its files, by name below the theme's folder.
pub(crate) const PLAIN: [(&str, &str); 12] = templates![
    "base.html",
    "home.html",
    "agency.html",
    "category.html",
    "item.html",
    "reports.html",
    "report.html",
    "compare.html",
    "year.html",
    "site-map.html",
    "accessibility.html",
    "not-found.html"
];
