//! Every frame of a recorded conversation of version 1 is read, and written as the same JSON.
//!
//! `fixtures/frames-v1.jsonl` holds both directions: the page's frames, those of independent clients, and the server's.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use common::{Frame, GatewayError, Kind, Request};
use serde::Deserialize;
use serde_json::Value;

const RECORDED: &str = include_str!("fixtures/frames-v1.jsonl");

#[derive(Deserialize)]
struct Recorded {
    /// `out` goes to the server, `in` to a client.
    direction: String,
    /// The frame's text, as it was sent.
    frame: String,
}

fn frames(direction: &str) -> Vec<String> {
    let recorded = RECORDED.lines().map(|line| serde_json::from_str::<Recorded>(line).unwrap());
    recorded.filter(|recorded| recorded.direction == direction).map(|recorded| recorded.frame).collect()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_frame_of_the_server_is_known() {
    let mut types = BTreeSet::new();
    for text in frames("in") {
        if let Ok(error) = serde_json::from_str::<GatewayError>(&text) {
            assert_eq!(error.message, "Internal server error");
            continue;
        }
        let frame: Frame = serde_json::from_str(&text).unwrap();
        assert_ne!(frame, Frame::Unknown, "{text}");
        assert_eq!(serde_json::to_value(&frame).unwrap(), json(&text));
        types.insert(json(&text)["type"].as_str().unwrap().to_owned());
    }
    let all = ["ack", "error", "events", "page", "pong", "read", "rooms", "typing", "welcome"];
    assert!(types.iter().eq(&all), "the recording has every type of frame: {types:?}");
}

#[test]
fn every_event_is_known() {
    let events = frames("in").into_iter().flat_map(|text| match serde_json::from_str(&text) {
        Ok(Frame::Events(events)) => events.events,
        Ok(Frame::Page(page)) => page.events,
        Ok(Frame::Welcome(welcome)) => welcome.rooms.into_iter().flat_map(|room| room.events).collect(),
        _ => vec![],
    });
    let kinds: Vec<Kind> = events.map(|event| event.kind).collect();
    assert!(kinds.len() > 300, "{}", kinds.len());
    assert!(!kinds.contains(&Kind::Unknown));
}

#[test]
fn every_request_is_known_except_those_that_are_wrong_on_purpose() {
    let (mut actions, mut wrong) = (BTreeSet::new(), BTreeSet::new());
    for text in frames("out") {
        match serde_json::from_str::<Request>(&text) {
            Ok(request) => {
                let mut json = json(&text);
                if matches!(request, Request::Read(_) | Request::Typing { .. }) {
                    // These have no answer, so the `id` that some clients send is ignored.
                    json.as_object_mut().unwrap().remove("id");
                }
                assert_eq!(serde_json::to_value(&request).unwrap(), json);
                actions.insert(request.action());
            }
            Err(_) => _ = wrong.insert(text),
        }
    }
    assert_eq!(actions.len(), 12, "the recording has every action: {actions:?}");
    assert_eq!(wrong.len(), 3, "{wrong:?}");
    assert!(wrong.contains("not JSON"));
    assert!(wrong.iter().any(|text| text.contains(r#""dance""#)));
    assert!(wrong.iter().any(|text| text.contains("NO WAY")));
}
