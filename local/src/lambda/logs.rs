//! Shows what the functions print, line by line, with the function's name in front.

use serde_json::{Map, Value};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// Whether the functions' output is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Logs {
    /// The output is dropped.
    Quiet,
    /// Every line goes to standard error.
    Shown,
}

impl Logs {
    /// Quiet, unless `LOCAL_LOGS` is set. Set it to see the functions' output in a test.
    #[must_use]
    pub fn from_environment() -> Self {
        if std::env::var_os("LOCAL_LOGS").is_some() { Self::Shown } else { Self::Quiet }
    }

    /// Shows one line of a function's output.
    pub(crate) fn line(self, function: &str, line: &str) {
        if self == Self::Shown {
            eprintln!("{function:<20} {}", readable(line));
        }
    }
}

/// Shows a process's output until the process exits.
pub(crate) async fn follow(logs: Logs, function: String, output: impl AsyncRead + Unpin) {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line).await.is_ok_and(|read| read > 0) {
        logs.line(&function, String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
}

/// Formats a JSON line as `LEVEL message key=value …`. Any other line stays as it is.
fn readable(line: &str) -> String {
    let Ok(Value::Object(mut record)) = serde_json::from_str(line) else { return line.to_owned() };
    let mut fields = match record.remove("fields") {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let level = record.remove("level").map(text).unwrap_or_default();
    let message = fields.remove("message").or_else(|| record.remove("message")).map(text).unwrap_or_default();
    if let Some(Value::Object(span)) = record.remove("span") {
        fields.extend(span);
    }
    for known in ["timestamp", "target", "spans", "name", "requestId", "xrayTraceId", "lambda", "_aws"] {
        record.remove(known);
        fields.remove(known);
    }
    fields.extend(record);
    let fields: String = fields.into_iter().map(|(key, value)| format!(" {key}={}", text(value))).collect();
    format!("{level:<5} {message}{fields}")
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_json_line_becomes_readable() {
        let line = r#"{"timestamp":"2026","level":"INFO","fields":{"message":"sent","room":"lobby","ms":3},"target":"x","span":{"requestId":"r","name":"Lambda runtime invoke"}}"#;
        assert_eq!(readable(line), "INFO  sent ms=3 room=lobby");
        assert_eq!(readable("thread 'main' panicked"), "thread 'main' panicked");
    }
}
