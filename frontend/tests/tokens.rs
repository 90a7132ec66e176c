//! The stylesheets take their colours, letters, spaces, corners and durations from `styles/tokens.css`.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use frontend::about::tokens::GROUPS;

const TOKENS: &str = include_str!("../styles/tokens.css");

/// Properties whose values are tokens: a literal length, colour or duration in one of them is an error.
const OF_THE_DESIGN: [&str; 12] = [
    "padding",
    "margin",
    "gap",
    "font-size",
    "font-weight",
    "border-radius",
    "color",
    "background",
    "border-color",
    "transition",
    "box-shadow",
    "fill",
];

#[test]
fn stylesheets_have_no_values_of_their_own() {
    for (sheet, property, value) in declarations() {
        let is_of_the_design =
            OF_THE_DESIGN.iter().any(|name| property == *name || property.starts_with(&format!("{name}-")));
        if is_of_the_design && !sheet.ends_with("avatar.css") {
            let literal = value.split([' ', '(', ')', ',']).find(|word| is_literal(word));
            assert_eq!(literal, None, "{sheet}: {property}: {value}");
        }
    }
}

/// A length, a duration, a weight or a colour. Zero, one pixel and what depends on the context (`em`, `%`) are none.
fn is_literal(word: &str) -> bool {
    let word = word.trim_start_matches('-');
    let has_unit = ["rem", "px", "ms", "s"].iter().any(|unit| {
        word.strip_suffix(unit).is_some_and(|number| number.parse::<f64>().is_ok_and(|number| number != 0.0))
    });
    let is_weight = word.parse::<u32>().is_ok_and(|number| number >= 100);
    (has_unit && word != "1px")
        || is_weight
        || word.starts_with('#')
        || ["rgb", "oklch", "white"].contains(&word)
}

#[test]
fn every_token_is_defined_and_used() {
    let defined: BTreeSet<String> = TOKENS.lines().filter_map(name).collect();
    let mut used = BTreeSet::new();
    for (sheet, property, value) in declarations() {
        let local = property.starts_with("--");
        for name in value.split("var(").skip(1).map(|rest| rest.split([')', ',']).next().unwrap()) {
            // A popup's place is set while it opens.
            let is_local = ["--avatar-", "--about-", "--popup-"].iter().any(|kind| name.starts_with(kind));
            assert!(defined.contains(name) || is_local, "{sheet}: {name} is no token");
            used.insert(name.to_owned());
        }
        assert!(
            !local || sheet.ends_with("tokens.css") || property.starts_with("--avatar-"),
            "{sheet}: {property}"
        );
    }
    assert_eq!(defined.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "not used");
}

#[test]
fn the_page_about_confab_shows_the_tokens() {
    let shown: BTreeSet<String> = GROUPS.iter().flat_map(|group| group.properties()).collect();
    let kinds = ["--color-", "--font-size-", "--space-", "--radius-", "--duration-"];
    let of_a_kind = |name: &String| kinds.iter().any(|kind| name.starts_with(kind));
    let defined: BTreeSet<String> = TOKENS.lines().filter_map(name).filter(of_a_kind).collect();
    assert_eq!(shown, defined);
}

fn name(line: &str) -> Option<String> {
    let (name, _) = line.trim().split_once(": ")?;
    name.starts_with("--").then(|| name.to_owned())
}

/// Every declaration in every stylesheet: sheet, property, value.
fn declarations() -> Vec<(String, String, String)> {
    let mut sheets = Vec::new();
    let frontend = Path::new(env!("CARGO_MANIFEST_DIR"));
    find_sheets(&frontend.join("styles"), &mut sheets);
    find_sheets(&frontend.join("src"), &mut sheets);
    assert!(sheets.len() > 20);
    sheets.iter().flat_map(|(sheet, text)| of_sheet(sheet, text)).collect()
}

fn of_sheet(sheet: &str, text: &str) -> Vec<(String, String, String)> {
    let uncommented = text
        .split("/*")
        .map(|part| part.split_once("*/").map_or(part, |(_, after)| after))
        .collect::<String>();
    let declarations = uncommented.split(['{', '}', ';']).filter_map(|part| part.trim().split_once(": "));
    declarations.map(|(property, value)| (sheet.to_owned(), property.to_owned(), value.to_owned())).collect()
}

fn find_sheets(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find_sheets(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "css") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}
