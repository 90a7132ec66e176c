//! Rooms are joined, left and listed.

use client::{Command, Identity, Input, Saved, StorageChange};
use common::Code;
use serde_json::json;

use crate::driver::{Driver, elsewhere, lobby};

#[test]
fn a_directory_that_is_unavailable_is_requested_again() {
    let mut driver = Driver::online(5);
    driver.command(Command::LoadDirectory);
    driver.refuse("rooms", "unavailable");
    assert_eq!(driver.count("rooms"), 1);
    driver.wait(700);
    assert_eq!(driver.count("rooms"), 2);
}

#[test]
fn a_room_that_is_opened_during_its_leave_is_joined_again() {
    let mut driver = Driver::online(5);
    driver.command(Command::Leave(lobby()));
    driver.command(Command::Open(lobby()));
    let id = driver.last("leave")["id"].clone();
    assert_eq!(driver.count("join"), 0, "the join waits for the leave");
    driver.receive(json!({"type": "ack", "id": id, "results": []}));
    assert_eq!(driver.count("join"), 1);
}

#[test]
fn a_room_that_was_left_on_another_device_is_removed() {
    let mut driver = Driver::online(5);
    driver.command(Command::Open(elsewhere()));
    driver.push(json!({"seq": 6, "at": 0, "by": "u-me", "name": "Ada", "kind": "leave"}));
    assert!(driver.client.room(&lobby()).is_none());
}

#[test]
fn a_refused_join_is_shown_until_the_next_one() {
    let mut driver = Driver::online(5);
    driver.command(Command::Open(elsewhere()));
    driver.refuse("join", "forbidden");
    assert_eq!(driver.client.refusal(&elsewhere()), Some(Code::Forbidden));
    driver.command(Command::Open(elsewhere()));
    assert_eq!((driver.client.refusal(&elsewhere()), driver.count("join")), (None, 2));
}

#[test]
fn after_a_reload_the_rooms_of_the_outbox_are_joined() {
    let mut before = Driver::guest();
    before.post("hello");
    let identity: Option<Identity> = before.client.me().cloned();
    let Some(StorageChange::PutPending(pending)) = before.stored.pop() else { panic!() };
    let mut driver = Driver::start(Saved { identity, outbox: vec![pending], name: None });
    driver.command(Command::Open(elsewhere()));
    driver.feed(Input::Opened(1));
    driver.welcome_to("u-me", "Ada", json!([]));
    assert!(driver.all("join").iter().any(|join| join["room"] == "lobby"));
}
