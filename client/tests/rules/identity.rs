//! Who the person is: guests, tokens, names, sign-in and sign-out.

use client::{Command, Input, Saved, Status, StorageChange, timing};
use serde_json::{Value, json};

use crate::driver::{Driver, elsewhere, lobby, message};

fn signed_in() -> Driver {
    Driver::person(&"o-me".parse().unwrap())
}

#[test]
fn a_guest_whose_token_is_refused_becomes_a_new_guest_of_the_same_name() {
    let mut driver = Driver::guest();
    driver.feed(Input::Opened(1));
    driver.refuse_hello();
    let hello = driver.last("hello");
    assert_eq!((hello.get("token"), &hello["name"]), (None, &json!("Ada")));
}

#[test]
fn an_id_token_is_sent_until_welcome_then_the_servers_token_is_stored() {
    let mut driver = Driver::start(Saved::default());
    assert_eq!((driver.client.status(), driver.connected.len()), (Status::Nameless, 0));
    driver.sign_in("from the issuer");
    driver.feed(Input::Closed(1));
    driver.wait(timing::BACKOFF_BASE);
    driver.socket = 2;
    driver.feed(Input::Opened(2));
    let tokens: Vec<Value> = driver.all("hello").iter().map(|hello| hello["token"].clone()).collect();
    assert_eq!(tokens, ["from the issuer", "from the issuer"]);
    assert_eq!(driver.last("hello").get("name"), None, "the server knows the name");
    driver.welcome_as("o-me", 5);
    assert!(matches!(driver.stored.last(), Some(StorageChange::SetIdentity(me)) if me.token.reveal() == "t"));
    assert_eq!((driver.client.status(), driver.client.name().unwrap().as_str()), (Status::Online, "Ada"));
    driver.feed(Input::Closed(2));
    driver.wait(timing::BACKOFF_BASE);
    driver.feed(Input::Opened(3));
    assert_eq!(driver.last("hello")["token"], "t");
}

#[test]
fn a_token_that_the_server_has_renewed_is_stored_and_used() {
    let mut driver = Driver::guest();
    driver.feed(Input::Opened(1));
    driver.welcome_of(json!({"token": "renewed"}));
    assert!(
        matches!(driver.stored.last(), Some(StorageChange::SetIdentity(me)) if me.token.reveal() == "renewed")
    );
    driver.feed(Input::Closed(1));
    driver.wait(timing::BACKOFF_BASE);
    driver.feed(Input::Opened(2));
    assert_eq!(driver.last("hello")["token"], "renewed");
}

#[test]
fn a_guest_who_signs_in_gets_a_new_connection() {
    let mut driver = Driver::online(5);
    driver.sign_in("from the issuer");
    assert_eq!((&driver.closed[..], &driver.connected[..]), (&[1][..], &[1, 2][..]));
    assert_eq!(driver.last("hello")["token"], "from the issuer");
    driver.welcome_as("o-me", 5);
    assert_eq!(driver.client.me().unwrap().user.as_str(), "o-me");
}

#[test]
fn a_signed_in_person_whose_token_is_refused_does_not_become_a_guest() {
    let mut driver = signed_in();
    driver.feed(Input::Opened(1));
    driver.refuse_hello();
    assert_eq!((driver.client.status(), driver.count("hello")), (Status::SignedOut, 1));
    assert_eq!((&driver.closed[..], driver.client.deadline()), (&[1][..], None), "the client waits");
    driver.command(Command::Rename("Ada the guest".parse().unwrap()));
    driver.socket = 2;
    driver.wait(timing::BACKOFF_BASE);
    driver.feed(Input::Opened(2));
    let hello = driver.last("hello");
    assert_eq!((hello.get("token"), &hello["name"]), (None, &json!("Ada the guest")));
}

#[test]
fn without_guests_a_person_has_to_sign_in() {
    let mut driver = Driver::guest();
    driver.feed(Input::Opened(1));
    driver.refuse_hello();
    driver.refuse_hello();
    assert_eq!((driver.client.status(), driver.count("hello")), (Status::SignedOut, 2));
    driver.sign_in("from the issuer");
    driver.refuse_hello();
    assert_eq!(driver.client.status(), Status::SignedOut);
}

#[test]
fn sign_out_removes_the_person_from_the_device_and_keeps_what_is_not_sent() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    driver.command(Command::SignOut);
    assert_eq!((driver.client.status(), driver.client.rooms().len()), (Status::Nameless, 0));
    assert_eq!((&driver.closed[..], driver.pending(), driver.client.deadline()), (&[1][..], 0, None));
    assert!(matches!(driver.stored.last(), Some(StorageChange::ClearIdentity)));
    assert!(!driver.stored.iter().any(|change| matches!(change, StorageChange::RemovePending(_))));
    driver.sign_in("from the issuer");
    assert_eq!(driver.connected, [1, 2]);
    assert_eq!(driver.last("hello")["token"], "from the issuer");
}

#[test]
fn after_sign_out_no_room_is_shown() {
    let mut driver = Driver::online(5);
    driver.command(Command::Open(elsewhere()));
    driver.refuse("join", "forbidden");
    driver.command(Command::SignOut);
    assert_eq!((driver.client.room(&lobby()), driver.client.refusal(&elsewhere())), (None, None));
}

#[test]
fn another_person_joins_the_room_on_the_screen() {
    let mut driver = Driver::online(5);
    driver.sign_in("from the issuer");
    driver.welcome_to("o-me", "Ada", json!([]));
    assert_eq!((driver.client.room(&lobby()), &driver.last("join")["room"]), (None, &json!("lobby")));
}

#[test]
fn the_rooms_of_a_signed_in_person_are_not_shown_to_a_guest() {
    let mut driver = signed_in();
    driver.feed(Input::Opened(1));
    driver.welcome_as("o-me", 5);
    driver.feed(Input::Closed(1));
    driver.wait(timing::BACKOFF_BASE);
    driver.socket = 2;
    driver.feed(Input::Opened(2));
    driver.refuse_hello();
    assert!(driver.client.room(&lobby()).is_some(), "the same person may sign in again");
    driver.command(Command::Rename("Ada the guest".parse().unwrap()));
    assert_eq!(driver.client.room(&lobby()), None);
}

#[test]
fn an_outbox_is_sent_only_as_its_author() {
    for (user, pending) in [("o-me", 1), ("o-other", 0), ("u-guest", 0)] {
        let mut driver = signed_in();
        driver.post("hello");
        driver.feed(Input::Opened(1));
        driver.refuse_hello();
        driver.sign_in("from the issuer");
        driver.welcome_as(user, 5);
        assert_eq!((driver.pending(), driver.count("send")), (pending, pending), "{user}");
    }
}

#[test]
fn a_name_that_was_chosen_on_another_device_is_taken_over() {
    let mut driver = Driver::online(5);
    driver.receive(json!({"type": "renamed", "name": "Ada Lovelace"}));
    assert_eq!(driver.client.name().unwrap().as_str(), "Ada Lovelace");
    assert!(
        matches!(driver.stored.last(), Some(StorageChange::SetIdentity(me)) if me.name.as_str() == "Ada Lovelace")
    );
    assert_eq!(driver.count("hello"), 0);
}

#[test]
fn a_name_that_was_chosen_here_outlasts_one_from_another_device() {
    let mut driver = Driver::online(5);
    driver.command(Command::Rename("Countess".parse().unwrap()));
    driver.receive(json!({"type": "renamed", "name": "Ada Lovelace"}));
    assert_eq!(driver.client.name().unwrap().as_str(), "Countess");
}

#[test]
fn a_name_that_another_device_changes_at_the_same_time_is_sent_again() {
    let mut driver = Driver::online(5);
    driver.command(Command::Rename("Countess".parse().unwrap()));
    driver.refuse("hello", "conflict");
    driver.wait(timing::BACKOFF_BASE);
    driver.socket = 2;
    driver.feed(Input::Opened(2));
    assert_eq!((&driver.last("hello")["name"], driver.count("hello")), (&json!("Countess"), 2));
    driver.welcome_to("u-me", "Countess", json!([]));
    assert_eq!(driver.count("hello"), 2);
}

#[test]
fn a_pong_tells_of_a_name_that_was_chosen_elsewhere() {
    let mut driver = Driver::online(5);
    driver.wait(66_000);
    driver.pong_of(json!({"heads": {"lobby": 5}, "name": "Ada Lovelace"}));
    assert_eq!(driver.client.name().unwrap().as_str(), "Ada Lovelace");
    // This pong was made before the name that was chosen here.
    driver.wait(66_000);
    driver.command(Command::Rename("Countess".parse().unwrap()));
    driver.now += 1;
    driver.welcome_to("u-me", "Countess", json!([]));
    driver.pong_of(json!({"heads": {"lobby": 5}, "name": "Ada Lovelace"}));
    assert_eq!(driver.client.name().unwrap().as_str(), "Countess");
}

#[test]
fn the_newest_name_of_a_person_counts_for_all_that_they_wrote() {
    let mut driver = Driver::online(5);
    let other = "u-other".parse().unwrap();
    let named = |seq: u64, at: u64, name: &str| {
        let mut event = message(seq);
        (event["at"], event["name"]) = (at.into(), name.into());
        event
    };
    driver.push(named(6, 1_000, "Robert"));
    assert_eq!(driver.client.name_of(&other).unwrap().as_str(), "Robert");
    driver.push(named(7, 900, "Bob"));
    assert_eq!(driver.client.name_of(&other).unwrap().as_str(), "Robert");
}

#[test]
fn the_other_sessions_are_ended_once() {
    let mut driver = Driver::online(5);
    driver.command(Command::SignOutOthers);
    assert_eq!(driver.last("hello")["signOutOthers"], true);
    driver.feed(Input::Closed(1));
    driver.wait(timing::BACKOFF_BASE);
    driver.socket = 2;
    driver.feed(Input::Opened(2));
    assert_eq!(driver.last("hello")["signOutOthers"], true, "the answer was lost");
    assert!(driver.client.is_signing_out_others());
    driver.welcome(5);
    assert!(!driver.client.is_signing_out_others());
    driver.feed(Input::Closed(2));
    driver.wait(timing::BACKOFF_BASE);
    driver.feed(Input::Opened(3));
    assert_eq!(driver.last("hello").get("signOutOthers"), None);
}

#[test]
fn a_name_that_is_changed_during_hello_is_sent_again() {
    let mut driver = Driver::start(Saved::default());
    driver.command(Command::Rename("Ad".parse().unwrap()));
    driver.feed(Input::Opened(1));
    driver.command(Command::Rename("Ada".parse().unwrap()));
    driver.welcome_to("u-me", "Ad", json!([]));
    assert_eq!(driver.last("hello")["name"], "Ada");
}
