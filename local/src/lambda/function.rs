//! One function and its processes: an event goes to an idle one, or to a new one, or waits for its turn.

use axum::body::Bytes;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, watch};

use super::process::{Origin, Process};
use super::{Failure, Settings};
use crate::calls::Counter;
use crate::template;

/// A function of the template.
#[derive(Debug)]
pub(crate) struct Function {
    origin: Origin,
    settings: Settings,
    calls: Arc<Counter>,
    turns: Semaphore,
    idle: Mutex<Vec<Process>>,
}

impl Function {
    pub fn new(
        described: &template::Function,
        path: PathBuf,
        environment: BTreeMap<String, String>,
        settings: Settings,
        calls: Arc<Counter>,
    ) -> Self {
        let origin = Origin {
            id: described.id.clone(),
            path,
            environment,
            timeout: described.timeout,
            logs: settings.logs,
            alive: watch::Sender::new(BTreeSet::new()),
            stopping: watch::Sender::new(false),
        };
        let turns = Semaphore::new(settings.concurrency);
        Self { origin, settings, calls, turns, idle: Mutex::default() }
    }

    /// Runs one event to its end. That happens in a task of its own: as on AWS, an invocation goes on though
    /// nobody waits for it any more.
    pub async fn invoke(self: &Arc<Self>, event: Bytes) -> Result<Bytes, Failure> {
        let function = self.clone();
        let result = tokio::spawn(async move { function.run(event).await }).await;
        result.unwrap_or_else(|_| Err(Failure::Crashed("the stack stopped".to_owned())))
    }

    async fn run(&self, event: Bytes) -> Result<Bytes, Failure> {
        let Ok(_turn) = self.turns.acquire().await else {
            return Err(Failure::NotStarted("the stack stopped".to_owned()));
        };
        self.calls.invocation(&self.origin.id);
        let result = self.run_now(event).await;
        if let Err(failure) = &result
            && !*self.origin.stopping.borrow()
        {
            self.settings.logs.line(&self.origin.id, &format!("ERROR {failure}"));
        }
        result
    }

    async fn run_now(&self, event: Bytes) -> Result<Bytes, Failure> {
        while let Some(process) = self.idle_process() {
            // A process may die while it waits. It never had the event, so the next one may take it.
            match self.run_in(process, event.clone()).await {
                Err(Failure::NotStarted(_)) => {}
                result => return result,
            }
        }
        self.run_in(Process::start(&self.origin).await?, event).await
    }

    async fn run_in(&self, mut process: Process, event: Bytes) -> Result<Bytes, Failure> {
        let result = process.invoke(event).await;
        self.calls.took(&self.origin.id, process.took());
        if matches!(result, Ok(_) | Err(Failure::Reported(_))) {
            self.idle().push(process);
        }
        result
    }

    fn idle_process(&self) -> Option<Process> {
        let mut idle = self.idle();
        // The one used last is the warmest, and the others get a chance to be reaped.
        std::iter::from_fn(|| idle.pop()).find(Process::is_alive)
    }

    /// Ends the processes that had no event for too long.
    pub fn reap(&self) {
        self.idle().retain(|process| process.is_alive() && process.idle_for() < self.settings.idle);
    }

    /// The processes that exist now.
    pub fn processes(&self) -> Vec<u32> {
        self.origin.alive.borrow().iter().copied().collect()
    }

    /// Ends every process; no event is taken any more.
    pub fn end(&self) {
        self.turns.close();
        self.origin.stopping.send_replace(true);
    }

    /// Waits until no process is left.
    pub async fn ended(&self) {
        // The sender is ours, so that waiting cannot fail.
        let _ = self.origin.alive.subscribe().wait_for(BTreeSet::is_empty).await;
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Process>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
