//! The server's clock, and how long things last.

use std::time::{SystemTime, UNIX_EPOCH};

use common::Millis;

/// API Gateway ends a connection after two hours; ten minutes more, so that no row leaves before its
/// connection.
const CONNECTION_SECONDS: u64 = 2 * 3_600 + 600;

/// How long a repetition is recognised.
const DONE_SECONDS: u64 = 30 * 24 * 3_600;

/// Milliseconds since the epoch.
pub fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Seconds since the epoch, as the table's TTL counts.
pub fn seconds() -> u64 {
    now() / 1_000
}

/// When the rows of a connection that is used now lose their meaning.
pub fn connection_expires() -> u64 {
    seconds() + CONNECTION_SECONDS
}

/// When a commit is no longer recognised if it is sent again.
pub fn done_expires() -> u64 {
    seconds() + DONE_SECONDS
}
