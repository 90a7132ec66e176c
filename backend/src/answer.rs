//! What a function returns to API Gateway.

use common::Frame;
use serde::Serialize;

/// A proxy integration's response. For a frame, the body goes back to whoever sent it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    status_code: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

impl Response {
    /// Nothing to say.
    pub fn silent(status_code: u16) -> Self {
        Self { status_code, body: None }
    }

    /// A refused connection: the browser sees the status, a developer the words.
    pub fn refusal(status_code: u16, words: &str) -> Self {
        Self { status_code, body: Some(words.to_owned()) }
    }

    /// A frame for the sender.
    pub fn frame(frame: &Frame) -> Self {
        Self { status_code: 200, body: serde_json::to_string(frame).ok() }
    }
}
