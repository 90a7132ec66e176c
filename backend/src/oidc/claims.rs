//! What an ID token says about somebody.

use common::{Invalid, Name, UserId, limits};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::failure::Failure;

/// The claims that matter here; a claim of an unexpected kind is as if it were missing.
#[derive(Deserialize)]
pub struct Claims {
    sub: String,
    #[serde(default)]
    name: serde_json::Value,
    #[serde(default)]
    preferred_username: serde_json::Value,
}

impl Claims {
    /// One id for one subject of one issuer: 128 bits of a hash, so that it says nothing about either and
    /// nobody can aim at somebody else's.
    pub fn user(&self, issuer: &str) -> Result<UserId, Failure> {
        let hash = Sha256::digest(format!("{issuer}\n{}", self.sub));
        let id: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!("o-{id}").try_into().map_err(ours)
    }

    /// What the issuer calls them. Who has no name there gets one of ours, and may change it.
    pub fn name(&self) -> Result<Name, Failure> {
        let names = [&self.name, &self.preferred_username].into_iter().filter_map(|name| name.as_str());
        let name = names.filter_map(|name| fit(name).parse().ok()).next();
        name.map_or_else(|| "Somebody".parse().map_err(ours), Ok)
    }
}

/// One line, no longer than a name may be, of characters that can be seen.
fn fit(name: &str) -> String {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let visible = line.chars().filter(|c| Name::try_from(format!("x{c}x")).is_ok());
    visible.take(limits::NAME).collect()
}

fn ours(error: Invalid) -> Failure {
    Failure::Broken(error.into())
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
    fn any_name_is_made_to_fit() {
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
