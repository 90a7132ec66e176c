//! `$disconnect`: clears the rows of a connection that is no more. Best effort: what stays expires, or is
//! removed by the first post that misses its receiver.

use aws_lambda_events::apigw::ApiGatewayWebsocketProxyRequest;
use futures::{StreamExt, TryStreamExt, stream};
use lambda_runtime::{Error, LambdaEvent};

use crate::answer::Response;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::row::Connection;

/// Deletes in flight at once.
const CONCURRENT: usize = 20;

/// Clears up.
///
/// # Errors
/// None: nobody is left to be told.
pub async fn disconnect(
    cx: &Context,
    event: LambdaEvent<ApiGatewayWebsocketProxyRequest>,
) -> Result<Response, Error> {
    let context = event.payload.request_context;
    let connection = context.connection_id.unwrap_or_default();
    let (request, lambda) = (context.request_id, event.context.request_id);
    match clear(cx, &connection).await {
        Ok(rooms) => {
            let status = context.disconnect_status_code;
            tracing::info!(request, lambda, connection, rooms, status, outcome = "ok", "disconnect");
        }
        Err(error) => {
            let (error, outcome) = (format!("{error:#}"), "unavailable");
            tracing::error!(request, lambda, connection, error, outcome, "disconnect");
        }
    }
    Ok(Response::silent(200))
}

/// Removes the connection from its rooms, then its own row, so that a failure in between can be repeated.
async fn clear(cx: &Context, connection: &str) -> Result<usize, Failure> {
    let Some(row) = cx.table.get::<Connection>(Key::connection(connection)).await? else { return Ok(0) };
    let deletes = row.rooms.iter().map(|room| cx.table.delete(Key::listener(room, connection)));
    stream::iter(deletes).buffer_unordered(CONCURRENT).try_collect::<()>().await?;
    cx.table.delete(Key::connection(connection)).await?;
    Ok(row.rooms.len())
}
