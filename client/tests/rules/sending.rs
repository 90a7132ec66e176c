//! Changes, read marks and typing go out.

use client::{Command, Input, StorageChange, timing};
use common::Code;
use serde_json::json;

use crate::driver::{Driver, elsewhere, lobby, message};

#[test]
fn a_message_is_stored_before_it_is_sent_and_removed_by_its_ack() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    assert!(
        matches!(driver.stored.last(), Some(StorageChange::PutPending(pending)) if pending.failed.is_none())
    );
    driver.ack(6);
    assert_eq!((driver.pending(), driver.seqs()), (0, vec![5, 6]));
    assert!(matches!(driver.stored.last(), Some(StorageChange::RemovePending(_))));
}

#[test]
fn one_send_is_in_flight_and_the_rest_follows_in_one_frame() {
    let mut driver = Driver::online(5);
    ["one", "two", "three"].iter().for_each(|text| driver.post(text));
    assert_eq!(driver.count("send"), 1);
    driver.ack(6);
    assert_eq!(driver.last("send")["messages"].as_array().unwrap().len(), 2);
}

#[test]
fn after_an_ambiguous_failure_the_same_client_id_is_sent_again() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    let first = driver.last("send");
    driver.receive(json!({"message": "Internal server error", "connectionId": "x=", "requestId": "y="}));
    driver.wait(timing::BACKOFF_BASE);
    assert_eq!(driver.count("send"), 2);
    assert_eq!(driver.last("send")["messages"], first["messages"]);
    assert_ne!(driver.last("send")["id"], first["id"]);
}

#[test]
fn a_message_that_was_refused_for_good_is_sent_again_only_by_retry() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    driver.refuse("send", "forbidden");
    let failed = driver.client.pending(&lobby()).next().unwrap().clone();
    assert_eq!(failed.failed, Some(Code::Forbidden));
    driver.wait(timing::ANSWER);
    assert_eq!(driver.count("send"), 1);
    driver.command(Command::Retry(failed.client_id));
    assert_eq!(driver.count("send"), 2);
}

#[test]
fn a_change_that_was_refused_for_good_can_be_discarded() {
    let mut driver = Driver::online(5);
    driver.delete(5);
    driver.wait(timing::UNDO);
    let delete = driver.last("delete");
    assert_eq!(delete["target"], 5);
    let result = json!({"clientId": delete["clientId"], "error": "forbidden"});
    driver.receive(json!({"type": "ack", "id": delete["id"], "results": [result]}));
    let failed = driver.client.pending(&lobby()).next().unwrap().clone();
    assert_eq!(failed.failed, Some(Code::Forbidden));
    driver.command(Command::Discard(failed.client_id));
    assert_eq!((driver.pending(), driver.count("delete")), (0, 1));
}

#[test]
fn a_read_mark_goes_with_the_next_ping() {
    let mut driver = Driver::online(5);
    (6..9).for_each(|seq| driver.push(message(seq)));
    for seq in [6, 8, 7] {
        driver.command(Command::MarkRead { room: lobby(), seq });
    }
    driver.wait(66_000);
    assert_eq!((driver.count("read"), &driver.last("ping")["read"]), (0, &json!({"lobby": 8})));
    driver.receive(json!({"message": "Internal server error", "connectionId": "x=", "requestId": "y="}));
    driver.wait(timing::BACKOFF_BASE);
    assert_eq!(
        (driver.count("ping"), &driver.last("ping")["read"]),
        (2, &json!({"lobby": 8})),
        "it was lost"
    );
    for pings in 3..6 {
        driver.pong(json!({}));
        while driver.count("ping") < pings {
            driver.wait(1_000);
        }
        assert_eq!(driver.last("ping").get("read"), None, "the server knows it");
    }
}

#[test]
fn read_marks_go_with_every_second_ping() {
    let mut driver = Driver::online(5);
    let mut sent = vec![];
    for pings in 1..=4 {
        let seq = 5 + pings as u64;
        driver.push(message(seq));
        driver.command(Command::MarkRead { room: lobby(), seq });
        while driver.count("ping") < pings {
            driver.wait(1_000);
        }
        sent.push(driver.last("ping")["read"]["lobby"].as_u64());
        driver.pong(json!({}));
    }
    assert_eq!(sent, [Some(6), None, Some(8), None]);
}

#[test]
fn a_read_mark_goes_alone_when_the_person_looks_away() {
    for away in [
        Input::Visible(false),
        Input::Command(Command::Close(lobby())),
        Input::Command(Command::Open(elsewhere())),
    ] {
        let mut driver = Driver::online(5);
        driver.push(message(6));
        driver.command(Command::MarkRead { room: lobby(), seq: 6 });
        assert_eq!(driver.count("read"), 0);
        driver.feed(away.clone());
        assert_eq!((driver.count("read"), &driver.last("read")["seq"]), (1, &json!(6)), "{away:?}");
        driver.feed(away);
        assert_eq!(driver.count("read"), 1);
    }
}

#[test]
fn another_device_gets_read_marks_every_five_seconds() {
    let mut driver = Driver::online(5);
    driver.wait(66_000);
    driver.pong_of(json!({"heads": {"lobby": 5}, "devices": 1}));
    (6..9).for_each(|seq| driver.push(message(seq)));
    for seq in [6, 8, 7] {
        driver.command(Command::MarkRead { room: lobby(), seq });
    }
    assert_eq!((driver.count("read"), &driver.last("read")["seq"]), (1, &json!(6)));
    driver.wait(timing::READ_EVERY);
    assert_eq!((driver.count("read"), &driver.last("read")["seq"]), (2, &json!(8)));
}

#[test]
fn a_welcome_tells_of_other_devices() {
    let mut driver = Driver::guest();
    driver.feed(Input::Opened(1));
    let unread = json!({"room": "lobby", "title": "Lobby", "head": 5, "read": 4});
    driver.welcome_of(json!({"rooms": [unread], "devices": 1}));
    driver.command(Command::MarkRead { room: lobby(), seq: 5 });
    assert_eq!((driver.count("read"), driver.count("ping")), (1, 0), "it does not wait for a ping");
}

#[test]
fn an_own_message_needs_no_read_mark() {
    let mut driver = Driver::online(5);
    driver.wait(66_000);
    driver.pong_of(json!({"heads": {"lobby": 5}, "devices": 1}));
    driver.post("hello");
    driver.ack(6);
    driver.feed(Input::Visible(false));
    driver.wait(270_000);
    assert_eq!((driver.room().read(), driver.count("read"), driver.last("ping").get("read")), (6, 0, None));
}

#[test]
fn a_read_mark_that_was_lost_is_sent_again_after_the_next_welcome() {
    let mut driver = Driver::online(5);
    driver.push(message(6));
    driver.command(Command::MarkRead { room: lobby(), seq: 6 });
    driver.feed(Input::Visible(false));
    driver.feed(Input::Closed(1));
    driver.feed(Input::Visible(true));
    driver.sent.clear();
    driver.socket = 2;
    driver.feed(Input::Opened(2));
    driver.welcome(5);
    driver.wait(timing::SETTLE);
    assert_eq!((driver.room().read(), &driver.last("ping")["read"]), (6, &json!({"lobby": 6})));
}

#[test]
fn what_another_device_has_read_is_not_unread_here() {
    let mut driver = Driver::online(5);
    driver.receive(json!({"type": "read", "room": "lobby", "seq": 6}));
    (6..8).for_each(|seq| driver.push(message(seq)));
    assert_eq!((driver.room().unread().count, driver.count("read")), (1, 0));
}

#[test]
fn typing_is_sent_every_three_seconds_and_expires() {
    let mut driver = Driver::online(5);
    (0..10).for_each(|_| driver.command(Command::Typing(lobby())));
    assert_eq!(driver.count("typing"), 1);
    driver.wait(timing::TYPING_EVERY);
    driver.command(Command::Typing(lobby()));
    assert_eq!(driver.count("typing"), 2);
    driver.receive(json!({"type": "typing", "room": "lobby", "user": "u-other", "name": "Bob"}));
    assert_eq!(driver.room().typing().count(), 1);
    driver.wait(timing::TYPING_EXPIRES);
    assert_eq!(driver.room().typing().count(), 0);
}
