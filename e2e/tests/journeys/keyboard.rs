//! Journeys by keyboard.

use thirtyfour::prelude::*;

use crate::fixture::{Fixture, LAPTOP, PHONE};
use crate::person::Person;

/// The name of the element that has the focus, as assistive technology reads it, or its tag.
async fn focused(person: &Person) -> String {
    let script = "const active = document.activeElement;
        return active.getAttribute('aria-label') ?? active.innerText?.trim() ?? active.tagName";
    person.run(script).await.as_str().unwrap_or_default().to_owned()
}

async fn until_focused(person: &Person, name: &str) {
    person.until(&format!("has the focus on {name:?}"), || async { focused(person).await == name }).await;
}

/// Presses a key where the focus is.
async fn press_key(person: &Person, key: Key) {
    person.driver.action_chain().send_keys(key.value().to_string()).perform().await.unwrap();
}

pub async fn drawer(fixture: &Fixture) {
    let ada = fixture.person("", PHONE, "en-US").await;
    ada.enter_name("Ada").await;
    ada.press("button", "Rooms").await;
    until_focused(&ada, "Hide rooms").await;
    let inside = "return document.activeElement.closest('#rooms') !== null";
    for _ in 0..8 {
        press_key(&ada, Key::Tab).await;
        // The Tab key may leave the page for the browser's own controls, but never reaches what the drawer covers.
        let covered = "return document.activeElement.closest('main') !== null";
        assert_eq!(ada.run(covered).await, false, "the drawer covers {:?}", focused(&ada).await);
    }
    ada.find("button", "Hide rooms").await.focus().await.unwrap();
    assert_eq!(ada.run(inside).await, true);
    press_key(&ada, Key::Escape).await;
    until_focused(&ada, "Rooms").await;
    assert!(ada.find_now("button", "Hide rooms").await.is_none(), "the drawer is closed");
}

pub async fn toolbar(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.say("First").await;
    ada.hears("First").await;
    ada.say("Second").await;
    ada.hears("Second").await;
    let message = "const rows = [...document.querySelectorAll('article')]; rows.at(-1).focus()";
    ada.run(message).await;
    press_key(&ada, Key::Up).await;
    let text = "return document.activeElement.innerText";
    ada.until("is on the first message", || async {
        ada.run(text).await.as_str().is_some_and(|text| text.contains("First"))
    })
    .await;
    press_key(&ada, Key::Tab).await;
    until_focused(&ada, "React").await;
    for (key, name) in
        [(Key::Right, "Reply"), (Key::End, "Delete"), (Key::Right, "React"), (Key::Left, "Delete")]
    {
        press_key(&ada, key).await;
        until_focused(&ada, name).await;
    }
    press_key(&ada, Key::Home).await;
    press_key(&ada, Key::Enter).await;
    until_focused(&ada, "React with 👍").await;
    press_key(&ada, Key::Right).await;
    until_focused(&ada, "React with ❤️").await;
    press_key(&ada, Key::Enter).await;
    ada.find("button", "❤️, 1").await;
    assert_eq!(ada.run("return document.activeElement.tagName").await, "ARTICLE");
}

pub async fn skip_link(fixture: &Fixture) {
    let ada = fixture.person("", LAPTOP, "en-US").await;
    ada.enter_name("Ada").await;
    ada.run("document.querySelector('.skip-link').focus()").await;
    ada.find("button", "Skip to the messages").await;
    ada.screenshot("1-skip-link").await;
    press_key(&ada, Key::Enter).await;
    ada.until("is at the content", || async {
        ada.run("return document.activeElement.tagName").await == "MAIN"
    })
    .await;
}
