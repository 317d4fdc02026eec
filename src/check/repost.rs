//! What others made says where it comes from (国办发〔2017〕47号).

use super::disclosed::{Disclosed, RepostSign};
use super::{At, Remark};
use crate::diagnostic::{Code, Text};

/// Reposts without a source.
pub(super) fn remarks(all: &[Disclosed<'_>]) -> Vec<Remark> {
    let help = Text::new("请写明来源：source: 原发布网站或机关", "say where it comes from: source: the site or organ that published it");
    let mut found = Vec::new();
    for disclosed in all {
        let card = &disclosed.document.card;
        if card.source.as_ref().is_some_and(|source| !source.is_empty()) {
            continue;
        }
        let name = &disclosed.agency.card.name;
        let (message, at) = match disclosed.repost_sign() {
            Some(RepostSign::Word(word)) => (
                Text::new(format!("转载的信息没有注明来源（有“{word}”字样）"), format!("a repost (it says {word}) without its source")),
                At::key("title", card.title.clone()),
            ),
            Some(RepostSign::Issuer(issuer)) => (
                Text::new(
                    format!("发文机关是“{issuer}”，不是本机关（{name}），没有注明来源"),
                    format!("issued by {issuer}, not by the agency ({name}), without its source"),
                ),
                At::key("issuer", issuer.to_owned()),
            ),
            None => continue,
        };
        found.push(Remark::new(Code::SourceMissing, disclosed.file(), message, help.clone()).at(at));
    }
    found
}
