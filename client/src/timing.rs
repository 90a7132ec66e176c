//! How long the client waits for what, in milliseconds.

use common::Millis;

/// First wait before connecting again; it doubles with each failure.
pub const BACKOFF_BASE: Millis = 500;
/// Longest wait before connecting again.
pub const BACKOFF_CAP: Millis = 30_000;
/// No answer for so long: the connection is taken for dead.
pub const ANSWER: Millis = 10_000;
/// How long an event that came too early waits for the ones before it.
pub const HOLD: Millis = 300;
/// Between heartbeats while the page is visible.
pub const PING_VISIBLE: Millis = 60_000;
/// Between heartbeats while it is not. API Gateway drops a connection after 10 idle minutes.
pub const PING_HIDDEN: Millis = 240_000;
/// Heartbeats vary by this share of their interval, so that clients do not march in step.
pub const PING_JITTER: f64 = 0.1;
/// After a greeting or a join, the heads are asked for so soon: what was committed just then may have been pushed to
/// the listeners of the moment before.
pub const SETTLE: Millis = 5_000;
/// A page that becomes visible asks for the heads unless it heard them so recently.
pub const FRESH: Millis = 5_000;
/// API Gateway cuts a connection after 2 hours; the next one is opened between these two ages.
pub const RENEW: std::ops::Range<Millis> = 105 * 60_000..115 * 60_000;
/// A renewal that failed is tried again after so long.
pub const RENEW_AGAIN: Millis = 60_000;
/// `typing` is told at most so often.
pub const TYPING_EVERY: Millis = 3_000;
/// Somebody who was typing has stopped if nothing was heard for so long.
pub const TYPING_FADES: Millis = 6_000;
/// `read` is told at most so often.
pub const READ_EVERY: Millis = 1_000;
/// Further behind than so many events, the log starts anew from its newest page.
pub const FAR_BEHIND: u64 = 500;
