//! What the sender and the others get when the listeners cannot be read, or do not answer.

use e2e::Stack;
use serde_json::{Value, json};

use crate::fixture::{sort_keys, stack};
use crate::person::Person;

async fn ada_and_bob(stack: &Stack) -> [Person; 2] {
    let ada = Person::in_room(stack, "Ada", "lobby").await;
    [ada, Person::in_room(stack, "Bob", "lobby").await]
}

/// The last connection that listens in the lobby is Bob's: the ids are in no order, so that it is found by comparing.
async fn connection_of_bob(stack: &Stack, before: &[String]) -> String {
    let keys = sort_keys(stack, "ROOM#lobby", "CONN#").await;
    let key = keys.into_iter().find(|key| !before.contains(key)).unwrap();
    key.trim_start_matches("CONN#").to_owned()
}

#[tokio::test]
async fn a_commit_is_acknowledged_although_the_listeners_cannot_be_read_and_its_repetition_reaches_them() {
    let stack = stack().await;
    let [mut ada, mut bob] = ada_and_bob(&stack).await;
    let throttled = stack.throttle_dynamodb("Query", "CONN#");
    let message = json!([{"clientId": "c-1", "text": "Is anybody here?"}]);
    let results = ada.send("lobby", message.clone()).await;
    assert_eq!((&results[0]["seq"], &results[0]["duplicate"]), (&json!(3), &Value::Null));
    let edit = json!({"room": "lobby", "clientId": "c-2", "target": 3, "text": "Is nobody here?"});
    assert_eq!(ada.ask("edit", edit.clone()).await["results"][0]["seq"], 4);
    assert_eq!(bob.pushed().await, Vec::<Value>::new(), "nobody was found");
    drop(throttled);

    assert_eq!(ada.send("lobby", message.clone()).await[0]["duplicate"], true);
    let event = bob.hears("events").await["events"][0].clone();
    assert_eq!(
        (&event["seq"], &event["text"]),
        (&json!(3), &json!("Is nobody here?")),
        "in its present state"
    );
    assert_eq!(ada.ask("edit", edit).await["results"][0]["duplicate"], true);
    assert_eq!(bob.hears("events").await["events"][0]["seq"], 4);

    ada.send("lobby", message).await;
    assert_eq!(bob.pushed().await, Vec::<Value>::new(), "a repetition is posted once");
    stack.stop().await;
}

#[tokio::test]
async fn the_ack_does_not_wait_for_a_listener_that_does_not_answer() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut cleo = Person::in_room(&stack, "Cleo", "lobby").await;
    let before = sort_keys(&stack, "ROOM#lobby", "CONN#").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    cleo.pushed().await;
    let mut held = stack.hold_post(&connection_of_bob(&stack, &before).await);
    let id =
        ada.post("send", json!({"room": "lobby", "messages": [{"clientId": "c-1", "text": "Hello"}]})).await;
    held.arrived().await;
    assert_eq!(cleo.hears_text().await, "Hello");
    assert_eq!(ada.answer(id).await["results"][0]["seq"], 4);
    // Bob has not heard it: the function has answered before its post to him was given up and repeated.
    assert_eq!(bob.pushed().await, Vec::<Value>::new());
    held.release();
    assert_eq!(bob.hears_text().await, "Hello", "the post goes on after the answer");
    stack.stop().await;
}
