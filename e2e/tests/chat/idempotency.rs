//! An acknowledged message is committed exactly once, even if a process is killed meanwhile.

use e2e::Stack;
use serde_json::{Value, json};

use crate::fixture::{kill, sort_keys, stack, until};
use crate::person::{Person, seqs, texts};

#[tokio::test]
async fn a_message_that_is_sent_again_is_a_duplicate() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let message = json!([{"clientId": "c-1", "text": "Once"}]);
    let first = ada.send("lobby", message.clone()).await;
    let again = ada.send("lobby", message).await;
    assert_eq!((&first[0]["seq"], &first[0]["at"]), (&again[0]["seq"], &again[0]["at"]));
    assert_eq!((&first[0]["duplicate"], &again[0]["duplicate"]), (&Value::Null, &json!(true)));
    assert_eq!(texts(&ada.log("lobby").await), ["Once"]);
    stack.stop().await;
}

#[tokio::test]
async fn a_batch_adds_only_its_new_messages_and_each_once() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let message = |id: &str| json!({"clientId": id, "text": id});
    ada.send("lobby", json!([message("a"), message("b")])).await;
    let batch = json!([message("c"), message("a"), message("d"), message("c"), message("b"), message("e")]);
    let results = ada.send("lobby", batch.clone()).await;
    let duplicates: Vec<bool> = results.iter().map(|result| result["duplicate"] == true).collect();
    assert_eq!(duplicates, [false, true, false, true, true, false]);
    assert_eq!(seqs(&results), [4, 2, 5, 4, 3, 6]);
    assert_eq!(seqs(&ada.send("lobby", batch).await), [4, 2, 5, 4, 3, 6]);
    let log = ada.log("lobby").await;
    assert_eq!((seqs(&log), texts(&log)), (vec![1, 2, 3, 4, 5, 6], vec!["a", "b", "c", "d", "e"]));
    stack.stop().await;
}

/// Waits until the number of transactions is no longer `before`.
async fn commit_begins(stack: &Stack, before: u64) {
    let asked = || stack.calls().dynamodb.get("TransactWriteItems").copied().unwrap_or_default();
    until("a transaction begins", async || (asked() != before).then_some(())).await;
}

/// Sends one message, kills its process during the commit, and sends the message again until it is acknowledged.
/// True if the first answer was API Gateway's error, that is, if the kill was in time.
async fn send_and_kill(stack: &Stack, ada: &mut Person, client_id: &str) -> bool {
    let message = json!({"room": "lobby", "messages": [{"clientId": client_id, "text": client_id}]});
    let before = stack.calls().dynamodb.get("TransactWriteItems").copied().unwrap_or_default();
    let id = ada.post("send", message.clone()).await;
    commit_begins(stack, before).await;
    kill(stack, "MessageFunction");
    let crashed = ada.answer(id).await["message"] == "Internal server error";
    let ack = ada.ask_until_accepted("send", message).await;
    assert!(ack["results"][0]["seq"].is_u64(), "{ack}");
    crashed
}

#[tokio::test]
async fn a_killed_process_and_a_retry_end_in_exactly_one_message() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let expected: Vec<String> = (0..8).map(|n| format!("c-{n}")).collect();
    let mut crashes = 0;
    for client_id in &expected {
        crashes += usize::from(send_and_kill(&stack, &mut ada, client_id).await);
    }
    assert!(crashes > 0, "no kill was in time, so this run tested nothing: run it again");
    let log = ada.log("lobby").await;
    assert_eq!((seqs(&log), texts(&log)), ((1..=9).collect(), expected.iter().map(String::as_str).collect()));
    stack.stop().await;
}

/// As when the table's capacity units are used up.
#[tokio::test]
async fn a_throttled_message_is_refused_and_a_repetition_commits_it_once() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    stack.throttle_dynamodb("TransactWriteItems", "ROOM#lobby");
    let message = json!({"room": "lobby", "messages": [{"clientId": "c-1", "text": "Hello"}]});
    let refusal = ada.ask("send", message.clone()).await;
    assert_eq!(refusal["code"], "unavailable", "{refusal}");
    stack.relieve_dynamodb();
    let ack = ada.ask("send", message).await;
    assert_eq!(
        (&ack["results"][0]["seq"], &ack["results"][0]["duplicate"]),
        (&json!(2), &Value::Null),
        "{ack}"
    );
    stack.stop().await;
}

/// The query of a room's listeners, as its request names it.
const LISTENERS: &str = "LISTEN#";

#[tokio::test]
async fn a_commit_is_acknowledged_even_if_its_listeners_cannot_be_read_and_a_repetition_posts_it() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    stack.throttle_dynamodb("Query", LISTENERS);
    let message = json!([{"clientId": "c-1", "text": "Hello"}]);
    let first = ada.send("lobby", message.clone()).await;
    assert_eq!(first[0]["seq"], 3, "{first:?}");
    stack.relieve_dynamodb();
    assert_eq!(bob.pushed().await, Vec::<Value>::new(), "nobody was told");

    let again = ada.send("lobby", message).await;
    assert_eq!(again[0]["duplicate"], true);
    assert_eq!(bob.hears_text().await, "Hello");
    ada.send("lobby", json!([{"clientId": "c-1", "text": "Hello"}])).await;
    assert_eq!(bob.pushed().await, Vec::<Value>::new(), "it goes out again once");

    let change = json!({"room": "lobby", "clientId": "c-2", "target": 3, "emoji": "👋", "on": true});
    stack.throttle_dynamodb("Query", LISTENERS);
    assert_eq!(ada.ask("react", change.clone()).await["results"][0]["seq"], 4);
    stack.relieve_dynamodb();
    assert_eq!(ada.ask("react", change).await["results"][0]["duplicate"], true);
    assert_eq!(bob.hears("events").await["events"][0]["kind"], "react");
    stack.stop().await;
}

#[tokio::test]
async fn a_leave_is_acknowledged_even_if_the_listeners_cannot_be_read() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    stack.throttle_dynamodb("Query", LISTENERS);
    assert_eq!(ada.ask("leave", json!({"room": "lobby"})).await["type"], "ack");
    stack.relieve_dynamodb();
    assert_eq!(sort_keys(&stack, "LISTEN#lobby", "CONN#").await.len(), 1, "Bob's");
    assert_eq!(bob.pushed().await, Vec::<Value>::new(), "nobody was told");
    assert_eq!(bob.ask("ping", json!({})).await["heads"]["lobby"], 3);
    stack.stop().await;
}

#[tokio::test]
async fn a_leave_that_does_not_reach_the_other_devices_is_finished_by_the_next_one() {
    let stack = stack().await;
    let mut laptop = Person::in_room(&stack, "Ada", "lobby").await;
    let mut phone = laptop.device(&stack).await;
    stack.throttle_dynamodb("Query", "DEVICES#");
    assert_eq!(laptop.ask("leave", json!({"room": "lobby"})).await["code"], "unavailable");
    stack.relieve_dynamodb();
    assert_eq!(laptop.ask("leave", json!({"room": "lobby"})).await["type"], "ack");
    assert_eq!(sort_keys(&stack, "LISTEN#lobby", "CONN#").await, Vec::<String>::new());
    assert_eq!(phone.hears("left").await["room"], "lobby");
    stack.stop().await;
}
