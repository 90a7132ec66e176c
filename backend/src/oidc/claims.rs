//! The claims of an ID token.

use common::{Invalid, Name, UserId, limits};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::failure::Failure;

/// The claims that are used here. A claim of another type counts as missing.
#[derive(Deserialize)]
pub struct Claims {
    sub: String,
    #[serde(default)]
    name: serde_json::Value,
    #[serde(default)]
    preferred_username: serde_json::Value,
}

impl Claims {
    /// The id of the issuer's subject: 128 bits of a hash. It tells nothing about the subject, and nobody can choose a
    /// subject that gets somebody else's id.
    pub fn user(&self, issuer: &str) -> Result<UserId, Failure> {
        let hash = Sha256::digest(format!("{issuer}\n{}", self.sub));
        let id: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!("o-{id}").try_into().map_err(internal)
    }

    /// The name that the issuer gives, or "Somebody", which the person may change.
    pub fn name(&self) -> Result<Name, Failure> {
        let names = [&self.name, &self.preferred_username].into_iter().filter_map(|name| name.as_str());
        let name = names.filter_map(|name| shorten(name).parse().ok()).next();
        name.map_or_else(|| "Somebody".parse().map_err(internal), Ok)
    }
}

/// Makes a name one line of visible characters, at most [`limits::NAME`] of them.
fn shorten(name: &str) -> String {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let visible = line.chars().filter(|c| Name::try_from(format!("x{c}x")).is_ok());
    visible.take(limits::NAME).collect()
}

fn internal(error: Invalid) -> Failure {
    Failure::Internal(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn claims(claims: serde_json::Value) -> Claims {
        serde_json::from_value(claims).unwrap()
    }

    #[test]
    fn an_id_belongs_to_one_subject_of_one_issuer() {
        let user = |issuer: &str, sub: &str| claims(json!({"sub": sub})).user(issuer).unwrap();
        assert_eq!(user("https://a", "1"), user("https://a", "1"));
        assert_ne!(user("https://a", "1"), user("https://a", "2"));
        assert_ne!(user("https://a", "1"), user("https://b", "1"));
        assert!(user("https://a", "x#y\n").as_str().starts_with("o-"));
    }

    #[test]
    fn every_name_is_made_to_fit() {
        for (given, expected) in [
            (json!({"name": "Ada Lovelace"}), "Ada Lovelace"),
            (json!({"name": " Ada\n\tLovelace "}), "Ada Lovelace"),
            (json!({"name": "\u{202e}adA"}), "adA"),
            (json!({"name": "\u{200b}", "preferred_username": "ada"}), "ada"),
            (json!({"name": 7, "preferred_username": "ada"}), "ada"),
            (json!({"name": "字".repeat(41)}), &"字".repeat(40)),
            (json!({}), "Somebody"),
        ] {
            let mut given = given;
            given["sub"] = "1".into();
            assert_eq!(claims(given.clone()).name().unwrap().as_str(), expected, "{given}");
        }
    }
}
