//! Runs a template until the process is killed. A test kills it to check that no function's process remains.

use local::{Options, Stack};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next =
        || arguments.next().ok_or_else(|| anyhow::anyhow!("template and folder of binaries are missing"));
    let stack = Stack::start(Options::new(next()?, next()?)).await?;
    println!("{}", stack.websocket_url());
    std::future::pending().await
}
