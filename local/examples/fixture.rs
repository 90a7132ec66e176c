//! A function for the tests of `local`: it does what the event tells it to.
//!
//! `$connect` is told by its query (`?do=crash`, `?status=403`), a frame by its body (`{"do": "hang"}`).

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(answer)).await
}

async fn answer(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let context = event.context;
    let event = event.payload;
    let frame: Value =
        event["body"].as_str().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
    let query = &event["queryStringParameters"];
    let told = |key: &str| if frame[key].is_null() { query[key].clone() } else { frame[key].clone() };
    match told("do").as_str() {
        Some("crash") => std::process::exit(7),
        Some("panic") => panic!("told to"),
        Some("error") => return Err("told to".into()),
        Some("hang") => std::thread::sleep(Duration::from_secs(3600)),
        Some("wait") => tokio::time::sleep(Duration::from_millis(told("ms").as_u64().unwrap_or(100))).await,
        Some("malformed") => return Ok(json!("no status")),
        Some("nothing") => return Ok(json!({ "statusCode": 200 })),
        Some("environment") => return Ok(reply(200, &environment())),
        Some("context") => {
            return Ok(reply(200, &json!({ "id": context.request_id, "deadline": context.deadline })));
        }
        _ => {}
    }
    let status = told("status");
    let status = status.as_u64().or_else(|| status.as_str()?.parse().ok()).unwrap_or(200);
    let mut answer = reply(status, &event);
    if let Some(protocol) = query["protocol"].as_str() {
        answer["headers"] = json!({ "Sec-WebSocket-Protocol": protocol });
    }
    Ok(answer)
}

fn reply(status: u64, body: &Value) -> Value {
    json!({ "statusCode": status, "body": body.to_string() })
}

fn environment() -> Value {
    std::env::vars().map(|(name, value)| (name, json!(value))).collect()
}
