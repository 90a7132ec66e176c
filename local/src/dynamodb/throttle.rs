//! Throttles calls to DynamoDB, so that a test sees what happens then.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The operations that are throttled, each with a text that their requests contain.
#[derive(Clone, Debug, Default)]
pub(crate) struct Throttles(Arc<Mutex<Vec<(String, String)>>>);

impl Throttles {
    pub fn add(&self, operation: &str, text: &str) {
        self.lock().push((operation.to_owned(), text.to_owned()));
    }

    pub fn clear(&self) {
        self.lock().clear();
    }

    /// DynamoDB's answer if this call is throttled.
    pub fn answer(&self, operation: &str, request: &[u8]) -> Option<Response> {
        let request = String::from_utf8_lossy(request);
        let throttles = self.lock();
        let mut throttles = throttles.iter();
        throttles.any(|(name, text)| name == operation && request.contains(text)).then(throttled)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(String, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn throttled() -> Response {
    let error = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException";
    let body = serde_json::json!({"__type": error, "message": "A test throttles this call."});
    let headers = [(header::CONTENT_TYPE, "application/x-amz-json-1.0")];
    (StatusCode::BAD_REQUEST, headers, body.to_string()).into_response()
}
