//! Signing in with an ID token of an OpenID Connect issuer.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{EncodingKey, Header, encode};
use local::{Data, Stack};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::fixture::stack_with;
use crate::issuer::{AUDIENCE, Algorithm, Issuer, Key, now};
use crate::person::Person;

async fn stack_of(issuer: &str, guests: &str, data: Data) -> Stack {
    let parameters = [("OidcIssuer", issuer), ("OidcAudience", AUDIENCE), ("Guests", guests)];
    stack_with(&parameters, data).await
}

async fn stack(issuer: &Issuer) -> Stack {
    stack_of(issuer.url(), "true", Data::Memory).await
}

/// Says hello on a new connection, and returns "welcome" or the error's code.
async fn hello_result(stack: &Stack, mut hello: Value) -> String {
    hello["version"] = 1.into();
    let answer = Person::stranger(stack).await.ask("hello", hello).await;
    let code = answer["code"].as_str().or(answer["type"].as_str());
    code.unwrap_or_else(|| panic!("{answer}")).to_owned()
}

async fn refuses(stack: &Stack, token: &str, case: &str) {
    assert_eq!(hello_result(stack, json!({"token": token, "name": "Eve"})).await, "unauthorized", "{case}");
}

async fn welcomes(stack: &Stack, token: &str, case: &str) {
    assert_eq!(hello_result(stack, json!({"token": token})).await, "welcome", "{case}");
}

#[tokio::test]
async fn the_same_account_is_the_same_person_on_every_device() {
    let issuer = Issuer::start().await;
    let stack = stack(&issuer).await;
    let mut phone = Person::hello(&stack, json!({"token": issuer.id_token("ada")})).await;
    assert!(phone.user.starts_with("o-") && !phone.user.contains("ada"), "{}", phone.user);
    phone.join("lobby").await;
    phone.says("lobby", "c-1", "From my phone").await;
    let laptop = Person::hello(&stack, json!({"token": issuer.id_token("ada")})).await;
    assert_eq!((&laptop.user, laptop.welcome["rooms"][0]["room"].as_str()), (&phone.user, Some("lobby")));
    let bob = Person::hello(&stack, json!({"token": issuer.id_token("bob")})).await;
    assert_ne!(bob.user, phone.user);
}

#[tokio::test]
async fn a_session_continues_without_the_issuer() {
    let issuer = Issuer::start().await;
    let stack = stack(&issuer).await;
    let ada = Person::hello(&stack, json!({"token": issuer.id_token("ada")})).await;
    issuer.stop();
    let again = ada.device(&stack).await;
    assert_eq!((&again.user, &again.token), (&ada.user, &ada.token));
    assert_ne!(ada.token, issuer.id_token("ada"), "the session's token is ours");
}

#[tokio::test]
async fn a_name_chosen_in_the_chat_replaces_the_issuers_name() {
    let issuer = Issuer::start().await;
    let stack = stack(&issuer).await;
    let ada = Person::hello(&stack, json!({"token": issuer.id_token("Ada")})).await;
    assert_eq!(ada.welcome["name"], "Ada");
    let chosen = Person::hello(&stack, json!({"token": issuer.id_token("Ada"), "name": "Countess"})).await;
    assert_eq!(chosen.welcome["name"], "Countess");
    let later = Person::hello(&stack, json!({"token": issuer.id_token("Ada")})).await;
    assert_eq!(later.welcome["name"], "Countess");
}

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

#[tokio::test]
async fn an_issuer_that_is_down_is_a_temporary_error_and_does_not_affect_guests() {
    let mut issuer = Issuer::start().await;
    let stack = stack(&issuer).await;
    issuer.stop();
    let hello = json!({"token": issuer.id_token("ada")});
    assert_eq!(hello_result(&stack, hello.clone()).await, "unavailable");
    Person::guest(&stack, "Bob").await;
    issuer.restart().await;
    assert_eq!(hello_result(&stack, hello).await, "welcome");
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_is_a_temporary_error() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let stack = stack_of(&url, "true", Data::Memory).await;
    let token = Issuer::start().await.id_token("ada");
    assert_eq!(hello_result(&stack, json!({"token": token})).await, "unavailable");
    Person::guest(&stack, "Bob").await;
}

#[tokio::test]
async fn without_guests_everybody_must_sign_in() {
    let (issuer, folder) = (Issuer::start().await, tempfile::tempdir().unwrap());
    let data = || Data::File(folder.path().join("data.sqlite"));
    let before = stack_of(issuer.url(), "true", data()).await;
    let guest = Person::guest(&before, "Bob").await;
    before.stop().await;
    let stack = stack_of(issuer.url(), "false", data()).await;
    assert_eq!(hello_result(&stack, json!({"name": "Eve"})).await, "unauthorized");
    refuses(&stack, &guest.token, "a guest from before").await;
    let ada = Person::hello(&stack, json!({"token": issuer.id_token("ada")})).await;
    assert_eq!(ada.device(&stack).await.user, ada.user);
}

#[tokio::test]
async fn a_session_is_refused_when_its_issuer_is_no_longer_configured() {
    let (issuer, folder) = (Issuer::start().await, tempfile::tempdir().unwrap());
    let data = || Data::File(folder.path().join("data.sqlite"));
    let before = stack_of(issuer.url(), "true", data()).await;
    let ada = Person::hello(&before, json!({"token": issuer.id_token("ada")})).await;
    before.stop().await;
    let without = stack_with(&[], data()).await;
    refuses(&without, &ada.token, "no issuer any more").await;
    refuses(&without, &issuer.id_token("ada"), "an ID token where nobody is signed in").await;
    without.stop().await;
    let another = Issuer::start().await;
    let after = stack_of(another.url(), "true", data()).await;
    refuses(&after, &ada.token, "another issuer now").await;
    after.stop().await;
    let again = stack_of(issuer.url(), "true", data()).await;
    welcomes(&again, &ada.token, "the same issuer again").await;
}
