//! Builds the functions and the site, starts the stack, prints its URL, and stops it on a shutdown signal.

use anyhow::{Context, Result};
use local::template::Document;
use local::{Data, Options, Stack, build, lambda, project, stack};
use std::io::Write;

use crate::cli::{Arguments, Store};

pub fn run(arguments: Arguments) -> Result<()> {
    let release = !cfg!(debug_assertions);
    let root = project::root();
    // These two errors are reported before the build, because the build takes minutes.
    stack::check_port(arguments.port)?;
    Document::read(&root.join("template.yaml"))?.binaries()?;
    let site = build::site(release)?;
    let binaries = build::functions(release)?;
    let mut options = Options::new(root.join("template.yaml"), binaries);
    options.site = Some(site);
    options.port = arguments.port;
    options.data = match arguments.data {
        Store::Default => Data::File(root.join(".confab").join("data.sqlite")),
        Store::File(path) => Data::File(path),
        Store::Memory => Data::Memory,
    };
    options.lambda.logs = lambda::Logs::Shown;
    let runtime = tokio::runtime::Runtime::new().context("the runtime does not start")?;
    runtime.block_on(serve(options))
}

async fn serve(options: Options) -> Result<()> {
    let stack = Stack::start(options).await?;
    // This is the only line on standard output, so that a program that starts this one can read the URL there.
    writeln!(std::io::stdout(), "{}", stack.url()).context("standard output is closed")?;
    shutdown_signal().await?;
    stack.stop().await;
    Ok(())
}

/// Waits for Ctrl-C or SIGTERM.
async fn shutdown_signal() -> Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted?,
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}
