//! Builds the functions and the site, starts the stack, prints its URL, and stops it on a shutdown signal.

use anyhow::{Context, Result};
use local::template::Document;
use local::{Data, Options, Stack, build, lambda, stack};
use std::io::Write;
use std::path::PathBuf;

use crate::cli::Arguments;

pub fn run(arguments: Arguments) -> Result<()> {
    let release = !cfg!(debug_assertions);
    let template = arguments.template.map_or_else(find_template, Ok)?;
    // These errors are reported before the build, because the build takes minutes.
    stack::check_port(arguments.port, arguments.host)?;
    let document = Document::read(&template)?;
    let parameters = arguments.parameters.into_iter().collect();
    let evaluated =
        document.evaluate(&document.parameters(arguments.port, arguments.host, &parameters)?)?;
    let data = match arguments.memory {
        true => Data::Memory,
        false => {
            Data::File(arguments.data.unwrap_or_else(|| document.folder().join(&document.metadata().data)))
        }
    };
    stack::check_data(&data, &evaluated)?;
    let site = build::site(&template, release)?;
    let binaries = arguments.binaries.map_or_else(|| build::functions(&template, release), Ok)?;
    let mut options = Options::new(&template, binaries);
    options.site = site;
    options.port = arguments.port;
    options.host = arguments.host;
    options.parameters = parameters;
    options.data = data;
    options.lambda.logs = lambda::Logs::Shown;
    let runtime = tokio::runtime::Runtime::new().context("the runtime does not start")?;
    runtime.block_on(serve(options))
}

/// The nearest `template.yaml`, from the current folder upwards.
fn find_template() -> Result<PathBuf> {
    let here = std::env::current_dir().context("the current folder is gone")?;
    let mut templates = here.ancestors().map(|folder| folder.join("template.yaml"));
    templates
        .find(|path| path.is_file())
        .context("no template.yaml is here or above, name one with --template")
}

async fn serve(options: Options) -> Result<()> {
    let stack = Stack::start(options).await?;
    if let Some(url) = stack.network_url() {
        eprintln!(
            "Whoever reaches {url} can use it too, and nothing is encrypted: leave out --host to stay alone."
        );
    }
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
