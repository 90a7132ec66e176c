//! Who speaks too fast, alone or together with others.

use serde_json::{Value, json};

use crate::fixture::stack;
use crate::person::Person;

/// Sends batches of ten, in turns, and returns how many messages are accepted.
async fn take_turns(people: &mut [Person], rounds: usize) -> usize {
    let mut accepted = 0;
    for round in 0..rounds {
        for (number, person) in people.iter_mut().enumerate() {
            let message = |n| json!({"clientId": format!("c-{number}-{round}-{n}"), "text": "spam"});
            let messages: Vec<Value> = (0..10).map(message).collect();
            let answer = person.ask("send", json!({"room": "lobby", "messages": messages})).await;
            match answer["type"].as_str() {
                Some("ack") => accepted += 10,
                _ => assert_eq!(answer["code"], "rate_limited", "{answer}"),
            }
        }
    }
    accepted
}

#[tokio::test]
async fn two_who_take_turns_are_limited_as_one_is() {
    let stack = stack().await;
    let mut people =
        [Person::in_room(&stack, "Ada", "lobby").await, Person::in_room(&stack, "Bob", "lobby").await];
    let began = std::time::Instant::now();
    let accepted = take_turns(&mut people, 20).await;
    // Ten each at once, and ten each again after every window.
    let windows = 1 + usize::try_from(began.elapsed().as_millis()).unwrap() / 5_000;
    assert!(accepted <= 2 * 10 * windows, "{accepted} messages in {windows} windows");
    stack.stop().await;
}

#[tokio::test]
async fn a_room_is_limited_however_many_speak() {
    let stack = stack().await;
    let mut people = Vec::new();
    for number in 0..30 {
        people.push(Person::in_room(&stack, &format!("Guest {number}"), "lobby").await);
    }
    let began = std::time::Instant::now();
    let accepted = take_turns(&mut people, 1).await;
    // A burst of a hundred, then twenty a second.
    let most = 100 + usize::try_from(began.elapsed().as_millis()).unwrap() / 50 + 10;
    assert!((100..=most).contains(&accepted), "{accepted} messages, {most} are allowed");
    let answer =
        people[29].ask("send", json!({"room": "lobby", "messages": [{"clientId": "c", "text": "x"}]})).await;
    assert!(
        answer["type"] == "ack" || answer["retryAfterMs"].as_u64().is_some_and(|wait| wait > 0),
        "{answer}"
    );
    stack.stop().await;
}
