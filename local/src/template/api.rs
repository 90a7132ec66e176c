//! The WebSocket API: its stage, its routes, and the expression that selects a frame's route.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeMap;

use super::{Function, Scope, Throttle};

/// An `AWS::Serverless::WebSocketApi` with its route responses.
#[derive(Debug)]
pub struct Api {
    /// Logical id.
    pub id: String,
    /// The stage's name. Clients connect to the path of this name.
    pub stage: String,
    /// The expression that selects a frame's route.
    pub selection: RouteSelection,
    /// Every route, by key.
    pub routes: BTreeMap<String, Route>,
}

/// One entry of the API's `Routes`.
#[derive(Clone, Debug)]
pub struct Route {
    /// Logical id of the function that the route invokes.
    pub function: String,
    /// Whether the route has a route response, which returns the function's body to the client.
    pub two_way: bool,
    /// How many requests the route accepts. Without it, any number.
    pub throttle: Option<Throttle>,
}

/// A `RouteSelectionExpression` such as `$request.body.action`: the path to the route key in a frame's JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteSelection(Vec<String>);

impl Api {
    pub(super) fn read(id: &str, scope: &Scope) -> Result<Self> {
        let resource = scope.resource(id)?;
        let properties = &resource["Properties"];
        let expression =
            scope.text(&properties["RouteSelectionExpression"]).context("RouteSelectionExpression")?;
        let stage = match &properties["StageName"] {
            Value::Null => "default".to_owned(), // SAM's default
            name => scope.text(name).context("StageName")?,
        };
        let mut api = Self {
            id: id.to_owned(),
            stage,
            selection: RouteSelection::read(&expression)?,
            routes: BTreeMap::new(),
        };
        for (key, route) in
            properties["Routes"].as_object().context("Routes are missing, give it at least one")?
        {
            let function = function_of(route, scope).with_context(|| format!("route {key}"))?;
            let two_way = api.has_response(key, scope)?;
            let throttle = Throttle::read(properties, key, scope).with_context(|| format!("route {key}"))?;
            api.routes.insert(key.clone(), Route { function, two_way, throttle });
        }
        Throttle::check(properties)?;
        Ok(api)
    }

    /// Checks that the template has the function of every route.
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

/// The logical id of the route that SAM generates for a route key.
fn route_id(api: &str, key: &str) -> String {
    let key = key.trim_start_matches('$').to_lowercase();
    let mut letters = key.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{api}{first}{}Route", letters.as_str())
}

fn function_of(route: &Value, scope: &Scope) -> Result<String> {
    let arn = &route["FunctionArn"];
    ensure!(!arn.is_null(), "FunctionArn is missing, write !GetAtt NameOfTheFunction.Arn");
    // Fn::GetAtt contains the logical id, whereas an ARN only contains the function's physical name.
    match &arn["Fn::GetAtt"] {
        Value::String(path) => Ok(path.trim_end_matches(".Arn").to_owned()),
        Value::Array(parts) => parts.first().map(|id| scope.text(id)).context("Fn::GetAtt is empty")?,
        _ => {
            let arn = scope.text(arn)?;
            Ok(arn.rsplit(':').next().unwrap_or_default().to_owned())
        }
    }
}

impl RouteSelection {
    fn read(expression: &str) -> Result<Self> {
        let bare = expression.strip_prefix("${").and_then(|inner| inner.strip_suffix('}'));
        let path =
            bare.or_else(|| expression.strip_prefix('$')).and_then(|path| path.strip_prefix("request.body."));
        let path = path.filter(|path| !path.is_empty()).with_context(|| {
            format!("RouteSelectionExpression {expression:?} is not supported, write $request.body.NAME")
        })?;
        Ok(Self(path.split('.').map(str::to_owned).collect()))
    }

    /// The route key in a frame. `None` if the frame is not JSON or has no such key.
    #[must_use]
    pub fn route_key(&self, frame: &str) -> Option<String> {
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
    fn the_expression_selects_the_route_key() {
        let selection = RouteSelection::read("$request.body.action").unwrap();
        assert_eq!(selection, RouteSelection::read("${request.body.action}").unwrap());
        assert_eq!(selection.route_key(r#"{"action":"send"}"#).as_deref(), Some("send"));
        assert_eq!(selection.route_key(r#"{"action":{"a":1}}"#), None);
        assert_eq!(selection.route_key("send"), None);
        assert_eq!(selection.route_key("[1]"), None);
        let nested = RouteSelection::read("$request.body.a.b").unwrap();
        assert_eq!(nested.route_key(r#"{"a":{"b":3}}"#).as_deref(), Some("3"));
        assert!(RouteSelection::read("$request.header.x").is_err());
    }

    #[test]
    fn route_ids_are_those_that_sam_generates() {
        assert_eq!(route_id("Api", "$default"), "ApiDefaultRoute");
        assert_eq!(route_id("Api", "sendAll"), "ApiSendallRoute");
    }
}
