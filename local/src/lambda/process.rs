//! One process of a function, with a Runtime API of its own: whoever calls it is known by the port.

use axum::body::Bytes;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::sleep;

use super::runtime_api::{self, Invocation};
use super::{Failure, Logs, logs};
use crate::serving::{Task, loopback, serve};

/// How long a process may take until it asks for its first event. AWS gives 10 s; a busy laptop needs patience.
const START_LIMIT: Duration = Duration::from_secs(20);

/// What every process of a function has in common.
#[derive(Debug)]
pub struct Origin {
    pub id: String,
    pub path: PathBuf,
    pub environment: BTreeMap<String, String>,
    pub timeout: Duration,
    pub logs: Logs,
    /// Process ids of those that run.
    pub alive: watch::Sender<BTreeSet<u32>>,
    /// Whether all of them shall end.
    pub stopping: watch::Sender<bool>,
}

/// A running process. Dropping it kills it.
#[derive(Debug)]
pub struct Process {
    events: mpsc::Sender<Invocation>,
    ended: watch::Receiver<Option<String>>,
    timeout: Duration,
    used: Instant,
    took: Duration,
    _tasks: Vec<Task>,
}

impl Process {
    pub async fn start(origin: &Origin) -> Result<Self, Failure> {
        let failed = |error: anyhow::Error| Failure::NotStarted(format!("{error:#}"));
        let (listener, address) = loopback().await.map_err(failed)?;
        let mut child =
            command(origin, &address.to_string()).spawn().map_err(|error| failed(error.into()))?;
        let mut tasks = follow(origin, &mut child);
        let (events, waiting) = mpsc::channel(1);
        let (ends, ended) = watch::channel(None);
        tasks.push(Task::spawn(watch_over(
            Listing::new(origin, child.id()),
            child,
            origin.stopping.subscribe(),
            ends,
        )));
        let api = serve(listener, runtime_api::router(&origin.id, origin.timeout, origin.logs, waiting));
        tasks.push(api);
        Ok(Self {
            events,
            ended,
            timeout: origin.timeout,
            used: Instant::now(),
            took: Duration::ZERO,
            _tasks: tasks,
        })
    }

    /// Hands over one event and waits for its end. After any failure but `Reported` the process is to be dropped.
    pub async fn invoke(&mut self, event: Bytes) -> Result<Bytes, Failure> {
        let (taken, started) = oneshot::channel();
        let (answer, answered) = oneshot::channel();
        // Cannot fail: the receiving end lives in our own Runtime API, and only one event is ever under way.
        let _ = self.events.send(Invocation { event, taken, answer }).await;
        self.took = Duration::ZERO;
        tokio::select! {
            biased;
            _ = started => {}
            how = ended(&mut self.ended) => return Err(Failure::NotStarted(how)),
            () = sleep(START_LIMIT) => return Err(Failure::NotStarted("never asked for an event".to_owned())),
        }
        let taken = Instant::now();
        let result = tokio::select! {
            biased;
            Ok(answer) = answered => answer,
            how = ended(&mut self.ended) => Err(Failure::Crashed(how)),
            () = sleep(self.timeout) => Err(Failure::TimedOut(self.timeout)),
        };
        self.used = Instant::now();
        self.took = self.used - taken;
        result
    }

    /// How long the last event took, from when the process asked for it.
    pub fn took(&self) -> Duration {
        self.took
    }

    pub fn is_alive(&self) -> bool {
        self.ended.borrow().is_none()
    }

    pub fn idle_for(&self) -> Duration {
        self.used.elapsed()
    }
}

fn command(origin: &Origin, runtime_api: &str) -> Command {
    let output = || if origin.logs == Logs::Shown { Stdio::piped() } else { Stdio::null() };
    let mut command = Command::new(&origin.path);
    command.env_clear().envs(&origin.environment).env("AWS_LAMBDA_RUNTIME_API", runtime_api);
    command.stdin(Stdio::null()).stdout(output()).stderr(output()).kill_on_drop(true);
    // A group of its own: Ctrl-C in a terminal reaches us alone, and we end the processes in good order.
    #[cfg(unix)]
    command.process_group(0);
    command
}

fn follow(origin: &Origin, child: &mut Child) -> Vec<Task> {
    let mut tasks = Vec::new();
    if let Some(output) = child.stdout.take() {
        tasks.push(Task::spawn(logs::follow(origin.logs, origin.id.clone(), output)));
    }
    if let Some(output) = child.stderr.take() {
        tasks.push(Task::spawn(logs::follow(origin.logs, origin.id.clone(), output)));
    }
    tasks
}

/// Waits for the process's end, or ends it when everything stops.
async fn watch_over(
    _listing: Listing, // the first argument is dropped last: a process is listed until it was killed
    mut child: Child,
    mut stopping: watch::Receiver<bool>,
    ends: watch::Sender<Option<String>>,
) {
    let ended = tokio::select! {
        status = child.wait() => Some(status),
        _ = stopping.wait_for(|stopping| *stopping) => None,
    };
    let how = match ended {
        Some(Ok(status)) => status.to_string(),
        Some(Err(error)) => error.to_string(),
        None => {
            let _ = child.kill().await; // fails only if it ended by itself meanwhile
            "the stack stopped".to_owned()
        }
    };
    ends.send_replace(Some(how));
}

async fn ended(ended: &mut watch::Receiver<Option<String>>) -> String {
    let how = ended.wait_for(Option::is_some).await.ok().and_then(|how| how.clone());
    how.unwrap_or_else(|| "ended".to_owned())
}

/// A process's place in the list of those that run.
struct Listing {
    alive: watch::Sender<BTreeSet<u32>>,
    pid: Option<u32>,
}

impl Listing {
    fn new(origin: &Origin, pid: Option<u32>) -> Self {
        origin.alive.send_modify(|alive| alive.extend(pid));
        Self { alive: origin.alive.clone(), pid }
    }
}

impl Drop for Listing {
    fn drop(&mut self) {
        self.alive.send_modify(|alive| alive.retain(|pid| Some(*pid) != self.pid));
    }
}
