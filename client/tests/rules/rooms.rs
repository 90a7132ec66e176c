//! Rooms are joined, left and listed.

use client::{Command, Identity, Input, Saved, StorageChange, timing};
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
fn the_directory_is_loaded_page_by_page() {
    let mut driver = Driver::online(5);
    driver.command(Command::LoadDirectory);
    for (room, cursor) in [("garden", json!("garden")), ("tea", json!(null))] {
        let request = driver.last("rooms");
        let rooms = json!([{"room": room, "title": room}]);
        driver.receive(json!({"type": "rooms", "id": request["id"], "rooms": rooms, "cursor": cursor}));
    }
    let ids: Vec<&str> = driver.client.directory().unwrap().iter().map(|room| room.room.as_str()).collect();
    assert_eq!((ids, driver.count("rooms")), (vec!["garden", "tea"], 2));
    assert_eq!(driver.last("rooms")["cursor"], "garden");
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
    driver.receive(json!({"type": "left", "room": "lobby"}));
    assert!(driver.client.room(&lobby()).is_none());
    assert!(!driver.client.was_left(&lobby()), "it is not on the screen");
}

#[test]
fn a_room_that_the_first_welcome_lacks_was_left_on_another_device() {
    let mut driver = Driver::online(5);
    driver.feed(Input::Closed(1));
    driver.wait(timing::BACKOFF_BASE);
    driver.socket = 2;
    driver.feed(Input::Opened(2));
    driver.welcome_to("u-me", "Ada", json!([]));
    assert!(driver.client.room(&lobby()).is_none() && driver.client.was_left(&lobby()));
}

#[test]
fn another_devices_leave_does_not_end_a_join_that_is_on_its_way() {
    let mut driver = Driver::online(5);
    driver.command(Command::Leave(lobby()));
    driver.command(Command::Open(lobby()));
    driver.receive(json!({"type": "left", "room": "lobby"}));
    assert!(driver.client.room(&lobby()).is_some() && !driver.client.was_left(&lobby()));
}

#[test]
fn what_was_typed_in_a_room_that_was_left_on_another_device_is_not_lost() {
    let mut driver = Driver::online(5);
    ["one", "two"].iter().for_each(|text| driver.post(text));
    driver.receive(json!({"type": "left", "room": "lobby"}));
    assert!(driver.client.room(&lobby()).is_none() && driver.client.was_left(&lobby()));
    driver.refuse("send", "forbidden");
    let failed: Vec<Option<Code>> = driver.client.pending(&lobby()).map(|pending| pending.failed).collect();
    assert_eq!(failed, [Some(Code::Forbidden); 2]);
    driver.command(Command::Open(lobby()));
    assert_eq!((driver.count("join"), driver.client.was_left(&lobby())), (1, false));
}

#[test]
fn a_room_that_was_joined_on_another_device_is_listened_to() {
    let mut driver = Driver::online(5);
    let room = json!({"room": "elsewhere", "title": "Elsewhere", "head": 3, "read": 3});
    driver.receive(json!({"type": "joined", "room": room}));
    assert_eq!((driver.count("join"), &driver.last("listen")["room"]), (0, &json!("elsewhere")));
    let id = driver.last("listen")["id"].clone();
    driver.receive(json!({"type": "ack", "id": id, "results": [], "room": room}));
    assert_eq!(driver.client.room(&elsewhere()).unwrap().title().as_str(), "Elsewhere");
}

#[test]
fn a_pong_tells_of_rooms_that_were_joined_and_left_elsewhere() {
    let mut driver = Driver::online(5);
    driver.wait(66_000);
    driver.pong_of(json!({"heads": {}, "rooms": ["elsewhere"]}));
    assert!(driver.client.room(&lobby()).is_none());
    assert_eq!(driver.last("listen")["room"], "elsewhere");
    driver.refuse("listen", "forbidden");
    assert_eq!((driver.client.refusal(&elsewhere()), driver.count("listen")), (None, 1));
}

#[test]
fn a_room_that_was_left_before_it_could_be_heard_is_removed() {
    let mut driver = Driver::online(5);
    driver.wait(66_000);
    driver.pong_of(json!({"heads": {}, "rooms": ["lobby"]}));
    driver.refuse("listen", "forbidden");
    assert!(driver.client.room(&lobby()).is_none() && driver.client.was_left(&lobby()));
}

#[test]
fn a_pong_that_was_made_before_a_join_does_not_end_it() {
    let mut driver = Driver::online(5);
    driver.wait(66_000);
    driver.command(Command::Open(elsewhere()));
    let (id, room) =
        (driver.last("join")["id"].clone(), json!({"room": "elsewhere", "title": "E", "head": 1, "read": 1}));
    driver.receive(json!({"type": "ack", "id": id, "results": [], "room": room}));
    driver.pong_of(json!({"heads": {"lobby": 5}}));
    assert!(driver.client.room(&elsewhere()).is_some());
}

#[test]
fn rooms_that_do_not_fit_a_welcome_are_kept_and_asked_for() {
    let mut driver = Driver::online(5);
    driver.feed(Input::Closed(1));
    driver.wait(timing::BACKOFF_BASE);
    driver.socket = 2;
    driver.feed(Input::Opened(2));
    driver.welcome_of(json!({"more": true}));
    assert!(driver.client.room(&lobby()).is_some());
    driver.pong_of(json!({"heads": {"lobby": 5, "elsewhere": 2}}));
    assert_eq!((driver.count("listen"), &driver.last("listen")["room"]), (1, &json!("elsewhere")));
}

#[test]
fn a_room_that_is_made_without_a_connection_is_made_when_there_is_one() {
    let mut driver = Driver::guest();
    driver.command(Command::Create { room: elsewhere(), title: None });
    driver.command(Command::Open(elsewhere()));
    driver.feed(Input::Opened(1));
    driver.welcome_to("u-me", "Ada", json!([]));
    assert_eq!((driver.count("create"), driver.count("join")), (1, 0));
}

#[test]
fn a_room_that_exists_already_is_joined_instead() {
    let mut driver = Driver::online(5);
    let title = Some("Elsewhere".parse().unwrap());
    driver.command(Command::Create { room: elsewhere(), title });
    driver.command(Command::Open(elsewhere()));
    assert_eq!((driver.count("join"), &driver.last("create")["title"]), (0, &json!("Elsewhere")));
    driver.refuse("create", "conflict");
    assert_eq!((driver.count("join"), driver.count("create")), (1, 1));
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
