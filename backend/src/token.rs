//! Tokens: with one, a guest is the same person again.

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

/// What a token says. A guest's does not expire: losing it would be losing oneself. The name is not in it,
/// since it may change on another device.
#[derive(Serialize, Deserialize)]
struct Claims {
    sub: UserId,
    iat: u64,
}

/// A new person's id: 78 random bits.
pub fn new_user() -> Result<UserId, Failure> {
    let random = Uuid::new_v4().as_u128() & ((1 << 80) - 1);
    format!("u-{random:020x}").try_into().map_err(|error: common::Invalid| Failure::Broken(error.into()))
}

/// Signs a token for somebody.
pub async fn issue(cx: &Context, user: &UserId) -> Result<Token, Failure> {
    sign(key(cx).await?, user)
}

/// Whose token it is.
pub async fn check(cx: &Context, token: &Token) -> Result<UserId, Failure> {
    verify(key(cx).await?, token)
}

fn sign(key: &TokenKey, user: &UserId) -> Result<Token, Failure> {
    let claims = Claims { sub: user.clone(), iat: clock::seconds() };
    let token =
        encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(key.key.as_bytes()));
    let token = token.map_err(anyhow::Error::from)?;
    Token::try_from(token).map_err(|error| Failure::Broken(error.into()))
}

fn verify(key: &TokenKey, token: &Token) -> Result<UserId, Failure> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.required_spec_claims.clear();
    let key = DecodingKey::from_secret(key.key.as_bytes());
    let claims = decode::<Claims>(token.reveal(), &key, &validation);
    let message = "This token is not one of ours; say hello without it to start anew.";
    claims.map(|token| token.claims.sub).map_err(|_| refused(Code::Unauthorized, message))
}

/// The key, read once per process, made once per table.
async fn key(cx: &Context) -> Result<&TokenKey, Failure> {
    cx.token_key.get_or_try_init(|| read_or_make(cx)).await
}

async fn read_or_make(cx: &Context) -> Result<TokenKey, Failure> {
    if let Some(key) = cx.table.get(Key::token_key()).await? {
        return Ok(key);
    }
    let fresh = TokenKey { key: [(); 3].map(|()| Uuid::new_v4().simple().to_string()).concat() };
    let mut write = Transaction::default();
    write.create(cx.table.putting(Key::token_key(), &fresh)?);
    match write.write(&cx.table).await? {
        Outcome::Written => Ok(fresh),
        Outcome::Cancelled(_) => somebody_elses(cx).await,
    }
}

/// Another process was faster: its key is the key.
async fn somebody_elses(cx: &Context) -> Result<TokenKey, Failure> {
    let key = cx.table.get(Key::token_key()).await?;
    key.ok_or_else(|| anyhow!("the token key could be neither made nor read").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_key_and_as_it_was_signed_only() {
        let [ours, other] = ["a", "b"].map(|key| TokenKey { key: key.repeat(96) });
        let user = new_user().unwrap();
        let token = sign(&ours, &user).unwrap();
        assert_eq!(verify(&ours, &token).unwrap(), user);
        assert_eq!(verify(&other, &token).unwrap_err().code(), Code::Unauthorized);
        for bad in ["x", "a.b.c", &format!("{}x", token.reveal()), &without_signature(token.reveal())] {
            let bad = Token::try_from(bad.to_owned()).unwrap();
            assert_eq!(verify(&ours, &bad).unwrap_err().code(), Code::Unauthorized);
        }
    }

    /// What an attacker tries first: the same claims under `"alg":"none"`.
    fn without_signature(token: &str) -> String {
        let claims = token.split('.').nth(1).unwrap();
        format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.")
    }

    #[test]
    fn people_get_different_ids() {
        assert_ne!(new_user().unwrap(), new_user().unwrap());
    }
}
