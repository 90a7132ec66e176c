//! Where chat's dialect differs from CommonMark, and what comrak does not cover.

use common::markup::{Block, Inline, is_only_emoji, parse, plain_text};

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

fn link(destination: &str) -> Inline {
    labelled(destination, destination)
}

fn labelled(destination: &str, label: &str) -> Inline {
    Inline::Link { destination: destination.to_owned(), children: vec![text(label)] }
}

/// The inlines of a text of one paragraph.
fn inlines(text: &str) -> Vec<Inline> {
    match <[Block; 1]>::try_from(parse(text)) {
        Ok([Block::Paragraph(inlines)]) => inlines,
        other => panic!("{text:?} is {other:?}"),
    }
}

fn is_as_written(line: &str) -> bool {
    inlines(line) == [text(line)]
}

#[test]
fn what_chat_lacks_is_text() {
    for line in [
        "# 1",
        "---",
        "***",
        "* * *",
        "-",
        "1.",
        "<3",
        "<b>a</b>",
        "&amp;",
        "|a|b|",
        "[a]",
        "[a][b]",
        "~~~",
        "~a~",
        "好~谢谢~",
        "+1",
        "snake_case_name",
        "2 * 3 * 4",
        "1)",
        "C:\\dir",
        "0123456789. a",
    ] {
        assert!(is_as_written(line.trim_end()), "{line:?} is {:?}", parse(line));
    }
}

#[test]
fn lines_are_kept() {
    assert_eq!(
        inlines("a \n  b\\\nc"),
        [text("a"), Inline::LineBreak, text("  b\\"), Inline::LineBreak, text("c")]
    );
    assert_eq!(inlines("a\r\nb"), [text("a"), Inline::LineBreak, text("b")]);
}

#[test]
fn what_follows_a_quote_answers_it() {
    let paragraph = |line: &str| Block::Paragraph(vec![text(line)]);
    assert_eq!(parse("> a\nb"), [Block::Quote(vec![paragraph("a")]), paragraph("b")]);
    assert_eq!(
        parse("- a\nb"),
        [Block::List { start: None, items: vec![vec![paragraph("a")]] }, paragraph("b")]
    );
}

#[test]
fn fenced_code_loses_its_fences_indentation() {
    let code = Block::Code { language: "c++".to_owned(), text: "a\n  b".to_owned() };
    assert_eq!(parse("  ```c++ x\n  a\n    b\n  ```"), [code]);
}

#[test]
fn a_code_span_may_begin_and_end_with_backticks() {
    assert_eq!(inlines("`` `a` ``"), [Inline::Code("`a`".to_owned())]);
    assert_eq!(inlines("`a\nb`"), [Inline::Code("a b".to_owned())]);
    assert_eq!(inlines("\\`a`"), [text("`a`")]);
}

#[test]
fn only_some_schemes_are_links() {
    assert_eq!(inlines("[a](https://b.example)"), [labelled("https://b.example", "a")]);
    assert_eq!(inlines("[a](mailto:b@c.example)"), [labelled("mailto:b@c.example", "a")]);
    for line in [
        "[a](javascript:alert(1))",
        "[a](/b)",
        "[a](data:,b)",
        "[a](https://)",
        "[ ](mailto:a)",
        "<ftp://a>",
        "https://",
        "xhttps://a",
    ] {
        assert!(is_as_written(line), "{line:?} is {:?}", parse(line));
    }
}

#[test]
fn a_link_does_not_deceive() {
    let deceiving = inlines("[https://bank.example](https://evil.example)");
    assert_eq!(
        deceiving,
        [text("["), link("https://bank.example"), text("]("), link("https://evil.example"), text(")")]
    );
    assert_eq!(inlines("[https://a.example](https://a.example)"), [link("https://a.example")]);
}

#[test]
fn a_bare_link_ends_before_what_belongs_to_the_sentence() {
    for (line, expected) in [
        ("https://a.example.", "https://a.example"),
        ("(https://a.example/x_(y))", "https://a.example/x_(y)"),
        ("（https://a.example/b）、", "https://a.example/b"),
        ("请看https://a.example/茶。好", "https://a.example/茶"),
        ("https://a.example/x_y_z?q=*, b", "https://a.example/x_y_z?q="),
        ("Https://a.example", "Https://a.example"),
    ] {
        assert!(inlines(line).contains(&link(expected)), "{line:?} is {:?}", parse(line));
    }
    assert_eq!(
        inlines("**https://a.example**后"),
        [Inline::Strong(vec![link("https://a.example")]), text("后")]
    );
}

#[test]
fn shortcodes_are_no_times() {
    let shortcode = |name: &str| Inline::Shortcode(name.to_owned());
    assert_eq!(
        inlines("**:tea:** :+1:"),
        [Inline::Strong(vec![shortcode("tea")]), text(" "), shortcode("+1")]
    );
    assert_eq!(inlines("好:flag_cn::tea:"), [text("好:flag_cn::tea:")]);
    for line in ["10:30:45", "a:b:c", "std::fmt::Debug", ":a b:", "::", ":Tea:"] {
        assert!(is_as_written(line), "{line:?} is {:?}", parse(line));
    }
}

#[test]
fn plain_text_has_the_words() {
    let blocks = parse(
        "# **a** ~~b~~\n\n```rust\nlet c = `d`;\n```\n1. *e*\n   > [f](https://g.example)\n\n\\*h\\* :tea:",
    );
    assert_eq!(plain_text(&blocks), "# a b\nlet c = `d`;\ne\nf\n*h* :tea:");
}

#[test]
fn few_emoji_are_only_emoji() {
    for text in ["🎉", "👨‍👩‍👧 👍🏽", "❤️", "🇪🇺🇨🇳", "#️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "☕\n🍵"]
    {
        assert!(is_only_emoji(text), "{text}");
    }
    for text in ["", " ", "1", "a🎉", "中", "🎉🎉🎉🎉🎉🎉🎉", "\u{fe0f}", "\u{200d}", "🇪"]
    {
        assert!(!is_only_emoji(text), "{text}");
    }
}
