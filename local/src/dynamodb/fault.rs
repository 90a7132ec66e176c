//! Makes calls to DynamoDB fail on purpose, so that a test sees what its callers do then.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Calls that are throttled until this is dropped.
#[derive(Debug)]
pub struct Throttled {
    _alive: Arc<()>,
}

/// The calls with this operation and this text in their request.
#[derive(Debug)]
struct Fault {
    operation: String,
    text: String,
    alive: Weak<()>,
}

/// The calls that fail.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(Arc<Mutex<Vec<Fault>>>);

impl Faults {
    pub fn throttle(&self, operation: &str, text: &str) -> Throttled {
        let alive = Arc::new(());
        let (operation, text) = (operation.to_owned(), text.to_owned());
        self.lock().push(Fault { operation, text, alive: Arc::downgrade(&alive) });
        Throttled { _alive: alive }
    }

    /// The answer to a call that fails.
    pub fn answer(&self, operation: &str, request: &[u8]) -> Option<Response> {
        let request = String::from_utf8_lossy(request);
        let mut faults = self.lock();
        faults.retain(|fault| fault.alive.strong_count() > 0);
        let fits = |fault: &Fault| fault.operation == operation && request.contains(&fault.text);
        faults.iter().any(fits).then(throttled)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// DynamoDB's answer to a call that is beyond the table's throughput.
fn throttled() -> Response {
    let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"This call is throttled on purpose"}"#;
    let head = [(header::CONTENT_TYPE, "application/x-amz-json-1.0")];
    (StatusCode::BAD_REQUEST, head, body).into_response()
}
