//! Somebody is who an issuer says they are, and nobody else can be.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{EncodingKey, Header, encode};
use local::{Data, Stack};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::issuer::{AUDIENCE, Algorithm, Issuer, Key, now};
use crate::person::Person;
use crate::stage::stack_with;

async fn stack_of(issuer: &str, guests: &str, data: Data) -> Stack {
    let parameters = [("OidcIssuer", issuer), ("OidcAudience", AUDIENCE), ("Guests", guests)];
    stack_with(&parameters, data).await
}

async fn stack(issuer: &Issuer) -> Stack {
    stack_of(issuer.url(), "true", Data::Memory).await
}

/// Says hello on a connection of its own; the code of the refusal, or "welcome".
async fn verdict(stack: &Stack, mut hello: Value) -> String {
    hello["version"] = 1.into();
    let answer = Person::stranger(stack).await.ask("hello", hello).await;
    let code = answer["code"].as_str().or(answer["type"].as_str());
    code.unwrap_or_else(|| panic!("{answer}")).to_owned()
}

async fn refuses(stack: &Stack, token: &str, why: &str) {
    assert_eq!(verdict(stack, json!({"token": token, "name": "Eve"})).await, "unauthorized", "{why}");
}

async fn welcomes(stack: &Stack, token: &str, why: &str) {
    assert_eq!(verdict(stack, json!({"token": token})).await, "welcome", "{why}");
}

#[tokio::test]
async fn somebody_is_the_same_person_on_every_device() {
    let issuer = Issuer::open().await;
    let stack = stack(&issuer).await;
    let mut phone = Person::hello(&stack, json!({"token": issuer.vouches("ada")})).await;
    assert!(phone.user.starts_with("o-") && !phone.user.contains("ada"), "{}", phone.user);
    phone.join("lobby").await;
    phone.says("lobby", "c-1", "From my phone").await;
    let laptop = Person::hello(&stack, json!({"token": issuer.vouches("ada")})).await;
    assert_eq!((&laptop.user, laptop.welcome["rooms"][0]["room"].as_str()), (&phone.user, Some("lobby")));
    let bob = Person::hello(&stack, json!({"token": issuer.vouches("bob")})).await;
    assert_ne!(bob.user, phone.user);
}

#[tokio::test]
async fn once_signed_in_a_session_does_without_the_issuer() {
    let issuer = Issuer::open().await;
    let stack = stack(&issuer).await;
    let ada = Person::hello(&stack, json!({"token": issuer.vouches("ada")})).await;
    issuer.close();
    let again = ada.device(&stack).await;
    assert_eq!((&again.user, &again.token), (&ada.user, &ada.token));
    assert_ne!(ada.token, issuer.vouches("ada"), "the session's token is ours");
}

#[tokio::test]
async fn the_name_that_was_chosen_here_comes_before_the_issuer_s() {
    let issuer = Issuer::open().await;
    let stack = stack(&issuer).await;
    let ada = Person::hello(&stack, json!({"token": issuer.vouches("Ada")})).await;
    assert_eq!(ada.welcome["name"], "Ada");
    let chosen = Person::hello(&stack, json!({"token": issuer.vouches("Ada"), "name": "Countess"})).await;
    assert_eq!(chosen.welcome["name"], "Countess");
    let later = Person::hello(&stack, json!({"token": issuer.vouches("Ada")})).await;
    assert_eq!(later.welcome["name"], "Countess");
}

#[tokio::test]
async fn every_common_signature_counts_and_clocks_may_differ_by_a_minute() {
    let keys = [("r", Algorithm::RS256), ("e", Algorithm::ES256), ("d", Algorithm::EdDSA)];
    let issuer = Issuer::with_keys(keys.map(|(kid, algorithm)| Key::new(kid, algorithm)).into()).await;
    let stack = stack(&issuer).await;
    for key in issuer.keys() {
        welcomes(&stack, &key.sign(&issuer.claims("ada")), &key.kid).await;
        let unnamed = Header::new(key.algorithm);
        welcomes(&stack, &key.sign_under(&unnamed, &issuer.claims("ada")), "the only key of its kind").await;
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
    assert_eq!(issuer.times_asked(), 1, "the keys are kept");
}

#[tokio::test]
async fn claims_that_are_not_good_do_not_count() {
    let issuer = Issuer::open().await;
    let stack = stack(&issuer).await;
    welcomes(&stack, &issuer.vouches("ada"), "a good token").await;
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
async fn forged_signatures_do_not_count() {
    let issuer =
        Issuer::with_keys(vec![Key::new("r", Algorithm::RS256), Key::new("e", Algorithm::ES256)]).await;
    let stack = stack(&issuer).await;
    let (key, claims, good) = (issuer.key(), issuer.claims("ada"), issuer.vouches("ada"));
    welcomes(&stack, &good, "a good token").await;
    let [header, body, signature] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    let coded = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let other_claims = coded(issuer.claims("eve"));
    refuses(&stack, &format!("{header}.{other_claims}.{signature}"), "claims that were not signed").await;
    refuses(&stack, &format!("{header}.{body}."), "no signature").await;
    for none in ["none", "None", "NONE"] {
        let header = coded(json!({"alg": none, "kid": "r"}));
        refuses(&stack, &format!("{header}.{body}."), none).await;
        refuses(&stack, &format!("{header}.{body}.{signature}"), none).await;
    }
    // The same key's other algorithms, though the signature itself would be right.
    for algorithm in [Algorithm::RS384, Algorithm::PS256] {
        let header = Header { alg: algorithm, ..key.header() };
        refuses(&stack, &key.sign_under(&header, &claims), &format!("{algorithm:?}")).await;
    }
    let stranger = Key::new("r", Algorithm::RS256);
    refuses(&stack, &stranger.sign(&claims), "another key under the same name").await;
    let own_key = serde_json::from_value(stranger.public()).unwrap();
    let header = Header { jwk: Some(own_key), ..stranger.header() };
    refuses(&stack, &stranger.sign_under(&header, &claims), "a key that the token brings along").await;
    let header = Header { kid: Some("e".to_owned()), ..key.header() };
    refuses(&stack, &key.sign_under(&header, &claims), "the name of a key of another kind").await;
    refuses(&stack, &Issuer::open().await.vouches("ada"), "another issuer's token").await;
}

/// A public key is no secret: whoever signs with it as if it were one is not the issuer.
#[tokio::test]
async fn a_public_key_is_not_taken_for_a_secret() {
    let issuer = Issuer::with_keys(vec![Key::new("r", Algorithm::RS256)]).await;
    let stack = stack(&issuer).await;
    welcomes(&stack, &issuer.vouches("ada"), "a good token").await;
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
async fn a_new_key_is_found_and_a_withdrawn_one_forgotten() {
    let issuer = Issuer::open().await;
    let stack = stack(&issuer).await;
    let old = issuer.key();
    welcomes(&stack, &issuer.vouches("ada"), "the first key").await;
    issuer.publish(vec![Key::new("second", Algorithm::RS256)]);
    welcomes(&stack, &issuer.vouches("ada"), "the second key, of another kind").await;
    refuses(&stack, &old.sign(&issuer.claims("ada")), "the first key, withdrawn").await;
}

#[tokio::test]
async fn made_up_keys_do_not_become_a_flood_at_the_issuer() {
    let issuer = Issuer::open().await;
    let stack = stack(&issuer).await;
    welcomes(&stack, &issuer.vouches("ada"), "a good token").await;
    for number in 0..10 {
        let stranger = Key::new(&format!("made-up-{number}"), Algorithm::ES256);
        refuses(&stack, &stranger.sign(&issuer.claims("ada")), &stranger.kid).await;
    }
    assert_eq!(stack.processes("MessageFunction").len(), 1, "each process keeps its own keys");
    assert_eq!(issuer.times_asked(), 2, "once to know the keys, once to look for a new one");
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_is_worth_another_try_and_no_guest_s_concern() {
    let mut issuer = Issuer::open().await;
    let stack = stack(&issuer).await;
    issuer.close();
    let hello = json!({"token": issuer.vouches("ada")});
    assert_eq!(verdict(&stack, hello.clone()).await, "unavailable");
    Person::guest(&stack, "Bob").await;
    issuer.reopen().await;
    assert_eq!(verdict(&stack, hello).await, "welcome");
}

#[tokio::test]
async fn an_issuer_that_is_silent_is_not_waited_for() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let stack = stack_of(&url, "true", Data::Memory).await;
    let token = Issuer::open().await.vouches("ada");
    assert_eq!(verdict(&stack, json!({"token": token})).await, "unavailable");
    Person::guest(&stack, "Bob").await;
}

#[tokio::test]
async fn where_guests_are_not_welcome_one_must_sign_in() {
    let (issuer, folder) = (Issuer::open().await, tempfile::tempdir().unwrap());
    let data = || Data::File(folder.path().join("data.sqlite"));
    let before = stack_of(issuer.url(), "true", data()).await;
    let guest = Person::guest(&before, "Bob").await;
    before.stop().await;
    let stack = stack_of(issuer.url(), "false", data()).await;
    assert_eq!(verdict(&stack, json!({"name": "Eve"})).await, "unauthorized");
    refuses(&stack, &guest.token, "a guest of the time before").await;
    let ada = Person::hello(&stack, json!({"token": issuer.vouches("ada")})).await;
    assert_eq!(ada.device(&stack).await.user, ada.user);
}

#[tokio::test]
async fn sessions_end_with_the_issuer_that_vouched_for_them() {
    let (issuer, folder) = (Issuer::open().await, tempfile::tempdir().unwrap());
    let data = || Data::File(folder.path().join("data.sqlite"));
    let before = stack_of(issuer.url(), "true", data()).await;
    let ada = Person::hello(&before, json!({"token": issuer.vouches("ada")})).await;
    before.stop().await;
    let without = stack_with(&[], data()).await;
    refuses(&without, &ada.token, "no issuer any more").await;
    refuses(&without, &issuer.vouches("ada"), "an ID token where nobody is signed in").await;
    without.stop().await;
    let another = Issuer::open().await;
    let after = stack_of(another.url(), "true", data()).await;
    refuses(&after, &ada.token, "another issuer now").await;
    after.stop().await;
    let again = stack_of(issuer.url(), "true", data()).await;
    welcomes(&again, &ada.token, "the same issuer again").await;
}
