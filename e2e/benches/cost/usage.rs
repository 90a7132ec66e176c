//! The counted usage of a message.

use std::collections::BTreeMap;

use local::Calls;
use local::template::Function;

/// API Gateway bills each such number of bytes as one frame.
const BILLED_FRAME: usize = 32 * 1024;
/// The bytes of a WebSocket frame's header from a server, for a payload of more than 125 bytes.
const FRAME_HEADER: usize = 4;

/// The average usage of one message.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    pub invocations: f64,
    pub billed_ms: f64,
    /// Milliseconds of one processor in the functions' processes.
    pub cpu_ms: f64,
    /// Milliseconds times the function's memory in gigabytes.
    pub gb_ms: f64,
    pub read_units: f64,
    pub write_units: f64,
    /// Posts to `@connections`. A post itself is free of charge, but it becomes a frame.
    pub posts: f64,
    /// Frames as billed, in units of 32 kB.
    pub frames_in: f64,
    pub frames_out: f64,
    pub bytes_out: f64,
}

/// The frames in one direction.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frames {
    units: usize,
    bytes: usize,
}

impl Frames {
    pub fn add(&mut self, frame: &str) {
        self.units += frame.len().div_ceil(BILLED_FRAME).max(1);
        self.bytes += frame.len() + FRAME_HEADER;
    }
}

impl Usage {
    /// The usage of one of `messages` messages.
    pub fn of(
        messages: usize,
        calls: &Calls,
        functions: &BTreeMap<String, Function>,
        sent: Frames,
        received: Frames,
        cpu_ms: f64,
    ) -> Self {
        let each = |total: f64| total / messages as f64;
        let billed = calls.billed_ms.iter();
        let gb_ms = billed.map(|(id, ms)| gigabytes(functions.get(id)) * *ms as f64).sum();
        Self {
            invocations: each(sum(&calls.invocations)),
            billed_ms: each(sum(&calls.billed_ms)),
            cpu_ms: each(cpu_ms),
            gb_ms: each(gb_ms),
            read_units: each(units(calls, is_read)),
            write_units: each(units(calls, |operation| !is_read(operation))),
            posts: each(sum(&calls.connections)),
            frames_in: each(sent.units as f64),
            frames_out: each(received.units as f64),
            bytes_out: each(received.bytes as f64),
        }
    }

    /// The frames in both directions.
    pub fn frames(&self) -> f64 {
        self.frames_in + self.frames_out
    }

    /// What this usage has more than another.
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.times(-1.0))
    }

    pub fn plus(&self, other: &Self) -> Self {
        self.with(other, |mine, others| mine + others)
    }

    pub fn times(&self, factor: f64) -> Self {
        self.with(self, |mine, _| mine * factor)
    }

    fn with(&self, other: &Self, of: impl Fn(f64, f64) -> f64) -> Self {
        Self {
            invocations: of(self.invocations, other.invocations),
            billed_ms: of(self.billed_ms, other.billed_ms),
            cpu_ms: of(self.cpu_ms, other.cpu_ms),
            gb_ms: of(self.gb_ms, other.gb_ms),
            read_units: of(self.read_units, other.read_units),
            write_units: of(self.write_units, other.write_units),
            posts: of(self.posts, other.posts),
            frames_in: of(self.frames_in, other.frames_in),
            frames_out: of(self.frames_out, other.frames_out),
            bytes_out: of(self.bytes_out, other.bytes_out),
        }
    }

    /// The same usage, with invocations of this number of milliseconds.
    pub fn with_duration(self, ms: f64) -> Self {
        let of_ms = if self.billed_ms > 0.0 { self.gb_ms / self.billed_ms } else { 0.0 };
        Self { gb_ms: ms * of_ms * self.invocations, billed_ms: ms * self.invocations, ..self }
    }
}

fn sum(counts: &BTreeMap<String, u64>) -> f64 {
    counts.values().sum::<u64>() as f64
}

fn units(calls: &Calls, which: impl Fn(&str) -> bool) -> f64 {
    let operations = calls.half_units.iter().filter(|(operation, _)| which(operation));
    operations.map(|(_, half_units)| half_units).sum::<u64>() as f64 / 2.0
}

fn is_read(operation: &str) -> bool {
    matches!(operation, "GetItem" | "BatchGetItem" | "TransactGetItems" | "Query" | "Scan")
}

fn gigabytes(function: Option<&Function>) -> f64 {
    function.map_or(0.0, |function| function.memory as f64 / 1024.0)
}
