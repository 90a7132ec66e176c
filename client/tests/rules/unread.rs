//! Unread messages are counted by subtraction, without loading the room.

use client::{Command, Unread, timing};
use serde_json::{Value, json};

use crate::driver::{Driver, lobby, message};

/// The event, as the last of a log with so many messages.
fn counted(mut event: Value, messages: u64) -> Value {
    event["messages"] = messages.into();
    event
}

fn own(seq: u64) -> Value {
    let mut event = message(seq);
    event["by"] = "u-me".into();
    event
}

fn exactly(count: usize) -> Unread {
    Unread { count, or_more: false }
}

#[test]
fn the_welcome_tells_the_unread_messages_of_a_room_that_is_not_loaded() {
    let driver = Driver::in_unopened_room();
    assert_eq!((driver.room().unread(), driver.count("history")), (exactly(12), 0));
}

#[test]
fn pushes_are_counted_whatever_was_lost_between_them() {
    let mut driver = Driver::in_unopened_room();
    driver.push(counted(message(31), 26));
    assert_eq!(driver.room().unread(), exactly(13));
    // Events 32 to 34 are lost; two of them were messages.
    driver.push(counted(message(35), 29));
    driver.push(counted(message(35), 29));
    driver.wait(10 * timing::HOLD);
    assert_eq!((driver.room().unread(), driver.count("history")), (exactly(16), 0));
}

#[test]
fn own_messages_from_another_device_are_not_unread() {
    let mut driver = Driver::in_unopened_room();
    driver.push(counted(message(32), 27));
    driver.push(counted(own(31), 26));
    driver.push(counted(own(31), 26));
    assert_eq!(driver.room().unread(), exactly(13));
}

#[test]
fn a_mark_at_the_head_leaves_nothing_unread_and_counting_goes_on() {
    let mut driver = Driver::in_unopened_room();
    driver.receive(json!({"type": "read", "room": "lobby", "seq": 30}));
    assert_eq!(driver.room().unread(), exactly(0));
    driver.push(counted(message(31), 26));
    assert_eq!(driver.room().unread(), exactly(1));
}

#[test]
fn a_mark_among_loaded_events_is_subtracted() {
    let mut driver = Driver::in_unopened_room();
    driver.push(counted(message(31), 26));
    driver.command(Command::Open(lobby()));
    let page = [counted(message(29), 24), counted(message(30), 25), counted(message(31), 26)];
    let id = driver.last("history")["id"].clone();
    driver.receive(
        json!({"type": "page", "id": id, "room": "lobby", "events": page, "head": 31, "more": true}),
    );
    assert_eq!(driver.room().unread(), exactly(13));
    driver.command(Command::MarkRead { room: lobby(), seq: 29 });
    assert_eq!(driver.room().unread(), exactly(2));
}

#[test]
fn a_log_from_before_the_count_is_loaded_and_may_hold_more() {
    let mut driver = Driver::guest();
    driver.feed(client::Input::Opened(1));
    let old = json!({"room": "lobby", "title": "Lobby", "head": 30, "read": 10});
    driver.welcome_to("u-me", "Ada", json!([old]));
    assert_eq!(driver.room().unread(), Unread { count: 0, or_more: true });
    driver.page(30, 30);
    assert_eq!(driver.room().unread(), Unread { count: 1, or_more: true });
}
