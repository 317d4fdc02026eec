//! A request → a file of the built portal, with the script that reloads it. Only GET and HEAD, only this machine's own
//! names, nothing outside the built folder.

use super::Served;
use super::live::SCRIPT;
use percent_encoding::percent_decode_str;
use std::io::Write;
use std::path::{Path, PathBuf};
use tiny_http::{Header, Method, Request, Response};

/// The look of the box that shows what is wrong.
const STYLE: &str = include_str!("live.css");

/// Answers a request. A browser that has gone away is no concern of ours.
pub(crate) fn answer(request: Request, served: &Served) {
    let path = request.url().split(['?', '#']).next().unwrap_or("/").to_owned();
    if let Err(status) = admit(&request, served) {
        let _ = request.respond(plain(status));
        return;
    }
    if path == "/__lanmu/events" {
        listen(request, served);
        return;
    }
    let response = match path.as_str() {
        "/__lanmu/live.js" => bytes(SCRIPT.into(), "text/javascript; charset=utf-8", 200),
        "/__lanmu/live.css" => bytes(STYLE.into(), "text/css; charset=utf-8", 200),
        path => page(path, served),
    };
    let _ = request.respond(response);
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
    if origin.is_some_and(|origin| !own.iter().any(|own| origin == format!("http://{own}"))) {
        return Err(403);
    }
    Ok(())
}

fn listen(request: Request, served: &Served) {
    let mut writer = request.into_writer();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
    if writer.write_all(head.as_bytes()).is_ok() {
        served.live.listen(writer);
    }
}

type Answer = Response<std::io::Cursor<Vec<u8>>>;

fn page(path: &str, served: &Served) -> Answer {
    let base_path = served.live.base_path();
    let Some(below) = path.strip_prefix(&base_path) else {
        return if path == "/" || format!("{path}/") == base_path { redirect(&base_path) } else { missing(served) };
    };
    match find(&served.out, below) {
        Found::File(file) => file_response(&file, served, 200),
        Found::Folder => redirect(&format!("{path}/")),
        Found::Nothing => missing(served),
    }
}

enum Found {
    File(PathBuf),
    Folder,
    Nothing,
}

/// The file that a path below the portal's root names.
fn find(out: &Path, below: &str) -> Found {
    let Ok(decoded) = percent_decode_str(below).decode_utf8() else { return Found::Nothing };
    let parts: Vec<&str> = decoded.split('/').collect();
    let (last, folders) = match parts.split_last() {
        Some((last, folders)) => (*last, folders),
        None => ("", &[][..]),
    };
    let good = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
    if !folders.iter().all(|part| good(part)) || !(last.is_empty() || good(last)) {
        return Found::Nothing;
    }
    let folder = folders.iter().fold(out.to_owned(), |folder, part| folder.join(part));
    let file = if last.is_empty() { folder.join("index.html") } else { folder.join(last) };
    let (Ok(real), Ok(inside)) = (file.canonicalize(), out.canonicalize()) else { return Found::Nothing };
    match real.starts_with(&inside) {
        true if real.is_file() => Found::File(real),
        true if real.is_dir() => Found::Folder,
        true | false => Found::Nothing,
    }
}

fn missing(served: &Served) -> Answer {
    let file = served.out.join("404.html");
    if file.is_file() {
        return file_response(&file, served, 404);
    }
    // Nothing could be built yet: the box of the script tells why.
    let problems = served.live.problems().replace('&', "&amp;").replace('<', "&lt;");
    let text = if problems.is_empty() { "正在生成…" } else { "还不能生成，请先改正以下问题。" };
    let html = format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>lanmu</title></head><body><main><h1>{text}</h1><noscript><pre>{problems}</pre></noscript></main></body></html>"
    );
    bytes(inject(html.into_bytes(), served.live.generation()), "text/html; charset=utf-8", 503)
}

fn file_response(file: &Path, served: &Served, status: u16) -> Answer {
    // Taken before the page is read: a page that is older than it says would never be loaded again.
    let generation = served.live.generation();
    let Ok(content) = std::fs::read(file) else { return plain(404) };
    let kind = content_type(file);
    let content = if kind.starts_with("text/html") { inject(content, generation) } else { content };
    bytes(content, kind, status)
}

/// A page with the script that reloads it. Pages on disk do not have it.
fn inject(page: Vec<u8>, generation: u64) -> Vec<u8> {
    let tag = format!("<link rel=\"stylesheet\" href=\"/__lanmu/live.css\"><script src=\"/__lanmu/live.js\" data-generation=\"{generation}\"></script>");
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

    #[test]
    fn no_path_leaves_the_folder() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let out = folder.path().join("out");
        std::fs::create_dir_all(out.join("kjj")).expect("created");
        for (name, text) in [("out/index.html", "home"), ("out/kjj/附 表.html", "x"), ("secret.txt", "s")] {
            std::fs::write(folder.path().join(name), text).expect("written");
        }
        let is_file = |path: &str| matches!(find(&out, path), Found::File(_));
        assert!(is_file("") && is_file("index.html") && is_file("kjj/%E9%99%84%20%E8%A1%A8.html"));
        assert!(matches!(find(&out, "kjj"), Found::Folder));
        for bad in
            ["../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "kjj/../../secret.txt", "/etc/passwd", "kjj//x", ".lanmu/x", "a\\b", "%ff", "kjj%00"]
        {
            assert!(matches!(find(&out, bad), Found::Nothing), "{bad}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("secret.txt"), out.join("link.txt")).expect("linked");
            assert!(matches!(find(&out, "link.txt"), Found::Nothing));
        }
    }
}
