//! The ways in which a connection ends.

use std::borrow::Cow;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// Why a connection ended, as `$disconnect` hears it and, if we end it, the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub code: u16,
    pub reason: Cow<'static, str>,
}

impl Ending {
    /// Idle or too old, or the stage goes away.
    pub const GOING_AWAY: Self = Self::new(1001, "Going away");
    /// Deleted through `@connections`.
    pub const DELETED: Self = Self::new(1000, "Connection Closed Normally");
    pub const LOST: Self = Self::new(1006, "Connection Closed Abnormally");
    pub const BARE: Self = Self::new(1005, "Client-side close frame status not set");
    pub const BINARY: Self = Self::new(1003, "Binary frames are not supported");
    pub const TOO_LARGE: Self = Self::new(1009, "Message too large");
    pub const NOT_UTF8: Self = Self::new(1007, "Text is not UTF-8");
    pub const PROTOCOL: Self = Self::new(1002, "Protocol error");

    const fn new(code: u16, reason: &'static str) -> Self {
        Self { code, reason: Cow::Borrowed(reason) }
    }

    /// As the client's close frame says.
    pub fn of_client(frame: Option<CloseFrame>) -> Self {
        let Some(frame) = frame else { return Self::BARE };
        Self { code: frame.code.into(), reason: Cow::Owned(frame.reason.to_string()) }
    }

    /// What an error on the socket means.
    pub fn of_error(error: &Error) -> Self {
        match error {
            Error::Capacity(_) => Self::TOO_LARGE,
            Error::Utf8(_) => Self::NOT_UTF8,
            Error::Io(_) | Error::ConnectionClosed | Error::AlreadyClosed => Self::LOST,
            Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => Self::LOST,
            _ => Self::PROTOCOL,
        }
    }

    /// The close frame that tells the client.
    pub fn frame(&self) -> CloseFrame {
        CloseFrame { code: CloseCode::from(self.code), reason: self.reason.as_ref().into() }
    }
}
