//! Lambda's Runtime API for one process and one event. It measures the time between the process's requests.

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

/// Longer than any start takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The durations of one start.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// From exec to the request for the first event.
    pub init: Duration,
    /// From there to the response.
    pub first: Duration,
}

/// A request of the process: its time, path and body.
type RuntimeRequest = (Instant, String, Bytes);

/// Starts the program, gives it the event and stops it after its response.
///
/// # Errors
/// The program fails, or responds with another status than 200.
pub async fn measure(program: &mut Command, event: &Value) -> Result<Start> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    program.env("AWS_LAMBDA_RUNTIME_API", listener.local_addr()?.to_string());
    let (sender, mut requests) = unbounded_channel();
    let router = Router::new().fallback(respond).with_state((event.to_string(), sender));
    let listener = listener.tap_io(|socket| drop(socket.set_nodelay(true)));
    let server = tokio::spawn(axum::serve(listener, router).into_future());
    let started = Instant::now();
    let process = program.kill_on_drop(true).spawn().context("the function does not start")?;
    let (initialized, ..) = next_request(&mut requests, "/next").await?;
    let (responded, _, response) = next_request(&mut requests, "/response").await?;
    drop(process);
    server.abort();
    let status = serde_json::from_slice::<Value>(&response)?["statusCode"].take();
    if status != 200 {
        bail!("the function responds with {}", String::from_utf8_lossy(&response));
    }
    Ok(Start { init: initialized - started, first: responded - initialized })
}

async fn next_request(
    requests: &mut UnboundedReceiver<RuntimeRequest>,
    expected: &str,
) -> Result<RuntimeRequest> {
    let request = timeout(TIMEOUT, requests.recv()).await.context("the function makes no request")?;
    let (at, path, body) = request.context("the Runtime API has stopped")?;
    if !path.ends_with(expected) {
        bail!("the function requests {path}: {}", String::from_utf8_lossy(&body));
    }
    Ok((at, path, body))
}

async fn respond(
    State((event, requests)): State<(String, UnboundedSender<RuntimeRequest>)>,
    path: Uri,
    body: Bytes,
) -> Response<Body> {
    let at = Instant::now();
    let path = path.path().to_owned();
    let is_next = path.ends_with("/next");
    drop(requests.send((at, path, body)));
    if !is_next {
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
