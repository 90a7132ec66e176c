//! The server's own tokens. With one, a person is the same person again.

use common::{Code, Token, UserId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock;
use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::row::TokenKey;
use keys::{keys, keys_with};

pub mod keys;

/// The algorithm of the server's own tokens. No issuer's token may use it: see [`crate::oidc`].
pub const ALGORITHM: Algorithm = Algorithm::HS256;

/// Seconds for which a person stays signed in. Then the person has to sign in at the issuer again.
const SESSION_SECONDS: u64 = 30 * DAY;

/// Seconds after which a guest's token ends, if it is not used: a new one takes its place before.
const GUEST_SECONDS: u64 = 400 * DAY;

/// The age at which a guest's token is replaced by a new one, in seconds.
const RENEW_SECONDS: u64 = 7 * DAY;

const DAY: u64 = 24 * 3_600;

/// The claims of a token. The name is not in it, because it may change on another device.
#[derive(Serialize, Deserialize)]
struct Claims {
    sub: UserId,
    iat: u64,
    /// The issuer at which this person signed in; a guest has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    iss: Option<String>,
    /// A guest's token of the first release has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exp: Option<u64>,
}

/// What a valid token says.
pub struct Checked {
    pub user: UserId,
    /// When it was issued, in seconds since the Unix epoch.
    pub issued: u64,
    /// A new token should take its place.
    pub is_old: bool,
    /// The issuer at which this person signed in; a guest has none.
    pub issuer: Option<String>,
}

/// An id for a new guest, with 78 random bits.
pub fn new_guest() -> Result<UserId, Failure> {
    let random = Uuid::new_v4().as_u128() & ((1 << 80) - 1);
    format!("u-{random:020x}").try_into().map_err(|error: common::Invalid| Failure::Internal(error.into()))
}

/// Signs a token for a guest, or for a person who has signed in at an issuer.
pub async fn issue(cx: &Context, user: &UserId, issuer: Option<&str>) -> Result<Token, Failure> {
    issue_at(cx, user, issuer, clock::seconds()).await
}

/// Signs a token that was issued at this time, in seconds since the Unix epoch.
pub async fn issue_at(cx: &Context, user: &UserId, issuer: Option<&str>, iat: u64) -> Result<Token, Failure> {
    sign(keys(cx).await?.signing()?, user, issuer, iat)
}

/// Checks a token with this id of a key in its header.
///
/// # Errors
/// `unauthorized` if the token is not valid, if it is a guest's and guests are not allowed, or if it comes from another
/// issuer than the present one.
pub async fn check(cx: &Context, token: &Token, kid: Option<&str>) -> Result<Checked, Failure> {
    let keys = keys_with(cx, kid).await?;
    let claims = verify(keys.get(kid).ok_or_else(invalid)?, token)?;
    let is_accepted = match &claims.iss {
        None => cx.guests,
        issuer => *issuer == cx.issuer.as_ref().map(|issuer| issuer.url().to_owned()),
    };
    let is_by_old_key = keys.signing()?.kid.as_deref() != kid;
    is_accepted.then(|| checked(claims, is_by_old_key, clock::seconds())).ok_or_else(invalid)
}

/// A guest's token is replaced in time. A session ends.
fn checked(claims: Claims, is_by_old_key: bool, now: u64) -> Checked {
    let Claims { sub: user, iat: issued, iss: issuer, .. } = claims;
    let is_old = issuer.is_none() && (is_by_old_key || now.saturating_sub(issued) > RENEW_SECONDS);
    Checked { user, issued, is_old, issuer }
}

fn sign(key: &TokenKey, user: &UserId, issuer: Option<&str>, iat: u64) -> Result<Token, Failure> {
    let seconds = if issuer.is_some() { SESSION_SECONDS } else { GUEST_SECONDS };
    let claims = Claims { sub: user.clone(), iat, iss: issuer.map(str::to_owned), exp: Some(iat + seconds) };
    let header = Header { kid: key.kid.clone(), ..Header::new(ALGORITHM) };
    let token = encode(&header, &claims, &EncodingKey::from_secret(key.key.as_bytes()));
    let token = token.map_err(anyhow::Error::from)?;
    Token::try_from(token).map_err(|error| Failure::Internal(error.into()))
}

fn verify(key: &TokenKey, token: &Token) -> Result<Claims, Failure> {
    let mut validation = Validation::new(ALGORITHM);
    validation.required_spec_claims.clear();
    let key = DecodingKey::from_secret(key.key.as_bytes());
    let claims = decode::<Claims>(token.reveal(), &key, &validation);
    claims.map(|token| token.claims).map_err(|_| invalid())
}

/// The refusal of a token. It does not tell what is wrong with the token.
pub fn invalid() -> Failure {
    refused(
        Code::Unauthorized,
        "This token does not count here; sign in, or say hello without it, to start anew.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token_key(letter: &str) -> TokenKey {
        TokenKey { key: letter.repeat(96), kid: Some("1".to_owned()), since: 0 }
    }

    #[test]
    fn a_token_is_valid_only_under_its_key_and_unchanged() {
        let [own, other] = ["a", "b"].map(token_key);
        let user = new_guest().unwrap();
        let token = sign(&own, &user, None, clock::seconds()).unwrap();
        assert_eq!(verify(&own, &token).unwrap().sub, user);
        assert!(is_refused(&other, token.reveal()));
        for bad in ["x", "a.b.c", &format!("{}x", token.reveal()), &without_signature(token.reveal())] {
            assert!(is_refused(&own, bad));
        }
    }

    fn is_refused(key: &TokenKey, token: &str) -> bool {
        let token = Token::try_from(token.to_owned()).unwrap();
        verify(key, &token).is_err_and(|failure| failure.code() == Code::Unauthorized)
    }

    /// The same claims under `"alg":"none"`, which an attacker tries first.
    fn without_signature(token: &str) -> String {
        let claims = token.split('.').nth(1).unwrap();
        format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.")
    }

    #[test]
    fn a_session_ends_after_a_month_and_an_unused_guest_after_400_days() {
        let key = token_key("a");
        let user = new_guest().unwrap();
        let claims = |issuer| verify(&key, &sign(&key, &user, issuer, clock::seconds()).unwrap()).unwrap();
        let guest = claims(None);
        assert_eq!(guest.exp, Some(guest.iat + 400 * DAY));
        let session = claims(Some("https://a"));
        assert_eq!(
            (session.exp, session.iss.as_deref()),
            (Some(session.iat + SESSION_SECONDS), Some("https://a"))
        );
        let expired = Claims { exp: Some(clock::seconds() - 100), ..session };
        let secret = EncodingKey::from_secret(key.key.as_bytes());
        assert!(is_refused(&key, &encode(&Header::new(ALGORITHM), &expired, &secret).unwrap()));
    }

    #[test]
    fn guests_get_different_ids() {
        assert_ne!(new_guest().unwrap(), new_guest().unwrap());
    }

    #[test]
    fn a_guests_token_is_renewed_after_a_week_or_with_a_new_key() {
        let is_old = |issuer: Option<&str>, age: u64, is_by_old_key| {
            let iss = issuer.map(str::to_owned);
            let claims = Claims { sub: new_guest().unwrap(), iat: 1_000_000, iss, exp: None };
            checked(claims, is_by_old_key, 1_000_000 + age).is_old
        };
        assert!(!is_old(None, 6 * DAY, false));
        assert!(is_old(None, 8 * DAY, false) && is_old(None, 0, true));
        assert!(!is_old(Some("https://a"), 8 * DAY, true), "a session ends");
    }
}
