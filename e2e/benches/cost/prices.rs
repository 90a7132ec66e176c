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

/// API Gateway, a million minutes of a connection.
pub const CONNECTION_MINUTES: f64 = 0.25;
/// CloudWatch, a gigabyte of logs.
pub const LOGS: f64 = 0.50;
/// CloudWatch, a metric of one's own for a month.
pub const METRIC: f64 = 0.30;
/// DynamoDB, a gigabyte of point-in-time recovery for a month. The table's first 25 GB are never billed.
pub const BACKUP: f64 = 0.20;

/// Lambda requests a month, without a time limit. The gigabyte-seconds that are never billed hold more of Confab's.
pub const ALWAYS_FREE_REQUESTS: f64 = 1e6;
/// Gigabytes of logs a month, without a time limit.
pub const ALWAYS_FREE_LOGS: f64 = 5.0;
/// Metrics, without a time limit.
pub const ALWAYS_FREE_METRICS: f64 = 10.0;

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

    pub fn times(self, factor: f64) -> Self {
        let Self { frames_in, frames_out, requests, duration, reads, writes, egress } = self;
        let [frames_in, frames_out, requests] = [frames_in, frames_out, requests].map(|usd| usd * factor);
        let [duration, reads, writes, egress] = [duration, reads, writes, egress].map(|usd| usd * factor);
        Self { frames_in, frames_out, requests, duration, reads, writes, egress }
    }

    /// API Gateway's part.
    pub fn frames(&self) -> f64 {
        self.frames_in + self.frames_out
    }

    /// Lambda's part.
    pub fn lambda(&self) -> f64 {
        self.requests + self.duration
    }

    /// DynamoDB's part.
    pub fn table(&self) -> f64 {
        self.reads + self.writes
    }
}
