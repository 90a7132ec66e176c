//! Metrics: what a frame did, in numbers, as one line that CloudWatch turns into charts and alarms (its
//! embedded metric format). No daemon, no call, nothing printed if there is nothing to say.
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>
//!
//! Our own few lines instead of a crate: those there are keep registries of every metric ever seen, for
//! programs that do many things at once. Ten metrics under one dimension are what CloudWatch gives for free.
//!
//! Lambda passes a line that is JSON already on as it is, also under `LogFormat: JSON`.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use common::Millis;
use serde::Serialize;
use serde_json::{Value, json};

use crate::clock;

/// What is counted; each field is a metric of the same name in `PascalCase`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Counts {
    /// Messages that are in the log now.
    pub messages_committed: u64,
    /// What was sent again though it was in the log.
    pub duplicates: u64,
    /// Posts that a commit asked for.
    pub fan_out: u64,
    /// Listeners that were not reached though they may be there, of any kind.
    pub posts_failed: u64,
    /// Those that read too slowly, or were posted to too often (429).
    pub posts_failed_limit: u64,
    /// Those that API Gateway did not answer for in time.
    pub posts_failed_timeout: u64,
    /// All others.
    pub posts_failed_other: u64,
    /// Listeners that were not there any more (410).
    pub gone_connections: u64,
    /// Commits that somebody else was faster with, so that they were tried again.
    pub conflict_retries: u64,
    /// From the commit to the last post's answer, rounded up.
    pub commit_to_post_ms: u64,
    #[serde(skip)]
    committed: Option<Instant>,
}

impl Counts {
    /// From here on a commit waits for its last post.
    pub fn committed(&mut self, messages: usize) {
        self.messages_committed += messages as u64;
        self.committed = Some(Instant::now());
    }

    /// So many posts have no answer, and are not waited for any longer.
    pub fn given_up(&mut self, posts: usize) {
        self.posts_failed += posts as u64;
        self.posts_failed_timeout += posts as u64;
    }

    /// The last post was answered, or given up.
    pub fn posted(&mut self) {
        if let Some(committed) = self.committed.take() {
            let ms = committed.elapsed().as_nanos().div_ceil(1_000_000).max(1);
            self.commit_to_post_ms = u64::try_from(ms).unwrap_or(u64::MAX);
        }
    }
}

/// The counts since the last line. Lambda gives a process one frame at a time, so a line is a frame's.
pub struct Metrics {
    /// Two stacks in an account have functions of different names.
    function: String,
    counts: Mutex<Counts>,
}

impl Metrics {
    /// Of the function that this process is.
    pub fn new() -> Self {
        let function = std::env::var("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_else(|_| "none".to_owned());
        Self { function, counts: Mutex::default() }
    }

    /// Counts something.
    pub fn count(&self, change: impl FnOnce(&mut Counts)) {
        change(&mut self.counts.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Prints the frame's line. A metric that cannot be printed is no reason to fail.
    pub fn print(&self, request: Option<&str>) {
        let mut counts = Counts::default();
        self.count(|counted| std::mem::swap(counted, &mut counts));
        if let Some(line) = line(&self.function, request, &counts, clock::now()) {
            let _ = writeln!(std::io::stdout(), "{line}");
        }
    }
}

/// The line; none if nothing was counted. What is zero is left out: CloudWatch shows it as missing, and no
/// metric costs anything before its first value.
fn line(function: &str, request: Option<&str>, counts: &Counts, now: Millis) -> Option<Value> {
    let Ok(Value::Object(mut members)) = serde_json::to_value(counts) else { return None };
    members.retain(|_, value| *value != 0);
    if members.is_empty() {
        return None;
    }
    let names: BTreeSet<&String> = members.keys().collect();
    let metrics: Vec<Value> =
        names.into_iter().map(|name| json!({ "Name": name, "Unit": unit(name) })).collect();
    let directive = json!({ "Namespace": "Confab", "Dimensions": [["Function"]], "Metrics": metrics });
    let about = json!({
        "_aws": { "Timestamp": now, "CloudWatchMetrics": [directive] },
        "level": "INFO", "message": "metrics", "request": request, "Function": function,
    });
    members.extend(about.as_object().cloned().unwrap_or_default());
    Some(Value::Object(members))
}

fn unit(name: &str) -> &'static str {
    if name.ends_with("Ms") { "Milliseconds" } else { "Count" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_one_line_in_the_embedded_metric_format() {
        let counts = Counts { messages_committed: 2, commit_to_post_ms: 7, ..Counts::default() };
        let expected = json!({
            "_aws": {
                "Timestamp": 1_700_000_000_000_u64,
                "CloudWatchMetrics": [{
                    "Namespace": "Confab",
                    "Dimensions": [["Function"]],
                    "Metrics": [
                        { "Name": "CommitToPostMs", "Unit": "Milliseconds" },
                        { "Name": "MessagesCommitted", "Unit": "Count" },
                    ],
                }],
            },
            "level": "INFO", "message": "metrics", "request": "r=", "Function": "message",
            "MessagesCommitted": 2, "CommitToPostMs": 7,
        });
        let line = line("message", Some("r="), &counts, 1_700_000_000_000).unwrap();
        assert_eq!(line, expected);
        assert!(!line.to_string().contains('\n'));
    }

    #[test]
    fn nothing_counted_is_nothing_said() {
        assert_eq!(line("message", None, &Counts::default(), 0), None);
    }

    #[test]
    fn a_commit_that_nobody_hears_of_has_no_time_to_the_last_post() {
        let mut counts = Counts::default();
        counts.posted();
        assert_eq!(counts.commit_to_post_ms, 0);
        counts.committed(1);
        assert_eq!(counts.commit_to_post_ms, 0);
        counts.posted();
        assert!(counts.commit_to_post_ms > 0);
    }
}
