//! The journeys.

use futures::FutureExt;
use thirtyfour::prelude::*;

use crate::Story;
use crate::sign_in;
use crate::world::{LAPTOP, PHONE, World};

/// Every journey with its name.
pub fn all() -> Vec<(&'static str, Story)> {
    vec![
        ("first_visit_to_first_message", |world| first_visit(world).boxed_local()),
        ("two_people_talk", |world| two_people_talk(world).boxed_local()),
        ("a_reload_keeps_history_and_name", |world| reload(world).boxed_local()),
        ("a_room_by_its_link", |world| room_by_link(world).boxed_local()),
        ("chinese_is_composed_before_it_is_sent", |world| chinese(world).boxed_local()),
        ("what_is_sent_while_the_stack_is_down_arrives_once", |world| outage(world).boxed_local()),
        ("a_phone", |world| phone(world).boxed_local()),
        ("a_room_is_made_left_and_found", |world| rooms(world).boxed_local()),
        ("unread_messages_are_counted_and_read", |world| unread(world).boxed_local()),
        ("a_message_is_edited", |world| second_thoughts(world).boxed_local()),
        ("a_name_is_changed", |world| settings(world).boxed_local()),
        ("replies_reactions_and_a_deletion", |world| evening(world).boxed_local()),
        ("ada_signs_in_and_stays_herself", |world| sign_in::signs_in(world).boxed_local()),
        ("members_only", |world| sign_in::members_only(world).boxed_local()),
        ("a_forged_answer_signs_nobody_in", |world| sign_in::forged_answer(world).boxed_local()),
        ("dark_and_chinese", |world| dark_and_chinese(world).boxed_local()),
    ]
}

async fn first_visit(world: &World) {
    let ada = world.person("", LAPTOP, "en-US").await;
    let field = ada.find("input", "Your name").await;
    assert!(!field.prop("value").await.unwrap().unwrap().is_empty(), "a name is suggested");
    ada.photograph("1-name").await;
    ada.introduce("Ada").await;
    ada.say("Hello, world").await;
    ada.hears("Hello, world").await;
    assert!(ada.driver.current_url().await.unwrap().as_str().ends_with("#/room/lobby"));
    assert_eq!(ada.draft().await, "", "the composer is empty again");
}

async fn two_people_talk(world: &World) {
    let ada = world.guest("", "Ada").await;
    let bob = world.guest("", "Bob").await;
    ada.say("Is anybody there?").await;
    bob.hears("Is anybody there?").await;
    bob.types("I am").await;
    ada.sees("Bob is typing").await;
    ada.photograph("1-typing").await;
    bob.say(" here").await;
    ada.hears("I am here").await;
    for person in [&ada, &bob] {
        assert_eq!(person.count("Is anybody there?").await, 1);
        assert_eq!(person.count("I am here").await, 1);
    }
}

async fn reload(world: &World) {
    let ada = world.guest("", "Ada").await;
    ada.say("Remember this").await;
    ada.hears("Remember this").await;
    ada.driver.refresh().await.unwrap();
    ada.hears("Remember this").await;
    assert!(ada.look_for("input", "Your name").await.is_none(), "the name is not asked again");
    ada.say("And this").await;
    ada.hears("And this").await;
    assert!(ada.text().await.contains("Ada"));
}

async fn room_by_link(world: &World) {
    let ada = world.guest("#/room/tea-time", "Ada").await;
    ada.say("The kettle is on").await;
    ada.hears("The kettle is on").await;
    let link = ada.driver.current_url().await.unwrap();
    let bob = world.guest(&format!("#{}", link.fragment().unwrap()), "Bob").await;
    bob.hears("The kettle is on").await;
    bob.say("Coming").await;
    ada.hears("Coming").await;
}

async fn chinese(world: &World) {
    let ada = world.guest("", "小明").await;
    ada.composer().await.click().await.unwrap();
    ada.compose(&["n", "ni", "ni h", "ni hao"], "你好").await;
    ada.compose(&["s", "shi", "shijie"], "世界").await;
    assert_eq!(ada.draft().await, "你好世界");
    // The Enter that chooses a candidate belongs to the input method, not to the composer.
    let script = "const box = document.activeElement;
        box.dispatchEvent(new CompositionEvent('compositionstart', {bubbles: true}));
        box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}));
        box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true}));
        box.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true}));";
    ada.run(script).await;
    assert_eq!(ada.count("你好世界").await, 0, "nothing is sent while composing");
    ada.say("").await;
    ada.hears("你好世界").await;
    ada.photograph("1-sent").await;
}

async fn outage(world: &World) {
    let ada = world.guest("", "Ada").await;
    let bob = world.guest("", "Bob").await;
    ada.say("Before").await;
    bob.hears("Before").await;
    world.stop().await;
    ada.say("During").await;
    ada.waits_with("During").await;
    ada.photograph("1-pending").await;
    world.start().await;
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

async fn phone(world: &World) {
    let ada = world.person("", PHONE, "en-US").await;
    ada.photograph("1-name").await;
    ada.introduce("Ada").await;
    ada.say("On a phone Enter breaks the line").await;
    ada.types("and a button sends, however long the message is and however often it wraps").await;
    assert!(ada.draft().await.contains("line\nand"), "nothing was sent");
    ada.press("button", "Send").await;
    ada.hears("a button sends").await;
    ada.photograph("2-lobby").await;
    let fits = ada.run("return document.documentElement.scrollWidth <= 360 && innerWidth == 360").await;
    assert_eq!(fits, true, "nothing is wider than the phone");
    ada.press("button", "Rooms").await;
    ada.find("button", "New room").await;
    ada.photograph("3-rooms").await;
}

async fn rooms(world: &World) {
    let ada = world.guest("", "Ada").await;
    let bob = world.guest("", "Bob").await;
    ada.press("button", "New room").await;
    let field = ada.find("input", "Room name").await;
    field.send_keys(format!("Book Club{}", Key::Enter.value())).await.unwrap();
    ada.sees("Book Club").await;
    ada.say("Chapter one").await;
    ada.hears("Chapter one").await;
    assert!(ada.driver.current_url().await.unwrap().as_str().ends_with("#/room/book-club"));
    bob.visit(&format!("{}/#/room/book-club", world.url())).await;
    bob.hears("Chapter one").await;
    bob.sees("Book Club").await;
    bob.photograph("1-joined").await;
    ada.press("button", "Leave room").await;
    ada.press("button", "Leave").await;
    bob.sees("Ada left").await;
    // Who has left is shown where else to go; the room is still among the public ones.
    ada.press("a", "Book Club").await;
    ada.hears("Chapter one").await;
}

async fn unread(world: &World) {
    let ada = world.guest("#/room/garden", "Ada").await;
    let bob = world.guest("#/room/garden", "Bob").await;
    ada.visit(&format!("{}/#/room/lobby", world.url())).await;
    ada.sees("This is where Lobby begins").await;
    bob.say("The roses are out").await;
    bob.say("Both of them").await;
    ada.find("a", "Garden, 2 unread").await;
    ada.photograph("1-count").await;
    ada.press("a", "Garden, 2 unread").await;
    ada.hears("Both of them").await;
    ada.find("a", "Garden").await;
}

async fn second_thoughts(world: &World) {
    let ada = world.guest("", "Ada").await;
    let bob = world.guest("", "Bob").await;
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

async fn evening(world: &World) {
    let ada = world.guest("", "Ada").await;
    let bob = world.guest("", "Bob").await;
    let ming = world.guest("", "小明").await;
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
    ada.find("button", "In reply to 小明").await;
    bob.press("button", "🎉, 1").await;
    ada.find("button", "🎉, 2").await;
    ming.say("👍").await;
    ada.hears("👍").await;
    ada.photograph("1-light").await;
    ada.prefer("dark").await;
    ada.hold((1600, 900)).await;
    ada.photograph("2-dark").await;
    bob.use_tool("map", "Delete").await;
    bob.press("dialog button", "Delete").await;
    ada.hears("Message deleted").await;
    assert_eq!(ada.count("example.org").await, 0);
}

async fn settings(world: &World) {
    let ada = world.guest("", "Ada").await;
    let bob = world.guest("", "Bob").await;
    ada.press("button", "Settings").await;
    let name = ada.find("input", "Name").await;
    name.clear().await.unwrap();
    name.send_keys("Ada Lovelace").await.unwrap();
    ada.photograph("1-dialog").await;
    ada.press("button", "Done").await;
    // Name and message are two frames at once: the message has the new name only if the server knew it first.
    let identity = "return localStorage['confab.identity']";
    let is_known =
        async || ada.run(identity).await.as_str().is_some_and(|kept| kept.contains("Ada Lovelace"));
    ada.until("is known by the new name", is_known).await;
    ada.say("A new name").await;
    bob.sees("Ada Lovelace").await;
    ada.driver.refresh().await.unwrap();
    ada.hears("A new name").await;
    assert!(ada.text().await.contains("Ada Lovelace"), "the name is kept");
}

async fn dark_and_chinese(world: &World) {
    let ada = world.person("", LAPTOP, "zh-CN").await;
    ada.prefer("dark").await;
    ada.sees("你的名字").await;
    ada.photograph("1-name").await;
    assert_eq!(ada.run("return document.documentElement.lang").await, "zh-CN");
    let dark = "const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number); return r + g + b < 300";
    assert_eq!(ada.run(dark).await, true, "the page is dark");
}
