//! One attempt to sign in, from leaving for the issuer to coming back.

use common::{Fields, FromFields, Json, Unfit};
use serde::Serialize;

use super::offer::Issuer;

/// What the tab remembers while its page is away. Each attempt has secrets of its own, so that nobody can
/// slip in an answer to a question that was not asked here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attempt {
    /// Comes back with the code.
    pub state: String,
    /// Comes back in the ID token.
    pub nonce: String,
    /// Proves that whoever redeems the code has asked for it.
    pub verifier: String,
    /// Where the code is redeemed.
    pub token_endpoint: String,
    /// Where we were: the address behind the `#`.
    pub hash: String,
}

/// What the issuer sent the page back with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// As it was sent.
    pub state: Option<String>,
    /// Not there if somebody changed their mind.
    pub code: Option<String>,
    /// Who answers; not every issuer says it.
    pub issuer: Option<String>,
}

impl Attempt {
    /// What the issuer is asked: fields for its authorization endpoint. `page` is where it answers.
    pub fn question<'a>(
        &'a self,
        issuer: &'a Issuer,
        page: &'a str,
        challenge: &'a str,
    ) -> [(&'a str, &'a str); 8] {
        [
            ("response_type", "code"),
            ("client_id", &issuer.client),
            ("redirect_uri", page),
            ("scope", "openid profile"),
            ("state", &self.state),
            ("nonce", &self.nonce),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
        ]
    }

    /// The code, if this is the answer to this attempt, from this issuer.
    pub fn code(&self, issuer: &Issuer, answer: Answer) -> Option<String> {
        let same = answer.issuer.is_none_or(|url| url.trim_end_matches('/') == issuer.url);
        answer.code.filter(|_| same && answer.state.as_ref() == Some(&self.state))
    }

    /// Fields for the token endpoint.
    pub fn redemption<'a>(
        &'a self,
        issuer: &'a Issuer,
        page: &'a str,
        code: &'a str,
    ) -> [(&'a str, &'a str); 5] {
        [
            ("grant_type", "authorization_code"),
            ("client_id", &issuer.client),
            ("redirect_uri", page),
            ("code", code),
            ("code_verifier", &self.verifier),
        ]
    }

    /// Whether an ID token with these claims was made for this attempt. All else about it the server checks.
    pub fn is_answered_by(&self, claims: Json) -> bool {
        let Json::Object(mut claims) = claims else { return false };
        claims.take("nonce").is_ok_and(|nonce: String| nonce == self.nonce)
    }
}

impl FromFields for Attempt {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self {
            state: fields.take("state")?,
            nonce: fields.take("nonce")?,
            verifier: fields.take("verifier")?,
            token_endpoint: fields.take("token_endpoint")?,
            hash: fields.take("hash")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt() -> Attempt {
        let [state, nonce, verifier, token_endpoint, hash] =
            ["s", "n", "v", "https://issuer.example/token", "#/room/lobby"].map(str::to_owned);
        Attempt { state, nonce, verifier, token_endpoint, hash }
    }

    fn code(state: Option<&str>, code: Option<&str>, from: Option<&str>) -> Option<String> {
        let issuer = Issuer { url: "https://issuer.example".to_owned(), client: "confab".to_owned() };
        let [state, code, from] = [state, code, from].map(|field| field.map(str::to_owned));
        attempt().code(&issuer, Answer { state, code, issuer: from })
    }

    #[test]
    fn only_the_answer_to_this_attempt_brings_a_code() {
        assert_eq!(code(Some("s"), Some("c"), None).as_deref(), Some("c"));
        assert_eq!(code(Some("s"), Some("c"), Some("https://issuer.example/")).as_deref(), Some("c"));
        assert_eq!(code(Some("s"), Some("c"), Some("https://evil.example")), None);
        assert_eq!(code(Some("other"), Some("c"), None), None);
        assert_eq!(code(None, Some("c"), None), None);
        assert_eq!(code(Some("s"), None, None), None);
    }

    #[test]
    fn an_id_token_carries_the_attempt_s_nonce() {
        let answered = |claims| attempt().is_answered_by(serde_json::from_str(claims).unwrap());
        assert!(answered(r#"{"sub":"1","nonce":"n"}"#));
        for claims in [r#"{"sub":"1","nonce":"other"}"#, r#"{"sub":"1"}"#, r#"{"nonce":null}"#, "null", "[]"]
        {
            assert!(!answered(claims), "{claims}");
        }
    }
}
