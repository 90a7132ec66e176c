//! Logs: one JSON object a line, on standard output, where Lambda collects it.
//!
//! Invariant: no token, no text and no name is ever logged.

use common::RequestId;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt, registry};

/// Starts logging. `AWS_LAMBDA_LOG_LEVEL` says how much; `info` is a line per frame.
pub fn start() {
    let level = std::env::var("AWS_LAMBDA_LOG_LEVEL").ok().and_then(|level| level.parse().ok());
    let lines = fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_target(false);
    registry().with(lines.with_filter(filter(level))).init();
}

/// The level is ours alone: what the SDK tells in detail are requests, with tokens and texts in them.
fn filter(level: Option<Level>) -> Targets {
    let level = level.unwrap_or(Level::INFO);
    Targets::new().with_default(level.min(Level::WARN)).with_target("backend", level)
}

/// A frame's one line: with it, what a user quotes leads to what happened.
#[derive(Debug, Default)]
pub struct FrameLine<'a> {
    /// What the browser calls the frame.
    pub id: Option<String>,
    /// What API Gateway calls it; told to whoever's frame fails.
    pub request: Option<&'a str>,
    /// What Lambda calls the invocation, in its own lines too.
    pub lambda: &'a str,
    /// The connection it came on.
    pub connection: &'a str,
    /// What was asked for.
    pub action: &'a str,
    /// In which room, if in any.
    pub room: Option<&'a str>,
    /// How long it took.
    pub ms: u64,
    /// `ok`, or the error's code.
    pub outcome: &'a str,
    /// What failed on our side.
    pub error: Option<&'a str>,
}

impl FrameLine<'_> {
    /// Writes it: as an error if it was our fault, which an alarm may count.
    pub fn write(&self) {
        let Self { id, request, lambda, connection, action, room, ms, outcome, error } = self;
        if error.is_some() {
            tracing::error!(id, request, lambda, connection, action, room, ms, outcome, error, "frame");
        } else {
            tracing::info!(id, request, lambda, connection, action, room, ms, outcome, "frame");
        }
    }
}

/// A browser's name for a frame, if it is a name: it could be any words.
pub fn harmless(id: &RequestId) -> Option<String> {
    match id {
        RequestId::Number(number) => Some(number.to_string()),
        RequestId::Text(text) => {
            let name = text.as_str();
            let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            plain.then(|| name.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detailed_level_is_for_our_own_lines_only() {
        for (level, ours, theirs) in [
            (None, Level::INFO, Level::WARN),
            (Some(Level::TRACE), Level::TRACE, Level::WARN),
            (Some(Level::ERROR), Level::ERROR, Level::ERROR),
        ] {
            let filter = filter(level);
            for (target, most) in [("backend::message", ours), ("aws_smithy_runtime::client", theirs)] {
                for level in [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE] {
                    assert_eq!(filter.would_enable(target, &level), level <= most, "{target} {level}");
                }
            }
        }
    }

    #[test]
    fn only_a_name_of_a_frame_is_written_down() {
        for (id, written) in [("7", Some("7")), (r#""r-7_A""#, Some("r-7_A")), (r#""my secret""#, None)] {
            assert_eq!(harmless(&serde_json::from_str(id).unwrap()).as_deref(), written);
        }
    }
}
