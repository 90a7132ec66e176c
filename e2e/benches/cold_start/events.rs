//! The first event of each function: a connection opens, sends a hello, and ends.

use serde_json::{Value, json};

/// Makes an event of the connection with this id.
pub type ToEvent = fn(&str) -> Value;

/// The first event of each function, by the function's logical id.
pub const FIRST: [(&str, ToEvent); 3] =
    [("ConnectFunction", connect), ("MessageFunction", hello), ("DisconnectFunction", disconnect)];

/// The event of `$connect`.
pub fn connect(connection: &str) -> Value {
    json!({"requestContext": context("$connect", "CONNECT", connection), "headers": {"Host": "chat.example"}})
}

fn hello(connection: &str) -> Value {
    let hello = json!({"action": "hello", "id": 1, "version": 1, "name": "Ada"});
    json!({"requestContext": context("$default", "MESSAGE", connection), "body": hello.to_string()})
}

fn disconnect(connection: &str) -> Value {
    json!({"requestContext": context("$disconnect", "DISCONNECT", connection)})
}

fn context(route: &str, kind: &str, connection: &str) -> Value {
    json!({
        "routeKey": route,
        "eventType": kind,
        "connectionId": connection,
        "stage": "ws",
        "requestId": "Qyi07eCbtjMCJKw=",
        "connectedAt": 1_700_000_000_000_u64,
        "requestTimeEpoch": 1_700_000_000_000_u64,
    })
}
