//! A stack of the test template, and a client for it.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use futures::{SinkExt, StreamExt};
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::rt::TokioExecutor;
use local::{Options, Stack};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Longer than anything takes on a busy machine, because only a failing test should reach it.
pub const TIMEOUT: Duration = Duration::from_secs(60);

pub fn template() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gateway/template.yaml")
}

/// The folder of the examples. Cargo puts it beside the folder of the tests.
pub fn examples() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().join("examples")
}

pub fn options() -> Options {
    Options::new(template(), examples())
}

pub async fn stack() -> Stack {
    start(options()).await
}

pub async fn start(options: Options) -> Stack {
    Stack::start(options).await.unwrap()
}

/// Waits until `condition` gives a value.
pub async fn until<T>(mut condition: impl AsyncFnMut() -> Option<T>) -> T {
    let found = async {
        loop {
            if let Some(value) = condition().await {
                return value;
            }
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(TIMEOUT, found).await.unwrap()
}

pub struct Client {
    pub socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// A connected client.
pub async fn client(stack: &Stack) -> Client {
    let (socket, _) = connect_async(stack.websocket_url()).await.unwrap();
    Client { socket }
}

/// The status with which `$connect` rejects a connection.
pub async fn connect_status(stack: &Stack, query: &str) -> StatusCode {
    match connect_async(format!("{}?{query}", stack.websocket_url())).await {
        Err(Error::Http(response)) => response.status(),
        other => panic!("a rejection is expected, not {other:?}"),
    }
}

impl Client {
    pub async fn send(&mut self, frame: &Value) {
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next frame of any type.
    pub async fn receive(&mut self) -> Message {
        timeout(TIMEOUT, self.socket.next()).await.unwrap().unwrap().unwrap()
    }

    /// The next frame's JSON.
    pub async fn receive_json(&mut self) -> Value {
        serde_json::from_str(self.receive().await.to_text().unwrap()).unwrap()
    }

    /// Sends a frame and receives the response.
    pub async fn request(&mut self, frame: Value) -> Value {
        self.send(&frame).await;
        self.receive_json().await
    }

    /// The connection's id, from an event that the function sends back.
    pub async fn id(&mut self) -> String {
        let event = self.request(json!({})).await;
        event["requestContext"]["connectionId"].as_str().unwrap().to_owned()
    }

    /// Receives the close frame, and the end of the stream after it.
    pub async fn receive_close(&mut self) -> CloseFrame {
        let close = loop {
            if let Message::Close(frame) = self.receive().await {
                break frame.unwrap();
            }
        };
        let end = timeout(TIMEOUT, self.socket.next()).await.unwrap();
        assert!(end.is_none(), "{end:?} after the close frame");
        close
    }
}

/// An HTTP response.
pub struct Response {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

pub async fn http(request: Request<Body>) -> Response {
    let client: HttpClient<_, Body> = HttpClient::builder(TokioExecutor::new()).build_http();
    let (parts, body) = timeout(TIMEOUT, client.request(request)).await.unwrap().unwrap().into_parts();
    let body = to_bytes(Body::new(body), usize::MAX).await.unwrap();
    Response {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    }
}

/// Calls `@connections` as the SDK does.
pub async fn call_management_api(stack: &Stack, method: &str, id: &str, body: impl Into<Body>) -> Response {
    let request =
        Request::builder().method(method).uri(format!("{}/@connections/{id}", stack.management_url()));
    http(
        request
            .header("authorization", "AWS4-HMAC-SHA256 Credential=local/20260101")
            .body(body.into())
            .unwrap(),
    )
    .await
}

/// Calls DynamoDB.
pub async fn dynamodb(stack: &Stack, operation: &str, request: &Value) -> Value {
    let call = Request::post(stack.dynamodb_url())
        .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .header("content-type", "application/x-amz-json-1.0")
        .header("authorization", "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=local")
        .header("x-amz-date", "20260101T000000Z");
    let response = http(call.body(Body::from(request.to_string())).unwrap()).await;
    assert_eq!(response.status, StatusCode::OK, "{}", response.body);
    serde_json::from_str(&response.body).unwrap()
}

/// The event of `$connect` or `$disconnect`. Waits until the function has recorded it in the table.
pub async fn recorded_event(stack: &Stack, kind: &str, connection: &str) -> Value {
    let request = json!({ "TableName": "Table", "Key": { "pk": { "S": format!("{kind}#{connection}") } } });
    let event = until(async || {
        let response = dynamodb(stack, "GetItem", &request).await;
        response["Item"]["event"]["S"].as_str().map(str::to_owned)
    });
    serde_json::from_str(&event.await).unwrap()
}
