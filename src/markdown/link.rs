//! A link as written in Markdown → a link that is right where the portal stands, or none if it may not be.

/// Where the portal stands.
#[derive(Debug, Clone, Copy)]
pub struct Links<'a> {
    /// The path of its root, with a slash at both ends.
    pub base: &'a str,
}

/// Schemes that a link may have.
const ALLOWED: [&str; 4] = ["http", "https", "mailto", "tel"];

impl Links<'_> {
    /// A link: outside ones as they are, those from the root of the portal below its base, `.md` as the page it
    /// becomes. None for a scheme that is not allowed.
    #[must_use]
    pub fn link(&self, url: &str) -> Option<String> {
        let plain: String = url.chars().filter(|c| !c.is_control()).collect();
        let plain = plain.trim();
        match scheme(plain) {
            Some(scheme) => ALLOWED.contains(&scheme.to_ascii_lowercase().as_str()).then(|| plain.to_owned()),
            None if plain.starts_with("//") || plain.starts_with("\\") || plain.starts_with("/\\") => None,
            None => Some(self.inside(plain)),
        }
    }

    /// A picture's address: only ones of the portal itself.
    pub(crate) fn image(&self, url: &str) -> Option<String> {
        if scheme(&url.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect::<String>()).is_some() {
            return None;
        }
        self.link(url)
    }

    fn inside(&self, url: &str) -> String {
        let (path, rest) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        let page = match path.strip_suffix(".md") {
            Some(stem) if stem == "report" || stem.ends_with("/report") => format!("{}./", stem.trim_end_matches("report")),
            Some(stem) => format!("{stem}.html"),
            None => path.to_owned(),
        };
        match page.strip_prefix('/') {
            Some(from_root) => format!("{}{from_root}{rest}", self.base),
            None => format!("{page}{rest}"),
        }
    }
}

/// The scheme of an address, if it has one.
fn scheme(url: &str) -> Option<&str> {
    let before = &url[..url.find(['/', '?', '#']).unwrap_or(url.len())];
    before.split_once(':').map(|(scheme, _)| scheme)
}

#[cfg(test)]
mod tests {
    use super::Links;

    #[track_caller]
    fn case(url: &str, expected: Option<&str>) {
        assert_eq!(Links { base: "/bmzt/" }.link(url).as_deref(), expected);
    }

    #[test]
    fn links() {
        case("/kjj/2024/", Some("/bmzt/kjj/2024/"));
        case("x.md#one", Some("x.html#one"));
        case("../2023/report.md", Some("../2023/./"));
        case("附表.xlsx", Some("附表.xlsx"));
        case("#one", Some("#one"));
        case("https://www.gov.cn/a:b", Some("https://www.gov.cn/a:b"));
        case("mailto:x@example.cn", Some("mailto:x@example.cn"));
        case(" JavaScript:alert(1)", None);
        case("vbscript:x", None);
        case("//elsewhere.example/x", None);
        case("a/b:c", Some("a/b:c"));
    }
}
