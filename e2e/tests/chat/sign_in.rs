//! Signing in at an OpenID Connect issuer: persons, names, sessions and guests.

use e2e::Stack;
use local::Data;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::fixture::stack_with;
use crate::person::Person;
use e2e::issuer::{AUDIENCE, Issuer};

async fn stack_of(issuer: &str, guests: &str, data: Data) -> Stack {
    let parameters = [("OidcIssuer", issuer), ("OidcAudience", AUDIENCE), ("Guests", guests)];
    stack_with(&parameters, data).await
}

/// A stack that accepts this issuer's tokens, and guests.
pub async fn stack(issuer: &Issuer) -> Stack {
    stack_of(issuer.url(), "true", Data::Memory).await
}

/// Says hello on a new connection, and returns "welcome" or the error's code.
async fn hello_result(stack: &Stack, mut hello: Value) -> String {
    hello["version"] = 1.into();
    let answer = Person::stranger(stack).await.ask("hello", hello).await;
    let code = answer["code"].as_str().or(answer["type"].as_str());
    code.unwrap_or_else(|| panic!("{answer}")).to_owned()
}

pub async fn refuses(stack: &Stack, token: &str, case: &str) {
    assert_eq!(hello_result(stack, json!({"token": token, "name": "Eve"})).await, "unauthorized", "{case}");
}

pub async fn welcomes(stack: &Stack, token: &str, case: &str) {
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
