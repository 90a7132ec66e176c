//! Lambda: the template's functions, run as processes over the Runtime API. Each process has one event at a
//! time; more start under load, idle ones are reaped, and a crash fails exactly the event it happened in.

mod environment;
mod function;
mod logs;
mod process;
mod runtime_api;

use anyhow::{Result, ensure};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

pub use logs::Logs;

use crate::calls::Counter;
use crate::serving::Task;
use crate::template;
pub(crate) use environment::Endpoints;
pub(crate) use function::Function;

/// How processes are run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Processes per function; further events wait. AWS's account-wide limit is 1000, a laptop's is lower.
    pub concurrency: usize,
    /// How long a process may stay without an event.
    pub idle: Duration,
    /// What becomes of what the functions print.
    pub logs: Logs,
}

impl Default for Settings {
    fn default() -> Self {
        Self { concurrency: 16, idle: Duration::from_secs(300), logs: Logs::from_environment() }
    }
}

/// Why an invocation has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The process ended with the event in its hands.
    #[error("crashed ({0})")]
    Crashed(String),
    /// The process did not get as far as asking for the event.
    #[error("did not start ({0})")]
    NotStarted(String),
    /// The event took longer than the function's timeout; the process was killed.
    #[error("timed out after {} s", .0.as_secs())]
    TimedOut(Duration),
    /// The function itself answered with an error.
    #[error("failed: {0}")]
    Reported(String),
}

/// All functions of the template.
#[derive(Debug)]
pub(crate) struct Lambda {
    functions: BTreeMap<String, Arc<Function>>,
    _reaper: Task,
}

impl Lambda {
    /// Prepares every function; processes start with the first event.
    pub fn new(
        wanted: &BTreeMap<String, template::Function>,
        binaries: &Path,
        endpoints: &Endpoints,
        settings: &Settings,
        calls: &Arc<Counter>,
    ) -> Result<Self> {
        let mut functions = BTreeMap::new();
        for (id, described) in wanted {
            let path = binaries.join(&described.binary).with_extension(std::env::consts::EXE_EXTENSION);
            ensure!(
                path.is_file(),
                "{} is missing, build it with `cargo build --bin {}`",
                path.display(),
                described.binary
            );
            let environment = environment::of(described, endpoints);
            let function = Function::new(described, path, environment, settings.clone(), calls.clone());
            functions.insert(id.clone(), Arc::new(function));
        }
        let reaped: Vec<_> = functions.values().cloned().collect();
        let idle = settings.idle;
        Ok(Self { functions, _reaper: Task::spawn(reap(reaped, idle)) })
    }

    pub fn function(&self, id: &str) -> Option<&Arc<Function>> {
        self.functions.get(id)
    }

    /// Tells every process to end.
    pub fn end(&self) {
        for function in self.functions.values() {
            function.end();
        }
    }

    /// Ends every process and waits until none is left.
    pub async fn stop(&self) {
        self.end();
        for function in self.functions.values() {
            function.ended().await;
        }
    }
}

async fn reap(functions: Vec<Arc<Function>>, idle: Duration) {
    loop {
        tokio::time::sleep(idle / 4).await;
        for function in &functions {
            function.reap();
        }
    }
}
