//! Two pages of one device.

use client::{Identity, Input, Saved, Status, StorageChange};

use crate::driver::Driver;

fn identity(user: &str, token: &str) -> Identity {
    let token = token.to_owned().try_into().unwrap();
    Identity { user: user.parse().unwrap(), name: "Cleo".parse().unwrap(), token }
}

fn stores_nothing(driver: &Driver) -> bool {
    !driver.stored.iter().any(|change| {
        matches!(
            change,
            StorageChange::SetIdentity(_) | StorageChange::SetName(_) | StorageChange::ClearIdentity
        )
    })
}

#[test]
fn a_sign_out_in_another_page_signs_out_here_and_nothing_is_written_back() {
    let mut driver = Driver::online(5);
    driver.stored.clear();
    driver.feed(Input::IdentityStored(None));
    assert_eq!((driver.client.status(), driver.client.deadline()), (Status::Nameless, None));
    assert_eq!((&driver.closed[..], stores_nothing(&driver)), (&[1][..], true));
}

#[test]
fn a_page_that_asks_for_a_name_follows_the_guest_of_another_page() {
    let mut driver = Driver::start(Saved::default());
    driver.feed(Input::IdentityStored(Some(identity("u-1", "t-1"))));
    driver.feed(Input::Opened(1));
    assert_eq!(driver.last("hello")["token"], "t-1");
    assert_eq!((driver.client.name().unwrap().as_str(), stores_nothing(&driver)), ("Cleo", true));
}

#[test]
fn the_guest_of_another_page_replaces_one_that_is_being_made_here() {
    let mut driver = Driver::start(Saved::default());
    driver.command(client::Command::Rename("Ada".parse().unwrap()));
    driver.feed(Input::Opened(1));
    driver.stored.clear();
    driver.feed(Input::IdentityStored(Some(identity("u-1", "t-1"))));
    driver.welcome_as("u-2", 5);
    assert_eq!(driver.client.me().unwrap().user.as_str(), "u-1");
    driver.feed(Input::Opened(2));
    assert_eq!((&driver.last("hello")["token"], stores_nothing(&driver)), (&"t-1".into(), true));
}

#[test]
fn a_new_token_of_the_same_person_needs_no_new_connection() {
    let mut driver = Driver::online(5);
    driver.feed(Input::IdentityStored(Some(identity("u-me", "t-2"))));
    assert_eq!((driver.closed.len(), driver.client.name().unwrap().as_str()), (0, "Cleo"));
}

#[test]
fn a_sign_in_in_another_page_ends_the_wait_for_it_here() {
    let mut driver = Driver::person(&"o-me".parse().unwrap());
    driver.feed(Input::Opened(1));
    driver.refuse_hello();
    assert_eq!(driver.client.status(), Status::SignedOut);
    driver.feed(Input::IdentityStored(Some(identity("o-me", "t-2"))));
    driver.socket = 2;
    driver.feed(Input::Opened(2));
    assert_eq!(driver.last("hello")["token"], "t-2");
}

#[test]
fn a_change_that_another_page_left_behind_is_sent_and_one_that_it_removed_is_not() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    let left_behind = driver.client.pending(&crate::driver::lobby()).next().unwrap().clone();
    let mut heir = Driver::online(5);
    heir.feed(Input::PendingFound(left_behind.clone()));
    heir.feed(Input::PendingFound(left_behind.clone()));
    assert_eq!((heir.count("send"), heir.pending()), (1, 1));
    heir.stored.clear();
    heir.feed(Input::PendingRemoved(left_behind.client_id));
    assert_eq!((heir.pending(), heir.stored.len()), (0, 0));
}
