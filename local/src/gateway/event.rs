//! The events that API Gateway's proxy integration sends to the functions.

use axum::http::{HeaderMap, HeaderName};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use time::OffsetDateTime;
use time::macros::format_description;

use super::connection::Connection;
use super::{Gateway, ids};

/// The part of the request context that all events of a connection share.
#[derive(Debug)]
pub struct Context<'a> {
    pub api: &'a str,
    pub stage: &'a str,
    pub connection: &'a Connection,
}

impl Gateway {
    pub fn context<'a>(&'a self, connection: &'a Connection) -> Context<'a> {
        Context { api: &self.api, stage: &self.stage, connection }
    }
}

/// The event of `$connect`, the only one with the request's headers and query.
pub fn connect(context: &Context, headers: &HeaderMap, query: &str) -> Value {
    let request_context = request_context(context, "$connect", "CONNECT", &ids::random());
    let mut event = json!({ "requestContext": request_context, "isBase64Encoded": false });
    let headers = header_values(headers, context);
    event["headers"] = last_values(&headers);
    event["multiValueHeaders"] = json!(headers);
    let parameters = query_values(query);
    if !parameters.is_empty() {
        event["queryStringParameters"] = last_values(&parameters);
        event["multiValueQueryStringParameters"] = json!(parameters);
    }
    event
}

/// The event of a frame.
pub fn message(context: &Context, route_key: &str, request_id: &str, body: String) -> Value {
    let mut request_context = request_context(context, route_key, "MESSAGE", request_id);
    request_context.insert("messageId".to_owned(), json!(ids::random()));
    json!({ "requestContext": request_context, "body": body, "isBase64Encoded": false })
}

/// The event of `$disconnect`.
pub fn disconnect(context: &Context, code: u16, reason: &str) -> Value {
    let mut request_context = request_context(context, "$disconnect", "DISCONNECT", &ids::random());
    request_context.insert("disconnectStatusCode".to_owned(), json!(code));
    request_context.insert("disconnectReason".to_owned(), json!(reason));
    let headers = BTreeMap::from([
        ("Host".to_owned(), vec![context.connection.host.clone()]),
        ("x-api-key".to_owned(), vec![String::new()]),
        ("X-Forwarded-For".to_owned(), vec![String::new()]),
        ("x-restapi".to_owned(), vec![String::new()]),
    ]);
    json!({
        "headers": last_values(&headers),
        "multiValueHeaders": headers,
        "requestContext": request_context,
        "isBase64Encoded": false,
    })
}

fn request_context(
    context: &Context,
    route_key: &str,
    event_type: &str,
    request_id: &str,
) -> Map<String, Value> {
    let now = OffsetDateTime::now_utc();
    let connection = context.connection;
    let mut identity = json!({ "sourceIp": connection.source });
    if let Some(user_agent) = &connection.user_agent {
        identity["userAgent"] = json!(user_agent);
    }
    let request_context = json!({
        "routeKey": route_key,
        "eventType": event_type,
        "messageDirection": "IN",
        "stage": context.stage,
        "apiId": context.api.to_lowercase(),
        "domainName": connection.host,
        "connectionId": connection.id,
        "connectedAt": milliseconds(connection.connected_at),
        "requestTime": request_time(now),
        "requestTimeEpoch": milliseconds(now),
        "requestId": request_id,
        "extendedRequestId": request_id,
        "identity": identity,
    });
    match request_context {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn milliseconds(at: OffsetDateTime) -> i128 {
    at.unix_timestamp_nanos() / 1_000_000
}

/// The time in the format of Apache's access logs: `09/Feb/2024:18:23:28 +0000`.
fn request_time(at: OffsetDateTime) -> String {
    let format = format_description!("[day]/[month repr:short]/[year]:[hour]:[minute]:[second] +0000");
    at.format(format).unwrap_or_default()
}

/// All values of each header or query parameter, by its name.
type MultiValues = BTreeMap<String, Vec<String>>;

fn header_values(headers: &HeaderMap, context: &Context) -> MultiValues {
    let mut values = MultiValues::new();
    for (name, value) in headers {
        // Hop-by-hop headers end at the gateway.
        if name != "connection" && name != "upgrade" {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            values.entry(usual_spelling(name)).or_default().push(value);
        }
    }
    values.insert("X-Forwarded-For".to_owned(), vec![context.connection.source.to_string()]);
    values.insert("X-Forwarded-Proto".to_owned(), vec!["http".to_owned()]);
    values
}

/// The usual spelling of a header's name. HTTP ignores case, but a function may not.
fn usual_spelling(name: &HeaderName) -> String {
    let capitalised = |word: &str| match word {
        "websocket" => "WebSocket".to_owned(),
        _ => word[..1.min(word.len())].to_uppercase() + &word[1.min(word.len())..],
    };
    name.as_str().split('-').map(capitalised).collect::<Vec<_>>().join("-")
}

fn query_values(query: &str) -> MultiValues {
    let mut values = MultiValues::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        values.entry(name.into_owned()).or_default().push(value.into_owned());
    }
    values
}

fn last_values(values: &MultiValues) -> Value {
    values.iter().map(|(name, values)| (name.clone(), json!(values.last()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn the_request_time_has_the_format_of_access_logs() {
        assert_eq!(request_time(datetime!(2024-02-09 18:23:28 UTC)), "09/Feb/2024:18:23:28 +0000");
    }

    #[test]
    fn headers_have_their_usual_spelling() {
        assert_eq!(usual_spelling(&HeaderName::from_static("sec-websocket-key")), "Sec-WebSocket-Key");
        assert_eq!(usual_spelling(&HeaderName::from_static("host")), "Host");
    }

    #[test]
    fn a_repeated_parameter_keeps_all_its_values() {
        let values = query_values("a=1&a=%C3%A4&b");
        assert_eq!(json!(values), json!({"a": ["1", "ä"], "b": [""]}));
        assert_eq!(last_values(&values), json!({"a": "ä", "b": ""}));
    }
}
