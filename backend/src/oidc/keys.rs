//! The keys that an issuer publishes.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, Header};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::Mutex;

use super::fetch::{self, is_safe};
use crate::failure::Failure;

/// How long keys are used before they are read again. A key that the issuer withdraws counts no longer than this.
const MAX_AGE: Duration = Duration::from_secs(3_600);

/// How often the keys are read because a token names an unknown one. So a new key is found soon, and tokens with invented
/// keys do not flood the issuer.
const SEARCH_EVERY: Duration = Duration::from_secs(60);

/// The issuer's keys. They are read when they are needed.
pub struct Keys {
    issuer: String,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    keys: Vec<Jwk>,
    read: Option<Instant>,
    searched: Option<Instant>,
}

impl Keys {
    /// The keys of the issuer at this address.
    ///
    /// # Errors
    /// The address is not https.
    pub fn new(issuer: &str) -> Result<Self> {
        ensure!(is_safe(issuer), "OIDC_ISSUER is {issuer}: it must begin with https://");
        Ok(Self { issuer: issuer.to_owned(), known: Mutex::default() })
    }

    /// The key for a token with this header, if the issuer publishes it.
    pub async fn find(&self, header: &Header) -> Result<Option<Jwk>, Failure> {
        let mut known = self.known.lock().await;
        if !is_within(known.read, MAX_AGE) {
            known.keys = read(&self.issuer).await?;
            known.read = Some(Instant::now());
        } else if choose(&known.keys, header).is_none() && !is_within(known.searched, SEARCH_EVERY) {
            known.searched = Some(Instant::now());
            known.keys = read(&self.issuer).await?;
            known.read = known.searched;
        }
        Ok(choose(&known.keys, header).cloned())
    }
}

fn is_within(moment: Option<Instant>, time: Duration) -> bool {
    moment.is_some_and(|moment| moment.elapsed() < time)
}

async fn read(issuer: &str) -> Result<Vec<Jwk>> {
    let keys = fetch_keys(issuer).await.context("the issuer's keys cannot be read")?;
    tracing::info!(keys = keys.len(), "the issuer's keys were read");
    Ok(keys)
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

/// A key set. Keys of unknown types are skipped.
#[derive(Deserialize)]
struct Published {
    keys: Vec<Value>,
}

async fn fetch_keys(issuer: &str) -> Result<Vec<Jwk>> {
    let bare = issuer.trim_end_matches('/');
    let discovery: Discovery = fetch::json(&format!("{bare}/.well-known/openid-configuration")).await?;
    ensure!(discovery.issuer.trim_end_matches('/') == bare, "{issuer} says that it is {}", discovery.issuer);
    let published: Published = fetch::json(&discovery.jwks_uri).await?;
    Ok(published.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect())
}

/// The key that the token names. A token without a name must leave no choice.
fn choose<'a>(keys: &'a [Jwk], header: &Header) -> Option<&'a Jwk> {
    let mut fitting = keys.iter().filter(|key| fits(key, header.alg));
    match &header.kid {
        Some(kid) => fitting.find(|key| key.common.key_id.as_ref() == Some(kid)),
        None => fitting.next().filter(|_| fitting.next().is_none()),
    }
}

/// Whether a key is for signatures under this algorithm. The token may not choose another algorithm than the key's, and
/// never a symmetric one: a public key is no secret.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    let kind = match (algorithm, &key.algorithm) {
        (Algorithm::RS256, AlgorithmParameters::RSA(_)) => true,
        (Algorithm::ES256, AlgorithmParameters::EllipticCurve(key)) => key.curve == EllipticCurve::P256,
        (Algorithm::EdDSA, AlgorithmParameters::OctetKeyPair(key)) => key.curve == EllipticCurve::Ed25519,
        _ => false,
    };
    let own = key.common.key_algorithm.is_none_or(|own| own == KeyAlgorithm::from(algorithm));
    let signs = key.common.public_key_use.as_ref().is_none_or(|use_| *use_ == PublicKeyUse::Signature);
    kind && own && signs
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn key(kid: &str, more: Value) -> Jwk {
        let mut key = json!({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": kid});
        key.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(key).unwrap()
    }

    fn header(algorithm: Algorithm, kid: Option<&str>) -> Header {
        Header { kid: kid.map(str::to_owned), ..Header::new(algorithm) }
    }

    #[test]
    fn a_key_is_for_its_own_algorithm_and_for_signatures() {
        let plain = key("a", json!({}));
        assert!(fits(&plain, Algorithm::ES256));
        for algorithm in [Algorithm::HS256, Algorithm::RS256, Algorithm::ES384, Algorithm::EdDSA] {
            assert!(!fits(&plain, algorithm), "{algorithm:?}");
        }
        assert!(fits(&key("a", json!({"alg": "ES256", "use": "sig"})), Algorithm::ES256));
        for other in
            [json!({"alg": "ES384"}), json!({"alg": "new"}), json!({"use": "enc"}), json!({"crv": "P-384"})]
        {
            assert!(!fits(&key("a", other.clone()), Algorithm::ES256), "{other}");
        }
        let secret = json!({"kty": "oct", "k": "AA", "kid": "a"});
        assert!(!fits(&serde_json::from_value(secret).unwrap(), Algorithm::HS256));
    }

    #[test]
    fn a_token_without_a_key_name_must_leave_no_choice() {
        let two = [key("a", json!({})), key("b", json!({}))];
        let named =
            |kid| choose(&two, &header(Algorithm::ES256, kid)).map(|key| key.common.key_id.clone().unwrap());
        assert_eq!(named(Some("b")), Some("b".to_owned()));
        assert_eq!((named(Some("c")), named(None)), (None, None));
        assert!(choose(&two[..1], &header(Algorithm::ES256, None)).is_some());
    }
}
