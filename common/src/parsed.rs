//! Newtypes around strings that parse once at the edge.

use thiserror::Error;

/// Why a string is not a value of its type. The text is fit to show to whoever sent it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Invalid {
    /// Nothing but white space.
    #[error("{what} is empty")]
    Empty {
        /// What was being parsed, such as "a name".
        what: &'static str,
    },
    /// Over the limit of its type.
    #[error("{what} may have at most {limit} {unit}, this has {actual}")]
    TooLong {
        /// What was being parsed.
        what: &'static str,
        /// The most that is allowed.
        limit: usize,
        /// What is counted: "characters" or "bytes".
        unit: &'static str,
        /// How much there was.
        actual: usize,
    },
    /// A character that this type does not take.
    #[error("{what} may not contain {character:?}")]
    Character {
        /// What was being parsed.
        what: &'static str,
        /// The first character that does not fit.
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

/// A string newtype that is made by `$parse: fn(String) -> Result<String, Invalid>` and nothing else.
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

        impl crate::FromJson for $name {
            fn from_json(json: crate::Json) -> Result<Self, crate::Unfit> {
                String::from_json(json)?.try_into().map_err(|_| crate::Unfit(stringify!($name)))
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
