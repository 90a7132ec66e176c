//! A frame selects its route, and the client gets the function's response.

use futures::SinkExt;
use local::Stack;
use serde_json::{Value, json};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

use crate::fixture::{Client, client, options, stack, start, template};

/// Whether API Gateway itself responded, with this message.
fn is_gateway_error(response: &Value, message: &str) -> bool {
    let has = |id: &str| response[id].as_str().is_some_and(|id| !id.is_empty());
    response["message"] == message && has("connectionId") && has("requestId")
}

/// The route key in the event of a frame.
async fn route(client: &mut Client, frame: Value) -> Value {
    client.request(frame).await["requestContext"]["routeKey"].take()
}

#[tokio::test]
async fn the_event_has_the_frame_and_no_headers() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let event = client.request(json!({ "x": "ä" })).await;
    assert_eq!(event["body"], r#"{"x":"ä"}"#);
    assert_eq!(event["isBase64Encoded"], false);
    for absent in ["headers", "multiValueHeaders", "queryStringParameters"] {
        assert!(event.get(absent).is_none(), "{absent}");
    }
    let context = &event["requestContext"];
    assert_eq!(context["eventType"], "MESSAGE");
    assert_eq!(context["routeKey"], "$default");
    assert_eq!(context["messageDirection"], "IN");
    assert_eq!(context["identity"]["sourceIp"], "127.0.0.1");
    for id in ["connectionId", "requestId", "extendedRequestId", "messageId"] {
        assert_eq!(context[id].as_str().unwrap().len(), "Qyi07eCbtjMCJKw=".len(), "{id}");
    }
    let again = client.request(json!({})).await;
    assert_eq!(again["requestContext"]["connectionId"], context["connectionId"]);
    assert_eq!(again["requestContext"]["connectedAt"], context["connectedAt"]);
    assert_ne!(again["requestContext"]["messageId"], context["messageId"]);
    assert_ne!(again["requestContext"]["requestId"], context["requestId"]);
    stack.stop().await;
}

#[tokio::test]
async fn a_route_key_matches_exactly_or_the_frame_takes_the_default_route() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    assert_eq!(route(&mut client, json!({ "action": "shortTimeout" })).await, "shortTimeout");
    for other in ["ShortTimeout", "shortTimeout ", "unknown", "", "$connect", "$disconnect", "$default"] {
        assert_eq!(route(&mut client, json!({ "action": other })).await, "$default", "{other}");
    }
    for other in
        [json!({}), json!({ "action": null }), json!({ "action": ["shortTimeout"] }), json!([]), json!(3)]
    {
        assert_eq!(route(&mut client, other.clone()).await, "$default", "{other}");
    }
    stack.stop().await;
}

#[tokio::test]
async fn a_frame_that_is_not_json_takes_the_default_route() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    for text in ["hello", "{", "{\"action\":\"shortTimeout\"", "\u{0}", "[[[["] {
        client.socket.send(Message::text(text)).await.unwrap();
        let event = client.receive_json().await;
        assert_eq!(event["requestContext"]["routeKey"], "$default");
        assert_eq!(event["body"], text);
    }
    stack.stop().await;
}

#[tokio::test]
async fn without_a_default_route_an_unknown_route_is_forbidden() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(template()).unwrap();
    let path = folder.path().join("template.yaml");
    let without = text.lines().filter(|line| !line.contains("$default: {")).collect::<Vec<_>>().join("\n");
    std::fs::write(&path, without).unwrap();
    let stack = start(local::Options { template: path, ..options() }).await;
    let mut client = client(&stack).await;
    for frame in [json!({ "action": "unknown" }), json!("no action")] {
        let response = client.request(frame).await;
        assert!(is_gateway_error(&response, "Forbidden"), "{response}");
    }
    assert_eq!(route(&mut client, json!({ "action": "shortTimeout" })).await, "shortTimeout");
    stack.stop().await;
}

#[tokio::test]
async fn only_a_two_way_route_returns_the_functions_body() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    client.send(&json!({ "action": "oneWay" })).await;
    assert_eq!(client.request(json!({ "n": 2 })).await["body"], r#"{"n":2}"#);
    assert_eq!(stack.calls().invocations["Frame"], 2);
    stack.stop().await;
}

#[tokio::test]
async fn a_response_without_a_body_sends_nothing() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    client.send(&json!({ "do": "nothing" })).await;
    assert_eq!(client.request(json!({ "n": 2 })).await["body"], r#"{"n":2}"#);
    stack.stop().await;
}

#[tokio::test]
async fn the_status_of_a_response_does_not_matter() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    assert_eq!(client.request(json!({ "status": 400 })).await["body"], r#"{"status":400}"#);
    stack.stop().await;
}

#[tokio::test]
async fn a_failing_function_is_an_internal_error_and_the_connection_stays_open() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    for failure in ["crash", "panic", "error", "malformed"] {
        let response = client.request(json!({ "do": failure })).await;
        assert!(is_gateway_error(&response, "Internal server error"), "{failure}: {response}");
    }
    // The client also gets the error of a one-way route.
    let response = client.request(json!({ "action": "oneWay", "do": "crash" })).await;
    assert!(is_gateway_error(&response, "Internal server error"), "{response}");
    assert_eq!(client.request(json!({ "n": 2 })).await["body"], r#"{"n":2}"#);
    stack.stop().await;
}

#[tokio::test]
async fn a_process_that_exceeds_the_functions_timeout_is_killed() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    client.request(json!({ "action": "shortTimeout" })).await;
    let [first] = stack.processes("ShortTimeout")[..] else { panic!("one process is expected") };
    let response = client.request(json!({ "action": "shortTimeout", "do": "hang" })).await;
    assert!(is_gateway_error(&response, "Internal server error"), "{response}");
    assert_eq!(route(&mut client, json!({ "action": "shortTimeout" })).await, "shortTimeout");
    assert!(!stack.processes("ShortTimeout").contains(&first));
    stack.stop().await;
}

#[tokio::test]
async fn a_function_that_exceeds_the_integration_timeout_is_a_gateway_timeout() {
    let mut options = options();
    options.gateway.integration_timeout = Duration::from_secs(20);
    let stack: Stack = start(options).await;
    let mut client = client(&stack).await;
    client.request(json!({})).await;
    let response = client.request(json!({ "do": "wait", "ms": 60_000 })).await;
    assert!(is_gateway_error(&response, "Endpoint request timed out"), "{response}");
    stack.stop().await;
}

#[tokio::test]
async fn a_function_can_post_to_the_connection_of_its_frame() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    client.send(&json!({ "do": "post" })).await;
    assert_eq!(client.receive().await, Message::text("posted"));
    assert_eq!(client.receive().await, Message::text("null"));
    assert_eq!(stack.calls().connections["POST"], 1);
    stack.stop().await;
}
