//! Lambda's init phase: what a function does before it asks for its first event. Work that is done there is not
//! repeated for each event.

use std::future::pending;
use std::process::Stdio;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::timeout;

use crate::fixture::{TIMEOUT, binaries};

/// Records each request. The table is empty, and no event ever comes.
async fn record(
    State(requests): State<UnboundedSender<String>>,
    path: Uri,
    headers: HeaderMap,
) -> &'static str {
    let operation = headers.get("x-amz-target").map(|target| target.to_str().unwrap());
    let _ = requests.send(operation.unwrap_or(path.path()).to_owned()); // fails after the end of the test
    if operation.is_none() {
        pending::<()>().await;
    }
    "{}"
}

#[tokio::test]
async fn the_first_call_to_the_table_comes_before_the_first_event() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (sender, mut requests) = unbounded_channel();
    let server =
        tokio::spawn(axum::serve(listener, Router::new().fallback(record).with_state(sender)).into_future());
    for name in ["connect", "disconnect", "message"] {
        let environment = [
            ("AWS_LAMBDA_RUNTIME_API", address.as_str()),
            ("AWS_ENDPOINT_URL_DYNAMODB", &format!("http://{address}")),
            ("AWS_LAMBDA_FUNCTION_NAME", name),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
            ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_REGION", "us-east-1"),
            ("TABLE", "Table"),
        ];
        let mut function = Command::new(binaries().await.join(name));
        function.env_clear().envs(environment).stdout(Stdio::null()).kill_on_drop(true);
        let _process = function.spawn().unwrap();
        for expected in ["DynamoDB_20120810.GetItem", "/2018-06-01/runtime/invocation/next"] {
            assert_eq!(timeout(TIMEOUT, requests.recv()).await.unwrap().unwrap(), expected, "{name}");
        }
    }
    server.abort();
}
