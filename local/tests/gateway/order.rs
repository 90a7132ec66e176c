//! The order of one connection's frames. On AWS they may overtake each other. The serial mode prevents that, and the
//! shuffled mode forces it.

use local::gateway::FrameOrder;
use serde_json::json;

use crate::fixture::{client, options, start};

/// The order in which the responses to frames 0..20 arrive. Every third frame takes longer.
async fn order_of_responses(order: FrameOrder) -> Vec<u64> {
    let mut options = options();
    options.gateway.order = order;
    let stack = start(options).await;
    let mut client = client(&stack).await;
    for n in 0..20 {
        let ms = if n % 3 == 0 { 120 } else { 0 };
        client.send(&json!({ "do": "wait", "ms": ms, "n": n })).await;
    }
    let mut order = Vec::new();
    for _ in 0..20 {
        let event = client.receive_json().await;
        let frame: serde_json::Value = serde_json::from_str(event["body"].as_str().unwrap()).unwrap();
        order.push(frame["n"].as_u64().unwrap());
    }
    stack.stop().await;
    order
}

fn sorted(mut order: Vec<u64>) -> Vec<u64> {
    order.sort_unstable();
    order
}

#[tokio::test]
async fn the_concurrent_mode_handles_frames_at_the_same_time() {
    let order = order_of_responses(FrameOrder::Concurrent).await;
    assert_ne!(order, sorted(order.clone()));
    assert_eq!(sorted(order), (0..20).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_serial_mode_handles_frames_one_after_the_other() {
    assert_eq!(order_of_responses(FrameOrder::Serial).await, (0..20).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_shuffled_mode_changes_the_order_and_loses_nothing() {
    let order = order_of_responses(FrameOrder::Shuffled { seed: 7 }).await;
    assert_ne!(order, sorted(order.clone()));
    assert_eq!(sorted(order), (0..20).collect::<Vec<_>>());
}
