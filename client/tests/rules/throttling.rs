//! API Gateway refuses requests, because there are too many.

use client::{Command, Input, Part, timing};
use serde_json::json;

use crate::driver::{Driver, elsewhere, lobby};

fn throttle(driver: &mut Driver) {
    driver.receive(json!({"message": "Too Many Requests", "connectionId": "x=", "requestId": "y="}));
}

/// Longer than the first pause, and than the jitter of what is sent again after it.
const PAUSE: u64 = timing::THROTTLE_BASE + 4 * timing::BACKOFF_BASE;

#[test]
fn nothing_is_sent_while_api_gateway_has_too_much_to_do() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    driver.load(Part::Before(5));
    driver.command(Command::LoadDirectory);
    let first = driver.last("send");
    driver.sent.clear();
    throttle(&mut driver);
    driver.post("more");
    driver.command(Command::Typing(lobby()));
    driver.feed(Input::Online);
    driver.wait(timing::THROTTLE_BASE / 2 - 1);
    assert_eq!((driver.sent.len(), driver.closed.len()), (0, 0));
    driver.wait(PAUSE);
    assert_eq!(driver.last("send")["messages"][0], first["messages"][0]);
    assert_eq!((driver.count("send"), driver.count("rooms"), driver.closed.len()), (1, 1, 0));
}

#[test]
fn a_request_that_is_answered_during_the_pause_is_not_sent_again() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    driver.command(Command::LoadDirectory);
    throttle(&mut driver);
    driver.ack(6);
    driver.wait(PAUSE);
    assert_eq!((driver.count("send"), driver.count("rooms")), (1, 2));
}

#[test]
fn each_pause_is_longer_and_a_calm_time_makes_it_short_again() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    let mut pauses: Vec<u64> = (0..8).map(|_| pause(&mut driver)).collect();
    assert!(pauses[4..].iter().all(|pause| *pause >= timing::BACKOFF_CAP / 2), "{pauses:?}");
    driver.ack(6);
    for _ in 0..4 {
        driver.wait(timing::PING_VISIBLE);
        driver.pong(json!({}));
    }
    driver.post("hello again");
    pauses = vec![pause(&mut driver)];
    assert!(pauses[0] <= PAUSE, "{pauses:?}");
}

/// How long the client waits after a refusal before it sends the message again.
fn pause(driver: &mut Driver) -> u64 {
    let (sent, refused_at) = (driver.count("send"), driver.now);
    throttle(driver);
    while driver.count("send") == sent {
        assert!(driver.now < refused_at + 2 * timing::BACKOFF_CAP, "nothing is sent any more");
        assert_eq!(driver.closed.len(), 0, "a pause is no lost connection");
        driver.wait(driver.client.deadline().unwrap() - driver.now);
        if driver.count("ping") > 0 {
            driver.pong(json!({}));
        }
    }
    driver.now - refused_at
}

#[test]
fn what_has_no_answer_after_a_pause_is_not_sent_all_at_once() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    driver.command(Command::LoadDirectory);
    driver.command(Command::Open(elsewhere()));
    throttle(&mut driver);
    driver.sent.clear();
    let mut times = vec![];
    while driver.sent.len() < 3 {
        driver.wait(driver.client.deadline().unwrap() - driver.now);
        times.push(driver.sent.len());
    }
    assert_eq!((times, driver.now < PAUSE + timing::SETTLE), (vec![0, 1, 2, 3], true));
}

#[test]
fn several_refusals_at_once_are_one_pause() {
    let mut driver = Driver::online(5);
    driver.post("hello");
    (0..20).for_each(|_| throttle(&mut driver));
    driver.wait(PAUSE);
    assert_eq!(driver.count("send"), 2);
}

#[test]
fn a_hello_that_was_refused_is_not_repeated_at_once() {
    let mut driver = Driver::guest();
    driver.feed(Input::Opened(1));
    throttle(&mut driver);
    driver.wait(timing::THROTTLE_BASE / 2 - 1);
    driver.feed(Input::Online);
    assert_eq!(driver.connected, [1]);
    driver.wait(timing::THROTTLE_BASE);
    assert_eq!(driver.connected, [1, 2]);
}
