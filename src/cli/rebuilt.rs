//! Why files were rendered → text: the files by their reasons.

use crate::build::{Rebuilt, Why};
use crate::diagnostic::{Lang, counted};
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
            Lang::Zh => "没有要重新生成的文件\n".to_owned(),
            Lang::En => "no file had to be rendered\n".to_owned(),
        };
    }
    let mut text = String::new();
    for (why, paths) in by_reason {
        let parted = if lang == Lang::Zh { "；" } else { "; " };
        let reasons: Vec<String> = why.iter().map(|why| reason(why, lang)).collect();
        text += &match lang {
            Lang::Zh => format!("重新生成 {} 个文件（{}）：\n", paths.len(), reasons.join(parted)),
            Lang::En => format!("rendered {} ({}):\n", counted(paths.len(), "file"), reasons.join(parted)),
        };
        for path in paths {
            text += &format!("  {path}\n");
        }
    }
    text
}

fn reason(why: &Why, lang: Lang) -> String {
    let [zh, en] = match why {
        Why::New => ["以前没有生成过", "not written before"],
        Why::Disturbed => ["发布的文件不见了，或被改过", "gone from the published folder, or changed there"],
        Why::Program => ["程序换了版本", "another version of the program"],
        Why::Settings => ["site.toml 或网址变了", "other settings, or another address"],
        Why::Theme => ["主题或页头页脚变了", "another theme, head or foot"],
        Why::Day => ["日期变了", "another day"],
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
        (Lang::En, 0) => format!("changed: {}", named.join(", ")),
        (Lang::En, more) => format!("changed: {} and {more} more", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_stand_below_what_they_have_in_common() {
        let because = |path: &str, why: Why| Rebuilt { path: path.to_owned(), why: vec![why] };
        let report = || Why::Content(vec!["content/kjj/2024/report.yaml".to_owned()]);
        let all = [because("index.html", report()), because("kjj/index.html", Why::New), because("years/index.html", report())];
        let zh = "重新生成 1 个文件（以前没有生成过）：\n  kjj/index.html\n重新生成 2 个文件（content/kjj/2024/report.yaml 有变化）：\n  index.html\n  years/index.html\n";
        let en = "rendered 1 file (not written before):\n  kjj/index.html\nrendered 2 files (changed: content/kjj/2024/report.yaml):\n  index.html\n  years/index.html\n";
        assert_eq!([rebuilt(&all, Lang::Zh), rebuilt(&all, Lang::En)], [zh, en]);
        let many = because("index.html", Why::Content((1..=7).map(|number| format!("content/{number}.md")).collect()));
        assert!(rebuilt(std::slice::from_ref(&many), Lang::Zh).contains("content/5.md 等 7 个文件有变化"));
        assert!(rebuilt(&[many], Lang::En).contains("content/5.md and 2 more"));
        assert_eq!(rebuilt(&[], Lang::Zh), "没有要重新生成的文件\n");
    }
}
