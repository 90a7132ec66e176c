//! Addresses in a text: of links, autolinks and bare links.

use super::characters::is_punctuation;

/// Round brackets within brackets in a link's destination, at most. CommonMark's parsers have the same limit: it keeps
/// `](((…` from being read again and again.
const DEPTH: usize = 32;

/// The destination of a link, read from behind its `](`, and the bytes up to and with the `)`.
///
/// Only an address that a browser may follow from a chat is one.
pub(super) fn destination(text: &str) -> Option<(String, usize)> {
    let (mut destination, mut depth, mut is_escaped) = (String::new(), 0, false);
    for (index, c) in text.char_indices() {
        match c {
            _ if c.is_whitespace() || c.is_control() => return None,
            _ if is_escaped => {
                if !c.is_ascii_punctuation() {
                    destination.push('\\');
                }
                is_escaped = false;
            }
            '\\' => {
                is_escaped = true;
                continue;
            }
            ')' if depth == 0 => return is_address(&destination).then_some((destination, index + 1)),
            ')' => depth -= 1,
            '(' if depth == DEPTH => return None,
            '(' => depth += 1,
            _ => {}
        }
        destination.push(c);
    }
    None
}

/// The address between `<` and `>` with which a text begins.
pub(super) fn autolink(text: &str) -> Option<&str> {
    let text = text.strip_prefix('<')?;
    let end = text.find(|c: char| matches!(c, '<' | '>') || c.is_whitespace() || c.is_control())?;
    let (address, rest) = text.split_at(end);
    (rest.starts_with('>') && is_address(address)).then_some(address)
}

/// The web address with which a text begins. Punctuation at its end belongs to the sentence, and a closing bracket to
/// the address only if it was opened there.
pub(super) fn bare_link(text: &str) -> Option<&str> {
    let host = without_scheme(text, &WEB)?;
    if !begins_with_host(host) {
        return None;
    }
    let end = text.len() - host.len() + bare_length(host);
    Some(text.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']))
}

fn bare_length(text: &str) -> usize {
    let (mut brackets, mut before) = ([0_usize; 3], ' ');
    for (index, c) in text.char_indices() {
        let is_balanced = match c {
            '(' => open(&mut brackets[0]),
            '[' => open(&mut brackets[1]),
            '{' => open(&mut brackets[2]),
            ')' => close(&mut brackets[0]),
            ']' => close(&mut brackets[1]),
            '}' => close(&mut brackets[2]),
            _ => true,
        };
        if !is_balanced || ends_bare_link(c) {
            return index;
        }
        // The end of strong or struck text, which needs no space behind it in Chinese.
        if c == before && matches!(c, '*' | '~') {
            return index - 1;
        }
        before = c;
    }
    text.len()
}

fn open(count: &mut usize) -> bool {
    *count += 1;
    true
}

fn close(count: &mut usize) -> bool {
    let is_open = *count > 0;
    *count = count.saturating_sub(1);
    is_open
}

/// White space, quotes, and the punctuation of scripts that write no space behind a link.
fn ends_bare_link(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`')
        || !c.is_ascii() && is_punctuation(c)
}

const WEB: [&str; 2] = ["https://", "http://"];

fn is_address(text: &str) -> bool {
    without_scheme(text, &WEB).or_else(|| without_scheme(text, &["mailto:"])).is_some_and(begins_with_host)
}

fn without_scheme<'a>(text: &'a str, schemes: &[&str]) -> Option<&'a str> {
    schemes.iter().find_map(|scheme| {
        let (start, rest) = text.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    })
}

fn begins_with_host(text: &str) -> bool {
    text.chars().next().is_some_and(|c| !c.is_whitespace() && !c.is_control() && !is_punctuation(c))
}
