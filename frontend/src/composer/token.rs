//! What is being written right before the caret, if it is something that can be completed.

use crate::state::slash_command::without_slash;

/// Letters of a shortcode from which on emoji are suggested. With fewer, `:D` and `:p` would be taken for one.
const MIN_SHORTCODE: usize = 2;

/// The beginning of a command or of a shortcode, before the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it begins, in bytes.
    pub start: usize,
    /// What is written of it.
    pub kind: TokenKind,
}

/// What can be completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind {
    /// The letters behind a slash at the beginning of the text.
    Command(String),
    /// The letters behind a colon.
    Shortcode(String),
    /// A whole shortcode, its second colon just written.
    WholeShortcode(String),
}

impl Token {
    /// The token at the end of the text before the caret.
    ///
    /// ```
    /// use frontend::composer::token::{Token, TokenKind};
    /// let token = |start, kind| Some(Token { start, kind });
    /// assert_eq!(Token::before_caret("／sh"), token(0, TokenKind::Command("sh".to_owned())));
    /// assert_eq!(Token::before_caret("tea :ta"), token(4, TokenKind::Shortcode("ta".to_owned())));
    /// assert_eq!(Token::before_caret("at 10:30"), None);
    /// ```
    pub fn before_caret(text: &str) -> Option<Self> {
        command(text).or_else(|| shortcode(text))
    }
}

fn command(text: &str) -> Option<Token> {
    let name = without_slash(text)?;
    let is_name = name.chars().all(|c| c.is_ascii_alphabetic());
    is_name.then(|| Token { start: 0, kind: TokenKind::Command(name.to_ascii_lowercase()) })
}

/// The rules are those of `common::markup`: no shortcode within a word or a time. Letters of other scripts search the
/// emoji too, but only behind a space: `通知:开会` is how people write.
fn shortcode(text: &str) -> Option<Token> {
    let is_in_code = !text.matches('`').count().is_multiple_of(2);
    if is_in_code {
        return None;
    }
    let (is_whole, open) = match text.strip_suffix(':') {
        Some(open) => (true, open),
        None => (false, text),
    };
    let colon = open.rfind(':')?;
    let name = open.get(colon + 1..)?;
    let before = open.get(..colon)?.chars().next_back();
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '+' | '-');
    let (is_ascii, length) = (name.is_ascii(), name.chars().count());
    let may_follow = if is_ascii {
        before.is_none_or(|c| !c.is_ascii_alphanumeric() && c != ':')
    } else {
        before.is_none_or(char::is_whitespace)
    };
    if !may_follow || !name.chars().all(is_of_name) || length < if is_ascii { MIN_SHORTCODE } else { 1 } {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let kind = if is_whole { TokenKind::WholeShortcode(name) } else { TokenKind::Shortcode(name) };
    Some(Token { start: colon, kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortcode(text: &str) -> Option<String> {
        match Token::before_caret(text)?.kind {
            TokenKind::Shortcode(name) => Some(name),
            other => panic!("{text:?} is {other:?}"),
        }
    }

    #[test]
    fn a_command_is_the_first_word() {
        for text in ["a /me", "/me ", "/usr/", "//me", " /me", "/1"] {
            assert_eq!(Token::before_caret(text), None, "{text}");
        }
        let all = Token { start: 0, kind: TokenKind::Command(String::new()) };
        assert_eq!(Token::before_caret("/"), Some(all));
    }

    #[test]
    fn a_shortcode_is_a_word_behind_a_colon() {
        for (text, name) in [
            (":ta", Some("ta")),
            ("好的:TA", Some("ta")),
            ("(:+1", Some("+1")),
            (":heavy_p", Some("heavy_p")),
            (":笑", Some("笑")),
            ("tea :笑", Some("笑")),
            (":D", None),
            (": ta", None),
            (":ta da", None),
            ("a:ta", None),
            ("x::ta", None),
            ("10:30", None),
            ("https://a", None),
            ("通知:开会", None),
            ("通知：开会", None),
            ("`:ta", None),
            ("```\n:ta", None),
            ("`a` :ta", Some("ta")),
        ] {
            assert_eq!(shortcode(text).as_deref(), name, "{text}");
        }
    }

    #[test]
    fn the_second_colon_makes_a_shortcode_whole() {
        let whole = Token { start: 1, kind: TokenKind::WholeShortcode("tada".to_owned()) };
        assert_eq!(Token::before_caret(" :tada:"), Some(whole));
        for text in ["::", ":tada::", "10:30:45:", "x:y:"] {
            assert_eq!(Token::before_caret(text), None, "{text}");
        }
    }
}
