//! The function behind every route that carries a frame.

use backend::{Context, logs, message::receive};
use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    logs::start();
    let context = Context::open().await?;
    run(service_fn(|event| receive(&context, event))).await
}
