//! Every JSON example in docs/protocol.md is read as what the page says it is, and written as the same JSON. Together the
//! examples have every action, every type of frame, every kind of event and every code.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use common::{Change, Code, Event, Frame, GatewayError, Kind, Request};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::VariantNames;

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
fn read<T: Serialize + DeserializeOwned>(label: &str) {
    for example in examples(label) {
        let value = T::deserialize(&example).unwrap_or_else(|error| panic!("{error}: {example}"));
        assert_eq!(serde_json::to_value(&value).unwrap(), example);
    }
}

/// The names in this field of every object of the page.
fn names(field: &str) -> BTreeSet<String> {
    let labels = ["request", "frame", "event"];
    let mut open: Vec<Value> = labels.iter().flat_map(|label| examples(label)).collect();
    let mut names = BTreeSet::new();
    while let Some(value) = open.pop() {
        names.extend(value[field].as_str().map(str::to_owned));
        match value {
            Value::Object(fields) => open.extend(fields.into_iter().map(|(_, value)| value)),
            Value::Array(values) => open.extend(values),
            _ => {}
        }
    }
    names
}

/// The variants of a type, without those that stand for what other variants or newer programs have.
fn variants<T: VariantNames>(without: &[&str]) -> BTreeSet<String> {
    T::VARIANTS.iter().filter(|name| !without.contains(name)).map(|name| (*name).to_owned()).collect()
}

/// The changes that are read by their names. A post is a part of `send`, and in the log a message.
fn changes() -> BTreeSet<String> {
    variants::<Change>(&["post"])
}

#[test]
fn every_example_has_a_label() {
    let labels: BTreeSet<&str> = blocks().into_iter().map(|(label, _)| label).collect();
    assert_eq!(labels, BTreeSet::from(["event", "frame", "gateway", "request"]));
}

#[test]
fn every_example_is_read_and_written() {
    read::<Request>("request");
    read::<Event>("event");
    // An unknown type, kind or code is written as "unknown", and so differs.
    read::<Frame>("frame");
}

#[test]
fn the_page_has_every_action() {
    assert_eq!(names("action"), &variants::<Request>(&["change"]) | &changes());
}

#[test]
fn the_page_has_every_type_of_frame() {
    assert_eq!(names("type"), variants::<Frame>(&["unknown"]));
}

#[test]
fn the_page_has_every_kind_of_event() {
    assert_eq!(names("kind"), &variants::<Kind>(&["change", "clearedEdit", "unknown"]) | &changes());
}

#[test]
fn the_page_has_every_code() {
    assert_eq!(&names("code") | &names("error"), variants::<Code>(&["unknown"]));
}

#[test]
fn an_error_of_the_gateway_is_no_frame() {
    for example in examples("gateway") {
        assert!(GatewayError::deserialize(&example).is_ok(), "{example}");
        assert!(Frame::deserialize(&example).is_err(), "{example}");
    }
}
