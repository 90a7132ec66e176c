//! A person's connected devices: their rows, and the frames that only they get.

use std::time::Duration;

use aws_sdk_apigatewaymanagement::primitives::Blob;
use common::{Frame, UserId};
use futures::future::join_all;
use tokio::time::timeout;

use crate::clock;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::{self, Key};
use crate::row::Device;
use crate::table::all;

/// How long an answer waits for the posts.
const TIMEOUT: Duration = Duration::from_secs(1);

/// Writes the row of a connection that speaks for this person from now on.
pub async fn add(cx: &Context, user: &UserId, connection: &str) -> Result<(), Failure> {
    let device = Device { connection: connection.to_owned(), expires: clock::connection_expires() };
    cx.table.put(Key::device(user, connection), &device).await
}

/// The person's devices, except this connection.
pub async fn others(cx: &Context, user: &UserId, connection: &str) -> Result<Vec<Device>, Failure> {
    let mut devices: Vec<Device> = all(cx.table.query(key::devices(user), key::CONN)).await?;
    devices.retain(|device| device.connection != connection && device.expires > clock::seconds());
    Ok(devices)
}

/// Posts a frame to devices of a person. A device that is not reached finds out by its next ping.
pub async fn post(cx: &Context, user: &UserId, devices: &[Device], frame: &Frame) {
    let Ok(json) = serde_json::to_string(frame) else { return };
    let posts = devices.iter().map(|device| post_to(cx, user, &device.connection, json.clone()));
    if timeout(TIMEOUT, join_all(posts)).await.is_err() {
        tracing::warn!(devices = devices.len(), "not every device was reached in time");
    }
}

/// Posts a frame to one device. Removes the row of a connection that is gone.
async fn post_to(cx: &Context, user: &UserId, connection: &str, json: String) {
    let post = cx.gateway.post_to_connection().connection_id(connection).data(Blob::new(json));
    let Err(error) = post.send().await else { return };
    if error.as_service_error().is_some_and(|error| error.is_gone_exception()) {
        if let Err(error) = cx.table.delete(Key::device(user, connection)).await {
            tracing::warn!(connection, error = format!("{error:#}"), "a row of a gone device stays");
        }
    } else {
        let error = format!("{:#}", anyhow::Error::from(error));
        tracing::warn!(connection, error, "a device was not reached");
    }
}
