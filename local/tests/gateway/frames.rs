//! A frame finds its route, and its function's answer finds the way back.

use futures::SinkExt;
use local::Stack;
use serde_json::{Value, json};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

use crate::fixture::{Client, client, options, stack, start, template};

/// What a frame is answered with when its route cannot.
fn is_problem(answer: &Value, message: &str) -> bool {
    let has = |id: &str| answer[id].as_str().is_some_and(|id| !id.is_empty());
    answer["message"] == message && has("connectionId") && has("requestId")
}

/// The route that a frame takes, as the function sees it.
async fn route(client: &mut Client, frame: Value) -> Value {
    client.ask(frame).await["requestContext"]["routeKey"].take()
}

#[tokio::test]
async fn the_event_carries_the_frame_and_no_headers() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let event = client.ask(json!({ "x": "ä" })).await;
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
    let again = client.ask(json!({})).await;
    assert_eq!(again["requestContext"]["connectionId"], context["connectionId"]);
    assert_eq!(again["requestContext"]["connectedAt"], context["connectedAt"]);
    assert_ne!(again["requestContext"]["messageId"], context["messageId"]);
    assert_ne!(again["requestContext"]["requestId"], context["requestId"]);
    stack.stop().await;
}

#[tokio::test]
async fn a_route_matches_exactly_or_the_default_takes_the_frame() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    assert_eq!(route(&mut client, json!({ "action": "hurried" })).await, "hurried");
    for other in ["Hurried", "hurried ", "unknown", "", "$connect", "$disconnect", "$default"] {
        assert_eq!(route(&mut client, json!({ "action": other })).await, "$default", "{other}");
    }
    for other in [json!({}), json!({ "action": null }), json!({ "action": ["hurried"] }), json!([]), json!(3)]
    {
        assert_eq!(route(&mut client, other.clone()).await, "$default", "{other}");
    }
    stack.stop().await;
}

#[tokio::test]
async fn what_is_not_json_goes_to_the_default() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    for text in ["hello", "{", "{\"action\":\"hurried\"", "\u{0}", "[[[["] {
        client.socket.send(Message::text(text)).await.unwrap();
        let event = client.hear_json().await;
        assert_eq!(event["requestContext"]["routeKey"], "$default");
        assert_eq!(event["body"], text);
    }
    stack.stop().await;
}

#[tokio::test]
async fn without_a_default_an_unknown_route_is_forbidden() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(template()).unwrap();
    let path = folder.path().join("template.yaml");
    let without = text.lines().filter(|line| !line.contains("$default: {")).collect::<Vec<_>>().join("\n");
    std::fs::write(&path, without).unwrap();
    let stack = start(local::Options { template: path, ..options() }).await;
    let mut client = client(&stack).await;
    for frame in [json!({ "action": "unknown" }), json!("no action")] {
        let answer = client.ask(frame).await;
        assert!(is_problem(&answer, "Forbidden"), "{answer}");
    }
    assert_eq!(route(&mut client, json!({ "action": "hurried" })).await, "hurried");
    stack.stop().await;
}

#[tokio::test]
async fn only_a_route_with_a_response_answers() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    client.say(&json!({ "action": "silent" })).await;
    assert_eq!(client.ask(json!({ "n": 2 })).await["body"], r#"{"n":2}"#);
    assert_eq!(stack.calls().invocations["Frame"], 2);
    stack.stop().await;
}

#[tokio::test]
async fn an_answer_without_a_body_sends_nothing() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    client.say(&json!({ "do": "nothing" })).await;
    assert_eq!(client.ask(json!({ "n": 2 })).await["body"], r#"{"n":2}"#);
    stack.stop().await;
}

#[tokio::test]
async fn the_answers_status_does_not_matter() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    assert_eq!(client.ask(json!({ "status": 400 })).await["body"], r#"{"status":400}"#);
    stack.stop().await;
}

#[tokio::test]
async fn a_failing_function_is_an_internal_error_and_the_socket_stays() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    for failure in ["crash", "panic", "error", "malformed"] {
        let answer = client.ask(json!({ "do": failure })).await;
        assert!(is_problem(&answer, "Internal server error"), "{failure}: {answer}");
    }
    // A one-way route fails aloud as well.
    let answer = client.ask(json!({ "action": "silent", "do": "crash" })).await;
    assert!(is_problem(&answer, "Internal server error"), "{answer}");
    assert_eq!(client.ask(json!({ "n": 2 })).await["body"], r#"{"n":2}"#);
    stack.stop().await;
}

#[tokio::test]
async fn a_function_that_exceeds_its_timeout_is_killed() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    client.ask(json!({ "action": "hurried" })).await;
    let [first] = stack.processes("Hurried")[..] else { panic!("one process is expected") };
    let answer = client.ask(json!({ "action": "hurried", "do": "hang" })).await;
    assert!(is_problem(&answer, "Internal server error"), "{answer}");
    assert_eq!(route(&mut client, json!({ "action": "hurried" })).await, "hurried");
    assert!(!stack.processes("Hurried").contains(&first));
    stack.stop().await;
}

#[tokio::test]
async fn a_function_slower_than_the_integration_may_be_is_not_waited_for() {
    let mut options = options();
    options.gateway.integration_timeout = Duration::from_secs(20);
    let stack: Stack = start(options).await;
    let mut client = client(&stack).await;
    client.ask(json!({})).await;
    let answer = client.ask(json!({ "do": "wait", "ms": 60_000 })).await;
    assert!(is_problem(&answer, "Endpoint request timed out"), "{answer}");
    stack.stop().await;
}

#[tokio::test]
async fn a_function_can_post_to_the_connection_it_answers() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    client.say(&json!({ "do": "post" })).await;
    assert_eq!(client.hear().await, Message::text("posted"));
    assert_eq!(client.hear().await, Message::text("null"));
    assert_eq!(stack.calls().connections["POST"], 1);
    stack.stop().await;
}
