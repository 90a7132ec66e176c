//! `$connect` accepts or rejects a connection.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::fixture::{Client, client, connect_status, http, recorded_event, stack, until};

#[tokio::test]
async fn any_2xx_status_accepts_the_connection() {
    let stack = stack().await;
    let (socket, response) = connect_async(format!("{}?status=204", stack.websocket_url())).await.unwrap();
    assert_eq!(response.status(), StatusCode::SWITCHING_PROTOCOLS);
    assert_eq!(Client { socket }.request(json!({ "x": 1 })).await["body"], r#"{"x":1}"#);
    stack.stop().await;
}

#[tokio::test]
async fn any_other_status_goes_to_the_client() {
    let stack = stack().await;
    for status in [302, 401, 403, 429, 500, 503] {
        assert_eq!(connect_status(&stack, &format!("status={status}")).await, status);
    }
    stack.stop().await;
}

#[tokio::test]
async fn the_client_gets_status_502_when_connect_fails() {
    let stack = stack().await;
    for failure in ["crash", "panic", "error", "malformed"] {
        assert_eq!(
            connect_status(&stack, &format!("do={failure}")).await,
            StatusCode::BAD_GATEWAY,
            "{failure}"
        );
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
    let event = recorded_event(&stack, "CONNECT", &client.id().await).await;

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
async fn without_a_query_the_event_has_no_parameters() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let event = recorded_event(&stack, "CONNECT", &client.id().await).await;
    assert!(event.get("queryStringParameters").is_none());
    assert!(event.get("multiValueQueryStringParameters").is_none());
    stack.stop().await;
}

#[tokio::test]
async fn connect_may_choose_the_subprotocol() {
    let stack = stack().await;
    let mut request = format!("{}?protocol=two", stack.websocket_url()).into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", "one, two".parse().unwrap());
    let (_, response) = connect_async(request).await.unwrap();
    assert_eq!(response.headers()["sec-websocket-protocol"], "two");
    stack.stop().await;
}

#[tokio::test]
async fn a_post_during_connect_gets_410() {
    let stack = stack().await;
    // The function posts to its own connection and responds with the status that it gets.
    assert_eq!(connect_status(&stack, "do=post").await, StatusCode::GONE);
    stack.stop().await;
}

#[tokio::test]
async fn a_client_that_hangs_up_during_connect_is_disconnected() {
    let stack = stack().await;
    let upgrade = tokio::spawn(connect_async(format!("{}?do=wait&ms=500", stack.websocket_url())));
    until(async || stack.calls().invocations.get("Connect").map(drop)).await;
    upgrade.abort();
    let calls =
        until(async || Some(stack.calls()).filter(|calls| calls.invocations.contains_key("Disconnect")));
    assert_eq!(calls.await.invocations["Connect"], 1);
    stack.stop().await;
}

#[tokio::test]
async fn a_request_without_an_upgrade_gets_426() {
    let stack = stack().await;
    let url = stack.websocket_url().replace("ws://", "http://");
    let response = http(Request::get(url).body(Body::empty()).unwrap()).await;
    assert_eq!(response.status, StatusCode::UPGRADE_REQUIRED);
    assert!(stack.calls().invocations.is_empty());
    stack.stop().await;
}
