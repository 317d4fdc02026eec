//! Why files were rendered → text: the files by their reasons.

use crate::build::{Rebuilt, Why};
use crate::diagnostic::Lang;
use std::collections::BTreeMap;

/// The most files of the content that one reason names.
const MAX_NAMED: usize = 5;

/// The files that were rendered, below the reasons they have in common.
pub(super) fn rebuilt(rebuilt: &[Rebuilt], lang: Lang) -> String {
    let mut by_reason: BTreeMap<&[Why], Vec<&str>> = BTreeMap::new();
    for Rebuilt { path, why } in rebuilt {
        by_reason.entry(why).or_default().push(path);
    }
    if by_reason.is_empty() {
        return match lang {
            Lang::Zh => "没有重新生成任何文件：都没有变化\n".to_owned(),
            Lang::En => "no file was rendered: nothing has changed\n".to_owned(),
        };
    }
    let mut text = String::new();
    for (why, paths) in by_reason {
        let parted = if lang == Lang::Zh { "；" } else { "; " };
        let reasons: Vec<String> = why.iter().map(|why| reason(why, lang)).collect();
        text += &match lang {
            Lang::Zh => format!("重新生成 {} 个文件，因为{}：\n", paths.len(), reasons.join(parted)),
            Lang::En => format!("rendered {}, since {}:\n", paths.len(), reasons.join(parted)),
        };
        for path in paths {
            text += &format!("  {path}\n");
        }
    }
    text
}

fn reason(why: &Why, lang: Lang) -> String {
    let [zh, en] = match why {
        Why::New => ["以前没有生成过", "no build has written it before"],
        Why::Disturbed => ["发布的文件不在了，或被改过", "the published file is gone, or was changed"],
        Why::Program => ["程序换了版本", "the program is another"],
        Why::Settings => ["site.toml 或网址变了", "the settings or the address are others"],
        Why::Theme => ["主题或页头页脚变了", "the theme or the parent portal's head or foot is another"],
        Why::Day => ["日期变了", "the day is another"],
        Why::Unknown => ["所显示的内容变了", "what it shows has changed"],
        Why::Content(paths) => return content(paths, lang),
    };
    if lang == Lang::Zh { zh } else { en }.to_owned()
}

fn content(paths: &[String], lang: Lang) -> String {
    let more = paths.len().saturating_sub(MAX_NAMED);
    let named = paths.iter().take(MAX_NAMED).map(String::as_str).collect::<Vec<_>>();
    match (lang, more) {
        (Lang::Zh, 0) => format!("{} 有变化", named.join("、")),
        (Lang::Zh, more) => format!("{} 等 {} 个文件有变化", named.join("、"), more + named.len()),
        (Lang::En, 0) => format!("of changes in {}", named.join(", ")),
        (Lang::En, more) => format!("of changes in {} and {more} more", named.join(", ")),
    }
}
