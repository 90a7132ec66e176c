//! The `@connections` API.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::fixture::{call_management_api, client, http, recorded_event, stack, until};

#[tokio::test]
async fn posts_arrive_in_their_order() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    for n in 0..20 {
        let response = call_management_api(&stack, "POST", &id, format!("ä{n}")).await;
        assert_eq!((response.status.as_u16(), response.body.as_str()), (200, ""));
    }
    for n in 0..20 {
        assert_eq!(client.receive().await, Message::text(format!("ä{n}")));
    }
    assert_eq!(stack.calls().connections["POST"], 20);
    stack.stop().await;
}

#[tokio::test]
async fn an_id_may_be_percent_encoded() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await.replace('=', "%3D");
    assert_eq!(call_management_api(&stack, "POST", &id, "hi").await.status, 200);
    assert_eq!(client.receive().await, Message::text("hi"));
    stack.stop().await;
}

#[tokio::test]
async fn get_describes_a_connection() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    let at = |response: &Value, key: &str| {
        OffsetDateTime::parse(response[key].as_str().unwrap(), &Rfc3339).unwrap()
    };
    let response = call_management_api(&stack, "GET", &id, "").await;
    assert_eq!(response.status, 200);
    let first: Value = serde_json::from_str(&response.body).unwrap();
    assert_eq!(first["identity"]["sourceIp"], "127.0.0.1");
    assert!(at(&first, "connectedAt") <= at(&first, "lastActiveAt"));
    client.request(json!({})).await;
    let second: Value =
        serde_json::from_str(&call_management_api(&stack, "GET", &id, "").await.body).unwrap();
    assert_eq!(second["connectedAt"], first["connectedAt"]);
    assert!(at(&second, "lastActiveAt") > at(&first, "lastActiveAt"));
    stack.stop().await;
}

#[tokio::test]
async fn delete_closes_the_connection_after_the_posted_messages() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    for n in 0..20 {
        call_management_api(&stack, "POST", &id, format!("{n}")).await;
    }
    assert_eq!(call_management_api(&stack, "DELETE", &id, "").await.status, 204);
    for n in 0..20 {
        assert_eq!(client.receive().await, Message::text(format!("{n}")));
    }
    assert_eq!(client.receive_close().await.code, CloseCode::Normal);
    recorded_event(&stack, "DISCONNECT", &id).await;
    stack.stop().await;
}

#[tokio::test]
async fn a_call_for_an_unknown_or_closed_connection_gets_410() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    client.socket.close(None).await.unwrap();
    until(async || (call_management_api(&stack, "GET", &id, "").await.status == 410).then_some(())).await;
    for method in ["POST", "GET", "DELETE"] {
        for id in [id.as_str(), "never", "%F0%9F"] {
            let response = call_management_api(&stack, method, id, "").await;
            assert!(response.status == 410 || id == "%F0%9F", "{method} {id}: {}", response.status);
            assert!(response.status.is_client_error());
            if response.status == 410 {
                assert_eq!(response.headers["x-amzn-errortype"], "GoneException");
            }
        }
    }
    stack.stop().await;
}

#[tokio::test]
async fn a_post_larger_than_128_kb_gets_413() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    let response = call_management_api(&stack, "POST", &id, "x".repeat(128 * 1024 + 1)).await;
    assert_eq!(response.status, 413);
    assert_eq!(response.headers["x-amzn-errortype"], "PayloadTooLargeException");
    assert_eq!(call_management_api(&stack, "POST", &id, "x".repeat(128 * 1024)).await.status, 200);
    assert_eq!(client.receive().await.len(), 128 * 1024);
    stack.stop().await;
}

#[tokio::test]
async fn a_client_that_does_not_read_fills_only_its_own_buffer() {
    let stack = stack().await;
    let (mut slow, mut other) = (client(&stack).await, client(&stack).await);
    let (slow_id, other_id) = (slow.id().await, other.id().await);
    let large = "x".repeat(100 * 1024);
    let full = until(async || {
        let response = call_management_api(&stack, "POST", &slow_id, large.clone()).await;
        (response.status != 200).then_some(response)
    });
    let full = full.await;
    assert_eq!(full.status, 429);
    assert_eq!(full.headers["x-amzn-errortype"], "LimitExceededException");
    assert_eq!(call_management_api(&stack, "POST", &other_id, "hi").await.status, 200);
    assert_eq!(other.receive().await, Message::text("hi"));
    // The connection can still be deleted.
    assert_eq!(call_management_api(&stack, "DELETE", &slow_id, "").await.status, 204);
    recorded_event(&stack, "DISCONNECT", &slow_id).await;
    stack.stop().await;
}

#[tokio::test]
async fn an_unsigned_call_gets_403() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let url = format!("{}/@connections/{}", stack.management_url(), client.id().await);
    let response = http(Request::post(url).body(Body::from("hi")).unwrap()).await;
    assert_eq!(response.status, 403);
    assert!(response.body.contains("Missing Authentication Token"));
    stack.stop().await;
}
