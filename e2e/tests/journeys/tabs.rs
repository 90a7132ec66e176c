//! Journeys of one person with two tabs of one browser, and of several people on one device.

use serde_json::{Value, json};

use crate::fixture::{Fixture, LAPTOP};
use crate::person::Person;
use crate::sign_in;
use e2e::issuer::Issuer;

/// Opens a second tab there, and goes to it.
async fn open_tab(person: &Person, url: &str) {
    let tab = person.driver.new_tab().await.unwrap();
    person.driver.switch_to_window(tab).await.unwrap();
    person.visit(url).await;
}

async fn go_to_tab(person: &Person, number: usize) {
    let tabs = person.driver.windows().await.unwrap();
    person.driver.switch_to_window(tabs[number].clone()).await.unwrap();
}

pub async fn one_guest(fixture: &Fixture) {
    let ada = fixture.person("", LAPTOP, "en-US").await;
    ada.find("input", "Your name").await;
    open_tab(&ada, &fixture.url()).await;
    ada.enter_name("Ada").await;
    ada.say("From the second tab").await;
    ada.hears("From the second tab").await;
    let user = sign_in::user_id(&ada).await;
    go_to_tab(&ada, 0).await;
    ada.hears("From the second tab").await;
    assert!(ada.find_now("input", "Your name").await.is_none(), "the name is asked in one tab only");
    ada.say("From the first tab").await;
    ada.hears("From the first tab").await;
    assert_eq!(ada.count("joined").await + ada.count("From the first tab").await, 1);
    assert_eq!(sign_in::user_id(&ada).await, user);
    go_to_tab(&ada, 1).await;
    ada.hears("From the first tab").await;
    ada.screenshot("1-second-tab").await;
}

pub async fn left_behind(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.say("The kettle is on").await;
    ada.hears("The kettle is on").await;
    open_tab(&ada, &fixture.url()).await;
    ada.hears("The kettle is on").await;
    fixture.stop().await;
    ada.say("Left behind").await;
    ada.sees_pending("Left behind").await;
    ada.driver.close_window().await.unwrap();
    go_to_tab(&ada, 0).await;
    ada.sees_pending("Left behind").await;
    fixture.start().await;
    ada.hears("Left behind").await;
    assert_eq!(ada.count("Left behind").await, 1);
    ada.until("has an empty outbox", async || outbox(&ada).await == 0).await;
}

pub async fn sign_out(fixture: &Fixture) {
    let issuer = Issuer::start().await;
    sign_in::deploy(fixture, &issuer, "false").await;
    let ada = fixture.person("", LAPTOP, "en-US").await;
    sign_in::sign_in(&ada, "Ada").await;
    open_tab(&ada, &fixture.url()).await;
    ada.composer().await;
    ada.press("button", "Settings").await;
    ada.press("button", "Sign out").await;
    ada.find("button", "Sign in").await;
    go_to_tab(&ada, 0).await;
    ada.find("button", "Sign in").await;
    // The connections end, and every tab that is signed in connects again.
    fixture.stop().await;
    fixture.start().await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let identity = "return localStorage.getItem('confab.identity')";
    assert_eq!(ada.run(identity).await, Value::Null, "no tab has signed in again");
}

/// The number of changes that the device stores.
async fn outbox(person: &Person) -> u64 {
    let count = "return Object.keys(localStorage).filter(key => key.startsWith('confab.outbox')).length";
    person.run(count).await.as_u64().unwrap()
}

/// Stores a message as another page would have, and loads the page again.
async fn store(person: &Person, author: &str, transmitted: u64, age: u64, text: &str) {
    let script = format!(
        "const hex = (Date.now() - {age}).toString(16).padStart(12, '0');
         const clientId = `${{hex.slice(0, 8)}}-${{hex.slice(8)}}-7000-8000-000000000001`;
         const entry = {{...{}, clientId}};
         localStorage.setItem('confab.outbox.' + clientId, JSON.stringify(entry));",
        json!({"room": "lobby", "author": author, "transmitted": transmitted, "deed": {"deed": "post", "text": text}}),
    );
    person.run(&script).await;
    person.driver.refresh().await.unwrap();
    person.composer().await;
}

pub async fn questions(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let me = sign_in::user_id(&ada).await;
    store(&ada, "u-before", 0, 0, "Never sent").await;
    ada.sees("Written here under another name").await;
    ada.screenshot("1-never-sent").await;
    ada.press("button", "Send as Ada").await;
    ada.hears("Never sent").await;
    store(&ada, "u-before", 1_700_000_000_000, 0, "Perhaps sent").await;
    ada.sees("write it again if it is missing").await;
    assert!(ada.find_now("button", "Send as Ada").await.is_none());
    ada.press("button", "Discard").await;
    store(&ada, "o-before", 0, 0, "A secret").await;
    ada.sees("Sign in with that account").await;
    assert!(!ada.text().await.contains("A secret"), "nobody else reads it");
    ada.press("button", "Discard").await;
    store(&ada, &me, 1_700_000_000_000, 3_000_000_000, "Long ago").await;
    ada.sees("only if it is missing").await;
    ada.screenshot("2-long-ago").await;
    assert_eq!(ada.count("Long ago").await, 0);
    ada.press("button", "Send again").await;
    ada.hears("Long ago").await;
    ada.until("has an empty outbox", async || outbox(&ada).await == 0).await;
}
