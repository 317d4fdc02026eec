//! A request → a page of the portal, with the script that follows it. Only GET and HEAD, only this machine's own names,
//! nothing that is not a page or file of the portal.

use super::Served;
use super::finding::panel;
use super::live::{SCRIPT, STYLE};
use super::shelf::{NO_PORTAL, NOTHING, Sheet};
use crate::diagnostic::{Diagnostic, Lang, Level, render};
use crate::html::escape;
use percent_encoding::percent_decode_str;
use std::io::Write;
use std::path::Path;
use tiny_http::{Header, Method, Request, Response};

/// Where what belongs to the preview alone stands.
const OWN: &str = "/__lanmu/";

/// What a page is asked with that is to be shown as it is, without bar and panel.
const PLAIN: &str = "__lanmu=plain";

/// Answers a request. A browser that has gone away is no concern of ours.
pub(crate) fn answer(request: Request, served: &Served) {
    let (path, query) = split(request.url());
    if let Err(status) = admit(&request, served) {
        let _ = request.respond(plain(status));
        return;
    }
    let of_page = || query.strip_prefix("page=").and_then(|page| file_of(page, served));
    let response = match path.strip_prefix(OWN) {
        Some("events") => {
            if let Some(file) = of_page() {
                listen(request, file, served);
            } else {
                let _ = request.respond(plain(404));
            }
            return;
        }
        Some("live.js") => bytes(SCRIPT.into(), "text/javascript; charset=utf-8", 200),
        Some("live.css") => bytes(STYLE.into(), "text/css; charset=utf-8", 200),
        Some("findings") => findings(of_page(), served),
        Some(_) => plain(404),
        None => page(&path, &query, served),
    };
    let _ = request.respond(response);
}

fn split(url: &str) -> (String, String) {
    let url = url.split('#').next().unwrap_or("/");
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    (path.to_owned(), query.to_owned())
}

/// Whether a request may be answered at all: a method that changes nothing, a host name of this machine (another
/// name means that a page from elsewhere had it resolved to here), and no page from elsewhere asking.
fn admit(request: &Request, served: &Served) -> Result<(), u16> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return Err(405);
    }
    let header = |name: &'static str| request.headers().iter().find(|header| header.field.equiv(name)).map(|header| header.value.as_str());
    let own = [format!("127.0.0.1:{}", served.port), format!("localhost:{}", served.port), format!("[::1]:{}", served.port)];
    if !header("Host").is_some_and(|host| own.iter().any(|own| own == host)) {
        return Err(403);
    }
    let origin = header("Origin");
    let is_from_elsewhere = header("Sec-Fetch-Site").is_some_and(|site| site == "cross-site" && request.url().starts_with(OWN));
    if is_from_elsewhere || origin.is_some_and(|origin| !own.iter().any(|own| origin == format!("http://{own}"))) {
        return Err(403);
    }
    Ok(())
}

fn listen(request: Request, file: String, served: &Served) {
    let mut writer = request.into_writer();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
    if writer.write_all(head.as_bytes()).is_ok() {
        served.live.listen(file, writer, &served.shelf);
    }
}

/// What was found about a page.
fn findings(file: Option<String>, served: &Served) -> Answer {
    let mut sources = file.as_deref().map(|file| served.shelf.sources(file)).unwrap_or_default();
    let mut found = served.live.last().diagnostics.to_vec();
    if let Some(fault) = file.and_then(|file| served.shelf.fault(&file)) {
        sources.extend(fault.place.as_ref().map(|place| place.path().to_owned()));
        if !found.contains(&fault) {
            found.push(fault);
        }
    }
    bytes(panel(&found, &sources, &served.root, served.lang), "application/json; charset=utf-8", 200)
}

type Answer = Response<std::io::Cursor<Vec<u8>>>;

fn page(path: &str, query: &str, served: &Served) -> Answer {
    let base_path = served.live.last().base_path;
    if !path.starts_with(&base_path) && (path == "/" || format!("{path}/") == base_path) {
        return redirect(&base_path);
    }
    let Some(file) = file_of(path, served) else { return missing(served) };
    match served.shelf.sheet(&file) {
        Ok(Some(sheet)) => answer_with(sheet, &file, query, served),
        Ok(None) if !path.ends_with('/') && served.shelf.print(&format!("{file}/index.html")) != NOTHING => redirect(&format!("{path}/")),
        Ok(None) => missing(served),
        Err(broken_page) => broken(&[broken_page.0], &broken_page.1, served),
    }
}

/// The file that a path on the host names, as a build would store it; none where no page of the portal can stand.
fn file_of(path: &str, served: &Served) -> Option<String> {
    stored(path.strip_prefix(&served.live.last().base_path)?)
}

fn stored(below: &str) -> Option<String> {
    let decoded = percent_decode_str(below).decode_utf8().ok()?;
    let (folders, last) = decoded.rsplit_once('/').unwrap_or(("", &decoded));
    let good = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
    let is_good = (folders.is_empty() || folders.split('/').all(good)) && (last.is_empty() || good(last));
    let is_rooted = decoded.starts_with('/');
    is_good.then_some(()).filter(|()| !is_rooted)?;
    Some(if last.is_empty() { format!("{decoded}index.html") } else { decoded.into_owned() })
}

fn answer_with(sheet: Sheet, file: &str, query: &str, served: &Served) -> Answer {
    let kind = content_type(Path::new(file));
    let Sheet { bytes: content, print } = sheet;
    let content = if kind.starts_with("text/html") && query != PLAIN { inject(content, &print, served) } else { content };
    bytes(content, kind, 200)
}

fn missing(served: &Served) -> Answer {
    if served.shelf.is_empty() {
        return broken(&served.live.last().diagnostics, NO_PORTAL, served);
    }
    match served.shelf.sheet("404.html") {
        Ok(Some(sheet)) => bytes(inject(sheet.bytes, NOTHING, served), "text/html; charset=utf-8", 404),
        Ok(None) | Err(_) => plain(404),
    }
}

/// A page that tells why there is none yet; the script loads what is there once it is mended.
fn broken(found: &[Diagnostic], print: &str, served: &Served) -> Answer {
    let (lang, title) = match served.lang {
        Lang::Zh => ("zh-CN", "还不能显示，请先改正以下问题"),
        Lang::En => ("en", "this cannot be shown until the following is mended"),
    };
    let errors: Vec<Diagnostic> = found.iter().filter(|diagnostic| diagnostic.level == Level::Error).cloned().collect();
    let problems = escape(&render(&errors, served.lang, false)).into_owned();
    let html = format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>lanmu</title></head><body><main><h1>{title}</h1><pre>{problems}</pre></main></body></html>"
    );
    bytes(inject(html.into_bytes(), print, served), "text/html; charset=utf-8", 503)
}

/// A page with the script that follows it. Pages that are built do not have it.
fn inject(page: Vec<u8>, print: &str, served: &Served) -> Vec<u8> {
    let (lang, editor) = (if served.lang == Lang::Zh { "zh" } else { "en" }, escape(&served.editor));
    let tag = format!(
        "<link rel=\"stylesheet\" href=\"{OWN}live.css\"><script src=\"{OWN}live.js\" data-print=\"{print}\" data-lang=\"{lang}\" data-editor=\"{editor}\"></script>"
    );
    let mut text = String::from_utf8_lossy(&page).into_owned();
    let end = text.rfind("</body>").unwrap_or(text.len());
    text.insert_str(end, &tag);
    text.into_bytes()
}

fn redirect(to: &str) -> Answer {
    let response = plain(302);
    match header("Location", to) {
        Some(location) => response.with_header(location),
        None => response,
    }
}

fn plain(status: u16) -> Answer {
    bytes(format!("{status}\n").into_bytes(), "text/plain; charset=utf-8", status)
}

fn bytes(content: Vec<u8>, kind: &str, status: u16) -> Answer {
    let headers = [header("Content-Type", kind), header("Cache-Control", "no-store"), header("X-Content-Type-Options", "nosniff")];
    headers.into_iter().flatten().fold(Response::from_data(content).with_status_code(status), Response::with_header)
}

fn header(name: &str, value: &str) -> Option<Header> {
    Header::from_bytes(name.as_bytes(), value.as_bytes()).ok()
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("html" | "htm" | "shtml") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("xml") => "application/xml; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("pdf") => "application/pdf",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some(_) | None => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(below: &str, expected: Option<&str>) {
        assert_eq!(stored(below).as_deref(), expected, "{below}");
    }

    #[test]
    fn paths_of_pages() {
        case("", Some("index.html"));
        case("kjj/", Some("kjj/index.html"));
        case("kjj", Some("kjj"));
        case("kjj/%E9%99%84%20%E8%A1%A8.html", Some("kjj/附 表.html"));
        for bad in
            ["../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "kjj/../../secret.txt", "/etc/passwd", "kjj//x", ".lanmu/x", "a\\b", "%ff", "kjj%00"]
        {
            case(bad, None);
        }
    }
}
