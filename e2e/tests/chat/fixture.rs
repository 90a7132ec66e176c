//! A stack of the project's template with the real functions. The functions are built once for all tests.

use std::path::PathBuf;
use std::time::Duration;

use e2e::Stack;
use e2e::process::{Signal, signal};
use local::{Data, Options, build};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use tokio::time::{sleep, timeout};

/// Longer than anything takes on a busy machine, because only a failing test should reach it.
pub const TIMEOUT: Duration = Duration::from_secs(60);

static BINARIES: OnceCell<PathBuf> = OnceCell::const_new();

pub async fn binaries() -> PathBuf {
    let build = || async {
        let build = || build::functions(&e2e::template(), false);
        tokio::task::spawn_blocking(build).await.unwrap().unwrap()
    };
    BINARIES.get_or_init(build).await.clone()
}

pub async fn stack() -> Stack {
    start(binaries().await).await
}

pub async fn start(binaries: PathBuf) -> Stack {
    Stack::start(Options::new(e2e::template(), binaries)).await.unwrap()
}

/// A stack with these parameters of the template, over this data.
pub async fn stack_with(parameters: &[(&str, &str)], data: Data) -> Stack {
    let mut options = Options::new(e2e::template(), binaries().await);
    options.parameters = parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    options.data = data;
    Stack::start(options).await.unwrap()
}

/// Waits until `condition` gives a value. It polls every millisecond, because some tests must act right after.
pub async fn until<T>(what: &str, mut condition: impl AsyncFnMut() -> Option<T>) -> T {
    let found = async {
        loop {
            if let Some(value) = condition().await {
                return value;
            }
            sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(TIMEOUT, found).await.unwrap_or_else(|_| panic!("never happened: {what}"))
}

/// Kills a function's processes, as a failing machine would.
pub fn kill(stack: &Stack, function: &str) {
    for process in stack.processes(function) {
        // The process may have exited by itself.
        let _ = signal(process, Signal::Kill);
    }
}

/// Reads or changes the table directly, without the functions.
pub async fn dynamodb(stack: &Stack, operation: &str, mut request: Value) -> Value {
    request["TableName"] = "Table".into();
    let (url, body) = (stack.dynamodb_url(), request.to_string());
    let host = url.trim_start_matches("http://").trim_end_matches('/');
    let mut connection = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST / HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: application/x-amz-json-1.0\r\n\
         x-amz-target: DynamoDB_20120810.{operation}\r\nx-amz-date: 20250101T000000Z\r\n\
         authorization: AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/dynamodb/aws4_request, \
         SignedHeaders=host, Signature=0\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

/// The sort keys in a partition that begin with `start`.
pub async fn sort_keys(stack: &Stack, pk: &str, start: &str) -> Vec<String> {
    let query = serde_json::json!({
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :start)",
        "ExpressionAttributeValues": {":pk": {"S": pk}, ":start": {"S": start}},
    });
    let answer = dynamodb(stack, "Query", query).await;
    let keys =
        answer["Items"].as_array().unwrap().iter().map(|item| item["sk"]["S"].as_str().unwrap().to_owned());
    keys.collect()
}
