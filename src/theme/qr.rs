//! An address → a QR code of it as SVG, drawn at build: a phone reads it off a screen or off paper.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};
use std::fmt::Write;

/// How wide the white edge is that readers need, in dots.
const EDGE: i32 = 4;

/// The pattern that is laid over the dots. To try all eight and take the most even one would cost five times as much for
/// each page, and readers read any: this one breaks up long runs in both directions.
const MASK: u8 = 3;

/// The code of an address; nothing where it is longer than a code can hold, which is near 3,000 characters.
pub(super) fn draw(address: &str) -> String {
    let segments = QrSegment::make_segments(address);
    // As strong against damage as the same size allows.
    let code = QrCode::encode_segments_advanced(&segments, QrCodeEcc::Low, Version::MIN, Version::MAX, Some(Mask::new(MASK)), true);
    code.map_or_else(|_| String::new(), |code| svg(&code))
}

/// Dark dots as lines from left to right, black on white in every colour scheme: readers want that.
fn svg(code: &QrCode) -> String {
    let size = code.size();
    let whole = size + 2 * EDGE;
    let mut out = format!(
        "<svg class=\"qr\" viewBox=\"0 0 {whole} {whole}\" width=\"{0}\" height=\"{0}\" aria-hidden=\"true\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/><path stroke=\"#000\" d=\"",
        whole * 4
    );
    for y in 0..size {
        // Where the last line ended; each row begins anew.
        let mut end = None;
        let mut x = 0;
        while x < size {
            let length = (x..size).take_while(|x| code.get_module(*x, y)).fold(0, |length, _| length + 1);
            if length > 0 {
                // Writing to a string cannot fail.
                let _ = match end {
                    Some(end) => write!(out, "m{} 0h{length}", x - end),
                    None => write!(out, "M{} {}.5h{length}", x + EDGE, y + EDGE),
                };
                end = Some(x + length);
            }
            x += length.max(1);
        }
    }
    out.push_str("\"/></svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark dots that an SVG draws, by row.
    fn dots(svg: &str) -> Vec<Vec<bool>> {
        let number = |text: &str| text.parse::<usize>().expect("a number");
        let whole = number(svg.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a size"));
        let path = svg.split("stroke=\"#000\" d=\"M").nth(1).and_then(|rest| rest.split('"').next()).expect("a path");
        let mut dots = vec![vec![false; whole]; whole];
        for row in path.split('M') {
            let (place, lines) = row.split_once(".5h").expect("a row");
            let (x, y) = place.split_once(' ').expect("a place");
            let (mut x, y) = (number(x), number(y));
            for line in format!("0 0h{lines}").split('m') {
                let (gap, length) = line.split_once(" 0h").expect("a line");
                let start = x + number(gap);
                x = start + number(length);
                dots[y][start..x].fill(true);
            }
        }
        dots
    }

    /// What a reader reads.
    fn read(svg: &str) -> String {
        let dots = dots(svg);
        let edge = usize::try_from(EDGE).expect("not negative");
        let size = dots.len() - 2 * edge;
        let grid = rqrr::SimpleGrid::from_func(size, |x, y| dots[y + edge][x + edge]);
        rqrr::Grid::new(grid).decode().expect("readable").1
    }

    #[test]
    fn what_is_drawn_is_read() {
        for address in
            ["https://a.cn/", "https://www.example.gov.cn/bmzt/kjj/2024/documents/project-measures.html", &format!("https://a.cn/{}", "x".repeat(900))]
        {
            let svg = draw(address);
            assert_eq!(read(&svg), address);
            let edge = usize::try_from(EDGE).expect("not negative");
            assert!(dots(&svg)[..edge].iter().flatten().all(|dark| !dark), "no edge");
        }
        let usual = draw("https://www.example.gov.cn/bmzt/kjj/2024/documents/project-measures.html");
        assert!(usual.len() < 3 << 10, "{} bytes", usual.len());
    }

    #[test]
    fn what_is_too_long_is_left_out() {
        assert_eq!(draw(&"x".repeat(3_000)), "");
    }
}
