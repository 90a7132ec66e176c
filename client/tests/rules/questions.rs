//! Pending changes that are not sent before a person has decided about them.

use client::{Command, Input, Part, Pending, Question, Saved, StorageChange, timing};
use common::{Change, ClientId, Delete, Post, UserId};
use serde_json::{Value, json};

use crate::driver::{Driver, lobby};

const NOW: u64 = 1_800_000_000_000;

fn question(driver: &Driver) -> Option<(Pending, Question)> {
    driver.client.question().map(|(pending, question)| (pending.clone(), question))
}

/// A change that the device has stored, made at `at`.
fn stored(author: Option<&str>, transmitted: Option<u64>, at: u64) -> Pending {
    let hex = format!("{at:012x}");
    let client_id = format!("{}-{}-7000-8000-000000000001", &hex[..8], &hex[8..]).parse().unwrap();
    let change = Change::Post(Post { text: "hello".parse().unwrap(), reply_to: None });
    let author = author.map(|author| author.parse::<UserId>().unwrap());
    Pending { transmitted, ..Pending::new(client_id, lobby(), author, change) }
}

/// A guest with a stored change, connected at the server's time [`NOW`].
fn online_with(pending: Pending) -> Driver {
    let mut driver = Driver::guest();
    driver.feed(Input::PendingFound(pending));
    driver.feed(Input::Opened(1));
    welcome(&mut driver, "u-me");
    driver
}

fn welcome(driver: &mut Driver, user: &str) {
    let id = driver.last("hello")["id"].clone();
    let rooms = json!([{"room": "lobby", "title": "Lobby", "head": 5, "read": 5}]);
    driver.receive(
        json!({"type": "welcome", "id": id, "user": user, "name": "Ada", "token": "t", "now": NOW, "rooms": rooms}),
    );
}

fn message_of(pending: &Pending, by: &str) -> Value {
    json!({"seq": 6, "at": 6, "by": by, "name": "Ada", "kind": "message", "clientId": pending.client_id, "text": "hello"})
}

/// A guest who wrote without a connection, and then signs in.
fn signed_in(transmitted: bool) -> Driver {
    let mut driver = online_with(stored(Some("u-me"), Some(0), NOW));
    if !transmitted {
        driver = Driver::guest();
        driver.post("hello");
    }
    driver.sign_in("from the issuer");
    driver.sent.retain(|request| request["action"] == "hello");
    welcome(&mut driver, "o-me");
    driver
}

#[test]
fn a_change_is_stored_as_transmitted_before_it_is_sent() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    let states = driver.stored.iter().filter_map(|change| match change {
        StorageChange::PutPending(pending) => {
            Some((pending.author.clone().unwrap(), pending.may_have_arrived()))
        }
        _ => None,
    });
    let me: UserId = "u-me".parse().unwrap();
    assert_eq!(states.collect::<Vec<_>>(), [(me.clone(), false), (me, true)]);
}

#[test]
fn what_a_guest_wrote_is_sent_after_signing_in_only_if_the_person_says_so() {
    let mut driver = signed_in(false);
    let (pending, question) = question(&driver).unwrap();
    assert_eq!((question, driver.count("send"), driver.pending()), (Question::OfGuest, 0, 0));
    driver.command(Command::Retry(pending.client_id.clone()));
    assert_eq!((driver.count("send"), driver.client.question()), (1, None));
    assert_ne!(driver.last("send")["messages"][0]["clientId"], pending.client_id.as_str());
}

#[test]
fn what_a_guest_has_sent_is_never_sent_under_another_name() {
    let mut driver = signed_in(true);
    let (pending, question) = question(&driver).unwrap();
    assert_eq!((question, driver.count("send")), (Question::SentByGuest, 0));
    driver.command(Command::Retry(pending.client_id.clone()));
    assert_eq!((driver.count("send"), driver.client.question().is_some()), (0, true));
    driver.command(Command::Discard(pending.client_id));
    assert_eq!(driver.client.question(), None);
}

#[test]
fn what_a_guest_has_sent_is_no_question_once_it_is_in_the_log() {
    let mut driver = signed_in(true);
    let (pending, _) = question(&driver).unwrap();
    driver.push(message_of(&pending, "u-other"));
    assert!(driver.client.question().is_some(), "somebody else cannot remove it");
    let mut delivered = message_of(&pending, "u-me");
    delivered["seq"] = 7.into();
    driver.push(delivered);
    assert_eq!(driver.client.question(), None);
}

#[test]
fn a_change_of_an_account_waits_for_that_account() {
    let mut driver = Driver::person(&"o-me".parse().unwrap());
    driver.post("hello");
    driver.command(Command::SignOut);
    driver.command(Command::Rename("Bob".parse().unwrap()));
    driver.socket = *driver.connected.last().unwrap();
    driver.feed(Input::Opened(driver.socket));
    welcome(&mut driver, "u-bob");
    let (pending, question) = question(&driver).unwrap();
    assert_eq!((question, driver.count("send")), (Question::OfAccount, 0));
    driver.command(Command::Retry(pending.client_id));
    assert_eq!(driver.count("send"), 0);
    driver.sign_in("from the issuer");
    welcome(&mut driver, "o-me");
    assert_eq!((driver.count("send"), driver.client.question()), (1, None));
}

#[test]
fn a_former_guests_deletion_is_not_sent_as_somebody_else() {
    let mut pending = stored(Some("u-before"), Some(0), NOW);
    pending.change = Change::Delete(Delete { target: 3 });
    let driver = online_with(pending);
    assert_eq!((question(&driver).unwrap().1, driver.count("delete")), (Question::SentByGuest, 0));
}

#[test]
fn what_was_written_before_the_first_connection_is_the_persons_whom_the_server_names() {
    let mut driver = Driver::start(Saved::default());
    driver.command(Command::Rename("Ada".parse().unwrap()));
    driver.post("hello");
    driver.feed(Input::Opened(1));
    welcome(&mut driver, "u-me");
    assert_eq!((driver.count("send"), driver.client.question()), (1, None));
}

#[test]
fn what_a_guest_writes_while_signing_in_is_the_accounts() {
    let mut driver = Driver::guest();
    driver.sign_in("from the issuer");
    driver.post("hello");
    assert_eq!((driver.pending(), driver.client.question()), (1, None));
    welcome(&mut driver, "o-me");
    assert_eq!((driver.count("send"), driver.client.question()), (1, None));
    let author = driver.client.pending(&lobby()).next().unwrap().author.clone();
    assert_eq!(author, "o-me".parse().ok());
}

#[test]
fn an_old_change_that_may_have_arrived_is_not_sent_blindly() {
    for (transmitted, age, sends) in [
        (Some(NOW - timing::OLD), 2 * timing::OLD, 0),
        (None, timing::OLD, 0),
        (Some(NOW - timing::OLD + 1), 2 * timing::OLD, 1),
        (Some(0), 2 * timing::OLD, 1),
    ] {
        let author = transmitted.map(|_| "u-me");
        let mut driver = online_with(stored(author, transmitted, NOW - age));
        assert_eq!(driver.count("send"), sends, "{transmitted:?} {age}");
        assert_eq!(question(&driver).map(|(_, question)| question), (sends == 0).then_some(Question::Old));
        if let Some((pending, _)) = question(&driver) {
            driver.command(Command::Retry(pending.client_id));
            let id = driver.last("send")["messages"][0]["clientId"].as_str().unwrap().parse::<ClientId>();
            assert_eq!((id.unwrap().made_at(), driver.client.question()), (Some(NOW), None));
        }
    }
}

#[test]
fn an_old_change_is_no_question_once_it_is_found_in_the_log() {
    let mut driver = online_with(stored(Some("u-me"), Some(NOW - timing::OLD), NOW - timing::OLD));
    driver.command(Command::Open(lobby()));
    driver.page(5, 5);
    driver.load(Part::Before(5));
    let (pending, _) = question(&driver).unwrap();
    let mut event = message_of(&pending, "u-me");
    event["seq"] = 4.into();
    let id = driver.last("history")["id"].clone();
    driver.receive(
        json!({"type": "page", "id": id, "room": "lobby", "events": [event], "head": 5, "more": true}),
    );
    assert_eq!(driver.client.question(), None);
}

#[test]
fn what_version_1_stored_gets_the_devices_person_for_good() {
    let mut driver = online_with(stored(None, None, NOW));
    assert_eq!(driver.count("send"), 1);
    let claimed = driver.stored.iter().find_map(|change| match change {
        StorageChange::PutPending(pending) => Some(pending.author.clone()),
        _ => None,
    });
    assert_eq!(claimed, Some("u-me".parse().ok()));
    driver.sign_in("from the issuer");
    welcome(&mut driver, "o-me");
    assert_eq!((driver.count("send"), question(&driver).unwrap().1), (1, Question::SentByGuest));
}
