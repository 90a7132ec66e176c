//! Lambda's Runtime API for one process and one event, with a stopwatch.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Response, StatusCode, Uri};
use axum::response::IntoResponse;
use axum::serve::ListenerExt;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;

/// Longer than any start on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a process took.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// From exec to asking for the first event.
    pub init: Duration,
    /// From there to the answer.
    pub first: Duration,
}

/// What the process has done.
type Step = (Instant, String, Bytes);

/// Starts the program, gives it the event and stops it after its answer.
///
/// # Errors
/// It fails, or answers with another status than 200.
pub async fn measure(program: &mut Command, event: &Value) -> Result<Start> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    program.env("AWS_LAMBDA_RUNTIME_API", listener.local_addr()?.to_string());
    let (steps, mut done) = unbounded_channel();
    let router = Router::new().fallback(answer).with_state((event.to_string(), steps));
    let listener = listener.tap_io(|socket| drop(socket.set_nodelay(true)));
    let server = tokio::spawn(axum::serve(listener, router).into_future());
    let begun = Instant::now();
    let process = program.kill_on_drop(true).spawn().context("the function does not start")?;
    let (asked, ..) = step(&mut done, "/next").await?;
    let (answered, _, answer) = step(&mut done, "/response").await?;
    drop(process);
    server.abort();
    let status = serde_json::from_slice::<Value>(&answer)?["statusCode"].take();
    if status != 200 {
        bail!("the function answers {}", String::from_utf8_lossy(&answer));
    }
    Ok(Start { init: asked - begun, first: answered - asked })
}

async fn step(done: &mut UnboundedReceiver<Step>, expected: &str) -> Result<Step> {
    let step = timeout(PATIENCE, done.recv()).await.context("the function is silent")?;
    let (at, path, body) = step.context("the function is gone")?;
    if !path.ends_with(expected) {
        bail!("the function says {path}: {}", String::from_utf8_lossy(&body));
    }
    Ok((at, path, body))
}

async fn answer(
    State((event, steps)): State<(String, UnboundedSender<Step>)>,
    path: Uri,
    body: Bytes,
) -> Response<Body> {
    let at = Instant::now();
    let path = path.path().to_owned();
    let is_question = path.ends_with("/next");
    drop(steps.send((at, path, body)));
    if !is_question {
        return StatusCode::ACCEPTED.into_response();
    }
    let deadline = std::time::SystemTime::now() + Duration::from_secs(10);
    let deadline = deadline.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_millis();
    let headers = [
        ("lambda-runtime-aws-request-id", "00000000-0000-4000-8000-000000000000".to_owned()),
        ("lambda-runtime-deadline-ms", deadline.to_string()),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:us-east-1:1:function:local".to_owned()),
    ];
    (headers, event).into_response()
}
