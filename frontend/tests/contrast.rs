//! The contrast of the colours in the stylesheets, computed as WCAG 2.2 defines it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../styles/tokens.css");
const AVATAR: &str = include_str!("../src/widgets/avatar.css");

/// Linear red, green and blue, from 0 to 1.
type Rgb = [f64; 3];

/// Text needs this much contrast to its background.
const TEXT: f64 = 4.5;
/// What shows where a control is, and which is chosen, needs this much.
const SHAPE: f64 = 3.0;

#[test]
fn every_text_has_contrast_to_every_background_it_stands_on() {
    let pairs: &[(&str, &[&str])] = &[
        ("text", &["background", "sidebar", "surface", "accent-soft"]),
        ("text-muted", &["background", "sidebar", "surface"]),
        ("accent", &["background", "sidebar", "surface", "accent-soft"]),
        ("accent-strong", &["accent-soft"]),
        ("danger", &["background", "sidebar", "surface"]),
        ("on-accent", &["accent", "accent-strong"]),
        ("on-danger", &["danger"]),
    ];
    check(pairs, TEXT);
}

#[test]
fn the_borders_of_fields_have_contrast() {
    check(&[("border-field", &["background", "surface"]), ("accent", &["border"])], SHAPE);
}

#[test]
fn the_letters_of_every_avatar_have_contrast() {
    let [background, letters] = ["  background: ", "  color: "].map(|property| {
        let [light, dark] = light_and_dark(value(AVATAR, property));
        [light, dark].map(|color| oklch(color).unwrap_or_else(|| panic!("{color} is no oklch")))
    });
    let hues: Vec<f64> = AVATAR.lines().filter_map(hue).collect();
    assert_eq!(hues.len(), frontend::state::people::TINTS as usize, "each tint has a hue");
    for hue in hues {
        for theme in 0..2 {
            let contrast = contrast(rgb(background[theme], hue), rgb(letters[theme], hue));
            assert!(contrast >= TEXT, "hue {hue} has {contrast:.2} in theme {theme}");
        }
    }
}

fn check(pairs: &[(&str, &[&str])], needed: f64) {
    let colors = tokens();
    for (name, backgrounds) in pairs {
        for background in *backgrounds {
            for (color, background_color) in colors[*name].into_iter().zip(colors[*background]) {
                let contrast = contrast(color, background_color);
                assert!(contrast >= needed, "{name} on {background} has {contrast:.2}");
            }
        }
    }
}

/// The opaque colours among the tokens, in the light and in the dark theme.
fn tokens() -> BTreeMap<&'static str, [Rgb; 2]> {
    let colors = TOKENS.lines().filter_map(|line| line.trim().strip_prefix("--color-")?.split_once(": "));
    let opaque = colors.filter(|(_, value)| value.starts_with("light-dark(#"));
    opaque.map(|(name, value)| (name, light_and_dark(value).map(hex))).collect()
}

/// The two arguments of `light-dark(LIGHT, DARK)`.
fn light_and_dark(value: &str) -> [&str; 2] {
    let arguments =
        value.trim_end_matches(';').strip_prefix("light-dark(").unwrap().strip_suffix(')').unwrap();
    arguments.split_once(", ").unwrap().into()
}

/// The value of the first declaration of this property.
fn value(sheet: &'static str, property: &str) -> &'static str {
    sheet.lines().find_map(|line| line.strip_prefix(property)).unwrap()
}

fn hue(line: &str) -> Option<f64> {
    line.split_once("--avatar-hue: ")?.1.split(';').next()?.parse().ok()
}

fn hex(color: &str) -> Rgb {
    let number = u32::from_str_radix(color.trim_start_matches('#'), 16).unwrap();
    [16, 8, 0].map(|shift| {
        let channel = f64::from((number >> shift) & 0xff) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    })
}

/// Lightness and chroma of `oklch(90% 0.055 HUE)`.
fn oklch(color: &str) -> Option<(f64, f64)> {
    let (lightness, rest) = color.strip_prefix("oklch(")?.split_once("% ")?;
    Some((lightness.parse::<f64>().ok()? / 100.0, rest.split(' ').next()?.parse().ok()?))
}

/// OKLCH as linear sRGB (CSS Color 4), with the channels clipped as a browser does on an sRGB screen.
fn rgb((lightness, chroma): (f64, f64), hue: f64) -> Rgb {
    let (a, b) = (chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
    .map(|channel| channel.clamp(0.0, 1.0))
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let luminance = |[r, g, b]: Rgb| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrasts_are_those_of_the_definition() {
    assert!((contrast(hex("#000000"), hex("#ffffff")) - 21.0).abs() < 1e-9);
    assert!((contrast(hex("#777777"), hex("#ffffff")) - 4.48).abs() < 0.01);
    let red = rgb((0.627_955, 0.257_683), 29.233_88);
    assert!(red.iter().zip(hex("#ff0000")).all(|(one, other)| (one - other).abs() < 1e-3), "{red:?}");
}
