//! OpenID Connect: somebody is who an issuer says they are.
//!
//! The page gets an ID token from the issuer and says hello with it once; from then on a session token of ours
//! counts ([`crate::token`]). What is checked: the signature with a key that the issuer publishes now, under an
//! asymmetric algorithm that is the key's own; issuer, audience and times.

use std::env;

use anyhow::bail;
use common::{Code, Name, Token, UserId};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{DecodingKey, Header, Validation, decode};

use self::claims::Claims;
use self::keys::Keys;
use crate::failure::{Failure, refused};

mod claims;
mod fetch;
mod keys;

/// Seconds by which the issuer's clock and ours may differ.
const LEEWAY: u64 = 60;

/// Whom an issuer vouches for.
pub struct Vouched {
    /// The same for this person on every device, and no other's.
    pub user: UserId,
    /// What the issuer calls them.
    pub name: Name,
}

/// The one that signs people in, and what it calls this chat.
pub struct Issuer {
    url: String,
    audience: String,
    keys: Keys,
}

impl Issuer {
    /// As `OIDC_ISSUER` and `OIDC_AUDIENCE` say; none if they are empty. Nothing is asked of the issuer yet.
    ///
    /// # Errors
    /// One is there without the other, or the issuer's address is not safe.
    pub fn from_environment() -> anyhow::Result<Option<Self>> {
        let [url, audience] = ["OIDC_ISSUER", "OIDC_AUDIENCE"].map(|name| env::var(name).unwrap_or_default());
        match (url.is_empty(), audience.is_empty()) {
            (true, true) => Ok(None),
            (false, false) => Ok(Some(Self { keys: Keys::of(&url)?, url, audience })),
            _ => bail!("OIDC_ISSUER and OIDC_AUDIENCE go together: set both, or neither"),
        }
    }

    /// The issuer's address, which is also its name; a slash at its end makes no difference.
    pub fn url(&self) -> &str {
        self.url.trim_end_matches('/')
    }

    /// Whom this ID token is about.
    pub async fn verify(&self, header: &Header, token: &Token) -> Result<Vouched, Failure> {
        let key = self.keys.find(header).await?.ok_or_else(|| unwelcome("its key is not the issuer's"))?;
        let key = DecodingKey::from_jwk(&key).map_err(|_| unwelcome("its key cannot be used"))?;
        let claims = decode::<Claims>(token.reveal(), &key, &self.validation(header));
        let claims = claims.map_err(|error| unwelcome(reason(error.kind())))?.claims;
        Ok(Vouched { user: claims.user(self.url())?, name: claims.name()? })
    }

    fn validation(&self, header: &Header) -> Validation {
        let mut validation = Validation::new(header.alg);
        validation.leeway = LEEWAY;
        validation.validate_nbf = true;
        validation.set_issuer(&[self.url(), &format!("{}/", self.url())]);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation
    }
}

/// Never the error itself: it may quote the token.
fn reason(error: &ErrorKind) -> &'static str {
    match error {
        ErrorKind::ExpiredSignature => "it has expired",
        ErrorKind::ImmatureSignature => "it does not count yet",
        ErrorKind::InvalidIssuer => "it is another issuer's",
        ErrorKind::InvalidAudience => "it is meant for another application",
        ErrorKind::InvalidSignature => "its signature is wrong",
        ErrorKind::MissingRequiredClaim(_) => "a claim is missing",
        _ => "it cannot be read",
    }
}

fn unwelcome(reason: &str) -> Failure {
    refused(Code::Unauthorized, format!("This token does not count: {reason}. Sign in again."))
}
