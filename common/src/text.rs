//! Names, titles, texts, emoji and tokens.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits;
use crate::parsed::{Invalid, at_most_bytes, at_most_characters, not_empty, only, parsed};

parsed! {
    /// A person's name: one line, trimmed, at most [`limits::NAME`] characters.
    ///
    /// ```
    /// use common::Name;
    /// assert_eq!(" 小明 ".parse::<Name>().unwrap().as_str(), "小明");
    /// assert_eq!("  ".parse::<Name>().unwrap_err().to_string(), "a name is empty");
    /// assert!("x".repeat(41).parse::<Name>().is_err());
    /// ```
    Name, |text| one_line(text, "a name", limits::NAME)
}

parsed! {
    /// A room's title: one line, trimmed, at most [`limits::TITLE`] characters.
    Title, |text| one_line(text, "a title", limits::TITLE)
}

parsed! {
    /// A message's text: one or more lines, trimmed at its end, at most [`limits::TEXT`] bytes.
    ///
    /// ```
    /// use common::Text;
    /// assert_eq!("one\n  two \n".parse::<Text>().unwrap().as_str(), "one\n  two");
    /// assert!("\u{0}".parse::<Text>().is_err());
    /// assert!("字".repeat(2_667).parse::<Text>().is_err());
    /// ```
    Text, |text| {
        let what = "a text";
        let trimmed = text.trim_end().trim_start_matches(['\n', '\r']).to_owned();
        not_empty(trimmed.trim_start(), what)?;
        at_most_bytes(&trimmed, what, limits::TEXT)?;
        only(&trimmed, what, |c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'))?;
        Ok(trimmed)
    }
}

parsed! {
    /// The emoji of a reaction, or any short word without white space.
    ///
    /// ```
    /// assert!("👍🏽".parse::<common::Emoji>().is_ok());
    /// assert!("two words".parse::<common::Emoji>().is_err());
    /// ```
    Emoji, |text| {
        let what = "an emoji";
        not_empty(&text, what)?;
        at_most_bytes(&text, what, limits::EMOJI)?;
        only(&text, what, |c| !c.is_control() && !c.is_whitespace())?;
        Ok(text)
    }
}

fn one_line(text: String, what: &'static str, limit: usize) -> Result<String, Invalid> {
    let trimmed = text.trim().to_owned();
    not_empty(&trimmed, what)?;
    at_most_characters(&trimmed, what, limit)?;
    only(&trimmed, what, |c| !c.is_control() && !is_invisible(c))?;
    Ok(trimmed)
}

/// Whether a character reverses or hides the text around it. In a name it could deceive.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A token that proves who a person is. It is sent only in `hello` and `welcome`, and its `Debug` does not show it.
///
/// ```
/// let token = common::Token::try_from("secret".to_owned()).unwrap();
/// assert_eq!(format!("{token:?}"), "Token(…)");
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Token(String);

impl Token {
    /// The token's text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl TryFrom<String> for Token {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        not_empty(&text, "a token")?;
        at_most_bytes(&text, "a token", limits::TOKEN)?;
        Ok(Self(text))
    }
}

impl From<Token> for String {
    fn from(token: Token) -> String {
        token.0
    }
}
