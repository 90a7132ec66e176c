//! `$connect` decides whether there is a connection.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::fixture::{Client, client, http, kept_event, refusal, stack, until};

#[tokio::test]
async fn any_2xx_lets_in() {
    let stack = stack().await;
    let (socket, response) = connect_async(format!("{}?status=204", stack.websocket_url())).await.unwrap();
    assert_eq!(response.status(), StatusCode::SWITCHING_PROTOCOLS);
    assert_eq!(Client { socket }.ask(json!({ "x": 1 })).await["body"], r#"{"x":1}"#);
    stack.stop().await;
}

#[tokio::test]
async fn any_other_status_is_passed_on() {
    let stack = stack().await;
    for status in [302, 401, 403, 429, 500, 503] {
        assert_eq!(refusal(&stack, &format!("status={status}")).await, status);
    }
    stack.stop().await;
}

#[tokio::test]
async fn a_failing_connect_is_a_bad_gateway() {
    let stack = stack().await;
    for failure in ["crash", "panic", "error", "malformed"] {
        assert_eq!(refusal(&stack, &format!("do={failure}")).await, StatusCode::BAD_GATEWAY, "{failure}");
    }
    stack.stop().await;
}

#[tokio::test]
async fn the_event_carries_the_whole_request() {
    let stack = stack().await;
    let mut request = format!("{}?a=1&a=%C3%A4&b", stack.websocket_url()).into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("origin", "http://localhost:3000".parse().unwrap());
    headers.insert("user-agent", "test".parse().unwrap());
    headers.append("x-many", "1".parse().unwrap());
    headers.append("x-many", "2".parse().unwrap());
    let mut client = Client { socket: connect_async(request).await.unwrap().0 };
    let event = kept_event(&stack, "CONNECT", &client.id().await).await;

    assert_eq!(event["queryStringParameters"], json!({ "a": "ä", "b": "" }));
    assert_eq!(event["multiValueQueryStringParameters"], json!({ "a": ["1", "ä"], "b": [""] }));
    assert_eq!(event["headers"]["Origin"], "http://localhost:3000");
    assert_eq!(event["headers"]["Sec-WebSocket-Version"], "13");
    assert_eq!(event["headers"]["X-Many"], "2");
    assert_eq!(event["multiValueHeaders"]["X-Many"], json!(["1", "2"]));
    assert_eq!(event["isBase64Encoded"], false);
    assert!(event.get("body").is_none());
    let context = &event["requestContext"];
    assert_eq!(context["routeKey"], "$connect");
    assert_eq!(context["eventType"], "CONNECT");
    assert_eq!(context["messageDirection"], "IN");
    assert_eq!(context["stage"], "ws");
    assert_eq!(context["apiId"], "api");
    assert_eq!(context["identity"], json!({ "sourceIp": "127.0.0.1", "userAgent": "test" }));
    assert!(context["domainName"].as_str().unwrap().starts_with("127.0.0.1:"));
    assert!(context["connectedAt"].as_u64().unwrap() <= context["requestTimeEpoch"].as_u64().unwrap());
    assert!(context["requestTime"].as_str().unwrap().ends_with(" +0000"));
    for id in ["connectionId", "requestId", "extendedRequestId"] {
        assert_eq!(context[id].as_str().unwrap().len(), "Qyi07eCbtjMCJKw=".len(), "{id}");
    }
    stack.stop().await;
}

#[tokio::test]
async fn without_a_query_the_event_has_none() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let event = kept_event(&stack, "CONNECT", &client.id().await).await;
    assert!(event.get("queryStringParameters").is_none());
    assert!(event.get("multiValueQueryStringParameters").is_none());
    stack.stop().await;
}

#[tokio::test]
async fn connect_may_choose_the_protocol() {
    let stack = stack().await;
    let mut request = format!("{}?protocol=two", stack.websocket_url()).into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", "one, two".parse().unwrap());
    let (_, response) = connect_async(request).await.unwrap();
    assert_eq!(response.headers()["sec-websocket-protocol"], "two");
    stack.stop().await;
}

#[tokio::test]
async fn a_connection_is_gone_until_connect_has_let_it_in() {
    let stack = stack().await;
    // The function posts to its own connection and answers with the status that it got.
    assert_eq!(refusal(&stack, "do=post").await, StatusCode::GONE);
    stack.stop().await;
}

#[tokio::test]
async fn a_client_that_hangs_up_while_it_waits_is_disconnected() {
    let stack = stack().await;
    let impatient = tokio::spawn(connect_async(format!("{}?do=wait&ms=500", stack.websocket_url())));
    until(async || stack.calls().invocations.get("Connect").map(drop)).await;
    impatient.abort();
    let calls =
        until(async || Some(stack.calls()).filter(|calls| calls.invocations.contains_key("Disconnect")));
    assert_eq!(calls.await.invocations["Connect"], 1);
    stack.stop().await;
}

#[tokio::test]
async fn a_page_request_to_the_socket_is_told_to_upgrade() {
    let stack = stack().await;
    let url = stack.websocket_url().replace("ws://", "http://");
    let answer = http(Request::get(url).body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UPGRADE_REQUIRED);
    assert!(stack.calls().invocations.is_empty());
    stack.stop().await;
}
