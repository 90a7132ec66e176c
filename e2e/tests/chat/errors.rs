//! A bad request gets a clear error, changes nothing, and does not disturb others.

use e2e::Stack;
use serde_json::{Value, json};

use crate::fixture::{dynamodb, stack};
use crate::person::Person;

/// Bad frames, each with the code and the id of its answer.
fn bad_frames() -> Vec<(String, &'static str, Value)> {
    let none = Value::Null;
    let long = "x".repeat(20_000);
    let eleven: Vec<Value> = (0..11).map(|n| json!({"clientId": format!("c-{n}"), "text": "x"})).collect();
    let message = |message: Value| json!({"action": "send", "id": 9, "room": "lobby", "messages": [message]});
    vec![
        (String::new() + " ", "bad_request", none.clone()),
        ("hello".into(), "bad_request", none.clone()),
        ("null".into(), "bad_request", none.clone()),
        ("[1,2]".into(), "bad_request", none.clone()),
        ("{".into(), "bad_request", none.clone()),
        ("[".repeat(10_000), "bad_request", none.clone()),
        (json!({}).to_string(), "bad_request", none.clone()),
        (json!({"action": 7, "id": 9}).to_string(), "bad_request", json!(9)),
        (json!({"action": "dance", "id": 9}).to_string(), "unsupported", json!(9)),
        (json!({"action": "$connect", "id": 9}).to_string(), "unsupported", json!(9)),
        (json!({"action": "ping"}).to_string(), "bad_request", none.clone()),
        (json!({"action": "ping", "id": -1}).to_string(), "bad_request", none.clone()),
        (json!({"action": "ping", "id": long}).to_string(), "bad_request", none),
        (json!({"action": "join", "id": 9, "room": "No Way"}).to_string(), "bad_request", json!(9)),
        (json!({"action": "join", "id": 9, "room": "a#b"}).to_string(), "bad_request", json!(9)),
        (json!({"action": "join", "id": 9, "room": long}).to_string(), "bad_request", json!(9)),
        (
            json!({"action": "join", "id": 9, "room": "new", "title": "\n"}).to_string(),
            "bad_request",
            json!(9),
        ),
        (
            json!({"action": "hello", "id": 9, "version": 1, "name": long}).to_string(),
            "bad_request",
            json!(9),
        ),
        (json!({"action": "hello", "id": 9, "version": 3, "name": "A"}).to_string(), "unsupported", json!(9)),
        (
            json!({"action": "hello", "id": 9, "version": 1, "token": "x"}).to_string(),
            "unauthorized",
            json!(9),
        ),
        (json!({"action": "hello", "id": 9, "version": 1, "name": "B"}).to_string(), "forbidden", json!(9)),
        (
            json!({"action": "send", "id": 9, "room": "lobby", "messages": []}).to_string(),
            "bad_request",
            json!(9),
        ),
        (
            json!({"action": "send", "id": 9, "room": "lobby", "messages": eleven}).to_string(),
            "bad_request",
            json!(9),
        ),
        (message(json!({"clientId": "a#b", "text": "x"})).to_string(), "bad_request", json!(9)),
        (message(json!({"clientId": "c", "text": " \n "})).to_string(), "bad_request", json!(9)),
        (message(json!({"clientId": "c", "text": "\u{0}"})).to_string(), "bad_request", json!(9)),
        (message(json!({"clientId": "c", "text": "x".repeat(8_001)})).to_string(), "bad_request", json!(9)),
        (message(json!({"clientId": "c", "text": "x".repeat(28_000)})).to_string(), "too_large", json!(9)),
        (message(json!({"clientId": "c"})).to_string(), "bad_request", json!(9)),
        (json!({"action": "read", "id": 9, "room": "lobby", "seq": -4}).to_string(), "bad_request", json!(9)),
        (json!({"action": "typing", "id": 9, "room": 4}).to_string(), "bad_request", json!(9)),
    ]
}

async fn expect_error(person: &mut Person, frame: &str, code: &str, id: &Value) {
    person.say(frame).await;
    let answer = person.hears("error").await;
    let shown: String = frame.chars().take(100).collect();
    assert_eq!((&answer["code"], &answer["id"]), (&json!(code), id), "{shown}: {answer}");
    assert!(answer["message"].as_str().is_some_and(|words| (8..300).contains(&words.len())), "{answer}");
}

#[tokio::test]
async fn bad_frames_get_clear_errors_and_change_nothing() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    bob.pushed().await;
    for (frame, code, id) in bad_frames() {
        expect_error(&mut ada, &frame, code, &id).await;
    }
    assert_eq!(bob.pushed().await, Vec::<Value>::new());
    assert_eq!(ada.log("lobby").await.len(), 2);
    ada.says("lobby", "c-1", "Still here").await;
    assert_eq!(bob.hears_text().await, "Still here");
    stack.stop().await;
}

/// A well-formed request for each action in a room.
fn actions() -> Vec<(&'static str, Value)> {
    vec![
        ("send", json!({"messages": [{"clientId": "c-1", "text": "Hi"}]})),
        ("edit", json!({"clientId": "c-1", "target": 2, "text": "Hi"})),
        ("delete", json!({"clientId": "c-1", "target": 2})),
        ("react", json!({"clientId": "c-1", "target": 2, "emoji": "👍", "on": true})),
        ("history", json!({})),
        ("read", json!({"seq": 1})),
        ("typing", json!({})),
    ]
}

async fn everything_is(code: &str, person: &mut Person, actions: Vec<(&str, Value)>) {
    for (action, mut fields) in actions {
        fields["room"] = "lobby".into();
        person.post(action, fields).await;
        let answer = person.hears("error").await;
        assert_eq!(answer["code"], code, "{action}: {answer}");
    }
}

async fn room_with_a_message(stack: &Stack) -> Person {
    let mut ada = Person::in_room(stack, "Ada", "lobby").await;
    ada.says("lobby", "c-1", "Secret").await;
    ada
}

#[tokio::test]
async fn before_hello_every_action_is_unauthorized() {
    let stack = stack().await;
    let mut ada = room_with_a_message(&stack).await;
    let mut stranger = Person::stranger(&stack).await;
    let rest = [("join", json!({})), ("leave", json!({})), ("ping", json!({})), ("rooms", json!({}))];
    everything_is("unauthorized", &mut stranger, [actions(), rest.into()].concat()).await;
    assert_eq!(ada.log("lobby").await.len(), 2);
    stranger.say_hello(json!({"name": "Not so strange"})).await;
    stack.stop().await;
}

#[tokio::test]
async fn every_action_in_a_room_is_forbidden_to_a_non_member() {
    let stack = stack().await;
    let mut ada = room_with_a_message(&stack).await;
    let mut eve = Person::in_room(&stack, "Eve", "kitchen").await;
    everything_is("forbidden", &mut eve, actions()).await;
    assert_eq!((ada.log("lobby").await.len(), ada.pushed().await), (2, vec![]));
    stack.stop().await;
}

#[tokio::test]
async fn after_leave_every_action_in_the_room_is_forbidden_on_all_devices() {
    let stack = stack().await;
    let mut ada = room_with_a_message(&stack).await;
    let mut eve = Person::in_room(&stack, "Eve", "lobby").await;
    let mut eves_phone = eve.device(&stack).await;
    for _ in 0..2 {
        assert_eq!(eve.ask("leave", json!({"room": "lobby"})).await["type"], "ack");
    }
    for device in [&mut eve, &mut eves_phone] {
        everything_is("forbidden", device, actions()).await;
        assert_eq!(device.ask("ping", json!({})).await["heads"], json!({}));
    }
    let log = ada.log("lobby").await;
    assert_eq!((log.len(), &log[3]["kind"]), (4, &json!("leave")));
    stack.stop().await;
}

#[tokio::test]
async fn a_rate_limit_error_says_how_long_to_wait() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    let batch: Vec<Value> = (0..10).map(|n| json!({"clientId": format!("c-{n}"), "text": "!"})).collect();
    ada.send("lobby", json!(batch)).await;
    let message = json!({"room": "lobby", "messages": [{"clientId": "late", "text": "!"}]});
    let answer = ada.ask("send", message.clone()).await;
    assert_eq!(answer["code"], "rate_limited", "{answer}");
    assert!((1..=5_000).contains(&answer["retryAfterMs"].as_u64().unwrap()), "{answer}");
    bob.says("lobby", "c-1", "I am not").await;

    assert_eq!(ada.ask_until_accepted("send", message).await["results"][0]["seq"], 14);
    stack.stop().await;
}

#[tokio::test]
async fn the_rate_limit_counts_concurrent_frames_together() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let batch = |batch: &str| -> Vec<Value> {
        (0..10).map(|n| json!({"clientId": format!("{batch}-{n}"), "text": "!"})).collect()
    };
    let mut frames = Vec::new();
    for name in ["a", "b", "c"] {
        frames.push(ada.post("send", json!({"room": "lobby", "messages": batch(name)})).await);
    }
    let mut answers = Vec::new();
    for _ in frames {
        answers.push(ada.next_frame().await);
    }
    let (fine, refused): (Vec<&Value>, Vec<&Value>) =
        answers.iter().partition(|answer| answer["type"] == "ack");
    assert_eq!(fine.len(), 1, "{answers:?}");
    assert!(refused.iter().all(|answer| answer["code"] == "rate_limited"), "{answers:?}");

    // A repetition of a committed batch is acknowledged despite the rate limit, because it adds nothing.
    let client_id = ada.log("lobby").await[1]["clientId"].as_str().unwrap().to_owned();
    let again = ada.send("lobby", json!(batch(client_id.split_once('-').unwrap().0))).await;
    assert!(again.iter().all(|result| result["duplicate"] == true), "{again:?}");
    stack.stop().await;
}

#[tokio::test]
async fn a_frame_of_ten_megabytes_closes_only_its_own_connection() {
    let stack = stack().await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    let mut eve = Person::stranger(&stack).await;
    let hello = json!({"action": "hello", "id": 1, "version": 1, "name": "x".repeat(10_000_000)});
    assert_eq!(eve.close_code_after(&hello.to_string()).await, 1009);
    bob.says("lobby", "c-1", "What was that?").await;
    stack.stop().await;
}

#[tokio::test]
async fn a_failing_table_is_answered_with_unavailable() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    dynamodb(&stack, "DeleteTable", json!({})).await;
    let rest = [("join", json!({})), ("leave", json!({})), ("ping", json!({})), ("rooms", json!({}))];
    everything_is("unavailable", &mut ada, [actions(), rest.into()].concat()).await;
    stack.stop().await;
}
