//! Links in a message's text, and texts that are only emoji.

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text that is shown as it is.
    Plain(&'a str),
    /// An `http` or `https` address.
    Link(&'a str),
}

/// Splits a text at its links. Joined, the pieces are the text again.
///
/// ```
/// use frontend::state::timeline::text::{pieces, Piece::{Link, Plain}};
/// assert_eq!(pieces("See https://a.example/b?c=d."), [Plain("See "), Link("https://a.example/b?c=d"), Plain(".")]);
/// assert_eq!(pieces("请看https://a.example/茶。好"), [Plain("请看"), Link("https://a.example/茶"), Plain("。好")]);
/// ```
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some((before, link, after)) = next_link(rest) {
        pieces.extend((!before.is_empty()).then_some(Piece::Plain(before)));
        pieces.push(Piece::Link(link));
        rest = after;
    }
    pieces.extend((!rest.is_empty()).then_some(Piece::Plain(rest)));
    pieces
}

fn next_link(text: &str) -> Option<(&str, &str, &str)> {
    let mut before = None;
    for (start, c) in text.char_indices() {
        let inside_word = before.replace(c).is_some_and(|c: char| c.is_ascii_alphanumeric());
        let rest = text.get(start..)?;
        let length = if c == 'h' && !inside_word { link_length(rest) } else { 0 };
        if length > 0 {
            return Some((text.get(..start)?, rest.get(..length)?, rest.get(length..)?));
        }
    }
    None
}

/// Bytes of the link with which a text begins; 0 if it begins with none.
///
/// Invariant: everything that is read after the host's first character is part of the link, so that finding all links of
/// a text takes time in proportion to its length.
fn link_length(text: &str) -> usize {
    let host = ["https://", "http://"].into_iter().find_map(|scheme| text.strip_prefix(scheme));
    if !host.and_then(|host| host.chars().next()).is_some_and(char::is_alphanumeric) {
        return 0;
    }
    let end = text.find(ends_link).unwrap_or(text.len());
    without_closing_marks(text.get(..end).unwrap_or_default()).len()
}

/// Spaces, quotes, and the punctuation of scripts that write no space after a link.
fn ends_link(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '“' | '”' | '‘' | '’' | '…' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// Punctuation at the end belongs to the sentence; a closing bracket belongs to the link if the link opened it.
fn without_closing_marks(mut link: &str) -> &str {
    let surplus = |open, close| link.matches(close).count().saturating_sub(link.matches(open).count());
    let (mut round, mut square, mut curly) = (surplus('(', ')'), surplus('[', ']'), surplus('{', '}'));
    while let Some(last) = link.chars().next_back() {
        let outside = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' => true,
            ')' => take_one(&mut round),
            ']' => take_one(&mut square),
            '}' => take_one(&mut curly),
            _ => false,
        };
        let Some(shorter) = link.strip_suffix(last).filter(|_| outside) else { break };
        link = shorter;
    }
    link
}

fn take_one(surplus: &mut usize) -> bool {
    let some = *surplus > 0;
    *surplus = surplus.saturating_sub(1);
    some
}

/// The number of emoji that fit in a large row.
const LARGE: usize = 6;

/// Whether a text is only a few emoji. These are shown large.
///
/// ```
/// use frontend::state::timeline::text::is_only_emoji;
/// assert!(is_only_emoji("🎉 👍🏽"));
/// assert!(is_only_emoji("👨‍👩‍👧"));
/// assert!(!is_only_emoji("ok 👍"));
/// assert!(!is_only_emoji("2"));
/// assert!(!is_only_emoji("🎉🎉🎉🎉🎉🎉🎉"));
/// ```
pub fn is_only_emoji(text: &str) -> bool {
    let (mut count, mut joined) = (0, false);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '\u{200d}' => joined = true,
            // Skin tones, variation selectors, tags and the keycap belong to the emoji before them.
            '\u{1f3fb}'..='\u{1f3ff}' | '\u{fe0f}' | '\u{e0020}'..='\u{e007f}' if count > 0 => {}
            _ if is_emoji(c) => count += usize::from(!std::mem::take(&mut joined)),
            _ => return false,
        }
    }
    (1..=LARGE).contains(&count)
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}' | '\u{203c}' | '\u{2049}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<&str> {
        let joined: String = pieces(text)
            .iter()
            .map(|piece| match piece {
                Piece::Plain(text) | Piece::Link(text) => *text,
            })
            .collect();
        assert_eq!(joined, text);
        pieces(text)
            .into_iter()
            .filter_map(|piece| if let Piece::Link(link) = piece { Some(link) } else { None })
            .collect()
    }

    #[test]
    fn brackets_belong_to_the_link_that_opens_them() {
        assert_eq!(links("(https://a.example/x_(y))"), ["https://a.example/x_(y)"]);
        assert_eq!(
            links("https://a.example, https://b.example!"),
            ["https://a.example", "https://b.example"]
        );
    }

    /// Found in review: each of these kept a browser busy for minutes.
    #[test]
    fn no_text_takes_long() {
        for start in ["h.", "http://.", "(h)", "https://a", "http://a."] {
            let text = start.repeat(1_000) + &")".repeat(4_000) + &"h(".repeat(1_000);
            assert!(links(&text).len() <= 1, "{start}");
        }
    }

    #[test]
    fn full_width_punctuation_ends_a_link() {
        assert_eq!(
            links("（https://a.example/b）、https://c.example，好"),
            ["https://a.example/b", "https://c.example"]
        );
    }

    #[test]
    fn only_web_addresses_are_links() {
        for text in
            ["javascript:alert(1)", "http://", "https://.", "xhttps://a.example", "http://?", "httpss://a"]
        {
            assert!(links(text).is_empty(), "{text}");
        }
    }
}
