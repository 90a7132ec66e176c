//! What one connection, one address and one person may do.

use e2e::Stack;
use serde_json::{Value, json};

use crate::fixture::{dynamodb, stack, until};
use crate::person::Person;

#[tokio::test]
async fn leaving_a_room_that_one_is_not_in_costs_two_reads() {
    let stack = stack().await;
    let _ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut eve = Person::guest(&stack, "Eve").await;
    let before = stack.calls();
    assert_eq!(eve.ask("leave", json!({"room": "lobby"})).await["type"], "ack");
    let calls = stack.calls().since(&before).dynamodb;
    assert_eq!(calls, [("GetItem".to_owned(), 2)].into());
    stack.stop().await;
}

/// 51 rows are at most two read units; 400 rows would be five or more.
#[tokio::test]
async fn typing_in_a_large_room_reads_only_the_first_rows() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let query = json!({
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :start)",
        "ExpressionAttributeValues": {":pk": {"S": "ROOM#lobby"}, ":start": {"S": "CONN#"}},
    });
    let row = dynamodb(&stack, "Query", query).await["Items"][0].clone();
    for n in 0..400 {
        let mut item = row.clone();
        (item["sk"], item["connection"]) =
            (json!({"S": format!("CONN#x{n}")}), json!({"S": format!("x{n}")}));
        dynamodb(&stack, "PutItem", json!({"Item": item})).await;
    }
    ada.says("lobby", "c-1", "Hi").await;
    ada.pushed().await;
    let before = stack.calls();
    ada.say(r#"{"action":"typing","room":"lobby"}"#).await;
    let done = async || stack.calls().since(&before).half_units.get("Query").copied();
    let half_units = until("the listeners are read", done).await;
    assert!(half_units <= 2 * 2, "{half_units} half units are read");
    stack.stop().await;
}

/// Writes a person's row directly.
async fn put(stack: &Stack, user: &str, sk: &str, attributes: Value) {
    let mut item = json!({"pk": {"S": format!("USER#{user}")}, "sk": {"S": sk}});
    item.as_object_mut().unwrap().extend(attributes.as_object().unwrap().clone());
    dynamodb(stack, "PutItem", json!({"Item": item})).await;
}

/// Sends ten joins at once, and returns how many are accepted. All others are refused with `too_large`.
async fn ten_joins(person: &mut Person, room: impl Fn(usize) -> String) -> usize {
    let mut requests = Vec::new();
    for n in 0..10 {
        requests.push(person.post("join", json!({"room": room(n)})).await);
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
    let mut ada = Person::guest(&stack, "Ada").await;
    for n in 0..98 {
        let room = format!("old-{n}");
        let row = json!({"room": {"S": room}, "role": {"S": "member"}, "read": {"N": "0"}});
        put(&stack, &ada.user, &format!("ROOM#{room}"), row).await;
    }
    assert_eq!(ten_joins(&mut ada, |n| format!("r-{n}")).await, 2);
    stack.stop().await;
}

#[tokio::test]
async fn ten_new_rooms_at_once_do_not_get_past_the_fiftieth() {
    let stack = stack().await;
    let mut ada = Person::guest(&stack, "Ada").await;
    put(&stack, &ada.user, "MADE", json!({"made": {"N": "48"}})).await;
    assert_eq!(ten_joins(&mut ada, |n| format!("new-{n}")).await, 2);
    stack.stop().await;
}
