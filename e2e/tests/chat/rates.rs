//! How fast a room may be, and a person in a busy room.

use std::time::Duration;

use e2e::Stack;
use futures::future::join_all;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::fixture::{dynamodb, stack};
use crate::person::{Person, seqs};

fn batch(name: &str, count: usize) -> Value {
    (0..count).map(|n| json!({"clientId": format!("{name}-{n}"), "text": "!"})).collect()
}

/// Sends a batch, and returns how many messages were committed.
async fn send(person: &mut Person, name: &str, count: usize) -> usize {
    let answer = person.ask("send", json!({"room": "lobby", "messages": batch(name, count)})).await;
    match answer["code"].as_str() {
        None => answer["results"].as_array().unwrap().iter().filter(|result| result["seq"].is_u64()).count(),
        Some("rate_limited") => 0,
        Some(_) => panic!("{answer}"),
    }
}

#[tokio::test]
async fn two_who_take_turns_are_limited_as_each_of_them() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    let (start, mut committed, mut turns) = (Instant::now(), 0, 0);
    while start.elapsed() < Duration::from_secs(4) {
        committed += send(&mut ada, &turns.to_string(), 10).await;
        committed += send(&mut bob, &turns.to_string(), 10).await;
        turns += 1;
    }
    println!("{committed} messages in {turns} turns of 4 s");
    assert!((20..=40).contains(&committed), "{committed}");
    stack.stop().await;
}

/// Fills the lobby's log with events of people who come and go, as fast as a room may be.
async fn add_events(stack: &Stack, from: u64, count: u64, bucket: Option<u64>) {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    for seq in from..from + count {
        let mut item = json!({
            "pk": {"S": "ROOM#lobby"}, "sk": {"S": format!("LOG#{seq:012}")}, "seq": {"N": seq.to_string()},
            "at": {"N": now.to_string()}, "by": {"S": format!("u-{seq}")}, "name": {"S": "Somebody"},
            "kind": {"S": "message"}, "clientId": {"S": "c-1"}, "text": {"S": "!"},
        });
        if let Some(bucket) = bucket {
            item["bucket"] = json!({"N": bucket.to_string()});
        }
        dynamodb(stack, "PutItem", json!({"Item": item})).await;
    }
}

#[tokio::test]
async fn a_room_takes_a_hundred_events_at_once_whoever_speaks() {
    let stack = stack().await;
    let mut people = Vec::new();
    for n in 0..14 {
        people.push(Person::in_room(&stack, &format!("Person {n}"), "lobby").await);
    }
    let start = Instant::now();
    let committed: usize = join_all(people.iter_mut().map(|person| send(person, "a", 10))).await.iter().sum();
    let most = 100 + start.elapsed().as_millis() as usize / 40;
    println!("{committed} of 140 messages, at most {most}");
    assert!((80..=most).contains(&committed), "{committed}");
    let answer = people[0].ask("send", json!({"room": "lobby", "messages": batch("b", 1)})).await;
    assert!(answer["code"] == "rate_limited" || committed + 10 < most, "{answer}");
    stack.stop().await;
}

#[tokio::test]
async fn a_full_room_refuses_everybody_until_there_is_room_again() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    add_events(&stack, 2, 1, Some(9_000)).await;
    let message = json!({"room": "lobby", "messages": batch("a", 1)});
    let answer = ada.ask("send", message.clone()).await;
    assert_eq!(
        (&answer["code"], &answer["message"]),
        (&json!("rate_limited"), &json!("This room is busy; wait a moment."))
    );
    let wait = answer["retryAfterMs"].as_u64().unwrap();
    assert!((1..=5_040).contains(&wait), "{answer}");
    let mut bob = Person::guest(&stack, "Bob").await;
    assert_eq!(bob.ask("join", json!({"room": "lobby"})).await["code"], "rate_limited");
    sleep(Duration::from_millis(wait + 10)).await;
    assert_eq!(ada.ask("send", message).await["results"][0]["seq"], 3);
    assert_eq!(seqs(&ada.log("lobby").await), [1, 2, 3]);
    stack.stop().await;
}

#[tokio::test]
async fn only_a_busy_room_costs_a_longer_read() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let queries = async |ada: &mut Person, name: &str| {
        let before = stack.calls();
        let committed = send(ada, name, 1).await;
        (committed, stack.calls().since(&before).dynamodb["Query"])
    };
    assert_eq!(queries(&mut ada, "quiet").await, (1, 2), "the tail and the listeners");
    // Events from before there were buckets: the room has a full one.
    add_events(&stack, 3, 15, None).await;
    assert_eq!(queries(&mut ada, "busy").await, (1, 3));
    stack.stop().await;
}
