//! Edits, deletions and reactions.

use serde_json::{Value, json};

use crate::fixture::{dynamodb, stack};
use crate::person::{Person, seqs};

async fn change(person: &mut Person, action: &str, client_id: &str, mut fields: Value) -> Value {
    fields["room"] = "lobby".into();
    fields["clientId"] = client_id.into();
    let answer = person.ask(action, fields).await;
    if answer["type"] == "ack" { answer["results"][0].clone() } else { answer }
}

#[tokio::test]
async fn a_change_appends_an_event_and_updates_its_target() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    let target = ada.says("lobby", "c-1", "Helo").await;
    bob.hears("events").await;

    let edited = change(&mut ada, "edit", "c-2", json!({"target": target, "text": "Hello"})).await;
    let push = bob.hears("events").await["events"][0].clone();
    assert_eq!((&push["kind"], &push["target"], &push["text"]), (&json!("edit"), &json!(3), &json!("Hello")));
    change(&mut bob, "react", "c-1", json!({"target": target, "emoji": "👋", "on": true})).await;
    change(&mut bob, "react", "c-2", json!({"target": target, "emoji": "🎉", "on": true})).await;
    change(&mut bob, "react", "c-3", json!({"target": target, "emoji": "🎉", "on": false})).await;

    let log = bob.log("lobby").await;
    assert_eq!(seqs(&log), [1, 2, 3, 4, 5, 6, 7]);
    let message = &log[2];
    assert_eq!((&message["text"], &message["edited"]), (&json!("Hello"), &edited["at"]));
    assert_eq!((&message["reactions"], &message["rev"]), (&json!({"👋": [bob.user]}), &json!(7)));

    change(&mut ada, "delete", "c-3", json!({"target": target})).await;
    let message = &ada.log("lobby").await[2];
    assert_eq!((&message["text"], &message["reactions"]), (&Value::Null, &Value::Null));
    assert_eq!((&message["kind"], &message["rev"]), (&json!("message"), &json!(8)));
    stack.stop().await;
}

#[tokio::test]
async fn only_the_author_may_edit_and_only_author_and_owner_may_delete() {
    let stack = stack().await;
    let mut owner = Person::in_room(&stack, "Owner", "lobby").await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    let hers = ada.says("lobby", "c-1", "Mine").await;
    let owners = owner.says("lobby", "c-1", "The owner's").await;
    for person in [&mut owner, &mut bob] {
        let answer = change(person, "edit", "e-1", json!({"target": hers, "text": "Not mine"})).await;
        assert_eq!(answer["code"], "forbidden", "{answer}");
    }
    for target in [hers, owners] {
        let answer = change(&mut bob, "delete", "d-1", json!({"target": target})).await;
        assert_eq!(answer["code"], "forbidden", "{answer}");
    }
    assert_eq!(bob.log("lobby").await.len(), 5, "nothing has changed");
    let answer = change(&mut owner, "delete", "d-1", json!({"target": hers})).await;
    assert_eq!(answer["seq"], 6, "{answer}");
    stack.stop().await;
}

#[tokio::test]
async fn a_message_takes_at_most_ten_reactions_of_one_person() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let target = ada.says("lobby", "c-1", "Tea?").await;
    let emoji = ["👍", "👎", "🎉", "👋", "🍵", "🍰", "🚀", "👀", "🙏", "🔥", "🌊"];
    let react = |n: usize, on: bool| {
        let client_id = format!("r-{n}-{on}");
        json!({"room": "lobby", "clientId": client_id, "target": target, "emoji": emoji[n], "on": on})
    };
    for n in 0..10 {
        ada.ask_until_accepted("react", react(n, true)).await;
    }
    let refusal_code = async |person: &mut Person, request: Value| loop {
        let answer = person.ask("react", request.clone()).await;
        if answer["code"] != "rate_limited" {
            return answer["code"].clone();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    assert_eq!(refusal_code(&mut ada, react(10, true)).await, "too_large");
    assert_eq!(refusal_code(&mut ada, react(3, false)).await, Value::Null);
    assert_eq!(refusal_code(&mut ada, react(10, true)).await, Value::Null);
    stack.stop().await;
}

#[tokio::test]
async fn a_change_of_anything_but_a_message_is_not_found() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let deleted = ada.says("lobby", "c-1", "Oops").await;
    change(&mut ada, "delete", "c-2", json!({"target": deleted})).await;
    for target in [0, 1, deleted, 3, 99, u64::MAX] {
        for (action, fields) in [
            ("edit", json!({"target": target, "text": "x"})),
            ("delete", json!({"target": target})),
            ("react", json!({"target": target, "emoji": "👍", "on": true})),
        ] {
            let answer = change(&mut ada, action, "c-9", fields).await;
            assert_eq!(answer["code"], "not_found", "{action} {target}: {answer}");
        }
    }
    assert_eq!(ada.log("lobby").await.len(), 3);
    stack.stop().await;
}

#[tokio::test]
async fn a_change_that_is_sent_again_is_a_duplicate() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let target = ada.says("lobby", "c-1", "Oops").await;
    let edit = json!({"target": target, "text": "Oh"});
    let edited = change(&mut ada, "edit", "c-2", edit.clone()).await;
    change(&mut ada, "edit", "c-3", json!({"target": target, "text": "Ah"})).await;
    let again = change(&mut ada, "edit", "c-2", edit.clone()).await;
    assert_eq!((&again["seq"], &again["duplicate"]), (&edited["seq"], &json!(true)));
    assert_eq!(ada.log("lobby").await[1]["text"], "Ah");

    let deleted = change(&mut ada, "delete", "c-4", json!({"target": target})).await;
    for (action, client_id, fields, seq) in [
        ("delete", "c-4", json!({"target": target}), &deleted["seq"]),
        ("edit", "c-2", edit, &edited["seq"]), // its target is deleted, but the log still has the edit
    ] {
        let again = change(&mut ada, action, client_id, fields).await;
        assert_eq!((&again["seq"], &again["duplicate"]), (seq, &json!(true)), "{action}");
    }
    assert_eq!(ada.log("lobby").await.len(), 5);
    stack.stop().await;
}

#[tokio::test]
async fn an_unknown_attribute_of_a_message_survives_a_change() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let target = ada.says("lobby", "c-1", "Helo").await;
    let key = json!({"pk": {"S": "ROOM#lobby"}, "sk": {"S": "LOG#000000000002"}});
    let add = json!({
        "Key": key, "UpdateExpression": "SET colour = :red", "ExpressionAttributeValues": {":red": {"S": "red"}},
    });
    dynamodb(&stack, "UpdateItem", add).await;
    change(&mut ada, "edit", "c-2", json!({"target": target, "text": "Hello"})).await;
    let item = dynamodb(&stack, "GetItem", json!({"Key": key})).await["Item"].clone();
    assert_eq!((&item["colour"]["S"], &item["text"]["S"]), (&json!("red"), &json!("Hello")));
    stack.stop().await;
}

/// The texts of a message's edit events, as the log has them.
async fn edits(person: &mut Person) -> Vec<Value> {
    let log = person.log("lobby").await;
    log.iter().filter(|event| event["kind"] == "edit").map(|event| event["text"].clone()).collect()
}

#[tokio::test]
async fn only_the_latest_edit_holds_a_text_and_a_deletion_removes_it() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let target = ada.says("lobby", "c-1", "One").await;
    change(&mut ada, "edit", "c-2", json!({"target": target, "text": "Two"})).await;
    assert_eq!(edits(&mut ada).await, [json!("Two")]);
    change(&mut ada, "react", "c-3", json!({"target": target, "emoji": "👋", "on": true})).await;
    change(&mut ada, "edit", "c-4", json!({"target": target, "text": "Two"})).await;
    change(&mut ada, "edit", "c-5", json!({"target": target, "text": "Three"})).await;
    assert_eq!(edits(&mut ada).await, [Value::Null, Value::Null, json!("Three")]);
    change(&mut ada, "delete", "c-6", json!({"target": target})).await;
    assert_eq!(edits(&mut ada).await, [Value::Null, Value::Null, Value::Null]);
    let mut eve = Person::in_room(&stack, "Eve", "lobby").await;
    let log = Value::from(eve.log("lobby").await).to_string();
    assert!(!["One", "Two", "Three"].iter().any(|text| log.contains(text)), "{log}");
    stack.stop().await;
}

#[tokio::test]
async fn a_change_clears_the_edits_of_a_log_of_the_first_version() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let target = ada.says("lobby", "c-1", "One").await;
    change(&mut ada, "edit", "c-2", json!({"target": target, "text": "Two"})).await;
    change(&mut ada, "edit", "c-3", json!({"target": target, "text": "Three"})).await;
    // In the first version no attribute named the latest edit, and each edit kept its text.
    let key = |seq: u64| json!({"pk": {"S": "ROOM#lobby"}, "sk": {"S": format!("LOG#{seq:012}")}});
    dynamodb(&stack, "UpdateItem", json!({"Key": key(target), "UpdateExpression": "REMOVE lastEdit"})).await;
    let keep = json!({"Key": key(target + 1), "UpdateExpression": "SET #t = :t", "ExpressionAttributeNames": {"#t": "text"},
        "ExpressionAttributeValues": {":t": {"S": "Two"}}});
    dynamodb(&stack, "UpdateItem", keep).await;
    assert_eq!(edits(&mut ada).await, [json!("Two"), json!("Three")]);
    change(&mut ada, "delete", "c-4", json!({"target": target})).await;
    assert_eq!(edits(&mut ada).await, [Value::Null, Value::Null]);
    stack.stop().await;
}
