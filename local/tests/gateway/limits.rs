//! What a client may send, and that nobody else suffers when it sends more.

use futures::SinkExt;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{CloseCode, Data, OpCode};

use crate::fixture::{Client, client, kept_event, stack};

const KB: usize = 1024;

/// Asks how long a text of `size` bytes is, in frames of at most `frame` bytes.
async fn say_in_frames(client: &mut Client, size: usize, frame: usize) {
    let mut text = br#"{"do":"measure"}"#.to_vec();
    text.resize(size, b' ');
    let count = text.chunks(frame).len();
    for (index, part) in text.chunks(frame).enumerate() {
        let kind = if index == 0 { Data::Text } else { Data::Continue };
        let frame = Frame::message(part.to_vec(), OpCode::Data(kind), index + 1 == count);
        // The other side may have closed already, which is what some tests wait for.
        if client.socket.send(Message::Frame(frame)).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_message_may_have_128_kb_in_frames_of_32() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    say_in_frames(&mut client, 128 * KB, 32 * KB).await;
    assert_eq!(client.hear_json().await, 128 * KB);
    stack.stop().await;
}

#[tokio::test]
async fn more_is_closed_with_1009() {
    let stack = stack().await;
    let mut other = client(&stack).await;
    for (size, frame) in [(32 * KB + 1, 64 * KB), (128 * KB + 1, 32 * KB), (10 * KB * KB, 16 * KB * KB)] {
        let mut client = client(&stack).await;
        let id = client.id().await;
        say_in_frames(&mut client, size, frame).await;
        assert_eq!(client.hear_close().await.code, CloseCode::Size, "{size} in frames of {frame}");
        let event = kept_event(&stack, "DISCONNECT", &id).await;
        assert_eq!(event["requestContext"]["disconnectStatusCode"], 1009);
    }
    assert_eq!(other.ask(json!({ "n": 1 })).await["body"], r#"{"n":1}"#);
    stack.stop().await;
}

#[tokio::test]
async fn an_answer_may_have_128_kb() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    client.say(&json!({ "do": "shout", "size": 128 * KB - 2 })).await;
    assert_eq!(client.hear().await.len(), 128 * KB); // with its two quotes
    // More than a message may have, and more than Lambda lets a function answer.
    for size in [128 * KB - 1, 7 * KB * KB] {
        let answer = client.ask(json!({ "do": "shout", "size": size })).await;
        assert_eq!(answer["message"], "Internal server error");
    }
    stack.stop().await;
}

#[tokio::test]
async fn a_binary_frame_is_closed_with_1003() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    client.socket.send(Message::binary(vec![1, 2, 3])).await.unwrap();
    assert_eq!(client.hear_close().await.code, CloseCode::Unsupported);
    assert!(!stack.calls().invocations.contains_key("Frame"));
    stack.stop().await;
}

#[tokio::test]
async fn text_that_is_not_utf_8_is_closed_with_1007() {
    let stack = stack().await;
    let mut client = client(&stack).await;
    let frame = Frame::message(vec![0xff, 0xfe], OpCode::Data(Data::Text), true);
    client.socket.send(Message::Frame(frame)).await.unwrap();
    assert_eq!(client.hear_close().await.code, CloseCode::Invalid);
    stack.stop().await;
}

#[tokio::test]
async fn a_flood_of_frames_from_one_client_leaves_room_for_others() {
    let stack = stack().await;
    let (mut flood, mut other) = (client(&stack).await, client(&stack).await);
    for n in 0..500 {
        flood.say(&json!({ "n": n })).await;
    }
    assert_eq!(other.ask(json!({ "n": 1 })).await["body"], r#"{"n":1}"#);
    for _ in 0..500 {
        flood.hear_json().await;
    }
    assert!(stack.processes("Frame").len() <= 16);
    stack.stop().await;
}
