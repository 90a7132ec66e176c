//! Journeys of people who talk in one room.

use thirtyfour::prelude::*;

use crate::fixture::{Fixture, LAPTOP};

pub async fn first_visit(fixture: &Fixture) {
    let ada = fixture.person("", LAPTOP, "en-US").await;
    let field = ada.find("input", "Your name").await;
    assert!(!field.prop("value").await.unwrap().unwrap().is_empty(), "a name is suggested");
    ada.screenshot("1-name").await;
    ada.enter_name("Ada").await;
    ada.say("Hello, fixture").await;
    ada.hears("Hello, fixture").await;
    assert!(ada.driver.current_url().await.unwrap().as_str().ends_with("#/room/lobby"));
    assert_eq!(ada.draft().await, "", "the composer is empty again");
}

pub async fn two_people_talk(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let bob = fixture.guest("", "Bob").await;
    ada.say("Is anybody there?").await;
    bob.hears("Is anybody there?").await;
    bob.types("I am").await;
    ada.sees("Bob is typing").await;
    ada.screenshot("1-typing").await;
    bob.say(" here").await;
    ada.hears("I am here").await;
    for person in [&ada, &bob] {
        assert_eq!(person.count("Is anybody there?").await, 1);
        assert_eq!(person.count("I am here").await, 1);
    }
}

pub async fn reload(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.say("Remember this").await;
    ada.hears("Remember this").await;
    ada.driver.refresh().await.unwrap();
    ada.hears("Remember this").await;
    assert!(ada.find_now("input", "Your name").await.is_none(), "the name is not asked again");
    ada.say("And this").await;
    ada.hears("And this").await;
    assert!(ada.text().await.contains("Ada"));
}

pub async fn outage(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let bob = fixture.guest("", "Bob").await;
    ada.say("Before").await;
    bob.hears("Before").await;
    fixture.stop().await;
    ada.say("During").await;
    ada.sees_pending("During").await;
    ada.screenshot("1-pending").await;
    fixture.start().await;
    ada.hears("During").await;
    bob.hears("During").await;
    bob.say("After").await;
    ada.hears("After").await;
    for person in [&ada, &bob] {
        for text in ["Before", "During", "After"] {
            assert_eq!(person.count(text).await, 1, "{text}");
        }
    }
}

pub async fn edit(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let bob = fixture.guest("", "Bob").await;
    ada.say("I like tee").await;
    bob.hears("I like tee").await;
    ada.types(Key::Up.value().to_string()).await;
    ada.until("edits", || async { ada.draft().await == "I like tee" }).await;
    ada.types(format!("{}a{}", Key::Backspace.value(), Key::Enter.value())).await;
    for person in [&ada, &bob] {
        person.hears("I like tea").await;
        person.sees("edited").await;
        assert_eq!(person.count("I like tee").await, 0);
    }
}

pub async fn replies_reactions_deletion(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let bob = fixture.guest("", "Bob").await;
    let ming = fixture.guest("", "小明").await;
    ada.say("Good evening! The kettle is on, who is coming?").await;
    bob.hears("kettle").await;
    bob.say("Perfect timing, I have brought biscuits 🍪").await;
    bob.say("Door is open, see https://example.org/map").await;
    ming.hears("see https").await;
    ming.say("你好！我刚到门口，带了一点茶叶。").await;
    ada.hears("茶叶").await;
    ada.use_tool("茶叶", "React").await;
    ada.press("article button", "React with 🎉").await;
    ming.find("button", "🎉, 1").await;
    bob.hears("茶叶").await;
    bob.use_tool("茶叶", "Reply").await;
    bob.say("Green tea? 太好了").await;
    ada.hears("太好了").await;
    ada.find("button", "In reply to 小明 你好！我刚到门口，带了一点茶叶。").await;
    bob.press("button", "🎉, 1").await;
    ada.find("button", "🎉, 2").await;
    ming.say("👍").await;
    ada.hears("👍").await;
    ada.screenshot("1-light").await;
    ada.emulate_scheme("dark").await;
    ada.set_screen((1600, 900)).await;
    ada.screenshot("2-dark").await;
    bob.use_tool("map", "Delete").await;
    bob.driver.refresh().await.unwrap();
    ada.hears("Message deleted").await;
    assert_eq!(ada.count("example.org").await, 0);
}

pub async fn change_name(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let bob = fixture.guest("", "Bob").await;
    ada.press("button", "Settings").await;
    let name = ada.find("input", "Name").await;
    name.clear().await.unwrap();
    name.send_keys("Ada Lovelace").await.unwrap();
    ada.screenshot("1-dialog").await;
    ada.press("button", "Done").await;
    // Name and message are two concurrent frames. The message has the new name only if the server has it already.
    let identity = "return localStorage['confab.identity']";
    let is_known =
        async || ada.run(identity).await.as_str().is_some_and(|stored| stored.contains("Ada Lovelace"));
    ada.until("is known by the new name", is_known).await;
    ada.say("A new name").await;
    bob.sees("Ada Lovelace").await;
    ada.driver.refresh().await.unwrap();
    ada.hears("A new name").await;
    assert!(ada.text().await.contains("Ada Lovelace"), "the name is kept");
}

pub async fn chinese_input(fixture: &Fixture) {
    let ada = fixture.guest("", "小明").await;
    ada.composer().await.click().await.unwrap();
    ada.compose(&["n", "ni", "ni h", "ni hao"], "你好").await;
    ada.compose(&["s", "shi", "shijie"], "世界").await;
    assert_eq!(ada.draft().await, "你好世界");
    // The Enter that chooses a candidate is for the input method, so the composer must ignore it.
    let script = "const box = document.activeElement;
        box.dispatchEvent(new CompositionEvent('compositionstart', {bubbles: true}));
        box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}));
        box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true}));
        box.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true}));";
    ada.run(script).await;
    assert_eq!(ada.count("你好世界").await, 0, "nothing is sent while composing");
    ada.say("").await;
    ada.hears("你好世界").await;
    ada.screenshot("1-sent").await;
}
