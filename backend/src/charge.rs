//! Charges a request to its connection's [budget](crate::budget), in this process and on the connection's row.

use anyhow::Error;

use crate::budget::{POINTS, points};
use crate::clock;
use crate::context::Context;
use crate::failure::{Failure, rate_limited};
use crate::key::Key;
use crate::row_bucket::RowBucket;

/// Takes the request's points from the connection's budget.
///
/// # Errors
/// `rate_limited` if there are too few. A client that goes on all the same is disconnected.
pub async fn charge(cx: &Context, connection: &str, action: &str) -> Result<(), Failure> {
    let charge = cx.budgets.charge(connection, points(action), clock::now());
    let refusal = charge.wait.map(rate_limited);
    if let Some(share) = charge.share
        && is_exceeded(cx, connection, share).await
    {
        cx.budgets.exhaust(connection, clock::now());
    }
    if charge.is_cut {
        disconnect(cx, connection).await;
    }
    refusal.map_or(Ok(()), Err)
}

/// Takes a share from the connection's row. Returns whether all processes together have spent too much.
async fn is_exceeded(cx: &Context, connection: &str, share: u64) -> bool {
    let key = Key::connection(connection);
    let row = RowBucket { key, attribute: "paid", allowance: POINTS, is_temporary: false };
    row.take(&cx.table, share).await.map(|wait| wait.is_some()).unwrap_or_else(|error| {
        tracing::warn!(connection, error = format!("{error:#}"), "a connection's budget was not written");
        false
    })
}

async fn disconnect(cx: &Context, connection: &str) {
    tracing::warn!(connection, "a connection is closed, because it goes on over its budget");
    match cx.gateway.delete_connection().connection_id(connection).send().await {
        Ok(_) => {}
        Err(error) if error.as_service_error().is_some_and(|error| error.is_gone_exception()) => {}
        Err(error) => {
            let error = format!("{:#}", Error::from(error));
            tracing::warn!(connection, error, "a connection over its budget was not closed");
        }
    }
}
