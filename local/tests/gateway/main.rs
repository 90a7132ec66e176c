//! API Gateway's behaviour, over real sockets with real processes.

#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod fixture;

use fixture::{client, stack};

#[tokio::test]
async fn a_frame_is_answered() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    client.say(r#"{"hello":1}"#).await;
    assert_eq!(client.hear_json().await["body"], r#"{"hello":1}"#);
    stack.stop().await;
}
