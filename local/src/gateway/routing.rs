//! Selects the route of a frame, invokes its function, and sends the response back.

use axum::body::Bytes;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::connection::Connection;
use super::settings::MESSAGE_LIMIT;
use super::throttle::Bucket;
use super::{Gateway, event, ids};
use crate::lambda::{Function, Lambda};
use crate::template::{self, Api, RouteSelection};

/// AWS's message to a client whose request is one too many for its route.
pub const THROTTLED: &str = "Too Many Requests";

/// The API's routes, each with its function.
#[derive(Debug)]
pub struct Routes {
    selection: RouteSelection,
    by_key: BTreeMap<String, Route>,
}

/// A route and its integration.
#[derive(Clone, Debug)]
pub struct Route {
    pub key: String,
    function: Arc<Function>,
    two_way: bool,
    bucket: Option<Arc<Bucket>>,
}

/// A function's result in the form that the proxy integration requires.
#[derive(Debug)]
pub struct IntegrationResponse {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Option<String>,
}

/// Why an integration has no response. The client gets the message that AWS sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntegrationError {
    Failed,
    TimedOut,
}

impl Routes {
    pub fn new(api: &Api, lambda: &Lambda) -> Self {
        let route = |(key, route): (&String, &template::Route)| {
            let function = lambda.function(&route.function)?.clone();
            let bucket = route.throttle.map(|throttle| Arc::new(Bucket::new(throttle)));
            Some((key.clone(), Route { key: key.clone(), function, two_way: route.two_way, bucket }))
        };
        Self { selection: api.selection.clone(), by_key: api.routes.iter().filter_map(route).collect() }
    }

    /// The route with exactly this key.
    pub fn get(&self, key: &str) -> Option<&Route> {
        self.by_key.get(key)
    }

    /// The route that the frame names, or else `$default`.
    fn select(&self, frame: &str) -> Option<&Route> {
        // A frame may not select `$connect` or `$disconnect`.
        let key = self.selection.route_key(frame).filter(|key| !key.starts_with('$'));
        key.and_then(|key| self.get(&key)).or_else(|| self.get("$default"))
    }
}

impl Route {
    /// Whether the route's throttle accepts one more request.
    pub fn accepts(&self) -> bool {
        self.bucket.as_ref().is_none_or(|bucket| bucket.take())
    }
}

impl Gateway {
    /// Routes one frame to its function and sends the function's response to the client.
    pub async fn route_frame(&self, connection: &Connection, frame: String) {
        let request_id = ids::random();
        let message = match self.routes.select(&frame) {
            None => Some(error_message("Forbidden", connection, &request_id)),
            Some(route) if !route.accepts() => Some(error_message(THROTTLED, connection, &request_id)),
            Some(route) => {
                let event = event::message(&self.context(connection), &route.key, &request_id, frame);
                match self.invoke(route, &event).await {
                    Ok(response) => response.body.filter(|_| route.two_way),
                    Err(error) => Some(error_message(error.message(), connection, &request_id)),
                }
            }
        };
        if let Some(message) = message.filter(|message| !message.is_empty()) {
            connection.respond(message).await;
        }
    }

    /// Invokes a route's function and reads its response.
    pub async fn invoke(
        &self,
        route: &Route,
        event: &Value,
    ) -> Result<IntegrationResponse, IntegrationError> {
        let invocation = route.function.invoke(Bytes::from(event.to_string()));
        match tokio::time::timeout(self.settings.integration_timeout, invocation).await {
            Ok(Ok(result)) => IntegrationResponse::read(&result).ok_or(IntegrationError::Failed),
            // The function's own timeout is an error like any other. Only the integration timeout has its own message.
            Ok(Err(_)) => Err(IntegrationError::Failed),
            Err(_) => Err(IntegrationError::TimedOut),
        }
    }
}

impl IntegrationResponse {
    /// `None` where AWS calls the result malformed: it must be an object with a status, and its body must not exceed
    /// the size of a message.
    fn read(result: &[u8]) -> Option<Self> {
        let result: Value = serde_json::from_slice(result).ok()?;
        let status = u16::try_from(result["statusCode"].as_u64()?).ok()?;
        let headers = result["headers"].as_object().into_iter().flatten();
        let headers = headers.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        let body = result["body"].as_str();
        let fits = body.is_none_or(|body| body.len() <= MESSAGE_LIMIT);
        fits.then(|| Self { status, headers: headers.collect(), body: body.map(str::to_owned) })
    }
}

impl IntegrationError {
    fn message(self) -> &'static str {
        match self {
            Self::Failed => "Internal server error",
            Self::TimedOut => "Endpoint request timed out",
        }
    }
}

pub fn error_message(message: &str, connection: &Connection, request_id: &str) -> String {
    // The format string keeps AWS's order of keys.
    let [message, connection, request] = [message, &connection.id, request_id].map(|text| json!(text));
    format!(r#"{{"message": {message}, "connectionId":{connection}, "requestId":{request}}}"#)
}
