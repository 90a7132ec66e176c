//! Generated texts, always the same ones: words and markup of both scripts, in all orders.

use proptest::prelude::*;
use proptest::sample::select;

const SHARED: &[&str] = &[
    "*",
    "*",
    "**",
    "**",
    "***",
    "_",
    "_",
    "__",
    "~~",
    "`",
    "``",
    " ",
    " ",
    "\\",
    "[",
    "](mailto:x_(y)_z)",
    "](HTTP://a.example) ",
    "](mailto:a**)",
    "<MAILTO:a*b>",
    " https://a.example/a_b_c ",
    "\nx",
    "🎉",
    "(",
    ")",
    "](mailto:x\\)\\x)",
    "](b c)",
    "\"",
    "½",
    "é",
    "—",
];
const ENGLISH: &[&str] = &["a", "b", "word", "I’m", ".", ",", "!", "?", "“", "”", "'", "a-b", ": ", "v1"];
const CHINESE: &[&str] = &[
    "中", "文字", "。", "，", "！", "？", "「", "」", "“", "”", "（", "）", "、", "：", "　中", "ひら",
    "カー", "한국", "々",
];

fn english() -> Vec<&'static str> {
    [SHARED, ENGLISH].concat()
}

fn chinese() -> Vec<&'static str> {
    [SHARED, CHINESE].concat()
}

fn words(of: Vec<&'static str>, most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(select(of), 1..most).prop_map(|words| without_differences(&words.concat()))
}

/// In chat, a line loses the spaces at its end, also within a code span, but no backslash. Beside `*` and `_`, comrak
/// overlooks `~`, and a single one ends its search for emphasis.
fn without_differences(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches([' ', '\\'])).collect();
    let tildes = [("~*", "~a*"), ("~_", "~a_"), ("*~", "*a~"), ("_~", "_a~"), ("\\~", "\\a~")];
    // A second line would be the item's for comrak, and the info string has no escapes in chat.
    let begin = if ["* ", "```"].iter().any(|begin| text.trim_start().starts_with(begin)) { "x" } else { "" };
    tildes.iter().fold(begin.to_owned() + &lines.join("\n"), |text, (from, to)| text.replace(from, to))
}

/// Paragraphs of English, of Chinese, and of both.
pub fn paragraphs() -> impl Strategy<Value = String> {
    let both = [SHARED, ENGLISH, CHINESE].concat();
    prop_oneof![words(english(), 14), words(chinese(), 14), words(both, 30)]
        .prop_filter("comrak loses code spans", |text| !loses_code_spans(text))
}

/// Whether comrak 0.59 may take the second code span behind an unclosed one for text, as in "``a `b` `c`".
fn loses_code_spans(text: &str) -> bool {
    let is_single = |run: &&str| run.len() == 1;
    let runs: Vec<&str> = text.split(|c| c != '`').filter(|run| !run.is_empty()).collect();
    let singles = runs.iter().filter(|run| is_single(run)).count();
    runs.len() > 4 && singles > 0 && (singles < runs.len() || singles % 2 == 1)
}

/// Quotes, lists and fenced code within each other.
pub fn documents() -> impl Strategy<Value = String> {
    let part = prop_oneof![3 => paragraph(), 1 => code()];
    let parts = part.prop_recursive(4, 24, 4, |part| {
        let parts = joined(part);
        prop_oneof![quote(parts.clone()), list(parts)]
    });
    let indented = |indentation: usize, lines: Lines| {
        let lines: Lines = lines.iter().map(|line| " ".repeat(indentation) + line).collect();
        lines.join("\n").trim_end().to_owned()
    };
    (0..4_usize, joined(parts.boxed())).prop_map(move |(indentation, lines)| indented(indentation, lines))
}

/// The lines of a block.
type Lines = Vec<String>;

fn paragraph() -> BoxedStrategy<Lines> {
    let without_code = english().into_iter().filter(|word| !word.contains('`')).collect();
    let begin = select(vec![
        "a",
        "**b** ",
        "中文",
        "**中文。**后",
        "_c",
        "`d` ",
        "7) ",
        "1984. ",
        "        - ",
        "        > ",
        "#e",
        "\\>",
    ]);
    let line = (begin, words(without_code, 4))
        .prop_map(|(begin, words)| format!("{begin}w{}", words.replace('\n', " ")));
    prop::collection::vec(line, 1..4).prop_map(|lines| [vec!["p".to_owned()], lines].concat()).boxed()
}

fn code() -> BoxedStrategy<Lines> {
    let line = select(vec!["let a = 1;", "  two", "", "- x", "> y", "``", "```x", "*z*", "    deep"]);
    let (open, close) = (
        select(vec!["```", "```rust", "  ```` js  x", "`````"]),
        select(vec!["`````", "``````  ", " `````"]),
    );
    // Only below a paragraph is its indentation not an item's.
    let below = |open: &str| if open.starts_with(' ') { vec!["p"] } else { Vec::new() };
    (open, prop::collection::vec(line, 0..4), close)
        .prop_map(move |(open, lines, close)| {
            [below(open), vec![open], lines, vec![close]].concat().into_iter().map(str::to_owned).collect()
        })
        .boxed()
}

fn quote(parts: BoxedStrategy<Lines>) -> BoxedStrategy<Lines> {
    let mark = select(vec!["> ", ">"]);
    // The first space behind the mark is part of it.
    let quoted = |mark: &str, line: &String| match line.strip_prefix(' ') {
        Some(_) => format!("> {line}"),
        None => format!("{mark}{line}"),
    };
    (mark, parts).prop_map(move |(mark, lines)| lines.iter().map(|line| quoted(mark, line)).collect()).boxed()
}

fn list(items: BoxedStrategy<Lines>) -> BoxedStrategy<Lines> {
    let marker = select(vec!["- ", "* ", "+ ", "-  ", "1. ", "7) ", "12.    "]);
    (marker, any::<bool>(), prop::collection::vec(items, 1..4))
        .prop_map(|(marker, is_loose, items)| {
            let lines = items.iter().flat_map(|lines| item(marker, lines, is_loose));
            lines.collect()
        })
        .boxed()
}

fn item(marker: &str, lines: &[String], is_loose: bool) -> Lines {
    let indented =
        |line: &String| if line.is_empty() { String::new() } else { " ".repeat(marker.len()) + line };
    let first = lines.iter().take(1).map(|line| marker.to_owned() + line);
    first.chain(lines.iter().skip(1).map(indented)).chain(is_loose.then(String::new)).collect()
}

/// Blocks below each other. Some could go on with what is before them; there is a blank line before these.
fn joined(block: BoxedStrategy<Lines>) -> BoxedStrategy<Lines> {
    prop::collection::vec((block, any::<bool>()), 1..4)
        .prop_map(|blocks| {
            let mut lines = Vec::new();
            for (block, is_apart) in blocks {
                let goes_on =
                    |line: &String| ["p", ">", "7)", "12."].iter().any(|begin| line.starts_with(begin));
                let is_apart = is_apart || block.first().is_some_and(goes_on);
                lines.extend(is_apart.then(String::new));
                lines.extend(block);
            }
            lines.into_iter().skip_while(String::is_empty).collect()
        })
        .boxed()
}
