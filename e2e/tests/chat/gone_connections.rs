//! Connections that are gone although the table still has their rows.

use serde_json::{Value, json};

use crate::fixture::{dynamodb, sort_keys, stack};
use crate::person::Person;

/// The row that remains when a `$disconnect` is lost.
pub fn row(connection: &str, expires: u64) -> Value {
    json!({"Item": {
        "pk": {"S": "LISTEN#lobby"}, "sk": {"S": format!("CONN#{connection}")},
        "connection": {"S": connection}, "user": {"S": "u-ghost"}, "name": {"S": "Ghost"},
        "role": {"S": "member"}, "expires": {"N": expires.to_string()},
    }})
}

#[tokio::test]
async fn a_post_to_a_gone_connection_deletes_its_row_and_no_other() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    let living = sort_keys(&stack, "LISTEN#lobby", "CONN#").await;
    dynamodb(&stack, "PutItem", row("Qyi07eCbtjMCJKw=", 9_999_999_999)).await;
    assert_eq!(sort_keys(&stack, "LISTEN#lobby", "CONN#").await.len(), 3);
    ada.says("lobby", "c-1", "Who is there?").await;
    assert_eq!(bob.hears_text().await, "Who is there?");
    assert_eq!(sort_keys(&stack, "LISTEN#lobby", "CONN#").await, living);
    stack.stop().await;
}

#[tokio::test]
async fn no_post_goes_to_an_expired_row() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    dynamodb(&stack, "PutItem", row("Qyi07eCbtjMCJKw=", 1)).await;
    let before = stack.calls();
    ada.says("lobby", "c-1", "Who is there?").await;
    assert_eq!(stack.calls().since(&before).connections, std::collections::BTreeMap::new());
    stack.stop().await;
}

#[tokio::test]
async fn a_device_that_is_gone_is_forgotten_and_an_expired_one_does_not_count() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let devices = format!("DEVICES#{}", ada.user);
    let own = sort_keys(&stack, &devices, "CONN#").await;
    for (expires, others) in [(1, Value::Null), (9_999_999_999_u64, json!(1))] {
        let item = json!({"pk": {"S": devices}, "sk": {"S": "CONN#Qyi07eCbtjMCJKw="},
            "connection": {"S": "Qyi07eCbtjMCJKw="}, "expires": {"N": expires.to_string()}});
        dynamodb(&stack, "PutItem", json!({"Item": item})).await;
        assert_eq!(ada.ask("ping", json!({})).await["devices"], others);
    }
    ada.join("tea").await; // the other devices are told
    assert_eq!(sort_keys(&stack, &devices, "CONN#").await, own);
    stack.stop().await;
}
