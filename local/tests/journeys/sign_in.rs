//! Journeys by way of an issuer.

use crate::issuer::{AUDIENCE, Issuer};
use crate::person::Person;
use crate::world::{LAPTOP, PHONE, World};

/// A site where this issuer signs people in.
async fn deploy(world: &World, issuer: &Issuer, guests: &str) {
    let parameters = [("OidcIssuer", issuer.url()), ("OidcAudience", AUDIENCE), ("Guests", guests)];
    let metas =
        [("confab-oidc-issuer", issuer.url()), ("confab-oidc-client", AUDIENCE), ("confab-guests", guests)];
    world.deploy(&parameters, &metas).await;
}

/// Goes to the issuer, says who they are there, and comes back into a room.
async fn sign_in(person: &Person, account: &str) {
    person.press("button", "Sign in").await;
    person.find("input", "Account").await.send_keys(account).await.unwrap();
    person.press("button", "Continue").await;
    person.composer().await;
}

/// Everything that the browser remembers for this page, and where it is.
async fn traces(person: &Person) -> String {
    let script = "return JSON.stringify([location.href, {...localStorage}, {...sessionStorage}])";
    person.run(script).await.as_str().unwrap().to_owned()
}

async fn me(person: &Person) -> String {
    let script = "return JSON.parse(localStorage.getItem('confab.identity')).user";
    person.until("is known", || async { person.run(script).await.is_string() }).await;
    person.run(script).await.as_str().unwrap().to_owned()
}

pub async fn signs_in(world: &World) {
    let issuer = Issuer::start().await;
    deploy(world, &issuer, "true").await;
    let ada = world.person("#/room/tea-time", LAPTOP, "en-US").await;
    ada.find("input", "Your name").await;
    ada.photograph("1-welcome").await;
    sign_in(&ada, "Ada Lovelace").await;
    ada.say("The kettle is on").await;
    ada.hears("The kettle is on").await;
    let address = ada.driver.current_url().await.unwrap();
    assert_eq!(
        address.as_str(),
        format!("{}/#/room/tea-time", world.url()),
        "the room is kept, and nothing else"
    );
    let traces = traces(&ada).await;
    for secret in ["code-", "code_", "verifier", "nonce", &issuer.url()[7..]] {
        assert!(!traces.contains(secret), "{secret} in {traces}");
    }
    let user = me(&ada).await;
    ada.driver.refresh().await.unwrap();
    ada.hears("The kettle is on").await;
    ada.say("Still me").await;
    ada.hears("Still me").await;
    assert!(ada.text().await.contains("Ada Lovelace"), "under the issuer's name");
    // Another device, another browser: the same person.
    let phone = world.person("#/room/tea-time", PHONE, "en-US").await;
    sign_in(&phone, "Ada Lovelace").await;
    phone.hears("Still me").await;
    assert_eq!((me(&ada).await, me(&phone).await), (user.clone(), user));
    let bob = world.guest("#/room/tea-time", "Bob").await;
    bob.hears("Still me").await;
    // A guest comes to have an account, and stays in the room.
    bob.press("button", "Settings").await;
    sign_in(&bob, "Robert").await;
    bob.until("is Robert", || async { me(&bob).await.starts_with("o-") }).await;
    ada.sees("Robert joined").await;
    bob.say("With an account").await;
    ada.hears("With an account").await;
}

pub async fn members_only(world: &World) {
    let issuer = Issuer::start().await;
    // A guest of the time before: then the door is closed.
    let bob = world.guest("", "Bob").await;
    bob.say("Hello?").await;
    bob.hears("Hello?").await;
    deploy(world, &issuer, "false").await;
    bob.driver.refresh().await.unwrap();
    bob.sees("Please sign in to go on.").await;
    assert!(bob.look_for("input", "Your name").await.is_none(), "a name is not enough");
    bob.photograph("1-closed").await;
    sign_in(&bob, "Bob").await;
    bob.hears("Hello?").await;
    bob.say("In again").await;
    bob.hears("In again").await;
    bob.press("button", "Settings").await;
    bob.photograph("2-settings").await;
    bob.press("button", "Sign out").await;
    bob.find("button", "Sign in").await;
    bob.driver.refresh().await.unwrap();
    bob.find("button", "Sign in").await;
    assert!(!traces(&bob).await.contains("confab.identity"), "nobody else on this device can be Bob");
}

pub async fn forged_answer(world: &World) {
    let issuer = Issuer::start().await;
    deploy(world, &issuer, "false").await;
    // A link that somebody made, with a code of their own: this tab never asked.
    let eve = world.person("?code=code-0&state=made-up#/room/lobby", LAPTOP, "en-US").await;
    eve.find("button", "Sign in").await;
    assert!(!traces(&eve).await.contains("made-up"), "the address is clean");
    // An answer to a question that was asked, with another state.
    eve.press("button", "Sign in").await;
    eve.find("input", "Account").await;
    eve.visit(&format!("{}/?code=code-0&state=made-up", world.url())).await;
    eve.sees("Signing in did not work. Please try again.").await;
    sign_in(&eve, "Eve").await;
}
