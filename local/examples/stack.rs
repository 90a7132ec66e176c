//! Runs a template until it is killed: what the tests kill, to see that nothing is left behind.

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
