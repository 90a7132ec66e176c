//! What the functions write down, and what they must not.

use local::Stack;
use serde_json::{Value, json};

use crate::person::Person;
use crate::stage::{dynamodb, until};
use crate::tap::Tap;

/// Everything that people can do, with the same word in whatever is theirs alone.
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
        // The parser quotes what it does not understand: to the sender only.
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
async fn a_frame_is_a_line_of_json_without_token_text_or_name() {
    let tap = Tap::new().await;
    let stack = tap.stack().await;
    let [ada, mut bob] = conversation(&stack).await;
    let phone = ada.device(&stack).await;
    ada.close().await;
    dynamodb(&stack, "DeleteTable", json!({})).await;
    bob.ask("send", json!({"room": "lobby", "messages": [{"clientId": "c-9", "text": "Classified"}]})).await;
    stack.stop().await;

    let sent = tap.frames("send");
    let first = sent.iter().find(|line| line["outcome"] == "ok").expect("a line about the message");
    assert_eq!((&first["room"], &first["level"]), (&json!("lobby"), &json!("INFO")));
    for name in ["id", "request", "lambda", "connection"] {
        assert!(first[name].as_str().is_some_and(|name| !name.is_empty()), "{name}: {first}");
    }
    assert!(first["ms"].is_u64(), "{first}");
    let outcomes: Vec<Value> = tap.lines().into_iter().map(|line| line["outcome"].clone()).collect();
    for expected in ["ok", "bad_request", "unauthorized", "unsupported", "forbidden", "unavailable"] {
        assert!(outcomes.contains(&json!(expected)), "{expected}");
    }
    for secret in ["Classified", "Adalovelace", "🦀", &phone.token, &bob.token] {
        assert!(!tap.printed().contains(secret), "{secret}");
    }
}

/// From what a user can quote to the line that says what was wrong.
#[tokio::test]
async fn an_answer_to_a_failed_frame_names_the_log_s_line_about_it() {
    let tap = Tap::new().await;
    let stack = tap.stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    dynamodb(&stack, "DeleteTable", json!({})).await;
    let answer = ada.ask("rooms", json!({})).await;
    assert_eq!(answer["code"], "unavailable", "{answer}");
    let [line] = &tap.frames("rooms")[..] else { panic!("one line: {:?}", tap.frames("rooms")) };
    let request = line["request"].as_str().unwrap();
    assert!(answer["message"].as_str().unwrap().contains(&format!("Quote {request} ")), "{answer}");
    assert_eq!((&line["level"], &line["outcome"]), (&json!("ERROR"), &json!("unavailable")));
    assert_eq!(line["id"], answer["id"].to_string());
    assert!(line["error"].as_str().is_some_and(|error| error.contains("ResourceNotFound")), "{line}");
    stack.stop().await;
}

#[tokio::test]
async fn a_connection_s_beginning_and_end_are_in_the_log() {
    let tap = Tap::new().await;
    let stack = tap.stack().await;
    let ada = Person::in_room(&stack, "Ada", "lobby").await;
    ada.close().await;
    let ended = || tap.lines().into_iter().find(|line| line["message"] == "disconnect");
    let line = until("the end is logged", async || ended()).await;
    let lines = tap.lines();
    let begun = lines.iter().find(|line| line["message"] == "connect").expect("a line");
    assert_eq!((&begun["connection"], &begun["outcome"]), (&line["connection"], &json!("ok")));
    assert_eq!((&line["outcome"], &line["rooms"]), (&json!("ok"), &json!(1)));
    assert!(begun["request"].is_string() && line["lambda"].is_string(), "{begun} {line}");
    stack.stop().await;
}
