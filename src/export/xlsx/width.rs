//! Texts → the widths of their columns. Chinese characters are two digits wide; the measure of the XLSX library takes
//! them for less.

use unicode_width::UnicodeWidthStr;

/// The narrowest column, in digits: a figure of some thousands, and its border.
const LEAST: f64 = 9.0;

/// The widest column, in digits: longer texts are wrapped.
const MOST: f64 = 36.0;

/// How wide a text is, in digits. What is wide only beside Chinese characters, such as `“`, counts as wide.
pub(super) fn width(text: &str) -> f64 {
    let widest = text.lines().map(UnicodeWidthStr::width_cjk).max().unwrap_or(0);
    u32::try_from(widest).map_or(f64::MAX, f64::from) * 1.1 + 2.0
}

/// The widths of columns, for all that stands in them.
pub(super) fn fit<T: AsRef<str>>(columns: usize, texts: impl Iterator<Item = (usize, T)>) -> Vec<f64> {
    let mut widths = vec![LEAST; columns];
    for (column, text) in texts {
        widths[column] = widths[column].max(width(text.as_ref()).min(MOST));
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_twice_as_wide() {
        assert!((width("12345678") - 10.8).abs() < 1e-9);
        assert!((width("申请人情况") - 13.0).abs() < 1e-9);
        assert!((width("“三安全一稳定”") - width("一三安全一稳定一")).abs() < 1e-9);
        assert!((width("一\n一二三") - width("一二三")).abs() < 1e-9);
        let widths = fit(3, [(0, "1"), (2, "社会公益组织"), (1, "a text that is far too long for any column to show")].into_iter());
        assert!(widths[0] < 9.1 && (widths[1] - MOST).abs() < 1e-9 && widths[2] > 15.0, "{widths:?}");
    }
}
