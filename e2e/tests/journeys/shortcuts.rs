//! Journeys of the keys that work wherever the focus is.

use thirtyfour::prelude::*;

use crate::fixture::{Fixture, PHONE};

pub async fn shortcuts(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.types("Why?").await;
    assert_eq!(ada.draft().await, "Why?", "a question mark that is typed lists nothing");
    ada.press_chord(Key::Control, "/").await;
    ada.sees("Go to a room").await;
    ada.screenshot("1-laptop").await;
    ada.press_key(Key::Escape).await;
    ada.until("sees the dialog close", async || !ada.text().await.contains("Go to a room")).await;
    ada.until("writes on", async || ada.focused_tag().await == "TEXTAREA").await;
    ada.run("document.querySelector('main').focus()").await;
    ada.press_keys("?").await;
    ada.sees("Go to a room").await;
    ada.emulate_scheme("dark").await;
    ada.set_screen(PHONE).await;
    ada.screenshot("2-dark-phone").await;
}

pub async fn switcher(fixture: &Fixture) {
    let ada = fixture.guest("#/room/garden", "Ada").await;
    for room in ["老茶馆", "lobby"] {
        ada.visit(&format!("{}/#/room/{room}", fixture.url())).await;
        ada.make_room_if_missing().await;
    }
    let is_in = async |room: &str| {
        ada.until(&format!("is in {room}"), async || {
            ada.run("return decodeURI(location.hash)").await == room
        })
        .await;
    };
    let choice = "return document.querySelector('[role=option][aria-selected=true]')?.innerText.replace('#', '').trim()";
    let is_chosen = async |name: &str| {
        ada.until(&format!("has chosen {name}"), async || ada.run(choice).await == name).await;
    };
    ada.press_chord(Key::Control, "k").await;
    ada.until_focused("Type a room’s name").await;
    ada.screenshot("1-all").await;
    ada.press_keys("gar").await;
    is_chosen("Garden").await;
    ada.press_key(Key::Enter).await;
    is_in("#/room/garden").await;
    ada.until("can write", async || ada.focused_tag().await == "TEXTAREA").await;
    ada.press_chord(Key::Control, "k").await;
    ada.until_focused("Type a room’s name").await;
    ada.compose(&["c", "cha"], "茶").await;
    is_chosen("老茶馆").await;
    ada.screenshot("2-chinese").await;
    ada.press_key(Key::Down).await;
    is_chosen("Find a room").await;
    ada.press_key(Key::Down).await;
    is_chosen("New room").await;
    ada.press_key(Key::Down).await;
    ada.press_key(Key::Enter).await;
    is_in("#/room/老茶馆").await;
    ada.press_chord(Key::Control, "k").await;
    ada.until_focused("Type a room’s name").await;
    ada.press_keys("nothing").await;
    is_chosen("Find a room").await;
    ada.press_key(Key::Down).await;
    ada.press_key(Key::Enter).await;
    ada.until_focused("Room name").await;
    ada.press_key(Key::Escape).await;
    ada.until("can write", async || ada.focused_tag().await == "TEXTAREA").await;
}

pub async fn landmarks(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.say("Hello").await;
    ada.hears("Hello").await;
    let f6 = || Key::F6.value().to_string();
    let areas = ["nav", "[role=feed]", ".composer"];
    for area in areas.iter().chain(&areas) {
        ada.press_keys(f6()).await;
        assert!(ada.has_focus_in(area).await, "F6 leads to {area}, not to {:?}", ada.focused().await);
    }
    for area in ["[role=feed]", "nav", ".composer"] {
        ada.press_chord(Key::Shift, f6()).await;
        assert!(ada.has_focus_in(area).await, "Shift+F6 leads to {area}, not to {:?}", ada.focused().await);
    }
    // On a phone the rooms are in the closed drawer.
    ada.set_screen(PHONE).await;
    for area in ["[role=feed]", ".composer", "[role=feed]"] {
        ada.press_keys(f6()).await;
        assert!(ada.has_focus_in(area).await, "F6 leads to {area}, not to {:?}", ada.focused().await);
    }
}

pub async fn escape(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    let bob = fixture.guest("", "Bob").await;
    bob.say("One").await;
    bob.say("Two").await;
    ada.hears("Two").await;
    ada.focus_message("Two").await;
    ada.press_keys("u").await;
    ada.find("a", "Lobby, 1 unread").await;
    ada.press_keys("r").await;
    ada.sees("Replying to Bob").await;
    ada.focus_message("Two").await;
    ada.press_chord(Key::Shift, Key::F10.value().to_string()).await;
    ada.until_focused("React").await;
    let has_line = async || ada.run("return !!document.querySelector('[data-kind=unread]')").await == true;
    let is_replying = async || ada.text().await.contains("Replying to Bob");
    ada.press_key(Key::Escape).await;
    ada.until("sees the menu close", async || ada.find_now("[role=menuitem]", "React").await.is_none()).await;
    assert!(is_replying().await && has_line().await && ada.has_focus_in("article").await);
    ada.press_key(Key::Escape).await;
    ada.until("replies to nothing any more", async || !is_replying().await).await;
    assert!(has_line().await);
    ada.focus_message("Two").await;
    ada.press_key(Key::Escape).await;
    ada.until("leaves the message", async || ada.focused_tag().await == "TEXTAREA").await;
    assert!(has_line().await);
    ada.press_key(Key::Escape).await;
    ada.until("removes the line", async || !has_line().await).await;
}
