//! The calls that each action costs, counted by the stack.

use std::collections::BTreeMap;
use std::time::Duration;

use common::limits;
use e2e::Stack;
use serde_json::json;

use crate::fixture::{stack, until};
use crate::person::Person;

async fn room_of_ten(stack: &Stack) -> Vec<Person> {
    let mut people = Vec::new();
    for n in 0..10 {
        people.push(Person::in_room(stack, &format!("Person {n}"), "lobby").await);
    }
    // Ten joins a moment ago look like a busy room, of which more is read.
    tokio::time::sleep(Duration::from_millis(limits::RATE_WINDOW_MS)).await;
    people
}

fn counts(expected: &[(&str, u64)]) -> BTreeMap<String, u64> {
    expected.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

/// A send reads the connection's person and the log's tail side by side, before the commit. It reads the listeners
/// beside the commit. So two round trips in sequence come before the first post.
#[tokio::test]
async fn a_message_in_a_room_of_ten_costs_four_calls_and_nine_posts() {
    let stack = stack().await;
    let mut people = room_of_ten(&stack).await;
    people[0].says("lobby", "c-0", "Warm").await;
    let before = stack.calls();
    people[0].says("lobby", "c-1", "Hello, nine").await;
    let calls = stack.calls().since(&before);
    println!("one send in a room of ten: {calls:?}");
    assert_eq!(calls.dynamodb, counts(&[("GetItem", 1), ("Query", 2), ("TransactWriteItems", 1)]));
    // Three read units and four write units: a budget of `cargo bench --bench cost`.
    assert_eq!(calls.half_units, counts(&[("GetItem", 2), ("Query", 4), ("TransactWriteItems", 8)]));
    assert_eq!(calls.connections, counts(&[("POST", 9)]));
    assert_eq!(calls.invocations, counts(&[("MessageFunction", 1)]));
    stack.stop().await;
}

#[tokio::test]
async fn a_batch_of_messages_costs_the_same_calls_as_one_message() {
    let stack = stack().await;
    let mut people = room_of_ten(&stack).await;
    people[0].says("lobby", "c-0", "Warm").await;
    let before = stack.calls();
    let batch: Vec<_> = (1..=9).map(|n| json!({"clientId": format!("c-{n}"), "text": "Hello"})).collect();
    people[0].send("lobby", json!(batch)).await;
    let calls = stack.calls().since(&before);
    assert_eq!(calls.dynamodb, counts(&[("GetItem", 1), ("Query", 2), ("TransactWriteItems", 1)]));
    assert_eq!(calls.connections, counts(&[("POST", 9)]));
    stack.stop().await;
}

#[tokio::test]
async fn no_action_scans_the_table() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let target = ada.says("lobby", "c-1", "Hello").await;
    let mut phone = ada.device(&stack).await;
    for (action, fields) in [
        ("react", json!({"room": "lobby", "clientId": "c-2", "target": target, "emoji": "👍", "on": true})),
        ("edit", json!({"room": "lobby", "clientId": "c-3", "target": target, "text": "Bye"})),
        ("delete", json!({"room": "lobby", "clientId": "c-4", "target": target})),
        ("history", json!({"room": "lobby"})),
        ("rooms", json!({})),
        ("ping", json!({})),
        ("join", json!({"room": "tea"})),
        ("listen", json!({"room": "tea"})),
        ("create", json!({"room": "den"})),
        ("leave", json!({"room": "tea"})),
    ] {
        let answer = ada.ask(action, fields).await;
        assert_ne!(answer["type"], "error", "{answer}");
    }
    ada.say(r#"{"action":"typing","room":"lobby"}"#).await;
    phone.hears("typing").await;
    ada.say(r#"{"action":"read","room":"lobby","seq":5}"#).await;
    phone.hears("read").await;
    ada.close().await;
    let disconnects = || stack.calls().invocations.get("DisconnectFunction").copied();
    until("$disconnect is called", async || disconnects()).await;
    let calls = stack.calls();
    println!("every action: {calls:?}");
    assert_eq!(calls.dynamodb.get("Scan"), None);
    stack.stop().await;
}
