//! Logs: one JSON object a line, on standard output, where Lambda collects it.
//!
//! Invariant: no token, no text and no name is ever logged.

use lambda_runtime::tracing::subscriber::{EnvFilter, fmt};

/// Starts logging. `AWS_LAMBDA_LOG_LEVEL`, else `RUST_LOG`, says how much; `info` is a line per frame.
pub fn start() {
    let level = std::env::var("AWS_LAMBDA_LOG_LEVEL").or_else(|_| std::env::var("RUST_LOG"));
    let level = level.unwrap_or_default().to_lowercase();
    let filter = EnvFilter::try_new(if level.is_empty() { "info" } else { &level });
    fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_target(false)
        .with_env_filter(filter.unwrap_or_else(|_| EnvFilter::new("info")))
        .init();
}
