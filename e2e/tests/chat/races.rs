//! Requests of one person that cross each other. Each test holds a call to DynamoDB at the moment that matters.

use e2e::Stack;
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
async fn a_hello_that_crosses_a_leave_leaves_no_listener() {
    let stack = stack().await;
    let mut laptop = Person::in_room(&stack, "Ada", "lobby").await;
    let mut phone = Person::stranger(&stack).await;
    let mut listens = stack.hold_dynamodb("BatchWriteItem", "LISTEN#lobby");
    let hello = phone.post("hello", json!({"version": 2, "token": laptop.token})).await;
    listens.arrived().await;
    assert_eq!(laptop.ask("leave", json!({"room": "lobby"})).await["type"], "ack");
    listens.release();
    let welcome = phone.answer(hello).await;
    assert_eq!((&welcome["type"], &welcome["rooms"]), (&json!("welcome"), &json!([])), "{welcome}");
    assert_eq!(phone.ask("history", json!({"room": "lobby"})).await["code"], "forbidden");
    assert_eq!(sort_keys(&stack, "LISTEN#lobby", "CONN#").await, Vec::<String>::new());
    stack.stop().await;
}

#[tokio::test]
async fn a_hello_that_crosses_a_sign_out_everywhere_else_is_refused() {
    let stack = stack().await;
    let mut laptop = Person::in_room(&stack, "Ada", "lobby").await;
    let mut thief = Person::stranger(&stack).await;
    let devices = format!("DEVICES#{}", laptop.user);
    let mut rows = stack.hold_dynamodb("PutItem", &devices);
    let hello = thief.post("hello", json!({"version": 2, "token": laptop.token})).await;
    rows.arrived().await;
    let alone = json!({"version": 2, "token": laptop.token, "signOutOthers": true});
    assert_eq!(laptop.ask("hello", alone).await["type"], "welcome");
    rows.release();
    assert_eq!(thief.answer(hello).await["code"], "unauthorized");
    assert_eq!(thief.ask("history", json!({"room": "lobby"})).await["code"], "unauthorized");
    for partition in ["LISTEN#lobby", &devices] {
        assert_eq!(sort_keys(&stack, partition, "CONN#").await.len(), 1, "{partition}");
    }
    stack.stop().await;
}

#[tokio::test]
async fn a_leave_ends_also_if_a_device_closes_meanwhile() {
    let stack = stack().await;
    let mut laptop = Person::in_room(&stack, "Ada", "lobby").await;
    let phone = laptop.device(&stack).await;
    let mut ends = stack.hold_dynamodb("TransactWriteItems", "DELETE rooms");
    let leave = laptop.post("leave", json!({"room": "lobby"})).await;
    ends.arrived().await;
    close(&stack, phone).await;
    ends.release();
    assert_eq!(laptop.answer(leave).await["type"], "ack");
    assert_eq!(sort_keys(&stack, "LISTEN#lobby", "CONN#").await, Vec::<String>::new());
    stack.stop().await;
}

#[tokio::test]
async fn a_hello_writes_no_rows_of_a_connection_that_has_closed() {
    let stack = stack().await;
    let laptop = Person::in_room(&stack, "Ada", "lobby").await;
    let mut phone = Person::stranger(&stack).await;
    let mut binds = stack.hold_dynamodb("UpdateItem", "SET #user");
    phone.post("hello", json!({"version": 2, "token": laptop.token})).await;
    binds.arrived().await;
    close(&stack, phone).await;
    let before = stack.calls();
    binds.release();
    let ended = || stack.calls().since(&before).billed_ms.contains_key("MessageFunction").then_some(());
    until("the hello ends", async || ended()).await;
    for partition in ["LISTEN#lobby", &format!("DEVICES#{}", laptop.user)] {
        assert_eq!(sort_keys(&stack, partition, "CONN#").await.len(), 1, "{partition}");
    }
    stack.stop().await;
}

#[tokio::test]
async fn a_new_name_writes_no_row_of_a_device_that_has_closed() {
    let stack = stack().await;
    let mut laptop = Person::guest(&stack, "Ada").await;
    let devices = format!("DEVICES#{}", laptop.user);
    let before = sort_keys(&stack, &devices, "CONN#").await;
    let phone = laptop.device(&stack).await;
    let after = sort_keys(&stack, &devices, "CONN#").await;
    let phones = after.iter().find(|key| !before.contains(key)).unwrap();
    let mut names = stack.hold_dynamodb("UpdateItem", "PROFILE");
    let hello = json!({"version": 2, "token": laptop.token, "name": "Ada Lovelace"});
    let hello = laptop.post("hello", hello).await;
    names.arrived().await;
    assert_eq!(sort_keys(&stack, phones, "CONN").await, ["CONN"]);
    close(&stack, phone).await;
    names.release();
    assert_eq!(laptop.answer(hello).await["name"], "Ada Lovelace");
    assert_eq!(sort_keys(&stack, phones, "CONN").await, Vec::<String>::new());
    stack.stop().await;
}

/// Closes the connection, and waits until its rows are gone.
async fn close(stack: &Stack, person: Person) {
    let before = stack.calls();
    person.close().await;
    let done = || stack.calls().since(&before).billed_ms.contains_key("DisconnectFunction").then_some(());
    until("$disconnect is done", async || done()).await;
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
    close(&stack, ada).await;
    let before = stack.calls();
    join.release();
    let ended = || stack.calls().since(&before).billed_ms.contains_key("MessageFunction").then_some(());
    until("the join ends", async || ended()).await;
    let calls = stack.calls().since(&before).dynamodb;
    assert_eq!(calls, [("GetItem".to_owned(), 1)].into(), "no further attempt is paid for");
    assert_eq!(sort_keys(&stack, "LISTEN#lobby", "CONN#").await, Vec::<String>::new());
    stack.stop().await;
}
