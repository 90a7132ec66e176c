//! API Gateway's quotas. The times are settings, because a test cannot wait for hours.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html>

use std::time::Duration;

/// The longest message, in bytes, in either direction.
pub(super) const MESSAGE_LIMIT: usize = 128 * 1024;
/// The longest frame that a client may send, in bytes. A longer message needs several frames.
pub(super) const FRAME_LIMIT: usize = 32 * 1024;
/// The number of messages that wait for a client that does not read. AWS has such a limit, but does not document it.
pub(super) const SEND_BUFFER: usize = 128;
/// The number of frames of one connection that are handled at the same time. When it is reached, reading waits.
pub(super) const MAX_IN_FLIGHT: usize = 64;

/// How the WebSocket API behaves.
#[derive(Clone, Debug)]
pub struct Settings {
    /// A connection without traffic is closed after this time: 10 minutes on AWS.
    pub idle_timeout: Duration,
    /// Any connection is closed after this time: 2 hours on AWS.
    pub lifetime: Duration,
    /// A route's function has this time to respond: 29 seconds on AWS.
    pub integration_timeout: Duration,
    /// The order in which the frames of one connection reach their functions.
    pub order: FrameOrder,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            idle_timeout: Duration::from_secs(10 * 60),
            lifetime: Duration::from_secs(2 * 60 * 60),
            integration_timeout: Duration::from_secs(29),
            order: FrameOrder::Concurrent,
        }
    }
}

/// The order in which the frames of one connection reach their functions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FrameOrder {
    /// At the same time, as on AWS.
    #[default]
    Concurrent,
    /// One after the other.
    Serial,
    /// At the same time, each frame after a delay that the seed decides.
    Shuffled {
        /// The same seed delays the same frame of a connection by the same time.
        seed: u64,
    },
}
