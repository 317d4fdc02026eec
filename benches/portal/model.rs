//! A size → the portal: its agencies, their reports and their items, made one agency at a time.

use super::figures::{self, Carried, Table, tables};
use super::random::Random;
use super::words::{clause, paragraph, topic};
use std::fmt;

/// The first year of every portal: from then on there is one form.
const FIRST_YEAR: usize = 2021;

/// The categories: slug and name.
pub(crate) const CATEGORIES: [(&str, &str); 4] = [("policy", "政策文件"), ("news", "政务动态"), ("budget", "财政信息"), ("proposals", "建议提案")];

/// Places that do not exist: the terms of the sexagenary cycle are made of these.
const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
const BRANCHES: [&str; 12] = ["子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"];

/// With sixty places, twenty bureaus make 1,200 agencies.
const BUREAUS: [&str; 20] = [
    "财政局",
    "教育局",
    "民政局",
    "司法局",
    "审计局",
    "统计局",
    "水务局",
    "商务局",
    "气象局",
    "档案局",
    "科学技术局",
    "交通运输局",
    "农业农村局",
    "生态环境局",
    "自然资源局",
    "应急管理局",
    "医疗保障局",
    "市场监督管理局",
    "文化和旅游局",
    "卫生健康委员会",
];

/// How busy agencies are: requests a year in the busiest column of table 3.
const BUSTLE: [u32; 5] = [0, 4, 12, 40, 140];

/// How large a portal is.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// What it is called.
    pub(crate) name: &'static str,
    /// How many agencies it has.
    pub(crate) agencies: usize,
    /// How many years each of them has reported on.
    pub(crate) years: usize,
    /// How many items each of them has published a year.
    pub(crate) items: usize,
}

impl Size {
    /// The sizes that there are.
    pub(crate) const ALL: [Self; 3] = [
        Self { name: "S", agencies: 20, years: 6, items: 10 },
        Self { name: "M", agencies: 200, years: 6, items: 40 },
        Self { name: "L", agencies: 1000, years: 6, items: 20 },
    ];

    /// The size of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.name == name)
    }

    /// Its years.
    pub(crate) fn years(self) -> impl DoubleEndedIterator<Item = usize> {
        FIRST_YEAR..FIRST_YEAR + self.years
    }

    /// The portal's agencies.
    pub(crate) fn portal(self) -> impl Iterator<Item = Agency> {
        (0..self.agencies).map(move |number| Agency::of(number, self))
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, agencies, years, items } = self;
        write!(f, "{name}: {agencies} agencies × {years} years × {items} items")
    }
}

/// An agency with all it has published.
pub(crate) struct Agency {
    /// The name of its folder.
    pub(crate) slug: String,
    /// Its full name.
    pub(crate) name: String,
    /// Its reports, the oldest first.
    pub(crate) reports: Vec<Report>,
    /// Its items.
    pub(crate) items: Vec<Item>,
}

/// An annual report.
pub(crate) struct Report {
    pub(crate) year: usize,
    pub(crate) published: String,
    pub(crate) tables: Vec<Table>,
    /// Its six sections as Markdown.
    pub(crate) words: String,
}

/// A disclosed item.
pub(crate) struct Item {
    pub(crate) year: usize,
    /// Slug and name.
    pub(crate) category: (&'static str, &'static str),
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) date: String,
    pub(crate) source: String,
    /// Its words as Markdown.
    pub(crate) words: String,
}

impl Agency {
    /// The agency with a number.
    pub(crate) fn of(number: usize, size: Size) -> Self {
        let slug = format!("a{:04}", number + 1);
        let place = number % 60;
        let name = format!("{}{}市{}", STEMS[place % 10], BRANCHES[place % 12], BUREAUS[number / 60 % 20]);
        let mut carried = Carried::default();
        let bustle = BUSTLE[number % BUSTLE.len()];
        let reports = size.years().map(|year| Report::of([number, year, 0], &mut carried, bustle)).collect();
        let items = size.years().flat_map(|year| (0..size.items).map(move |item| [number, year, item]));
        let items = items.map(|record| Item::of(record, &slug, &name)).collect();
        Self { slug, name, reports, items }
    }
}

impl Report {
    fn of(record: [usize; 3], carried: &mut Carried, bustle: u32) -> Self {
        let random = &mut Random::of("report", record);
        let [_, year, _] = record;
        let published = format!("{}-01-{:02}", year + 1, 8 + random.up_to(20));
        Self { year, published, tables: tables(random, carried, bustle), words: report_words(random) }
    }

    /// Has received more requests, which were granted.
    pub(crate) fn receive(&mut self, more: u32) {
        self.tables.iter_mut().for_each(|table| figures::receive(table, more));
    }

    /// How many requests were received, as it is written: a figure that every list of reports shows.
    pub(crate) fn received(&self) -> &str {
        self.tables.iter().find_map(figures::received).unwrap_or_default()
    }
}

/// About 3 KB in the six sections of the form.
fn report_words(random: &mut Random) -> String {
    let mut words = "## 一、总体情况\n\n".to_owned();
    for heading in ["（一）主动公开", "（二）依申请公开", "（三）政府信息管理", "（四）平台建设", "（五）监督保障"] {
        words.push_str(&format!("### {heading}\n\n{}\n\n", paragraph(random, 200)));
    }
    for _ in 0..3 {
        words.push_str(&format!("- **{}**：{}；\n", topic(random), clause(random)));
    }
    let rest = [
        ("二、主动公开政府信息情况", 120),
        ("三、收到和处理政府信息公开申请情况", 120),
        ("四、政府信息公开行政复议、行政诉讼情况", 120),
        ("五、存在的主要问题及改进情况", 400),
        ("六、其他需要报告的事项", 120),
    ];
    for (heading, bytes) in rest {
        words.push_str(&format!("\n## {heading}\n\n{}\n", paragraph(random, bytes)));
    }
    words
}

impl Item {
    fn of(record: [usize; 3], agency: &str, agency_name: &str) -> Self {
        let [_, year, number] = record;
        let random = &mut Random::of("item", record);
        let about = topic(random);
        let title = match random.up_to(3) {
            0 => format!("关于做好{about}工作的通知（第{}号）", number + 1),
            1 => format!("{year}年{about}情况公示（{}）", number + 1),
            2 => format!("{about}工作方案（{year}年第{}期）", number + 1),
            _ => format!("{about}有关事项的说明（{year}—{}）", number + 1),
        };
        Self {
            year,
            category: CATEGORIES[number % CATEGORIES.len()],
            slug: format!("{}-{:03}", ["notice", "brief", "plan"][number % 3], number + 1),
            title,
            date: format!("{year}-{:02}-{:02}", 1 + random.up_to(11), 1 + random.up_to(27)),
            source: format!("{agency_name}{}", random.pick(&["办公室", "综合科", "法规科", "财务科"])),
            words: item_words(random, &format!("/{agency}/{year}/")),
        }
    }
}

/// About 1.5 KB: two headings, a list and a link to the annual report.
fn item_words(random: &mut Random, report: &str) -> String {
    let mut words = format!("{}\n\n## 一、{}要求\n\n{}\n\n", paragraph(random, 320), topic(random), paragraph(random, 230));
    for number in 1..=3 {
        words.push_str(&format!("{number}. **{}**：{}；\n", topic(random), clause(random)));
    }
    words.push_str(&format!("\n## 二、{}安排\n\n{}\n\n有关数据见[年度报告]({report})。\n", topic(random), paragraph(random, 230)));
    words
}
