//! The events that API Gateway's proxy integration sends to functions.

use axum::http::{HeaderMap, HeaderName};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use time::OffsetDateTime;
use time::macros::format_description;

use super::connection::Connection;
use super::{Gateway, ids};

/// What every event of a connection says about where it comes from.
#[derive(Debug)]
pub struct Place<'a> {
    pub api: &'a str,
    pub stage: &'a str,
    pub connection: &'a Connection,
}

impl Gateway {
    pub fn place<'a>(&'a self, connection: &'a Connection) -> Place<'a> {
        Place { api: &self.api, stage: &self.stage, connection }
    }
}

/// The event of `$connect`: the only one with the request's headers and query.
pub fn connect(place: &Place, headers: &HeaderMap, query: &str) -> Value {
    let context = context(place, "$connect", "CONNECT", &ids::fresh());
    let mut event = json!({ "requestContext": context, "isBase64Encoded": false });
    let lists = header_lists(headers, place);
    event["headers"] = last_of_each(&lists);
    event["multiValueHeaders"] = json!(lists);
    let lists = query_lists(query);
    if !lists.is_empty() {
        event["queryStringParameters"] = last_of_each(&lists);
        event["multiValueQueryStringParameters"] = json!(lists);
    }
    event
}

/// The event of a frame.
pub fn message(place: &Place, route: &str, request: &str, body: String) -> Value {
    let mut context = context(place, route, "MESSAGE", request);
    context.insert("messageId".to_owned(), json!(ids::fresh()));
    json!({ "requestContext": context, "body": body, "isBase64Encoded": false })
}

/// The event of `$disconnect`.
pub fn disconnect(place: &Place, code: u16, reason: &str) -> Value {
    let mut context = context(place, "$disconnect", "DISCONNECT", &ids::fresh());
    context.insert("disconnectStatusCode".to_owned(), json!(code));
    context.insert("disconnectReason".to_owned(), json!(reason));
    let lists = BTreeMap::from([
        ("Host".to_owned(), vec![place.connection.host.clone()]),
        ("x-api-key".to_owned(), vec![String::new()]),
        ("X-Forwarded-For".to_owned(), vec![String::new()]),
        ("x-restapi".to_owned(), vec![String::new()]),
    ]);
    json!({
        "headers": last_of_each(&lists),
        "multiValueHeaders": lists,
        "requestContext": context,
        "isBase64Encoded": false,
    })
}

fn context(place: &Place, route: &str, kind: &str, request: &str) -> Map<String, Value> {
    let now = OffsetDateTime::now_utc();
    let connection = place.connection;
    let mut identity = json!({ "sourceIp": connection.source });
    if let Some(user_agent) = &connection.user_agent {
        identity["userAgent"] = json!(user_agent);
    }
    let context = json!({
        "routeKey": route,
        "eventType": kind,
        "messageDirection": "IN",
        "stage": place.stage,
        "apiId": place.api,
        "domainName": connection.host,
        "connectionId": connection.id,
        "connectedAt": milliseconds(connection.connected_at),
        "requestTime": request_time(now),
        "requestTimeEpoch": milliseconds(now),
        "requestId": request,
        "extendedRequestId": request,
        "identity": identity,
    });
    match context {
        Value::Object(context) => context,
        _ => Map::new(),
    }
}

fn milliseconds(at: OffsetDateTime) -> i128 {
    at.unix_timestamp_nanos() / 1_000_000
}

/// As in Apache's logs: `09/Feb/2024:18:23:28 +0000`.
fn request_time(at: OffsetDateTime) -> String {
    let format = format_description!("[day]/[month repr:short]/[year]:[hour]:[minute]:[second] +0000");
    at.format(format).unwrap_or_default()
}

type Lists = BTreeMap<String, Vec<String>>;

fn header_lists(headers: &HeaderMap, place: &Place) -> Lists {
    let mut lists = Lists::new();
    for (name, value) in headers {
        // Hop-by-hop headers end at the gateway.
        if name != "connection" && name != "upgrade" {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            lists.entry(as_sent(name)).or_default().push(value);
        }
    }
    lists.insert("X-Forwarded-For".to_owned(), vec![place.connection.source.to_string()]);
    lists.insert("X-Forwarded-Proto".to_owned(), vec!["http".to_owned()]);
    lists
}

/// The usual spelling of a header, which HTTP does not care about but a careless function might.
fn as_sent(name: &HeaderName) -> String {
    let capitalised = |word: &str| match word {
        "websocket" => "WebSocket".to_owned(),
        _ => word[..1.min(word.len())].to_uppercase() + &word[1.min(word.len())..],
    };
    name.as_str().split('-').map(capitalised).collect::<Vec<_>>().join("-")
}

fn query_lists(query: &str) -> Lists {
    let mut lists = Lists::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        lists.entry(name.into_owned()).or_default().push(value.into_owned());
    }
    lists
}

fn last_of_each(lists: &Lists) -> Value {
    lists.iter().map(|(name, values)| (name.clone(), json!(values.last()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn the_time_of_a_request_is_written_as_in_access_logs() {
        assert_eq!(request_time(datetime!(2024-02-09 18:23:28 UTC)), "09/Feb/2024:18:23:28 +0000");
    }

    #[test]
    fn headers_have_their_usual_spelling() {
        assert_eq!(as_sent(&HeaderName::from_static("sec-websocket-key")), "Sec-WebSocket-Key");
        assert_eq!(as_sent(&HeaderName::from_static("host")), "Host");
    }

    #[test]
    fn a_repeated_parameter_keeps_all_its_values() {
        let lists = query_lists("a=1&a=%C3%A4&b");
        assert_eq!(json!(lists), json!({"a": ["1", "ä"], "b": [""]}));
        assert_eq!(last_of_each(&lists), json!({"a": "ä", "b": ""}));
    }
}
