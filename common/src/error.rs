//! What goes wrong, in words that a client can act on.

use serde::Serialize;

use crate::{Fields, FromFields, FromJson, Json, Millis, RequestId, Unfit, deserialize_from_json};

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The frame is not what the protocol says. Sending it again is no use.
    BadRequest,
    /// The token is wrong or expired, or missing where guests are not welcome, or `hello` has not been said.
    Unauthorized,
    /// Known, but not allowed.
    Forbidden,
    /// No such room or message.
    NotFound,
    /// Over a limit.
    TooLarge,
    /// Too fast. Worth trying again after `retryAfterMs`.
    RateLimited,
    /// Others were faster, several times. Worth trying again.
    Conflict,
    /// An action or a version that this server does not have.
    Unsupported,
    /// Something behind the server failed. Worth trying again.
    Unavailable,
    /// A code that is newer than this program.
    Unknown,
}

impl FromJson for Code {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        Ok(match String::from_json(json)?.as_str() {
            "bad_request" => Self::BadRequest,
            "unauthorized" => Self::Unauthorized,
            "forbidden" => Self::Forbidden,
            "not_found" => Self::NotFound,
            "too_large" => Self::TooLarge,
            "rate_limited" => Self::RateLimited,
            "conflict" => Self::Conflict,
            "unsupported" => Self::Unsupported,
            "unavailable" => Self::Unavailable,
            _ => Self::Unknown,
        })
    }
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

/// A request was refused, or failed; nothing has changed.
///
/// ```
/// use common::{Code, Frame, Refusal};
/// let json = r#"{"type":"error","id":7,"code":"rate_limited","message":"slow down","retryAfterMs":1200}"#;
/// let Frame::Error(refusal) = serde_json::from_str(json).unwrap() else { panic!() };
/// assert_eq!((refusal.code, refusal.retry_after_ms), (Code::RateLimited, Some(1200)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// The request's id, if it had one that could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<RequestId>,
    /// What kind of thing went wrong.
    pub code: Code,
    /// The same for a developer's eyes, in English.
    pub message: String,
    /// When trying again can succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<Millis>,
}

impl FromFields for Refusal {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self {
            id: fields.take("id")?,
            code: fields.take("code")?,
            message: fields.take("message")?,
            retry_after_ms: fields.take("retryAfterMs")?,
        })
    }
}

/// What API Gateway itself says when a function failed or a route is missing; it has no `type`.
///
/// ```
/// let json = r#"{"message":"Internal server error","connectionId":"Qyi07eCbtjMCJKw=","requestId":"Qyi1AEgaNjMFdGw="}"#;
/// assert!(serde_json::from_str::<common::GatewayError>(json).is_ok());
/// assert!(serde_json::from_str::<common::Frame>(json).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayError {
    /// "Internal server error", "Forbidden" or "Too Many Requests".
    pub message: String,
    /// API Gateway's id for what failed.
    pub request_id: String,
}

impl FromFields for GatewayError {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self { message: fields.take("message")?, request_id: fields.take("requestId")? })
    }
}

deserialize_from_json!(GatewayError);
