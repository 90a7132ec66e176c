//! The `@connections` API.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::fixture::{client, http, kept_event, manage, stack, until};

#[tokio::test]
async fn a_post_arrives_and_order_is_kept() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    for n in 0..20 {
        let answer = manage(&stack, "POST", &id, format!("ä{n}")).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, ""));
    }
    for n in 0..20 {
        assert_eq!(client.hear().await, Message::text(format!("ä{n}")));
    }
    assert_eq!(stack.calls().connections["POST"], 20);
    stack.stop().await;
}

#[tokio::test]
async fn an_id_may_be_percent_encoded() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await.replace('=', "%3D");
    assert_eq!(manage(&stack, "POST", &id, "hi").await.status, 200);
    assert_eq!(client.hear().await, Message::text("hi"));
    stack.stop().await;
}

#[tokio::test]
async fn get_describes_a_connection() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    let at =
        |answer: &Value, key: &str| OffsetDateTime::parse(answer[key].as_str().unwrap(), &Rfc3339).unwrap();
    let answer = manage(&stack, "GET", &id, "").await;
    assert_eq!(answer.status, 200);
    let first: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(first["identity"]["sourceIp"], "127.0.0.1");
    assert!(at(&first, "connectedAt") <= at(&first, "lastActiveAt"));
    client.ask(json!({})).await;
    let second: Value = serde_json::from_str(&manage(&stack, "GET", &id, "").await.body).unwrap();
    assert_eq!(second["connectedAt"], first["connectedAt"]);
    assert!(at(&second, "lastActiveAt") > at(&first, "lastActiveAt"));
    stack.stop().await;
}

#[tokio::test]
async fn delete_closes_after_what_was_posted() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    for n in 0..20 {
        manage(&stack, "POST", &id, format!("{n}")).await;
    }
    assert_eq!(manage(&stack, "DELETE", &id, "").await.status, 204);
    for n in 0..20 {
        assert_eq!(client.hear().await, Message::text(format!("{n}")));
    }
    assert_eq!(client.hear_close().await.code, CloseCode::Normal);
    kept_event(&stack, "DISCONNECT", &id).await;
    stack.stop().await;
}

#[tokio::test]
async fn who_is_not_there_is_gone() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    client.socket.close(None).await.unwrap();
    until(async || (manage(&stack, "GET", &id, "").await.status == 410).then_some(())).await;
    for method in ["POST", "GET", "DELETE"] {
        for id in [id.as_str(), "never", "%F0%9F"] {
            let answer = manage(&stack, method, id, "").await;
            assert!(answer.status == 410 || id == "%F0%9F", "{method} {id}: {}", answer.status);
            assert!(answer.status.is_client_error());
            if answer.status == 410 {
                assert_eq!(answer.headers["x-amzn-errortype"], "GoneException");
            }
        }
    }
    stack.stop().await;
}

#[tokio::test]
async fn a_post_has_128_kb_at_most() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let id = client.id().await;
    let answer = manage(&stack, "POST", &id, "x".repeat(128 * 1024 + 1)).await;
    assert_eq!(answer.status, 413);
    assert_eq!(answer.headers["x-amzn-errortype"], "PayloadTooLargeException");
    assert_eq!(manage(&stack, "POST", &id, "x".repeat(128 * 1024)).await.status, 200);
    assert_eq!(client.hear().await.len(), 128 * 1024);
    stack.stop().await;
}

#[tokio::test]
async fn a_client_that_does_not_read_fills_only_its_own_buffer() {
    let stack = stack().await;
    let (mut deaf, mut other) = (client(&stack).await, client(&stack).await);
    let (deaf_id, other_id) = (deaf.id().await, other.id().await);
    let large = "x".repeat(100 * 1024);
    let full = until(async || {
        let answer = manage(&stack, "POST", &deaf_id, large.clone()).await;
        (answer.status != 200).then_some(answer)
    });
    let full = full.await;
    assert_eq!(full.status, 429);
    assert_eq!(full.headers["x-amzn-errortype"], "LimitExceededException");
    assert_eq!(manage(&stack, "POST", &other_id, "hi").await.status, 200);
    assert_eq!(other.hear().await, Message::text("hi"));
    // It can still be got rid of.
    assert_eq!(manage(&stack, "DELETE", &deaf_id, "").await.status, 204);
    kept_event(&stack, "DISCONNECT", &deaf_id).await;
    stack.stop().await;
}

#[tokio::test]
async fn an_unsigned_call_is_refused() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let url = format!("{}/@connections/{}", stack.management_url(), client.id().await);
    let answer = http(Request::post(url).body(Body::from("hi")).unwrap()).await;
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("Missing Authentication Token"));
    stack.stop().await;
}
