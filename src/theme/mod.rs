//! The built-in theme, with a portal's own theme laid over it file by file, and the parent portal's head and foot →
//! templates that render, the words of the interface, and files that are published as they are.

mod asked;
mod built_in;
mod folder;
mod fragment;
mod qr;
mod shell;
mod strings;
mod tokens;

use crate::diagnostic::{Code, Diagnostic, Text};
use crate::html::{escape, mark_chinese, marks_chinese};
use crate::model::Config;
use crate::phrase::Phrases;
use crate::source::{Digest, DigestBuilder, Source, below, relative};
use folder::{Folder, unreadable};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value, context, escape_formatter};
use shell::{Fragments, read_fragments};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};
use strings::{Told, load_phrases};

pub use asked::Asked;

/// What names a built-in template, even where a theme has one of the same name: `{% extends "default/report.html" %}`.
const BUILT_IN_PREFIX: &str = "default/";

/// Built-in templates that others are put together from.
const PARTIALS: [&str; 3] = ["base.html", "macros.html", "flow.html"];

/// The files of a theme that only the search makes use of.
pub const SEARCH_SCRIPTS: [&str; 2] = ["finder.js", "search.js"];

/// The folder of themes, below the root.
pub const FOLDER: &str = "themes";

/// The folder of the parent portal's head and foot, below the root.
pub const SHELL: &str = "shell";

/// A theme, ready to render.
pub struct Theme {
    environment: Environment<'static>,
    /// The words of the interface, in the language of the portal.
    pub phrases: Arc<Phrases>,
    /// The files published as they are, by name.
    pub assets: Vec<Asset>,
    /// The digest of all its files and words, and of the parent portal's head and foot.
    pub digest: Digest,
    /// Where each template that is not built in stands, by its name.
    paths: BTreeMap<String, String>,
    /// What each template asks for, found out when it is rendered first.
    asked: BTreeMap<String, OnceLock<Asked>>,
}

/// A file of a theme that is published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its name below `static/`.
    pub name: String,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// Their digest.
    pub digest: Digest,
}

impl Theme {
    /// The built-in theme with the files of `themes/<name>/` over it and those of `shell/`, and what is wrong with them.
    #[must_use]
    pub fn load(root: &Path, config: &Config) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let name = &config.theme;
        let folder = below(root, &format!("{FOLDER}/{name}"));
        if name != "default" && !folder.is_dir() {
            let message = Text::new(format!("没有主题文件夹 {FOLDER}/{name}"), format!("there is no theme folder {FOLDER}/{name}"));
            diagnostics.push(Diagnostic::new(Code::Template, message).in_file("site.toml").with_help("请核对 [theme] name", "look at [theme] name"));
        }
        let own_templates = read_folder(root, &folder.join("templates"), &mut diagnostics);
        let own_strings = read_folder(root, &folder.join("strings"), &mut diagnostics);
        let own_assets = read_folder(root, &folder.join("static"), &mut diagnostics);
        let paths = own_templates.iter().map(|(name, (path, _))| (name.clone(), path.clone())).collect();

        let mut assets: BTreeMap<String, Cow<'static, [u8]>> =
            built_in::ASSETS.iter().map(|(name, bytes)| ((*name).to_owned(), Cow::Borrowed(*bytes))).collect();
        assets.extend(config.brand.map(|brand| (tokens::NAME.to_owned(), Cow::Owned(tokens::style_sheet(brand).into_bytes()))));
        assets.extend(own_assets.into_iter().map(|(name, (_, bytes))| (name, Cow::Owned(bytes))));
        let assets: Vec<Asset> = assets.into_iter().map(|(name, bytes)| Asset { name, digest: Digest::of(&bytes), bytes }).collect();

        let mut templates: BTreeMap<String, Cow<'static, str>> = BTreeMap::new();
        for (name, text) in built_in::TEMPLATES {
            templates.insert(format!("{BUILT_IN_PREFIX}{name}"), Cow::Borrowed(*text));
            templates.insert((*name).to_owned(), Cow::Borrowed(*text));
        }
        for (name, (path, bytes)) in own_templates {
            match String::from_utf8(bytes) {
                Ok(text) => drop(templates.insert(name, Cow::Owned(text))),
                Err(_) => diagnostics.push(Diagnostic::new(Code::Encoding, Text::new("模板不是 UTF-8 编码", "the template is not UTF-8")).in_file(path)),
            }
        }
        let texts: Vec<&str> = templates.values().map(Cow::as_ref).collect();
        let phrases = Arc::new(load_phrases(&config.facts.language, own_strings, &texts, &mut diagnostics));
        let fragments = read_fragments(root, &config.base, &mut diagnostics);
        let digest = templates.iter().fold(DigestBuilder::new("theme"), |digest, (name, text)| digest.text(name).text(text));
        let digest = assets.iter().fold(digest, |digest, asset| digest.text(&asset.name).digest(asset.digest));
        let digest = digest.text(&fragments.head).text(&fragments.foot).digest(phrases.digest).finish();

        let mut theme = Self { environment: environment(fragments, &phrases), phrases, assets, digest, paths, asked: BTreeMap::new() };
        for (name, text) in templates {
            if let Err(error) = theme.environment.add_template_owned(name, text) {
                diagnostics.push(theme.explain(&error));
            }
        }
        theme.asked = theme.environment.templates().map(|(name, _)| (name.to_owned(), OnceLock::new())).collect();
        (theme, diagnostics)
    }

    /// Whether a page of a template may have an element of this id, as far as its templates tell. Where a theme of the
    /// portal's own makes ids from variables, any may be.
    #[must_use]
    pub fn may_have_id(&self, template: &str, id: &str) -> bool {
        let sources = self.paths.keys().map(String::as_str).chain([template]).chain(PARTIALS);
        let own = sources.filter_map(|name| Some((name, self.environment.get_template(name).ok()?)));
        let below =
            [template].into_iter().chain(PARTIALS).filter_map(|name| Some(("", self.environment.get_template(&format!("{BUILT_IN_PREFIX}{name}")).ok()?)));
        own.chain(below).any(|(name, template)| {
            let makes_ids = self.is_own(name, template.source()) && template.source().contains("id=\"{{");
            makes_ids || template.source().contains(&format!("\"{id}\"")) || template.source().contains(&format!("'{id}'")) || has_prefix(template.source(), id)
        })
    }

    /// Whether a template is the portal's own, and not the built-in one copied.
    fn is_own(&self, name: &str, source: &str) -> bool {
        let built_in = || self.environment.get_template(&format!("{BUILT_IN_PREFIX}{name}"));
        self.paths.contains_key(name) && built_in().map_or(true, |built_in| built_in.source() != source)
    }

    /// The variables that pages of a template may ask for.
    #[must_use]
    pub fn asked(&self, template: &str) -> &Asked {
        static ALL: LazyLock<Asked> = LazyLock::new(Asked::default);
        self.asked.get(template).map_or(&*ALL, |asked| asked.get_or_init(|| Asked::of(template, &self.environment)))
    }

    /// Renders a template. In a language that is not written so, what is in Chinese is marked as that.
    ///
    /// # Errors
    /// What is wrong with the template, at its place.
    pub fn render(&self, template: &str, variables: Value) -> Result<String, Diagnostic> {
        let rendered = self.environment.get_template(template).and_then(|template| template.render(variables));
        let marked = |html: String| if marks_chinese(&self.phrases.language) { mark_chinese(&html) } else { html };
        rendered.map(marked).map_err(|error| self.explain(&error))
    }

    fn explain(&self, error: &minijinja::Error) -> Diagnostic {
        let mut error = error;
        // The innermost error names the place where it went wrong.
        while let Some(inner) = error.source().and_then(|source| source.downcast_ref::<minijinja::Error>()) {
            error = inner;
        }
        let what = error.detail().map_or_else(|| error.kind().to_string(), |detail| format!("{}: {detail}", error.kind()));
        let zh = match error.kind() {
            ErrorKind::UndefinedError => match error.detail().and_then(|detail| detail.split('`').nth(1)) {
                Some(name) => format!("模板使用了不存在的变量“{name}”"),
                None => format!("模板使用了不存在的变量（{what}）"),
            },
            ErrorKind::SyntaxError => format!("模板写法有误（{what}）"),
            ErrorKind::TemplateNotFound => format!("找不到模板（{what}）"),
            _ => format!("模板无法渲染（{what}）"),
        };
        let diagnostic = Diagnostic::new(Code::Template, Text::new(zh, what)).with_help(
            "变量名见手册“主题”一章；删去这个文件，就改用自带的模板",
            "see Themes in the manual for the variables; without this file the built-in template is used",
        );
        let name = error.name().unwrap_or_default();
        let built_in = || format!("{FOLDER}/default/templates/{}", name.trim_start_matches(BUILT_IN_PREFIX));
        let path = self.paths.get(name).cloned().unwrap_or_else(built_in);
        let Some(text) = error.template_source() else { return diagnostic.in_file(path) };
        let line_start = || text.split_inclusive('\n').take(error.line().unwrap_or(1).saturating_sub(1)).map(str::len).sum::<usize>();
        let span = error.range().filter(|range| range.end <= text.len()).unwrap_or_else(|| line_start()..line_start());
        diagnostic.at(&Arc::new(Source { path, text: text.to_owned() }), span)
    }
}

/// Whether a text makes ids from a beginning that this one has, and a variable: `id="form-{{ loop.index }}"`.
fn has_prefix(text: &str, id: &str) -> bool {
    let made = text.split("id=\"").skip(1).filter_map(|rest| rest.split_once('"')?.0.split_once("{{"));
    made.into_iter().any(|(prefix, _)| !prefix.is_empty() && id.starts_with(prefix))
}

fn environment(fragments: Fragments, phrases: &Arc<Phrases>) -> Environment<'static> {
    let mut environment = Environment::new();
    let Fragments { head, foot } = fragments;
    environment.add_global("shell", context! { head => Value::from_safe_string(head), foot => Value::from_safe_string(foot) });
    environment.add_global("t", Value::from_object(Told::new(Arc::clone(phrases))));
    environment.add_function("qr_code", |address: &str| Value::from_safe_string(qr::draw(address)));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_debug(true);
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe() => out.write_str(&escape(text)).map_err(minijinja::Error::from),
        Some(_) | None => escape_formatter(out, state, value),
    });
    environment
}

/// The files of a theme's folder by their names below it, each with its path below the root and its bytes.
fn read_folder(root: &Path, folder: &Path, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, (String, Vec<u8>)> {
    let found = Folder { root, path: folder, inside: root.join(FOLDER).canonicalize().ok() }.files(diagnostics);
    let mut files = BTreeMap::new();
    for file in found {
        let path = relative(root, &file);
        match std::fs::read(&file) {
            Ok(bytes) => drop(files.insert(relative(folder, &file), (path, bytes))),
            Err(error) => diagnostics.push(unreadable(path, &error)),
        }
    }
    files
}
