//! The statutory tables of a built report, read with an HTML parser as a screen reader would: the grid is a
//! rectangle, spans are the official ones, every figure reaches its row and column headers.

use crate::support::{self, Portal, REPORT, text_of as text};
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;

fn select<'a>(element: &ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector");
    element.select(&selector).collect()
}

fn span(cell: &ElementRef<'_>, name: &str) -> usize {
    cell.value().attr(name).map_or(1, |value| value.parse().expect("a number"))
}

/// Which cell stands at each place of a table, with spans filled in.
fn grid<'a>(table: &ElementRef<'a>) -> Vec<Vec<ElementRef<'a>>> {
    let rows = select(table, "tr");
    let mut grid: Vec<BTreeMap<usize, ElementRef<'a>>> = vec![BTreeMap::new(); rows.len()];
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        for cell in select(row, "td, th") {
            while grid[y].contains_key(&x) {
                x += 1;
            }
            for (dy, dx) in (0..span(&cell, "rowspan")).flat_map(|dy| (0..span(&cell, "colspan")).map(move |dx| (dy, dx))) {
                let taken = grid.get_mut(y + dy).expect("a span ends within the table").insert(x + dx, cell);
                assert!(taken.is_none(), "two cells overlap in row {y}");
            }
        }
    }
    let width = grid[0].len();
    for (y, row) in grid.iter().enumerate() {
        assert_eq!(row.keys().copied().collect::<Vec<_>>(), (0..width).collect::<Vec<_>>(), "row {y} has holes");
    }
    grid.into_iter().map(|row| row.into_values().collect()).collect()
}

fn report() -> Html {
    let mut portal = Portal::new().with("content/kjj/2024/report.yaml", REPORT);
    portal.publish();
    Html::parse_document(&portal.published("kjj/2024/index.html"))
}

fn tables(page: &Html) -> Vec<ElementRef<'_>> {
    select(&page.root_element(), "table.sheet")
}

/// The texts of the headers that a figure names, in order.
fn headers(page: &Html, cell: &ElementRef<'_>) -> Vec<String> {
    let named = cell.value().attr("headers").expect("every figure names its headers");
    let header = |id: &str| {
        let found = select(&page.root_element(), &format!("[id=\"{id}\"]"));
        assert_eq!(found.len(), 1, "{id}");
        let only = &found[0];
        assert_eq!(only.value().name(), "th", "{id}");
        text(only)
    };
    named.split(' ').map(header).collect()
}

#[test]
fn there_are_three_with_captions() {
    let page = report();
    let captions: Vec<String> = tables(&page).iter().map(|table| text(&select(table, "caption")[0])).collect();
    assert_eq!(
        captions,
        ["表二 主动公开政府信息情况", "表三 收到和处理政府信息公开申请情况（单位：件）", "表四 政府信息公开行政复议、行政诉讼情况（单位：件）"]
    );
    for table in tables(&page) {
        grid(&table);
        assert!(select(&table, "th").iter().all(|head| matches!(head.value().attr("scope"), Some("col" | "row"))));
        let region = ElementRef::wrap(table.parent().expect("a parent")).expect("an element");
        assert_eq!((region.value().attr("tabindex"), region.value().attr("role")), (Some("0"), Some("region")));
    }
}

#[test]
fn table_3_has_the_official_shape() {
    let page = report();
    let table = tables(&page)[1];
    assert_eq!((select(&table, "thead tr").len(), select(&table, "tbody tr").len()), (3, 25));
    assert_eq!(select(&table, "tbody td").len(), 175);
    let spans: Vec<(String, usize)> = select(&table, "tbody th[rowspan]").iter().map(|head| (text(head), span(head, "rowspan"))).collect();
    let expected = [("三、本年度办理结果", 22), ("（三）不予公开", 8), ("（四）无法提供", 3), ("（五）不予处理", 5), ("（六）其他处理", 3)];
    assert_eq!(spans, expected.map(|(label, rows)| (label.to_owned(), rows)));
    let corner = &select(&table, "thead td")[0];
    assert_eq!((span(corner, "rowspan"), span(corner, "colspan")), (3, 3));
    assert_eq!(text(corner), "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）");
}

#[test]
fn every_figure_reaches_all_its_headers() {
    let page = report();
    for table in tables(&page) {
        let grid = grid(&table);
        for (y, row) in grid.iter().enumerate() {
            for (x, cell) in row.iter().enumerate().filter(|(_, cell)| cell.value().attr("headers").is_some()) {
                let named = headers(&page, cell);
                let above = grid[..y]
                    .iter()
                    .rev()
                    .map(|row| &row[x])
                    .take_while(|above| above.value().name() == "th" || table.value().attr("class") != Some("sheet blocks"));
                let heads: Vec<String> = above.filter(|above| above.value().name() == "th" && above.value().attr("scope") == Some("col")).map(text).collect();
                let beside = row[..x].iter().filter(|beside| beside.value().name() == "th").map(text);
                for head in heads.iter().cloned().chain(beside) {
                    assert!(named.contains(&head), "row {y}, column {x}: {named:?} lacks {head}");
                }
            }
        }
    }
}

#[test]
fn headers_name_a_figure_rightly() {
    let page = report();
    let find = |row: &str, column: usize| {
        let row = select(&page.root_element(), &format!("[id=\"{row}\"]"))[0];
        select(&row, "td")[column]
    };
    let cell = find("requests.refused.third_party", 4);
    assert_eq!(text(&cell), "1");
    assert_eq!(headers(&page, &cell), ["申请人情况", "法人或其他组织", "法律服务机构", "三、本年度办理结果", "（三）不予公开", "4.保护第三方合法权益"]);
    assert_eq!(headers(&page, &find("charges.charges", 0)), ["第二十条第（八）项", "本年收费金额（单位：万元）", "行政事业性收费"]);
    let disputes = tables(&page)[2];
    let last = select(&disputes, "tbody td")[14];
    assert_eq!(headers(&page, &last), ["行政诉讼", "复议后起诉", "总计"]);
}

#[test]
fn every_row_and_table_has_an_address() {
    let page = report();
    let forms = lanmu::form::Forms::built_in();
    for table in &forms.find("2021").expect("built in").tables {
        let rows = table.rows.iter().map(|row| format!("{}.{}", table.key, row.key));
        for id in rows.chain([table.key.clone()]) {
            assert_eq!(select(&page.root_element(), &format!("[id=\"{id}\"]")).len(), 1, "{id}");
        }
    }
}

#[test]
fn no_id_stands_twice_on_any_page() {
    let mut portal = Portal::copy_of(&support::repository().join("tests/sites/column"));
    portal.write("content/kjj/2023/report.yaml", REPORT);
    std::fs::remove_dir_all(portal.root().join("themes")).expect("removed");
    let settings = std::fs::read_to_string(portal.root().join("site.toml")).expect("readable").replace("[theme]\nname = \"plain\"\n", "");
    portal.write("site.toml", &settings);
    portal.publish();
    let pages: Vec<(String, String)> =
        portal.tree().into_iter().filter(|(path, _)| path.ends_with(".html")).map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect();
    assert!(pages.len() > 40);
    for (path, html) in pages {
        let page = Html::parse_document(&html);
        let mut ids: Vec<&str> = select(&page.root_element(), "[id]").iter().filter_map(|element| element.value().attr("id")).collect();
        ids.sort_unstable();
        let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{path}: {twice:?}");
        assert_eq!(select(&page.root_element(), "h1").len(), 1, "{path}");
        assert!(select(&page.root_element(), "[style], script:not([src], [type='application/ld+json'])").is_empty(), "{path}");
    }
}
