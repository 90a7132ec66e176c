//! `$connect`: checks where the page comes from, and writes the connection's row.

use aws_lambda_events::apigw::ApiGatewayWebsocketProxyRequest;
use lambda_runtime::{Error, LambdaEvent};

use crate::answer::Response;
use crate::context::Context;
use crate::key::Key;
use crate::row::Connection;
use crate::{clock, origin};

/// Answers the upgrade: 200, or 403 for a page of another origin, or 503 if the table does not answer.
///
/// # Errors
/// None: every failure is answered with a status.
pub async fn connect(
    cx: &Context,
    event: LambdaEvent<ApiGatewayWebsocketProxyRequest>,
) -> Result<Response, Error> {
    let (headers, context) = (event.payload.headers, event.payload.request_context);
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let connection = context.connection_id.unwrap_or_default();
    let (request, lambda) = (context.request_id, event.context.request_id);
    if !origin::is_allowed(header("origin"), header("host"), &cx.origins) {
        tracing::info!(request, lambda, connection, outcome = "forbidden", "connect");
        return Ok(Response::refusal(403, "This origin may not connect: add it to ALLOWED_ORIGINS."));
    }
    let row = Connection { expires: clock::connection_expires(), ..Connection::default() };
    match cx.table.put(Key::connection(&connection), &row).await {
        Ok(()) => {
            tracing::info!(request, lambda, connection, outcome = "ok", "connect");
            Ok(Response::empty(200))
        }
        Err(error) => {
            let (error, outcome) = (format!("{error:#}"), "unavailable");
            tracing::error!(request, lambda, connection, error, outcome, "connect");
            Ok(Response::refusal(503, "The table does not answer; try again."))
        }
    }
}
