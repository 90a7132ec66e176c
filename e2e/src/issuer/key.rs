//! Key pairs that sign tokens.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

/// The bytes before the key itself in the PKCS#8 form of an RSA key of 2048 bits.
const PKCS8_HEADER: usize = 26;

/// A key pair.
#[derive(Clone)]
pub struct Key {
    /// The id under which the issuer publishes it.
    pub kid: String,
    /// What it signs with.
    pub algorithm: Algorithm,
    secret: EncodingKey,
}

impl Key {
    /// A new key pair for `ES256`, `RS256` or `EdDSA`.
    #[must_use]
    pub fn new(kid: &str, algorithm: Algorithm) -> Self {
        Self { kid: kid.to_owned(), algorithm, secret: secret(algorithm) }
    }

    /// The public key, as an entry of a JWKS.
    #[must_use]
    pub fn public(&self) -> Value {
        let mut key = Jwk::from_encoding_key(&self.secret, self.algorithm).unwrap();
        key.common.key_id = Some(self.kid.clone());
        key.common.public_key_use = Some(PublicKeyUse::Signature);
        json!(key)
    }

    /// The header of a token that this key signs.
    #[must_use]
    pub fn header(&self) -> Header {
        Header { kid: Some(self.kid.clone()), ..Header::new(self.algorithm) }
    }

    /// A token with these claims.
    #[must_use]
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_with_header(&self.header(), claims)
    }

    /// Signs with a header that may be wrong for this key.
    #[must_use]
    pub fn sign_with_header(&self, header: &Header, claims: &Value) -> String {
        encode(header, claims, &self.secret).unwrap()
    }
}

fn secret(algorithm: Algorithm) -> EncodingKey {
    match algorithm {
        Algorithm::RS256 => {
            let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
            EncodingKey::from_rsa_der(&key.as_der().unwrap().as_ref()[PKCS8_HEADER..])
        }
        Algorithm::ES256 => {
            let random = SystemRandom::new();
            let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
            EncodingKey::from_ec_der(key.unwrap().as_ref())
        }
        _ => {
            let key = Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new());
            EncodingKey::from_ed_der(key.unwrap().as_ref())
        }
    }
}
