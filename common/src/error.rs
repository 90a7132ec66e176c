//! Errors, as the protocol has them.

use serde::{Deserialize, Serialize};
use strum::VariantNames;

use crate::{Millis, RequestId};

/// The kind of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Code {
    /// The frame does not follow the protocol.
    BadRequest,
    /// The token is not valid, or missing where guests are not allowed; or `hello` is missing.
    Unauthorized,
    /// This person may not do this.
    Forbidden,
    /// There is no such room or message.
    NotFound,
    /// A limit is exceeded.
    TooLarge,
    /// The person is too fast. Worth trying again after `retryAfterMs`.
    RateLimited,
    /// Others were faster, several times. Worth trying again.
    Conflict,
    /// The server does not know this action, or this version of the protocol.
    Unsupported,
    /// A service behind the server failed. Worth trying again.
    Unavailable,
    /// A code that is newer than this program.
    #[serde(other)]
    Unknown,
}

impl Code {
    /// Whether the same request can succeed later.
    ///
    /// ```
    /// assert!(common::Code::Conflict.is_worth_retrying());
    /// assert!(!common::Code::Forbidden.is_worth_retrying());
    /// ```
    pub fn is_worth_retrying(self) -> bool {
        matches!(self, Self::RateLimited | Self::Conflict | Self::Unavailable)
    }
}

/// The answer to a request that was refused, or failed. Nothing has changed.
///
/// ```
/// use common::{Code, Frame, Refusal};
/// let json = r#"{"type":"error","id":7,"code":"rate_limited","message":"slow down","retryAfterMs":1200}"#;
/// let Frame::Error(refusal) = serde_json::from_str(json).unwrap() else { panic!() };
/// assert_eq!((refusal.code, refusal.retry_after_ms), (Code::RateLimited, Some(1200)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// The request's id, if it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<RequestId>,
    /// The kind of the error.
    pub code: Code,
    /// An explanation for a developer, in English.
    pub message: String,
    /// Milliseconds after which trying again can succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<Millis>,
}

/// API Gateway's own answer when a function fails or a route is missing. It has no `type`.
///
/// ```
/// let json = r#"{"message":"Internal server error","connectionId":"Qyi07eCbtjMCJKw=","requestId":"Qyi1AEgaNjMFdGw="}"#;
/// assert!(serde_json::from_str::<common::GatewayError>(json).is_ok());
/// assert!(serde_json::from_str::<common::Frame>(json).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GatewayError {
    /// "Internal server error", "Forbidden" or "Too Many Requests".
    pub message: String,
    /// API Gateway's id of the request that failed.
    pub request_id: String,
}

impl GatewayError {
    /// Whether API Gateway has refused the request because there were too many.
    pub fn is_throttle(&self) -> bool {
        self.message == "Too Many Requests"
    }
}
