//! ID tokens: which signatures, claims and keys are accepted.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::sign_in::{refuses, stack, welcomes};
use e2e::issuer::{AUDIENCE, Algorithm, Issuer, Key, now};

#[tokio::test]
async fn every_common_signature_is_accepted_and_clocks_may_differ_by_a_minute() {
    let keys = [("r", Algorithm::RS256), ("e", Algorithm::ES256), ("d", Algorithm::EdDSA)];
    let issuer = Issuer::with_keys(keys.map(|(kid, algorithm)| Key::new(kid, algorithm)).into()).await;
    let stack = stack(&issuer).await;
    for key in issuer.keys() {
        welcomes(&stack, &key.sign(&issuer.claims("ada")), &key.kid).await;
        let unnamed = Header::new(key.algorithm);
        welcomes(&stack, &key.sign_with_header(&unnamed, &issuer.claims("ada")), "the only key of its kind")
            .await;
    }
    for (claim, value) in [
        ("exp", json!(now() - 20)),
        ("nbf", json!(now() + 40)),
        ("aud", json!(["another", AUDIENCE])),
        ("iss", json!(format!("{}/", issuer.url()))),
    ] {
        let mut claims = issuer.claims("ada");
        claims[claim] = value;
        welcomes(&stack, &issuer.key().sign(&claims), claim).await;
    }
    assert_eq!(issuer.key_requests(), 1, "the keys are cached");
}

#[tokio::test]
async fn a_token_with_wrong_claims_is_refused() {
    let issuer = Issuer::start().await;
    let stack = stack(&issuer).await;
    welcomes(&stack, &issuer.id_token("ada"), "a valid token").await;
    for (claim, value) in [
        ("exp", json!(now() - 120)),
        ("exp", Value::Null),
        ("exp", json!("never")),
        ("nbf", json!(now() + 120)),
        ("iss", json!("https://foreign.example")),
        ("iss", json!(format!("{}/more", issuer.url()))),
        ("iss", Value::Null),
        ("aud", json!("another application")),
        ("aud", json!([])),
        ("aud", Value::Null),
        ("sub", Value::Null),
        ("sub", json!(7)),
    ] {
        let mut claims = issuer.claims("ada");
        claims[claim] = value.clone();
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(claim);
        }
        refuses(&stack, &issuer.key().sign(&claims), &format!("{claim}: {value}")).await;
    }
}

#[tokio::test]
async fn a_token_with_a_forged_signature_is_refused() {
    let issuer =
        Issuer::with_keys(vec![Key::new("r", Algorithm::RS256), Key::new("e", Algorithm::ES256)]).await;
    let stack = stack(&issuer).await;
    let (key, claims, valid) = (issuer.key(), issuer.claims("ada"), issuer.id_token("ada"));
    welcomes(&stack, &valid, "a valid token").await;
    let [header, body, signature] = valid.split('.').collect::<Vec<_>>().try_into().unwrap();
    let coded = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let other_claims = coded(issuer.claims("eve"));
    refuses(&stack, &format!("{header}.{other_claims}.{signature}"), "claims that were not signed").await;
    refuses(&stack, &format!("{header}.{body}."), "no signature").await;
    for none in ["none", "None", "NONE"] {
        let header = coded(json!({"alg": none, "kid": "r"}));
        refuses(&stack, &format!("{header}.{body}."), none).await;
        refuses(&stack, &format!("{header}.{body}.{signature}"), none).await;
    }
    // The signature is right, but the key is published for another algorithm.
    for algorithm in [Algorithm::RS384, Algorithm::PS256] {
        let header = Header { alg: algorithm, ..key.header() };
        refuses(&stack, &key.sign_with_header(&header, &claims), &format!("{algorithm:?}")).await;
    }
    let stranger = Key::new("r", Algorithm::RS256);
    refuses(&stack, &stranger.sign(&claims), "another key with the same id").await;
    let own_key = serde_json::from_value(stranger.public()).unwrap();
    let header = Header { jwk: Some(own_key), ..stranger.header() };
    refuses(&stack, &stranger.sign_with_header(&header, &claims), "a key inside the token").await;
    let header = Header { kid: Some("e".to_owned()), ..key.header() };
    refuses(&stack, &key.sign_with_header(&header, &claims), "the id of a key of another kind").await;
    refuses(&stack, &Issuer::start().await.id_token("ada"), "another issuer's token").await;
}

/// Everybody knows a public key, so a token that is signed with it as an HMAC secret proves nothing.
#[tokio::test]
async fn a_token_signed_with_the_public_key_as_a_secret_is_refused() {
    let issuer = Issuer::with_keys(vec![Key::new("r", Algorithm::RS256)]).await;
    let stack = stack(&issuer).await;
    welcomes(&stack, &issuer.id_token("ada"), "a valid token").await;
    let public = issuer.key().public();
    let modulus = public["n"].as_str().unwrap();
    for secret in
        [public.to_string().as_bytes(), modulus.as_bytes(), &URL_SAFE_NO_PAD.decode(modulus).unwrap(), b""]
    {
        for algorithm in [Algorithm::HS256, Algorithm::HS512] {
            let header = Header { alg: algorithm, ..issuer.key().header() };
            let token = encode(&header, &issuer.claims("ada"), &EncodingKey::from_secret(secret)).unwrap();
            refuses(&stack, &token, "a token signed with the public key").await;
        }
    }
}

#[tokio::test]
async fn a_new_key_is_fetched_and_a_withdrawn_key_is_refused() {
    let issuer = Issuer::start().await;
    let stack = stack(&issuer).await;
    let old = issuer.key();
    welcomes(&stack, &issuer.id_token("ada"), "the first key").await;
    issuer.publish(vec![Key::new("second", Algorithm::RS256)]);
    welcomes(&stack, &issuer.id_token("ada"), "the second key, of another kind").await;
    refuses(&stack, &old.sign(&issuer.claims("ada")), "the first key, withdrawn").await;
}

#[tokio::test]
async fn unknown_key_ids_do_not_flood_the_issuer_with_requests() {
    let issuer = Issuer::start().await;
    let stack = stack(&issuer).await;
    welcomes(&stack, &issuer.id_token("ada"), "a valid token").await;
    for number in 0..10 {
        let stranger = Key::new(&format!("made-up-{number}"), Algorithm::ES256);
        refuses(&stack, &stranger.sign(&issuer.claims("ada")), &stranger.kid).await;
    }
    assert_eq!(stack.processes("MessageFunction").len(), 1, "each process caches its own keys");
    assert_eq!(issuer.key_requests(), 2, "one request for the keys, one for a new key");
}
