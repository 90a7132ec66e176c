//! Connections that are gone, though the table does not know yet.

use serde_json::{Value, json};

use crate::person::Person;
use crate::stage::{dynamodb, sort_keys, stack};

/// What a lost `$disconnect` leaves behind.
pub fn row(connection: &str, expires: u64) -> Value {
    json!({"Item": {
        "pk": {"S": "ROOM#lobby"}, "sk": {"S": format!("CONN#{connection}")},
        "connection": {"S": connection}, "user": {"S": "u-ghost"}, "name": {"S": "Ghost"},
        "role": {"S": "member"}, "expires": {"N": expires.to_string()},
    }})
}

#[tokio::test]
async fn the_row_of_a_gone_connection_is_deleted_and_no_other() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    let living = sort_keys(&stack, "ROOM#lobby", "CONN#").await;
    dynamodb(&stack, "PutItem", row("Qyi07eCbtjMCJKw=", 9_999_999_999)).await;
    assert_eq!(sort_keys(&stack, "ROOM#lobby", "CONN#").await.len(), 3);
    ada.says("lobby", "c-1", "Who is there?").await;
    assert_eq!(bob.hears_text().await, "Who is there?");
    assert_eq!(sort_keys(&stack, "ROOM#lobby", "CONN#").await, living);
    stack.stop().await;
}

#[tokio::test]
async fn a_row_that_has_expired_is_not_posted_to() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    dynamodb(&stack, "PutItem", row("Qyi07eCbtjMCJKw=", 1)).await;
    let before = stack.calls();
    ada.says("lobby", "c-1", "Who is there?").await;
    assert_eq!(stack.calls().since(&before).connections, std::collections::BTreeMap::new());
    stack.stop().await;
}
