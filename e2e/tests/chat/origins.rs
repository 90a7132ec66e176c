//! Which pages may connect.

use e2e::Stack;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::fixture::stack;

/// The status of an upgrade request from a page of this origin.
async fn status(stack: &Stack, origin: &str) -> u16 {
    let mut request = stack.websocket_url().into_client_request().unwrap();
    request.headers_mut().insert("origin", origin.parse().unwrap());
    match connect_async(request).await {
        Ok((_, response)) => response.status().as_u16(),
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(error) => panic!("{origin}: {error}"),
    }
}

#[tokio::test]
async fn only_pages_of_allowed_origins_may_connect() {
    let stack = stack().await;
    let own = stack.websocket_url().replace("ws://", "http://").replace("/ws", "");
    assert_eq!(status(&stack, &own).await, 101);
    assert_eq!(status(&stack, "http://localhost:8080").await, 101, "trunk serve");
    for foreign in ["https://evil.example", "null", &format!("{own}.evil.example")] {
        assert_eq!(status(&stack, foreign).await, 403, "{foreign}");
    }
    stack.stop().await;
}
