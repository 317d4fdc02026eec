use super::*;

const TOLD: Told<'_> = Told { id: "c", title: "新收<申请>", description: "柱形图：“3” & 4" };

fn points(values: &[Option<&str>]) -> Vec<Point> {
    let point = |(year, value): (u32, &Option<&str>)| {
        let value = value.map(|text| Number::parse(text).expect("a number"));
        Point { label: year.to_string(), value, words: value.map_or_else(|| "未发布".to_owned(), Number::grouped) }
    };
    (2020..).zip(values).map(point).collect()
}

/// How often something stands in a drawing.
fn count(drawing: &str, what: &str) -> usize {
    drawing.matches(what).count()
}

/// The attribute of each bar.
fn bars(drawing: &str, attribute: &str) -> Vec<f64> {
    let of = |bar: &str| bar.split(&format!(" {attribute}=\"")).nth(1).and_then(|rest| rest.split('"').next()).and_then(|text| text.parse().ok());
    drawing.split("<rect").skip(1).filter_map(of).collect()
}

#[test]
fn nothing_is_drawn_of_fewer_than_two_values() {
    for values in [&[][..], &[Some("4")], &[Some("4"), None, None]] {
        let points = points(values);
        let values: Vec<_> = points.iter().map(|point| point.value).collect();
        assert_eq!((columns(&TOLD, &points), small_columns(&TOLD, &points), sparkline(&values)), (None, None, None));
        assert_eq!(shares(&TOLD, &[Part { label: "甲".to_owned(), years: points }]), None);
    }
}

#[test]
fn columns_are_as_high_as_their_numbers_and_a_missing_one_is_a_gap() {
    let drawing = columns(&TOLD, &points(&[Some("4"), Some("3"), None, Some("0"), Some("1")])).expect("a drawing");
    assert_eq!(bars(&drawing, "height"), [150.0, 112.5, 37.5]);
    assert!(drawing.contains(">未发布</text>") && drawing.contains(">0</text>") && count(&drawing, "class=\"amount now\"") == 1);
    assert!(drawing.starts_with("<svg class=\"drawn columns\" role=\"img\" aria-labelledby=\"c-title c-desc\" viewBox=\"0 0 340 "));
    assert!(drawing.contains("<title id=\"c-title\">新收&lt;申请&gt;</title><desc id=\"c-desc\">柱形图：“3” &amp; 4</desc>"));
    assert!(!drawing.contains("style=") && !drawing.contains("fill="));
}

#[test]
fn long_numbers_lie_beside_bars() {
    let drawing = columns(&TOLD, &points(&[Some("1573179"), Some("786589.5"), None, Some("1"), Some("2"), Some("3")])).expect("a drawing");
    assert!(drawing.contains("class=\"drawn bars\"") && drawing.contains(">1,573,179<") && drawing.contains(">未发布<"));
    let widths = bars(&drawing, "width");
    assert!((widths[0] / widths[1] - 2.0).abs() < 0.02, "{widths:?}");
}

#[test]
fn negative_numbers_hang_below_the_line() {
    let drawing = columns(&TOLD, &points(&[Some("-3"), Some("5")])).expect("a drawing");
    let (tops, heights) = (bars(&drawing, "y"), bars(&drawing, "height"));
    assert_eq!((heights[0] * 5.0, tops[0]), (heights[1] * 3.0, tops[1] + heights[1]));
}

#[test]
fn small_drawings_tell_both_ends() {
    let drawing = small_columns(&TOLD, &points(&[None, Some("3511"), Some("3525"), None])).expect("a drawing");
    assert!(drawing.contains(">3,511<") && drawing.contains(">3,525<") && count(&drawing, "<rect") == 2 && !drawing.contains(">2020<"));
    let long = small_columns(&TOLD, &points(&[Some("72701.2578"), Some("1234567.8901")])).expect("a drawing");
    assert!(!long.contains(">72,701.2578<") && long.contains(">1,234,567.8901<"), "{long}");
}

#[test]
fn a_line_breaks_off_where_a_value_is_missing() {
    let number = |text| Number::parse(text).ok();
    let drawing = sparkline(&[number("2"), number("3"), None, number("1"), None, number("4"), number("0")]).expect("a drawing");
    assert_eq!((count(&drawing, "class=\"line\""), count(&drawing, "class=\"alone\""), count(&drawing, "class=\"last\"")), (2, 1, 1));
    assert!(drawing.contains("aria-hidden=\"true\""));
    let open = sparkline(&[number("2"), number("3"), None]).expect("a drawing");
    assert_eq!(count(&open, "class=\"last\""), 0, "the last year has no value");
}

#[test]
fn shares_have_one_measure_and_their_names_break() {
    let part = |label: &str, shares: [&str; 2]| Part { label: label.to_owned(), years: points(&shares.map(Some)) };
    let parts = [part("予以公开", ["40.000", "20.000"]), part("其他法律行政法规禁止公开的和危及安全的以及其他一切情形和原因", ["10.000", "0.000"])];
    let drawing = shares(&TOLD, &parts).expect("a drawing");
    let widths = bars(&drawing, "width");
    assert!(widths.len() == 3 && (widths[0] - 2.0 * widths[1]).abs() < 0.2 && (widths[0] - 4.0 * widths[2]).abs() < 0.3, "{widths:?}");
    assert_eq!(count(&drawing, "class=\"name\""), 5);
    assert!(drawing.contains("…</text>"));
}
