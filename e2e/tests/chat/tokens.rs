//! The server's own tokens: their keys, their ages, and signing out everywhere else.

use e2e::Stack;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::fixture::{dynamodb, kill, sort_keys, stack};
use crate::person::Person;

const DAY: u64 = 24 * 3_600;

/// Puts a key into the table, as docs/operations.md says. It signs from `since` on.
async fn put_key(stack: &Stack, kid: &str, since: u64) {
    let item = json!({"pk": {"S": "CONFIG"}, "sk": {"S": format!("TOKEN_KEY#{kid}")}, "kid": {"S": kid},
        "key": {"S": "k".repeat(96)}, "since": {"N": since.to_string()}});
    dynamodb(stack, "PutItem", json!({"Item": item})).await;
}

/// A guest's token of this age, signed by a key that [`put_key`] has put.
fn token(kid: &str, user: &str, age: u64) -> String {
    let issued = e2e::issuer::now() - age;
    let claims = json!({"sub": user, "iat": issued, "exp": issued + 400 * DAY});
    let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::HS256) };
    encode(&header, &claims, &EncodingKey::from_secret("k".repeat(96).as_bytes())).unwrap()
}

fn kid(token: &str) -> Option<String> {
    jsonwebtoken::decode_header(token).unwrap().kid
}

/// The code of the refusal of a hello with this token; none if it is accepted.
async fn refusal(stack: &Stack, token: &str) -> Value {
    let hello = json!({"token": token, "version": 2});
    Person::stranger(stack).await.ask("hello", hello).await["code"].take()
}

#[tokio::test]
async fn a_new_key_signs_and_the_old_one_verifies_until_its_tokens_are_renewed() {
    let stack = stack().await;
    let ada = Person::guest(&stack, "Ada").await;
    assert_eq!(kid(&ada.token).as_deref(), Some("1"));
    assert_eq!(ada.device(&stack).await.token, ada.token, "it is new");
    put_key(&stack, "2026-11", e2e::issuer::now() + 1).await;
    // A running process finds the new key within minutes, and at once if a token names it.
    assert_eq!(refusal(&stack, &token("2026-11", &ada.user, 0)).await, Value::Null);
    let renewed = ada.device(&stack).await;
    assert_eq!((kid(&renewed.token).as_deref(), &renewed.user), (Some("2026-11"), &ada.user));
    kill(&stack, "MessageFunction");
    assert_eq!(kid(&Person::guest(&stack, "Bob").await.token).as_deref(), Some("2026-11"));
    let key = json!({"pk": {"S": "CONFIG"}, "sk": {"S": "TOKEN_KEY#1"}});
    dynamodb(&stack, "DeleteItem", json!({"Key": key})).await;
    kill(&stack, "MessageFunction");
    assert_eq!(refusal(&stack, &ada.token).await, "unauthorized");
    assert_eq!(refusal(&stack, &renewed.token).await, Value::Null);
    assert_eq!(refusal(&stack, &token("unknown", &ada.user, 0)).await, "unauthorized");
    stack.stop().await;
}

#[tokio::test]
async fn a_guests_token_renews_itself_while_it_is_used_and_ends_after_400_days() {
    let stack = stack().await;
    put_key(&stack, "1", 1).await;
    let ada = Person::guest(&stack, "Ada").await;
    let [young, old, oldest] = [6, 8, 401].map(|days| token("1", &ada.user, days * DAY));
    let same = Person::hello(&stack, json!({"token": young})).await;
    assert_eq!((&same.token, &same.user), (&young, &ada.user));
    let renewed = Person::hello(&stack, json!({"token": old})).await;
    assert_eq!(renewed.user, ada.user);
    assert_ne!(renewed.token, old);
    assert_eq!(refusal(&stack, &oldest).await, "unauthorized");
    stack.stop().await;
}

#[tokio::test]
async fn a_person_can_sign_out_everywhere_else() {
    let stack = stack().await;
    let mut laptop = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    let mut phone = laptop.device(&stack).await;
    let stolen = laptop.token.clone();
    let hello = json!({"token": stolen, "version": 2, "signOutOthers": true});
    laptop.say_hello(hello.clone()).await;
    assert_ne!(laptop.token, stolen);
    assert_eq!(refusal(&stack, &stolen).await, "unauthorized");
    bob.says("lobby", "c-1", "Who hears this?").await;
    assert_eq!(laptop.hears_text().await, "Who hears this?");
    assert_eq!(phone.ask("ping", json!({})).await["code"], "unauthorized");
    assert_eq!(sort_keys(&stack, &format!("DEVICES#{}", laptop.user), "CONN#").await.len(), 1);
    // The client may have lost the answer.
    let again = Person::hello(&stack, hello).await;
    assert_eq!(refusal(&stack, &again.token).await, Value::Null);
    stack.stop().await;
}
