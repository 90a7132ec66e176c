//! Every JSON example in docs/protocol.md is read as what the page says it is, and written as the same JSON. Together the
//! examples have every action, every type of frame, every kind of event and every code.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fmt::Debug;

use common::{Change, Code, Event, Frame, GatewayError, Kind, Outcome, Request, Verdict};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

const PAGE: &str = include_str!("../../docs/protocol.md");

/// The JSON values of the page's blocks with this label: ```` ```json LABEL ````. A block may hold several values.
fn examples(label: &str) -> Vec<Value> {
    let blocks = blocks().into_iter().filter(|(its_label, _)| *its_label == label);
    let values = blocks.flat_map(|(_, json)| serde_json::Deserializer::from_str(json).into_iter::<Value>());
    values.map(|value| value.unwrap_or_else(|error| panic!("a {label} on the page: {error}"))).collect()
}

/// The page's blocks of JSON, each with its label.
fn blocks() -> Vec<(&'static str, &'static str)> {
    let fenced = PAGE.split("\n```").skip(1).step_by(2);
    let blocks = fenced.filter_map(|block| block.strip_prefix("json")?.split_once('\n'));
    blocks.map(|(label, json)| (label.trim(), json)).collect()
}

/// Reads the examples, and checks that each is written as the same JSON.
fn read<T: Serialize + DeserializeOwned + Debug>(label: &str) -> Vec<T> {
    let read = |example: Value| {
        let value = T::deserialize(&example).unwrap_or_else(|error| panic!("{error}: {example}"));
        assert_eq!(serde_json::to_value(&value).unwrap(), example);
        value
    };
    examples(label).into_iter().map(read).collect()
}

fn frames() -> Vec<Frame> {
    read("frame")
}

/// The events of the page: those that stand alone, and those in frames.
fn events() -> Vec<Event> {
    let in_frames = frames().into_iter().flat_map(|frame| match frame {
        Frame::Events(events) => events.events,
        Frame::Page(page) => page.events,
        Frame::Welcome(welcome) => welcome.rooms.into_iter().flat_map(|room| room.events).collect(),
        _ => vec![],
    });
    in_frames.chain(read("event")).collect()
}

/// The codes of the page: those of `error` frames, and those in results.
fn codes() -> Vec<Code> {
    let code = |outcome: Outcome| match outcome.verdict {
        Verdict::Refused { error, .. } => Some(error),
        Verdict::Committed { .. } => None,
    };
    let in_frame = |frame| match frame {
        Frame::Error(refusal) => vec![refusal.code],
        Frame::Ack(ack) => ack.results.into_iter().filter_map(code).collect(),
        _ => vec![],
    };
    frames().into_iter().flat_map(in_frame).collect()
}

/// Checks that the values have every variant of their type, and none of those after `never`. The `match` has no `_`, so
/// that a new variant does not compile before it is listed, and fails before the page has an example.
macro_rules! assert_every_variant {
    ($values:expr, $type:ident: $($variant:ident),+ $(; never $never:ident)?) => {{
        let name = |value: &$type| match value {
            $($type::$variant { .. } => stringify!($variant),)+
            $($type::$never { .. } => stringify!($never),)?
        };
        let found: BTreeSet<&str> = $values.iter().map(|value| name(value)).collect();
        assert_eq!(found, BTreeSet::from([$(stringify!($variant)),+]), "{} on the page", stringify!($type));
    }};
}

/// A post is never among the changes of requests and events: it is a part of `send`, and a message in the log.
fn assert_every_change<'a>(changes: impl Iterator<Item = &'a Change>) {
    let changes: Vec<&Change> = changes.collect();
    assert_every_variant!(changes, Change: Edit, Delete, React; never Post);
}

#[test]
fn every_example_has_a_label() {
    let labels: BTreeSet<&str> = blocks().into_iter().map(|(label, _)| label).collect();
    assert_eq!(labels, BTreeSet::from(["event", "frame", "gateway", "request"]));
}

#[test]
fn the_page_has_every_action() {
    let requests: Vec<Request> = read("request");
    assert_every_variant!(requests, Request:
        Hello, Join, Leave, Send, Change, History, Read, Typing, Ping, Rooms);
    assert_every_change(requests.iter().filter_map(|request| match request {
        Request::Change { change, .. } => Some(change),
        _ => None,
    }));
}

#[test]
fn the_page_has_every_type_of_frame() {
    assert_every_variant!(frames(), Frame:
        Welcome, Ack, Events, Page, Rooms, Typing, Read, Pong, Error; never Unknown);
}

#[test]
fn the_page_has_every_kind_of_event() {
    let kinds: Vec<Kind> = events().into_iter().map(|event| event.kind).collect();
    assert_every_variant!(kinds, Kind: Message, Change, Join, Leave, Title; never Unknown);
    assert_every_change(kinds.iter().filter_map(Kind::change));
}

#[test]
fn the_page_has_every_code() {
    assert_every_variant!(codes(), Code:
        BadRequest, Unauthorized, Forbidden, NotFound, TooLarge, RateLimited, Conflict, Unsupported, Unavailable;
        never Unknown);
}

#[test]
fn an_error_of_the_gateway_is_no_frame() {
    for example in examples("gateway") {
        assert!(GatewayError::deserialize(&example).is_ok(), "{example}");
        assert!(Frame::deserialize(&example).is_err(), "{example}");
    }
}
