//! The same person on another device, after a while, or under another name.

use std::collections::BTreeSet;

use e2e::Stack;
use local::Calls;
use serde_json::{Value, json};

use crate::fixture::stack;
use crate::person::Person;

#[tokio::test]
async fn a_token_gives_the_same_person_and_the_same_rooms() {
    let stack = stack().await;
    let mut ada = Person::guest(&stack, "Ada").await;
    assert_eq!(ada.welcome["limits"], json!({"text": 8000, "batch": 10, "page": 50}));
    assert_eq!((&ada.welcome["rooms"], &ada.welcome["name"]), (&json!([]), &json!("Ada")));
    ada.ask("join", json!({"room": "tea", "title": "Tea & Biscuits"})).await;
    ada.join("lobby").await;
    ada.says("tea", "c-1", "One").await;

    let mut phone = ada.device(&stack).await;
    assert_eq!((&phone.user, &phone.welcome["name"]), (&ada.user, &json!("Ada")));
    let rooms = json!([
        {"room": "lobby", "title": "Lobby", "head": 1, "read": 1, "messages": 0, "unread": 0},
        {"room": "tea", "title": "Tea & Biscuits", "head": 2, "read": 1, "messages": 1, "unread": 0},
    ]);
    assert_eq!(phone.welcome["rooms"], rooms);
    ada.says("tea", "c-2", "Two").await;
    assert_eq!(phone.hears_text().await, "Two");
    assert_eq!(phone.says("tea", "c-2", "Two").await, 3, "sent again from another device");
    stack.stop().await;
}

#[tokio::test]
async fn a_new_name_holds_for_later_messages_and_devices() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    ada.says("lobby", "c-1", "I am Ada").await;
    let token = ada.token.clone();
    ada.say_hello(json!({"token": token, "name": " Ada Lovelace "})).await;
    assert_eq!(ada.welcome["name"], "Ada Lovelace");
    ada.says("lobby", "c-2", "I am Ada Lovelace").await;
    let log = bob.log("lobby").await;
    assert_eq!((&log[2]["name"], &log[3]["name"]), (&json!("Ada"), &json!("Ada Lovelace")));
    assert_eq!(ada.device(&stack).await.welcome["name"], "Ada Lovelace");
    stack.stop().await;
}

#[tokio::test]
async fn a_guest_needs_a_name_and_a_connection_cannot_change_its_person() {
    let stack = stack().await;
    let bob = Person::guest(&stack, "Bob").await;
    let mut ada = Person::stranger(&stack).await;
    let hello = |hello: Value| [hello, json!({"version": 1})];
    let merged = |[mut a, b]: [Value; 2]| {
        a.as_object_mut().unwrap().extend(b.as_object().unwrap().clone());
        a
    };
    let nameless = ada.ask("hello", merged(hello(json!({})))).await;
    assert_eq!(nameless["code"], "bad_request", "{nameless}");
    ada.say_hello(json!({"name": "Ada"})).await;
    let as_bob = ada.ask("hello", merged(hello(json!({"token": bob.token})))).await;
    assert_eq!(as_bob["code"], "forbidden", "{as_bob}");
    let altered = format!("{}x", bob.token);
    let forged = ada.ask("hello", merged(hello(json!({"token": altered})))).await;
    assert_eq!(forged["code"], "unauthorized", "{forged}");
    stack.stop().await;
}

#[tokio::test]
async fn a_read_mark_only_moves_forward_and_only_ones_own_devices_get_it() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    for n in 0..3 {
        bob.says("lobby", &format!("c-{n}"), "Hi").await;
    }
    let mut phone = ada.device(&stack).await;
    bob.pushed().await;
    ada.pushed().await;
    let read = |seq: u64| json!({"action": "read", "room": "lobby", "seq": seq}).to_string();
    ada.say(&read(4)).await;
    assert_eq!(phone.hears("read").await, json!({"type": "read", "room": "lobby", "seq": 4}));
    phone.say(&read(3)).await; // backwards: ignored
    phone.say(&read(999)).await; // beyond the log: limited to its head
    assert_eq!(ada.hears("read").await["seq"], 5);
    assert_eq!((bob.pushed().await, ada.pushed().await, phone.pushed().await), (vec![], vec![], vec![]));
    assert_eq!(ada.device(&stack).await.welcome["rooms"][0]["read"], 5);
    stack.stop().await;
}

/// The partitions that the functions have reached since then, by action.
fn reached(stack: &Stack, before: &Calls) -> BTreeSet<(String, String)> {
    let accesses = stack.calls().since(before).accesses.into_keys();
    let of_rows = accesses.filter_map(|access| Some((access.action, access.leading_key?)));
    of_rows.filter(|(_, key)| key.contains('#')).collect()
}

#[tokio::test]
async fn a_read_mark_costs_the_same_in_a_large_room() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut phone = ada.device(&stack).await;
    phone.says("lobby", "c-1", "Hi").await;
    let head = phone.says("lobby", "c-2", "Hi").await;
    ada.pushed().await;
    for ping in [false, true] {
        let before = stack.calls();
        if ping {
            let pong = ada.ask("ping", json!({"read": {"lobby": head, "elsewhere": 9}})).await;
            assert_eq!(pong["devices"], 1, "{pong}");
        } else {
            ada.say(&json!({"action": "read", "room": "lobby", "seq": head - 1}).to_string()).await;
        }
        let expected = if ping { head } else { head - 1 };
        assert_eq!(phone.hears("read").await, json!({"type": "read", "room": "lobby", "seq": expected}));
        let reached = reached(&stack, &before);
        assert!(!reached.iter().any(|(_, key)| key == "LISTEN#*"), "{reached:?}");
    }
    assert_eq!(ada.device(&stack).await.welcome["rooms"][0]["read"], head);
    stack.stop().await;
}

#[tokio::test]
async fn other_devices_are_told_of_joins_and_leaves() {
    let stack = stack().await;
    let mut laptop = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "tea").await;
    let mut phone = laptop.device(&stack).await;
    assert_eq!((&laptop.welcome["devices"], &phone.welcome["devices"]), (&Value::Null, &json!(1)));
    let room = laptop.join("tea").await;
    assert_eq!(phone.hears("joined").await, json!({"type": "joined", "room": room}));
    assert_eq!(phone.ask("listen", json!({"room": "tea"})).await["room"], room);
    bob.says("tea", "c-1", "Welcome").await;
    assert_eq!(phone.hears_text().await, "Welcome");
    laptop.ask("leave", json!({"room": "tea"})).await;
    assert_eq!(phone.hears("left").await, json!({"type": "left", "room": "tea"}));
    for (action, fields) in [("history", json!({"room": "tea"})), ("listen", json!({"room": "tea"}))] {
        assert_eq!(phone.ask(action, fields).await["code"], "forbidden");
    }
    assert!(
        bob.pushed().await.iter().all(|frame| frame["type"] == "events"),
        "this is nobody else's concern"
    );
    stack.stop().await;
}

#[tokio::test]
async fn a_new_name_is_written_for_the_person_and_not_for_each_room() {
    let stack = stack().await;
    let mut laptop = Person::in_room(&stack, "Ada", "lobby").await;
    for room in ["tea", "den"] {
        laptop.join(room).await;
    }
    let mut phone = laptop.device(&stack).await;
    let before = stack.calls();
    let token = laptop.token.clone();
    laptop.say_hello(json!({"token": token, "name": "Ada Lovelace"})).await;
    let writes: BTreeSet<String> = reached(&stack, &before)
        .into_iter()
        .filter(|(action, _)| is_write(action))
        .map(|(_, key)| key)
        .collect();
    assert_eq!(writes, ["CONN#*".to_owned(), "USER#*".to_owned()].into());
    assert_eq!(phone.hears("renamed").await, json!({"type": "renamed", "name": "Ada Lovelace"}));
    phone.says("tea", "c-1", "Who am I?").await;
    assert_eq!(phone.log("tea").await[1]["name"], "Ada Lovelace");
    stack.stop().await;
}

fn is_write(action: &str) -> bool {
    !["GetItem", "BatchGetItem", "Query", "ConditionCheckItem"].iter().any(|read| action.ends_with(read))
}
