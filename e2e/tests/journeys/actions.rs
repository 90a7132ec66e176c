//! Journeys of what people do with a message.

use thirtyfour::prelude::*;

use crate::fixture::{Fixture, PHONE};
use crate::person::Person;

/// Two people in the lobby, where the second one has said this.
async fn two_people(fixture: &Fixture, says: &[&str]) -> (Person, Person) {
    let ada = fixture.guest("", "Ada").await;
    let bob = fixture.guest("", "Bob").await;
    for text in says {
        bob.say(text).await;
        ada.hears(text).await;
    }
    (ada, bob)
}

pub async fn undo_deletion(fixture: &Fixture) {
    let (ada, bob) = two_people(fixture, &[]).await;
    for text in ["First", "Second"] {
        ada.say(text).await;
        bob.hears(text).await;
    }
    ada.stop_clock().await;
    ada.use_tool("First", "Delete").await;
    ada.sees("Message deleted").await;
    assert_eq!(ada.count("First").await, 0, "it is hidden at once");
    ada.find("[role=status] button", "Undo").await;
    ada.screenshot("1-undo").await;
    ada.press("[role=status] button", "Undo").await;
    ada.hears("First").await;
    assert!(ada.focus_text().await.contains("First"), "the message has the focus");
    assert!(ada.find_now("button", "Undo").await.is_none());

    // By keyboard: the message keeps the focus, and takes it back.
    ada.press_key(Key::Delete).await;
    ada.sees("Message deleted").await;
    ada.until("keeps the focus", async || ada.focus_text().await.contains("Message deleted")).await;
    ada.press_chord(Key::Control, "z").await;
    ada.hears("First").await;
    assert_eq!(bob.count("First").await, 1, "nobody else has noticed");

    // Nobody can undo it any more: it is sent.
    ada.press_key(Key::Delete).await;
    ada.find("button", "Undo").await;
    ada.advance_clock(5_000).await;
    bob.hears("Message deleted").await;
    ada.until("sees no offer", async || ada.find_now("button", "Undo").await.is_none()).await;
    assert!(ada.focus_text().await.contains("Message deleted"), "the focus stays");

    // A page that is closed sends it at once.
    ada.stop_clock().await;
    ada.use_tool("Second", "Delete").await;
    ada.find("button", "Undo").await;
    ada.visit("about:blank").await;
    bob.until("hears of it", async || bob.count("Message deleted").await == 2).await;
    ada.visit(&fixture.url()).await;
    ada.until("finds it deleted", async || ada.count("Message deleted").await == 2).await;
}

pub async fn refused_changes(fixture: &Fixture) {
    let (ada, _) = two_people(fixture, &[]).await;
    ada.say("I like tee").await;
    ada.hears("I like tee").await;
    for action in ["edit", "react", "delete"] {
        ada.alter_requests(action, "{target: 4000}").await;
    }
    ada.use_tool("I like tee", "React").await;
    ada.press("article button", "React with 🎉").await;
    ada.sees("Not sent: this message or room is gone.").await;
    assert!(ada.find_now("button", "🎉, 1").await.is_none(), "the reaction is taken back");
    ada.screenshot("1-refused").await;
    ada.press("button", "Discard").await;

    ada.use_tool("I like tee", "Edit").await;
    ada.types(format!(" green{}", Key::Enter.value())).await;
    ada.sees("Not sent").await;
    assert_eq!(ada.count("green").await, 0, "the text is the old one");
    ada.press("button", "Discard").await;
    ada.until("reads no refusal", async || !ada.text().await.contains("Not sent")).await;

    ada.use_tool("I like tee", "Delete").await;
    ada.advance_clock(5_000).await;
    ada.sees("Not sent").await;
    assert_eq!(ada.count("I like tee").await, 1, "the message is back");
    ada.press("button", "Discard").await;
    ada.hears("I like tee").await;
}

pub async fn menu(fixture: &Fixture) {
    let (ada, bob) = two_people(fixture, &["Good evening!"]).await;
    ada.point_at("Good evening!").await;
    ada.press("article button", "More actions").await;
    ada.until_focused("React").await;
    ada.screenshot("1-laptop").await;
    // A message that comes meanwhile does not take the focus away.
    bob.say("Any tea?").await;
    ada.hears("Any tea?").await;
    ada.until_focused("React").await;
    ada.press("[role=menuitem]", "Copy text").await;
    ada.sees("Copied").await;
    assert_eq!(ada.clipboard().await, "Good evening!");
    ada.use_tool("Good evening!", "Copy link").await;
    ada.sees("Link copied").await;
    let link = ada.clipboard().await;
    assert!(link.starts_with(&fixture.url()) && link.contains("#/room/lobby/"), "{link}");
    ada.use_tool("Good evening!", "React").await;
    ada.press("article button", "React with 🎉").await;
    ada.find("button", "🎉, 1").await;
}

pub async fn long_press(fixture: &Fixture) {
    let (_, bob) = two_people(fixture, &["Good evening!"]).await;
    let ming = fixture.person("", PHONE, "zh-CN").await;
    ming.enter_chinese_name("小明").await;
    ming.hears("Good evening!").await;
    ming.long_press("Good evening!", "回复").await;
    ming.screenshot("1-chinese-phone").await;
    let heights = "return [...document.querySelectorAll('[role=menuitem]')].map(item => item.getBoundingClientRect().height)";
    for height in ming.run(heights).await.as_array().unwrap() {
        assert!(height.as_f64().unwrap() >= 44.0, "a finger needs 44 pixels: {height}");
    }
    ming.press("[role=menuitem]", "用 🎉 回应").await;
    bob.find("button", "🎉, 1").await;
    ming.emulate_scheme("dark").await;
    ming.long_press("Good evening!", "回复").await;
    ming.screenshot("2-dark").await;
    ming.press("[role=menuitem]", "回复").await;
    ming.sees("正在回复 Bob").await;
    assert!(ming.find_now("dialog", "消息操作").await.is_none(), "the menu is closed");
}

pub async fn mark_unread(fixture: &Fixture) {
    let (ada, bob) = two_people(fixture, &["One", "Two", "Three"]).await;
    ada.use_tool("Two", "Mark as unread").await;
    ada.sees("Marked as unread").await;
    ada.find("a", "Lobby, 2 unread").await;
    let below_line = "const line = document.querySelector('[data-kind=unread]'); return line?.nextElementSibling.innerText ?? ''";
    let is_marked = async || ada.run(below_line).await.as_str().is_some_and(|text| text.contains("Two"));
    ada.until("sees the line above the message", is_marked).await;
    ada.screenshot("1-marked").await;
    // The room stays unread while it is on the screen.
    bob.say("Four").await;
    ada.hears("Four").await;
    ada.find("a", "Lobby, 3 unread").await;
    // The server knows it. A room that is opened anew is read.
    ada.driver.refresh().await.unwrap();
    ada.until("comes back to the line", is_marked).await;
    ada.find("a", "Lobby").await;
    // By keyboard; Escape takes it back.
    ada.focus_message("Four").await;
    ada.press_keys("u").await;
    ada.find("a", "Lobby, 1 unread").await;
    ada.press_key(Key::Escape).await;
    ada.press_key(Key::Escape).await;
    ada.find("a", "Lobby").await;
}

pub async fn who_reacted(fixture: &Fixture) {
    let (ada, bob) = two_people(fixture, &["Tea?"]).await;
    for (person, name) in [(&ada, "🎉, 1"), (&bob, "🎉, 2")] {
        person.use_tool("Tea?", "React").await;
        person.press("article button", "React with 🎉").await;
        person.find("button", name).await;
    }
    let title =
        async |person: &Person| person.run("return document.querySelector('.reactions button')?.title").await;
    ada.until("reads who it was", async || title(&ada).await == "You and Bob").await;
    bob.until("reads who it was", async || title(&bob).await == "You and Ada").await;
}
