//! Journeys of people who sign in at an OpenID Connect issuer.

use crate::fixture::{Fixture, LAPTOP, PHONE};
use crate::person::Person;
use e2e::issuer::{AUDIENCE, Issuer};

/// Deploys a page and a stack that use this issuer.
pub async fn deploy(fixture: &Fixture, issuer: &Issuer, guests: &str) {
    let parameters = [("OidcIssuer", issuer.url()), ("OidcAudience", AUDIENCE), ("Guests", guests)];
    let metas =
        [("confab-oidc-issuer", issuer.url()), ("confab-oidc-client", AUDIENCE), ("confab-guests", guests)];
    fixture.deploy(&parameters, &metas).await;
}

/// Signs in at the issuer with this account, and waits for the composer.
pub async fn sign_in(person: &Person, account: &str) {
    person.press("button", "Sign in").await;
    person.find("input", "Account").await.send_keys(account).await.unwrap();
    person.press("button", "Continue").await;
    person.make_room_if_missing().await;
}

/// The page's address and everything that the browser stores for it.
async fn stored_data(person: &Person) -> String {
    let script = "return JSON.stringify([location.href, {...localStorage}, {...sessionStorage}])";
    person.run(script).await.as_str().unwrap().to_owned()
}

/// The person's user id.
pub async fn user_id(person: &Person) -> String {
    let script = "return JSON.parse(localStorage.getItem('confab.identity')).user";
    person.until("is known", || async { person.run(script).await.is_string() }).await;
    person.run(script).await.as_str().unwrap().to_owned()
}

pub async fn one_person(fixture: &Fixture) {
    let issuer = Issuer::start().await;
    deploy(fixture, &issuer, "true").await;
    let ada = fixture.person("#/room/tea-time", LAPTOP, "en-US").await;
    ada.find("input", "Your name").await;
    ada.screenshot("1-welcome").await;
    sign_in(&ada, "Ada Lovelace").await;
    ada.say("The kettle is on").await;
    ada.hears("The kettle is on").await;
    let address = ada.driver.current_url().await.unwrap();
    assert_eq!(
        address.as_str(),
        format!("{}/#/room/tea-time", fixture.url()),
        "the room is kept, and nothing else"
    );
    let stored = stored_data(&ada).await;
    for secret in ["code-", "code_", "verifier", "nonce", &issuer.url()[7..]] {
        assert!(!stored.contains(secret), "{secret} in {stored}");
    }
    let user = user_id(&ada).await;
    ada.driver.refresh().await.unwrap();
    ada.hears("The kettle is on").await;
    ada.say("Still me").await;
    ada.hears("Still me").await;
    assert!(ada.text().await.contains("Ada Lovelace"), "the name is the issuer's");
    // The same account in another browser is the same person.
    let phone = fixture.person("#/room/tea-time", PHONE, "en-US").await;
    sign_in(&phone, "Ada Lovelace").await;
    phone.hears("Still me").await;
    assert_eq!((user_id(&ada).await, user_id(&phone).await), (user.clone(), user));
    let bob = fixture.guest("#/room/tea-time", "Bob").await;
    bob.hears("Still me").await;
    // A guest who signs in stays in the room.
    bob.press("button", "Settings").await;
    sign_in(&bob, "Robert").await;
    bob.until("is Robert", || async { user_id(&bob).await.starts_with("o-") }).await;
    ada.sees("Robert joined").await;
    bob.say("With an account").await;
    ada.hears("With an account").await;
}

pub async fn without_guests(fixture: &Fixture) {
    let issuer = Issuer::start().await;
    // Bob is a guest. Then a deployment turns guests away.
    let bob = fixture.guest("", "Bob").await;
    bob.say("Hello?").await;
    bob.hears("Hello?").await;
    deploy(fixture, &issuer, "false").await;
    bob.driver.refresh().await.unwrap();
    bob.sees("Please sign in to go on.").await;
    assert!(bob.find_now("input", "Your name").await.is_none(), "a name is not enough");
    bob.screenshot("1-closed").await;
    sign_in(&bob, "Bob").await;
    bob.hears("Hello?").await;
    bob.say("In again").await;
    bob.hears("In again").await;
    bob.press("button", "Settings").await;
    bob.screenshot("2-settings").await;
    bob.press("button", "Sign out").await;
    bob.find("button", "Sign in").await;
    bob.driver.refresh().await.unwrap();
    bob.find("button", "Sign in").await;
    assert!(!stored_data(&bob).await.contains("confab.identity"), "nobody else on this device can be Bob");
}

pub async fn forged_redirect(fixture: &Fixture) {
    let issuer = Issuer::start().await;
    deploy(fixture, &issuer, "false").await;
    // An attacker's link has a code, but this tab never began to sign in.
    let eve = fixture.person("?code=code-0&state=made-up#/room/lobby", LAPTOP, "en-US").await;
    eve.find("button", "Sign in").await;
    assert!(!stored_data(&eve).await.contains("made-up"), "the address has no parameters left");
    // This tab began to sign in, but the redirect has another state.
    eve.press("button", "Sign in").await;
    eve.find("input", "Account").await;
    eve.visit(&format!("{}/?code=code-0&state=made-up", fixture.url())).await;
    eve.sees("Signing in did not work. Please try again.").await;
    assert!(eve.take_console().await.concat().contains("the issuer did not answer this attempt"));
    sign_in(&eve, "Eve").await;
}
