//! `$connect`: checks where the page comes from, limits what one address may open, and writes the connection's row.

use aws_lambda_events::apigw::ApiGatewayWebsocketProxyRequest;
use common::Millis;
use lambda_runtime::{Error, LambdaEvent};

use crate::answer::Response;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::row::Connection;
use crate::{address_limits, clock, origin};

/// Answers the upgrade: 200, 403 for a page of another origin or past CloudFront, 429 for an address that opens too many
/// connections, or 503 if the table does not answer.
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
    if !cx.addresses.cloudfront.lets_in(header) {
        tracing::info!(request, lambda, connection, outcome = "forbidden", "connect");
        return Ok(Response::refusal(403, "This API is reached through CloudFront only."));
    }
    let address = cx.addresses.of(header, context.identity.source_ip.as_deref());
    match admit(cx, &connection, address).await {
        Ok(Some(wait)) => {
            tracing::info!(request, lambda, connection, outcome = "rate_limited", "connect");
            let seconds = wait.div_ceil(1_000);
            let message = format!("Too many connections come from this address; try again in {seconds} s.");
            Ok(Response::refusal(429, &message))
        }
        Ok(None) => {
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

/// Counts the connection for its address, and writes its row. Returns the milliseconds to wait if the address has opened
/// too many.
async fn admit(cx: &Context, connection: &str, address: Option<String>) -> Result<Option<Millis>, Failure> {
    if let Some(address) = &address {
        let wait = address_limits::take(cx, address, "connections", cx.addresses.connections).await?;
        if wait.is_some() {
            return Ok(wait);
        }
    }
    let row = Connection { address, expires: clock::connection_expires(), ..Connection::default() };
    cx.table.put(Key::connection(connection), &row).await.map(|()| None)
}
