//! However a connection ends, `$disconnect` hears how.

use futures::SinkExt;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, sleep};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::fixture::{client, kept_event, manage, options, stack, start};

/// More than a function's first start takes on a busy machine.
const SOON: Duration = Duration::from_secs(20);

fn how(event: &Value) -> (u64, &str) {
    let context = &event["requestContext"];
    (context["disconnectStatusCode"].as_u64().unwrap(), context["disconnectReason"].as_str().unwrap())
}

#[tokio::test]
async fn the_clients_code_and_reason_are_told() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    client
        .socket
        .close(Some(CloseFrame { code: CloseCode::Library(4001), reason: "bye".into() }))
        .await
        .unwrap();
    let event = kept_event(&stack, "DISCONNECT", &id).await;
    assert_eq!(how(&event), (4001, "bye"));
    let context = &event["requestContext"];
    assert_eq!(context["routeKey"], "$disconnect");
    assert_eq!(context["eventType"], "DISCONNECT");
    assert!(context["connectedAt"].as_u64().unwrap() <= context["requestTimeEpoch"].as_u64().unwrap());
    assert_eq!(event["headers"]["x-restapi"], "");
    assert_eq!(event["multiValueHeaders"]["Host"], json!([context["domainName"]]));
    assert!(event.get("body").is_none());
    assert!(event.get("queryStringParameters").is_none());
    assert_eq!(manage(&stack, "GET", &id, "").await.status, 410);
    stack.stop().await;
}

#[tokio::test]
async fn a_close_without_a_code_is_1005() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    client.socket.close(None).await.unwrap();
    let event = kept_event(&stack, "DISCONNECT", &id).await;
    assert_eq!(how(&event), (1005, "Client-side close frame status not set"));
    stack.stop().await;
}

#[tokio::test]
async fn a_client_that_vanishes_is_1006() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    drop(client);
    assert_eq!(how(&kept_event(&stack, "DISCONNECT", &id).await).0, 1006);
    stack.stop().await;
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let mut options = options();
    options.gateway.idle_timeout = SOON;
    let stack = start(options).await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    assert_eq!(client.hear_close().await.code, CloseCode::Away);
    assert_eq!(how(&kept_event(&stack, "DISCONNECT", &id).await), (1001, "Going away"));
    stack.stop().await;
}

#[tokio::test]
async fn traffic_keeps_a_connection() {
    let mut options = options();
    options.gateway.idle_timeout = SOON;
    let stack = start(options).await;
    let (mut talker, mut listener) = (client(&stack).await, client(&stack).await);
    let (talking, listening) = (talker.id().await, listener.id().await);
    let begun = Instant::now();
    while begun.elapsed() < SOON + Duration::from_secs(1) {
        sleep(Duration::from_millis(250)).await;
        talker.say(&json!({ "do": "nothing" })).await;
        assert_eq!(manage(&stack, "POST", &listening, "hi").await.status, 200);
        assert_eq!(listener.hear().await, Message::text("hi"));
    }
    assert_eq!(manage(&stack, "GET", &talking, "").await.status, 200);
    stack.stop().await;
}

#[tokio::test]
async fn no_connection_lives_longer_than_its_life() {
    let mut options = options();
    options.gateway.lifetime = SOON;
    let stack = start(options).await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    let (mut writer, mut reader) = futures::StreamExt::split(client.socket);
    let talk = async {
        while writer.send(Message::text(r#"{"do":"nothing"}"#)).await.is_ok() {
            sleep(Duration::from_millis(100)).await;
        }
    };
    let listen = async {
        loop {
            if let Message::Close(frame) = futures::StreamExt::next(&mut reader).await.unwrap().unwrap() {
                return frame.unwrap().code;
            }
        }
    };
    let (_, code) = tokio::join!(talk, listen);
    assert_eq!(code, CloseCode::Away);
    assert_eq!(how(&kept_event(&stack, "DISCONNECT", &id).await), (1001, "Going away"));
    stack.stop().await;
}
