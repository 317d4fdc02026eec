//! What is wrong with the links in words: pages, files and places on pages that are not there.

use super::files::Files;
use super::landmark::Landmark;
use super::way::{Way, way};
use crate::check::{At, Remark};
use crate::diagnostic::{Code, Text, nearest};
use crate::model::{Address, Document, LinkKind, Site, WrittenLink};
use crate::theme::Theme;

/// The most links of one document that are told to be wrong.
const MAX_TOLD: usize = 50;

/// For how many links the address that was probably meant is looked up: a renamed folder breaks thousands.
const MAX_SUGGESTED: usize = 100;

/// The most places of a page among which a near one is looked for.
const MAX_CANDIDATES: usize = 2_000;

/// What there is to link to.
pub(super) struct Links<'k, 's> {
    pub(super) site: &'k Site,
    pub(super) theme: &'k Theme,
    pub(super) files: Files<'k, 's>,
}

/// A link that is wrong, in the document that it stands in.
pub(super) struct Fault<'s> {
    document: &'s Document,
    link: &'s WrittenLink,
    code: Code,
    message: Text,
    help: Help,
}

/// What is wrong with a link, and what to do.
type Wrong = (Code, Text, Help);

/// What to do about a link.
enum Help {
    /// This.
    Known(Text),
    /// Take the address that is near a path where nothing is, or else this.
    Near { path: String, otherwise: Text },
}

impl<'s> Links<'_, 's> {
    /// What is wrong with the links in the words of some pages.
    pub(super) fn faults(&self, landmarks: &[Landmark<'s>]) -> Vec<Fault<'s>> {
        let with_words = landmarks.iter().filter_map(|landmark| Some((&landmark.address, landmark.words?)));
        let faults = with_words.flat_map(|(address, document)| {
            let fault = move |link: &'s WrittenLink| {
                let (code, message, help) = self.fault(address, link)?;
                Some(Fault { document, link, code, message, help })
            };
            document.written.links.iter().filter_map(fault).take(MAX_TOLD)
        });
        faults.collect()
    }

    /// Whether a page or file stands at a path, and has this place on it.
    pub(super) fn lead_to(&self, path: &str, anchor: &str) -> bool {
        self.files.find(&Address::new(path).file()).is_some_and(|landmark| self.has_place(landmark, anchor))
    }

    /// What is told of wrong links.
    pub(super) fn remarks(&self, faults: Vec<Fault<'s>>) -> Vec<Remark> {
        let remark = |(at, Fault { document, link, code, message, help }): (usize, Fault<'s>)| {
            let help = match help {
                Help::Known(text) => text,
                Help::Near { path, otherwise } => match Some(path).filter(|_| at < MAX_SUGGESTED).and_then(|path| self.files.near(&path)) {
                    Some(near) => Text::new(format!("是否为“/{near}”？"), format!("did you mean `/{near}`?")),
                    None => otherwise,
                },
            };
            Remark::new(code, &*document.body.path, message, help).at(At::Range(link.range.clone())).about(&*link.target)
        };
        faults.into_iter().enumerate().map(remark).collect()
    }

    fn fault(&self, page: &Address, link: &WrittenLink) -> Option<Wrong> {
        let target = &link.target;
        if link.kind == LinkKind::Spaced {
            let message = Text::new(format!("“{target}”中有空格，不会成为链接"), format!("`{target}` holds a space, so it does not become a link"));
            let help =
                Text::new(format!("请改写为 (<{target}>)，或去掉文件名中的空格"), format!("write (<{target}>), or take the space out of the file's name"));
            return Some((Code::LinkBroken, message, Help::Known(help)));
        }
        match way(target, page, &self.site.config.base) {
            Way::Elsewhere => None,
            Way::Outside => {
                let message = Text::new(format!("链接“{target}”离开了本门户"), format!("link `{target}` leads out of the portal"));
                let help = Text::new("链接其他网站的，请写完整网址（https://…）", "write the whole address (https://…) of a page elsewhere");
                Some((Code::LinkBroken, message, Help::Known(help)))
            }
            Way::Inside { path, anchor } => match self.files.find(&Address::new(path.as_str()).file()) {
                Some(landmark) => self.anchor_fault(target, landmark, &anchor),
                None => Some(self.missing(link, &path)),
            },
        }
    }

    /// What is wrong with a link to a page or file that is not there.
    fn missing(&self, link: &WrittenLink, path: &str) -> Wrong {
        let target = &link.target;
        if self.site.withheld.binary_search_by(|draft| draft.as_str().cmp(path)).is_ok() {
            let message =
                Text::new(format!("链接“{target}”指向的 /{path} 是草稿，不会发布"), format!("link `{target}` leads to /{path}, a draft that is not published"));
            return (Code::LinkBroken, message, Help::Known(Text::new("请先发布该草稿，或删去此链接", "publish the draft first, or remove the link")));
        }
        let near = |otherwise: Text| Help::Near { path: path.to_owned(), otherwise };
        let is_picture = link.kind == LinkKind::Picture;
        if is_picture || is_file(path) {
            let (zh, en) = if is_picture { ("图片", "picture") } else { ("附件", "file") };
            let message = Text::new(format!("{zh}“{target}”不存在：没有 /{path}"), format!("{en} `{target}` is missing: there is no /{path}"));
            let help = Text::new(format!("请把文件放到 content/{path}，或改正链接"), format!("put the file at content/{path}, or correct the link"));
            return (Code::AttachmentMissing, message, near(help));
        }
        let message = Text::new(format!("链接“{target}”没有去处：没有页面 /{path}"), format!("link `{target}` leads nowhere: there is no page /{path}"));
        (Code::LinkBroken, message, near(Text::new("请改正或删去此链接", "correct or remove the link")))
    }

    /// Whether a page has a place.
    fn has_place(&self, landmark: &Landmark<'_>, anchor: &str) -> bool {
        let Landmark { address: _, template, words, form, is_open } = landmark;
        // What browsers know of themselves.
        let is_everywhere = anchor.is_empty() || anchor == "top" || anchor.starts_with(":~:");
        let Some(template) = template.filter(|_| !is_everywhere && !is_open) else { return true };
        let is_written = words.is_some_and(|document| document.written.is_open || document.written.ids.iter().any(|id| **id == *anchor));
        is_written || form.is_some_and(|form| form.has_id(anchor)) || self.theme.may_have_id(template, anchor)
    }

    /// What is wrong with the place on a page that a link names.
    fn anchor_fault(&self, target: &str, landmark: &Landmark<'_>, anchor: &str) -> Option<Wrong> {
        if self.has_place(landmark, anchor) {
            return None;
        }
        let address = &landmark.address;
        let message = Text::new(format!("链接“{target}”：页面 /{address} 上没有“#{anchor}”"), format!("link `{target}`: page /{address} has no `#{anchor}`"));
        let near = landmark.words.and_then(|document| near_id(anchor, &document.written.ids));
        let help = near.map_or_else(
            || Text::new("请改为该页面上有的位置，或删去 # 及其后的部分", "name a place that the page has, or remove the # and what follows it"),
            |near| Text::new(format!("是否为“#{near}”？"), format!("did you mean `#{near}`?")),
        );
        Some((Code::AnchorMissing, message, Help::Known(help)))
    }
}

/// The id that was probably meant: the heading's own text or chosen name, or a near one.
fn near_id<'i>(anchor: &str, ids: &'i [Box<str>]) -> Option<&'i str> {
    let kept: String = anchor.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect();
    let of_heading = [format!("h-{anchor}"), format!("s-{kept}")];
    let all = || ids.iter().map(|id| &**id).take(MAX_CANDIDATES);
    all().find(|id| of_heading.iter().any(|made| made == id)).or_else(|| nearest(anchor, all()))
}

/// Whether a path names a file rather than a page.
fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(stem, kind)| !stem.is_empty() && !matches!(kind.to_ascii_lowercase().as_str(), "html" | "htm" | "shtml" | "md"))
}
