//! A person marks messages as unread: the only read mark that goes back.

use client::{Command, Input, Unread, timing};
use serde_json::{Value, json};

use crate::driver::{Driver, lobby, message};

/// The fifth to the eighth event of the lobby are loaded, and read up to the eighth.
fn in_read_room() -> Driver {
    let mut driver = Driver::online(5);
    for seq in 6..=8 {
        let mut event = message(seq);
        event["messages"] = seq.into();
        driver.push(event);
    }
    driver.command(Command::MarkRead { room: lobby(), seq: 8 });
    driver.feed(Input::Visible(false));
    driver.feed(Input::Visible(true));
    driver.wait(timing::READ_EVERY);
    assert_eq!((driver.count("read"), driver.room().unread().count), (1, 0));
    driver.sent.clear();
    driver
}

fn mark_unread(driver: &mut Driver, seq: u64) {
    driver.command(Command::MarkUnread { room: lobby(), seq });
}

/// Every second ping has the marks. Its answer is still to come.
fn until_ping_with_mark(driver: &mut Driver) {
    while driver.count("ping") == 0 || driver.last("ping").get("read").is_none() {
        driver.wait(timing::PING_VISIBLE);
        if driver.last("ping").get("read").is_none() {
            driver.pong(json!({}));
        }
    }
}

fn exactly(count: usize) -> Unread {
    Unread { count, or_more: false }
}

#[test]
fn the_mark_goes_back_at_once_and_the_messages_are_counted() {
    let mut driver = in_read_room();
    mark_unread(&mut driver, 7);
    assert_eq!(driver.last("read"), json!({"action": "read", "room": "lobby", "seq": 6, "back": true}));
    assert_eq!((driver.room().read(), driver.room().unread()), (6, exactly(2)));
    driver.wait(3 * timing::PING_VISIBLE);
    assert_eq!((driver.count("read"), driver.last("ping").get("read")), (1, None), "it is sent once");
}

#[test]
fn the_first_loaded_message_can_be_marked_too() {
    let mut driver = in_read_room();
    mark_unread(&mut driver, 6);
    assert_eq!(driver.room().unread(), exactly(3));
}

#[test]
fn the_room_stays_unread_until_the_person_opens_it_anew_reads_it_or_posts() {
    let ends: [fn(&mut Driver); 3] = [
        |driver| driver.command(Command::Open(lobby())),
        |driver| driver.command(Command::MarkRead { room: lobby(), seq: 8 }),
        |driver| driver.post("hello"),
    ];
    for end in ends {
        let mut driver = in_read_room();
        mark_unread(&mut driver, 7);
        assert!(driver.room().is_marked_unread());
        driver.push(message(9));
        assert!(driver.room().is_marked_unread());
        end(&mut driver);
        assert!(!driver.room().is_marked_unread());
    }
}

#[test]
fn a_mark_that_goes_back_waits_for_the_answer_to_a_ping_with_a_mark() {
    let mut driver = in_read_room();
    driver.push(message(9));
    driver.command(Command::MarkRead { room: lobby(), seq: 9 });
    until_ping_with_mark(&mut driver);
    mark_unread(&mut driver, 8);
    assert_eq!(driver.count("read"), 0);
    driver.pong(json!({}));
    assert_eq!((driver.last("read")["seq"].clone(), driver.room().read()), (json!(7), 7));
}

#[test]
fn a_mark_that_goes_back_follows_one_that_went_alone_by_five_seconds() {
    let mut driver = Driver::online(5);
    driver.push(message(6));
    driver.command(Command::MarkRead { room: lobby(), seq: 6 });
    driver.feed(Input::Visible(false));
    driver.feed(Input::Visible(true));
    mark_unread(&mut driver, 6);
    assert_eq!(driver.count("read"), 1);
    driver.wait(timing::READ_EVERY);
    let sent: Vec<Value> = driver.all("read").iter().map(|read| read["seq"].clone()).collect();
    assert_eq!(sent, [6, 5]);
}

#[test]
fn a_mark_that_goes_back_is_sent_at_once_when_the_page_hides() {
    let mut driver = Driver::online(5);
    driver.push(message(6));
    driver.command(Command::MarkRead { room: lobby(), seq: 6 });
    driver.feed(Input::Visible(false));
    driver.feed(Input::Visible(true));
    mark_unread(&mut driver, 6);
    driver.feed(Input::Visible(false));
    assert_eq!((driver.count("read"), &driver.last("read")["back"]), (2, &json!(true)));
}

#[test]
fn other_devices_go_back_too_and_stay_there() {
    let mut driver = in_read_room();
    driver.receive(json!({"type": "read", "room": "lobby", "seq": 6, "back": true}));
    assert_eq!((driver.room().read(), driver.room().unread()), (6, exactly(2)));
    assert!(driver.room().is_marked_unread());
    assert_eq!(driver.count("read"), 0, "the server knows it");
}

#[test]
fn what_is_read_on_another_device_is_read_here() {
    let mut driver = in_read_room();
    mark_unread(&mut driver, 7);
    driver.receive(json!({"type": "read", "room": "lobby", "seq": 8}));
    assert_eq!((driver.room().read(), driver.room().is_marked_unread()), (8, false));
    driver.wait(2 * timing::READ_EVERY);
    assert_eq!(driver.count("read"), 1, "the mark does not go back once more");
}

#[test]
fn a_mark_that_was_made_without_a_connection_goes_back_when_there_is_one() {
    let mut driver = in_read_room();
    driver.feed(Input::Closed(1));
    mark_unread(&mut driver, 7);
    driver.wait(timing::BACKOFF_BASE);
    driver.socket = *driver.connected.last().unwrap();
    driver.feed(Input::Opened(driver.socket));
    driver.welcome(8);
    driver.wait(timing::READ_EVERY);
    assert_eq!((driver.last("read")["seq"].clone(), driver.room().read()), (json!(6), 6));
}

#[test]
fn what_comes_before_is_read() {
    let mut driver = in_read_room();
    mark_unread(&mut driver, 6);
    mark_unread(&mut driver, 8);
    assert_eq!((driver.room().read(), driver.room().unread()), (7, exactly(1)));
    driver.wait(2 * timing::READ_EVERY);
    assert_eq!(driver.last("read")["seq"], 5, "the second mark goes forward, so a ping has it");
    assert!(driver.room().is_marked_unread());
}

#[test]
fn a_mark_outlives_a_connection_that_broke_while_a_later_one_was_on_its_way() {
    let mut driver = in_read_room();
    (9..=11).for_each(|seq| driver.push(message(seq)));
    driver.command(Command::MarkRead { room: lobby(), seq: 11 });
    until_ping_with_mark(&mut driver);
    mark_unread(&mut driver, 10);
    driver.feed(Input::Closed(1));
    driver.wait(timing::BACKOFF_BASE);
    driver.socket = *driver.connected.last().unwrap();
    driver.sent.clear();
    driver.feed(Input::Opened(driver.socket));
    driver.welcome(11); // the ping has arrived: the server has 11
    driver.wait(timing::READ_EVERY);
    assert_eq!(driver.last("read"), json!({"action": "read", "room": "lobby", "seq": 9, "back": true}));
    assert_eq!((driver.room().read(), driver.room().is_marked_unread()), (9, true));
}
