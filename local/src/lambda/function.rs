//! One function and its processes. An event goes to an idle process, or to a new one, or waits until one is free.

use axum::body::Bytes;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, watch};

use super::process::{Process, ProcessConfig};
use super::{InvocationError, Settings};
use crate::calls::Counter;
use crate::template;

/// A function of the template.
#[derive(Debug)]
pub(crate) struct Function {
    config: ProcessConfig,
    settings: Settings,
    calls: Arc<Counter>,
    /// One permit for each process that may run.
    permits: Semaphore,
    idle: Mutex<Vec<Process>>,
}

impl Function {
    pub fn new(
        definition: &template::Function,
        path: PathBuf,
        environment: BTreeMap<String, String>,
        settings: Settings,
        calls: Arc<Counter>,
    ) -> Self {
        let config = ProcessConfig {
            function: definition.id.clone(),
            path,
            environment,
            timeout: definition.timeout,
            logs: settings.logs,
            running: watch::Sender::new(BTreeSet::new()),
            stopping: watch::Sender::new(false),
        };
        let permits = Semaphore::new(settings.concurrency);
        Self { config, settings, calls, permits, idle: Mutex::default() }
    }

    /// Invokes the function with this event. The invocation runs in a task of its own: as on AWS, it goes on even if
    /// the caller no longer waits for it.
    pub async fn invoke(self: &Arc<Self>, event: Bytes) -> Result<Bytes, InvocationError> {
        let function = self.clone();
        let result = tokio::spawn(async move { function.run(event).await }).await;
        result.unwrap_or_else(|_| Err(InvocationError::Crashed("the stack stopped".to_owned())))
    }

    async fn run(&self, event: Bytes) -> Result<Bytes, InvocationError> {
        let Ok(_permit) = self.permits.acquire().await else {
            return Err(InvocationError::NotStarted("the stack stopped".to_owned()));
        };
        self.calls.invocation(&self.config.function);
        let result = self.run_in_any_process(event).await;
        if let Err(error) = &result
            && !*self.config.stopping.borrow()
        {
            self.settings.logs.line(&self.config.function, &format!("ERROR {error}"));
        }
        result
    }

    async fn run_in_any_process(&self, event: Bytes) -> Result<Bytes, InvocationError> {
        while let Some(process) = self.idle_process() {
            // An idle process may have died. It never had the event, so another process may take the event.
            match self.run_in(process, event.clone()).await {
                Err(InvocationError::NotStarted(_)) => {}
                result => return result,
            }
        }
        self.run_in(Process::start(&self.config).await?, event).await
    }

    async fn run_in(&self, mut process: Process, event: Bytes) -> Result<Bytes, InvocationError> {
        let result = process.invoke(event).await;
        self.calls.billed(&self.config.function, process.last_duration());
        if matches!(result, Ok(_) | Err(InvocationError::Reported(_))) {
            self.idle().push(process);
        }
        result
    }

    fn idle_process(&self) -> Option<Process> {
        let mut idle = self.idle();
        idle.retain(|process| process.is_running() && !process.is_outdated(&self.config));
        // The process used last is taken first: it is the warmest, and the others can reach their idle timeout.
        idle.pop()
    }

    /// Stops the processes that have reached their idle timeout.
    pub fn stop_idle_processes(&self) {
        self.idle().retain(|process| process.is_running() && process.idle_for() < self.settings.idle_timeout);
    }

    /// The ids of the running processes.
    pub fn processes(&self) -> Vec<u32> {
        self.config.running.borrow().iter().copied().collect()
    }

    /// Starts the shutdown of every process. The function takes no more events.
    pub fn shut_down(&self) {
        self.permits.close();
        self.config.stopping.send_replace(true);
    }

    /// Waits until every process has exited.
    pub async fn stopped(&self) {
        // Cannot fail: the sender is a field of this function.
        let _ = self.config.running.subscribe().wait_for(BTreeSet::is_empty).await;
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Process>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
