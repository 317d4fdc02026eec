//! Shapes in which agencies publish their reports: each is read whole, or what is not read of it is told.

use crate::import::drawn::{self, html_rows};
use crate::import::{distinct, filled, forms, import, places, reads, told};
use lanmu::import::Imported;
use lanmu::model::Cell;
use lanmu::number::Number;

fn page() -> String {
    drawn::html(&distinct(&forms()[1]), |rows| format!("<table>{rows}</table>"))
}

/// The page is read with all its figures.
#[track_caller]
fn whole(name: &str, page: &str) -> Imported {
    reads(name, page.as_bytes(), &distinct(&forms()[1]))
}

/// No figure is read otherwise than it is; what is not read is marked.
#[track_caller]
fn nothing_wrong(name: &str, page: &str) -> Imported {
    let imported = import(name, page.as_bytes()).unwrap_or_else(|refused| panic!("{}", refused[0].message.zh));
    let expected = distinct(&imported.figures.form);
    for at in places(&expected.form) {
        let is_right = imported.figures.is_unread(at) || imported.figures.cell(at) == expected.cell(at);
        assert!(is_right, "{name} {}: {}", expected.path(at), told(&imported));
    }
    imported
}

#[test]
fn pages_saved_by_word() {
    let cell = "<td style='mso-border-alt:solid windowtext .5pt'><p class=MsoNormal><span lang=EN-US style='mso-bidi-font-size:10.5pt'>";
    let page = page().replace("<p>", "<p class=MsoNormal><span lang=EN-US>").replace("</p></td>", "<o:p></o:p></span></p></td>");
    let last = format!("<![if !supportMisalignedColumns]><tr height=0>{}</tr><![endif]></table>", format!("{cell}</span></p></td>").repeat(10));
    whole("a.htm", &format!("<!--[if gte mso 9]><xml><w:View>12</w:View></xml><![endif]-->{}", page.replace("</table>", &last)));
}

#[test]
fn marks_around_figures_are_told() {
    let cell = |to: &str| page().replacen("<p>1407</p>", &format!("<p>{to}</p>"), 1);
    // A struck-out figure beside the one in its place, and the mark of a note: nobody knows for sure.
    for (to, printed) in [("<s>99</s>1407", "~~99~~1407"), ("<del>9</del>1407", "~~9~~1407"), ("1407<sup>1</sup>", "1407^1")] {
        let imported = nothing_wrong("a.html", &cell(to));
        assert!(told(&imported).contains(&format!("自然人“{printed}”（第2张表第8行第3格）")), "{}", told(&imported));
    }
    whole("a.html", &cell("<span style=\"display:none\">9<b>9</b></span>1407"));
    whole("a.html", &cell("<font color=red><b>1407</b></font><a name=x></a>"));
}

#[test]
fn other_tables_are_told_and_take_no_row() {
    let before = "<table><tr><td>项目</td><td>数量</td></tr><tr><td>行政许可</td><td>55</td></tr><tr><td>行政处罚</td><td>66</td></tr></table>";
    let imported = whole("a.html", &page().replacen("<p>二、主动公开", &format!("{before}<p>二、主动公开"), 1));
    assert!(told(&imported).contains("“行政许可”行在别处又出现，数字不同，那里的没有读入（第1张表第2行第1格）"), "{}", told(&imported));
    let channels = "<table><tr><td>渠道</td><td>条数</td></tr><tr><td>网站</td><td>55</td></tr></table>";
    let imported = whole("a.html", &page().replacen("<p>二、主动公开", &format!("{channels}<p>二、主动公开"), 1));
    assert!(told(&imported).contains("import-unread 有 1 张表不是表式中的表，没有带入：第1张表（“渠道、条数”）"), "{}", told(&imported));
}

#[test]
fn notes_and_more_rows() {
    let note = "<tr><td colspan=10>注：以上 3 项不含 0 项。</td></tr>";
    let at = |page: &str, mark: &str| page.find(mark).and_then(|at| page[..at].rfind("<tr>")).expect("a row");
    let text = page();
    let row = at(&text, "7.属于行政执法案卷");
    whole("a.html", &format!("{}{note}{}", &text[..row], &text[row..]));
    whole("a.html", &text.replace("</table>", &format!("{note}</table>")));
    let total = format!("<tr><td colspan=3>合计</td>{}</tr></table>", "<td>5</td>".repeat(7));
    let imported = whole("a.html", &text.replace("</table>", &total));
    assert!(told(&imported).contains("“合计”（第2张表第29行第1格）不是表式中的行，没有读入"), "{}", told(&imported));
    // A table that is a picture.
    let start = text.find("<p>三、").expect("a chapter");
    let (from, to) = (start + text[start..].find("<table>").expect("a table"), start + text[start..].find("</table>").expect("its end"));
    let imported = nothing_wrong("a.html", &format!("{}<table><tr><td><img alt=\"表三 5\" src=a.png></td></tr>{}", &text[..from], &text[to..]));
    assert!(imported.lacks_table && told(&imported).contains("没有找到表三，175 格全部留空"), "{}", told(&imported));
}

#[test]
fn columns_in_another_order() {
    let swapped = page().replace("<p>商业企业</p>", "<p>#</p>").replace("<p>科研机构</p>", "<p>商业企业</p>").replace("<p>#</p>", "<p>科研机构</p>");
    let figures = distinct(&forms()[1]);
    // Where the page says what stands below what, figures go by their heads.
    let imported = import("a.html", swapped.as_bytes()).expect("a report");
    let table = figures.form.table("requests").expect("in the form");
    let cells = |imported: &Imported| imported.figures.row(table, 0).iter().map(|cell| cell.number().map(|number| number.to_string())).collect::<Vec<_>>();
    assert_eq!(cells(&imported)[1..3], [Some("445".to_owned()), Some("408".to_owned())]);
    // Where it does not, nobody knows.
    let lines: String = swapped.replace("</td>", "\n").replace("</p>", "\n").split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect();
    let imported = import("a.txt", lines.as_bytes()).expect("a report");
    assert!(imported.figures.row(table, 0).iter().all(|cell| *cell == Cell::Blank), "{}", told(&imported));
    assert!(told(&imported).contains("表三“一、本年新收政府信息公开申请数量”行的数字对不上表头的列，分不清各是哪一列，整行留空"), "{}", told(&imported));
    let disputes = page().replace("<p>结果维持</p>", "<p>#</p>").replace("<p>结果纠正</p>", "<p>结果维持</p>").replace("<p>#</p>", "<p>结果纠正</p>");
    let imported = import("a.html", disputes.as_bytes()).expect("a report");
    assert!(imported.lacks_table && told(&imported).contains("表四"), "{}", told(&imported));
}

#[test]
fn markdown_with_tables_of_html() {
    let figures = distinct(&forms()[1]);
    let text = drawn::report(&figures, "## ", |sheet| format!("<table>\n{}</table>\n\n", html_rows(sheet, &figures)));
    let imported = whole("a.md", &text);
    assert!(imported.words.is_some_and(|words| words.contains("## 一、总体情况\n\n示例市教育局依照条例")), "its lines are its paragraphs");
}

#[test]
fn pages_in_gbk_that_do_not_say_so_and_csv_with_semicolons() {
    let figures = distinct(&forms()[1]);
    reads("a.html", &encoding_rs::GB18030.encode(&page()).0, &figures);
    let line = |row: &str| {
        row.split("</td>")
            .map(|cell| cell.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect::<String>())
            .collect::<Vec<_>>()
            .join(";")
    };
    let csv: String = figures.form.sheets.iter().map(|sheet| html_rows(sheet, &figures).lines().map(|row| line(row) + "\n").collect::<String>()).collect();
    reads("a.csv", &encoding_rs::GB18030.encode(&csv).0, &figures);
}

#[test]
fn empty_cells_are_told() {
    let figures = filled(&forms()[1], |at| if at == 50 { Cell::Blank } else { Cell::Number(Number::from(u32::try_from(at).expect("small"))) });
    let page = drawn::html(&figures, |rows| format!("<table>{rows}</table>"));
    let imported = reads("a.html", page.as_bytes(), &figures);
    let told = imported.doubts.iter().find(|doubt| doubt.message.zh.contains("按空白读入")).expect("told");
    assert!(told.message.zh.starts_with("表三有 1 格在原文中是空的，按空白读入，没有当作 0："), "{}", told.message.zh);
    assert_eq!(told.level, lanmu::diagnostic::Level::Info);
}
