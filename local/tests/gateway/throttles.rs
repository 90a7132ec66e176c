//! The template's throttles: what is too much for a route gets API Gateway's 429, and no function runs for it.

use axum::http::StatusCode;
use local::Stack;
use serde_json::{Value, json};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Error;

use crate::fixture::{Client, client, options, stack, start, until};

async fn ask(client: &mut Client, action: &str) -> Value {
    client.request(json!({ "action": action })).await
}

fn invocations(stack: &Stack) -> u64 {
    stack.calls().invocations.get("Frame").copied().unwrap_or_default()
}

#[tokio::test]
async fn a_frame_too_many_gets_too_many_requests_until_the_rate_allows_it() {
    let stack = stack().await;
    let (mut client, mut other) = (client(&stack).await, client(&stack).await);
    let id = client.id().await;
    let before = invocations(&stack);
    // Frames that are sent at once: the rate of 5 a second would let a slow machine's frames through one by one.
    for _ in 0..50 {
        client.send(&json!({ "action": "throttled" })).await;
    }
    let mut refused = Vec::new();
    for _ in 0..50 {
        let answer = client.receive_json().await;
        if answer["message"] == "Too Many Requests" {
            refused.push(answer);
        }
    }
    assert!((1..=47).contains(&refused.len()), "{} of 50 are refused", refused.len());
    assert_eq!(
        invocations(&stack) - before,
        50 - refused.len() as u64,
        "no function runs for a refused frame"
    );
    let keys: Vec<&str> = refused[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        (keys, &refused[0]["connectionId"]),
        (vec!["connectionId", "message", "requestId"], &json!(id))
    );
    // The route's bucket is everybody's; another route has its own.
    assert_eq!(ask(&mut other, "another").await["body"], r#"{"action":"another"}"#);
    until(async || (ask(&mut other, "throttled").await["message"].is_null()).then_some(())).await;
    stack.stop().await;
}

#[tokio::test]
async fn a_connection_too_many_gets_429_and_no_function_runs() {
    let mut options = options();
    options.parameters.insert("ConnectBurst".into(), "2".into());
    let stack = start(options).await;
    let _two = (client(&stack).await, client(&stack).await);
    let Err(Error::Http(response)) = connect_async(stack.websocket_url()).await else { panic!("a third") };
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    let body: Value = serde_json::from_slice(response.body().as_ref().unwrap()).unwrap();
    assert_eq!(body["message"], "Too Many Requests");
    assert!(body["connectionId"].is_string() && body["requestId"].is_string(), "{body}");
    assert_eq!(stack.calls().invocations["Connect"], 2);
    stack.stop().await;
}
