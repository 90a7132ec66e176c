//! The `@connections` API, through which functions post to connections, describe them and close them.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html>

use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::{Json, Router};
use serde_json::json;
use std::sync::Arc;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Gateway;
use super::close::CloseReason;
use super::connection::{Connection, PostError};
use super::settings::MESSAGE_LIMIT;
use crate::calls::access::{Access, caller};
use crate::template::connections_arn;

pub fn router(gateway: &Arc<Gateway>) -> Router {
    let path = format!("/{}/@connections/{{id}}", gateway.stage);
    Router::new().route(&path, any(manage)).fallback(forbidden).with_state(gateway.clone())
}

async fn manage(State(gateway): State<Arc<Gateway>>, Path(id): Path<String>, request: Request) -> Response {
    gateway.count(request.method().as_str(), request.headers());
    if !is_signed(request.headers()) {
        return (StatusCode::FORBIDDEN, r#"{"message":"Missing Authentication Token"}"#).into_response();
    }
    let Some(connection) = gateway.connection(&id) else { return gone() };
    match *request.method() {
        Method::POST => {
            gateway.holds.pass("POST", id.as_bytes()).await;
            post(&connection, request.into_body()).await
        }
        Method::GET => Json(describe(&connection)).into_response(),
        Method::DELETE => {
            connection.close(CloseReason::DELETED);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => forbidden().await,
    }
}

impl Gateway {
    /// Counts a call, and the right that it needs.
    fn count(&self, verb: &str, headers: &HeaderMap) {
        self.calls.connections(verb);
        if let Some(function) = caller(headers) {
            self.calls.access(Access {
                function: function.to_owned(),
                action: "execute-api:ManageConnections".to_owned(),
                resource: connections_arn(&self.api, &self.stage, verb),
                leading_key: None,
            });
        }
    }
}

async fn post(connection: &Connection, body: Body) -> Response {
    let Ok(body) = to_bytes(body, MESSAGE_LIMIT).await else {
        return error(StatusCode::PAYLOAD_TOO_LARGE, "PayloadTooLargeException", "Message too long");
    };
    let Ok(message) = String::from_utf8(body.into()) else {
        return error(StatusCode::BAD_REQUEST, "BadRequestException", "The message is not UTF-8");
    };
    match connection.post(message) {
        Ok(()) => StatusCode::OK.into_response(),
        Err(PostError::Gone) => gone(),
        Err(PostError::BufferFull) => {
            error(StatusCode::TOO_MANY_REQUESTS, "LimitExceededException", "The client's buffer is full")
        }
    }
}

fn describe(connection: &Connection) -> serde_json::Value {
    let (_, active) = connection.last_active();
    json!({
        "connectedAt": rfc3339(connection.connected_at),
        "lastActiveAt": rfc3339(active),
        "identity": { "sourceIp": connection.source, "userAgent": connection.user_agent },
    })
}

fn rfc3339(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}

/// Whether the request looks signed. AWS checks the signature. This check rejects a caller that forgets to sign, as
/// AWS does, and any web page that probes local ports.
fn is_signed(headers: &HeaderMap) -> bool {
    let authorization = headers.get(header::AUTHORIZATION);
    authorization.is_some_and(|value| value.as_bytes().starts_with(b"AWS4-HMAC-SHA256 "))
}

fn gone() -> Response {
    error(StatusCode::GONE, "GoneException", "Gone")
}

async fn forbidden() -> Response {
    error(StatusCode::FORBIDDEN, "ForbiddenException", "Forbidden")
}

fn error(status: StatusCode, kind: &'static str, message: &str) -> Response {
    (status, [("x-amzn-errortype", kind)], Json(json!({ "message": message }))).into_response()
}
