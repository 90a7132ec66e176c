//! Which pages may connect.

use e2e::Stack;
use local::{Data, Options};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::fixture::{binaries, stack, stack_with};

/// The status of an upgrade request from a page of this origin.
async fn status(websocket: &str, origin: &str) -> u16 {
    status_with(websocket, "origin", origin).await
}

/// The status of an upgrade request with this header.
async fn status_with(websocket: &str, name: &'static str, value: &str) -> u16 {
    let mut request = websocket.into_client_request().unwrap();
    request.headers_mut().insert(name, value.parse().unwrap());
    match connect_async(request).await {
        Ok((_, response)) => response.status().as_u16(),
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(error) => panic!("{name} {value}: {error}"),
    }
}

/// Needs a second loopback address, which other systems than Linux do not have.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn another_device_is_let_in_only_by_its_address() {
    let mut options = Options::new(e2e::template(), binaries().await);
    options.host = Some("127.0.0.2".parse().unwrap());
    let open = Stack::start(options).await.unwrap();
    let url = open.network_url().unwrap();
    assert!(url.starts_with("http://127.0.0.2:"), "{url}");
    let websocket = format!("{}/ws", url.replace("http", "ws"));
    assert_eq!(status(&websocket, &url).await, 101);
    assert_eq!(status(&websocket, "http://127.0.0.3").await, 403);
    open.stop().await;

    let closed = stack().await;
    assert_eq!(closed.network_url(), None);
    let refused = connect_async(closed.websocket_url().replace("127.0.0.1", "127.0.0.2")).await;
    assert!(matches!(refused, Err(Error::Io(_))), "nothing listens there");
    closed.stop().await;
}

#[tokio::test]
async fn only_pages_of_allowed_origins_may_connect() {
    let stack = stack().await;
    let websocket = stack.websocket_url();
    let own = websocket.replace("ws://", "http://").replace("/ws", "");
    assert_eq!(status(&websocket, &own).await, 101);
    assert_eq!(status(&websocket, "http://localhost:8080").await, 101, "trunk serve");
    for foreign in ["https://evil.example", "null", &format!("{own}.evil.example")] {
        assert_eq!(status(&websocket, foreign).await, 403, "{foreign}");
    }
    stack.stop().await;
}

#[tokio::test]
async fn only_cloudfront_may_connect_if_the_template_says_so() {
    let stack = stack_with(&[("OnlyCloudFront", "true"), ("OriginSecret", "s3cret")], Data::Memory).await;
    let websocket = stack.websocket_url();
    assert_eq!(status_with(&websocket, "x-origin-secret", "s3cret").await, 101);
    assert_eq!(status_with(&websocket, "x-origin-secret", "guess").await, 403);
    assert_eq!(status(&websocket, "http://localhost:8080").await, 403, "past CloudFront");
    stack.stop().await;
}
