//! An address in HTML → where it leads, as a browser takes it.

use crate::model::Base;

/// Where an address leads from a page of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leads {
    /// To a place on the host of the portal, or on the page itself.
    Here,
    /// To another place from each page.
    Anywhere,
    /// To another host.
    Elsewhere,
    /// Nowhere: it runs a script.
    Script,
}

/// Where an address leads from the pages of a portal that stands at `base`.
pub(super) fn leads(address: &str, base: &Base) -> Leads {
    // Browsers leave out line ends and tabs, trim what is not printed, and take a backslash for a slash.
    let address: String = address.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).map(|c| if c == '\\' { '/' } else { c }).collect();
    let address = address.trim_matches(|c: char| c <= ' ');
    if address.is_empty() || address.starts_with('#') {
        return Leads::Here;
    }
    let scheme = scheme(address).map(str::to_ascii_lowercase);
    match scheme.as_deref() {
        Some("javascript") => Leads::Script,
        Some(scheme @ ("http" | "https")) => on_host(scheme, &address[scheme.len() + 1..], base),
        Some(_) => Leads::Elsewhere,
        None if address.starts_with("//") => on_host(base.origin.split(':').next().unwrap_or_default(), address, base),
        None if address.starts_with('/') => Leads::Here,
        None => Leads::Anywhere,
    }
}

/// The scheme of an address, if it has one.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let begins_well = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    (begins_well && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))).then_some(scheme)
}

/// Where `//host/path` leads.
fn on_host(scheme: &str, rest: &str, base: &Base) -> Leads {
    let Some(rest) = rest.strip_prefix("//") else { return Leads::Elsewhere };
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    if origin(scheme, authority) == own_origin(base) { Leads::Here } else { Leads::Elsewhere }
}

fn own_origin(base: &Base) -> Option<String> {
    let (scheme, authority) = base.origin.split_once("://")?;
    origin(scheme, authority)
}

/// An origin in one way of writing; none for an address with a name and password.
fn origin(scheme: &str, authority: &str) -> Option<String> {
    let port = if scheme == "https" { ":443" } else { ":80" };
    let host = authority.strip_suffix(port).unwrap_or(authority).to_ascii_lowercase();
    (!host.contains('@')).then(|| format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(address: &str, expected: Leads) {
        let base = Base::parse("https://www.Example.gov.cn/bmzt/").expect("an address");
        assert_eq!(leads(address, &base), expected, "{address}");
    }

    #[test]
    fn addresses() {
        for here in [
            "",
            "#top",
            "/",
            "/img/a.png",
            "https://www.example.gov.cn/x",
            "https://WWW.example.gov.cn:443",
            "//www.example.gov.cn/x",
            " /x\n",
            "HTTPS://www.example.gov.cn",
        ] {
            case(here, Leads::Here);
        }
        for elsewhere in [
            "http://www.example.gov.cn/",
            "https://www.example.gov.cn:8443/",
            "https://www.example.gov.cn.example/",
            "https://www.example.gov.cn@example.com/",
            "//example.com",
            "\\\\example.com",
            "/\\example.com",
            "ht\ntps://example.com",
            "data:image/png;base64,AA",
            "mailto:x@example.cn",
            "https:/x",
        ] {
            case(elsewhere, Leads::Elsewhere);
        }
        for anywhere in ["logo.png", "../x", "?q=1", "a/b:c", "./"] {
            case(anywhere, Leads::Anywhere);
        }
        for script in ["javascript:void(0)", " JavaScript:x", "java\tscript:x"] {
            case(script, Leads::Script);
        }
    }
}
