//! Client and server of different versions.

use client::{Input, Status, StorageChange};
use common::limits::{OLDEST_VERSION, VERSION};
use serde_json::json;

use crate::driver::Driver;

#[test]
fn a_server_that_does_not_speak_the_clients_versions_ends_the_connection_and_not_the_outbox() {
    let mut driver = Driver::guest();
    driver.post("hello");
    driver.feed(Input::Opened(1));
    for version in (OLDEST_VERSION..=VERSION).rev() {
        assert_eq!((&driver.last("hello")["version"], driver.closed.len()), (&json!(version), 0));
        driver.refuse("hello", "unsupported");
    }
    assert_eq!((driver.client.status(), driver.client.deadline()), (Status::Outdated, None));
    assert!(!driver.stored.iter().any(|change| matches!(change, StorageChange::RemovePending(_))));
    assert_eq!((driver.pending(), driver.count("hello")), (1, (OLDEST_VERSION..=VERSION).count()));
}

#[test]
fn a_server_that_is_newer_is_noticed() {
    for (version, behind) in [(None, false), (Some(VERSION), false), (Some(VERSION + 1), true)] {
        let mut driver = Driver::guest();
        driver.feed(Input::Opened(1));
        driver.welcome_of(json!({"version": version}));
        assert_eq!((driver.client.status(), driver.client.is_behind_server()), (Status::Online, behind));
    }
}
