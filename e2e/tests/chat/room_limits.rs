//! How many rooms a person may be in, and make.

use e2e::Stack;
use serde_json::{Value, json};

use crate::fixture::{dynamodb, sort_keys, stack};
use crate::person::Person;

/// Writes a person's row directly.
async fn put(stack: &Stack, user: &str, sk: &str, attributes: Value) {
    let mut item = json!({"pk": {"S": format!("USER#{user}")}, "sk": {"S": sk}});
    item.as_object_mut().unwrap().extend(attributes.as_object().unwrap().clone());
    dynamodb(stack, "PutItem", json!({"Item": item})).await;
}

/// Sends ten requests at once, and returns how many are accepted. All others are refused with `too_large`.
async fn ten(action: &str, person: &mut Person, room: impl Fn(usize) -> String) -> usize {
    let mut requests = Vec::new();
    for n in 0..10 {
        requests.push(person.post(action, json!({"room": room(n)})).await);
    }
    let mut accepted = 0;
    for _ in requests {
        let answer = person.next_answer().await;
        match answer["code"].as_str() {
            None => accepted += 1,
            code => assert_eq!(code, Some("too_large"), "{answer}"),
        }
    }
    accepted
}

#[tokio::test]
async fn ten_joins_at_once_do_not_get_past_the_hundredth_room() {
    let stack = stack().await;
    let mut owner = Person::guest(&stack, "Owner").await;
    for n in 0..10 {
        owner.join(&format!("r-{n}")).await;
    }
    let mut ada = member_of(98, &stack, "Ada").await;
    assert_eq!(ten("join", &mut ada, |n| format!("r-{n}")).await, 2);
    let partition = format!("USER#{}", ada.user);
    let new = sort_keys(&stack, &partition, "ROOM#r-").await;
    let leave = json!({"room": new[0].trim_start_matches("ROOM#")});
    assert_eq!(ada.ask("leave", leave).await["type"], "ack");
    assert_eq!(sort_keys(&stack, &partition, "ROOM#").await.len(), 99);
    assert_eq!(ten("join", &mut ada, |n| format!("r-{n}")).await, 2, "a member already, and one new");
    assert_eq!(sort_keys(&stack, &partition, "ROOM#").await.len(), 100);
    stack.stop().await;
}

#[tokio::test]
async fn ten_creates_at_once_do_not_get_past_the_hundredth_room() {
    let stack = stack().await;
    let mut ada = member_of(98, &stack, "Ada").await;
    assert_eq!(ten("create", &mut ada, |n| format!("new-{n}")).await, 2);
    stack.stop().await;
}

/// Both joins read 99 rooms before one of them commits.
#[tokio::test]
async fn a_join_that_crosses_another_does_not_get_past_the_hundredth_room() {
    let stack = stack().await;
    let mut owner = Person::in_room(&stack, "Owner", "slow").await;
    owner.join("quick").await;
    let mut ada = member_of(99, &stack, "Ada").await;
    let mut joins = stack.hold_dynamodb("TransactWriteItems", "LISTEN#slow");
    let slow = ada.post("join", json!({"room": "slow"})).await;
    joins.arrived().await;
    assert_eq!(ada.join("quick").await["room"], "quick");
    joins.release();
    let answer = ada.answer(slow).await;
    assert_eq!(answer["code"], "too_large", "{answer}");
    stack.stop().await;
}

async fn member_of(rooms: usize, stack: &Stack, name: &str) -> Person {
    let person = Person::guest(stack, name).await;
    for n in 0..rooms {
        let room = format!("old-{n}");
        let row = json!({"room": {"S": room}, "role": {"S": "member"}, "read": {"N": "0"}});
        put(stack, &person.user, &format!("ROOM#{room}"), row).await;
    }
    person
}

#[tokio::test]
async fn ten_new_rooms_at_once_do_not_get_past_the_fiftieth() {
    let stack = stack().await;
    let mut ada = Person::guest(&stack, "Ada").await;
    put(&stack, &ada.user, "MADE", json!({"made": {"N": "48"}})).await;
    assert_eq!(ten("create", &mut ada, |n| format!("new-{n}")).await, 2);
    stack.stop().await;
}
