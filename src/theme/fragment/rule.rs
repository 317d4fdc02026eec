//! A tag → what in it a page cannot take: a second document, what the pages' own security policy blocks, what leads to
//! another host.

use super::address::{Leads, leads};
use crate::diagnostic::Text;
use crate::model::Base;
use html5ever::tokenizer::Tag;

/// The most of an address that a message repeats, in characters.
const MAX_SHOWN: usize = 60;

/// A fault of a tag: at the attribute of that name, or else at the tag itself.
pub(super) struct Fault {
    pub(super) attribute: Option<String>,
    pub(super) message: Text,
    pub(super) help: Text,
}

/// What is wrong with a tag that opens an element; `foreign` where it stands in a picture or formula.
pub(super) fn faults(tag: &Tag, foreign: bool, base: &Base) -> Vec<Fault> {
    let name = &*tag.name;
    let mut faults: Vec<Fault> = element_fault(tag, foreign).into_iter().collect();
    for attribute in &tag.attrs {
        let (key, value) = (&*attribute.name.local, &*attribute.value);
        let fault = blocked_attribute(key).or_else(|| role_fault(key, value)).or_else(|| address_fault(name, key, value, base));
        faults.extend(fault.map(|(message, help)| Fault { attribute: Some(key.to_owned()), message, help }));
    }
    faults
}

/// Whether an element with that name is never closed.
pub(super) fn is_void(name: &str) -> bool {
    matches!(name, "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "source" | "track" | "wbr")
        || matches!(name, "basefont" | "bgsound" | "frame" | "keygen" | "param")
}

fn element_fault(tag: &Tag, foreign: bool) -> Option<Fault> {
    let name = &*tag.name;
    let fault = |why: (&str, &str), help: (&str, &str)| {
        let message = Text::new(format!("<{name}> {}", why.0), format!("`<{name}>` {}", why.1));
        Some(Fault { attribute: None, message, help: Text::new(help.0, help.1) })
    };
    let has_source = tag.attrs.iter().any(|attribute| &*attribute.name.local == "src" && !attribute.value.trim().is_empty());
    match name {
        "script" if !has_source => fault(
            ("中直接写有脚本，会被网页的安全策略拦截", "holds its script, which the pages' security policy blocks"),
            ("请把脚本放在本网站的文件中，用 src 引用", "put the script into a file of this host and name it in `src`"),
        ),
        "style" => fault(
            ("中直接写有样式，会被网页的安全策略拦截", "holds styles, which the pages' security policy blocks"),
            (
                "请把样式放在本网站的文件中，用 <link rel=\"stylesheet\"> 引用",
                "put the styles into a file of this host and name it in `<link rel=\"stylesheet\">`",
            ),
        ),
        "iframe" | "object" | "embed" | "applet" | "video" | "audio" => {
            fault(("会被网页的安全策略拦截", "is blocked by the pages' security policy"), ("请删去，或改为链接", "remove it, or make it a link"))
        }
        _ if foreign => None,
        "html" | "head" | "body" | "title" | "base" | "meta" | "frameset" | "frame" => fault(
            ("属于完整的网页，这里只能是网页的一部分", "belongs to a whole page; this is part of one"),
            ("请只保留页头或页脚本身，外面用 div", "keep only the head or foot itself, within a div"),
        ),
        "main" | "header" | "footer" => {
            fault(("在每一页中已有一个，不能再有", "is on every page already and cannot be there twice"), ("请改用 div", "use a div"))
        }
        "h1" => fault(("在每一页中已有一个，即该页的标题", "is on every page already, as its heading"), ("请改用 p 或 div", "use a p or a div")),
        _ => None,
    }
}

fn blocked_attribute(key: &str) -> Option<(Text, Text)> {
    let event = key.len() > 2 && key.starts_with("on");
    let help = match key {
        "style" => Text::new("请把样式写在样式表文件中，这里用 class", "put it into a style sheet and use a class here"),
        _ if event => Text::new("请把脚本放在文件中，在那里登记事件", "put the script into a file and listen to the event there"),
        _ => return None,
    };
    let message = Text::new(format!("属性 {key} 会被网页的安全策略拦截"), format!("the attribute `{key}` is blocked by the pages' security policy"));
    Some((message, help))
}

fn role_fault(key: &str, value: &str) -> Option<(Text, Text)> {
    let role = value.trim();
    (key == "role" && matches!(role, "banner" | "main" | "contentinfo")).then(|| {
        let message = Text::new(format!("role=\"{role}\" 在每一页中已有一个"), format!("the role `{role}` is on every page already"));
        (message, Text::new("请删去这个属性", "remove the attribute"))
    })
}

/// The addresses that an attribute holds; none where it holds no address.
fn addresses<'a>(key: &str, value: &'a str) -> Vec<&'a str> {
    match key {
        "href" | "xlink:href" | "src" | "action" | "formaction" | "poster" | "background" | "data" => vec![value],
        "srcset" | "imagesrcset" => value.split(',').filter_map(|candidate| candidate.split_whitespace().next()).collect(),
        "ping" => value.split_whitespace().collect(),
        _ => Vec::new(),
    }
}

fn address_fault(name: &str, key: &str, value: &str, base: &Base) -> Option<(Text, Text)> {
    // A reader follows a link of their own will; all else a browser fetches, or sends something to.
    let is_link = matches!(name, "a" | "area") && matches!(key, "href" | "xlink:href");
    let host = &base.origin;
    let fault = |address: &str| {
        let shown: String = address.trim().chars().take(MAX_SHOWN).collect();
        match leads(address, base) {
            Leads::Here => None,
            Leads::Elsewhere if is_link => None,
            Leads::Elsewhere => Some((
                Text::new(format!("<{name}> 的 {key} 指向本网站以外：{shown}"), format!("`{key}` of `<{name}>` leads away from {host}: `{shown}`")),
                Text::new(format!("请把文件放在 {host} 上，写以 / 开头的地址"), format!("keep it on {host}, and write its address from `/` on")),
            )),
            Leads::Anywhere => Some((
                Text::new(
                    format!("<{name}> 的 {key} 在不同的页面上会指向不同的地方：{shown}"),
                    format!("`{key}` of `<{name}>` leads to another place from each page: `{shown}`"),
                ),
                Text::new("请写完整网址，或以 / 开头的地址", "write a full address, or one from `/` on"),
            )),
            Leads::Script => Some((
                Text::new(format!("{key} 中写有脚本，会被网页的安全策略拦截"), format!("`{key}` holds a script, which the pages' security policy blocks")),
                Text::new("请改为真实的网址，或用按钮和脚本文件", "write a real address, or use a button and a script file"),
            )),
        }
    };
    addresses(key, value).into_iter().find_map(fault)
}
