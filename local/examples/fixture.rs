//! A function for the tests of `local`: it does what the event tells it to.
//!
//! `$connect` is told by its query (`?do=crash`), a frame by its body (`{"do": "hang"}`). The events of `$connect`
//! and `$disconnect` are kept in the table, where a test finds them.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(answer)).await
}

async fn answer(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let context = event.context;
    let event = event.payload;
    if event["requestContext"]["eventType"] != "MESSAGE" {
        keep(&event)?;
    }
    let orders = orders(&event);
    match orders["do"].as_str() {
        Some("crash") => std::process::exit(7),
        Some("panic") => panic!("told to"),
        Some("error") => return Err("told to".into()),
        Some("hang") => std::thread::sleep(Duration::from_secs(3600)),
        Some("wait") => tokio::time::sleep(Duration::from_millis(number(&orders["ms"]).unwrap_or(100))).await,
        Some("malformed") => return Ok(json!("no status")),
        Some("nothing") => return Ok(json!({ "statusCode": 200 })),
        Some("process") => return Ok(reply(200, &process(&context))),
        Some("shout") => {
            return Ok(reply(200, &json!("x".repeat(number(&orders["size"]).unwrap_or(0) as usize))));
        }
        Some("measure") => return Ok(reply(200, &json!(text(&event["body"]).len()))),
        Some("post") => return Ok(reply(post_to(&event)?, &Value::Null)),
        _ => {}
    }
    let mut answer = reply(number(&orders["status"]).unwrap_or(200), &event);
    if let Some(protocol) = orders["protocol"].as_str() {
        answer["headers"] = json!({ "Sec-WebSocket-Protocol": protocol });
    }
    Ok(answer)
}

/// What to do: the frame, or the query where there is no frame.
fn orders(event: &Value) -> Value {
    let frame = event["body"].as_str().and_then(|body| serde_json::from_str(body).ok());
    frame.unwrap_or_else(|| event["queryStringParameters"].clone())
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn reply(status: u64, body: &Value) -> Value {
    json!({ "statusCode": status, "body": body.to_string() })
}

/// What a process knows of itself.
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

/// Keeps an event under its route and connection.
fn keep(event: &Value) -> Result<(), Error> {
    let context = &event["requestContext"];
    let key = format!("{}#{}", text(&context["eventType"]), text(&context["connectionId"]));
    let item = json!({ "pk": { "S": key }, "event": { "S": event.to_string() } });
    let request = json!({ "TableName": std::env::var("TABLE")?, "Item": item });
    let status = send(&std::env::var("AWS_ENDPOINT_URL_DYNAMODB")?, "/", PUT_ITEM, &request.to_string())?;
    if status == 200 { Ok(()) } else { Err(format!("PutItem answers {status}").into()) }
}

/// Looks signed, which is all that the engine asks for.
const PUT_ITEM: &str = "x-amz-target: DynamoDB_20120810.PutItem\r\n\
    content-type: application/x-amz-json-1.0\r\n\
    x-amz-date: 20260101T000000Z\r\n\
    authorization: AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, \
    SignedHeaders=host;x-amz-date, Signature=local";

/// Posts to the connection that the event comes from; returns the status.
fn post_to(event: &Value) -> Result<u64, Error> {
    let endpoint = std::env::var("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI")?;
    let path = format!("/@connections/{}", text(&event["requestContext"]["connectionId"]));
    send(&endpoint, &path, "authorization: AWS4-HMAC-SHA256 local", "posted")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A bare HTTP request, so that this program needs no HTTP library.
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
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("no status")?)
}
