//! How many connections and guests may come from one address.

use common::{Code, Millis};

use crate::allowance::Allowance;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::row::Connection;
use crate::row_bucket::RowBucket;

/// Takes one from what the address may do. Returns the milliseconds to wait if that is too much.
pub async fn take(
    cx: &Context,
    address: &str,
    attribute: &'static str,
    allowance: Allowance,
) -> Result<Option<Millis>, Failure> {
    let key = Key::address(address);
    RowBucket { key, attribute, allowance, is_temporary: true }.take(&cx.table, 1).await
}

/// Counts a new guest for the address of its connection. A connection that has a person already makes no guest.
///
/// # Errors
/// `rate_limited` if too many guests come from there.
pub async fn count_guest(cx: &Context, connection: &str) -> Result<(), Failure> {
    let row = cx.table.get::<Connection>(Key::connection(connection)).await?;
    let Some(Connection { address: Some(address), user: None, .. }) = row else { return Ok(()) };
    let retry_after_ms = take(cx, &address, "guests", cx.addresses.guests).await?;
    let message = "Too many new guests come from your network; try again later.".to_owned();
    let refusal = || Failure::Refused { code: Code::RateLimited, message, retry_after_ms };
    if retry_after_ms.is_some() { Err(refusal()) } else { Ok(()) }
}
