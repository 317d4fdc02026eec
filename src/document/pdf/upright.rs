//! A page → the same page turned so that most of its words run from left to right: wide tables are set turned.

use super::page::{Page, Run};
use super::path::Ruling;
use std::collections::BTreeMap;

/// The page, turned.
pub(super) fn upright(page: Page) -> Page {
    let mut signs: BTreeMap<i16, usize> = BTreeMap::new();
    for run in &page.runs {
        *signs.entry(nearest(run.turned)).or_default() += run.text.chars().count();
    }
    // Of two directions with as many the one that needs no turning is taken.
    let most = signs.iter().max_by_key(|(turned, count)| (**count, **turned == 0)).map_or(0, |(turned, _)| *turned);
    if most == 0 {
        return page;
    }
    let (sine, cosine) = f64::from(most).to_radians().sin_cos();
    let turn = |(x, y): (f64, f64)| (x * cosine + y * sine, y * cosine - x * sine);
    let runs = page.runs.into_iter().map(|run| {
        let (x, y) = turn((run.x, run.y));
        Run { x, y, turned: less(run.turned, most), ..run }
    });
    let rulings = page.rulings.into_iter().map(|Ruling { from, to }| Ruling { from: turn(from), to: turn(to) });
    Page { runs: runs.collect(), rulings: rulings.collect(), has_unread: page.has_unread }
}

/// The quarter of a turn that is nearest.
fn nearest(turned: i16) -> i16 {
    less(((turned + 45).div_euclid(90)) * 90, 0)
}

/// A direction less another, from -179 to 180.
fn less(turned: i16, by: i16) -> i16 {
    let turned = (turned - by).rem_euclid(360);
    if turned > 180 { turned - 360 } else { turned }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_page_is_read_from_left_to_right() {
        let run = |text: &str, x, y, turned| Run { text: text.to_owned(), x, y, width: 20.0, size: 10.0, turned };
        let page = Page { runs: vec![run("一二三", 60.0, 10.0, 90), run("四", 72.0, 10.0, 90), run("1", 0.0, 0.0, 0)], ..Page::default() };
        assert_eq!(upright(page).text(), "1\n一二三\n四\n");
        assert_eq!([0, 44, 46, 91, -91, 180, 359].map(nearest), [0, 0, 90, 90, -90, 180, 0]);
    }
}
