//! The server's own tokens. With one, a person is the same person again.

use anyhow::anyhow;
use common::{Code, Token, UserId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock;
use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::Key;
use crate::row::TokenKey;
use crate::transaction::{Outcome, Transaction};

/// The algorithm of the server's own tokens. No issuer's token may use it: see [`crate::oidc`].
pub const ALGORITHM: Algorithm = Algorithm::HS256;

/// Seconds for which a person stays signed in. Then the person has to sign in at the issuer again.
const SESSION_SECONDS: u64 = 30 * 24 * 3_600;

/// The claims of a token. A guest's token does not expire, because a guest cannot get another one. The name is not in it,
/// because it may change on another device.
#[derive(Serialize, Deserialize)]
struct Claims {
    sub: UserId,
    iat: u64,
    /// The issuer at which this person signed in; a guest has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    iss: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exp: Option<u64>,
}

/// An id for a new guest, with 78 random bits.
pub fn new_guest() -> Result<UserId, Failure> {
    let random = Uuid::new_v4().as_u128() & ((1 << 80) - 1);
    format!("u-{random:020x}").try_into().map_err(|error: common::Invalid| Failure::Internal(error.into()))
}

/// Signs a token for a guest, or for a person who has signed in at an issuer.
pub async fn issue(cx: &Context, user: &UserId, issuer: Option<&str>) -> Result<Token, Failure> {
    sign(key(cx).await?, user, issuer)
}

/// Returns the person of a token.
///
/// # Errors
/// `unauthorized` if the token is not valid, if it is a guest's and guests are not allowed, or if it comes from another
/// issuer than the present one.
pub async fn check(cx: &Context, token: &Token) -> Result<UserId, Failure> {
    let claims = verify(key(cx).await?, token)?;
    let is_accepted = match &claims.iss {
        None => cx.guests,
        issuer => *issuer == cx.issuer.as_ref().map(|issuer| issuer.url().to_owned()),
    };
    is_accepted.then_some(claims.sub).ok_or_else(invalid)
}

fn sign(key: &TokenKey, user: &UserId, issuer: Option<&str>) -> Result<Token, Failure> {
    let iat = clock::seconds();
    let (iss, exp) = (issuer.map(str::to_owned), issuer.map(|_| iat + SESSION_SECONDS));
    let claims = Claims { sub: user.clone(), iat, iss, exp };
    let token = encode(&Header::new(ALGORITHM), &claims, &EncodingKey::from_secret(key.key.as_bytes()));
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

/// The key. It is read once per process, and made once per table.
async fn key(cx: &Context) -> Result<&TokenKey, Failure> {
    cx.token_key.get_or_try_init(|| read_or_make(cx)).await
}

async fn read_or_make(cx: &Context) -> Result<TokenKey, Failure> {
    if let Some(key) = cx.table.get(Key::token_key()).await? {
        return Ok(key);
    }
    let new = TokenKey { key: [(); 3].map(|()| Uuid::new_v4().simple().to_string()).concat() };
    let mut write = Transaction::default();
    write.create(cx.table.build_put(Key::token_key(), &new)?);
    match write.write(&cx.table).await? {
        Outcome::Written => Ok(new),
        Outcome::Cancelled(_) => read_made_elsewhere(cx).await,
    }
}

/// Reads the key that another process has made meanwhile.
async fn read_made_elsewhere(cx: &Context) -> Result<TokenKey, Failure> {
    let key = cx.table.get(Key::token_key()).await?;
    key.ok_or_else(|| anyhow!("the token key could be neither made nor read").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_valid_only_under_its_key_and_unchanged() {
        let [own, other] = ["a", "b"].map(|key| TokenKey { key: key.repeat(96) });
        let user = new_guest().unwrap();
        let token = sign(&own, &user, None).unwrap();
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
    fn a_session_expires_and_a_guest_does_not() {
        let key = TokenKey { key: "a".repeat(96) };
        let user = new_guest().unwrap();
        let claims = |issuer| verify(&key, &sign(&key, &user, issuer).unwrap()).unwrap();
        assert_eq!(claims(None).exp, None);
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
}
