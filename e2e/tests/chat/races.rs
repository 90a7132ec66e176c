//! Requests of one person that cross each other. Each test holds a call to DynamoDB at the moment that matters.

use serde_json::json;

use crate::fixture::{sort_keys, stack, until};
use crate::person::Person;

#[tokio::test]
async fn a_listen_that_crosses_a_leave_leaves_no_listener() {
    let stack = stack().await;
    let mut laptop = Person::in_room(&stack, "Ada", "lobby").await;
    let mut phone = laptop.device(&stack).await;
    let mut listens = stack.hold_dynamodb("TransactWriteItems", "LISTEN#lobby");
    let listen = phone.post("listen", json!({"room": "lobby"})).await;
    listens.arrived().await;
    assert_eq!(laptop.ask("leave", json!({"room": "lobby"})).await["type"], "ack");
    listens.release();
    let answer = phone.answer(listen).await;
    assert_eq!(answer["code"], "forbidden", "{answer}");
    assert_eq!(sort_keys(&stack, "LISTEN#lobby", "CONN#").await, Vec::<String>::new());
    stack.stop().await;
}

#[tokio::test]
async fn a_join_that_crosses_a_leave_makes_a_member_again() {
    let stack = stack().await;
    let mut laptop = Person::in_room(&stack, "Ada", "lobby").await;
    let mut phone = laptop.device(&stack).await;
    let mut joins = stack.hold_dynamodb("TransactWriteItems", "LISTEN#lobby");
    let join = phone.post("join", json!({"room": "lobby"})).await;
    joins.arrived().await;
    assert_eq!(laptop.ask("leave", json!({"room": "lobby"})).await["type"], "ack");
    joins.release();
    assert_eq!(phone.answer(join).await["room"]["head"], 3);
    assert_eq!(sort_keys(&stack, "ROOM#lobby", "MEMBER#").await.len(), 1);
    stack.stop().await;
}

#[tokio::test]
async fn a_leave_does_not_deafen_a_device_that_has_joined_again() {
    let stack = stack().await;
    let mut laptop = Person::in_room(&stack, "Ada", "lobby").await;
    let mut phone = laptop.device(&stack).await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    let mut query = stack.hold_dynamodb("Query", &format!("DEVICES#{}", laptop.user));
    let leave = laptop.post("leave", json!({"room": "lobby"})).await;
    query.arrived().await; // the membership has ended; the listeners are still there
    assert_eq!(phone.join("lobby").await["head"], 4);
    query.release();
    assert_eq!(laptop.answer(leave).await["type"], "ack");
    bob.says("lobby", "c-1", "Are you back?").await;
    assert_eq!(phone.hears_text().await, "Are you back?");
    assert!(phone.pushed().await.iter().all(|frame| frame["type"] != "left"));
    assert_eq!(phone.says("lobby", "c-2", "I am").await, 6);
    stack.stop().await;
}

#[tokio::test]
async fn a_join_ends_with_its_connection() {
    let stack = stack().await;
    let mut ada = Person::guest(&stack, "Ada").await;
    let mut join = stack.hold_dynamodb("TransactWriteItems", "LISTEN#lobby");
    ada.post("join", json!({"room": "lobby"})).await;
    join.arrived().await;
    ada.close().await;
    let is_done = |name: &str| stack.calls().billed_ms.contains_key(name).then_some(());
    until("$disconnect is done", async || is_done("DisconnectFunction")).await;
    let before = stack.calls();
    join.release();
    let ended = || stack.calls().since(&before).billed_ms.contains_key("MessageFunction").then_some(());
    until("the join ends", async || ended()).await;
    let calls = stack.calls().since(&before).dynamodb;
    assert_eq!(calls, [("GetItem".to_owned(), 1)].into(), "no further attempt is paid for");
    assert_eq!(sort_keys(&stack, "LISTEN#lobby", "CONN#").await, Vec::<String>::new());
    stack.stop().await;
}
