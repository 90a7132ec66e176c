//! Messages: sending, pushes, history, replies and typing.

use serde_json::json;

use crate::fixture::stack;
use crate::person::{Person, seqs, texts};

#[tokio::test]
async fn two_people_talk_and_a_third_reads_the_log_later() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    assert_eq!(ada.hears("events").await["events"][0]["kind"], "join");

    let seq = ada.says("lobby", "c-1", "Hello, Bob\n你好").await;
    let push = bob.hears("events").await;
    assert_eq!(push["room"], "lobby");
    let event = &push["events"][0];
    assert_eq!((event["seq"].as_u64(), event["kind"].as_str()), (Some(seq), Some("message")));
    assert_eq!((event["text"].as_str(), event["name"].as_str()), (Some("Hello, Bob\n你好"), Some("Ada")));
    assert_eq!((event["by"].as_str(), event["clientId"].as_str()), (Some(ada.user.as_str()), Some("c-1")));

    bob.says("lobby", "c-1", "Hello, Ada").await; // client ids are unique for each person only
    assert_eq!(ada.hears_text().await, "Hello, Ada");

    let mut eve = Person::in_room(&stack, "Eve", "lobby").await;
    let log = eve.log("lobby").await;
    assert_eq!(seqs(&log), [1, 2, 3, 4, 5]);
    assert_eq!(texts(&log), ["Hello, Bob\n你好", "Hello, Ada"]);
    stack.stop().await;
}

#[tokio::test]
async fn the_sender_gets_the_ack_and_no_push() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    ada.says("lobby", "c-1", "Is anybody here?").await;
    assert_eq!(ada.pushed().await, Vec::<serde_json::Value>::new());
    stack.stop().await;
}

#[tokio::test]
async fn a_batch_keeps_its_order_and_arrives_as_one_push() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    let batch: Vec<_> =
        (1..=10).map(|n| json!({"clientId": format!("c-{n}"), "text": n.to_string()})).collect();
    let results = ada.send("lobby", json!(batch)).await;
    assert_eq!(seqs(&results), (3..=12).collect::<Vec<_>>());
    let push = bob.hears("events").await;
    let expected: Vec<String> = (1..=10).map(|n| n.to_string()).collect();
    assert_eq!(texts(push["events"].as_array().unwrap()), expected);
    stack.stop().await;
}

#[tokio::test]
async fn the_longest_batch_is_pushed_in_frames_below_the_limit() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    // JSON escapes each quotation mark with a second byte. This batch fits one frame to the server, but the push
    // needs more than one.
    let long = |n| json!({"clientId": format!("c-{n}"), "text": format!("{n}{}", "\"".repeat(6_600))});
    ada.send("lobby", json!([long(1), long(2)])).await;
    ada.send("lobby", json!([long(3), long(4)])).await;
    let mut heard = Vec::new();
    while heard.len() < 4 {
        let push = bob.hears("events").await;
        assert!(push.to_string().len() < 28_000);
        heard.extend(seqs(push["events"].as_array().unwrap()));
    }
    assert_eq!(heard, [3, 4, 5, 6]);
    assert_eq!(seqs(&bob.log("lobby").await), [1, 2, 3, 4, 5, 6]);
    stack.stop().await;
}

#[tokio::test]
async fn history_is_read_in_pages_in_both_directions() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    for n in 2..=9 {
        ada.says("lobby", &format!("c-{n}"), &n.to_string()).await;
    }
    for (asked, expected, more) in [
        (json!({}), vec![1, 2, 3, 4, 5, 6, 7, 8, 9], false),
        (json!({"limit": 3}), vec![7, 8, 9], true),
        (json!({"before": 7, "limit": 3}), vec![4, 5, 6], true),
        (json!({"before": 4, "limit": 3}), vec![1, 2, 3], false),
        (json!({"before": 1}), vec![], false),
        (json!({"after": 0, "limit": 4}), vec![1, 2, 3, 4], true),
        (json!({"after": 4, "limit": 1000}), vec![5, 6, 7, 8, 9], false),
        (json!({"after": 9}), vec![], false),
        (json!({"after": u64::MAX}), vec![], false),
        (json!({"before": u64::MAX, "limit": 1}), vec![9], true),
        (json!({"after": 2, "before": 9, "limit": 2}), vec![3, 4], true),
    ] {
        let mut request = asked.clone();
        request["room"] = "lobby".into();
        let page = ada.ask("history", request).await;
        assert_eq!(seqs(page["events"].as_array().unwrap()), expected, "{asked}");
        assert_eq!((page["more"].as_bool(), page["head"].as_u64()), (Some(more), Some(9)), "{asked}");
    }
    stack.stop().await;
}

#[tokio::test]
async fn a_page_of_long_messages_stays_below_the_frame_limit_and_has_more_set() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    for n in 2..=6 {
        ada.says("lobby", &format!("c-{n}"), &"x".repeat(7_900)).await;
    }
    let newest = ada.ask("history", json!({"room": "lobby"})).await;
    assert!(newest.to_string().len() < 28_000);
    assert_eq!((seqs(newest["events"].as_array().unwrap()), &newest["more"]), (vec![4, 5, 6], &json!(true)));
    assert_eq!(seqs(&ada.log("lobby").await), [1, 2, 3, 4, 5, 6]);
    stack.stop().await;
}

#[tokio::test]
async fn a_reply_must_name_an_existing_message() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let seq = ada.says("lobby", "c-1", "Tea?").await;
    let messages = json!([
        {"clientId": "c-2", "text": "Yes", "replyTo": seq},
        {"clientId": "c-3", "text": "What?", "replyTo": 99},
        {"clientId": "c-4", "text": "Welcome", "replyTo": 1}, // a join is not a message
        {"clientId": "c-5", "text": "Bye"},
    ]);
    let results = ada.send("lobby", messages).await;
    assert_eq!((&results[0]["seq"], &results[3]["seq"]), (&json!(3), &json!(4)));
    assert_eq!((&results[1]["error"], &results[2]["error"]), (&json!("not_found"), &json!("not_found")));
    let log = ada.log("lobby").await;
    assert_eq!((texts(&log), &log[2]["replyTo"]), (vec!["Tea?", "Yes", "Bye"], &json!(seq)));
    stack.stop().await;
}

#[tokio::test]
async fn typing_is_pushed_only_to_the_other_members_of_the_room() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut bob = Person::in_room(&stack, "Bob", "lobby").await;
    let mut eve = Person::in_room(&stack, "Eve", "kitchen").await;
    ada.pushed().await;
    ada.say(r#"{"action":"typing","room":"lobby"}"#).await;
    let typing = bob.hears("typing").await;
    assert_eq!(typing, json!({"type": "typing", "room": "lobby", "user": ada.user, "name": "Ada"}));
    assert_eq!((ada.pushed().await, eve.pushed().await), (vec![], vec![]));
    stack.stop().await;
}

#[tokio::test]
async fn unknown_fields_are_ignored() {
    let stack = stack().await;
    let mut ada = Person::hello(&stack, json!({"name": "Ada", "mood": {"now": "fine"}})).await;
    ada.join("lobby").await;
    let message = json!([{"clientId": "c-1", "text": "Hi", "colour": "red"}]);
    let ack = ada.ask("send", json!({"room": "lobby", "messages": message, "urgent": true})).await;
    assert_eq!(ack["results"][0]["seq"], 2, "{ack}");
    stack.stop().await;
}
