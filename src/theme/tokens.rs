//! `brand` in `site.toml` → a small style sheet with the tokens that follow from it, light and dark.

use crate::colour::{Colour, SHAPE_CONTRAST, TEXT_CONTRAST};

/// Its name below `static/`.
pub(super) const NAME: &str = "tokens.css";

/// What the dark scheme of `site.css` is drawn on: `--bg`, and `--panel`, the lightest ground that an accent stands on.
const DARK: Colour = Colour::new(0x14_17_1c);
const DARK_PANEL: Colour = Colour::new(0x1b_20_27);

/// The tokens of one scheme that follow from the brand.
struct Tokens {
    brand: Colour,
    accent: Colour,
    head: Colour,
    bar: Colour,
}

/// On white. The brand itself is read on it: `site.toml` was refused otherwise.
fn light(brand: Colour) -> Tokens {
    let bar = (0..=100).rev().map(|percent| brand.mixed(Colour::WHITE, percent)).find(|bar| bar.contrast(Colour::WHITE) >= SHAPE_CONTRAST + 0.5);
    Tokens { brand, accent: brand, head: brand.mixed(Colour::WHITE, 91), bar: bar.unwrap_or(brand) }
}

/// On the dark ground: the brand dimmed where it is a ground itself, lightened where it stands on one.
fn dark(brand: Colour) -> Tokens {
    let accent = brand.toward(Colour::WHITE, DARK_PANEL, TEXT_CONTRAST);
    Tokens { brand: brand.mixed(Colour::BLACK, 25), accent, head: DARK.mixed(accent, 16), bar: accent }
}

/// The style sheet. It speaks of screens only: paper stays black on white.
pub(super) fn style_sheet(brand: Colour) -> String {
    let rule = |Tokens { brand, accent, head, bar }: Tokens| format!("--brand: {brand}; --accent: {accent}; --head: {head}; --bar: {bar};");
    let (light, dark) = (rule(light(brand)), rule(dark(brand)));
    format!(
        "/* Made from `brand` under [theme] in site.toml. */
@media screen {{
  :root {{ {light} }}
}}
@media screen and (prefers-color-scheme: dark) {{
  :root {{ {dark} }}
}}
@media screen {{
  :root:where(:has(#cs-d:checked)) {{ {dark} }}
}}
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// The tokens that a rule of `site.css` sets: the first one for light, the second for dark.
    fn built_in(place: usize) -> BTreeMap<&'static str, Colour> {
        let sheet = crate::theme::built_in::ASSETS.iter().find(|(name, _)| *name == "site.css").expect("built in").1;
        let rule = std::str::from_utf8(sheet).expect("UTF-8").split(":root {").nth(place + 1).and_then(|rest| rest.split('}').next()).expect("a rule");
        let tokens = rule.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": "));
        tokens.filter_map(|(token, value)| Some((token, Colour::parse(value.split(';').next()?)?))).collect()
    }

    #[test]
    fn the_dark_ground_is_that_of_the_style_sheet() {
        assert_eq!((built_in(1)["bg"], built_in(1)["panel"]), (DARK, DARK_PANEL));
    }

    /// Whatever colour passes as a brand: all text is read on all that follows from it.
    #[test]
    fn all_that_follows_is_read() {
        let (mut brands, mut refused) = (0, 0);
        for number in (0..=0xff_ff_ff).step_by(0x1357) {
            let brand = Colour::new(number);
            if brand.contrast(Colour::WHITE) < TEXT_CONTRAST {
                refused += 1;
                continue;
            }
            brands += 1;
            for (place, made) in [light(brand), dark(brand)].into_iter().enumerate() {
                let token = built_in(place);
                let white = Colour::WHITE;
                let inks = ["ink", "ink2", "link", "visited"].map(|ink| (token[ink], made.head));
                for (ink, ground) in inks.into_iter().chain([(white, made.brand)]) {
                    assert!(ink.contrast(ground) >= TEXT_CONTRAST, "{ink} on {ground} for {brand}");
                }
                for (shape, ground) in [(made.accent, token["bg"]), (made.accent, token["panel"]), (made.bar, token["bg"])] {
                    assert!(shape.contrast(ground) >= SHAPE_CONTRAST, "{shape} on {ground} for {brand}");
                }
            }
        }
        assert!(brands > 500 && refused > 500, "{brands} {refused}");
    }
}
