//! Events arrive, or are found to be missing.

use client::{Command, Input, Part, timing};
use serde_json::json;

use crate::driver::{Driver, lobby, message};

#[test]
fn an_event_after_a_gap_is_held_then_the_missing_events_are_fetched() {
    let mut driver = Driver::online(5);
    driver.push(message(8));
    driver.push(message(7));
    driver.wait(timing::HOLD - 1);
    assert_eq!(driver.count("history"), 0);
    driver.wait(1);
    assert_eq!(driver.last("history")["after"], 5);
    driver.page(6, 8);
    assert_eq!(driver.seqs(), [5, 6, 7, 8]);
}

#[test]
fn reordered_pushes_need_no_fetch() {
    let mut driver = Driver::online(5);
    driver.push(message(7));
    driver.push(message(6));
    driver.wait(10 * timing::HOLD);
    assert_eq!((driver.count("history"), driver.seqs()), (0, vec![5, 6, 7]));
}

#[test]
fn a_lost_push_is_found_by_the_next_ping() {
    let mut driver = Driver::online(5);
    driver.wait(66_000);
    driver.pong(json!({"lobby": 6}));
    assert_eq!(driver.last("history")["after"], 5);
}

#[test]
fn a_ping_follows_soon_after_welcome() {
    let mut driver = Driver::guest();
    driver.feed(Input::Opened(1));
    driver.welcome(5);
    driver.wait(timing::SETTLE);
    assert_eq!(driver.count("ping"), 1);
}

#[test]
fn events_in_one_room_do_not_delay_the_ping_that_finds_losses_in_another() {
    let mut driver = Driver::online(5);
    for step in 0..13 {
        driver.wait(5_000);
        driver.push(message(6 + step));
    }
    driver.wait(1_000);
    assert_eq!(driver.count("ping"), 1);
}

#[test]
fn a_client_that_is_far_behind_loads_the_newest_page() {
    let mut driver = Driver::online(5);
    let head = 5 + timing::FAR_BEHIND + 1;
    driver.push(message(head));
    driver.wait(timing::HOLD);
    let request = driver.last("history");
    assert_eq!((request.get("after"), request.get("before")), (None, None));
    driver.page(head, head);
    assert_eq!(driver.seqs(), [head]);
}

#[test]
fn the_page_before_the_loaded_ones_is_loaded_once() {
    let mut driver = Driver::online(5);
    driver.load(Part::Before(5));
    driver.load(Part::Before(5));
    assert_eq!((driver.count("history"), &driver.last("history")["before"]), (1, &json!(5)));
    assert!(driver.room().is_loading());
    driver.page(4, 5);
    assert_eq!((driver.seqs(), driver.room().is_loading()), (vec![4, 5], false));
}

#[test]
fn unreadable_frames_change_nothing() {
    let mut driver = Driver::online(5);
    for text in ["", "null", "[]", r#"{"type":"confetti"}"#, r#"{"type":"events","room":"no such"}"#, "\u{0}"]
    {
        driver.feed(Input::Frame(1, text.to_owned()));
    }
    driver
        .push(json!({"seq": 6, "at": 0, "by": "u-other", "name": "Bob", "kind": "hologram", "data": [1, 2]}));
    driver.push(message(7));
    assert_eq!(driver.seqs(), [5, 6, 7], "an unknown kind keeps its place");
}

#[test]
fn own_messages_are_never_unread() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    driver.ack(6);
    assert_eq!((driver.room().unread().count, driver.room().read()), (0, 6));

    driver.push(message(7));
    let mut own = message(8);
    own["by"] = "u-me".into();
    driver.push(own);
    assert_eq!((driver.room().unread().count, driver.room().read()), (1, 6), "Bob's is still unread");
}

#[test]
fn a_far_event_is_loaded_alone_with_those_around_it() {
    let mut driver = Driver::online(1_000);
    driver.load(Part::Around(42));
    driver.load(Part::Around(43));
    assert_eq!((driver.count("history"), &driver.last("history")["after"]), (1, &json!(25)));
    driver.page(42, 1_000);
    assert_eq!((driver.seqs(), driver.room().event(42).is_some()), (vec![1_000], true));
    let around: Vec<u64> = driver.room().events_at(42).map(|event| event.seq).collect();
    assert_eq!(around, [42]);

    driver.load(Part::Around(42));
    assert_eq!(driver.count("history"), 1, "it is there");
    driver.load(Part::After(42));
    assert_eq!(driver.last("history")["after"], 42);
    driver.page(43, 1_000);
    driver.load(Part::Before(42));
    assert_eq!(driver.last("history")["before"], 42);
    driver.page(41, 1_000);
    let around: Vec<u64> = driver.room().events_at(42).map(|event| event.seq).collect();
    assert_eq!(around, [41, 42, 43]);
}

#[test]
fn an_event_that_cannot_be_there_is_not_requested() {
    let mut driver = Driver::online(1_000);
    for part in [Part::Around(0), Part::Around(1_001), Part::Before(1), Part::After(1_000)] {
        driver.load(part);
    }
    assert_eq!((driver.count("history"), driver.room().is_loading()), (0, false));
}

#[test]
fn after_a_long_absence_a_page_that_was_on_its_way_is_not_taken() {
    let mut driver = Driver::online(1_000);
    driver.load(Part::Around(42));
    let early = driver.last("history")["id"].clone();
    let head = 1_000 + timing::FAR_BEHIND + 1;
    driver.push(message(head));
    driver.wait(timing::HOLD);
    driver.page(head, head);
    driver.receive(json!({"type": "page", "id": early, "room": "lobby", "events": [message(42)], "head": 1_000, "more": true}));
    assert_eq!(driver.room().event(42), None, "changes of it may have been missed");
}

#[test]
fn a_room_that_is_closed_forgets_what_was_far() {
    let mut driver = Driver::online(1_000);
    driver.load(Part::Around(42));
    driver.page(42, 1_000);
    driver.command(Command::Close(lobby()));
    assert_eq!(driver.room().event(42), None);
}
