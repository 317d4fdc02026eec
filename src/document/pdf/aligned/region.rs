//! The lines of a page → those of each table in which words only stand below each other: rows of figures, the heads above
//! them, the labels before them.

use super::chunk::Chunk;
use crate::document::pdf::table::is_numbered;
use std::ops::Range;

/// How many figures tell a row of a table, and how many tell a table that has no other row.
const LEAST_FIGURES: usize = 3;
const LEAST_ALONE: usize = 5;

/// The most lines of a table.
const MAX_LINES: usize = 300;

/// The furthest that lines stand apart that belong together, in parts of the size of their letters.
const APART: f64 = 3.0;

/// The widest gap that a heading or a sentence has, in parts of the size of its letters.
const WORD_GAP: f64 = 1.0;

/// The lines of a table, and those of its rows that have several figures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Region {
    pub(super) lines: Range<usize>,
    pub(super) rows: Vec<usize>,
    /// Where all its labels end and all its figures begin; none where it has no labels.
    pub(super) labels: Option<(f64, f64)>,
}

/// The tables of a page.
pub(super) fn regions(lines: &[Vec<Chunk>]) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    let mut rows: Vec<usize> = Vec::new();
    for at in (0..lines.len()).filter(|at| figures(&lines[*at]).len() >= LEAST_FIGURES) {
        if !rows.is_empty() && !rows.iter().rev().take(3).any(|row| are_of_one(lines, *row, at)) {
            regions.extend(region(lines, std::mem::take(&mut rows), &regions));
        }
        rows.push(at);
    }
    regions.extend(region(lines, rows, &regions));
    regions
}

/// The figures at the end of a line.
pub(super) fn figures(line: &[Chunk]) -> &[Chunk] {
    let count = line.iter().rev().take_while(|chunk| chunk.is_figure()).count();
    &line[line.len() - count..]
}

/// Whether two rows of figures are of one table: most of each stand below one of the other; or all of the fewer do, and no
/// heading stands between.
fn are_of_one(lines: &[Vec<Chunk>], above: usize, below: usize) -> bool {
    let (one, other) = (figures(&lines[above]), figures(&lines[below]));
    let (few, many) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let count = few.iter().filter(|chunk| many.iter().any(|other| chunk.x < other.end && other.x < chunk.end)).count();
    let has_heading = || lines[above + 1..below].iter().any(|line| figures(line).is_empty() && !is_part(line, one[0].x, false));
    if 2 * few.len() > many.len() { 2 * count > few.len() } else { count == few.len() && !has_heading() }
}

/// The table of some rows of figures, with what belongs to it above and below.
fn region(lines: &[Vec<Chunk>], rows: Vec<usize>, before: &[Region]) -> Option<Region> {
    let (&first, &last) = (rows.first()?, rows.last()?);
    let is_table = rows.len() > 1 || figures(&lines[first]).len() >= LEAST_ALONE;
    if !is_table || last - first > MAX_LINES {
        return None;
    }
    let begin = begin(lines, &rows);
    let floor = before.last().map_or(0, |region| region.lines.end);
    let mut from = first;
    let mut has_heads = false;
    while from > floor && first - from < MAX_LINES && is_near(&lines[from - 1], &lines[from]) && is_part(&lines[from - 1], begin, has_heads) {
        from -= 1;
        has_heads |= lines[from].last().is_some_and(|chunk| chunk.end > begin);
    }
    let mut to = last + 1;
    while to < lines.len() && is_near(&lines[to - 1], &lines[to]) && to - last < MAX_LINES && lines[to].iter().all(|chunk| chunk.end <= begin) {
        to += 1;
    }
    // Of a line that goes on beyond where figures begin, only what stands before its own figures is sure to be a label.
    let label = |at: usize| {
        let own = if rows.contains(&at) { figures(&lines[at]).len() } else { 0 };
        lines[at][..lines[at].len() - own].last().map(|chunk| chunk.end).filter(|end| *end <= begin)
    };
    let labels = (from..to).filter_map(label).fold(f64::MIN, f64::max);
    Some(Region { lines: from..to, rows, labels: (labels > f64::MIN).then_some((labels, begin)) })
}

/// Where figures begin; before all, where no row has a label.
fn begin(lines: &[Vec<Chunk>], rows: &[usize]) -> f64 {
    let has_label = rows.iter().any(|row| figures(&lines[*row]).len() < lines[*row].len());
    let begins = rows.iter().map(|row| figures(&lines[*row])[0].x);
    if has_label { begins.fold(f64::MAX, f64::min) } else { f64::MIN }
}

fn is_near(upper: &[Chunk], lower: &[Chunk]) -> bool {
    upper.iter().zip(lower).next().is_some_and(|(upper, lower)| upper.y - lower.y <= APART * upper.size.max(lower.size))
}

/// Whether a line above a table is one of its heads, or of the label of its first row: neither a sentence nor a title.
fn is_part(line: &[Chunk], begin: f64, has_heads: bool) -> bool {
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return false };
    let has_figure = last.is_figure() && last.x >= begin;
    let has_sentence = line.iter().any(|chunk| chunk.text.contains(['。', '；']));
    let is_one = line.windows(2).all(|pair| pair[1].x - pair[0].end <= WORD_GAP * pair[0].size);
    let is_over_labels = first.x < begin && last.end > begin;
    let is_heading = is_numbered(&first.text) && (has_heads || begin == f64::MIN);
    !(has_figure || has_sentence || (is_one && (is_over_labels || is_heading)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of words, each with the place where it begins; a letter is 10 points wide.
    fn lines(lines: &[(f64, &[(f64, &str)])]) -> Vec<Vec<Chunk>> {
        let chunk = |y: f64, (x, text): &(f64, &str)| {
            let signs = u32::try_from(text.chars().count()).expect("short");
            Chunk { text: (*text).to_owned(), x: *x, end: x + 10.0 * f64::from(signs), y, size: 10.0 }
        };
        lines.iter().map(|(y, line)| line.iter().map(|at| chunk(*y, at)).collect()).collect()
    }

    #[test]
    fn rows_with_their_heads() {
        let page = lines(&[
            (700.0, &[(0.0, "二、主动公开政府信息情况。")]),
            (680.0, &[(0.0, "信息内容"), (100.0, "制发"), (150.0, "废止"), (200.0, "有效")]),
            (660.0, &[(0.0, "规章"), (100.0, "1"), (150.0, "2"), (200.0, "3")]),
            (640.0, &[(0.0, "文件"), (100.0, "4"), (150.0, "—"), (200.0, "6")]),
            (620.0, &[(0.0, "三、收到和处理政府信息公开申请情况")]),
            (600.0, &[(120.0, "甲"), (140.0, "乙"), (180.0, "丙"), (190.0, "丁"), (230.0, "戊")]),
            (580.0, &[(0.0, "一、新收"), (120.0, "1"), (140.0, "2"), (170.0, "3"), (190.0, "4"), (230.0, "5")]),
            (568.0, &[(0.0, "数量")]),
            (500.0, &[(0.0, "四、其他")]),
        ]);
        let (one, other) = (Some((20.0, 100.0)), Some((40.0, 120.0)));
        assert_eq!(regions(&page), [Region { lines: 1..4, rows: vec![2, 3], labels: one }, Region { lines: 5..8, rows: vec![6], labels: other }]);
    }

    #[test]
    fn what_is_no_table() {
        let page = lines(&[
            (100.0, &[(0.0, "电话"), (100.0, "1234"), (200.0, "5678")]),
            (80.0, &[(0.0, "行政许可"), (100.0, "5")]),
            (60.0, &[(0.0, "规章"), (100.0, "1"), (150.0, "2"), (200.0, "3")]),
        ]);
        assert_eq!(regions(&page), []);
        assert_eq!(regions(&[]), []);
    }
}
