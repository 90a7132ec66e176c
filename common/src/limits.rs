//! Limits. The server enforces them.

use serde::{Deserialize, Serialize};

/// The protocol's version, which `hello` names.
pub const VERSION: u32 = 2;

/// The oldest version that the server still speaks.
pub const OLDEST_VERSION: u32 = 1;

/// The room that a page opens first. It is made by the first `join`; every other room is made by `create`.
pub const FIRST_ROOM: &str = "lobby";

/// Bytes of a frame, in both directions. API Gateway bills and splits WebSocket messages at 32 kB (API Gateway quotas,
/// "WebSocket frame size"); the difference is for what it adds.
pub const FRAME: usize = 28_000;

/// Bytes of a message's text in UTF-8. JSON's escapes at most double it, and then it still fits a frame.
pub const TEXT: usize = 8_000;

/// Characters of a person's name.
pub const NAME: usize = 40;

/// Characters of a room's title.
pub const TITLE: usize = 80;

/// Characters of a room's id.
pub const ROOM: usize = 64;

/// Characters of a request id, a client id or a user id.
pub const CLIENT_ID: usize = 64;

/// Bytes of an emoji. A family of four with skin tones has 41.
pub const EMOJI: usize = 64;

/// Bytes of a token. ID tokens of identity providers are the longest.
pub const TOKEN: usize = 8_000;

/// Messages in one `send`.
pub const BATCH: usize = 10;

/// Events in one page of history.
pub const PAGE: u32 = 50;

/// Reactions of one message, of all emoji and people together.
pub const REACTIONS: usize = 100;

/// Events that one person may add to a room within [`RATE_WINDOW_MS`].
pub const RATE: usize = 10;

/// The milliseconds for [`RATE`].
pub const RATE_WINDOW_MS: u64 = 5_000;

/// Events that all members together may add to a room each second, in the long run. Nobody reads faster, and each event
/// goes to everybody who listens: this bounds what a room costs.
pub const ROOM_RATE: u64 = 20;

/// Events that all members together may add to a quiet room at once.
pub const ROOM_BURST: u64 = 100;

/// Other connections in a room from which on `typing` is not posted to them.
pub const TYPING_AUDIENCE: usize = 50;

/// Rooms that one person can be a member of.
pub const ROOMS: usize = 100;

/// How long the server remembers the clientId of a committed change, in milliseconds: 30 days.
pub const REMEMBERED_MS: u64 = 30 * 24 * 3_600_000;

/// The limits that `welcome` tells a client.
///
/// ```
/// let limits: common::Limits = serde_json::from_str(r#"{"text": 8000, "batch": 10, "page": 50}"#).unwrap();
/// assert_eq!(limits, common::Limits::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Bytes of a message's text.
    pub text: usize,
    /// Messages in one `send`.
    pub batch: usize,
    /// Events in one page of history.
    pub page: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { text: TEXT, batch: BATCH, page: PAGE }
    }
}
