//! Lambda: runs the template's functions as processes over the Runtime API. Each process has one event at a time.
//! More processes start under load, and idle ones are stopped. A crash fails only the invocation it happens in.

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
use crate::server::Task;
use crate::template;
pub(crate) use environment::Endpoints;
pub(crate) use function::Function;

/// How the functions' processes are run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The most processes of one function. Further events wait. AWS's limit is 1000 for the account; a laptop's is
    /// lower.
    pub concurrency: usize,
    /// A process without an event is stopped after this time.
    pub idle_timeout: Duration,
    /// Whether the functions' output is shown.
    pub logs: Logs,
}

impl Default for Settings {
    fn default() -> Self {
        Self { concurrency: 16, idle_timeout: Duration::from_secs(300), logs: Logs::from_environment() }
    }
}

/// Why an invocation has no response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvocationError {
    /// The process exited while it had the event.
    #[error("crashed ({0})")]
    Crashed(String),
    /// The process did not ask for the event.
    #[error("did not start ({0})")]
    NotStarted(String),
    /// The invocation exceeded the function's timeout. Its process was killed.
    #[error("timed out after {} s", .0.as_secs())]
    TimedOut(Duration),
    /// The function reported an error.
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
    /// Prepares every function. A function's first process starts with its first event.
    pub fn new(
        definitions: &BTreeMap<String, template::Function>,
        binaries: &Path,
        endpoints: &Endpoints,
        settings: &Settings,
        calls: &Arc<Counter>,
    ) -> Result<Self> {
        let mut functions = BTreeMap::new();
        for (id, definition) in definitions {
            let path = binaries.join(&definition.binary).with_extension(std::env::consts::EXE_EXTENSION);
            ensure!(
                path.is_file(),
                "{} is missing, build it with `cargo build --bin {}`",
                path.display(),
                definition.binary
            );
            let environment = environment::variables(definition, endpoints);
            let function = Function::new(definition, path, environment, settings.clone(), calls.clone());
            functions.insert(id.clone(), Arc::new(function));
        }
        let all: Vec<_> = functions.values().cloned().collect();
        let reaper = Task::spawn(stop_idle_processes(all, settings.idle_timeout));
        Ok(Self { functions, _reaper: reaper })
    }

    pub fn function(&self, id: &str) -> Option<&Arc<Function>> {
        self.functions.get(id)
    }

    /// Starts the shutdown of every process.
    pub fn shut_down(&self) {
        for function in self.functions.values() {
            function.shut_down();
        }
    }

    /// Shuts every process down and waits until none is left.
    pub async fn stop(&self) {
        self.shut_down();
        for function in self.functions.values() {
            function.stopped().await;
        }
    }
}

async fn stop_idle_processes(functions: Vec<Arc<Function>>, idle_timeout: Duration) {
    loop {
        tokio::time::sleep(idle_timeout / 4).await;
        for function in &functions {
            function.stop_idle_processes();
        }
    }
}
