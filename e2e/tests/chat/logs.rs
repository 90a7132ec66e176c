//! What the functions log, and what they must not log.

use e2e::Stack;
use serde_json::{Value, json};

use crate::fixture::{dynamodb, until};
use crate::log_capture::LogCapture;
use crate::person::Person;

/// Every action that people can take. The word "Classified" is in each private text and name.
async fn conversation(stack: &Stack) -> [Person; 2] {
    let mut ada = Person::guest(stack, "Adalovelace").await;
    ada.ask("join", json!({"room": "lobby", "title": "Classified room"})).await;
    let mut bob = Person::in_room(stack, "Classified Bob", "lobby").await;
    let target = ada.says("lobby", "c-1", "Classified").await;
    ada.says("lobby", "c-1", "Classified").await;
    let on = json!({"room": "lobby", "target": target});
    let change = |fields: Value| {
        let mut all = on.clone();
        all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        all
    };
    bob.ask("react", change(json!({"clientId": "c-1", "emoji": "🦀", "on": true}))).await;
    bob.ask("edit", change(json!({"clientId": "c-2", "text": "Classified, and not mine"}))).await;
    ada.ask("edit", change(json!({"clientId": "c-3", "text": "Classified again"}))).await;
    let reply = json!([{"clientId": "c-4", "text": "Classified answer", "replyTo": target}]);
    bob.send("lobby", reply).await;
    for (action, fields) in [
        ("history", json!({"room": "lobby"})),
        ("typing", json!({"room": "lobby"})),
        ("read", json!({"room": "lobby", "seq": 2})),
        ("rooms", json!({})),
        ("hello", json!({"version": 1, "token": ada.token, "name": "Classified Ada"})),
        // The parser's error quotes the bad input. Only the sender may get that error.
        ("send", json!({"room": "lobby", "messages": "Classified"})),
        ("Classified", json!({"room": "Classified"})),
        ("hello", json!({"version": 1, "token": "Classified"})),
        ("delete", change(json!({"clientId": "c-5"}))),
        ("leave", json!({"room": "lobby"})),
    ] {
        ada.post(action, fields).await;
    }
    ada.say(r#"{"action":"ping","id":"Classified request"}"#).await;
    ada.pushed().await;
    [ada, bob]
}

#[tokio::test]
async fn every_frame_logs_a_line_of_json_without_token_text_or_name() {
    let capture = LogCapture::new().await;
    let stack = capture.stack().await;
    let [ada, mut bob] = conversation(&stack).await;
    let phone = ada.device(&stack).await;
    ada.close().await;
    dynamodb(&stack, "DeleteTable", json!({})).await;
    bob.ask("send", json!({"room": "lobby", "messages": [{"clientId": "c-9", "text": "Classified"}]})).await;
    stack.stop().await;

    let sent = capture.lines_of("send");
    let first = sent.iter().find(|line| line["outcome"] == "ok").expect("a line about the message");
    assert_eq!((&first["room"], &first["level"]), (&json!("lobby"), &json!("INFO")));
    for name in ["id", "request", "lambda", "connection"] {
        assert!(first[name].as_str().is_some_and(|name| !name.is_empty()), "{name}: {first}");
    }
    assert!(first["ms"].is_u64(), "{first}");
    let outcomes: Vec<Value> = capture.lines().into_iter().map(|line| line["outcome"].clone()).collect();
    for expected in ["ok", "bad_request", "unauthorized", "unsupported", "forbidden", "unavailable"] {
        assert!(outcomes.contains(&json!(expected)), "{expected}");
    }
    for secret in ["Classified", "Adalovelace", "🦀", &phone.token, &bob.token] {
        assert!(!capture.output().contains(secret), "{secret}");
    }
}

/// A user can quote the request id of an error, and an operator finds the line with the cause by that id.
#[tokio::test]
async fn the_answer_to_a_failed_frame_has_the_request_id_of_its_log_line() {
    let capture = LogCapture::new().await;
    let stack = capture.stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    dynamodb(&stack, "DeleteTable", json!({})).await;
    let answer = ada.ask("rooms", json!({})).await;
    assert_eq!(answer["code"], "unavailable", "{answer}");
    let [line] = &capture.lines_of("rooms")[..] else { panic!("one line: {:?}", capture.lines_of("rooms")) };
    let request = line["request"].as_str().unwrap();
    assert!(answer["message"].as_str().unwrap().contains(&format!("Quote {request} ")), "{answer}");
    assert_eq!((&line["level"], &line["outcome"]), (&json!("ERROR"), &json!("unavailable")));
    assert_eq!(line["id"], answer["id"].to_string());
    assert!(line["error"].as_str().is_some_and(|error| error.contains("ResourceNotFound")), "{line}");
    stack.stop().await;
}

#[tokio::test]
async fn connect_and_disconnect_are_logged() {
    let capture = LogCapture::new().await;
    let stack = capture.stack().await;
    let ada = Person::in_room(&stack, "Ada", "lobby").await;
    ada.close().await;
    let ended = || capture.lines().into_iter().find(|line| line["message"] == "disconnect");
    let line = until("the end is logged", async || ended()).await;
    let lines = capture.lines();
    let begun = lines.iter().find(|line| line["message"] == "connect").expect("a line");
    assert_eq!((&begun["connection"], &begun["outcome"]), (&line["connection"], &json!("ok")));
    assert_eq!((&line["outcome"], &line["rooms"]), (&json!("ok"), &json!(1)));
    assert!(begun["request"].is_string() && line["lambda"].is_string(), "{begun} {line}");
    stack.stop().await;
}
