//! `$disconnect`: removes the rows of a closed connection. API Gateway calls it with best effort: rows that stay expire,
//! and the first post that finds the connection gone removes its listener.

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

/// Removes the rows of the connection.
///
/// # Errors
/// None: a failure is logged, because there is no client left to answer.
pub async fn disconnect(
    cx: &Context,
    event: LambdaEvent<ApiGatewayWebsocketProxyRequest>,
) -> Result<Response, Error> {
    let context = event.payload.request_context;
    let connection = context.connection_id.unwrap_or_default();
    let (request, lambda) = (context.request_id, event.context.request_id);
    match remove(cx, &connection).await {
        Ok(rooms) => {
            let status = context.disconnect_status_code;
            tracing::info!(request, lambda, connection, rooms, status, outcome = "ok", "disconnect");
        }
        Err(error) => {
            let (error, outcome) = (format!("{error:#}"), "unavailable");
            tracing::error!(request, lambda, connection, error, outcome, "disconnect");
        }
    }
    Ok(Response::empty(200))
}

/// Removes the listeners and the device, then the connection's own row, so that a repetition still finds the rooms.
/// Returns how many rooms there were.
pub async fn remove(cx: &Context, connection: &str) -> Result<usize, Failure> {
    let Some(row) = cx.table.get::<Connection>(Key::connection(connection)).await? else { return Ok(0) };
    let deletes = row.rooms.iter().map(|room| cx.table.delete(Key::listener(room, connection)));
    stream::iter(deletes).buffer_unordered(CONCURRENT).try_collect::<()>().await?;
    if let Some(user) = &row.user {
        cx.table.delete(Key::device(user, connection)).await?;
    }
    cx.table.delete(Key::connection(connection)).await?;
    Ok(row.rooms.len())
}
