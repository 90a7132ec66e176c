//! A function for the tests of `local`. Its event says what it does.
//!
//! The instructions of `$connect` are in its query (`?do=crash`), those of a frame in its body (`{"do": "hang"}`). The
//! function records the events of `$connect` and `$disconnect` in the table, where a test reads them.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(respond)).await
}

async fn respond(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let context = event.context;
    let event = event.payload;
    if event["requestContext"]["eventType"] != "MESSAGE" {
        record(&event)?;
    }
    let instructions = instructions(&event);
    match instructions["do"].as_str() {
        Some("crash") => std::process::exit(7),
        Some("panic") => panic!("the event says so"),
        Some("error") => return Err("the event says so".into()),
        Some("hang") => std::thread::sleep(Duration::from_secs(3600)),
        Some("wait") => {
            tokio::time::sleep(Duration::from_millis(number(&instructions["ms"]).unwrap_or(100))).await;
        }
        Some("malformed") => return Ok(json!("no status")),
        Some("nothing") => return Ok(json!({ "statusCode": 200 })),
        Some("process") => return Ok(response(200, &process(&context))),
        Some("large") => {
            let size = number(&instructions["size"]).unwrap_or(0) as usize;
            return Ok(response(200, &json!("x".repeat(size))));
        }
        Some("length") => return Ok(response(200, &json!(text(&event["body"]).len()))),
        Some("post") => return Ok(response(post_to(&event)?, &Value::Null)),
        _ => {}
    }
    let mut response = response(number(&instructions["status"]).unwrap_or(200), &event);
    if let Some(protocol) = instructions["protocol"].as_str() {
        response["headers"] = json!({ "Sec-WebSocket-Protocol": protocol });
    }
    Ok(response)
}

/// The instructions in the frame, or in the query of an event without a frame.
fn instructions(event: &Value) -> Value {
    let frame = event["body"].as_str().and_then(|body| serde_json::from_str(body).ok());
    frame.unwrap_or_else(|| event["queryStringParameters"].clone())
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn response(status: u64, body: &Value) -> Value {
    json!({ "statusCode": status, "body": body.to_string() })
}

/// The process's id, environment and invocation context.
fn process(context: &lambda_runtime::Context) -> Value {
    let environment: Value = std::env::vars().map(|(name, value)| (name, json!(value))).collect();
    json!({
        "pid": std::process::id(),
        "environment": environment,
        "request": context.request_id,
        "deadline": context.deadline,
        "arn": context.invoked_function_arn,
        "trace": context.xray_trace_id,
    })
}

/// Records an event in the table, under its type and connection.
fn record(event: &Value) -> Result<(), Error> {
    let context = &event["requestContext"];
    let key = format!("{}#{}", text(&context["eventType"]), text(&context["connectionId"]));
    let item = json!({ "pk": { "S": key }, "event": { "S": event.to_string() } });
    let request = json!({ "TableName": std::env::var("TABLE")?, "Item": item });
    let status = send(&std::env::var("AWS_ENDPOINT_URL_DYNAMODB")?, "/", PUT_ITEM, &request.to_string())?;
    if status == 200 { Ok(()) } else { Err(format!("PutItem responds with {status}").into()) }
}

/// Headers that look signed. The engine checks no more.
const PUT_ITEM: &str = "x-amz-target: DynamoDB_20120810.PutItem\r\n\
    content-type: application/x-amz-json-1.0\r\n\
    x-amz-date: 20260101T000000Z\r\n\
    authorization: AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, \
    SignedHeaders=host;x-amz-date, Signature=local";

/// Posts to the event's connection and returns the status.
fn post_to(event: &Value) -> Result<u64, Error> {
    let endpoint = std::env::var("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI")?;
    let path = format!("/@connections/{}", text(&event["requestContext"]["connectionId"]));
    send(&endpoint, &path, "authorization: AWS4-HMAC-SHA256 local", "posted")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Sends an HTTP request over a plain socket, so that this program needs no HTTP library.
fn send(endpoint: &str, path: &str, headers: &str, body: &str) -> Result<u64, Error> {
    let endpoint = endpoint.trim_start_matches("http://");
    let (host, prefix) = endpoint.split_once('/').unwrap_or((endpoint, ""));
    let path = if prefix.is_empty() { path.to_owned() } else { format!("/{prefix}{path}") };
    let length = body.len();
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: {host}\r\n{headers}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    Ok(response.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("no status")?)
}
