//! What a message takes, counted.

use std::collections::BTreeMap;

use local::Calls;
use local::template::Function;

/// Bytes of a frame that API Gateway bills as one.
const FRAME: usize = 32 * 1024;
/// Bytes around a payload on a WebSocket from a server, beyond 125 bytes of it.
const HEAD: usize = 4;

/// What one message takes, on average.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    pub invocations: f64,
    pub billed_ms: f64,
    /// Milliseconds times the gigabytes that each function has.
    pub gb_ms: f64,
    pub read_units: f64,
    pub write_units: f64,
    /// Posts to `@connections`; free of charge, each becomes a frame.
    pub posts: f64,
    /// In units of 32 kB.
    pub frames_in: f64,
    pub frames_out: f64,
    pub bytes_out: f64,
}

/// Frames that went one way.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frames {
    units: usize,
    bytes: usize,
}

impl Frames {
    pub fn add(&mut self, frame: &str) {
        self.units += frame.len().div_ceil(FRAME);
        self.bytes += frame.len() + HEAD;
    }
}

impl Usage {
    /// The share of each of so many messages.
    pub fn of(
        messages: usize,
        calls: &Calls,
        functions: &BTreeMap<String, Function>,
        sent: Frames,
        heard: Frames,
    ) -> Self {
        let each = |total: f64| total / messages as f64;
        let billed = calls.billed_ms.iter();
        let gb_ms = billed.map(|(id, ms)| gigabytes(functions.get(id)) * *ms as f64).sum();
        Self {
            invocations: each(sum(&calls.invocations)),
            billed_ms: each(sum(&calls.billed_ms)),
            gb_ms: each(gb_ms),
            read_units: each(units(calls, is_read)),
            write_units: each(units(calls, |operation| !is_read(operation))),
            posts: each(sum(&calls.connections)),
            frames_in: each(sent.units as f64),
            frames_out: each(heard.units as f64),
            bytes_out: each(heard.bytes as f64),
        }
    }

    /// Both ways.
    pub fn frames(&self) -> f64 {
        self.frames_in + self.frames_out
    }

    /// The same with every invocation of so many milliseconds.
    pub fn taking(self, ms: f64) -> Self {
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
