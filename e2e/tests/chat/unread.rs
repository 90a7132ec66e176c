//! The server tells how many messages a log holds, and how many are unread.

use e2e::Stack;
use serde_json::{Value, json};

use crate::fixture::{stack, until};
use crate::person::Person;

/// What a new connection of this person gets of the lobby: messages and unread messages.
async fn counts(person: &Person, stack: &Stack) -> (Value, Value) {
    let device = person.device(stack).await;
    let room = &device.welcome["rooms"][0];
    (room["messages"].clone(), room["unread"].clone())
}

async fn has_read(person: &mut Person, stack: &Stack, seq: u64) {
    person.say(&json!({"action": "read", "room": "lobby", "seq": seq}).to_string()).await;
    let is_read = async || {
        let device = person.device(stack).await;
        (device.welcome["rooms"][0]["read"] == seq).then_some(())
    };
    until("the room is read", is_read).await;
}

#[tokio::test]
async fn every_event_tells_the_messages_up_to_it() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let batch = json!([{"clientId": "c-1", "text": "One"}, {"clientId": "c-2", "text": "Two"}]);
    let results = ada.send("lobby", batch).await;
    assert_eq!((&results[0]["messages"], &results[1]["messages"]), (&json!(1), &json!(2)));
    let mut bob = Person::guest(&stack, "Bob").await;
    let state = bob.join("lobby").await;
    assert_eq!((&state["head"], &state["messages"], &state["unread"]), (&json!(4), &json!(2), &json!(0)));
    let react = json!({"room": "lobby", "clientId": "c-1", "target": 2, "emoji": "👍", "on": true});
    assert_eq!(bob.ask("react", react).await["results"][0]["messages"], 2);
    ada.ask("delete", json!({"room": "lobby", "clientId": "c-3", "target": 2})).await;
    assert_eq!(bob.hears("events").await["events"][0]["messages"], 2, "a deleted message counts");
    bob.ask("leave", json!({"room": "lobby"})).await;
    let told: Vec<Value> = ada.log("lobby").await.iter().map(|event| event["messages"].clone()).collect();
    assert_eq!(told, [0, 1, 2, 2, 2, 2, 2].map(Value::from));
    stack.stop().await;
}

#[tokio::test]
async fn unread_messages_are_those_by_others_after_the_mark() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    assert_eq!(counts(&bob, &stack).await, (json!(0), json!(0)));
    for n in 3..=6 {
        ada.says("lobby", &format!("c-{n}"), "Hello").await;
    }
    assert_eq!(counts(&bob, &stack).await, (json!(4), json!(4)));
    bob.says("lobby", "c-1", "My own").await;
    let react = json!({"room": "lobby", "clientId": "c-2", "target": 3, "emoji": "👍", "on": true});
    bob.ask("react", react).await;
    assert_eq!(counts(&bob, &stack).await, (json!(5), json!(4)), "what Bob does himself is not unread");
    has_read(&mut bob, &stack, 4).await;
    assert_eq!(counts(&bob, &stack).await, (json!(5), json!(2)));
    ada.ask("delete", json!({"room": "lobby", "clientId": "c-9", "target": 6})).await;
    assert_eq!(counts(&bob, &stack).await, (json!(5), json!(2)), "a deleted message counts");
    assert_eq!(
        bob.device(&stack).await.join("lobby").await["unread"],
        2,
        "the answer of a join tells the same"
    );
    has_read(&mut bob, &stack, 9).await;
    assert_eq!(counts(&bob, &stack).await, (json!(5), json!(0)));
    stack.stop().await;
}

#[tokio::test]
async fn a_mark_goes_back_if_the_person_says_so_on_all_devices() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    for n in 3..=6 {
        bob.says("lobby", &format!("c-{n}"), "Hello").await;
    }
    has_read(&mut ada, &stack, 6).await;
    let mut phone = ada.device(&stack).await;
    let mark = |seq: u64, back: bool| json!({"action": "read", "room": "lobby", "seq": seq, "back": back});
    ada.say(&mark(4, true).to_string()).await;
    assert_eq!(phone.hears("read").await, json!({"type": "read", "room": "lobby", "seq": 4, "back": true}));
    assert_eq!(counts(&ada, &stack).await, (json!(4), json!(2)));
    ada.say(&mark(5, true).to_string()).await; // forward: ignored
    ada.say(&mark(5, false).to_string()).await;
    assert_eq!(phone.hears("read").await, json!({"type": "read", "room": "lobby", "seq": 5}));
    phone.say(&mark(0, true).to_string()).await;
    assert_eq!((&ada.hears("read").await["seq"], &counts(&ada, &stack).await.1), (&json!(0), &Value::Null));
    let stranger = bob.ask("read", json!({"room": "elsewhere", "seq": 0, "back": true})).await;
    assert_eq!(stranger["code"], "forbidden");
    stack.stop().await;
}
