//! The server's clock, and when rows expire.

use std::time::{SystemTime, UNIX_EPOCH};

use common::{Millis, limits};

/// Seconds for which the rows of a connection are kept. API Gateway closes a connection after two hours (API Gateway
/// quotas, "Connection duration for WebSocket API"); ten minutes more, so that no row expires before its connection.
const CONNECTION_SECONDS: u64 = 2 * 3_600 + 600;

/// Seconds for which a duplicate is recognised.
const DONE_SECONDS: u64 = limits::REMEMBERED_MS / 1_000;

/// Milliseconds since the Unix epoch.
pub fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Seconds since the Unix epoch, which is the unit of the table's TTL.
pub fn seconds() -> u64 {
    now() / 1_000
}

/// When the rows of a connection that is in use now expire, in seconds since the Unix epoch.
pub fn connection_expires() -> u64 {
    seconds() + CONNECTION_SECONDS
}

/// When the `DONE` row of a commit that happens now expires, in seconds since the Unix epoch.
pub fn done_expires() -> u64 {
    seconds() + DONE_SECONDS
}
