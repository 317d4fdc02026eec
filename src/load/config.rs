//! `site.toml` → the portal's settings.

use super::text::read_text;
use super::{DEFAULT_ZONE, LoadOptions};
use crate::check::leak::bare;
use crate::colour::{Colour, TEXT_CONTRAST};
use crate::date::{Date, parse_date, zone_exists};
use crate::diagnostic::{Code, Diagnostic, Level, Text};
use crate::form::Forms;
use crate::model::{Adjustment, Base, Calendar, Category, CompareYears, Config, JumpBand, OutputOptions, SiteFacts, Slug};
use crate::source::{Digest, DigestBuilder, Source, below};
use crate::tree::{Fields, Node, Reader, parse_toml};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The file, below the root.
const FILE: &str = "site.toml";

/// Reads the settings; what is wrong with them is noted.
pub(crate) fn read_config(options: &LoadOptions, forms: &Forms, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<Config>> {
    let file = below(&options.root, FILE);
    if !file.exists() {
        let message = Text::new("没有 site.toml", "there is no `site.toml`");
        diagnostics.push(
            Diagnostic::new(Code::MissingSite, message).in_file(FILE).with_help("请用 --root 指明门户所在的文件夹", "name the portal's folder with --root"),
        );
        return None;
    }
    let (text, digest) = match read_text(&file, FILE) {
        Ok(read) => read,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return None;
        }
    };
    let mut reader = Reader::new(Arc::new(Source { path: FILE.to_owned(), text }));
    let config = parse_toml(&mut reader).and_then(|node| read_site(&node, &mut reader, forms, digest));
    diagnostics.extend(reader.finish());
    let mut config = config?;
    if let Some(base_url) = &options.base_url {
        // The command line has checked it.
        config.base = Base::parse(base_url)?;
        config.digest = DigestBuilder::new("config").digest(config.digest).text(base_url).finish();
    }
    Some(Arc::new(config))
}

fn read_site(node: &Node, reader: &mut Reader, forms: &Forms, digest: Digest) -> Option<Config> {
    let mut fields = Fields::of(node, reader)?;
    let site = fields.required("site", reader).and_then(|node| read_facts(node, reader));
    let (theme, brand) = fields.node("theme").and_then(|node| read_theme(node, reader)).unwrap_or_default();
    let theme = theme.unwrap_or_else(|| "default".to_owned());
    let mut categories: Vec<Category> = Vec::new();
    for node in fields.list("category", reader) {
        let Some(category) = read_category(node, reader) else { continue };
        if categories.iter().any(|earlier| earlier.slug == category.slug) {
            let message = Text::new(format!("栏目“{}”重复", category.slug), format!("category `{}` stands twice", category.slug));
            reader.say(Code::DuplicateKey, node.span.clone(), message).help =
                Some(Text::new("请删去一处，或换一个 slug", "remove one, or choose another slug"));
        } else {
            categories.push(category);
        }
    }
    let levels = read_levels(&mut fields, reader, forms);
    let output = read_output(&mut fields, reader);
    let calendar = fields.node("calendar").and_then(|node| read_calendar(node, reader)).unwrap_or_default();
    let allowed = fields.node("privacy").map(|node| read_allowed(node, reader)).unwrap_or_default();
    let jump = read_jump(&mut fields, reader);
    let repeated_share = read_repeated(&mut fields, reader);
    let review = read_inner(&mut fields, "review", "required", reader);
    fields.finish(reader);
    let (facts, base, timezone) = site?;
    Some(Config { facts, base, timezone, theme, brand, categories, levels, allowed, review, calendar, jump, repeated_share, output, digest })
}

/// A table with one list of texts.
fn read_inner(fields: &mut Fields<'_>, table: &'static str, key: &'static str, reader: &mut Reader) -> Vec<String> {
    let Some(mut inner) = fields.node(table).and_then(|node| Fields::of(node, reader)) else { return Vec::new() };
    let texts = inner.texts(key, reader);
    inner.finish(reader);
    texts
}

fn read_calendar(node: &Node, reader: &mut Reader) -> Option<Calendar> {
    let mut fields = Fields::of(node, reader)?;
    let holidays = read_days(&mut fields, "holidays", reader);
    let workdays = read_days(&mut fields, "workdays", reader);
    fields.finish(reader);
    Some(Calendar::new(holidays, workdays))
}

fn read_days(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader) -> Vec<Date> {
    let mut days = Vec::new();
    for (text, span) in fields.placed_texts(key, reader) {
        match parse_date(&text) {
            Some(day) => days.push(day),
            None => {
                let message = Text::new(format!("“{text}”不是有效日期，应写作 YYYY-MM-DD"), format!("`{text}` is not a date, expected YYYY-MM-DD"));
                reader.say(Code::BadDate, span, message).help = Some(Text::new("例如 \"2024-10-01\"", "for example \"2024-10-01\""));
            }
        }
    }
    days
}

fn read_facts(node: &Node, reader: &mut Reader) -> Option<(SiteFacts, Base, String)> {
    let mut fields = Fields::of(node, reader)?;
    let title = fields.required_text("title", reader);
    let base = fields.required("base_url", reader).and_then(|node| {
        let text = reader.text(node)?;
        let base = Base::parse(&text);
        if base.is_none() {
            let message = Text::new(format!("“{text}”不是完整网址"), format!("`{text}` is not a full address"));
            reader.say(Code::BadValue, node.span.clone(), message).help =
                Some(Text::new("例如 https://www.example.gov.cn/bmzt/", "for example https://www.example.gov.cn/bmzt/"));
        }
        base
    });
    let timezone = fields.node("timezone").and_then(|node| {
        let zone = reader.text(node)?;
        if !zone_exists(&zone) {
            let message = Text::new(format!("没有“{zone}”这一时区"), format!("there is no time zone `{zone}`"));
            reader.say(Code::BadValue, node.span.clone(), message).help = Some(Text::new("例如 Asia/Shanghai", "for example Asia/Shanghai"));
        }
        Some(zone)
    });
    let error_report = read_link(&mut fields, "error_report", reader);
    let emblem = read_link(&mut fields, "emblem", reader);
    let mut text = |key| fields.text(key, reader).unwrap_or_default();
    let mut facts = SiteFacts {
        title: String::new(),
        language: text("language"),
        site_name: text("site_name"),
        site_domain: text("site_domain"),
        site_id: text("site_id"),
        host_org: text("host_org"),
        maintain_org: text("maintain_org"),
        contact: text("contact"),
        icp: text("icp"),
        police: text("police"),
        error_report,
        emblem,
    };
    fields.finish(reader);
    if facts.language.is_empty() {
        facts.language = "zh-CN".to_owned();
    }
    facts.title = title?;
    Some((facts, base?, timezone.unwrap_or_else(|| DEFAULT_ZONE.to_owned())))
}

/// A full address that pages lead to; none where it is a placeholder.
fn read_link(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader) -> String {
    let Some(node) = fields.node(key) else { return String::new() };
    let text = reader.text(node).filter(|text| !text.contains("示例")).unwrap_or_default();
    let is_link = ["https://", "http://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
    if text.is_empty() || (is_link && !text.contains(char::is_whitespace)) {
        return text;
    }
    let message = Text::new(format!("“{text}”不是完整网址"), format!("`{text}` is not a full address"));
    reader.say(Code::BadValue, node.span.clone(), message).help = Some(Text::new("请写以 https:// 开头的网址", "write an address that begins with https://"));
    String::new()
}

/// The theme's name, and the portal's own colour.
fn read_theme(node: &Node, reader: &mut Reader) -> Option<(Option<String>, Option<Colour>)> {
    let mut fields = Fields::of(node, reader)?;
    let name = fields.node("name").and_then(|node| {
        let name = reader.text(node)?;
        if Slug::parse(&name).is_none() {
            let message = Text::new(format!("“{name}”不是主题名称"), format!("`{name}` is not the name of a theme"));
            reader.say(Code::BadSlug, node.span.clone(), message).help = Some(Text::new(
                "主题是 themes 下的文件夹，用小写英文字母、数字和连字符命名",
                "a theme is a folder below themes, named with lower-case letters, digits and hyphens",
            ));
        }
        Some(name)
    });
    let brand = fields.node("brand").and_then(|node| read_brand(node, reader));
    fields.finish(reader);
    Some((name, brand))
}

/// A colour that white is read on, as in the head of each page, and that is seen on white.
fn read_brand(node: &Node, reader: &mut Reader) -> Option<Colour> {
    let text = reader.text(node)?;
    if text.contains("示例") {
        return None; // A placeholder: there is no colour to show.
    }
    let Some(brand) = Colour::parse(&text) else {
        let message = Text::new(format!("“{text}”不是颜色，应写作 #rrggbb"), format!("`{text}` is not a colour, expected #rrggbb"));
        reader.say(Code::BadValue, node.span.clone(), message).help = Some(Text::new("例如 \"#a3190f\"", "for example \"#a3190f\""));
        return None;
    };
    let contrast = brand.contrast(Colour::WHITE);
    if contrast < TEXT_CONTRAST {
        // Cut off and not rounded: 4.499 is not 4.5.
        let told = format!("{:.2}", (contrast * 100.0).floor() / 100.0);
        let message = Text::new(
            format!("brand {brand} 与页头的白字 {} 的对比度只有 {told}:1，应不低于 {TEXT_CONTRAST}:1", Colour::WHITE),
            format!(
                "the contrast of brand {brand} and the white text {} of the page head is only {told}:1, expected at least {TEXT_CONTRAST}:1",
                Colour::WHITE
            ),
        );
        let near = brand.toward(Colour::BLACK, Colour::WHITE, TEXT_CONTRAST);
        reader.say(Code::LowContrast, node.span.clone(), message).help =
            Some(Text::new(format!("请用深一些的颜色，例如 {near}"), format!("use a darker colour, such as {near}")));
        return None;
    }
    Some(brand)
}

fn read_category(node: &Node, reader: &mut Reader) -> Option<Category> {
    let mut fields = Fields::of(node, reader)?;
    let slug = fields.required("slug", reader).and_then(|node| read_slug(node, reader));
    let name = fields.required_text("name", reader);
    let article20 = fields.text("article20", reader);
    let max_age = fields.count("max_age", reader);
    fields.finish(reader);
    Some(Category { slug: slug?, name: name?, article20, max_age })
}

fn read_slug(node: &Node, reader: &mut Reader) -> Option<Slug> {
    let text = reader.text(node)?;
    let slug = Slug::parse(&text);
    if slug.as_ref().is_some_and(Slug::is_reserved_among_categories) {
        let message = Text::new(format!("“{text}”是保留名称，不能用作栏目"), format!("`{text}` is reserved and cannot name a category"));
        reader.say(Code::ReservedSlug, node.span.clone(), message).help = Some(Text::new("请换一个名称", "choose another name"));
        return None;
    }
    if slug.is_none() {
        let message = Text::new(format!("“{text}”不能用作网址中的名称"), format!("`{text}` cannot stand in an address"));
        reader.say(Code::BadSlug, node.span.clone(), message).help =
            Some(Text::new("请用小写英文字母、数字和连字符", "use lower-case letters, digits and hyphens"));
    }
    slug
}

fn read_levels(fields: &mut Fields<'_>, reader: &mut Reader, forms: &Forms) -> BTreeMap<String, Adjustment> {
    let rules = forms.iter().flat_map(|form| form.rules.iter().map(|rule| &rule.code));
    let codes: Vec<&Code> = Code::ALL.iter().chain(rules).collect();
    let mut levels = BTreeMap::new();
    for entry in fields.entries("check", reader) {
        let Some(code) = codes.iter().find(|code| code.as_str() == entry.key) else {
            let message = Text::new(format!("没有“{}”这一检查", entry.key), format!("there is no check `{}`", entry.key));
            reader.say(Code::UnknownKey, entry.key_span.clone(), message).help =
                Some(crate::diagnostic::suggest(&entry.key, codes.iter().filter(|code| code.is_adjustable()).map(|code| code.as_str())));
            continue;
        };
        if !code.is_adjustable() {
            let message = Text::new(format!("“{}”的级别不能改变", entry.key), format!("the level of `{}` cannot be changed", entry.key));
            reader.say(Code::BadValue, entry.key_span.clone(), message).help = Some(Text::new("请删去这一行", "remove the line"));
            continue;
        }
        let Some(text) = reader.text(&entry.value) else { continue };
        let adjustment = match text.as_str() {
            "error" => Adjustment::Level(Level::Error),
            "warning" => Adjustment::Level(Level::Warning),
            "info" => Adjustment::Level(Level::Info),
            "off" => Adjustment::Off,
            other => {
                let message = Text::new(format!("级别不能是“{other}”"), format!("a level cannot be `{other}`"));
                reader.say(Code::BadValue, entry.value.span.clone(), message).help =
                    Some(crate::diagnostic::suggest(other, ["error", "warning", "info", "off"]));
                continue;
            }
        };
        levels.insert(entry.key.clone(), adjustment);
    }
    levels
}

/// The shortest number that may be allowed, in digits.
const SHORTEST_ALLOWED: usize = 7;

fn read_allowed(node: &Node, reader: &mut Reader) -> Vec<String> {
    let Some(mut fields) = Fields::of(node, reader) else { return Vec::new() };
    let numbers = fields.placed_texts("allow", reader);
    fields.finish(reader);
    let mut allowed = Vec::new();
    for (number, span) in numbers {
        if bare(&number).len() < SHORTEST_ALLOWED {
            let message = Text::new(format!("“{number}”不是号码"), format!("`{number}` is not a number of a line or account"));
            reader.say(Code::BadValue, span, message).help =
                Some(Text::new("写完整的号码，如 0359-2022345，一个号码一项", "write whole numbers such as 0359-2022345, each by itself"));
        } else {
            allowed.push(number);
        }
    }
    allowed
}

/// In the reports of a city of 3,600 requests, two of five years' totals are outside a band of 3 and 50, none outside this.
const JUMP: JumpBand = JumpBand { factor: 5, least: 100 };

fn read_jump(fields: &mut Fields<'_>, reader: &mut Reader) -> JumpBand {
    let Some(mut inner) = fields.node("jump").and_then(|node| Fields::of(node, reader)) else { return JUMP };
    let factor = positive(&mut inner, "factor", reader).unwrap_or(JUMP.factor);
    let least = inner.count("least", reader).unwrap_or(JUMP.least);
    inner.finish(reader);
    JumpBand { factor, least }
}

/// What scoring sheets of cities allow, in percent.
const REPEATED_SHARE: u32 = 50;

fn read_repeated(fields: &mut Fields<'_>, reader: &mut Reader) -> u32 {
    let Some(mut inner) = fields.node("repeated").and_then(|node| Fields::of(node, reader)) else { return REPEATED_SHARE };
    let share = positive(&mut inner, "share", reader).unwrap_or(REPEATED_SHARE);
    inner.finish(reader);
    share
}

/// A whole number from 1.
fn positive(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader) -> Option<u32> {
    let count = fields.count(key, reader)?;
    if let Some(node) = fields.node(key).filter(|_| count == 0) {
        reader.say(Code::BadValue, node.span.clone(), Text::new("应为不小于 1 的整数", "expected a whole number from 1"));
        return None;
    }
    Some(count)
}

fn read_output(fields: &mut Fields<'_>, reader: &mut Reader) -> OutputOptions {
    let mut output = OutputOptions { compare: CompareYears::All, xlsx: true, metrics: true, data: true, search: true, check: true, qr: true };
    if let Some(mut inner) = fields.node("output").and_then(|node| Fields::of(node, reader)) {
        output.compare = inner.choice("compare", &[("all", CompareYears::All), ("previous", CompareYears::Previous)], reader).unwrap_or(CompareYears::All);
        let mut flag = |key| inner.node(key).is_none() || inner.flag(key, reader);
        (output.xlsx, output.metrics, output.data, output.search) = (flag("xlsx"), flag("metrics"), flag("data"), flag("search"));
        (output.check, output.qr) = (flag("check"), flag("qr"));
        inner.finish(reader);
    }
    output
}
