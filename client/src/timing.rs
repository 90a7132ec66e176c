//! How long the client waits, in milliseconds.

use common::Millis;

/// The bound of the first wait before it connects again. The bound doubles with each failure.
pub const BACKOFF_BASE: Millis = 500;
/// The highest bound of a wait before it connects again.
pub const BACKOFF_CAP: Millis = 30_000;
/// The bound of the first pause after API Gateway's "Too Many Requests". The bound doubles with each refusal, up to
/// [`BACKOFF_CAP`], and a pause has at least half of it.
pub const THROTTLE_BASE: Millis = 2_000;
/// After this time without a refusal the pauses are short again.
pub const THROTTLE_FORGET: Millis = 120_000;
/// How long a request waits for its answer. Without one, the client closes the socket and connects again.
pub const ANSWER: Millis = 10_000;
/// How long an event that came too early waits for the events before it. Then the client fetches these.
pub const HOLD: Millis = 300;
/// The interval between pings while the page is visible.
pub const PING_VISIBLE: Millis = 60_000;
/// The interval between pings while the page is hidden. API Gateway closes a connection after 10 idle minutes
/// (API Gateway quotas, "Idle Connection Timeout").
pub const PING_HIDDEN: Millis = 240_000;
/// Each interval between pings varies by up to this share, so that the pings of many clients spread out.
pub const PING_JITTER: f64 = 0.1;
/// How soon the client pings after a `welcome` or a join. An event that was committed just then may have been pushed to
/// the earlier listeners only.
pub const SETTLE: Millis = 5_000;
/// A page that becomes visible pings at once, unless its last `pong` is not older than this.
pub const FRESH: Millis = 5_000;
/// The age at which a connection is replaced: a random one in this range. API Gateway closes a connection after 2 hours
/// (API Gateway quotas, "Connection duration for WebSocket API").
pub const RENEW: std::ops::Range<Millis> = 105 * 60_000..115 * 60_000;
/// How long the client waits after a replacement that failed, before it tries again.
pub const RENEW_AGAIN: Millis = 60_000;
/// The shortest interval between two `typing` requests of a room.
pub const TYPING_EVERY: Millis = 3_000;
/// How long a person is shown as typing after the last `typing` frame.
pub const TYPING_EXPIRES: Millis = 6_000;
/// The shortest interval between two `read` requests of a room, while another device of the person is connected.
pub const READ_EVERY: Millis = 5_000;
/// The shortest interval between two pings with read marks: about every second ping has them. A mark that is a little late
/// harms nobody while no other device waits for it.
pub const MARKS_EVERY: Millis = 100_000;
/// Events that a room can be behind and still be caught up page by page. Further behind, the client drops what is loaded
/// and starts again from the newest page. A room that is not open keeps as many events, and as many early events wait.
pub const FAR_BEHIND: u64 = 500;
/// How long a deletion waits, so that the person can undo it.
pub const UNDO: Millis = 5_000;
/// The age from which a change that may have arrived is not sent again unless the person says so. It is a day less than
/// the server remembers, because the clocks may differ.
pub const OLD: Millis = common::limits::REMEMBERED_MS - 24 * 3_600_000;
