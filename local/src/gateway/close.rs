//! The close codes and reasons with which connections end.

use std::borrow::Cow;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// Why a connection was closed. The `$disconnect` event carries it, and so does the close frame if the gateway
/// closes the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseReason {
    pub code: u16,
    pub reason: Cow<'static, str>,
}

impl CloseReason {
    /// The connection is idle or too old, or the stage goes away.
    pub const GOING_AWAY: Self = Self::new(1001, "Going away");
    /// A function deleted the connection through `@connections`.
    pub const DELETED: Self = Self::new(1000, "Connection Closed Normally");
    pub const ABNORMAL: Self = Self::new(1006, "Connection Closed Abnormally");
    pub const NO_STATUS: Self = Self::new(1005, "Client-side close frame status not set");
    pub const BINARY: Self = Self::new(1003, "Binary frames are not supported");
    pub const TOO_LARGE: Self = Self::new(1009, "Message too large");
    pub const NOT_UTF8: Self = Self::new(1007, "Text is not UTF-8");
    pub const PROTOCOL_ERROR: Self = Self::new(1002, "Protocol error");

    const fn new(code: u16, reason: &'static str) -> Self {
        Self { code, reason: Cow::Borrowed(reason) }
    }

    /// The reason in the client's close frame.
    pub fn from_client(frame: Option<CloseFrame>) -> Self {
        let Some(frame) = frame else { return Self::NO_STATUS };
        Self { code: frame.code.into(), reason: Cow::Owned(frame.reason.to_string()) }
    }

    /// The reason that an error on the socket stands for.
    pub fn from_error(error: &Error) -> Self {
        match error {
            Error::Capacity(_) => Self::TOO_LARGE,
            Error::Utf8(_) => Self::NOT_UTF8,
            Error::Io(_) | Error::ConnectionClosed | Error::AlreadyClosed => Self::ABNORMAL,
            Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => Self::ABNORMAL,
            _ => Self::PROTOCOL_ERROR,
        }
    }

    /// The close frame for the client.
    pub fn frame(&self) -> CloseFrame {
        CloseFrame { code: CloseCode::from(self.code), reason: self.reason.as_ref().into() }
    }
}
