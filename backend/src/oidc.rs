//! OpenID Connect: a person signs in at an issuer.
//!
//! The page gets an ID token from the issuer, and says hello with it once. From then on it uses the server's own token
//! ([`crate::token`]). The server checks the signature, with a key that the issuer publishes and under that key's own
//! asymmetric algorithm; and the issuer, the audience and the times.

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

/// Seconds by which the issuer's clock and the server's may differ.
const LEEWAY: u64 = 60;

/// The person whom an ID token is about.
pub struct Subject {
    /// The same id on every device, and for no other person.
    pub user: UserId,
    /// The name that the issuer gives.
    pub name: Name,
}

/// The issuer at which people sign in, and its name for this application.
pub struct Issuer {
    url: String,
    audience: String,
    keys: Keys,
}

impl Issuer {
    /// The issuer that `OIDC_ISSUER` and `OIDC_AUDIENCE` name; none if they are empty. Its keys are read later.
    ///
    /// # Errors
    /// Only one of them is set, or the issuer's address is not https.
    pub fn from_environment() -> anyhow::Result<Option<Self>> {
        let [url, audience] = ["OIDC_ISSUER", "OIDC_AUDIENCE"].map(|name| env::var(name).unwrap_or_default());
        match (url.is_empty(), audience.is_empty()) {
            (true, true) => Ok(None),
            (false, false) => Ok(Some(Self { keys: Keys::new(&url)?, url, audience })),
            _ => bail!("OIDC_ISSUER and OIDC_AUDIENCE go together: set both, or neither"),
        }
    }

    /// The issuer's address, which is also its name, without a slash at its end.
    pub fn url(&self) -> &str {
        self.url.trim_end_matches('/')
    }

    /// Checks an ID token.
    ///
    /// # Errors
    /// `unauthorized` if the token is not valid.
    pub async fn verify(&self, header: &Header, token: &Token) -> Result<Subject, Failure> {
        let key = self.keys.find(header).await?.ok_or_else(|| invalid("its key is not the issuer's"))?;
        let key = DecodingKey::from_jwk(&key).map_err(|_| invalid("its key cannot be used"))?;
        let claims = decode::<Claims>(token.reveal(), &key, &self.validation(header));
        let claims = claims.map_err(|error| invalid(reason(error.kind())))?.claims;
        Ok(Subject { user: claims.user(self.url())?, name: claims.name()? })
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

/// What is wrong with a token. The error itself is not told, because it may quote the token.
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

fn invalid(reason: &str) -> Failure {
    refused(Code::Unauthorized, format!("This token does not count: {reason}. Sign in again."))
}
