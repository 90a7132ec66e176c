//! What one connection, one address and one person may do.

use std::time::Instant;

use e2e::Stack;
use futures::{SinkExt, StreamExt};
use local::{Data, Options};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::fixture::{TIMEOUT, binaries, dynamodb, stack, stack_with, until};
use crate::person::Person;

/// What became of a flood.
pub struct Flood {
    /// Frames that were answered as usual, with `bad_request`.
    answered: usize,
    /// Frames that were refused with `rate_limited` and a time.
    refused: usize,
    closed: bool,
    seconds: u64,
}

/// Sends frames that are no requests on one connection, as fast as it goes.
pub async fn flood(stack: &Stack, frames: usize) -> Flood {
    let (socket, _) = connect_async(stack.websocket_url()).await.unwrap();
    let (mut sink, mut stream) = socket.split();
    let start = Instant::now();
    let sender = tokio::spawn(async move {
        for _ in 0..frames {
            if sink.send(Message::text("junk")).await.is_err() {
                return;
            }
        }
    });
    let mut flood = Flood { answered: 0, refused: 0, closed: false, seconds: 0 };
    while flood.answered + flood.refused < frames && !flood.closed {
        match timeout(TIMEOUT, stream.next()).await.unwrap() {
            Some(Ok(Message::Text(text))) if !text.is_empty() => {
                let answer: Value = serde_json::from_str(&text).unwrap();
                match answer["code"].as_str() {
                    Some("bad_request") => flood.answered += 1,
                    Some("rate_limited") if answer["retryAfterMs"].as_u64() > Some(0) => flood.refused += 1,
                    _ => panic!("{answer}"),
                }
            }
            Some(Ok(Message::Close(_)) | Err(_)) | None => flood.closed = true,
            Some(Ok(_)) => {}
        }
    }
    sender.abort();
    flood.seconds = start.elapsed().as_secs();
    flood
}

async fn stack_of_processes(concurrency: usize) -> Stack {
    let mut options = Options::new(e2e::template(), binaries().await);
    options.lambda.concurrency = concurrency;
    Stack::start(options).await.unwrap()
}

/// 600 points, 5 for each such frame; 10 points come back each second.
#[tokio::test]
async fn a_connection_that_sends_junk_is_refused_and_then_closed() {
    let stack = stack_of_processes(1).await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let flood = flood(&stack, 3_000).await;
    let paid_back = 2 * (usize::try_from(flood.seconds).unwrap() + 1);
    assert!(flood.closed, "{} answered, {} refused", flood.answered, flood.refused);
    assert!((1..=120 + paid_back).contains(&flood.answered), "{} were answered", flood.answered);
    assert!(flood.refused > 0, "the refusal comes before the end");
    until("$disconnect is called", async || stack.calls().invocations.get("DisconnectFunction").copied())
        .await;
    ada.says("lobby", "c-1", "What was that?").await;
    stack.stop().await;
}

/// Without the row that the processes share, the bound would be four budgets: 480 frames.
#[tokio::test]
async fn four_processes_answer_a_burst_and_a_share_each() {
    let stack = stack_of_processes(4).await;
    // Each process starts, and is warm, before the flood.
    let mut people = Vec::new();
    for _ in 0..4 {
        people.push(Person::guest(&stack, "Ada").await);
    }
    futures::future::join_all(people.iter_mut().map(|person| person.ask("rooms", json!({})))).await;
    let flood = flood(&stack, 3_000).await;
    println!("four processes answered {} frames and refused {}", flood.answered, flood.refused);
    let paid_back = 4 * 2 * (usize::try_from(flood.seconds).unwrap() + 1);
    assert!(flood.closed, "{} answered, {} refused", flood.answered, flood.refused);
    assert!(flood.answered <= 120 + 4 * 30 + paid_back, "{} in {} s", flood.answered, flood.seconds);
    stack.stop().await;
}

/// A guest on a connection with these headers, or the status that refuses it.
async fn connect(stack: &Stack, headers: &[(&'static str, &str)]) -> Result<(), u16> {
    let mut request = stack.websocket_url().into_client_request().unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    match connect_async(request).await {
        Ok(_) => Ok(()),
        Err(Error::Http(response)) => Err(response.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn one_address_opens_so_many_connections_and_a_forged_header_does_not_help() {
    let stack = stack_with(&[("ConnectionsPerAddress", "2"), ("OriginSecret", "s3cret")], Data::Memory).await;
    let secret = ("x-origin-secret", "s3cret");
    let viewer = |address| ("cloudfront-viewer-address", address);
    for _ in 0..2 {
        assert_eq!(connect(&stack, &[]).await, Ok(()));
    }
    for forged in
        [&[][..], &[viewer("192.0.2.1:5000")], &[viewer("192.0.2.2:5000"), ("x-origin-secret", "guess")]]
    {
        assert_eq!(connect(&stack, forged).await, Err(429), "{forged:?}");
    }
    for address in ["192.0.2.1:5000", "2001:db8::1:5000", "192.0.2.1:5001", "2001:db8::2:5001"] {
        assert_eq!(connect(&stack, &[secret, viewer(address)]).await, Ok(()), "{address}");
    }
    for address in ["192.0.2.1:5002", "2001:db8::3:5002"] {
        assert_eq!(connect(&stack, &[secret, viewer(address)]).await, Err(429), "{address}");
    }
    let key = json!({"Key": {"pk": {"S": "ADDR#127.0.0.1"}, "sk": {"S": "COUNT"}}});
    let row = dynamodb(&stack, "GetItem", key).await;
    let expires: u64 = row["Item"]["expires"]["N"].as_str().unwrap().parse().unwrap();
    assert!((600..=1_200).contains(&(expires - e2e::issuer::now())), "the row expires in minutes");
    stack.stop().await;
}

#[tokio::test]
async fn one_address_makes_so_many_guests_and_those_who_are_known_still_come_in() {
    let stack = stack_with(&[("GuestsPerAddress", "2")], Data::Memory).await;
    let ada = Person::guest(&stack, "Ada").await;
    Person::guest(&stack, "Bob").await;
    let mut eve = Person::stranger(&stack).await;
    let answer = eve.ask("hello", json!({"version": 1, "name": "Eve"})).await;
    assert_eq!(answer["code"], "rate_limited", "{answer}");
    assert!((1..=300_000).contains(&answer["retryAfterMs"].as_u64().unwrap()), "{answer}");
    assert_eq!(ada.device(&stack).await.user, ada.user);
    eve.say_hello(json!({"token": ada.token})).await;
    stack.stop().await;
}

#[tokio::test]
async fn leaving_a_room_that_one_is_not_in_costs_two_reads() {
    let stack = stack().await;
    let _ada = Person::in_room(&stack, "Ada", "lobby").await;
    let mut eve = Person::guest(&stack, "Eve").await;
    let before = stack.calls();
    assert_eq!(eve.ask("leave", json!({"room": "lobby"})).await["type"], "ack");
    let calls = stack.calls().since(&before).dynamodb;
    assert_eq!(calls, [("GetItem".to_owned(), 2)].into());
    stack.stop().await;
}

/// 51 rows are at most two read units; 400 rows would be five or more.
#[tokio::test]
async fn typing_in_a_large_room_reads_only_the_first_rows() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let query = json!({
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :start)",
        "ExpressionAttributeValues": {":pk": {"S": "LISTEN#lobby"}, ":start": {"S": "CONN#"}},
    });
    let row = dynamodb(&stack, "Query", query).await["Items"][0].clone();
    for n in 0..400 {
        let mut item = row.clone();
        (item["sk"], item["connection"]) =
            (json!({"S": format!("CONN#x{n}")}), json!({"S": format!("x{n}")}));
        dynamodb(&stack, "PutItem", json!({"Item": item})).await;
    }
    let before = stack.calls();
    ada.say(r#"{"action":"typing","room":"lobby"}"#).await;
    let done = async || stack.calls().since(&before).half_units.get("Query").copied();
    let half_units = until("the listeners are read", done).await;
    assert!(half_units <= 2 * 2, "{half_units} half units are read");
    stack.stop().await;
}

#[tokio::test]
async fn a_person_changes_the_name_five_times_and_then_has_to_wait() {
    let stack = stack().await;
    let mut ada = Person::in_room(&stack, "Ada", "lobby").await;
    let hello = |n: usize, token: &str| json!({"version": 1, "token": token, "name": format!("Ada {n}")});
    for n in 1..=5 {
        assert_eq!(ada.ask("hello", hello(n, &ada.token.clone())).await["name"], format!("Ada {n}"));
    }
    let refused = ada.ask("hello", hello(6, &ada.token.clone())).await;
    assert_eq!(refused["code"], "too_large", "{refused}");
    let phone = Person::hello(&stack, hello(7, &ada.token)).await;
    assert_eq!(phone.welcome["name"], "Ada 5", "a first hello is answered, with the name of before");
    ada.says("lobby", "c-1", "Still here").await;
    assert_eq!(ada.log("lobby").await[1]["name"], "Ada 5");
    let alone = json!({"version": 2, "token": ada.token, "name": "Ada 8", "signOutOthers": true});
    let welcome = ada.ask("hello", alone).await;
    assert_eq!((&welcome["name"], &welcome["type"]), (&json!("Ada 5"), &json!("welcome")), "{welcome}");
    stack.stop().await;
}
