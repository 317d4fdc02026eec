//! A link as it is written in words → where it leads: to a path below the portal's root, or elsewhere.

use crate::markdown::Links;
use crate::model::{Address, Base};
use percent_encoding::percent_decode_str;

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// To another site, or to none.
    Elsewhere,
    /// Out of the portal, to the site that it is part of, without naming that.
    Outside,
    /// To a place below the portal's root.
    Inside {
        /// The path, without a slash at its beginning; what ends with one, and nothing, is a folder.
        path: String,
        /// The place on the page; may be empty.
        anchor: String,
    },
}

/// Where a link leads that stands in the words of a page.
pub(super) fn way(target: &str, page: &Address, base: &Base) -> Way {
    if let Some(path) = plain_path(target) {
        return Way::Inside { path: path.to_owned(), anchor: String::new() };
    }
    let Some(url) = (Links { base: &base.path }).link(target) else { return Way::Elsewhere };
    let (url, anchor) = url.split_once('#').unwrap_or((&url, ""));
    let url = url.split('?').next().unwrap_or_default();
    let own = own_path(url, base);
    let has_scheme = url.split('/').next().is_some_and(|first| first.contains(':'));
    if own.is_none() && has_scheme {
        return Way::Elsewhere;
    }
    let anchor = decoded(anchor);
    let path = own.unwrap_or(url);
    if path.is_empty() && own.is_none() {
        return Way::Inside { path: page.as_str().to_owned(), anchor };
    }
    let folder = page.as_str().rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
    let whole = if own.is_some() || path.starts_with('/') { path.to_owned() } else { format!("{}{folder}{path}", base.path) };
    let inside =
        normal(&whole).and_then(|whole| if format!("{whole}/") == base.path { Some(String::new()) } else { whole.strip_prefix(&base.path).map(decoded) });
    match (inside, own) {
        (Some(path), _) => Way::Inside { path, anchor },
        // The whole address of another part of the same site.
        (None, Some(_)) => Way::Elsewhere,
        (None, None) => Way::Outside,
    }
}

/// The path of a link from the portal's root to a page that is a folder, as most links within a portal are.
fn plain_path(target: &str) -> Option<&str> {
    let path = target.strip_prefix('/')?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/');
    (path.bytes().all(is_plain) && !target.contains("//")).then_some(path)
}

/// The path of a whole address on the portal's own host.
fn own_path<'u>(url: &'u str, base: &Base) -> Option<&'u str> {
    let host = |url: &str| {
        ["https://", "http://"].into_iter().find(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))).map(str::len)
    };
    let (rest, own) = (&url[host(url)?..], &base.origin[host(&base.origin)?..]);
    let path = rest.get(own.len()..).filter(|_| rest[..own.len()].eq_ignore_ascii_case(own))?;
    (path.is_empty() || path.starts_with('/')).then_some(if path.is_empty() { "/" } else { path })
}

/// A path from the root of the host without its `.` and `..`; none where it goes above the root.
fn normal(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let mut is_folder = false;
    for part in path.split('/').skip(1) {
        is_folder = matches!(part, "" | "." | "..");
        match part {
            ".." => drop(parts.pop()?),
            "." => {}
            part => parts.push(part),
        }
    }
    if is_folder && parts.last().is_some_and(|last| !last.is_empty()) {
        parts.push("");
    }
    Some(format!("/{}", parts.join("/")))
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(target: &str, expected: Result<(&str, &str), Way>) {
        let base = Base::parse("https://www.example.gov.cn/bmzt/").expect("a base");
        let found = way(target, &Address::new("kjj/2024/news/a.html"), &base);
        assert_eq!(found, expected.map_or_else(|way| way, |(path, anchor)| Way::Inside { path: path.to_owned(), anchor: anchor.to_owned() }));
    }

    #[test]
    fn ways() {
        case("b.md", Ok(("kjj/2024/news/b.html", "")));
        case("../../guide.md#h-how", Ok(("kjj/guide.html", "h-how")));
        case("../../2023/report.md", Ok(("kjj/2023/", "")));
        case("..", Ok(("kjj/2024/", "")));
        case("/kjj", Ok(("kjj", "")));
        case("/", Ok(("", "")));
        case("/index.md", Ok(("index.html", "")));
        case("#s-%E4%B8%80", Ok(("kjj/2024/news/a.html", "s-一")));
        case("?a=1#b", Ok(("kjj/2024/news/a.html", "b")));
        case("%E9%99%84%E4%BB%B6%201.docx", Ok(("kjj/2024/news/附件 1.docx", "")));
        case("附件 1.docx", Ok(("kjj/2024/news/附件 1.docx", "")));
        case("https://www.example.gov.cn/bmzt/kjj/#items", Ok(("kjj/", "items")));
        case("HTTP://WWW.example.gov.cn/bmzt", Ok(("", "")));
        case("https://www.example.gov.cn/zwgk/", Err(Way::Elsewhere));
        case("https://www.example.gov.cn.evil.example/bmzt/", Err(Way::Elsewhere));
        case("https://www.gov.cn/a", Err(Way::Elsewhere));
        case("mailto:a@example.cn", Err(Way::Elsewhere));
        case("javascript:x", Err(Way::Elsewhere));
        case("//www.example.gov.cn/x", Err(Way::Elsewhere));
        case("../../../../zwgk/", Err(Way::Outside));
        case("../../../../../../zwgk/", Err(Way::Outside));
    }
}
