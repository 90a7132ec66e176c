//! A function's answer to API Gateway.

use common::Frame;
use serde::Serialize;

/// The response of a proxy integration. API Gateway sends the body to the client that sent the frame.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    status_code: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

impl Response {
    /// A response without a body.
    pub fn empty(status_code: u16) -> Self {
        Self { status_code, body: None }
    }

    /// The refusal of a connection. A page sees only that it failed; the message is for a developer.
    pub fn refusal(status_code: u16, message: &str) -> Self {
        Self { status_code, body: Some(message.to_owned()) }
    }

    /// A frame for the client.
    pub fn frame(frame: &Frame) -> Self {
        Self { status_code: 200, body: serde_json::to_string(frame).ok() }
    }
}
