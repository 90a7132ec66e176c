//! API Gateway's quotas, settable where a test cannot wait for hours.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html>

use std::time::Duration;

/// The longest message, in bytes, in either direction.
pub(super) const MESSAGE_LIMIT: usize = 128 * 1024;
/// The longest frame that a client may send, in bytes; a longer message comes in several.
pub(super) const FRAME_LIMIT: usize = 32 * 1024;
/// Messages that wait for a client that does not read. AWS says that there is a limit, not which.
pub(super) const OUTBOX: usize = 128;
/// Frames of one connection that are handled at the same time; reading waits when there are more.
pub(super) const IN_FLIGHT: usize = 64;

/// What differs between a test and a run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// A connection without traffic is closed after this: 10 minutes on AWS.
    pub idle: Duration,
    /// Any connection is closed after this: 2 hours on AWS.
    pub life: Duration,
    /// How long a route's function may take: 29 seconds on AWS.
    pub integration_timeout: Duration,
    /// How the frames of one connection meet their functions.
    pub order: FrameOrder,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(10 * 60),
            life: Duration::from_secs(2 * 60 * 60),
            integration_timeout: Duration::from_secs(29),
            order: FrameOrder::Concurrent,
        }
    }
}

/// How the frames of one connection meet their functions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FrameOrder {
    /// At the same time, as on AWS.
    #[default]
    Concurrent,
    /// One after the other.
    Serial,
    /// At the same time and in an order that this seed decides.
    Shuffled {
        /// The same seed delays the same frame of a connection by the same time.
        seed: u64,
    },
}
