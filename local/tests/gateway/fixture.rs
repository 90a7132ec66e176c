//! A stack of the fixture's template, and a client that speaks to it.

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

/// Longer than anything takes on a busy machine: what is waited for ends the wait, not the clock.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub fn template() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gateway/template.yaml")
}

/// Cargo puts a package's examples beside the folder of its tests.
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
    timeout(PATIENCE, found).await.unwrap()
}

pub struct Client {
    pub socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// A connected client.
pub async fn client(stack: &Stack) -> Client {
    let (socket, _) = connect_async(stack.websocket_url()).await.unwrap();
    Client { socket }
}

/// The status with which a connection is refused.
pub async fn refusal(stack: &Stack, query: &str) -> StatusCode {
    match connect_async(format!("{}?{query}", stack.websocket_url())).await {
        Err(Error::Http(response)) => response.status(),
        other => panic!("a refusal is expected, not {other:?}"),
    }
}

impl Client {
    pub async fn say(&mut self, frame: &Value) {
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next frame, whatever it is.
    pub async fn hear(&mut self) -> Message {
        timeout(PATIENCE, self.socket.next()).await.unwrap().unwrap().unwrap()
    }

    /// The next frame's JSON.
    pub async fn hear_json(&mut self) -> Value {
        serde_json::from_str(self.hear().await.to_text().unwrap()).unwrap()
    }

    /// Says a frame and hears the answer.
    pub async fn ask(&mut self, frame: Value) -> Value {
        self.say(&frame).await;
        self.hear_json().await
    }

    /// Its id, from an event that the function gives back.
    pub async fn id(&mut self) -> String {
        let event = self.ask(json!({})).await;
        event["requestContext"]["connectionId"].as_str().unwrap().to_owned()
    }

    /// Waits for the other side's close frame and for the end that follows it.
    pub async fn hear_close(&mut self) -> CloseFrame {
        let close = loop {
            if let Message::Close(frame) = self.hear().await {
                break frame.unwrap();
            }
        };
        let end = timeout(PATIENCE, self.socket.next()).await.unwrap();
        assert!(end.is_none(), "{end:?} after the close frame");
        close
    }
}

/// What an HTTP request is answered with.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

pub async fn http(request: Request<Body>) -> Answer {
    let client: HttpClient<_, Body> = HttpClient::builder(TokioExecutor::new()).build_http();
    let (parts, body) = timeout(PATIENCE, client.request(request)).await.unwrap().unwrap().into_parts();
    let body = to_bytes(Body::new(body), usize::MAX).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

/// Calls `@connections` as the SDK does.
pub async fn manage(stack: &Stack, method: &str, id: &str, body: impl Into<Body>) -> Answer {
    let request =
        Request::builder().method(method).uri(format!("{}/@connections/{id}", stack.management_url()));
    http(request.header("authorization", "AWS4-HMAC-SHA256 local").body(body.into()).unwrap()).await
}

/// Calls DynamoDB.
pub async fn dynamodb(stack: &Stack, operation: &str, request: &Value) -> Value {
    let call = Request::post(stack.dynamodb_url())
        .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .header("content-type", "application/x-amz-json-1.0")
        .header("authorization", "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=local")
        .header("x-amz-date", "20260101T000000Z");
    let answer = http(call.body(Body::from(request.to_string())).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// The event of `$connect` or `$disconnect`, as soon as its function has kept it.
pub async fn kept_event(stack: &Stack, kind: &str, connection: &str) -> Value {
    let request = json!({ "TableName": "Table", "Key": { "pk": { "S": format!("{kind}#{connection}") } } });
    let event = until(async || {
        let answer = dynamodb(stack, "GetItem", &request).await;
        answer["Item"]["event"]["S"].as_str().map(str::to_owned)
    });
    serde_json::from_str(&event.await).unwrap()
}
