//! The metrics that the functions print in CloudWatch's embedded metric format.

use e2e::Stack;
use futures::future::join_all;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::fixture::{dynamodb, sort_keys, until};
use crate::gone_connections::row;
use crate::log_capture::LogCapture;
use crate::person::Person;

/// The metrics in a line, extracted as CloudWatch does.
fn metrics(line: &Value) -> Map<String, Value> {
    let [directive] = &line["_aws"]["CloudWatchMetrics"].as_array().unwrap()[..] else { panic!("{line}") };
    assert!(line["_aws"]["Timestamp"].as_u64().is_some_and(|at| at > 1_700_000_000_000), "{line}");
    assert_eq!(
        (&directive["Namespace"], &directive["Dimensions"]),
        (&json!("Confab"), &json!([["Function"]]))
    );
    assert_eq!(line["Function"], "MessageFunction");
    let named = directive["Metrics"].as_array().unwrap().iter().map(|metric| {
        let name = metric["Name"].as_str().unwrap();
        assert_eq!(metric["Unit"], if name == "CommitToPostMs" { "Milliseconds" } else { "Count" });
        assert!(line[name].is_u64(), "{name}: {line}");
        (name.to_owned(), line[name].clone())
    });
    named.collect()
}

/// The metrics of each frame with this action.
fn metrics_of(capture: &LogCapture, action: &str) -> Vec<Map<String, Value>> {
    let frames = capture.lines_of(action);
    let is_of_action = |line: &Value| frames.iter().any(|frame| frame["request"] == line["request"]);
    capture
        .lines()
        .iter()
        .filter(|line| line["_aws"].is_object() && is_of_action(line))
        .map(metrics)
        .collect()
}

/// The metrics of the only frame with this action. `CommitToPostMs` is separate, because its value varies.
fn counts(capture: &LogCapture, action: &str) -> (Value, Option<u64>) {
    let mut all = metrics_of(capture, action);
    assert_eq!(all.len(), 1, "{all:?}");
    let ms = all[0].remove("CommitToPostMs").map(|ms| ms.as_u64().unwrap());
    (json!(all[0]), ms)
}

#[tokio::test]
async fn a_send_counts_messages_and_posts_and_measures_the_time_between() {
    let capture = LogCapture::new().await;
    let stack = capture.stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let _others =
        [Person::in_room(&stack, "Bob", "lobby").await, Person::in_room(&stack, "Cleo", "lobby").await];
    let messages = json!([{"clientId": "c-1", "text": "One"}, {"clientId": "c-2", "text": "Two"}]);
    ada.send("lobby", messages).await;
    let (counts, ms) = counts(&capture, "send");
    assert_eq!(counts, json!({"MessagesCommitted": 2, "FanOut": 2}));
    assert!(ms.is_some_and(|ms| (1..60_000).contains(&ms)), "{ms:?}");
    stack.stop().await;
}

#[tokio::test]
async fn a_repetition_counts_as_a_duplicate_and_goes_out_again() {
    let capture = LogCapture::new().await;
    let stack = capture.stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let _bob = Person::in_room(&stack, "Bob", "lobby").await;
    let target = ada.says("lobby", "c-1", "Once").await;
    let before = metrics_of(&capture, "send").len();
    ada.says("lobby", "c-1", "Once").await;
    let sends = metrics_of(&capture, "send");
    assert_eq!((before, json!(sends[1])), (1, json!({"Duplicates": 1, "FanOut": 1})));

    let delete = json!({"room": "lobby", "clientId": "c-2", "target": target});
    ada.ask("delete", delete.clone()).await;
    ada.ask("delete", delete).await;
    let deletes = metrics_of(&capture, "delete");
    assert_eq!(deletes[0].get("MessagesCommitted"), None, "a deletion is no message");
    assert_eq!(json!(deletes[1]), json!({"Duplicates": 1, "FanOut": 1}));
    stack.stop().await;
}

#[tokio::test]
async fn a_gone_connection_is_counted_and_is_no_failed_post() {
    let capture = LogCapture::new().await;
    let stack = capture.stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let _bob = Person::in_room(&stack, "Bob", "lobby").await;
    dynamodb(&stack, "PutItem", row("Qyi07eCbtjMCJKw=", 9_999_999_999)).await;
    ada.says("lobby", "c-1", "Who is there?").await;
    assert_eq!(
        counts(&capture, "send").0,
        json!({"MessagesCommitted": 1, "FanOut": 2, "GoneConnections": 1})
    );
    stack.stop().await;
}

/// Posts to a connection as the functions do, and returns the status.
async fn post(stack: &Stack, connection: &str, body: &str) -> u16 {
    let url = stack.management_url();
    let (host, stage) = url.trim_start_matches("http://").split_once('/').unwrap();
    let mut socket = TcpStream::connect(host).await.unwrap();
    let request = format!(
        "POST /{stage}/@connections/{connection} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         authorization: AWS4-HMAC-SHA256 Credential=test\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_post_to_a_client_that_does_not_read_fails_with_the_kind_limit() {
    let capture = LogCapture::new().await;
    let stack = capture.stack().await;
    let _not_reading = Person::in_room(&stack, "Slow", "lobby").await;
    let [listener] = &sort_keys(&stack, "LISTEN#lobby", "CONN#").await[..] else { panic!("one listener") };
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let large = "x".repeat(100 * 1024);
    let listener = listener.trim_start_matches("CONN#");
    until("the buffer is full", async || (post(&stack, listener, &large).await == 429).then_some(())).await;
    ada.says("lobby", "c-1", "Can you hear me?").await;
    let expected = json!({"MessagesCommitted": 1, "FanOut": 1, "PostsFailed": 1, "PostsFailedLimit": 1});
    assert_eq!(counts(&capture, "send").0, expected);
    stack.stop().await;
}

/// Every transaction is either a commit or a conflict with another commit.
#[tokio::test]
async fn every_conflict_with_another_commit_counts_as_a_retry() {
    let capture = LogCapture::new().await;
    let stack = capture.stack().await;
    let mut people = Vec::new();
    for n in 0..8 {
        people.push(Person::in_room(&stack, &format!("Person {n}"), "lobby").await);
    }
    let transactions = || stack.calls().dynamodb["TransactWriteItems"];
    let (before, mut sent) = (transactions(), 0);
    until("two collide", async || {
        let client_id = format!("c-{sent}");
        join_all(people.iter_mut().map(|person| person.says("lobby", &client_id, "Me first"))).await;
        sent += people.len() as u64;
        let sum = |name: &str| {
            metrics_of(&capture, "send").iter().filter_map(|all| all.get(name)?.as_u64()).sum::<u64>()
        };
        let retries = sum("ConflictRetries");
        assert_eq!((sum("MessagesCommitted"), retries), (sent, transactions() - before - sent));
        (retries > 0).then_some(())
    })
    .await;
    stack.stop().await;
}

#[tokio::test]
async fn a_frame_with_nothing_to_count_prints_no_metrics() {
    let capture = LogCapture::new().await;
    let stack = capture.stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    ada.ask("ping", json!({})).await;
    ada.post("typing", json!({"room": "lobby"})).await;
    bob.hears("typing").await;
    // The sender gets no answer to `typing`, so only the log tells when it is done.
    until("typing is logged", async || (!capture.lines_of("typing").is_empty()).then_some(())).await;
    for action in ["hello", "ping", "typing"] {
        assert!(!capture.lines_of(action).is_empty(), "{action}");
        assert_eq!(metrics_of(&capture, action), Vec::new(), "{action}");
    }
    stack.stop().await;
}
