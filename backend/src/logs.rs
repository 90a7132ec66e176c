//! The log: a JSON object on each line of standard output, which Lambda collects.
//!
//! Invariant: the log contains no token, no text and no name.

use common::RequestId;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt, registry};

/// Starts logging at the level of `AWS_LAMBDA_LOG_LEVEL`. Without it the level is `info`: one line a frame.
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

/// A detailed level is only for this program: the SDK's detailed lines contain requests, with tokens and texts in them.
fn filter(level: Option<Level>) -> Targets {
    let level = level.unwrap_or(Level::INFO);
    Targets::new().with_default(level.min(Level::WARN)).with_target("backend", level)
}

/// The log's line about a frame. Its ids lead from what a user quotes to what happened.
#[derive(Debug, Default)]
pub struct FrameLine<'a> {
    /// The browser's id of the request.
    pub id: Option<String>,
    /// API Gateway's id of the frame. The user sees it if the frame fails.
    pub request: Option<&'a str>,
    /// Lambda's id of the invocation, which is also in Lambda's own lines.
    pub lambda: &'a str,
    /// The connection that the frame came on.
    pub connection: &'a str,
    /// The request's action.
    pub action: &'a str,
    /// The request's room, if it has one.
    pub room: Option<&'a str>,
    /// How long the answer took, in milliseconds.
    pub ms: u64,
    /// `ok`, or the code of the refusal.
    pub outcome: &'a str,
    /// The system's error, if there is one.
    pub error: Option<&'a str>,
}

impl FrameLine<'_> {
    /// Writes the line. It is an error only if the system failed, which an alarm counts.
    pub fn write(&self) {
        let Self { id, request, lambda, connection, action, room, ms, outcome, error } = self;
        if error.is_some() {
            tracing::error!(id, request, lambda, connection, action, room, ms, outcome, error, "frame");
        } else {
            tracing::info!(id, request, lambda, connection, action, room, ms, outcome, "frame");
        }
    }
}

/// A request's id, if it is safe to log: a client could put any text there.
pub fn loggable(id: &RequestId) -> Option<String> {
    match id {
        RequestId::Number(number) => Some(number.to_string()),
        RequestId::Text(text) => {
            let id = text.as_str();
            let is_plain = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            is_plain.then(|| id.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detailed_level_is_only_for_this_program() {
        for (level, own, sdk) in [
            (None, Level::INFO, Level::WARN),
            (Some(Level::TRACE), Level::TRACE, Level::WARN),
            (Some(Level::ERROR), Level::ERROR, Level::ERROR),
        ] {
            let filter = filter(level);
            for (target, most) in [("backend::message", own), ("aws_smithy_runtime::client", sdk)] {
                for level in [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE] {
                    assert_eq!(filter.would_enable(target, &level), level <= most, "{target} {level}");
                }
            }
        }
    }

    #[test]
    fn an_id_with_other_characters_is_not_logged() {
        for (id, logged) in [("7", Some("7")), (r#""r-7_A""#, Some("r-7_A")), (r#""my secret""#, None)] {
            assert_eq!(loggable(&serde_json::from_str(id).unwrap()).as_deref(), logged);
        }
    }
}
