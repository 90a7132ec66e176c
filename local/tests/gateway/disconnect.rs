//! `$disconnect` follows the end of every connection, and its event has the close code and reason.

use futures::SinkExt;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, sleep};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::fixture::{call_management_api, client, options, recorded_event, stack, start};

/// A limit that is short for a test, and longer than a function's first start on a busy machine.
const SHORT_LIMIT: Duration = Duration::from_secs(20);

fn close_status(event: &Value) -> (u64, &str) {
    let context = &event["requestContext"];
    (context["disconnectStatusCode"].as_u64().unwrap(), context["disconnectReason"].as_str().unwrap())
}

#[tokio::test]
async fn the_event_has_the_clients_code_and_reason() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    client
        .socket
        .close(Some(CloseFrame { code: CloseCode::Library(4001), reason: "bye".into() }))
        .await
        .unwrap();
    let event = recorded_event(&stack, "DISCONNECT", &id).await;
    assert_eq!(close_status(&event), (4001, "bye"));
    let context = &event["requestContext"];
    assert_eq!(context["routeKey"], "$disconnect");
    assert_eq!(context["eventType"], "DISCONNECT");
    assert!(context["connectedAt"].as_u64().unwrap() <= context["requestTimeEpoch"].as_u64().unwrap());
    assert_eq!(event["headers"]["x-restapi"], "");
    assert_eq!(event["multiValueHeaders"]["Host"], json!([context["domainName"]]));
    assert!(event.get("body").is_none());
    assert!(event.get("queryStringParameters").is_none());
    assert_eq!(call_management_api(&stack, "GET", &id, "").await.status, 410);
    stack.stop().await;
}

#[tokio::test]
async fn a_close_without_a_code_has_status_1005() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    client.socket.close(None).await.unwrap();
    let event = recorded_event(&stack, "DISCONNECT", &id).await;
    assert_eq!(close_status(&event), (1005, "Client-side close frame status not set"));
    stack.stop().await;
}

#[tokio::test]
async fn a_connection_lost_without_a_close_frame_has_status_1006() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    drop(client);
    assert_eq!(close_status(&recorded_event(&stack, "DISCONNECT", &id).await).0, 1006);
    stack.stop().await;
}

#[tokio::test]
async fn an_idle_connection_is_closed_at_the_idle_timeout() {
    let mut options = options();
    options.gateway.idle_timeout = SHORT_LIMIT;
    let stack = start(options).await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    assert_eq!(client.receive_close().await.code, CloseCode::Away);
    assert_eq!(close_status(&recorded_event(&stack, "DISCONNECT", &id).await), (1001, "Going away"));
    stack.stop().await;
}

#[tokio::test]
async fn traffic_in_either_direction_restarts_the_idle_timeout() {
    let mut options = options();
    options.gateway.idle_timeout = SHORT_LIMIT;
    let stack = start(options).await;
    let (mut sender, mut receiver) = (client(&stack).await, client(&stack).await);
    let (sender_id, receiver_id) = (sender.id().await, receiver.id().await);
    let start = Instant::now();
    while start.elapsed() < SHORT_LIMIT + Duration::from_secs(1) {
        sleep(Duration::from_millis(250)).await;
        sender.send(&json!({ "do": "nothing" })).await;
        assert_eq!(call_management_api(&stack, "POST", &receiver_id, "hi").await.status, 200);
        assert_eq!(receiver.receive().await, Message::text("hi"));
    }
    assert_eq!(call_management_api(&stack, "GET", &sender_id, "").await.status, 200);
    stack.stop().await;
}

#[tokio::test]
async fn a_connection_is_closed_at_the_end_of_its_lifetime_despite_traffic() {
    let mut options = options();
    options.gateway.lifetime = SHORT_LIMIT;
    let stack = start(options).await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    let (mut writer, mut reader) = futures::StreamExt::split(client.socket);
    let write = async {
        while writer.send(Message::text(r#"{"do":"nothing"}"#)).await.is_ok() {
            sleep(Duration::from_millis(100)).await;
        }
    };
    let read = async {
        loop {
            if let Message::Close(frame) = futures::StreamExt::next(&mut reader).await.unwrap().unwrap() {
                return frame.unwrap().code;
            }
        }
    };
    let (_, code) = tokio::join!(write, read);
    assert_eq!(code, CloseCode::Away);
    assert_eq!(close_status(&recorded_event(&stack, "DISCONNECT", &id).await), (1001, "Going away"));
    stack.stop().await;
}
