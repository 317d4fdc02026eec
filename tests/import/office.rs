//! All rows of all forms as Word documents and PDF files draw them.

use crate::import::drawn::{Drawn, cells, each_form, report};
use crate::import::{filled, forms, import, places, told};
use crate::support::pdf::{Pdf, coded};
use crate::support::word::{docx, p, tc, tr};
use lanmu::form::Sheet;
use lanmu::model::{Cell, Figures};
use lanmu::number::Number;
use std::fmt::Write;

/// A table of Word: what one cell covers below itself are cells that go on with it.
fn word_table(sheet: &Sheet, figures: &Figures) -> String {
    let drawn = cells(sheet, figures);
    let row = |row: usize| {
        let mut cells: Vec<&Drawn> = drawn.iter().filter(|cell| (cell.row..cell.row + cell.rows).contains(&row)).collect();
        cells.sort_by_key(|cell| cell.column);
        let cell = |cell: &&Drawn| {
            let span = format!("<w:gridSpan w:val=\"{}\"/>", cell.columns);
            match cell.row == row {
                true if cell.rows > 1 => tc(&format!("{span}<w:vMerge w:val=\"restart\"/>"), &cell.text),
                true => tc(&span, &cell.text),
                false => tc(&format!("{span}<w:vMerge/>"), ""),
            }
        };
        tr(&cells.iter().map(cell).collect::<Vec<_>>())
    };
    format!("<w:tbl>{}</w:tbl>\n\n", (0..sheet.rows.len()).map(row).collect::<String>())
}

#[test]
fn word_documents() {
    each_form(|figures| {
        let text = report(figures, "", |sheet| word_table(sheet, figures));
        let block = |block: &str| if block.starts_with("<w:tbl>") { block.to_owned() } else { p(block) };
        ("a.docx", docx(&text.split("\n\n").map(block).collect::<String>(), &[]))
    });
}

/// How wide a column is, how high a line, and how many characters a line has, at so many points a character.
const WIDE: usize = 56;
const LINE: usize = 6;
const SIZE: usize = 5;

/// Words at a place.
fn at(x: usize, y: usize, text: &str) -> String {
    format!("BT /F2 {SIZE} Tf {x} {y} Td {} Tj ET\n", coded(text))
}

/// How a page draws the lines between cells: around each, below each row, or none.
#[derive(Clone, Copy, PartialEq)]
enum Ruled {
    Around,
    Below,
    Not,
}

/// Where the words of a cell stand in it.
#[derive(Clone, Copy, PartialEq)]
enum Words {
    AtTop,
    InMiddle,
}

/// A table as a page draws it: long words broken into lines.
fn page_table(sheet: &Sheet, figures: &Figures, ruled: Ruled, words: Words) -> String {
    page_rows(sheet, figures, 0..sheet.rows.len(), (ruled, words))
}

/// Some rows of a table as a page draws them; what is merged with rows of the page before has its words there.
fn page_rows(sheet: &Sheet, figures: &Figures, rows: std::ops::Range<usize>, (ruled, words): (Ruled, Words)) -> String {
    let drawn: Vec<Drawn> = cells(sheet, figures)
        .into_iter()
        .filter(|cell| rows.contains(&cell.row))
        .map(|cell| Drawn { row: cell.row - rows.start, rows: cell.rows.min(rows.end - cell.row), ..cell })
        .collect();
    let lines = |cell: &Drawn| {
        let signs: Vec<char> = cell.text.chars().collect();
        signs.chunks((cell.columns * WIDE - 4) / SIZE).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>()
    };
    let height = |row: usize| drawn.iter().filter(|cell| cell.row == row && cell.rows == 1).map(|cell| lines(cell).len()).max().unwrap_or(1) * LINE + 4;
    let top = |row: usize| 790 - (0..row).map(height).sum::<usize>();
    let mut page = String::new();
    for cell in &drawn {
        let (x, y, below) = (20 + cell.column * WIDE, top(cell.row), top(cell.row + cell.rows));
        let wide = cell.columns * WIDE;
        let _ = match ruled {
            Ruled::Around => writeln!(page, "{x} {below} {wide} {} re S", y - below),
            Ruled::Below => writeln!(page, "{x} {below} m {} {below} l S", x + wide),
            Ruled::Not => Ok(()),
        };
        let lines = lines(cell);
        let (left, above) = match words {
            Words::AtTop => (2, 0),
            Words::InMiddle => {
                ((wide - lines.first().map_or(0, |line| line.chars().count()) * SIZE) / 2, (y - below - 4 - lines.len().min((y - below - 4) / LINE) * LINE) / 2)
            }
        };
        for (line, text) in lines.iter().enumerate() {
            page.push_str(&at(x + left, y - above - (line + 1) * LINE, text));
        }
    }
    page
}

fn pages(figures: &Figures, ruled: Ruled, words: Words) -> Vec<u8> {
    let form = &figures.form;
    let title = at(20, 820, "示例市教育局2023年政府信息公开工作年度报告");
    let mut pdf = Pdf::default().page(&title).compressed();
    for (place, section) in form.sections.iter().enumerate() {
        let heading = at(20, 810, &section.heading);
        let mut sheets = form.sheets.iter().filter(|sheet| sheet.section == Some(place)).peekable();
        if sheets.peek().is_none() {
            pdf = pdf.page(&format!("{heading}{}", at(20, 780, "示例市教育局依照条例做好各项工作，情况良好。")));
        }
        for sheet in sheets {
            pdf = pdf.page(&format!("{heading}{}", page_table(sheet, figures, ruled, words)));
        }
    }
    pdf.page(&at(20, 700, "2024年1月20日")).bytes()
}

#[test]
fn pages_of_pdf() {
    each_form(|figures| ("a.pdf", pages(figures, Ruled::Around, Words::AtTop)));
}

#[test]
fn pages_of_pdf_without_lines() {
    for (ruled, words) in [(Ruled::Not, Words::InMiddle), (Ruled::Not, Words::AtTop), (Ruled::Below, Words::InMiddle)] {
        each_form(|figures| ("a.pdf", pages(figures, ruled, words)));
    }
}

#[test]
fn tables_without_lines_that_go_on_over_the_page() {
    let figures = crate::import::distinct(&forms()[1]);
    let at_top = |text: &str| at(20, 810, text);
    for words in [Words::InMiddle, Words::AtTop] {
        for last in [9, 16, 20] {
            let mut pdf = Pdf::default().page(&at(20, 820, "示例市教育局2023年政府信息公开工作年度报告")).compressed();
            for sheet in &figures.form.sheets {
                let heading = at_top(&figures.form.sections[sheet.section.expect("of a chapter")].heading);
                let rows = sheet.rows.len();
                let parted = [0..last.min(rows), last.min(rows)..rows];
                for (turn, part) in parted.into_iter().enumerate().filter(|(_, part)| !part.is_empty()) {
                    let drawn = page_rows(sheet, &figures, part, (Ruled::Not, words));
                    pdf = pdf.page(&if turn == 0 { format!("{heading}{drawn}") } else { drawn });
                }
            }
            crate::import::reads("a.pdf", &pdf.bytes(), &figures);
        }
    }
}

#[test]
fn what_a_page_does_not_tell_is_blank() {
    for form in forms() {
        // Some rows have all their figures, some lack one at any place, some have none.
        let figures = filled(&form, |at| match at {
            90..97 => Cell::Blank,
            _ if at > 60 && at % 11 == 0 => Cell::Blank,
            _ => Cell::Number(Number::from(u32::try_from(at * 37 + 1).expect("small"))),
        });
        for words in [Words::InMiddle, Words::AtTop] {
            let imported = import("a.pdf", &pages(&figures, Ruled::Not, words)).expect("a report");
            assert_eq!(imported.figures.form.digest, form.digest);
            let mut read = 0;
            for at in places(&form) {
                let found = imported.figures.cell(at);
                let is_left_out = *found == Cell::Blank && imported.figures.is_unread(at);
                assert!(found == figures.cell(at) || is_left_out, "{}: {found:?}\n{}", figures.path(at), told(&imported));
                read += usize::from(*found != Cell::Blank);
            }
            assert!(read > 140, "{read}");
        }
    }
}

/// A Word document of all tables, with changes by replacing text.
fn word(figures: &Figures, change: impl Fn(String) -> String) -> Vec<u8> {
    let text = report(figures, "", |sheet| word_table(sheet, figures));
    let block = |block: &str| if block.starts_with("<w:tbl>") { block.to_owned() } else { p(block) };
    docx(&change(text.split("\n\n").map(block).collect::<String>()), &[])
}

#[test]
fn word_documents_as_they_are_edited() {
    let figures = crate::import::distinct(&forms()[1]);
    let reads = |change: &dyn Fn(String) -> String| crate::import::reads("a.docx", &word(&figures, change), &figures);
    let (cell, run) = ("<w:t>1407</w:t>", "<w:r><w:t>1407</w:t></w:r>");
    let of = |to: &str| {
        assert!(word(&figures, |text| text).len() > 100);
        reads(&|text| text.replace(run, to));
    };
    // Tracked changes: what was there before, words and settings, counts no more.
    of("<w:del><w:r><w:delText>99</w:delText></w:r></w:del><w:ins><w:r><w:t>1407</w:t></w:r></w:ins>");
    of("<w:moveFrom><w:r><w:t>5</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>1407</w:t></w:r></w:moveTo>");
    of("<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>1407</w:t></w:r>");
    reads(&|text| text.replace("<w:gridSpan w:val=\"1\"/>", "<w:tcPrChange><w:tcPr><w:gridSpan w:val=\"3\"/><w:vMerge/></w:tcPr></w:tcPrChange>"));
    reads(&|text| text.replace("<w:tr>", &format!("<w:tr>{}", "<w:tc><w:tcPr><w:cellDel w:id=\"1\"/></w:tcPr><w:p><w:r><w:t>8</w:t></w:r></w:p></w:tc>")));
    // Content controls around words, cells and rows; fields; hyperlinks.
    of("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>1407</w:t></w:r></w:sdtContent></w:sdt>");
    reads(&|text| text.replace("<w:tc>", "<w:sdt><w:sdtContent><w:tc>").replace("</w:tc>", "</w:tc></w:sdtContent></w:sdt>"));
    reads(&|text| text.replace("<w:tr>", "<w:sdt><w:sdtPr/><w:sdtContent><w:tr>").replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>"));
    of(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>=SUM(LEFT) 12</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1407</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
    );
    of("<w:fldSimple w:instr=\"=1+2\"><w:hyperlink><w:r><w:t>1</w:t></w:r></w:hyperlink><w:r><w:t>407</w:t></w:r></w:fldSimple>");
    // A text box is there once, though it is drawn in two ways.
    let boxed = "<w:txbxContent><w:p><w:r><w:t>1407</w:t></w:r></w:p></w:txbxContent>";
    reads(&|text| {
        let heading = "<w:r><w:t>三、收到和处理政府信息公开申请情况</w:t></w:r>";
        let alternate = format!(
            "{heading}<w:r><mc:AlternateContent><mc:Choice>{boxed}</mc:Choice><mc:Fallback><w:pict>{boxed}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        );
        text.replace(heading, &alternate)
    });
    // Full-width digits; a run for each digit.
    of("<w:r><w:t>１４０７</w:t></w:r>");
    of("<w:r><w:t>1</w:t></w:r><w:r><w:t>4</w:t></w:r><w:bookmarkStart/><w:r><w:t>07</w:t></w:r>");
    // The table is parted in two, each under the same heads, or goes on under none.
    let table_of = |text: &str| text.find("<w:tbl>").and_then(|first| Some(first + 1 + text[first + 1..].find("<w:tbl>")?)).expect("two tables");
    reads(&|text| {
        let start = table_of(&text) + "<w:tbl>".len();
        let heads = start + text[start..].match_indices("</w:tr>").nth(2).expect("three heads").0 + "</w:tr>".len();
        let at = heads + text[heads..].match_indices("</w:tr>").nth(6).expect("rows").0 + "</w:tr>".len();
        format!("{}</w:tbl>{}<w:tbl>{}{}", &text[..at], p("续表"), &text[start..heads], &text[at..])
    });
    // A note's mark is no digit of the figure before it.
    let marked = word(&figures, |text| text.replace(cell, "<w:t>1407</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>1</w:t>"));
    let imported = import("a.docx", &marked).expect("a report");
    assert!(told(&imported).contains("自然人“1407^1”"), "{}", told(&imported));
}

#[test]
fn blanks_of_word_tables_stay_apart() {
    let figures = crate::import::distinct(&forms()[1]);
    let shown = |to: &str| {
        let imported = import("a.docx", &word(&figures, |text| text.replace("<w:t>1407</w:t>", &format!("<w:t>{to}</w:t>")))).expect("a report");
        let at = places(&figures.form).into_iter().find(|at| *figures.cell(*at) == Cell::Number(Number::from(1407_u32))).expect("there");
        let cell = match imported.figures.cell(at) {
            Cell::Number(number) => number.to_string(),
            Cell::Blank => "blank".to_owned(),
            Cell::NotApplicable => "/".to_owned(),
            Cell::Noted(noted) => format!("{} {}", noted.0, noted.1),
        };
        (cell, imported.doubts.iter().filter(|doubt| doubt.code.as_str() == "import-doubt" && doubt.message.zh.contains("“1.属于国家秘密")).count())
    };
    assert_eq!(["", "/", "—", "0"].map(shown), [("blank".to_owned(), 0), ("/".to_owned(), 0), ("blank".to_owned(), 1), ("0".to_owned(), 0)]);
}

/// A workbook of sheets: name, settings, XML of its rows and what stands behind them.
fn xlsx(sheets: &[(&str, &str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a name");
        std::io::Write::write_all(&mut zip, text.as_bytes()).expect("written");
    };
    let list = sheets.iter().enumerate().map(|(at, (name, settings, _))| format!("<sheet name=\"{name}\" r:id=\"r{at}\" {settings}/>")).collect::<String>();
    add("xl/workbook.xml", &format!("<workbook><sheets>{list}</sheets></workbook>"));
    let files = (0..sheets.len()).map(|at| format!("<Relationship Id=\"r{at}\" Target=\"worksheets/s{at}.xml\"/>")).collect::<String>();
    add("xl/_rels/workbook.xml.rels", &format!("<Relationships>{files}</Relationships>"));
    for (at, (.., xml)) in sheets.iter().enumerate() {
        add(&format!("xl/worksheets/s{at}.xml"), &format!("<worksheet>{xml}</worksheet>"));
    }
    zip.finish().expect("finished").into_inner()
}

/// A printed table as a sheet: numbers as numbers, texts inline, merged cells as the official layout has them.
fn sheet_xml(sheet: &Sheet, figures: &Figures, change: impl Fn(&str) -> Option<String>) -> String {
    let name = |column: usize, row: usize| format!("{}{}", char::from(b'A' + u8::try_from(column).expect("narrow")), row + 1);
    let drawn = cells(sheet, figures);
    let cell = |cell: &Drawn| {
        let at = name(cell.column, cell.row);
        let text = |text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
        let plain = || if cell.text.parse::<f64>().is_ok() { format!("<c r=\"{at}\"><v>{}</v></c>", cell.text) } else { text(&cell.text) };
        change(&cell.text).map_or_else(plain, |xml| format!("<c r=\"{at}\" {xml}</c>"))
    };
    let row = |row: usize| format!("<row r=\"{}\">{}</row>", row + 1, drawn.iter().filter(|cell| cell.row == row).map(cell).collect::<String>());
    let merged = drawn.iter().filter(|cell| cell.rows * cell.columns > 1);
    let merged: String = merged
        .map(|cell| format!("<mergeCell ref=\"{}:{}\"/>", name(cell.column, cell.row), name(cell.column + cell.columns - 1, cell.row + cell.rows - 1)))
        .collect();
    format!("<sheetData>{}</sheetData><mergeCells>{merged}</mergeCells>", (0..sheet.rows.len()).map(row).collect::<String>())
}

#[test]
fn workbooks_in_the_official_layout() {
    each_form(|figures| {
        let sheets: Vec<(String, String)> = figures.form.sheets.iter().map(|sheet| (sheet.number.clone(), sheet_xml(sheet, figures, |_| None))).collect();
        let sheets: Vec<(&str, &str, String)> = sheets.iter().map(|(name, xml)| (name.as_str(), "", xml.clone())).collect();
        ("a.xlsx", xlsx(&sheets))
    });
}

#[test]
fn cells_of_workbooks() {
    let figures = crate::import::distinct(&forms()[1]);
    let import_with = |xml: &str| {
        let change = |text: &str| (text == "1407").then(|| xml.to_owned());
        let sheets: Vec<(&str, &str, String)> =
            figures.form.sheets.iter().map(|sheet| (sheet.number.as_str(), "", sheet_xml(sheet, &figures, change))).collect();
        import("a.xlsx", &xlsx(&sheets)).expect("a report")
    };
    let at = places(&figures.form).into_iter().find(|at| *figures.cell(*at) == Cell::Number(Number::from(1407_u32))).expect("there");
    // Numbers kept as texts, formulas with what they came to.
    for xml in [
        "t=\"str\"><v>1407</v>",
        "t=\"inlineStr\"><is><t>'1407</t></is>",
        "><f>SUM(A1:A2)</f><v>1407</v>",
        "t=\"inlineStr\"><is><r><t>14</t></r><r><t>07</t></r></is>",
    ] {
        let imported = import_with(xml);
        if xml.contains('\'') {
            assert!(imported.figures.is_unread(at), "{xml}");
        } else {
            assert_eq!(imported.figures.cell(at), figures.cell(at), "{xml}");
        }
    }
    // A formula that nobody has reckoned, an error, a truth: not read, and told; one that comes to nothing is blank.
    for (xml, printed) in [("><f>SUM(A1:A2)</f>", "=?"), ("t=\"e\"><f>1/0</f><v>#DIV/0!</v>", "#DIV/0!"), ("t=\"b\"><v>1</v>", "TRUE")] {
        let imported = import_with(xml);
        assert!(imported.figures.is_unread(at) && told(&imported).contains(&format!("自然人“{printed}”（工作表“表三” D8）")), "{xml} {}", told(&imported));
    }
    let imported = import_with("t=\"str\"><f>IF(A1=\"\",\"\",1)</f><v></v>");
    assert!(*imported.figures.cell(at) == Cell::Blank && !imported.figures.is_unread(at));
}

#[test]
fn what_a_workbook_hides_is_told() {
    let figures = crate::import::distinct(&forms()[1]);
    let other = filled(&forms()[1], |_| Cell::Number(Number::ZERO));
    let all = |figures: &Figures| -> Vec<String> { figures.form.sheets.iter().map(|sheet| sheet_xml(sheet, figures, |_| None)).collect() };
    let (own, old) = (all(&figures), all(&other));
    // Last year's sheet is hidden.
    let hidden = xlsx(&[("旧", "state=\"hidden\"", old[1].clone()), ("表二", "", own[0].clone()), ("表三", "", own[1].clone()), ("表四", "", own[2].clone())]);
    let imported = crate::import::reads("a.xlsx", &hidden, &figures);
    assert!(told(&imported).contains("import-unread 文件中隐藏的部分没有读入：工作表“旧”"), "{}", told(&imported));
    // A hidden row is not read, nor taken for blank; labels merged over it still are those of the rows below.
    let row = own[1].replace("<row r=\"8\">", "<row r=\"8\" hidden=\"1\">");
    let imported = import("a.xlsx", &xlsx(&[("表二", "", own[0].clone()), ("表三", "", row), ("表四", "", own[2].clone())])).expect("a report");
    let said = told(&imported);
    assert!(said.contains("没有找到“1.属于国家秘密”行，整行留空") && said.contains("工作表“表三”第 8 行"), "{said}");
    assert!(places(&figures.form).into_iter().all(|at| imported.figures.is_unread(at) || imported.figures.cell(at) == figures.cell(at)), "{said}");
    let column = format!("<cols><col min=\"5\" max=\"5\" hidden=\"1\"/></cols>{}", own[1]);
    let imported = import("a.xlsx", &xlsx(&[("表二", "", own[0].clone()), ("表三", "", column), ("表四", "", own[2].clone())])).expect("a report");
    let said = told(&imported);
    assert!(said.contains("工作表“表三”第 E 列") && imported.figures.is_in_part(), "{said}");
    assert!(places(&figures.form).into_iter().all(|at| imported.figures.is_unread(at) || imported.figures.cell(at) == figures.cell(at)), "{said}");
}
