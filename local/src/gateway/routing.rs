//! Which function gets a frame, and what becomes of its answer.

use axum::body::Bytes;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::connection::Connection;
use super::settings::MESSAGE_LIMIT;
use super::{Gateway, event, ids};
use crate::lambda::{Function, Lambda};
use crate::template::{Api, Route, Selection};

/// The API's routes, each with its function.
#[derive(Debug)]
pub struct Routes {
    selection: Selection,
    by_key: BTreeMap<String, Target>,
}

/// Where a route leads.
#[derive(Clone, Debug)]
pub struct Target {
    pub key: String,
    function: Arc<Function>,
    two_way: bool,
}

/// A function's answer in the form that the proxy integration asks for.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Option<String>,
}

/// Why a route has no answer; shown to the client as AWS shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    Failed,
    TimedOut,
}

impl Routes {
    pub fn new(api: &Api, lambda: &Lambda) -> Self {
        let target = |(key, route): (&String, &Route)| {
            let function = lambda.function(&route.function)?.clone();
            Some((key.clone(), Target { key: key.clone(), function, two_way: route.two_way }))
        };
        Self { selection: api.selection.clone(), by_key: api.routes.iter().filter_map(target).collect() }
    }

    /// The route with exactly this key.
    pub fn get(&self, key: &str) -> Option<&Target> {
        self.by_key.get(key)
    }

    /// The route of a frame: the one it names, or else `$default`.
    fn of_frame(&self, frame: &str) -> Option<&Target> {
        // A client may not call $connect by naming it.
        let named = self.selection.of(frame).filter(|key| !key.starts_with('$'));
        named.and_then(|key| self.get(&key)).or_else(|| self.get("$default"))
    }
}

impl Gateway {
    /// Takes one frame to its function and the answer back.
    pub async fn deliver(&self, connection: &Connection, frame: String) {
        let request = ids::fresh();
        let message = match self.routes.of_frame(&frame) {
            None => Some(problem("Forbidden", connection, &request)),
            Some(target) => {
                let event = event::message(&self.place(connection), &target.key, &request, frame);
                match self.ask(target, &event).await {
                    Ok(answer) => answer.body.filter(|_| target.two_way),
                    Err(why) => Some(problem(why.message(), connection, &request)),
                }
            }
        };
        if let Some(message) = message.filter(|message| !message.is_empty()) {
            connection.answer(message).await;
        }
    }

    /// Invokes a route's function and reads its answer.
    pub async fn ask(&self, target: &Target, event: &Value) -> Result<Answer, NoAnswer> {
        let invocation = target.function.invoke(Bytes::from(event.to_string()));
        match tokio::time::timeout(self.settings.integration_timeout, invocation).await {
            Ok(Ok(answer)) => Answer::read(&answer).ok_or(NoAnswer::Failed),
            // Its own timeout is a failure like any other; only the gateway's has words of its own.
            Ok(Err(_)) => Err(NoAnswer::Failed),
            Err(_) => Err(NoAnswer::TimedOut),
        }
    }
}

impl Answer {
    /// `None` where AWS calls the answer malformed: it must be an object with a status, and fit into a message.
    fn read(answer: &[u8]) -> Option<Self> {
        let answer: Value = serde_json::from_slice(answer).ok()?;
        let status = u16::try_from(answer["statusCode"].as_u64()?).ok()?;
        let headers = answer["headers"].as_object().into_iter().flatten();
        let headers = headers.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        let body = answer["body"].as_str();
        let fits = body.is_none_or(|body| body.len() <= MESSAGE_LIMIT);
        fits.then(|| Self { status, headers: headers.collect(), body: body.map(str::to_owned) })
    }
}

impl NoAnswer {
    fn message(self) -> &'static str {
        match self {
            Self::Failed => "Internal server error",
            Self::TimedOut => "Endpoint request timed out",
        }
    }
}

fn problem(message: &str, connection: &Connection, request: &str) -> String {
    // Written by hand for AWS's order of keys.
    let [message, connection, request] = [message, &connection.id, request].map(|text| json!(text));
    format!(r#"{{"message": {message}, "connectionId":{connection}, "requestId":{request}}}"#)
}
