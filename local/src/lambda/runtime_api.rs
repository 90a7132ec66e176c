//! Lambda's Runtime API for one process: <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>

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

use super::{InvocationError, Logs};
use crate::template::function_arn;

/// AWS's limit for the response of a synchronous invocation, in bytes.
const RESPONSE_LIMIT: usize = 6 * 1024 * 1024;

/// An event for the process, and the channels back to its sender.
#[derive(Debug)]
pub struct Invocation {
    pub event: Bytes,
    /// Receives a value when the process takes the event.
    pub started: oneshot::Sender<()>,
    pub result: oneshot::Sender<Result<Bytes, InvocationError>>,
}

struct Runtime {
    function: String,
    timeout: Duration,
    logs: Logs,
    invocations: tokio::sync::Mutex<mpsc::Receiver<Invocation>>,
    current: Mutex<Option<Current>>,
}

/// The invocation that the process works on.
struct Current {
    request_id: String,
    result: oneshot::Sender<Result<Bytes, InvocationError>>,
}

/// The API of one process of `function`, which gets its events from `invocations`.
pub fn router(
    function: &str,
    timeout: Duration,
    logs: Logs,
    invocations: mpsc::Receiver<Invocation>,
) -> Router {
    let invocations = tokio::sync::Mutex::new(invocations);
    let runtime =
        Runtime { function: function.to_owned(), timeout, logs, invocations, current: Mutex::default() };
    let routes = Router::new()
        .route("/invocation/next", get(next))
        .route("/invocation/{id}/response", post(response))
        .route("/invocation/{id}/error", post(error))
        .route("/init/error", post(init_error))
        .layer(DefaultBodyLimit::max(RESPONSE_LIMIT));
    Router::new().nest("/2018-06-01/runtime", routes).with_state(Arc::new(runtime))
}

async fn next(State(runtime): State<Arc<Runtime>>) -> Response {
    let Some(Invocation { event, started, result }) = runtime.invocations.lock().await.recv().await else {
        return StatusCode::GONE.into_response();
    };
    let request_id = Uuid::new_v4().to_string();
    *runtime.current.lock().unwrap_or_else(PoisonError::into_inner) =
        Some(Current { request_id: request_id.clone(), result });
    let _ = started.send(()); // fails if the invocation was abandoned meanwhile
    let deadline = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + runtime.timeout;
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("lambda-runtime-aws-request-id", request_id),
        ("lambda-runtime-deadline-ms", deadline.as_millis().to_string()),
        ("lambda-runtime-invoked-function-arn", function_arn(&runtime.function)),
        ("lambda-runtime-trace-id", trace_id(deadline)),
    ];
    (AppendHeaders(headers), event).into_response()
}

async fn response(
    State(runtime): State<Arc<Runtime>>,
    Path(request_id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match body {
        Ok(body) => runtime.complete(&request_id, Ok(body)),
        Err(rejection) => {
            let error = InvocationError::Reported("Function.ResponseSizeTooLarge".to_owned());
            runtime.complete(&request_id, Err(error));
            rejection.into_response()
        }
    }
}

async fn error(State(runtime): State<Arc<Runtime>>, Path(request_id): Path<String>, body: Bytes) -> Response {
    runtime.complete(&request_id, Err(InvocationError::Reported(error_text(&body))))
}

async fn init_error(State(runtime): State<Arc<Runtime>>, body: Bytes) -> Response {
    runtime.logs.line(&runtime.function, &format!("ERROR could not start: {}", error_text(&body)));
    accepted()
}

impl Runtime {
    fn complete(&self, request_id: &str, result: Result<Bytes, InvocationError>) -> Response {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        match current.take_if(|current| current.request_id == request_id) {
            Some(current) => {
                let _ = current.result.send(result); // fails after a timeout, when nothing waits for the result
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
