//! Texts of the portal that give way to others and come back, with the pages that may show it, whatever else was edited: `???`
//! stands for any agency. Some of the others are wrong. Most are as long as what they stand in place of.

/// Pages by their paths, in which `*` stands for anything and `?` for one character.
pub(super) type Pages = &'static [&'static str];

/// Texts, each with the one that stands in its place after a change.
pub(super) type Pairs = &'static [(&'static str, &'static str)];

/// What may change in a file at a time, and the pages that may show it.
pub(super) struct Texts {
    pub(super) file: &'static str,
    pub(super) shown: Pages,
    pub(super) changes: &'static [Pairs],
}

const NOWHERE: Pages = &[];

/// Pages tell what the settings say, files of figures do not.
const SETTINGS: Pages = &["*.html", "*.shtml", "*.xml", "robots.txt", "data/*", "search/*"];

/// Whatever a template takes part in.
const THEMED: Pages = &["*.html", "*.shtml"];

pub(super) const TEXTS: &[Texts] = &[
    // Figures: one that stands alone, several that keep every identity, one that breaks some, one that is none.
    Texts {
        file: "content/kjj/2024/report.yaml",
        shown: &[
            "kjj/2024/index.html",
            "kjj/2024/data/*",
            "kjj/2024/compare-2023.html",
            "kjj/reports/index.html",
            "kjj/index.html",
            "index.html",
            "years/index.html",
            "years/2024/*",
            "data/*",
            "search/index/words*",
        ],
        changes: &[
            &[("penalties: 15", "penalties: 16")],
            &[("permits: 1204", "permits: 1205")],
            &[("granted: [10, 3, 0, 1, 0, 0, 14]", "granted: [11, 3, 0, 1, 0, 0, 15]"), ("partial: [4, 1, 0, 0, 0, 0, 5]", "partial: [3, 1, 0, 0, 0, 0, 4]")],
            &[("received: [28, 5,", "received: [29, 5,")],
            &[("coercion: 2", "coercion: 二")],
            &[("form: ", "from: ")],
        ],
    },
    Texts {
        file: "content/kjj/2024/report.yaml",
        shown: &[
            "kjj/2024/index.html",
            "kjj/2024/data/*",
            "kjj/2024/compare-2023.html",
            "kjj/reports/index.html",
            "kjj/index.html",
            "kjj/feed.xml",
            "index.html",
            "feed.xml",
            "years/index.html",
            "years/2024/*",
            "data/*",
            "search/*",
        ],
        changes: &[&[("published: 2025-01-20", "published: 2025-02-20")]],
    },
    Texts {
        file: "content/kjj/2023/report.yaml",
        shown: &[
            "kjj/2023/index.html",
            "kjj/2023/data/*",
            "kjj/2024/index.html",
            "kjj/2024/compare-2023.html",
            "kjj/2024/data/compare-2023.csv",
            "kjj/reports/index.html",
            "kjj/index.html",
            "years/index.html",
            "years/2023/*",
            "data/*",
            "search/index/words*",
        ],
        changes: &[
            &[("penalties: 15", "penalties: 17")],
            &[
                ("closed.other: [1, 0, 0, 0, 0, 1, 2]", "closed.other: [2, 0, 0, 0, 0, 1, 3]"),
                ("handled: [27, 6, 1, 1, 1, 1, 37]", "handled: [28, 6, 1, 1, 1, 1, 38]"),
                ("carried_out: [3, 0, 0, 0, 0, 0, 3]", "carried_out: [2, 0, 0, 0, 0, 0, 2]"),
            ],
        ],
    },
    Texts {
        file: "content/jyj/2024/report.yaml",
        shown: &[
            "jyj/2024/index.html",
            "jyj/2024/data/*",
            "jyj/reports/index.html",
            "jyj/index.html",
            "index.html",
            "years/index.html",
            "years/2024/*",
            "data/*",
            "search/index/words*",
        ],
        changes: &[
            &[("penalties: 15", "penalties: 18")],
            // The waivers meet nothing then, or say something else, or are not whole.
            &[("1, 38]\n    carried_in", "1, 37]\n    carried_in")],
            &[("reason: 原文如此", "reason: 照原文登")],
            &[("by: 办公室", "on: 办公室")],
        ],
    },
    Texts {
        file: "content/kjj/2024/three-public.yaml",
        shown: &["kjj/*/three-public*", "kjj/*/data/three-public*", "kjj/index.html", "years/2024/three-public/*", "data/*"],
        changes: &[&[("reception: [2.10, 2.00]", "reception: [2.10, 3.00]")]],
    },
    // Words, and what stands above them.
    Texts {
        file: "content/kjj/2024/report.md",
        shown: &["kjj/2024/index.html", "kjj/2024/compare-2023.html"],
        changes: &[
            &[("平稳：甲", "平稳：乙")],
            &[("penalties.decisions", "coercion.decisions")],
            &[("previous.", "previuos.")],
            &[("平稳：甲", "未收到政府信息公开申请")],
        ],
    },
    Texts {
        file: "content/kjj/2024/report.md",
        shown: &["kjj/*", "index.html", "feed.xml", "years/*", "data/*", "sitemap/index.html", "sitemap.xml"],
        changes: &[&[("draft: false", "draft: true ")]],
    },
    Texts {
        file: "content/kjj/2024/news/a.md",
        shown: &["kjj/2024/news/a.html"],
        changes: &[&[("正文：甲", "正文：乙")], &[("正文：", "帐户：")], &[("正文：", "[文](b.md)")], &[("正文：", "[文](d.md)")]],
    },
    Texts {
        file: "content/kjj/2024/news/a.md",
        shown: &["kjj/2024/news/a.html", "kjj/news/index.html", "kjj/index.html", "kjj/feed.xml", "index.html", "feed.xml", "old/*"],
        changes: &[&[("/old/a.shtml", "/old/b.shtml")]],
    },
    // Those before and after it in the list lead to it.
    Texts {
        file: "content/kjj/2024/news/a.md",
        shown: &["kjj/2024/news/?.html", "kjj/news/index.html", "kjj/index.html", "kjj/feed.xml", "index.html", "feed.xml", "old/*"],
        changes: &[
            &[("title: 动态甲", "title: 动态丁")],
            &[("title: ", "title: [")],
            &[("date: 2024-03-01", "date: 2024-05-03")],
            &[("date: 2024-03-01", "date: 2925-03-01")],
        ],
    },
    // Another item may stand there, or may have stood there.
    Texts {
        file: "content/kjj/2024/news/a.md",
        shown: &["kjj/2024/news/?.html", "kjj/news/index.html", "kjj/index.html", "kjj/feed.xml", "index.html", "feed.xml", "old/a.shtml"],
        changes: &[&[("/old/a.shtml", "/kjj/2024/news/b.html")]],
    },
    Texts {
        file: "content/kjj/2024/news/a.md",
        shown: &["kjj/*", "index.html", "feed.xml", "sitemap/index.html", "sitemap.xml", "old/*"],
        changes: &[&[("draft: false", "draft: true ")]],
    },
    Texts {
        file: "content/kjj/2024/documents/plan.md",
        shown: &["???/2024/documents/*", "kjj/documents/index.html", "kjj/index.html", "kjj/feed.xml", "index.html", "feed.xml"],
        changes: &[&[("title: 关于计划", "title: 关于规划")], &[("status: 有效", "status: 废止")]],
    },
    Texts {
        file: "content/jyj/2024/documents/explained.md",
        shown: &["???/2024/documents/*", "jyj/documents/index.html", "jyj/index.html", "jyj/feed.xml", "index.html", "feed.xml"],
        changes: &[&[("title: 计划", "title: 规划")], &[("documents/plan", "documents/plam")]],
    },
    Texts { file: "content/kjj/guide.md", shown: &["kjj/guide.html"], changes: &[&[("指南：甲", "指南：乙")]] },
    Texts { file: "content/kjj/apply.md", shown: &["kjj/apply.html"], changes: &[&[("写信：甲", "写信：乙")]] },
    Texts {
        file: "content/index.md",
        shown: &["index.html"],
        changes: &[&[("科技局", "科学局")], &[("kjj.latest", "gxj.latest")], &[("count(\"news\")", "count()")]],
    },
    // Files that are published as they are. Pages tell their sizes.
    Texts { file: "content/kjj/2024/news/a-附件.txt", shown: &["kjj/2024/news/a-附件.txt"], changes: &[&[("附件甲", "附件丙")]] },
    Texts {
        file: "content/kjj/2024/news/a-附件.txt",
        shown: &["kjj/2024/news/a-附件.txt", "kjj/2024/news/a.html"],
        changes: &[&[("附件", "本条动态的附件")], &[("附件", "电话13812345678")]],
    },
    Texts { file: "content/jyj/附件.txt", shown: &["jyj/附件.txt", "kjj/2024/news/a-链接.txt"], changes: &[&[("附件乙", "附件丁")]] },
    Texts { file: "content/kjj/apply-form.txt", shown: &["kjj/apply-form.txt"], changes: &[&[("表甲", "表乙")]] },
    // Agencies.
    Texts {
        file: "content/kjj/agency.yaml",
        shown: &["kjj/*", "index.html", "feed.xml", "years/*", "data/*", "sitemap*", "old/*", "???/2024/documents/*"],
        changes: &[
            &[("name: 示例市科学技术局", "name: 示范市科学技术局")],
            &[("order: 1", "order: 4")],
            &[("columns: [news]", "columns: [docs]")],
            &[("columns: [news]", "parent: gxj    ")],
        ],
    },
    Texts {
        file: "content/jyj/agency.yaml",
        shown: &["jyj/*", "index.html", "feed.xml", "years/*", "data/*", "sitemap*", "???/2024/documents/*"],
        changes: &[&[("group: 市政府工作部门", "group: 市政府直属机构")], &[("order: 2", "order: 2.5")]],
    },
    // Settings, forms, and what is watched for.
    Texts {
        file: "site.toml",
        shown: SETTINGS,
        changes: &[
            &[("title = \"测试门户\"", "title = \"示例门户\"")],
            &[("example.gov.cn/\"", "example.gov.cn/bmzt/\"")],
            &[("\"政务动态\"", "\"工作动态\"")],
            &[(
                "{ slug = \"news\", name = \"政务动态\" }, { slug = \"documents\", name = \"文件\" }",
                "{ slug = \"documents\", name = \"文件\" }, { slug = \"news\", name = \"政务动态\" }",
            )],
            &[("\"政务动态\" }, { slug = \"documents\", name = \"文件\" }]", "\"政务动态\" }]")],
            &[("\"documents\", name", "\"document\", name")],
            &[("budget-parts = \"warning\"", "budget-parts = \"error\"")],
            &[("budget-parts = \"warning\"", "requests-balance = \"off\"")],
            &[("section-empty = \"off\"", "section-empty = \"of\"")],
            &[("[site]", "[site\n")],
            &[("name = \"own\"", "name = \"oww\"")],
        ],
    },
    Texts {
        file: "site.toml",
        shown: &["*.html", "*.shtml", "*.xml", "robots.txt", "data/*", "*.xlsx", "search/*", "static/*"],
        changes: &[
            &[("compare = \"all\"", "compare = \"previous\"")],
            &[("xlsx = true", "xlsx = false")],
            &[("metrics = true", "metrics = false")],
            &[("data = true", "data = false")],
            &[("search = true", "search = false")],
            &[("check = true", "check = false")],
        ],
    },
    Texts {
        file: "content/_forms/budget.toml",
        shown: &["*/three-public*", "???/index.html", "years/*", "data/*", "search/*", "sitemap*"],
        changes: &[
            &[("公务接待费", "公务招待费")],
            &[("title = \"“三公”经费预算表\"", "title = \"“三公”经费表\"")],
            &[("total = abroad + reception + vehicles.*", "total = abroad + reception + vehicles.running")],
            &[("key = \"budget\"", "key = \"budgets\"")],
            &[("[[rule]]", "[[ruel]]")],
            &[("key = \"three-public\"", "key = \"three-publics\"")],
        ],
    },
    Texts {
        file: "content/_wording.tsv", shown: NOWHERE, changes: &[&[("帐户\t", "正文：\t")], &[("\twarning", "\terror")], &[("\twarning", "\twarnings")]]
    },
    // The theme, and the head of the parent portal.
    Texts { file: "themes/own/static/own.css", shown: &["*.html", "*.shtml", "static/own.css"], changes: &[&[("navy", "teal")]] },
    Texts {
        file: "themes/own/templates/item.html",
        shown: THEMED,
        changes: &[&[("示例甲", "示例丙")], &[("示例甲", "{{ nothing }}")], &[("{% endblock %}", "{% endbloc %}")]],
    },
    Texts { file: "shell/head.html", shown: THEMED, changes: &[&[("示例市", "示范市")], &[("<p>", "<div>")]] },
];
