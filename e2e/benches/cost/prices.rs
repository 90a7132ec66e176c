//! AWS's prices in us-east-1, and a bill at these prices.

use crate::usage::Usage;

/// API Gateway, a million frames of up to 32 kB, in either direction.
const FRAMES: f64 = 1.00;
/// Lambda, a million requests.
const REQUESTS: f64 = 0.20;
/// Lambda on arm64, a million gigabyte-seconds.
const GB_SECONDS: f64 = 13.3334;
/// DynamoDB on demand, a million read units.
const READS: f64 = 0.125;
/// DynamoDB on demand, a million write units.
const WRITES: f64 = 0.625;
/// A gigabyte to the internet.
const EGRESS: f64 = 0.09;

/// Frames a month, in the first year.
pub const FREE_FRAMES: f64 = 1e6;
/// Connection minutes a month, in the first year.
pub const FREE_CONNECTION_MINUTES: f64 = 750e3;
/// Lambda requests a month, without a time limit.
pub const FREE_REQUESTS: f64 = 1e6;

/// US dollars for a million messages.
#[derive(Clone, Copy, Debug)]
pub struct Bill {
    frames_in: f64,
    frames_out: f64,
    requests: f64,
    /// The cost of the functions' milliseconds.
    pub duration: f64,
    reads: f64,
    writes: f64,
    egress: f64,
}

impl Bill {
    pub fn of(usage: &Usage) -> Self {
        Self {
            frames_in: usage.frames_in * FRAMES,
            frames_out: usage.frames_out * FRAMES,
            requests: usage.invocations * REQUESTS,
            duration: usage.gb_ms / 1e3 * GB_SECONDS,
            reads: usage.read_units * READS,
            writes: usage.write_units * WRITES,
            egress: usage.bytes_out / 1e3 * EGRESS,
        }
    }

    /// The costs in the order of the fields.
    pub fn parts(&self) -> [f64; 7] {
        let Self { frames_in, frames_out, requests, duration, reads, writes, egress } = *self;
        [frames_in, frames_out, requests, duration, reads, writes, egress]
    }

    pub fn total(&self) -> f64 {
        self.parts().iter().sum()
    }

    /// The costs that no free tier covers at these prices.
    pub fn never_free(&self) -> f64 {
        self.reads + self.writes + self.egress
    }
}
