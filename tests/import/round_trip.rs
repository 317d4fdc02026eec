//! import(export(report)) = report, for any figures in any form: what a build offers for download comes back the same.

use crate::import::{filled, forms, places, told};
use lanmu::date::parse_date;
use lanmu::export::{report_json, report_xlsx, table_csv};
use lanmu::form::Forms;
use lanmu::import::{Imported, Known, read, understand};
use lanmu::model::{AgencyCard, Cell, Figures, Report, Year};
use lanmu::number::Number;
use lanmu::source::Digest;
use proptest::prelude::*;

fn report(figures: Figures) -> Report {
    Report {
        year: Year::parse("2023").expect("a year"),
        published: parse_date("2024-01-20").expect("a day"),
        figures,
        scope: Vec::new(),
        waivers: Vec::new(),
        path: "report.yaml".to_owned(),
        digest: Digest::default(),
        words: None,
        has_unread_words: false,
        draft: false,
    }
}

/// What may stand in a cell: all four kinds, numbers with all their digits.
pub(super) fn cell() -> impl Strategy<Value = Cell> {
    let number = prop_oneof![
        4 => (0_u32..200_000).prop_map(Number::from),
        2 => Just(Number::ZERO),
        1 => (1_i64..999_999_999_999_999_999).prop_map(|digits| Number::parse(&digits.to_string()).expect("a number")),
        1 => (0_u32..9_999_999, 1_u32..5).prop_map(|(digits, decimals)| Number::try_from((i128::from(digits) * 10 + 1, decimals)).expect("a number")),
        1 => (1_u32..9_999).prop_map(|number| -Number::from(number)),
    ];
    let note = "[含中其件（）1a，]{1,8}".prop_filter("a note says something", |note| note.contains('含'));
    prop_oneof![
        6 => number.clone().prop_map(Cell::Number),
        1 => Just(Cell::Blank),
        1 => Just(Cell::NotApplicable),
        1 => (number, note).prop_map(|(number, note)| Cell::Noted(Box::new((number, note)))),
    ]
}

pub(super) fn same(found: &Imported, expected: &Figures, name: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.figures.form.digest, expected.form.digest, "{}", name);
    for at in places(&expected.form) {
        prop_assert_eq!(found.figures.cell(at), expected.cell(at), "{}: {}\n{}", name, expected.path(at), told(found));
    }
    Ok(())
}

/// The downloads that hold all figures.
pub(super) fn back(figures: &Figures) -> [(String, Vec<u8>); 2] {
    let report = report(figures.clone());
    let agency = AgencyCard { name: "示例市教育局".to_owned(), ..AgencyCard::default() };
    [("report.json".to_owned(), report_json(&agency, &report)), ("report.xlsx".to_owned(), report_xlsx(&agency, &report).expect("a workbook"))]
}

fn imported(files: &[(String, Vec<u8>)]) -> Imported {
    let mut reading = lanmu::document::Reading::default();
    for (name, bytes) in files {
        let next = read(name, bytes).expect("readable");
        reading = lanmu::document::Reading {
            title: next.title,
            published: next.published,
            blocks: [reading.blocks, next.blocks].concat(),
            hidden: next.hidden,
            unread: None,
            form: next.form,
        };
    }
    let known = Known { year: Year::parse("2023"), ..Known::default() };
    understand(&files[0].0, &reading, &known, &Forms::built_in()).expect("a report")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn downloads_come_back(cells in proptest::collection::vec(cell(), 210), which in 0_usize..3) {
        let form = &forms()[which];
        // One figure at least, so that no table is empty: an empty one is a blank form.
        let figures = filled(form, |at| if at % 7 == 0 { Cell::Number(Number::from(7)) } else { cells[at % cells.len()].clone() });
        let report = report(figures.clone());
        let agency = AgencyCard { name: "示例市教育局".to_owned(), ..AgencyCard::default() };

        let json = imported(&[("report.json".to_owned(), report_json(&agency, &report))]);
        same(&json, &figures, "JSON")?;
        prop_assert_eq!((json.agency.as_deref(), json.published.map(|date| date.to_string())), (Some("示例市教育局"), Some("2024-01-20".to_owned())));

        let tables: Vec<(String, Vec<u8>)> = (0..form.tables.len()).map(|table| (format!("{}.csv", form.tables[table].key), table_csv(&report, table))).collect();
        same(&imported(&tables), &figures, "CSV")?;

        let book = imported(&[("report.xlsx".to_owned(), report_xlsx(&agency, &report).expect("a workbook"))]);
        same(&book, &figures, "XLSX")?;
        prop_assert_eq!(book.agency.as_deref(), Some("示例市教育局"));
        let doubled = book.doubts.iter().any(|doubt| doubt.message.zh.contains("又出现"));
        prop_assert!(!doubled, "the list says the same as the printed tables: {}", told(&book));
    }
}
