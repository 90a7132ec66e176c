//! One attempt to sign in, from the page's way to the issuer until it comes back.

use serde::{Deserialize, Serialize};

use super::offer::Issuer;

/// What the tab stores while its page is at the issuer. Each attempt has secrets of its own, so that an answer to a
/// request that this tab did not make is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The issuer sends it back with the code.
    pub state: String,
    /// The issuer puts it into the ID token.
    pub nonce: String,
    /// Proves that the page that redeems the code has requested it.
    pub verifier: String,
    /// Where the code is redeemed.
    pub token_endpoint: String,
    /// The route to return to: the address behind the `#`.
    pub hash: String,
}

/// The query with which the issuer sent the page back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The attempt's `state`.
    pub state: Option<String>,
    /// The code; none if the person did not sign in.
    pub code: Option<String>,
    /// The issuer's address; not every issuer sends it.
    pub issuer: Option<String>,
}

impl Attempt {
    /// The fields for the authorization endpoint. The issuer sends the answer to `page`.
    pub fn authorization<'a>(
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

    /// Whether an ID token with these claims, as JSON, was made for this attempt. The server checks everything else.
    pub fn is_answered_by(&self, claims: &str) -> bool {
        #[derive(Deserialize)]
        struct Claims {
            nonce: String,
        }
        common::from_json(claims).is_ok_and(|Claims { nonce }| nonce == self.nonce)
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
        let answered = |claims: &str| attempt().is_answered_by(claims);
        assert!(answered(r#"{"sub":"1","nonce":"n"}"#));
        for claims in [r#"{"sub":"1","nonce":"other"}"#, r#"{"sub":"1"}"#, r#"{"nonce":null}"#, "null", "[]"]
        {
            assert!(!answered(claims), "{claims}");
        }
    }
}
