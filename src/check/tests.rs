//! The identities on a report that holds, and on the same report with cells changed.

use super::*;
use crate::form::Forms;
use crate::model::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A correct report: every table, with something in most rows.
fn tables() -> Vec<Vec<Vec<i64>>> {
    let with_total = |six: [i64; 6]| six.into_iter().chain([six.iter().sum()]).collect::<Vec<_>>();
    let mut requests = vec![with_total([30, 8, 1, 0, 2, 0]), with_total([4, 1, 0, 0, 0, 1])];
    for leaf in 0..21 {
        requests.push(with_total([if leaf < 11 { 2 } else { 1 }, i64::from(leaf < 7), i64::from(leaf == 3), 0, i64::from(leaf == 20), 0]));
    }
    requests.push(with_total([32, 7, 1, 0, 1, 0]));
    requests.push(with_total([2, 2, 0, 0, 1, 1]));
    vec![
        vec![vec![1, 0, 11], vec![8, 26, 66]],
        vec![vec![447_228]],
        vec![vec![3_985_758], vec![88_283]],
        vec![vec![96_171]],
        requests,
        vec![vec![72, 64, 178, 37, 351], vec![13, 4, 8, 1, 26], vec![12, 1, 1, 6, 20]],
    ]
}

fn figures(tables: &[Vec<Vec<i64>>]) -> Figures {
    let form = Forms::built_in().find("2021").map(Arc::clone).expect("built in");
    let cell = |number: &i64| if *number < 0 { Cell::Blank } else { Cell::Number(Number::from(u32::try_from(*number).expect("small"))) };
    Figures::new(form, tables.iter().map(|rows| rows.iter().flatten().map(cell).collect()).collect(), BTreeSet::new())
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn a_correct_report_has_no_findings() {
    let figures = figures(&tables());
    assert_eq!(check_figures(&figures, None), []);
}

#[test]
fn every_single_change_is_found_at_its_cell() {
    for (table, width) in [(4, 7), (5, 5)] {
        for row in 0..tables()[table].len() {
            for column in 0..width {
                let mut changed = tables();
                changed[table][row][column] += 1;
                let findings = check_figures(&figures(&changed), None);
                let cell = CellAt { table, row, column };
                assert!(!findings.is_empty(), "{cell:?}");
                // In Table 4 an addend cannot be told from its neighbours: the finding stands at the total.
                let expected = if table == 5 { CellAt { table, row, column: 4 } } else { cell };
                assert!(findings.iter().all(|finding| finding.at == expected), "{cell:?}: {findings:#?}");
            }
        }
    }
}

/// No identity ties the results of a group to anything but its total: one case more here and one fewer there leaves no trace.
#[test]
fn of_disputes_all_is_found_but_what_keeps_the_total_of_its_group() {
    const TOTAL: usize = 4;
    let rows = tables()[5].len();
    let cells = || (0..rows).flat_map(|row| (0..=TOTAL).map(move |column| (row, column)));
    let mut tried = [0, 0];
    for (more, fewer) in cells().flat_map(|more| cells().map(move |fewer| (more, fewer))).filter(|(more, fewer)| more != fewer) {
        let mut changed = tables();
        changed[5][more.0][more.1] += 1;
        changed[5][fewer.0][fewer.1] -= 1;
        if changed[5][fewer.0][fewer.1] < 0 {
            continue;
        }
        let keeps_total = more.0 == fewer.0 && more.1 != TOTAL && fewer.1 != TOTAL;
        assert_eq!(check_figures(&figures(&changed), None).is_empty(), keeps_total, "{more:?} {fewer:?}");
        tried[usize::from(keeps_total)] += 1;
    }
    assert!(tried.iter().all(|count| *count > 0), "{tried:?}");
}

#[test]
fn messages_hold_both_sums_and_their_difference() {
    let mut changed = tables();
    changed[4][1][0] += 903;
    let findings = check_figures(&figures(&changed), None);
    assert_eq!(codes(&findings), ["requests-row-total", "requests-balance"]);
    assert_eq!(findings[1].message.zh, "表三“自然人”列不平衡：一＋二＝30＋907＝937，三（七）＋四＝32＋2＝34，相差 903");
    assert_eq!(findings[1].message.en, "表三 column “自然人”: does not balance: 一 + 二 = 30 + 907 = 937, 三（七） + 四 = 32 + 2 = 34, off by 903");
    assert_eq!(findings[1].at, CellAt { table: 4, row: 1, column: 0 });
}

#[test]
fn a_blank_result_is_not_assessable_and_a_blank_addend_counts_nothing() {
    let mut changed = tables();
    changed[4][2][6] = -1;
    assert_eq!(codes(&check_figures(&figures(&changed), None)), ["blank-cell", "requests-handled"]);
    let mut changed = tables();
    changed[5][1][3] = -1;
    changed[5][1][4] -= 1;
    assert_eq!(codes(&check_figures(&figures(&changed), None)), ["blank-cell"]);
    // A column of which nothing but the total was filled in cannot be summed.
    let mut changed = tables();
    for row in &mut changed[4][2..23] {
        row[6] = -1;
    }
    let findings = check_figures(&figures(&changed), None);
    assert!(findings.iter().all(|finding| finding.code == Code::BlankCell), "{findings:#?}");
    assert_eq!(findings[0].message.zh, "“（一）予以公开”行有 1 格未填报：总计");
}

#[test]
fn years_continue_each_other() {
    let last = tables();
    let mut this = tables();
    this[4][1] = last[4][24].clone();
    // Received less, so that this year still balances.
    for column in 0..7 {
        this[4][0][column] = last[4][0][column] + last[4][1][column] - last[4][24][column];
    }
    this[0] = vec![vec![2, 1, 12], vec![50, 16, 100]];
    assert_eq!(check_figures(&figures(&this), Some(&figures(&last))), []);
    this[0][0][2] = 13;
    let findings = check_figures(&figures(&this), Some(&figures(&last)));
    assert_eq!(codes(&findings), ["documents-roll-forward"]);
    assert_eq!(
        findings[0].message.zh,
        "第二十条第（一）项“规章”行现行有效件数与上年度不衔接：现行有效件数＝13，上年现行有效件数＋本年制发件数－本年废止件数＝11＋2－1＝12，相差 1"
    );
    assert_eq!(findings[0].code.level(), crate::diagnostic::Level::Warning);
}

#[test]
fn no_cell_is_blamed_that_would_have_to_be_negative() {
    let mut changed = tables();
    // （二）部分公开 of 自然人 is 2; its row and its column are both off by 5, so it would have to be -3.
    changed[4][3][6] -= 5;
    changed[4][23][0] -= 5;
    changed[4][23][6] -= 5;
    let findings = check_figures(&figures(&changed), None);
    assert!(findings.iter().all(|finding| finding.at != CellAt { table: 4, row: 3, column: 0 }), "{findings:#?}");
}

#[test]
fn the_smallest_repair_is_a_hint() {
    let hint = |changed: &[Vec<Vec<i64>>]| check_figures(&figures(changed), None).first().map(|finding| finding.help.zh.clone()).unwrap_or_default();
    // 30 written as 33: one cell.
    let mut one = tables();
    one[4][0][0] = 33;
    assert!(hint(&one).ends_with("；若“一、本年新收政府信息公开申请数量”行“自然人”为 30（现为 33），全部勾稽关系都成立，请核对原始数据"), "{}", hint(&one));
    // 32 written as 23: two digits.
    let mut digits = tables();
    digits[4][23][0] = 23;
    assert!(hint(&digits).contains("为 32（现为 23，疑为相邻两位数字颠倒）"), "{}", hint(&digits));
    // Two cells of the row 一 in each other's places.
    let mut swapped = tables();
    swapped[4][0].swap(0, 1);
    assert!(hint(&swapped).contains("若“一、本年新收政府信息公开申请数量”行“自然人”与“商业企业”两格对调"), "{}", hint(&swapped));
    // The row 一 one cell too far right.
    let mut shifted = tables();
    shifted[4][0] = vec![0, 30, 8, 1, 0, 2, 41];
    assert!(hint(&shifted).contains("若“一、本年新收政府信息公开申请数量”行的数字都向左移一格"), "{}", hint(&shifted));
    // Where more than one change would do, none is told.
    let mut many = tables();
    many[5][0][4] += 1;
    assert!(!hint(&many).contains("对调") && !hint(&many).contains("移一格"), "{}", hint(&many));
}
