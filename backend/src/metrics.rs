//! Metrics: the numbers of a frame, as one line of the log that CloudWatch reads (its embedded metric format). They need
//! no daemon and no call, and a frame without numbers has no line.
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>
//!
//! The crates for this format keep a registry of all metrics, for programs that do many things at once; a Lambda process
//! handles one frame at a time. CloudWatch's free tier has ten metrics, which is why there are ten.
//!
//! Lambda does not change a line that is JSON already, also under `LogFormat: JSON`.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use common::Millis;
use serde::Serialize;
use serde_json::{Value, json};

use crate::clock;

/// The counts of a frame. Each field is a metric of the same name in `PascalCase`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Counts {
    /// Messages that were committed.
    pub messages_committed: u64,
    /// Changes that were sent again after their commit.
    pub duplicates: u64,
    /// Posts that the commits caused.
    pub fan_out: u64,
    /// Posts that failed although their listener may be there; the sum of the next three.
    pub posts_failed: u64,
    /// Posts that API Gateway throttled (429): the client reads too slowly, or the account's quota is reached.
    pub posts_failed_limit: u64,
    /// Posts without an answer in time.
    pub posts_failed_timeout: u64,
    /// Posts that failed in another way.
    pub posts_failed_other: u64,
    /// Listeners whose connection was gone (410).
    pub gone_connections: u64,
    /// Attempts to commit that lost against somebody else's.
    pub conflict_retries: u64,
    /// Milliseconds from the commit to the answer of the last post, rounded up.
    pub commit_to_post_ms: u64,
    #[serde(skip)]
    committed: Option<Instant>,
}

impl Counts {
    /// Counts a commit, and starts the time until its last post.
    pub fn committed(&mut self, messages: usize) {
        self.messages_committed += messages as u64;
        self.committed = Some(Instant::now());
    }

    /// Counts posts that are given up without an answer.
    pub fn given_up(&mut self, posts: usize) {
        self.posts_failed += posts as u64;
        self.posts_failed_timeout += posts as u64;
    }

    /// Ends the time: the last post was answered or given up.
    pub fn posted(&mut self) {
        if let Some(committed) = self.committed.take() {
            let ms = committed.elapsed().as_nanos().div_ceil(1_000_000).max(1);
            self.commit_to_post_ms = u64::try_from(ms).unwrap_or(u64::MAX);
        }
    }
}

/// The counts since the last line. Lambda gives a process one frame at a time, so that a line belongs to one frame.
pub struct Metrics {
    /// The dimension. Two stacks in an account have functions of different names.
    function: String,
    counts: Mutex<Counts>,
}

impl Metrics {
    /// The metrics of this process, whose function Lambda names in the environment.
    pub fn new() -> Self {
        let function = std::env::var("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_else(|_| "none".to_owned());
        Self { function, counts: Mutex::default() }
    }

    /// Changes the counts.
    pub fn count(&self, change: impl FnOnce(&mut Counts)) {
        change(&mut self.counts.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Prints the frame's line, and starts again from zero. A line that cannot be printed is dropped.
    pub fn print(&self, request: Option<&str>) {
        let mut counts = Counts::default();
        self.count(|counted| std::mem::swap(counted, &mut counts));
        if let Some(line) = line(&self.function, request, &counts, clock::now()) {
            let _ = writeln!(std::io::stdout(), "{line}");
        }
    }
}

/// The line; none if nothing was counted. Zeros are left out: a metric costs nothing before its first value.
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
    fn the_counts_are_one_line_in_the_embedded_metric_format() {
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
    fn the_dashboard_in_the_template_shows_every_metric() {
        let template = include_str!("../../template.yaml").split(r#"["Confab", ""#).skip(1);
        let shown: BTreeSet<&str> = template.filter_map(|rest| rest.split('"').next()).collect();
        let counts = serde_json::to_value(Counts::default()).unwrap();
        assert_eq!(shown, counts.as_object().unwrap().keys().map(String::as_str).collect());
    }

    #[test]
    fn without_counts_there_is_no_line() {
        assert_eq!(line("message", None, &Counts::default(), 0), None);
    }

    #[test]
    fn only_a_commit_with_posts_has_a_time_to_the_last_post() {
        let mut counts = Counts::default();
        counts.posted();
        assert_eq!(counts.commit_to_post_ms, 0);
        counts.committed(1);
        assert_eq!(counts.commit_to_post_ms, 0);
        counts.posted();
        assert!(counts.commit_to_post_ms > 0);
    }
}
