//! Journeys without a mouse.

use thirtyfour::prelude::*;

use crate::fixture::{Fixture, PHONE};
use crate::person::Person;

/// Presses the Tab key until the focus is in an element that this CSS selector finds.
async fn tab_to(person: &Person, css: &str) {
    for _ in 0..30 {
        person.press_key(Key::Tab).await;
        if person.has_focus_in(css).await {
            return;
        }
    }
    panic!("the Tab key never reaches {css}");
}

pub async fn drawer(fixture: &Fixture) {
    let ada = fixture.person("", PHONE, "en-US").await;
    ada.enter_name("Ada").await;
    ada.emulate_motion().await;
    ada.press("button", "Rooms").await;
    ada.until_focused("Hide rooms").await;
    ada.screenshot("1-open").await;
    // After the last button the Tab key leads out of the page, to the browser's own buttons, and then to the first.
    let is_inside = async || ada.has_focus_in("nav").await || ada.focused_tag().await == "BODY";
    for (way, shift) in [("Tab", false), ("Shift and Tab", true)] {
        for step in 1..=8 {
            if shift {
                ada.press_shift_tab().await
            } else {
                ada.press_key(Key::Tab).await
            }
            let focused = ada.focused().await;
            assert!(is_inside().await, "{way}, pressed {step} times, leads to {focused:?}");
        }
    }
    let is_closed = async || ada.find_now("button", "Hide rooms").await.is_none();
    ada.press_key(Key::Escape).await;
    ada.until_focused("Rooms").await;
    ada.until("sees the drawer close", is_closed).await;
    ada.press_key(Key::Enter).await;
    ada.until_focused("Hide rooms").await;
    // A click beside the drawer closes it too.
    ada.driver.action_chain().move_to(340, 400).click().perform().await.unwrap();
    ada.until_focused("Rooms").await;
    ada.until("sees the drawer close", is_closed).await;
}

pub async fn toolbar(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    for text in ["One", "Two", "Three"] {
        ada.say(text).await;
        ada.hears(text).await;
    }
    let message = async || ada.run("return document.activeElement.innerText").await.to_string();
    ada.run("document.activeElement.blur()").await;
    tab_to(&ada, "article").await;
    assert!(message().await.contains("Three"), "the Tab key enters the feed at the last message");
    ada.press_key(Key::Up).await;
    ada.press_key(Key::Up).await;
    assert!(message().await.contains("One"));
    ada.press_key(Key::Down).await;
    assert!(message().await.contains("Two"));

    ada.press_key(Key::Home).await;
    assert!(message().await.contains("One"));
    ada.press_key(Key::End).await;
    assert!(message().await.contains("Three"));
    // The feed is one stop of the Tab key, whatever is in it.
    ada.press_key(Key::Up).await;
    ada.press_key(Key::Tab).await;
    assert!(!ada.has_focus_in("[role=feed]").await, "the Tab key leaves the feed");
    ada.press_shift_tab().await;
    assert!(message().await.contains("Three"), "and comes back to its last message");

    ada.press_key(Key::Up).await;
    ada.press_key(Key::Enter).await;
    assert_eq!(ada.focused().await, "React", "Enter leads inside");
    let moves = [
        (Key::Right, "Reply"),
        (Key::End, "More actions"),
        (Key::Right, "React"),
        (Key::Left, "More actions"),
        (Key::Left, "Edit"),
        (Key::Home, "React"),
    ];
    for (key, button) in moves {
        ada.press_key(key).await;
        assert_eq!(ada.focused().await, button);
    }
    ada.screenshot("1-toolbar").await;

    ada.press_key(Key::Enter).await;
    ada.until_focused("React with 👍").await;
    ada.press_key(Key::Escape).await;
    assert!(message().await.contains("Two"), "Escape leads back to the message");
    assert!(ada.find_now("button", "React with 👍").await.is_none(), "Escape closes the picker");

    ada.press_keys("+").await;
    ada.until_focused("React with 👍").await;
    ada.press_key(Key::Left).await;
    assert_eq!(ada.focused().await, "Emoji", "any other emoji is behind the last button");
    ada.press_key(Key::Left).await;
    ada.press_key(Key::Left).await;
    assert_eq!(ada.focused().await, "React with 🙏");
    ada.screenshot("2-picker").await;
    ada.press_key(Key::Enter).await;
    ada.find("button", "🙏, 1").await;
    assert!(message().await.contains("Two"), "the choice leads back to the message");

    ada.press_chord(Key::Shift, Key::F10.value().to_string()).await;
    ada.until_focused("React").await;
    for (key, item) in
        [(Key::Down, "Reply"), (Key::Up, "React"), (Key::Up, "React with 👍"), (Key::Up, "Delete")]
    {
        ada.press_key(key).await;
        assert_eq!(ada.focused().await, item);
    }
    ada.press_key(Key::Escape).await;
    ada.until("is back on the message", async || message().await.contains("Two")).await;
    ada.press_chord(Key::Shift, Key::F10.value().to_string()).await;
    ada.until_focused("React").await;
    ada.press_keys("e").await;
    ada.until("edits", async || ada.draft().await == "Two").await;
}

pub async fn focus_is_kept(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    ada.say("One").await;
    ada.hears("One").await;
    let has_focus = async || ada.focused_tag().await != "BODY";
    // A dialog gives it back.
    ada.focus_message("One").await;
    ada.press_keys("?").await;
    ada.sees("Go to a room").await;
    ada.press_key(Key::Escape).await;
    ada.until("is back on the message", async || ada.focus_text().await.contains("One")).await;
    // A toolbar that loses its buttons leaves it to the message.
    ada.press_key(Key::Enter).await;
    ada.press_key(Key::End).await;
    ada.press_key(Key::Enter).await;
    ada.until_focused("React").await;
    ada.stop_clock().await;
    ada.press_key(Key::Up).await;
    ada.press_key(Key::Up).await;
    ada.until_focused("Delete").await;
    ada.press_key(Key::Enter).await;
    ada.until("keeps the focus", async || ada.focus_text().await.contains("Message deleted")).await;
    ada.press_key(Key::Enter).await;
    ada.until_focused("Undo").await;
    ada.advance_clock(5_000).await;
    ada.until("sees no offer", async || ada.find_now("button", "Undo").await.is_none()).await;
    ada.until("keeps the focus", async || ada.focus_text().await.contains("Message deleted")).await;
    // A room that was left is replaced by the directory.
    ada.press("button", "Leave room").await;
    ada.press("dialog button", "Leave").await;
    ada.sees("Public rooms. Open one to join it.").await;
    ada.until("keeps the focus", has_focus).await;
}

pub async fn skip_link(fixture: &Fixture) {
    // On a phone a room does not take the focus when it opens.
    let ada = fixture.person("", PHONE, "en-US").await;
    ada.enter_name("Ada").await;
    ada.driver.refresh().await.unwrap();
    ada.composer().await;
    let top = "return document.querySelector('.shell > button').getBoundingClientRect().top";
    assert!(ada.run(top).await.as_f64().unwrap() < 0.0, "the link is out of sight");
    ada.press_key(Key::Tab).await;
    assert_eq!(ada.focused().await, "Skip to the messages");
    assert!(ada.run(top).await.as_f64().unwrap() >= 0.0, "the link is visible");
    ada.screenshot("1-link").await;
    ada.press_key(Key::Enter).await;
    ada.until("has the focus on the content", || async { ada.focused_tag().await == "MAIN" }).await;
    ada.press_key(Key::Tab).await;
    assert!(ada.has_focus_in("main").await, "the Tab key goes on from there");
}
