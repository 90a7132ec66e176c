//! Lambda's Runtime API for one process, as <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html> says.

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::{Failure, Logs};
use crate::template::function_arn;

/// AWS's limit for the result of a synchronous invocation.
const RESPONSE_LIMIT: usize = 6 * 1024 * 1024;

/// An event on its way to the process, and the way back.
#[derive(Debug)]
pub struct Invocation {
    pub event: Bytes,
    /// Told when the process has asked for the event.
    pub taken: oneshot::Sender<()>,
    pub answer: oneshot::Sender<Result<Bytes, Failure>>,
}

struct Runtime {
    function: String,
    timeout: Duration,
    logs: Logs,
    waiting: tokio::sync::Mutex<mpsc::Receiver<Invocation>>,
    current: Mutex<Option<Current>>,
}

/// The event that the process works on.
struct Current {
    id: String,
    answer: oneshot::Sender<Result<Bytes, Failure>>,
}

/// The API of one process of `function`, which gets its events from `waiting`.
pub fn router(function: &str, timeout: Duration, logs: Logs, waiting: mpsc::Receiver<Invocation>) -> Router {
    let waiting = tokio::sync::Mutex::new(waiting);
    let runtime =
        Runtime { function: function.to_owned(), timeout, logs, waiting, current: Mutex::default() };
    let routes = Router::new()
        .route("/invocation/next", get(next))
        .route("/invocation/{id}/response", post(response))
        .route("/invocation/{id}/error", post(error))
        .route("/init/error", post(init_error))
        .layer(DefaultBodyLimit::max(RESPONSE_LIMIT));
    Router::new().nest("/2018-06-01/runtime", routes).with_state(Arc::new(runtime))
}

async fn next(State(runtime): State<Arc<Runtime>>) -> Response {
    let Some(Invocation { event, taken, answer }) = runtime.waiting.lock().await.recv().await else {
        return StatusCode::GONE.into_response();
    };
    let id = Uuid::new_v4().to_string();
    *runtime.current.lock().unwrap_or_else(PoisonError::into_inner) =
        Some(Current { id: id.clone(), answer });
    let _ = taken.send(()); // nobody waits for it any more when the invocation was given up
    let deadline = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + runtime.timeout;
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("lambda-runtime-aws-request-id", id),
        ("lambda-runtime-deadline-ms", deadline.as_millis().to_string()),
        ("lambda-runtime-invoked-function-arn", function_arn(&runtime.function)),
        ("lambda-runtime-trace-id", trace_id(deadline)),
    ];
    (AppendHeaders(headers), event).into_response()
}

async fn response(
    State(runtime): State<Arc<Runtime>>,
    Path(id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match body {
        Ok(body) => runtime.finish(&id, Ok(body)),
        Err(rejection) => {
            runtime.finish(&id, Err(Failure::Reported("Function.ResponseSizeTooLarge".to_owned())));
            rejection.into_response()
        }
    }
}

async fn error(State(runtime): State<Arc<Runtime>>, Path(id): Path<String>, body: Bytes) -> Response {
    runtime.finish(&id, Err(Failure::Reported(error_text(&body))))
}

async fn init_error(State(runtime): State<Arc<Runtime>>, body: Bytes) -> Response {
    runtime.logs.line(&runtime.function, &format!("ERROR could not start: {}", error_text(&body)));
    accepted()
}

impl Runtime {
    fn finish(&self, id: &str, answer: Result<Bytes, Failure>) -> Response {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        match current.take_if(|current| current.id == id) {
            Some(current) => {
                let _ = current.answer.send(answer); // nobody waits after a timeout
                accepted()
            }
            None => {
                let body = r#"{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}"#;
                (StatusCode::BAD_REQUEST, body).into_response()
            }
        }
    }
}

fn accepted() -> Response {
    (StatusCode::ACCEPTED, r#"{"status":"OK"}"#).into_response()
}

fn error_text(body: &[u8]) -> String {
    let error: Value = serde_json::from_slice(body).unwrap_or_default();
    match (error["errorType"].as_str(), error["errorMessage"].as_str()) {
        (Some(kind), Some(message)) => format!("{kind}: {message}"),
        _ => String::from_utf8_lossy(body).into_owned(),
    }
}

fn trace_id(at: Duration) -> String {
    let id = Uuid::new_v4().simple().to_string();
    let (root, parent) = (&id[..24], &id[16..]);
    format!("Root=1-{:08x}-{root};Parent={parent};Sampled=0", at.as_secs())
}
