//! The WebSocket API: its stage, how a frame finds its route, and which routes answer.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeMap;

use super::{Function, Scope};

/// An `AWS::Serverless::WebSocketApi` with the route responses that belong to it.
#[derive(Debug)]
pub struct Api {
    /// Logical id.
    pub id: String,
    /// Name of the stage, which is also the path under which the socket is reached.
    pub stage: String,
    /// How a frame names its route.
    pub selection: Selection,
    /// Every route, by key.
    pub routes: BTreeMap<String, Route>,
}

/// One entry of the API's `Routes`.
#[derive(Clone, Debug)]
pub struct Route {
    /// Logical id of the function behind it.
    pub function: String,
    /// Whether the function's body goes back to the client.
    pub two_way: bool,
}

/// A `RouteSelectionExpression` such as `$request.body.action`: the path to a text in a frame's JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection(Vec<String>);

impl Api {
    pub(super) fn read(id: &str, scope: &Scope) -> Result<Self> {
        let resource = scope.resource(id)?;
        let properties = &resource["Properties"];
        let expression =
            scope.text(&properties["RouteSelectionExpression"]).context("RouteSelectionExpression")?;
        let stage = match &properties["StageName"] {
            Value::Null => "default".to_owned(), // SAM's
            name => scope.text(name).context("StageName")?,
        };
        let mut api = Self {
            id: id.to_owned(),
            stage,
            selection: Selection::read(&expression)?,
            routes: BTreeMap::new(),
        };
        for (key, route) in
            properties["Routes"].as_object().context("Routes are missing, give it at least one")?
        {
            let function = function_of(route, scope).with_context(|| format!("route {key}"))?;
            let two_way = api.has_response(key, scope)?;
            api.routes.insert(key.clone(), Route { function, two_way });
        }
        Ok(api)
    }

    /// A route may only name a function that the template has.
    pub(super) fn check(&self, functions: &BTreeMap<String, Function>) -> Result<()> {
        for (key, route) in &self.routes {
            ensure!(
                functions.contains_key(&route.function),
                "route {key} names the function {}, which is not in Resources",
                route.function
            );
        }
        Ok(())
    }

    fn has_response(&self, key: &str, scope: &Scope) -> Result<bool> {
        let route = route_id(&self.id, key);
        for (id, resource) in scope.resources() {
            let properties = &resource["Properties"];
            if resource["Type"] == "AWS::ApiGatewayV2::RouteResponse"
                && properties["RouteId"]["Ref"] == route.as_str()
            {
                let key =
                    scope.text(&properties["RouteResponseKey"]).with_context(|| format!("resource {id}"))?;
                ensure!(
                    key == "$default",
                    "resource {id}: RouteResponseKey must be $default, AWS knows no other"
                );
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The logical id that SAM gives the route it makes for a key.
fn route_id(api: &str, key: &str) -> String {
    let key = key.trim_start_matches('$').to_lowercase();
    let mut letters = key.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{api}{first}{}Route", letters.as_str())
}

fn function_of(route: &Value, scope: &Scope) -> Result<String> {
    let arn = &route["FunctionArn"];
    ensure!(!arn.is_null(), "FunctionArn is missing, write !GetAtt NameOfTheFunction.Arn");
    // The reference names the logical id itself; an ARN would only carry the function's physical name.
    match &arn["Fn::GetAtt"] {
        Value::String(path) => Ok(path.trim_end_matches(".Arn").to_owned()),
        Value::Array(parts) => parts.first().map(|id| scope.text(id)).context("Fn::GetAtt is empty")?,
        _ => {
            let arn = scope.text(arn)?;
            Ok(arn.rsplit(':').next().unwrap_or_default().to_owned())
        }
    }
}

impl Selection {
    fn read(expression: &str) -> Result<Self> {
        let bare = expression.strip_prefix("${").and_then(|inner| inner.strip_suffix('}'));
        let path =
            bare.or_else(|| expression.strip_prefix('$')).and_then(|path| path.strip_prefix("request.body."));
        let path = path.filter(|path| !path.is_empty()).with_context(|| {
            format!("RouteSelectionExpression {expression:?} is not supported, write $request.body.NAME")
        })?;
        Ok(Self(path.split('.').map(str::to_owned).collect()))
    }

    /// The route that a frame names, if it is JSON and names one.
    #[must_use]
    pub fn of(&self, frame: &str) -> Option<String> {
        let frame: Value = serde_json::from_str(frame).ok()?;
        match self.0.iter().try_fold(&frame, |value, key| value.get(key))? {
            Value::String(key) => Some(key.clone()),
            key @ (Value::Number(_) | Value::Bool(_)) => Some(key.to_string()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_names_its_route() {
        let selection = Selection::read("$request.body.action").unwrap();
        assert_eq!(selection, Selection::read("${request.body.action}").unwrap());
        assert_eq!(selection.of(r#"{"action":"send"}"#).as_deref(), Some("send"));
        assert_eq!(selection.of(r#"{"action":{"a":1}}"#), None);
        assert_eq!(selection.of("send"), None);
        assert_eq!(selection.of("[1]"), None);
        let deep = Selection::read("$request.body.a.b").unwrap();
        assert_eq!(deep.of(r#"{"a":{"b":3}}"#).as_deref(), Some("3"));
        assert!(Selection::read("$request.header.x").is_err());
    }

    #[test]
    fn routes_are_named_as_sam_names_them() {
        assert_eq!(route_id("Api", "$default"), "ApiDefaultRoute");
        assert_eq!(route_id("Api", "sendAll"), "ApiSendallRoute");
    }
}
