//! Signals to processes.

use sysinfo::{Pid, ProcessesToUpdate, System};

pub use sysinfo::Signal;

/// Sends a signal to the process with this id. False if there is no such process.
#[must_use]
pub fn signal(pid: u32, signal: Signal) -> bool {
    let (mut system, pid) = (System::new(), Pid::from_u32(pid));
    system.refresh_processes(ProcessesToUpdate::Some(&[pid]), true);
    system.process(pid).and_then(|process| process.kill_with(signal)).unwrap_or(false)
}
