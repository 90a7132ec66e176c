//! Connections open, fail and are replaced.

use client::{Command, Input, Status, timing};
use serde_json::json;

use crate::driver::Driver;

const HOUR: u64 = 3_600_000;

#[test]
fn a_connection_without_an_answer_for_ten_seconds_is_replaced() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    driver.wait(timing::ANSWER);
    assert_eq!(driver.closed, [1]);
    driver.wait(timing::BACKOFF_BASE);
    assert_eq!(driver.connected, [1, 2]);
}

#[test]
fn backoff_is_reset_by_a_frame_and_not_by_an_open_socket() {
    assert!(longest_wait(true) <= timing::BACKOFF_BASE);
    assert!(longest_wait(false) > timing::BACKOFF_CAP / 2);
}

/// The longest wait when 40 sockets in a row open and close, with or without a `welcome` in between.
fn longest_wait(welcome: bool) -> u64 {
    let mut driver = Driver::guest();
    let waits = (1..40).map(|socket| {
        driver.feed(Input::Opened(socket));
        driver.socket = socket;
        if welcome {
            driver.welcome(5);
        }
        driver.feed(Input::Closed(socket));
        let Status::Offline { retry_at } = driver.client.status() else { panic!() };
        let wait = retry_at - driver.now;
        driver.wait(wait);
        wait
    });
    waits.max().unwrap()
}

#[test]
fn a_network_that_is_back_ends_the_wait() {
    let mut driver = Driver::guest();
    for socket in 1..12 {
        driver.feed(Input::Closed(socket));
        driver.wait(driver.client.deadline().unwrap() - driver.now);
    }
    driver.feed(Input::Closed(12));
    driver.feed(Input::Online);
    assert_eq!(driver.connected.last(), Some(&13));
}

#[test]
fn the_next_connection_opens_before_api_gateway_closes_this_one() {
    let mut driver = Driver::online(5);
    while driver.connected.len() == 1 {
        assert!(driver.now < timing::RENEW.end, "renewed in time");
        driver.wait(driver.client.deadline().unwrap() - driver.now);
        if driver.count("ping") > 0 {
            driver.pong(json!({}));
            driver.sent.clear();
        }
    }
    assert!(timing::RENEW.contains(&driver.now));
    assert_eq!((driver.client.status(), driver.closed.len()), (Status::Online, 0));
    driver.feed(Input::Opened(2));
    driver.socket = 2;
    driver.welcome(6);
    assert_eq!((driver.client.status(), &driver.closed[..]), (Status::Online, &[1][..]));
    assert_eq!(driver.last("history")["after"], 5);
}

#[test]
fn a_connection_that_the_server_does_not_know_is_replaced() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    driver.refuse("send", "unauthorized");
    assert_eq!((&driver.closed[..], driver.pending()), (&[1][..], 1));
}

#[test]
fn a_clock_that_is_set_back_stops_neither_heartbeat_nor_retries() {
    let mut driver = Driver::guest();
    driver.now += 2 * HOUR;
    driver.feed(Input::Closed(1));
    driver.now -= HOUR;
    driver.feed(Input::Tick);
    driver.wait(timing::BACKOFF_BASE);
    assert_eq!(driver.connected, [1, 2]);
    driver.socket = 2;
    driver.feed(Input::Opened(2));
    driver.welcome(5);
    driver.now -= HOUR;
    driver.feed(Input::Tick);
    driver.wait(timing::SETTLE);
    assert_eq!(driver.count("ping"), 1);
}

#[test]
fn the_ids_of_changes_take_their_time_from_the_server() {
    let mut driver = Driver::online(5);
    driver.command(Command::Rename("Ada L.".parse().unwrap()));
    driver.welcome_of(json!({"name": "Ada L.", "now": 1_800_000_000_000_u64}));
    driver.wait(500);
    driver.post("hello");
    let id: common::ClientId =
        driver.last("send")["messages"][0]["clientId"].as_str().unwrap().parse().unwrap();
    assert_eq!(id.made_at(), Some(1_800_000_000_500));
}
