//! The processor time of the functions.

use local::Stack;
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// A processor's worth of memory: Lambda gives a function with 1,769 MB one processor, and with less memory its share
/// (Lambda developer guide, "Configure Lambda function memory").
pub const MEMORY_OF_A_PROCESSOR: f64 = 1_769.0;

/// The functions that answer a room's frames.
const FUNCTIONS: [&str; 2] = ["ConnectFunction", "MessageFunction"];

/// The milliseconds that all processes of the functions have used since their start.
pub fn milliseconds(stack: &Stack) -> f64 {
    let pids: Vec<Pid> =
        FUNCTIONS.iter().flat_map(|function| stack.processes(function)).map(Pid::from_u32).collect();
    let mut system = System::new();
    system.refresh_processes_specifics(
        ProcessesToUpdate::Some(&pids),
        true,
        ProcessRefreshKind::nothing().with_cpu(),
    );
    system.processes().values().map(|process| process.accumulated_cpu_time() as f64).sum()
}
