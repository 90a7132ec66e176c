//! The sender does not wait for a listener who does not answer.

use serde_json::{Value, json};

use crate::fixture::{sort_keys, stack};
use crate::person::Person;

#[tokio::test]
async fn the_ack_does_not_wait_for_a_listener_that_does_not_answer() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut cleo = Person::in_room(&stack, "Cleo", "lobby").await;
    let before = sort_keys(&stack, "LISTEN#lobby", "CONN#").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    let after = sort_keys(&stack, "LISTEN#lobby", "CONN#").await;
    let bobs = after.iter().find(|key| !before.contains(key)).unwrap().trim_start_matches("CONN#");
    cleo.pushed().await;
    let mut held = stack.hold_post(bobs);
    let message = json!({"room": "lobby", "messages": [{"clientId": "c-1", "text": "Hello"}]});
    let id = ada.post("send", message).await;
    held.arrived().await;
    assert_eq!(cleo.hears_text().await, "Hello");
    assert_eq!(ada.answer(id).await["results"][0]["seq"], 4);
    assert_eq!(bob.pushed().await, Vec::<Value>::new());
    held.release();
    let pong = bob.ask("ping", json!({})).await;
    assert_eq!(pong["heads"]["lobby"], 4, "who was given up finds the message by a ping");
    stack.stop().await;
}
