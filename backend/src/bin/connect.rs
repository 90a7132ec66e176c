//! The function behind `$connect`.

use backend::{Context, connect::connect, logs};
use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    logs::start();
    let context = Context::open().await?;
    run(service_fn(|event| connect(&context, event))).await
}
