//! String types that are checked when they are parsed.

use thiserror::Error;

/// Why a string is not valid. The message is for the sender.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Invalid {
    /// It is empty, or only white space.
    #[error("{what} is empty")]
    Empty {
        /// What was being parsed, such as "a name".
        what: &'static str,
    },
    /// It is longer than its type allows.
    #[error("{what} may have at most {limit} {unit}, this has {actual}")]
    TooLong {
        /// What was being parsed.
        what: &'static str,
        /// The longest length that is allowed.
        limit: usize,
        /// The unit of the length, such as "characters" or "bytes".
        unit: &'static str,
        /// The length.
        actual: usize,
    },
    /// It contains a character that its type does not allow.
    #[error("{what} may not contain {character:?}")]
    Character {
        /// What was being parsed.
        what: &'static str,
        /// The first such character.
        character: char,
    },
}

/// Refuses a string of more than `limit` characters.
pub(crate) fn at_most_characters(text: &str, what: &'static str, limit: usize) -> Result<(), Invalid> {
    let actual = text.chars().count();
    let unit = "characters";
    (actual <= limit).then_some(()).ok_or(Invalid::TooLong { what, limit, unit, actual })
}

/// Refuses a string of more than `limit` bytes in UTF-8.
pub(crate) fn at_most_bytes(text: &str, what: &'static str, limit: usize) -> Result<(), Invalid> {
    let actual = text.len();
    let unit = "bytes";
    (actual <= limit).then_some(()).ok_or(Invalid::TooLong { what, limit, unit, actual })
}

/// Refuses an empty string.
pub(crate) fn not_empty(text: &str, what: &'static str) -> Result<(), Invalid> {
    (!text.is_empty()).then_some(()).ok_or(Invalid::Empty { what })
}

/// Refuses every character for which `allowed` is false.
pub(crate) fn only(text: &str, what: &'static str, allowed: impl Fn(char) -> bool) -> Result<(), Invalid> {
    match text.chars().find(|&character| !allowed(character)) {
        Some(character) => Err(Invalid::Character { what, character }),
        None => Ok(()),
    }
}

/// Declares a string type. Every value comes from `$parse: fn(String) -> Result<String, Invalid>`.
macro_rules! parsed {
    ($(#[$doc:meta])* $name:ident, $parse:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The value as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::Invalid;
            fn try_from(text: String) -> Result<Self, crate::Invalid> {
                let parse: fn(String) -> Result<String, crate::Invalid> = $parse;
                parse(text).map(Self)
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::Invalid;
            fn from_str(text: &str) -> Result<Self, crate::Invalid> {
                text.to_owned().try_into()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(crate) use parsed;
