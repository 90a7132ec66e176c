//! One process of a function. Each process has a Runtime API on its own port, so that the port identifies the
//! process that calls.

use axum::body::Bytes;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::sleep;

use super::runtime_api::{self, Invocation};
use super::{InvocationError, Logs, logs};
use crate::server::{Task, loopback, serve};

/// A process has this time until it asks for its first event. AWS gives 10 s; a busy laptop may need more.
const INIT_TIMEOUT: Duration = Duration::from_secs(20);

/// What all processes of a function have in common.
#[derive(Debug)]
pub struct ProcessConfig {
    /// The function's logical id.
    pub function: String,
    pub path: PathBuf,
    pub environment: BTreeMap<String, String>,
    /// The most time that one invocation may take.
    pub timeout: Duration,
    pub logs: Logs,
    /// The ids of the running processes.
    pub running: watch::Sender<BTreeSet<u32>>,
    /// Whether the processes are being shut down.
    pub stopping: watch::Sender<bool>,
}

impl ProcessConfig {
    /// When the binary was built; none while a build replaces it.
    pub fn built(&self) -> Option<SystemTime> {
        std::fs::metadata(&self.path).and_then(|binary| binary.modified()).ok()
    }
}

/// A running process. Dropping it kills it.
#[derive(Debug)]
pub struct Process {
    built: Option<SystemTime>,
    invocations: mpsc::Sender<Invocation>,
    exit: watch::Receiver<Option<String>>,
    timeout: Duration,
    last_used: Instant,
    last_duration: Duration,
    _tasks: Vec<Task>,
}

impl Process {
    pub async fn start(config: &ProcessConfig) -> Result<Self, InvocationError> {
        let failed = |error: anyhow::Error| InvocationError::NotStarted(format!("{error:#}"));
        let (listener, address) = loopback().await.map_err(failed)?;
        let built = config.built();
        let mut child =
            command(config, &address.to_string()).spawn().map_err(|error| failed(error.into()))?;
        let mut tasks = follow_output(config, &mut child);
        let (invocations, receiver) = mpsc::channel(1);
        let (exit_sender, exit) = watch::channel(None);
        tasks.push(Task::spawn(supervise(
            RunningEntry::new(config, child.id()),
            child,
            config.stopping.subscribe(),
            exit_sender,
        )));
        let api =
            serve(listener, runtime_api::router(&config.function, config.timeout, config.logs, receiver));
        tasks.push(api);
        Ok(Self {
            built,
            invocations,
            exit,
            timeout: config.timeout,
            last_used: Instant::now(),
            last_duration: Duration::ZERO,
            _tasks: tasks,
        })
    }

    /// Gives the process one event and waits for the result. After any error but `Reported` the process must be
    /// dropped.
    pub async fn invoke(&mut self, event: Bytes) -> Result<Bytes, InvocationError> {
        let (started_sender, started) = oneshot::channel();
        let (result_sender, result) = oneshot::channel();
        // Cannot fail: this process's Runtime API holds the receiver, and a process has one invocation at a time.
        let invocation = Invocation { event, started: started_sender, result: result_sender };
        let _ = self.invocations.send(invocation).await;
        self.last_duration = Duration::ZERO;
        tokio::select! {
            biased;
            _ = started => {}
            status = exited(&mut self.exit) => return Err(InvocationError::NotStarted(status)),
            () = sleep(INIT_TIMEOUT) => {
                return Err(InvocationError::NotStarted("never asked for an event".to_owned()));
            }
        }
        let start = Instant::now();
        let result = tokio::select! {
            biased;
            Ok(result) = result => result,
            status = exited(&mut self.exit) => Err(InvocationError::Crashed(status)),
            () = sleep(self.timeout) => Err(InvocationError::TimedOut(self.timeout)),
        };
        self.last_used = Instant::now();
        self.last_duration = self.last_used - start;
        result
    }

    /// The duration of the last invocation, from the time when the process took the event.
    pub fn last_duration(&self) -> Duration {
        self.last_duration
    }

    pub fn is_running(&self) -> bool {
        self.exit.borrow().is_none()
    }

    /// Whether the binary was built anew since the process started.
    pub fn is_outdated(&self, config: &ProcessConfig) -> bool {
        config.built().is_some_and(|built| self.built != Some(built))
    }

    pub fn idle_for(&self) -> Duration {
        self.last_used.elapsed()
    }
}

fn command(config: &ProcessConfig, runtime_api: &str) -> Command {
    let output = || if config.logs == Logs::Shown { Stdio::piped() } else { Stdio::null() };
    let mut command = Command::new(&config.path);
    command.env_clear().envs(&config.environment).env("AWS_LAMBDA_RUNTIME_API", runtime_api);
    command.stdin(Stdio::null()).stdout(output()).stderr(output()).kill_on_drop(true);
    // A process group of its own: Ctrl-C in a terminal then signals only the stack, which shuts its processes down.
    #[cfg(unix)]
    command.process_group(0);
    command
}

fn follow_output(config: &ProcessConfig, child: &mut Child) -> Vec<Task> {
    let mut tasks = Vec::new();
    if let Some(output) = child.stdout.take() {
        tasks.push(Task::spawn(logs::follow(config.logs, config.function.clone(), output)));
    }
    if let Some(output) = child.stderr.take() {
        tasks.push(Task::spawn(logs::follow(config.logs, config.function.clone(), output)));
    }
    tasks
}

/// Waits until the process exits, or kills it on shutdown.
async fn supervise(
    _entry: RunningEntry, // the first argument is dropped last: a process is listed until it was killed
    mut child: Child,
    mut stopping: watch::Receiver<bool>,
    exit: watch::Sender<Option<String>>,
) {
    let exited = tokio::select! {
        status = child.wait() => Some(status),
        _ = stopping.wait_for(|stopping| *stopping) => None,
    };
    let status = match exited {
        Some(Ok(status)) => status.to_string(),
        Some(Err(error)) => error.to_string(),
        None => {
            let _ = child.kill().await; // fails only if the process exited meanwhile
            "the stack stopped".to_owned()
        }
    };
    exit.send_replace(Some(status));
}

/// Waits until the process exits, and returns its status.
async fn exited(exit: &mut watch::Receiver<Option<String>>) -> String {
    let status = exit.wait_for(Option::is_some).await.ok().and_then(|status| status.clone());
    status.unwrap_or_else(|| "ended".to_owned())
}

/// A process's entry in the list of running processes. Dropping it removes the entry.
struct RunningEntry {
    running: watch::Sender<BTreeSet<u32>>,
    pid: Option<u32>,
}

impl RunningEntry {
    fn new(config: &ProcessConfig, pid: Option<u32>) -> Self {
        config.running.send_modify(|running| running.extend(pid));
        Self { running: config.running.clone(), pid }
    }
}

impl Drop for RunningEntry {
    fn drop(&mut self) {
        self.running.send_modify(|running| running.retain(|pid| Some(*pid) != self.pid));
    }
}
