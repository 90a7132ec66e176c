//! The limits of frames and messages. A client that exceeds them does not disturb other clients.

use futures::SinkExt;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{CloseCode, Data, OpCode};

use crate::fixture::{Client, client, recorded_event, stack};

const KB: usize = 1024;

/// Sends a message of `size` bytes in frames of at most `frame` bytes. The function responds with its length.
async fn send_in_frames(client: &mut Client, size: usize, frame: usize) {
    let mut text = br#"{"do":"length"}"#.to_vec();
    text.resize(size, b' ');
    let count = text.chunks(frame).len();
    for (index, part) in text.chunks(frame).enumerate() {
        let kind = if index == 0 { Data::Text } else { Data::Continue };
        let frame = Frame::message(part.to_vec(), OpCode::Data(kind), index + 1 == count);
        // The gateway may have closed the connection already, which is what some tests check.
        if client.socket.send(Message::Frame(frame)).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_message_of_128_kb_in_frames_of_32_kb_is_accepted() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    send_in_frames(&mut client, 128 * KB, 32 * KB).await;
    assert_eq!(client.receive_json().await, 128 * KB);
    stack.stop().await;
}

#[tokio::test]
async fn a_larger_message_or_frame_closes_the_connection_with_1009() {
    let stack = stack().await;
    let mut other = client(&stack).await;
    for (size, frame) in [(32 * KB + 1, 64 * KB), (128 * KB + 1, 32 * KB), (10 * KB * KB, 16 * KB * KB)] {
        let mut client = client(&stack).await;
        let id = client.id().await;
        send_in_frames(&mut client, size, frame).await;
        assert_eq!(client.receive_close().await.code, CloseCode::Size, "{size} in frames of {frame}");
        let event = recorded_event(&stack, "DISCONNECT", &id).await;
        assert_eq!(event["requestContext"]["disconnectStatusCode"], 1009);
    }
    assert_eq!(other.request(json!({ "n": 1 })).await["body"], r#"{"n":1}"#);
    stack.stop().await;
}

#[tokio::test]
async fn a_response_of_128_kb_is_sent_and_a_larger_one_is_an_error() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    client.send(&json!({ "do": "large", "size": 128 * KB - 2 })).await;
    assert_eq!(client.receive().await.len(), 128 * KB); // with its two quotes
    // The first size exceeds the limit of a message, the second that of a Lambda response.
    for size in [128 * KB - 1, 7 * KB * KB] {
        let response = client.request(json!({ "do": "large", "size": size })).await;
        assert_eq!(response["message"], "Internal server error");
    }
    stack.stop().await;
}

#[tokio::test]
async fn a_binary_frame_closes_the_connection_with_1003() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    client.socket.send(Message::binary(vec![1, 2, 3])).await.unwrap();
    assert_eq!(client.receive_close().await.code, CloseCode::Unsupported);
    assert!(!stack.calls().invocations.contains_key("Frame"));
    stack.stop().await;
}

#[tokio::test]
async fn text_that_is_not_utf_8_closes_the_connection_with_1007() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let frame = Frame::message(vec![0xff, 0xfe], OpCode::Data(Data::Text), true);
    client.socket.send(Message::Frame(frame)).await.unwrap();
    assert_eq!(client.receive_close().await.code, CloseCode::Invalid);
    stack.stop().await;
}

#[tokio::test]
async fn a_flood_of_frames_from_one_client_does_not_block_another() {
    let stack = stack().await;
    let (mut flood, mut other) = (client(&stack).await, client(&stack).await);
    for n in 0..500 {
        flood.send(&json!({ "n": n })).await;
    }
    assert_eq!(other.request(json!({ "n": 1 })).await["body"], r#"{"n":1}"#);
    for _ in 0..500 {
        flood.receive_json().await;
    }
    assert!(stack.processes("Frame").len() <= 16);
    stack.stop().await;
}
