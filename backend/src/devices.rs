//! A person's connected devices.

use common::UserId;

use crate::clock;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::row::Device;

/// Writes the row of a connection that speaks for this person from now on.
pub async fn add(cx: &Context, user: &UserId, connection: &str) -> Result<(), Failure> {
    let device = Device { connection: connection.to_owned(), expires: clock::connection_expires() };
    cx.table.put(Key::device(user, connection), &device).await
}
