//! The text of earlier edits is gone from the log.

use serde_json::{Value, json};

use crate::fixture::{dynamodb, stack};
use crate::person::{Person, texts};

async fn change(person: &mut Person, action: &str, client_id: &str, mut fields: Value) -> Value {
    fields["room"] = "lobby".into();
    fields["clientId"] = client_id.into();
    let answer = person.ask_until_accepted(action, fields).await;
    answer["results"][0].clone()
}

async fn edit(person: &mut Person, target: u64, text: &str) {
    change(
        person,
        "edit",
        &format!("edit-{}", text.replace(' ', "-")),
        json!({"target": target, "text": text}),
    )
    .await;
}

#[tokio::test]
async fn an_edit_clears_the_one_before_and_a_deletion_the_last() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let target = ada.says("lobby", "c-1", "secret 1").await;
    edit(&mut ada, target, "secret 2").await;
    edit(&mut ada, target, "secret 3").await;
    change(&mut ada, "react", "r-1", json!({"target": target, "emoji": "👍", "on": true})).await;
    edit(&mut ada, target, "open").await;
    let log = ada.log("lobby").await;
    assert_eq!(texts(&log), ["open", "open"], "the message and its last edit");
    assert_eq!((&log[2]["kind"], &log[2]["target"]), (&json!("edit"), &json!(target)), "its place stays");

    change(&mut ada, "delete", "d-1", json!({"target": target})).await;
    let mut eve = Person::in_room(&stack, "Eve", "lobby").await;
    assert_eq!(texts(&eve.log("lobby").await), Vec::<&str>::new());
    stack.stop().await;
}

/// Takes from the rows what a server of before did not write.
async fn age(stack: &e2e::Stack, seq: u64, text: Option<&str>) {
    let key = json!({"pk": {"S": "ROOM#lobby"}, "sk": {"S": format!("LOG#{seq:012}")}});
    let update = match text {
        Some(text) => json!({
            "Key": key, "UpdateExpression": "SET #text = :text REMOVE edit, clearing", "ExpressionAttributeNames": {"#text": "text"},
            "ExpressionAttributeValues": {":text": {"S": text}},
        }),
        None => json!({"Key": key, "UpdateExpression": "REMOVE edit, clearing"}),
    };
    dynamodb(stack, "UpdateItem", update).await;
}

#[tokio::test]
async fn the_next_change_clears_the_edits_of_an_older_log() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let target = ada.says("lobby", "c-1", "secret 1").await;
    let other = ada.says("lobby", "c-2", "other 1").await;
    for n in 2..=4 {
        edit(&mut ada, target, &format!("secret {n}")).await;
    }
    edit(&mut ada, other, "other 2").await;
    age(&stack, target, None).await;
    age(&stack, 4, Some("secret 2")).await;
    age(&stack, 5, Some("secret 3")).await;
    let log = ada.log("lobby").await;
    assert_eq!(texts(&log), ["secret 4", "other 2", "secret 2", "secret 3", "secret 4", "other 2"]);

    change(&mut ada, "react", "r-1", json!({"target": target, "emoji": "👍", "on": true})).await;
    assert_eq!(texts(&ada.log("lobby").await), ["secret 4", "other 2", "secret 4", "other 2"]);
    age(&stack, target, None).await;
    age(&stack, 4, Some("secret 2")).await;
    change(&mut ada, "delete", "d-1", json!({"target": target})).await;
    assert_eq!(texts(&ada.log("lobby").await), ["other 2", "other 2"]);
    stack.stop().await;
}

#[tokio::test]
async fn clearing_that_was_interrupted_is_ended_by_the_repetition() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let target = ada.says("lobby", "c-1", "secret 1").await;
    edit(&mut ada, target, "secret 2").await;
    edit(&mut ada, target, "secret 3").await;
    age(&stack, target, None).await;
    age(&stack, 3, Some("secret 2")).await;
    let throttled = stack.throttle_dynamodb("UpdateItem", "REMOVE #text");
    let throttled_query = stack.throttle_dynamodb("Query", "attribute_exists(#text)");
    let delete = json!({"room": "lobby", "clientId": "d-1", "target": target});
    assert_eq!(ada.ask("delete", delete.clone()).await["code"], "unavailable");
    drop((throttled, throttled_query));
    let again = ada.ask("delete", delete).await;
    assert_eq!(again["results"][0]["duplicate"], true, "{again}");
    assert_eq!(texts(&ada.log("lobby").await), Vec::<&str>::new());
    stack.stop().await;
}
