//! Random numbers → the figures of one annual report, in which every identity holds, those with the year before too, and
//! nothing jumps or vanishes from year to year.

use super::random::Random;

/// How many kinds of applicants table 3 has; their total is one more column.
const APPLICANTS: usize = 6;

/// The key of a table, its columns, and its rows; each of those with key and label.
type Shape = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

const SHAPES: [Shape; 6] = [
    ("documents", &["制发", "废止", "现行有效"], &[("regulations", "规章"), ("normative", "行政规范性文件")]),
    ("permits", &["处理决定"], &[("permits", "行政许可")]),
    ("sanctions", &["处理决定"], &[("penalties", "行政处罚"), ("coercion", "行政强制")]),
    ("charges", &["收费金额"], &[("charges", "行政事业性收费")]),
    ("requests", &["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"], &REQUESTS),
    (
        "disputes",
        &["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"],
        &[("review", "行政复议"), ("litigation_direct", "未经复议直接起诉"), ("litigation_after_review", "复议后起诉")],
    ),
];

const REQUESTS: [(&str, &str); 25] = [
    ("received", "一、本年新收"),
    ("carried_in", "二、上年结转"),
    ("granted", "（一）予以公开"),
    ("partial", "（二）部分公开"),
    ("refused.secret", "（三）1.属于国家秘密"),
    ("refused.law", "（三）2.其他法律行政法规禁止公开"),
    ("refused.stability", "（三）3.危及“三安全一稳定”"),
    ("refused.third_party", "（三）4.保护第三方合法权益"),
    ("refused.internal", "（三）5.属于三类内部事务信息"),
    ("refused.process", "（三）6.属于四类过程性信息"),
    ("refused.enforcement", "（三）7.属于行政执法案卷"),
    ("refused.query", "（三）8.属于行政查询事项"),
    ("unavailable.not_held", "（四）1.本机关不掌握相关政府信息"),
    ("unavailable.not_existing", "（四）2.没有现成信息需要另行制作"),
    ("unavailable.unclear", "（四）3.补正后申请内容仍不明确"),
    ("dismissed.petition", "（五）1.信访举报投诉类申请"),
    ("dismissed.repeat", "（五）2.重复申请"),
    ("dismissed.publication", "（五）3.要求提供公开出版物"),
    ("dismissed.excessive", "（五）4.无正当理由大量反复申请"),
    ("dismissed.reissue", "（五）5.要求确认或重新出具已获取信息"),
    ("closed.uncorrected", "（六）1.逾期不补正"),
    ("closed.unpaid", "（六）2.逾期未缴费"),
    ("closed.other", "（六）3.其他"),
    ("handled", "（七）总计"),
    ("carried_out", "四、结转下年度"),
];

/// Where the outcomes of table 3 begin among its rows, and how many they are.
const OUTCOMES: (usize, usize) = (2, 21);

/// A table with its figures.
pub(crate) struct Table {
    /// Its key in `report.yaml`.
    pub(crate) key: &'static str,
    /// The labels of its columns.
    pub(crate) columns: &'static [&'static str],
    /// Its rows.
    pub(crate) rows: Vec<Row>,
}

/// A row with its figures.
pub(crate) struct Row {
    /// Its key.
    pub(crate) key: &'static str,
    /// Its label.
    pub(crate) label: &'static str,
    /// Its figures, as they are written.
    pub(crate) cells: Vec<String>,
}

/// What one year hands to the next.
#[derive(Default)]
pub(crate) struct Carried {
    /// Requests that are still open, by kind of applicant.
    requests: [u32; APPLICANTS],
    /// Documents in force.
    in_force: [u32; 2],
}

/// The tables of the year after `carried`, which is moved on by that year. `bustle` is how many requests a busy column has.
pub(crate) fn tables(random: &mut Random, carried: &mut Carried, bustle: u32) -> Vec<Table> {
    let whole = |random: &mut Random, most: u32| vec![about(random, most).to_string()];
    let cells = [
        documents(random, &mut carried.in_force),
        vec![whole(random, bustle * 4)],
        vec![whole(random, bustle), whole(random, 8)],
        vec![vec![amount(random)]],
        requests(random, &mut carried.requests, bustle),
        disputes(random),
    ];
    let table = |((key, columns, rows), cells): (Shape, Vec<Vec<String>>)| {
        let rows = rows.iter().zip(cells).map(|((key, label), cells)| Row { key, label, cells });
        Table { key, columns, rows: rows.collect() }
    };
    SHAPES.into_iter().zip(cells).map(table).collect()
}

/// A number of at least half of `most`: such numbers are never five times one another.
fn about(random: &mut Random, most: u32) -> u32 {
    most - random.up_to(most / 2)
}

/// Lets more requests be received from natural persons, and granted, if the table is that of requests.
pub(crate) fn receive(table: &mut Table, more: u32) {
    let rows = table.rows.iter_mut().filter(|row| ["received", "granted", "handled"].contains(&row.key));
    for row in rows.filter(|_| table.key == "requests") {
        for cell in [0, APPLICANTS] {
            let before: u32 = row.cells[cell].parse().expect("numbers of requests are whole");
            row.cells[cell] = (before + more).to_string();
        }
    }
}

/// How many requests were received from all applicants, if the table is that of requests.
pub(crate) fn received(table: &Table) -> Option<&str> {
    table.rows.iter().find(|row| row.key == "received").and_then(|row| row.cells.last()).map(String::as_str)
}

fn documents(random: &mut Random, in_force: &mut [u32; 2]) -> Vec<Vec<String>> {
    let row = |in_force: &mut u32| {
        let (issued, repealed) = (1 + random.up_to(5), random.up_to((*in_force).min(4)));
        *in_force = *in_force + issued - repealed;
        written(&[issued, repealed, *in_force])
    };
    in_force.iter_mut().map(row).collect()
}

/// An amount in 万元, with up to four decimals.
fn amount(random: &mut Random) -> String {
    let whole = about(random, 300);
    if random.up_to(2) == 0 { whole.to_string() } else { format!("{whole}.{:04}", random.up_to(9_999)) }
}

fn requests(random: &mut Random, open: &mut [u32; APPLICANTS], bustle: u32) -> Vec<Vec<String>> {
    let (first, count) = OUTCOMES;
    let mut rows = vec![[0; APPLICANTS]; REQUESTS.len()];
    for (column, open) in open.iter_mut().enumerate() {
        // Most applicants are persons, then companies.
        let received = about(random, bustle / [1, 4, 12][column.min(2)]);
        let pool = received + *open;
        let left = random.up_to(pool.min(5));
        rows[0][column] = received;
        rows[1][column] = *open;
        for _ in left..pool {
            // Half of them are granted.
            let outcome = if random.up_to(1) == 0 { 0 } else { random.up_to(20) as usize };
            rows[first + outcome][column] += 1;
        }
        rows[first + count][column] = pool - left;
        rows[first + count + 1][column] = left;
        *open = left;
    }
    rows.iter().map(|row| written_with_total(row)).collect()
}

fn disputes(random: &mut Random) -> Vec<Vec<String>> {
    let row = |least| written_with_total(&[least, 0, 0, 0].map(|least| least.max(random.up_to(5).saturating_sub(3))));
    [1, 0, 0].map(row).to_vec()
}

fn written(row: &[u32]) -> Vec<String> {
    row.iter().map(u32::to_string).collect()
}

fn written_with_total(row: &[u32]) -> Vec<String> {
    let mut cells = written(row);
    cells.push(row.iter().sum::<u32>().to_string());
    cells
}
